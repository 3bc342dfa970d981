//! A manifest of ours with some of its numbers at their extremes: every command answers, within the memory that there is.
#![no_main]

#[path = "../extremes.rs"]
mod extremes;

use contract::{Command, answer};
use engine::Kubernetes;
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

fuzz_target!(|bytes: &[u8]| {
    let Some(([which, command], changes)) = bytes.split_first_chunk() else { return };
    let (_, text) = extremes::SEEDS[usize::from(*which) % extremes::SEEDS.len()];
    let mut manifest: Value = serde_yaml::from_str(text).unwrap();
    let places = extremes::places(&manifest);
    let values: Vec<Value> = extremes::integers().into_iter().chain(extremes::amounts()).collect();
    for [place, value] in changes.as_chunks().0.iter().take(8) {
        let place = &places[usize::from(*place) % places.len()];
        manifest = extremes::with(&manifest, place, &values[usize::from(*value) % values.len()]);
    }
    let commands = [Command::Check, Command::Simulate, Command::Resources, Command::Admit];
    let command = commands[usize::from(*command) % commands.len()];
    let request = json!({"manifest": manifest.to_string(), "until": 120}).to_string();
    let reply = answer(command, &request, &Kubernetes::RECORDED).to_string();
    assert!(reply.len() < 16 << 20, "{} bytes", reply.len());
});
