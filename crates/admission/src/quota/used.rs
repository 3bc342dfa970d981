//! Counts the amounts that quotas have given out.
//! Upstream: CheckRequest, apiserver/pkg/admission/plugin/resourcequota/controller.go.

use super::{object, pod, scopes};
use crate::Word;
use crate::surroundings::Surroundings;
use api::collections::gather;
use api::{Kubernetes, Quantity};
use k8s_openapi::api::core::v1::{Pod, ResourceQuota};
use resources::Totals;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// For each quota by name, the used amount of each resource that it limits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Used {
    used: BTreeMap<String, Totals>,
}

impl Used {
    /// Counts the objects that exist already, as the quota controller does.
    pub fn of(around: &Surroundings, kubernetes: &Kubernetes) -> Used {
        let mut used = BTreeMap::new();
        for (name, quota) in &around.quotas {
            used.insert(name.clone(), sums(quota, &around.pods, kubernetes));
        }
        Used { used }
    }

    /// Counts the existing objects for one quota, such as one that has just been created.
    pub fn count(&mut self, quota: &str, around: &Surroundings, kubernetes: &Kubernetes) {
        if let Some(found) = around.quotas.get(quota) {
            self.used.insert(quota.to_owned(), sums(found, &around.pods, kubernetes));
        }
    }

    /// The used amount of each of a quota's resources.
    pub fn get(&self, quota: &str) -> Option<&Totals> {
        self.used.get(quota)
    }

    /// Charges a Pod to every quota that it falls under, or returns a refusal; then nothing is charged.
    pub fn charge_pod(
        &mut self,
        pod: &Pod,
        around: &Surroundings,
        kubernetes: &Kubernetes,
    ) -> Result<(), String> {
        let mut interested = Vec::new();
        for quota in around.quotas.values() {
            let hard = hard(quota);
            let limited: BTreeSet<&str> =
                gather(hard.keys().map(String::as_str).filter(|name| pod::is_about_pods(name)));
            if limited.is_empty() || !scopes::includes(quota, pod, kubernetes) {
                continue;
            }
            pod::check_named(pod, &limited, kubernetes)
                .map_err(|why| format!("{}: {}: {why}", Word::FailedQuota, name_of(quota)))?;
            interested.push(quota);
        }
        self.charge(&interested, pod::usage(pod, kubernetes))
    }

    /// Charges the difference of a resize; amounts that a Pod gives back count once the kubelet has carried it out.
    pub fn charge_resize(
        &mut self,
        pod: &Pod,
        stored: &Pod,
        around: &Surroundings,
        kubernetes: &Kubernetes,
    ) -> Result<(), String> {
        let falls_under = |quota: &&ResourceQuota| scopes::includes(quota, pod, kubernetes);
        let interested: Vec<&ResourceQuota> = around.quotas.values().filter(falls_under).collect();
        let mut difference = pod::usage(pod, kubernetes);
        for (name, before) in pod::usage(stored, kubernetes) {
            if let Some(amount) = difference.get_mut(&name) {
                amount.sub(&before);
            }
        }
        self.charge(&interested, difference)
    }

    /// Charges an object of another kind, by its plural with its group: `jobs.batch`; `value` is its JSON form, as far as
    /// more is charged for it than its number.
    pub fn charge_object(
        &mut self,
        resource: &str,
        value: Option<&Value>,
        around: &Surroundings,
    ) -> Result<(), String> {
        let usage = object::usage(resource, value);
        let counts = |quota: &&ResourceQuota| {
            let hard = hard(quota);
            usage.keys().any(|name| hard.contains_key(name)) && !has_scopes(quota)
        };
        let interested: Vec<&ResourceQuota> = around.quotas.values().filter(counts).collect();
        self.charge(&interested, usage)
    }

    /// Counts an object that is there, whether or not it would be allowed.
    pub fn count_object(&mut self, resource: &str, value: Option<&Value>, around: &Surroundings) {
        let usage = object::usage(resource, value);
        for quota in around.quotas.values().filter(|quota| !has_scopes(quota)) {
            let Some(used) = self.used.get_mut(name_of(quota)) else { continue };
            for (name, amount) in &usage {
                if let Some(sum) = used.get_mut(name) {
                    sum.add(amount);
                }
            }
        }
    }

    fn charge(&mut self, quotas: &[&ResourceQuota], usage: Totals) -> Result<(), String> {
        let usage: Totals = gather(usage.into_iter().filter(|(_, amount)| !amount.is_zero()));
        let mut after = self.used.clone();
        for quota in quotas {
            let hard = hard(quota);
            let used = after.entry(name_of(quota).to_owned()).or_default();
            let requested: Totals =
                gather(usage.clone().into_iter().filter(|(name, _)| hard.contains_key(name)));
            let before = used.clone();
            for (name, amount) in &requested {
                used.update(name.clone(), || Quantity::ZERO, |used| used.add(amount));
            }
            let exceeded: BTreeSet<&String> =
                gather(requested.keys().filter(|name| used.get(*name) > hard.get(*name)));
            if !exceeded.is_empty() {
                let list = |totals: &Totals| {
                    let texts =
                        exceeded.iter().filter_map(|name| Some(format!("{name}={}", totals.get(*name)?)));
                    texts.collect::<Vec<_>>().join(",")
                };
                return Err(format!(
                    "{}: {}, requested: {}, used: {}, limited: {}",
                    Word::ExceededQuota,
                    name_of(quota),
                    list(&requested),
                    list(&before),
                    list(&hard)
                ));
            }
        }
        self.used = after;
        Ok(())
    }
}

/// The sum over Pods of each resource that a quota limits.
fn sums(quota: &ResourceQuota, pods: &[Pod], kubernetes: &Kubernetes) -> Totals {
    let mut sums: Totals = gather(hard(quota).into_keys().map(|name| (name, Quantity::ZERO)));
    for pod in pods.iter().filter(|pod| scopes::includes(quota, pod, kubernetes)) {
        for (name, amount) in pod::usage(pod, kubernetes) {
            if let Some(sum) = sums.get_mut(&name) {
                sum.add(&amount);
            }
        }
    }
    sums
}

fn has_scopes(quota: &ResourceQuota) -> bool {
    let spec = quota.spec.as_ref();
    spec.is_some_and(|spec| {
        spec.scopes.as_ref().is_some_and(|scopes| !scopes.is_empty()) || spec.scope_selector.is_some()
    })
}

fn name_of(quota: &ResourceQuota) -> &str {
    quota.metadata.name.as_deref().unwrap_or_default()
}

/// The amounts that the quota allows.
pub(crate) fn hard(quota: &ResourceQuota) -> Totals {
    let hard = quota.spec.as_ref().and_then(|spec| spec.hard.as_ref());
    gather(hard.into_iter().flatten().map(|(name, amount)| (name.clone(), Quantity::of(amount))))
}
