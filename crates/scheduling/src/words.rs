//! Every word by which the scheduler says why a Pod does not go to a node, and the sentence that they make.
//! Upstream: FitError.Error, pkg/scheduler/framework/types.go.

use api::collections::sort_by;
use std::collections::BTreeMap;

api::words! {
    /// A word of the scheduler, or the part of its sentence that no name stands in.
    pub enum Word {
        NodesAvailable "nodes are available" in "nodes-are-available";
        NoNodes "no nodes available to schedule pods" in "nodes-are-available";
        Insufficient "Insufficient" in "insufficient";
        TooManyPods "Too many pods" in "too-many-pods";
        UntoleratedTaint "node(s) had untolerated taint(s)" in "untolerated-taint" says "had untolerated taint", "had taint";
        Cordoned "node(s) were unschedulable" in "cordoned";
        NodeAffinity "node(s) didn't match Pod's node affinity/selector" in "node-affinity";
        AffinityConflict "pod affinity terms conflict" in "node-affinity";
        LeftOut "node(s) didn't satisfy plugin(s)" in "node-affinity";
        PodAffinity "node(s) didn't match pod affinity rules" in "pod-affinity";
        PodAntiAffinity "node(s) didn't match pod anti-affinity rules" in "pod-affinity";
        ExistingAntiAffinity "node(s) didn't satisfy existing pods anti-affinity rules" in "pod-affinity";
        HostPorts "node(s) didn't have free ports for the requested pod ports" in "host-ports";
        Spread "node(s) didn't match pod topology spread constraints" in "topology-spread";
        SpreadLabel "node(s) didn't match pod topology spread constraints (missing required label)" in "topology-spread";
        Claim "persistentvolumeclaim" in "claim";
        Volume "persistentvolume" in "claim";
        StorageClass "storageclass.storage.k8s.io" in "claim";
        NoVolumeName "PersistentVolume had no name" in "claim";
        NoVolumeNorClass "PersistentVolumeClaim had no pv name and storageClass name" in "claim";
        LostVolume "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)" in "claim";
        UnboundClaims "pod has unbound immediate PersistentVolumeClaims" in "unbound-claims";
        NothingToBind "node(s) didn't find available persistent volumes to bind" in "unbound-claims";
        VolumeAffinity "node(s) didn't match PersistentVolume's node affinity" in "volume-place";
        VolumeZone "node(s) had no available volume zone" in "volume-place";
        VolumeLimit "node(s) exceed max volume count" in "volume-limit";
        NoDisk "node(s) had no available disk" in "volume-in-use";
        OncePod "node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod" in "volume-in-use";
        Features "node(s) didn't match Pod's required features" in "features";
        NoHelp "Preemption is not helpful for scheduling" in "preemption";
        NoVictims "No preemption victims found for incoming pod" in "preemption";
        NeverPreempts "not eligible due to preemptionPolicy=Never" in "preemption";
        VictimsTerminate "not eligible due to a terminating pod on the nominated node" in "preemption";
        OutOf "OutOf" in "OutOf";
    }
}

/// `0/3 nodes are available: 1 Too many pods, 2 Insufficient cpu.`: reasons counted, sorted as text.
pub(crate) fn counted<'a>(nodes: usize, reasons: impl Iterator<Item = &'a str>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for reason in reasons {
        *counts.entry(reason).or_default() += 1;
    }
    let mut texts: Vec<String> = counts.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
    sort_by(&mut texts, Ord::cmp);
    let listed = if texts.is_empty() { String::new() } else { format!(" {}.", texts.join(", ")) };
    format!("0/{nodes} {}:{listed}", Word::NodesAvailable)
}
