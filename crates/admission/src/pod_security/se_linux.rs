//! `securityContext.seLinuxOptions`. Upstream: check_seLinuxOptions.go.

use super::site::{Site, plural, quoted, set, setters};
use super::{Complaint, Policy};
use k8s_openapi::api::core::v1::SELinuxOptions;

pub(super) fn check(site: &Site<'_>, policy: Policy) -> Option<Complaint> {
    let is_allowed = |kind: &str| {
        matches!(kind, "" | "container_t" | "container_init_t" | "container_kvm_t")
            || kind == "container_engine_t" && policy.since(31)
    };
    let written = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
    let is_bad = |options: &SELinuxOptions| {
        !is_allowed(options.type_.as_deref().unwrap_or_default())
            || written(&options.user)
            || written(&options.role)
    };
    let own = site.context.and_then(|context| context.se_linux_options.as_ref());
    let options =
        |part: &super::site::Part<'_>| part.context.and_then(|context| context.se_linux_options.clone());
    let bad = site.bad(|part| options(part).is_some_and(|options| is_bad(&options)));
    let setters = setters(own.is_some_and(is_bad), &bad)?;

    let all: Vec<SELinuxOptions> =
        own.cloned().into_iter().chain(site.parts.iter().filter_map(options)).collect();
    let types =
        set(all.iter().filter_map(|options| options.type_.as_deref()).filter(|kind| !is_allowed(kind)));
    let mut data = Vec::new();
    if !types.is_empty() {
        data.push(format!("{} {}", plural("type", types.len()), quoted(&types)));
    }
    if all.iter().any(|options| written(&options.user)) {
        data.push("user may not be set".to_owned());
    }
    if all.iter().any(|options| written(&options.role)) {
        data.push("role may not be set".to_owned());
    }
    let detail = format!("{setters} set forbidden securityContext.seLinuxOptions: {}", data.join("; "));
    Some(Complaint::new("seLinuxOptions", detail))
}
