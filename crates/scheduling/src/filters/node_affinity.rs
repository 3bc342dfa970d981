//! `spec.nodeSelector` and required node affinity. Upstream: plugins/nodeaffinity.

use crate::selectors;
use crate::status::Refusal;
use crate::words::Word;
use crate::world::{Machine, spec_of};
use api::collections::gather;
use k8s_openapi::api::core::v1::{NodeSelectorTerm, Pod};
use std::collections::BTreeSet;

pub(super) const PLUGIN: &str = "NodeAffinity";

pub(super) fn check(pod: &Pod, machine: &Machine<'_>) -> Option<Refusal> {
    (!selectors::suits(spec_of(pod), machine.node))
        .then(|| Refusal::unsuitable(PLUGIN, Word::NodeAffinity.text()))
}

/// The nodes that the Pod names by `matchFields`, if every term names some.
pub(super) fn named_nodes(pod: &Pod) -> Result<Option<BTreeSet<&str>>, Refusal> {
    let terms = selectors::required(spec_of(pod)).map(|selector| selector.node_selector_terms.as_slice());
    let Some(terms) = terms.filter(|terms| !terms.is_empty()) else { return Ok(None) };
    let mut all = BTreeSet::new();
    for term in terms {
        match names_of(term) {
            None => return Ok(None),
            Some(names) => all.extend(names),
        }
    }
    if all.is_empty() {
        return Err(Refusal::unsuitable(PLUGIN, Word::AffinityConflict.text()));
    }
    Ok(Some(all))
}

fn names_of(term: &NodeSelectorTerm) -> Option<BTreeSet<&str>> {
    let fields = term.match_fields.iter().flatten();
    let named = fields.filter(|field| field.key == "metadata.name" && field.operator == "In");
    let sets = named.map(|field| gather(field.values.iter().flatten().map(String::as_str)));
    sets.reduce(|a: BTreeSet<&str>, b| gather(a.intersection(&b).copied()))
}
