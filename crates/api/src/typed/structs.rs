//! Every struct of the field table.

use super::{Fields, Input, Typed, write_fields};
use k8s_openapi::Resource;
use k8s_openapi::api::scheduling::v1alpha3::{
    TopologyConstraint, WorkloadPodGroupDisruptionMode, WorkloadPodGroupGangSchedulingPolicy,
    WorkloadPodGroupResourceClaim, WorkloadPodGroupSchedulingConstraints, WorkloadPodGroupSchedulingPolicy,
};
#[allow(clippy::wildcard_imports, reason = "the generated code names some two hundred structs")]
use k8s_openapi::api::{
    apps::v1::*, batch::v1::*, core::v1::*, node::v1::*, scheduling::v1::*, storage::v1::*,
};
#[allow(clippy::wildcard_imports, reason = "the generated code names some two hundred structs")]
use k8s_openapi::apimachinery::pkg::apis::meta::v1::*;
use serde_json::Value;

/// A struct: the names of all its fields in JSON, and those that the type has, by number and name in Rust.
macro_rules! structure {
    (kind $name:ident $names:tt { $($number:literal $field:ident,)* }) => {
        structure!(@ $name { Some(($name::API_VERSION, $name::KIND)) } $names $($number $field,)*);
    };
    ($name:ident $names:tt { $($number:literal $field:ident,)* }) => {
        structure!(@ $name { None } $names $($number $field,)*);
    };
    (@ $name:ident { $meta:expr } $names:tt $($number:literal $field:ident,)*) => {
        impl Fields for $name {
            fn meta(&self) -> Option<(&'static str, &'static str)> {
                $meta
            }

            fn names(&self) -> &'static [&'static str] {
                &$names
            }

            fn set(&mut self, number: usize, input: Input<'_>) {
                match number {
                    $($number => self.$field.read(input),)*
                    _ => input.pass(),
                }
            }

            fn get(&self, number: usize) -> Value {
                match number {
                    $($number => self.$field.write(),)*
                    _ => Value::Null,
                }
            }
        }

        impl Typed for $name {
            fn zero() -> Self {
                $name::default()
            }

            fn read(&mut self, input: Input<'_>) {
                input.fields(self);
            }

            fn write(&self) -> Value {
                write_fields(self)
            }
        }
    };
}

include!(concat!(env!("OUT_DIR"), "/structs.rs"));

// Two structs of an alpha group that a Job of 1.37 refers to and the table does not describe.
structure!(TopologyConstraint ["key"] { 0 key, });
structure!(WorkloadPodGroupDisruptionMode ["all", "single"] { 0 all, 1 single, });
structure!(WorkloadPodGroupGangSchedulingPolicy ["minCount"] { 0 min_count, });
structure!(WorkloadPodGroupResourceClaim ["name", "resourceClaimName", "resourceClaimTemplateName"] {
    0 name, 1 resource_claim_name, 2 resource_claim_template_name,
});
structure!(WorkloadPodGroupSchedulingConstraints ["topology"] { 0 topology, });
structure!(WorkloadPodGroupSchedulingPolicy ["basic", "gang"] { 0 basic, 1 gang, });
