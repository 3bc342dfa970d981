//! What the person put in: everything that a link would hold, and nothing that follows from it.

use std::rc::Rc;

use yew::Reducible;

use crate::catalog::{self, Example};
use crate::details::Inputs;

/// The inputs of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// The manifest, as it stands in the editor.
    pub text: Rc<str>,
    /// The scenario, as it stands in the story panel; may be empty.
    pub story: Rc<str>,
    /// The version of Kubernetes: `1.36`.
    pub version: Rc<str>,
    /// Which of the panels under the timeline is open.
    pub tab: Tab,
    /// The example that was opened last and not left since.
    pub example: Option<Rc<Example>>,
    /// Counts what was opened as a whole: another manifest, not another version of one.
    pub opened: u32,
}

/// The panels under the timeline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// What `kubectl get events` shows.
    #[default]
    Events,
    /// What the Pod reserves.
    Resources,
    /// What a change would reserve.
    WhatIf,
    /// Which nodes it fits on.
    Fit,
    /// What the namespace's rules make of it.
    Rules,
    /// How the outside world behaves.
    Story,
    /// `kubectl describe pod`.
    Describe,
    /// `kubectl get pod -o yaml`.
    Status,
    /// Any other command of kubectl.
    Terminal,
    /// The whole run in words.
    Narration,
    /// `kubectl apply`, and why.
    Answer,
    /// What another version does otherwise.
    Versions,
}

impl Tab {
    /// In the order in which they are shown.
    pub const ALL: [Tab; 12] = [
        Tab::Events,
        Tab::Resources,
        Tab::WhatIf,
        Tab::Fit,
        Tab::Rules,
        Tab::Story,
        Tab::Describe,
        Tab::Status,
        Tab::Terminal,
        Tab::Narration,
        Tab::Answer,
        Tab::Versions,
    ];

    /// For ids and links.
    pub fn name(self) -> &'static str {
        match self {
            Tab::Events => "events",
            Tab::Resources => "resources",
            Tab::WhatIf => "what-if",
            Tab::Fit => "fit",
            Tab::Rules => "rules",
            Tab::Story => "story",
            Tab::Describe => "describe",
            Tab::Status => "status",
            Tab::Terminal => "terminal",
            Tab::Narration => "narration",
            Tab::Answer => "apply",
            Tab::Versions => "versions",
        }
    }

    /// The one with this name.
    pub fn named(name: &str) -> Option<Tab> {
        Tab::ALL.into_iter().find(|tab| tab.name() == name)
    }

    /// What the tab says.
    pub fn title(self) -> &'static str {
        match self {
            Tab::Events => "Events",
            Tab::Resources => "Resources",
            Tab::WhatIf => "What if",
            Tab::Fit => "Fit",
            Tab::Rules => "Namespace",
            Tab::Story => "Story",
            Tab::Describe => "Describe",
            Tab::Status => "YAML",
            Tab::Terminal => "Terminal",
            Tab::Narration => "Narration",
            Tab::Answer => "Apply",
            Tab::Versions => "Versions",
        }
    }
}

/// What a person can do to a session.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Type into the editor.
    Edit(Rc<str>),
    /// Change the story.
    Tell(Rc<str>),
    /// Choose a Kubernetes version.
    Version(Rc<str>),
    /// Look at another panel.
    Look(Tab),
    /// Open an example.
    Open(Rc<Example>),
    /// Take all from a link.
    Restore(Box<Session>),
}

impl Session {
    /// The version that is chosen until another is.
    pub const VERSION: &'static str = "1.36";

    /// What a run follows from.
    pub fn inputs(&self) -> Inputs {
        Inputs { text: self.text.clone(), story: self.story.clone(), version: self.version.clone() }
    }

    /// What is shown to someone who comes without a link: the first example.
    pub fn first() -> Session {
        let example = catalog::first();
        Session {
            text: (*example.manifest).into(),
            story: (*example.story).into(),
            version: Session::VERSION.into(),
            tab: Tab::default(),
            example: Some(Rc::new(example)),
            opened: 0,
        }
    }
}

impl Reducible for Session {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let session = (*self).clone();
        match action {
            Action::Edit(text) if text == self.text => self,
            Action::Edit(text) => Rc::new(Session { text, ..session }),
            Action::Tell(story) => Rc::new(Session { story, ..session }),
            Action::Version(version) => Rc::new(Session { version, ..session }),
            Action::Look(tab) => Rc::new(Session { tab, ..session }),
            Action::Open(example) => Rc::new(Session {
                text: (*example.manifest).into(),
                story: (*example.story).into(),
                example: Some(example),
                opened: session.opened.wrapping_add(1),
                ..session
            }),
            Action::Restore(restored) => {
                Rc::new(Session { opened: session.opened.wrapping_add(1), ..*restored })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use yew::Reducible as _;

    use super::{Action, Session, Tab};

    #[test]
    fn an_edit_keeps_the_story() {
        let session = Rc::new(Session::first());
        let story = session.story.clone();
        let session = session.reduce(Action::Edit("kind: Pod".into())).reduce(Action::Look(Tab::Story));
        assert_eq!((&*session.text, &session.story, session.tab), ("kind: Pod", &story, Tab::Story));
    }

    #[test]
    fn the_same_text_changes_nothing() {
        let session = Rc::new(Session::first());
        let again = session.clone().reduce(Action::Edit(session.text.clone()));
        assert!(Rc::ptr_eq(&session, &again));
    }
}
