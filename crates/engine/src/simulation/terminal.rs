//! The output of a terminal for a trace at an instant.

use api::Kubernetes;
use api::collections::sort_by;
use api::kinds::POD;
use api::well_known::DEFAULT_SCHEDULER;
use k8s_openapi::api::core::v1 as core;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{MicroTime, ObjectMeta};
use kubectl::{Cluster, NoLogs, Output, Wait};
use simulator::trace::{End, ObjectVersion, PodTrace};
use simulator::{Millis, Trace, trace};
use view::{Event, EventType};

/// The answer of a `kubectl wait` that begins at an instant: it looks at each later one at which what it waits for changes.
pub(super) fn awaited(trace: &Trace, at: Millis, kubernetes: &Kubernetes, mut wait: Wait) -> Output {
    let last = Millis(at.0.saturating_add(wait.patience()));
    let mut now = at;
    // The first look is at the whole cluster, in whose words names that are not there are told.
    in_cluster(trace, now, kubernetes, |cluster| wait.look(cluster));
    while !wait.is_over() {
        if looked(trace, now, kubernetes, &mut wait) {
            continue;
        }
        let later = |next: &Millis| now < *next && *next <= last;
        let whom = wait.whom();
        let moments = whom.iter().flat_map(|(kind, name)| moments(trace, kind.name, *name));
        let Some(next) = moments.filter(later).min() else { break };
        now = next;
    }
    let is_cut = !wait.is_over() && trace.end != End::Quiet && trace.until < last;
    let mut output = wait.outcome();
    if is_cut {
        let until = Millis(trace.until.0.saturating_sub(at.0));
        output
            .stderr
            .insert_str(0, &format!("podlab: only the first {} of the wait are simulated\n", span(until)));
    } else if now > at && output.exit == 0 {
        output.stderr.insert_str(0, &format!("podlab: it is so {} later\n", span(Millis(now.0 - at.0))));
    }
    output
}

/// `2s`, `1.25s`.
pub(super) fn span(time: Millis) -> String {
    let text = time.to_string();
    format!("{}s", text.trim_end_matches('0').trim_end_matches('.'))
}

/// Lets a wait look at an instant; of one for Pods alone, only those that it may mean are made.
fn looked(trace: &Trace, at: Millis, kubernetes: &Kubernetes, wait: &mut Wait) -> bool {
    let whom = wait.whom();
    if whom.iter().any(|(kind, _)| **kind != POD) {
        return in_cluster(trace, at, kubernetes, |cluster| wait.look(cluster));
    }
    let is_meant = |pod: &&PodTrace| whom.iter().any(|(_, name)| name.is_none_or(|name| name == pod.name));
    let pods = trace.pods.iter().filter(is_meant).filter_map(|pod| pod.at(at));
    let pods: Vec<_> = pods.map(|pod| kubectl::stored(&pod)).collect();
    let now = at.to_timestamp();
    let (workloads, events, logs) = (&[], &[], &NoLogs);
    wait.look(&Cluster { pods: &pods, workloads, whole: false, events, logs, file: &[], now, kubernetes })
}

/// The times at which objects of a kind change, or the one of this name.
fn moments(trace: &Trace, kind: &str, name: Option<&str>) -> Vec<Millis> {
    let is_named = |own: &str| name.is_none_or(|name| name == own);
    let coming = |pod: &PodTrace| [Some(pod.created), pod.removed].into_iter().flatten();
    if kind == "Pod" {
        let pods = trace.pods.iter().filter(|pod| is_named(&pod.name));
        return pods.flat_map(|pod| pod.versions.iter().map(|one| one.at).chain(coming(pod))).collect();
    }
    let is_following = super::objects::FOLLOWING.contains(&kind);
    let is_it =
        |one: &&ObjectVersion| is_following || one.object.kind() == kind && is_named(one.object.name());
    let own = trace.objects.iter().filter(is_it).map(|one| one.at);
    // A namespace that nobody wrote is there with its Pods, and addresses follow them.
    let is_inside = |pod: &&PodTrace| is_following || kind == "Namespace" && is_named(&pod.namespace);
    let pods = trace.pods.iter().filter(is_inside).flat_map(coming);
    let addresses = trace.endpoints.iter().filter(|_| is_following).map(|one| one.at);
    own.chain(pods).chain(addresses).collect()
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
    let pods = pods.iter().map(|(_, pod)| {
        let mut pod = kubectl::stored(pod);
        api::printed::tidy(&mut pod, false);
        pod
    });
    let pods: Vec<_> = pods.collect();
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
    let mut events: Vec<_> = merged.enumerate().map(|numbered| stored(trace, numbered)).collect();
    sort_by(&mut events, |one, other| one.metadata.name.cmp(&other.metadata.name));
    let now = at.to_timestamp();
    let workloads = super::objects::objects(trace, at, &pods, kubernetes);
    ask(&Cluster {
        pods: &pods,
        workloads: &workloads,
        whole: true,
        events: &events,
        logs: &NoLogs,
        file: &[],
        now,
        kubernetes,
    })
}

