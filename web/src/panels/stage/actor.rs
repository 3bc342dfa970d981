//! A container's box: who it is, its state as word, sign and colour, its runs, what is counted down, its probes.

use view::stage::{Actor, Ring, RingKind, Span, Ticking};
use view::{clock, float};
use yew::prelude::*;

use super::{Lit, inside, words};
use crate::panels::Pointing;

/// The input of the box.
#[derive(Clone, PartialEq, Properties)]
pub struct BoxProps {
    /// The container.
    pub actor: Actor,
    /// The instant, where something moves; else 0, so that nothing is drawn anew.
    pub at: u64,
    /// From the stage to the manifest.
    pub point: Pointing,
    /// Whether the caret is in it.
    pub here: bool,
    /// Whether the keyboard comes here first.
    pub first: bool,
    /// Whether kubectl counts init containers to here.
    pub counts: bool,
}

impl BoxProps {
    /// The box of a container at an instant.
    pub fn of(
        actor: &Actor,
        at: u64,
        point: &Pointing,
        caret: &str,
        (first, counts): (bool, bool),
    ) -> BoxProps {
        let moves = actor.ring.is_some() || actor.progress.is_some();
        BoxProps {
            at: if moves { at } else { 0 },
            point: point.clone(),
            here: inside(caret, &actor.field),
            first,
            counts,
            actor: actor.clone(),
        }
    }
}

/// The box.
#[component]
pub fn ActorBox(props: &BoxProps) -> Html {
    let actor = &props.actor;
    let Lit { onclick, onmouseenter, onmouseleave, onfocus, onblur } = Lit::at(&props.point, &actor.field);
    let place = if actor.kind == view::ContainerKind::App { String::new() } else { actor.place.to_string() };
    html! {
        <div class="stage-box" data-container={actor.name.clone()} data-kind={actor.kind.word()} data-state={actor.state.word()} data-here={props.here.to_string()} {onmouseenter} {onmouseleave}>
            <button type="button" class="stage-main bare" data-part="container" tabindex={if props.first { "0" } else { "-1" }} {onclick} {onfocus} {onblur}>
                { badge(actor, props.at) }
                <span class="stage-name" title={actor.name.clone()}>
                    if !place.is_empty() { <span class="stage-place" aria-hidden="true">{ place }</span> }
                    { actor.name.clone() }
                </span>
                <span class="stage-word">{ actor.word.clone() }</span>
                <span class="stage-past"><span><span class="stage-turn" key={actor.run} data-again={(actor.run > 1).to_string()}>{ actor.turn() }</span>{ actor.ended() }</span>
                    if !actor.next.is_empty() {
                        <span class="stage-next">{ actor.next.clone() }</span>
                    } else if actor.counted {
                        <span class="stage-next">{ "\u{2713} READY" }</span>
                    }
                </span>
                // After what is seen: what the place, the ring, the gate and the arrow say.
                <span class="unseen">{ words::beside(actor, props.counts) }</span>
                { bar(actor, props.at) }
            </button>
            if !actor.probes.is_empty() {
                <div class="stage-probes">{ for actor.probes.iter().map(|probe| ticks(actor, probe, &props.point)) }</div>
            }
        </div>
    }
}

/// The sign of the state; around it what is counted down.
fn badge(actor: &Actor, at: u64) -> Html {
    html! {
        <span class="stage-badge" aria-hidden="true">
            if let Some(ring) = actor.ring {
                { countdown(ring, at) }
            } else {
                <span class="stage-sign">{ actor.state.sign() }</span>
            }
        </span>
    }
}

