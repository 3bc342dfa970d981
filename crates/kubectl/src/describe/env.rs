//! Environment variables and where they come from.
//! Upstream: describeContainerEnvVars, describeContainerEnvFrom, EnvValueRetriever,
//! staging/src/k8s.io/kubectl/pkg/describe/describe.go; ExtractContainerResourceValue, pkg/util/resource/resource.go.

use super::text;
use super::writer::Writer;
use super::yes;
use api::Quantity;
use k8s_openapi::api::core::v1::{
    Container, EnvFromSource, EnvVar, EnvVarSource, Pod, ResourceFieldSelector,
};

pub(super) fn write(w: &mut Writer, pod: &Pod, container: &Container) {
    let sources = container.env_from.as_deref().unwrap_or_default();
    if !sources.is_empty() {
        w.line(2, "Environment Variables from:");
    }
    for source in sources {
        w.line(3, &from(source));
    }
    let variables = container.env.as_deref().unwrap_or_default();
    w.line(2, if variables.is_empty() { "Environment:\t<none>" } else { "Environment:" });
    for variable in variables {
        match &variable.value_from {
            None => literal(w, variable),
            Some(source) => {
                if let Some(value) = value_from(pod, container, source) {
                    w.field(3, &variable.name, &value);
                }
            }
        }
    }
}

fn literal(w: &mut Writer, variable: &EnvVar) {
    let mut lines = text(variable.value.as_ref()).split('\n');
    w.field(3, &variable.name, lines.next().unwrap_or_default());
    for line in lines {
        w.line(3, &format!("\t{line}"));
    }
}

/// One `envFrom` entry; a `configMapRef` comes before a `secretRef`.
fn from(source: &EnvFromSource) -> String {
    let (name, kind, optional) = match (&source.config_map_ref, &source.secret_ref) {
        (Some(map), _) => (map.name.as_str(), "ConfigMap", map.optional),
        (None, Some(secret)) => (secret.name.as_str(), "Secret", secret.optional),
        (None, None) => ("", "", None),
    };
    let prefix = match text(source.prefix.as_ref()) {
        "" => String::new(),
        prefix => format!(" with prefix '{prefix}'"),
    };
    format!("{name}\t{kind}{prefix}\tOptional: {}", yes(optional))
}

/// The text for a value that comes from elsewhere; `None` for sources that kubectl does not know.
fn value_from(pod: &Pod, container: &Container, source: &EnvVarSource) -> Option<String> {
    if let Some(field) = &source.field_ref {
        let version = text(field.api_version.as_ref());
        return Some(format!(
            "{} ({version}:{})",
            pod_field(pod, version, &field.field_path),
            field.field_path
        ));
    }
    if let Some(selector) = &source.resource_field_ref {
        let mut value = resource(container, selector).unwrap_or_default();
        if value == "0" && matches!(selector.resource.as_str(), "limits.cpu" | "limits.memory") {
            "node allocatable".clone_into(&mut value);
        }
        return Some(format!("{value} ({})", selector.resource));
    }
    if let Some(secret) = &source.secret_key_ref {
        let optional = yes(secret.optional);
        return Some(format!(
            "<set to the key '{}' in secret '{}'>\tOptional: {optional}",
            secret.key, secret.name
        ));
    }
    let map = source.config_map_key_ref.as_ref()?;
    let optional = yes(map.optional);
    Some(format!("<set to the key '{}' of config map '{}'>\tOptional: {optional}", map.key, map.name))
}

/// kubectl, unlike the kubelet, resolves only these two fields; the others show as nothing.
fn pod_field<'a>(pod: &'a Pod, version: &str, path: &str) -> &'a str {
    match (version, path) {
        (version, _) if version.matches('/').count() > 1 => "",
        (_, "metadata.name") => text(pod.metadata.name.as_ref()),
        (_, "metadata.namespace") => text(pod.metadata.namespace.as_ref()),
        _ => "",
    }
}

/// A container's own request or limit in units of the divisor, rounded up.
fn resource(container: &Container, selector: &ResourceFieldSelector) -> Option<String> {
    let (list, name) = selector.resource.split_once('.')?;
    let resources = container.resources.as_ref();
    let amounts = match list {
        "limits" => resources.and_then(|resources| resources.limits.as_ref()),
        "requests" => resources.and_then(|resources| resources.requests.as_ref()),
        _ => return None,
    };
    if !matches!(name, "cpu" | "memory" | "ephemeral-storage") && !name.starts_with("hugepages-") {
        return None;
    }
    let amount = amounts.and_then(|amounts| amounts.get(name)).map_or(Quantity::ZERO, Quantity::of);
    let divisor = selector.divisor.as_ref().map_or(Quantity::ZERO, Quantity::of);
    let units = |quantity: &Quantity| if name == "cpu" { quantity.milli_value() } else { quantity.value() };
    let divisor = match units(&divisor) {
        0 if name == "cpu" => 1000,
        0 => 1,
        divisor => divisor,
    };
    let amount = units(&amount);
    let quotient = amount.checked_div(divisor).unwrap_or_default();
    let more =
        i64::from(amount.checked_rem(divisor).is_some_and(|rest| rest != 0 && (rest > 0) == (divisor > 0)));
    Some((quotient + more).to_string())
}
