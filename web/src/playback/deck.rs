//! The playhead at work: things that move on each tick are painted by hand, and components are drawn only when
//! something that they show changes. Drawing them on each tick kept the page busy.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use view::Run;
use yew::prelude::*;

use super::{Command, Playback};
use crate::memo::Outcome;
use crate::shared::Shared;

/// The playhead as components draw it.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The earliest instant from which on all that is printed is as at the cursor.
    pub at: u64,
    /// Whether the playhead moves by itself, or will as soon as the run is there.
    pub playing: bool,
    /// The number of seconds of the story that pass in one second.
    pub speed: f64,
}

impl Shown {
    /// Whether more happens in a second than anyone can see.
    pub fn is_fast(&self) -> bool {
        self.playing && self.speed > 5.0
    }
}

/// Paints the playhead; called on each tick.
pub type Painter = Callback<Playback>;

struct Inner {
    playback: RefCell<Playback>,
    run: RefCell<Shared<Run>>,
    painters: RefCell<Vec<(&'static str, Painter)>>,
    shown: UseStateSetter<Shown>,
    last: RefCell<Shown>,
    /// The place of the playhead as soon as there is a run.
    start: Cell<Option<f64>>,
    /// Whether there is no run yet and one is being made.
    comes: Cell<bool>,
    /// Whether someone has pressed Play before the run was there.
    awaited: Cell<bool>,
    /// The real time since components were drawn, in milliseconds.
    undrawn: Cell<f64>,
}

/// The least time between two drawings while it plays, in milliseconds: at a high speed something changes on each
/// frame, and nobody reads sixty rows a second.
const DRAWN_EVERY: f64 = 100.0;
/// The same time for when [`QUICK`] seconds or more of the story pass in one.
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
    /// Carries out a command of a person or of the clock.
    pub fn dispatch(&self, command: Command) {
        let passed = match command {
            Command::Tick(wall) => self.0.undrawn.get() + wall,
            _ => QUICKLY_DRAWN_EVERY,
        };
        if self.0.comes.get() && self.awaits(command) {
            return self.tell();
        }
        let next = self.0.playback.borrow().apply(command);
        self.set(next, passed);
    }

    /// Whether a command is for the run that is being made: it plays, or does not, when it is there.
    fn awaits(&self, command: Command) -> bool {
        let awaited = match command {
            Command::Play => true,
            Command::Pause => false,
            Command::Toggle => !self.0.awaited.get(),
            _ => return false,
        };
        self.0.awaited.set(awaited);
        true
    }

    fn plays(&self) -> bool {
        self.0.playback.borrow().playing || self.0.awaited.get()
    }

    /// Stops, and goes to `place` milliseconds as soon as there is a run.
    fn rest(&self, place: f64) {
        self.0.playback.borrow_mut().playing = false;
        self.0.awaited.set(false);
        self.0.start.set(Some(place));
    }

    /// Changes to another run; the playhead keeps its place as far as the run goes.
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

    /// The present state of the playhead.
    pub fn playback(&self) -> Playback {
        self.0.playback.borrow().clone()
    }

    /// Adds a painter, which is called now and on each tick.
    pub fn paint_with(&self, name: &'static str, painter: Painter) {
        painter.emit(self.playback());
        let mut painters = self.0.painters.borrow_mut();
        painters.retain(|(other, _)| *other != name);
        painters.push((name, painter));
    }

    /// Removes a painter.
    pub fn leave(&self, name: &'static str) {
        self.0.painters.borrow_mut().retain(|(other, _)| *other != name);
    }

    fn paint(&self) {
        let painters = self.0.painters.borrow().clone();
        for (_, painter) in painters {
            painter.emit(self.playback());
        }
    }

    /// Draws the components, if something that they show has changed.
    fn tell(&self) {
        let playback = self.playback();
        let at = self.0.run.borrow().settled(playback.at());
        let shown = Shown { at, playing: self.plays(), speed: playback.speed };
        if *self.0.last.borrow() != shown {
            self.0.last.replace(shown.clone());
            self.0.shown.set(shown);
        }
    }
}

/// The playhead over the run of an outcome. Whenever something else is `opened`, it stops at `start` milliseconds.
#[hook]
pub fn use_deck(outcome: &Outcome, opened: u32, start: u64) -> (Deck, Shown) {
    let Outcome { run, pending, stale, .. } = outcome;
    let (pending, stale) = (*pending, stale.is_some());
    #[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
    let place = start as f64;
    let first = Shown { at: start, playing: false, speed: 1.0 };
    let shown = use_state(|| first.clone());
    let deck = {
        let (setter, run) = (shown.setter(), run.clone());
        use_memo((), move |()| {
            Deck(Rc::new(Inner {
                playback: RefCell::new(Playback::new(Rc::new(run.scale()))),
                run: RefCell::new(run),
                painters: RefCell::default(),
                shown: setter,
                last: RefCell::new(first),
                start: Cell::new(Some(place)),
                comes: Cell::default(),
                awaited: Cell::default(),
                undrawn: Cell::default(),
            }))
        })
    };
    // Changed while the page is drawn and not after it, so that no press falls in between.
    let before = use_mut_ref(|| opened);
    if before.replace(opened) != opened {
        deck.rest(place);
    }
    deck.0.comes.set(run.end == 0 && pending);
    {
        let deck = Rc::clone(&deck);
        // Opened again, the same run starts over, too.
        use_effect_with((run.clone(), opened, pending), move |(run, _, pending)| {
            deck.load(run);
            let comes = run.end == 0 && *pending;
            let plays = !comes && deck.0.awaited.take();
            let place = (run.end > 0).then(|| deck.0.start.take()).flatten();
            if let Some(place) = place {
                deck.dispatch(Command::Seek(place));
            }
            if plays {
                deck.dispatch(if stale { Command::Pause } else { Command::Play });
            }
        });
    }
    // The place that it opens at is shown from the run's first picture on, and a new run may be shorter than the
    // playhead's time.
    let opens = run.end > 0 && deck.0.start.get().is_some();
    let at = run.settled(if opens { start } else { shown.at }.min(run.end));
    ((*deck).clone(), Shown { at, playing: deck.plays(), ..(*shown).clone() })
}
