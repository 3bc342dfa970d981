//! One sentence about a whole instant: the container that holds the Pod up, and those that wait for it.

use crate::limits;
use k8s_openapi::api::core::v1::PodStatus;
use simulator::{Millis, Trace};

use view::{BarState, ContainerKind, Lane, Sentence, Told, Wait};

/// A container at an instant: its lane, its state, what is told about it.
type Here<'a> = (&'a Lane, BarState, &'a Told);

/// The narration of the whole run, made at each of `changes`; `before` is the sentence as long as there is no Pod.
pub(super) fn sentences(trace: &Trace, lanes: &[Lane], changes: &[u64], before: &str) -> Vec<Sentence> {
    let mut sentences: Vec<Sentence> = Vec::new();
    for &at in changes {
        let (pod, text) = sentence(trace, Millis(at), lanes, before);
        if sentences.last().is_none_or(|last| last.text != text || last.pod != pod) {
            sentences.push(Sentence { from: at, pod, text });
        }
    }
    sentences
}

/// The Pod that the narration at `now` is about, and the narration.
fn sentence(trace: &Trace, now: Millis, lanes: &[Lane], before: &str) -> (Option<usize>, String) {
    let exists = |lane: &&Lane| {
        let pod = trace.pods.get(lane.pod);
        pod.is_some_and(|pod| pod.created <= now && pod.removed.is_none_or(|removed| now < removed))
    };
    let here = |lane| -> Option<Here<'_>> { Some((lane, lane.state(now.0), Lane::told(lane, now.0)?)) };
    let present: Vec<Here<'_>> = lanes.iter().filter(exists).filter_map(here).collect();
    if present.is_empty() {
        let any = trace.pods.iter().any(|pod| pod.removed.is_some_and(|removed| removed <= now));
        let words = if any { "The Pod is gone." } else { before };
        return (None, words.to_owned());
    }
    let over: Vec<bool> = (0..trace.pods.len()).map(|pod| is_over(trace, pod, now)).collect();
    let rank = |(lane, state, _): &&Here<'_>| {
        // A Pod that has ended matters less than one that goes on, and the last one more than those before it.
        let over = over.get(lane.pod) == Some(&true);
        let urgency = urgency(lane, *state);
        if over { (ENDED, usize::MAX - lane.pod, urgency) } else { (urgency, 0, 0) }
    };
    let Some(&first) = present.iter().min_by_key(rank) else {
        return (None, String::new());
    };
    let (lane, state, Told { sentence: told, .. }) = first;
    let deleted = deleted(trace, lane.pod, now);
    let lost = trace.pods.get(lane.pod).and_then(|pod| pod.node_lost(now));
    let text = match urgency(lane, state) {
        READY if lost.is_some() => told.clone(),
        READY if deleted => "The Pod is being deleted.".to_owned(),
        READY => ready(trace, lane, &present, now),
        DONE if deleted => "The Pod is being deleted. All containers have ended.".to_owned(),
        DONE => "All containers have ended.".to_owned(),
        _ if deleted => format!("The Pod is being deleted. {told}"),
        _ if over.get(lane.pod) == Some(&true) => told.clone(),
        _ => match shared(first, &present) {
            Some(words) => format!("The Pod {words}"),
            None if unheard(trace, lane, state, now) => format!("{told} {UNHEARD}"),
            None => format!("{told}{}", followers(lane, state, &present)),
        },
    };
    let text = match trace.pods.get(lane.pod) {
        Some(pod) if differ(first, &present) => format!("Pod `{}`: {text}", pod.name),
        _ => text,
    };
    (Some(lane.pod), text)
}

/// Whether another Pod's container of the same name is in another state: then a sentence names its Pod.
fn differ((lane, state, _): Here<'_>, present: &[Here<'_>]) -> bool {
    present
        .iter()
        .any(|(other, its, _)| other.pod != lane.pod && other.container == lane.container && *its != state)
}

