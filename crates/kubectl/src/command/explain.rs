//! `kubectl explain`. Upstream: staging/src/k8s.io/kubectl/pkg/explain/v2/templates/plaintext.tmpl.

use super::arguments::Arguments;
use super::{Output, not_played};
use api::Kubernetes;
use api::fields::{self, Docs, Field, Shape, Struct};
use api::kinds::{self, Kind};

/// The most words of a field that stand in a list.
const WORDS: usize = 4;

/// The kinds whose schemas do not require a spec, though it is read as if they did.
const APPS: [&str; 4] = ["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"];

/// The types whose words the schema does not name.
const UNNAMED: [&str; 10] = [
    "v1.ContainerRestartPolicy",
    "v1.ContainerRestartRuleAction",
    "v1.ContainerRestartRuleOnExitCodesOperator",
    "v1.LabelSelectorOperator",
    "v1.OSName",
    "v1.PersistentVolumeClaimRetentionPolicyType",
    "v1.PodSELinuxChangePolicy",
    "v1.RecursiveReadOnlyMode",
    "v1.ResourceResizeRestartPolicy",
    "v1.StorageMedium",
];

/// The texts about the two fields that every object has.
const API_VERSION: &str = "APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized schemas to the latest internal value, and may reject unrecognized values. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources";
const KIND: &str = "Kind is a string value representing the REST resource this object represents. Servers may infer this from the endpoint the client submits requests to. Cannot be updated. In CamelCase. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds";

pub(super) fn run(arguments: &Arguments, kubernetes: &Kubernetes) -> Result<Output, Output> {
    let failure = |text: &str| Output::failure(&format!("error: {text}"));
    let word = match arguments.words.as_slice() {
        [] => {
            return Err(failure(
                "You must specify the type of resource to explain. Use \"kubectl api-resources\" for a complete list of supported resources.",
            ));
        }
        [word] => word.trim_end_matches('.'),
        _ => return Err(failure("We accept only this format: explain RESOURCE")),
    };
    if word.contains('[') {
        return Err(failure("invalid jsonpath syntax, first node must be field node"));
    }
    let (kind, path) = split(word)?;
    let kind = version(kind, arguments.value("api-version").unwrap_or_default())?;
    match arguments.value("output").unwrap_or("plaintext") {
        "plaintext" => {}
        "plaintext-openapiv2" => return Err(not_played("explain -o plaintext-openapiv2")),
        other => return Err(failure(&format!("unrecognized format: {other}"))),
    }
    let (group, number) = kind.api_version.split_once('/').unwrap_or(("", kind.api_version));
    let mut text = if group.is_empty() { String::new() } else { format!("GROUP:      {group}\n") };
    text = text + "KIND:       " + kind.name + "\nVERSION:    " + number + "\n\n";
    let docs = Docs::held();
    let is_told = docs.find(kind.name, "").is_some();
    let page = Page { docs, kubernetes, is_told, is_short: arguments.is_on("recursive") };
    let steps: Vec<&str> = path.split('.').filter(|step| !step.is_empty()).collect();
    let Some(told) = page.told(kind, &steps) else {
        let last = steps.last().copied().unwrap_or_default();
        let refusal = failure(&format!("field \"{last}\" does not exist"));
        return Ok(Output { stdout: text, ..refusal });
    };
    let note = if is_told {
        String::new()
    } else {
        format!("podlab: the descriptions of a {} are not here\n", kind.name)
    };
    Ok(Output { stdout: text + &told + "\n", stderr: note, exit: 0 })
}

/// The type that a word begins with, and the path behind it.
fn split(word: &str) -> Result<(&'static Kind, &str), Output> {
    let ends = word.match_indices('.').map(|(at, _)| at).chain([word.len()]);
    let mut ends: Vec<usize> = ends.collect();
    ends.reverse();
    let found = ends.into_iter().find_map(|end| {
        let (name, path) = word.split_at_checked(end)?;
        kinds::of_type(name).map(|kind| (kind, path))
    });
    let name = word.split('.').next().unwrap_or_default();
    found.ok_or_else(|| Output::failure(&format!("the server doesn't have a resource type \"{name}\"")))
}

