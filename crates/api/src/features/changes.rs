//! Changes between releases that no gate controls, mostly of words.

macro_rules! changes {
    ($($(#[$doc:meta])* $change:ident $since:literal;)*) => {
        /// A change of behaviour or wording that no gate controls.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Change {
            $($(#[$doc])* $change,)*
        }

        impl Change {
            /// The minor of the first release that has it.
            #[inline]
            pub(crate) const fn since(self) -> u8 {
                match self {
                    $(Change::$change => $since,)*
                }
            }
        }
    };
}

changes! {
    /// `appArmorProfile` is no longer copied back into annotations.
    AppArmorAnnotationsLeftAlone 34;
    /// Bad values are printed as JSON; before, as Go prints a value.
    BadValuesAsJson 34;
    /// Events say `Container created`; before, `Created container: NAME`.
    ContainerEventsWithoutName 35;
    /// `restartPolicy` of ordinary containers has a gate; before, it was refused.
    ContainerRestartPolicyGated 34;
    /// The annotation by which a ServiceAccount guards its Secrets is warned of.
    MountableSecretsDeprecated 32;
    /// The annotation that names a volume's mount options is warned of.
    MountOptionsDeprecated 31;
    /// Addresses that are not in their one right form are warned of.
    AddressWarnings 33;
    /// An empty name of a CSI driver is its only error; before, others followed it.
    CsiDriverNameStopsWhenEmpty 35;
    /// Events say `Created container: NAME`; before, `Created container NAME`.
    CreatedContainerWithColon 33;
    /// `kubectl describe` prints `successThreshold=1`; before, `#success=1`.
    DescribeNamesThresholds 37;
    /// `kubectl describe` of several objects prints no events.
    DescribeManyWithoutEvents 36;
    /// `kubectl describe` prints the container before an event's message.
    DescribeEventsWithFieldPath 35;
    /// Decode errors name embedded structs (`secretRef.LocalObjectReference.name`).
    EmbeddedNamesInDecodePaths 35;
    /// The server warns of `Endpoints`, in favour of `EndpointSlice`.
    EndpointsDeprecated 33;
    /// `kubectl get pod` prefers the reason of a failed container to `NotReady` and `Completed`.
    FailedReasonInGetRow 35;
    /// `valueFrom`'s list of sources names `fileKeyRef`.
    FileKeyRefListed 35;
    /// The warning of `gitRepo` adds that it is disabled by default.
    GitRepoDisabledWarning 33;
    /// User namespaces exclude block devices.
    HostUsersDeviceRule 34;
    /// Texts about user namespaces name the field as manifests do.
    HostUsersFieldText 34;
    /// `RestartContainer` is refused for ordinary init containers.
    InitResizePolicyRule 36;
    /// Label lengths are given in bytes, and keys are label keys; before, characters and qualified names.
    LabelKeyWording 35;
    /// A created Pod has `metadata.generation`.
    MetadataGeneration 33;
    /// The list of toleration operators names `Lt` and `Gt`.
    MoreTolerationOperators 35;
    /// The warning about a non-standard IP address says that it is invalid; before, that it will be.
    NonStandardIpIsInvalid 36;
    /// A projected source without items warns of no overlap; before, the paths of the source before it were looked
    /// at again.
    ProjectedSourcesApart 34;
    /// An empty `os.name` is a required value without words.
    OsNameWithoutDetail 34;
    /// Values of required node affinity must be such that a label could have them.
    NodeAffinityValueRule 33;
    /// `must not be empty`; before, the field's name stood before it.
    OwnerReferenceShortText 34;
    /// A resize beyond what the node has is refused by an admission plugin; before, the kubelet found it infeasible.
    PodResizeValidator 36;
    /// The text about `resizePolicy` says `pod restartPolicy`.
    PodRestartPolicyInResizeText 36;
    /// The target of an autoscaler names a group in its `apiVersion`, which is read as one.
    ScaleTargetGroup 34;
    /// Too many restart rules are `Too many`; before, `Too long`.
    RestartRulesCounted 36;
    /// `spec.schedulingGroup`; in 1.35 `spec.workloadRef`.
    SchedulingGroup 36;
    /// Services warn of `externalIPs` and of `PreferClose`.
    ServiceWarnings 36;
    /// `serviceName` of a StatefulSet is checked.
    ServiceNameRule 33;
    /// A StatefulSet's template and claim templates are validated whole.
    StatefulSetTemplateRules 34;
    /// The text about search domains shows the pattern with underscores.
    SearchPatternWithUnderscores 34;
    /// Conflicts of `matchLabelKeys` are reported at the selector.
    TopologyConflictsByIndex 34;
}
