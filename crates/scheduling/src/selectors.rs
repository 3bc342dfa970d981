//! Label selectors and node selectors. Upstream: apimachinery/pkg/labels,
//! component-helpers/scheduling/corev1/nodeaffinity.

use k8s_openapi::api::core::v1::{Node, NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, PodSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use std::collections::BTreeMap;

/// Labels of anything.
pub type Labels = BTreeMap<String, String>;

/// Whether the selector matches. One that is absent matches nothing, an empty one everything.
pub fn matches(selector: Option<&LabelSelector>, labels: Option<&Labels>) -> bool {
    let Some(selector) = selector else { return false };
    let equal = selector.match_labels.iter().flatten().all(|(key, value)| get(labels, key) == Some(value));
    equal
        && selector.match_expressions.iter().flatten().all(|expression| {
            let values = expression.values.as_deref().unwrap_or_default();
            holds(&expression.operator, get(labels, &expression.key), values)
        })
}

/// Whether the selector has no requirement at all.
pub(crate) fn is_empty(selector: Option<&LabelSelector>) -> bool {
    selector.is_some_and(|selector| {
        selector.match_labels.as_ref().is_none_or(BTreeMap::is_empty)
            && selector.match_expressions.as_ref().is_none_or(Vec::is_empty)
    })
}

fn get<'a>(labels: Option<&'a Labels>, key: &str) -> Option<&'a String> {
    labels?.get(key)
}

fn holds(operator: &str, value: Option<&String>, values: &[String]) -> bool {
    let compare = |smaller: bool| {
        let label: Option<i64> = value.and_then(|value| value.parse().ok());
        let bound: Option<i64> = values.first().and_then(|value| value.parse().ok());
        label.zip(bound).is_some_and(|(label, bound)| if smaller { label < bound } else { label > bound })
    };
    match operator {
        "In" => value.is_some_and(|value| values.contains(value)),
        "NotIn" => value.is_none_or(|value| !values.contains(value)),
        "Exists" => value.is_some(),
        "DoesNotExist" => value.is_none(),
        "Gt" => compare(false),
        "Lt" => compare(true),
        _ => false,
    }
}

/// Whether any term of the selector matches the node; an empty term matches none.
pub(crate) fn node_matches(selector: &NodeSelector, node: &Node) -> bool {
    selector.node_selector_terms.iter().any(|term| term_matches(term, node))
}

fn term_matches(term: &NodeSelectorTerm, node: &Node) -> bool {
    let expressions = term.match_expressions.as_deref().unwrap_or_default();
    let fields = term.match_fields.as_deref().unwrap_or_default();
    if expressions.is_empty() && fields.is_empty() {
        return false;
    }
    let labels = node.metadata.labels.as_ref();
    let by_label = |requirement: &NodeSelectorRequirement| {
        let values = requirement.values.as_deref().unwrap_or_default();
        holds(&requirement.operator, get(labels, &requirement.key), values)
    };
    expressions.iter().all(by_label) && fields.iter().all(|field| field_matches(field, node))
}

/// Only `metadata.name` can be selected, with one value.
fn field_matches(field: &NodeSelectorRequirement, node: &Node) -> bool {
    let name = node.metadata.name.as_deref().unwrap_or_default();
    let actual = if field.key == "metadata.name" { name } else { "" };
    match (field.operator.as_str(), field.values.as_deref().unwrap_or_default()) {
        ("In", [value]) => value == actual,
        ("NotIn", [value]) => value != actual,
        _ => false,
    }
}

/// Whether the node suits the Pod's `nodeSelector` and required node affinity.
pub fn suits(spec: &PodSpec, node: &Node) -> bool {
    let labels = node.metadata.labels.as_ref();
    spec.node_selector.iter().flatten().all(|(key, value)| get(labels, key) == Some(value))
        && required(spec).is_none_or(|selector| node_matches(selector, node))
}

/// The required node affinity.
pub(crate) fn required(spec: &PodSpec) -> Option<&NodeSelector> {
    let affinity = spec.affinity.as_ref()?.node_affinity.as_ref()?;
    affinity.required_during_scheduling_ignored_during_execution.as_ref()
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn operators_hold_as_upstream() {
        let two = Some("2".to_owned());
        let values = |text: &str| vec![text.to_owned()];
        assert!(holds("Gt", two.as_ref(), &values("1")) && !holds("Gt", two.as_ref(), &values("2")));
        assert!(holds("Lt", two.as_ref(), &values("10")) && !holds("Lt", None, &values("10")));
        assert!(holds("NotIn", None, &values("1")) && !holds("In", None, &values("1")));
    }
}
