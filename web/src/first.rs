//! What the page knows before the engine has come: the first example's run and verdict, the releases on offer.
//! The engine wrote it at build (`cargo xtask picture`).

use std::rc::Rc;

use protocol::{Example, First};
use view::{Check, Run};

use crate::shared::Shared;
use crate::worker::Inputs;

/// What the page begins with; cheap to copy.
#[derive(Clone, Debug)]
pub struct Beginning {
    first: Rc<First>,
    /// What the API server says of the first example.
    pub check: Shared<Check>,
    /// The first example's run.
    pub run: Shared<Run>,
    /// What both are answers to.
    pub inputs: Inputs,
}

impl PartialEq for Beginning {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.first, &other.first)
    }
}

impl Beginning {
    /// With what the engine wrote when this program was built.
    pub fn built() -> Beginning {
        Beginning::of(First::decode(include_bytes!("../first/first.bin")).unwrap_or_default())
    }

    /// With what an engine says now.
    pub fn of(first: First) -> Beginning {
        let inputs = Inputs {
            text: first.example.manifest.as_str().into(),
            scenario: first.example.story.as_str().into(),
            version: first.release.as_str().into(),
        };
        let (check, run) = (Shared::new(first.check.clone()), Shared::new(first.run.clone()));
        Beginning { first: Rc::new(first), check, run, inputs }
    }

    /// What someone sees who comes without a link.
    pub fn example(&self) -> &Example {
        &self.first.example
    }

    /// What does not depend on any text: the releases and the machines on offer.
    pub fn offer(&self) -> &First {
        &self.first
    }
}
