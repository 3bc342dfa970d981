//! The inputs of a question.

use std::rc::Rc;

/// Everything that a run follows from; cheap to copy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    /// The manifest.
    pub text: Rc<str>,
    /// The scenario; may be empty.
    pub scenario: Rc<str>,
    /// The release: `1.36`.
    pub version: Rc<str>,
}

impl From<&Inputs> for protocol::Inputs {
    fn from(inputs: &Inputs) -> Self {
        protocol::Inputs {
            text: inputs.text.to_string(),
            scenario: inputs.scenario.to_string(),
            version: inputs.version.to_string(),
        }
    }
}
