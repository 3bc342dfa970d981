//! A create as a whole cluster answers it, and the Pods that follow from it.

mod claims;
mod documents;
pub(crate) mod part;
mod pods;
mod world;

pub use documents::{Documents, name};
pub use pods::{Created, Event, create};
pub use world::World;
