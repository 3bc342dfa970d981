//! The output of a command on files, with its exit code.

use crate::output;
use engine::check::{Options, check};
use engine::{Kubernetes, Manifest};
use std::process::ExitCode;

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
    /// An answer that says, when it is so, that the text is a fragment and was taken as part of a whole Pod.
    pub fn about(text: &str) -> Answer {
        let note = check(text, &Options::default()).note;
        let complaint = note.map(|note| format!("note: {note}\n")).unwrap_or_default();
        Answer { complaint, ..Answer::default() }
    }

    /// The same, with a line for each text that cannot be read whole: what was left out is not answered.
    pub fn of_all(mut self, texts: &[&str], kubernetes: &Kubernetes) -> Answer {
        for text in texts {
            if let Some(why) = Manifest::read(text, kubernetes).unread() {
                self.complaint.extend(["podlab: not all of the text can be read: ", why, "\n"]);
                self.exit = self.exit.max(1);
            }
        }
        self
    }

    /// Prints it on both streams.
    pub fn print(&self) -> Result<ExitCode, String> {
        output::write(&self.text)?;
        output::complain(&self.complaint);
        Ok(ExitCode::from(self.exit))
    }
}
