//! One mark on the story's axis: dragged by mouse or finger, moved by arrow keys, or set by its number.

use std::rc::Rc;

use view::{Scale, ScenarioChange, StoryAction, clock, whole};
use yew::prelude::*;

use crate::platform;

/// The length of an axis, in milliseconds, from which on a dragged mark stops at whole seconds only.
const LONG: f64 = 10_000.0;

/// The input of a mark.
#[derive(Clone, PartialEq, Properties)]
pub struct MarkProps {
    /// The index among the actions.
    pub index: usize,
    /// The action.
    pub action: StoryAction,
    /// Whether it is that of the present story.
    pub fresh: bool,
    /// The axis.
    pub scale: Rc<Scale>,
    /// Takes the changes.
    pub change: Callback<ScenarioChange>,
}

/// Where a mark is held.
#[derive(Clone, Copy, PartialEq)]
struct Held {
    /// The time, in seconds.
    at: f64,
    /// Whether it has been released: the story is being changed, and losing the focus changes it no second time.
    told: bool,
}

impl Held {
    fn at(at: f64) -> Held {
        Held { at, told: false }
    }
}

/// The moves of a mark, and its removal.
struct Moves {
    /// Where it is shown, in seconds.
    at: f64,
    typed: Callback<Event>,
    dragged: Callback<InputEvent>,
    let_go: Callback<Event>,
    key_down: Callback<KeyboardEvent>,
    key_up: Callback<KeyboardEvent>,
    left: Callback<FocusEvent>,
    dropped: Callback<MouseEvent>,
}

#[hook]
fn use_moves(props: &MarkProps) -> Moves {
    let held = use_state(|| None::<Held>);
    {
        // Keys are faster than the engine: the mark may have moved on before the story of an earlier key comes.
        let held = held.clone();
        use_effect_with((props.action.at, props.fresh), move |&(at, fresh)| {
            if held.is_some_and(|held| held.told && (fresh || held.at.to_bits() == at.to_bits())) {
                held.set(None);
            }
        });
    }
    let at = held.map_or(props.action.at, |held| held.at);
    let (index, change, scale) = (props.index, props.change.clone(), props.scale.clone());
    let put = {
        let held = held.setter();
        move |at: f64| {
            held.set(Some(Held { at, told: true }));
            change.emit(ScenarioChange::Move { action: index, at });
        }
    };
    let dragged = {
        let (held, scale) = (held.setter(), scale.clone());
        Callback::from(move |event: InputEvent| {
            held.set(Some(Held::at(time_at(&scale, platform::number_of(&event)))));
        })
    };
    let let_go = {
        let put = put.clone();
        Callback::from(move |event: Event| put(time_at(&scale, platform::number_of(&event))))
    };
    let dropped = props.change.reform(move |()| {
        platform::focus("story-add");
        ScenarioChange::Drop(index)
    });
    let key_down = {
        let (held, dropped) = (held.setter(), dropped.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            if event.key() == "Delete" {
                event.prevent_default();
                dropped.emit(());
            } else if let Some(moved) = moved(at, &event.key(), event.shift_key()) {
                event.prevent_default();
                held.set(Some(Held::at(moved)));
            }
        })
    };
    let released = {
        let (held, put) = (held.clone(), put.clone());
        move || {
            if let Some(Held { at, told: false }) = *held {
                put(at);
            }
        }
    };
    let key_up = {
        let released = released.clone();
        Callback::from(move |event: KeyboardEvent| {
            if moved(0.0, &event.key(), false).is_some() {
                released();
            }
        })
    };
    let left = Callback::from(move |_: FocusEvent| released());
    let typed = platform::when_fit(move |event| put(platform::number_of(event)));
    let dropped = dropped.reform(|_: MouseEvent| ());
    Moves { at, typed, dragged, let_go, key_down, key_up, left, dropped }
}

/// A mark.
#[component]
pub fn Mark(props: &MarkProps) -> Html {
    let Moves { at, typed, dragged, let_go, key_down, key_up, left, dropped } = use_moves(props);
    let label = &props.action.label;
    html! {
        <li data-action={props.index.to_string()}>
            <span class="story-act"><span aria-hidden="true">{ "\u{25bc} " }</span>{ label.clone() }</span>
            <label class="story-at">{ "at " }<input type="number" min="0" max="86400" step="any" aria-label={format!("{label}: at seconds")} value={platform::decimal(at)} onchange={typed} />{ " s" }</label>
            <button type="button" class="quiet" aria-label={format!("Remove: {label}")} title="Remove" onclick={dropped}>{ "\u{2715}" }</button>
            <input type="range" class="story-mark" min="0" max={whole(props.scale.length()).to_string()} step="any" value={whole(props.scale.position(at * 1_000.0)).to_string()}
                aria-label={label.clone()} aria-valuetext={clock(at * 1_000.0)} oninput={dragged} onchange={let_go} onkeydown={key_down} onkeyup={key_up} onblur={left} />
        </li>
    }
}

/// The seconds at a place of the axis.
fn time_at(scale: &Scale, place: f64) -> f64 {
    let seconds = scale.time(place) / 1_000.0;
    if scale.length() > LONG { seconds.round() } else { (seconds * 10.0).round() / 10.0 }
}

/// The time to which a key moves a mark; `None` for other keys.
fn moved(at: f64, key: &str, shift: bool) -> Option<f64> {
    let step = if shift { 10.0 } else { 1.0 };
    let to = match key {
        "ArrowRight" | "ArrowUp" => at + step,
        "ArrowLeft" | "ArrowDown" => at - step,
        "PageUp" => at + 10.0,
        "PageDown" => at - 10.0,
        "Home" => 0.0,
        _ => return None,
    };
    Some((to * 1_000.0).round().max(0.0) / 1_000.0)
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "whole seconds are exact")]
mod tests {
    use super::{moved, time_at};
    use view::Scale;

    #[test]
    fn arrows_move_by_a_second_and_not_before_the_beginning() {
        assert_eq!(
            (moved(20.5, "ArrowRight", false), moved(20.0, "ArrowLeft", true)),
            (Some(21.5), Some(10.0))
        );
        assert_eq!((moved(0.4, "ArrowLeft", false), moved(9.0, "x", false)), (Some(0.0), None));
    }

    #[test]
    fn a_drag_stops_at_whole_seconds_where_there_are_many() {
        let long = Scale::new(30_000, (0..30).map(|second| second * 1_000));
        assert_eq!(time_at(&long, 19_700.0), 20.0);
        assert_eq!(time_at(&Scale::new(5_000, [0].into_iter()), 1_240.0), 1.2);
    }
}
