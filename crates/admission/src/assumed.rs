//! Objects that another object names and that are assumed to exist.

use std::fmt;

/// An object that is assumed to exist, as for a person who pastes one Pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumed {
    /// `ServiceAccount`, `PriorityClass`.
    pub kind: &'static str,
    /// Its name; of a range of addresses for Services, the address.
    pub name: String,
    /// The server's message if it did not exist.
    pub otherwise: String,
}

impl Assumed {
    /// The field of a Pod, or of its metadata, that names it.
    pub fn field(&self) -> &'static str {
        match self.kind {
            "ServiceAccount" => "spec.serviceAccountName",
            "PriorityClass" => "spec.priorityClassName",
            "RuntimeClass" => "spec.runtimeClassName",
            "ServiceCIDR" => "spec.clusterIP",
            _ => "metadata.namespace",
        }
    }
}

impl fmt::Display for Assumed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Assumed { kind, name, otherwise } = self;
        if *kind == "ServiceCIDR" {
            return write!(f, "a {kind} with {name} is there; without it: {otherwise}");
        }
        write!(f, "{kind} `{name}` is there; without it: {otherwise}")
    }
}
