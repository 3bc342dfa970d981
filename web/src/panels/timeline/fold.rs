//! Many Pods folded: a few of them are drawn with all their lanes, the one that is opened on the stage among them.

use view::Run;
use yew::prelude::*;

/// So many Pods, and so many lanes, are drawn as they are.
const PODS: usize = 8;
pub const LANES: usize = 24;
/// Where there are more, so many lanes are drawn, and one Pod at the least.
const DRAWN: usize = 12;

/// The Pods that are drawn; `None` for all of them.
pub fn drawn(run: &Run, opened: Option<usize>) -> Option<Vec<usize>> {
    let pods = run.pods.len();
    if pods <= 1 || (pods <= PODS && run.lanes.len() <= LANES) {
        return None;
    }
    let each = run.lanes.iter().filter(|lane| lane.pod == 0).count();
    let most = (DRAWN / each.max(1)).clamp(1, PODS);
    let mut drawn: Vec<usize> = (0..pods.min(most)).collect();
    if let Some((last, opened)) = drawn.last_mut().zip(opened.filter(|opened| *opened >= most)) {
        *last = opened;
    }
    Some(drawn)
}

/// The input of the line below the lanes.
#[derive(Clone, PartialEq, Properties)]
pub struct FoldProps {
    /// The number of Pods.
    pub count: usize,
    /// The number of those that are drawn.
    pub drawn: usize,
    /// Draws all, or folds them again.
    pub on_turn: Callback<bool>,
}

/// How many there are, and the button that unfolds them. Element: `#timeline-all`.
#[component]
pub fn Fold(props: &FoldProps) -> Html {
    let all = props.drawn == props.count;
    let turn = props.on_turn.reform(move |_: MouseEvent| !all);
    html! {
        <p class="timeline-fold"><strong>{ format!("\u{d7}{}", props.count) }</strong>{ " Pods" }
            if !all {
                { format!(", {} drawn", props.drawn) }
            }
            <button id="timeline-all" type="button" class="quiet" aria-expanded={all.to_string()} onclick={turn}>{ if all { "Fold" } else { "Show all" } }</button>
        </p>
    }
}

#[cfg(test)]
mod tests {
    use view::{ContainerKind, Lane, Pod, Run};

    use super::drawn;

    fn run(pods: usize, containers: usize) -> Run {
        let lane = |pod| Lane {
            pod,
            container: "app".to_owned(),
            kind: ContainerKind::App,
            field: "spec.containers[0]".to_owned(),
            bars: Vec::new(),
            marks: Vec::new(),
            told: Vec::new(),
        };
        let lanes = (0..pods).flat_map(|pod| vec![lane(pod); containers]).collect();
        Run { pods: vec![Pod::default(); pods], lanes, ..Run::default() }
    }

    #[test]
    fn a_few_pods_are_drawn_as_they_are() {
        assert_eq!(drawn(&run(1, 60), None), None);
        assert_eq!(drawn(&run(6, 4), None), None);
    }

    #[test]
    fn many_are_folded_around_the_one_that_is_opened() {
        assert_eq!(drawn(&run(50, 3), None), Some(vec![0, 1, 2, 3]));
        assert_eq!(drawn(&run(50, 3), Some(2)), Some(vec![0, 1, 2, 3]));
        assert_eq!(drawn(&run(50, 3), Some(41)), Some(vec![0, 1, 2, 41]));
        assert_eq!(drawn(&run(9, 40), Some(5)), Some(vec![5]));
    }
}
