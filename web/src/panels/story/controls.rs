//! The commonest controls: how long each container's first run lasts, how it ends, and when the Pod is deleted.

use std::rc::Rc;

use protocol::{Answer, Question};
use view::{Container, Controls, FirstRun, ScenarioChange};
use yew::prelude::*;

use crate::platform;
use crate::worker::{self, Asked, Inputs};

/// When the Pod is deleted as long as nobody says otherwise, in seconds.
const DELETE_AT: f64 = 20.0;

/// The controls, or why there are none; the last ones stay while the story cannot be read.
pub fn draw(controls: &Asked, check: &Asked, now: &Inputs, on_tell: &Callback<Rc<str>>) -> Html {
    let containers: &[Container] = match check.answer() {
        Some(Answer::Check(check)) => &check.containers,
        _ => &[],
    };
    let change = change(now, on_tell);
    match controls.answer() {
        Some(Answer::Controls(Ok(controls))) => html! {
            <div class="story-controls">
                <table>
                    <caption class="unseen">{ "The first run of each container" }</caption>
                    <thead><tr><th scope="col">{ "Container" }</th><th scope="col">{ "Runs for" }</th><th scope="col">{ "Exit code" }</th></tr></thead>
                    <tbody>{ for containers.iter().map(|container| row(container, controls, &change)) }</tbody>
                </table>
                { delete(controls.delete_at, &change) }
            </div>
        },
        Some(Answer::Controls(Err(why))) => {
            html! { <p class="story-error" role="alert">{ "The story cannot be read: " }{ why.clone() }</p> }
        }
        _ => html! {},
    }
}

/// Asks for the story with a change made, then tells it.
fn change(now: &Inputs, on_tell: &Callback<Rc<str>>) -> Callback<ScenarioChange> {
    let (now, on_tell) = (now.clone(), on_tell.clone());
    Callback::from(move |change: ScenarioChange| {
        let (now, on_tell) = (now.clone(), on_tell.clone());
        wasm_bindgen_futures::spawn_local(async move {
            let answer = worker::ask(worker::new_asker(), now, Question::ChangeScenario(change)).await;
            if let Some(Answer::ChangeScenario(Ok(scenario))) = answer {
                on_tell.emit(scenario.into());
            }
        });
    })
}

fn row(container: &Container, controls: &Controls, change: &Callback<ScenarioChange>) -> Html {
    let name = &container.name;
    let told = controls.runs.iter().find(|told| told.container == *name).cloned().unwrap_or_default();
    let write = |write: fn(&mut FirstRun, &str)| {
        let (name, told) = (name.clone(), told.clone());
        change.reform(move |event: Event| {
            let mut told = told.clone();
            write(&mut told, &platform::value(&event));
            ScenarioChange::FirstRun { container: name.clone(), run: told.run, exit: told.exit }
        })
    };
    let run = write(|told, value| told.run = value.parse().ok());
    let exit = write(|told, value| told.exit = value.parse().ok());
    let more = told.runs.saturating_sub(1);
    html! {
        <tr>
            <th scope="row"><code>{ name.clone() }</code>{ " " }<span class="soft">{ container.kind.word() }</span></th>
            <td><input type="number" name={format!("run-{name}")} aria-label={format!("{name} runs for seconds")} min="0" max="86400" step="any"
                placeholder="auto" value={told.run.map(|run| run.to_string()).unwrap_or_default()} onchange={run} />{ " s" }</td>
            <td><input type="number" name={format!("exit-{name}")} aria-label={format!("{name} exit code")} min="0" max="255"
                placeholder="auto" value={told.exit.map(|exit| exit.to_string()).unwrap_or_default()} onchange={exit} />
                if more > 0 { <span class="soft">{ format!(" then {more} more told below") }</span> }</td>
        </tr>
    }
}

fn delete(at: Option<f64>, change: &Callback<ScenarioChange>) -> Html {
    let switch = change.reform(move |_: Event| ScenarioChange::Delete(at.is_none().then_some(DELETE_AT)));
    let typed = change.reform(|event: Event| {
        ScenarioChange::Delete(Some(platform::value(&event).parse().unwrap_or(DELETE_AT)))
    });
    html! {
        <p class="story-delete">
            <label><input id="story-delete" type="checkbox" checked={at.is_some()} onchange={switch} />{ "Delete the Pod" }</label>
            if let Some(at) = at {
                <label>{ "at " }<input id="story-delete-at" type="number" min="0" max="86400" step="any" value={at.to_string()}
                    onchange={typed} />{ " s" }</label>
            }
        </p>
    }
}
