//! The `kubectl get` row of a workload, a budget or a quota. Upstream: printDeployment and its neighbours,
//! pkg/printers/internalversion/printers.go.

use crate::age;
use crate::describe::selector;
use crate::others;
use crate::row::NONE;
use jiff::Timestamp;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, Time};
use serde_json::{Map, Value};

/// The heads of the columns behind the name, wide ones last, and how many of these there are.
pub(crate) type Heads = (&'static [&'static str], usize);

/// The heads of the columns of a kind; `None` of one that is not printed here.
pub(crate) fn heads(kind: &str) -> Option<Heads> {
    Some(match kind {
        "Deployment" => (&["READY", "UP-TO-DATE", "AVAILABLE", "AGE", "CONTAINERS", "IMAGES", "SELECTOR"], 3),
        "ReplicaSet" | "ReplicationController" => {
            (&["DESIRED", "CURRENT", "READY", "AGE", "CONTAINERS", "IMAGES", "SELECTOR"], 3)
        }
        "StatefulSet" => (&["READY", "AGE", "CONTAINERS", "IMAGES"], 2),
        "DaemonSet" => (
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
        ),
        "Job" => (&["STATUS", "COMPLETIONS", "DURATION", "AGE", "CONTAINERS", "IMAGES", "SELECTOR"], 3),
        "CronJob" => (
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
        ),
        "PodDisruptionBudget" => (&["MIN AVAILABLE", "MAX UNAVAILABLE", "ALLOWED DISRUPTIONS", "AGE"], 0),
        "ResourceQuota" => (&["REQUEST", "LIMIT", "AGE"], 0),
        other => return others::heads(other),
    })
}

/// The cells behind the name, in the order of [`heads`].
pub(crate) fn cells(object: &Value, kind: &str, now: Timestamp) -> Vec<String> {
    let count = |pointer: &str| object.pointer(pointer).and_then(Value::as_i64).unwrap_or_default();
    let number = |pointer: &str| count(pointer).to_string();
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let age = age(object.pointer("/metadata/creationTimestamp"), now);
    match kind {
        "PodDisruptionBudget" => {
            let allowed = number("/status/disruptionsAllowed");
            return vec![bound(object, "minAvailable"), bound(object, "maxUnavailable"), allowed, age];
        }
        "ResourceQuota" => {
            let (requests, limits) = amounts(object);
            return vec![requests, limits, age];
        }
        other if others::heads(other).is_some() => return others::cells(object, other, now),
        _ => {}
    }
    let of = |ready: &str| format!("{}/{}", count(ready), count("/spec/replicas"));
    let mut cells = match kind {
        "Deployment" => vec![
            of("/status/readyReplicas"),
            number("/status/updatedReplicas"),
            number("/status/availableReplicas"),
            age,
        ],
        "StatefulSet" => vec![of("/status/readyReplicas"), age],
        "DaemonSet" => {
            let counts = ["desired", "current"].map(|word| number(&format!("/status/{word}NumberScheduled")));
            let mut cells = counts.to_vec();
            cells.push(number("/status/numberReady"));
            cells.push(number("/status/updatedNumberScheduled"));
            cells.push(number("/status/numberAvailable"));
            cells.push(labels(object.pointer("/spec/template/spec/nodeSelector").and_then(Value::as_object)));
            cells.push(age);
            cells
        }
        "Job" => vec![job_status(object).to_owned(), completions(object), duration(object, now), age],
        "CronJob" => {
            let suspended = object.pointer("/spec/suspend").and_then(Value::as_bool);
            let active = object.pointer("/status/active").and_then(Value::as_array).map_or(0, Vec::len);
            let last = object.pointer("/status/lastScheduleTime");
            vec![
                text("/spec/schedule").unwrap_or_default(),
                text("/spec/timeZone").unwrap_or_else(|| NONE.to_owned()),
                suspended.map_or("<unset>", |on| if on { "True" } else { "False" }).to_owned(),
                active.to_string(),
                last.map_or_else(|| NONE.to_owned(), |last| self::age(Some(last), now)),
                age,
            ]
        }
        _ => vec![number("/spec/replicas"), number("/status/replicas"), number("/status/readyReplicas"), age],
    };
    cells.extend(wide(object, kind));
    cells
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
fn amounts(quota: &Value) -> (String, String) {
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
    (requests.join(", "), limits.join(", "))
}

/// Containers, their images and, but for a StatefulSet, the selector.
fn wide(object: &Value, kind: &str) -> Vec<String> {
    let spec = if kind == "CronJob" { "/spec/jobTemplate/spec" } else { "/spec" };
    let containers = object.pointer(&format!("{spec}/template/spec/containers")).and_then(Value::as_array);
    let all = |field: &str| {
        let texts = containers.into_iter().flatten().map(|one| one.get(field).and_then(Value::as_str));
        texts.map(Option::unwrap_or_default).collect::<Vec<_>>().join(",")
    };
    let mut cells = vec![all("name"), all("image")];
    let written = object.pointer(&format!("{spec}/selector"));
    match kind {
        "StatefulSet" => {}
        "ReplicationController" => cells.push(labels(written.and_then(Value::as_object))),
        _ => {
            let read = written.and_then(|written| api::typed::from_json::<LabelSelector>(written).ok());
            cells.push(read.map_or_else(|| NONE.to_owned(), |read| selector::print(&read)));
        }
    }
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

fn time(value: Option<&Value>) -> Option<Timestamp> {
    api::time::read(value.and_then(Value::as_str)?)
}

fn age(value: Option<&Value>, now: Timestamp) -> String {
    age::since(time(value).map(Time).as_ref(), now)
}

/// The time that a Job took, or has taken so far.
fn duration(job: &Value, now: Timestamp) -> String {
    let Some(start) = time(job.pointer("/status/startTime")) else { return String::new() };
    let end = time(job.pointer("/status/completionTime")).unwrap_or(now);
    age::since(Some(&Time(start)), end)
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
    use super::{cells, heads};
    use serde_json::{Value, json};

    fn row(object: &Value, kind: &str) -> String {
        let (heads, wide) = heads(kind).unwrap();
        let cells = cells(object, kind, "2026-01-01T00:01:00Z".parse().unwrap());
        assert_eq!(heads.len(), cells.len());
        assert!(wide < heads.len());
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
