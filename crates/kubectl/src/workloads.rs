//! The printers of workloads, budgets and quotas. Upstream: printDeployment and its neighbours,
//! pkg/printers/internalversion/printers.go.

use crate::age;
use crate::describe::objects::number;
use crate::describe::selector;
use crate::others::{items, pairs, text, text_or, time};
use crate::printers::{Printer, printer};
use crate::row::NONE;
use jiff::Timestamp;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use serde_json::{Map, Value};

/// The printers of workloads, budgets and quotas.
pub(crate) static PRINTERS: [Printer; 9] = [
    printer(
        &["Deployment"],
        &["READY", "UP-TO-DATE", "AVAILABLE", "AGE", "CONTAINERS", "IMAGES", "SELECTOR"],
        3,
        |set, _| {
            let cells =
                vec![ready(set), in_status(set, "updatedReplicas"), in_status(set, "availableReplicas")];
            wide(cells, set, "/spec")
        },
    ),
    printer(&["ReplicaSet"], COUNTED, 3, |set, _| wide(counted(set), set, "/spec")),
    printer(&["ReplicationController"], COUNTED, 3, |set, _| {
        [counted(set), containers(set, "/spec").to_vec(), vec![pairs(set, "/spec/selector")]].concat()
    }),
    printer(&["StatefulSet"], &["READY", "AGE", "CONTAINERS", "IMAGES"], 2, |set, _| {
        [vec![ready(set)], containers(set, "/spec").to_vec()].concat()
    }),
    printer(
        &["DaemonSet"],
        &[
            "DESIRED",
            "CURRENT",
            "READY",
            "UP-TO-DATE",
            "AVAILABLE",
            "NODE SELECTOR",
            "AGE",
            "CONTAINERS",
            "IMAGES",
            "SELECTOR",
        ],
        3,
        |set, _| {
            let mut cells: Vec<String> = DAEMONS.map(|field| in_status(set, field)).to_vec();
            cells.push(pairs(set, "/spec/template/spec/nodeSelector"));
            wide(cells, set, "/spec")
        },
    ),
    printer(
        &["Job"],
        &["STATUS", "COMPLETIONS", "DURATION", "AGE", "CONTAINERS", "IMAGES", "SELECTOR"],
        3,
        |job, now| wide(vec![job_status(job).to_owned(), completions(job), duration(job, now)], job, "/spec"),
    ),
    printer(
        &["CronJob"],
        &[
            "SCHEDULE",
            "TIMEZONE",
            "SUSPEND",
            "ACTIVE",
            "LAST SCHEDULE",
            "AGE",
            "CONTAINERS",
            "IMAGES",
            "SELECTOR",
        ],
        3,
        |job, now| wide(cron_job(job, now), job, "/spec/jobTemplate/spec"),
    ),
    printer(
        &["PodDisruptionBudget"],
        &["MIN AVAILABLE", "MAX UNAVAILABLE", "ALLOWED DISRUPTIONS", "AGE"],
        0,
        |budget, _| {
            let allowed = in_status(budget, "disruptionsAllowed");
            vec![bound(budget, "minAvailable"), bound(budget, "maxUnavailable"), allowed]
        },
    ),
    printer(&["ResourceQuota"], &["REQUEST", "LIMIT", "AGE"], 0, |quota, _| amounts(quota).to_vec()),
];

/// The heads of what keeps a number of Pods.
const COUNTED: &[&str] = &["DESIRED", "CURRENT", "READY", "AGE", "CONTAINERS", "IMAGES", "SELECTOR"];

fn counted(set: &Value) -> Vec<String> {
    let wanted = number(set, "/spec/replicas").to_string();
    vec![wanted, in_status(set, "replicas"), in_status(set, "readyReplicas")]
}

/// The counts of a DaemonSet's status, in the order of its columns.
const DAEMONS: [&str; 5] = [
    "desiredNumberScheduled",
    "currentNumberScheduled",
    "numberReady",
    "updatedNumberScheduled",
    "numberAvailable",
];

/// A number of an object's status.
fn in_status(object: &Value, field: &str) -> String {
    number(object, &format!("/status/{field}")).to_string()
}

