//! The controls, the playhead's time and the sentence about it: a bar that is on every area and never moves.
//! Elements: `#controls`, `#play`, `#step-back`, `#step-forward`, `#clock`, `#scrubber` (a range input), `#speed`,
//! `#why` (the sentence, with `.controls-more` where it is cut), `#status` (STATUS of the first Pod).

mod buttons;
mod painter;
mod sentence;

use std::rc::Rc;

use view::{Frame, Run, Scale, whole};
use yew::prelude::*;

use crate::platform;
use crate::playback::{Command, Deck, Shown};
use crate::shared::Shared;

/// The input of the bar.
#[derive(Clone, PartialEq, Properties)]
pub struct ControlsProps {
    /// Whether the run is of an older text than the one that is written.
    pub stale: bool,
    /// Whether a run is being made.
    pub pending: bool,
    /// The run.
    pub run: Shared<Run>,
    /// Its axis.
    pub scale: Rc<Scale>,
    /// The view of the run at the playhead.
    pub frame: Shared<Frame>,
    /// STATUS of the first Pod.
    pub status: Option<String>,
    /// The playhead as it was last drawn.
    pub shown: Shown,
    /// The playhead.
    pub deck: Deck,
}

/// The bar.
#[component]
pub fn Controls(props: &ControlsProps) -> Html {
    let parts = use_memo((), |()| painter::Parts::default());
    let Shown { at, playing, speed } = props.shown;
    let status = props.status.clone().unwrap_or_default();
    parts.status.replace(status.clone());
    painter::use_painter(&props.deck, &parts);
    let on_command = {
        let deck = props.deck.clone();
        Callback::from(move |command: Command| deck.dispatch(command))
    };
    let scrub = {
        let (scale, on_command) = (props.scale.clone(), on_command.clone());
        Callback::from(move |event: InputEvent| {
            let place = platform::number_of(&event);
            on_command.emit(Command::Seek(scale.time(place)));
        })
    };
    #[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
    let now = at as f64;
    // From the first picture on; later it is painted with the playhead.
    let first = use_memo((), |()| painter::words(now, &status));
    let say = {
        let (deck, parts) = (props.deck.clone(), Rc::clone(&parts));
        Callback::from(move |()| painter::say(&parts, &deck.playback()))
    };
    let place = whole(props.scale.position(now));
    html! {
        <section id="controls" class="controls card" aria-label="Playback" data-stale={props.stale.to_string()}>
            <div class="controls-row">
                <buttons::Buttons {at} clock={parts.clock.clone()} end={props.run.end} stale={props.stale} pending={props.pending} {playing} {speed} {on_command} />
            </div>
            <input id="scrubber" class="controls-scrubber" ref={parts.scrubber.clone()} type="range" min="0" max={whole(props.scale.length()).to_string()} step="any"
                value={place.to_string()} disabled={props.run.end == 0} aria-label="Playhead" aria-valuetext={(*first).clone()}
                oninput={scrub} onfocus={say.reform(|_: FocusEvent| ())} onkeyup={say.reform(|_: KeyboardEvent| ())} onpointerup={say.reform(|_: PointerEvent| ())} />
            <div class="controls-now" style={format!("--chip:{}", status.chars().count())}>
                <p id="status" class="controls-status" role="status" title={status.clone()} hidden={status.is_empty()}><span class="unseen">{ "STATUS " }</span>{ status }</p>
                <sentence::Whole sentence={props.frame.sentence.clone()} stale={props.stale} />
            </div>
        </section>
    }
}
