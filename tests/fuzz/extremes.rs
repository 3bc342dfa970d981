//! The numbers of a manifest, each set to its extremes: what a fuzzer does at random and a test does in order.

use serde_json::{Value, json};

/// Manifests that write every field of ours that counts, lasts or amounts to something.
pub const SEEDS: [(&str, &str); 9] = [
    ("pod", include_str!("seeds/extremes/pod.yaml")),
    ("deployment", include_str!("seeds/extremes/deployment.yaml")),
    ("replica-set", include_str!("seeds/extremes/replica-set.yaml")),
    ("replication-controller", include_str!("seeds/extremes/replication-controller.yaml")),
    ("stateful-set", include_str!("seeds/extremes/stateful-set.yaml")),
    ("daemon-set", include_str!("seeds/extremes/daemon-set.yaml")),
    ("job", include_str!("seeds/extremes/job.yaml")),
    ("plain-job", include_str!("seeds/extremes/plain-job.yaml")),
    ("cron-job", include_str!("seeds/extremes/cron-job.yaml")),
];

/// The values for a number of a manifest: the ends of Go's integers, and a little more.
pub fn integers() -> Vec<Value> {
    let beyond = serde_json::from_str("18446744073709551616").unwrap_or_default();
    vec![json!(0), json!(-1), json!(100_001), json!(i32::MAX), json!(i64::MAX), json!(i64::MIN), beyond]
}

/// The values for an amount or a text with a number.
pub fn amounts() -> Vec<Value> {
    let texts = [
        "0",
        "-1",
        "1n",
        "9223372036854775807",
        "9223372036854775808E",
        "1e2147483647",
        "1e-2147483648",
        "99999999999999999999999999999999999999999999Ei",
        "0.0000000000000000000000000000000000000000001",
        "2147483647%",
        "0-2147483647",
        "*/0 * * * *",
        "0 0 31 2 *",
    ];
    texts.into_iter().map(Value::from).collect()
}

/// Where the numbers, amounts and durations of a manifest stand, as JSON pointers.
pub fn places(manifest: &Value) -> Vec<String> {
    let mut places = Vec::new();
    walk(manifest, String::new(), &mut places);
    places
}

fn walk(value: &Value, at: String, places: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                walk(value, format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), places);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, format!("{at}/{index}"), places);
            }
        }
        Value::Number(_) => places.push(at),
        Value::String(text) if text.contains(|c: char| c.is_ascii_digit()) => {
            if !["image", "apiVersion", "key"].iter().any(|field| at.ends_with(field)) {
                places.push(at);
            }
        }
        Value::String(_) | Value::Bool(_) | Value::Null => {}
    }
}

/// The manifest with another value at a place.
pub fn with(manifest: &Value, place: &str, value: &Value) -> Value {
    let mut manifest = manifest.clone();
    if let Some(there) = manifest.pointer_mut(place) {
        *there = value.clone();
    }
    manifest
}
