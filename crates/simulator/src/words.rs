//! Every word by which a simulated cluster says what happens: phases, reasons, events, conditions. Nothing else is
//! printed as a reason, so each has its page.

api::words! {
    /// A word of a status or an event.
    pub enum Word {
        Pending "Pending" in "Pending";
        Running "Running" in "Running";
        Succeeded "Succeeded" in "Succeeded";
        Failed "Failed" in "Failed";

        ContainerCreating "ContainerCreating" in "ContainerCreating";
        PodInitializing "PodInitializing" in "PodInitializing";
        CrashLoopBackOff "CrashLoopBackOff" in "CrashLoopBackOff" says "restarting failed container";
        ErrImagePull "ErrImagePull" in "ErrImagePull" says "Failed to pull image", "failed to pull and unpack image";
        ImagePullBackOff "ImagePullBackOff" in "ImagePullBackOff" says "Back-off pulling image", "trying and failing to pull image";
        ErrImageNeverPull "ErrImageNeverPull" in "ErrImageNeverPull" says "is not present with pull policy of Never";
        InvalidImageName "InvalidImageName" in "InvalidImageName";
        InspectFailed "InspectFailed" in "InvalidImageName" says "Failed to apply default image tag";
        RegistryUnavailable "RegistryUnavailable" in "RegistryUnavailable";
        SignatureValidationFailed "SignatureValidationFailed" in "SignatureValidationFailed";
        CreateContainerConfigError "CreateContainerConfigError" in "CreateContainerConfigError" says "couldn't find key", "Error: configmap \"", "Error: secret \"";
        CreateContainerError "CreateContainerError" in "CreateContainerError";
        RunContainerError "RunContainerError" in "RunContainerError" says "executable file not found", "OCI runtime create failed", "failed to create containerd task";
        PostStartHookError "PostStartHookError" in "PostStartHookError";

        Completed "Completed" in "Completed" says "Job completed";
        Error "Error" in "Error";
        OomKilled "OOMKilled" in "OOMKilled";
        StartError "StartError" in "RunContainerError";
        ContainerStatusUnknown "ContainerStatusUnknown" in "ContainerStatusUnknown" says "The container could not be located when the pod was";
        RestartingAllContainers "RestartingAllContainers" in "RestartingAllContainers" says "because RestartAllContainers in place";

        Scheduled "Scheduled" in "Scheduled" says "Successfully assigned";
        FailedScheduling "FailedScheduling" in "FailedScheduling";
        Pulling "Pulling" in "Pulling";
        Pulled "Pulled" in "Pulled" says "Successfully pulled image", "already present on machine";
        Created "Created" in "Created" says "Container created", "Created container";
        Started "Started" in "Started" says "Container started", "Started container";
        BackOff "BackOff" in "BackOff";
        Killing "Killing" in "Killing" says "Stopping container", "definition changed, will be restarted", "failed startup probe", "failed liveness probe", "resize requires restart";
        ResizeStarted "ResizeStarted" in "PodResizeInProgress" says "Pod resize started";
        ResizeCompleted "ResizeCompleted" in "PodResizeInProgress" says "Pod resize completed";
        ResizeError "ResizeError" in "PodResizeInProgress" says "Pod resize error", "cannot decrease memory limits";
        ResizeDeferred "ResizeDeferred" in "PodResizePending" says "Pod resize OutOf";
        ResizeInfeasible "ResizeInfeasible" in "PodResizePending" says "Pod resize Infeasible";
        Unhealthy "Unhealthy" in "Unhealthy" says "probe failed", "probe errored";
        FailedPostStartHook "FailedPostStartHook" in "PostStartHookError" says "PostStartHook failed";
        FailedPreStopHook "FailedPreStopHook" in "FailedPreStopHook" says "PreStopHook failed";
        SandboxChanged "SandboxChanged" in "SandboxChanged" says "Pod sandbox changed";
        FailedCreatePodSandBox "FailedCreatePodSandBox" in "FailedCreatePodSandBox" says "Failed to create pod sandbox";
        FailedMount "FailedMount" in "FailedMount" says "MountVolume.";
        DeadlineExceeded "DeadlineExceeded" in "DeadlineExceeded" says "active on the node longer than", "active longer than specified deadline";
        OutOfCpu "OutOfcpu" in "../../../scheduling/src/words/OutOf";
        OutOfMemory "OutOfmemory" in "../../../scheduling/src/words/OutOf" says "didn't have enough resource";
        OutOfEphemeralStorage "OutOfephemeral-storage" in "../../../scheduling/src/words/OutOf";
        NodeAffinity "NodeAffinity" in "NodeAffinity" says "Predicate NodeAffinity failed";
        NodePorts "NodePorts" in "NodePorts" says "Predicate NodePorts failed";

        SuccessfulCreate "SuccessfulCreate" in "SuccessfulCreate" says "Created pod: ", "Created job ", "Create Pod ";
        SuccessfulDelete "SuccessfulDelete" in "SuccessfulDelete" says "Deleted pod: ", "Deleted job ", "Delete Pod ";
        ScalingReplicaSet "ScalingReplicaSet" in "ScalingReplicaSet" says "Scaled up replica set", "Scaled down replica set";
        FailedDaemonPod "FailedDaemonPod" in "DaemonPod" says "Found failed daemon pod";
        SucceededDaemonPod "SucceededDaemonPod" in "DaemonPod" says "Found succeeded daemon pod";
        BackoffLimitExceeded "BackoffLimitExceeded" in "BackoffLimitExceeded" says "has reached the specified backoff limit";
        MaxFailedIndexesExceeded "MaxFailedIndexesExceeded" in "FailedIndexes" says "maximal number of failed indexes";
        FailedIndexes "FailedIndexes" in "FailedIndexes" says "Job has failed indexes";
        PodFailurePolicy "PodFailurePolicy" in "PodFailurePolicy" says "matching FailJob rule";
        UnparseableSchedule "UnparseableSchedule" in "UnparseableSchedule" says "unparseable schedule";
        FailedBinding "FailedBinding" in "FailedBinding" says "no persistent volumes available for this claim";
        VolumeMismatch "VolumeMismatch" in "FailedBinding" says "Cannot bind to requested volume";
        ProvisioningFailed "ProvisioningFailed" in "FailedBinding" says "no volume plugin matched name", "storageclass.storage.k8s.io";
        ExternalProvisioning "ExternalProvisioning" in "FailedBinding" says "Waiting for a volume to be created";
        WaitForFirstConsumer "WaitForFirstConsumer" in "WaitForFirstConsumer" says "waiting for first consumer to be created";
        WaitForPodScheduled "WaitForPodScheduled" in "WaitForFirstConsumer" says "waiting for pod";
        FailedCreate "FailedCreate" in "FailedCreate" says "Error creating: ";
        Suspended "Suspended" in "Suspended" says "Job suspended";
        Resumed "Resumed" in "Suspended" says "Job resumed";
        SawCompletedJob "SawCompletedJob" in "SawCompletedJob" says "Saw completed job";
        JobAlreadyActive "JobAlreadyActive" in "JobAlreadyActive" says "Not starting job because prior execution";

        PodResizePending "PodResizePending" in "PodResizePending";
        PodResizeInProgress "PodResizeInProgress" in "PodResizeInProgress";
        Deferred "Deferred" in "PodResizePending";
        Infeasible "Infeasible" in "PodResizePending" says "Node didn't have enough capacity";
        PodReadyToStartContainers "PodReadyToStartContainers" in "PodReadyToStartContainers";
        Initialized "Initialized" in "Initialized";
        Ready "Ready" in "Ready";
        ContainersReady "ContainersReady" in "ContainersReady";
        PodScheduled "PodScheduled" in "PodScheduled";
        AllContainersRestarting "AllContainersRestarting" in "RestartingAllContainers";
        DisruptionTarget "DisruptionTarget" in "DisruptionTarget";
        ContainersNotInitialized "ContainersNotInitialized" in "Initialized" says "containers with incomplete status";
        ContainersNotReady "ContainersNotReady" in "ContainersReady" says "containers with unready status";
        ReadinessGatesNotReady "ReadinessGatesNotReady" in "ReadinessGatesNotReady" says "pod readiness gate";
        PodCompleted "PodCompleted" in "Succeeded";
        PodFailed "PodFailed" in "PodFailed";
        RestartAllContainersStarted "RestartAllContainersStarted" in "RestartingAllContainers" says "exited with restart policy rule";
        Unschedulable "Unschedulable" in "FailedScheduling";
        SchedulingGated "SchedulingGated" in "SchedulingGated" says "non-empty scheduling gates";
        Available "Available" in "Available";
        MinimumReplicasAvailable "MinimumReplicasAvailable" in "Available" says "Deployment has minimum availability";
        MinimumReplicasUnavailable "MinimumReplicasUnavailable" in "Available" says "does not have minimum availability";
        Progressing "Progressing" in "Progressing";
        NewReplicaSetCreated "NewReplicaSetCreated" in "Progressing" says "Created new replica set";
        ReplicaSetUpdated "ReplicaSetUpdated" in "Progressing" says "is progressing.";
        NewReplicaSetAvailable "NewReplicaSetAvailable" in "Progressing" says "has successfully progressed";
        DeploymentPaused "DeploymentPaused" in "Progressing" says "Deployment is paused";
        DeploymentResumed "DeploymentResumed" in "Progressing" says "Deployment is resumed";
        ProgressDeadlineExceeded "ProgressDeadlineExceeded" in "ProgressDeadlineExceeded" says "has timed out progressing", "exceeded its progress deadline";
        ReplicaFailure "ReplicaFailure" in "FailedCreate";
        Complete "Complete" in "Complete";
        SuccessCriteriaMet "SuccessCriteriaMet" in "Complete";
        CompletionsReached "CompletionsReached" in "Complete" says "Reached expected number of succeeded pods";
        SuccessPolicy "SuccessPolicy" in "Complete" says "Matched rules at index";
        FailureTarget "FailureTarget" in "FailureTarget";
        JobSuspended "JobSuspended" in "Suspended";
        JobResumed "JobResumed" in "Suspended";
        EvictionByEvictionApi "EvictionByEvictionAPI" in "DisruptionTarget" says "Eviction API: evicting";
        Preempted "Preempted" in "Preempted" says "Preempted by pod";
        PreemptionByScheduler "PreemptionByScheduler" in "Preempted" says "preempting to accommodate a higher priority pod";
        TaintManagerEviction "TaintManagerEviction" in "TaintManagerEviction" says "Marking for deletion Pod", "Cancelling deletion of Pod";
        DeletionByPodGc "DeletionByPodGC" in "DeletionByPodGC" says "PodGC: node no longer exists";
        DeletionByTaintManager "DeletionByTaintManager" in "TaintManagerEviction" says "deleting due to NoExecute taint";
        NodeNotReady "NodeNotReady" in "NodeNotReady" says "Node is not ready";
        NodeStatusUnknown "NodeStatusUnknown" in "NodeNotReady" says "Kubelet stopped posting node status";
        KubeletReady "KubeletReady" in "KubeletReady" says "kubelet is posting ready status";
        Evicted "Evicted" in "Evicted" says "Usage of EmptyDir volume", "ephemeral local storage usage exceeds", "exceeded its local ephemeral storage limit", "The node was low on resource";
        NoPods "NoPods" in "NoPods" says "No matching pods found";
        UnmanagedPods "UnmanagedPods" in "UnmanagedPods" says "Pods selected by this PodDisruptionBudget";
        MultiplePodDisruptionBudgets "MultiplePodDisruptionBudgets" in "MultiplePodDisruptionBudgets" says "matches multiple PodDisruptionBudgets", "has more than one PodDisruptionBudget";
        DisruptionAllowed "DisruptionAllowed" in "DisruptionAllowed" says "would violate the pod's disruption budget", "The disruption budget";
        SufficientPods "SufficientPods" in "DisruptionAllowed";
        InsufficientPods "InsufficientPods" in "DisruptionAllowed";
        SyncFailed "SyncFailed" in "CalculateExpectedPodCountFailed";
        CalculateExpectedPodCountFailed "CalculateExpectedPodCountFailed" in "CalculateExpectedPodCountFailed" says "Failed to calculate the number of expected pods";
    }
}
