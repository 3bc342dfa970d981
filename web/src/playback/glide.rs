//! Motion between two frames, made by the browser's compositor: an element that moves at a steady rate is told where to and
//! how fast, once, and then costs the page nothing on each frame.

use std::cell::RefCell;

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::platform::{self, object};

#[wasm_bindgen]
extern "C" {
    type Moving;
    #[wasm_bindgen(method, catch)]
    fn animate(this: &Moving, frames: &Array, options: &JsValue) -> Result<Motion, JsValue>;

    type Motion;
    #[wasm_bindgen(method)]
    fn cancel(this: &Motion);
    #[wasm_bindgen(method, getter, js_name = currentTime)]
    fn current_time(this: &Motion) -> Option<f64>;
}

/// A way to go: from one share of the whole, 0 to 1, to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Way {
    /// The share at this moment.
    pub from: f64,
    /// The share at the end.
    pub to: f64,
    /// The time until then, in real milliseconds.
    pub lasts: f64,
}

/// The motion of an element; ends when it is dropped.
#[derive(Default)]
pub struct Glide(RefCell<Option<Going>>);

struct Going {
    motion: Motion,
    way: Way,
}

/// A motion may be ahead or behind for so many milliseconds before it is made anew: it begins a frame or two late, and goes
/// on while the page is too busy to count.
const TOLERANCE: f64 = 80.0;

impl Going {
    /// Whether it goes this way, so far as one can see.
    fn goes(&self, way: Way) -> bool {
        let (old, passed) = (self.way, self.motion.current_time().unwrap_or_default());
        let left = old.lasts - passed;
        let here = old.to - (old.to - old.from) * left / old.lasts;
        let seen = (way.to - way.from) / way.lasts * TOLERANCE;
        let same = (old.to - way.to).abs() < 1e-9 && (here - way.from).abs() <= seen;
        same && (left - way.lasts).abs() <= TOLERANCE
    }
}

impl Glide {
    /// Lets `element` go this way, by transform; `false` where it must be painted by hand: people who want less motion get none.
    pub fn go(&self, element: &Element, way: Way, transform: impl Fn(f64) -> String) -> bool {
        if way.lasts <= 0.0 {
            return false;
        }
        let mut going = self.0.borrow_mut();
        if going.as_ref().is_some_and(|going| going.goes(way)) {
            return true;
        }
        let last = going.take();
        if platform::wants_less_motion() {
            last.inspect(|last| last.motion.cancel());
            return false;
        }
        let frame = |share: f64| object(&[("transform", &transform(share).into())]);
        let frames: Array = [way.from, way.to].into_iter().map(frame).collect();
        let options = object(&[("duration", &way.lasts.into()), ("fill", &"forwards".into())]);
        *going = element
            .unchecked_ref::<Moving>()
            .animate(&frames, &options)
            .ok()
            .map(|motion| Going { motion, way });
        // After the new one has begun, so that nothing jumps in between.
        last.inspect(|last| last.motion.cancel());
        going.is_some()
    }

    /// Ends the motion; `true` if there was one, and the element must be painted by hand.
    pub fn stop(&self) -> bool {
        let last = self.0.take();
        last.inspect(|last| last.motion.cancel()).is_some()
    }
}

impl Drop for Glide {
    fn drop(&mut self) {
        self.stop();
    }
}
