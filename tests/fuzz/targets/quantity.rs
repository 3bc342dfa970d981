//! Any text as a quantity: what is read prints as something that reads as the same amount.
#![no_main]

use api::Quantity;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(quantity) = Quantity::parse(text) {
        let mut size = quantity.clone();
        if size.sign() < 0 {
            size.neg();
        }
        // Kubernetes has no suffix beyond `E` and prints none there: `1000E` prints as `1`.
        if Quantity::parse("1000E").is_ok_and(|end| size >= end) {
            return;
        }
        // Not the same letters: `31.25Ki` prints as `32000`, which prints as `32k`, as in Kubernetes.
        assert_eq!(Quantity::parse(&quantity.to_string()), Ok(quantity));
    }
});
