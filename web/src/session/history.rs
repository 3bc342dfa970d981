//! Undo and redo: one step for each thing that a person did. A word typed without a pause in one place counts as one
//! thing.

use std::rc::Rc;

use super::Session;
use crate::catalog::Example;

/// The most steps that are kept.
const MOST: usize = 100;
/// The most bytes of text that they may hold.
const MOST_BYTES: usize = 8 << 20;

/// The steps before and after the present inputs, the nearest last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    past: Vec<Kept>,
    future: Vec<Kept>,
    typing: Option<Typing>,
}

/// The inputs of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Kept {
    text: Rc<str>,
    scenario: Rc<str>,
    rules: Rc<str>,
    version: Rc<str>,
    example: Option<Rc<Example>>,
    opened: u32,
}

/// The place where someone types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Typing {
    field: Field,
    /// The number of bytes of the text before the caret.
    caret: usize,
}

/// A text that someone types into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Text,
    Scenario,
    Rules,
}

impl History {
    /// Whether there is a step to take back.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether a step was taken back that can be done again.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// The history of `after`, a session that follows `before`.
    pub(super) fn step(&self, before: &Session, after: &Session) -> History {
        let (old, new) = (Kept::of(before), Kept::of(after));
        if old == new {
            return self.clone();
        }
        let (goes_on, typing) = typed(self.typing, &old, &new);
        let mut past = self.past.clone();
        if !(goes_on && self.can_undo()) {
            past.push(old);
        }
        let bytes =
            |past: &[Kept]| past.iter().map(|kept| kept.text.len() + kept.scenario.len()).sum::<usize>();
        while past.len() > MOST || (past.len() > 1 && bytes(&past) > MOST_BYTES) {
            past.remove(0);
        }
        History { past, future: Vec::new(), typing }
    }

    /// The session one step back; `None` when there is no step.
    pub(super) fn undo(session: &Session) -> Option<Session> {
        let mut history = (*session.history).clone();
        let kept = history.past.pop()?;
        history.future.push(Kept::of(session));
        Some(kept.put(session, history))
    }

    /// The session one step forward; `None` when nothing was taken back.
    pub(super) fn redo(session: &Session) -> Option<Session> {
        let mut history = (*session.history).clone();
        let kept = history.future.pop()?;
        history.past.push(Kept::of(session));
        Some(kept.put(session, history))
    }
}

impl Kept {
    fn of(session: &Session) -> Kept {
        Kept {
            text: session.text.clone(),
            scenario: session.scenario.clone(),
            rules: session.rules.clone(),
            version: session.version.clone(),
            example: session.example.clone(),
            opened: session.opened,
        }
    }

    fn put(self, session: &Session, history: History) -> Session {
        let Kept { text, scenario, rules, version, example, opened } = self;
        let history = Rc::new(History { typing: None, ..history });
        Session { text, scenario, version, rules, example, opened, history, ..session.clone() }
    }

    fn field(&self, field: Field) -> &Rc<str> {
        match field {
            Field::Text => &self.text,
            Field::Scenario => &self.scenario,
            Field::Rules => &self.rules,
        }
    }
}

/// Whether a change continues the typing before it, and the caret after it if it is typing at all.
fn typed(before: Option<Typing>, old: &Kept, new: &Kept) -> (bool, Option<Typing>) {
    let changed = |field: &Field| old.field(*field) != new.field(*field);
    let fields: Vec<Field> =
        [Field::Text, Field::Scenario, Field::Rules].into_iter().filter(changed).collect();
    let [field] = fields.as_slice() else { return (false, None) };
    let (removed, inserted, at) = difference(old.field(*field), new.field(*field));
    let one = |text: &str| text.chars().count() == 1;
    let (goes_on, caret) = match (removed, inserted) {
        ("", letter) if one(letter) => {
            (before.is_some_and(|typing| typing.caret == at) && letter != "\n", at + letter.len())
        }
        (letter, "") if one(letter) => {
            (before.is_some_and(|typing| [at, at + letter.len()].contains(&typing.caret)), at)
        }
        _ => return (false, None),
    };
    (goes_on && before.is_some_and(|typing| typing.field == *field), Some(Typing { field: *field, caret }))
}

