//! One sentence on a whole instant: what holds the Pod up, and who waits for it.

use simulator::{Millis, Trace};

use super::ContainerKind;
use super::run::{BarState, Lane, Why};

/// What is happening at `now`; `why` holds a line for each of `lanes`.
pub(super) fn sentence(trace: &Trace, now: Millis, lanes: &[Lane], why: &[Why]) -> String {
    let here = |number: usize| {
        let pod = trace.pods.get(number);
        pod.is_some_and(|pod| pod.created <= now && pod.removed.is_none_or(|removed| now < removed))
    };
    let present: Vec<(&Lane, &Why)> = lanes.iter().zip(why).filter(|(lane, _)| here(lane.number)).collect();
    if present.is_empty() {
        let any = trace.pods.iter().any(|pod| pod.removed.is_some_and(|removed| removed <= now));
        let words = if any { "The Pod is gone." } else { "There is no Pod yet." };
        return words.to_owned();
    }
    let deleted = present.iter().any(|(lane, _)| deleted(trace, lane.number, now));
    let Some(&(lane, told)) = present.iter().min_by_key(|(lane, told)| urgency(lane, told.state)) else {
        return String::new();
    };
    match urgency(lane, told.state) {
        READY if deleted => "The Pod is being deleted.".to_owned(),
        READY if !reported(trace, lane.number, now) => {
            "All containers run and are ready; the kubelet has not told the API server yet.".to_owned()
        }
        READY => "All containers run and are ready.".to_owned(),
        DONE => "All containers have ended.".to_owned(),
        _ if deleted => format!("The Pod is being deleted. {}", told.sentence),
        _ => match shared(lane, told, &present) {
            Some(words) => format!("The Pod {words}"),
            None => format!("{}{}", told.sentence, followers(lane, told.state, &present)),
        },
    }
}

const READY: u8 = 80;
const DONE: u8 = 90;

/// The smallest is told. Init containers come in their order, so the first of equals is the one that blocks.
fn urgency(lane: &Lane, state: BarState) -> u8 {
    let init = lane.kind != ContainerKind::App;
    match state {
        BarState::Stopping => 0,
        BarState::BackOff | BarState::Failed => 10,
        BarState::Running | BarState::Starting | BarState::Pulling if init => 20,
        BarState::Pulling | BarState::Starting => 30,
        BarState::Running => 40,
        BarState::Waiting => 50,
        BarState::Ready => READY,
        BarState::Succeeded => DONE,
    }
}

/// Whether the API server has been told to delete the Pod.
fn deleted(trace: &Trace, pod: usize, now: Millis) -> bool {
    let pod = trace.pods.get(pod);
    let base = pod.and_then(|pod| pod.base(pod.version_at(now)?));
    base.is_some_and(|pod| pod.metadata.deletion_timestamp.is_some())
}

/// Whether the status that is stored says that all containers are ready.
fn reported(trace: &Trace, pod: usize, now: Millis) -> bool {
    let version = trace.pods.get(pod).and_then(|pod| pod.version_at(now));
    let statuses = version.and_then(|version| version.status.container_statuses.as_ref());
    statuses.is_some_and(|statuses| !statuses.is_empty() && statuses.iter().all(|status| status.ready))
}

/// What all containers of the Pod wait for alike, such as a node.
fn shared<'a>(lane: &Lane, told: &'a Why, present: &[(&Lane, &'a Why)]) -> Option<&'a str> {
    let words = |lane: &Lane, why: &'a Why| why.sentence.strip_prefix(&format!("`{}` ", lane.container));
    let said = words(lane, told).filter(|_| told.state == BarState::Waiting)?;
    let mut others = present.iter().filter(|(other, _)| other.number == lane.number);
    others.all(|(other, why)| words(other, why) == Some(said)).then_some(said)
}

/// Who cannot start before `lane` has done its part.
fn followers(lane: &Lane, state: BarState, present: &[(&Lane, &Why)]) -> String {
    let blocks = lane.kind != ContainerKind::App && !matches!(state, BarState::Stopping | BarState::Waiting);
    let waiting: Vec<String> = present
        .iter()
        .filter(|(other, line)| other.number == lane.number && line.state == BarState::Waiting)
        .map(|(other, _)| format!("`{}`", other.container))
        .collect();
    match waiting.as_slice() {
        [] => String::new(),
        _ if !blocks => String::new(),
        [one] => format!(" {one} waits for it."),
        [first @ .., last] => format!(" {} and {last} wait for it.", first.join(", ")),
    }
}
