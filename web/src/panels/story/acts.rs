//! The actions of people, each a mark on the axis of the run; a menu adds more at the playhead.

use std::rc::Rc;

use view::{Controls, Offer, Run, ScenarioChange, clock, share};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::mark::Mark;
use crate::memo::Shared;
use crate::panels::timeline::axis::Axis;

/// The input of the actions.
#[derive(Clone, PartialEq, Properties)]
pub struct ActsProps {
    /// The state of the controls.
    pub controls: Rc<Controls>,
    /// Whether they are those of the present story.
    pub fresh: bool,
    /// Takes the changes.
    pub change: Callback<ScenarioChange>,
    /// The run.
    pub run: Shared<Run>,
    /// The playhead, in milliseconds.
    pub at: u64,
}

/// The marks and the menu.
#[component]
pub fn Acts(props: &ActsProps) -> Html {
    let scale = use_memo(props.run.clone(), |run| run.scale());
    let offer = use_node_ref();
    let which = use_node_ref();
    // Whether what is chosen is not done to a Pod.
    let other = use_state_eq(|| false);
    #[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
    let now = props.at as f64;
    // The time is rounded to tenths, because nobody reads hundredths of a second.
    let at = (now / 100.0).round() / 10.0;
    let pods = there(&props.run, props.at);
    let only = pods.first().copied().filter(|_| pods.len() == 1);
    let several = pods.len() > 1 && !*other && props.controls.offers.iter().any(|offer| offer.to_a_pod);
    let add = {
        let (controls, run, change) = (props.controls.clone(), props.run.clone(), props.change.clone());
        let (offer, which, place) = (offer.clone(), which.clone(), props.at);
        Callback::from(move |_: MouseEvent| {
            let chosen = place_in(&offer).and_then(|chosen| controls.offers.get(chosen));
            let pods = there(&run, place);
            let pod = pods.get(place_in(&which).unwrap_or_default()).copied();
            if let Some(offer) = chosen {
                change.emit(act(offer, pod, at));
            }
        })
    };
    let choose = {
        let (other, offer, controls) = (other.setter(), offer.clone(), props.controls.clone());
        Callback::from(move |_: Event| {
            let chosen = place_in(&offer).and_then(|chosen| controls.offers.get(chosen));
            other.set(chosen.is_some_and(|offer| !offer.to_a_pod));
        })
    };
    if props.controls.offers.is_empty() {
        return html! {};
    }
    let mark = |(index, action): (usize, &view::StoryAction)| {
        html! { <Mark key={index} {index} action={action.clone()} fresh={props.fresh} scale={Rc::clone(&scale)} change={props.change.clone()} /> }
    };
    html! {
        <>
            <h3>{ "What happens to the Pod" }</h3>
            <div class="story-acts" data-empty={props.controls.actions.is_empty().to_string()}>
                if !props.controls.actions.is_empty() && props.run.end > 0 {
                    <Axis scale={Rc::clone(&scale)} zoom={1} />
                    <div class="story-over" aria-hidden="true"><span class="story-playhead" style={format!("--x:{}", share(scale.share(now)))} /></div>
                }
                <ol class="story-marks">{ for props.controls.actions.iter().enumerate().map(mark) }</ol>
            </div>
            // Options are inserted from the last to the first, and a browser would select the one that comes first.
            <div class="story-add">
                <select id="story-offer" ref={offer} aria-label="What is done" onchange={choose}>
                    { for props.controls.offers.iter().enumerate().map(|(number, offer)| html! {
                        <option value={number.to_string()} selected={number == 0}>{ label(offer, only) }</option>
                    }) }
                </select>
                if several {
                    <select id="story-pod" ref={which} aria-label="Which Pod">
                        { for pods.iter().map(|&pod| html! { <option key={pod} value={pod.to_owned()}>{ pod.to_owned() }</option> }) }
                    </select>
                }
                <button id="story-add" type="button" onclick={add}>{ format!("Add at {}", clock(at * 1_000.0)) }</button>
            </div>
        </>
    }
}

/// The Pods that are there at an instant, by name; all of the run where none is.
fn there(run: &Run, place: u64) -> Vec<&str> {
    let of =
        |all: bool| run.pods.iter().filter(move |pod| all || pod.exists(place)).map(|pod| pod.name.as_str());
    let there: Vec<&str> = of(false).collect();
    if there.is_empty() { of(true).collect() } else { there }
}

/// The place of what is chosen in a list that is drawn.
fn place_in(list: &NodeRef) -> Option<usize> {
    usize::try_from(list.cast::<HtmlSelectElement>()?.selected_index()).ok()
}

/// The words of an offer, with the only Pod that it can be done to: `Delete the Pod web-1`.
fn label(offer: &Offer, pod: Option<&str>) -> String {
    let Some(pod) = pod.filter(|_| offer.to_a_pod) else { return offer.label.clone() };
    match offer.label.split_once("the Pod") {
        Some((before, after)) => format!("{before}the Pod {pod}{after}"),
        None => format!("{} ({pod})", offer.label),
    }
}

/// The change that adds an offer at an instant, in seconds as stories write them.
fn act(offer: &Offer, pod: Option<&str>, at: f64) -> ScenarioChange {
    let pod = pod.filter(|_| offer.to_a_pod).map(str::to_owned);
    ScenarioChange::Act { at, action: offer.action.clone(), pod }
}

#[cfg(test)]
mod tests {
    use super::{act, label, there};
    use view::{Offer, Pod, Run, ScenarioChange};

    #[test]
    fn a_pod_of_a_workload_is_chosen_among_those_that_are_there() {
        let pod = |name: &str, created| Pod { name: name.into(), created, ..Pod::default() };
        let run = Run {
            pods: vec![Pod { removed: Some(5_000), ..pod("a", 0) }, pod("b", 5_000), pod("c", 5_000)],
            ..Run::default()
        };
        assert_eq!((there(&run, 1_000), there(&run, 6_000)), (vec!["a"], vec!["b", "c"]));
        assert_eq!(there(&Run { pods: vec![pod("z", 9)], ..Run::default() }, 0), ["z"]);
    }

    #[test]
    fn an_action_on_a_pod_names_it() {
        let offer = |to_a_pod| Offer { label: "Evict the Pod".into(), action: "do: evict".into(), to_a_pod };
        let named = |to_a_pod| match act(&offer(to_a_pod), Some("b"), 1.0) {
            ScenarioChange::Act { pod, .. } => pod,
            other => panic!("{other:?}"),
        };
        assert_eq!((named(true).as_deref(), named(false)), (Some("b"), None));
        assert_eq!(label(&offer(true), Some("b")), "Evict the Pod b");
        assert_eq!(label(&offer(false), Some("b")), "Evict the Pod");
        let lost = Offer { label: "Lose the sandbox".into(), ..offer(true) };
        assert_eq!(label(&lost, Some("a")), "Lose the sandbox (a)");
    }
}
