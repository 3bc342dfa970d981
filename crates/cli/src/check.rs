//! `podlab check FILE...`: what the server says, at its place.

use crate::answer;
use crate::arguments::{Check, Report};
use crate::input::{self, Input};
use crate::output;
use engine::Kubernetes;
use engine::check::{Checked, Options, Severity, apply, check};
use std::fmt::Write as _;
use std::process::ExitCode;

mod sarif;
mod text;

/// A file and what the server says of it.
struct Answer {
    input: Input,
    checked: Checked,
}

/// Checks every file; 1 when one of them has an error.
pub fn run(arguments: &Check, kubernetes: &Kubernetes) -> Result<ExitCode, String> {
    if arguments.output == Report::Kubectl {
        return as_kubectl(arguments, kubernetes);
    }
    let options = Options { kubernetes: kubernetes.clone(), ..Options::default() };
    let answers = arguments
        .files
        .iter()
        .map(|path| input::read(path).map(|input| Answer { checked: check(&input.text, &options), input }))
        .collect::<Result<Vec<_>, _>>()?;
    let written: String = match arguments.output {
        Report::Text | Report::Kubectl => answers.iter().map(text::render).collect(),
        Report::Json => json(&answers)? + "\n",
        Report::Sarif => format!("{:#}\n", sarif::render(&answers)),
    };
    output::write(&written)?;
    let failed = |answer: &Answer| answer.checked.problems.iter().any(|one| one.severity == Severity::Error);
    Ok(if answers.iter().any(failed) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// kubectl's own words for each file, and the last exit code that is no success.
fn as_kubectl(arguments: &Check, kubernetes: &Kubernetes) -> Result<ExitCode, String> {
    let mut last = ExitCode::SUCCESS;
    for path in &arguments.files {
        let input = input::read(path)?;
        let mut output = answer::Answer::from(apply(&input.text, &input.name, kubernetes));
        // kubectl says `created` of anything; here it may be a document of which nothing was checked.
        let options = Options { kubernetes: kubernetes.clone(), ..Options::default() };
        if let Some(note) = check(&input.text, &options).unchecked_note() {
            let _ = writeln!(output.complaint, "note: {note}");
        }
        let code = output.print()?;
        if output.exit != 0 {
            last = code;
        }
    }
    Ok(last)
}

/// One object a file, in the order in which they were named.
fn json(answers: &[Answer]) -> Result<String, String> {
    let files: Vec<_> = answers
        .iter()
        .map(|answer| serde_json::json!({"file": answer.input.name, "answer": answer.checked}))
        .collect();
    serde_json::to_string_pretty(&files).map_err(|error| error.to_string())
}
