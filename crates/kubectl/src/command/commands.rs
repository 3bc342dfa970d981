//! The commands that kubectl has. Upstream: NewKubectlCommand, staging/src/k8s.io/kubectl/pkg/cmd/cmd.go.

use super::Output;

/// The commands that are played, with their names.
macro_rules! played {
    ($($command:ident $name:literal)*) => {
        /// A command that is played.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Command {
            $(#[doc = $name] $command,)*
        }

        impl Command {
            pub(super) const ALL: &[Command] = &[$(Command::$command),*];

            /// Its name in kubectl.
            pub(crate) fn name(self) -> &'static str {
                match self {
                    $(Command::$command => $name,)*
                }
            }
        }
    };
}

played! {
    Annotate "annotate"
    ApiResources "api-resources"
    ApiVersions "api-versions"
    Apply "apply"
    Auth "auth"
    Autoscale "autoscale"
    ClusterInfo "cluster-info"
    Config "config"
    Cordon "cordon"
    Create "create"
    Delete "delete"
    Describe "describe"
    Diff "diff"
    Drain "drain"
    Events "events"
    Explain "explain"
    Expose "expose"
    Get "get"
    Label "label"
    Logs "logs"
    Patch "patch"
    Replace "replace"
    Rollout "rollout"
    Run "run"
    Scale "scale"
    Set "set"
    Taint "taint"
    Uncordon "uncordon"
    Version "version"
    Wait "wait"
}

impl Command {
    /// The command of a name, or of another name that kubectl has for it.
    pub(super) fn named(word: &str) -> Option<Command> {
        let word = if word == "log" { "logs" } else { word };
        Command::ALL.iter().copied().find(|command| command.name() == word)
    }
}

/// The names of the commands that are played.
///
/// ```
/// assert!(kubectl::played().any(|name| name == "drain"));
/// ```
pub fn played() -> impl Iterator<Item = &'static str> {
    Command::ALL.iter().map(|command| command.name())
}

/// Every command, in the order of kubectl's help.
const COMMANDS: &str = "create expose run set explain get edit delete rollout scale autoscale certificate cluster-info top cordon uncordon drain taint describe logs attach exec port-forward proxy cp auth debug events diff apply patch replace wait kustomize label annotate completion api-resources api-versions config kuberc plugin version options";

/// The reasons for which some commands are not played.
const WHY: [(&str, &str); 3] = [
    ("attach cp debug exec port-forward proxy", "no program runs in the containers of Podlab"),
    ("edit kustomize", "the terminal has no files"),
    ("certificate", "nobody is asked who they are"),
];

/// The answer to a command that is not played or that kubectl does not have; the rest of the line is read for one alone.
pub(super) fn refuse(word: &str, rest: &[String]) -> Output {
    let of = rest.iter().find(|word| !word.starts_with('-')).map(String::as_str);
    if word == "top" && matches!(of, Some("pod" | "pods" | "po" | "node" | "nodes" | "no")) {
        return Output::failure("podlab: no metrics server is simulated\nerror: Metrics API not available");
    }
    if !["alpha", "help"].contains(&word) && !COMMANDS.split(' ').any(|name| name == word) {
        return unknown(word);
    }
    let why = WHY.iter().find(|(words, _)| words.split(' ').any(|one| one == word));
    let why = why.map(|(_, why)| format!(": {why}")).unwrap_or_default();
    Output::failure(&format!("podlab: `kubectl {word}` is not played here{why}"))
}

/// The refusal of a command that kubectl does not have, with those that are near.
/// Upstream: Command.SuggestionsFor, github.com/spf13/cobra.
fn unknown(word: &str) -> Output {
    let lower = word.to_lowercase();
    let is_near = |name: &&str| distance(&lower, name) <= 2 || name.starts_with(&lower);
    let near: Vec<&str> = COMMANDS.split(' ').filter(is_near).collect();
    let near = if near.is_empty() {
        String::new()
    } else {
        format!("\n\nDid you mean this?\n\t{}", near.join("\n\t"))
    };
    Output::failure(&format!("error: unknown command \"{word}\" for \"kubectl\"{near}"))
}

/// How many letters must be put in, taken out or changed to make one word of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.chars().enumerate() {
        let mut next = vec![index + 1];
        for (place, same) in other.iter().enumerate() {
            let at = |row: &[usize], place: usize| row.get(place).copied().unwrap_or_default();
            let change = at(&row, place) + usize::from(letter != *same);
            next.push(change.min(at(&row, place + 1) + 1).min(at(&next, place) + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::unknown;

    #[test]
    fn near_commands_are_named() {
        let told = |word: &str| unknown(word).stderr;
        assert_eq!(
            told("gett"),
            "error: unknown command \"gett\" for \"kubectl\"\n\nDid you mean this?\n\tset\n\tget\n"
        );
        assert_eq!(
            told("Delete"),
            "error: unknown command \"Delete\" for \"kubectl\"\n\nDid you mean this?\n\tdelete\n"
        );
        assert_eq!(told("frobnicate"), "error: unknown command \"frobnicate\" for \"kubectl\"\n");
    }
}
