//! Running other programs: in the open, or with their words kept for when they fail.

use crate::project;
use std::ffi::OsStr;
use std::process::{Command, Stdio};

/// Of a failed program's words, how many lines are shown.
const SHOWN: usize = 80;

/// What a program that was run to its end said and whether it was content.
pub struct Said {
    /// Standard output, then standard error.
    pub words: String,
    /// It ended with exit code 0.
    pub content: bool,
}

/// `program` with the project's root as its folder.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(project::root()).stdin(Stdio::null());
    command
}

/// Runs it, its words kept; `None` when there is no such program.
pub fn listen(command: &mut Command) -> Option<Said> {
    let output = command.output().ok()?;
    let words = [output.stdout, output.stderr].concat();
    Some(Said { words: String::from_utf8_lossy(&words).into_owned(), content: output.status.success() })
}

/// Runs it with its words kept; a failure is its last lines.
pub fn quietly(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    match listen(command) {
        None => Err(format!("{name} could not be started; is it installed?")),
        Some(said) if said.content => Ok(said.words),
        Some(said) => Err(tail(&said.words)),
    }
}

/// Runs it in the open; a failure is `advice`.
pub fn openly(command: &mut Command, advice: &str) -> Result<(), String> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        _ => Err(advice.to_owned()),
    }
}

/// The last lines of `words`.
pub fn tail(words: &str) -> String {
    let lines: Vec<&str> = words.lines().collect();
    lines.get(lines.len().saturating_sub(SHOWN)..).unwrap_or_default().join("\n")
}