/// The type in the version of `--api-version`.
fn version(kind: &'static Kind, version: &str) -> Result<&'static Kind, Output> {
    if version.is_empty() {
        return Ok(kind);
    }
    let none = || {
        let slash = if version.contains('/') { "" } else { "/" };
        let resource = kind.plural;
        Output::failure(&format!(
            "error: couldn't find resource for \"{slash}{version}, Resource={resource}\""
        ))
    };
    kinds::find(version, kind.name).ok_or_else(none)
}

struct Page<'a> {
    docs: Docs<'static>,
    kubernetes: &'a Kubernetes,
    /// Whether there are texts about this kind.
    is_told: bool,
    /// Whether only names are listed, with those of the fields inside.
    is_short: bool,
}

impl Page<'_> {
    /// The description of a type or of a field of it; `None` when there is no such field.
    fn told(&self, kind: &Kind, steps: &[&str]) -> Option<String> {
        let top = fields::of_kind(kind.api_version, kind.name)?.structure()?;
        let Some((last, before)) = steps.split_last() else {
            let about = self.docs.find(top.name, "").unwrap_or_default();
            return Some(self.description(&about) + &self.head(top, true));
        };
        let mut holder = top;
        for step in before {
            holder = holder.field(step, self.kubernetes)?.shape.structure()?;
        }
        let field = holder.field(last, self.kubernetes)?;
        let mut text = format!("FIELD: {last} <{}>\n", guess(field.name, &field.shape));
        for (place, word) in words(field).iter().enumerate() {
            text = text + if place == 0 { "ENUM:\n    " } else { "\n    " } + word;
        }
        let about = self.about(holder, field, before.is_empty());
        let of_type = type_docs(&field.shape).and_then(|name| self.docs.find(name, ""));
        let about: Vec<String> = about.into_iter().chain(of_type).collect();
        text = text + "\n\n" + &self.description(&about.join("\n"));
        if let Some(inner) = field.shape.structure() {
            text.push_str(&self.head(inner, false));
        }
        Some(text)
    }

    fn description(&self, text: &str) -> String {
        if !self.is_told {
            return String::new();
        }
        let text = if text.is_empty() { "<empty>".to_owned() } else { format!("{text}\n") };
        "DESCRIPTION:\n".to_owned() + &indented(&wrapped(&text, 76), 4) + "\n"
    }

    /// The list of a struct's fields.
    fn head(&self, of: &Struct, is_top: bool) -> String {
        let list = self.list(of, &mut Vec::new(), is_top);
        if list.is_empty() { list } else { "FIELDS:\n".to_owned() + &list }
    }

    fn about(&self, holder: &Struct, field: &Field, is_top: bool) -> Option<String> {
        match field.name {
            "apiVersion" if is_top => Some(API_VERSION.to_owned()),
            "kind" if is_top => Some(KIND.to_owned()),
            name => self.docs.find(holder.name, name).map(|about| about + &self.possible(field)),
        }
    }

    /// The words that a field takes, each with what it means, behind the text about the field.
    fn possible(&self, field: &Field) -> String {
        let words = words(field);
        if words.is_empty() {
            return String::new();
        }
        let mut text = "\n\nPossible enum values:".to_owned();
        for word in words {
            let about = word_type(field).and_then(|name| self.docs.find(name, word)).unwrap_or_default();
            let space = if about.is_empty() { "" } else { " " };
            text = text + "\n - `\"" + word.trim_matches('"') + "\"`" + space + &about;
        }
        text
    }

    /// `above` are the structs around this one: none is told inside itself.
    fn list(&self, of: &Struct, above: &mut Vec<&'static str>, is_top: bool) -> String {
        let indent = "  ".repeat(above.len() + 1);
        let mut text = String::new();
        above.push(of.name);
        for field in of.fields.iter().filter(|field| field.exists_in(self.kubernetes)) {
            text = text + &indent + field.name + "\t<" + &guess(field.name, &field.shape) + ">";
            if is_required(of, field) {
                text.push_str(" -required-");
            }
            let words = words(field);
            if !words.is_empty() {
                let shown: Vec<&str> = words.iter().take(WORDS).copied().collect();
                let more = if words.len() > WORDS { ", ...." } else { "" };
                text = text + "\n" + &indent + "enum: " + &shown.join(", ") + more;
            }
            text.push('\n');
            if !self.is_short && self.is_told {
                let about = self.about(of, field, is_top).unwrap_or_else(|| "<no description>".to_owned());
                text = text + &indented(&wrapped(&about, 78 - indent.len()), indent.len() + 2) + "\n\n";
            } else if let Some(inner) =
                field.shape.structure().filter(|inner| self.is_short && !above.contains(&inner.name))
            {
                text.push_str(&self.list(inner, above, false));
            }
        }
        above.pop();
        text
    }
}