/// `1/3`: the Pods that are ready, and those that are wanted.
fn ready(set: &Value) -> String {
    format!("{}/{}", number(set, "/status/readyReplicas"), number(set, "/spec/replicas"))
}

fn cron_job(job: &Value, now: Timestamp) -> Vec<String> {
    let suspended = job.pointer("/spec/suspend").and_then(Value::as_bool);
    let last = time(job, "/status/lastScheduleTime");
    vec![
        text(job, "/spec/schedule").to_owned(),
        text_or(job, "/spec/timeZone", NONE).to_owned(),
        suspended.map_or("<unset>", |on| if on { "True" } else { "False" }).to_owned(),
        items(job, "/status/active").count().to_string(),
        last.map_or_else(|| NONE.to_owned(), |last| age::since(Some(&last), now)),
    ]
}

/// A number or a percentage of a budget's spec.
fn bound(budget: &Value, field: &str) -> String {
    match budget.pointer("/spec").and_then(|spec| spec.get(field)) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => "N/A".to_owned(),
    }
}

/// The amounts that a quota counts, used and allowed: requests and numbers of objects, then limits.
fn amounts(quota: &Value) -> [String; 2] {
    let map = |pointer: &str| quota.pointer(pointer).and_then(Value::as_object);
    let used = |name: &str| map("/status/used").and_then(|used| used.get(name)).and_then(Value::as_str);
    let mut entries: Vec<(&String, &Value)> = map("/status/hard").into_iter().flatten().collect();
    api::collections::sort_by(&mut entries, |a, b| a.0.cmp(b.0));
    let (mut requests, mut limits) = (Vec::new(), Vec::new());
    for (name, hard) in entries {
        let hard = hard.as_str().map_or_else(|| hard.to_string(), str::to_owned);
        let column = if name.starts_with("limits.") { &mut limits } else { &mut requests };
        column.push(format!("{name}: {}/{hard}", used(name).unwrap_or("0")));
    }
    [requests.join(", "), limits.join(", ")]
}

/// The names and the images of the containers of a template.
pub(crate) fn containers(object: &Value, spec: &str) -> [String; 2] {
    let list = format!("{spec}/template/spec/containers");
    ["/name", "/image"].map(|field| {
        let texts = items(object, &list).map(|one| text(one, field));
        texts.collect::<Vec<_>>().join(",")
    })
}

/// The cells, then the containers of a template, their images, and the selector beside it.
fn wide(mut cells: Vec<String>, object: &Value, spec: &str) -> Vec<String> {
    cells.extend(containers(object, spec));
    let written = object.pointer(&format!("{spec}/selector"));
    let read = written.and_then(|written| api::typed::from_json::<LabelSelector>(written).ok());
    cells.push(read.map_or_else(|| NONE.to_owned(), |read| selector::print(&read)));
    cells
}

/// `app=web,tier=front`; `<none>` when there are none.
pub(crate) fn labels(map: Option<&Map<String, Value>>) -> String {
    let pairs = map.into_iter().flatten();
    let mut pairs: Vec<String> =
        pairs.map(|(key, value)| format!("{key}={}", value.as_str().unwrap_or_default())).collect();
    api::collections::sort_by(&mut pairs, Ord::cmp);
    if pairs.is_empty() { NONE.to_owned() } else { pairs.join(",") }
}

/// The time that a Job took, or has taken so far.
fn duration(job: &Value, now: Timestamp) -> String {
    let Some(start) = time(job, "/status/startTime") else { return String::new() };
    let end = time(job, "/status/completionTime").map_or(now, |end| end.0);
    age::since(Some(&start), end)
}

fn completions(job: &Value) -> String {
    let count = |pointer: &str| job.pointer(pointer).and_then(Value::as_i64);
    let done = count("/status/succeeded").unwrap_or_default();
    match (count("/spec/completions"), count("/spec/parallelism").unwrap_or_default()) {
        (Some(wanted), _) => format!("{done}/{wanted}"),
        (None, side_by_side) if side_by_side > 1 => format!("{done}/1 of {side_by_side}"),
        (None, _) => format!("{done}/1"),
    }
}