/// The node whose kubelet tells of an object.
fn node_of(trace: &Trace, object: &trace::ObjectRef) -> Option<String> {
    if object.kind == "Node" {
        return Some(object.name.clone());
    }
    let pod = trace.pods.iter().find(|pod| pod.uid == object.uid)?;
    pod.bases.last()?.spec.as_ref()?.node_name.clone()
}

/// An event as the API server stores it; its name keeps the order in which events came.
fn stored(trace: &Trace, (number, event): (usize, &trace::Event)) -> core::Event {
    let object = &event.object;
    let host = if event.component == "kubelet" { node_of(trace, object) } else { None };
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
        reporting_instance: Some(host.clone().unwrap_or_default()),
        ..core::Event::default()
    };
    let count = i32::try_from(event.count).ok();
    // The scheduler uses the newer API, whose events have their time in other fields.
    if event.component == DEFAULT_SCHEDULER {
        let series =
            core::EventSeries { count, last_observed_time: Some(MicroTime(event.at.to_timestamp())) };
        let action = match event.reason.as_str() {
            "Scheduled" => "Binding",
            "Preempted" => "Preempting",
            _ => "Scheduling",
        };
        return core::Event {
            action: Some(action.to_owned()),
            event_time: Some(MicroTime(event.first.to_timestamp())),
            series: (event.count > 1).then_some(series),
            ..common
        };
    }
    core::Event {
        count,
        first_timestamp: Some(event.first.to_time()),
        last_timestamp: Some(event.at.to_time()),
        source: Some(core::EventSource { component: set(event.component), host }),
        ..common
    }
}

/// An occurrence for the page's own list.
pub(super) fn event(event: &trace::Event) -> Event {
    let container = event.field.split_once('{').and_then(|(_, rest)| rest.strip_suffix('}'));
    Event {
        at: event.at.0,
        kind: match event.type_ {
            trace::EventType::Normal => EventType::Normal,
            trace::EventType::Warning => EventType::Warning,
        },
        reason: event.reason.clone(),
        message: event.message.clone(),
        object: format!("{}/{}", event.object.kind.to_ascii_lowercase(), event.object.name),
        container: container.map(str::to_owned),
        count: event.count,
    }
}

#[cfg(test)]
mod tests {
    use super::moments;
    use crate::{Kubernetes, Manifest};

    const CRASHING: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  replicas: 3
  selector: { matchLabels: { app: shop } }
  template: { metadata: { labels: { app: shop } }, spec: { containers: [{ name: web, image: a:1, command: [sh, -c, exit 1] }] } }
---
apiVersion: v1
kind: Service
metadata: { name: shop }
spec: { selector: { app: shop }, ports: [{ port: 80 }] }
";

    #[test]
    fn a_wait_looks_only_when_that_changes_which_it_waits_for() {
        let trace = Manifest::read(CRASHING, &Kubernetes::RECORDED).simulate("").unwrap().trace;
        let count = |kind: &str, name| moments(&trace, kind, name).len();
        assert!(count("Pod", None) > 50, "{}", count("Pod", None));
        let few = [
            ("Pod", "nope"),
            ("Namespace", "default"),
            ("Node", "sim-node"),
            ("ConfigMap", "nope"),
            ("Service", "shop"),
        ];
        for (kind, name) in few {
            assert!(count(kind, Some(name)) < 10, "{kind}: {}", count(kind, Some(name)));
        }
    }
}
