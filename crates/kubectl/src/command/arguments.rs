//! Flags and words of a command. Upstream: github.com/spf13/pflag, whose error words are shown.

use super::change::create;
use super::file::Filed;
use super::flags::{Flag, GLOBAL, flags_of};
use super::{Output, commands, own, unplayed};
use api::json::quote;

/// A command line, read.
pub(crate) struct Arguments {
    pub verb: &'static str,
    pub words: Vec<String>,
    /// How many of the words stand before a `--`, if there is one.
    pub dash: Option<usize>,
    /// The objects of the file that is given.
    pub file: Vec<Filed>,
    /// Why the others of the file are not taken.
    pub unfit: Vec<String>,
    flags: Vec<(&'static str, String)>,
}

/// The value of a flag that is given without one. Upstream: NoOptDefVal of the flags in kubectl.
fn alone(flag: &str) -> &'static str {
    match flag {
        "dry-run" => "unchanged",
        "cascade" => "background",
        "validate" => "strict",
        _ => "true",
    }
}

impl Arguments {
    pub(crate) fn parse(words: &[String]) -> Result<Arguments, Output> {
        let mut read = Arguments {
            verb: "",
            words: Vec::new(),
            dash: None,
            file: Vec::new(),
            unfit: Vec::new(),
            flags: Vec::new(),
        };
        let mut known: &[Flag] = &[];
        let mut rest = words.iter();
        while let Some(word) = rest.next() {
            if word == "--" {
                read.dash = Some(read.words.len());
                read.words.extend(rest.by_ref().cloned());
            } else if let Some(flag) = word.strip_prefix("--") {
                read.long(known, flag, &mut rest)?;
            } else if let Some(letters) = word.strip_prefix('-').filter(|letters| !letters.is_empty()) {
                read.short(known, letters, &mut rest)?;
            } else if read.verb.is_empty() {
                let tail = rest.as_slice();
                (read.verb, known) = flags_of(word).ok_or_else(|| commands::refuse(word, tail))?;
            } else {
                read.words.push(word.clone());
            }
        }
        if read.verb.is_empty() {
            return Err(Output::failure("error: no command: try `kubectl get pods`"));
        }
        read.without_subcommand()?;
        unplayed::refuse(&read)?;
        Ok(read)
    }

    /// Refuses flags of what `create` makes of flags when it reads a file.
    fn without_subcommand(&self) -> Result<(), Output> {
        let is_global = |flag: &str| GLOBAL.iter().any(|Flag(long, ..)| *long == flag);
        let is_strange = |flag: &&str| !is_global(flag) && !own::takes("create -f", flag);
        let is_bare = self.verb == "create" && self.words.is_empty();
        match self.flags.iter().map(|(flag, _)| *flag).find(is_strange).filter(|_| is_bare) {
            Some(flag) => Err(self.unknown(flag, "--", &format!("unknown flag: --{flag}"))),
            None => Ok(()),
        }
    }

    /// The same flags with words that stand behind the first ones.
    pub(super) fn behind(&self, words: &[String]) -> Arguments {
        let (file, flags) = (self.file.clone(), self.flags.clone());
        Arguments { verb: self.verb, words: words.to_vec(), dash: None, file, unfit: Vec::new(), flags }
    }

    /// The same without a flag.
    pub(super) fn without(&self, flag: &str) -> Arguments {
        let flags = self.flags.iter().filter(|(name, _)| *name != flag).cloned().collect();
        let (words, file) = (self.words.clone(), self.file.clone());
        Arguments { verb: self.verb, words, dash: self.dash, file, unfit: Vec::new(), flags }
    }

