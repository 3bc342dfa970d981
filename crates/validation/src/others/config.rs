//! ConfigMaps, Secrets and Namespaces. Upstream: ValidateConfigMap, ValidateSecret, ValidateNamespace,
//! pkg/apis/core/validation/validation.go.

use api::{FieldPath, base64};

use super::At;
use crate::rule::rule;
use crate::site::Context;
use crate::{Errors, Rule, names};

pub(crate) static KEYS: Rule = rule!(
    "config-keys",
    Invalid "data" "a valid config key must consist",
    Invalid "binaryData" "a valid config key must consist",
    Invalid "data" "duplicate of key present in binaryData"
);

pub(crate) static SECRET: Rule =
    rule!("secret-type", Required "data" "", Invalid "data" "<secret contents redacted>");

/// The most bytes that all values of one have together.
const MOST_BYTES: usize = 1024 * 1024;

pub(super) fn config_map(object: &At<'_>, _: &Context<'_>, errors: &mut Errors) {
    let (data, binary) = (object.field("data"), object.field("binaryData"));
    for (key, value) in data.entries() {
        check_key(key, &value.path, errors);
        if binary.entry(key).is_given() {
            errors.of(&KEYS).invalid(&value.path, key, "duplicate of key present in binaryData");
        }
    }
    for (key, value) in binary.entries() {
        check_key(key, &value.path, errors);
    }
    let plain: usize = data.entries().map(|(_, value)| value.text().len()).sum();
    if plain + decoded_length(&binary) > MOST_BYTES {
        errors.too_long(&FieldPath::root("[]"), MOST_BYTES);
    }
}

pub(super) fn secret(object: &At<'_>, _: &Context<'_>, errors: &mut Errors) {
    let data = object.field("data");
    for (key, value) in data.entries() {
        check_key(key, &value.path, errors);
    }
    if decoded_length(&data) > MOST_BYTES {
        errors.too_long(&data.path, MOST_BYTES);
    }
    let required: &[&str] = match object.field("type").text() {
        "kubernetes.io/service-account-token" => {
            let metadata = object.field("metadata");
            let annotations = metadata.field("annotations");
            let account = annotations.entry("kubernetes.io/service-account.name");
            if account.text().is_empty() {
                errors.required(&account.path, "");
            }
            return;
        }
        "kubernetes.io/dockercfg" => &[".dockercfg"],
        "kubernetes.io/dockerconfigjson" => &[".dockerconfigjson"],
        "kubernetes.io/basic-auth"
            if data.entry("username").is_given() || data.entry("password").is_given() =>
        {
            return;
        }
        "kubernetes.io/basic-auth" => &["username", "password"],
        "kubernetes.io/ssh-auth" => &["ssh-privatekey"],
        "kubernetes.io/tls" => &["tls.crt", "tls.key"],
        _ => return,
    };
    for key in required {
        let value = data.entry(key);
        let is_there = if *key == "ssh-privatekey" { !value.text().is_empty() } else { value.is_given() };
        if !is_there {
            errors.of(&SECRET).required(&value.path, "");
        } else if key.starts_with(".docker")
            && let Some(told) = api::json::refusal(&base64::decode(value.text()))
        {
            errors.of(&SECRET).invalid(&value.path, "<secret contents redacted>", told);
        }
    }
}

/// The names that finalizers of a namespace may have. Upstream: validateFinalizerName.
pub(super) fn namespace(object: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let spec = object.field("spec");
    let finalizers = spec.field("finalizers");
    for finalizer in finalizers.texts() {
        errors.invalid_each(&finalizers.path, finalizer, names::label_key(finalizer, context.kubernetes));
        if !finalizer.contains('/') && !crate::metadata::SHORT_FINALIZERS.contains(&finalizer) {
            let detail = "name is neither a standard finalizer name nor is it fully qualified";
            errors.invalid(&finalizers.path, finalizer, detail);
        }
    }
}

fn check_key(key: &str, path: &FieldPath<'_>, errors: &mut Errors) {
    errors.of(&KEYS).invalid_each(path, key, names::config_map_key(key));
}

/// The bytes of all values, which stand in base64.
fn decoded_length(data: &At<'_>) -> usize {
    let length = |text: &str| {
        let digits = text.bytes().filter(|byte| !matches!(byte, b'\n' | b'\r' | b'=')).count();
        digits * 3 / 4
    };
    data.entries().map(|(_, value)| length(value.text())).sum()
}
