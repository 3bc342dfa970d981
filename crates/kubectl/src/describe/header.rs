//! The Pod itself: identity, place, labels, annotations, phase, addresses.
//! Upstream: describePod, printAnnotationsMultiline, describePodIPs, staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::writer::Writer;
use super::{containers, date, pairs, text};
use crate::age;
use api::well_known::LAST_APPLIED;
use jiff::Timestamp;
use k8s_openapi::api::core::v1::{Pod, PodSpec, PodStatus};
use std::collections::BTreeMap;

/// Annotations longer than this stand on lines of their own, each cut there.
pub(super) const LONG: usize = 140;

pub(super) fn write(w: &mut Writer, pod: &Pod, spec: &PodSpec, status: &PodStatus, now: Timestamp) {
    w.field(0, "Name", text(pod.metadata.name.as_ref()));
    w.field(0, "Namespace", text(pod.metadata.namespace.as_ref()));
    w.optional(0, "Priority", spec.priority.map(|priority| priority.to_string()).as_deref());
    w.optional(0, "Priority Class Name", spec.priority_class_name.as_deref());
    w.optional(0, "Runtime Class Name", spec.runtime_class_name.as_deref());
    w.optional(0, "Service Account", spec.service_account_name.as_deref());
    match text(spec.node_name.as_ref()) {
        "" => w.field(0, "Node", "<none>"),
        node => w.field(0, "Node", &format!("{node}/{}", text(status.host_ip.as_ref()))),
    }
    if status.start_time.is_some() {
        w.field(0, "Start Time", &date(status.start_time.as_ref()));
    }
    w.list(0, "Labels", &pairs(pod.metadata.labels.as_ref()));
    annotations(w, pod.metadata.annotations.as_ref());
    phase(w, pod, status, now);
    w.optional(0, "Reason", status.reason.as_deref());
    w.optional(0, "Message", status.message.as_deref());
    if let Some(profile) = spec.security_context.as_ref().and_then(|context| context.seccomp_profile.as_ref())
    {
        w.field(0, "SeccompProfile", &profile.type_);
        if profile.type_ == "Localhost" {
            w.field(0, "LocalhostProfile", text(profile.localhost_profile.as_ref()));
        }
    }
    addresses(w, status);
    let owners = pod.metadata.owner_references.iter().flatten();
    if let Some(owner) = owners.clone().find(|owner| owner.controller == Some(true)) {
        w.field(0, "Controlled By", &format!("{}/{}", owner.kind, owner.name));
    }
    w.optional(0, "NominatedNodeName", status.nominated_node_name.as_deref());
    if let Some(resources) = &spec.resources {
        w.line(0, "Resources:");
        containers::resources(w, 1, resources);
    }
}

fn phase(w: &mut Writer, pod: &Pod, status: &PodStatus, now: Timestamp) {
    let phase = text(status.phase.as_ref());
    let deleted = pod.metadata.deletion_timestamp.as_ref();
    match deleted.filter(|_| phase != "Failed" && phase != "Succeeded") {
        Some(deleted) => {
            w.field(0, "Status", &format!("Terminating (lasts {})", age::since(Some(deleted), now)));
            let grace = pod.metadata.deletion_grace_period_seconds.unwrap_or_default();
            w.field(0, "Termination Grace Period", &format!("{grace}s"));
        }
        None => w.field(0, "Status", phase),
    }
}

fn addresses(w: &mut Writer, status: &PodStatus) {
    w.field(0, "IP", text(status.pod_ip.as_ref()));
    let addresses = status.pod_ips.as_deref().unwrap_or_default();
    if addresses.is_empty() {
        w.field(0, "IPs", "<none>");
        return;
    }
    w.line(0, "IPs:");
    for address in addresses {
        w.field(1, "IP", &address.ip);
    }
}

/// Annotations, each on its line; a long one or one of several lines below its name.
pub(super) fn annotations(w: &mut Writer, annotations: Option<&BTreeMap<String, String>>) {
    w.write(0, "Annotations:\t");
    let mut first = true;
    for (key, value) in annotations.into_iter().flatten().filter(|(key, _)| *key != LAST_APPLIED) {
        if !first {
            w.write(0, "\t");
        }
        first = false;
        let value = value.strip_suffix('\n').unwrap_or(value);
        if value.len() + key.len() + 2 > LONG || value.contains('\n') {
            w.line(0, &format!("{key}:"));
            for line in value.split('\n') {
                w.line(0, &format!("\t  {}", shorten(line, LONG - 2)));
            }
        } else {
            w.line(0, &format!("{key}: {value}"));
        }
    }
    if first {
        w.line(0, "<none>");
    }
}

/// Cut to so many bytes, with dots to say so. (kubectl may cut within a character; we keep it whole.)
pub(super) fn shorten(text: &str, bytes: usize) -> String {
    if text.len() <= bytes {
        return text.to_owned();
    }
    let end = text.floor_char_boundary(bytes);
    format!("{}...", text.get(..end).unwrap_or_default())
}
