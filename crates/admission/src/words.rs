//! Every phrase by which admission refuses: the part of its message that holds no names.

api::words! {
    /// A phrase of a refusal.
    pub enum Word {
        ExceededQuota "exceeded quota" in "exceeded-quota";
        FailedQuota "failed quota" in "failed-quota";
        UsagePer "usage per" in "limit-range";
        RatioPer "max limit to request ratio per" in "limit-range";
        ViolatesPodSecurity "violates PodSecurity" in "pod-security";
        WouldViolatePodSecurity "would violate PodSecurity" in "pod-security";
        AccountLookup "error looking up service account" in "service-account";
        NoPriorityClass "no PriorityClass with name" in "priority-class";
        MarkedAsDefault "is already marked as default" in "priority-class";
        PriorityComputed "must not be provided in pod spec" in "priority-class";
        PodRejected "pod rejected" in "runtime-class";
        RuntimeClassConflict "conflict: runtimeClass.scheduling.nodeSelector" in "runtime-class";
        Forbidden "is forbidden" in "forbidden";
    }
}
