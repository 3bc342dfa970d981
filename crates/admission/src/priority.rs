//! Turns `priorityClassName` into a number. Upstream: plugin/pkg/admission/priority.

use crate::Word;
use crate::assumed::Assumed;
use crate::classes::Classes;
use crate::surroundings::Surroundings;
use api::well_known::system_priority;
use k8s_openapi::api::core::v1::Pod;

const PREEMPT: &str = "PreemptLowerPriority";

/// Sets class, priority and preemption policy, or says why the Pod contradicts its class.
/// A class that is assumed to exist is added to `assumed`; then the Pod's own fields count.
pub(crate) fn resolve(
    pod: &mut Pod,
    classes: &Classes,
    around: &Surroundings,
    assumed: &mut Vec<Assumed>,
) -> Result<(), String> {
    let Some(spec) = pod.spec.as_mut() else { return Ok(()) };
    let named = spec.priority_class_name.as_deref().filter(|name| !name.is_empty());
    let (name, value, policy) = match named {
        Some(name) => {
            let refusal = || format!("{} {name} was found", Word::NoPriorityClass);
            let (value, policy) = match class(name, classes) {
                Some(class) => class,
                None if !around.assumes("PriorityClass", name) => return Err(refusal()),
                None => {
                    let name = name.to_owned();
                    assumed.push(Assumed { kind: "PriorityClass", name, otherwise: refusal() });
                    let policy = spec.preemption_policy.clone().unwrap_or_else(|| PREEMPT.to_owned());
                    (spec.priority.unwrap_or_default(), policy)
                }
            };
            (name.to_owned(), value, policy)
        }
        None => default_class(classes),
    };
    if let Some(written) = spec.priority.filter(|written| *written != value) {
        return Err(format!(
            "the integer value of priority ({written}) {}; priority admission controller computed {value} from the given PriorityClass name",
            Word::PriorityComputed
        ));
    }
    if let Some(written) = spec.preemption_policy.as_ref().filter(|written| **written != policy) {
        return Err(format!(
            "the string value of PreemptionPolicy ({written}) {}; priority admission controller computed {policy} from the given PriorityClass name",
            Word::PriorityComputed
        ));
    }
    spec.priority = Some(value);
    spec.preemption_policy = Some(policy);
    if !name.is_empty() {
        spec.priority_class_name = Some(name);
    }
    Ok(())
}

fn class(name: &str, classes: &Classes) -> Option<(i32, String)> {
    let listed = classes.priority.get(name);
    match (listed, name) {
        (Some(class), _) => Some((
            class.value.unwrap_or_default(),
            class.preemption_policy.clone().unwrap_or_else(|| PREEMPT.to_owned()),
        )),
        (None, name) => system_priority(name).map(|value| (value, PREEMPT.to_owned())),
    }
}

/// The global default; if there are several, the one with the lowest value.
fn default_class(classes: &Classes) -> (String, i32, String) {
    let defaults = classes.priority.values().filter(|class| class.global_default == Some(true));
    match defaults.min_by_key(|class| class.value.unwrap_or_default()) {
        Some(class) => (
            class.metadata.name.clone().unwrap_or_default(),
            class.value.unwrap_or_default(),
            class.preemption_policy.clone().unwrap_or_else(|| PREEMPT.to_owned()),
        ),
        None => (String::new(), 0, PREEMPT.to_owned()),
    }
}
