//! Adds overhead, node selector and tolerations of the RuntimeClass. Upstream: plugin/pkg/admission/runtimeclass.

use crate::Word;
use crate::assumed::Assumed;
use crate::classes::Classes;
use crate::refusal;
use crate::room::{self, COMPARED, ENTRIES};
use crate::surroundings::Surroundings;
use crate::tolerations::merge;
use api::Quantity;
use k8s_openapi::api::core::v1::{Pod, PodSpec};
use k8s_openapi::api::node::v1::RuntimeClass;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity as Written;
use std::collections::BTreeMap;

const MISMATCH: &str = "Pod's Overhead doesn't match RuntimeClass's defined Overhead";

/// The server's failure to ask for a class of that name at all.
pub(crate) fn unaskable(pod: &Pod) -> Option<String> {
    refusal::unaskable(pod.spec.as_ref()?.runtime_class_name.as_deref()?)
}

/// Adds the fields that the class brings. A class that is assumed to exist is added to `assumed`.
pub(crate) fn apply(
    pod: &mut Pod,
    classes: &Classes,
    around: &Surroundings,
    assumed: &mut Vec<Assumed>,
) -> Result<(), String> {
    let Some(spec) = pod.spec.as_mut() else { return Ok(()) };
    let name = spec.runtime_class_name.clone().unwrap_or_default();
    let class = match class_of(spec, classes) {
        Err(refusal) if around.assumes("RuntimeClass", &name) => {
            assumed.push(Assumed { kind: "RuntimeClass", name, otherwise: refusal });
            return Ok(());
        }
        class => class?,
    };
    let Some(class) = class else { return Ok(()) };
    if let Some(overhead) = overhead_of(class) {
        let written = spec.overhead.as_ref().filter(|overhead| !overhead.is_empty());
        if written.is_some_and(|written| !equal(written, overhead)) {
            return Err(rejected(MISMATCH));
        }
        spec.overhead = Some(overhead.clone());
    }
    let Some(scheduling) = &class.scheduling else { return Ok(()) };
    let object = format!("RuntimeClass {:?}", class.metadata.name.as_deref().unwrap_or_default());
    let tolerations = scheduling.tolerations.as_deref().unwrap_or_default();
    let labels = scheduling.node_selector.as_ref().map_or(0, BTreeMap::len);
    room::check(&object, labels, "labels of nodes", ENTRIES)?;
    room::check(&object, tolerations.len(), "tolerations", ENTRIES)?;
    for (key, value) in scheduling.node_selector.iter().flatten() {
        let selector = spec.node_selector.get_or_insert_default();
        if let Some(written) = selector.insert(key.clone(), value.clone()).filter(|written| written != value)
        {
            return Err(format!(
                "{}[{key}] = {value}; pod.spec.nodeSelector[{key}] = {written}",
                Word::RuntimeClassConflict
            ));
        }
    }
    let written = spec.tolerations.take().unwrap_or_default();
    room::check("the Pod", written.len(), "tolerations", COMPARED)?;
    let merged = merge(&written, tolerations);
    spec.tolerations = (!merged.is_empty()).then_some(merged);
    Ok(())
}

pub(crate) fn check(pod: &Pod, classes: &Classes, around: &Surroundings) -> Result<(), String> {
    let Some(spec) = pod.spec.as_ref() else { return Ok(()) };
    let class = match class_of(spec, classes) {
        Err(_) if around.assumes("RuntimeClass", spec.runtime_class_name.as_deref().unwrap_or_default()) => {
            return Ok(());
        }
        class => class?,
    };
    let empty = BTreeMap::new();
    match (class.and_then(overhead_of), &spec.overhead) {
        (Some(overhead), written) if !equal(written.as_ref().unwrap_or(&empty), overhead) => {
            Err(rejected(MISMATCH))
        }
        (None, Some(_)) => {
            Err(rejected("Pod Overhead set without corresponding RuntimeClass defined Overhead"))
        }
        _ => Ok(()),
    }
}

fn class_of<'a>(spec: &PodSpec, classes: &'a Classes) -> Result<Option<&'a RuntimeClass>, String> {
    let Some(name) = spec.runtime_class_name.as_deref() else { return Ok(None) };
    let class = classes.runtime.get(name);
    class.map(Some).ok_or_else(|| rejected(&format!("RuntimeClass {name:?} not found")))
}

fn rejected(why: &str) -> String {
    format!("{}: {why}", Word::PodRejected)
}

fn overhead_of(class: &RuntimeClass) -> Option<&BTreeMap<String, Written>> {
    static EMPTY: BTreeMap<String, Written> = BTreeMap::new();
    class.overhead.as_ref().map(|overhead| overhead.pod_fixed.as_ref().unwrap_or(&EMPTY))
}

fn equal(a: &BTreeMap<String, Written>, b: &BTreeMap<String, Written>) -> bool {
    a.len() == b.len()
        && a.iter().all(|(name, amount)| b.get(name).map(Quantity::of) == Some(Quantity::of(amount)))
}
