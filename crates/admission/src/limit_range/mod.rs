//! LimitRanges: defaults for containers, bounds for containers, Pods and claims.
//! Upstream: plugin/pkg/admission/limitranger/admission.go.

mod bounds;
mod defaults;

pub use defaults::fill_in;

use crate::refusal::joined;
use crate::surroundings::Surroundings;
use api::Kubernetes;
use bounds::{Amounts, Kind};
use k8s_openapi::api::core::v1::{LimitRange, LimitRangeItem, PersistentVolumeClaim, Pod};
use resources::Options;

pub use defaults::fill;

/// Checks a Pod against each LimitRange; the first that is broken refuses, with all bounds of it that are broken.
pub(crate) fn check(pod: &Pod, around: &Surroundings, kubernetes: &Kubernetes) -> Result<(), String> {
    each(around, |item, broken| match item.type_.as_str() {
        "Container" => {
            let spec = pod.spec.as_ref();
            let init = spec.and_then(|spec| spec.init_containers.as_deref()).unwrap_or_default();
            let containers = spec.map(|spec| spec.containers.as_slice()).unwrap_or_default();
            for container in containers.iter().chain(init) {
                bounds::check(Kind::Container, item, &Amounts::written(container.resources.as_ref()), broken);
            }
        }
        "Pod" => {
            let Some(spec) = &pod.spec else { return };
            // Overhead is set by the cluster, not by the author.
            let options = Options { exclude_overhead: true, ..Options::of(kubernetes) };
            let amounts = Amounts {
                requests: resources::requests(spec, &options),
                limits: resources::limits(spec, &options),
            };
            bounds::check(Kind::Pod, item, &amounts, broken);
        }
        _ => {}
    })
}

/// Checks a claim's requested storage.
pub fn check_claim(claim: &PersistentVolumeClaim, around: &Surroundings) -> Result<(), String> {
    let resources = claim.spec.as_ref().and_then(|spec| spec.resources.as_ref());
    let requests = resources.and_then(|resources| resources.requests.as_ref());
    let amounts = Amounts { requests: bounds::totals(requests), limits: resources::Totals::new() };
    each(around, |item, broken| {
        if item.type_ == "PersistentVolumeClaim" {
            bounds::check(Kind::Claim, item, &amounts, broken);
        }
    })
}

fn each(around: &Surroundings, check: impl Fn(&LimitRangeItem, &mut Vec<String>)) -> Result<(), String> {
    let items = |range: &LimitRange| range.spec.as_ref().map(|spec| spec.limits.clone()).unwrap_or_default();
    for range in around.limit_ranges.values() {
        let mut broken = Vec::new();
        for item in items(range) {
            check(&item, &mut broken);
        }
        if !broken.is_empty() {
            return Err(joined(&broken));
        }
    }
    Ok(())
}
