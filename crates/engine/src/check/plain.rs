//! Sentences of ours beside the server's messages, where those use Go's terms.

use super::data::Mode;
use super::fix;
use api::kinds::{self, Kind};
use api::read::DecodeError;
use source::Document;

/// The sentence for a value of a wrong type.
pub(super) fn decode(error: &DecodeError) -> String {
    let field = error.path.rsplit('.').next().unwrap_or_default();
    match (error.found, error.wanted.as_str()) {
        ("true or false", "string") => format!(
            "`{field}` is text, but YAML reads yes, no, on, off, y, n, true and false without quotes as true or false. Put it in quotes."
        ),
        ("number", "string") => {
            format!("`{field}` is text, but YAML reads this as a number. Put it in quotes.")
        }
        ("string", "whole number") => {
            format!("`{field}` is a whole number; take the quotes or the letters away.")
        }
        (_, "quantity") if field.ends_with("cpu]") || field == "cpu" => {
            "`cpu` counts processors: `500m` is half of one, `2` are two.".to_owned()
        }
        (_, "quantity") => format!("`{field}` is an amount such as 128Mi or 1Gi."),
        ("number", "whole number") => {
            format!("`{field}` is a whole number, without a fraction and not this large.")
        }
        ("map", wanted) if wanted.starts_with("list of ") => {
            format!("`{field}` is a list: each of its items begins with `- `.")
        }
        (found, wanted) => format!("`{field}` should be a {wanted}; here is a {found}."),
    }
}

/// The sentence for a key that is written twice in YAML.
pub(super) fn duplicate(key: &str, mode: Mode) -> String {
    let key = key.trim_matches('"');
    match mode {
        Mode::Kubectl => format!("`{key}` is written twice here; kubectl keeps the last and says nothing."),
        Mode::Yaml | Mode::Json => format!("`{key}` is written twice here; the server keeps the last."),
    }
}

/// The sentence for a kind that the server does not know, or for a missing one.
pub(super) fn kind(document: &Document, api_version: &str, kind: &str) -> Option<String> {
    for name in ["kind", "apiVersion"] {
        let is_missing = if name == "kind" { kind.is_empty() } else { api_version.is_empty() };
        if let Some(key) = is_missing.then(|| fix::misspelt(document, name)).flatten() {
            return Some(format!("`{key}` is no field of an object. Did you mean `{name}`?"));
        }
    }
    if kind.is_empty() {
        return Some("Write what this is, such as `kind: Pod`.".to_owned());
    }
    if api_version.is_empty() {
        return Some(match kinds::like(kind).filter(|known| known.name == kind) {
            Some(known) => format!("A {kind} needs `apiVersion: {}`.", known.api_version),
            None => "Write the version of the API, such as `apiVersion: v1`.".to_owned(),
        });
    }
    if let Some(told) = gone(api_version, kind) {
        return Some(told);
    }
    // The very kind of another release is named by the message already.
    let Kind { api_version, name, .. } =
        fix::meant(kind).filter(|known| (known.api_version, known.name) != (api_version, kind))?;
    Some(format!("Did you mean `apiVersion: {api_version}` with `kind: {name}`?"))
}

/// The versions that older releases served, with the first release that does not; a kind that was taken away earlier or
/// later than the others of its version stands before them. Upstream: kubernetes.io/docs/reference/using-api/deprecation-guide.
const GONE: [(&str, &[&str], u8); 22] = [
    ("extensions/v1beta1", &["Ingress"], 22),
    (
        "extensions/v1beta1",
        &["DaemonSet", "Deployment", "NetworkPolicy", "PodSecurityPolicy", "ReplicaSet"],
        16,
    ),
    ("apps/v1beta1", &["Deployment", "StatefulSet"], 16),
    ("apps/v1beta2", &["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"], 16),
    (
        "admissionregistration.k8s.io/v1beta1",
        &["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"],
        22,
    ),
    ("apiextensions.k8s.io/v1beta1", &["CustomResourceDefinition"], 22),
    ("apiregistration.k8s.io/v1beta1", &["APIService"], 22),
    ("certificates.k8s.io/v1beta1", &["CertificateSigningRequest"], 22),
    ("coordination.k8s.io/v1beta1", &["Lease"], 22),
    ("networking.k8s.io/v1beta1", &["Ingress", "IngressClass"], 22),
    ("rbac.authorization.k8s.io/v1beta1", &["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"], 22),
    ("scheduling.k8s.io/v1beta1", &["PriorityClass"], 22),
    ("storage.k8s.io/v1beta1", &["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"], 22),
    ("batch/v1beta1", &["CronJob"], 25),
    ("discovery.k8s.io/v1beta1", &["EndpointSlice"], 25),
    ("events.k8s.io/v1beta1", &["Event"], 25),
    ("autoscaling/v2beta1", &["HorizontalPodAutoscaler"], 25),
    ("node.k8s.io/v1beta1", &["RuntimeClass"], 25),
    ("policy/v1beta1", &["PodDisruptionBudget", "PodSecurityPolicy"], 25),
    ("autoscaling/v2beta2", &["HorizontalPodAutoscaler"], 26),
    ("flowcontrol.apiserver.k8s.io/v1beta1", &["FlowSchema", "PriorityLevelConfiguration"], 26),
    ("storage.k8s.io/v1beta1", &["CSIStorageCapacity"], 27),
];

/// The sentence for a version of a kind that was served once: what took its place.
fn gone(api_version: &str, kind: &str) -> Option<String> {
    let row = GONE.iter().find(|row| row.0 == api_version && row.1.contains(&kind))?;
    let since = row.2;
    Some(match fix::meant(kind) {
        Some(known) => format!(
            "Kubernetes serves no {api_version} {kind} since 1.{since}; write `apiVersion: {}` and compare the fields.",
            known.api_version
        ),
        None => format!(
            "Kubernetes has no {kind} since 1.{since}; label the Namespace with `pod-security.kubernetes.io/enforce`."
        ),
    })
}

/// The field that a warning starts with, and the rest of it; most warnings name a field.
pub(super) fn warning(text: &str) -> (&str, &str) {
    match text.split_once(": ") {
        Some((field, rest)) if !field.contains(' ') && field.contains(['.', '[']) => (field, rest),
        _ => ("", text),
    }
}