/// The first of these conditions that is true.
fn job_status(job: &Value) -> &'static str {
    let holds = |word: &str| {
        let conditions = job.pointer("/status/conditions").and_then(Value::as_array).into_iter().flatten();
        let text = |one: &Value, field: &str| one.get(field).and_then(Value::as_str).map(str::to_owned);
        let is_it = |one: &Value| {
            text(one, "type").as_deref() == Some(word) && text(one, "status").as_deref() == Some("True")
        };
        conditions.into_iter().any(is_it)
    };
    let first = |words: [&'static str; 2]| words.into_iter().find(|word| holds(word));
    if let Some(ended) = first(["Complete", "Failed"]) {
        return ended;
    }
    if job.pointer("/metadata/deletionTimestamp").is_some_and(|time| !time.is_null()) {
        return "Terminating";
    }
    if holds("Suspended") {
        return "Suspended";
    }
    first(["FailureTarget", "SuccessCriteriaMet"]).unwrap_or("Running")
}

#[cfg(test)]
mod tests {
    use crate::printers;
    use serde_json::{Value, json};

    fn row(object: &Value, kind: &str) -> String {
        let cells = printers::of(kind).unwrap().cells(object, "2026-01-01T00:01:00Z".parse().unwrap());
        cells.join(" | ")
    }

    #[test]
    fn budgets_and_quotas_have_theirs() {
        let made = json!({"name": "web", "creationTimestamp": "2026-01-01T00:00:00Z"});
        let budget =
            json!({"metadata": made, "spec": {"minAvailable": "50%"}, "status": {"disruptionsAllowed": 1}});
        assert_eq!(row(&budget, "PodDisruptionBudget"), "50% | N/A | 1 | 60s");
        let status =
            json!({"hard": {"pods": "4", "limits.cpu": "2"}, "used": {"pods": "1", "limits.cpu": "500m"}});
        let quota = json!({"metadata": made, "status": status});
        assert_eq!(row(&quota, "ResourceQuota"), "pods: 1/4 | limits.cpu: 500m/2 | 60s");
    }

    #[test]
    fn each_kind_has_its_columns() {
        let template =
            json!({"spec": {"containers": [{"name": "a", "image": "x:1"}, {"name": "b", "image": "y:2"}]}});
        let made = json!({"name": "web", "creationTimestamp": "2026-01-01T00:00:00Z"});
        let selector = json!({"matchLabels": {"app": "web"}});
        let deployment = json!({
            "metadata": made, "spec": {"replicas": 3, "selector": selector, "template": template},
            "status": {"readyReplicas": 1, "updatedReplicas": 2},
        });
        assert_eq!(row(&deployment, "Deployment"), "1/3 | 2 | 0 | 60s | a,b | x:1,y:2 | app=web");
        assert_eq!(row(&deployment, "ReplicaSet"), "3 | 0 | 1 | 60s | a,b | x:1,y:2 | app=web");
        assert_eq!(row(&deployment, "StatefulSet"), "1/3 | 60s | a,b | x:1,y:2");
        let job = json!({
            "metadata": made, "spec": {"parallelism": 2, "template": template, "selector": selector},
            "status": {"succeeded": 1, "startTime": "2026-01-01T00:00:30Z",
                "conditions": [{"type": "FailureTarget", "status": "True"}]},
        });
        assert_eq!(row(&job, "Job"), "FailureTarget | 1/1 of 2 | 30s | 60s | a,b | x:1,y:2 | app=web");
        let cron = json!({
            "metadata": made,
            "spec": {"schedule": "* * * * *", "suspend": false, "jobTemplate": {"spec": {"template": template}}},
        });
        assert_eq!(
            row(&cron, "CronJob"),
            "* * * * * | <none> | False | 0 | <none> | 60s | a,b | x:1,y:2 | <none>"
        );
        let set = json!({"metadata": made, "spec": {"selector": selector, "template": template},
            "status": {"desiredNumberScheduled": 2, "numberReady": 1}});
        assert_eq!(row(&set, "DaemonSet"), "2 | 0 | 1 | 0 | 0 | <none> | 60s | a,b | x:1,y:2 | app=web");
    }
}
