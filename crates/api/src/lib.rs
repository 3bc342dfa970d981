//! Kubernetes objects: reading, field paths, quantities, versions and feature gates.
//!
//! Reading never fails: one bad field costs only itself, and is told with its path.
//!
//! ```
//! use api::{Kubernetes, read};
//! let text = "apiVersion: v1\nkind: Pod\nspec: {nodeName: a, hostNetwork: 3, colour: red}\n";
//! let documents = source::read(text).documents;
//! let found = read(&documents[0], &Kubernetes::RECORDED);
//! assert_eq!(found.decode[0].path, "spec.hostNetwork");
//! assert_eq!(found.strict[0].message, r#"unknown field "spec.colour""#);
//! assert_eq!(found.object.pod_spec().unwrap().1.node_name.as_deref(), Some("a"));
//! ```
#![forbid(unsafe_code)]

pub mod base64;
pub mod collections;
pub mod containers;
pub mod defaulting;
pub mod features;
pub mod fields;
pub mod former;
pub mod fragment;
pub mod json;
pub mod kinds;
pub mod list;
mod markdown;
pub mod names;
pub mod near;
pub mod object;
pub mod path;
pub mod printed;
pub mod quantity;
pub mod read;
pub mod release;
pub mod strategic;
pub mod time;
pub mod typed;
pub mod well_known;
mod words;

pub use containers::{
    ContainerKind, ContainerSite, as_container, containers, http_path, is_sidecar, port_number,
};
pub use features::{Change, Gate, Kubernetes, SAFE_SYSCTLS, sysctl_name};
pub use markdown::Markdown;
pub use object::{Object, objects};
pub use path::FieldPath;
pub use quantity::Quantity;
pub use read::{Read, read};
