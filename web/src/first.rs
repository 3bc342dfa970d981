//! The page's data before the engine has come: the first example's run and verdict, the list of releases.
//! The engine wrote it (`cargo xtask picture`), and it is built into this program.

use std::rc::Rc;

use protocol::{Example, First};
use view::Run;

use crate::checked::Checked;
use crate::shared::Shared;
use crate::worker::Inputs;

/// The data that the page starts with; cheap to copy.
#[derive(Clone, Debug)]
pub struct Beginning {
    first: Rc<First>,
    /// The verdict on the first example.
    pub check: Checked,
    /// The first example's run.
    pub run: Shared<Run>,
    /// The inputs of both.
    pub inputs: Inputs,
}

impl PartialEq for Beginning {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.first, &other.first)
    }
}

impl Beginning {
    /// The data that is built into this program.
    pub fn built() -> Beginning {
        Beginning::of(First::decode(include_bytes!("../first/first.bin")).unwrap_or_default())
    }

    /// The data of a given first example, such as one that an engine has just made.
    pub fn of(first: First) -> Beginning {
        let inputs = Inputs {
            text: first.example.manifest.as_str().into(),
            scenario: first.example.story.as_str().into(),
            version: first.release.as_str().into(),
        };
        let (check, run) = (Checked::new(first.check.clone()), Shared::new(first.run.clone()));
        Beginning { first: Rc::new(first), check, run, inputs }
    }

    /// The example that is shown to a person who comes without a link.
    pub fn example(&self) -> &Example {
        &self.first.example
    }

    /// The data that depends on no text: the releases and the machines.
    pub fn offer(&self) -> &First {
        &self.first
    }
}
