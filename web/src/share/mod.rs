//! The link: what it held when the page was opened, and keeping the address bar at what a link would hold now.
//!
//! A link also comes from the page around an embedded one, as plain data (`web/boot/embed.js`).

mod address;
mod around;
mod button;
mod code;
mod forms;
mod incoming;

pub use crate::platform::embedded;
pub use address::{forget, use_came_to, use_inputs, use_playhead};
pub use around::{Told, View, awaits_example, reveal, use_changes_told, use_talk};
pub use button::{OpenWhole, ShareButton};
pub use incoming::{Elsewhere, Opening, in_picture, is_plain_visit, opening, use_example, use_opening};

use std::rc::Rc;

use link::SharedState;
use view::Nodes;

use crate::first::Beginning;
use crate::panels::Tab;
use crate::session::{Session, with_plain_ends};

/// A session as a link holds it; the playhead is not the session's.
fn state(session: &Session, playhead: u64) -> SharedState {
    SharedState {
        manifest: session.text.to_string(),
        scenario: session.scenario.to_string(),
        kubernetes: session.version.to_string(),
        playhead,
        view: session.tab.0.name.to_owned(),
        rules: session.rules.to_string(),
        nodes: session.nodes.text.clone(),
        machines: session.nodes.chosen.clone(),
        command: session.command.to_string(),
        ..SharedState::default()
    }
}

/// The content of a link as a session.
fn session(state: &SharedState, first: &Beginning) -> Session {
    let known = first.offer().releases.iter().any(|offered| offered.name == state.kubernetes);
    let usual = Session::first(first);
    let command = match state.command.as_str() {
        "" => Tab::command(&state.view).unwrap_or_default(),
        command => command,
    };
    let offered = |name: &&String| first.offer().machines.contains(name);
    let chosen: Vec<String> = state.machines.iter().filter(offered).cloned().collect();
    let nodes = Nodes { chosen, text: state.nodes.clone() };
    let given = !nodes.chosen.is_empty() || !nodes.text.is_empty();
    Session {
        text: with_plain_ends(&state.manifest),
        scenario: with_plain_ends(&state.scenario),
        version: if known { state.kubernetes.as_str().into() } else { usual.version.clone() },
        tab: Tab::named(&state.view).unwrap_or(usual.tab),
        command: command.into(),
        rules: with_plain_ends(&state.rules),
        nodes: if given { Rc::new(nodes) } else { usual.nodes.clone() },
        start: state.playhead,
        example: None,
        own: None,
        // Another manifest than the first example, whose run is not shown for it.
        opened: usual.opened.wrapping_add(1),
        ..usual
    }
}

#[cfg(test)]
mod tests {
    use view::Nodes;

    use super::{session, state};
    use crate::first::Beginning;
    use crate::panels::Tab;
    use crate::session::Session;

    #[test]
    fn a_session_survives_its_link() {
        let first = Beginning::built();
        let shared = Session {
            tab: Tab::named("cost").unwrap(),
            version: "1.34".into(),
            example: None,
            opened: 1,
            start: 5,
            rules: "kind: LimitRange".into(),
            command: "kubectl get events".into(),
            nodes: Nodes {
                chosen: first.offer().machines.iter().take(1).cloned().collect(),
                text: "kind: Node".to_owned(),
            }
            .into(),
            ..Session::first(&first)
        };
        assert_eq!(session(&state(&shared, 5), &first), shared);
    }

    #[test]
    fn an_unknown_release_and_view_are_the_usual_ones() {
        let odd = link::SharedState { kubernetes: "2.0".into(), view: "sound".into(), ..Default::default() };
        let first = Beginning::built();
        let (odd, usual) = (session(&odd, &first), Session::first(&first));
        assert_eq!((&odd.version, odd.tab), (&usual.version, usual.tab));
    }
}
