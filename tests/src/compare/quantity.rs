//! Compares quantities: the reading, printing and rounding of a text.

use super::{Difference, text};
use api::Quantity;
use serde_json::{Value, json};

/// The differences of our reading of a row's text from the recorded one.
pub(super) fn differences(row: &Value) -> Vec<Difference> {
    let written = text(row, "s");
    let answered = match Quantity::parse(written) {
        Ok(quantity) => {
            json!({"s": written, "milli": quantity.milli_value(), "string": quantity.to_string(), "value": quantity.value()})
        }
        Err(error) => json!({"s": written, "error": error.to_string()}),
    };
    if *row == answered { Vec::new() } else { vec![Difference::new("quantity", row, answered)] }
}
