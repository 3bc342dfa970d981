//! `kubectl describe` of what is no Pod. Upstream: describerMap, staging/src/k8s.io/kubectl/pkg/describe/describe.go.

use super::writer::Writer;
use super::{
    access, autoscaler, claim, classes, config, cron_job, date, events, generic, header, ingress, namespace,
    network, network_policy, node, policy, volume, workload,
};
use crate::others::items;
use crate::others::{text, time};
use crate::{Cluster, printers};
use api::collections::gather;
use k8s_openapi::api::core::v1::Event;
use serde_json::Value;
use std::collections::BTreeMap;

/// Writes the description of an object up to its events.
type Describer = fn(&mut Writer, &Value, &Cluster<'_>);

/// How an object of a kind is described; `None` of one that is not described here.
pub(crate) fn describer(kind: &str) -> Option<Describer> {
    Some(match kind {
        "ConfigMap" => config::config_map,
        "Secret" => config::secret,
        "ServiceAccount" => config::account,
        "Service" => network::service,
        "Endpoints" => network::endpoints,
        "EndpointSlice" => network::slice,
        "PersistentVolumeClaim" => claim::claim,
        "PersistentVolume" => volume::volume,
        "Namespace" => namespace::namespace,
        "Node" => node::write,
        "Deployment" => workload::deployment,
        "ReplicaSet" => workload::replica_set,
        "ReplicationController" => workload::replication_controller,
        "StatefulSet" => workload::stateful_set,
        "DaemonSet" => workload::daemon_set,
        "Job" => workload::job,
        "CronJob" => cron_job::write,
        "PodDisruptionBudget" => policy::budget,
        "ResourceQuota" => policy::quota,
        "LimitRange" => namespace::limit_range,
        "Ingress" => ingress::write,
        "IngressClass" => classes::ingress,
        "NetworkPolicy" => network_policy::write,
        "HorizontalPodAutoscaler" => autoscaler::write,
        "StorageClass" => classes::storage,
        "VolumeAttributesClass" => classes::attributes,
        "CSINode" => classes::csi_node,
        "PriorityClass" => classes::priority,
        "Role" | "ClusterRole" => access::role,
        "RoleBinding" | "ClusterRoleBinding" => access::binding,
        other => return printers::of(other).map(|_| generic::write as Describer),
    })
}

/// Kinds whose description has no events.
const WITHOUT_EVENTS: [&str; 9] = [
    "Secret",
    "ResourceQuota",
    "Namespace",
    "LimitRange",
    "NetworkPolicy",
    "Role",
    "ClusterRole",
    "RoleBinding",
    "ClusterRoleBinding",
];

/// The description of an object. `events` are those about it; `None` leaves the section out.
pub(crate) fn describe(
    describer: Describer,
    object: &Value,
    cluster: &Cluster<'_>,
    events: Option<&[&Event]>,
) -> String {
    let mut w = Writer::default();
    describer(&mut w, object, cluster);
    let events = events.filter(|_| !WITHOUT_EVENTS.contains(&text(object, "/kind")));
    match events {
        None => w.aligned(),
        Some([]) => {
            w.field(0, "Events", "<none>");
            w.aligned()
        }
        Some(events) => w.aligned() + &events::table(events, cluster.now, cluster.kubernetes),
    }
}

/// Name and namespace.
pub(super) fn identity(w: &mut Writer, object: &Value) {
    w.field(0, "Name", text(object, "/metadata/name"));
    w.field(0, "Namespace", text(object, "/metadata/namespace"));
}

/// Labels and annotations.
pub(super) fn marks(w: &mut Writer, object: &Value) {
    w.list(0, "Labels", &pairs(&map(object, "/metadata/labels")));
    header::annotations(w, Some(&map(object, "/metadata/annotations")));
}

/// The owner of an object that controls it.
pub(crate) fn controller(object: &Value) -> Option<&Value> {
    let mut owners = items(object, "/metadata/ownerReferences");
    owners.find(|owner| owner.get("controller") == Some(&Value::Bool(true)))
}

/// The workload that made an object.
pub(super) fn controlled_by(w: &mut Writer, object: &Value) {
    if let Some(owner) = controller(object) {
        w.field(0, "Controlled By", &format!("{}/{}", text(owner, "/kind"), text(owner, "/name")));
    }
}

/// The texts of a map of an object.
pub(super) fn map(object: &Value, pointer: &str) -> BTreeMap<String, String> {
    let fields = object.pointer(pointer).and_then(Value::as_object).into_iter().flatten();
    gather(fields.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))))
}

/// `key=value` of each entry.
pub(super) fn pairs(map: &BTreeMap<String, String>) -> Vec<String> {
    super::pairs(Some(map))
}

/// A number of an object; nothing when it is not there.
pub(crate) fn number(object: &Value, pointer: &str) -> i64 {
    object.pointer(pointer).and_then(Value::as_i64).unwrap_or_default()
}

/// A time of an object in words.
pub(super) fn dated(object: &Value, pointer: &str) -> String {
    date(time(object, pointer).as_ref())
}

/// `Terminating (lasts 5s)`, or the phase.
pub(super) fn status(w: &mut Writer, object: &Value, cluster: &Cluster<'_>) {
    match time(object, "/metadata/deletionTimestamp") {
        Some(since) => {
            let lasts = crate::age::since(Some(&since), cluster.now);
            w.field(0, "Status", &format!("Terminating (lasts {lasts})"));
        }
        None => w.field(0, "Status", text(object, "/status/phase")),
    }
}
