//! The recorded objects of a real API server after defaulting, compared whole.
#![allow(clippy::print_stdout, reason = "a test says what it counted")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "the whole file is tests")]

use api::{Kubernetes, Object, defaulting, printed};
use podlab_tests::recordings;
use serde_json::Value;
use std::path::Path;

/// The least number of objects in a hundred that must be completed as the server completes them.
const LEAST: usize = 99;

#[test]
fn objects_are_completed_as_the_server_completes_them() {
    check(&recordings::copies(), "apiserver/recorded-defaulted");
}

#[test]
fn so_are_objects_of_public_repositories() {
    if let Some(folder) = recordings::beside("conformance", "objects of public repositories, defaulted") {
        check(&folder, "apiserver/realworld-defaulted");
    }
}

fn check(folder: &Path, area: &str) {
    let text = recordings::text(folder, area).unwrap();
    let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let different: Vec<String> = rows.iter().filter_map(difference).collect();
    let agree = rows.len() - different.len();
    println!("{area}: {agree} of {}", rows.len());
    let shown = &different[..different.len().min(40)];
    assert!(rows.len() > 300 && agree * 100 >= rows.len() * LEAST, "{area}: {agree}\n{}", shown.join("\n"));
}

/// The place of a row's first difference, if it has one.
fn difference(row: &Value) -> Option<String> {
    let text = |name: &str| row[name].as_str().unwrap_or_default();
    let (id, objects) = (text("id"), api::objects(text("manifest"), &Kubernetes::RECORDED));
    let Some(mut object) = objects.into_iter().next() else { return Some(format!("{id}: not read")) };
    defaulting::apply(&mut object, &Kubernetes::RECORDED);
    defaulting::prepare(&mut object, &Kubernetes::RECORDED);
    let mut answered = printed::json(&object);
    let mut recorded = row["defaulted"].clone();
    if let Object::Pod(_) = object {
        // The class is computed by the `resources` crate, above this one.
        if let Some(status) = recorded.get_mut("status").and_then(Value::as_object_mut) {
            status.remove("qosClass");
        }
    }
    compare(&mut recorded, &mut answered, "").map(|at| format!("{id}: {at}"))
}

fn compare(recorded: &mut Value, answered: &mut Value, path: &str) -> Option<String> {
    match (recorded, answered) {
        (Value::Object(a), Value::Object(b)) => {
            for (key, value) in a.iter_mut() {
                match b.get_mut(key) {
                    Some(other) => {
                        if let Some(found) = compare(value, other, &format!("{path}.{key}")) {
                            return Some(found);
                        }
                    }
                    None => return Some(format!("{path}.{key} recorded {value}, missing")),
                }
            }
            let extra = b.iter().find(|(key, _)| !a.contains_key(*key));
            extra.map(|(key, value)| format!("{path}.{key} not recorded, answered {value}"))
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => a
            .iter_mut()
            .zip(b)
            .enumerate()
            .find_map(|(index, (a, b))| compare(a, b, &format!("{path}[{index}]"))),
        (a, b) if a == b => None,
        (a, b) => Some(format!("{path} recorded {a}, answered {b}")),
    }
}
