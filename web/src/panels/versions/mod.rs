//! The differences of another release, which is also the one that the page is compared with.
//! Elements: `#versions`, `#version-from`, `#version-other`, `[data-change="appears"]`, `"disappears"`, `[data-stored]`.

use protocol::{Answer, Question};
use view::{Problem, Release, Severity, StoredField, VersionDiff};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::{Against, Panel, PanelProps, Pointing};
use crate::platform;
use crate::words::marked;
use crate::worker::use_answer;

/// The panel.
pub const PANEL: Panel = Panel {
    name: "versions",
    title: "What changed between two releases",
    draw: |props| html! { <Versions ..props.clone() /> },
};

/// The differences between two releases; at first between the page's and the one before it.
#[component]
fn Versions(props: &PanelProps) -> Html {
    let offered = &props.first.offer().releases;
    let from = use_state(|| None::<String>);
    let comparing = &props.hands.comparing;
    let first = (*from).clone().unwrap_or_else(|| props.now.version.to_string());
    let here = offered.iter().position(|version| version.name == first);
    let before = offered.get(here.map_or(0, |here| here + 1)).or(offered.first());
    let compared = match &comparing.with {
        Some(Against::Release(version)) => Some(version.to_string()),
        Some(Against::Kept(_)) | None => None,
    };
    let second = compared.or_else(|| before.map(|version| version.name.clone())).unwrap_or_default();
    let question = Question::VersionDiff { from: first.clone(), to: second.clone() };
    let asked = use_answer(&props.now, Some(question));
    let set_from = Callback::from(move |version: String| from.set(Some(version)));
    let set_to = comparing.choose.reform(|version: String| Some(Against::Release(version.into())));
    let note = |name: &str| {
        let known = offered.iter().any(|version| version.name == name && version.verified);
        if known {
            "checked against recordings of a real cluster"
        } else {
            "derived from feature gates and known changes, not recorded"
        }
    };
    html! {
        <div id="versions" class="versions">
            <p class="versions-choice">
                <label for="version-from">{ "From" }</label><Choice id="version-from" offered={offered.clone()} chosen={first.clone()} set={set_from} />
                <label for="version-other">{ "to" }</label><Choice id="version-other" offered={offered.clone()} chosen={second.clone()} set={set_to} />
            </p>
            <p class="soft">{ format!("{first}: {}. {second}: {}.", note(&first), note(&second)) }</p>
            { match (asked.present(), asked.trouble()) {
                (_, Some(trouble)) => html! { <p class="soft" role="alert">{ trouble.sentence() }</p> },
                (Some(Answer::VersionDiff(found)), None) => differences(found, &first, &second, &props.hands.point),
                _ => html! {},
            } }
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct ChoiceProps {
    id: &'static str,
    offered: Vec<Release>,
    chosen: String,
    set: Callback<String>,
}

#[component]
fn Choice(props: &ChoiceProps) -> Html {
    let ChoiceProps { id, offered, chosen, set } = props;
    let select = use_node_ref();
    {
        let select = select.clone();
        // A list that a person has used no longer follows the `selected` of its options.
        use_effect_with(chosen.clone(), move |chosen| {
            if let Some(select) = select.cast::<HtmlSelectElement>() {
                select.set_value(chosen);
            }
        });
    }
    let choose = set.reform(|event: Event| platform::value(&event));
    let option = |version: &Release| {
        let sign = if version.verified { " \u{2713} verified" } else { " not verified" };
        html! { <option value={version.name.clone()} selected={version.name == *chosen}>{ version.name.clone() }{ sign }</option> }
    };
    html! { <select ref={select} id={*id} onchange={choose}>{ for offered.iter().map(option) }</select> }
}

fn differences(found: &VersionDiff, from: &str, to: &str, point: &Pointing) -> Html {
    if *found == VersionDiff::default() {
        return html! { <p role="status">{ format!("{from} and {to} treat this manifest alike: the same problems, the same stored object.") }</p> };
    }
    let said = |change: &'static str, title: String, problems: &[Problem]| {
        if problems.is_empty() {
            return html! {};
        }
        html! {
            <section>
                <h3>{ title }</h3>
                <ul class="versions-said" data-change={change}>{ for problems.iter().map(|problem| line(problem, point)) }</ul>
            </section>
        }
    };
    html! {
        <>
            { said("appears", format!("Only {to} says"), &found.appear) }
            { said("disappears", format!("Only {from} says"), &found.disappear) }
            if !found.stored.is_empty() {
                <section>
                    <h3>{ "Stored differently" }{ unless_refused(found) }</h3>
                    <div class="versions-scroll"><table>
                        <thead><tr><th scope="col">{ "Field" }</th><th scope="col">{ from.to_owned() }</th><th scope="col">{ to.to_owned() }</th></tr></thead>
                        <tbody>{ for found.stored.iter().map(stored) }</tbody>
                    </table></div>
                </section>
            }
        </>
    }
}

/// Whoever refuses a manifest stores nothing of it.
fn unless_refused(found: &VersionDiff) -> &'static str {
    let refuses =
        found.appear.iter().chain(&found.disappear).any(|problem| problem.severity == Severity::Error);
    if refuses { ", if both accepted it" } else { "" }
}

fn line(problem: &Problem, point: &Pointing) -> Html {
    let word = problem.severity.word();
    let (show, over, out) = point.at(&problem.field);
    html! {
        <li><button type="button" class="bare versions-problem" data-severity={word} onclick={show} onmouseenter={over} onmouseleave={out}>
            <strong>{ word }{ ": " }</strong>{ marked(&problem.message) }
        </button></li>
    }
}

fn stored(stored: &StoredField) -> Html {
    let value = |value: &Option<String>| match value {
        Some(value) => html! { <code>{ value.clone() }</code> },
        None => html! { <span class="soft">{ "absent" }</span> },
    };
    html! {
        <tr data-stored={stored.field.clone()}><th scope="row"><code>{ stored.field.clone() }</code></th><td>{ value(&stored.before) }</td><td>{ value(&stored.after) }</td></tr>
    }
}
