//! The commands on files: each reads its texts, asks the engine and writes down what it answers.

use crate::answer::Answer;
use crate::arguments::{Explain, Files, Get, Output, Resources, Row, Simulate, Still, Story};
use crate::{input, output};
use contract::{Command, answer};
use engine::check::{Options, check};
use engine::{Kubernetes, Manifest, dump};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

mod admit;
pub mod kubectl;
mod resources;
mod schedule;
mod simulate;
pub mod still;

use simulate::Form;

/// `podlab simulate FILE`.
pub fn simulate(arguments: &Simulate, kubernetes: &Kubernetes) -> Result<ExitCode, String> {
    let text = text(arguments.file.as_deref())?;
    let story = story(arguments.scenario.as_deref())?;
    let seconds = input::seconds(&arguments.until)?;
    let form = match arguments.output {
        Story::Text => Form::Transcript,
        Story::Narration => Form::Narration,
        Story::Json => {
            let request =
                json!({"manifest": text, "scenario": simulate::scenario(&story)?, "until": seconds});
            return as_json(Command::Simulate, &request, &text, kubernetes);
        }
    };
    readable(simulate::answer(&text, &story, seconds, form, kubernetes), &text, kubernetes)?.print()
}

/// `podlab still FILE`.
pub fn still(arguments: &Still, kubernetes: &Kubernetes) -> Result<ExitCode, String> {
    let text = text(Some(&arguments.file))?;
    let story = story(arguments.scenario.as_deref())?;
    let at = instant(&arguments.at)?;
    readable(still::answer(&text, &story, at, arguments.output, kubernetes), &text, kubernetes)?.print()
}

/// The text of a scenario; nothing, when none is named.
fn story(file: Option<&Path>) -> Result<String, String> {
    Ok(file.map(input::read).transpose()?.map(|input| input.text).unwrap_or_default())
}

/// Milliseconds of what a person wrote as a duration.
fn instant(written: &str) -> Result<u64, String> {
    Ok(view::whole(input::seconds(written)? * 1_000.0))
}

/// `podlab resources FILE`.
pub fn resources(arguments: &Resources, kubernetes: &Kubernetes) -> Result<ExitCode, String> {
    let text = text(arguments.file.as_deref())?;
    match arguments.output {
        Output::Json => as_json(Command::Resources, &json!({"manifest": text}), &text, kubernetes),
        Output::Text => readable(resources::answer(&text, kubernetes), &text, kubernetes)?.print(),
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
    let answer = dump::kubectl(&text, form, &now, kubernetes).map(Answer::from);
    readable(answer, &text, kubernetes)?.print()
}

/// `podlab explain WORD|FIELD|ERROR|NAME`.
pub fn explain(arguments: &Explain, kubernetes: &Kubernetes) -> Result<ExitCode, String> {
    if arguments.list {
        output::write(&engine::explain::list())?;
        return Ok(ExitCode::SUCCESS);
    }
    let page = engine::explain(&arguments.what.join(" "), kubernetes)?;
    output::write(&page)?;
    Ok(ExitCode::SUCCESS)
}

/// `podlab admit FILE...`.
pub fn admit(arguments: &Files, kubernetes: &Kubernetes) -> Result<ExitCode, String> {
    let texts = texts(&arguments.files)?;
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let answer = refused(&texts, kubernetes, admit::answer(&texts, kubernetes));
    answer.of_all(&texts, kubernetes).print()
}

/// `podlab schedule FILE...`.
pub fn schedule(arguments: &Files, kubernetes: &Kubernetes) -> Result<ExitCode, String> {
    let texts = texts(&arguments.files)?;
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let answer = refused(&texts, kubernetes, schedule::answer(&texts, kubernetes));
    answer.of_all(&texts, kubernetes).print()
}

/// The answer about texts, of which nothing is created if the server cannot read an object in them. What is said against
/// the others stays, and so is said what is not checked.
fn refused(texts: &[&str], kubernetes: &Kubernetes, answer: Answer) -> Answer {
    let mut said = Answer::default();
    said.note(texts.iter().filter_map(|text| unchecked(text, kubernetes)));
    let errors: Vec<String> =
        texts.iter().flat_map(|text| Manifest::read(text, kubernetes).unreadable()).collect();
    said.refuse(&errors, "The API server refuses this manifest, so nothing is created:\n");
    let text = if errors.is_empty() { answer.text } else { String::new() };
    Answer { text, complaint: said.complaint + &answer.complaint, exit: said.exit.max(answer.exit) }
}

/// The answer about a text; why there is none, when the text cannot be read, in the words of its reader.
fn readable(answer: Result<Answer, String>, text: &str, kubernetes: &Kubernetes) -> Result<Answer, String> {
    match answer {
        Ok(answer) => Ok(answer.of_all(&[text], kubernetes)),
        Err(error) => {
            let error = match Manifest::read(text, kubernetes).unread() {
                Some(why) => format!("{}; not all of it can be read: {why}", error.trim_end_matches('.')),
                None => error,
            };
            Err(match unchecked(text, kubernetes) {
                Some(note) => format!("{}. {note}", error.trim_end_matches('.')),
                None => error,
            })
        }
    }
}

/// Says which documents of a text are not checked, if there are such.
fn unchecked(text: &str, kubernetes: &Kubernetes) -> Option<String> {
    check(text, &Options { kubernetes: kubernetes.clone(), ..Options::default() }).unchecked_note()
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

/// The answer of the batch contract, indented. The exit code and the notes are those of the answer as a text: 1 where
/// something is refused, 2 where there is no answer.
fn as_json(
    command: Command,
    request: &serde_json::Value,
    text: &str,
    kubernetes: &Kubernetes,
) -> Result<ExitCode, String> {
    let answer = answer(command, &request.to_string(), kubernetes);
    output::write(&format!("{answer:#}\n"))?;
    let manifest = Manifest::read(text, kubernetes);
    output::complain(&Answer::about(text, kubernetes).of_all(&[text], kubernetes).complaint);
    Ok(ExitCode::from(if !manifest.refused().is_empty() || manifest.unread().is_some() {
        1
    } else if answer.get("error").is_some() || manifest.has_nothing_to_run() {
        2
    } else {
        0
    }))
}

#[cfg(test)]
mod tests {
    use super::refused;
    use crate::answer::Answer;
    use engine::Kubernetes;

    #[test]
    fn what_cannot_be_read_is_not_created() {
        let pod =
            "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: app, image: x}]}}";
        let answer = |text: &str| {
            let created = Answer { text: "pod/a created\n".into(), ..Answer::default() };
            refused(&[pod, text], &Kubernetes::RECORDED, created)
        };
        assert_eq!(answer(pod).text, "pod/a created\n");
        assert_eq!(answer(&pod.replace("name: a}", "name: A}")).complaint, "");
        for (fault, told) in [
            ("name: a, labels: {a: yes}}", "* metadata.labels.a: json: cannot unmarshal bool"),
            ("name: a, label: {}}", "* metadata.label: unknown field"),
        ] {
            let answer = answer(&pod.replace("name: a}", fault));
            assert_eq!((answer.text.as_str(), answer.exit), ("", 1));
            assert!(answer.complaint.contains(told), "{}", answer.complaint);
        }
    }
}
