//! The second keeper of a person's text: `web/boot/keep.js`, which writes it into this browser's storage as it is typed.
//! The page tells it what else changes, goes on with it after a reload, and offers it on a plain visit.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use yew::prelude::*;

use crate::first::Beginning;
use crate::platform::{self, field, object, text};
use crate::session::{Action, Session};
use crate::worker::{self, Trouble};
use view::Nodes;

/// A text with all that belongs to it, as it was kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// Its name in the storage.
    key: String,
    text: String,
    story: String,
    rules: String,
    nodes: String,
    version: String,
    /// When it was last written, in milliseconds since 1970.
    at: f64,
    /// Whether the engine ended over it.
    ended: bool,
}

impl Kept {
    fn read(entry: &JsValue) -> Option<Kept> {
        entry.is_object().then(|| Kept {
            key: text(entry, "key"),
            text: text(entry, "text"),
            story: text(entry, "story"),
            rules: text(entry, "rules"),
            nodes: text(entry, "nodes"),
            version: text(entry, "version"),
            at: field(entry, "at").as_f64().unwrap_or_default(),
            ended: field(entry, "ended").is_truthy(),
        })
    }

    /// Its description: the first name in it, its length and its age.
    fn told(&self) -> String {
        let name = self.text.lines().find_map(|line| line.trim_start().strip_prefix("name:"));
        let name = name.map(str::trim).filter(|name| !name.is_empty()).unwrap_or("a text");
        let lines = self.text.lines().count();
        let unit = if lines == 1 { "line" } else { "lines" };
        format!("{name}, {lines} {unit}, {}", ago(platform::now() - self.at))
    }

    /// Whether a session holds all of it.
    fn is_in(&self, session: &Session) -> bool {
        (&*session.text, &*session.scenario, &*session.rules) == (&*self.text, &*self.story, &*self.rules)
            && *session.version == *self.version
    }

    /// The session that it was, at the place and time of `around`. What ended the engine is not asked again.
    fn into_session(self, around: &Session) -> Session {
        let text: Rc<str> = self.text.into();
        if self.ended {
            worker::refuse(text.clone());
        }
        let version = if self.version.is_empty() { around.version.clone() } else { self.version.into() };
        let nodes = if self.nodes.is_empty() {
            Rc::clone(&around.nodes)
        } else {
            Rc::new(Nodes { chosen: Vec::new(), text: self.nodes })
        };
        Session {
            text,
            scenario: self.story.into(),
            rules: self.rules.into(),
            version,
            nodes,
            example: None,
            own: None,
            opened: around.opened.wrapping_add(1),
            ..around.clone()
        }
    }
}

/// The script's functions; none in an embedded page, which keeps nothing.
fn keeper() -> Option<JsValue> {
    let window = platform::window()?;
    Some(field(&field(&window, "podlab"), "kept")).filter(JsValue::is_object)
}

fn call(name: &str, arguments: &[JsValue]) {
    let Some(keeper) = keeper() else { return };
    if let Ok(function) = field(&keeper, name).dyn_into::<js_sys::Function>() {
        // It guards itself; there is nothing to do where it cannot keep.
        let _ = js_sys::Reflect::apply(&function, &keeper, &arguments.iter().collect());
    }
}

/// Whether this tab goes on with what it had, whatever its address says.
pub fn goes_on() -> bool {
    keeper().is_some_and(|keeper| field(&keeper, "again").is_object())
}

/// After a reload, the session as this tab last had it, where the address is behind.
pub fn again(session: &Session) -> Option<Session> {
    let kept = Kept::read(&field(&keeper()?, "again"))?;
    if kept.ended {
        worker::refuse(kept.text.as_str().into());
    }
    (!kept.is_in(session)).then(|| kept.into_session(session))
}

/// Tells the script what the page holds, and that the engine ended over it.
#[hook]
pub fn use_keeper(session: &Session, trouble: Option<Trouble>, first: &Beginning) {
    let before = use_mut_ref(|| None::<u32>);
    let release = first.inputs.version.clone();
    use_effect_with(session.clone(), move |session| {
        let earlier = before.borrow_mut().replace(session.opened);
        if earlier.is_some_and(|opened| opened != session.opened) {
            call("next", &[(&*session.text).into()]);
        }
        // The text that the page begins with is in the address, in the picture or kept already.
        let own = earlier.is_some() && session.is_example(&release).is_none();
        let part = object(&[
            ("text", &(&*session.text).into()),
            ("story", &(&*session.scenario).into()),
            ("rules", &(&*session.rules).into()),
            ("nodes", &session.nodes.text.as_str().into()),
            ("version", &(&*session.version).into()),
            ("ended", &false.into()),
        ]);
        call("note", &[part, own.into()]);
    });
    use_effect_with((session.text.clone(), trouble), |(_, trouble)| match trouble {
        Some(Trouble::Slow | Trouble::Ended) => call("note", &[object(&[("ended", &true.into())])]),
        Some(Trouble::Missing | Trouble::Earlier) | None => {}
    });
}

