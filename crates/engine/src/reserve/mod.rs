//! What a Pod reserves: the numbers with their derivation, what a change would do to them, what the node makes of them.

pub(crate) mod cost;
mod fleet;
mod on_node;
mod what_if;

use crate::manifest::Manifest;
use view::Cost;

impl Manifest {
    /// What the first Pod of the text reserves; `None` without a readable Pod.
    pub fn reserve(&self) -> Option<Cost> {
        let subject = self.subject()?;
        Some(cost::cost(subject.spec, subject.path, self.kubernetes()))
    }
}
