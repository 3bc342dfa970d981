//! The table of feature gates has the defaults that real clusters of each release reported.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "the whole file is tests")]

use api::{Gate, Kubernetes};
use podlab_tests::recordings;
use serde_json::Value;
use std::fs;

#[test]
fn defaults_are_the_recorded_ones() {
    let Some(folder) = recordings::beside("conformance", "defaults of feature gates") else { return };
    for minor in 32..=36 {
        let version = format!("1.{minor}");
        let name = match minor {
            36 => "feature-gates-1.36.json".to_owned(),
            _ => format!("versions/feature-gates-{version}.json"),
        };
        let text = fs::read_to_string(folder.join("apiserver").join(name)).unwrap();
        let recorded: Value = serde_json::from_str(&text).unwrap();
        let kubernetes = Kubernetes::parse(&version, []).unwrap();
        let mut compared = 0;
        for gate in Gate::ALL {
            let Some(entry) = recorded.get(gate.name()) else { continue };
            assert_eq!(entry["default"], kubernetes.enabled(*gate), "{gate:?} in {version}");
            let setting = format!("{}={}", gate.name(), entry["default"]);
            let refusal = Kubernetes::parse(&version, [setting.as_str()]).err().unwrap_or_default();
            assert!(!refusal.contains("is not known"), "{gate:?} in {version}: {refusal}");
            compared += 1;
        }
        assert!(compared > 10, "{version}: only {compared} gates were compared");
    }
}
