//! The bounds of every face, in one table, and the sentences about lists that are cut.
//!
//! No memory is allocated by a number of a manifest before that is compared with one of these.
//! `docs/security.md` lists them for people; a test holds the two against each other.

use api::collections::gather;
pub use api::names::{listed, number};
use simulator::Limits;
use std::collections::BTreeMap;

/// The most bytes of a text.
pub const TEXT: usize = source::MAX_TEXT;
/// The deepest nesting of lists and maps in a text.
pub const DEPTH: usize = source::MAX_DEPTH;
/// The most bytes of a file, or of one line of a batch.
pub const REQUEST: usize = 64 << 20;
/// The most problems of one severity that are placed in the text and shown; all are counted.
pub const PROBLEMS: usize = view::Check::LISTED;
/// The most Pods that are made of all objects together on admission.
pub const PODS_ADMITTED: usize = 1_000;
/// The most bytes of Pods that are made of one object, as JSON, so that many replicas of a large Pod fit into memory.
pub const PODS_BYTES: usize = 8 << 20;
/// The most entries that a RuntimeClass, an account or the LimitRanges put into each Pod.
pub const ENTRIES: usize = admission::ENTRIES;
/// The most Pods that are simulated.
pub const PODS_PLAYED: usize = Limits::PODS;
/// The most containers of a simulated Pod; a Pod with more is checked and counted, but does not run.
pub const CONTAINERS_PLAYED: usize = Limits::CONTAINERS;
/// The most steps of a simulation.
pub const STEPS: usize = Limits::STEPS;
/// The most container states of a simulation: one for each container of a Pod whenever the Pod's status changes.
pub const STATES: usize = Limits::STATES;
/// Bytes of a container's termination message, as the kubelet reads it. Upstream: MaxContainerTerminationMessageLength.
pub const TERMINATION_MESSAGE: usize = Limits::TERMINATION_MESSAGE;

/// The most names that a sentence lists.
pub const NAMES: usize = api::names::LISTED;

/// The table by name, for the test that holds the documentation to it.
pub fn table() -> BTreeMap<&'static str, usize> {
    gather([
        ("bytes of a text", TEXT),
        ("levels of nesting", DEPTH),
        ("bytes of a file or of a line of a batch", REQUEST),
        ("problems of one severity shown", PROBLEMS),
        ("names in a sentence", NAMES),
        ("Pods admitted", PODS_ADMITTED),
        ("bytes of Pods that one object makes", PODS_BYTES),
        ("entries that a class, an account or LimitRanges put into a Pod", ENTRIES),
        ("Pods played", PODS_PLAYED),
        ("containers of a Pod that is played", CONTAINERS_PLAYED),
        ("steps of a simulation", STEPS),
        ("states of containers kept", STATES),
        ("bytes of a termination message", TERMINATION_MESSAGE),
    ])
}

/// How many Pods of this size fit into [`PODS_BYTES`]; at least one does.
///
/// ```
/// assert_eq!((engine::limits::fitting(0), engine::limits::fitting(1 << 20)), (8 << 20, 8));
/// ```
pub fn fitting(bytes: usize) -> usize {
    (PODS_BYTES / bytes.max(1)).max(1)
}

/// The sentence about a list that ends early.
///
/// ```
/// let said = engine::limits::first(200, 79_800, "warnings");
/// assert_eq!(said, "These are the first 200 of 79,800 warnings.");
/// ```
pub fn first(shown: usize, all: usize, what: &str) -> String {
    format!("These are the first {} of {} {what}.", number(shown), number(all))
}

/// The sentence about Pods that are left out; `asked` is how many there would be, where that is known.
///
/// ```
/// use engine::limits::pods;
/// assert_eq!(pods(100, Some(2_147_483_647), "played"), "100 of 2,147,483,647 Pods are played.");
/// assert_eq!(pods(100, None, "played"), "Only the first 100 Pods are played.");
/// ```
pub fn pods(made: usize, asked: Option<usize>, done: &str) -> String {
    match asked.filter(|asked| *asked > made) {
        Some(asked) => format!("{} of {} Pods are {done}.", number(made), number(asked)),
        None => format!("Only the first {} Pods are {done}.", number(made)),
    }
}
