//! The motion between two drawings: bars fill by transform, rings empty, seconds count down. Their elements are found once
//! after each drawing. A bar that fills at one rate for a while is moved by the browser; the rest is painted by hand, and
//! nothing is written that does not change what is seen.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use view::whole;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, SvgElement};
use yew::prelude::*;

use super::actor::seconds_left;
use crate::playback::{Deck, Glide, Playback, Way};

/// The parts that move between two instants.
struct Mover {
    part: Part,
    from: f64,
    to: f64,
    /// The value that was written last.
    last: Cell<u64>,
    /// The motion of a bar.
    glide: Glide,
}

impl Mover {
    fn element(&self) -> &Element {
        match &self.part {
            Part::Fill(element) | Part::Count(element) => element,
            Part::Ring(element) => element,
        }
    }

    /// Whether it is the same part, so that a motion goes on over a drawing.
    fn is(&self, other: &Mover) -> bool {
        let span = |mover: &Mover| (mover.from.to_bits(), mover.to.to_bits());
        span(self) == span(other) && self.element().is_same_node(Some(other.element()))
    }

    /// The part of it that has passed at a time, 0 to 1.
    fn share(&self, at: f64) -> f64 {
        let length = self.to - self.from;
        if length > 0.0 { ((at - self.from) / length).clamp(0.0, 1.0) } else { 1.0 }
    }

    /// Lets the browser move a bar up to the next change, from which on time may pass at another rate.
    fn glides(&self, playback: &Playback) -> bool {
        let Part::Fill(fill) = &self.part else { return false };
        let until = playback.scale.next(playback.cursor).min(self.to);
        let lasts = playback.until(until);
        if !playback.playing || lasts < WORTH || playback.cursor < self.from {
            return false;
        }
        let way = Way { from: self.share(playback.cursor), to: self.share(until), lasts };
        self.glide.go(fill, way, filled)
    }
}

/// The style of a bar that is filled to a share.
fn filled(share: f64) -> String {
    format!("scaleX({})", view::share(share))
}

/// A motion of fewer real milliseconds is painted by hand.
const WORTH: f64 = 250.0;

enum Part {
    Fill(HtmlElement),
    Ring(SvgElement),
    Count(HtmlElement),
}

/// A bar is painted in so many steps.
const STEPS: f64 = 400.0;
/// A ring, which is painted anew each time, in fewer.
const RING_STEPS: f64 = 120.0;

/// Where so many seconds of the story pass in one, one tick out of so many is painted.
const QUICK: f64 = 30.0;
const TICKS: u32 = 2;

/// Paints what moves in `root` on each tick, and after each drawing, which `drawn` is told of.
#[hook]
pub fn use_painter(deck: &Deck, root: &NodeRef, drawn: impl FnOnce(&Element) + 'static) {
    let movers = use_memo((), |()| RefCell::new(Vec::<Mover>::new()));
    {
        let (deck, movers) = (deck.clone(), Rc::clone(&movers));
        use_effect_with((), move |()| {
            let ticks = Cell::new(0_u32);
            let painter = Callback::from(move |playback: Playback| {
                let tick = ticks.replace(ticks.get().wrapping_add(1));
                let quick = playback.playing && playback.speed >= QUICK;
                if !quick || tick.is_multiple_of(TICKS) {
                    paint(&movers.borrow(), &playback);
                }
            });
            deck.paint_with("stage", painter);
            move || deck.leave("stage")
        });
    }
    let (deck, root) = (deck.clone(), root.clone());
    use_effect(move || {
        let root = root.cast::<Element>();
        let mut found = root.as_ref().map(movers_in).unwrap_or_default();
        for old in movers.take() {
            if let Some(new) = found.iter_mut().find(|new| new.is(&old)) {
                new.glide = old.glide;
            }
        }
        paint(&found, &deck.playback());
        movers.replace(found);
        if let Some(root) = root {
            drawn(&root);
        }
    });
}

fn movers_in(root: &Element) -> Vec<Mover> {
    let Ok(found) = root.query_selector_all(".stage-moves") else { return Vec::new() };
    (0..found.length()).filter_map(|place| mover(found.item(place)?.dyn_into().ok()?)).collect()
}

fn mover(element: Element) -> Option<Mover> {
    let time = |name: &str| whole_time(&element.get_attribute(name)?);
    let (from, to) = (time("data-from")?, time("data-to")?);
    let classes = element.class_list();
    let part = if classes.contains("stage-fill") {
        Part::Fill(element.dyn_into().ok()?)
    } else if classes.contains("stage-count") {
        Part::Count(element.dyn_into().ok()?)
    } else {
        Part::Ring(element.dyn_into().ok()?)
    };
    Some(Mover { part, from, to, last: Cell::new(u64::MAX), glide: Glide::default() })
}

/// A time as the stage writes it: whole milliseconds.
fn whole_time(text: &str) -> Option<f64> {
    let time: u64 = text.parse().ok()?;
    #[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
    Some(time as f64)
}

fn paint(movers: &[Mover], playback: &Playback) {
    let at = playback.cursor;
    for mover in movers {
        if mover.glides(playback) {
            continue;
        }
        if mover.glide.stop() {
            mover.last.set(u64::MAX);
        }
        let share = mover.share(at);
        let step = match &mover.part {
            Part::Fill(_) => whole(share * STEPS),
            Part::Ring(_) => whole(share * RING_STEPS),
            Part::Count(_) => whole(at) / 250,
        };
        if mover.last.replace(step) == step {
            continue;
        }
        // Browsers know these properties.
        let _ = match &mover.part {
            Part::Fill(fill) => fill.style().set_property("transform", &filled(share)),
            Part::Ring(ring) => ring.style().set_property("stroke-dashoffset", &view::share(share * 100.0)),
            Part::Count(count) => {
                let text = seconds_left(whole(mover.to), whole(at));
                if let Some(node) =
                    count.first_child().filter(|node| node.node_value().as_ref() != Some(&text))
                {
                    node.set_node_value(Some(&text));
                }
                Ok(())
            }
        };
    }
}
