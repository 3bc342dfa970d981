//! Addresses and ports that the cluster gives to a Service: those whose limits are the cluster's own.
//! Upstream: pkg/registry/core/service/storage/alloc.go, ipallocator/cidrallocator.go beside it.

use crate::{Cluster, Refusal, State};
use admission::Assumed;
use api::Object;
use serde_json::Value;
use std::net::Ipv4Addr;
use validation::NODE_PORTS;

/// The addresses of Services where kubeadm made the cluster: the first and the mask.
const RANGE: (Ipv4Addr, u32) = (Ipv4Addr::new(10, 96, 0, 0), 0xfff0_0000);

/// An address outside of the usual range: whether the cluster has it, nothing in the text says.
pub(crate) fn assumed_range(object: &Object) -> Option<Assumed> {
    let Object::Other(service) = object else { return None };
    let written = service.pointer("/spec/clusterIP").and_then(Value::as_str)?;
    let address: Ipv4Addr = written.parse().ok()?;
    let (first, mask) = RANGE;
    let is_usual = address.to_bits() & mask == first.to_bits();
    (object.kind() == "Service" && !is_usual).then(|| Assumed {
        kind: "ServiceCIDR",
        name: written.to_owned(),
        otherwise: format!(
            "Service \"{}\" is invalid: spec.clusterIPs: Invalid value: [\"{written}\"]: failed to allocate IP {written}: the provided network does not match the current range",
            crate::name(object)
        ),
    })
}

/// The refusal of an address that a new default cluster does not give.
pub(crate) fn check_address(object: &Object, state: &State) -> Result<(), Refusal> {
    let Object::Other(service) = object else { return Ok(()) };
    let written = service.pointer("/spec/clusterIP").and_then(Value::as_str).unwrap_or_default();
    let Ok(address) = written.parse::<Ipv4Addr>() else { return Ok(()) };
    if object.kind() != "Service" || state.cluster != Cluster::New {
        return Ok(());
    }
    let ((first, mask), bits) = (RANGE, address.to_bits());
    let is_inside = bits & mask == first.to_bits() && ![0, !mask].contains(&(bits & !mask));
    let why = match bits & !mask {
        _ if !is_inside && state.is_dry_run => {
            format!(
                "the provided IP ({written}) is not in the valid range. The range of valid IPs is 10.96.0.0/12"
            )
        }
        _ if !is_inside => "the provided network does not match the current range".to_owned(),
        // The cluster's own Service has the first one. A dry run does not look whether an address is taken.
        1 if !state.is_dry_run => "provided IP is already allocated".to_owned(),
        _ => return Ok(()),
    };
    let error =
        format!("spec.clusterIPs: Invalid value: [\"{written}\"]: failed to allocate IP {written}: {why}");
    let (kind, name) = ("Service".to_owned(), crate::name(object));
    Err(Refusal::Invalid { kind, name, errors: vec![error] })
}

/// The refusal of a port for health checks that no node may give.
pub(crate) fn check_health_port(object: &Object, state: &State) -> Result<(), Refusal> {
    let Object::Other(service) = object else { return Ok(()) };
    let text = |pointer: &str| service.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let port = service.pointer("/spec/healthCheckNodePort").and_then(Value::as_i64).unwrap_or_default();
    let is_asked = text("/spec/type") == "LoadBalancer" && text("/spec/externalTrafficPolicy") == "Local";
    if object.kind() != "Service" || !is_asked || port == 0 {
        return Ok(());
    }
    let why = if !NODE_PORTS.contains(&port) {
        "provided port is not in the valid range. The range of valid ports is 30000-32767"
    } else if state.taken.has_port(port) {
        "provided port is already allocated"
    } else {
        return Ok(());
    };
    Err(Refusal::Internal(format!(
        "Internal error occurred: failed to allocate requested HealthCheck NodePort {port}: {why}"
    )))
}
