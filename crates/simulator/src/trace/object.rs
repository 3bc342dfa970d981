//! The history of workloads and of the addresses behind Services.

use crate::Millis;
use api::Object;
use std::rc::Rc;

/// One version of an object beside Pods, as the API server stored it.
#[derive(Clone, Debug)]
pub struct ObjectVersion {
    /// The time at which it was stored.
    pub at: Millis,
    /// The object with its status.
    pub object: Rc<Object>,
    /// Whether it is gone from then on.
    pub deleted: bool,
}

/// A change of an endpoint of a Service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointChange {
    /// When.
    pub at: Millis,
    /// The Service's name.
    pub service: String,
    /// The Pod, as an index into `Trace::pods`.
    pub pod: usize,
    /// Its conditions from then on; `None` when its address leaves the slice.
    pub endpoint: Option<Endpoint>,
}

/// The conditions of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// It gets new connections.
    pub ready: bool,
    /// Its Pod is ready, whether or not it is being deleted.
    pub serving: bool,
    /// Its Pod is being deleted.
    pub terminating: bool,
}
