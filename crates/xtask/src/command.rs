//! Runs other programs, with their output shown, or kept and shown only when they fail.

use crate::project;
use std::ffi::OsStr;
use std::process::{Command, Stdio};

/// The number of lines that are shown of a failed program's output.
const SHOWN: usize = 80;

/// The output and the result of a program that has ended.
pub struct Said {
    /// Standard output, then standard error.
    pub words: String,
    /// Whether it ended with exit code 0.
    pub content: bool,
}

/// The command of a program that runs in the project's root.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(project::root()).stdin(Stdio::null());
    command
}

/// Runs a command and keeps its output; `None` when there is no such program.
pub fn listen(command: &mut Command) -> Option<Said> {
    let output = command.output().ok()?;
    let words = [output.stdout, output.stderr].concat();
    Some(Said { words: String::from_utf8_lossy(&words).into_owned(), content: output.status.success() })
}

/// Runs a command and keeps its output; the error is the output's last lines.
pub fn quietly(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    match listen(command) {
        None => Err(format!("{name} could not be started; is it installed?")),
        Some(said) if said.content => Ok(said.words),
        Some(said) => Err(tail(&said.words)),
    }
}

/// Runs a command with its output shown; the error is `advice`.
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
