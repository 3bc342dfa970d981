//! One side of a comparison: how it ends and what it reserves.

use serde::{Deserialize, Serialize};

use super::Seen;
use crate::{Cost, Run};

/// One side of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// One sentence on why nothing runs.
    pub refused: Option<String>,
    /// The rows at its end: `Running 2/2`; empty when nothing runs.
    pub status: String,
    /// One sentence on why the run ends there; empty when nothing runs.
    pub ended: String,
    /// `Guaranteed`, `Burstable`, `BestEffort`; empty without a Pod.
    pub qos: String,
}

impl Side {
    pub(super) fn of(seen: Seen<'_>) -> Side {
        let qos = seen.cost.map(|cost| cost.qos.class.to_string()).unwrap_or_default();
        match seen.run {
            Ok(run) => Side { refused: None, status: end_status(run), ended: run.ended.clone(), qos },
            Err(why) => Side { refused: Some(why.to_owned()), qos, ..Side::default() },
        }
    }
}

/// STATUS, READY and restarts of the rows at the end of a run, equal ones together: `Running 2/2`,
/// `3 × Completed 0/1, 1 restart`.
pub fn end_status(run: &Run) -> String {
    let mut groups: Vec<(String, u32)> = Vec::new();
    for row in run.rows(run.end) {
        let restarts = match row.restarts.split(' ').next() {
            Some("0") | None => String::new(),
            Some("1") => ", 1 restart".to_owned(),
            Some(count) => format!(", {count} restarts"),
        };
        let words = format!("{} {}{restarts}", row.status, row.ready);
        match groups.iter_mut().find(|(other, _)| *other == words) {
            Some((_, count)) => *count += 1,
            None => groups.push((words, 1)),
        }
    }
    let group = |(words, count): (String, u32)| match count {
        1 => words,
        count => format!("{count} \u{d7} {words}"),
    };
    let words: Vec<String> = groups.into_iter().map(group).collect();
    if words.is_empty() { "no Pod".to_owned() } else { words.join("; ") }
}

/// An amount on both sides; `None` where nobody asks for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostPair {
    /// `cpu requests`, `memory limits`.
    pub name: String,
    /// The amount of A, as Kubernetes prints it.
    pub a: Option<String>,
    /// The amount of B, as Kubernetes prints it.
    pub b: Option<String>,
}

/// The requests of either side, in the order of the first, and the limits that differ.
pub(super) fn costs(a: Option<&Cost>, b: Option<&Cost>) -> Vec<CostPair> {
    let mut names: Vec<&str> = Vec::new();
    for line in [a, b].into_iter().flatten().flat_map(|cost| &cost.lines) {
        if !names.contains(&line.resource.as_str()) {
            names.push(&line.resource);
        }
    }
    let mut pairs = Vec::new();
    for name in names {
        let line = |cost: Option<&Cost>| {
            let line = cost.and_then(|cost| cost.lines.iter().find(|line| line.resource == name));
            let text = |amount: Option<&crate::Amount>| amount.map(|amount| amount.text.clone());
            line.map_or((None, None), |line| (text(line.request.as_ref()), text(line.limit.as_ref())))
        };
        let ((requests_a, limits_a), (requests_b, limits_b)) = (line(a), line(b));
        if requests_a.is_some() || requests_b.is_some() {
            pairs.push(CostPair { name: format!("{name} requests"), a: requests_a, b: requests_b });
        }
        if limits_a != limits_b {
            pairs.push(CostPair { name: format!("{name} limits"), a: limits_a, b: limits_b });
        }
    }
    pairs
}
