//! The link: what it held when the page was opened, and keeping the address bar at what a link would hold now.
//!
//! A link also comes from the page around an embedded one, as plain data (`web/boot/embed.js`).

mod address;
mod button;
mod incoming;

pub use address::{use_inputs, use_playhead};
pub use button::{OpenWhole, ShareButton};
pub use incoming::{Opening, embedded, opening, use_opening};

use engine::link::SharedState;

use crate::session::{Session, Tab};

/// A session as a link holds it; the playhead is not the session's.
fn state(session: &Session, playhead: u64) -> SharedState {
    SharedState {
        manifest: session.text.to_string(),
        scenario: session.story.to_string(),
        kubernetes: session.version.to_string(),
        playhead,
        view: session.tab.name().to_owned(),
    }
}

/// What a link holds as a session.
fn session(state: &SharedState) -> Session {
    let first = Session::first();
    let known = |version: &str| engine::page::versions().iter().any(|offered| offered.name == version);
    Session {
        text: state.manifest.as_str().into(),
        story: state.scenario.as_str().into(),
        version: if known(&state.kubernetes) {
            state.kubernetes.as_str().into()
        } else {
            first.version.clone()
        },
        tab: Tab::named(&state.view).unwrap_or_default(),
        example: None,
        ..first
    }
}

#[cfg(test)]
mod tests {
    use super::{session, state};
    use crate::session::{Session, Tab};

    #[test]
    fn a_session_survives_its_link() {
        let shared =
            Session { tab: Tab::Resources, version: "1.34".into(), example: None, ..Session::first() };
        assert_eq!(session(&state(&shared, 5)), shared);
    }

    #[test]
    fn an_unknown_release_and_view_are_the_usual_ones() {
        let odd = engine::link::SharedState {
            kubernetes: "2.0".into(),
            view: "sound".into(),
            ..Default::default()
        };
        assert_eq!((&*session(&odd).version, session(&odd).tab), (Session::VERSION, Tab::Events));
    }
}
