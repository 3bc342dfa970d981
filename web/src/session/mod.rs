//! What the person put in: everything that a link would hold, and nothing that follows from it.

mod history;

use std::rc::Rc;

pub use history::History;
use view::Nodes;
use yew::Reducible;

use crate::catalog::{self, Example};
use crate::first::Beginning;
use crate::panels::{Against, Tab};
use crate::worker::Inputs;

/// The inputs of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// The manifest, as it stands in the editor.
    pub text: Rc<str>,
    /// The scenario, as it stands in the story panel; may be empty.
    pub scenario: Rc<str>,
    /// The version of Kubernetes: `1.36`.
    pub version: Rc<str>,
    /// The nodes to try it on.
    pub nodes: Rc<Nodes>,
    /// LimitRanges and quotas of the namespace, as YAML; may be empty.
    pub rules: Rc<str>,
    /// The command in the terminal; empty for the first of those at hand.
    pub command: Rc<str>,
    /// The area that is open.
    pub tab: Tab,
    /// What the page is compared with.
    pub against: Option<Against>,
    /// The example that was opened last and not left since.
    pub example: Option<Rc<Example>>,
    /// What the person had chosen, while an example has chosen otherwise.
    pub own: Option<Own>,
    /// Counts what was opened as a whole: another manifest, not another version of one.
    pub opened: u32,
    /// Where the playhead stands when it is opened, in milliseconds.
    pub start: u64,
    /// What can be taken back; no link holds it.
    pub history: Rc<History>,
}

/// What an example may choose for its time.
#[derive(Clone, Debug, PartialEq)]
pub struct Own {
    version: Rc<str>,
    nodes: Rc<Nodes>,
}

/// What a person can do to a session.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Type into the editor.
    Edit(Rc<str>),
    /// Bring a text of one's own: a file. Nothing of what was open belongs to it.
    Own(Rc<str>),
    /// Change the scenario.
    Tell(Rc<str>),
    /// Choose a Kubernetes version.
    Version(Rc<str>),
    /// Choose other nodes.
    Nodes(Nodes),
    /// Write other rules of the namespace.
    Rules(Rc<str>),
    /// Type another command into the terminal.
    Command(Rc<str>),
    /// Compare with another one, or with nothing.
    Compare(Option<Against>),
    /// Look at another area.
    Look(Tab),
    /// Open an example.
    Open(Rc<Example>),
    /// Take all from a link.
    Restore(Box<Session>),
    /// Take the last step back.
    Undo,
    /// Do again what was taken back.
    Redo,
}

impl Session {
    /// What a run follows from.
    pub fn inputs(&self) -> Inputs {
        Inputs { text: self.text.clone(), scenario: self.scenario.clone(), version: self.version.clone() }
    }

    /// What is shown to someone who comes without a link: the first example.
    pub fn first(first: &Beginning) -> Session {
        let Inputs { text, scenario, version } = first.inputs.clone();
        let chosen = first.offer().machines.iter().take(2).cloned().collect();
        Session {
            text,
            scenario,
            version,
            nodes: Rc::new(Nodes { chosen, text: String::new() }),
            rules: "".into(),
            command: "".into(),
            tab: Tab::first(),
            against: None,
            example: Some(Rc::new(first.example().clone())),
            own: None,
            opened: 0,
            start: 0,
            history: Rc::default(),
        }
    }

    /// With an example opened at its place. A release or nodes that it chooses are left with it.
    fn with(self, example: Rc<Example>) -> Session {
        let own = self.own.unwrap_or(Own { version: self.version, nodes: self.nodes });
        let choice = |chosen: &str| (!chosen.is_empty()).then(|| chosen.to_owned());
        let version = choice(&example.version).map(Rc::<str>::from);
        let nodes = choice(&example.nodes).map(|text| Rc::new(Nodes { chosen: Vec::new(), text }));
        Session {
            text: example.manifest.as_str().into(),
            scenario: example.story.as_str().into(),
            rules: example.rules.as_str().into(),
            command: example.command.as_str().into(),
            tab: catalog::tab(&example),
            version: version.clone().unwrap_or_else(|| own.version.clone()),
            nodes: nodes.clone().unwrap_or_else(|| own.nodes.clone()),
            own: (version.is_some() || nodes.is_some()).then_some(own),
            against: self.against,
            example: Some(example),
            opened: self.opened.wrapping_add(1),
            start: 0,
            history: self.history,
        }
    }

    /// Whether all is as the open example has it, but for the release, which it may leave open.
    pub fn is_example(&self, release: &str) -> Option<&Example> {
        let example = self.example.as_deref()?;
        let version = if example.version.is_empty() { release } else { &example.version };
        let same = *self.text == *example.manifest
            && *self.scenario == *example.story
            && *self.rules == *example.rules
            && *self.command == *example.command
            && *self.version == *version
            && self.tab == catalog::tab(example);
        same.then_some(example)
    }
}

