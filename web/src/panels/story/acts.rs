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
    #[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
    let now = props.at as f64;
    // The time is rounded to tenths, because nobody reads hundredths of a second.
    let at = (now / 100.0).round() / 10.0;
    let add = {
        let (controls, run, change, offer) =
            (props.controls.clone(), props.run.clone(), props.change.clone(), offer.clone());
        let place = props.at;
        Callback::from(move |_: MouseEvent| {
            let chosen = offer.cast::<HtmlSelectElement>().map(|list| list.selected_index());
            let chosen = chosen.and_then(|chosen| usize::try_from(chosen).ok());
            if let Some(offer) = chosen.and_then(|chosen| controls.offers.get(chosen)) {
                change.emit(act(offer, &run, place, at));
            }
        })
    };
    if props.controls.offers.is_empty() {
        return html! {};
    }
    let mark = |(index, action): (usize, &view::StoryAction)| {
        html! { <Mark key={index} {index} action={action.clone()} fresh={props.fresh} scale={Rc::clone(&scale)} change={props.change.clone()} /> }
    };
    html! {
        <div class="story-part">
            <h3>{ "What happens to it" }</h3>
            <div class="story-acts" data-empty={props.controls.actions.is_empty().to_string()}>
                if !props.controls.actions.is_empty() && props.run.end > 0 {
                    <Axis scale={Rc::clone(&scale)} zoom={1} />
                    <div class="story-over" aria-hidden="true"><span class="story-playhead" style={format!("--x:{}", share(scale.share(now)))} /></div>
                }
                <ol class="story-marks">{ for props.controls.actions.iter().enumerate().map(mark) }</ol>
            </div>
            // Options are inserted from the last to the first, and a browser would select the one that comes first.
            <div class="story-add">
                <select id="story-offer" ref={offer} aria-label="What is done">
                    { for props.controls.offers.iter().enumerate().map(|(number, offer)| html! {
                        <option value={number.to_string()} selected={number == 0}>{ label(offer, &props.run, props.at) }</option>
                    }) }
                </select>
                <button id="story-add" type="button" onclick={add}>{ format!("Add at {}", clock(at * 1_000.0)) }</button>
            </div>
        </div>
    }
}

/// The Pod that an offer is done to at the playhead, where it must be named.
fn target<'r>(offer: &Offer, run: &'r Run, place: u64) -> Option<&'r str> {
    let there = run.pods.iter().find(|pod| pod.exists(place)).or(run.pods.first());
    there.filter(|_| offer.to_a_pod).map(|pod| pod.name.as_str())
}

/// The words of an offer, with the Pod that it is done to: `Delete the Pod web-1`.
fn label(offer: &Offer, run: &Run, place: u64) -> String {
    let Some(pod) = target(offer, run, place) else { return offer.label.clone() };
    match offer.label.split_once("the Pod") {
        Some((before, after)) => format!("{before}the Pod {pod}{after}"),
        None => format!("{} ({pod})", offer.label),
    }
}

/// The change that adds an offer at the playhead, given in milliseconds and in seconds as stories write them.
fn act(offer: &Offer, run: &Run, place: u64, at: f64) -> ScenarioChange {
    ScenarioChange::Act {
        at,
        action: offer.action.clone(),
        pod: target(offer, run, place).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::{act, label};
    use view::{Offer, Pod, Run, ScenarioChange};

    #[test]
    fn a_pod_of_a_workload_is_named_when_it_is_there() {
        let pod = |name: &str, created| Pod { name: name.into(), created, ..Pod::default() };
        let run = Run {
            pods: vec![Pod { removed: Some(5_000), ..pod("a", 0) }, pod("b", 5_000)],
            ..Run::default()
        };
        let offer = |to_a_pod| Offer { label: "Evict the Pod".into(), action: "do: evict".into(), to_a_pod };
        let named = |to_a_pod, at| match act(&offer(to_a_pod), &run, at, 1.0) {
            ScenarioChange::Act { pod, .. } => pod,
            other => panic!("{other:?}"),
        };
        assert_eq!((named(true, 1_000).as_deref(), named(true, 6_000).as_deref()), (Some("a"), Some("b")));
        assert_eq!(named(false, 1_000), None);
        assert_eq!(label(&offer(true), &run, 6_000), "Evict the Pod b");
        assert_eq!(label(&offer(false), &run, 6_000), "Evict the Pod");
        let lost = Offer { label: "Lose the sandbox".into(), ..offer(true) };
        assert_eq!(label(&lost, &run, 0), "Lose the sandbox (a)");
    }
}
