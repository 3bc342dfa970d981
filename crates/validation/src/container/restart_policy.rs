//! `restartPolicy` and `restartPolicyRules` of a container.
//! Upstream: validateContainerRestartPolicy, validateInitContainerRestartPolicy,
//! pkg/apis/core/validation/validation.go.

use api::{Change, FieldPath, Gate};
use k8s_openapi::api::core::v1::ContainerRestartRule;

use crate::bad_value::word;
use crate::rule::rule;
use crate::site::{ContainerSite, all, items};
use crate::{Errors, Rule};

pub(crate) static RESTART_RULES: Rule = rule!(
    "restart-rules",
    Required ".restartPolicy" "must specify restartPolicy when restart rules are used"
);

const POLICIES: [&str; 3] = ["Always", "Never", "OnFailure"];
const NO_POLICY: &str = "must specify restartPolicy when restart rules are used";
const MOST_RULES: usize = 20;
const MOST_EXIT_CODES: usize = 255;

/// The rule for a container in `containers`.
pub(super) fn check_app(site: &ContainerSite<'_>, errors: &mut Errors) {
    if site.pod.context.enabled(Gate::ContainerRestartRules) {
        check_rules(site, errors);
    } else if site.container.restart_policy.is_some() {
        errors.forbidden(&site.path.field("restartPolicy"), "may not be set for non-init containers");
    }
}

/// The rule for a container in `initContainers`.
pub(super) fn check_init(site: &ContainerSite<'_>, errors: &mut Errors) {
    let context = &site.pod.context;
    let rules = all(site.container.restart_policy_rules.as_ref());
    let path = site.path.field("restartPolicy");
    match site.container.restart_policy.as_deref() {
        None if rules.is_empty() => {}
        None => errors.of(&RESTART_RULES).required(&path, NO_POLICY),
        Some("Always")
            if context.enabled(Gate::ContainerRestartRules)
                && !context.enabled(Gate::RestartAllContainersOnContainerExits) =>
        {
            if !rules.is_empty() {
                let detail =
                    "restartPolicyRules are not allowed for init containers with restart policy Always";
                errors.forbidden(&site.path.field("restartPolicyRules"), detail);
            }
        }
        Some(_) if context.enabled(Gate::ContainerRestartRules) => check_rules(site, errors),
        Some("Always") => {}
        Some(other) => errors.not_supported(&path, word(other), &["Always"]),
    }
}

fn check_rules(site: &ContainerSite<'_>, errors: &mut Errors) {
    let rules = site.container.restart_policy_rules.as_ref();
    let path = site.path.field("restartPolicy");
    match site.container.restart_policy.as_deref() {
        None if all(rules).is_empty() => return,
        None => errors.of(&RESTART_RULES).required(&path, NO_POLICY),
        Some(policy) if POLICIES.contains(&policy) => {}
        Some(policy) => errors.not_supported(&path, word(policy), &POLICIES),
    }
    let path = site.path.field("restartPolicyRules");
    check_length(site, all(rules).len(), MOST_RULES, &path, errors);
    for (path, rule) in items(rules, &path) {
        check_rule(site, rule, &path, errors);
    }
}

fn check_rule(
    site: &ContainerSite<'_>,
    rule: &ContainerRestartRule,
    path: &FieldPath<'_>,
    errors: &mut Errors,
) {
    let actions: &[&str] = if site.pod.context.enabled(Gate::RestartAllContainersOnContainerExits) {
        &["Restart", "RestartAllContainers"]
    } else {
        &["Restart"]
    };
    if !actions.contains(&rule.action.as_str()) {
        errors.not_supported(&path.field("action"), word(&rule.action), actions);
    }
    let path = path.field("exitCodes");
    let Some(codes) = &rule.exit_codes else { return errors.required(&path, "must be specified") };
    if !matches!(codes.operator.as_str(), "In" | "NotIn") {
        errors.not_supported(&path.field("operator"), word(&codes.operator), &["In", "NotIn"]);
    }
    let count = all(codes.values.as_ref()).len();
    check_length(site, count, MOST_EXIT_CODES, &path.field("values"), errors);
}

/// Before 1.36 the server spoke of bytes where it counted items.
fn check_length(
    site: &ContainerSite<'_>,
    count: usize,
    most: usize,
    path: &FieldPath<'_>,
    errors: &mut Errors,
) {
    if count <= most {
        return;
    }
    if site.pod.context.has(Change::RestartRulesCounted) {
        errors.too_many(path, count, most);
    } else {
        errors.too_long(path, most);
    }
}
