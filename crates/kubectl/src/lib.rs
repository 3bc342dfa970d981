//! A typed kubectl command: what it prints, and what it asks the server for.
//!
//! [`run`] takes a command line that reads, [`change()`] one that acts, [`Wait`] one that waits, and [`apply`] one that sends a
//! file. [`row()`] and [`describe()`] are parts of it for those who need no terminal.
//!
//! ```
//! use api::Kubernetes;
//! use kubectl::{Cluster, NoLogs, run};
//! use serde_json::json;
//!
//! let pods = [json!({
//!     "apiVersion": "v1",
//!     "kind": "Pod",
//!     "metadata": {"name": "web", "namespace": "default", "creationTimestamp": "2026-01-01T00:00:00Z"},
//!     "spec": {"initContainers": [{"name": "setup"}], "containers": [{"name": "app"}]},
//!     "status": {"phase": "Pending", "initContainerStatuses": [{"name": "setup", "state": {"running": {}}}]},
//! })];
//! let now = "2026-01-01T00:00:08Z".parse().unwrap();
//! let cluster = Cluster { pods: &pods, workloads: &[], whole: false, events: &[], logs: &NoLogs, file: &[], now, kubernetes: &Kubernetes::RECORDED };
//! let output = run("kubectl get pod web", &cluster);
//! assert_eq!(output.stdout, "NAME   READY   STATUS     RESTARTS   AGE\nweb    0/1     Init:0/1   0          8s\n");
//! ```
#![forbid(unsafe_code)]

pub mod age;
pub mod apply;
mod columns;
mod command;
mod describe;
pub mod diff;
pub mod events;
mod gotemplate;
mod jsonpath;
mod order;
mod others;
mod printers;
mod row;
mod selector;
mod stored;
pub mod table;
mod watch;
mod words;
mod workloads;
pub mod yaml;

pub use command::{
    Change, Cluster, Done, Drain, Form, Leaving, LogLine, Logs, NoLogs, Output, Patch, PatchKind,
    Propagation, Request, Wait, Whom, bad_key, change, files, in_context, namespace_of, played, printed, run,
    split,
};
pub use describe::describe;
pub use row::{PLAIN, Row, row, row_with};
pub use stored::stored;
pub use watch::Watch;
pub use words::Word;
