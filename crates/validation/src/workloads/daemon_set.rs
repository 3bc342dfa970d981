//! DaemonSet. Upstream: ValidateDaemonSet, pkg/apis/apps/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::apps::v1::{DaemonSet, DaemonSetUpdateStrategy, RollingUpdateDaemonSet};

use super::deployment::ROLLING_UPDATE_STUCK;
use super::{check_not_negative, check_runs_forever, int_or_percent, selector};
use crate::metadata::{self, NameRule, label_selector};
use crate::site::{Context, text};
use crate::{Errors, go, walk};

pub(crate) fn check(object: &DaemonSet, context: &Context<'_>, errors: &mut Errors) {
    metadata::check(&object.metadata, NameRule::Subdomain, &FieldPath::root("metadata"), context, errors);
    let (spec, path) = (&object.spec, FieldPath::root("spec"));
    let selector_path = path.field("selector");
    label_selector::check(Some(&spec.selector), &selector_path, context, errors);
    let template = path.field("template");
    if selector::is_usable(&spec.selector, context) {
        selector::check_template_labels(&spec.selector, &spec.template, &template, errors);
    }
    selector::check_not_empty(&spec.selector, "daemonset", &selector_path, errors);
    walk::template(&spec.template, &template, context, errors);
    check_runs_forever(&spec.template, "DaemonSet", &template, errors);
    check_not_negative(spec.min_ready_seconds, &path.field("minReadySeconds"), errors);
    if let Some(strategy) = &spec.update_strategy {
        check_strategy(strategy, &path.field("updateStrategy"), errors);
    }
    check_not_negative(spec.revision_history_limit, &path.field("revisionHistoryLimit"), errors);
}

fn check_strategy(strategy: &DaemonSetUpdateStrategy, path: &FieldPath<'_>, errors: &mut Errors) {
    let rolling = path.field("rollingUpdate");
    match (text(strategy.type_.as_ref()), &strategy.rolling_update) {
        ("OnDelete", _) => {}
        ("RollingUpdate", Some(update)) => check_rolling_update(update, &rolling, errors),
        ("RollingUpdate", None) => errors.required(&rolling, ""),
        _ => errors.not_supported(path, printed(strategy), &["RollingUpdate", "OnDelete"]),
    }
}

/// Old Pods go first or new ones come first, never both.
fn check_rolling_update(update: &RollingUpdateDaemonSet, path: &FieldPath<'_>, errors: &mut Errors) {
    let unavailable = update.max_unavailable.as_ref().unwrap_or(&int_or_percent::ABSENT);
    let surge = update.max_surge.as_ref().unwrap_or(&int_or_percent::ABSENT);
    let (unavailable_path, surge_path) = (path.field("maxUnavailable"), path.field("maxSurge"));
    int_or_percent::check(unavailable, &unavailable_path, errors);
    int_or_percent::check(surge, &surge_path, errors);
    int_or_percent::check_at_most_all(unavailable, &unavailable_path, errors);
    int_or_percent::check_at_most_all(surge, &surge_path, errors);
    match (int_or_percent::is_zero(unavailable), int_or_percent::is_zero(surge)) {
        (false, false) => {
            let detail = "may not be set when maxUnavailable is non-zero";
            errors.invalid(&surge_path, int_or_percent::printed(surge), detail);
        }
        (true, true) => {
            let detail = "cannot be 0 when maxSurge is 0";
            errors.of(&ROLLING_UPDATE_STUCK).required(&unavailable_path, detail);
        }
        _ => {}
    }
}

fn printed(strategy: &DaemonSetUpdateStrategy) -> go::Value {
    let update = strategy.rolling_update.as_ref();
    let amounts = update.map(|update| [&update.max_unavailable, &update.max_surge]);
    let rolling = int_or_percent::rolling("*apps.RollingUpdateDaemonSet", amounts);
    let type_ = go::text(text(strategy.type_.as_ref()));
    go::structure("apps.DaemonSetUpdateStrategy", vec![("Type", type_), ("RollingUpdate", rolling)])
}
