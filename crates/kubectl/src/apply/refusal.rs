//! A write that is refused, as kubectl tells of it.
//! Upstream: checkErr, StandardErrorMessage and AddSourceToErr, staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go.

use api::json::quote;
use std::collections::BTreeSet;

/// The action that was refused, which kubectl says in front of the server's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doing {
    /// kubectl adds no words to the server's.
    Nothing,
    /// A create.
    Creating,
    /// A replace.
    Replacing,
    /// A patch of an object that was there.
    Patching(Box<Patch>),
}

/// A patch that `kubectl apply` sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    /// The patch as it was sent.
    pub text: String,
    /// The object, as kubectl describes it.
    pub object: String,
}

impl Doing {
    /// The words that kubectl puts before the server's.
    fn when(&self, source: &str) -> String {
        let of = |doing: &str| format!("error when {doing} \"{source}\": ");
        match self {
            Doing::Nothing => String::new(),
            Doing::Creating => of("creating"),
            Doing::Replacing => of("replacing"),
            Doing::Patching(patch) => {
                let Patch { text, object } = &**patch;
                of(&format!("applying patch:\n{text}\nto:\n{object}\nfor:")) + &of("patching")
            }
        }
    }
}

/// A write that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Validation failed.
    Invalid(Invalid),
    /// The server cannot read what a patch leaves.
    Unreadable {
        /// The patch as Go prints it.
        patch: String,
        /// In the words of the server's reader.
        why: String,
        /// The action that was refused.
        doing: Doing,
    },
    /// Anything else.
    Status {
        /// `BadRequest`, `NotFound`, `AlreadyExists`; empty where the server names none.
        reason: &'static str,
        /// The action that was refused.
        doing: Doing,
        /// In the server's words.
        message: String,
    },
    /// The server takes the request for invalid and names no object.
    Request(String),
    /// kubectl's own objection to this object.
    Client(String),
}

/// An object that validation refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// `Deployment`.
    pub kind: String,
    /// `apps`; empty for the core group.
    pub group: String,
    /// The object's name.
    pub name: String,
    /// The action that was refused.
    pub doing: Doing,
    /// Each with its field.
    pub errors: Vec<String>,
}

impl Invalid {
    /// The errors, each once: kubectl shows repeated ones once.
    fn errors(&self) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        self.errors.iter().map(String::as_str).filter(|error| seen.insert(*error)).collect()
    }
}

impl Refusal {
    /// The server's own message, without a word of kubectl's.
    pub fn message(&self) -> String {
        match self {
            Refusal::Invalid(refusal) => {
                let Invalid { kind, group, name, .. } = refusal;
                let dot = if group.is_empty() { "" } else { "." };
                let list = match refusal.errors().as_slice() {
                    [one] => (*one).to_owned(),
                    several => format!("[{}]", several.join(", ")),
                };
                format!("{kind}{dot}{group} {} is invalid: {list}", quote(name))
            }
            Refusal::Unreadable { patch, why, .. } => format!(" \"\" is invalid: {}", unreadable(patch, why)),
            Refusal::Status { message, .. } | Refusal::Request(message) | Refusal::Client(message) => {
                message.clone()
            }
        }
    }

    /// The output for the only refusal of a command, with its last line break. kubectl lists the errors of an object one a line.
    pub fn alone(&self) -> String {
        match self {
            Refusal::Invalid(refusal) => {
                let frame = format!("The {} {} is invalid", refusal.kind, quote(&refusal.name));
                match refusal.errors().as_slice() {
                    [] => frame + "\n",
                    [one] => format!("{frame}: {one}\n"),
                    several => {
                        several.iter().fold(format!("{frame}: \n"), |text, error| text + "* " + error + "\n")
                    }
                }
            }
            Refusal::Unreadable { patch, why, .. } => {
                format!("The request is invalid: {}\n", unreadable(patch, why))
            }
            Refusal::Request(message) => format!("The request is invalid: {message}\n"),
            Refusal::Status { .. } => self.of_status("") + "\n",
            Refusal::Client(text)
                if text.starts_with("error: ") || text.starts_with("unable to recognize ") =>
            {
                format!("{text}\n")
            }
            Refusal::Client(text) => format!("error: {}\n", text.strip_suffix('\n').unwrap_or(text)),
        }
    }

    /// The line among those of other objects of `source`, from where the object came.
    pub(crate) fn among(&self, source: &str) -> String {
        match self {
            Refusal::Invalid(Invalid { doing, .. })
            | Refusal::Unreadable { doing, .. }
            | Refusal::Status { doing, .. } => self.of_status(&doing.when(source)),
            Refusal::Request(_) | Refusal::Client(_) => self.message(),
        }
    }

    /// The server's message behind the reason that it gives and kubectl's words `when` it came.
    fn of_status(&self, when: &str) -> String {
        let reason = match self {
            Refusal::Status { reason, .. } => reason,
            _ => "Invalid",
        };
        let of = if reason.is_empty() { String::new() } else { format!(" ({reason})") };
        format!("Error from server{of}: {when}{}", self.message())
    }
}

/// The server's words about a patch. Upstream: applyStrategicMergePatch and interpretStrategicMergePatchError,
/// apiserver/pkg/endpoints/handlers/patch.go.
fn unreadable(patch: &str, why: &str) -> String {
    format!("patch: Invalid value: {}: {why}", api::json::quote(patch))
}