/// A ring that empties, with the seconds that are left.
pub fn countdown(ring: Ring, at: u64) -> Html {
    let left = share(ring.to.saturating_sub(at), ring.to.saturating_sub(ring.from));
    let (from, to) = (ring.from.to_string(), ring.to.to_string());
    let kind = match ring.kind {
        RingKind::BackOff => "back-off",
        RingKind::Grace => "grace",
    };
    html! {
        <>
        <svg class="stage-ring" viewBox="0 0 36 36" focusable="false" data-ring={kind}>
            <circle class="stage-ring-track" cx="18" cy="18" r="15.9" pathLength="100" />
            <circle class="stage-ring-left stage-moves" data-from={from.clone()} data-to={to.clone()} cx="18" cy="18" r="15.9" pathLength="100" style={format!("stroke-dashoffset:{}", view::share(100.0 - left * 100.0))} />
        </svg>
        <span class="stage-count stage-moves" data-from={from} data-to={to}>{ seconds_left(ring.to, at) }</span>
        </>
    }
}

/// The seconds until `to`; `now` when it is due: the kubelet tries again at its next look.
pub fn seconds_left(to: u64, at: u64) -> String {
    match to.saturating_sub(at).div_ceil(1_000) {
        0 => "now".to_owned(),
        left => left.to_string(),
    }
}

/// How far this run is; without end a line that does not fill. Each run has a bar of its own: what a run that failed had
/// filled runs back, in its own box.
fn bar(actor: &Actor, at: u64) -> Html {
    let run = actor.run;
    let again = (run > 1).to_string();
    match actor.progress {
        Some(Span { from, to: Some(to) }) => {
            let done = share(at.saturating_sub(from), to.saturating_sub(from));
            html! {
                <span class="stage-bar" key={run} data-bar="ends" data-again={again} title={clock_span(from, to)}>
                    <span class="stage-fill stage-moves" data-from={from.to_string()} data-to={to.to_string()} style={format!("transform:scaleX({})", view::share(done))} />
                </span>
            }
        }
        _ if actor.state.runs() => {
            html! { <span class="stage-bar" key={run} data-bar="open" data-again={again} /> }
        }
        _ if actor.goes_back() => html! { <span class="stage-bar" key={run} data-bar="back" /> },
        _ => html! { <span class="stage-bar" key={run} data-bar="none" /> },
    }
}

fn clock_span(from: u64, to: u64) -> String {
    format!("{} to {}", clock(float(from)), clock(float(to)))
}

/// A probe's last answers, and its lines in the manifest.
fn ticks(actor: &Actor, probe: &Ticking, point: &Pointing) -> Html {
    let field = format!("{}.{}", actor.field, probe.kind.field());
    let Lit { onclick, onmouseenter, onmouseleave, onfocus, onblur } = Lit::at(point, &field);
    let failed = probe.ticks.iter().filter(|ok| !**ok).count();
    let label = match probe.ticks.len() {
        0 => format!("{}: {} probe, not asked yet", actor.name, probe.kind.word()),
        asked => format!("{}: {} probe, {failed} of the last {asked} failed", actor.name, probe.kind.word()),
    };
    let tick = |ok: &bool| html! { <i class="stage-tick" data-ok={ok.to_string()}>{ if *ok { "\u{2713}" } else { "\u{2715}" } }</i> };
    html! {
        <button type="button" class="stage-probe bare" data-part="probe" data-probe={probe.kind.word()} tabindex="-1" aria-label={label} {onclick} {onmouseenter} {onmouseleave} {onfocus} {onblur}>
            <span class="stage-probe-name">{ probe.kind.word() }</span>
            <span class="stage-ticks" aria-hidden="true">{ for probe.ticks.iter().map(tick) }</span>
        </button>
    }
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { (float(part) / float(whole)).clamp(0.0, 1.0) }
}

#[cfg(test)]
mod tests {
    use super::seconds_left;

    #[test]
    fn a_countdown_that_has_run_out_says_now() {
        assert_eq!([seconds_left(5_000, 3_999), seconds_left(5_000, 4_001)], ["2", "1"]);
        assert_eq!([seconds_left(5_000, 5_000), seconds_left(5_000, 5_900)], ["now", "now"]);
    }
}
