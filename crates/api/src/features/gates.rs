//! The feature gates that change what a manifest means, with their history.

/// When a gate came, when it was on by default, and when it could no longer be changed; minors of 1.x.
#[derive(Clone, Copy, Debug)]
pub(crate) struct History {
    pub name: &'static str,
    /// The first release that knows the gate (or its field).
    pub known: u8,
    /// The first release in which it is on by default.
    pub on: Option<u8>,
    /// The first release in which it cannot be changed.
    pub locked: Option<u8>,
    /// The first release in which it is off by default again.
    pub off_again: Option<u8>,
}

macro_rules! gates {
    ($($(#[$doc:meta])* $gate:ident $known:literal $on:expr, $locked:expr, $off_again:expr;)*) => {
        /// A feature gate that changes what a manifest means.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Gate {
            $($(#[$doc])* $gate,)*
        }

        impl Gate {
            /// Every gate, by name.
            pub const ALL: &'static [Gate] = &[$(Gate::$gate,)*];

            #[inline]
            pub(crate) const fn history(self) -> History {
                match self {
                    $(Gate::$gate => History {
                        name: stringify!($gate),
                        known: $known,
                        on: $on,
                        locked: $locked,
                        off_again: $off_again,
                    },)*
                }
            }
        }
    };
}

impl Gate {
    /// The gate of this name.
    pub fn named(name: &str) -> Option<Gate> {
        Gate::ALL.iter().copied().find(|gate| gate.name() == name)
    }

    /// The name, as `--feature-gate` takes it.
    pub const fn name(self) -> &'static str {
        self.history().name
    }
}

// Each row: what it allows; its name; the release that brought it, turned it on, locked it, turned it off again.
gates! {
    /// A claim's data may come from any kind of object.
    AnyVolumeDataSource 18 Some(24), Some(33), None;
    /// `securityContext.appArmorProfile`.
    AppArmorFields 30 Some(30), Some(31), None;
    /// A CSI driver gets its tokens apart from the attributes of a volume.
    CSIServiceAccountTokenSecrets 35 Some(35), Some(36), None;
    /// Containers become unready when the kubelet restarts.
    ChangeContainerStatusOnKubeletRestart 35 None, None, None;
    /// Projected `clusterTrustBundle` sources.
    ClusterTrustBundleProjection 29 None, None, None;
    /// `restartPolicy` on any container, and `restartPolicyRules`.
    ContainerRestartRules 34 Some(35), None, None;
    /// `lifecycle.stopSignal`.
    ContainerStopSignals 33 None, None, None;
    /// A claim's data may come from another namespace.
    CrossNamespaceVolumeDataSource 26 None, None, None;
    /// `distinctAttribute` of a ResourceClaim.
    DRAConsumableCapacity 34 Some(36), None, None;
    /// Devices asked for as extended resources.
    DRAExtendedResource 34 Some(36), None, None;
    /// Devices that count as node resources.
    DRANodeAllocatableResources 36 None, None, None;
    /// Resource claims of a workload.
    DRAWorkloadResourceClaims 36 None, None, None;
    /// Terminating replicas in status.
    DeploymentReplicaSetTerminatingReplicas 33 Some(35), None, None;
    /// `resourceClaims`.
    DynamicResourceAllocation 26 Some(34), Some(35), None;
    /// `valueFrom.fileKeyRef`.
    EnvFiles 34 Some(35), None, None;
    /// `spec.schedulingGroup` (1.35: `workloadRef`).
    GenericWorkload 35 None, None, None;
    /// The kubelet still serves `gitRepo` volumes.
    GitRepoVolumeDriver 33 None, None, None;
    /// `tolerance` of a HorizontalPodAutoscaler.
    HPAConfigurableTolerance 33 Some(35), None, None;
    /// `minReplicas: 0` of a HorizontalPodAutoscaler.
    HPAScaleToZero 16 None, None, None;
    /// `spec.hostnameOverride`.
    HostnameOverride 34 Some(35), None, None;
    /// `image` volumes.
    ImageVolume 31 Some(35), Some(36), None;
    /// The digest of an image volume in status.
    ImageVolumeWithDigest 36 None, None, None;
    /// Resizing `spec.resources` in place.
    InPlacePodLevelResourcesVerticalScaling 35 Some(36), None, None;
    /// `resizePolicy` and resizing in place.
    InPlacePodVerticalScaling 27 Some(33), Some(35), None;
    /// Resizing running init containers in place.
    InPlacePodVerticalScalingInitContainers 36 Some(36), None, None;
    /// `backoffLimitPerIndex` and `maxFailedIndexes`.
    JobBackoffLimitPerIndex 28 Some(29), Some(33), None;
    /// `managedBy`.
    JobManagedBy 30 Some(32), Some(35), None;
    /// `podFailurePolicy`.
    JobPodFailurePolicy 25 Some(26), Some(31), None;
    /// `podReplacementPolicy`.
    JobPodReplacementPolicy 28 Some(29), Some(34), None;
    /// `successPolicy`.
    JobSuccessPolicy 30 Some(31), Some(33), None;
    /// The longest restart back-off can be configured.
    KubeletCrashLoopBackOffMax 32 Some(35), None, None;
    /// A present private image is checked against the Pod's credentials.
    KubeletEnsureSecretPulledImages 33 Some(35), None, None;
    /// `matchLabelKeys` in pod affinity.
    MatchLabelKeysInPodAffinity 29 Some(31), Some(33), None;
    /// `matchLabelKeys` in topology spread.
    MatchLabelKeysInPodTopologySpread 25 Some(27), None, None;
    /// `matchLabelKeys` are merged into the selector at create.
    MatchLabelKeysInPodTopologySpreadSelectorMerge 34 Some(34), None, None;
    /// `maxUnavailable` of a StatefulSet's rolling update.
    MaxUnavailableStatefulSet 24 Some(37), None, None;
    /// `memory.high` and `memory.min` of cgroups.
    MemoryQoS 22 Some(37), None, None;
    /// `nodeAllocatableUpdatePeriodSeconds` of a CSI driver.
    MutableCSINodeAllocatableCount 33 Some(35), Some(36), None;
    /// The containers' resources of a suspended Job may change.
    MutablePodResourcesForSuspendedJobs 35 Some(36), None, None;
    /// A Job that was suspended after its start may be told where to run.
    MutableSchedulingDirectivesForSuspendedJobs 35 Some(36), None, None;
    /// The scheduler asks what a node declares.
    NodeDeclaredFeatures 35 Some(36), None, None;
    /// `nodeAffinityPolicy` and `nodeTaintsPolicy`.
    NodeInclusionPolicyInPodTopologySpread 25 Some(26), Some(33), None;
    /// A Pod is looked at again right after a sync that did something.
    PLEGOnDemandRelist 36 Some(36), None, None;
    /// Projected `podCertificate` sources.
    PodCertificateRequest 34 None, None, None;
    /// The label with a Pod's index.
    PodIndexLabel 28 Some(28), Some(32), None;
    /// `spec.resources`.
    PodLevelResources 32 Some(34), None, None;
    /// `sleep` handlers.
    PodLifecycleSleepAction 29 Some(30), Some(34), None;
    /// `sleep` of zero seconds.
    PodLifecycleSleepActionAllowZero 32 Some(33), Some(34), None;
    /// `observedGeneration` in status.
    PodObservedGenerationTracking 33 Some(34), Some(35), None;
    /// The condition of that name.
    PodReadyToStartContainersCondition 28 Some(29), None, None;
    /// `schedulingGates`.
    PodSchedulingReadiness 26 Some(27), Some(30), None;
    /// `trafficDistribution` may be `PreferSameZone` and `PreferSameNode`.
    PreferSameTrafficDistribution 33 Some(34), Some(35), None;
    /// `procMount`.
    ProcMountType 12 Some(33), Some(36), None;
    /// `recursiveReadOnly` mounts.
    RecursiveReadOnlyMounts 30 Some(31), Some(33), None;
    /// Restart back-off of 1 s to 60 s.
    ReduceDefaultCrashLoopBackOffDecay 33 None, None, None;
    /// A dot and underscores in DNS search domains.
    RelaxedDNSSearchValidation 32 Some(33), Some(34), None;
    /// Nearly any name of an environment variable.
    RelaxedEnvironmentVariableValidation 30 Some(32), Some(34), None;
    /// Names of Services may start with a digit.
    RelaxedServiceNameValidation 34 Some(36), None, None;
    /// The action `RestartAllContainers`.
    RestartAllContainersOnContainerExits 35 Some(36), None, None;
    /// `seLinuxChangePolicy`.
    SELinuxChangePolicy 32 Some(33), Some(36), None;
    /// SELinux labels by mount option for all volumes.
    SELinuxMount 30 None, None, None;
    /// Init containers with `restartPolicy: Always`.
    SidecarContainers 28 Some(29), Some(33), None;
    /// `persistentVolumeClaimRetentionPolicy`.
    StatefulSetAutoDeletePVC 23 Some(27), Some(32), None;
    /// `ordinals.start`.
    StatefulSetStartOrdinal 26 Some(27), Some(31), None;
    /// IP addresses with leading zeros are refused.
    StrictIPCIDRValidation 33 Some(36), None, None;
    /// `supplementalGroupsPolicy`.
    SupplementalGroupsPolicy 31 Some(33), Some(35), None;
    /// Tolerations with `Lt` and `Gt`.
    TaintTolerationComparisonOperators 35 None, None, None;
    /// User namespaces together with the host's network.
    UserNamespacesHostNetworkSupport 35 None, None, None;
    /// `hostUsers`.
    UserNamespacesSupport 28 Some(33), Some(36), None;
    /// `volumeAttributesClassName`.
    VolumeAttributesClass 29 Some(34), None, None;
    /// Windows Pods on the host's network.
    WindowsHostNetwork 26 Some(26), None, Some(33);
    /// Workloads made for Jobs.
    WorkloadWithJob 36 None, None, None;
}