impl Reducible for Session {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let session = (*self).clone();
        let next = match action {
            Action::Edit(text) if text == self.text => return self,
            Action::Edit(text) if !replaces(&self.text, &text) => Session { text, ..session },
            Action::Edit(text) | Action::Own(text) => Session {
                text,
                scenario: "".into(),
                example: None,
                opened: session.opened.wrapping_add(1),
                start: 0,
                ..session
            },
            Action::Tell(scenario) => Session { scenario, ..session },
            Action::Version(version) => {
                // The page and what it is compared with change places.
                let swapped = session.against == Some(Against::Release(version.clone()));
                let before = || Some(Against::Release(session.version.clone()));
                let against = if swapped { before() } else { session.against.clone() };
                Session { version, against, own: None, ..session }
            }
            Action::Compare(against) => Session { against, ..session },
            Action::Nodes(nodes) => Session { nodes: Rc::new(nodes), own: None, ..session },
            Action::Rules(rules) => Session { rules, ..session },
            Action::Command(command) => Session { command, ..session },
            Action::Look(tab) => Session { tab, ..session },
            Action::Open(example) => session.with(example),
            Action::Restore(restored) => Session { opened: session.opened.wrapping_add(1), ..*restored },
            Action::Undo => return History::undo(&self).map_or(self, Rc::new),
            Action::Redo => return History::redo(&self).map_or(self, Rc::new),
        };
        let history = Rc::new(self.history.step(&self, &next));
        Rc::new(Session { history, ..next })
    }
}

/// Whether an edit is another text rather than a change to this one, as a paste over everything is: less than half of
/// the text stands as it stood.
fn replaces(before: &str, after: &str) -> bool {
    let same = |(one, other): &(u8, u8)| one == other;
    let start = before.bytes().zip(after.bytes()).take_while(same).count();
    let room = before.len().min(after.len()) - start;
    let end = before.bytes().rev().zip(after.bytes().rev()).take(room).take_while(same).count();
    !before.trim().is_empty() && !after.trim().is_empty() && (start + end) * 2 < before.len()
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use yew::Reducible as _;

    use super::{Action, Against, Example, Session, Tab};
    use crate::first::Beginning;

    fn first() -> Rc<Session> {
        Rc::new(Session::first(&Beginning::built()))
    }

    #[test]
    fn an_edit_keeps_the_story() {
        let session = first();
        let story = session.scenario.clone();
        let tab = Tab::named("story").unwrap();
        let text: Rc<str> = session.text.replace("shop", "store").into();
        let session = session.reduce(Action::Edit(text.clone())).reduce(Action::Look(tab));
        assert_eq!((&session.text, &session.scenario, session.tab), (&text, &story, tab));
    }

    #[test]
    fn a_text_of_ones_own_drops_the_lesson_and_its_story() {
        let own = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: mine\nspec:\n  containers: []\n";
        let pasted = first().reduce(Action::Edit(own.into()));
        assert_eq!((&*pasted.text, &*pasted.scenario, &pasted.example), (own, "", &None));
        assert_ne!(pasted.opened, first().opened);
    }

    #[test]
    fn a_change_keeps_the_lesson() {
        let session = first();
        let text = session.text.replace("prepare", "check");
        assert!(session.clone().reduce(Action::Edit(text.into())).example.is_some());
        // Emptied to begin anew: the story is for what comes then to drop.
        assert!(session.reduce(Action::Edit("".into())).example.is_some());
    }

    #[test]
    fn what_an_example_chooses_is_left_with_it() {
        let session = first();
        let own = (session.version.clone(), session.nodes.clone());
        let old =
            Example { version: "1.28".to_owned(), nodes: "kind: Node".to_owned(), ..Example::default() };
        let session = session.reduce(Action::Open(Rc::new(old)));
        assert_eq!((&*session.version, &*session.nodes.text), ("1.28", "kind: Node"));
        let costly =
            Example { place: "cost".to_owned(), rules: "kind: LimitRange".to_owned(), ..Example::default() };
        let session = session.reduce(Action::Open(Rc::new(costly)));
        assert_eq!((session.version.clone(), session.nodes.clone()), own);
        assert_eq!((&*session.rules, session.tab), ("kind: LimitRange", Tab::named("cost").unwrap()));
    }

    #[test]
    fn an_example_that_was_changed_is_none() {
        let session = first();
        let release = session.version.clone();
        assert!(session.is_example(&release).is_some() && session.is_example("1.30").is_none());
        let session = session.reduce(Action::Tell("actions: []".into()));
        assert!(session.is_example(&release).is_none());
    }

    #[test]
    fn the_page_and_what_it_is_compared_with_change_places() {
        let session = first();
        let (own, other) = (session.version.clone(), std::rc::Rc::<str>::from("1.28"));
        let compared = session.reduce(Action::Compare(Some(Against::Release(other.clone()))));
        let switched = compared.reduce(Action::Version(other.clone()));
        assert_eq!((&switched.version, &switched.against), (&other, &Some(Against::Release(own.clone()))));
        let third = switched.reduce(Action::Version("1.30".into()));
        assert_eq!(third.against, Some(Against::Release(own)));
    }

    #[test]
    fn the_same_text_changes_nothing() {
        let session = first();
        let again = session.clone().reduce(Action::Edit(session.text.clone()));
        assert!(Rc::ptr_eq(&session, &again));
    }
}
