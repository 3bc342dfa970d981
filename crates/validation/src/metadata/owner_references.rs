//! Owners. Upstream: ValidateOwnerReferences, apimachinery/pkg/api/validation/objectmeta.go.

use api::FieldPath;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::OwnerReference;

use crate::Errors;
use crate::go::{self, Field};
use crate::site::{Context, all};

/// The path has no index: it is always that of the list.
pub(crate) fn check(
    owners: Option<&Vec<OwnerReference>>,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    let mut controller: Option<String> = None;
    for owner in all(owners) {
        check_one(owner, path, context, errors);
        if owner.controller != Some(true) {
            continue;
        }
        let this = format!("{}/{}", owner.kind, owner.name);
        if let Some(first) = &controller {
            let list = go::Value::List("[]v1.OwnerReference", all(owners).iter().map(value).collect());
            let detail = format!(
                "Only one reference can have Controller set to true. Found \"true\" in references for {first} and {this}"
            );
            errors.invalid(path, list, detail);
        } else {
            controller = Some(this);
        }
    }
}

fn check_one(owner: &OwnerReference, path: &FieldPath<'_>, context: &Context<'_>, errors: &mut Errors) {
    let (group, version) = split_api_version(&owner.api_version);
    if version.is_empty() {
        errors.invalid(&path.field("apiVersion"), &owner.api_version, "version must not be empty");
    }
    for (field, value) in [("kind", &owner.kind), ("name", &owner.name), ("uid", &owner.uid)] {
        if value.is_empty() {
            let detail = if context.has(api::Change::OwnerReferenceShortText) {
                "must not be empty".to_owned()
            } else {
                format!("{field} must not be empty")
            };
            errors.invalid(&path.field(field), value, detail);
        }
    }
    if (group, version, owner.kind.as_str()) == ("", "v1", "Event") {
        errors.invalid(path, value(owner), "/v1, Kind=Event is disallowed from being an owner");
    }
}

/// Upstream: ParseGroupVersion; more than one slash leaves both empty.
fn split_api_version(text: &str) -> (&str, &str) {
    match text.split_once('/') {
        None => ("", text),
        Some((_, version)) if version.contains('/') => ("", ""),
        Some(both) => both,
    }
}

fn value(owner: &OwnerReference) -> go::Value {
    let field = |name, json, value| Field { name, json, value };
    let flag = |value: Option<bool>| go::pointer(value, "*bool", go::Value::Bool);
    go::Value::Struct(
        "v1.OwnerReference",
        vec![
            field("APIVersion", Some("apiVersion"), go::text(&owner.api_version)),
            field("Kind", Some("kind"), go::text(&owner.kind)),
            field("Name", Some("name"), go::text(&owner.name)),
            field("UID", Some("uid"), go::text(&owner.uid)),
            field("Controller", owner.controller.map(|_| "controller"), flag(owner.controller)),
            field(
                "BlockOwnerDeletion",
                owner.block_owner_deletion.map(|_| "blockOwnerDeletion"),
                flag(owner.block_owner_deletion),
            ),
        ],
    )
}
