//! The instants that tell a run in a few pictures.

use std::cmp::Reverse;

use crate::Run;
use crate::order::sort_by_key;

/// A stretch of fewer milliseconds is no picture.
const SHORT: u64 = 100;
/// The milliseconds after which the API server shows most of what a kubelet has done.
const SETTLED: u64 = 1_500;
/// The most containers whose states are compared.
const LANES: usize = 40;

/// At most so many instants, in order: that of the playhead, the first and the last, and those that show most between them.
///
/// ```
/// let run = view::Run { changes: vec![0, 2_000], end: 9_000, ..Default::default() };
/// assert_eq!(view::still::instants(&run, 2_500, 6), [2_000]);
/// ```
pub fn instants(run: &Run, at: u64, most: usize) -> Vec<u64> {
    let now = run.changes.get(run.index(at)).copied().unwrap_or(at);
    let mut pictures = pictures(run);
    // The playhead's own picture stands for the stretch that it is in.
    pictures.retain(|one| now < one.from || now >= one.from + one.lasts.max(1));
    let ends = [pictures.first(), pictures.last()];
    let mut chosen = Vec::new();
    ends.into_iter().flatten().map(|one| one.at).chain([now]).for_each(|at| put(&mut chosen, at));
    pictures.retain(|one| one.lasts >= SHORT);
    // New states come first, then what stands longest.
    sort_by_key(&mut pictures, |one| (Reverse(one.new), Reverse(one.lasts)));
    for picture in pictures {
        if chosen.len() >= most {
            break;
        }
        put(&mut chosen, picture.at);
    }
    chosen
}

/// Adds an instant to a list in order that has each once.
fn put(chosen: &mut Vec<u64>, at: u64) {
    if let Err(place) = chosen.binary_search(&at) {
        chosen.insert(place, at);
    }
}

/// A stretch of a run in which no container changes its state.
struct Picture {
    from: u64,
    /// Shortly after its beginning, when the API server shows it too.
    at: u64,
    lasts: u64,
    /// Whether a container is in a state in which it has not been before.
    new: bool,
}

/// The stretches of a run, in order.
fn pictures(run: &Run) -> Vec<Picture> {
    let mut seen = Vec::new();
    let mut last = Vec::new();
    let mut found: Vec<Picture> = Vec::new();
    for &from in &run.changes {
        let states: Vec<&str> = run.lanes.iter().take(LANES).map(|lane| lane.state(from).word()).collect();
        if found.is_empty() || states != last {
            let now = states.iter().copied().enumerate();
            let new: Vec<(usize, &str)> = now.filter(|state| !seen.contains(state)).collect();
            found.push(Picture { from, at: from, lasts: 0, new: !new.is_empty() });
            seen.extend(new);
            last = states;
        }
    }
    let ends: Vec<u64> = found.iter().skip(1).map(|next| next.from).chain([run.end]).collect();
    for (picture, end) in found.iter_mut().zip(ends) {
        picture.lasts = end.saturating_sub(picture.from);
        let settled = run.index(picture.from + (picture.lasts / 2).min(SETTLED));
        picture.at = run.changes.get(settled).copied().unwrap_or(picture.from);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::instants;
    use crate::{Bar, BarState, ContainerKind, Lane, Run};

    /// A run of one container with these states, from the times on.
    fn run(states: &[(u64, BarState)], changes: Vec<u64>) -> Run {
        let bar = |&(from, state): &(u64, BarState)| Bar { from, to: from, state, label: String::new() };
        let lane = Lane {
            pod: 0,
            container: "app".to_owned(),
            kind: ContainerKind::App,
            field: String::new(),
            bars: states.iter().map(bar).collect(),
            marks: Vec::new(),
            told: Vec::new(),
        };
        let end = changes.last().copied().unwrap_or_default() + 1_000;
        Run { lanes: vec![lane], changes, end, ..Run::default() }
    }

    #[test]
    fn a_long_run_is_told_in_a_few_pictures() {
        let states: Vec<(u64, BarState)> = (0..1_000)
            .map(|second| {
                let state = if second % 2 == 0 { BarState::Running } else { BarState::BackOff };
                (second * 1_000, state)
            })
            .collect();
        let chosen = instants(&run(&states, states.iter().map(|(from, _)| *from).collect()), 333_500, 6);
        assert_eq!((chosen.first(), chosen.last()), (Some(&0), Some(&999_000)));
        assert!(chosen.contains(&333_000) && chosen.len() == 6, "{chosen:?}");
    }

    #[test]
    fn each_state_is_shown_once_the_server_shows_it_too() {
        let states = [
            (0, BarState::Waiting),
            (1_000, BarState::Pulling),
            (3_000, BarState::Waiting),
            (3_004, BarState::Running),
            (3_009, BarState::Ready),
        ];
        let run = run(&states, vec![0, 1_000, 1_002, 3_000, 3_004, 3_009, 3_013, 60_000]);
        assert_eq!(instants(&run, 0, 6), [0, 1_002, 3_013], "what lasts four milliseconds is no picture");
    }
}
