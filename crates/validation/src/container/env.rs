//! `env`. Upstream: ValidateEnv, pkg/apis/core/validation/validation.go.

use api::{FieldPath, Gate};
use k8s_openapi::api::core::v1::EnvVar;

use super::env_sources::{self, FieldPaths};
use crate::rule::rule;
use crate::site::{ContainerSite, Context, items, text};
use crate::{Errors, Rule, names};

pub(crate) static ENV_SOURCE: Rule = rule!("env-source", Invalid ".valueFrom" "");

pub(super) fn check(site: &ContainerSite<'_>, errors: &mut Errors) {
    let list = site.path.field("env");
    for (path, variable) in items(site.container.env.as_ref(), &list) {
        if variable.name.is_empty() {
            errors.required(&path.field("name"), "");
        } else {
            check_name(&variable.name, &path.field("name"), &site.pod.context, errors);
        }
        check_value_from(variable, &path.field("valueFrom"), &site.pod.context, errors);
    }
}

/// The name of a variable, or the prefix of many.
pub(super) fn check_name(name: &str, path: &FieldPath<'_>, context: &Context<'_>, errors: &mut Errors) {
    let messages = if context.enabled(Gate::RelaxedEnvironmentVariableValidation) {
        names::env_name_relaxed(name)
    } else {
        names::env_name(name)
    };
    errors.invalid_each(path, name, messages);
}

/// Upstream: validateEnvVarValueFrom.
fn check_value_from(variable: &EnvVar, path: &FieldPath<'_>, context: &Context<'_>, errors: &mut Errors) {
    let Some(source) = &variable.value_from else { return };
    let mut sources = 0;
    if let Some(field) = &source.field_ref {
        sources += 1;
        env_sources::check_field(field, FieldPaths::Env, &path.field("fieldRef"), context, errors);
    }
    if let Some(resource) = &source.resource_field_ref {
        sources += 1;
        env_sources::check_resource(resource, &path.field("resourceFieldRef"), errors);
    }
    if let Some(key) = &source.config_map_key_ref {
        sources += 1;
        env_sources::check_key(&key.name, &key.key, &path.field("configMapKeyRef"), errors);
    }
    if let Some(key) = &source.secret_key_ref {
        sources += 1;
        env_sources::check_key(&key.name, &key.key, &path.field("secretKeyRef"), errors);
    }
    if let Some(file) = &source.file_key_ref {
        sources += 1;
        env_sources::check_file(file, &path.field("fileKeyRef"), errors);
    }
    let mut errors = errors.of(&ENV_SOURCE);
    if sources == 0 {
        let detail = if context.enabled(Gate::EnvFiles) {
            "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`"
        } else {
            "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`"
        };
        errors.invalid(path, "", detail);
    } else if !text(variable.value.as_ref()).is_empty() {
        errors.invalid(path, "", "may not be specified when `value` is not empty");
    } else if sources > 1 {
        errors.invalid(path, "", "may not have more than one field specified at a time");
    }
}
