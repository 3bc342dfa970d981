//! A run as a small picture; it says nothing that the words beside it do not say too.

use std::fmt::Write as _;

use view::{BarState, Strip};
use yew::prelude::*;

/// The distance of two lanes, and the height of one.
const STEP: usize = 6;
const HEIGHT: usize = 4;
/// The number of lanes that always have room, so that a single lane is not drawn as a beam.
const LANES: usize = 3;
const STATES: [BarState; 10] = [
    BarState::Waiting,
    BarState::Pulling,
    BarState::BackOff,
    BarState::Starting,
    BarState::Running,
    BarState::Ready,
    BarState::Stopping,
    BarState::Stopped,
    BarState::Succeeded,
    BarState::Failed,
];

#[derive(Clone, PartialEq, Properties)]
pub(super) struct PictureProps {
    pub(super) strip: Strip,
}

/// One path for each state: few elements, because there are many pictures.
#[component]
pub(super) fn Picture(props: &PictureProps) -> Html {
    let strip = &props.strip;
    if strip.lanes.is_empty() {
        return html! { <span class="examples-refused">{ "\u{2715} refused by the API server" }</span> };
    }
    let path = |state: BarState| {
        let path = path(strip, state);
        (!path.is_empty()).then(|| html! { <path data-state={state.word()} d={path} /> })
    };
    html! {
        <svg class="examples-picture" viewBox={format!("0 0 {} {}", Strip::WIDTH, strip.lanes.len().max(LANES) * STEP)} preserveAspectRatio="none" aria-hidden="true" focusable="false">
            { for STATES.into_iter().filter_map(path) }
        </svg>
    }
}

/// The path of every piece in `state`.
fn path(strip: &Strip, state: BarState) -> String {
    let mut path = String::new();
    for (lane, pieces) in strip.lanes.iter().enumerate() {
        let mut from = 0_u32;
        for piece in pieces {
            let width = u32::from(piece.width);
            if piece.state == state {
                let _ = write!(path, "M{from} {}h{width}v{HEIGHT}h-{width}z", lane * STEP);
            }
            from += width;
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::{BarState, Strip, path};
    use view::Piece;

    #[test]
    fn pieces_of_a_state_are_one_path() {
        let piece = |width, state| Piece { width, state };
        let lane = vec![piece(10, BarState::Pulling), piece(50, BarState::Ready)];
        let strip = Strip { lanes: vec![lane.clone(), lane] };
        assert_eq!(path(&strip, BarState::Pulling), "M0 0h10v4h-10zM0 6h10v4h-10z");
        assert_eq!(path(&strip, BarState::Failed), "");
    }
}
