//! A lane for each container under one axis, and the playhead over them, which a drag moves.
//! Elements: `#timeline`, lanes with `data-container`, bars with `data-state`.

pub mod axis;
mod events;
mod fold;
mod lane;
mod painter;
mod tree;
mod zoom;

use std::rc::Rc;

use view::{Frame, Run, Scale, float};
use web_sys::Element;
use yew::prelude::*;

use crate::panels::Pointing;
use crate::playback::{Command, Deck, Shown};
use crate::shared::Shared;

/// The input of the timeline.
#[derive(Clone, PartialEq, Properties)]
pub struct TimelineProps {
    /// The run.
    pub run: Shared<Run>,
    /// Its axis.
    pub scale: Rc<Scale>,
    /// The view of the run at the playhead.
    pub frame: Shared<Frame>,
    /// The playhead as it was last drawn.
    pub shown: Shown,
    /// The playhead.
    pub deck: Deck,
    /// From the lanes to the manifest.
    pub point: Pointing,
    /// The field under the caret.
    pub here: AttrValue,
    /// The Pod that a person opened on the stage.
    pub opened: Option<usize>,
}

/// The timeline.
#[component]
pub fn Timeline(props: &TimelineProps) -> Html {
    let (track, cursor) = (use_node_ref(), use_node_ref());
    painter::use_painter(&props.deck, &cursor);
    let zoom = use_state(|| 1_u32);
    let body = use_node_ref();
    zoom::use_following(&body, *zoom, props.scale.share(float(props.shown.at)));
    let closer = {
        let zoom = zoom.setter();
        Callback::from(move |to| zoom.set(to))
    };
    let unfolded = use_state_eq(|| false);
    let folded = use_memo((props.run.clone(), props.opened), |(run, opened)| fold::drawn(run, *opened));
    let turn = {
        let unfolded = unfolded.setter();
        use_callback((), move |all: bool, ()| unfolded.set(all))
    };
    let drawn = if *unfolded { None } else { (*folded).clone() };
    let [down, drag] = use_dragging(props, &track);
    let seek_to = {
        let deck = props.deck.clone();
        use_callback((), move |at: u64, ()| deck.dispatch(Command::Seek(float(at))))
    };
    let at = float(props.shown.at);
    html! {
        <section id="timeline" class="timeline card" aria-label="Timeline">
            <div class="timeline-body" ref={body} style={format!("--zoom:{}", *zoom)} data-many={(props.run.lanes.len() > fold::LANES).to_string()} onpointerdown={down} onpointermove={drag} onkeydown={Callback::from(|event: KeyboardEvent| tree::on_key(&event))}>
                <div class="timeline-whole">
                    <axis::Axis scale={props.scale.clone()} zoom={*zoom} />
                    <events::Events run={props.run.clone()} scale={props.scale.clone()} />
                    <lane::Lanes {drawn} run={props.run.clone()} scale={props.scale.clone()} frame={props.frame.clone()} point={props.point.clone()} here={props.here.clone()} seek={seek_to} />
                    <div class="timeline-over" aria-hidden="true">
                        <div class="timeline-inner" ref={track}>
                            <div class="timeline-cursor" ref={cursor} style={painter::moved(props.scale.share(at))}><span class="timeline-veil" /><span class="timeline-playhead" /></div>
                        </div>
                    </div>
                </div>
            </div>
            <div class="timeline-foot">
                <p class="soft">{ props.run.ended.clone() }</p>
                if let Some(drawn) = &*folded {
                    <fold::Fold count={props.run.pods.len()} drawn={if *unfolded { props.run.pods.len() } else { drawn.len() }} on_turn={turn} />
                }
                <zoom::Zoom now={*zoom} on_zoom={closer} />
            </div>
        </section>
    }
}

/// The callbacks for a pointer that goes down and that moves: the playhead goes with it.
#[hook]
fn use_dragging(props: &TimelineProps, track: &NodeRef) -> [Callback<PointerEvent>; 2] {
    let dragging = use_mut_ref(|| false);
    let seek = {
        let (track, scale, deck) = (track.clone(), props.scale.clone(), props.deck.clone());
        move |event: &PointerEvent| {
            if let Some(share) = share(&track, event) {
                deck.dispatch(Command::Seek(scale.time(share * scale.length())));
            }
        }
    };
    let down = {
        let (seek, dragging) = (seek.clone(), dragging.clone());
        Callback::from(move |event: PointerEvent| {
            if event.button() == 0 && !on_button(&event) {
                *dragging.borrow_mut() = true;
                seek(&event);
            }
        })
    };
    let drag = Callback::from(move |event: PointerEvent| {
        let held = *dragging.borrow() && event.buttons() & 1 == 1;
        *dragging.borrow_mut() = held;
        if held {
            seek(&event);
        }
    });
    [down, drag]
}

/// Where on the track a pointer is, 0 to 1; `None` when there is no track.
fn share(track: &NodeRef, event: &PointerEvent) -> Option<f64> {
    let bounds = track.cast::<Element>()?.get_bounding_client_rect();
    let inside = f64::from(event.client_x()) - bounds.left();
    (bounds.width() > 0.0).then(|| (inside / bounds.width()).clamp(0.0, 1.0))
}

/// Whether the pointer went down on something with a meaning of its own.
fn on_button(event: &PointerEvent) -> bool {
    let target = event.target_dyn_into::<Element>();
    target.is_none_or(|target| target.closest("button, input").ok().flatten().is_some())
}