/// The removed text, the text in its place, and the byte at which they start.
fn difference<'t>(old: &'t str, new: &'t str) -> (&'t str, &'t str, usize) {
    let same = |(a, b): &(char, char)| a == b;
    let start: usize =
        old.chars().zip(new.chars()).take_while(same).map(|(letter, _)| letter.len_utf8()).sum();
    let (old, new) = (old.get(start..).unwrap_or_default(), new.get(start..).unwrap_or_default());
    let back = old.chars().rev().zip(new.chars().rev()).take_while(same);
    let end: usize = back.map(|(letter, _)| letter.len_utf8()).sum();
    let cut = |text: &'t str| text.get(..text.len() - end).unwrap_or_default();
    (cut(old), cut(new), start)
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use yew::Reducible as _;

    use crate::first::Beginning;
    use crate::session::{Action, Session};

    fn after(actions: &[Action]) -> Rc<Session> {
        let first =
            Rc::new(Session { text: "".into(), scenario: "".into(), ..Session::first(&Beginning::built()) });
        actions.iter().cloned().fold(first, yew::Reducible::reduce)
    }

    fn tell(text: &str) -> Action {
        Action::Tell(text.into())
    }

    #[test]
    fn each_thing_done_is_one_step() {
        let done = [tell("a: 1"), Action::Version("1.34".into()), tell("b: 2"), Action::Rules("kind".into())];
        let session = after(&done);
        let back = after(&[&done[..], &[Action::Undo, Action::Undo, Action::Undo]].concat());
        assert_eq!((&*back.scenario, &*back.rules), ("a: 1", ""));
        assert_ne!(back.version, session.version);
        let again = back.reduce(Action::Redo).reduce(Action::Redo).reduce(Action::Redo);
        assert_eq!(
            (&again.scenario, &again.rules, &again.version),
            (&session.scenario, &session.rules, &session.version)
        );
        assert!(again.history.can_undo() && !again.history.can_redo());
    }

    #[test]
    fn what_is_done_after_a_step_back_takes_its_place() {
        let session = after(&[tell("a: 1"), Action::Undo, tell("b: 2")]);
        assert!(!session.history.can_redo());
        assert_eq!(&*session.reduce(Action::Undo).scenario, "");
    }

    #[test]
    fn letters_typed_one_behind_the_other_are_one_step_and_lines_are_several() {
        let letters =
            ["a", "ab", "abc", "ab", "abd", "abd\n", "abd\ne"].map(|text| Action::Edit(text.into()));
        let session = after(&letters);
        let back = session.reduce(Action::Undo);
        assert_eq!(&*back.text, "abd");
        assert_eq!(&*back.reduce(Action::Undo).text, "");
        let elsewhere = after(&["a", "ab", "xab"].map(|text| Action::Edit(text.into())));
        assert_eq!(&*elsewhere.reduce(Action::Undo).text, "ab");
    }

    #[test]
    fn nothing_is_taken_back_where_nothing_was_done() {
        let session = after(&[]);
        assert!(Rc::ptr_eq(&session, &session.clone().reduce(Action::Undo)));
        let looked = session.reduce(Action::Command("kubectl get pod".into()));
        assert!(!looked.history.can_undo());
    }

    #[test]
    fn old_steps_are_forgotten() {
        let many: Vec<Action> = (0..300).map(|number| tell(&format!("number: {number}"))).collect();
        let mut session = after(&many);
        for _ in 0..300 {
            session = session.reduce(Action::Undo);
        }
        assert_eq!(&*session.scenario, "number: 199");
    }
}
