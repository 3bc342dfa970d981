//! A patch that leaves amounts which nobody can read. Upstream: applyStrategicMergePatch,
//! apiserver/pkg/endpoints/handlers/patch.go.

use api::Quantity;
use serde_json::Value;

/// The server's words about a patch, when an amount of the patched Pod is no quantity.
pub(super) fn refusal(patched: &Value, patch: &Value) -> Option<String> {
    let why = unreadable(patched)?;
    let shown = api::json::quote(&api::json::go_text(patch));
    Some(format!(" \"\" is invalid: patch: Invalid value: {shown}: {why}"))
}

/// The reader's words about the first amount of a Pod that is no quantity.
pub fn unreadable(patched: &Value) -> Option<String> {
    let spec = patched.get("spec")?;
    let containers =
        ["initContainers", "containers"].into_iter().filter_map(|list| spec.get(list)?.as_array());
    let owners = containers.flatten().chain([spec]);
    let lists = owners.filter_map(|owner| owner.get("resources")).flat_map(|resources| {
        ["limits", "requests"].into_iter().filter_map(|list| resources.get(list)?.as_object())
    });
    let texts = lists.flat_map(|list| list.values()).filter_map(Value::as_str);
    texts.into_iter().find_map(|text| Quantity::parse(text).err()).map(|error| error.to_string())
}
