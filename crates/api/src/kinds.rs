//! The kinds of objects: the one table. `build.rs` and `cargo xtask fields` read this file too, so it names no other.

/// A built-in kind, and the type of its objects as a server's discovery names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// `apps/v1`.
    pub api_version: &'static str,
    /// `Deployment`.
    pub name: &'static str,
    /// `deployments`.
    pub plural: &'static str,
    /// Whether its objects are in a namespace.
    pub namespaced: bool,
    /// The habits of its strategy that most others do not have.
    strategy: &'static [Strategy],
}

/// A habit of the server with objects of some kinds. Upstream: the strategies in pkg/registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// An update of an object that is not there creates it: `AllowCreateOnUpdate`.
    CreatedByUpdates,
    /// A create takes no status: `PrepareForCreate`.
    LosesStatus,
    /// Versions are counted in `metadata.generation`, for kinds without a Pod: `PrepareForCreate`, `PrepareForUpdate`.
    CountsGeneration,
    /// An update leaves a bad `generateName` alone: `ValidateUpdate` asks of the metadata only whether it may change.
    TrustsGenerateName,
}

use Strategy::{CountsGeneration, CreatedByUpdates, LosesStatus, TrustsGenerateName};

const fn inside(api_version: &'static str, name: &'static str, plural: &'static str) -> Kind {
    Kind { api_version, name, plural, namespaced: true, strategy: &[] }
}

const fn whole(api_version: &'static str, name: &'static str, plural: &'static str) -> Kind {
    Kind { namespaced: false, ..inside(api_version, name, plural) }
}

/// Pods.
pub const POD: Kind = inside("v1", "Pod", "pods");
/// Nodes.
pub const NODE: Kind = whole("v1", "Node", "nodes");
/// Namespaces.
pub const NAMESPACE: Kind = whole("v1", "Namespace", "namespaces").with(&[LosesStatus]);

/// Pods and the kinds that hold a template of one, by API version: each is read into a type, checked and run.
pub const KINDS: [Kind; 9] = [
    POD,
    inside("v1", "PodTemplate", "podtemplates"),
    inside("v1", "ReplicationController", "replicationcontrollers"),
    inside("apps/v1", "DaemonSet", "daemonsets").with(&[TrustsGenerateName]),
    inside("apps/v1", "Deployment", "deployments").with(&[TrustsGenerateName]),
    inside("apps/v1", "ReplicaSet", "replicasets").with(&[TrustsGenerateName]),
    inside("apps/v1", "StatefulSet", "statefulsets").with(&[TrustsGenerateName]),
    inside("batch/v1", "CronJob", "cronjobs").with(&[TrustsGenerateName]),
    inside("batch/v1", "Job", "jobs"),
];

/// The short names of types, as `kubectl api-resources` lists them.
pub const SHORT: [(&str, &str); 30] = [
    ("po", "Pod"),
    ("svc", "Service"),
    ("deploy", "Deployment"),
    ("rs", "ReplicaSet"),
    ("sts", "StatefulSet"),
    ("ds", "DaemonSet"),
    ("cj", "CronJob"),
    ("rc", "ReplicationController"),
    ("cm", "ConfigMap"),
    ("sa", "ServiceAccount"),
    ("pvc", "PersistentVolumeClaim"),
    ("pv", "PersistentVolume"),
    ("limits", "LimitRange"),
    ("quota", "ResourceQuota"),
    ("no", "Node"),
    ("ns", "Namespace"),
    ("ing", "Ingress"),
    ("pdb", "PodDisruptionBudget"),
    ("pc", "PriorityClass"),
    ("sc", "StorageClass"),
    ("ev", "Event"),
    ("ep", "Endpoints"),
    ("ip", "IPAddress"),
    ("netpol", "NetworkPolicy"),
    ("hpa", "HorizontalPodAutoscaler"),
    ("vac", "VolumeAttributesClass"),
    ("crd", "CustomResourceDefinition"),
    ("crds", "CustomResourceDefinition"),
    ("csr", "CertificateSigningRequest"),
    ("cs", "ComponentStatus"),
];

/// The kinds of the category `all`, in the order of a server's discovery.
pub const CATEGORY_ALL: [&str; 10] = [
    "Pod",
    "ReplicationController",
    "Service",
    "DaemonSet",
    "Deployment",
    "ReplicaSet",
    "StatefulSet",
    "HorizontalPodAutoscaler",
    "CronJob",
    "Job",
];

