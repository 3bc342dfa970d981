//! The API server's answer to a write: defaults, admission, validation, quota, in the order of a whole cluster.
//!
//! Upstream: apiserver/pkg/endpoints/handlers/create.go, apiserver/pkg/registry/rest/create.go.
//!
//! ```
//! use apiserver::{Cluster, State, create};
//! let kubernetes = api::Kubernetes::RECORDED;
//! let pod = "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {serviceAccountName: robot, containers: [{name: app, image: nginx}]}}";
//! let pod = api::objects(pod, &kubernetes).remove(0);
//! let refused = create(pod.clone(), &mut State::new(Cluster::New, &kubernetes)).unwrap_err();
//! assert_eq!(
//!     refused.to_string(),
//!     r#"pods "web" is forbidden: error looking up service account default/robot: serviceaccount "robot" not found"#
//! );
//! let created = create(pod, &mut State::new(Cluster::Assumed, &kubernetes)).unwrap();
//! assert_eq!((created.assumed[0].kind, created.assumed[0].name.as_str()), ("ServiceAccount", "robot"));
//! ```
#![forbid(unsafe_code)]

mod contested;
mod create;
mod names;
mod other;
mod own;
mod refusal;
mod service;
mod state;
mod three_way;
mod typed_patch;
mod update;

pub use admission::{Allocatable, Assumed};
pub use contested::{Contested, contested};
pub use create::{Attempt, attempt, bounded, create};
pub use names::{name, other_uid, resource};
pub use own::{own, own_in, own_objects};
pub use refusal::Refusal;
pub use state::{Cluster, State};
pub use three_way::{merge, three_way, two_way};
pub use typed_patch::{typed_patch, unconverted};
pub use update::{change, conflict, ungrown, update, with_ephemeral_containers, with_status};
