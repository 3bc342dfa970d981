//! The API server's rules: an object becomes its errors and warnings, in the server's words and order.
//!
//! Rules are small functions at one site of the object, in files named for the field that they guard.
//! They never walk: [`walk`] knows the shape of a Pod and calls them in the order of the API server.
//! This crate has no reading, no positions in the text (a rule names fields only) and no defaulting, which comes before.
//!
//! ```
//! let kubernetes = api::Kubernetes::default();
//! let text = "{apiVersion: v1, kind: Pod, metadata: {name: Bad}, spec: {containers: []}}";
//! let objects = api::objects(text, &kubernetes);
//! let errors = validation::validate(&objects[0], &kubernetes, &validation::Options::default());
//! assert!(errors.iter().any(|error| error.field == "spec.containers"));
//! ```
#![forbid(unsafe_code)]

pub mod error;
pub mod explain;
pub mod go;
pub mod names;

mod bad_value;
mod container;
mod kinds;
mod metadata;
mod others;
mod pod;
mod rule;
mod site;
mod volumes;
mod walk;
mod warnings;
mod workloads;

use api::{Kubernetes, Object};

pub use bad_value::BadValue;
pub use container::lifecycle::LINUX_SIGNALS as SIGNALS;
pub use error::{Detail, Error, Errors};
pub use kinds::Kind;
pub use others::{NODE_PORTS, Taken};
pub use rule::Rule;
pub use warnings::sent;

/// How the API server was started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// `--allow-privileged`.
    pub allow_privileged: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { allow_privileged: true }
    }
}

/// The errors for which the API server refuses a create of `object`, which has its defaults.
///
/// Kinds that [`checks`] does not know have none.
pub fn validate(object: &Object, kubernetes: &Kubernetes, options: &Options) -> Vec<Error> {
    validate_beside(object, kubernetes, options, &Taken::default())
}

/// As [`validate`], in a cluster whose Services have taken addresses and ports of nodes.
pub fn validate_beside(
    object: &Object,
    kubernetes: &Kubernetes,
    options: &Options,
    taken: &Taken,
) -> Vec<Error> {
    let mut errors = Errors::default();
    let context = site::Context { kubernetes, options, taken };
    walk::object(object, &context, &mut errors);
    errors.into_vec()
}

/// Whether the rules know all that the API server asks of an object of this kind. It does not ask for every kind, and some
/// objects hold expressions, which nothing here evaluates.
///
/// ```
/// let kubernetes = api::Kubernetes::default();
/// let objects = api::objects("{apiVersion: v1, kind: ConfigMap}\n---\n{apiVersion: v1, kind: Event}", &kubernetes);
/// assert!(validation::checks(&objects[0]) && !validation::checks(&objects[1]));
/// ```
pub fn checks(object: &Object) -> bool {
    match object {
        Object::Other(value) => others::is_checked(value),
        _ => true,
    }
}

/// The warnings of the API server on a create of `object`, which has its defaults.
pub fn warnings(object: &Object, kubernetes: &Kubernetes) -> Vec<String> {
    warnings::of(object, kubernetes)
}
