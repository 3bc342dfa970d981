//! Node labels that have new names, and spread without a selector.
//! Upstream: GetNodeLabelDeprecatedMessage and GetWarningsForNodeSelectorTerm, pkg/api/node/util.go.

use api::FieldPath;
use api::features::Change;
use k8s_openapi::api::core::v1::NodeSelectorTerm;

use super::Site;
use crate::names;
use crate::site::{all, items};

/// The words on a label that has a new name.
pub(crate) fn deprecated(label: &str) -> Option<&'static str> {
    Some(match label {
        "beta.kubernetes.io/arch" => "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
        "beta.kubernetes.io/os" => "deprecated since v1.14; use \"kubernetes.io/os\" instead",
        "failure-domain.beta.kubernetes.io/region" => {
            "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead"
        }
        "failure-domain.beta.kubernetes.io/zone" => {
            "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead"
        }
        "beta.kubernetes.io/instance-type" => {
            "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead"
        }
        "app.kubernetes.io/created-by" => "deprecated since v1.9",
        "scheduler.alpha.kubernetes.io/preferAvoidPods" => {
            "deprecated since v1.22; use Taints and Tolerations instead"
        }
        "node-role.kubernetes.io/master" => "use \"node-role.kubernetes.io/control-plane\" instead",
        _ => return None,
    })
}

pub(super) fn check(site: &Site<'_>, warnings: &mut Vec<String>) {
    let path = site.path.field("spec.nodeSelector");
    for key in site.spec.node_selector.iter().flatten().map(|(key, _)| key) {
        if let Some(message) = deprecated(key) {
            warnings.push(format!("{}: {message}", path.key(key)));
        }
    }
    if let Some(affinity) = site.spec.affinity.as_ref().and_then(|affinity| affinity.node_affinity.as_ref()) {
        let path = site.path.field("spec.affinity.nodeAffinity");
        let required = affinity.required_during_scheduling_ignored_during_execution.as_ref();
        let list = path.field("requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms");
        for (path, term) in items(required.map(|required| &required.node_selector_terms), &list) {
            check_keys(site, term, false, &path, warnings);
        }
        let list = path.field("preferredDuringSchedulingIgnoredDuringExecution");
        let preferred = affinity.preferred_during_scheduling_ignored_during_execution.as_ref();
        for (path, term) in items(preferred, &list) {
            let tells_values = site.kubernetes.has(Change::NodeAffinityValueRule);
            check_keys(site, &term.preference, tells_values, &path.field("preference"), warnings);
        }
    }
    let list = site.path.field("spec.topologySpreadConstraints");
    for (path, constraint) in items(site.spec.topology_spread_constraints.as_ref(), &list) {
        if let Some(message) = deprecated(&constraint.topology_key) {
            warnings.push(format!("{}: {} is {message}", path.field("topologyKey"), constraint.topology_key));
        }
        if constraint.label_selector.is_none() {
            let path = path.field("labelSelector");
            warnings.push(format!("{path}: a null labelSelector results in matching no pod"));
        }
    }
}

/// `tells_values`: a value that is no label's is an error of a required term, and a warning of a preferred one.
fn check_keys(
    site: &Site<'_>,
    term: &NodeSelectorTerm,
    tells_values: bool,
    path: &FieldPath<'_>,
    warnings: &mut Vec<String>,
) {
    let list = path.field("matchExpressions");
    for (path, expression) in items(term.match_expressions.as_ref(), &list) {
        if let Some(message) = deprecated(&expression.key) {
            warnings.push(format!("{}: {} is {message}", path.field("key"), expression.key));
        }
        let list = path.field("values");
        for (index, value) in all(expression.values.as_ref()).iter().enumerate().filter(|_| tells_values) {
            for message in names::label_value(value, site.kubernetes) {
                warnings.push(format!("{}: {value} is invalid, {}", list.index(index), message.text));
            }
        }
    }
}
