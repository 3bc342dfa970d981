//! The playhead's time, and whether it moves. Commands are handled in `apply` alone.

mod clock;
mod deck;
mod glide;

use std::rc::Rc;

use view::{Scale, whole};

pub use clock::use_clock;
pub use deck::{Deck, Shown, use_deck};
pub use glide::{Glide, Way};

/// The playhead. Times are milliseconds since the object was created.
#[derive(Clone, Debug, PartialEq)]
pub struct Playback {
    /// The playhead's time.
    pub cursor: f64,
    /// Whether the playhead moves by itself.
    pub playing: bool,
    /// The number of seconds of the story that pass in one second.
    pub speed: f64,
    /// The time axis; long waits pass quickly on it.
    pub scale: Rc<Scale>,
}

/// A command of a person, or of the clock, to the playhead.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Command {
    /// Starts it, from the beginning when it is at the end; or stops it.
    Toggle,
    /// Starts it, unless it plays already.
    Play,
    /// Stops it.
    Pause,
    /// Moves it to a time.
    Seek(f64),
    /// Moves it by seconds of the axis.
    Skip(f64),
    /// Moves it to the next change.
    Next,
    /// Moves it to the change before.
    Previous,
    /// Sets the speed.
    Speed(f64),
    /// Takes the next higher of [`SPEEDS`].
    Faster,
    /// Takes the next lower one.
    Slower,
    /// Reports that this many milliseconds of real time have passed.
    Tick(f64),
}

/// The speeds to choose from, as words and as seconds of the story in one real second.
pub const SPEEDS: [(&str, f64); 8] = [
    ("0.25", 0.25),
    ("0.5", 0.5),
    ("1", 1.0),
    ("2", 2.0),
    ("5", 5.0),
    ("10", 10.0),
    ("30", 30.0),
    ("60", 60.0),
];

/// The most real time that passes in a tick, in milliseconds, so that the playhead of a sleeping tab does not jump.
const LONGEST_TICK: f64 = 100.0;

impl Playback {
    /// The playhead at the beginning of a run.
    pub fn new(scale: Rc<Scale>) -> Playback {
        Playback { cursor: 0.0, playing: false, speed: 1.0, scale }
    }

    /// The playhead's time in whole milliseconds, as questions to the engine need it.
    pub fn at(&self) -> u64 {
        whole(self.cursor)
    }

    /// The playhead over another run: it keeps its place as far as the run goes.
    #[must_use]
    pub fn over(&self, scale: Rc<Scale>) -> Playback {
        let loaded = Playback { scale, ..self.clone() };
        let loaded = loaded.seek(loaded.cursor);
        Playback { playing: loaded.playing && loaded.cursor < loaded.end(), ..loaded }
    }

    fn end(&self) -> f64 {
        self.scale.end()
    }

    /// The real milliseconds until the playhead is at `time`.
    pub fn until(&self, time: f64) -> f64 {
        (self.scale.position(time) - self.scale.position(self.cursor)) / self.speed
    }

    fn seek(&self, cursor: f64) -> Playback {
        let cursor = if cursor.is_finite() { cursor.max(0.0).min(self.end()) } else { 0.0 };
        Playback { cursor, ..self.clone() }
    }

    /// Moves the playhead by `wall` milliseconds of real time.
    fn update(&self, wall: f64) -> Playback {
        let step = wall.clamp(0.0, LONGEST_TICK) * self.speed;
        let position = self.scale.position(self.cursor) + step;
        let moved = self.seek(self.scale.time(position));
        Playback { playing: moved.cursor < self.end(), ..moved }
    }
}

impl Playback {
    /// The playhead after a command.
    #[must_use]
    pub fn apply(&self, command: Command) -> Playback {
        let paused = Playback { playing: false, ..self.clone() };
        match command {
            Command::Pause => paused,
            Command::Play if self.playing => self.clone(),
            Command::Toggle if self.playing => paused,
            Command::Toggle | Command::Play => {
                let from = if self.cursor >= self.end() { 0.0 } else { self.cursor };
                Playback { playing: self.end() > 0.0, ..self.seek(from) }
            }
            Command::Seek(time) => self.seek(time),
            Command::Skip(seconds) => {
                self.seek(self.scale.time(self.scale.position(self.cursor) + seconds * 1_000.0))
            }
            Command::Next => paused.seek(self.scale.next(self.cursor)),
            Command::Previous => paused.seek(self.scale.previous(self.cursor)),
            Command::Faster => {
                let next = SPEEDS.into_iter().find(|(_, speed)| *speed > self.speed);
                Playback { speed: next.map_or(self.speed, |(_, speed)| speed), ..self.clone() }
            }
            Command::Slower => {
                let next = SPEEDS.into_iter().rfind(|(_, speed)| *speed < self.speed);
                Playback { speed: next.map_or(self.speed, |(_, speed)| speed), ..self.clone() }
            }
            Command::Speed(speed) => Playback { speed: speed.clamp(0.1, 100.0), ..self.clone() },
            Command::Tick(_) if !self.playing => self.clone(),
            Command::Tick(wall) => self.update(wall),
        }
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "whole milliseconds are exact")]
mod tests {
    use std::rc::Rc;

    use view::Scale;

    use super::{Command, Playback};

    fn playback() -> Playback {
        Playback::new(Rc::new(Scale::new(10_000, [0, 1_000, 4_000].into_iter())))
    }

    #[test]
    fn it_never_starts_by_itself() {
        let playback = playback().apply(Command::Tick(16.0));
        assert!(!playback.playing && playback.cursor == 0.0);
    }

    #[test]
    fn a_tab_that_slept_does_not_jump() {
        let playback = playback().apply(Command::Toggle).apply(Command::Tick(60_000.0));
        assert_eq!(playback.cursor, 100.0);
    }

    #[test]
    fn it_stops_at_the_end_and_starts_again_from_the_beginning() {
        let playback =
            playback().apply(Command::Seek(9_990.0)).apply(Command::Toggle).apply(Command::Tick(50.0));
        assert!(!playback.playing && playback.cursor == 10_000.0);
        let playback = playback.apply(Command::Toggle);
        assert!(playback.playing && playback.cursor == 0.0);
    }

    #[test]
    fn steps_go_from_change_to_change() {
        let playback = playback().apply(Command::Next);
        assert_eq!(playback.cursor, 1_000.0);
        let playback = playback.apply(Command::Next).apply(Command::Previous);
        assert_eq!(playback.cursor, 1_000.0);
    }

    #[test]
    fn a_shorter_run_keeps_the_playhead_inside() {
        let shorter = Rc::new(Scale::new(2_000, [0].into_iter()));
        let playback = playback().apply(Command::Seek(8_000.0)).over(shorter);
        assert_eq!(playback.cursor, 2_000.0);
    }
}
