//! The time axis of a run: from a time to a place on it and back. Long waits are drawn short, so that five minutes of back-off
//! neither fill the picture nor make anyone wait.

/// The longest stretch without any change that is drawn in full, in milliseconds.
const LONGEST_WAIT: f64 = 15_000.0;
/// The length at which a longer stretch is drawn.
const DRAWN_WAIT: f64 = 4_000.0;

/// A piecewise linear axis. Times are milliseconds; places are milliseconds of the axis, where a wait counts less.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scale {
    changes: Vec<f64>,
    pieces: Vec<Piece>,
}

/// A stretch of the axis.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Piece {
    time: (f64, f64),
    place: (f64, f64),
}

/// A wait that is drawn short.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// The start, 0 to 1 of the axis.
    pub from: f64,
    /// The end, 0 to 1 of the axis.
    pub to: f64,
    /// The real duration in milliseconds.
    pub lasts: f64,
}

/// A time that is written under the axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tick {
    /// The time in milliseconds.
    pub time: f64,
    /// The place, 0 to 1 of the axis.
    pub at: f64,
}

impl Scale {
    /// The axis of a run that lasts `end` milliseconds and changes at `changes` (in order).
    pub fn new(end: u64, changes: impl Iterator<Item = u64>) -> Scale {
        let end = float(end);
        let mut changes: Vec<f64> = changes.map(float).filter(|&at| at < end).collect();
        changes.dedup();
        let mut stops = changes.clone();
        stops.push(end);
        let mut pieces = Vec::new();
        let (mut time, mut place) = (0.0, 0.0);
        for stop in stops {
            let lasts = stop - time;
            if lasts <= 0.0 {
                continue;
            }
            let drawn = if lasts > LONGEST_WAIT { DRAWN_WAIT } else { lasts };
            pieces.push(Piece { time: (time, stop), place: (place, place + drawn) });
            (time, place) = (stop, place + drawn);
        }
        Scale { changes, pieces }
    }

    /// The last instant, in milliseconds.
    pub fn end(&self) -> f64 {
        self.pieces.last().map_or(0.0, |piece| piece.time.1)
    }

    /// The length of the axis.
    pub fn length(&self) -> f64 {
        self.pieces.last().map_or(0.0, |piece| piece.place.1)
    }

    /// The place of a time.
    pub fn position(&self, time: f64) -> f64 {
        let index = self.pieces.partition_point(|piece| piece.time.1 < time);
        self.pieces.get(index).map_or(self.length(), |piece| between(time, piece.time, piece.place))
    }

    /// The time at a place.
    pub fn time(&self, position: f64) -> f64 {
        let index = self.pieces.partition_point(|piece| piece.place.1 < position);
        self.pieces.get(index).map_or(self.end(), |piece| between(position, piece.place, piece.time))
    }

    /// The place of a time, from 0 to 1.
    pub fn share(&self, time: f64) -> f64 {
        let length = self.length();
        if length > 0.0 { self.position(time) / length } else { 0.0 }
    }

    /// The first change after `time`, else the end.
    pub fn next(&self, time: f64) -> f64 {
        self.changes.iter().copied().find(|&change| change > time + 0.5).unwrap_or(self.end())
    }

    /// The last change before `time`, else the beginning.
    pub fn previous(&self, time: f64) -> f64 {
        self.changes.iter().copied().rev().find(|&change| change < time - 0.5).unwrap_or(0.0)
    }

    /// The waits that are drawn short.
    pub fn gaps(&self) -> Vec<Gap> {
        let length = self.length();
        let gaps = self.pieces.iter().filter(|piece| lasts(piece.time) > lasts(piece.place) + 1.0);
        gaps.map(|piece| Gap {
            from: piece.place.0 / length,
            to: piece.place.1 / length,
            lasts: lasts(piece.time),
        })
        .collect()
    }

    /// Round times, about `count` of them, none inside a short drawn wait.
    pub fn ticks(&self, count: usize) -> Vec<Tick> {
        const STEPS: [f64; 14] =
            [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1_800.0];
        let length = self.length();
        let count = u32::try_from(count.max(1)).unwrap_or(u32::MAX);
        let wanted = length / f64::from(count) / 1_000.0;
        let step = STEPS.iter().copied().find(|&step| step >= wanted).unwrap_or(3_600.0) * 1_000.0;
        let mut ticks = Vec::new();
        for piece in &self.pieces {
            if lasts(piece.time) > lasts(piece.place) + 1.0 {
                continue;
            }
            let mut time = (piece.time.0 / step).ceil() * step;
            while time <= piece.time.1 && ticks.len() < 100 {
                let at = between(time, piece.time, piece.place) / length;
                let close = ticks.last().is_some_and(|tick: &Tick| (at - tick.at) * length < step * 0.7);
                if !close {
                    ticks.push(Tick { time, at });
                }
                time += step;
            }
        }
        ticks
    }
}