/// The sentence about a Pod whose containers that run are all ready.
fn ready(trace: &Trace, lane: &Lane, present: &[Here<'_>], now: Millis) -> String {
    if let Some(words) = partly_done(lane, present) {
        return words;
    }
    let all = "All containers run and are ready";
    if present.iter().all(|(other, ..)| reported(trace, other.pod, now)) {
        format!("{all}.")
    } else {
        format!("{all}; the kubelet has not told the API server yet.")
    }
}

/// The kubelet has not told the API server: the row says otherwise than the stage.
const UNHEARD: &str = "kubectl does not show it yet.";

/// Whether a container has failed of which the stored status still says that it runs.
fn unheard(trace: &Trace, lane: &Lane, state: BarState, now: Millis) -> bool {
    let Some(status) = stored(trace, lane.pod, now) else { return false };
    let all = [&status.init_container_statuses, &status.container_statuses];
    let mut all = all.into_iter().flatten().flatten();
    state == BarState::Failed
        && all
            .find(|one| one.name == lane.container)
            .is_some_and(|one| one.state.as_ref().is_some_and(|state| state.running.is_some()))
}

/// The sentence about a Pod of which some app containers have ended and the others run on; `None` of any other.
fn partly_done(lane: &Lane, present: &[Here<'_>]) -> Option<String> {
    let apps = present.iter().filter(|(other, ..)| other.pod == lane.pod && other.kind == ContainerKind::App);
    let (done, on): (Vec<&Here<'_>>, Vec<&Here<'_>>) =
        apps.partition(|(_, state, _)| matches!(state, BarState::Stopped | BarState::Succeeded));
    let named =
        |all: &[&Here<'_>]| limits::listed(all.iter().map(|(lane, ..)| format!("`{}`", lane.container)));
    let (done_verb, on_verb) =
        (if done.len() == 1 { "has" } else { "have" }, if on.len() == 1 { "runs" } else { "run" });
    let some = !done.is_empty() && !on.is_empty();
    some.then(|| format!("{} {done_verb} ended; {} {on_verb} on.", named(&done), named(&on)))
}

/// Whether a Pod has ended as a whole.
fn is_over(trace: &Trace, pod: usize, now: Millis) -> bool {
    let phase = stored(trace, pod, now).and_then(|status| status.phase.as_deref());
    phase.is_some_and(|phase| matches!(phase, "Failed" | "Succeeded"))
}

/// The rank of a Pod that has ended: behind all that go on.
const ENDED: u8 = 85;
const READY: u8 = 80;
const DONE: u8 = 90;

/// The container with the smallest rank is named. Among equals the first init container is the one that blocks.
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
        BarState::Stopped | BarState::Succeeded => DONE,
    }
}

/// Whether the API server has been told to delete the Pod.
fn deleted(trace: &Trace, pod: usize, now: Millis) -> bool {
    let pod = trace.pods.get(pod);
    let base = pod.and_then(|pod| pod.base(pod.version_at(now)?));
    base.is_some_and(|pod| pod.metadata.deletion_timestamp.is_some())
}

/// The stored status of a Pod.
fn stored(trace: &Trace, pod: usize, now: Millis) -> Option<&PodStatus> {
    Some(&trace.pods.get(pod)?.version_at(now)?.status)
}

/// Whether the stored status says that all containers are ready.
fn reported(trace: &Trace, pod: usize, now: Millis) -> bool {
    let statuses = stored(trace, pod, now).and_then(|status| status.container_statuses.as_ref());
    statuses.is_some_and(|statuses| !statuses.is_empty() && statuses.iter().all(|status| status.ready))
}

/// The words about what the whole Pod waits for, such as its node.
fn shared<'a>((lane, _, told): Here<'a>, present: &[Here<'a>]) -> Option<&'a str> {
    let Some(Wait::Pod(words)) = &told.waits else { return None };
    let mut all = present.iter().filter(|(other, ..)| other.pod == lane.pod);
    all.all(|(.., other)| matches!(other.waits, Some(Wait::Pod(_)))).then_some(words)
}

/// The containers that cannot start before `lane` has done its part.
fn followers(lane: &Lane, state: BarState, present: &[Here<'_>]) -> String {
    let blocks = lane.kind != ContainerKind::App && !matches!(state, BarState::Stopping | BarState::Waiting);
    if !blocks {
        return String::new();
    }
    let others = present
        .iter()
        .filter(|(other, _, told)| other.pod == lane.pod && told.waits == Some(Wait::Container));
    let waiting: Vec<&str> = others.map(|(other, ..)| other.container.as_str()).collect();
    match waiting.as_slice() {
        [] => String::new(),
        [one] => format!(" `{one}` waits for it."),
        [one, other] => format!(" `{one}` and `{other}` wait for it."),
        // The stage and the lanes name all of them; a longer list would be cut.
        [first, more @ ..] => format!(" `{first}` and {} more wait for it.", more.len()),
    }
}
