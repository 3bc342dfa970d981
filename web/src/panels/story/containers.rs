//! The behaviour of each container: one choice among presets, or the numbers of its first run.

use std::rc::Rc;

use view::{Preset, ScenarioChange, StoryContainer};
use yew::prelude::*;

use crate::platform;

/// A line for each container.
pub fn draw(containers: &[StoryContainer], change: &Callback<ScenarioChange>) -> Html {
    if containers.is_empty() {
        return html! { <p class="soft">{ "There is no Pod yet, so there is no story." }</p> };
    }
    html! {
        <div class="story-part">
            <h3>{ "What each container does" }</h3>
            <ul class="story-containers">{ for containers.iter().map(|container| line(container, change)) }</ul>
        </div>
    }
}

fn line(container: &StoryContainer, change: &Callback<ScenarioChange>) -> Html {
    let name = container.name.clone();
    let chosen = {
        let name = name.clone();
        change.reform(move |event: Event| {
            let word = platform::value(&event);
            let preset = Preset::ALL.into_iter().find(|preset| preset.word() == word);
            ScenarioChange::Preset { container: name.clone(), preset: preset.unwrap_or(Preset::Assumed) }
        })
    };
    let option = |preset: &Preset| {
        let is = container.preset == Some(*preset);
        html! { <option value={preset.word()} selected={is}>{ preset.label() }</option> }
    };
    let (run, exit) = (container.run, container.exit);
    let first_run = {
        let (name, change) = (name.clone(), change.clone());
        Rc::new(move |run, exit| {
            change.emit(ScenarioChange::FirstRun { container: name.clone(), run, exit });
        })
    };
    let typed_run = {
        let first_run = Rc::clone(&first_run);
        platform::when_fit(move |event| first_run(platform::number(&platform::value(event)), exit))
    };
    let typed_exit = platform::when_fit(move |event| first_run(run, platform::value(event).parse().ok()));
    let more = container.runs.saturating_sub(1);
    html! {
        <li data-container={name.clone()}>
            <span class="story-name"><code>{ name.clone() }</code>{ " " }<span class="soft">{ container.kind.word() }</span></span>
            <select name={format!("preset-{name}")} aria-label={format!("{name} behaves")} onchange={chosen}>
                if container.preset.is_none() {
                    <option value="own" selected=true disabled=true>{ "as written" }</option>
                }
                { for container.offered.iter().map(option) }
            </select>
            <span class="story-run">
                <label>{ "runs " }<input type="number" name={format!("run-{name}")} aria-label={format!("{name} runs for seconds")} min="0" max="86400" step="any"
                    placeholder="auto" value={run.map(platform::decimal).unwrap_or_default()} onchange={typed_run} />{ " s" }</label>
                <label>{ "exit " }<input type="number" name={format!("exit-{name}")} aria-label={format!("{name} exit code")} min="0" max="255"
                    placeholder="auto" value={exit.map(|exit| exit.to_string()).unwrap_or_default()} onchange={typed_exit} /></label>
                if more > 0 { <span class="soft">{ format!("then {more} more") }</span> }
            </span>
        </li>
    }
}
