//! A shell's prompt, and the command that was typed there.

use super::{Found, PROMPT, fix, lines, take_out};

/// Takes out the lines that a shell would read.
pub(super) fn find(text: &str) -> Option<Found> {
    let mut all = lines(text).filter(|(_, line)| !line.trim().is_empty());
    let (start, line) = all.next().filter(|(_, line)| is_command(line))?;
    let is_quoted = |line: &str| line.starts_with("> ") || line.trim_end() == ">";
    let quoted = all.next().is_some_and(|(_, line)| is_quoted(line));
    let edits = lines(text).filter_map(|(at, line)| {
        let own = if quoted { line.strip_prefix("> ").unwrap_or(line) } else { line };
        if is_command(own) || own.trim() == "EOF" {
            Some(take_out(at..at + line.len()))
        } else {
            (quoted && is_quoted(line)).then(|| take_out(at..at + (line.len() - own.len())))
        }
    });
    Some(Found {
        hint: &PROMPT,
        range: start..start + line.trim_end().len(),
        message: "This line is a command for a shell.".to_owned(),
        remedy: "Paste only what the command prints or reads.",
        fix: fix("take the shell's lines out", edits.collect()),
    })
}

/// Whether a line is typed into a shell.
pub(super) fn is_command(line: &str) -> bool {
    let line = line.trim();
    let command = line.split_once("$ ").map_or(line, |(_, command)| command);
    let command = command.trim_start_matches(['$', '#', '%', '>', '❯', ' ']);
    let known = ["kubectl ", "cat ", "helm ", "kustomize ", "oc ", "podlab "];
    line.starts_with("$ ") || line == "$" || known.iter().any(|name| command.starts_with(name))
}
