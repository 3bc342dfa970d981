//! Any bytes as a manifest, in each mode: an answer, and places that lie in the text.
#![no_main]

use engine::check::{Mode, Options, check};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    for mode in [Mode::Kubectl, Mode::Yaml, Mode::Json] {
        let checked = check(&text, &Options { mode, ..Options::default() });
        for problem in &checked.problems {
            assert!(text.get(problem.range.clone()).is_some(), "{:?} is no place of the text", problem.range);
        }
    }
});
