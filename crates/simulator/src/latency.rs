//! The fixed latencies of the simulation. A real kubelet has ranges; each choice here lies inside the recorded one
//! (`kubelet-timing.md`: steps of a sync 1 to 15 ms, polls with a random phase, jitter from 1.0 to 1.5).

use crate::Millis;

/// From the creation of a Pod to its binding.
pub(crate) const SCHEDULE: Millis = Millis(4);
/// From a change in the API to the kubelet's hearing of it.
pub(crate) const WATCH: Millis = Millis(4);
/// Deriving and storing a status.
pub(crate) const STATUS: Millis = Millis(2);
/// A runtime call.
pub(crate) const CALL: Millis = Millis(2);
/// Making a sandbox.
pub(crate) const SANDBOX: Millis = Millis(3);
/// From a change of the status manager's status to the API.
pub(crate) const PATCH: Millis = Millis(4);
/// The status manager writes the statuses of Pods one after the other: 5 to 20 ms each.
pub(crate) const NEXT_PATCH: Millis = Millis(12);
/// From the end of a sync to the relist of its Pod.
pub(crate) const RELIST_POD: Millis = Millis(3);
/// From the request of an extra readiness probe to its run.
pub(crate) const TRIGGER: Millis = Millis(2);
/// Volumes that need nothing are there at the second look of the volume manager.
pub(crate) const MOUNT: Millis = Millis(300);
/// Unmounting.
pub(crate) const UNMOUNT: Millis = Millis(100);
/// From the start of a kubelet to its first syncs.
pub(crate) const KUBELET_START: Millis = Millis(1300);
/// From there to its first look for Pods that it is to know nothing of.
pub(crate) const ORPHANS: Millis = Millis(1100);
/// A sync that failed without a back-off is tried again after it: 10 s with jitter 1.3.
pub(crate) const RETRY: Millis = Millis(13_000);
/// Nothing waits longer than this for a sync, jitter 1.0.
pub(crate) const RESYNC: Millis = Millis(60_000);
/// A sync that went well is repeated after it: 60 s with jitter 1.25.
pub(crate) const RESYNC_OK: Millis = Millis(75_000);

/// Resizes that wait are tried again after it, if nothing has had them tried before.
pub(crate) const RESIZE_RETRY: Millis = Millis::seconds(180);

/// From a change of an object to its controller's turn.
pub(crate) const CONTROLLER: Millis = Millis(5);
/// How much of a minute has passed when the trace starts: none for a person; recordings of CronJobs were begun five
/// seconds before a full minute.
pub(crate) fn before_minute(assumes: bool) -> Millis {
    if assumes { Millis::ZERO } else { Millis::seconds(55) }
}

/// From the end of an object to the garbage collector's turn for what it owns.
pub(crate) const GARBAGE: Millis = Millis(20);
/// A second look of the scheduler at a new Pod, so soon that it does not have the status that the first one wrote.
pub(crate) const SAME_LOOK: Millis = Millis(20);
/// From the creation of a claim to its binding.
pub(crate) const CLAIM: Millis = Millis(30);
/// From the binding of a Pod's claims to its own.
pub(crate) const BIND_VOLUMES: Millis = Millis(1000);
/// The volume controller looks at all claims each fifteen seconds, at this phase.
const RESYNC_PHASE: u64 = 4500;
const RESYNC_PERIOD: u64 = 15_000;

/// The kubelet posts its node's status each ten seconds, at this phase.
const HEARTBEAT_PHASE: u64 = 2500;
const HEARTBEAT_PERIOD: u64 = 10_000;
/// A node without a heartbeat for so long is lost: `--node-monitor-grace-period`.
const HEARTBEAT_GRACE: u64 = 50_000;
/// The node controller looks at the heartbeats each five seconds, at this phase.
const MONITOR_PHASE: u64 = 2600;
const MONITOR_PERIOD: u64 = 5000;
/// From the start of a kubelet to its node's new status.
pub(crate) const NODE_POSTS: Millis = Millis(480);