/// Kinds without a template that the program reads into types.
pub const SURROUNDING: [&str; 9] = [
    "CSINode",
    "LimitRange",
    "Namespace",
    "Node",
    "PersistentVolume",
    "PriorityClass",
    "ResourceQuota",
    "RuntimeClass",
    "StorageClass",
];

/// Every other kind that a server of some release serves without custom resources, by API version and name.
pub const OTHERS: [Kind; 58] = [
    inside("v1", "Binding", "bindings"),
    inside("v1", "ConfigMap", "configmaps"),
    inside("v1", "Endpoints", "endpoints").with(&[CreatedByUpdates]),
    inside("v1", "Event", "events").with(&[CreatedByUpdates]),
    inside("v1", "LimitRange", "limitranges").with(&[CreatedByUpdates]),
    NAMESPACE,
    NODE,
    whole("v1", "PersistentVolume", "persistentvolumes").with(&[LosesStatus]),
    inside("v1", "PersistentVolumeClaim", "persistentvolumeclaims").with(&[LosesStatus]),
    inside("v1", "ResourceQuota", "resourcequotas").with(&[TrustsGenerateName, LosesStatus]),
    inside("v1", "Secret", "secrets"),
    inside("v1", "Service", "services").with(&[CreatedByUpdates, TrustsGenerateName, LosesStatus]),
    inside("v1", "ServiceAccount", "serviceaccounts"),
    whole("admissionregistration.k8s.io/v1", "MutatingAdmissionPolicy", "mutatingadmissionpolicies")
        .with(&[CountsGeneration]),
    whole(
        "admissionregistration.k8s.io/v1",
        "MutatingAdmissionPolicyBinding",
        "mutatingadmissionpolicybindings",
    )
    .with(&[CountsGeneration]),
    whole("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", "mutatingwebhookconfigurations")
        .with(&[CountsGeneration]),
    whole("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", "validatingadmissionpolicies")
        .with(&[CountsGeneration]),
    whole(
        "admissionregistration.k8s.io/v1",
        "ValidatingAdmissionPolicyBinding",
        "validatingadmissionpolicybindings",
    )
    .with(&[CountsGeneration]),
    whole(
        "admissionregistration.k8s.io/v1",
        "ValidatingWebhookConfiguration",
        "validatingwebhookconfigurations",
    )
    .with(&[CountsGeneration]),
    whole("apiextensions.k8s.io/v1", "CustomResourceDefinition", "customresourcedefinitions"),
    whole("apiregistration.k8s.io/v1", "APIService", "apiservices"),
    inside("apps/v1", "ControllerRevision", "controllerrevisions"),
    whole("authentication.k8s.io/v1", "SelfSubjectReview", "selfsubjectreviews"),
    whole("authentication.k8s.io/v1", "TokenReview", "tokenreviews"),
    inside("authorization.k8s.io/v1", "LocalSubjectAccessReview", "localsubjectaccessreviews"),
    whole("authorization.k8s.io/v1", "SelfSubjectAccessReview", "selfsubjectaccessreviews"),
    whole("authorization.k8s.io/v1", "SelfSubjectRulesReview", "selfsubjectrulesreviews"),
    whole("authorization.k8s.io/v1", "SubjectAccessReview", "subjectaccessreviews"),
    inside("autoscaling/v1", "HorizontalPodAutoscaler", "horizontalpodautoscalers")
        .with(&[TrustsGenerateName, LosesStatus]),
    inside("autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers")
        .with(&[TrustsGenerateName, LosesStatus]),
    whole("certificates.k8s.io/v1", "CertificateSigningRequest", "certificatesigningrequests"),
    inside("coordination.k8s.io/v1", "Lease", "leases").with(&[CreatedByUpdates]),
    inside("discovery.k8s.io/v1", "EndpointSlice", "endpointslices").with(&[CountsGeneration]),
    inside("events.k8s.io/v1", "Event", "events").with(&[CreatedByUpdates]),
    whole("flowcontrol.apiserver.k8s.io/v1", "FlowSchema", "flowschemas").with(&[CountsGeneration]),
    whole("flowcontrol.apiserver.k8s.io/v1", "PriorityLevelConfiguration", "prioritylevelconfigurations")
        .with(&[CountsGeneration]),
    whole("networking.k8s.io/v1", "IPAddress", "ipaddresses"),
    inside("networking.k8s.io/v1", "Ingress", "ingresses").with(&[LosesStatus, CountsGeneration]),
    whole("networking.k8s.io/v1", "IngressClass", "ingressclasses").with(&[CountsGeneration]),
    inside("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies")
        .with(&[TrustsGenerateName, CountsGeneration]),
    whole("networking.k8s.io/v1", "ServiceCIDR", "servicecidrs"),
    whole("node.k8s.io/v1", "RuntimeClass", "runtimeclasses").with(&[CreatedByUpdates]),
    inside("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets").with(&[LosesStatus, CountsGeneration]),
    whole("rbac.authorization.k8s.io/v1", "ClusterRole", "clusterroles").with(&[CreatedByUpdates]),
    whole("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "clusterrolebindings")
        .with(&[CreatedByUpdates]),
    inside("rbac.authorization.k8s.io/v1", "Role", "roles").with(&[CreatedByUpdates]),
    inside("rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings").with(&[CreatedByUpdates]),
    whole("resource.k8s.io/v1", "DeviceClass", "deviceclasses").with(&[CountsGeneration]),
    inside("resource.k8s.io/v1", "ResourceClaim", "resourceclaims").with(&[LosesStatus]),
    inside("resource.k8s.io/v1", "ResourceClaimTemplate", "resourceclaimtemplates"),
    whole("resource.k8s.io/v1", "ResourceSlice", "resourceslices").with(&[CountsGeneration]),
    whole("scheduling.k8s.io/v1", "PriorityClass", "priorityclasses").with(&[CountsGeneration]),
    whole("storage.k8s.io/v1", "CSIDriver", "csidrivers"),
    whole("storage.k8s.io/v1", "CSINode", "csinodes"),
    inside("storage.k8s.io/v1", "CSIStorageCapacity", "csistoragecapacities"),
    whole("storage.k8s.io/v1", "StorageClass", "storageclasses"),
    whole("storage.k8s.io/v1", "VolumeAttachment", "volumeattachments"),
    whole("storage.k8s.io/v1", "VolumeAttributesClass", "volumeattributesclasses"),
];

/// Versions of kinds that came with a release that can be chosen or shortly before, each with the minor of that release.
/// Upstream: the files `zz_generated.prerelease-lifecycle.go` below staging/src/k8s.io/api.
const SINCE: [(&str, &[&str], u8); 7] = [
    ("admissionregistration.k8s.io/v1", &["MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding"], 36),
    (
        "admissionregistration.k8s.io/v1",
        &["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"],
        30,
    ),
    ("authentication.k8s.io/v1", &["SelfSubjectReview"], 28),
    ("flowcontrol.apiserver.k8s.io/v1", &["FlowSchema", "PriorityLevelConfiguration"], 29),
    ("networking.k8s.io/v1", &["IPAddress", "ServiceCIDR"], 33),
    ("resource.k8s.io/v1", &["DeviceClass", "ResourceClaim", "ResourceClaimTemplate", "ResourceSlice"], 34),
    ("storage.k8s.io/v1", &["VolumeAttributesClass"], 34),
];

/// The minor of the first release that has this version of a kind, where it is a young one.
pub fn since(api_version: &str, name: &str) -> Option<u8> {
    let row = SINCE.iter().find(|row| row.0 == api_version && row.1.contains(&name));
    row.map(|row| row.2)
}

/// A version of kinds that older releases serve by default; its fields are not known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Former {
    /// `flowcontrol.apiserver.k8s.io/v1beta3`.
    pub api_version: &'static str,
    /// The kinds.
    pub names: &'static [&'static str],
    /// The minor of the first release whose server warns of it.
    pub deprecated: u8,
    /// The minor of the first release without it.
    pub removed: u8,
    /// The version that took its place.
    pub successor: &'static str,
}

