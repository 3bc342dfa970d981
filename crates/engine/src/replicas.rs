//! The number of Pods that a workload keeps.

use api::Object;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// The number of Pods that a workload keeps, and the number that it may add during a rollout.
pub(crate) struct Replicas {
    /// The Pods that it keeps.
    pub count: i32,
    /// The Pods that it may add during a rollout.
    pub surge: i32,
}

/// The replicas of an object; `None` for one that does not keep a number of Pods.
pub(crate) fn replicas(object: &Object) -> Option<Replicas> {
    let plain = |count: Option<i32>| Some(Replicas { count: count.unwrap_or(1), surge: 0 });
    match object {
        Object::Deployment(deployment) => {
            let count = deployment.spec.replicas.unwrap_or(1);
            let strategy = deployment.spec.strategy.as_ref();
            let rolling = strategy.and_then(|strategy| strategy.rolling_update.as_ref());
            let recreates = strategy.is_some_and(|strategy| strategy.type_.as_deref() == Some("Recreate"));
            let surge = rolling.and_then(|rolling| rolling.max_surge.clone());
            let surge = surge.unwrap_or_else(|| IntOrString::String("25%".to_owned()));
            Some(Replicas { count, surge: if recreates { 0 } else { share(&surge, count) } })
        }
        Object::ReplicaSet(set) => plain(set.spec.replicas),
        Object::StatefulSet(set) => plain(set.spec.replicas),
        Object::ReplicationController(set) => plain(set.spec.as_ref()?.replicas),
        Object::Job(job) => plain(job.spec.as_ref()?.parallelism),
        _ => None,
    }
}

/// A number, or a percentage of the replicas rounded up.
fn share(amount: &IntOrString, of: i32) -> i32 {
    match amount {
        IntOrString::Int(number) => *number,
        IntOrString::String(text) => {
            let percent: i64 = text.trim_end_matches('%').parse().unwrap_or_default();
            i32::try_from((percent * i64::from(of) + 99) / 100).unwrap_or_default()
        }
    }
}
