//! The buttons of the playhead: play, step, time, speed.

use view::clock;
use yew::prelude::*;

use crate::commands::{Does, run};
use crate::platform;
use crate::playback::{Command, SPEEDS};

/// The input of the buttons.
#[derive(Clone, PartialEq, Properties)]
pub struct ButtonsProps {
    /// The playhead when this was drawn, in milliseconds; between two drawings it is only painted.
    pub at: u64,
    /// The element in which the playhead's time is painted.
    pub clock: NodeRef,
    /// The last instant, in milliseconds.
    pub end: u64,
    /// Whether the run is of an older text than the one that is written.
    pub stale: bool,
    /// Whether a run is being made.
    pub pending: bool,
    /// Whether the playhead moves.
    pub playing: bool,
    /// The speed.
    pub speed: f64,
    /// Takes the commands.
    pub on_command: Callback<Command>,
}

/// The buttons.
#[component]
pub fn Buttons(props: &ButtonsProps) -> Html {
    let press = |command: Command| props.on_command.reform(move |_: MouseEvent| command);
    let faster = props.on_command.reform(|event: Event| {
        let chosen = platform::value(&event);
        let speed = SPEEDS.into_iter().find(|(word, _)| *word == chosen);
        Command::Speed(speed.map_or(1.0, |(_, speed)| speed))
    });
    let list = Callback::from(|_: MouseEvent| run(Does::Palette));
    let leave = Callback::from(|_: MouseEvent| {
        // The button goes with the big screen.
        platform::focus("watch");
        run(Does::Big);
    });
    let (word, picture) = if props.playing { ("Pause", PAUSE) } else { ("Play", PLAY) };
    let title = match (props.end, props.stale) {
        (0, _) if props.pending => format!("{word} as soon as the run is there (K)"),
        (0, true) => "Nothing to play: this text is not accepted".to_owned(),
        (0, false) => "Nothing to play yet".to_owned(),
        (_, true) => format!("{word} the run of the last accepted text (K)"),
        (_, false) => format!("{word} (K)"),
    };
    let about = (props.stale && props.end > 0).then_some("stale");
    #[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
    let (at, end) = (props.at as f64, props.end as f64);
    html! {
        <>
            <button id="step-back" type="button" disabled={props.end == 0} onclick={press(Command::Previous)} title="Previous change (J)">{ icon(BACK) }<span class="unseen">{ "Previous change" }</span></button>
            <button id="play" type="button" class="controls-play" disabled={props.end == 0 && !props.pending} onclick={press(Command::Toggle)} {title} aria-describedby={about}>{ icon(picture) }<span>{ word }</span></button>
            <button id="step-forward" type="button" disabled={props.end == 0} onclick={press(Command::Next)} title="Next change (L)">{ icon(ON) }<span class="unseen">{ "Next change" }</span></button>
            <p id="clock" class="controls-clock" style={format!("--wide:{}", clock(end).chars().count())}><strong ref={props.clock.clone()}>{ clock(at) }</strong><span class="soft">{ " of " }{ clock(end) }</span></p>
            <label class="controls-speed" for="speed"><span>{ "Speed" }</span>
                <select id="speed" aria-label="Speed" onchange={faster}>
                    { for SPEEDS.into_iter().map(|(word, speed)| html! {
                        <option value={word} selected={speed.to_bits() == props.speed.to_bits()}>{ word }{ "\u{d7}" }</option>
                    }) }
                </select>
            </label>
            <button id="keys" type="button" class="quiet" aria-haspopup="dialog" title="All commands and keys (?)" onclick={list}>{ "?" }<span class="unseen">{ " All commands and keys" }</span></button>
            <button id="leave" type="button" class="quiet" title="Leave the big screen (Esc)" onclick={leave}>{ "\u{2715}" }<span>{ " Esc" }</span><span class="unseen">{ " Leave the big screen" }</span></button>
        </>
    }
}

const PLAY: &str = "M7 4.5v15l13-7.5z";
const PAUSE: &str = "M6 5h4v14H6zM14 5h4v14h-4z";
const BACK: &str = "M6 5h2.5v14H6zM19 5v14L9.5 12z";
const ON: &str = "M15.5 5H18v14h-2.5zM5 5v14l9.5-7z";

fn icon(path: &'static str) -> Html {
    html! { <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d={path} fill="currentColor" /></svg> }
}
