//! `-o custom-columns=NAME:.metadata.name,...`. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/get/customcolumn.go.

use crate::jsonpath::Path;
use crate::table::{TABLE, align, cell};
use serde_json::Value;

/// Shown in a column whose field is absent.
const NONE: &str = "<none>";

/// A table of the fields that `spec` names, one line an object.
pub(crate) fn print(spec: &str, objects: &[&Value], no_headers: bool) -> Result<String, String> {
    if spec.is_empty() {
        return Err("custom-columns format specified but no custom columns given".to_owned());
    }
    let mut columns = Vec::new();
    for part in spec.split(',') {
        let (head, path) = part.split_once(':').ok_or_else(|| {
            format!("unexpected custom-columns spec: {part}, expected <header>:<json-path-expr>")
        })?;
        columns.push((head, Path::parse(relaxed(path))?));
    }
    let mut text = String::new();
    if !no_headers {
        text.push_str(&columns.iter().map(|(head, _)| *head).collect::<Vec<_>>().join("\t"));
        text.push('\n');
    }
    for object in objects {
        let cells: Vec<String> = columns.iter().map(|(_, path)| show(&path.find(object))).collect();
        text.push_str(&cells.join("\t"));
        text.push('\n');
    }
    Ok(align(&text, TABLE))
}

/// kubectl takes `{.a.b}`, `.a.b` and `a.b`.
fn relaxed(path: &str) -> &str {
    let inner = path.strip_prefix('{').and_then(|path| path.strip_suffix('}'));
    inner.unwrap_or(path).trim()
}

fn show(values: &[&Value]) -> String {
    if values.is_empty() {
        return NONE.to_owned();
    }
    let one = |value: &&Value| if value.is_null() { NONE.to_owned() } else { crate::jsonpath::go(value) };
    cell(&values.iter().map(one).collect::<Vec<_>>().join(","))
}
