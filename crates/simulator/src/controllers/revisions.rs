//! The templates that a StatefulSet or DaemonSet has and had. Upstream: pkg/controller/history/controller_history.go.

use super::workload;
use crate::world::{Revision, Workload};
use k8s_openapi::api::core::v1::PodTemplateSpec;
use std::rc::Rc;

/// The revisions of a workload with that of its present template as the newest; one that comes back is not made anew.
pub(super) fn present(known: &Workload, template: &PodTemplateSpec) -> Vec<Revision> {
    let hash = workload::template_hash(template);
    let mut all = known.revisions.clone();
    if all.last().is_some_and(|last| last.hash == hash) {
        return all;
    }
    let revision = match all.iter().position(|one| one.hash == hash) {
        Some(at) => all.remove(at),
        None => Revision { hash, template: Rc::new(template.clone()) },
    };
    all.push(revision);
    all
}
