//! A run as a small picture: a few lanes of coloured pieces, without times and words.

use serde::{Deserialize, Serialize};

use crate::{BarState, Lane, Run};

/// The lanes of a run, the first ones when it has many.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Strip {
    /// Each lane's pieces from left to right; their widths add up to [`Strip::WIDTH`].
    pub lanes: Vec<Vec<Piece>>,
}

/// A stretch in which a lane looks the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The width in columns.
    pub width: u8,
    /// The state that it is drawn in.
    pub state: BarState,
}

impl Strip {
    /// The width of a picture, in columns.
    pub const WIDTH: u8 = 60;
    /// The most lanes that are drawn.
    const LANES: usize = 6;

    /// The picture of a run, on its own time axis.
    pub fn of(run: &Run) -> Strip {
        let scale = run.scale();
        let column = scale.length() / f64::from(Strip::WIDTH);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a time of the axis")]
        let times: Vec<u64> =
            (0..Strip::WIDTH).map(|number| scale.time((f64::from(number) + 0.5) * column) as u64).collect();
        Strip { lanes: run.lanes.iter().take(Strip::LANES).map(|lane| pieces(lane, &times)).collect() }
    }
}

fn pieces(lane: &Lane, times: &[u64]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for state in times.iter().map(|&at| lane.state(at)) {
        match pieces.last_mut().filter(|last| last.state == state) {
            Some(last) => last.width = last.width.saturating_add(1),
            None => pieces.push(Piece { width: 1, state }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Bar, ContainerKind};

    #[test]
    fn each_column_shows_the_state_in_its_middle() {
        let bar = |from, to, state| Bar { from, to, state, label: String::new() };
        let lane = Lane {
            pod: 0,
            container: "app".to_owned(),
            kind: ContainerKind::App,
            field: String::new(),
            bars: vec![bar(0, 2_000, BarState::Pulling), bar(2_000, 6_000, BarState::Ready)],
            marks: Vec::new(),
            told: Vec::new(),
        };
        let run = Run { end: 6_000, lanes: vec![lane; 9], ..Run::default() };
        let strip = Strip::of(&run);
        let piece = |width, state| Piece { width, state };
        assert_eq!(strip.lanes.len(), 6);
        assert_eq!(strip.lanes.first().unwrap(), &[piece(20, BarState::Pulling), piece(40, BarState::Ready)]);
    }

    #[test]
    fn nothing_ran() {
        assert_eq!(Strip::of(&Run::default()), Strip::default());
    }
}
