//! The timeline: a lane for each container, the axis under them.

use std::fmt::Write as _;

use super::svg::{self, Drawing, LEFT, MARGIN, TRACK, cut, escape};
use super::{CONTAINERS, ROWS, float, left_out};
use crate::{Bar, Lane, Mark, Run, Scale, clock};

/// The height of a lane.
pub(super) const LANE: u64 = 36;
const BAR: u64 = 24;
/// The most characters of a name before a lane.
const NAME: usize = 22;
/// The width of a character in a bar, in tenths of a pixel.
const LETTER: u64 = 66;
/// A label that is cut to fewer characters says nothing; the state's sign is drawn alone.
const FEW: usize = 7;

/// The place of the lanes, in pixels.
#[derive(Clone, Debug)]
pub(super) struct Lanes {
    pub top: u64,
    pub bottom: u64,
    /// The words in the bars, drawn last, so that they stay readable under the veil.
    pub words: String,
}

/// The lanes that are drawn.
pub(super) fn drawn(run: &Run) -> impl Iterator<Item = &Lane> {
    run.lanes.iter().take(CONTAINERS)
}

/// The bars of a lane that are drawn.
pub(super) fn bars(lane: &Lane) -> &[Bar] {
    lane.bars.get(..ROWS).unwrap_or(&lane.bars)
}

/// Draws the lanes and returns their place.
pub(super) fn draw(drawing: &mut Drawing, run: &Run, scale: &Scale) -> Lanes {
    drawing.y += 16;
    let top = drawing.y;
    let mut words = Drawing::default();
    for lane in drawn(run) {
        let name = if run.pods.len() > 1 {
            format!("{}/{}", run.pod_name(lane), lane.container)
        } else {
            lane.container.clone()
        };
        drawing.text("bold", (MARGIN, drawing.y + 14), &cut(&name, NAME));
        drawing.text("soft", (MARGIN, drawing.y + 29), lane.kind.word());
        for bar in bars(lane) {
            stretch(drawing, &mut words, bar, scale);
        }
        for mark in lane.marks.iter().take(ROWS) {
            point(drawing, mark, scale);
        }
        drawing.y += LANE;
    }
    let bottom = drawing.y;
    if bottom > top {
        axis(drawing, scale);
    }
    left_out(drawing, run.lanes.len(), CONTAINERS, "containers");
    for lane in drawn(run).filter(|lane| lane.bars.len() > ROWS || lane.marks.len() > ROWS) {
        let words = format!("The lane of {} is longer than what is drawn of it.", cut(&lane.container, NAME));
        drawing.line(0, "soft", &words, 20);
    }
    Lanes { top, bottom, words: words.body }
}

fn stretch(drawing: &mut Drawing, words: &mut Drawing, bar: &Bar, scale: &Scale) {
    let place = |at: u64| LEFT * 10 + svg::along(scale.share(float(at)));
    let (from, to) = (place(bar.from), place(bar.to));
    let (y, width) = (drawing.y + 4, to.saturating_sub(from));
    let state = bar.state.word();
    let told = format!("{}, {} to {}", bar.label, clock(float(bar.from)), clock(float(bar.to)));
    // A bar has a least width, so that a short one is visible.
    let shape = svg::rect(state, (from, y * 10), (width.max(5), BAR * 10));
    let _ = write!(drawing.body, "{shape}><title>{}</title></rect>", escape(&told));
    let room = usize::try_from(width.saturating_sub(80) / LETTER).unwrap_or_default();
    let label = match room {
        0 => return,
        1..FEW => bar.state.sign().to_owned(),
        _ => cut(&format!("{} {}", bar.state.sign(), bar.label), room),
    };
    words.text(&format!("bar i-{state}"), (from / 10 + 5, y + 16), &label);
}

fn point(drawing: &mut Drawing, mark: &Mark, scale: &Scale) {
    let x = LEFT * 10 + svg::along(scale.share(float(mark.at)));
    let shape = svg::rect("mark", (x.saturating_sub(10), drawing.y * 10), (20, 60));
    let told = escape(&format!("{} {}", clock(float(mark.at)), mark.label));
    let _ = write!(drawing.body, "{shape}><title>{told}</title></rect>");
}

/// Round times, and the waits that are drawn short.
fn axis(drawing: &mut Drawing, scale: &Scale) {
    drawing.y += 18;
    let y = drawing.y;
    let place = |part: f64| LEFT + svg::along(part) / 10;
    let gaps: Vec<(u64, String)> = scale
        .gaps()
        .into_iter()
        .take(ROWS)
        .map(|gap| (place(f64::midpoint(gap.from, gap.to)), format!("\u{2026}{}\u{2026}", clock(gap.lasts))))
        .collect();
    let ticks = scale.ticks(8).into_iter().map(|tick| (place(tick.at), clock(tick.time)));
    let mut taken: Vec<u64> = Vec::new();
    for (x, words) in ticks.chain(gaps) {
        let free = taken.iter().all(|other| other.abs_diff(x) > 46);
        if free && x + MARGIN / 2 <= LEFT + TRACK + MARGIN {
            drawing.text("axis", (x, y), &words);
            taken.push(x);
        }
    }
}
