//! The panels of the page. A panel gets data and gives commands; it knows neither the session nor the link.
//!
//! [`AREAS`] is the one table of them: tabs, links and embeds are made from it.

mod apply;
mod areas;
mod assumed;
mod compare;
pub mod controls;
pub mod editor;
mod events;
pub mod examples;
mod fit;
mod hands;
mod namespace;
mod narration;
mod on_node;
pub mod pasted;
pub mod problems;
mod resources;
pub mod row;
pub mod stage;
mod story;
mod terminal;
mod text;
pub mod timeline;
mod utilization;
mod versions;
mod what_if;
pub mod why;
pub mod word;

use std::rc::Rc;

use protocol::Question;
use view::{Frame, Nodes, Run};
use yew::prelude::*;

use crate::first::Beginning;
use crate::shared::Shared;
use crate::worker::{Asked, Inputs, use_answer};

pub use areas::{AREAS, Area, Picture, Tab};
pub use hands::{Against, Comparing, Hands, Pointing, inside};
pub use terminal::forget;

/// A part of the page that gets data and gives commands.
#[derive(Debug)]
pub struct Panel {
    /// The name for ids and links, which never changes.
    pub name: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// Draws it.
    pub draw: fn(&PanelProps) -> Html,
}

/// The input of a panel.
#[derive(Clone, PartialEq, Properties)]
pub struct PanelProps {
    /// The texts of the editor and of the story, and the release.
    pub now: Inputs,
    /// The run that is shown.
    pub run: Shared<Run>,
    /// The inputs of that run, with which questions about it are asked. `None` when there is no run.
    pub ran: Option<Inputs>,
    /// The playhead, in milliseconds since the object was created.
    pub at: u64,
    /// The view of the run at the playhead.
    pub frame: Shared<Frame>,
    /// The nodes to try the Pod on.
    pub nodes: Rc<Nodes>,
    /// The rules of the namespace, as YAML.
    pub rules: Rc<str>,
    /// The command in the terminal; empty for the first of the suggested ones.
    pub command: Rc<str>,
    /// Whether a step can be taken back, and whether one can be done again.
    pub steps: (bool, bool),
    /// The message that the reader asks about; empty for none.
    pub asked: Rc<str>,
    /// The lists that depend on no text: releases, machines.
    pub first: Beginning,
    /// Takes the commands.
    pub hands: Hands,
}

/// Asks about the run that is shown; asks nothing without a run or without a question.
#[hook]
pub fn use_answer_of_run(props: &PanelProps, question: Option<Question>) -> Asked {
    let question = question.filter(|_| props.ran.is_some());
    use_answer(&props.ran.clone().unwrap_or_default(), question)
}
