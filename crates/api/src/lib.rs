//! Kubernetes objects: reading, field paths, quantities, versions and feature gates.
#![forbid(unsafe_code)]

pub mod collections;
pub mod containers;
pub mod defaulting;
pub mod features;
pub mod fields;
pub mod fragment;
pub mod json;
pub mod object;
pub mod path;
pub mod printed;
pub mod quantity;
pub mod read;
pub mod time;
pub mod typed;
mod words;

pub use containers::{ContainerKind, ContainerSite, containers, is_sidecar};
pub use features::{Change, Gate, Kubernetes};
pub use object::{Object, objects, objects_of};
pub use path::FieldPath;
pub use quantity::Quantity;
pub use read::{Read, read};
