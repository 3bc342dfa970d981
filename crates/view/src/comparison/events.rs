//! Events that one of two runs has more often than the other.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Event, EventType, Run};

/// An event that occurs more often in one run than in the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventPair {
    /// The time of its first occurrence in either.
    pub at: u64,
    /// Its type.
    pub kind: EventType,
    /// `Pulled`, `BackOff`, ...
    pub reason: String,
    /// The kubelet's sentence.
    pub message: String,
    /// The number of occurrences in A.
    pub a: u32,
    /// The number of occurrences in B.
    pub b: u32,
}

/// The events whose number differs, the first to occur first. Pods are told apart by their order: a changed template
/// gives each of them another name.
pub fn changed_events(a: &Run, b: &Run) -> Vec<EventPair> {
    let mut found: BTreeMap<(String, String, String), EventPair> = BTreeMap::new();
    for (run, is_a) in [(a, true), (b, false)] {
        let named: Vec<(&str, String)> = run
            .pods
            .iter()
            .enumerate()
            .map(|(number, pod)| (pod.name.as_str(), format!("\0{number}")))
            .collect();
        for event in &run.events {
            let key = (event.reason.clone(), plain(&event.object, &named), plain(&event.message, &named));
            let pair = found.entry(key).or_insert_with(|| first(event));
            pair.at = pair.at.min(event.at);
            let count = if is_a { &mut pair.a } else { &mut pair.b };
            *count = count.saturating_add(1);
        }
    }
    let mut changed: Vec<EventPair> = found.into_values().filter(|pair| pair.a != pair.b).collect();
    crate::order::sort_by_key(&mut changed, |pair| pair.at);
    changed
}

fn first(event: &Event) -> EventPair {
    EventPair {
        at: event.at,
        kind: event.kind,
        reason: event.reason.clone(),
        message: event.message.clone(),
        ..EventPair::default()
    }
}

fn plain(words: &str, named: &[(&str, String)]) -> String {
    let mut plain = words.to_owned();
    for (name, number) in named.iter().filter(|(name, _)| !name.is_empty()) {
        if plain.contains(name) {
            plain = plain.replace(name, number);
        }
    }
    plain
}