/// All such versions of the releases that can be chosen.
const FORMER: [Former; 2] = [
    Former {
        api_version: "flowcontrol.apiserver.k8s.io/v1beta2",
        names: &["FlowSchema", "PriorityLevelConfiguration"],
        deprecated: 26,
        removed: 29,
        successor: "flowcontrol.apiserver.k8s.io/v1beta3",
    },
    Former {
        api_version: "flowcontrol.apiserver.k8s.io/v1beta3",
        names: &["FlowSchema", "PriorityLevelConfiguration"],
        deprecated: 29,
        removed: 32,
        successor: "flowcontrol.apiserver.k8s.io/v1",
    },
];

/// The row of a version that older releases serve.
pub fn former(api_version: &str, name: &str) -> Option<&'static Former> {
    FORMER.iter().find(|former| former.api_version == api_version && former.names.contains(&name))
}

/// The statuses of a control plane's parts: a kind that can be asked for, and of which nothing can be written.
pub const COMPONENT_STATUS: Kind = whole("v1", "ComponentStatus", "componentstatuses");

/// All kinds that can be written, those that hold a Pod template first.
pub fn all() -> impl DoubleEndedIterator<Item = &'static Kind> + Clone {
    KINDS.iter().chain(&OTHERS)
}

/// All kinds, those that hold a Pod template first; of several versions of one, the newest comes first.
pub fn newest_first() -> impl Iterator<Item = &'static Kind> + Clone {
    KINDS.iter().chain(OTHERS.iter().rev())
}

