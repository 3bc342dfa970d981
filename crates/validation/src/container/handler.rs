//! The action of a probe or a hook: `exec`, `httpGet`, `tcpSocket`, `grpc`, `sleep`.
//! Upstream: validateHandler, pkg/apis/core/validation/validation.go.

use api::{FieldPath, Gate};
use k8s_openapi::api::core::v1::{
    ExecAction, GRPCAction, HTTPGetAction, LifecycleHandler, Probe, SleepAction, TCPSocketAction,
};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use crate::bad_value::word;
use crate::rule::rule;
use crate::site::{ContainerSite, all, text};
use crate::{Errors, Rule, names};

pub(crate) static HANDLER: Rule = rule!(
    "handler",
    Required "" "must specify a handler type",
    Forbidden "" "may not specify more than 1 handler type"
);

pub(crate) static SLEEP_TOO_LONG: Rule = rule!("sleep-too-long", Invalid ".sleep" "");

/// A probe's or a hook's handlers; exactly one is to be given.
#[derive(Clone, Copy, Debug)]
pub(super) struct Handlers<'a> {
    exec: Option<&'a ExecAction>,
    http_get: Option<&'a HTTPGetAction>,
    tcp_socket: Option<&'a TCPSocketAction>,
    grpc: Option<&'a GRPCAction>,
    sleep: Option<&'a SleepAction>,
}

impl<'a> From<&'a Probe> for Handlers<'a> {
    fn from(probe: &'a Probe) -> Self {
        Handlers {
            exec: probe.exec.as_ref(),
            http_get: probe.http_get.as_ref(),
            tcp_socket: probe.tcp_socket.as_ref(),
            grpc: probe.grpc.as_ref(),
            sleep: None,
        }
    }
}

impl<'a> From<&'a LifecycleHandler> for Handlers<'a> {
    fn from(hook: &'a LifecycleHandler) -> Self {
        Handlers {
            exec: hook.exec.as_ref(),
            http_get: hook.http_get.as_ref(),
            tcp_socket: hook.tcp_socket.as_ref(),
            grpc: None,
            sleep: hook.sleep.as_ref(),
        }
    }
}

/// Checks the first handler; each further one is too many.
pub(super) fn check(
    site: &ContainerSite<'_>,
    handlers: &Handlers<'_>,
    path: &FieldPath<'_>,
    errors: &mut Errors,
) {
    let mut first = true;
    let mut is_first = |path: &FieldPath<'_>, errors: &mut Errors| {
        if !first {
            errors.of(&HANDLER).forbidden(path, "may not specify more than 1 handler type");
        }
        std::mem::replace(&mut first, false)
    };
    let field = path.field("exec");
    if let Some(exec) = handlers.exec.filter(|_| is_first(&field, errors)) {
        check_exec(exec, &field, errors);
    }
    let field = path.field("httpGet");
    if let Some(http) = handlers.http_get.filter(|_| is_first(&field, errors)) {
        check_http_get(http, &field, errors);
    }
    let field = path.field("tcpSocket");
    if let Some(tcp) = handlers.tcp_socket.filter(|_| is_first(&field, errors)) {
        check_port(&tcp.port, &field.field("port"), errors);
    }
    let field = path.field("grpc");
    if let Some(grpc) = handlers.grpc.filter(|_| is_first(&field, errors)) {
        check_port(&IntOrString::Int(grpc.port), &field.field("port"), errors);
    }
    let field = path.field("sleep");
    if let Some(sleep) = handlers.sleep.filter(|_| is_first(&field, errors)) {
        check_sleep(site, sleep, &field, errors);
    }
    if first {
        errors.of(&HANDLER).required(path, "must specify a handler type");
    }
}

fn check_exec(exec: &ExecAction, path: &FieldPath<'_>, errors: &mut Errors) {
    if all(exec.command.as_ref()).is_empty() {
        errors.required(&path.field("command"), "");
    }
}

/// Upstream: validateHTTPGetAction.
fn check_http_get(http: &HTTPGetAction, path: &FieldPath<'_>, errors: &mut Errors) {
    if text(http.path.as_ref()).is_empty() {
        errors.required(&path.field("path"), "");
    }
    check_port(&http.port, &path.field("port"), errors);
    let scheme = text(http.scheme.as_ref());
    if !matches!(scheme, "HTTP" | "HTTPS") {
        errors.not_supported(&path.field("scheme"), word(scheme), &["HTTP", "HTTPS"]);
    }
    // The list is named, never the header.
    for header in all(http.http_headers.as_ref()) {
        errors.invalid_each(&path.field("httpHeaders"), &header.name, names::http_header_name(&header.name));
    }
}

/// Upstream: ValidatePortNumOrName.
fn check_port(port: &IntOrString, path: &FieldPath<'_>, errors: &mut Errors) {
    match port {
        IntOrString::Int(number) => {
            if let Some(message) = names::port_number((*number).into()) {
                errors.invalid(path, *number, message);
            }
        }
        IntOrString::String(name) => errors.invalid_each(path, name, names::port_name(name)),
    }
}

/// Upstream: validateSleepAction.
fn check_sleep(site: &ContainerSite<'_>, sleep: &SleepAction, path: &FieldPath<'_>, errors: &mut Errors) {
    let Some(grace) = site.pod.spec.termination_grace_period_seconds else { return };
    let zero_is_fine = site.pod.context.enabled(Gate::PodLifecycleSleepActionAllowZero);
    if (i64::from(!zero_is_fine)..=grace).contains(&sleep.seconds) {
        return;
    }
    let detail = if zero_is_fine {
        format!("must be non-negative and less than terminationGracePeriodSeconds ({grace})")
    } else {
        format!(
            "must be greater than 0 and less than terminationGracePeriodSeconds ({grace}). Enable AllowPodLifecycleSleepActionZeroValue feature gate for zero sleep."
        )
    };
    errors.of(&SLEEP_TOO_LONG).invalid(path, sleep.seconds, detail);
}
