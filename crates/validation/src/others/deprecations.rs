//! The server's warnings about labels of nodes, annotations and fields of old, and about keys that are no keys. Upstream: GetWarningsForStorageClass and GetWarningsForRuntimeClass, pkg/api; WarningsOnCreate of the
//! strategies below pkg/registry.

use api::well_known::{ENFORCE_MOUNTABLE_SECRETS, STORAGE_CLASS};
use api::{Change, Kubernetes};

use super::At;
use crate::warnings::node_labels::deprecated;

/// The keys of an old topology that a class allows.
pub(super) fn storage_class(object: &At<'_>) -> Vec<String> {
    let mut warnings = Vec::new();
    for term in object.field("allowedTopologies").items() {
        for expression in term.field("matchLabelExpressions").items() {
            let key = expression.field("key");
            warnings.extend(deprecated(key.text()).map(|message| format!("{}: {message}", key.path)));
        }
    }
    warnings
}

/// The labels of old by which a class chooses nodes.
pub(super) fn runtime_class(object: &At<'_>) -> Vec<String> {
    let scheduling = object.field("scheduling");
    let selector = scheduling.field("nodeSelector");
    let messages = selector.entries().filter_map(|(key, _)| deprecated(key));
    messages.map(|message| format!("{}: {message}", selector.path)).collect()
}

/// The annotations of old of a volume.
pub(super) fn volume_annotations(object: &At<'_>, kubernetes: &Kubernetes) -> Vec<String> {
    let metadata = object.field("metadata");
    let annotations = metadata.field("annotations");
    let mut warnings = Vec::new();
    let mut told = |key: &str, words: &str| {
        if annotations.entry(key).is_given() {
            warnings.push(format!("metadata.annotations[{key}]: {words}"));
        }
    };
    told(STORAGE_CLASS, "deprecated since v1.8; use \"storageClassName\" attribute instead");
    if kubernetes.has(Change::MountOptionsDeprecated) {
        told(
            "volume.beta.kubernetes.io/mount-options",
            "deprecated since v1.31; use \"mountOptions\" attribute instead",
        );
    }
    warnings
}

/// The labels of old by which a volume is bound to nodes.
pub(super) fn volume_affinity(object: &At<'_>) -> Vec<String> {
    let spec = object.field("spec");
    let affinity = spec.field("nodeAffinity");
    let required = affinity.field("required");
    let mut warnings = Vec::new();
    for term in required.field("nodeSelectorTerms").items() {
        for expression in term.field("matchExpressions").items() {
            let key = expression.field("key");
            let message = deprecated(key.text());
            warnings.extend(message.map(|message| format!("{}: {} is {message}", key.path, key.text())));
        }
    }
    warnings
}

/// An account that guards its Secrets.
pub(super) fn service_account(object: &At<'_>, kubernetes: &Kubernetes) -> Vec<String> {
    let metadata = object.field("metadata");
    let annotations = metadata.field("annotations");
    if !annotations.entry(ENFORCE_MOUNTABLE_SECRETS).is_given()
        || !kubernetes.has(Change::MountableSecretsDeprecated)
    {
        return Vec::new();
    }
    vec![format!(
        "metadata.annotations[{ENFORCE_MOUNTABLE_SECRETS}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets"
    )]
}

/// A certificate or a key that is none. Whether the two belong together is not looked at.
/// Upstream: X509KeyPair, crypto/tls of Go.
pub(super) fn secret(object: &At<'_>) -> Vec<String> {
    let data = object.field("data");
    let is_block = |key: &str| {
        let text = api::base64::decode(data.entry(key).text());
        let text = String::from_utf8_lossy(&text);
        text.contains("-----BEGIN ") && text.contains("-----END ")
    };
    let what = match (is_block("tls.crt"), is_block("tls.key")) {
        _ if object.field("type").text() != "kubernetes.io/tls" => return Vec::new(),
        (false, _) => "certificate",
        (true, false) => "key",
        (true, true) => return Vec::new(),
    };
    vec![format!("tls: failed to find any PEM data in {what} input")]
}

/// Fields of a Node that do nothing.
pub(super) fn node(object: &At<'_>) -> Vec<String> {
    let spec = object.field("spec");
    let mut warnings = Vec::new();
    if !spec.field("externalID").text().is_empty() {
        warnings.push("spec.externalID: this field is deprecated, and is unused by Kubernetes".to_owned());
    }
    warnings
}
