//! The tabs of the five areas, and the area that is open. The arrow keys move between the tabs (WAI-ARIA tabs).
//! On a phone the tabs lie at the foot of the screen, and the manifest is one of them.

use view::Severity;
use yew::prelude::*;

use crate::panels::{AREAS, Panel, PanelProps, Tab};
use crate::platform;
use crate::session::Action;

/// The input of the tabs.
#[derive(Clone, PartialEq, Properties)]
pub struct TabsProps {
    /// The open area.
    pub tab: Tab,
    /// Whether a phone shows the manifest instead of the area.
    pub editing: bool,
    /// The worst severity among the manifest's problems.
    pub worst: Option<Severity>,
    /// Takes commands that change the inputs.
    pub act: Callback<Action>,
    /// Shows or hides the manifest on a phone.
    pub edit: Callback<bool>,
}

/// The tabs.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let open = props.tab;
    let tab = |tab: Tab| {
        let Tab(area) = tab;
        let is_open = tab == open;
        let (act, edit) = (props.act.clone(), props.edit.clone());
        let look = Callback::from(move |_: MouseEvent| {
            edit.emit(false);
            act.emit(Action::Look(tab));
        });
        html! {
            <button type="button" role="tab" id={format!("tab-{}", area.name)} aria-selected={is_open.to_string()}
                aria-controls={is_open.then(|| format!("area-{}", area.name))} tabindex={if is_open { "0" } else { "-1" }} onclick={look}>
                { icon(area.icon) }<span>{ area.title }</span>
            </button>
        }
    };
    let keys = {
        let (act, edit) = (props.act.clone(), props.edit.clone());
        Callback::from(move |event: KeyboardEvent| {
            if let Some(next) = neighbour(open, &event.key()) {
                event.prevent_default();
                edit.emit(false);
                act.emit(Action::Look(next));
                platform::focus(&format!("tab-{}", next.0.name));
            }
        })
    };
    let show_text = props.edit.reform(|_: MouseEvent| true);
    let word = props.worst.map(Severity::word);
    html! {
        <nav class="areas-nav" aria-label="Areas of the page">
            <button id="tab-edit" type="button" class="areas-edit" aria-pressed={props.editing.to_string()} data-worst={word} onclick={show_text}>
                { icon(EDIT) }<span>{ "Edit" }{ word.map(|word| html! { <span class="unseen">{ format!(", {word}") }</span> }) }</span>
            </button>
            <div class="areas-list" role="tablist" aria-label="Areas" onkeydown={keys}>
                { for AREAS.into_iter().map(Tab).map(tab) }
            </div>
        </nav>
    }
}

/// Panels, each under its heading.
pub fn panels(panels: &[&'static Panel], props: &PanelProps) -> Html {
    let section = |panel: &&'static Panel| {
        let title = format!("title-{}", panel.name);
        html! {
            <section key={panel.name} class="areas-panel card" id={format!("panel-{}", panel.name)} aria-labelledby={title.clone()}>
                <div class="card-head"><h2 id={title} tabindex="-1">{ panel.title }</h2></div>
                <div class="areas-body">{ (panel.draw)(props) }</div>
            </section>
        }
    };
    if panels.is_empty() {
        return html! {};
    }
    html! { <div class="areas-panels">{ for panels.iter().map(section) }</div> }
}

/// The icon of the manifest: a sheet of paper.
const EDIT: &str = "M5 2h9l5 5v15H5zm8 1.5V8h4.5zM8 12h8v1.6H8zm0 4h8v1.6H8z";

fn icon(path: &'static str) -> Html {
    html! { <svg class="areas-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path fill-rule="evenodd" d={path} fill="currentColor" /></svg> }
}

/// The tab to which a key leads.
fn neighbour(open: Tab, key: &str) -> Option<Tab> {
    let here = AREAS.into_iter().position(|area| Tab(area) == open)?;
    let count = AREAS.len();
    let there = match key {
        "ArrowRight" => (here + 1) % count,
        "ArrowLeft" => (here + count - 1) % count,
        "Home" => 0,
        "End" => count - 1,
        _ => return None,
    };
    AREAS.get(there).copied().map(Tab)
}

#[cfg(test)]
mod tests {
    use super::{Tab, neighbour};

    #[test]
    fn the_arrows_go_round() {
        let tab = |name| Tab::named(name).unwrap();
        assert_eq!(neighbour(tab("watch"), "ArrowLeft"), Some(tab("explain")));
        assert_eq!(neighbour(tab("explain"), "ArrowRight"), Some(tab("watch")));
        assert_eq!(neighbour(tab("story"), "x"), None);
    }
}
