//! Reading a command line. Upstream: FlagSet.Parse, github.com/spf13/pflag.

use super::{Arguments, path, usage};
use crate::command::commands::{self, Command};
use crate::command::flags::{self, Flag};
use crate::command::{Output, not_played, unplayed};
use api::json::quote;

/// The part of a command line that is read.
#[derive(Default)]
struct Reader {
    command: Option<Command>,
    words: Vec<String>,
    dash: Option<usize>,
    flags: Vec<(&'static str, String)>,
}

/// Reads the words behind `kubectl`.
pub(super) fn parse(words: &[String]) -> Result<Arguments, Output> {
    let mut read = Reader::default();
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        if word == "--" {
            read.dash = Some(read.words.len());
            read.words.extend(rest.by_ref().cloned());
        } else if let Some(flag) = word.strip_prefix("--") {
            read.long(flag, &mut rest)?;
        } else if let Some(letters) = word.strip_prefix('-').filter(|letters| !letters.is_empty()) {
            read.short(letters, &mut rest)?;
        } else if read.command.is_none() {
            let command = Command::named(word).ok_or_else(|| commands::refuse(word, rest.as_slice()))?;
            read.command = Some(command);
        } else {
            read.words.push(word.clone());
        }
    }
    let Some(command) = read.command else {
        return Err(Output::failure("error: no command: try `kubectl get pods`"));
    };
    if command == Command::Create && read.words.is_empty() {
        read.without_subcommand()?;
    }
    let Reader { words, dash, flags, .. } = read;
    let arguments = Arguments { command, words, dash, file: Vec::new(), unfit: Vec::new(), flags };
    unplayed::refuse(&arguments)?;
    Ok(arguments)
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

impl Reader {
    /// Refuses flags of what `create` makes of flags when it reads a file.
    fn without_subcommand(&self) -> Result<(), Output> {
        let takes = |flag: &str| {
            flags::listed(flags::GLOBAL).chain(flags::of("create -f")).any(|known| known.long == flag)
        };
        match self.flags.iter().map(|(flag, _)| *flag).find(|flag| !takes(flag)) {
            Some(flag) => Err(self.unknown(flag, "--", &format!("unknown flag: --{flag}"))),
            None => Ok(()),
        }
    }

    fn long<'a>(&mut self, flag: &str, rest: &mut impl Iterator<Item = &'a String>) -> Result<(), Output> {
        let (name, value) = match flag.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (flag, None),
        };
        let error = format!("unknown flag: --{name}");
        let flag = self.found((name, "--"), &error, |flag| flag.long == name)?;
        let value = match value {
            Some(value) => value,
            None if flag.takes.is_next() => {
                let missing = || self.usage(&format!("flag needs an argument: --{name}"));
                rest.next().cloned().ok_or_else(missing)?
            }
            None => alone(flag.long).to_owned(),
        };
        self.put(&flag, value)
    }

    fn short<'a>(
        &mut self,
        letters: &str,
        rest: &mut impl Iterator<Item = &'a String>,
    ) -> Result<(), Output> {
        let mut left = letters;
        while let Some(letter) = left.chars().next() {
            let tail = left.get(letter.len_utf8()..).unwrap_or_default();
            let error = format!("unknown shorthand flag: '{letter}' in -{left}");
            let flag = self.found((&letter.to_string(), "-"), &error, |flag| flag.letter == Some(letter))?;
            if let Some(value) = tail.strip_prefix('=') {
                return self.put(&flag, value.to_owned());
            }
            if !flag.takes.is_next() {
                self.put(&flag, "true".to_owned())?;
                left = tail;
                continue;
            }
            let missing = || self.usage(&format!("flag needs an argument: '{letter}' in -{left}"));
            let value =
                if tail.is_empty() { rest.next().cloned().ok_or_else(missing)? } else { tail.to_owned() };
            return self.put(&flag, value);
        }
        Ok(())
    }

    /// The flag that the command takes.
    fn found(
        &self,
        (typed, dashes): (&str, &str),
        error: &str,
        is_it: impl Fn(&Flag) -> bool,
    ) -> Result<Flag, Output> {
        let path = self.path();
        let of_all = flags::listed(flags::GLOBAL);
        if let Some(flag) = of_all.chain(flags::of(&path)).find(&is_it) {
            return Ok(flag);
        }
        // Another subcommand's flag is not one that Podlab leaves out.
        let is_strange = !unplayed::is_below(&path, typed)
            && self.command.is_some_and(|command| flags::of(command.name()).any(|flag| is_it(&flag)));
        Err(if is_strange { self.usage(error) } else { self.unknown(typed, dashes, error) })
    }

    /// Keeps the value of a flag, unless it is not of the flag's type.
    fn put(&mut self, flag: &Flag, value: String) -> Result<(), Output> {
        let Flag { long, letter, takes } = flag;
        if let Some(why) = takes.refusal(&value) {
            let shown = letter.map_or_else(String::new, |letter| format!("-{letter}, ")) + "--" + long;
            let value = quote(&value);
            return Err(self.usage(&format!("invalid argument {value} for \"{shown}\" flag: {why}")));
        }
        self.flags.push((long, value));
        Ok(())
    }

    /// The answer to a flag that is not read: our own word on one that kubectl has, kubectl's on any other.
    fn unknown(&self, flag: &str, dashes: &str, error: &str) -> Output {
        // Only `rollout undo` has a dry run.
        let is_vain = self.command == Some(Command::Rollout)
            && flag == "dry-run"
            && self.words.first().is_some_and(|one| one != "undo");
        let path = self.path();
        if unplayed::is_unread(self.command, &path, flag) && !is_vain {
            let command =
                if unplayed::is_below(&path, flag) { &path } else { self.command.map_or("", Command::name) };
            let mut output = not_played(format!("{command} {dashes}{flag}").trim_start());
            output.stderr.insert_str(output.stderr.trim_end().len(), &unplayed::why(flag));
            return output;
        }
        self.usage(error)
    }

    fn path(&self) -> String {
        self.command.map(|command| path(command, &self.words)).unwrap_or_default()
    }

    fn usage(&self, error: &str) -> Output {
        usage(&self.path(), error)
    }
}
