//! Tolerations that keep a Pod five minutes on a node that is not ready. Upstream:
//! plugin/pkg/admission/defaulttolerationseconds, pkg/util/tolerations.

use api::well_known::{NOT_READY, UNREACHABLE};
use k8s_openapi::api::core::v1::{Pod, Toleration};

const PATIENCE_SECONDS: i64 = 300;

/// Adds the two tolerations that the Pod does not already have.
pub(crate) fn fill(pod: &mut Pod) {
    let Some(spec) = pod.spec.as_mut() else { return };
    let written = spec.tolerations.clone().unwrap_or_default();
    for key in [NOT_READY, UNREACHABLE] {
        let empty_or = |text: &Option<String>, value: &str| {
            text.as_deref().is_none_or(|text| text.is_empty() || text == value)
        };
        let covers = |toleration: &Toleration| {
            empty_or(&toleration.key, key) && empty_or(&toleration.effect, "NoExecute")
        };
        if !written.iter().any(covers) {
            spec.tolerations.get_or_insert_default().push(Toleration {
                key: Some(key.to_owned()),
                operator: Some("Exists".to_owned()),
                effect: Some("NoExecute".to_owned()),
                toleration_seconds: Some(PATIENCE_SECONDS),
                value: None,
            });
        }
    }
}

/// Joins two lists, leaving out tolerations that another one covers.
pub(crate) fn merge(first: &[Toleration], second: &[Toleration]) -> Vec<Toleration> {
    let all: Vec<&Toleration> = first.iter().chain(second).collect();
    let mut merged: Vec<Toleration> = Vec::new();
    for (i, toleration) in all.iter().enumerate() {
        let mut later = all.iter().skip(i + 1);
        let redundant = merged.iter().any(|kept| covers(kept, toleration))
            || later.any(|other| other != toleration && covers(other, toleration));
        if !redundant {
            merged.push((*toleration).clone());
        }
    }
    merged
}

fn covers(wide: &Toleration, narrow: &Toleration) -> bool {
    if wide == narrow {
        return true;
    }
    // Every two of a list are compared, so nothing is copied here.
    let (key, operator, effect) =
        (text(wide.key.as_ref()), text(wide.operator.as_ref()), text(wide.effect.as_ref()));
    let same_key = key == text(narrow.key.as_ref()) || key.is_empty() && operator == "Exists";
    let same_effect = effect.is_empty() || effect == text(narrow.effect.as_ref());
    let lasts = effect != "NoExecute"
        || wide
            .toleration_seconds
            .is_none_or(|wide| narrow.toleration_seconds.is_some_and(|narrow| narrow <= wide));
    let same_value = match operator {
        "" | "Equal" => {
            text(narrow.operator.as_ref()) == "Equal"
                && text(narrow.value.as_ref()) == text(wide.value.as_ref())
        }
        operator => operator == "Exists",
    };
    same_key && same_effect && lasts && same_value
}

fn text(text: Option<&String>) -> &str {
    text.map(String::as_str).unwrap_or_default()
}
