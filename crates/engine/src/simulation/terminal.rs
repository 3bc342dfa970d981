//! The output of a terminal for a trace at an instant.

use api::Kubernetes;
use api::collections::sort_by;
use api::well_known::DEFAULT_SCHEDULER;
use k8s_openapi::api::core::v1 as core;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{MicroTime, ObjectMeta};
use kubectl::{Cluster, NoLogs, Output};
use simulator::{Millis, Trace, trace};
use view::Event;

/// The command of a person whose context names `namespace`; a namespace in the command itself takes precedence.
pub(super) fn standing_in(namespace: &str, command: &str) -> String {
    let names_one = |word: &str| {
        ["-n", "-A", "--namespace", "--all-namespaces"].iter().any(|flag| word.starts_with(flag))
    };
    match command.strip_prefix("kubectl ") {
        Some(rest) if !namespace.is_empty() && !rest.split_whitespace().any(names_one) => {
            format!("kubectl -n {namespace} {rest}")
        }
        _ => command.to_owned(),
    }
}

/// How often a wait looks again.
const LOOKS: u64 = 600;

/// The answer of `ask` at an instant; of `kubectl wait` the first within its timeout that is not told off, and when that is.
pub(super) fn awaited(at: u64, command: &str, ask: &dyn Fn(u64) -> Output) -> Output {
    let now = ask(at);
    let is_unmet = |output: &Output| output.stderr.contains("timed out waiting for the condition");
    let Some(patience) = kubectl::patience(command).filter(|_| is_unmet(&now)) else { return now };
    let step = 1_000.max(patience / LOOKS);
    for late in (1..=patience / step).map(|number| number * step) {
        let mut output = ask(at + late);
        if !is_unmet(&output) {
            let since = late / 1_000;
            output.stderr = format!("podlab: it is so {since}s later\n{}", output.stderr);
            return output;
        }
    }
    now
}

/// Asks the cluster in its state at an instant.
pub(super) fn in_cluster<T>(
    trace: &Trace,
    at: Millis,
    kubernetes: &Kubernetes,
    ask: impl FnOnce(&Cluster<'_>) -> T,
) -> T {
    let mut pods = trace.frame(at).pods;
    // An API server lists objects in the order of their names.
    sort_by(&mut pods, |(_, one), (_, other)| one.metadata.name.cmp(&other.metadata.name));
    let pods: Vec<_> = pods.iter().map(|(_, pod)| kubectl::stored(pod)).collect();
    // The events of a namespace go with it.
    let is_gone = |event: &&trace::Event| {
        trace.objects.iter().any(|one| {
            one.deleted
                && (event.at..=at).contains(&one.at)
                && one.object.kind() == "Namespace"
                && one.object.name() == event.object.namespace
        })
    };
    let merged = trace.merged_events(at).into_iter().filter(|event| !is_gone(event));
    let mut events: Vec<_> = merged.enumerate().map(stored).collect();
    sort_by(&mut events, |one, other| one.metadata.name.cmp(&other.metadata.name));
    let now = at.to_timestamp();
    let workloads = super::objects::objects(trace, at, &pods, kubernetes);
    ask(&Cluster {
        pods: &pods,
        workloads: &workloads,
        whole: true,
        events: &events,
        logs: &NoLogs,
        now,
        kubernetes,
    })
}

/// An event as the API server stores it; its name keeps the order in which events came.
fn stored((number, event): (usize, &trace::Event)) -> core::Event {
    let object = &event.object;
    let set = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let common = core::Event {
        metadata: ObjectMeta {
            name: Some(format!("{}.{number:06x}", object.name)),
            namespace: set(&object.namespace),
            creation_timestamp: Some(event.first.to_time()),
            ..ObjectMeta::default()
        },
        involved_object: core::ObjectReference {
            api_version: api::kinds::like(&object.kind).map(|kind| kind.api_version.to_owned()),
            kind: set(&object.kind),
            namespace: set(&object.namespace),
            name: set(&object.name),
            uid: set(&object.uid),
            field_path: set(&event.field),
            ..core::ObjectReference::default()
        },
        type_: Some(event.type_.to_string()),
        reason: set(&event.reason),
        message: set(&event.message),
        reporting_component: set(event.component),
        ..core::Event::default()
    };
    let count = i32::try_from(event.count).ok();
    // The scheduler uses the newer API, whose events have their time in other fields.
    if event.component == DEFAULT_SCHEDULER {
        let series =
            core::EventSeries { count, last_observed_time: Some(MicroTime(event.at.to_timestamp())) };
        return core::Event {
            event_time: Some(MicroTime(event.first.to_timestamp())),
            series: (event.count > 1).then_some(series),
            ..common
        };
    }
    core::Event {
        count,
        first_timestamp: Some(event.first.to_time()),
        last_timestamp: Some(event.at.to_time()),
        source: Some(core::EventSource { component: set(event.component), host: None }),
        ..common
    }
}

/// An occurrence for the page's own list.
pub(super) fn event(event: &trace::Event) -> Event {
    let container = event.field.split_once('{').and_then(|(_, rest)| rest.strip_suffix('}'));
    Event {
        at: event.at.0,
        kind: event.type_.to_string(),
        reason: event.reason.clone(),
        message: event.message.clone(),
        object: format!("{}/{}", event.object.kind.to_ascii_lowercase(), event.object.name),
        container: container.map(str::to_owned),
        count: event.count,
    }
}
