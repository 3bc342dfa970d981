//! The Pod template of a workload. Upstream: DescribePodTemplate, staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::writer::Writer;
use super::{containers, header, pairs, scheduling, volumes};
use api::Kubernetes;
use k8s_openapi::api::core::v1::{Pod, PodSpec, PodStatus, PodTemplateSpec};
use serde_json::Value;

/// The indentation before the title of each section.
pub(super) const SPACE: &str = "  ";

pub(super) fn write(w: &mut Writer, template: Option<&Value>, kubernetes: &Kubernetes) {
    w.line(0, "Pod Template:");
    let template = template.and_then(|value| api::typed::from_json::<PodTemplateSpec>(value).ok());
    let Some(template) = template else {
        w.write(1, "<unset>");
        return;
    };
    let metadata = template.metadata.unwrap_or_default();
    w.list(0, "  Labels", &pairs(metadata.labels.as_ref()));
    if metadata.annotations.as_ref().is_some_and(|all| !all.is_empty()) {
        w.write(0, SPACE);
        header::annotations(w, metadata.annotations.as_ref());
    }
    let spec = template.spec.unwrap_or_default();
    write_spec(w, &spec, kubernetes);
}

fn write_spec(w: &mut Writer, spec: &PodSpec, kubernetes: &Kubernetes) {
    w.optional(1, "Service Account", spec.service_account_name.as_deref());
    let (pod, status) = (Pod::default(), PodStatus::default());
    containers::write(w, &pod, spec, &status, kubernetes, SPACE);
    volumes::write(w, spec.volumes.as_deref().unwrap_or_default(), SPACE);
    scheduling::spread(w, spec, SPACE);
    w.optional(1, "Priority Class Name", spec.priority_class_name.as_deref());
    w.list(0, "  Node-Selectors", &pairs(spec.node_selector.as_ref()));
    scheduling::tolerations(w, spec, SPACE);
    scheduling::group(w, spec, SPACE);
}
