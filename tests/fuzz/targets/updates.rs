//! Any text sent by each verb to a cluster that has the objects of another one (before a line of `===`): an answer; and one
//! object that was applied is taken when it is applied again.
#![no_main]

use apiserver::Cluster;
use engine::check::{Options, submit};
use kubectl::apply::{Submission, Verb};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (before, text) = text.split_once("\n===\n").unwrap_or(("", &text));
    let options = Options { cluster: Cluster::New, ..Options::default() };
    for verb in [Verb::Apply, Verb::ApplyServerSide, Verb::Create, Verb::Replace] {
        submit(text, before, &Submission { verb, ..Submission::apply("STDIN") }, &options);
    }
    // A later object may close what an earlier one needs: an immutable ConfigMap is not opened again.
    if source::read_stream(text).documents.len() == 1 && !text.contains("List") {
        let apply = |before| submit(text, before, &Submission::apply("STDIN"), &options);
        let (first, again) = (apply(""), apply(text));
        assert!(first.exit != 0 || again.exit == 0, "{}", again.stderr);
    }
});
