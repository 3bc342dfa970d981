//! Ingresses. Upstream: ValidateIngressCreate, pkg/apis/networking/validation/validation.go.

use api::FieldPath;

use super::At;
use super::names::{check_subdomain, check_wildcard};
use super::port::check_number;
use crate::bad_value::word;
use crate::metadata::NameRule;
use crate::rule::rule;
use crate::site::Context;
use crate::volumes::check_given;
use crate::{Errors, Rule, go, names};

pub(crate) static PATH: Rule = rule!(
    "ingress-path",
    Required "pathType" "",
    NotSupported "pathType" "\"ImplementationSpecific\"",
    Invalid "http.paths.path" "",
    Required "http.paths" "",
    Invalid "rules.host" "must be a DNS name"
);

pub(crate) static BACKEND: Rule = rule!(
    "ingress-backend",
    Invalid "spec" "either `defaultBackend` or `rules` must be specified",
    Required "ackend" "port name or number is required",
    Invalid "ackend" "cannot set both",
    Invalid "ackend" "resource or service backend is required",
    Required "ackend.service.name" ""
);

/// Parts of a path that could lead elsewhere, and ends that could.
const INSIDE: [&str; 5] = ["//", "/./", "/../", "%2f", "%2F"];
const ENDS: [&str; 2] = ["/..", "/."];
const CLASS: &str = "kubernetes.io/ingress.class";

pub(super) fn check(object: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let spec = object.field("spec");
    let (rules, default) = (spec.field("rules"), spec.field("defaultBackend"));
    if rules.is_empty() && !default.is_given() {
        let value = if rules.is_given() {
            go::Value::List("[]networking.IngressRule", Vec::new())
        } else {
            go::nil("[]networking.IngressRule")
        };
        let detail = "either `defaultBackend` or `rules` must be specified";
        errors.of(&BACKEND).invalid(&spec.path, value, detail);
    }
    if default.is_given() {
        check_backend(&default, context, errors);
    }
    for rule in rules.items() {
        check_host(&rule, errors);
        let http = rule.field("http");
        let paths = http.field("paths");
        if http.is_given() && paths.is_empty() {
            errors.of(&PATH).required(&paths.path, "");
        }
        for path in paths.items() {
            check_path(&path, context, errors);
        }
    }
    check_tls(&spec.field("tls"), errors);
    let class = spec.field("ingressClassName");
    if let Some(name) = class.given_text() {
        errors.invalid_each(&class.path, name, names::dns_subdomain(name));
        let metadata = object.field("metadata");
        let annotations = metadata.field("annotations");
        let old = annotations.entry(CLASS);
        if old.is_given() && old.text() != name {
            let path = FieldPath::root("annotations");
            let detail = "must match `ingressClassName` when both are specified";
            errors.invalid(&path.field(CLASS), old.text(), detail);
        }
    }
}

fn check_host(rule: &At<'_>, errors: &mut Errors) {
    let host = rule.field("host");
    if names::ip_sloppy(host.text()).is_some() {
        errors.of(&PATH).invalid(&host.path, host.text(), "must be a DNS name, not an IP address");
    }
    if host.text().contains('*') {
        check_wildcard(host.text(), &host.path, errors);
    } else {
        check_subdomain(&host, errors);
    }
}

/// Upstream: validateHTTPIngressPath.
fn check_path(path: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let (type_, text) = (path.field("pathType"), path.field("path"));
    match type_.given_text() {
        None => return errors.of(&PATH).required(&type_.path, "pathType must be specified"),
        Some("Exact" | "Prefix") => check_strict_path(&text, &mut errors.of(&PATH)),
        Some("ImplementationSpecific") if text.text().is_empty() => {}
        Some("ImplementationSpecific") => check_absolute(&text, &mut errors.of(&PATH)),
        Some(other) => {
            let known = ["Exact", "ImplementationSpecific", "Prefix"];
            errors.of(&PATH).not_supported(&type_.path, word(other), &known);
        }
    }
    check_backend(&path.field("backend"), context, errors);
}

fn check_absolute(path: &At<'_>, errors: &mut Errors) {
    if !path.text().starts_with('/') {
        errors.invalid(&path.path, path.text(), "must be an absolute path");
    }
}

fn check_strict_path(path: &At<'_>, errors: &mut Errors) {
    check_absolute(path, errors);
    let text = path.text();
    for part in INSIDE.iter().filter(|part| text.contains(**part)) {
        errors.invalid(&path.path, text, format!("must not contain '{part}'"));
    }
    for end in ENDS.iter().filter(|end| text.ends_with(**end)) {
        errors.invalid(&path.path, text, format!("cannot end with '{end}'"));
    }
}

/// Upstream: validateIngressBackend.
fn check_backend(backend: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let (resource, service) = (backend.field("resource"), backend.field("service"));
    let errors = &mut errors.of(&BACKEND);
    match (resource.is_given(), service.is_given()) {
        (true, true) => errors.invalid(&backend.path, "", "cannot set both resource and service backends"),
        (true, false) => check_resource(&resource, errors),
        (false, false) => errors.invalid(&backend.path, "", "resource or service backend is required"),
        (false, true) => {
            let name = service.field("name");
            if name.text().is_empty() {
                errors.required(&name.path, "");
            } else {
                errors.invalid_each(&name.path, name.text(), NameRule::Service.check(name.text(), context));
            }
            let port = service.field("port");
            let (name, number) = (port.field("name"), port.field("number"));
            match (name.text(), number.integer()) {
                ("", 0) => errors.required(&backend.path, "port name or number is required"),
                ("", _) => check_number(&number, errors),
                (text, 0) => errors.invalid_each(&name.path, text, names::port_name(text)),
                _ => errors.invalid(&backend.path, "", "cannot set both port name & port number"),
            }
        }
    }
}

/// Upstream: validateIngressTypedLocalObjectReference.
fn check_resource(resource: &At<'_>, errors: &mut Errors) {
    let group = resource.field("apiGroup");
    if let Some(text) = group.given_text() {
        errors.invalid_each(&group.path, text, names::dns_subdomain(text));
    }
    for field in ["kind", "name"] {
        let at = resource.field(field);
        check_given(at.text(), &at.path, errors);
        if !at.text().is_empty() {
            errors.invalid_each(&at.path, at.text(), names::path_segment(at.text()));
        }
    }
}

fn check_tls(tls: &At<'_>, errors: &mut Errors) {
    for item in tls.items() {
        for host in item.field("hosts").items() {
            if host.text().contains('*') {
                check_wildcard(host.text(), &host.path, errors);
            } else {
                errors.invalid_each(&host.path, host.text(), names::dns_subdomain(host.text()));
            }
        }
        check_subdomain(&item.field("secretName"), errors);
    }
}
