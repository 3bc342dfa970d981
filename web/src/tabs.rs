//! The panels under the timeline, one at a time; the events are the page's own, the others the details'. The arrow keys move between the tabs (WAI-ARIA tabs).

use engine::page::{Event, Fix};
use yew::prelude::*;

use crate::details::{Details, Host, Shown};
use crate::panels::Pointing;
use crate::panels::events::EventsPanel;
use crate::platform;
use crate::playback::Command;
use crate::session::{Action, Tab};

/// What the panels are given.
#[derive(Clone, PartialEq, Properties)]
pub struct TabsProps {
    /// How far the bundle of the details is.
    pub details: Details,
    /// What the page shows, the open one among it.
    pub shown: Shown,
    /// The events until the playhead.
    pub events: Vec<Event>,
    /// To change the manifest.
    pub on_fix: Callback<Fix>,
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
        let open = tab == props.shown.tab;
        let look = props.act.reform(move |_: MouseEvent| Action::Look(tab));
        html! {
            <button type="button" role="tab" id={format!("tab-{}", tab.name())} aria-selected={open.to_string()}
                aria-controls={open.then(|| format!("panel-{}", tab.name()))} tabindex={if open { "0" } else { "-1" }} onclick={look}>
                { tab.title() }
            </button>
        }
    };
    let keys = {
        let (act, open) = (props.act.clone(), props.shown.tab);
        Callback::from(move |event: KeyboardEvent| {
            if let Some(next) = neighbour(open, &event.key()) {
                event.prevent_default();
                act.emit(Action::Look(next));
                platform::focus(&format!("tab-{}", next.name()));
            }
        })
    };
    let name = props.shown.tab.name();
    html! {
        <section class="tabs card" aria-label="Details at the playhead">
            <div class="tabs-list" role="tablist" aria-label="Details" onkeydown={keys}>
                { for Tab::ALL.into_iter().map(tab) }
            </div>
            <div class="tabs-panel" role="tabpanel" id={format!("panel-{name}")} aria-labelledby={format!("tab-{name}")} tabindex="0">
                if props.shown.tab == Tab::Events {
                    <EventsPanel events={props.events.clone()} on_command={props.on_command.clone()} />
                }
                <div hidden={props.shown.tab == Tab::Events}>
                    <Host details={props.details} shown={props.shown.clone()} act={props.act.clone()} on_command={props.on_command.clone()}
                        on_fix={props.on_fix.clone()} point={props.point.clone()} />
                </div>
            </div>
        </section>
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
        assert_eq!(neighbour(Tab::Events, "ArrowLeft"), Some(Tab::Versions));
        assert_eq!(neighbour(Tab::Versions, "ArrowRight"), Some(Tab::Events));
        assert_eq!(neighbour(Tab::Story, "x"), None);
    }
}
