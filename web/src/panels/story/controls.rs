//! The commonest controls: how long each container's first run lasts, how it ends, and when the Pod is deleted.

use engine::page::{Container, story};
use yew::prelude::*;

use crate::platform;

/// The controls, or why there are none.
pub fn draw(text: &str, containers: &[Container], on_tell: &Callback<String>) -> Html {
    match story::controls(text) {
        Ok(controls) => html! {
            <div class="story-controls">
                <table>
                    <caption class="unseen">{ "The first run of each container" }</caption>
                    <thead><tr><th scope="col">{ "Container" }</th><th scope="col">{ "Runs for" }</th><th scope="col">{ "Exit code" }</th></tr></thead>
                    <tbody>{ for containers.iter().map(|container| row(text, container, &controls, on_tell)) }</tbody>
                </table>
                { delete(text, controls.delete_at, on_tell) }
            </div>
        },
        Err(why) => html! { <p class="story-error" role="alert">{ "The story cannot be read: " }{ why }</p> },
    }
}

fn row(text: &str, container: &Container, controls: &story::Controls, on_tell: &Callback<String>) -> Html {
    let name = &container.name;
    let told = controls.runs.iter().find(|told| told.container == *name).cloned().unwrap_or_default();
    let change = |change: fn(&mut story::Told, &str)| {
        let (text, name, told, on_tell) = (text.to_owned(), name.clone(), told.clone(), on_tell.clone());
        Callback::from(move |event: Event| {
            let mut told = told.clone();
            change(&mut told, &platform::value(&event));
            if let Ok(story) = story::with_run(&text, &name, told.run, told.exit) {
                on_tell.emit(story);
            }
        })
    };
    let run = change(|told, value| told.run = value.parse().ok());
    let exit = change(|told, value| told.exit = value.parse().ok());
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

fn delete(text: &str, at: Option<f64>, on_tell: &Callback<String>) -> Html {
    let tell = |read: fn(&str) -> Option<f64>| {
        let (text, on_tell) = (text.to_owned(), on_tell.clone());
        Callback::from(move |event: Event| {
            if let Ok(story) = story::with_delete(&text, read(&platform::value(&event))) {
                on_tell.emit(story);
            }
        })
    };
    let switch = if at.is_some() { tell(|_| None) } else { tell(|_| Some(20.0)) };
    html! {
        <p class="story-delete">
            <label><input id="story-delete" type="checkbox" checked={at.is_some()} onchange={switch} />{ "Delete the Pod" }</label>
            if let Some(at) = at {
                <label>{ "at " }<input id="story-delete-at" type="number" min="0" max="86400" step="any" value={at.to_string()}
                    onchange={tell(|value| Some(value.parse().unwrap_or(20.0)))} />{ " s" }</label>
            }
        </p>
    }
}
