//! Fields of features that are off: the server forgets them in silence.

use api::typed::to_json;
use api::{Kubernetes, Object, defaulting};
use serde_json::Value;

/// The fields of an object's Pod that a release forgets, the outermost of each.
pub(in crate::check) fn find(object: &Object, kubernetes: &Kubernetes) -> Vec<String> {
    let Some((path, spec)) = object.pod_spec() else { return Vec::new() };
    let mut kept = spec.clone();
    defaulting::forget(&mut kept, kubernetes);
    if kept == *spec {
        return Vec::new();
    }
    let mut paths = Vec::new();
    missing(&to_json(spec), &to_json(&kept), path, &mut paths);
    paths
}

fn missing(before: &Value, after: &Value, path: &str, paths: &mut Vec<String>) {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            for (key, value) in before {
                let path = format!("{path}.{key}");
                match after.get(key) {
                    Some(kept) => missing(value, kept, &path, paths),
                    None => paths.push(path),
                }
            }
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            for (index, (value, kept)) in before.iter().zip(after).enumerate() {
                missing(value, kept, &format!("{path}[{index}]"), paths);
            }
        }
        // A list that has become shorter tells the names of the items that are gone.
        (Value::Array(before), Value::Array(after)) => {
            for (index, value) in before.iter().enumerate() {
                let path = format!("{path}[{index}]");
                match after
                    .iter()
                    .find(|kept| value.get("name").is_some() && kept.get("name") == value.get("name"))
                {
                    Some(kept) => missing(value, kept, &path, paths),
                    None => paths.push(path),
                }
            }
        }
        _ if before != after => paths.push(path.to_owned()),
        _ => {}
    }
}
