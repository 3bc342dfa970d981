//! The name of a signer of certificates. Upstream: ValidateSignerName, pkg/apis/core/validation/names.go.

use api::FieldPath;

use crate::{Detail, Errors, names};

const LONGEST_DOMAIN: usize = 253;
/// A domain, a slash, a namespace, a dot and a resource's name.
const LONGEST: usize = LONGEST_DOMAIN + 1 + 253 + 63 + 1;

pub(super) fn check(name: &str, path: &FieldPath<'_>, errors: &mut Errors) {
    if name.is_empty() {
        return errors.required(path, "");
    }
    let (domain, rest) = match name.split_once('/') {
        Some((domain, rest)) if !rest.contains('/') => (domain, rest),
        _ => {
            let detail = "must be a fully qualified domain and path of the form 'example.com/signer-name'";
            return errors.invalid(path, name, detail);
        }
    };
    if domain.len() > LONGEST_DOMAIN {
        errors.too_long(path, LONGEST_DOMAIN);
    }
    check_labels(domain, names::dns_label, path, errors);
    if !domain.contains('.') {
        errors.invalid(path, domain, "should be a domain with at least two segments separated by dots");
    }
    check_labels(rest, names::dns_subdomain, path, errors);
    if name.len() > LONGEST {
        errors.too_long(path, LONGEST);
    }
}

/// Only the first bad part is reported.
fn check_labels(part: &str, rule: fn(&str) -> Vec<Detail>, path: &FieldPath<'_>, errors: &mut Errors) {
    let bad = part.split('.').map(|label| (label, rule(label))).find(|(_, messages)| !messages.is_empty());
    for (label, message) in
        bad.into_iter().flat_map(|(label, messages)| messages.into_iter().map(move |m| (label, m)))
    {
        let mut detail = "validating label ".to_owned();
        api::json::quote_into(label, &mut detail);
        detail.push_str(": ");
        errors.invalid(path, part, message.behind(&detail));
    }
}

/// Whether a signer belongs to Kubernetes itself. Upstream: IsKubernetesSignerName.
pub(super) fn is_kubernetes(name: &str) -> bool {
    let host = name.split_once('/').map_or(name, |(host, _)| host);
    host == "kubernetes.io" || host.ends_with(".kubernetes.io")
}
