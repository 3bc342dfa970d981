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
                        <option value={number.to_string()} selected={number == 0}>{ offer.label.clone() }</option>
                    }) }
                </select>
                <button id="story-add" type="button" onclick={add}>{ format!("Add at {}", clock(at * 1_000.0)) }</button>
            </div>
        </div>
    }
}

/// The change that adds an offer at the playhead, given in milliseconds and in seconds as stories write them.
fn act(offer: &Offer, run: &Run, place: u64, at: f64) -> ScenarioChange {
    let there = run.pods.iter().find(|pod| pod.exists(place)).or(run.pods.first());
    let pod = there.filter(|_| offer.to_a_pod).map(|pod| pod.name.clone());
    ScenarioChange::Act { at, action: offer.action.clone(), pod }
}

#[cfg(test)]
mod tests {
    use super::act;
    use view::{Offer, Pod, Run, ScenarioChange};

    #[test]
    fn a_pod_of_a_workload_is_named_when_it_is_there() {
        let pod = |name: &str, created| Pod { name: name.into(), created, ..Pod::default() };
        let run = Run {
            pods: vec![Pod { removed: Some(5_000), ..pod("a", 0) }, pod("b", 5_000)],
            ..Run::default()
        };
        let offer = |to_a_pod| Offer { action: "do: evict".into(), to_a_pod, ..Offer::default() };
        let named = |to_a_pod, at| match act(&offer(to_a_pod), &run, at, 1.0) {
            ScenarioChange::Act { pod, .. } => pod,
            other => panic!("{other:?}"),
        };
        assert_eq!((named(true, 1_000).as_deref(), named(true, 6_000).as_deref()), (Some("a"), Some("b")));
        assert_eq!(named(false, 1_000), None);
    }
}
