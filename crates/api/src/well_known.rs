//! Names and numbers of objects that several parts of a cluster look for.

/// The namespaces of a new cluster.
pub const NAMESPACES: [&str; 4] = ["default", LEASES, "kube-public", "kube-system"];
/// The namespace of the leases that kubelets renew.
pub const LEASES: &str = "kube-node-lease";
/// The ConfigMap with the cluster's certificate, which each namespace has.
pub const ROOT_CERTIFICATE: &str = "kube-root-ca.crt";

/// The highest priority of a class that people make.
/// Upstream: HighestUserDefinablePriority, pkg/apis/scheduling/types.go.
pub const HIGHEST_USER_PRIORITY: i32 = 1_000_000_000;
/// The priority from which a Pod belongs to the system.
/// Upstream: SystemCriticalPriority, pkg/apis/scheduling/types.go.
pub const SYSTEM_PRIORITY: i32 = 2 * HIGHEST_USER_PRIORITY;
/// The class of Pods that a node cannot do without.
pub const NODE_CRITICAL: &str = "system-node-critical";
/// The PriorityClasses that every cluster has, with their values, which no other class may reach.
/// Upstream: systemPriorityClasses, pkg/apis/scheduling/v1/helpers.go.
const SYSTEM_PRIORITY_CLASSES: [(&str, i32); 2] =
    [(NODE_CRITICAL, SYSTEM_PRIORITY + 1000), ("system-cluster-critical", SYSTEM_PRIORITY)];

/// The scheduler of every cluster.
pub const DEFAULT_SCHEDULER: &str = "default-scheduler";
/// The condition's message as long as a Pod has scheduling gates.
/// Upstream: applySchedulingGatedCondition, pkg/registry/core/pod/strategy.go.
pub const GATED: &str = "Scheduling is blocked due to non-empty scheduling gates";

/// The taint of a node whose kubelet says that it is not ready.
pub const NOT_READY: &str = "node.kubernetes.io/not-ready";
/// The taint of a node whose kubelet is not heard of.
pub const UNREACHABLE: &str = "node.kubernetes.io/unreachable";
/// The taint of a node that takes no new Pods.
pub const UNSCHEDULABLE: &str = "node.kubernetes.io/unschedulable";

/// The annotation in which kubectl notes what it applied.
pub const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";
/// The annotation in which a DaemonSet says how many templates it has had.
pub const TEMPLATE_GENERATION: &str = "deprecated.daemonset.template.generation";
/// The start of the name of the volume with a Pod's token.
pub const TOKEN_VOLUME: &str = "kube-api-access-";
/// The letters that stand for those that a server would draw at the end of a name.
pub const RANDOM_END: &str = "xxxxx";
/// The annotation of a Pod that stands for a file of its node.
pub const MIRROR: &str = "kubernetes.io/config.mirror";
/// The start of the annotations that named the AppArmor profile of a container before there was a field.
pub const APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";
/// The longest path of an AppArmor profile that Linux takes, without its end mark.
pub const LONGEST_APP_ARMOR_PROFILE: usize = 4095;
/// The annotation of a ServiceAccount whose Pods may only refer to secrets that it lists.
pub const ENFORCE_MOUNTABLE_SECRETS: &str = "kubernetes.io/enforce-mountable-secrets";

/// The annotation by which claims and volumes named their class before there was a field; it wins over the field.
pub const STORAGE_CLASS: &str = "volume.beta.kubernetes.io/storage-class";
/// The annotation of a claim whose binding is done.
pub const BIND_COMPLETED: &str = "pv.kubernetes.io/bind-completed";
/// The provisioner that makes no volumes.
pub const NO_PROVISIONER: &str = "kubernetes.io/no-provisioner";

/// The mode of a volume's files without one: `rw-r--r--`.
pub const FILE_MODE: i32 = 0o644;

/// The annotations that mark a StorageClass as the default one when they say `true`.
/// Upstream: IsDefaultAnnotation, pkg/volume/util/storageclass.go.
pub const DEFAULT_STORAGE_CLASS: [&str; 2] =
    ["storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"];

/// The server's words where it has no such resource or subresource.
/// Upstream: NewGenericServerResponse, apimachinery/pkg/api/errors/errors.go.
pub const NO_RESOURCE: &str = "the server could not find the requested resource";

/// The finalizer by which objects of a kind are not gone before their users are.
/// Upstream: plugin/pkg/admission/storage/storageobjectinuseprotection/admission.go.
pub fn protection(kind: &str) -> Option<&'static str> {
    match kind {
        "PersistentVolume" => Some("kubernetes.io/pv-protection"),
        "PersistentVolumeClaim" => Some("kubernetes.io/pvc-protection"),
        "VolumeAttributesClass" => Some("kubernetes.io/vac-protection"),
        _ => None,
    }
}

/// The value of a PriorityClass that every cluster has.
///
/// ```
/// assert_eq!(api::well_known::system_priority("system-cluster-critical"), Some(2_000_000_000));
/// assert_eq!(api::well_known::system_priority("mine"), None);
/// ```
#[must_use]
pub fn system_priority(class: &str) -> Option<i32> {
    SYSTEM_PRIORITY_CLASSES.iter().find(|(name, _)| *name == class).map(|&(_, value)| value)
}

/// The server's warning that goes with each answer about Endpoints.
pub const ENDPOINTS_DEPRECATED: &str =
    "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice";