/// The first look of the node controller at which a node is lost whose kubelet stops at a time.
pub(crate) fn node_lost(stopped: Millis) -> Millis {
    let periods = stopped.0.saturating_sub(HEARTBEAT_PHASE) / HEARTBEAT_PERIOD;
    let last = if stopped.0 < HEARTBEAT_PHASE { 0 } else { HEARTBEAT_PHASE + periods * HEARTBEAT_PERIOD };
    next_monitor(Millis(last + HEARTBEAT_GRACE))
}

/// The first look of the node controller at or after a time.
pub(crate) fn next_monitor(at: Millis) -> Millis {
    next(at, MONITOR_PHASE, MONITOR_PERIOD)
}

/// The kubelet looks for the first time at this time, and then each ten seconds, at how much its Pods have written.
const FIRST_STORAGE: u64 = 8000;
const STORAGE_PERIOD: u64 = 10_000;
pub(crate) const STORAGE: Millis = Millis(STORAGE_PERIOD);
/// After an eviction it looks each second whether the Pod is gone, and then at once at the others.
pub(crate) const STORAGE_CLEANUP: Millis = Millis(1000);
/// Volumes are measured each minute, at this phase; the layers of containers at each look.
const MEASURE_PHASE: u64 = 35_000;
const MEASURE_PERIOD: u64 = 60_000;

/// The first look at what Pods have written at or after a time; `last` is one of them.
pub(crate) fn next_storage(at: Millis, last: Option<Millis>) -> Millis {
    next(at, last.map_or(FIRST_STORAGE, |last| last.0), STORAGE_PERIOD)
}

/// When volumes were measured last.
pub(crate) fn last_measure(at: Millis) -> Option<Millis> {
    let since = at.0.checked_sub(MEASURE_PHASE)?;
    Some(Millis(MEASURE_PHASE + since / MEASURE_PERIOD * MEASURE_PERIOD))
}

/// How long the scheduler leaves a Pod alone that it has found no node for. Upstream: podInitialBackoffSeconds.
pub(crate) const SCHEDULER_BACKOFF: Millis = Millis::seconds(1);

/// The garbage collector of Pods looks each 20 s, at this phase.
const COLLECT_PHASE: u64 = 7_000;

/// How long the Job controller gathers changes of Pods.
pub(crate) const JOB_BATCH: Millis = Millis(1000);

/// The PLEG relists the runtime for the first time at this phase ...
const RELIST_PHASE: u64 = 450;
/// ... and then one second after the end of the last relist, which takes 4 ms: a container that was started after a
/// relist and runs for two or more whole seconds is noticed soon after its end.
const RELIST_PERIOD: u64 = 1004;
/// The work queue and the deadlines are looked at each second, at this phase.
const TICK_PHASE: u64 = 50;
const TICK_PERIOD: u64 = 1000;

fn next(at: Millis, phase: u64, period: u64) -> Millis {
    Millis(phase + at.0.saturating_sub(phase).div_ceil(period).saturating_mul(period))
}

/// The first global relist at or after a time.
pub(crate) fn next_relist(at: Millis) -> Millis {
    next(at, RELIST_PHASE, RELIST_PERIOD)
}

/// The last global relist at or before a time.
pub(crate) fn last_relist(at: Millis) -> Option<Millis> {
    let since = at.0.checked_sub(RELIST_PHASE)?;
    Some(Millis(RELIST_PHASE + since / RELIST_PERIOD * RELIST_PERIOD))
}

/// The first look of the volume controller at all claims after a time.
pub(crate) fn next_resync(at: Millis) -> Millis {
    next(at + Millis(1), RESYNC_PHASE, RESYNC_PERIOD)
}

/// The next look of the garbage collector of Pods after a time.
pub(crate) fn next_collect(at: Millis) -> Millis {
    next(at + Millis(1), COLLECT_PHASE, 20_000)
}

/// When the garbage collector of Pods is sure that a node is gone that it misses from a time on: it waits for 40 s.
/// Upstream: pkg/controller/podgc/gc_controller.go.
pub(crate) fn node_gone(since: Millis) -> Millis {
    next_collect(since) + Millis::seconds(40)
}

/// The first tick of the sync loop at or after a time.
pub(crate) fn next_tick(at: Millis) -> Millis {
    next(at, TICK_PHASE, TICK_PERIOD)
}
