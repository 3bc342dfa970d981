//! Two manifests, stories or releases side by side: their runs on one axis, and their differences by name.

mod events;
mod first;
mod side;

use serde::{Deserialize, Serialize};

use crate::{Bar, ContainerKind, Cost, Lane, Run, Scale};

pub use events::{EventPair, changed_events};
pub use first::Divergence;
pub use side::{CostPair, Side, end_status};

/// The input of a comparison for one side: its run, or the reason that nothing runs, and its cost.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The run, or a sentence on why there is none.
    pub run: Result<&'a Run, &'a str>,
    /// The amounts that its Pod reserves; `None` without a readable Pod.
    pub cost: Option<&'a Cost>,
}

/// Two inputs compared. If only one of them runs, the lanes are its own and no events are compared.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The side that was kept.
    pub a: Side,
    /// The present side.
    pub b: Side,
    /// The first instant at which they differ; `None` when they never do, or when one does not run.
    pub first: Option<Divergence>,
    /// The last instant of both.
    pub end: u64,
    /// The instants at which either of them changes, in order.
    pub stops: Vec<u64>,
    /// The lanes of the same container of the same Pod together, in the order in which they start.
    pub lanes: Vec<LanePair>,
    /// Events that occur more often in one of them, the first to occur first.
    pub events: Vec<EventPair>,
    /// The requests of either; limits only where they differ.
    pub costs: Vec<CostPair>,
}

/// The lives of one container in both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanePair {
    /// Its Pod's number.
    pub pod: usize,
    /// The container.
    pub container: String,
    /// Its life in A.
    pub a: Option<Strand>,
    /// Its life in B.
    pub b: Option<Strand>,
}

/// One container's life on the common axis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strand {
    /// The kind of container.
    pub kind: ContainerKind,
    /// Without gaps, in order.
    pub bars: Vec<Bar>,
}

impl LanePair {
    /// Whether the two lives differ.
    pub fn differs(&self) -> bool {
        self.a != self.b
    }
}

impl Comparison {
    /// The axis of both.
    pub fn scale(&self) -> Scale {
        Scale::new(self.end, self.stops.iter().copied())
    }

    /// Whether nothing at all differs.
    pub fn is_same(&self) -> bool {
        let costs = self.costs.iter().all(|pair| pair.a == pair.b);
        let lanes = self.lanes.iter().all(|pair| !pair.differs());
        self.a == self.b && self.first.is_none() && self.events.is_empty() && costs && lanes
    }
}

/// Compares two sides.
///
/// ```
/// use view::{Run, Seen, compare};
/// let run = Run::default();
/// let refused = Seen { run: Err("it has an error."), cost: None };
/// let compared = compare(Seen { run: Ok(&run), ..refused }, refused);
/// assert_eq!(compared.b.refused.as_deref(), Some("it has an error."));
/// assert!(compared.first.is_none() && !compared.is_same());
/// ```
pub fn compare(a: Seen<'_>, b: Seen<'_>) -> Comparison {
    let runs = [a.run.ok(), b.run.ok()];
    let end = runs.iter().flatten().map(|run| run.end).max().unwrap_or_default();
    let [one, other] = runs;
    let lanes = pairs(one, other, end);
    let both = one.zip(other);
    Comparison {
        a: Side::of(a),
        b: Side::of(b),
        first: both.and_then(|(one, other)| first::divergence(one, other)),
        end,
        stops: merged(runs.map(|run| run.map_or(&[][..], |run| &run.stops))),
        lanes,
        events: both.map(|(one, other)| changed_events(one, other)).unwrap_or_default(),
        costs: side::costs(a.cost, b.cost),
    }
}

/// The times of both in order, each once.
fn merged([one, other]: [&[u64]; 2]) -> Vec<u64> {
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    let mut times: Vec<u64> = Vec::new();
    loop {
        let next = match (one.peek(), other.peek()) {
            (Some(first), Some(second)) if first <= second => one.next(),
            (Some(_), None) => one.next(),
            (_, Some(_)) => other.next(),
            (None, None) => return times,
        };
        times.extend(next.filter(|next| times.last() != Some(next)));
    }
}

fn pairs(a: Option<&Run>, b: Option<&Run>, end: u64) -> Vec<LanePair> {
    let first: Vec<&Lane> = a.iter().flat_map(|run| &run.lanes).collect();
    let mut second: Vec<&Lane> = b.iter().flat_map(|run| &run.lanes).collect();
    let strand = |run: Option<&Run>, lane: &Lane| Strand { kind: lane.kind, bars: stretched(run, lane, end) };
    let mut pairs = Vec::new();
    for lane in first {
        let same = |other: &&Lane| other.pod == lane.pod && other.container == lane.container;
        let other = second.iter().position(same).map(|place| second.remove(place));
        pairs.push(LanePair {
            pod: lane.pod,
            container: lane.container.clone(),
            a: Some(strand(a, lane)),
            b: other.map(|other| strand(b, other)),
        });
    }
    for lane in second {
        // The place after the last pair of the same Pod.
        let place = pairs.iter().rposition(|pair| pair.pod <= lane.pod).map_or(0, |last| last + 1);
        let pair =
            LanePair { pod: lane.pod, container: lane.container.clone(), a: None, b: Some(strand(b, lane)) };
        pairs.insert(place, pair);
    }
    pairs
}

/// The bars of a lane; the bar in which its run ends is extended to the common end.
fn stretched(run: Option<&Run>, lane: &Lane, end: u64) -> Vec<Bar> {
    let mut bars = lane.bars.clone();
    let own = run.map_or(end, |run| run.end);
    if let Some(last) = bars.last_mut().filter(|last| last.to == own) {
        last.to = end;
    }
    bars
}

#[cfg(test)]
mod tests;
