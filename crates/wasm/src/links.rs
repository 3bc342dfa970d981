//! Links of the playground as plain objects: `{manifest, scenario, kubernetes, playhead, ...}`.

use link::{Opened, SharedState};
use serde_json::{Value, json};

/// The fragment of a link to a state, with `#`; a field of another type than its own counts as absent.
pub fn encode(state: &Value) -> String {
    let text = |name: &str| state.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let machines = state.get("machines").and_then(Value::as_array).into_iter().flatten();
    let state = SharedState {
        manifest: text("manifest"),
        scenario: text("scenario"),
        kubernetes: text("kubernetes"),
        playhead: milliseconds(state.get("playhead")),
        view: text("view"),
        rules: text("rules"),
        nodes: text("nodes"),
        machines: machines.filter_map(Value::as_str).map(str::to_owned).collect(),
        command: text("command"),
        gates: text("gates"),
        build: text("build"),
        outcome: text("outcome"),
    };
    format!("#{}", link::share(&state))
}

/// The content of an address, of a fragment, or of a picture that holds a link.
pub fn decode(link: &str) -> Value {
    let link = link::in_picture(link).unwrap_or(link);
    let fragment = match link.split_once('#') {
        Some((_, fragment)) => fragment,
        None if link.contains("://") => "",
        None => link,
    };
    match link::open(fragment) {
        Opened::NoLink => json!({"is": "nothing"}),
        Opened::Whole(state) => json!({"is": "whole", "state": plain(&state)}),
        Opened::Example(name) => json!({"is": "example", "example": name}),
        Opened::Broken { message, kept } => {
            json!({"is": "broken", "message": message, "state": kept.as_ref().map(plain)})
        }
    }
}

/// Seconds as a link holds them: whole milliseconds.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates, and below 0 is 0"
)]
fn milliseconds(seconds: Option<&Value>) -> u64 {
    (seconds.and_then(Value::as_f64).unwrap_or_default() * 1000.0).round() as u64
}

#[expect(clippy::cast_precision_loss, reason = "a playhead is far below 2^52 milliseconds")]
fn plain(state: &SharedState) -> Value {
    json!({
        "manifest": state.manifest,
        "scenario": state.scenario,
        "kubernetes": state.kubernetes,
        "playhead": state.playhead as f64 / 1000.0,
        "view": state.view,
        "rules": state.rules,
        "nodes": state.nodes,
        "machines": state.machines,
        "command": state.command,
        "gates": state.gates,
        "build": state.build,
        "outcome": state.outcome,
    })
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};
    use serde_json::json;

    #[test]
    fn a_link_gives_back_what_it_was_made_of() {
        let state = json!({"manifest": "kind: Pod\n", "scenario": "", "kubernetes": "1.36", "playhead": 1.5,
            "view": "story", "rules": "", "nodes": "", "machines": ["small"], "command": "", "gates": "",
            "build": "", "outcome": ""});
        let link = encode(&state);
        assert!(link.starts_with("#v1:"), "{link}");
        for link in [link.clone(), format!("https://pods.example/lab/{link}")] {
            assert_eq!(decode(&link), json!({"is": "whole", "state": state}));
        }
        assert_eq!(decode(&link[..link.len() - 4])["is"], "broken");
        assert_eq!(
            decode("https://pods.example/#ex=app-crash"),
            json!({"is": "example", "example": "app-crash"})
        );
        assert_eq!(decode("https://pods.example/"), json!({"is": "nothing"}));
        assert_eq!(decode("v1:q:")["is"], "broken");
        assert_eq!(decode(&format!("<svg><metadata id=\"podlab\">{link}</metadata></svg>"))["is"], "whole");
    }
}
