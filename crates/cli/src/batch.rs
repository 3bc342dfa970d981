//! JSON lines in, JSON lines out: one answer a line, never stopping on a bad one.

use api::Kubernetes;
use engine::batch::{Command, answer};
use std::io::{self, BufRead, Write};
use std::process::ExitCode;

/// Answers every line of standard input.
pub fn run(command: Command) -> ExitCode {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().split(b'\n') {
        let Ok(line) = line else { return ExitCode::from(2) };
        let line = String::from_utf8_lossy(&line);
        if line.trim().is_empty() {
            continue;
        }
        let reply = answer(command, &line, &Kubernetes::RECORDED);
        if writeln!(out, "{reply}").is_err() {
            return ExitCode::from(2);
        }
    }
    if out.flush().is_err() { ExitCode::from(2) } else { ExitCode::SUCCESS }
}