/// The input of the offer.
#[derive(Clone, PartialEq, Properties)]
pub struct OfferProps {
    /// Whether the page was opened without a link.
    pub plain: bool,
    /// The open session, in whose place the text would come.
    pub session: Session,
    /// Takes the text back.
    pub act: Callback<Action>,
}

/// Offers the texts of earlier visits, until one is taken, all are forgotten, it is closed (then they come again at the next
/// visit) or something else is opened. Element: `#kept`.
#[component]
pub fn Offer(props: &OfferProps) -> Html {
    let earlier = use_state(earlier);
    let begun = use_memo((), |()| props.session.text.clone());
    if !props.plain || earlier.is_empty() || props.session.text != *begun {
        return Html::default();
    }
    let take = |kept: &Kept| {
        let (kept, session, earlier) = (kept.clone(), props.session.clone(), earlier.clone());
        props.act.reform(move |_: MouseEvent| {
            // It goes on as what this tab holds.
            call("forget", &[kept.key.as_str().into()]);
            // The verdict on it; a phone shows the run instead.
            platform::focus("watch");
            platform::focus("problems-status");
            earlier.set(Vec::new());
            Action::Restore(Box::new(kept.clone().into_session(&session)))
        })
    };
    let forget = |kept: &Kept| {
        let (key, earlier) = (kept.key.clone(), earlier.clone());
        Callback::from(move |_: MouseEvent| {
            call("forget", &[key.as_str().into()]);
            let rest: Vec<Kept> = earlier.iter().filter(|one| one.key != key).cloned().collect();
            platform::focus(if rest.is_empty() { "watch" } else { "kept-close" });
            earlier.set(rest);
        })
    };
    let row = |kept: &Kept| {
        html! {
            <li key={kept.key.clone()}>
                <span>{ kept.told() }</span>
                <button type="button" class="keeper-take primary" onclick={take(kept)}>{ "Bring it back" }</button>
                <button type="button" class="keeper-forget quiet" onclick={forget(kept)}>{ "Forget it" }</button>
            </li>
        }
    };
    let close = {
        let earlier = earlier.clone();
        Callback::from(move |()| {
            platform::focus("watch");
            earlier.set(Vec::new());
        })
    };
    let escape = {
        let close = close.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                close.emit(());
            }
        })
    };
    html! {
        <aside id="kept" class="keeper card" aria-label="Texts of yours" onkeydown={escape}>
            <p>{ "This browser has kept what you wrote here:" }</p>
            <ul>{ for earlier.iter().take(OFFERED).map(row) }</ul>
            <button id="kept-close" type="button" class="keeper-close quiet" aria-label="Not now: keep it for the next visit" title="Not now: keep it for the next visit" onclick={close.reform(|_: MouseEvent| ())}>{ "\u{2715}" }</button>
        </aside>
    }
}

/// So many texts are offered.
const OFFERED: usize = 3;

/// The texts of earlier visits, the newest first.
fn earlier() -> Vec<Kept> {
    let entries = keeper().and_then(|keeper| field(&keeper, "earlier").dyn_into::<js_sys::Array>().ok());
    entries.map(|entries| entries.iter().filter_map(|entry| Kept::read(&entry)).collect()).unwrap_or_default()
}

/// A time that has passed, in one unit.
fn ago(milliseconds: f64) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let minutes = (milliseconds / 60_000.0).clamp(0.0, 1e9) as u64;
    let (count, unit) = match minutes {
        0 => return "a moment ago".to_owned(),
        1..60 => (minutes, "minute"),
        60..1440 => (minutes / 60, "hour"),
        _ => (minutes / 1440, "day"),
    };
    format!("{count} {unit}{} ago", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::{Kept, ago};
    use crate::first::Beginning;
    use crate::session::Session;

    #[test]
    fn a_time_that_has_passed_has_one_unit() {
        let minute = 60_000.0;
        let said = [0.0, 1.0, 59.0, 60.0, 180.0, 1440.0, 4320.0].map(|minutes| ago(minutes * minute));
        assert_eq!(
            said,
            [
                "a moment ago",
                "1 minute ago",
                "59 minutes ago",
                "1 hour ago",
                "3 hours ago",
                "1 day ago",
                "3 days ago"
            ]
        );
    }

    #[test]
    fn what_was_kept_comes_back_at_the_place_that_is_open() {
        let around = Session::first(&Beginning::built());
        let kept = Kept {
            text: "a: 1".into(),
            story: "b: 2".into(),
            rules: "c: 3".into(),
            version: "1.34".into(),
            ..Kept::default()
        };
        assert!(!kept.is_in(&around));
        let session = kept.clone().into_session(&around);
        assert!(kept.is_in(&session));
        assert_eq!((session.tab, session.example, &session.nodes), (around.tab, None, &around.nodes));
        assert_ne!(session.opened, around.opened);
    }
}
