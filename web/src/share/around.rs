//! The page inside another one (`web/boot/embed.js`): what that one sends and wants to see, and what it is told.

use std::rc::Rc;

use link::SharedState;
use view::Run;
use wasm_bindgen::prelude::*;
use yew::prelude::*;

use crate::commands::{self, Does};
use crate::first::Beginning;
use crate::panels::{AREAS, Panel, Picture, Tab};
use crate::platform::{self, field, object, text};
use crate::playback::{Command, Deck, Playback};
use crate::session::Session;
use crate::shared::Shared;

#[wasm_bindgen]
extern "C" {
    /// `web/boot/embed.js`: tells the page around, if there is one.
    #[wasm_bindgen(catch, js_namespace = podlab, js_name = tell)]
    fn tell_around(kind: &str, fields: &JsValue) -> Result<(), JsValue>;
}

/// A message of the page around.
pub(super) struct Around {
    /// The state that a link would hold.
    pub(super) state: SharedState,
    /// The name of an example, where there is no text.
    pub(super) example: String,
    /// The fault that came before it was sent.
    pub(super) error: String,
}

impl Around {
    /// The last that was sent, as `web/boot/embed.js` keeps it.
    pub(super) fn now() -> Option<Around> {
        let window = platform::window()?;
        let shared = Some(field(&field(&window, "podlab"), "shared")).filter(JsValue::is_object)?;
        let start = field(&shared, "start").as_f64().unwrap_or_default();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to what a story lasts"
        )]
        let playhead = (start * 1_000.0).round().clamp(0.0, 1e12) as u64;
        let state = SharedState {
            manifest: text(&shared, "manifest"),
            scenario: text(&shared, "story"),
            kubernetes: text(&shared, "version"),
            playhead,
            view: text(&shared, "view"),
            ..SharedState::default()
        };
        Some(Around { state, example: text(&shared, "example"), error: text(&shared, "error") })
    }

    /// The number of the last greeting.
    fn number() -> Option<u32> {
        let number =
            field(&field(&field(&platform::window()?.into(), "podlab"), "shared"), "number").as_f64()?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the element counts from 1"
        )]
        Some(number as u32)
    }

    /// The complaints about it, all of them.
    pub(super) fn complaints(&self) -> Vec<String> {
        let mut said = Vec::new();
        if !self.error.is_empty() {
            said.push(self.error.clone());
        } else if self.state.manifest.trim().is_empty() && self.example.is_empty() {
            said.push("No manifest found in this element.".to_owned());
        }
        if View::named(&self.state.view).is_none() {
            said.push(format!(
                "There is no view `{}`: there are {}, and each panel by its name.",
                self.state.view,
                View::NAMES.join(", ")
            ));
        }
        said
    }
}

/// The parts of the page that stand in the page around.
#[derive(Clone, Debug)]
pub struct View {
    /// Above the panels.
    pub picture: Picture,
    /// Whether the playhead means something.
    pub controls: bool,
    /// From top to bottom.
    pub panels: Vec<&'static Panel>,
}

impl View {
    /// Those that are no panel.
    const NAMES: [&str; 9] =
        ["all", "stage", "timeline", "errors", "watch", "story", "terminal", "cost", "explain"];

    fn of(picture: Picture) -> View {
        View { picture, controls: true, panels: Vec::new() }
    }

    /// The one that the page around asks for; the whole picture where it asks for none.
    pub fn now() -> View {
        let named = Around::now().and_then(|around| View::named(&around.state.view));
        named.unwrap_or_else(|| View::of(Picture::Whole))
    }

    /// The one of this name.
    fn named(name: &str) -> Option<View> {
        match name {
            "" | "all" => return Some(View::of(Picture::Whole)),
            "stage" => return Some(View::of(Picture::Stage)),
            "timeline" => return Some(View::of(Picture::Timeline)),
            "errors" => return Some(View { controls: false, ..View::of(Picture::None) }),
            _ => {}
        }
        if let Some(area) = AREAS.into_iter().find(|area| area.name == name) {
            let panels = area.panels.to_vec();
            return Some(View { panels, controls: area.name != "cost", ..View::of(area.picture) });
        }
        let Tab(area) = Tab::named(name)?;
        let one = area.panels.iter().copied().find(|panel| panel.name == name);
        let panels = one.map_or_else(|| area.panels.to_vec(), |panel| vec![panel]);
        Some(View { panels, controls: area.name != "cost", ..View::of(Picture::None) })
    }
}

/// Tells the page around of each change of manifest and story by the reader.
#[hook]
pub fn use_changes_told(session: &Session) {
    // The greeting and the text that were there last.
    let last = use_mut_ref(|| (None, Rc::<str>::from("")));
    let texts = (session.opened, session.text.clone(), session.scenario.clone());
    use_effect_with(texts, move |(_, text, scenario)| {
        let greeting = Around::number();
        let (before, was) = last.replace((greeting, text.clone()));
        // Whoever greets knows what it sends; an example is nobody's change either.
        if greeting.is_some() && before == greeting && !was.is_empty() {
            tell("change", &[("manifest", &(&**text).into()), ("story", &(&**scenario).into())]);
        }
    });
}

