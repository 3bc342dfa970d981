//! A text that is no manifest: what kubectl prints for people, or a file of another program.

use super::{FOREIGN, Found, lines};
use crate::explain;

/// An origin: how a text of it is known, and the remedy.
struct Origin {
    is: fn(&str, &[&str]) -> bool,
    message: &'static str,
    remedy: &'static str,
}

const AS_YAML: &str = "Add `-o yaml` to the command, and paste what it prints.";
const HELM: &str = "`helm template .` prints the manifests that the chart makes; paste those.";
const APPLIED: &str = "Paste the manifest that it applies.";
/// The keys of a kustomization beside `resources`, of which a text without `kind` has one.
const KUSTOMIZE: [&str; 8] = [
    "commonLabels:",
    "configMapGenerator:",
    "images:",
    "namePrefix:",
    "nameSuffix:",
    "patches:",
    "patchesStrategicMerge:",
    "secretGenerator:",
];
/// The first words of lines that kubectl prints when something is not right.
const SAID: [&str; 5] = ["Error", "error", "Warning", "Unable to connect", "The connection to the server"];
/// A longer text is not taken for something that kubectl printed.
const LONGEST: usize = 4096;

/// `is` is given the first line and the first words of all lines that are not indented.
const ORIGINS: [Origin; 11] = [
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
        is: |first, _| {
            let done = [" created", " configured", " unchanged", " deleted", " serverside-applied"];
            first.contains('/') && done.iter().any(|word| first.trim_end().ends_with(word))
        },
        message: "This is what kubectl prints when it has done its work.",
        remedy: APPLIED,
    },
    Origin {
        is: |_, keys| keys.contains(&"services:") && has_no_kind(keys),
        message: "This looks like a file for Docker Compose.",
        remedy: "Write each service as a container of a Pod or a Deployment, with `image`, `ports` and `env`.",
    },
    Origin {
        is: |_, keys| keys.contains(&"FROM") && has_no_kind(keys),
        message: "This looks like a Dockerfile.",
        remedy: "Build the image from it, and name the image in a container's `image`.",
    },
    Origin {
        is: |_, keys| {
            let own = ["replicaCount:", "nameOverride:", "fullnameOverride:"];
            own.iter().any(|key| keys.contains(key)) && has_no_kind(keys)
        },
        message: "This looks like the values of a Helm chart.",
        remedy: HELM,
    },
    Origin {
        is: |_, keys| keys.contains(&"version:") && keys.contains(&"apiVersion:") && has_no_kind(keys),
        message: "This looks like the `Chart.yaml` of a Helm chart.",
        remedy: HELM,
    },
    Origin {
        is: |_, keys| {
            let has_own = KUSTOMIZE.iter().any(|key| keys.contains(key));
            has_own && keys.contains(&"resources:") && has_no_kind(keys)
        },
        message: "This looks like a `kustomization.yaml`.",
        remedy: "`kubectl kustomize .` prints the manifests that it makes; paste those.",
    },
    Origin {
        is: |_, keys| keys.contains(&"on:") && keys.contains(&"jobs:") && has_no_kind(keys),
        message: "This looks like a workflow of GitHub Actions.",
        remedy: APPLIED,
    },
    Origin {
        is: |first, _| first.starts_with("#!"),
        message: "This is a script, not a manifest.",
        remedy: APPLIED,
    },
];

fn has_no_kind(keys: &[&str]) -> bool {
    !keys.contains(&"kind:")
}

/// Knows a text of another origin by its first lines; a command before it is passed over.
pub(super) fn find(text: &str) -> Option<Found> {
    let mut written = lines(text).filter(|(_, line)| !line.trim().is_empty());
    let (start, line) = written.find(|(_, line)| !super::prompt::is_command(line))?;
    let flush = lines(text).map(|(_, line)| line).filter(|line| !line.starts_with([' ', '\t', '#']));
    let keys: Vec<&str> = flush
        .filter(|line| !super::prompt::is_command(line))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let known = ORIGINS.iter().find(|origin| (origin.is)(line, &keys));
    let (message, remedy) = match known {
        Some(origin) => (origin.message.to_owned(), origin.remedy),
        None => (printed(text)?, "Paste the manifest that it is about; `podlab explain` has the page."),
    };
    Some(Found { hint: &FOREIGN, range: start..start + line.trim_end().len(), message, remedy, fix: None })
}

/// The sentence on an error, an event, a row or a word that kubectl prints, with the title of its page.
fn printed(text: &str) -> Option<String> {
    if text.len() > LONGEST || lines(text).any(|(_, line)| is_written(line)) {
        return None;
    }
    let page = explain::pages_of(text.trim()).first().map(|page| page.markdown.title());
    let is_said = SAID.iter().any(|start| text.trim_start().starts_with(start));
    let title = page.map(|title| format!("; its page is \"{title}\""));
    let title = title.or_else(|| is_said.then(String::new))?;
    Some(format!("This is what kubectl prints, not a manifest{title}."))
}

/// Whether a line is one of a manifest: its key begins with a small letter, and those that kubectl prints do not.
fn is_written(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '-']);
    let is_key = |key: &str| key.starts_with(|first: char| first.is_ascii_lowercase()) && key != "error";
    line.starts_with(['{', '['])
        || line.split_once(':').is_some_and(|(key, _)| is_key(key) && !key.contains(' '))
}
