//! A text that is no manifest: what kubectl prints for people, or a file of another program.

use super::{FOREIGN, Found, lines};

/// An origin: how a text of it is known, and the remedy.
struct Origin {
    is: fn(&str, &[&str]) -> bool,
    message: &'static str,
    remedy: &'static str,
}

const AS_YAML: &str = "Add `-o yaml` to the command, and paste what it prints.";

/// `is` is given the first line and the first words of all lines that are not indented.
const ORIGINS: [Origin; 4] = [
    Origin {
        is: |first, _| first.starts_with("NAME ") || first.starts_with("NAMESPACE "),
        message: "This is the table that `kubectl get` prints for people.",
        remedy: AS_YAML,
    },
    Origin {
        is: |first, _| first.starts_with("LAST SEEN ") || first.starts_with("TIME "),
        message: "These are events, not a manifest.",
        remedy: "Paste the manifest of the object that they are about; `podlab explain` tells what an event means.",
    },
    Origin {
        is: |_, keys| keys.starts_with(&["Name:"]) && keys.contains(&"Namespace:"),
        message: "This is what `kubectl describe` prints for people.",
        remedy: "`kubectl get KIND NAME -o yaml` prints the manifest; paste that.",
    },
    Origin {
        is: |_, keys| keys.contains(&"services:") && !keys.contains(&"kind:"),
        message: "This looks like a file for Docker Compose.",
        remedy: "Write each service as a container of a Pod or a Deployment, with `image`, `ports` and `env`.",
    },
];

/// Knows a text of another origin by its first lines; a command before it is passed over.
pub(super) fn find(text: &str) -> Option<Found> {
    let mut written = lines(text).filter(|(_, line)| !line.trim().is_empty());
    let (start, line) = written.find(|(_, line)| !super::prompt::is_command(line))?;
    let flush = lines(text).map(|(_, line)| line).filter(|line| !line.starts_with([' ', '\t', '#']));
    let keys: Vec<&str> = flush
        .filter(|line| !super::prompt::is_command(line))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let origin = ORIGINS.iter().find(|origin| (origin.is)(line, &keys))?;
    Some(Found {
        hint: &FOREIGN,
        range: start..start + line.trim_end().len(),
        message: origin.message.to_owned(),
        remedy: origin.remedy,
        fix: None,
    })
}
