//! Properties that need no oracle: YAML and the same as JSON get one answer; what the server would store, it takes again.
#![no_main]

use contract::{Command, answer};
use engine::Kubernetes;
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

fn check(manifest: &str, mode: &str) -> Value {
    let request = json!({"manifest": manifest, "mode": mode, "defaulted": true});
    answer(Command::Check, &request.to_string(), &Kubernetes::RECORDED)
}

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let read = source::read(&text);
    let ([document], []) = (read.documents.as_slice(), read.problems.as_slice()) else { return };
    if document.failure.is_some() || !document.duplicates.is_empty() {
        return;
    }
    let (yaml, json) = (check(&text, "yaml"), check(&source::print::json_of(document.root()), "json"));
    for field in ["stage", "strictErrors", "errors", "warnings", "qosClass", "resources", "defaulted"] {
        assert_eq!(yaml[field], json[field], "{field}");
    }
    if yaml["stage"] == "ok" && yaml["defaulted"].is_object() {
        let again = check(&yaml["defaulted"].to_string(), "json");
        let merged = again["errors"].to_string().contains("exists in both matchLabelKeys and labelSelector");
        assert!(again["stage"] == "ok" || merged, "{again}");
    }
});
