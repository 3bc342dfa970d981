//! A lane for each container, a playhead, and the controls that move it.
//! Elements: `#timeline`, `#play`, `#step-back`, `#step-forward`, `#speed`, `#clock`, `#scrubber` (a range input),
//! lanes with `data-container`, bars with `data-state`.

mod axis;
mod controls;
mod keys;
mod lane;
mod painter;

use std::rc::Rc;

use view::{Frame, Run, Scale, clock, whole};
use web_sys::Element;
use yew::prelude::*;

use crate::memo::Shared;
use crate::panels::Pointing;
use crate::platform;
use crate::playback::{Command, Deck, Shown};

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
    /// The playhead as it was last drawn.
    pub shown: Shown,
    /// The playhead.
    pub deck: Deck,
    /// From the lanes to the manifest.
    pub point: Pointing,
    /// The field under the caret.
    pub here: AttrValue,
}

/// The timeline.
#[component]
pub fn Timeline(props: &TimelineProps) -> Html {
    let track = use_node_ref();
    let parts = use_memo((), |()| painter::Parts::default());
    painter::use_painter(&props.deck, &parts);
    let on_command = {
        let deck = props.deck.clone();
        Callback::from(move |command: Command| deck.dispatch(command))
    };
    let dragging = use_mut_ref(|| false);
    let seek = {
        let (track, scale, on_command) = (track.clone(), props.scale.clone(), on_command.clone());
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
        let on_command = on_command.clone();
        Callback::from(move |event: KeyboardEvent| {
            if let Some(command) = keys::command(&event) {
                event.prevent_default();
                on_command.emit(command);
            }
        })
    };
    let scrub = {
        let (scale, on_command) = (props.scale.clone(), on_command.clone());
        Callback::from(move |event: InputEvent| {
            let place = platform::number_of(&event);
            on_command.emit(Command::Seek(scale.time(place)));
        })
    };
    #[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
    let at = props.shown.at as f64;
    let spoken = format!("{}, {}", clock(at), props.status.clone().unwrap_or_default());
    let place = whole(props.scale.position(at));
    html! {
        <section id="timeline" class="timeline card" aria-label="Timeline" onkeydown={keys}>
            <controls::Controls at={props.shown.at} clock={parts.clock.clone()} end={props.run.end} playing={props.shown.playing} speed={props.shown.speed} on_command={on_command.clone()} />
            <div class="timeline-body" onpointerdown={down} onpointermove={drag}>
                <axis::Axis scale={props.scale.clone()} />
                <lane::Lanes run={props.run.clone()} scale={props.scale.clone()} frame={props.frame.clone()} point={props.point.clone()} here={props.here.clone()} />
                <div class="timeline-scrub">
                    <input id="scrubber" ref={parts.scrubber.clone()} type="range" min="0" max={whole(props.scale.length()).to_string()} step="any" value={place.to_string()}
                        aria-label="Playhead" aria-valuetext={spoken} oninput={scrub} />
                </div>
                <div class="timeline-over" aria-hidden="true">
                    <div class="timeline-inner" ref={track}>
                        <div class="timeline-cursor" ref={parts.cursor.clone()} style={painter::moved(props.scale.share(at))}><span class="timeline-veil" /><span class="timeline-playhead" /></div>
                    </div>
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
