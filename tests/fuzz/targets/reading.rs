//! Any text: what is read without libyaml is what libyaml's events would make of it, and what is read again after an
//! edit is what the whole text gives.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    if let Some(quick) = source::read_plain(&text) {
        let slow = source::read_with_libyaml(&text);
        // A NaN differs from itself, but not in its letters.
        assert!(quick == slow || format!("{quick:?}") == format!("{slow:?}"));
    }
    if let Some((at, _)) = text.char_indices().nth(text.len() / 2) {
        let mut before = text.to_string();
        before.remove(at);
        let (again, whole) = (source::reread(&before, &source::read_stream(&before), &text), source::read_stream(&text));
        assert!(again.documents == whole || format!("{:?}", again.documents) == format!("{whole:?}"));
    }
    source::read_json(&text);
});
