//! Go's templates, as `-o go-template=` takes them: `{{range .items}}{{.metadata.name}}{{"\n"}}{{end}}`.
//! Upstream: text/template of Go; staging/src/k8s.io/cli-runtime/pkg/printers/template.go.

mod functions;
mod parse;
mod run;
#[cfg(test)]
mod tests;

use serde_json::Value;

/// Nesting beyond this is refused.
const DEPTH: usize = 16;

/// A part of a template.
enum Node {
    Text(String),
    /// A value that is printed, unless it only sets variables.
    Print(Pipe),
    If(Vec<Branch>),
    With(Vec<Branch>),
    Range(Vec<Branch>),
}

/// A condition with what follows from it; the last branch may have none.
struct Branch {
    on: Option<Pipe>,
    body: Vec<Node>,
}

/// `$a, $b := one | two`.
#[derive(Default)]
struct Pipe {
    variables: Vec<String>,
    /// Whether the variables were there before.
    assigns: bool,
    commands: Vec<Vec<Term>>,
}

/// A word of a command.
enum Term {
    /// `.`, `$`, `$name`, a literal or a pipe in brackets, with the fields behind it.
    Value(Root, Vec<String>),
    Function(String),
}

enum Root {
    Dot,
    Variable(String),
    Literal(Held),
    Pipe(Pipe),
}

/// A value of a template. A number of JSON that is whole is `Int`, as kubectl reads it.
#[derive(Clone, Debug, PartialEq)]
enum Held {
    Missing,
    Json(Value),
    Int(i64),
}

impl Held {
    /// The value of JSON.
    fn of(value: Value) -> Held {
        value.as_i64().map_or(Held::Json(value), Held::Int)
    }
}

/// Why there is no text; kubectl's own words about it are not known here.
type Failed = String;

/// The text that a template makes of a value.
pub(crate) fn print(template: &str, root: &Value) -> Result<String, Failed> {
    let nodes = parse::parse(template)?;
    run::run(&nodes, root)
}