/// Whether the schema requires a field, which is not always what the server's reader does.
fn is_required(of: &Struct, field: &Field) -> bool {
    let is_object = of.fields.iter().any(|field| field.name == "metadata");
    match field.name {
        "apiVersion" | "kind" | "metadata" if is_object => false,
        "spec" if APPS.contains(&of.name) => false,
        "status" | "type" if of.name.ends_with("Condition") => true,
        _ => field.required && field.embedded.unwrap_or(of.name) != "LocalObjectReference",
    }
}

/// The type of a value as the template guesses it from the schema.
fn guess(name: &str, shape: &Shape) -> String {
    match shape {
        Shape::String(_) | Shape::Bytes | Shape::Time | Shape::MicroTime => "string".to_owned(),
        Shape::Bool => "boolean".to_owned(),
        Shape::Int32 | Shape::Int64 => "integer".to_owned(),
        Shape::Float => "number".to_owned(),
        Shape::Quantity => "Quantity".to_owned(),
        Shape::IntOrString => "IntOrString".to_owned(),
        Shape::Any if name == "fieldsV1" => "FieldsV1".to_owned(),
        Shape::Any => "Object".to_owned(),
        Shape::Struct(_) => shape.structure().map_or("Object", |found| found.name).to_owned(),
        Shape::List(item) => format!("[]{}", guess(name, item)),
        Shape::Map(_, value) => format!("map[string]{}", guess(name, value)),
    }
}

/// The words that a field takes, as the schema names them.
fn words(field: &Field) -> Vec<&'static str> {
    match word_type(field) {
        Some("v1.HostPathType") => [&["\"\""], fields::words("v1.HostPathType")].concat(),
        Some("v1.Signal") => validation::SIGNALS.to_vec(),
        Some("v1.TolerationOperator") => vec!["Equal", "Exists", "Gt", "Lt"],
        Some(name) if !UNNAMED.contains(&name) => fields::words(name).to_vec(),
        _ => Vec::new(),
    }
}

/// The type of the words that a field takes.
fn word_type(field: &Field) -> Option<&'static str> {
    let common = || {
        let container = field.embedded.filter(|name| *name == "EphemeralContainerCommon");
        container
            .and_then(|_| fields::structure("Container")?.fields.iter().find(|one| one.name == field.name))
    };
    match common().map_or(&field.shape, |field| &field.shape) {
        Shape::String(name) => Some(name),
        _ => None,
    }
}

/// The type of a value whose own text stands behind that of the field.
fn type_docs(shape: &Shape) -> Option<&'static str> {
    match shape {
        Shape::List(inner) | Shape::Map(_, inner) => type_docs(inner),
        Shape::Struct(_) => shape.structure().map(|found| found.name),
        Shape::Time => Some("Time"),
        Shape::MicroTime => Some("MicroTime"),
        Shape::Quantity => Some("Quantity"),
        Shape::IntOrString => Some("IntOrString"),
        _ => None,
    }
}

fn indented(text: &str, amount: usize) -> String {
    let pad = " ".repeat(amount);
    let next = format!("\n{pad}");
    pad + &text.replace('\n', &next)
}

/// The text in lines of this width; a longer word stands alone. Upstream: WrapString, github.com/mitchellh/go-wordwrap.
fn wrapped(text: &str, width: usize) -> String {
    let (mut out, mut spaces, mut word) = (String::new(), String::new(), String::new());
    let (mut column, mut letters) = (0, 0);
    for c in text.chars() {
        if c == '\n' || c == ' ' || c == '\t' {
            let is_alone = word.is_empty() && !spaces.is_empty();
            if c == '\n' || !is_alone {
                if !word.is_empty() || column + spaces.len() <= width {
                    out.push_str(&spaces);
                }
                out.push_str(&word);
                column += spaces.len() + letters;
                spaces.clear();
                word.clear();
                letters = 0;
            }
            if c == '\n' {
                out.push('\n');
                column = 0;
            } else {
                spaces.push(c);
            }
            continue;
        }
        word.push(c);
        letters += 1;
        if column + letters + spaces.len() > width && letters < width {
            out.push('\n');
            column = 0;
            spaces.clear();
        }
    }
    out + &spaces + &word
}
