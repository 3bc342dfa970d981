//! The objects that every cluster makes by itself. Upstream: pkg/controlplane/controller/{systemnamespaces,
//! kubernetesservice}, pkg/apis/scheduling/v1/helpers.go, pkg/controller/{serviceaccount,certificates/rootcacertpublisher},
//! plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go.

use api::well_known::{NAMESPACES, NODE_CRITICAL, ROOT_CERTIFICATE, system_priority};
use serde_json::{Value, json};

/// The objects that a cluster makes by itself and that people see there: those in each of `namespaces`, and the first Service.
pub fn own_objects<'n>(namespaces: impl Iterator<Item = &'n str>) -> Vec<Value> {
    let inside = namespaces.flat_map(|namespace| {
        [
            object("v1", "Namespace", "", namespace),
            object("v1", "ConfigMap", namespace, ROOT_CERTIFICATE),
            object("v1", "ServiceAccount", namespace, "default"),
        ]
    });
    inside.chain([object("v1", "Service", "default", "kubernetes")]).flatten().collect()
}

/// The object of this name that a new cluster makes; `None` when it makes none.
///
/// ```
/// let class = apiserver::own("scheduling.k8s.io/v1", "PriorityClass", "", "system-node-critical").unwrap();
/// assert_eq!(class["value"], 2_000_001_000);
/// assert!(apiserver::own("v1", "Namespace", "", "mine").is_none());
/// ```
pub fn own(api_version: &str, kind: &str, namespace: &str, name: &str) -> Option<Value> {
    let place = match kind {
        "PriorityClass" | "ClusterRoleBinding" => None,
        "Namespace" => Some(name),
        _ => Some(namespace),
    };
    let is_there = place.is_none_or(|place| NAMESPACES.contains(&place));
    is_there.then(|| object(api_version, kind, namespace, name))?
}

/// The object of this kind and name that a cluster makes by itself in a namespace, or of it; `None` of any other.
///
/// ```
/// assert!(apiserver::own_in("ServiceAccount", "mine", "default").is_some());
/// assert!(apiserver::own_in("ServiceAccount", "mine", "robot").is_none());
/// ```
pub fn own_in(kind: &str, namespace: &str, name: &str) -> Option<Value> {
    object("v1", kind, if kind == "Namespace" { "" } else { namespace }, name)
}

fn object(api_version: &str, kind: &str, namespace: &str, name: &str) -> Option<Value> {
    let mut object = match (api_version, kind) {
        ("v1", "Namespace") => json!({
            "metadata": {"labels": {"kubernetes.io/metadata.name": name}},
            "spec": {"finalizers": ["kubernetes"]},
            "status": {"phase": "Active"},
        }),
        ("v1", "ServiceAccount") if name == "default" => json!({"metadata": {}}),
        ("v1", "ConfigMap") if name == ROOT_CERTIFICATE => json!({
            "metadata": {"annotations": {"kubernetes.io/description": DESCRIPTION}},
            "data": {"ca.crt": "-----BEGIN CERTIFICATE-----\n...\n-----END CERTIFICATE-----\n"},
        }),
        ("v1", "Service") if name == "kubernetes" && namespace == "default" => service(),
        ("scheduling.k8s.io/v1", "PriorityClass") => {
            let value = system_priority(name)?;
            let used = if name == NODE_CRITICAL { "the node" } else { "the cluster" };
            json!({"metadata": {}, "value": value, "description": format!("Used for system critical pods that must run in {used}.")})
        }
        ("rbac.authorization.k8s.io/v1", "ClusterRoleBinding") if name == "cluster-admin" => json!({
            "metadata": {"labels": {"kubernetes.io/bootstrapping": "rbac-defaults"}},
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"},
            "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "system:masters"}],
        }),
        _ => return None,
    };
    let fields = object.as_object_mut()?;
    fields.insert("apiVersion".to_owned(), api_version.into());
    fields.insert("kind".to_owned(), kind.into());
    let metadata = fields.get_mut("metadata")?.as_object_mut()?;
    metadata.insert("name".to_owned(), name.into());
    if !namespace.is_empty() {
        metadata.insert("namespace".to_owned(), namespace.into());
    }
    Some(object)
}

/// The purpose of the cluster's certificates, as their ConfigMap tells it.
const DESCRIPTION: &str = "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.";

/// The Service by which Pods find the server; its address is the first of the cluster's range.
fn service() -> Value {
    json!({
        "metadata": {"labels": {"component": "apiserver", "provider": "kubernetes"}},
        "spec": {
            "type": "ClusterIP", "clusterIP": "10.96.0.1", "clusterIPs": ["10.96.0.1"],
            "ipFamilies": ["IPv4"], "ipFamilyPolicy": "SingleStack", "internalTrafficPolicy": "Cluster",
            "sessionAffinity": "None",
            "ports": [{"name": "https", "port": 443, "protocol": "TCP", "targetPort": 6443}],
        },
        "status": {"loadBalancer": {}},
    })
}
