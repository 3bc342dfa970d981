//! Each release at a glance: verdict, end, cost, and the number of events that differ from those of the page's release.

use std::rc::Rc;

use protocol::{Answer, Question};
use view::{Release, ReleaseView};
use yew::prelude::*;

use crate::panels::{Against, Comparing};
use crate::worker::{Inputs, use_answer};

/// The input of the strip.
#[derive(Clone, PartialEq, Properties)]
pub struct StripProps {
    /// The page's manifest, story and release.
    pub now: Inputs,
    /// All releases that can be chosen.
    pub releases: Vec<Release>,
    /// The other side of the comparison.
    pub comparing: Comparing,
}

/// The releases, the oldest first.
#[component]
pub fn Strip(props: &StripProps) -> Html {
    let comparing = &props.comparing;
    // A text that ends the engine once would end it for each release: the other releases are not asked then.
    let failed = use_state(|| None::<Inputs>);
    let ask = failed.as_ref() != Some(&props.now);
    let blank = view::is_blank(&props.now.text);
    let fail = {
        let failed = failed.clone();
        use_callback(props.now.clone(), move |(): (), now| failed.set(Some(now.clone())))
    };
    let chip = |release: &Release| {
        let name: Rc<str> = release.name.as_str().into();
        let own = props.now.version == name;
        let chosen = comparing.with == Some(Against::Release(name.clone()));
        let press = {
            let Comparing { choose, version, .. } = comparing.clone();
            let name = name.clone();
            Callback::from(move |_: MouseEvent| {
                if chosen && !own {
                    version.emit(name.clone());
                } else {
                    choose.emit((!own).then(|| Against::Release(name.clone())));
                }
            })
        };
        html! { <Chip key={&*name} ask={ask && !blank} fail={fail.clone()} now={props.now.clone()} release={release.clone()} {own} chosen={chosen && !own} {press} /> }
    };
    html! {
        <div class="compare-strip">
            <p class="soft">{ "What each release does with this manifest and story. Press one to compare it with yours. Press it again to switch to it." }</p>
            if !ask {
                <p role="alert">{ "The engine has no answer for one of the releases, so it is not asked about the others." }</p>
            }
            <ul id="releases" class="compare-releases" aria-label="Releases">{ for props.releases.iter().rev().map(chip) }</ul>
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct ChipProps {
    now: Inputs,
    release: Release,
    /// Whether the engine is asked about it.
    ask: bool,
    /// Called when the engine had no answer.
    fail: Callback<()>,
    /// Whether it is the page's release.
    own: bool,
    /// Whether the page is compared with it.
    chosen: bool,
    press: Callback<MouseEvent>,
}

/// One release.
#[component]
fn Chip(props: &ChipProps) -> Html {
    let name = &props.release.name;
    let asked = use_answer(&props.now, props.ask.then(|| Question::Release(name.clone())));
    use_effect_with((asked.trouble().is_some(), props.fail.clone()), |(failed, fail)| {
        if *failed {
            fail.emit(());
        }
    });
    let seen = match asked.answer() {
        Some(Answer::Release(seen)) => Some(seen),
        _ => None,
    };
    let errors = seen.map(|seen| seen.errors);
    let verdict = match errors {
        None => "",
        Some(0) => "accepted",
        Some(_) => "refused",
    };
    let sign = if props.release.verified { "checked against recordings" } else { "not recorded" };
    html! {
        <li>
            <button type="button" class="bare compare-release" data-release={name.clone()} data-verdict={verdict} title={sign}
                aria-pressed={props.chosen.to_string()} aria-current={props.own.then_some("true")} aria-busy={(!asked.fresh).to_string()} onclick={props.press.clone()}>
                <span class="compare-name">{ name.clone() }<span class="compare-which">{ which(props) }</span></span>
                { seen.map(|seen| lines(seen, props.own)) }
            </button>
        </li>
    }
}

fn which(props: &ChipProps) -> &'static str {
    match (props.own, props.chosen) {
        (true, _) => " yours",
        (false, true) => " is A",
        (false, false) => "",
    }
}

fn lines(seen: &ReleaseView, own: bool) -> Html {
    let verdict = match seen.errors {
        0 => "\u{2713} accepted".to_owned(),
        1 => "\u{2715} 1 error".to_owned(),
        errors => format!("\u{2715} {errors} errors"),
    };
    let events = match seen.events {
        None => None,
        Some(_) if own => None,
        Some(0) => Some("same events".to_owned()),
        Some(1) => Some("1 event differs".to_owned()),
        Some(count) => Some(format!("{count} events differ")),
    };
    let other = seen.events.is_some_and(|count| count > 0);
    let requests = seen.requests.iter().filter(|(name, _)| name == "cpu" || name == "memory");
    html! {
        <>
            <span class="compare-verdict">{ verdict }</span>
            if !seen.status.is_empty() {
                <span class="compare-status">{ seen.status.clone() }</span>
            }
            { for requests.map(|(name, amount)| html! { <span class="soft">{ format!("{name} {amount}") }</span> }) }
            if let Some(events) = events {
                <span class="compare-changed" data-other={other.to_string()}>{ events }</span>
            }
        </>
    }
}
