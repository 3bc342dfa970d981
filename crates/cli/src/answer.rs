//! The output of a command on files, with its exit code.

use crate::output;
use engine::check::{Options, check};
use engine::{Kubernetes, Manifest};
use std::process::ExitCode;

/// The words in front of what is refused when the rest of a text runs.
pub const REFUSED_IN_PART: &str = "The API server refuses a part of this manifest, and the rest runs:\n";

/// Texts for both streams, and the exit code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// For standard output.
    pub text: String,
    /// For standard error.
    pub complaint: String,
    /// 0 when all is well, 1 when something was refused or does not fit.
    pub exit: u8,
}

impl From<engine::Output> for Answer {
    fn from(output: engine::Output) -> Answer {
        Answer { text: output.stdout, complaint: output.stderr, exit: output.exit }
    }
}

impl Answer {
    /// An answer that says, when it is so, that the text is a fragment and was taken as part of a whole Pod, and what
    /// of it is not checked.
    pub fn about(text: &str, kubernetes: &Kubernetes) -> Answer {
        let checked = check(text, &Options { kubernetes: kubernetes.clone(), ..Options::default() });
        let mut answer = Answer::default();
        answer.note(checked.note.clone().into_iter().chain(checked.unchecked_note()));
        answer
    }

    /// Adds a line for each note.
    pub fn note(&mut self, notes: impl IntoIterator<Item = String>) {
        self.complaint.extend(notes.into_iter().map(|note| format!("note: {note}\n")));
    }

    /// Adds what the API server refuses, if it refuses something, behind `words` that say what becomes of the rest.
    pub fn refuse(&mut self, refused: &[String], words: &str) {
        if !refused.is_empty() {
            self.complaint.push_str(words);
            self.complaint.extend(refused.iter().map(|error| format!("* {error}\n")));
            self.exit = self.exit.max(1);
        }
    }

    /// The same, with a line for each text that cannot be read whole: what was left out is not answered.
    pub fn of_all(mut self, texts: &[&str], kubernetes: &Kubernetes) -> Answer {
        for text in texts {
            // The list of what is refused has this reason already.
            if let Some(why) = Manifest::read(text, kubernetes).unread()
                && !self.complaint.contains(why)
            {
                self.complaint.extend(["podlab: not all of the text can be read: ", why, "\n"]);
                self.exit = self.exit.max(1);
            }
        }
        self
    }

    /// Prints it on both streams.
    pub fn print(&self) -> Result<ExitCode, String> {
        let (early, late) = self.around();
        output::complain(&early);
        output::write(&self.text)?;
        output::complain(&late);
        Ok(ExitCode::from(self.exit))
    }

    /// The complaint before and behind the text: a terminal shows a warning when the request is answered, the text after it.
    fn around(&self) -> (String, String) {
        let is_early = |line: &&str| line.starts_with("Warning: ") || line.starts_with("Flag --");
        let lines = || self.complaint.split_inclusive('\n');
        (lines().take_while(is_early).collect(), lines().skip_while(is_early).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::Answer;

    #[test]
    fn warnings_stand_before_the_text() {
        let of = |complaint: &str| Answer { complaint: complaint.to_owned(), ..Answer::default() }.around();
        let both = |early: &str, late: &str| (early.to_owned(), late.to_owned());
        assert_eq!(
            of("Warning: a\nFlag --b\nerror: c\nWarning: d"),
            both("Warning: a\nFlag --b\n", "error: c\nWarning: d")
        );
        assert_eq!(of("error: c\n"), both("", "error: c\n"));
    }
}
