//! `metadata` of any object. Upstream: ValidateObjectMeta, apimachinery/pkg/api/validation/objectmeta.go.
//! `managedFields` are the server's own; what a client sends there is never refused.

use api::{FieldPath, Gate};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use crate::site::{Context, text};
use crate::{Detail, Errors, Rule, names};

pub(crate) mod annotations;
mod finalizers;
pub(crate) use finalizers::SHORT_FINALIZERS;
pub(crate) mod label_selector;
pub(crate) mod labels;
mod owner_references;

/// Every rule of this folder, the more special before the more general.
pub(crate) static RULES: &[&Rule] = &[&label_selector::SELECTOR_OPERATOR, &label_selector::SELECTOR_VALUES];

/// The form that an object's name must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NameRule {
    /// A DNS subdomain: Pods and most others.
    Subdomain,
    /// A DNS label: StatefulSets.
    Label,
    /// A DNS subdomain by newer rules, which count bytes and do not look at `generateName`:
    /// ReplicationControllers.
    LongName,
    /// A DNS label; before the gate, one that starts with a letter.
    Service,
    /// Anything that can be a part of a URL: roles and bindings.
    PathSegment,
}

impl NameRule {
    pub fn check(self, name: &str, context: &Context<'_>) -> Vec<Detail> {
        match self {
            NameRule::Subdomain => names::dns_subdomain(name),
            NameRule::Label => names::dns_label(name),
            NameRule::LongName => names::dns_long_name(name),
            NameRule::Service if context.enabled(Gate::RelaxedServiceNameValidation) => {
                names::dns_label(name)
            }
            NameRule::Service => names::dns_1035_label(name),
            NameRule::PathSegment => names::path_segment(name),
        }
    }
}

/// All of `metadata`, in the server's order.
pub(crate) fn check(
    metadata: &ObjectMeta,
    rule: NameRule,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    check_general(metadata, rule, path, context, errors);
    finalizers::check_short_names(metadata.finalizers.as_ref(), path, errors);
}

/// As [`check`], without what only some packages of kinds ask of finalizers.
pub(crate) fn check_general(
    metadata: &ObjectMeta,
    rule: NameRule,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    check_name(metadata, rule, path, context, errors);
    check_namespace(metadata, path, errors);
    if let Some(generation) = metadata.generation.filter(|generation| *generation < 0) {
        errors.invalid(&path.field("generation"), generation, "must be greater than or equal to 0");
    }
    labels::check(metadata.labels.as_ref(), &path.field("labels"), context, errors);
    annotations::check(metadata.annotations.as_ref(), &path.field("annotations"), context, errors);
    owner_references::check(
        metadata.owner_references.as_ref(),
        &path.field("ownerReferences"),
        context,
        errors,
    );
    finalizers::check(metadata.finalizers.as_ref(), path, context, errors);
}

fn check_name(
    metadata: &ObjectMeta,
    rule: NameRule,
    path: &FieldPath<'_>,
    context: &Context<'_>,
    errors: &mut Errors,
) {
    let (name, prefix) = (text(metadata.name.as_ref()), text(metadata.generate_name.as_ref()));
    if !prefix.is_empty() && rule != NameRule::LongName {
        let messages = rule.check(&names::mask_trailing_dash(prefix), context);
        errors.invalid_each(&path.field("generateName"), prefix, messages);
    }
    let path = path.field("name");
    // Where only a prefix was given, the server has made a name by now.
    if name.is_empty() {
        errors.required(&path, "name or generateName is required");
    } else {
        errors.invalid_each(&path, name, rule.check(name, context));
    }
}

/// Without a namespace the object goes to that of the request, which is fine.
fn check_namespace(metadata: &ObjectMeta, path: &FieldPath<'_>, errors: &mut Errors) {
    let namespace = text(metadata.namespace.as_ref());
    if !namespace.is_empty() {
        errors.invalid_each(&path.field("namespace"), namespace, names::dns_label(namespace));
    }
}

/// The check that runs only when a kind's own rules have nothing to say.
/// Upstream: BeforeCreate, apiserver/pkg/registry/rest/create.go.
pub(crate) fn check_path_segments(metadata: &ObjectMeta, errors: &mut Errors) {
    let path = FieldPath::root("metadata");
    for (field, text) in
        [("generateName", text(metadata.generate_name.as_ref())), ("name", text(metadata.name.as_ref()))]
    {
        errors.invalid_each(&path.field(field), text, names::path_segment(text));
    }
}
