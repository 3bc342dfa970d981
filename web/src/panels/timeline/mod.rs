//! A lane for each container, a playhead, and the controls that move it.
//! Elements: `#timeline`, `#play`, `#step-back`, `#step-forward`, `#speed`, `#clock`, `#scrubber` (a range input),
//! lanes with `data-container`, bars with `data-state`.

mod axis;
mod controls;
mod keys;
pub mod lane;
pub mod scale;

use std::rc::Rc;

use engine::page::{Frame, Run};
use web_sys::Element;
use yew::prelude::*;

use crate::memo::Shared;
use crate::panels::Pointing;
use crate::platform;
use crate::playback::Command;
use scale::Scale;

/// What is drawn.
#[derive(Clone, PartialEq, Properties)]
pub struct TimelineProps {
    /// The run.
    pub run: Shared<Run>,
    /// Its axis.
    pub scale: Rc<Scale>,
    /// What is happening at the playhead.
    pub frame: Shared<Frame>,
    /// STATUS of the first Pod.
    pub status: Option<String>,
    /// The playhead, in milliseconds.
    pub cursor: f64,
    /// Whether it moves.
    pub playing: bool,
    /// How fast.
    pub speed: f64,
    /// Where commands to the playhead go.
    pub on_command: Callback<Command>,
    /// From the lanes to the manifest.
    pub point: Pointing,
    /// The field under the caret.
    pub here: AttrValue,
}

/// The timeline.
#[component]
pub fn Timeline(props: &TimelineProps) -> Html {
    let track = use_node_ref();
    let dragging = use_mut_ref(|| false);
    let seek = {
        let (track, scale, on_command) = (track.clone(), props.scale.clone(), props.on_command.clone());
        move |event: &PointerEvent| {
            if let Some(share) = share(&track, event) {
                on_command.emit(Command::Seek(scale.time(share * scale.length())));
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
    let drag = {
        let dragging = dragging.clone();
        Callback::from(move |event: PointerEvent| {
            let held = *dragging.borrow() && event.buttons() & 1 == 1;
            *dragging.borrow_mut() = held;
            if held {
                seek(&event);
            }
        })
    };
    let keys = {
        let on_command = props.on_command.clone();
        Callback::from(move |event: KeyboardEvent| {
            if let Some(command) = keys::command(&event) {
                event.prevent_default();
                on_command.emit(command);
            }
        })
    };
    let scrub = {
        let (scale, on_command) = (props.scale.clone(), props.on_command.clone());
        Callback::from(move |event: InputEvent| {
            let place = platform::number_of(&event);
            on_command.emit(Command::Seek(scale.time(place)));
        })
    };
    let spoken = format!("{}, {}", scale::clock(props.cursor), props.status.clone().unwrap_or_default());
    html! {
        <section id="timeline" class="timeline card" aria-label="Timeline" onkeydown={keys}>
            <controls::Controls cursor={props.cursor} end={props.run.end} playing={props.playing} speed={props.speed} on_command={props.on_command.clone()} />
            <div class="timeline-body" style={format!("--at:{}", scale::share(props.scale.share(props.cursor)))} onpointerdown={down} onpointermove={drag}>
                <axis::Axis scale={props.scale.clone()} />
                <lane::Lanes run={props.run.clone()} scale={props.scale.clone()} frame={props.frame.clone()} point={props.point.clone()} here={props.here.clone()} />
                <div class="timeline-scrub">
                    <input id="scrubber" type="range" min="0" max={scale::whole(props.scale.length()).to_string()} step="any" value={scale::whole(props.scale.position(props.cursor)).to_string()}
                        aria-label="Playhead" aria-valuetext={spoken} oninput={scrub} />
                </div>
                <div class="timeline-over" aria-hidden="true">
                    <div class="timeline-inner" ref={track}><div class="timeline-playhead" /></div>
                </div>
            </div>
            <p class="timeline-ended soft">{ props.run.ended.clone() }</p>
        </section>
    }
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
