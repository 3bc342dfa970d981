//! PodTemplate. Upstream: ValidatePodTemplate, pkg/apis/core/validation/validation.go.

use api::FieldPath;
use k8s_openapi::api::core::v1::{PodTemplate, PodTemplateSpec};

use crate::metadata::{self, NameRule};
use crate::site::Context;
use crate::{Errors, walk};

pub(crate) fn check(object: &PodTemplate, context: &Context<'_>, errors: &mut Errors) {
    metadata::check(&object.metadata, NameRule::Subdomain, &FieldPath::root("metadata"), context, errors);
    let nothing = PodTemplateSpec::default();
    let template = object.template.as_ref().unwrap_or(&nothing);
    walk::template(template, &FieldPath::root("template"), context, errors);
}
