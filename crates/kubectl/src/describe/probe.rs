//! A probe in one line. Upstream: DescribeProbe, staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::text;
use api::{Change, Kubernetes};
use k8s_openapi::api::core::v1::{HTTPGetAction, Probe};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

pub(super) fn describe(probe: &Probe, kubernetes: &Kubernetes) -> String {
    format!("{} {}", handler(probe), numbers(probe, kubernetes))
}

fn handler(probe: &Probe) -> String {
    if let Some(exec) = &probe.exec {
        format!("exec [{}]", exec.command.as_deref().unwrap_or_default().join(" "))
    } else if let Some(http) = &probe.http_get {
        format!("http-get {}", url(http))
    } else if let Some(tcp) = &probe.tcp_socket {
        format!("tcp-socket {}:{}", text(tcp.host.as_ref()), port(&tcp.port))
    } else if let Some(grpc) = &probe.grpc {
        format!("grpc <pod>:{} {}", grpc.port, text(grpc.service.as_ref()))
    } else {
        "unknown".to_owned()
    }
}

fn numbers(probe: &Probe, kubernetes: &Kubernetes) -> String {
    let number = |field: Option<i32>| field.unwrap_or_default();
    let (success, failure) = if kubernetes.has(Change::DescribeNamesThresholds) {
        ("successThreshold", "failureThreshold")
    } else {
        ("#success", "#failure")
    };
    format!(
        "delay={}s timeout={}s period={}s {success}={} {failure}={}",
        number(probe.initial_delay_seconds),
        number(probe.timeout_seconds),
        number(probe.period_seconds),
        number(probe.success_threshold),
        number(probe.failure_threshold),
    )
}

fn port(port: &IntOrString) -> String {
    match port {
        IntOrString::Int(number) => number.to_string(),
        IntOrString::String(name) => name.clone(),
    }
}

/// As Go's `url.URL` prints it: the path is escaped, its question marks too.
fn url(http: &HTTPGetAction) -> String {
    let scheme = text(http.scheme.as_ref()).to_lowercase();
    let (host, port) = (text(http.host.as_ref()), port(&http.port));
    let host = match (host.contains(':'), port.is_empty()) {
        (_, true) => host.to_owned(),
        (true, false) => format!("[{host}]:{port}"),
        (false, false) => format!("{host}:{port}"),
    };
    let path = escape(text(http.path.as_ref()));
    let colon = if scheme.is_empty() { "" } else { ":" };
    let slash = if path.is_empty() || path.starts_with('/') || host.is_empty() { "" } else { "/" };
    format!("{scheme}{colon}//{host}{slash}{path}")
}

fn escape(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~$&+,/:;=@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.extend([format!("%{byte:02X}")]);
        }
    }
    out
}
