//! The only code that reads the time of the real world: frames while something plays.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use yew::prelude::*;

use super::{Command, Deck};
use crate::platform;

/// The most time that passes in a frame, in milliseconds: a tab that slept goes on where it was.
const LONGEST_FRAME: f64 = 500.0;

/// The least time between two ticks, in milliseconds. The browser itself moves what moves steadily, and each tick makes it
/// draw a frame of the page on the thread that also hears keys, so there are fewer ticks than frames of the screen.
const BETWEEN: u32 = 28;
/// The same for people who want less motion: four rounds a second.
const SLOWLY: u32 = 240;

/// Sends [`Command::Tick`]s while the deck is `playing`. A hidden tab gets no frames, so nothing runs there.
#[hook]
pub fn use_clock(deck: &Deck, playing: bool) {
    let deck = deck.clone();
    use_effect_with(playing, move |playing| {
        let frames = playing.then(|| Frames::start(move |wall| deck.dispatch(Command::Tick(wall))));
        move || drop(frames)
    });
}

/// A callback for some frames of the screen, until it is dropped.
struct Frames {
    state: Rc<State>,
}

/// The function that the browser calls with its own time, in milliseconds.
type OnFrame = Closure<dyn FnMut(f64)>;

struct State {
    handle: Cell<Option<i32>>,
    callback: RefCell<Option<OnFrame>>,
    /// Asks for the next frame when it is time.
    timer: RefCell<Option<Timeout>>,
}

impl Frames {
    fn start(tick: impl Fn(f64) + 'static) -> Frames {
        let state = Rc::new(State { handle: None.into(), callback: None.into(), timer: None.into() });
        let between = if platform::wants_less_motion() { SLOWLY } else { BETWEEN };
        let weak = Rc::downgrade(&state);
        let mut before: Option<f64> = None;
        let callback = Closure::new(move |now: f64| {
            let Some(state) = weak.upgrade() else { return };
            // Passed in several short ticks, because a tick is clamped: with reduced motion, and on a machine that is too
            // busy for ten frames a second, where a second of the story would last several otherwise.
            let mut left = before.replace(now).map_or(0.0, |before| now - before).min(LONGEST_FRAME);
            while left > 0.0 {
                tick(left.min(100.0));
                left -= 100.0;
            }
            let again = Rc::downgrade(&state);
            let timer = Timeout::new(between, move || {
                if let Some(state) = again.upgrade() {
                    state.ask();
                }
            });
            state.timer.replace(Some(timer));
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
        self.state.timer.take();
        if let (Some(window), Some(handle)) = (platform::window(), self.state.handle.get()) {
            let _ = window.cancel_animation_frame(handle);
        }
    }
}
