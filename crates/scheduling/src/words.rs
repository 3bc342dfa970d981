//! The sentence of a failed attempt. Upstream: FitError.Error, pkg/scheduler/framework/types.go.

use api::collections::sort_by;
use std::collections::BTreeMap;

/// `0/3 nodes are available: 1 Too many pods, 2 Insufficient cpu.`: reasons counted, sorted as text.
pub(crate) fn counted<'a>(nodes: usize, reasons: impl Iterator<Item = &'a str>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for reason in reasons {
        *counts.entry(reason).or_default() += 1;
    }
    let mut texts: Vec<String> = counts.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
    sort_by(&mut texts, Ord::cmp);
    let listed = if texts.is_empty() { String::new() } else { format!(" {}.", texts.join(", ")) };
    format!("0/{nodes} nodes are available:{listed}")
}
