//! The inputs of the person: everything that a link would hold, and nothing that follows from it.

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
    /// The command in the terminal; empty for the first of the suggested ones.
    pub command: Rc<str>,
    /// The area that is open.
    pub tab: Tab,
    /// The other side of the comparison.
    pub against: Option<Against>,
    /// The example that was opened last, unless something else was opened since.
    pub example: Option<Rc<Example>>,
    /// The person's own choices, while an example replaces them.
    pub own: Option<Own>,
    /// Counts openings: it changes with another manifest, and not with another version of one.
    pub opened: u32,
    /// The playhead's time when it is opened, in milliseconds.
    pub start: u64,
    /// The steps of undo and redo; no link holds them.
    pub history: Rc<History>,
}

/// The choices that an example may replace while it is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Own {
    version: Rc<str>,
    nodes: Rc<Nodes>,
}

/// An action of a person on a session.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Types into the editor.
    Edit(Rc<str>),
    /// Opens a text of the person's own, such as a file. Nothing of the last manifest belongs to it.
    Own(Rc<str>),
    /// Changes the scenario.
    Tell(Rc<str>),
    /// Chooses a Kubernetes release.
    Version(Rc<str>),
    /// Chooses other nodes.
    Nodes(Nodes),
    /// Changes the rules of the namespace.
    Rules(Rc<str>),
    /// Changes the command in the terminal.
    Command(Rc<str>),
    /// Compares with something else, or with nothing.
    Compare(Option<Against>),
    /// Opens another area.
    Look(Tab),
    /// Opens an example.
    Open(Rc<Example>),
    /// Takes everything from a link.
    Restore(Box<Session>),
    /// Takes back the last step.
    Undo,
    /// Does the step again that was taken back.
    Redo,
}

impl Session {
    /// The inputs of a run.
    pub fn inputs(&self) -> Inputs {
        Inputs { text: self.text.clone(), scenario: self.scenario.clone(), version: self.version.clone() }
    }

    /// The session of a person who comes without a link: the first example.
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

    /// The session with an example opened in its area. A release or nodes that it brings go when it is left.
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

    /// Whether a whole text comes into the place of an example that was emptied, and is not the example's own.
    fn begins_anew(&self, text: &str) -> bool {
        let other = self.example.as_ref().is_some_and(|example| *example.manifest != *text);
        other && self.text.trim().is_empty() && text.trim().contains('\n')
    }

    /// The open example, if everything is as it has it; a release that it leaves open must be `release`.
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
            Action::Edit(text) if !replaces(&self.text, &text) && !self.begins_anew(&text) => {
                Session { text, ..session }
            }
            Action::Edit(text) | Action::Own(text) => Session {
                text: with_plain_ends(&text),
                scenario: "".into(),
                example: None,
                opened: session.opened.wrapping_add(1),
                start: 0,
                ..session
            },
            Action::Tell(scenario) => Session { scenario, ..session },
            Action::Version(version) => {
                // The page and the other side of the comparison change places.
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

/// A text whose lines end as in an editor, by a line feed alone: places in it would lie behind those in the editor otherwise.
pub fn with_plain_ends(text: &str) -> Rc<str> {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text.into() }
}

/// Whether an edit is another text rather than a change to this one, such as a paste over everything: less than half of
/// the text is still there.
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
    fn a_text_that_is_pasted_where_an_example_was_emptied_has_no_part_of_it() {
        let emptied = first().reduce(Action::Edit("".into()));
        assert!(emptied.example.is_some(), "who empties it may write on");
        let typed = Rc::clone(&emptied).reduce(Action::Edit("a".into()));
        assert!(typed.example.is_some());
        let again = Rc::clone(&emptied).reduce(Action::Edit(first().text.clone()));
        assert_eq!((&again.example, &again.scenario), (&first().example, &first().scenario));
        let own = emptied.reduce(Action::Edit("kind: Pod\nmetadata: {}\n".into()));
        assert_eq!((&own.example, &*own.scenario), (&None, ""));
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
    fn a_file_of_windows_has_the_line_ends_of_the_editor() {
        let own = first().reduce(Action::Own("kind: Pod\r\nspec:\r\n  a: b\rc: d\n".into()));
        assert_eq!(&*own.text, "kind: Pod\nspec:\n  a: b\nc: d\n");
    }

    #[test]
    fn a_change_keeps_the_lesson() {
        let session = first();
        let text = session.text.replace("prepare", "check");
        assert!(session.clone().reduce(Action::Edit(text.into())).example.is_some());
        // Emptied for a new beginning: only the text that comes then may drop the story.
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
