//! The words that a string type takes, for completion. Upstream: the constants beside each type in
//! staging/src/k8s.io/api/core/v1/types.go, apps/v1 and batch/v1.

/// The words of a Go string type such as `v1.PullPolicy`; none for types that take any text.
///
/// ```
/// assert_eq!(api::fields::words("v1.PullPolicy"), ["Always", "IfNotPresent", "Never"]);
/// ```
pub fn words(go_type: &str) -> &'static [&'static str] {
    match go_type {
        "v1.AppArmorProfileType" | "v1.SeccompProfileType" => &["Localhost", "RuntimeDefault", "Unconfined"],
        "v1.AzureDataDiskCachingMode" => &["None", "ReadOnly", "ReadWrite"],
        "v1.AzureDataDiskKind" => &["Dedicated", "Managed", "Shared"],
        "v1.CompletionMode" => &["Indexed", "NonIndexed"],
        "v1.ConcurrencyPolicy" => &["Allow", "Forbid", "Replace"],
        "v1.ContainerRestartPolicy" | "v1.RestartPolicy" => &["Always", "Never", "OnFailure"],
        "v1.ContainerRestartRuleAction" => &["Restart", "RestartAllContainers"],
        "v1.ContainerRestartRuleOnExitCodesOperator" | "v1.PodFailurePolicyOnExitCodesOperator" => {
            &["In", "NotIn"]
        }
        "v1.DNSPolicy" => &["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"],
        "v1.DaemonSetUpdateStrategyType" | "v1.StatefulSetUpdateStrategyType" => {
            &["OnDelete", "RollingUpdate"]
        }
        "v1.DeploymentStrategyType" => &["Recreate", "RollingUpdate"],
        "v1.HostPathType" => {
            &["BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"]
        }
        "v1.LabelSelectorOperator" => &["DoesNotExist", "Exists", "In", "NotIn"],
        "v1.MountPropagationMode" => &["Bidirectional", "HostToContainer", "None"],
        "v1.NodeInclusionPolicy" => &["Honor", "Ignore"],
        "v1.NodeSelectorOperator" => &["DoesNotExist", "Exists", "Gt", "In", "Lt", "NotIn"],
        "v1.OSName" => &["linux", "windows"],
        "v1.PersistentVolumeAccessMode" => {
            &["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"]
        }
        "v1.PersistentVolumeClaimRetentionPolicyType" => &["Delete", "Retain"],
        "v1.PersistentVolumeClaimModifyVolumeStatus" => &["InProgress", "Infeasible", "Pending"],
        "v1.PersistentVolumeClaimPhase" => &["Bound", "Lost", "Pending"],
        "v1.PersistentVolumeMode" => &["Block", "Filesystem"],
        "v1.PodFSGroupChangePolicy" => &["Always", "OnRootMismatch"],
        "v1.PodFailurePolicyAction" => &["Count", "FailIndex", "FailJob", "Ignore"],
        "v1.PodManagementPolicyType" => &["OrderedReady", "Parallel"],
        "v1.PodPhase" => &["Failed", "Pending", "Running", "Succeeded", "Unknown"],
        "v1.PodQOSClass" => &["BestEffort", "Burstable", "Guaranteed"],
        "v1.PodReplacementPolicy" => &["Failed", "TerminatingOrFailed"],
        "v1.PodSELinuxChangePolicy" => &["MountOption", "Recursive"],
        "v1.PreemptionPolicy" => &["Never", "PreemptLowerPriority"],
        "v1.ProcMountType" => &["Default", "Unmasked"],
        "v1.Protocol" => &["SCTP", "TCP", "UDP"],
        "v1.PullPolicy" => &["Always", "IfNotPresent", "Never"],
        "v1.RecursiveReadOnlyMode" => &["Disabled", "Enabled", "IfPossible"],
        "v1.ResourceResizeRestartPolicy" => &["NotRequired", "RestartContainer"],
        "v1.StorageMedium" => &["HugePages", "Memory"],
        "v1.SupplementalGroupsPolicy" => &["Merge", "Strict"],
        "v1.TaintEffect" => &["NoExecute", "NoSchedule", "PreferNoSchedule"],
        "v1.TerminationMessagePolicy" => &["FallbackToLogsOnError", "File"],
        "v1.TolerationOperator" => &["Equal", "Exists"],
        "v1.URIScheme" => &["HTTP", "HTTPS"],
        "v1.UnsatisfiableConstraintAction" => &["DoNotSchedule", "ScheduleAnyway"],
        _ => &[],
    }
}
