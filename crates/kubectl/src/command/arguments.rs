//! The words and flags of a command. Upstream: github.com/spf13/pflag, whose error words are shown.

mod parse;

use super::change::create;
use super::commands::Command;
use super::file::Filed;
use super::{Output, flags, split, unplayed};

/// The program's name, and the alias that most people give it.
pub(super) const PROGRAM: [&str; 2] = ["kubectl", "k"];

/// A command line, read.
pub(crate) struct Arguments {
    pub command: Command,
    pub words: Vec<String>,
    /// How many of the words stand before a `--`, if there is one.
    pub dash: Option<usize>,
    /// The objects of the file that is given.
    pub file: Vec<Filed>,
    /// Why the others of the file are not taken.
    pub unfit: Vec<String>,
    flags: Vec<(&'static str, String)>,
}

impl Arguments {
    /// Reads a line such as `kubectl -n web get pods`; the word `kubectl` may be left out, or be the usual alias `k`.
    pub(crate) fn of_line(line: &str) -> Result<Arguments, Output> {
        let words = split(line).map_err(|error| Output::failure(&error))?;
        parse::parse(match words.split_first() {
            Some((first, rest)) if PROGRAM.contains(&first.as_str()) => rest,
            _ => &words,
        })
    }

    /// The same flags with words that stand behind the first ones.
    pub(super) fn behind(&self, words: &[String]) -> Arguments {
        let (file, flags) = (self.file.clone(), self.flags.clone());
        Arguments { command: self.command, words: words.to_vec(), dash: None, file, unfit: Vec::new(), flags }
    }

    /// The same without a flag.
    pub(super) fn without(&self, flag: &str) -> Arguments {
        let flags = self.flags.iter().filter(|(name, _)| *name != flag).cloned().collect();
        let (words, file) = (self.words.clone(), self.file.clone());
        Arguments { command: self.command, words, dash: self.dash, file, unfit: Vec::new(), flags }
    }

    /// The refusal of a flag.
    pub(super) fn usage(&self, error: &str) -> Output {
        usage(&path(self.command, &self.words), error)
    }

    /// The refusal of words that the command does not take.
    pub(crate) fn misused(&self, error: &str) -> Output {
        let path = path(self.command, &self.words);
        Output::failure(&format!("error: {error}\nSee 'kubectl {path} -h' for help and examples"))
    }

    /// The value of a flag; of one given twice the last.
    pub(crate) fn value(&self, flag: &str) -> Option<&str> {
        self.flags.iter().rev().find(|(name, _)| *name == flag).map(|(_, value)| value.as_str())
    }

    /// The value of the first of some flags that must be given. Upstream: ValidateRequiredFlags, github.com/spf13/cobra.
    pub(super) fn required(&self, flags: &[&str]) -> Result<&str, Output> {
        let missing: Vec<String> = flags
            .iter()
            .filter(|flag| self.value(flag).is_none())
            .map(|flag| format!("\"{flag}\""))
            .collect();
        let first = flags.first().and_then(|flag| self.value(flag)).filter(|_| missing.is_empty());
        let failure = || format!("error: required flag(s) {} not set", missing.join(", "));
        first.ok_or_else(|| Output::failure(&failure()))
    }

    /// The values of a flag that may be given several times.
    pub(super) fn values(&self, flag: &str) -> impl Iterator<Item = &str> {
        self.flags.iter().filter(move |(name, _)| *name == flag).map(|(_, value)| value.as_str())
    }

    /// Whether a switch is on.
    pub(crate) fn is_on(&self, flag: &str) -> bool {
        self.value(flag).is_some_and(|value| unplayed::TRUE.contains(&value))
    }

    /// Refuses all objects together with a choice of them.
    pub(super) fn all_or_selected(&self) -> Result<(), Output> {
        if self.is_on("all") && self.value("selector").is_some_and(|text| !text.is_empty()) {
            return Err(Output::failure("error: cannot set --all and --selector at the same time"));
        }
        Ok(())
    }

    pub(crate) fn namespace(&self) -> &str {
        self.named_namespace().unwrap_or("default")
    }

    /// The namespace that the command line names.
    pub(crate) fn named_namespace(&self) -> Option<&str> {
        self.value("namespace").filter(|name| !name.is_empty())
    }

    /// The namespace asked about; `None` is all of them.
    pub(super) fn scope(&self) -> Option<&str> {
        (!self.is_on("all-namespaces")).then(|| self.namespace())
    }
}

/// A command with the subcommands that stand behind it, as kubectl calls them.
fn path(command: Command, words: &[String]) -> String {
    let mut path = command.name().to_owned();
    let mut words = words.iter().map(String::as_str);
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    if command == Command::Create {
        let kind = create::kind_named(first);
        let of = create::kinds_of(kind.unwrap_or_default()).into_iter().find(|of| *of == second);
        path.extend(kind.into_iter().chain(of).flat_map(|word| [" ", word]));
        return path;
    }
    let first = if first == "sa" { "serviceaccount" } else { first };
    let subcommand = format!("{path} {first}");
    if flags::is_known(&subcommand) { subcommand } else { path }
}

/// The refusal of a flag of a command, or of one that stands before any.
fn usage(path: &str, error: &str) -> Output {
    let space = if path.is_empty() { "" } else { " " };
    Output::failure(&format!("error: {error}\nSee 'kubectl{space}{path} --help' for usage."))
}
