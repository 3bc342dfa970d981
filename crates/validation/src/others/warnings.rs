//! The server's warnings about the kinds without a Pod. Upstream: GetWarningsForService, GetWarningsForPersistentVolume
//! and their like below pkg/api; WarningsOnCreate of the strategies below pkg/registry.

use api::well_known::STORAGE_CLASS;
use api::{Change, Gate, Kubernetes};
use serde_json::Value;

use super::names::block_warnings;
use super::{At, deprecations};
use crate::names;

/// The warnings of an object that is accepted.
pub(crate) fn of(value: &Value, kubernetes: &Kubernetes) -> Vec<String> {
    let object = At::object(value);
    match (object.field("apiVersion").text(), object.field("kind").text()) {
        ("v1", "Service") => service(&object, kubernetes),
        ("v1", "Node") => {
            let spec = object.field("spec");
            let mut warnings = deprecations::node(&object);
            warnings.extend(blocks(&spec.field("podCIDRs"), kubernetes));
            warnings
        }
        ("v1", "PersistentVolume") => persistent_volume(&object, kubernetes),
        ("v1", "PersistentVolumeClaim") => claim(&object),
        ("v1", "ResourceQuota") => resource_quota(&object),
        ("networking.k8s.io/v1", "Ingress") => ingress(&object),
        ("v1", "Secret") => deprecations::secret(&object),
        ("v1", "ServiceAccount") => deprecations::service_account(&object, kubernetes),
        ("discovery.k8s.io/v1", "EndpointSlice") => endpoint_slice(&object, kubernetes),
        ("v1", "Endpoints") => endpoints(&object, kubernetes),
        ("networking.k8s.io/v1", "NetworkPolicy") => network_policy(&object, kubernetes),
        ("node.k8s.io/v1", "RuntimeClass") => deprecations::runtime_class(&object),
        ("storage.k8s.io/v1", "CSIDriver") => csi_driver(&object, kubernetes),
        ("storage.k8s.io/v1", "StorageClass") => deprecations::storage_class(&object),
        _ => Vec::new(),
    }
}

/// The warnings about a list of addresses, or about one.
fn addresses(at: &At<'_>, kubernetes: &Kubernetes) -> Vec<String> {
    if !kubernetes.has(Change::AddressWarnings) {
        return Vec::new();
    }
    let warning = |at: &At<'_>| names::ip_warning(&at.path, at.text(), kubernetes);
    at.items().filter_map(|at| warning(&at)).chain(warning(at)).collect()
}

/// The warnings about a list of blocks of addresses, or about one.
fn blocks(at: &At<'_>, kubernetes: &Kubernetes) -> Vec<String> {
    if !kubernetes.has(Change::AddressWarnings) {
        return Vec::new();
    }
    let consequence = names::consequence(kubernetes);
    let of_list: Vec<String> = at.items().flat_map(|at| block_warnings(&at, consequence)).collect();
    of_list.into_iter().chain(block_warnings(at, consequence)).collect()
}

/// Upstream: pkg/registry/discovery/endpointslice/strategy.go.
fn endpoint_slice(object: &At<'_>, kubernetes: &Kubernetes) -> Vec<String> {
    let mut warnings = Vec::new();
    if object.field("addressType").text() == "FQDN" {
        warnings.push("spec.addressType: FQDN endpoints are deprecated".to_owned());
    }
    let metadata = object.field("metadata");
    let labels = metadata.field("labels");
    // The controllers write no other forms.
    let manager = labels.entry("endpointslice.kubernetes.io/managed-by");
    if matches!(
        manager.text(),
        "endpointslice-controller.k8s.io" | "endpointslicemirroring-controller.k8s.io"
    ) {
        return warnings;
    }
    for endpoint in object.field("endpoints").items() {
        warnings.extend(addresses(&endpoint.field("addresses"), kubernetes));
    }
    warnings
}

/// Upstream: pkg/registry/core/endpoint/strategy.go.
fn endpoints(object: &At<'_>, kubernetes: &Kubernetes) -> Vec<String> {
    let mut warnings = Vec::new();
    for subset in object.field("subsets").items() {
        for list in ["addresses", "notReadyAddresses"] {
            for address in subset.field(list).items() {
                warnings.extend(addresses(&address.field("ip"), kubernetes));
            }
        }
    }
    warnings
}

/// Tokens that go to a driver among the attributes of a volume. Upstream: pkg/registry/storage/csidriver/strategy.go.
fn csi_driver(object: &At<'_>, kubernetes: &Kubernetes) -> Vec<String> {
    let spec = object.field("spec");
    let is_told = kubernetes.enabled(Gate::CSIServiceAccountTokenSecrets)
        && !spec.field("tokenRequests").is_empty()
        && !spec.field("serviceAccountTokenInSecrets").is_given();
    is_told
        .then(|| "spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes".to_owned())
        .into_iter()
        .collect()
}

/// Upstream: networkPolicyWarnings, pkg/registry/networking/networkpolicy/strategy.go.
fn network_policy(object: &At<'_>, kubernetes: &Kubernetes) -> Vec<String> {
    let spec = object.field("spec");
    let mut warnings = Vec::new();
    for (rules, peers) in [("ingress", "from"), ("egress", "to")] {
        for rule in spec.field(rules).items() {
            for peer in rule.field(peers).items() {
                let block = peer.field("ipBlock");
                for field in ["cidr", "except"] {
                    warnings.extend(blocks(&block.field(field), kubernetes));
                }
            }
        }
    }
    warnings
}

