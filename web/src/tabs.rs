//! The panels under the timeline, one at a time. The arrow keys move between the tabs (WAI-ARIA tabs).

use yew::prelude::*;

use crate::panels::{PANELS, PanelProps, Tab};
use crate::platform;
use crate::session::Action;

/// What the tabs are given.
#[derive(Clone, PartialEq, Properties)]
pub struct TabsProps {
    /// The open one.
    pub tab: Tab,
    /// What a panel is given.
    pub panel: PanelProps,
    /// Where commands go that change the inputs.
    pub act: Callback<Action>,
}

/// The tabs and the open panel.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let open = props.tab;
    let tab = |tab: Tab| {
        let is_open = tab == open;
        let look = props.act.reform(move |_: MouseEvent| Action::Look(tab));
        let Tab(panel) = tab;
        html! {
            <button type="button" role="tab" id={format!("tab-{}", panel.name)} aria-selected={is_open.to_string()}
                aria-controls={is_open.then(|| format!("panel-{}", panel.name))} tabindex={if is_open { "0" } else { "-1" }} onclick={look}>
                { panel.title }
            </button>
        }
    };
    let keys = {
        let act = props.act.clone();
        Callback::from(move |event: KeyboardEvent| {
            if let Some(next) = neighbour(open, &event.key()) {
                event.prevent_default();
                act.emit(Action::Look(next));
                platform::focus(&format!("tab-{}", next.0.name));
            }
        })
    };
    let name = open.0.name;
    html! {
        <section class="tabs card" aria-label="Details at the playhead">
            <div class="tabs-list" role="tablist" aria-label="Details" onkeydown={keys}>
                { for PANELS.into_iter().map(Tab).map(tab) }
            </div>
            <div class="tabs-panel" role="tabpanel" id={format!("panel-{name}")} aria-labelledby={format!("tab-{name}")} tabindex="0">
                { (open.0.draw)(&props.panel) }
            </div>
        </section>
    }
}

/// The tab that a key leads to.
fn neighbour(open: Tab, key: &str) -> Option<Tab> {
    let here = PANELS.into_iter().position(|panel| Tab(panel) == open)?;
    let count = PANELS.len();
    let there = match key {
        "ArrowRight" => (here + 1) % count,
        "ArrowLeft" => (here + count - 1) % count,
        "Home" => 0,
        "End" => count - 1,
        _ => return None,
    };
    PANELS.get(there).copied().map(Tab)
}

#[cfg(test)]
mod tests {
    use super::{Tab, neighbour};

    #[test]
    fn the_arrows_go_round() {
        let tab = |name| Tab::named(name).unwrap();
        assert_eq!(neighbour(tab("events"), "ArrowLeft"), Some(tab("versions")));
        assert_eq!(neighbour(tab("versions"), "ArrowRight"), Some(tab("events")));
        assert_eq!(neighbour(tab("story"), "x"), None);
    }
}
