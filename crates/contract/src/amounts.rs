//! Quantities by name, as Kubernetes prints them and as requests write them.

use crate::loose;
use api::Quantity;
use resources::Totals;
use serde::Deserializer;
use serde_json::Value;
use std::collections::BTreeMap;

/// The quantities as Kubernetes prints them.
pub(crate) fn texts(totals: &Totals) -> BTreeMap<String, String> {
    totals.iter().map(|(name, amount)| (name.clone(), amount.to_string())).collect()
}

/// A field of a request: texts or numbers by name.
pub(crate) fn read<'de, D: Deserializer<'de>>(field: D) -> Result<Totals, D::Error> {
    loose::value(field).map(|written: Value| of(&written))
}

/// The quantities of a JSON object; none when the value is no object.
pub(crate) fn of(written: &Value) -> Totals {
    let amount = |value: &Value| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        Quantity::from_json_text(&text).unwrap_or_default()
    };
    let written = written.as_object().into_iter().flatten();
    written.map(|(name, value)| (name.clone(), amount(value))).collect()
}
