//! Amounts are rounded up to thousandths.
//! Upstream: `SetDefaults_ResourceList`, pkg/apis/core/v1/defaults.go.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::ResourceRequirements;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

/// Amounts by resource name, as the typed objects hold them.
pub(super) type ResourceList = BTreeMap<String, Quantity>;

/// Both halves of a container's or Pod's resources.
pub(super) fn requirements(resources: &mut ResourceRequirements) {
    list(&mut resources.limits);
    list(&mut resources.requests);
}

/// Each amount of a list. What needs no rounding stays as it was written, for old releases show that in messages;
/// so does what is no quantity, for the reader to complain about.
pub(super) fn list(list: &mut Option<ResourceList>) {
    for amount in list.iter_mut().flat_map(BTreeMap::values_mut) {
        if let Ok(mut quantity) = crate::Quantity::from_json_text(&amount.0)
            && !quantity.round_up(-3)
        {
            amount.0 = quantity.to_string();
        }
    }
}

/// A single amount, written canonically without rounding.
pub(super) fn canonical(amount: &mut Quantity) {
    if let Ok(quantity) = crate::Quantity::from_json_text(&amount.0) {
        amount.0 = quantity.to_string();
    }
}
