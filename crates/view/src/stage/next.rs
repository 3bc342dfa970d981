//! The next step of a container, in a few words.

use super::{Actor, RingKind};
use crate::{BarState, ContainerKind};

/// Sets the next step of each container of a Pod; `deleted` when the Pod is being deleted.
pub(super) fn tell(actors: &mut [Actor], deleted: bool) {
    let words: Vec<String> = (0..actors.len()).map(|place| next(actors, place, deleted)).collect();
    for (actor, next) in actors.iter_mut().zip(words) {
        actor.next = next;
    }
}

fn next(actors: &[Actor], place: usize, deleted: bool) -> String {
    let Some(actor) = actors.get(place) else { return String::new() };
    match actor.ring.map(|ring| ring.kind) {
        // A container whose image cannot be pulled has no run to count.
        Some(RingKind::BackOff) if actor.word.starts_with("Image") => "\u{21bb} pulls again".to_owned(),
        Some(RingKind::BackOff) => format!("\u{21bb} run {}", actor.run + 1),
        Some(RingKind::Grace) => "then SIGKILL".to_owned(),
        None if deleted => told_after(actors, place),
        // The first failure has no back-off: the next run begins at the kubelet's next look.
        None if actor.runs_again() => format!("\u{21bb} run {}", actor.run + 1),
        None => String::new(),
    }
}

/// The words for a running sidecar that waits for SIGTERM: app containers get it first, then sidecars from the last.
fn told_after(actors: &[Actor], place: usize) -> String {
    let waits = |actor: &&Actor| actor.kind == ContainerKind::Sidecar && actor.state.runs();
    let stopped = |actor: &&Actor| actor.state == BarState::Stopping;
    if !actors.get(place).filter(|one| !stopped(one)).as_ref().is_some_and(waits) {
        return String::new();
    }
    let after: Vec<&Actor> = actors.iter().skip(place + 1).filter(|other| other.state.runs()).collect();
    match after.as_slice() {
        [] => String::new(),
        after if after.iter().any(|other| other.kind == ContainerKind::App) => {
            "SIGTERM after the apps".to_owned()
        }
        [first, ..] => format!("SIGTERM after {}", first.name),
    }
}