    fn long<'a>(
        &mut self,
        known: &[Flag],
        flag: &str,
        rest: &mut impl Iterator<Item = &'a String>,
    ) -> Result<(), Output> {
        let (name, value) = match flag.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (flag, None),
        };
        let error = format!("unknown flag: --{name}");
        let flag = self.found(known, (name, "--"), &error, |Flag(long, ..)| *long == name)?;
        let value = match value {
            Some(value) => value,
            None if flag.2.is_next() => {
                let missing = || self.usage(&format!("flag needs an argument: --{name}"));
                rest.next().cloned().ok_or_else(missing)?
            }
            None => alone(flag.0).to_owned(),
        };
        self.put(flag, value)
    }

    /// The flag that the command takes.
    fn found<'f>(
        &self,
        known: &'f [Flag],
        (typed, dashes): (&str, &str),
        error: &str,
        is_it: impl Fn(&&'f Flag) -> bool,
    ) -> Result<&'f Flag, Output> {
        if let Some(flag) = GLOBAL.iter().find(&is_it) {
            return Ok(flag);
        }
        match known.iter().find(is_it) {
            Some(flag) if own::takes(&self.path(), flag.0) => Ok(flag),
            Some(_) => Err(self.usage(error)),
            None => Err(self.unknown(typed, dashes, error)),
        }
    }

    /// Keeps the value of a flag, unless it is not of the flag's type.
    fn put(&mut self, Flag(long, short, takes): &Flag, value: String) -> Result<(), Output> {
        if let Some(why) = takes.refusal(&value) {
            let shown = short.map_or_else(String::new, |letter| format!("-{letter}, ")) + "--" + long;
            let value = quote(&value);
            return Err(self.usage(&format!("invalid argument {value} for \"{shown}\" flag: {why}")));
        }
        self.flags.push((*long, value));
        Ok(())
    }

    fn short<'a>(
        &mut self,
        known: &[Flag],
        letters: &str,
        rest: &mut impl Iterator<Item = &'a String>,
    ) -> Result<(), Output> {
        let mut left = letters;
        while let Some(letter) = left.chars().next() {
            let tail = left.get(letter.len_utf8()..).unwrap_or_default();
            let error = format!("unknown shorthand flag: '{letter}' in -{left}");
            let is_it = |Flag(_, short, _): &&Flag| *short == Some(letter);
            let flag = self.found(known, (&letter.to_string(), "-"), &error, is_it)?;
            if let Some(value) = tail.strip_prefix('=') {
                return self.put(flag, value.to_owned());
            }
            if !flag.2.is_next() {
                self.put(flag, "true".to_owned())?;
                left = tail;
                continue;
            }
            let missing = || self.usage(&format!("flag needs an argument: '{letter}' in -{left}"));
            let value =
                if tail.is_empty() { rest.next().cloned().ok_or_else(missing)? } else { tail.to_owned() };
            return self.put(flag, value);
        }
        Ok(())
    }

    /// The answer to a flag that is not read: our own word on one that kubectl has, kubectl's on any other.
    fn unknown(&self, flag: &str, dashes: &str, error: &str) -> Output {
        // Only `rollout undo` has a dry run.
        let is_vain = self.verb == "rollout"
            && flag == "dry-run"
            && self.words.first().is_some_and(|one| one != "undo");
        if unplayed::is_unread(self.verb, flag) && !is_vain {
            let what = format!("{} {dashes}{flag}", self.verb);
            let mut output = super::not_played(what.trim_start());
            output.stderr.insert_str(output.stderr.trim_end().len(), &unplayed::why(flag));
            return output;
        }
        self.usage(error)
    }

    pub(super) fn usage(&self, error: &str) -> Output {
        let verb = if self.verb.is_empty() { String::new() } else { format!(" {}", self.path()) };
        Output::failure(&format!("error: {error}\nSee 'kubectl{verb} --help' for usage."))
    }

    /// The command with the subcommands that stand behind it.
    pub(super) fn path(&self) -> String {
        let mut words = self.words.iter().map(String::as_str);
        let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let mut path = vec![self.verb];
        match (self.verb, first) {
            ("create", first) => {
                let kind = create::kind_named(first);
                path.extend(kind);
                path.extend(
                    create::kinds_of(kind.unwrap_or_default()).into_iter().filter(|of| *of == second),
                );
            }
            ("auth", "can-i") => path.push("can-i"),
            ("set", "sa") => path.push("serviceaccount"),
            ("set", "env" | "image" | "resources" | "serviceaccount")
            | ("rollout", "status" | "history" | "restart" | "pause" | "resume" | "undo") => {
                path.push(first);
            }
            _ => {}
        }
        path.join(" ")
    }

    /// The refusal of words that the command does not take.
    pub(crate) fn misused(&self, error: &str) -> Output {
        Output::failure(&format!("error: {error}\nSee 'kubectl {} -h' for help and examples", self.path()))
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
