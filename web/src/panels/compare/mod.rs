//! The effects of other releases on the manifest, and two manifests, stories or releases side by side on one axis: B is
//! the page, A the other one.
//! Elements: `#releases` with a button `[data-release]` each, `#keep`, `#switch-release`, `#compare-stop`, `#compared` with
//! `#compared-first`, `#compared-table`, `#compared-lanes`, `#compared-events`.

mod found;
mod lanes;
mod strip;

use protocol::{Answer, Question};
use yew::prelude::*;

use super::{Against, Panel, PanelProps};
use crate::platform;
use crate::worker::{Inputs, use_answer};

/// The panel.
pub const PANEL: Panel = Panel {
    name: "compare",
    title: "What other releases do",
    draw: |props| html! { <Compare ..props.clone() /> },
};

/// The releases at a glance, and below them A and B.
#[component]
fn Compare(props: &PanelProps) -> Html {
    let comparing = &props.hands.comparing;
    let keep = {
        let now = props.now.clone();
        comparing.choose.reform(move |_: MouseEvent| Some(Against::Kept(now.clone())))
    };
    let stop = comparing.choose.reform(|_: MouseEvent| {
        platform::focus("keep");
        None
    });
    let again =
        if matches!(comparing.with, Some(Against::Kept(_))) { "Keep this as A instead" } else { "Keep as A" };
    html! {
        <div class="compare">
            <strip::Strip now={props.now.clone()} releases={props.first.offer().releases.clone()} comparing={comparing.clone()} />
            <p class="compare-keep">
                <button id="keep" type="button" onclick={keep}>{ again }</button>
                if comparing.with.is_some() {
                    <button id="compare-stop" type="button" class="quiet" onclick={stop}>{ "Stop comparing" }</button>
                }
                <span class="soft">{ "Keeps this manifest, story and release as A. What you change then is B." }</span>
            </p>
            if let Some(with) = &comparing.with {
                <Beside now={props.now.clone()} with={with.clone()} seek={props.hands.seek.clone()} switch={comparing.version.clone()} />
            }
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct BesideProps {
    now: Inputs,
    with: Against,
    seek: Callback<f64>,
    switch: Callback<std::rc::Rc<str>>,
}

/// A and B.
#[component]
fn Beside(props: &BesideProps) -> Html {
    let a = match &props.with {
        Against::Release(version) => Inputs { version: version.clone(), ..props.now.clone() },
        Against::Kept(kept) => kept.clone(),
    };
    let names = names(&props.with, &a, &props.now);
    let asked = use_answer(&props.now, Some(Question::Compare((&a).into())));
    let switch = match &props.with {
        Against::Release(version) if *version != props.now.version => {
            let version = version.clone();
            let label = format!("Switch to {version}");
            let press = props.switch.reform(move |_: MouseEvent| {
                platform::focus("keep");
                version.clone()
            });
            html! { <button id="switch-release" type="button" onclick={press}>{ label }</button> }
        }
        Against::Release(_) | Against::Kept(_) => html! {},
    };
    html! {
        <section id="compared" class="compare-both" aria-labelledby="compared-title" aria-busy={(!asked.fresh).to_string()}>
            <h3 id="compared-title"><b class="compare-letter">{ "A" }</b>{ format!(" {}, ", names.a) }<b class="compare-letter">{ "B" }</b>{ format!(" {}", names.b) }</h3>
            { switch }
            if a == props.now {
                <p class="soft">{ "A is what you see now. Change the manifest, the story or the release, and see here what that does." }</p>
            }
            { match (asked.answer(), asked.trouble()) {
                (_, Some(trouble)) => html! { <p class="soft" role="alert">{ trouble.sentence() }</p> },
                (Some(Answer::Compare(compared)), None) => html! {
                    <>
                        { found::differences(compared, &props.seek) }
                        <lanes::Lanes lanes={compared.lanes.clone()} end={compared.end} stops={compared.stops.clone()} />
                        { found::events(&compared.events) }
                    </>
                },
                _ => html! { <p class="soft">{ "Comparing\u{2026}" }</p> },
            } }
        </section>
    }
}

/// The names of A and B.
struct Names {
    a: String,
    b: String,
}

/// Names for A and B that say in what they differ.
fn names(with: &Against, a: &Inputs, b: &Inputs) -> Names {
    if matches!(with, Against::Release(_)) {
        return Names { a: format!("on {}", a.version), b: format!("on {}, yours", b.version) };
    }
    let mut other = Vec::new();
    if a.text != b.text {
        other.push("manifest".to_owned());
    }
    if a.scenario != b.scenario {
        other.push("story".to_owned());
    }
    let (mut kept, mut page) = ("as kept".to_owned(), "as it is now".to_owned());
    if a.version != b.version {
        kept = format!("{kept}, on {}", a.version);
        page = format!("{page}, on {}", b.version);
    }
    if !other.is_empty() {
        page = format!("{page} with another {}", other.join(" and another "));
    }
    Names { a: kept, b: page }
}

#[cfg(test)]
mod tests {
    use super::{Against, Inputs, names};

    #[test]
    fn both_are_called_what_they_are() {
        let of = |text: &str, version: &str| Inputs {
            text: text.into(),
            scenario: "".into(),
            version: version.into(),
        };
        let (old, new) = (of("a", "1.28"), of("b", "1.36"));
        let said = names(&Against::Release("1.28".into()), &of("b", "1.28"), &new);
        assert_eq!((said.a.as_str(), said.b.as_str()), ("on 1.28", "on 1.36, yours"));
        let said = names(&Against::Kept(old.clone()), &old, &new);
        assert_eq!(
            (said.a.as_str(), said.b.as_str()),
            ("as kept, on 1.28", "as it is now, on 1.36 with another manifest")
        );
    }
}
