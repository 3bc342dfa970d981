//! The containers of a Pod as boxes, with the gates between them.

use super::svg::{Drawing, MARGIN, cut};
use super::{CONTAINERS, float, left_out};
use crate::clock;
use crate::stage::{Actor, Gate, Ring, Scene};

/// The number of boxes on a line.
const ACROSS: u64 = 5;
const WIDTH: u64 = 156;
const HEIGHT: u64 = 88;
const GAP: u64 = 30;
/// The most characters in a box: of its name, of its state, and of smaller text.
const COLUMNS: [usize; 3] = [16, 18, 23];

pub(super) fn draw(drawing: &mut Drawing, scene: &Scene, at: u64) {
    drawing.y += 14;
    let top = drawing.y;
    let mut bottom = top;
    for (number, actor) in (0..).zip(scene.actors.iter().take(CONTAINERS)) {
        let x = MARGIN + number % ACROSS * (WIDTH + GAP);
        let y = top + number / ACROSS * (HEIGHT + GAP / 2);
        container(drawing, actor, (x, y), at);
        bottom = y + HEIGHT;
    }
    drawing.y = bottom;
    left_out(drawing, scene.actors.len(), CONTAINERS, "containers");
}

fn container(drawing: &mut Drawing, actor: &Actor, (x, y): (u64, u64), at: u64) {
    let state = actor.state.word();
    drawing.rect(state, (x * 10, y * 10), (WIDTH * 10, HEIGHT * 10));
    let inside = x + 10;
    let [name, word, rest] = COLUMNS;
    let small = format!("small i-{state}");
    drawing.text(&format!("bold i-{state}"), (inside, y + 22), &cut(&actor.name, name));
    drawing.text(&small, (inside, y + 39), &actor.role());
    let now = format!("{} {}", actor.state.sign(), actor.word);
    drawing.text(&format!("now i-{state}"), (inside, y + 59), &cut(&now, word));
    let past = actor.ring.map_or_else(|| actor.past(), |ring| left(ring, at));
    drawing.text(&small, (inside, y + 77), &cut(&past, rest));
    if let Some(gate) = actor.gate {
        let sign = match gate {
            Gate::Open => "\u{2192}",
            Gate::Closed => "\u{2016}",
        };
        let middle = x + WIDTH + GAP / 2;
        drawing.text("gate", (middle, y + HEIGHT / 2), sign);
        drawing.text("gate", (middle, y + HEIGHT / 2 + 12), gate.word());
    }
}

/// The time that a countdown still takes.
fn left(ring: Ring, at: u64) -> String {
    format!("{} {}", clock(float(ring.to.saturating_sub(at))), ring.kind.word())
}
