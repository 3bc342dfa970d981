//! The colours of a picture, which are the page's own (`web/styles/tokens.css`), light and dark.

use std::fmt::Write as _;

use crate::BarState;

/// The fill, ink and edge of a state.
type Three = [&'static str; 3];

/// The colours of each state, light and dark.
pub(super) const STATES: [(BarState, Three, Three); 10] = [
    (BarState::Waiting, ["#f4f4f1", "#5a5e66", "#8f9189"], ["#16191d", "#9aa2ae", "#68707c"]),
    (BarState::Pulling, ["#d9eaf6", "#0d4564", "#4487ab"], ["#173448", "#b4def6", "#5498bf"]),
    (BarState::BackOff, ["#fae5bd", "#643f00", "#b27613"], ["#453310", "#ffd58c", "#c08f3c"]),
    (BarState::Starting, ["#e2e4fb", "#2f3690", "#6a72cf"], ["#2b2f5c", "#ccd1ff", "#858ee6"]),
    (BarState::Running, ["#cfe0fb", "#12397c", "#3f76cf"], ["#1e3d73", "#d3e3ff", "#6d9de8"]),
    (BarState::Ready, ["#c6e9ce", "#0d4a21", "#2f8a4c"], ["#1b4528", "#bff0cb", "#57b474"]),
    (BarState::Stopping, ["#ecdef6", "#562678", "#9261b5"], ["#3c2a50", "#e6cdfb", "#ad83cd"]),
    (BarState::Stopped, ["#f1eef4", "#564d63", "#91869f"], ["#24202b", "#c3b9d0", "#776b87"]),
    (BarState::Succeeded, ["#eaf3ec", "#2b5a3a", "#7fae8d"], ["#1c2a21", "#abd6b7", "#4b7a59"]),
    (BarState::Failed, ["#fad6d3", "#83150f", "#c8443d"], ["#541f1e", "#ffc9c5", "#e0746d"]),
];

/// The rules that no theme changes; fonts are the reader's own.
const FIXED: &str = "text{font:14px ui-sans-serif,system-ui,sans-serif}\
    .name{font-size:20px;font-weight:600}.bold{font-weight:600}.small,.soft,.axis{font-size:12px}\
    .gate{font-size:9px;text-anchor:middle}.axis{text-anchor:middle}.bar{font-size:11px}.now{font-size:13px}\
    .code{font:12.5px ui-monospace,Menlo,Consolas,monospace;white-space:pre}\
    .veil{opacity:.55}";
const LIGHT: &str =
    ".page,.veil{fill:#fefefd}text{fill:#1b1d20}.soft,.axis,.gate{fill:#4e5259}.playhead,.mark{fill:#2a57cc}";
const DARK: &str =
    ".page,.veil{fill:#1a1d22}text{fill:#e7e9ec}.soft,.axis,.gate{fill:#adb4bf}.playhead,.mark{fill:#8fb3ff}";

/// The style of all pictures: a box has its state's word as its class, a text in it has `i-` and that word.
pub(super) fn style() -> String {
    let mut light = format!("{FIXED}{LIGHT}");
    let mut dark = DARK.to_owned();
    for (state, three, three_dark) in STATES {
        for (style, [fill, ink, edge]) in [(&mut light, three), (&mut dark, three_dark)] {
            let word = state.word();
            let _ = write!(style, ".{word}{{fill:{fill};stroke:{edge}}}.i-{word}{{fill:{ink}}}");
        }
    }
    format!("{light}@media(prefers-color-scheme:dark){{{dark}}}")
}
