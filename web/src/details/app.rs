//! The details' own root: the open panel, and nothing where the page draws it by itself.

use yew::prelude::*;

use super::{Inputs, Says, Shown};
use crate::memo::Shared;
use crate::panels::answer::AnswerPanel;
use crate::panels::fit::{FitPanel, Nodes};
use crate::panels::on_node::OnNodePanel;
use crate::panels::resources::ResourcesPanel;
use crate::panels::rules::RulesPanel;
use crate::panels::spend::SpendPanel;
use crate::panels::story::StoryPanel;
use crate::panels::terminal::TerminalPanel;
use crate::panels::text::TextPanel;
use crate::panels::versions::VersionsPanel;
use crate::panels::what_if::WhatIfPanel;
use crate::session::Tab;

/// What the details are given.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct Props {
    /// What the page shows.
    pub shown: Shown,
    /// What the details tell it.
    pub says: Says,
}

/// The open panel.
#[component]
pub fn App(props: &Props) -> Html {
    let shown = &props.shown;
    // What is typed here stays while other panels are looked at.
    let nodes = use_state(Nodes::default);
    let rules = use_state(String::new);
    match shown.tab {
        Tab::Events => html! {},
        Tab::WhatIf => html! {
            <WhatIfPanel now={shown.now.clone()} on_fix={props.says.change.clone()} />
        },
        Tab::Fit => {
            let set = nodes.clone();
            let on_nodes = Callback::from(move |nodes| set.set(nodes));
            html! { <FitPanel now={shown.now.clone()} nodes={(*nodes).clone()} {on_nodes} /> }
        }
        Tab::Rules => {
            let set = rules.clone();
            let on_text = Callback::from(move |text| set.set(text));
            html! {
                <RulesPanel now={shown.now.clone()} text={(*rules).clone()} {on_text} point={props.says.point.clone()} />
            }
        }
        Tab::Answer => html! { <AnswerPanel now={shown.now.clone()} asked={shown.asked.clone()} /> },
        Tab::Versions => html! {
            <VersionsPanel now={shown.now.clone()} point={props.says.point.clone()} />
        },
        Tab::Resources | Tab::Story | Tab::Describe | Tab::Status | Tab::Terminal | Tab::Narration => html! {
            <OfRun shown={shown.clone()} says={props.says.clone()} />
        },
    }
}

/// Panels of the run: it is run once for all of them.
#[component]
fn OfRun(props: &Props) -> Html {
    let shown = &props.shown;
    let run = use_memo(shown.ran.clone(), |ran: &Inputs| {
        let kubernetes = engine::page::kubernetes(&ran.version);
        Shared::new(engine::simulate(&ran.text, &ran.story, &kubernetes).unwrap_or_default())
    });
    let run = (*run).clone();
    let command = use_state(String::new);
    match shown.tab {
        Tab::Resources => html! {
            <>
                <ResourcesPanel now={shown.now.clone()} point={props.says.point.clone()} />
                <OnNodePanel now={shown.now.clone()} on_fix={props.says.change.clone()} point={props.says.point.clone()} />
                <SpendPanel now={shown.now.clone()} {run} at={shown.at} on_seek={props.says.seek.clone()} />
            </>
        },
        Tab::Describe => html! { <TextPanel command="kubectl describe pod" text={run.describe(shown.at)} /> },
        Tab::Status => html! { <TextPanel command="kubectl get pod -o yaml" text={run.yaml(shown.at)} /> },
        Tab::Terminal => {
            let set = command.clone();
            let on_command = Callback::from(move |typed| set.set(typed));
            html! { <TerminalPanel {run} at={shown.at} command={(*command).clone()} {on_command} /> }
        }
        Tab::Narration => {
            html! { <TextPanel command="podlab simulate --output narration" text={run.narration().join("\n")} /> }
        }
        _ => html! {
            <StoryPanel now={shown.now.clone()} assumed={run.assumed.clone()} on_tell={props.says.tell.clone()} />
        },
    }
}
