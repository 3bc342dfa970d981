//! Any text: what is read without libyaml is what libyaml's events would make of it.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    if let Some(quick) = source::read_plain(&text) {
        let slow = source::read_with_libyaml(&text);
        // A NaN differs from itself, but not in its letters.
        assert!(quick == slow || format!("{quick:?}") == format!("{slow:?}"));
    }
    source::read_json(&text);
});
