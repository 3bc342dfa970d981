//! The amounts that are reserved and that running containers request, over a run; and the reservation of all replicas.

use serde::{Deserialize, Serialize};

/// One resource over a run, summed over its Pods.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Utilization {
    /// `cpu` or `memory`.
    pub resource: String,
    /// The steps without gaps, in order, none like the one before it.
    pub steps: Vec<UtilizationStep>,
    /// The largest reservation at one time, in the resource's unit (cores, bytes).
    pub most: f64,
    /// Share of the reservation that no running container requests, in percent over the run.
    pub idle: u32,
}

/// A stretch of time in which nothing changes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UtilizationStep {
    /// The start.
    pub from: u64,
    /// The end.
    pub to: u64,
    /// The amount that the Pods on nodes reserve, in the resource's unit.
    pub reserved: f64,
    /// The amount that their running containers request.
    pub asked: f64,
    /// `reserved` as Kubernetes prints it.
    pub reserved_text: String,
    /// `asked` as Kubernetes prints it.
    pub asked_text: String,
    /// The share that is idle, in percent.
    pub idle: u32,
}

/// The amounts that all Pods of a workload reserve together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fleet {
    /// The number of Pods that the workload keeps.
    pub count: i32,
    /// The number of Pods that may be added during a rollout.
    pub surge: i32,
    /// The lines, one for each resource.
    pub lines: Vec<FleetLine>,
}

/// One resource of a workload's Pods.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FleetLine {
    /// `cpu`.
    pub resource: String,
    /// The amount that one Pod reserves.
    pub one: String,
    /// The amount that all replicas reserve.
    pub all: String,
    /// The largest amount that they reserve during a rollout.
    pub rollout: String,
}
