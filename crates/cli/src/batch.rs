//! JSON lines in, JSON lines out: one answer a line, never stopping on a bad one.

use contract::{Command, answer};
use engine::Kubernetes;
use std::io::{self, BufRead, Write};
use std::process::ExitCode;

/// Answers every line of standard input.
pub fn run(command: Command, kubernetes: &Kubernetes) -> Result<ExitCode, String> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().split(b'\n') {
        let line = line.map_err(|error| format!("cannot read standard input: {error}"))?;
        let line = String::from_utf8_lossy(&line);
        if line.trim().is_empty() {
            continue;
        }
        writeln!(out, "{}", answer(command, &line, kubernetes)).map_err(|error| unwritable(&error))?;
    }
    out.flush().map_err(|error| unwritable(&error))?;
    Ok(ExitCode::SUCCESS)
}

fn unwritable(error: &io::Error) -> String {
    format!("cannot write the answers: {error}")
}
