//! Any manifest with any story (behind a line of `===`) ends.
#![no_main]

use contract::{Command, answer};
use engine::Kubernetes;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (manifest, scenario) = text.split_once("\n===\n").unwrap_or((&text, "{}"));
    let scenario = serde_json::from_str(scenario).unwrap_or(serde_json::Value::Null);
    let request = serde_json::json!({"manifest": manifest, "scenario": scenario, "until": 3600});
    answer(Command::Simulate, &request.to_string(), &Kubernetes::RECORDED);
});