/// The row of a kind without a Pod template.
pub fn other(api_version: &str, name: &str) -> Option<&'static Kind> {
    OTHERS.iter().find(|other| other.api_version == api_version && other.name == name)
}

/// The row of a kind that can be written.
pub fn find(api_version: &str, name: &str) -> Option<&'static Kind> {
    all().find(|kind| kind.api_version == api_version && kind.name == name)
}

/// The plural of a built-in kind: `configmaps`.
pub fn plural(api_version: &str, name: &str) -> Option<&'static str> {
    find(api_version, name).map(|kind| kind.plural)
}

/// The kind of a type by its plural or singular name, with its group or without, under its newest version:
/// `deployments.apps`, `deployment`, `deployments.v1.apps`; a short name too. Without a group the core's is meant first.
pub fn of_type(name: &str) -> Option<&'static Kind> {
    let lower = name.to_lowercase();
    let (bare, group) = lower.split_once('.').unwrap_or((&lower, ""));
    let is_it = |kind: &&'static Kind| {
        let is_group = group.is_empty()
            || group == kind.group()
            || group.split_once('.').is_some_and(|(_, rest)| rest == kind.group());
        is_group && (kind.plural == bare || kind.is_called(bare))
    };
    let found = all().chain([&COMPONENT_STATUS]).find(is_it)?;
    let is_same = |kind: &&Kind| (kind.name, kind.group()) == (found.name, found.group());
    Some(newest_first().find(is_same).unwrap_or(found))
}

/// Whether a word is the short name of a type.
pub fn is_short(word: &str) -> bool {
    SHORT.iter().any(|(short, _)| short.eq_ignore_ascii_case(word))
}

/// Whether the objects of a built-in kind are the whole cluster's and in no namespace.
pub fn is_clusters(api_version: &str, name: &str) -> bool {
    other(api_version, name).is_some_and(|other| !other.namespaced)
}

/// Whether Kubernetes itself has an API group, be it off by default.
pub fn is_group(group: &str) -> bool {
    const OFF: [&str; 3] = ["internal.apiserver.k8s.io", "lifecycle.k8s.io", "storagemigration.k8s.io"];
    OFF.contains(&group) || all().any(|kind| kind.group() == group)
}

/// The built-in kind with this name in any letters, under its newest version.
pub fn like(name: &str) -> Option<&'static Kind> {
    newest_first().find(|kind| kind.name.eq_ignore_ascii_case(name))
}

/// The kind with this name, written as in manifests.
pub fn named(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

/// Whether this is one of [`KINDS`].
pub fn is_known(api_version: &str, name: &str) -> bool {
    named(name).is_some_and(|kind| kind.api_version == api_version)
}

impl Kind {
    const fn with(self, strategy: &'static [Strategy]) -> Kind {
        Kind { strategy, ..self }
    }

    /// Whether the server has this habit with its objects.
    pub fn has(&self, strategy: Strategy) -> bool {
        self.strategy.contains(&strategy)
    }

    /// `apps`; empty for kinds of the core.
    pub fn group(&self) -> &'static str {
        self.api_version.split_once('/').map_or("", |(group, _)| group)
    }

    /// `deployments.apps`, as kubectl and the server name the type of its objects.
    pub fn type_name(&self) -> String {
        format!("{}{}", self.plural, self.suffix())
    }

    /// `deployment.apps`, as kubectl names one object of the type.
    pub fn singular(&self) -> String {
        self.name.to_lowercase() + &self.suffix()
    }

    /// `apps/v1, Resource=deployments`, as Go prints a type.
    pub fn versioned(&self) -> String {
        let slash = if self.group().is_empty() { "/" } else { "" };
        format!("{slash}{}, Resource={}", self.api_version, self.plural)
    }

    /// Whether this is its name in small letters, or a short name of its type.
    fn is_called(&self, lower: &str) -> bool {
        self.name.eq_ignore_ascii_case(lower) || SHORT.contains(&(lower, self.name))
    }

    /// `.apps`, as it stands behind a kind's name; empty for kinds of the core.
    pub fn suffix(&self) -> String {
        match self.group() {
            "" => String::new(),
            group => format!(".{group}"),
        }
    }
}