/// A time as the page writes it: `0.4 s`, `12 s`, `3:05`, `1:02:03`.
pub fn clock(time: f64) -> String {
    let tenths = whole(time) / 100;
    if tenths < 600 {
        let (seconds, tenth) = (tenths / 10, tenths % 10);
        return if tenth == 0 { format!("{seconds} s") } else { format!("{seconds}.{tenth} s") };
    }
    let whole = tenths / 10;
    let (hours, minutes, seconds) = (whole / 3_600, whole / 60 % 60, whole % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// A part of the axis, 0 to 1, in the form that style sheets read. Made from whole millionths: code that prints floats
/// would add 6 KB to the page.
pub fn share(part: f64) -> String {
    let millionths = whole(part * 1_000_000.0 + 0.5);
    format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000)
}

/// The whole milliseconds of a time; nothing is before 0.
pub fn whole(time: f64) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "cut off on purpose")]
    let whole = time.max(0.0) as u64;
    whole
}

fn between(value: f64, from: (f64, f64), to: (f64, f64)) -> f64 {
    let width = lasts(from);
    let share = if width > 0.0 { ((value - from.0) / width).clamp(0.0, 1.0) } else { 0.0 };
    to.0 + share * lasts(to)
}

fn lasts((from, to): (f64, f64)) -> f64 {
    to - from
}

/// A time as the axis counts: milliseconds with a fraction.
pub fn float(time: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
    let time = time as f64;
    time
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "whole milliseconds are exact")]
mod tests {
    use super::{Scale, clock, share};

    #[test]
    fn there_and_back() {
        let scale = Scale::new(400_000, [0, 2_000, 5_000, 305_000].into_iter());
        for time in [0.0, 1_999.0, 5_000.0, 123_456.0, 305_000.0, 400_000.0] {
            assert!((scale.time(scale.position(time)) - time).abs() < 0.01, "{time}");
        }
    }

    #[test]
    fn a_long_wait_is_drawn_short() {
        let scale = Scale::new(310_000, [0, 5_000, 305_000].into_iter());
        assert_eq!(scale.length(), 5_000.0 + 4_000.0 + 5_000.0);
        let gaps = scale.gaps();
        assert_eq!(gaps.len(), 1);
        assert_eq!(gaps[0].lasts, 300_000.0);
    }

    #[test]
    fn steps_stop_at_both_ends() {
        let scale = Scale::new(9_000, [0, 3_000].into_iter());
        assert_eq!((scale.next(0.0), scale.next(3_000.0), scale.next(9_000.0)), (3_000.0, 9_000.0, 9_000.0));
        assert_eq!(
            (scale.previous(9_000.0), scale.previous(3_000.0), scale.previous(0.0)),
            (3_000.0, 0.0, 0.0)
        );
    }

    #[test]
    fn an_empty_run_has_an_axis_too() {
        let scale = Scale::new(0, [].into_iter());
        assert_eq!((scale.share(5.0), scale.time(5.0), scale.ticks(5).len()), (0.0, 0.0, 0));
    }

    #[test]
    fn ticks_are_round_and_few() {
        let times: Vec<f64> =
            Scale::new(30_000, [0, 15_000].into_iter()).ticks(6).iter().map(|tick| tick.time).collect();
        assert_eq!(times, [0.0, 5_000.0, 10_000.0, 15_000.0, 20_000.0, 25_000.0, 30_000.0]);
    }

    #[test]
    fn parts_are_written_for_a_style_sheet() {
        assert_eq!(
            [share(0.0), share(0.000_25), share(0.5), share(1.0), share(-1.0)],
            ["0.000000", "0.000250", "0.500000", "1.000000", "0.000000"]
        );
    }

    #[test]
    fn clocks_read_as_people_write_them() {
        assert_eq!(
            [clock(0.0), clock(480.0), clock(12_000.0), clock(185_000.0)],
            ["0 s", "0.4 s", "12 s", "3:05"]
        );
    }
}
