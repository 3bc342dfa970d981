//! The panels under the timeline, one at a time. The arrow keys move between the tabs (WAI-ARIA tabs).

use std::rc::Rc;

use engine::page::{Analysis, Run};
use yew::prelude::*;

use crate::memo::Shared;
use crate::panels::Pointing;
use crate::panels::events::EventsPanel;
use crate::panels::resources::ResourcesPanel;
use crate::panels::story::StoryPanel;
use crate::panels::text::TextPanel;
use crate::platform;
use crate::playback::Command;
use crate::session::{Action, Tab};

/// What the panels are given.
#[derive(Clone, PartialEq, Properties)]
pub struct TabsProps {
    /// The run.
    pub run: Shared<Run>,
    /// The playhead, in milliseconds.
    pub at: u64,
    /// What the text is.
    pub analysis: Shared<Analysis>,
    /// The open one.
    pub tab: Tab,
    /// The scenario.
    pub story: Rc<str>,
    /// Where commands go that change the inputs.
    pub act: Callback<Action>,
    /// Where commands to the playhead go.
    pub on_command: Callback<Command>,
    /// From the panels to the manifest.
    pub point: Pointing,
}

/// The tabs and the open panel.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let tab = |tab: Tab| {
        let open = tab == props.tab;
        let look = props.act.reform(move |_: MouseEvent| Action::Look(tab));
        html! {
            <button type="button" role="tab" id={format!("tab-{}", tab.name())} aria-selected={open.to_string()}
                aria-controls={open.then(|| format!("panel-{}", tab.name()))} tabindex={if open { "0" } else { "-1" }} onclick={look}>
                { tab.title() }
            </button>
        }
    };
    let keys = {
        let (act, open) = (props.act.clone(), props.tab);
        Callback::from(move |event: KeyboardEvent| {
            if let Some(next) = neighbour(open, &event.key()) {
                event.prevent_default();
                act.emit(Action::Look(next));
                platform::focus(&format!("tab-{}", next.name()));
            }
        })
    };
    let name = props.tab.name();
    html! {
        <section class="tabs card" aria-label="Details at the playhead">
            <div class="tabs-list" role="tablist" aria-label="Details" onkeydown={keys}>
                { for Tab::ALL.into_iter().map(tab) }
            </div>
            <div class="tabs-panel" role="tabpanel" id={format!("panel-{name}")} aria-labelledby={format!("tab-{name}")} tabindex="0">
                { panel(props) }
            </div>
        </section>
    }
}

fn panel(props: &TabsProps) -> Html {
    let (run, at) = (props.run.clone(), props.at);
    match props.tab {
        Tab::Events => html! {
            <EventsPanel events={run.events(at).to_vec()} on_command={props.on_command.clone()} />
        },
        Tab::Resources => html! {
            <ResourcesPanel analysis={props.analysis.clone()} point={props.point.clone()} />
        },
        Tab::Story => {
            let tell = props.act.reform(|story: String| Action::Tell(story.into()));
            html! {
                <StoryPanel story={props.story.clone()} analysis={props.analysis.clone()} {run} on_tell={tell} />
            }
        }
        Tab::Describe => html! { <TextPanel command="kubectl describe pod" text={run.describe(at)} /> },
        Tab::Status => html! { <TextPanel command="kubectl get pod -o yaml" text={run.yaml(at)} /> },
        Tab::Narration => {
            html! { <TextPanel command="podlab simulate --output narration" text={run.narration.join("\n")} /> }
        }
    }
}

/// The tab that a key leads to.
fn neighbour(open: Tab, key: &str) -> Option<Tab> {
    let here = Tab::ALL.iter().position(|&tab| tab == open)?;
    let count = Tab::ALL.len();
    let there = match key {
        "ArrowRight" => (here + 1) % count,
        "ArrowLeft" => (here + count - 1) % count,
        "Home" => 0,
        "End" => count - 1,
        _ => return None,
    };
    Tab::ALL.get(there).copied()
}

#[cfg(test)]
mod tests {
    use super::{Tab, neighbour};

    #[test]
    fn the_arrows_go_round() {
        assert_eq!(neighbour(Tab::Events, "ArrowLeft"), Some(Tab::Narration));
        assert_eq!(neighbour(Tab::Narration, "ArrowRight"), Some(Tab::Events));
        assert_eq!(neighbour(Tab::Story, "x"), None);
    }
}
