//! Any fragment as a link: it opens or says why not, and what it opens as is shared as a link that opens the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use link::Opened;

fuzz_target!(|text: &str| {
    for fragment in [text.to_owned(), format!("v1:p:{text}"), format!("v1:u:{text}")] {
        if let Opened::Whole(state) = link::open(&fragment) {
            assert_eq!(link::open(&link::share(&state)), Opened::Whole(state));
        }
    }
});
