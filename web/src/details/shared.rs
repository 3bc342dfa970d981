//! What a link holds, as a plain object: also what the page around an embedded one sends.

use engine::link::SharedState;
use wasm_bindgen::JsValue;

use crate::platform::{field, object, text};

/// As a plain object; `start` is the playhead in seconds.
pub(super) fn write(state: &SharedState) -> JsValue {
    #[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
    let start = state.playhead as f64 / 1_000.0;
    object(&[
        ("manifest", &state.manifest.as_str().into()),
        ("story", &state.scenario.as_str().into()),
        ("version", &state.kubernetes.as_str().into()),
        ("view", &state.view.as_str().into()),
        ("start", &start.into()),
    ])
}

/// From a plain object; what is missing is empty.
pub fn read(shared: &JsValue) -> SharedState {
    let start = field(shared, "start").as_f64().unwrap_or_default();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to what a story lasts"
    )]
    let playhead = (start * 1_000.0).round().clamp(0.0, 1e12) as u64;
    SharedState {
        manifest: text(shared, "manifest"),
        scenario: text(shared, "story"),
        kubernetes: text(shared, "version"),
        playhead,
        view: text(shared, "view"),
    }
}
