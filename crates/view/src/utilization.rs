//! What is reserved against what the containers that run request, over a run; and what all replicas reserve.

use serde::{Deserialize, Serialize};

/// One resource over a run, summed over its Pods.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Utilization {
    /// `cpu` or `memory`.
    pub resource: String,
    /// Without gaps, in order, none like the one before it.
    pub steps: Vec<UtilizationStep>,
    /// The most that is reserved at once, in the resource's unit (cores, bytes).
    pub most: f64,
    /// Share of the reservation that no running container requests, in percent over the run.
    pub idle: u32,
}

/// A stretch of time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UtilizationStep {
    /// Its first instant.
    pub from: u64,
    /// Its end.
    pub to: u64,
    /// What the Pods on nodes reserve, in the resource's unit.
    pub reserved: f64,
    /// What their running containers request.
    pub asked: f64,
    /// `reserved` as Kubernetes prints it.
    pub reserved_text: String,
    /// `asked` as Kubernetes prints it.
    pub asked_text: String,
    /// How much of it is idle, in percent.
    pub idle: u32,
}

/// What all Pods of a workload reserve together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fleet {
    /// How many Pods are kept.
    pub count: i32,
    /// How many more there may be while it is rolled out.
    pub surge: i32,
    /// One line a resource.
    pub lines: Vec<FleetLine>,
}

/// One resource of a workload's Pods.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FleetLine {
    /// `cpu`.
    pub resource: String,
    /// What one Pod reserves.
    pub one: String,
    /// What all replicas reserve.
    pub all: String,
    /// What they reserve at most while they are rolled out.
    pub rollout: String,
}
