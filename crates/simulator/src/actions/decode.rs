//! A patch that leaves amounts which nobody can read. Upstream: applyStrategicMergePatch,
//! apiserver/pkg/endpoints/handlers/patch.go.

use api::Quantity;
use serde_json::Value;
use std::fmt::Write as _;

/// The server's words, when an amount of the patched Pod is no quantity.
pub fn refusal(patched: &Value, patch: &Value) -> Option<String> {
    let spec = patched.get("spec")?;
    let containers =
        ["initContainers", "containers"].into_iter().filter_map(|list| spec.get(list)?.as_array());
    let owners = containers.flatten().chain([spec]);
    let lists = owners.filter_map(|owner| owner.get("resources")).flat_map(|resources| {
        ["limits", "requests"].into_iter().filter_map(|list| resources.get(list)?.as_object())
    });
    let texts = lists.flat_map(|list| list.values()).filter_map(Value::as_str);
    let error = texts.into_iter().find_map(|text| Quantity::parse(text).err())?;
    let mut shown = String::new();
    print(patch, &mut shown);
    Some(format!(" \"\" is invalid: patch: Invalid value: {shown:?}: {error}"))
}

/// As Go prints a map.
fn print(value: &Value, out: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            api::collections::sort_by(&mut fields, |a, b| a.0.cmp(b.0));
            out.push_str("map[");
            for (number, (name, value)) in fields.into_iter().enumerate() {
                let _ = write!(out, "{}{name}:", if number > 0 { " " } else { "" });
                print(value, out);
            }
            out.push(']');
        }
        Value::Array(items) => {
            out.push('[');
            for (number, item) in items.iter().enumerate() {
                out.push_str(if number > 0 { " " } else { "" });
                print(item, out);
            }
            out.push(']');
        }
        Value::String(text) => out.push_str(text),
        Value::Null => out.push_str("<nil>"),
        Value::Bool(_) | Value::Number(_) => out.push_str(&value.to_string()),
    }
}
