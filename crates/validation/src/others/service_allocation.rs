//! Addresses and ports of nodes that Services are given. Upstream: beginCreate,
//! pkg/registry/core/service/storage/storage.go and alloc.go beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use serde_json::Value;

use super::names::check_address;
use super::service::PORTS;
use super::{At, check_word};
use crate::bad_value::word;
use crate::site::Context;
use crate::{Errors, go, names};

/// The ports of nodes that a default cluster gives out.
pub const NODE_PORTS: std::ops::RangeInclusive<i64> = 30000..=32767;
/// The only family of addresses of a default cluster.
const FAMILY: &str = "IPv4";

/// The addresses and ports of nodes that Services have.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    services: BTreeMap<String, Given>,
}

#[derive(Clone, Debug, Default)]
struct Given {
    ports: Vec<i64>,
    addresses: Vec<IpAddr>,
}

impl Taken {
    /// Takes in a Service in its JSON form; one that has changed gives back what it had.
    pub fn add(&mut self, service: &Value) {
        let object = At::object(service);
        let (metadata, spec) = (object.field("metadata"), object.field("spec"));
        let (ports, own) = (spec.field("ports"), spec.field("clusterIP"));
        let ports = ports.items().map(|port| port.field("nodePort").integer());
        let health = spec.field("healthCheckNodePort").integer();
        let ports = ports.chain([health]).filter(|port| *port != 0);
        let listed = spec.field("clusterIPs").texts();
        let addresses = listed.into_iter().chain([own.text()]).filter_map(names::ip_sloppy);
        let given = Given { ports: ports.collect(), addresses: addresses.collect() };
        let name = format!("{}/{}", metadata.field("namespace").text(), metadata.field("name").text());
        if given.ports.is_empty() && given.addresses.is_empty() {
            self.services.remove(&name);
        } else {
            self.services.insert(name, given);
        }
    }

    /// Whether a port of nodes is given out.
    pub fn has_port(&self, port: i64) -> bool {
        self.services.values().any(|given| given.ports.contains(&port))
    }

    fn has_address(&self, address: IpAddr) -> bool {
        self.services.values().any(|given| given.addresses.contains(&address))
    }
}

/// Addresses and ports of nodes are given out before anything else is looked at; whether that was refused.
pub(super) fn check_allocation(object: &At<'_>, context: &Context<'_>, errors: &mut Errors) -> bool {
    let spec = object.field("spec");
    let before = errors.len();
    if spec.field("type").text() != "ExternalName" {
        check_addresses(&spec, context, errors);
        if errors.len() == before {
            check_stacks(&spec, errors);
        }
        if errors.len() == before {
            allocate_addresses(&spec, context, errors);
        }
        if errors.len() == before && matches!(spec.field("type").text(), "NodePort" | "LoadBalancer") {
            allocate_node_ports(&spec, context, errors);
        }
    }
    errors.len() > before
}

/// A default cluster has one family of addresses. Upstream: initIPFamilyFields.
fn check_stacks(spec: &At<'_>, errors: &mut Errors) {
    let before = errors.len();
    let (policy, families) = (spec.field("ipFamilyPolicy"), spec.field("ipFamilies"));
    if policy.text() == "SingleStack" {
        check_single(spec, errors);
    }
    let (texts, printed) = addresses(spec);
    let path = spec.path.field("clusterIPs");
    let is_headless = texts.first() == Some(&"None");
    for (index, text) in texts.iter().enumerate().skip(families.len()).filter(|_| !is_headless) {
        if names::ip_sloppy(text).is_some_and(|address| address.is_ipv6()) {
            errors.invalid(&path.index(index), printed.clone(), "IPv6 is not configured on this cluster");
        }
    }
    // Endpoints of a Service without address and selector come from elsewhere and may have any family.
    if errors.len() > before || is_headless && spec.field("selector").is_empty() {
        return;
    }
    if policy.text() == "RequireDualStack" {
        let detail = "this cluster is not configured for dual-stack services";
        errors.invalid(&policy.path, word(policy.text()), detail);
    }
    for family in families.items().filter(|family| family.text() != FAMILY) {
        errors.invalid(&family.path, word(family.text()), "not configured on this cluster");
    }
}

/// The addresses that are asked for, and how a message prints them; the list follows from the single address.
fn addresses<'a>(spec: &'a At<'_>) -> (Vec<&'a str>, go::Value) {
    let (one, texts) = (spec.field("clusterIP").text(), spec.field("clusterIPs").texts());
    let texts = if texts.is_empty() && !one.is_empty() { vec![one] } else { texts };
    let printed = go::Value::List("[]string", texts.iter().map(|text| go::text(*text)).collect());
    (texts, printed)
}

/// Upstream: allocIPs.
fn allocate_addresses(spec: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let (texts, printed) = addresses(spec);
    let taken = |text: &&&str| names::ip_sloppy(text).is_some_and(|own| context.taken.has_address(own));
    if let Some(text) = texts.iter().find(taken) {
        let detail = format!("failed to allocate IP {text}: provided IP is already allocated");
        errors.of(&PORTS).invalid(&spec.path.field("clusterIPs"), printed, detail);
    }
}

