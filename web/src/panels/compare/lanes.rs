//! The lanes of A and B on one axis: for each container A above B.

use view::{Bar, LanePair, Scale, Strand, Tick, clock, float, share};
use yew::prelude::*;

/// The number of containers that are drawn at first; if there are more, those that differ come first.
const DRAWN: usize = 8;

/// The input of the lanes.
#[derive(Clone, PartialEq, Properties)]
pub struct LanesProps {
    /// The containers.
    pub lanes: Vec<LanePair>,
    /// The last instant of both.
    pub end: u64,
    /// The instants at which either changes.
    pub stops: Vec<u64>,
}

/// The axis and the lanes.
#[component]
pub fn Lanes(props: &LanesProps) -> Html {
    let all = use_state(|| false);
    let scale =
        use_memo((props.end, props.stops.clone()), |(end, stops)| Scale::new(*end, stops.iter().copied()));
    if props.lanes.is_empty() {
        return html! {};
    }
    let many = props.lanes.len() > DRAWN && !*all;
    let shown: Vec<&LanePair> = props
        .lanes
        .iter()
        .filter(|pair| !many || pair.differs())
        .take(if many { DRAWN } else { usize::MAX })
        .collect();
    let more = {
        let all = all.clone();
        Callback::from(move |_: MouseEvent| all.set(true))
    };
    let tick = |tick: Tick| {
        let edge = if tick.at > 0.94 { "end" } else { "start" };
        html! { <span class="compare-tick" data-edge={edge} style={format!("--x:{}", share(tick.at))}>{ clock(tick.time) }</span> }
    };
    html! {
        <div id="compared-lanes" class="compare-lanes">
            <div class="compare-axis" aria-hidden="true">{ for scale.ticks(6).into_iter().map(tick) }</div>
            <ol>{ for shown.iter().map(|pair| lane(pair, &scale)) }</ol>
            if many {
                <p class="soft">{ format!("{} of {} containers, those that differ first. ", shown.len(), props.lanes.len()) }
                    <button type="button" onclick={more}>{ "Show all" }</button></p>
            }
        </div>
    }
}

fn lane(pair: &LanePair, scale: &Scale) -> Html {
    let word = |strand: &Option<Strand>| strand.as_ref().map(|strand| strand.kind.word());
    let kind = match (word(&pair.a), word(&pair.b)) {
        (Some(a), Some(b)) if a == b => a.to_owned(),
        (Some(a), Some(b)) => format!("{a} in A, {b} in B"),
        (Some(a), None) => format!("{a}, only in A"),
        (None, b) => format!("{}, only in B", b.unwrap_or_default()),
    };
    let differs = pair.differs();
    html! {
        <li class="compare-lane" data-container={pair.container.clone()} data-differs={differs.to_string()}>
            <p class="compare-container"><code>{ pair.container.clone() }</code><span class="soft">{ kind }</span>
                if !differs { <span class="soft">{ "alike" }</span> }</p>
            <div class="compare-pair">
                { track("A", &pair.container, pair.a.as_ref(), scale) }
                { track("B", &pair.container, pair.b.as_ref(), scale) }
            </div>
        </li>
    }
}

fn track(side: &str, container: &str, strand: Option<&Strand>, scale: &Scale) -> Html {
    let bars = strand.map_or(&[][..], |strand| &strand.bars);
    let told: Vec<String> = bars.iter().map(told).collect();
    let told = if told.is_empty() { "is not there".to_owned() } else { told.join("; ") };
    let bar = |bar: &Bar| {
        let (from, to) = (scale.share(float(bar.from)), scale.share(float(bar.to)));
        html! {
            <span class="timeline-bar" data-state={bar.state.word()} style={format!("--x:{};--w:{}", share(from), share(to - from))} title={self::told(bar)}>
                <span class="timeline-label"><span>{ bar.state.sign() }{ " " }</span><span>{ bar.label.clone() }</span></span>
            </span>
        }
    };
    html! {
        <div class="compare-side">
            <span class="compare-letter" aria-hidden="true">{ side.to_owned() }</span>
            <div class="compare-track" role="img" aria-label={format!("{container} in {side}: {told}")}>{ for bars.iter().map(bar) }</div>
        </div>
    }
}

fn told(bar: &Bar) -> String {
    format!("{} from {} to {}", bar.label, clock(float(bar.from)), clock(float(bar.to)))
}
