//! The types that people ask a cluster for. Upstream: the API server's discovery.

/// The types of a stock cluster that people ask for: the plural name with its group, and the kind's name in small letters.
pub(super) const TYPES: &[(&str, &str)] = &[
    ("pods", "pod"),
    ("events", "event"),
    ("services", "service"),
    ("deployments.apps", "deployment"),
    ("replicasets.apps", "replicaset"),
    ("statefulsets.apps", "statefulset"),
    ("daemonsets.apps", "daemonset"),
    ("jobs.batch", "job"),
    ("cronjobs.batch", "cronjob"),
    ("replicationcontrollers", "replicationcontroller"),
    ("podtemplates", "podtemplate"),
    ("configmaps", "configmap"),
    ("secrets", "secret"),
    ("serviceaccounts", "serviceaccount"),
    ("persistentvolumeclaims", "persistentvolumeclaim"),
    ("persistentvolumes", "persistentvolume"),
    ("limitranges", "limitrange"),
    ("resourcequotas", "resourcequota"),
    ("endpoints", "endpoints"),
    ("endpointslices.discovery.k8s.io", "endpointslice"),
    ("nodes", "node"),
    ("namespaces", "namespace"),
    ("componentstatuses", "componentstatus"),
    ("controllerrevisions.apps", "controllerrevision"),
    ("ingresses.networking.k8s.io", "ingress"),
    ("ingressclasses.networking.k8s.io", "ingressclass"),
    ("networkpolicies.networking.k8s.io", "networkpolicy"),
    ("poddisruptionbudgets.policy", "poddisruptionbudget"),
    ("horizontalpodautoscalers.autoscaling", "horizontalpodautoscaler"),
    ("priorityclasses.scheduling.k8s.io", "priorityclass"),
    ("runtimeclasses.node.k8s.io", "runtimeclass"),
    ("storageclasses.storage.k8s.io", "storageclass"),
    ("volumeattachments.storage.k8s.io", "volumeattachment"),
    ("volumeattributesclasses.storage.k8s.io", "volumeattributesclass"),
    ("csidrivers.storage.k8s.io", "csidriver"),
    ("csinodes.storage.k8s.io", "csinode"),
    ("leases.coordination.k8s.io", "lease"),
    ("roles.rbac.authorization.k8s.io", "role"),
    ("rolebindings.rbac.authorization.k8s.io", "rolebinding"),
    ("clusterroles.rbac.authorization.k8s.io", "clusterrole"),
    ("clusterrolebindings.rbac.authorization.k8s.io", "clusterrolebinding"),
    ("customresourcedefinitions.apiextensions.k8s.io", "customresourcedefinition"),
    ("apiservices.apiregistration.k8s.io", "apiservice"),
    ("certificatesigningrequests.certificates.k8s.io", "certificatesigningrequest"),
    ("resourceclaims.resource.k8s.io", "resourceclaim"),
    ("resourceclaimtemplates.resource.k8s.io", "resourceclaimtemplate"),
    ("deviceclasses.resource.k8s.io", "deviceclass"),
    ("resourceslices.resource.k8s.io", "resourceslice"),
];

/// The types whose objects can be scaled.
pub(super) const SCALABLE: [&str; 4] =
    ["deployments.apps", "replicasets.apps", "statefulsets.apps", "replicationcontrollers"];

/// A type as Go prints it: `apps/v1, Resource=deployments`.
pub(super) fn versioned(resource: &str) -> String {
    let version = api::kinds::of_plural(resource).map_or("v1", |kind| kind.api_version);
    let slash = if version.contains('/') { "" } else { "/" };
    format!("{slash}{version}, Resource={}", resource.split('.').next().unwrap_or_default())
}

/// The types of the category `all`, in the order of the API server's discovery.
pub(super) const ALL: [&str; 10] = [
    "pods",
    "replicationcontrollers",
    "services",
    "daemonsets.apps",
    "deployments.apps",
    "replicasets.apps",
    "statefulsets.apps",
    "horizontalpodautoscalers.autoscaling",
    "cronjobs.batch",
    "jobs.batch",
];
