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
    /// The short names of its type, as `kubectl api-resources` lists them.
    pub short: &'static [&'static str],
    /// The minor of the first release that has this version of it, if it is one that can be chosen or came shortly before.
    /// Upstream: the files `zz_generated.prerelease-lifecycle.go` below staging/src/k8s.io/api.
    since: Option<u8>,
    /// Whether its objects are read into a type, though they hold no template of a Pod.
    pub is_typed: bool,
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
    /// An update looks at what may not change before the rules of a create: `ValidateUpdate`.
    LooksAtChangesFirst,
    /// An update asks no rule of a create but those of the metadata, as nothing else can change: `ValidateUpdate`.
    AsksMetadataOnly,
}

use Strategy::{
    AsksMetadataOnly, CountsGeneration, CreatedByUpdates, LooksAtChangesFirst, LosesStatus,
    TrustsGenerateName,
};

const fn inside(api_version: &'static str, name: &'static str, plural: &'static str) -> Kind {
    Kind {
        api_version,
        name,
        plural,
        namespaced: true,
        short: &[],
        since: None,
        is_typed: false,
        strategy: &[],
    }
}

const fn whole(api_version: &'static str, name: &'static str, plural: &'static str) -> Kind {
    Kind { namespaced: false, ..inside(api_version, name, plural) }
}

/// Pods.
pub const POD: Kind = inside("v1", "Pod", "pods").short(&["po"]);
/// Nodes.
pub const NODE: Kind = whole("v1", "Node", "nodes").short(&["no"]).typed();
/// Namespaces.
pub const NAMESPACE: Kind =
    whole("v1", "Namespace", "namespaces").short(&["ns"]).typed().with(&[LosesStatus]);

