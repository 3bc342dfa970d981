//! The data that a face draws, as plain types with pure functions over them: problems and places, a finished run, costs
//! and their derivations. Knows neither YAML nor Kubernetes' objects nor a browser.
//!
//! Places are offsets in UTF-16 units, as editors count. Times are milliseconds since the object was created. Amounts
//! are printed as Kubernetes prints them.
//!
//! ```
//! let run = view::Run {
//!     pods: vec![view::Pod { name: "web".into(), rows: vec![view::RowChange::default()], ..Default::default() }],
//!     ..Default::default()
//! };
//! assert_eq!(run.rows(125_000)[0].age, "2m5s");
//! ```
#![forbid(unsafe_code)]

pub mod age;
mod check;
mod code;
mod columns;
mod comparison;
mod cost;
mod explanation;
mod fit;
mod frame;
mod help;
mod lane;
mod namespace;
mod on_node;
mod order;
mod pasted;
mod place;
mod preview;
mod problem_groups;
mod release;
mod row;
mod run;
mod scale;
mod scenario;
pub mod stage;
pub mod still;
mod strip;
mod utilization;
mod version_diff;
mod watch;
mod what_if;

pub use check::{Check, Container, ContainerKind, Problem, Severity, Stage, Subject, is_blank};
pub use code::Code;
pub use columns::Columns;
pub use comparison::{
    Comparison, CostPair, Divergence, EventPair, LanePair, Seen, Side, Strand, changed_events, compare,
    end_status,
};
pub use cost::{Amount, AmountList, Cost, CostLine, Phase, PhasePart, Qos, QosClass, Term};
pub use explanation::{Applied, Block, Explanation};
pub use fit::{Fit, FitNode, KubeletWord, Nodes, Room};
pub use frame::{Frame, Why};
pub use help::{Choice, Completion, Hover};
pub use lane::{Bar, BarState, Lane, Mark, MarkKind, Told, Wait};
pub use namespace::{ControllerEvent, Filled, Namespace, QuotaLine};
pub use on_node::{CgroupFile, Group, Obstacle, OnNode};
pub use pasted::Pasted;
pub use place::{Edit, Fix, Place};
pub use preview::Hunk;
pub use problem_groups::ProblemGroup;
pub use release::{Release, ReleaseView};
pub use row::{Row, RowChange};
pub use run::{Event, EventType, Pod, Run, Sentence};
pub use scale::{Gap, Scale, Tick, clock, float, share, whole};
pub use scenario::{
    Acted, Controls, Given, Offer, Preset, ScenarioChange, StoryAction, StoryContainer, StoryProblem,
};
pub use strip::{Piece, Strip};
pub use utilization::{Fleet, FleetLine, Utilization, UtilizationStep};
pub use version_diff::{StoredField, VersionDiff};
pub use watch::changes;
pub use what_if::{Candidate, Difference, Proposal, WhatIf};
