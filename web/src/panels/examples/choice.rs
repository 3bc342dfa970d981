//! The filter of the examples, and the examples before and after one of them.

use std::cell::RefCell;

use protocol::{Example, Gallery};
use view::{BarState, Strip};

/// The levels: their names in links and files, on buttons, and above their examples.
pub(super) const LEVELS: [(&str, &str, &str); 4] = [
    ("beginner", "Beginner", "First steps"),
    ("intermediate", "Intermediate", "Sidecars, probes, resources"),
    ("advanced", "Advanced", "The end, and odd cases"),
    ("expert", "Expert", "New rules"),
];

/// The subjects, likewise.
pub(super) const SUBJECTS: [(&str, &str); 9] = [
    ("order", "Order of start"),
    ("retries", "Waiting and retrying"),
    ("files", "Files and images"),
    ("sidecars", "Sidecars"),
    ("probes", "Probes"),
    ("stopping", "Stopping"),
    ("resources", "Resources"),
    ("workloads", "Deployments, Jobs and others"),
    ("rules", "Rules and versions"),
];

/// The classes that a trainer can give, likewise.
pub(super) const CLASSES: [(&str, &str); 5] = [
    ("init containers", "Init containers, 45 min"),
    ("sidecars", "Sidecars, 60 min"),
    ("cost", "What does my Pod cost? 45 min"),
    ("clinic", "Clinic: what is wrong here? 90 min"),
    ("expert", "Expert hour"),
];

/// The filter; an empty text accepts everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Choice {
    /// Words that the example must have: in its title, its lesson, its manifest, or for what is seen in its run.
    pub(super) words: String,
    pub(super) level: String,
    pub(super) subject: String,
    pub(super) class: String,
}

thread_local! {
    // Global, because the list and the buttons beside a lesson are in two parts of the page.
    static CHOICE: RefCell<Choice> = RefCell::default();
}

/// The last filter.
pub(super) fn kept() -> Choice {
    CHOICE.with_borrow(Clone::clone)
}

/// Keeps the filter.
pub(super) fn keep(choice: &Choice) {
    CHOICE.with_borrow_mut(|kept| kept.clone_from(choice));
}

/// The words that people look for when they see such a run, in lower case.
fn statuses(strip: &Strip) -> String {
    let mut words = String::new();
    for lane in &strip.lanes {
        let mut ran = false;
        for piece in lane {
            words.push_str(match piece.state {
                BarState::BackOff if ran => "crash crashloopbackoff back-off restart ",
                BarState::BackOff => "imagepullbackoff errimagepull back-off ",
                BarState::Failed => "crash error failed ",
                BarState::Stopping => "sigterm terminating delete ",
                BarState::Succeeded => "completed ",
                BarState::Running | BarState::Ready => "running ",
                BarState::Waiting | BarState::Pulling | BarState::Starting | BarState::Stopped => "",
            });
            ran |= matches!(piece.state, BarState::Running | BarState::Ready | BarState::Failed);
        }
    }
    words
}

