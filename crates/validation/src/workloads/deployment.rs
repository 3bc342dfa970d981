//! Deployment. Upstream: ValidateDeployment, pkg/apis/apps/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::apps::v1::{Deployment, DeploymentStrategy, RollingUpdateDeployment};

use super::{check_not_negative, int_or_percent, replica_set, selector};
use crate::metadata::{self, NameRule, label_selector};
use crate::rule::rule;
use crate::site::{Context, text};
use crate::{Errors, Rule, go};

pub(crate) static ROLLING_UPDATE_STUCK: Rule = rule!(
    "rolling-update-stuck",
    Invalid ".maxUnavailable" "may not be 0 when `maxSurge` is 0",
    Required ".maxUnavailable" "cannot be 0 when maxSurge is 0"
);

pub(crate) static RECREATE: Rule =
    rule!("recreate-rolling-update", Forbidden ".rollingUpdate" "may not be specified when strategy");

pub(crate) static PROGRESS_DEADLINE: Rule = rule!(
    "progress-deadline",
    Invalid ".progressDeadlineSeconds" "must be greater than minReadySeconds"
);

/// A field of older versions lives on in this annotation.
const ROLLBACK_TO: &str = "deprecated.deployment.rollback.to";

pub(crate) fn check(object: &Deployment, context: &Context<'_>, errors: &mut Errors) {
    metadata::check(&object.metadata, NameRule::Subdomain, &FieldPath::root("metadata"), context, errors);
    let (spec, path) = (&object.spec, FieldPath::root("spec"));
    check_not_negative(spec.replicas, &path.field("replicas"), errors);
    let selector_path = path.field("selector");
    selector::check(&spec.selector, "deployment", &selector_path, context, errors);
    if selector::is_usable(&spec.selector, context) {
        let path = path.field("template");
        replica_set::check_template(&spec.template, &spec.selector, &path, context, errors);
    } else {
        let value = label_selector::printed(Some(&spec.selector));
        errors.invalid(&selector_path, value, "invalid label selector");
    }
    if let Some(strategy) = &spec.strategy {
        check_strategy(strategy, &path.field("strategy"), errors);
    }
    check_not_negative(spec.min_ready_seconds, &path.field("minReadySeconds"), errors);
    check_not_negative(spec.revision_history_limit, &path.field("revisionHistoryLimit"), errors);
    let rollback = object.metadata.annotations.as_ref().and_then(|annotations| annotations.get(ROLLBACK_TO));
    let revision = rollback.and_then(|revision| revision.parse::<i64>().ok());
    check_not_negative(revision, &path.field("rollback.version"), errors);
    if let Some(deadline) = spec.progress_deadline_seconds {
        let path = path.field("progressDeadlineSeconds");
        check_not_negative(Some(deadline), &path, errors);
        if deadline <= spec.min_ready_seconds.unwrap_or_default() {
            let detail = "must be greater than minReadySeconds";
            errors.of(&PROGRESS_DEADLINE).invalid(&path, deadline, detail);
        }
    }
}

fn check_strategy(strategy: &DeploymentStrategy, path: &FieldPath<'_>, errors: &mut Errors) {
    let rolling = path.field("rollingUpdate");
    match (text(strategy.type_.as_ref()), &strategy.rolling_update) {
        ("Recreate", Some(_)) => {
            let detail = "may not be specified when strategy `type` is 'Recreate'";
            errors.of(&RECREATE).forbidden(&rolling, detail);
        }
        ("Recreate", None) => {}
        ("RollingUpdate", Some(update)) => check_rolling_update(update, &rolling, errors),
        ("RollingUpdate", None) => {
            errors.required(&rolling, "this should be defaulted and never be nil");
        }
        _ => errors.not_supported(path, printed(strategy), &["Recreate", "RollingUpdate"]),
    }
}

fn check_rolling_update(update: &RollingUpdateDeployment, path: &FieldPath<'_>, errors: &mut Errors) {
    let unavailable = update.max_unavailable.as_ref().unwrap_or(&int_or_percent::ABSENT);
    let surge = update.max_surge.as_ref().unwrap_or(&int_or_percent::ABSENT);
    let unavailable_path = path.field("maxUnavailable");
    int_or_percent::check(unavailable, &unavailable_path, errors);
    int_or_percent::check(surge, &path.field("maxSurge"), errors);
    if int_or_percent::is_zero(unavailable) && int_or_percent::is_zero(surge) {
        let detail = "may not be 0 when `maxSurge` is 0";
        let value = int_or_percent::printed(unavailable);
        errors.of(&ROLLING_UPDATE_STUCK).invalid(&unavailable_path, value, detail);
    }
    int_or_percent::check_at_most_all(unavailable, &unavailable_path, errors);
}

fn printed(strategy: &DeploymentStrategy) -> go::Value {
    let update = strategy.rolling_update.as_ref();
    let amounts = update.map(|update| [&update.max_unavailable, &update.max_surge]);
    let rolling = int_or_percent::rolling("*apps.RollingUpdateDeployment", amounts);
    let type_ = go::text(text(strategy.type_.as_ref()));
    go::structure("apps.DeploymentStrategy", vec![("Type", type_), ("RollingUpdate", rolling)])
}
