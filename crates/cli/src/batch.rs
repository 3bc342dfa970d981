//! JSON lines in, JSON lines out: one answer a line, written as soon as it is there, never stopping on a bad one.

use crate::output::{self, Reader};
use contract::{Command, answer};
use engine::{Kubernetes, limits};
use std::io::{self, BufRead, Read as _};
use std::process::ExitCode;

/// Answers every line of standard input, as long as somebody reads the answers.
pub fn run(command: Command, kubernetes: &Kubernetes) -> Result<ExitCode, String> {
    let mut input = io::stdin().lock();
    let mut line = Vec::new();
    while read(&mut input, &mut line).map_err(|error| format!("cannot read standard input: {error}"))? {
        let text = String::from_utf8_lossy(&line);
        if text.trim().is_empty() {
            continue;
        }
        let mut reply = if line.len() > limits::REQUEST {
            contract::too_long()
        } else {
            answer(command, &text, kubernetes)
        }
        .to_string();
        reply.push('\n');
        if output::write(&reply)? == Reader::Gone {
            break;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads a line into `line`, and no more of it than shows that it is too long; whether there was one.
fn read(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let most = u64::try_from(limits::REQUEST).unwrap_or(u64::MAX).saturating_add(1);
    if input.by_ref().take(most).read_until(b'\n', line)? == 0 {
        return Ok(false);
    }
    let is_cut = line.len() > limits::REQUEST && line.last() != Some(&b'\n');
    if is_cut {
        input.skip_until(b'\n')?;
    }
    Ok(true)
}