/// The name of the mark that an example has come, or that there is none.
const CAME: &str = "exampleCame";

/// Whether an example is on its way that the page around has named.
pub fn awaits_example(text: &str) -> bool {
    let shared = || Some(field(&field(&platform::window()?.into(), "podlab"), "shared"));
    text.is_empty()
        && Around::now().is_some_and(|around| !around.example.is_empty())
        && shared().is_some_and(|shared| field(&shared, CAME).is_undefined())
}

/// The example that the page around has named is here, or there is none.
pub(super) fn example_came() {
    if let Some(window) = platform::window() {
        // Setting a field of a plain object cannot fail.
        let _ = js_sys::Reflect::set(&field(&field(&window, "podlab"), "shared"), &CAME.into(), &true.into());
    }
}

/// Shows the page, once it has drawn what it was opened with, instead of the picture in `index.html`.
pub fn reveal() {
    if let Some(root) = platform::document().and_then(|document| document.document_element()) {
        let _ = root.remove_attribute("data-waiting");
    }
}

/// The player's state for the page around.
#[derive(Clone, PartialEq)]
pub struct Told {
    /// Counts what was opened.
    pub opened: u32,
    /// The engine is at it.
    pub pending: bool,
    /// Whether a run of this text is shown.
    pub accepted: bool,
    /// STATUS in the first row.
    pub status: String,
    /// Whether it plays.
    pub playing: bool,
    /// When the playhead last passed a change, in milliseconds.
    pub at: u64,
    /// When the run ends.
    pub end: u64,
}

/// Tells the page around what is shown, and obeys it.
#[hook]
pub fn use_talk(told: Told, run: &Shared<Run>, deck: &Deck) {
    let embedded = platform::embedded();
    let now = deck.clone();
    use_effect_with((told, run.clone()), move |(told, _)| {
        if embedded && !told.pending {
            tell(
                "status",
                &[
                    ("status", &told.status.as_str().into()),
                    ("accepted", &told.accepted.into()),
                    ("playing", &told.playing.into()),
                    // Where the playhead is, which is later than the change that it passed last.
                    ("time", &seconds(now.playback().at())),
                    ("duration", &seconds(told.end)),
                ],
            );
        }
    });
    let deck = deck.clone();
    use_effect_with((), move |()| {
        if embedded {
            deck.paint_with("around", Callback::from(|playback: Playback| tell_time(&playback)));
        }
        let stop = platform::listen(&["podlab-do"], obey);
        move || {
            deck.leave("around");
            stop();
        }
    });
}

fn tell_time(playback: &Playback) {
    tell("time", &[("time", &seconds(playback.at())), ("playing", &playback.playing.into())]);
}

#[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
fn seconds(at: u64) -> JsValue {
    (at as f64 / 1_000.0).into()
}

fn tell(kind: &str, fields: &[(&str, &JsValue)]) {
    // Nobody hears it where the script is missing.
    let _ = tell_around(kind, &object(fields));
}

/// Carries out what the page around orders.
fn obey() {
    let Some(window) = platform::window() else { return };
    let order = field(&field(&window, "podlab"), "order");
    let value = field(&order, "value").as_f64().unwrap_or_default();
    let command = match text(&order, "what").as_str() {
        "play" => Command::Play,
        "pause" => Command::Pause,
        "seek" => Command::Seek(value * 1_000.0),
        "speed" => Command::Speed(value),
        _ => return,
    };
    commands::run(Does::Playback(command));
}

/// The session of an example, where the page around has not chosen otherwise.
pub(super) fn with_example(state: &SharedState, example: &protocol::Example, first: &Beginning) -> Session {
    let or = |own: &str, other: &str| if own.is_empty() { other.to_owned() } else { own.to_owned() };
    let state = SharedState {
        manifest: example.manifest.clone(),
        scenario: or(&state.scenario, &example.story),
        kubernetes: or(&state.kubernetes, &example.version),
        view: or(&state.view, &example.place),
        playhead: state.playhead,
        rules: example.rules.clone(),
        nodes: example.nodes.clone(),
        command: example.command.clone(),
        ..SharedState::default()
    };
    Session { example: Some(Rc::new(example.clone())), ..super::session(&state, first) }
}

#[cfg(test)]
mod tests {
    use super::View;
    use crate::panels::Picture;

    #[test]
    fn views_have_names() {
        for name in View::NAMES {
            assert!(View::named(name).is_some(), "{name}");
        }
        let names = |name: &str| {
            View::named(name).map(|view| view.panels.iter().map(|panel| panel.name).collect::<Vec<_>>())
        };
        assert_eq!(names("events"), Some(vec!["events"]));
        assert_eq!(names("describe"), Some(vec!["terminal"]));
        assert_eq!(names("sound"), None);
        assert_eq!(View::named("stage").map(|view| view.picture), Some(Picture::Stage));
    }
}
