//! The runs that each preset writes for a container, and the preset that a scenario agrees with.

use api::{ContainerKind, ContainerSite};
use k8s_openapi::api::core::v1::{Container, Probe};
use serde_json::Value;
use view::Preset;

use super::edit::{Item, scalar};

/// A day, which is longer than any simulation.
const FOR_EVER: &str = "86400";
const DAY: f64 = 86_400.0;
/// The time until a slow container answers, in seconds.
const SLOW: u32 = 30;
/// The seconds by which a slow answer takes longer than a probe's timeout.
const TOO_LONG: i32 = 2;

/// The presets that make sense for a container of a Pod with this `restartPolicy`.
pub(super) fn offered(site: &ContainerSite<'_>, policy: &str) -> Vec<Preset> {
    let ends = ends(site, policy);
    let probed = probes(site.container).any(|probe| probe.exec.is_some() || probe.http_get.is_some());
    let has = |preset: &Preset| match preset {
        Preset::NeverEnds => ends,
        Preset::SlowProbe => probed,
        Preset::ImageMissing => site.container.image.is_some(),
        Preset::Assumed | Preset::Works | Preset::FailsTwice | Preset::SlowStart | Preset::IgnoresSigterm => {
            true
        }
    };
    Preset::ALL.into_iter().filter(has).collect()
}

/// The runs of a preset; `None` for presets that are not about runs.
pub(super) fn runs(preset: Preset, site: &ContainerSite<'_>, policy: &str) -> Option<Vec<Item>> {
    let ends = ends(site, policy);
    let works = if ends { run(&[("run", "3"), ("exit", "0")]) } else { run(&[("run", FOR_EVER)]) };
    let fails = run(&[("run", "2"), ("exit", "1")]);
    Some(match preset {
        Preset::Assumed | Preset::ImageMissing => return None,
        Preset::Works => vec![works],
        Preset::FailsTwice => vec![fails.clone(), fails, works],
        Preset::NeverEnds => vec![run(&[("run", FOR_EVER)])],
        Preset::SlowStart if ends => vec![run(&[("run", &SLOW.to_string()), ("exit", "0")])],
        Preset::SlowStart => vec![slow_start(site.container)],
        Preset::SlowProbe => vec![slow_probe(site.container)],
        Preset::IgnoresSigterm => vec![run(&[("term", "-1")])],
    })
}

/// The behaviour of an image that cannot be pulled.
pub(super) const IMAGE: &str = "{ pull: 1, fail: -1 }";

/// The preset that a scenario agrees with; `None` when it agrees with none.
pub(super) fn found(scenario: &Value, site: &ContainerSite<'_>, policy: &str) -> Option<Preset> {
    if is_missing(scenario, site.container) {
        return Some(Preset::ImageMissing);
    }
    let runs = super::runs(scenario, &site.container.name);
    let silent = |run: &Value| run.is_null() || run.as_object().is_some_and(serde_json::Map::is_empty);
    if runs.iter().all(silent) {
        return Some(Preset::Assumed);
    }
    // A run of any length that ends well counts as doing its work.
    let plain = |run: &Value| {
        let fields = run.as_object();
        let known = |field: &String| field == "run" || field == "exit";
        fields.is_some_and(|fields| fields.keys().all(known) && fields.contains_key("run"))
            && run.get("exit").and_then(Value::as_i64).unwrap_or(0) == 0
            && run.get("run").and_then(Value::as_f64).is_some_and(|seconds| seconds < DAY)
    };
    if let ([run], true) = (runs, ends(site, policy))
        && plain(run)
        && run.get("run").and_then(Value::as_i64) != Some(i64::from(SLOW))
    {
        return Some(Preset::Works);
    }
    offered(site, policy).into_iter().find(|preset| {
        let written = self::runs(*preset, site, policy).map(|items| {
            let lines: Vec<String> = items.iter().map(super::offers::line).collect();
            super::value(&format!("[{}]", lines.join(", "))).unwrap_or_default()
        });
        written.as_ref().and_then(Value::as_array).is_some_and(|written| written == runs)
    })
}

/// Whether no pull of the container's image succeeds.
pub(super) fn is_missing(scenario: &Value, container: &Container) -> bool {
    let image = container.image.as_deref().unwrap_or_default();
    let fail =
        scenario.get("images").and_then(|images| images.get(image)).and_then(|image| image.get("fail"));
    fail.and_then(Value::as_i64).is_some_and(|fail| fail < 0)
}

/// Whether the container is expected to end.
fn ends(site: &ContainerSite<'_>, policy: &str) -> bool {
    match site.kind {
        ContainerKind::Init => true,
        ContainerKind::Sidecar => false,
        ContainerKind::App => policy != "Always",
    }
}

fn run(fields: &[(&str, &str)]) -> Item {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn probes(container: &Container) -> impl Iterator<Item = &Probe> {
    [&container.startup_probe, &container.readiness_probe, &container.liveness_probe].into_iter().flatten()
}

/// A run whose probes fail at first; without probes, one whose process starts late.
fn slow_start(container: &Container) -> Item {
    let answers = answers(container, |_| format!("{{ okAfter: {SLOW} }}"));
    let ports = probes(container).filter_map(|probe| {
        let tcp = probe.tcp_socket.as_ref().and_then(|tcp| api::port_number(&tcp.port, container));
        tcp.or(probe.grpc.as_ref().map(|grpc| grpc.port))
    });
    let mut ports: Vec<String> = ports.map(|port| format!("\"{port}@{SLOW}\"")).collect();
    ports.dedup();
    let mut item = answers;
    if !ports.is_empty() {
        item.push(("listen".to_owned(), format!("[{}]", ports.join(", "))));
    }
    if item.is_empty() { run(&[("startDelay", &SLOW.to_string())]) } else { item }
}

/// A run whose answers take longer than the probes wait.
fn slow_probe(container: &Container) -> Item {
    answers(container, |probe| {
        let timeout = probe.timeout_seconds.unwrap_or(1).max(1);
        format!("{{ delay: {} }}", timeout.saturating_add(TOO_LONG))
    })
}

/// The answers for every probe of a container, by the command or the address that it asks.
fn answers(container: &Container, answer: impl Fn(&Probe) -> String) -> Item {
    let (mut exec, mut http): (Item, Item) = (Vec::new(), Vec::new());
    let keep = |list: &mut Item, key: String, answer: String| {
        if list.iter().all(|(known, _)| *known != key) {
            list.push((key, answer));
        }
    };
    for probe in probes(container) {
        if let Some(command) = &probe.exec {
            let line = command.command.iter().flatten().cloned().collect::<Vec<_>>().join(" ");
            keep(&mut exec, scalar(&line), answer(probe));
        }
        if let Some(get) = &probe.http_get {
            let port = api::port_number(&get.port, container).map_or(String::new(), |port| port.to_string());
            let path = get.path.as_deref().unwrap_or("/");
            let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
            keep(&mut http, scalar(&format!(":{port}{path}")), answer(probe));
        }
    }
    let named =
        |name: &str, list: Item| (!list.is_empty()).then(|| (name.to_owned(), super::offers::line(&list)));
    named("exec", exec).into_iter().chain(named("http", http)).collect()
}
