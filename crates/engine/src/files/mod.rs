//! What the commands on files answer: text for people, from the same pipeline as everything else.

mod admit;
pub(crate) mod documents;
mod kubectl;
mod resources;
mod schedule;
mod simulate;

pub use admit::admit;
pub use kubectl::{apply, kubectl};
pub use resources::resources;
pub use schedule::schedule;
pub use simulate::{Form, scenario, simulate};

/// What a command prints, and whether what was asked about is well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// For standard output.
    pub text: String,
    /// For standard error.
    pub complaint: String,
    /// The exit code: 0 when all is well, 1 when something was refused or does not fit.
    pub exit: u8,
}

/// Says that a fragment was taken as part of a whole Pod; empty when the text is whole.
fn taken_as(text: &str) -> String {
    let checked = crate::check(text, &crate::check::Options::default());
    checked.note.map(|note| format!("note: {note}\n")).unwrap_or_default()
}
