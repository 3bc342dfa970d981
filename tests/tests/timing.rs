//! Times that a real kubelet keeps exactly: probe ticks, grace periods, back-off lengths. They must be within 50 ms of
//! the recorded ones; times with a poll of the kubelet in between are not compared.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "the whole file is tests")]

use contract::{Command, answer};
use podlab_tests::recordings;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The largest difference, in seconds.
const TOLERANCE: f64 = 0.05;

/// Each scenario: its recorded runs, and the engine's trace.
fn scenarios() -> Vec<(Vec<Value>, Value)> {
    let cases = recordings::cases(&recordings::copies(), "kubelet").unwrap();
    let read = |line: &String| serde_json::from_str::<Value>(line).unwrap();
    let simulated = |runs: Vec<Value>| {
        let first = runs.first().unwrap();
        let scenario = json!({"behaviours": first["behaviours"], "actions": first["actions"]});
        let request = json!({"id": first["name"], "manifest": first["manifest"], "until": first["observedSeconds"], "scenario": scenario});
        let simulated = answer(Command::Simulate, &request.to_string(), &api::Kubernetes::default());
        (runs, simulated)
    };
    cases.iter().map(|runs| simulated(runs.iter().map(read).collect())).collect()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

fn time(value: &Value) -> f64 {
    value["t"].as_f64().unwrap_or_default()
}

/// The runtime calls of one name, by container and attempt; only of the first Pod, which has the same name each time.
fn calls<'a>(trace: &'a Value, name: &str) -> BTreeMap<(String, u64), Vec<&'a Value>> {
    let all = trace["cri"].as_array().unwrap();
    let pod = all.first().map(|call| text(call, "pod")).unwrap_or_default();
    let mut found: BTreeMap<_, Vec<&Value>> = BTreeMap::new();
    for call in all.iter().filter(|call| text(call, "call") == name && text(call, "pod") == pod) {
        let key = (text(call, "container").to_owned(), call["attempt"].as_u64().unwrap_or(0));
        found.entry(key).or_default().push(call);
    }
    found
}

/// The seconds from SIGTERM to the kill, for each container that was killed.
fn kills(trace: &Value) -> BTreeMap<(String, u64), f64> {
    let exits = calls(trace, "Exited");
    let killed = |key: &(String, u64), stop: &Value| {
        let exit = exits.get(key)?.first()?;
        (text(exit, "why") == "SIGKILL").then(|| time(exit) - time(stop))
    };
    let stops = calls(trace, "StopContainer");
    stops.into_iter().filter_map(|(key, stop)| Some((key.clone(), killed(&key, stop.first()?)?))).collect()
}

/// The startup and liveness probes of the first run of each container, in seconds since the sandbox was requested.
fn ticks(trace: &Value, commands: &[String]) -> BTreeMap<(String, String), Vec<f64>> {
    let sandbox = calls(trace, "RunPodSandbox").into_values().flatten().map(time).next().unwrap_or_default();
    let mut found: BTreeMap<_, Vec<f64>> = BTreeMap::new();
    for ((container, attempt), probes) in calls(trace, "ExecSync") {
        for probe in probes
            .into_iter()
            .filter(|probe| attempt == 0 && commands.contains(&text(probe, "cmd").to_owned()))
        {
            let key = (container.clone(), text(probe, "cmd").to_owned());
            found.entry(key).or_default().push(time(probe) - sandbox);
        }
    }
    found
}

/// The commands of startup and liveness probes that are no readiness probe's too.
fn commands(manifest: &str) -> Vec<String> {
    let (mut exact, mut others) = (Vec::new(), Vec::new());
    for object in api::objects(manifest, &api::Kubernetes::default()) {
        let Some((_, spec)) = object.pod_spec() else { continue };
        for site in api::containers(spec) {
            let line = |probe: &Option<k8s_openapi::api::core::v1::Probe>| {
                let exec = probe.as_ref()?.exec.as_ref()?;
                Some(exec.command.as_ref()?.join(" "))
            };
            exact.extend(line(&site.container.startup_probe));
            exact.extend(line(&site.container.liveness_probe));
            others.extend(line(&site.container.readiness_probe));
        }
    }
    exact.retain(|command| !others.contains(command));
    exact
}

