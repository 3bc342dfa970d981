//! Writes the starting corpus of fuzzing: every recorded manifest, scenario and quantity, a file each; or what a page says to
//! its engine about a recorded manifest and its scenario.
//!
//! `corpus TARGET FOLDER` writes into `FOLDER`. Files are named by their content, so that a second run changes nothing.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a chore speaks to who runs it")]

use podlab_tests::recordings;
use protocol::{Inputs, Message, Question, Request};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::process::ExitCode;

/// The longest manifest that is taken: longer ones slow fuzzing down and hold nothing that shorter ones do not.
const LONGEST: usize = 4_000;
/// The recordings of kubelets and controllers.
const STORIES: [&str; 7] = [
    "kubelet",
    "kubelet-more/controllers",
    "kubelet-more/disruption",
    "kubelet-more/endpoints",
    "kubelet-more/ephemeral",
    "kubelet-more/pvc",
    "kubelet-more/resize",
];
/// The byte between two messages.
const SEPARATOR: u8 = 0xff;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [target, folder] = arguments.as_slice() else {
        eprintln!("corpus TARGET FOLDER");
        return ExitCode::FAILURE;
    };
    match seeds(target).and_then(|seeds| plant(&seeds, Path::new(folder))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn seeds(target: &str) -> Result<BTreeSet<Vec<u8>>, String> {
    let mut seeds = BTreeSet::new();
    for folder in [Some(recordings::copies()), recordings::originals()].into_iter().flatten() {
        let read = |name: &str| -> Result<Vec<Value>, String> {
            let lines = recordings::text(&folder, name)?;
            Ok(lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
        };
        match target {
            "simulate" => {
                for name in STORIES {
                    seeds.extend(read(name)?.iter().filter_map(story));
                }
            }
            "updates" => {
                let recorded = [read("apiserver/default-cluster-check")?, read("kubectl/apply")?].concat();
                let recorded =
                    recorded.iter().filter_map(|row| Some(row.get("manifest")?.as_str()?.to_owned()));
                let own = podlab_tests::corpora::own()?.into_iter().map(|(_, manifest)| manifest);
                seeds.extend(recorded.chain(own).map(|manifest| twice(&manifest)));
            }
            "messages" => {
                seeds.extend(read("kubelet")?.iter().filter_map(story).filter_map(|story| said(&story)));
            }
            "quantity" => read("resources/quantities")?.iter().for_each(|row| texts(row, &mut seeds)),
            _ => {
                for name in ["apiserver/recorded", "kubectl/apply", "kubelet"] {
                    seeds.extend(
                        read(name)?.iter().filter_map(|row| Some(row.get("manifest")?.as_str()?.into())),
                    );
                }
            }
        }
    }
    seeds.retain(|seed| seed.len() <= LONGEST);
    Ok(seeds)
}

/// A recorded manifest with its scenario, joined as the target `simulate` separates them.
fn story(run: &Value) -> Option<Vec<u8>> {
    let (behaviours, actions) = (run.get("behaviours")?, run.get("actions")?);
    let scenario = serde_json::json!({"behaviours": behaviours, "actions": actions});
    Some(format!("{}\n===\n{scenario}", run.get("manifest")?.as_str()?).into_bytes())
}

/// A manifest that is sent to a cluster that has it, as the target `updates` separates them.
fn twice(manifest: &str) -> Vec<u8> {
    format!("{manifest}\n===\n{manifest}").into_bytes()
}

/// A page that opens a manifest with its scenario and asks about them, as the target `messages` separates what it says.
fn said(story: &[u8]) -> Option<Vec<u8>> {
    let (text, scenario) = std::str::from_utf8(story).ok()?.split_once("\n===\n")?;
    let inputs = Inputs { text: text.to_owned(), scenario: scenario.to_owned(), version: "1.36".to_owned() };
    let questions = [
        Question::Check,
        Question::Run,
        Question::Kubectl { at: 20_000, command: "kubectl describe pod".to_owned() },
        Question::Utilization,
        Question::Admit(String::new()),
    ];
    let asks = (0..).zip(questions);
    let asks =
        asks.map(|(number, question)| Message::Ask(Request { asker: number, number, question }).encode());
    let all: Vec<Vec<u8>> = std::iter::once(Message::Open(inputs).encode()).chain(asks).collect();
    Some(all.join(&SEPARATOR))
}

fn texts(value: &Value, found: &mut BTreeSet<Vec<u8>>) {
    match value {
        Value::String(text) => _ = found.insert(text.clone().into_bytes()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| texts(field, found)),
        _ => {}
    }
}

fn plant(seeds: &BTreeSet<Vec<u8>>, folder: &Path) -> Result<(), String> {
    let wrong = |error: std::io::Error| format!("{} cannot be written: {error}.", folder.display());
    fs::create_dir_all(folder).map_err(wrong)?;
    for seed in seeds {
        let mut hasher = DefaultHasher::new();
        seed.hash(&mut hasher);
        fs::write(folder.join(format!("recorded-{:016x}", hasher.finish())), seed).map_err(wrong)?;
    }
    println!("{} recorded texts in {}", seeds.len(), folder.display());
    Ok(())
}
