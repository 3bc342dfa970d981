//! Every struct of the field table.

use super::{Fields, Input, Typed, read_fields, write_fields};
use k8s_openapi::Resource;
use k8s_openapi::api::scheduling::v1alpha3::{
    TopologyConstraint, WorkloadPodGroupDisruptionMode, WorkloadPodGroupGangSchedulingPolicy,
    WorkloadPodGroupResourceClaim, WorkloadPodGroupSchedulingConstraints, WorkloadPodGroupSchedulingPolicy,
};
#[allow(clippy::wildcard_imports, reason = "the generated code names some two hundred structs")]
use k8s_openapi::api::{apps::v1::*, batch::v1::*, core::v1::*};
#[allow(clippy::wildcard_imports, reason = "the generated code names some two hundred structs")]
use k8s_openapi::apimachinery::pkg::apis::meta::v1::*;
use serde_json::Value;

/// A struct by its fields: number, name in Rust, name in JSON.
macro_rules! structure {
    (kind $name:ident { $($number:literal $field:ident $json:literal,)* }) => {
        structure!(@ $name { Some(($name::API_VERSION, $name::KIND)) } $($number $field $json,)*);
    };
    ($name:ident { $($number:literal $field:ident $json:literal,)* }) => {
        structure!(@ $name { None } $($number $field $json,)*);
    };
    (@ $name:ident { $meta:expr } $($number:literal $field:ident $json:literal,)*) => {
        impl Fields for $name {
            fn meta(&self) -> Option<(&'static str, &'static str)> {
                $meta
            }

            fn names(&self) -> &'static [&'static str] {
                &[$($json),*]
            }

            fn set(&mut self, number: usize, input: Input<'_>) {
                match number {
                    $($number => self.$field.read(input),)*
                    _ => {}
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
                read_fields(self, input);
            }

            fn write(&self) -> Value {
                write_fields(self)
            }
        }
    };
}

include!(concat!(env!("OUT_DIR"), "/structs.rs"));

// Of an alpha group that a Job of 1.37 refers to and the table does not describe.
structure!(TopologyConstraint { 0 key "key", });
structure!(WorkloadPodGroupDisruptionMode { 0 all "all", 1 single "single", });
structure!(WorkloadPodGroupGangSchedulingPolicy { 0 min_count "minCount", });
structure!(WorkloadPodGroupResourceClaim {
    0 name "name", 1 resource_claim_name "resourceClaimName", 2 resource_claim_template_name "resourceClaimTemplateName",
});
structure!(WorkloadPodGroupSchedulingConstraints { 0 topology "topology", });
structure!(WorkloadPodGroupSchedulingPolicy { 0 basic "basic", 1 gang "gang", });
