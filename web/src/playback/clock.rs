//! The only code that reads the time of the real world: a frame callback while something plays.

use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use yew::prelude::*;

use super::{Command, Deck};
use crate::platform;

/// The most time that passes in a frame, in milliseconds: a tab that slept goes on where it was.
const LONGEST_FRAME: f64 = 500.0;

/// Sends a [`Command::Tick`] for each frame of the screen while the deck is `playing`.
///
/// A hidden tab gets no frames, so nothing runs there. With reduced motion there are four rounds of ticks a second.
#[hook]
pub fn use_clock(deck: &Deck, playing: bool) {
    let deck = deck.clone();
    use_effect_with(playing, move |playing| {
        let frames = playing.then(|| Frames::start(move |wall| deck.dispatch(Command::Tick(wall))));
        move || drop(frames)
    });
}

/// A callback for each frame, until it is dropped.
struct Frames {
    state: std::rc::Rc<State>,
}

/// The function that the browser calls with its own time, in milliseconds.
type OnFrame = Closure<dyn FnMut(f64)>;

struct State {
    handle: std::cell::Cell<Option<i32>>,
    callback: std::cell::RefCell<Option<OnFrame>>,
}

impl Frames {
    fn start(tick: impl Fn(f64) + 'static) -> Frames {
        let state = std::rc::Rc::new(State { handle: None.into(), callback: None.into() });
        let slow = platform::wants_less_motion();
        let least = if slow { 250.0 } else { 0.0 };
        let weak = std::rc::Rc::downgrade(&state);
        let mut before: Option<f64> = None;
        let callback = Closure::new(move |now: f64| {
            let Some(state) = weak.upgrade() else { return };
            let passed = before.map_or(0.0, |before| now - before);
            if before.is_none() || passed >= least {
                before = Some(now);
                // Passed in several short ticks, because a tick is clamped: with reduced motion, and on a machine that is
                // too busy for ten frames a second, where a second of the story would last several otherwise.
                let mut left = passed.min(LONGEST_FRAME);
                while left > 0.0 {
                    tick(left.min(100.0));
                    left -= 100.0;
                }
            }
            state.ask();
        });
        *state.callback.borrow_mut() = Some(callback);
        state.ask();
        Frames { state }
    }
}

impl State {
    fn ask(&self) {
        let callback = self.callback.borrow();
        let (Some(window), Some(callback)) = (platform::window(), callback.as_ref()) else { return };
        self.handle.set(window.request_animation_frame(callback.as_ref().unchecked_ref()).ok());
    }
}

impl Drop for Frames {
    fn drop(&mut self) {
        if let (Some(window), Some(handle)) = (platform::window(), self.state.handle.get()) {
            let _ = window.cancel_animation_frame(handle);
        }
    }
}
