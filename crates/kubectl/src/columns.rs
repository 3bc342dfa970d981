//! `-o custom-columns=NAME:.metadata.name,...`. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/get/customcolumn.go.

use crate::jsonpath::{Found, find, parse, relaxed};
use crate::table::{TABLE, align, escape};
use serde_json::Value;

/// Shown in a column whose field is absent.
const NONE: &str = "<none>";

/// A table of the fields that `spec` names, one line an object; of an error, with the lines before it.
pub(crate) fn print(
    spec: &str,
    objects: &[&Value],
    no_headers: bool,
) -> Result<(String, Option<String>), String> {
    if spec.is_empty() {
        return Err("custom-columns format specified but no custom columns given".to_owned());
    }
    let mut columns = Vec::new();
    for part in spec.split(',') {
        let (head, path) = part.split_once(':').ok_or_else(|| {
            format!("unexpected custom-columns spec: {part}, expected <header>:<json-path-expr>")
        })?;
        columns.push((head, relaxed(path)?));
    }
    let mut text = String::new();
    if !no_headers {
        text.push_str(&columns.iter().map(|(head, _)| *head).collect::<Vec<_>>().join("\t"));
        text.push('\n');
    }
    let mut lines = || {
        let read = columns.iter().map(|(_, path)| parse(path)).collect::<Result<Vec<_>, _>>()?;
        for object in objects {
            let cells = read.iter().map(|nodes| find(nodes, object).map(|found| show(&found)));
            text.push_str(&cells.collect::<Result<Vec<_>, _>>()?.join("\t"));
            text.push('\n');
        }
        Ok(())
    };
    let error = lines().err();
    Ok((align(&text, TABLE), error))
}

fn show(found: &[Found<'_>]) -> String {
    if found.first().is_none_or(Vec::is_empty) {
        return NONE.to_owned();
    }
    let texts: Vec<String> = found.iter().flatten().map(|value| api::json::go_text(value)).collect();
    escape(&texts.join(","))
}