fn check_single(spec: &At<'_>, errors: &mut Errors) {
    let policy = spec.field("ipFamilyPolicy");
    for (list, words) in [("clusterIPs", "cluster IPs"), ("ipFamilies", "IP families")] {
        if spec.field(list).len() == 2 {
            let detail = format!(
                "must be 'RequireDualStack' or 'PreferDualStack' when multiple {words} are specified"
            );
            errors.invalid(&policy.path, word(policy.text()), detail);
        }
    }
}

/// Upstream: ValidateServiceClusterIPsRelatedFields.
fn check_addresses(spec: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let (one, list) = (spec.field("clusterIP").text(), spec.field("clusterIPs"));
    // The list follows from the single address where only that is given.
    let texts = if list.is_empty() && !one.is_empty() { vec![one] } else { list.texts() };
    let printed = || list.printed_texts("[]string");
    match (one, texts.first()) {
        ("", Some(_)) => {
            errors.invalid(&list.path, printed(), "must be empty when `clusterIP` is not specified");
        }
        (one, Some(first)) if *first != one => {
            errors.invalid(&list.path, printed(), "first value must match `clusterIP`");
        }
        _ => {}
    }
    check_families(spec, errors);
    let before = errors.len();
    for (index, text) in texts.iter().enumerate() {
        if index == 0 && *text == "None" {
            if texts.len() > 1 {
                errors.invalid(&list.path, printed(), "'None' must be the first and only value");
            }
        } else {
            check_address(text, &list.path.index(index), context, errors);
        }
    }
    let are_fine = errors.len() == before;
    if texts.len() > 2 {
        errors.invalid(&list.path, printed(), "may only hold up to 2 values");
    }
    let is_v6 = |text: &&str| names::ip_sloppy(text).is_some_and(|address| matches!(address, IpAddr::V6(_)));
    if !are_fine || texts.first() == Some(&"None") {
        return;
    }
    let sixes = texts.iter().filter(|text| is_v6(text)).count();
    if texts.len() > 1 && (sixes == 0 || sixes == texts.len()) {
        errors.invalid(&list.path, printed(), "may specify no more than one IP for each IP family");
    }
    for (index, (text, family)) in texts.iter().zip(spec.field("ipFamilies").texts()).enumerate() {
        let own = if is_v6(text) { "IPv6" } else { "IPv4" };
        if matches!(family, "IPv4" | "IPv6") && family != own {
            let detail = format!("expected an {family} value as indicated by `ipFamilies[{index}]`");
            errors.invalid(&list.path.index(index), *text, detail);
        }
    }
}

fn check_families(spec: &At<'_>, errors: &mut Errors) {
    let families = spec.field("ipFamilies");
    let mut seen = BTreeSet::new();
    for family in families.items() {
        if !matches!(family.text(), "IPv4" | "IPv6") {
            errors.not_supported(&family.path, word(family.text()), &["IPv4", "IPv6"]);
        }
        if !seen.insert(family.text()) {
            errors.duplicate(&family.path, word(family.text()));
        }
    }
    let policy = spec.field("ipFamilyPolicy");
    check_word(&policy, &["PreferDualStack", "RequireDualStack", "SingleStack"], errors);
}

/// Upstream: initNodePorts. It stops at the first that cannot be had.
fn allocate_node_ports(spec: &At<'_>, context: &Context<'_>, errors: &mut Errors) {
    let list = spec.field("ports");
    let ports: Vec<(i64, i64)> =
        list.items().map(|port| (port.field("port").integer(), port.field("nodePort").integer())).collect();
    // The first port of nodes that is wanted for a port of the Service.
    let mut first = BTreeMap::new();
    for (port, node) in ports.iter().filter(|(_, node)| *node != 0) {
        first.entry(*port).or_insert(*node);
    }
    let mut given = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for (index, (port, own)) in ports.iter().enumerate() {
        let shared = given.get(port).copied();
        let wanted = match shared {
            None => first.get(port).copied(),
            Some(shared) => Some(*own).filter(|own| *own != 0 && *own != shared),
        };
        let Some(wanted) = wanted else { continue };
        let path = list.path.index(index);
        let path = path.field("nodePort");
        if !NODE_PORTS.contains(&wanted) {
            let (lowest, highest) = (NODE_PORTS.start(), NODE_PORTS.end());
            let detail = format!(
                "provided port is not in the valid range. The range of valid ports is {lowest}-{highest}"
            );
            return errors.of(&PORTS).invalid(&path, wanted, detail);
        }
        if !taken.insert(wanted) || context.taken.has_port(wanted) {
            return errors.of(&PORTS).invalid(&path, wanted, "provided port is already allocated");
        }
        if shared.is_none() {
            given.insert(*port, wanted);
        }
    }
}
