//! PriorityClass, RuntimeClass and StorageClass. Upstream: pkg/apis/{scheduling,node,storage}/validation/validation.go.

use std::collections::{BTreeMap, BTreeSet};

use api::well_known::{HIGHEST_USER_PRIORITY, system_priority};
use k8s_openapi::api::core::v1::{ResourceRequirements, Toleration};

use super::{At, check_word, texts_of};
use crate::bad_value::word;
use crate::container::resources;
use crate::metadata::labels;
use crate::pod::tolerations;
use crate::rule::rule;
use crate::site::{Claims, Context};
use crate::{Errors, Rule, go, names};

pub(crate) static PRIORITY: Rule = rule!(
    "priority-class-value",
    Forbidden "value" "maximum allowed value of a user defined priority",
    Forbidden "metadata.name" "priority class names with 'system-' prefix"
);

pub(super) fn priority(object: &At<'_>, _: &Context<'_>, errors: &mut Errors) {
    let metadata = object.field("metadata");
    let (name, value) = (metadata.field("name"), object.field("value"));
    if name.text().starts_with("system-") {
        if let Some(why) = unknown_system_class(name.text(), object) {
            let detail = format!(
                "priority class names with 'system-' prefix are reserved for system use only. error: {why}"
            );
            errors.of(&PRIORITY).forbidden(&name.path, detail);
        }
    } else if value.integer() > i64::from(HIGHEST_USER_PRIORITY) {
        let detail = format!("maximum allowed value of a user defined priority is {HIGHEST_USER_PRIORITY}");
        errors.of(&PRIORITY).forbidden(&value.path, detail);
    }
    let policy = object.field("preemptionPolicy");
    if policy.given_text() == Some("") {
        errors.required(&policy.path, "");
    } else {
        check_word(&policy, &["PreemptLowerPriority", "Never"], errors);
    }
}

/// Upstream: IsKnownSystemPriorityClass, pkg/apis/scheduling/v1/helpers.go.
fn unknown_system_class(name: &str, object: &At<'_>) -> Option<String> {
    let Some(value) = system_priority(name) else {
        return Some(format!("{name} is not a known system priority class"));
    };
    if object.field("value").integer() != i64::from(value) {
        return Some(format!("value of {name} PriorityClass must be {value}"));
    }
    let is_default = object.field("globalDefault").is_true();
    is_default.then(|| format!("globalDefault of {name} PriorityClass must be false"))
}

pub(super) fn runtime(object: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let handler = object.field("handler");
    if handler.text().is_empty() {
        errors.required(&handler.path, "");
    } else {
        errors.invalid_each(&handler.path, handler.text(), names::dns_label(handler.text()));
    }
    let overhead = object.field("overhead");
    if overhead.is_given() {
        let limits = Some(overhead.field("podFixed").typed());
        let amounts = ResourceRequirements { limits, ..ResourceRequirements::default() };
        let owner = resources::Owner::Container;
        resources::check_requirements(&amounts, owner, &Claims::new(), &overhead.path, context, errors);
    }
    let scheduling = object.field("scheduling");
    let selector = scheduling.field("nodeSelector");
    labels::check(Some(&texts_of(&selector)), &selector.path, context, errors);
    let list = scheduling.field("tolerations");
    let mut seen = BTreeSet::new();
    let mut again = Vec::new();
    for (index, at) in list.items().enumerate() {
        let toleration: Toleration = at.typed();
        tolerations::check_one(&toleration, &at.path, context, errors);
        let key = ["key", "operator", "value", "effect"].map(|field| at.field(field).text().to_owned());
        if !seen.insert(key) {
            again.push((index, printed(&toleration)));
        }
    }
    for (index, toleration) in again {
        errors.duplicate(&list.path.index(index), toleration);
    }
}

fn printed(toleration: &Toleration) -> go::Value {
    let text = |field: &Option<String>| go::text(field.clone().unwrap_or_default());
    let seconds = go::pointer(toleration.toleration_seconds, "*int64", go::Value::Integer);
    go::structure(
        "core.Toleration",
        vec![
            ("Key", text(&toleration.key)),
            ("Operator", text(&toleration.operator)),
            ("Value", text(&toleration.value)),
            ("Effect", text(&toleration.effect)),
            ("TolerationSeconds", seconds),
        ],
    )
}

pub(super) fn storage(object: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    const MODES: [&str; 2] = ["Immediate", "WaitForFirstConsumer"];
    let provisioner = object.field("provisioner");
    if provisioner.text().is_empty() {
        errors.required(&provisioner.path, "");
    } else {
        let lower = provisioner.text().to_lowercase();
        errors.invalid_each(&provisioner.path, &lower, names::label_key(&lower, context.kubernetes));
    }
    check_parameters(&object.field("parameters"), errors);
    let reclaim = object.field("reclaimPolicy");
    if !matches!(reclaim.text(), "" | "Delete" | "Retain") {
        errors.not_supported(&reclaim.path, word(reclaim.text()), &["Delete", "Retain"]);
    }
    let binding = object.field("volumeBindingMode");
    if !MODES.contains(&binding.text()) {
        errors.not_supported(&binding.path, word(binding.text()), &MODES);
    }
    check_topologies(&object.field("allowedTopologies"), context, errors);
}

/// The parameters of a driver.
pub(super) fn check_parameters(parameters: &At<'_>, errors: &mut Errors) {
    const MOST: usize = 512;
    const MOST_BYTES: usize = 256 * 1024;
    if parameters.len() > MOST {
        return errors.too_long(&parameters.path, MOST);
    }
    if parameters.entry("").is_given() {
        errors.invalid(&parameters.path, "", "field can not be empty.");
    }
    let bytes: usize = parameters.entries().map(|(key, value)| key.len() + value.text().len()).sum();
    if bytes > MOST_BYTES {
        errors.too_long(&parameters.path, MOST_BYTES);
    }
}

fn check_topologies(topologies: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let mut seen: BTreeMap<BTreeMap<String, BTreeSet<String>>, usize> = BTreeMap::new();
    // The server's own list begins with as many empty terms as there are terms.
    seen.insert(BTreeMap::new(), topologies.len());
    for term in topologies.items() {
        let expressions = term.field("matchLabelExpressions");
        let mut keys = BTreeMap::new();
        for requirement in expressions.items() {
            let list = requirement.field("values");
            if list.is_empty() {
                errors.required(&list.path, "");
            }
            let mut values = BTreeSet::new();
            for value in list.items() {
                if !values.insert(value.text().to_owned()) {
                    errors.duplicate(&value.path, value.text());
                }
            }
            let key = requirement.field("key");
            labels::check_key(key.text(), &key.path, context, errors);
            if keys.insert(key.text().to_owned(), values).is_some() {
                errors.duplicate(&key.path, key.text());
            }
        }
        let before = seen.entry(keys).or_default();
        for _ in 0..*before {
            errors.duplicate(&expressions.path, "");
        }
        *before += 1;
    }
}
