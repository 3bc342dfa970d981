//! Warnings of the server in kinds without a Pod: labels, annotations and fields of old.
#![allow(clippy::unwrap_used, reason = "a test stops at what it cannot read")]

use api::{Kubernetes, defaulting};

fn warnings(text: &str) -> Vec<String> {
    let kubernetes = Kubernetes::RECORDED;
    let mut object = api::objects(text, &kubernetes).into_iter().next().unwrap();
    defaulting::apply(&mut object, &kubernetes);
    let errors = validation::validate(&object, &kubernetes, &validation::Options::default());
    assert_eq!(errors, []);
    validation::warnings(&object, &kubernetes)
}

#[test]
fn what_is_of_old_is_warned_of() {
    for (text, told) in [
        (
            "{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: a}, provisioner: x.y/z, allowedTopologies: [{matchLabelExpressions: [{key: failure-domain.beta.kubernetes.io/zone, values: [b]}]}]}",
            r#"allowedTopologies[0].matchLabelExpressions[0].key: deprecated since v1.17; use "topology.kubernetes.io/zone" instead"#,
        ),
        (
            "{apiVersion: node.k8s.io/v1, kind: RuntimeClass, metadata: {name: a}, handler: vm, scheduling: {nodeSelector: {beta.kubernetes.io/os: linux}}}",
            r#"scheduling.nodeSelector: deprecated since v1.14; use "kubernetes.io/os" instead"#,
        ),
        (
            "{apiVersion: v1, kind: PersistentVolume, metadata: {name: a}, spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /a}, nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: beta.kubernetes.io/arch, operator: Exists}]}]}}}}",
            r#"spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].key: beta.kubernetes.io/arch is deprecated since v1.14; use "kubernetes.io/arch" instead"#,
        ),
        (
            "{apiVersion: v1, kind: PersistentVolume, metadata: {name: a, annotations: {volume.beta.kubernetes.io/mount-options: ro}}, spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /a}}}",
            r#"metadata.annotations[volume.beta.kubernetes.io/mount-options]: deprecated since v1.31; use "mountOptions" attribute instead"#,
        ),
        (
            "{apiVersion: v1, kind: ServiceAccount, metadata: {name: a, annotations: {kubernetes.io/enforce-mountable-secrets: 'true'}}}",
            "metadata.annotations[kubernetes.io/enforce-mountable-secrets]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets",
        ),
        (
            "{apiVersion: v1, kind: Secret, metadata: {name: a}, type: kubernetes.io/tls, stringData: {tls.crt: x, tls.key: b}}",
            "tls: failed to find any PEM data in certificate input",
        ),
    ] {
        assert_eq!(warnings(text), [told]);
    }
}
