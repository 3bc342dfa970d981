//! The sentence about each container from one change of its Pod to the next.

use api::collections::sort_by;
use simulator::trace::PodTrace;
use simulator::{Millis, Trace, Why};
use view::{Lane, Told, Wait};

/// The reasons of events that tell what a Pod waits for.
const TELLING: [&str; 3] = ["FailedMount", "FailedCreatePodSandBox", "SandboxChanged"];

/// The times at which anything about a Pod changes, in no order.
pub(super) fn moments<'t>(trace: &'t Trace, pod: &'t PodTrace) -> impl Iterator<Item = Millis> + 't {
    let told = trace
        .events
        .iter()
        .filter(|event| TELLING.contains(&event.reason.as_str()) && event.object.uid == pod.uid);
    let told = told.map(|event| event.at);
    let lanes = pod.lanes.iter().flat_map(|lane| {
        let segments = lane.segments.iter().map(|segment| segment.from);
        segments.chain(lane.marks.iter().map(|mark| mark.at))
    });
    pod.versions.iter().map(|version| version.at).chain(pod.removed).chain(lanes).chain(told)
}

/// Writes the sentences about each container into its lane. `spec` is the path of the Pod's spec.
pub(super) fn tell(trace: &Trace, spec: &str, lanes: &mut [Lane]) {
    let stops: Vec<Millis> = trace.stops();
    for (number, pod) in trace.pods.iter().enumerate() {
        let mut times: Vec<Millis> =
            moments(trace, pod).chain(stops.iter().copied()).chain([Millis::ZERO]).collect();
        sort_by(&mut times, Ord::cmp);
        times.dedup();
        let why = trace.whys(number);
        let mut lanes: Vec<&mut Lane> = lanes.iter_mut().filter(|lane| lane.pod == number).collect();
        for &at in &times {
            for (container, lane) in lanes.iter_mut().enumerate() {
                let told = told(&|at| why(at, container), spec, at, pod);
                let same = |last: &Told| last.sentence == told.sentence && last.fields == told.fields;
                if !lane.told.last().is_some_and(same) {
                    lane.told.push(told);
                }
            }
        }
    }
}

fn told(why: &dyn Fn(Millis) -> Option<Why>, spec: &str, at: Millis, pod: &PodTrace) -> Told {
    let exists = pod.created <= at && pod.removed.is_none_or(|removed| at < removed);
    let why = if exists { why(at) } else { None };
    let Some(why) = why else {
        let gone = pod.created <= at;
        let sentence = if gone { "Its Pod is gone." } else { "Its Pod has not been created yet." };
        return Told { from: at.0, sentence: sentence.to_owned(), ..Told::default() };
    };
    let whole = |field: &String| match field.strip_prefix("spec.") {
        Some(rest) => format!("{spec}.{rest}"),
        None => field.clone(),
    };
    let (awaits, waits) = match why.waits {
        None => (String::new(), None),
        Some(simulator::Wait::Pod { words, thing }) => (thing.to_owned(), Some(Wait::Pod(words))),
        Some(simulator::Wait::Container(name)) => (name, Some(Wait::Container)),
    };
    let fields = why.fields.iter().map(whole).collect();
    Told { from: at.0, fields, sentence: why.sentence, awaits, waits }
}
