//! Tolerations and topology spread constraints. Upstream: printTolerationsMultilineWithIndent,
//! describeTopologySpreadConstraints, staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::selector;
use super::text;
use super::writer::Writer;
use crate::order;
use k8s_openapi::api::core::v1::{PodSpec, Toleration, TopologySpreadConstraint};

pub(super) fn write(w: &mut Writer, spec: &PodSpec) {
    tolerations(w, spec, "");
    spread(w, spec, "");
    group(w, spec, "");
}

/// `space` stands before each title: that of a template is indented.
pub(super) fn tolerations(w: &mut Writer, spec: &PodSpec, space: &str) {
    let mut tolerations: Vec<&Toleration> = spec.tolerations.iter().flatten().collect();
    order::sort(&mut tolerations, |a, b| text(a.key.as_ref()) < text(b.key.as_ref()));
    let tolerations: Vec<String> = tolerations.into_iter().map(toleration).collect();
    w.list(0, &format!("{space}Tolerations"), &tolerations);
}

pub(super) fn spread(w: &mut Writer, spec: &PodSpec, space: &str) {
    let mut spread: Vec<&TopologySpreadConstraint> =
        spec.topology_spread_constraints.iter().flatten().collect();
    if !spread.is_empty() {
        order::sort(&mut spread, |a, b| a.topology_key < b.topology_key);
        let spread: Vec<String> = spread.into_iter().map(constraint).collect();
        w.list(0, &format!("{space}Topology Spread Constraints"), &spread);
    }
}

pub(super) fn group(w: &mut Writer, spec: &PodSpec, space: &str) {
    if let Some(group) = &spec.scheduling_group {
        w.line(0, &format!("{space}SchedulingGroup:"));
        w.field(1, "PodGroupName", text(group.pod_group_name.as_ref()));
    }
}

/// `key=value:effect op=Exists for 300s`.
fn toleration(toleration: &Toleration) -> String {
    let (key, value) = (text(toleration.key.as_ref()), text(toleration.value.as_ref()));
    let effect = text(toleration.effect.as_ref());
    let mut out = key.to_owned();
    for (mark, part) in [("=", value), (":", effect)] {
        if !part.is_empty() {
            out.push_str(mark);
            out.push_str(part);
        }
    }
    if toleration.operator.as_deref() == Some("Exists") && value.is_empty() {
        out.push_str(if out.is_empty() { "op=Exists" } else { " op=Exists" });
    }
    if let Some(seconds) = toleration.toleration_seconds {
        out.extend([" for ".to_owned(), seconds.to_string(), "s".to_owned()]);
    }
    out
}

fn constraint(constraint: &TopologySpreadConstraint) -> String {
    let (key, action) = (&constraint.topology_key, &constraint.when_unsatisfiable);
    let skew = constraint.max_skew;
    let selector = constraint
        .label_selector
        .as_ref()
        .map_or_else(String::new, |selector| format!(" for selector {}", selector::print(selector)));
    format!("{key}:{action} when max skew {skew} is exceeded{selector}")
}