/// The lengths of back-off in each container's statuses, in order.
fn back_offs(trace: &Value) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for event in trace["status"].as_array().unwrap() {
        let lists = ["initContainerStatuses", "containerStatuses"];
        for status in lists.iter().filter_map(|list| event[*list].as_array()).flatten() {
            let message = text(&status["state"]["waiting"], "message");
            let Some(length) = message.strip_prefix("back-off ").and_then(|rest| rest.split(' ').next())
            else {
                continue;
            };
            let lengths = found.entry(text(status, "name").to_owned()).or_default();
            if lengths.last().map(String::as_str) != Some(length) {
                lengths.push(length.to_owned());
            }
        }
    }
    found
}

/// Notes a difference that all recorded runs show.
fn held(wrong: &mut String, runs: &[Value], differs: impl Fn(&Value) -> Option<String>) {
    let found: Vec<Option<String>> = runs.iter().map(differs).collect();
    if let Some(Some(first)) = found.first()
        && found.iter().all(Option::is_some)
    {
        let _ = writeln!(wrong, "{}: {first}", runs.first().map(|run| text(run, "name")).unwrap_or_default());
    }
}

#[test]
fn kills_come_when_the_grace_is_over() {
    let (mut wrong, mut compared) = (String::new(), 0);
    for (runs, simulated) in scenarios() {
        let mine = kills(&simulated);
        compared += mine.len();
        held(&mut wrong, &runs, |run| {
            kills(run).into_iter().find_map(|(key, real)| {
                let mine = mine.get(&key)?;
                ((mine - real).abs() > TOLERANCE)
                    .then(|| format!("{key:?} killed after {mine} s, recorded {real}"))
            })
        });
    }
    assert!(wrong.is_empty() && compared > 5, "{compared} compared\n{wrong}");
}

#[test]
fn probes_tick_from_the_first_sync() {
    let (mut wrong, mut compared) = (String::new(), 0);
    for (runs, simulated) in scenarios() {
        // A kubelet that has just started spreads its first probes at random over a period.
        if runs.first().unwrap()["actions"].to_string().contains("kubeletRestart") {
            continue;
        }
        let commands = commands(text(runs.first().unwrap(), "manifest"));
        let mine = ticks(&simulated, &commands);
        compared += mine.values().map(Vec::len).sum::<usize>();
        held(&mut wrong, &runs, |run| {
            ticks(run, &commands).into_iter().find_map(|(key, real)| {
                let mine = mine.get(&key)?;
                let late = mine.iter().zip(&real).position(|(mine, real)| (mine - real).abs() > TOLERANCE)?;
                Some(format!("{key:?} tick {late}: {:?} s, recorded {:?}", mine.get(late), real.get(late)))
            })
        });
    }
    assert!(wrong.is_empty() && compared > 80, "{compared} compared\n{wrong}");
}

#[test]
fn back_offs_double() {
    let (mut wrong, mut compared) = (String::new(), 0);
    for (runs, simulated) in scenarios() {
        let mine = back_offs(&simulated);
        compared += mine.values().map(Vec::len).sum::<usize>();
        held(&mut wrong, &runs, |run| {
            back_offs(run).into_iter().find_map(|(container, real)| {
                let mine = mine.get(&container)?;
                let differs = mine.iter().zip(&real).any(|(mine, real)| mine != real);
                differs.then(|| format!("{container}: {mine:?}, recorded {real:?}"))
            })
        });
    }
    assert!(wrong.is_empty() && compared > 20, "{compared} compared\n{wrong}");
}
