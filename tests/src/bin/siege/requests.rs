//! The requests that are mutated: those of the recordings, and the manifests of `tests/cases`. And those that are asked as they
//! are: each number of a manifest at each of its extremes.

#[path = "../../../fuzz/extremes.rs"]
mod numbers;

use crate::{Asked, Expected};
use contract::Command;
use podlab_tests::{areas, compare, recordings};
use serde_json::{Value, json};

/// The longest request of a recording that is taken: a longer one holds nothing that shorter ones do not.
const LONGEST: usize = 60_000;

/// A request to one command.
#[derive(Clone)]
pub struct Request {
    /// The command's name on the command line.
    pub command: &'static str,
    /// Its fields, without `id`.
    pub fields: Value,
    /// The line as it is sent, where that is not the fields': it may be no JSON.
    pub damaged: Option<String>,
}

impl Request {
    /// The line that is sent.
    pub fn line(&self, number: usize) -> String {
        if let Some(line) = &self.damaged {
            return line.clone();
        }
        let mut fields = self.fields.clone();
        if let Some(fields) = fields.as_object_mut() {
            fields.insert("id".to_owned(), number.into());
        }
        fields.to_string()
    }

    /// The line of its command, with what must be answered.
    pub fn asked(&self, number: usize) -> Asked {
        let answer = if self.damaged.is_some() { Expected::Json } else { Expected::Id(number) };
        Asked { arguments: arguments(self.command), line: self.line(number), answer }
    }
}

/// The arguments of the command line for a command.
fn arguments(command: &str) -> &'static [&'static str] {
    match command {
        "check" => &["check", "--batch"],
        "simulate" => &["simulate", "--batch"],
        "resources" => &["resources", "--batch"],
        "get" => &["get", "--batch"],
        "admit" => &["admit", "--batch"],
        "schedule" => &["schedule", "--batch"],
        _ => &["kubectl", "--batch"],
    }
}

fn name(command: Command) -> &'static str {
    match command {
        Command::Check => "check",
        Command::Simulate => "simulate",
        Command::Resources => "resources",
        Command::Get => "get",
        Command::Admit => "admit",
        Command::Schedule => "schedule",
        Command::Kubectl => "kubectl",
    }
}

/// The requests of our own recordings and cases, in their order.
pub fn recorded() -> Result<Vec<Request>, String> {
    let mut requests = Vec::new();
    for area in areas::OURS.iter().filter(|area| area.minor == 36) {
        for case in recordings::cases(&recordings::copies(), area.name)? {
            let row: Option<Value> = case.first().and_then(|line| serde_json::from_str(line).ok());
            let Some(row) = row.filter(|row| row.to_string().len() <= LONGEST) else { continue };
            let (command, fields) = compare::request(area.kind, &row);
            requests.push(Request { command: name(command), fields, damaged: None });
        }
    }
    for file in xtask::project::files(&xtask::project::root().join("tests/cases")) {
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        if file.ends_with("case.yaml") {
            continue;
        }
        for command in ["check", "simulate", "resources"] {
            requests.push(Request { command, fields: json!({"manifest": text}), damaged: None });
        }
    }
    Ok(requests)
}

/// A request for each extreme of each number of the manifests that have every number.
pub fn extremes() -> Vec<Request> {
    let mut requests = Vec::new();
    for (_, text) in numbers::SEEDS {
        let manifest: Value = serde_yaml::from_str(text).unwrap_or_default();
        for place in numbers::places(&manifest) {
            for value in numbers::integers().into_iter().chain(numbers::amounts()) {
                let text = numbers::with(&manifest, &place, &value).to_string();
                let fields = json!({"manifest": text, "mode": "json", "until": 20});
                // Texts that are no numbers are read, and seldom get further.
                let played = if value.is_number() { ["simulate", "admit"].as_slice() } else { &[] };
                for command in ["check", "resources"].iter().chain(played) {
                    requests.push(Request { command, fields: fields.clone(), damaged: None });
                }
            }
        }
    }
    requests
}

/// The values that a number may become.
pub fn integers() -> Vec<Value> {
    numbers::integers()
}

/// The values that a text may become.
pub fn amounts() -> Vec<Value> {
    numbers::amounts()
}