impl Choice {
    /// The examples that pass the filter, in their order.
    pub(super) fn of<'a>(&self, gallery: &'a Gallery) -> Vec<&'a Example> {
        // The examples are English; lower case for other alphabets would make the first look heavier.
        let words = self.words.to_ascii_lowercase();
        let is_chosen = |chosen: &str, own: &str| chosen.is_empty() || chosen == own;
        let has_words = |example: &Example| {
            let texts = [&example.name, &example.title, &example.lesson, &example.manifest, &example.story];
            let texts = texts.map(|text| text.to_ascii_lowercase());
            let seen = statuses(&example.strip);
            let has = |word: &str| texts.iter().any(|text| text.contains(word)) || seen.contains(word);
            words.split_whitespace().all(has)
        };
        let chosen = gallery.examples.iter().filter(|example| {
            example.mends.is_empty()
                && is_chosen(&self.level, &example.level)
                && is_chosen(&self.subject, &example.subject)
                && (self.class.is_empty() || example.classes.contains(&self.class))
                && has_words(example)
        });
        chosen.collect()
    }

    /// The example `by` places after `current` among those of the level, subject and class, or among all when it is not
    /// one of them; the first follows the last. The words are ignored, because they serve to find a single example.
    pub(super) fn beside<'a>(
        &self,
        gallery: &'a Gallery,
        current: &Example,
        by: isize,
    ) -> Option<&'a Example> {
        let name = if current.mends.is_empty() { &current.name } else { &current.mends };
        let place = |all: &[&Example]| all.iter().position(|example| example.name == *name);
        let mut all = Choice { words: String::new(), ..self.clone() }.of(gallery);
        if place(&all).is_none() {
            all = Choice::default().of(gallery);
        }
        let next = place(&all).unwrap_or_default().cast_signed() + by;
        let count = all.len().cast_signed();
        (count > 0).then(|| all.get(next.rem_euclid(count).cast_unsigned()).copied()).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::{CLASSES, Choice, Example, Gallery, LEVELS, SUBJECTS};

    fn gallery() -> Gallery {
        Gallery::decode(include_bytes!("../../../first/examples.bin")).unwrap()
    }

    fn names<'a>(found: &[&'a Example]) -> Vec<&'a str> {
        found.iter().map(|example| example.name.as_str()).collect()
    }

    #[test]
    fn every_level_subject_and_class_has_examples() {
        let gallery = gallery();
        let all = Choice::default().of(&gallery).len();
        let count = |choice: Choice| choice.of(&gallery).len();
        let level = |level: &str| count(Choice { level: level.to_owned(), ..Choice::default() });
        let subject = |subject: &str| count(Choice { subject: subject.to_owned(), ..Choice::default() });
        assert_eq!(LEVELS.iter().map(|(name, ..)| level(name)).sum::<usize>(), all);
        assert_eq!(SUBJECTS.iter().map(|(name, _)| subject(name)).sum::<usize>(), all);
        for (class, _) in CLASSES {
            assert!(count(Choice { class: class.to_owned(), ..Choice::default() }) >= 3, "{class}");
        }
    }

    #[test]
    fn all_words_must_be_there() {
        let gallery = gallery();
        let words =
            |words: &str| names(&Choice { words: words.to_owned(), ..Choice::default() }.of(&gallery));
        assert_eq!(words("Curl 127"), ["tool-not-in-image"]);
        assert!(words("preStop").contains(&"pre-stop-too-early"));
        assert!(words("crash").contains(&"retry-and-back-off"), "what is seen counts, too");
        assert!(words("ImagePullBackOff").contains(&"image-missing"));
        assert!(words("no such words at all").is_empty());
    }

    #[test]
    fn the_buttons_go_round_among_those_that_are_looked_for() {
        let gallery = gallery();
        let class = Choice { class: "expert".to_owned(), ..Choice::default() };
        let all = class.of(&gallery);
        let beside = |choice: &Choice, name: &str, by| {
            let current = gallery.named(name).unwrap();
            choice.beside(&gallery, current, by).unwrap().name.clone()
        };
        let (first, second, last) = (&all[0].name, &all[1].name, &all[all.len() - 1].name);
        assert_eq!(&beside(&class, first, 1), second);
        assert_eq!(&beside(&class, first, -1), last);
        assert_eq!(&beside(&class, last, 1), first);
        // An example that does not pass the filter is counted among all.
        assert_eq!(beside(&class, "two-init-containers", 1), "first-init-container");
        // An example without its mistake has the position of the one with it.
        let mended = gallery.examples.iter().find(|example| !example.mends.is_empty()).unwrap();
        assert_eq!(beside(&Choice::default(), &mended.name, 1), beside(&Choice::default(), &mended.mends, 1));
    }
}
