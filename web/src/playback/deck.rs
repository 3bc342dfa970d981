//! The playhead at work: what moves on each frame is painted by hand, all else is drawn when something that is shown
//! changes. Drawing sixty times a second what changes once a second kept the page busy.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use view::Run;
use yew::prelude::*;

use super::{Command, Playback};
use crate::shared::Shared;

/// Where the playhead stands, for those who draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The last instant since which nothing that is printed has changed.
    pub at: u64,
    /// Whether it moves by itself.
    pub playing: bool,
    /// How many seconds of the story pass in one second.
    pub speed: f64,
}

impl Shown {
    /// Whether more happens in a second than anyone sees happen.
    pub fn is_fast(&self) -> bool {
        self.playing && self.speed > 5.0
    }
}

/// Paints the playhead; called on each frame with the machine.
pub type Painter = Callback<Playback>;

struct Inner {
    playback: RefCell<Playback>,
    run: RefCell<Shared<Run>>,
    painters: RefCell<Vec<(&'static str, Painter)>>,
    shown: UseStateSetter<Shown>,
    last: RefCell<Shown>,
    /// Where it is to stand as soon as there is a run.
    start: Cell<Option<f64>>,
    /// How much of the wall's time has passed since something was drawn, in milliseconds.
    undrawn: Cell<f64>,
}

/// While it plays, at most this often is anything drawn, in milliseconds: at a high speed something changes on each
/// frame, and nobody reads sixty rows a second.
const DRAWN_EVERY: f64 = 100.0;
/// The same where [`QUICK`] seconds and more of the story pass in one.
const QUICKLY_DRAWN_EVERY: f64 = 200.0;
const QUICK: f64 = 30.0;

/// The playhead; cheap to copy.
#[derive(Clone)]
pub struct Deck(Rc<Inner>);

impl PartialEq for Deck {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Deck {
    /// What a person, or the clock, does to the playhead.
    pub fn dispatch(&self, command: Command) {
        let passed = match command {
            Command::Tick(wall) => self.0.undrawn.get() + wall,
            _ => QUICKLY_DRAWN_EVERY,
        };
        let next = self.0.playback.borrow().apply(command);
        self.set(next, passed);
    }

    /// Goes over to another run, as far as the playhead's place is on it.
    fn load(&self, run: &Shared<Run>) {
        self.0.run.replace(run.clone());
        let next = self.0.playback.borrow().over(Rc::new(run.scale()));
        self.set(next, QUICKLY_DRAWN_EVERY);
    }

    fn set(&self, next: Playback, passed: f64) {
        let every = if next.speed < QUICK { DRAWN_EVERY } else { QUICKLY_DRAWN_EVERY };
        let waits = next.playing && passed < every;
        self.0.playback.replace(next);
        self.0.undrawn.set(if waits { passed } else { 0.0 });
        self.paint();
        if !waits {
            self.tell();
        }
    }

    /// The machine as it stands.
    pub fn playback(&self) -> Playback {
        self.0.playback.borrow().clone()
    }

    /// Paints on each frame from now on, and at once.
    pub fn paint_with(&self, name: &'static str, painter: Painter) {
        painter.emit(self.playback());
        let mut painters = self.0.painters.borrow_mut();
        painters.retain(|(other, _)| *other != name);
        painters.push((name, painter));
    }

    /// Paints no more.
    pub fn leave(&self, name: &'static str) {
        self.0.painters.borrow_mut().retain(|(other, _)| *other != name);
    }

    fn paint(&self) {
        let painters = self.0.painters.borrow().clone();
        for (_, painter) in painters {
            painter.emit(self.playback());
        }
    }

    /// Draws, when there is something to draw.
    fn tell(&self) {
        let playback = self.playback();
        let at = self.0.run.borrow().settled(playback.at());
        let shown = Shown { at, playing: playback.playing, speed: playback.speed };
        if *self.0.last.borrow() != shown {
            self.0.last.replace(shown.clone());
            self.0.shown.set(shown);
        }
    }
}

/// The playhead over a run. Whenever something else is `opened` it stands still at `start` milliseconds.
#[hook]
pub fn use_deck(run: &Shared<Run>, opened: u32, start: u64) -> (Deck, Shown) {
    #[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
    let place = start as f64;
    let start = Shown { at: start, playing: false, speed: 1.0 };
    let shown = use_state(|| start.clone());
    let deck = {
        let (setter, run) = (shown.setter(), run.clone());
        use_memo((), move |()| {
            Deck(Rc::new(Inner {
                playback: RefCell::new(Playback::new(Rc::new(run.scale()))),
                run: RefCell::new(run),
                painters: RefCell::default(),
                shown: setter,
                last: RefCell::new(start),
                start: Cell::new(Some(place)),
                undrawn: Cell::default(),
            }))
        })
    };
    {
        let deck = Rc::clone(&deck);
        use_effect_with(opened, move |_| {
            deck.dispatch(Command::Pause);
            deck.0.start.set(Some(place));
        });
    }
    {
        let deck = Rc::clone(&deck);
        use_effect_with(run.clone(), move |run| {
            deck.load(run);
            let place = (run.end > 0).then(|| deck.0.start.take()).flatten();
            if let Some(place) = place {
                deck.dispatch(Command::Seek(place));
            }
        });
    }
    // A run that has just come may be shorter than where the playhead stood.
    let at = run.settled(shown.at.min(run.end));
    ((*deck).clone(), Shown { at, ..(*shown).clone() })
}
