//! The bounds of every face, in one table, and the words in which a cut is told.
//!
//! Nothing is ever allocated by a number that stands in a manifest: such a number is compared with one of these first.
//! `docs/security.md` lists them for people; a test holds the two against each other.

use api::collections::gather;
use simulator::Limits;
use std::collections::BTreeMap;

/// Bytes of a text that are read.
pub const TEXT: usize = source::MAX_TEXT;
/// How deep lists and maps may nest in a text.
pub const DEPTH: usize = source::MAX_DEPTH;
/// Bytes of a file, or of one line of a batch, that are taken in.
pub const REQUEST: usize = 64 << 20;
/// Problems of one severity that are placed in the text and shown; all are counted.
pub const PROBLEMS: usize = 200;
/// Pods that are made of all objects together when they are admitted.
pub const PODS_ADMITTED: usize = 1_000;
/// Pods that are played.
pub const PODS_PLAYED: usize = Limits::PODS;
/// Containers of a Pod that is played; a Pod with more is checked and counted, and not played.
pub const CONTAINERS_PLAYED: usize = Limits::CONTAINERS;
/// Steps of a simulation.
pub const STEPS: usize = Limits::STEPS;
/// States of containers that a simulation keeps: one for each container of a Pod whenever the Pod's status changes.
pub const STATES: usize = Limits::STATES;
/// Bytes of a container's termination message, as the kubelet reads it. Upstream: MaxContainerTerminationMessageLength.
pub const TERMINATION_MESSAGE: usize = Limits::TERMINATION_MESSAGE;

/// The table by name, for the test that holds the documentation to it.
pub fn table() -> BTreeMap<&'static str, usize> {
    gather([
        ("bytes of a text", TEXT),
        ("levels of nesting", DEPTH),
        ("bytes of a file or of a line of a batch", REQUEST),
        ("problems of one severity shown", PROBLEMS),
        ("Pods admitted", PODS_ADMITTED),
        ("Pods played", PODS_PLAYED),
        ("containers of a Pod that is played", CONTAINERS_PLAYED),
        ("steps of a simulation", STEPS),
        ("states of containers kept", STATES),
        ("bytes of a termination message", TERMINATION_MESSAGE),
    ])
}

/// A number with its digits in groups of three.
///
/// ```
/// assert_eq!(engine::limits::number(2_147_483_647), "2,147,483,647");
/// ```
pub fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
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
