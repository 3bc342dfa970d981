//! Decides as client-go's recorder does whether an event is new, a repeat, one of many similar ones, or one too many.
//! Upstream: client-go/tools/record/events_cache.go.

use super::Draft;
use crate::Millis;
use crate::Word;
use crate::trace::{COMBINED, EventType, ObjectRef};

/// Events of one source about one object and type that pass at once.
const BURST: u64 = 25;
/// After them, one passes in this time.
const REFILL: Millis = Millis::seconds(300);
/// With so many different messages of one reason ...
const SIMILAR: usize = 10;
/// ... none of which is further from the next than this, they become one event.
const SIMILAR_WITHIN: Millis = Millis::seconds(600);

/// The sources so far.
#[derive(Debug, Default)]
pub(super) struct Correlator {
    sources: Vec<Source>,
}

/// An event as it is to be stored.
pub(super) struct Counted {
    pub first: Millis,
    pub count: u32,
    /// In place of the event's own, when similar events were combined.
    pub field: Option<String>,
    pub message: Option<String>,
}

/// A component that reports events of one type about one object.
#[derive(Debug)]
struct Source {
    component: &'static str,
    object: ObjectRef,
    type_: EventType,
    /// Tokens left, in thousandths, and when they were counted.
    tokens: u64,
    refilled: Millis,
    reasons: Vec<ReasonCount>,
}

/// The events of a source with one reason.
#[derive(Debug)]
struct ReasonCount {
    word: Word,
    last: Millis,
    /// The different messages that are close to each other in time; never as many as become one.
    messages: Vec<String>,
    repeats: Vec<Repeat>,
    combined: Option<Repeat>,
}

#[derive(Debug)]
struct Repeat {
    field: String,
    message: String,
    first: Millis,
    count: u32,
}

impl Correlator {
    /// Counts an event; `None` when it is held back.
    pub fn correlate(&mut self, at: Millis, draft: &Draft) -> Option<Counted> {
        let is = |one: &Source| {
            one.type_ == draft.type_ && one.component == draft.component && one.object == draft.object
        };
        let source = place(&mut self.sources, is, || Source {
            component: draft.component,
            object: draft.object.clone(),
            type_: draft.type_,
            tokens: BURST * 1000,
            refilled: at,
            reasons: Vec::new(),
        })?;
        let reason = place(
            &mut source.reasons,
            |one| one.word == draft.reason,
            || ReasonCount {
                word: draft.reason,
                last: at,
                messages: Vec::new(),
                repeats: Vec::new(),
                combined: None,
            },
        )?;
        let counted = reason.count(at, draft);
        let refill = (at - source.refilled).0.saturating_mul(1000) / REFILL.0;
        source.tokens = source.tokens.saturating_add(refill).min(BURST * 1000);
        source.refilled = at;
        source.tokens = source.tokens.checked_sub(1000)?;
        counted
    }

    /// A component starts anew.
    pub fn forget(&mut self, component: &str, about: impl Fn(&ObjectRef) -> bool) {
        self.sources.retain(|source| source.component != component || !about(&source.object));
    }
}

/// The newest of a list that fits, which is added when there is none.
fn place<T>(list: &mut Vec<T>, fits: impl Fn(&T) -> bool, new: impl FnOnce() -> T) -> Option<&mut T> {
    if let Some(at) = list.iter().rposition(fits) {
        return list.get_mut(at);
    }
    list.push(new());
    list.last_mut()
}

impl ReasonCount {
    fn count(&mut self, at: Millis, draft: &Draft) -> Option<Counted> {
        if at - self.last > SIMILAR_WITHIN {
            self.messages.clear();
        }
        self.last = at;
        if !self.messages.contains(&draft.message) {
            // The recorder forgets any of the ten, at random; here it is always the newest.
            if self.messages.len() + 1 >= SIMILAR {
                return Some(self.combine(at, draft));
            }
            self.messages.push(draft.message.clone());
        }
        let is = |one: &Repeat| one.message == draft.message && one.field == draft.field;
        let repeat = place(&mut self.repeats, is, || Repeat::new(at, draft))?;
        repeat.count += 1;
        Some(Counted { first: repeat.first, count: repeat.count, field: None, message: None })
    }

    /// The stored event of all similar ones has the message of the last.
    fn combine(&mut self, at: Millis, draft: &Draft) -> Counted {
        let repeat = self.combined.get_or_insert_with(|| Repeat::new(at, draft));
        repeat.count += 1;
        Counted {
            first: repeat.first,
            count: repeat.count,
            field: Some(repeat.field.clone()),
            message: Some(format!("{COMBINED}{}", draft.message)),
        }
    }
}

impl Repeat {
    fn new(at: Millis, draft: &Draft) -> Repeat {
        Repeat { field: draft.field.clone(), message: draft.message.clone(), first: at, count: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::{Correlator, Draft, EventType, Millis, ObjectRef, Word};

    fn created(correlator: &mut Correlator, second: u64, pod: u32) -> Option<String> {
        let object =
            ObjectRef { kind: "Job".into(), namespace: "default".into(), name: "a".into(), uid: "1".into() };
        let (field, message) = (String::new(), format!("Created pod: a-{pod}"));
        let (type_, reason, component) = (EventType::Normal, Word::SuccessfulCreate, "job-controller");
        let draft = Draft { object, field, type_, reason, message, component };
        let counted = correlator.correlate(Millis::seconds(second), &draft)?;
        Some(format!("x{} {}", counted.count, counted.message.unwrap_or(draft.message)))
    }

    #[test]
    fn ten_similar_messages_become_one_event() {
        let mut correlator = Correlator::default();
        let said: Vec<_> = (0..12).filter_map(|pod| created(&mut correlator, u64::from(pod), pod)).collect();
        assert_eq!(said[8], "x1 Created pod: a-8");
        assert_eq!(said[9], "x1 (combined from similar events): Created pod: a-9");
        assert_eq!(said[11], "x3 (combined from similar events): Created pod: a-11");
        assert_eq!(created(&mut correlator, 20, 0).as_deref(), Some("x2 Created pod: a-0"));
        assert_eq!(created(&mut correlator, 1000, 12).as_deref(), Some("x1 Created pod: a-12"));
    }

    #[test]
    fn after_twenty_five_events_one_passes_in_five_minutes() {
        let mut correlator = Correlator::default();
        let passed = (0..40).filter(|second| created(&mut correlator, *second, 1).is_some()).count();
        assert_eq!(passed, 25);
        assert_eq!(created(&mut correlator, 340, 1).as_deref(), Some("x41 Created pod: a-1"));
    }
}
