//! The first instant at which two runs show something different.

use serde::{Deserialize, Serialize};

use crate::{Lane, Run};

/// The instant at which two runs part: `at 12 s A has Init:Error, B PodInitializing`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Divergence {
    /// The time.
    pub at: u64,
    /// The container that differs; `None` when the Pod's row does.
    pub container: Option<String>,
    /// The word that A shows.
    pub a: String,
    /// The word that B shows.
    pub b: String,
}

/// The longest delay of the Pod's row after its container, in milliseconds: the kubelet reports a little later.
const SOON: u64 = 2_000;

/// The first difference. People look at the Pod's row, so it is named before a container that differs at the same time
/// or up to [`SOON`] earlier.
pub(super) fn divergence(a: &Run, b: &Run) -> Option<Divergence> {
    let times = super::merged([&a.changes, &b.changes]);
    let container = times.iter().find_map(|&at| of_containers(a, b, at));
    let soon = container.as_ref().map_or(u64::MAX, |first| first.at.saturating_add(SOON));
    let pod = times.iter().take_while(|at| **at <= soon).find_map(|&at| of_pods(a, b, at));
    pod.or(container)
}

fn of_pods(a: &Run, b: &Run, at: u64) -> Option<Divergence> {
    let pods = a.pods.len().max(b.pods.len());
    (0..pods).find_map(|number| {
        let (one, other) = (shown(a, number, at), shown(b, number, at));
        if one == other {
            return None;
        }
        let word = |cells: Option<[String; 3]>, all: bool| match cells {
            None => "no Pod".to_owned(),
            Some(cells) if all => cells.join(" "),
            Some([status, ..]) => status,
        };
        // With the same STATUS, the difference is in READY or RESTARTS.
        let same = one.as_ref().zip(other.as_ref()).is_some_and(|(one, other)| one.first() == other.first());
        Some(Divergence { at, container: None, a: word(one, same), b: word(other, same) })
    })
}

/// STATUS, READY and the number in RESTARTS of a Pod.
fn shown(run: &Run, number: usize, at: u64) -> Option<[String; 3]> {
    let row = run.pods.get(number)?.row(at)?;
    let restarts = row.restarts.split(' ').next().unwrap_or_default();
    Some([row.status, row.ready, restarts.to_owned()])
}

fn of_containers(a: &Run, b: &Run, at: u64) -> Option<Divergence> {
    a.lanes.iter().find_map(|one| {
        let same = |other: &&Lane| other.pod == one.pod && other.container == one.container;
        let other = b.lanes.iter().find(same)?;
        let (first, second) = (label(one, at), label(other, at));
        let (first, second) = first.zip(second).filter(|(first, second)| first != second)?;
        Some(Divergence {
            at,
            container: Some(one.container.clone()),
            a: first.to_owned(),
            b: second.to_owned(),
        })
    })
}

/// The word in the bar at an instant; the last one stays.
fn label(lane: &Lane, at: u64) -> Option<&str> {
    let begun = lane.bars.partition_point(|bar| bar.from <= at);
    begun.checked_sub(1).and_then(|bar| lane.bars.get(bar)).map(|bar| bar.label.as_str())
}
