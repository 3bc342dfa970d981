//! `restartPolicy`. Upstream: validateRestartPolicy, pkg/apis/core/validation/validation.go.

use crate::Errors;
use crate::bad_value::word;
use crate::site::PodSite;

pub(crate) fn check(site: &PodSite<'_>, errors: &mut Errors) {
    let path = site.path.field("restartPolicy");
    match site.restart_policy() {
        "Always" | "OnFailure" | "Never" => {}
        "" => errors.required(&path, ""),
        other => errors.not_supported(&path, word(other), &["Always", "OnFailure", "Never"]),
    }
}
