//! Many Pods folded: how many there are of each STATUS, one mark each, one of them opened.

use view::stage::Replica;
use yew::prelude::*;

/// So many are drawn; the rest is a number.
const DRAWN: usize = 60;

/// The input of the list.
#[derive(Clone, PartialEq, Properties)]
pub struct ReplicasProps {
    /// All Pods.
    pub replicas: Vec<Replica>,
    /// The one that is opened.
    pub opened: usize,
    /// Opens another one.
    pub open: Callback<usize>,
}

/// A mark for each Pod.
#[component]
pub fn Replicas(props: &ReplicasProps) -> Html {
    let count = props.replicas.len();
    let mark = |replica: &Replica| {
        let pod = replica.pod;
        let open = props.open.reform(move |_: MouseEvent| pod);
        let pressed = replica.pod == props.opened;
        html! {
            <li><button type="button" class="stage-replica" data-part="pod" data-pod={replica.name.clone()} data-state={replica.state.word()} data-presence={replica.presence.word()}
                aria-pressed={pressed.to_string()} aria-label={format!("Pod {}, {}", replica.name, replica.status)} title={format!("{}: {}", replica.name, replica.status)} tabindex="-1" onclick={open}>
                <span aria-hidden="true">{ replica.state.sign() }</span>
            </button></li>
        }
    };
    html! {
        <div class="stage-fold">
            <p class="stage-times"><strong>{ format!("\u{d7}{count}") }</strong>{ " Pods: " }{ tally(&props.replicas) }</p>
            <ul class="stage-replicas" aria-label="Pods">{ for props.replicas.iter().take(DRAWN).map(mark) }</ul>
            if count > DRAWN { <p class="stage-more">{ format!("and {} more", count - DRAWN) }</p> }
        </div>
    }
}

/// `46 Running, 4 PodInitializing`: what runs and what waits, of all Pods.
fn tally(replicas: &[Replica]) -> String {
    let mut found: Vec<(&str, usize)> = Vec::new();
    for replica in replicas {
        match found.iter_mut().find(|(status, _)| *status == replica.status) {
            Some((_, count)) => *count += 1,
            None => found.push((&replica.status, 1)),
        }
    }
    let words: Vec<String> = found.iter().map(|(status, count)| format!("{count} {status}")).collect();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use view::BarState;
    use view::stage::{Presence, Replica};

    use super::tally;

    #[test]
    fn pods_are_counted_by_status_in_the_order_of_the_first() {
        let pod = |status: &str| Replica {
            pod: 0,
            name: String::new(),
            presence: Presence::Here,
            state: BarState::Waiting,
            status: status.to_owned(),
        };
        let pods = [pod("Running"), pod("Pending"), pod("Running")];
        assert_eq!(tally(&pods), "2 Running, 1 Pending");
    }
}