/// Pods and the kinds that hold a template of one, by API version: each is read into a type, checked and run.
pub const KINDS: [Kind; 9] = [
    POD,
    inside("v1", "PodTemplate", "podtemplates"),
    inside("v1", "ReplicationController", "replicationcontrollers").short(&["rc"]),
    inside("apps/v1", "DaemonSet", "daemonsets")
        .short(&["ds"])
        .with(&[TrustsGenerateName, LooksAtChangesFirst]),
    inside("apps/v1", "Deployment", "deployments").short(&["deploy"]).with(&[TrustsGenerateName]),
    inside("apps/v1", "ReplicaSet", "replicasets").short(&["rs"]).with(&[TrustsGenerateName]),
    inside("apps/v1", "StatefulSet", "statefulsets").short(&["sts"]).with(&[TrustsGenerateName]),
    inside("batch/v1", "CronJob", "cronjobs").short(&["cj"]).with(&[TrustsGenerateName]),
    inside("batch/v1", "Job", "jobs"),
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

/// Every other kind that a server of some release serves without custom resources, by API version and name.
pub const OTHERS: [Kind; 58] = [
    inside("v1", "Binding", "bindings"),
    inside("v1", "ConfigMap", "configmaps").short(&["cm"]).with(&[LooksAtChangesFirst]),
    inside("v1", "Endpoints", "endpoints").short(&["ep"]).with(&[CreatedByUpdates]),
    inside("v1", "Event", "events").short(&["ev"]).with(&[CreatedByUpdates]),
    inside("v1", "LimitRange", "limitranges").short(&["limits"]).typed().with(&[CreatedByUpdates]),
    NAMESPACE,
    NODE,
    whole("v1", "PersistentVolume", "persistentvolumes").short(&["pv"]).typed().with(&[LosesStatus]),
    inside("v1", "PersistentVolumeClaim", "persistentvolumeclaims").short(&["pvc"]).with(&[LosesStatus]),
    inside("v1", "ResourceQuota", "resourcequotas")
        .short(&["quota"])
        .typed()
        .with(&[TrustsGenerateName, LosesStatus]),
    inside("v1", "Secret", "secrets").with(&[LooksAtChangesFirst]),
    inside("v1", "Service", "services").short(&["svc"]).with(&[
        CreatedByUpdates,
        TrustsGenerateName,
        LosesStatus,
        LooksAtChangesFirst,
    ]),
    inside("v1", "ServiceAccount", "serviceaccounts").short(&["sa"]),
    whole("admissionregistration.k8s.io/v1", "MutatingAdmissionPolicy", "mutatingadmissionpolicies")
        .since(36)
        .with(&[CountsGeneration]),
    whole(
        "admissionregistration.k8s.io/v1",
        "MutatingAdmissionPolicyBinding",
        "mutatingadmissionpolicybindings",
    )
    .since(36)
    .with(&[CountsGeneration]),
    whole("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", "mutatingwebhookconfigurations")
        .with(&[CountsGeneration]),
    whole("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", "validatingadmissionpolicies")
        .since(30)
        .with(&[CountsGeneration]),
    whole(
        "admissionregistration.k8s.io/v1",
        "ValidatingAdmissionPolicyBinding",
        "validatingadmissionpolicybindings",
    )
    .since(30)
    .with(&[CountsGeneration]),
    whole(
        "admissionregistration.k8s.io/v1",
        "ValidatingWebhookConfiguration",
        "validatingwebhookconfigurations",
    )
    .with(&[CountsGeneration]),
    whole("apiextensions.k8s.io/v1", "CustomResourceDefinition", "customresourcedefinitions")
        .short(&["crd", "crds"]),
    whole("apiregistration.k8s.io/v1", "APIService", "apiservices"),
    inside("apps/v1", "ControllerRevision", "controllerrevisions"),
    whole("authentication.k8s.io/v1", "SelfSubjectReview", "selfsubjectreviews").since(28),
    whole("authentication.k8s.io/v1", "TokenReview", "tokenreviews"),
    inside("authorization.k8s.io/v1", "LocalSubjectAccessReview", "localsubjectaccessreviews"),
    whole("authorization.k8s.io/v1", "SelfSubjectAccessReview", "selfsubjectaccessreviews"),
    whole("authorization.k8s.io/v1", "SelfSubjectRulesReview", "selfsubjectrulesreviews"),
    whole("authorization.k8s.io/v1", "SubjectAccessReview", "subjectaccessreviews"),
    inside("autoscaling/v1", "HorizontalPodAutoscaler", "horizontalpodautoscalers")
        .short(&["hpa"])
        .with(&[TrustsGenerateName, LosesStatus]),
    inside("autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers")
        .short(&["hpa"])
        .with(&[TrustsGenerateName, LosesStatus]),
    whole("certificates.k8s.io/v1", "CertificateSigningRequest", "certificatesigningrequests")
        .short(&["csr"]),
    inside("coordination.k8s.io/v1", "Lease", "leases").with(&[CreatedByUpdates]),
    inside("discovery.k8s.io/v1", "EndpointSlice", "endpointslices").with(&[CountsGeneration]),
    inside("events.k8s.io/v1", "Event", "events").short(&["ev"]).with(&[CreatedByUpdates]),
    whole("flowcontrol.apiserver.k8s.io/v1", "FlowSchema", "flowschemas").since(29).with(&[CountsGeneration]),
    whole("flowcontrol.apiserver.k8s.io/v1", "PriorityLevelConfiguration", "prioritylevelconfigurations")
        .since(29)
        .with(&[CountsGeneration]),
    whole("networking.k8s.io/v1", "IPAddress", "ipaddresses")
        .short(&["ip"])
        .since(33)
        .with(&[AsksMetadataOnly]),
    inside("networking.k8s.io/v1", "Ingress", "ingresses")
        .short(&["ing"])
        .with(&[LosesStatus, CountsGeneration]),
    whole("networking.k8s.io/v1", "IngressClass", "ingressclasses")
        .with(&[CountsGeneration, LooksAtChangesFirst]),
    inside("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies")
        .short(&["netpol"])
        .with(&[TrustsGenerateName, CountsGeneration]),
    whole("networking.k8s.io/v1", "ServiceCIDR", "servicecidrs").since(33).with(&[AsksMetadataOnly]),
    whole("node.k8s.io/v1", "RuntimeClass", "runtimeclasses").typed().with(&[CreatedByUpdates]),
    inside("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets")
        .short(&["pdb"])
        .with(&[LosesStatus, CountsGeneration]),
    whole("rbac.authorization.k8s.io/v1", "ClusterRole", "clusterroles").with(&[CreatedByUpdates]),
    whole("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "clusterrolebindings")
        .with(&[CreatedByUpdates]),
    inside("rbac.authorization.k8s.io/v1", "Role", "roles").with(&[CreatedByUpdates]),
    inside("rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings").with(&[CreatedByUpdates]),
    whole("resource.k8s.io/v1", "DeviceClass", "deviceclasses").since(34).with(&[CountsGeneration]),
    inside("resource.k8s.io/v1", "ResourceClaim", "resourceclaims")
        .since(34)
        .with(&[LosesStatus, AsksMetadataOnly]),
    inside("resource.k8s.io/v1", "ResourceClaimTemplate", "resourceclaimtemplates").since(34),
    whole("resource.k8s.io/v1", "ResourceSlice", "resourceslices").since(34).with(&[CountsGeneration]),
    whole("scheduling.k8s.io/v1", "PriorityClass", "priorityclasses")
        .short(&["pc"])
        .typed()
        .with(&[CountsGeneration, AsksMetadataOnly]),
    whole("storage.k8s.io/v1", "CSIDriver", "csidrivers"),
    whole("storage.k8s.io/v1", "CSINode", "csinodes").typed(),
    inside("storage.k8s.io/v1", "CSIStorageCapacity", "csistoragecapacities").with(&[AsksMetadataOnly]),
    whole("storage.k8s.io/v1", "StorageClass", "storageclasses").short(&["sc"]).typed(),
    whole("storage.k8s.io/v1", "VolumeAttachment", "volumeattachments"),
    whole("storage.k8s.io/v1", "VolumeAttributesClass", "volumeattributesclasses")
        .short(&["vac"])
        .since(34)
        .with(&[LooksAtChangesFirst]),
];

/// The minor of the first release that has this version of a kind, where it is a young one.
pub fn since(api_version: &str, name: &str) -> Option<u8> {
    find(api_version, name)?.since
}

/// The statuses of a control plane's parts: a kind that can be asked for, and of which nothing can be written.
pub const COMPONENT_STATUS: Kind = whole("v1", "ComponentStatus", "componentstatuses").short(&["cs"]);

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
    all().chain([&COMPONENT_STATUS]).any(|kind| kind.short.contains(&&*word.to_lowercase()))
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

    const fn short(self, short: &'static [&'static str]) -> Kind {
        Kind { short, ..self }
    }

    const fn since(self, minor: u8) -> Kind {
        Kind { since: Some(minor), ..self }
    }

    const fn typed(self) -> Kind {
        Kind { is_typed: true, ..self }
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
        self.name.eq_ignore_ascii_case(lower) || self.short.contains(&lower)
    }

    /// `.apps`, as it stands behind a kind's name; empty for kinds of the core.
    pub fn suffix(&self) -> String {
        match self.group() {
            "" => String::new(),
            group => format!(".{group}"),
        }
    }
}
