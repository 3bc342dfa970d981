//! The commands on files: each reads its texts, asks the engine and writes down what it answers.

use crate::arguments::{Explain, Files, Get, Kubectl, Output, Resources, Row, Simulate, Story};
use crate::input;
use engine::Kubernetes;
use engine::batch::{Command, answer};
use engine::files::{self, Answer, Form};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// `podlab simulate FILE`.
pub fn simulate(arguments: &Simulate, kubernetes: &Kubernetes) -> Result<ExitCode, String> {
    let text = text(arguments.file.as_deref())?;
    let story = arguments.scenario.as_deref().map(input::read).transpose()?;
    let story = story.map(|input| input.text).unwrap_or_default();
    let seconds = input::seconds(&arguments.until)?;
    let form = match arguments.output {
        Story::Text => Form::Transcript,
        Story::Narration => Form::Narration,
        Story::Json => {
            let request = json!({"manifest": text, "scenario": files::scenario(&story)?, "until": seconds});
            return Ok(as_json(Command::Simulate, &request, kubernetes));
        }
    };
    Ok(write(&files::simulate(&text, &story, seconds, form, kubernetes)?))
}

/// `podlab resources FILE`.
pub fn resources(arguments: &Resources, kubernetes: &Kubernetes) -> Result<ExitCode, String> {
    let text = text(arguments.file.as_deref())?;
    match arguments.output {
        Output::Json => Ok(as_json(Command::Resources, &json!({"manifest": text}), kubernetes)),
        Output::Text => Ok(write(&files::resources(&text, kubernetes)?)),
    }
}

/// `podlab get FILE`.
pub fn get(arguments: &Get, kubernetes: &Kubernetes) -> Result<ExitCode, String> {
    let text = text(arguments.file.as_deref())?;
    let now = now(arguments.now.as_deref());
    let form = match arguments.output {
        Row::Text => "get pods",
        Row::Wide => "get pods -o wide",
        Row::Json => "get pods -o json",
    };
    Ok(write(&files::kubectl(&text, form, &now, kubernetes)?))
}

/// `podlab explain FIELD|ERROR|NAME`.
pub fn explain(arguments: &Explain, kubernetes: &Kubernetes) -> Result<ExitCode, String> {
    let page = engine::explain(&arguments.what.join(" "), kubernetes)?;
    print!("{page}");
    Ok(ExitCode::SUCCESS)
}

/// `podlab admit FILE...`.
pub fn admit(arguments: &Files, kubernetes: &Kubernetes) -> Result<ExitCode, String> {
    let texts = texts(&arguments.files)?;
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    Ok(write(&files::admit(&texts, kubernetes)))
}

/// `podlab schedule FILE...`.
pub fn schedule(arguments: &Files, kubernetes: &Kubernetes) -> Result<ExitCode, String> {
    let texts = texts(&arguments.files)?;
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    Ok(write(&files::schedule(&texts, kubernetes)))
}

/// `podlab kubectl FILE -- ARGS`.
pub fn kubectl(arguments: &Kubectl, kubernetes: &Kubernetes) -> Result<ExitCode, String> {
    let text = text(arguments.file.as_deref())?;
    let now = now(arguments.now.as_deref());
    Ok(write(&files::kubectl(&text, &arguments.arguments.join(" "), &now, kubernetes)?))
}

fn text(file: Option<&Path>) -> Result<String, String> {
    let file = file.ok_or("there is no file; `-` is standard input")?;
    Ok(input::read(file)?.text)
}

fn texts(files: &[PathBuf]) -> Result<Vec<String>, String> {
    files.iter().map(|file| input::read(file).map(|input| input.text)).collect()
}

/// The time that ages are counted to: as given, or the clock's.
fn now(given: Option<&str>) -> String {
    given.map_or_else(|| jiff::Timestamp::now().to_string(), str::to_owned)
}

/// The answer of the batch contract, indented.
fn as_json(command: Command, request: &serde_json::Value, kubernetes: &Kubernetes) -> ExitCode {
    let answer = answer(command, &request.to_string(), kubernetes);
    println!("{answer:#}");
    if answer.get("error").is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Prints an answer on both streams.
pub fn write(answer: &Answer) -> ExitCode {
    print!("{}", answer.text);
    eprint!("{}", answer.complaint);
    ExitCode::from(answer.exit)
}
