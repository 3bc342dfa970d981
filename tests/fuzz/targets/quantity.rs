//! Any text as a quantity: what is read prints as something that reads as the same amount.
#![no_main]

use api::Quantity;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(quantity) = Quantity::parse(text) {
        let printed = quantity.to_string();
        assert_eq!(Quantity::parse(&printed).map(|again| again.to_string()), Ok(printed));
    }
});
