//! When a Job's success policy decides. Upstream: matchSuccessPolicy, pkg/controller/job/success_policy.go.

use super::Turn;
use crate::Word;
use crate::world::JobOutcome;
use api::collections::gather;
use std::collections::BTreeSet;

/// Why the Job has succeeded before all its indexes have, when it has.
pub(super) fn verdict(turn: &Turn<'_>) -> Option<JobOutcome> {
    let rules = &turn.spec.success_policy.as_ref()?.rules;
    let succeeded = turn.all.iter().filter(|one| turn.has_succeeded(one));
    let done: BTreeSet<usize> = gather(succeeded.filter_map(|(_, state)| state.tag.parse::<usize>().ok()));
    let number = rules.iter().position(|rule| {
        let wanted = rule.succeeded_count.and_then(|count| usize::try_from(count).ok());
        match rule.succeeded_indexes.as_deref().map(indexes) {
            Some(named) => {
                let met = named.iter().filter(|index| done.contains(index)).count();
                met >= wanted.unwrap_or(named.len())
            }
            None => wanted.is_some_and(|wanted| done.len() >= wanted),
        }
    })?;
    Some(JobOutcome::Succeeding(Word::SuccessPolicy, format!("Matched rules at index {number}")))
}

/// Indexes as a Job's fields write them: `1,3-5`. A range counts as far as a Job can have indexes that have run.
fn indexes(text: &str) -> BTreeSet<usize> {
    let mut all = BTreeSet::new();
    for part in text.split(',') {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        if let (Ok(from), Ok(to)) = (from.trim().parse::<usize>(), to.trim().parse::<usize>()) {
            all.extend(from..=to.min(from.saturating_add(MOST)));
        }
    }
    all
}

/// No Job has more indexes.
const MOST: usize = 100_000;
