//! What the page shows, as plain data: a text analysed, a story run, a cost explained.
//!
//! Everything is a value: places are offsets in UTF-16 units (the editor's), times are milliseconds since the
//! object was created, numbers are printed as Kubernetes prints them. Faces draw these and recompute nothing.

mod analysis;
pub mod answer;
pub mod between;
mod cost;
mod documents;
pub mod fit;
mod help;
mod lanes;
pub mod on_node;
mod pipeline;
mod problems;
pub(crate) mod reckon;
pub mod rules;
mod run;
mod sentence;
pub mod spend;
pub mod story;
mod terminal;
#[cfg(test)]
mod tests;
mod usual;
mod versions;
pub mod what_if;

pub use analysis::{Analysis, Container, ContainerKind, Edit, Fix, Place, Problem, Severity, Stage, Subject};
pub use cost::{Amount, Cost, CostLine, Phase, PhasePart, Qos, Term};
pub use documents::Manifest;
pub use help::{Choice, Completion, Hover, complete, hover};
pub use pipeline::{analyze, containers, cost, simulate, simulate_usual};
pub use run::{Bar, BarState, Event, Frame, Lane, Mark, MarkKind, Row, Run, Why};
pub use usual::usual;
pub use versions::{Version, kubernetes, versions};
