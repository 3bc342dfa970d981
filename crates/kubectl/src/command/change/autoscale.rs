//! `kubectl autoscale`. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/autoscale/autoscale.go.

use super::Change;
use super::create::whole;
use super::make::{Made, make, put};
use crate::command::arguments::Arguments;
use crate::command::resource::SCALABLE;
use crate::command::{Cluster, Output, meta};
use api::Quantity;
use api::kinds::Kind;
use serde_json::{Value, json};

/// kubectl's words when the server refuses what the older version of the API cannot say; those of the server are lost.
const INCOMPATIBLE: &str = "failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1: empty input";
const DEPRECATED: &str = "Flag --cpu-percent has been deprecated, Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).\n";

/// An autoscaler for each object that is named.
pub(super) fn autoscale(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Change, Output> {
    let warning = if arguments.value("cpu-percent").is_some() { DEPRECATED } else { "" };
    let warned = |output: Output| Output { stderr: warning.to_owned() + &output.stderr, ..output };
    let mut change = made(arguments, cluster).map_err(warned)?;
    change.output = warned(change.output);
    Ok(change)
}

fn made(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Change, Output> {
    let failure = |text: &str| Output::failure(&format!("error: {text}"));
    let max = whole(arguments, "max", "--max")?;
    let min = whole(arguments, "min", "--min")?.unwrap_or(-1);
    let percent = whole(arguments, "cpu-percent", "--cpu-percent")?.unwrap_or(-1);
    arguments.required(&["max"])?;
    let max = max.unwrap_or_default();
    if max < 1 {
        return Err(failure(&format!("--max=MAXPODS is required and must be at least 1, max: {max}")));
    }
    if max < min {
        let why = format!("--max=MAXPODS must be larger or equal to --min=MINPODS, max: {max}, min: {min}");
        return Err(failure(&why));
    }
    let given = |flag: &str| arguments.value(flag).filter(|text| !text.is_empty());
    if percent >= 0 && given("cpu").is_some() {
        return Err(failure("--cpu-percent and --cpu are mutually exclusive"));
    }
    let mut metrics = Vec::new();
    let metric =
        |name: &str, target: Value| json!({"type": "Resource", "resource": {"name": name, "target": target}});
    if percent > 0 {
        metrics.push(metric("cpu", json!({"type": "Utilization", "averageUtilization": percent})));
    }
    let mut targets = Vec::new();
    for name in ["cpu", "memory"] {
        targets.extend(given(name).map(|text| target(name, text).map(|target| metric(name, target))));
    }
    // The older version knows a percentage of the CPU alone.
    let is_old = given("cpu").is_some_and(|text| text.ends_with('%')) && given("memory").is_none();
    let (mut made, mut refused) = (Vec::new(), String::new());
    for (resource, found) in super::named(arguments, cluster)? {
        let object = found.and_then(|object| {
            let Kind { api_version, name: kind, .. } = resource;
            if !SCALABLE.contains(kind) {
                let of = resource.versioned();
                let why = format!("could not find scale subresource for {of} in discovery information");
                return Err(failure(&format!("cannot autoscale a {kind}: {why}")));
            }
            let target = json!({"apiVersion": api_version, "kind": kind, "name": meta(object, "name")});
            let mut spec = json!({"scaleTargetRef": target, "maxReplicas": max});
            if min > 0 {
                put(&mut spec, "minReplicas", min);
            }
            let mut all = metrics.clone();
            for target in &targets {
                all.push(target.clone().map_err(|why| failure(&why))?);
            }
            if !all.is_empty() {
                put(&mut spec, "metrics", all);
            }
            Ok(json!({
                "apiVersion": "autoscaling/v2",
                "kind": "HorizontalPodAutoscaler",
                "metadata": {"name": given("name").unwrap_or_else(|| meta(object, "name"))},
                "spec": spec,
                "status": {"currentMetrics": null, "desiredReplicas": 0},
            }))
        });
        match object {
            Ok(object) => made.push(Made { object, frame: if is_old { "" } else { INCOMPATIBLE } }),
            Err(refusal) => refused.push_str(&refusal.stderr),
        }
    }
    let is_client = crate::apply::dry_run(arguments)? == crate::apply::DryRun::Client;
    let mut change = make(arguments, made, if is_client { "created" } else { "autoscaled" })?;
    change.output.exit |= u8::from(!refused.is_empty());
    change.output.stderr.push_str(&refused);
    Ok(change)
}

/// `50%` of what is requested, or an amount; without a unit in thousandths of a CPU and in MiB.
fn target(name: &str, text: &str) -> Result<Value, String> {
    if let Some(percent) = text.strip_suffix('%') {
        let number = percent.parse::<i32>().ok().filter(|number| *number >= 0);
        let number = number.ok_or_else(|| format!("invalid percentage value: {percent}"))?;
        return Ok(json!({"type": "Utilization", "averageUtilization": number}));
    }
    let unit = if name == "cpu" { "m" } else { "Mi" };
    let amount = text.parse::<f64>().map_or_else(|_| text.to_owned(), |bare| format!("{bare}{unit}"));
    let amount = Quantity::parse(&amount).map_err(|_| format!("invalid resource {name} value: {text}"))?;
    Ok(json!({"type": "AverageValue", "averageValue": amount.to_string()}))
}