fn service(object: &At<'_>, kubernetes: &Kubernetes) -> Vec<String> {
    const HINTS: &str = "service.kubernetes.io/topology-aware-hints";
    let mut warnings = Vec::new();
    let metadata = object.field("metadata");
    if metadata.field("annotations").entry(HINTS).is_given() {
        warnings.push(format!(
            "annotation {HINTS} is deprecated, please use service.kubernetes.io/topology-mode instead"
        ));
    }
    let spec = object.field("spec");
    let type_ = spec.field("type").text();
    let headless = type_ == "ClusterIP" && spec.field("clusterIP").text() == "None";
    let externals = spec.field("externalIPs");
    if type_ != "ExternalName" && !headless {
        let list = spec.field("clusterIPs");
        let one = spec.field("clusterIP");
        // The list follows from the single address.
        let one = one.named(list.path.index(0));
        warnings.extend(addresses(if list.is_empty() { &one } else { &list }, kubernetes));
    }
    let mut ignored = |field: &str, is_set: bool| {
        if headless && is_set {
            warnings.push(format!("spec.{field} is ignored for headless services"));
        }
    };
    ignored("loadBalancerIP", !spec.field("loadBalancerIP").text().is_empty());
    ignored("externalIPs", !externals.is_empty());
    ignored("SessionAffinity", spec.field("sessionAffinity").text() != "None");
    warnings.extend(addresses(&externals, kubernetes));
    if kubernetes.has(Change::ServiceWarnings)
        && !externals.is_empty()
        && !headless
        && type_ != "ExternalName"
    {
        warnings.push(
            "spec.externalIPs is deprecated and may no longer be implemented in some clusters".to_owned(),
        );
    }
    warnings.extend(addresses(&spec.field("loadBalancerIP"), kubernetes));
    warnings.extend(blocks(&spec.field("loadBalancerSourceRanges"), kubernetes));
    if type_ == "ExternalName" && !externals.is_empty() {
        warnings.push("spec.externalIPs is ignored when spec.type is \"ExternalName\"".to_owned());
    }
    if type_ != "ExternalName" && !spec.field("externalName").text().is_empty() {
        warnings.push("spec.externalName is ignored when spec.type is not \"ExternalName\"".to_owned());
    }
    if kubernetes.has(Change::ServiceWarnings) && spec.field("trafficDistribution").text() == "PreferClose" {
        warnings.push(
            "spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"".to_owned(),
        );
    }
    warnings
}

fn persistent_volume(object: &At<'_>, kubernetes: &Kubernetes) -> Vec<String> {
    /// Each source with the release that deprecated it and the first in which it does nothing.
    const GONE: [(&str, &str, &str); 6] = [
        ("cephfs", "v1.28", "v1.31+"),
        ("photonPersistentDisk", "v1.11", "v1.16+"),
        ("scaleIO", "v1.16", "v1.22+"),
        ("storageos", "v1.22", "v1.25+"),
        ("glusterfs", "v1.25", "v1.26+"),
        ("rbd", "v1.28", "v1.31+"),
    ];
    let spec = object.field("spec");
    let mut warnings = deprecations::volume_annotations(object, kubernetes);
    if spec.field("persistentVolumeReclaimPolicy").text() == "Recycle" {
        warnings.push("spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.".to_owned());
    }
    warnings.extend(deprecations::volume_affinity(object));
    for (source, since, gone) in GONE.into_iter().filter(|(source, ..)| spec.field(source).is_given()) {
        // The server's own spelling.
        let name = if source == "storageos" { "storageOS" } else { source };
        warnings.push(format!("spec.{name}: deprecated in {since}, non-functional in {gone}"));
    }
    warnings
}

fn claim(object: &At<'_>) -> Vec<String> {
    let mut warnings = Vec::new();
    let metadata = object.field("metadata");
    if metadata.field("annotations").entry(STORAGE_CLASS).is_given() {
        warnings.push(format!(
            "metadata.annotations[{STORAGE_CLASS}]: deprecated since v1.8; use \"storageClassName\" attribute instead"
        ));
    }
    let spec = object.field("spec");
    let resources = spec.field("resources");
    for list in ["requests", "limits"] {
        let amounts = resources.field(list);
        let at = amounts.entry("storage");
        if let Some(amount) = at.quantity().filter(|amount| amount.milli_value() % 1000 != 0) {
            let path = at.path;
            warnings
                .push(format!("{path}: fractional byte value \"{amount}\" is invalid, must be an integer"));
        }
    }
    warnings
}

fn ingress(object: &At<'_>) -> Vec<String> {
    const CLASS: &str = "kubernetes.io/ingress.class";
    let metadata = object.field("metadata");
    let is_old = metadata.field("annotations").entry(CLASS).is_given();
    if is_old && !object.field("spec").field("ingressClassName").is_given() {
        return vec![format!(
            "annotation \"{CLASS}\" is deprecated, please use 'spec.ingressClassName' instead"
        )];
    }
    Vec::new()
}

/// Requests that are bounded higher than limits. Upstream: pkg/registry/core/resourcequota/strategy.go.
fn resource_quota(object: &At<'_>) -> Vec<String> {
    let spec = object.field("spec");
    let hard = spec.field("hard");
    let mut warnings = Vec::new();
    for resource in ["cpu", "memory", "ephemeral-storage"] {
        let (mut name, limit_name) = (format!("requests.{resource}"), format!("limits.{resource}"));
        let mut request = hard.entry(&name).quantity();
        if request.is_none() && resource != "ephemeral-storage" {
            resource.clone_into(&mut name);
            request = hard.entry(resource).quantity();
        }
        if let (Some(request), Some(limit)) = (request, hard.entry(&limit_name).quantity())
            && request > limit
        {
            warnings
                .push(format!("ResourceQuota {name} ({request}) should be less than {limit_name} ({limit})"));
        }
    }
    warnings
}
