//! Defaults of a container of any kind.
//! Upstream: `SetDefaults_Container`, `SetDefaults_Probe`, `SetDefaults_HTTPGetAction` and the generated
//! pkg/apis/core/v1/zz_generated.defaults.go.

use k8s_openapi::api::core::v1::{HTTPGetAction, ObjectFieldSelector, Probe, ResourceFieldSelector};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

use super::parts::Parts;
use super::{image, number, resource_list, text};

/// Fills in a container of any kind.
pub(super) fn apply<'a>(container: impl Into<Parts<'a>>) {
    fill(container.into());
}

fn fill(parts: Parts<'_>) {
    text(parts.image_pull_policy, image::pull_policy(parts.image.as_deref().unwrap_or_default()));
    text(parts.termination_message_path, "/dev/termination-log");
    text(parts.termination_message_policy, "File");
    for port in parts.ports.iter_mut().flatten() {
        text(&mut port.protocol, "TCP");
    }
    for source in parts.env.iter_mut().flatten().filter_map(|variable| variable.value_from.as_mut()) {
        source.field_ref.iter_mut().for_each(field_ref);
        source.resource_field_ref.iter_mut().for_each(resource_field_ref);
        if let Some(key) = &mut source.file_key_ref {
            key.optional.get_or_insert(false);
        }
    }
    resource_list::requirements(parts.resources.get_or_insert_default());
    for probe in parts.probes.into_iter().flatten() {
        fill_probe(probe);
    }
    if let Some(lifecycle) = parts.lifecycle {
        for handler in [&mut lifecycle.post_start, &mut lifecycle.pre_stop].into_iter().flatten() {
            handler.http_get.iter_mut().for_each(http_get);
        }
    }
}

fn fill_probe(probe: &mut Probe) {
    number(&mut probe.timeout_seconds, 1);
    number(&mut probe.period_seconds, 10);
    number(&mut probe.success_threshold, 1);
    number(&mut probe.failure_threshold, 3);
    probe.http_get.iter_mut().for_each(http_get);
    if let Some(grpc) = &mut probe.grpc {
        grpc.service.get_or_insert_default();
    }
}

fn http_get(action: &mut HTTPGetAction) {
    text(&mut action.path, "/");
    text(&mut action.scheme, "HTTP");
}

/// `fieldRef` of a variable or of a downward API file.
pub(super) fn field_ref(selector: &mut ObjectFieldSelector) {
    text(&mut selector.api_version, "v1");
}

/// `resourceFieldRef`: the divisor is a value, so an absent one is zero.
pub(super) fn resource_field_ref(selector: &mut ResourceFieldSelector) {
    resource_list::canonical(selector.divisor.get_or_insert_with(|| Quantity("0".to_owned())));
}
