//! Every word that kubectl itself makes: of the STATUS column, and of what it says when there is nothing to print.

api::words! {
    /// A word of kubectl, or the part of its sentence that no name stands in.
    pub enum Word {
        Init "Init:" in "Init";
        InitError "Init:Error" in "InitError";
        InitCrashLoopBackOff "Init:CrashLoopBackOff" in "InitCrashLoopBackOff";
        NotReady "NotReady" in "NotReady";
        SchedulingDisabled "SchedulingDisabled" in "SchedulingDisabled";
        Terminating "Terminating" in "Terminating";
        Unknown "Unknown" in "Unknown" says "NodeLost";
        Signal "Signal:" in "Signal";
        ExitCode "ExitCode:" in "ExitCode";
        WaitingToStart "is waiting to start" in "waiting-to-start";
        NotAvailable "is not available" in "waiting-to-start";
        NoPrevious "previous terminated" in "no-previous" says "is terminated";
        NoLogs "unable to retrieve container logs" in "no-logs";
        DefaultedContainer "Defaulted container" in "defaulted-container" says "a container name must be specified for pod";
        NotValidForPod "is not valid for pod" in "defaulted-container";
        NoResources "No resources found" in "no-resources";
        NotFound "Error from server (NotFound)" in "not-found";
    }
}
