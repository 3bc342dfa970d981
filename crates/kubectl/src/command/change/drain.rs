//! `kubectl drain`: the nodes are cordoned, then their Pods are evicted, one node after the other.
//! Upstream: staging/src/k8s.io/kubectl/pkg/cmd/drain/drain.go, pkg/drain/{drain,filters}.go beside it.

use super::{Change, Propagation, Request, Whom, cordon};
use crate::apply::DryRun;
use crate::command::arguments::Arguments;
use crate::command::{Cluster, Output, logs, meta, resource};
use crate::others::{items, text};
use crate::selector::Selector;
use serde_json::Value;

/// The milliseconds for which a drain without `--timeout` goes on: as long as anything is simulated.
const DAY: u64 = 86_400_000;

/// A drain whose nodes are cordoned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drain {
    /// The nodes that are left, in order.
    pub nodes: Vec<String>,
    /// Whether Pods are evicted, or deleted whatever their budgets say.
    pub evicts: bool,
    /// `--timeout` in milliseconds, with its text; `None`: it waits for ever.
    pub timeout: Option<(u64, String)>,
    grace: Option<i64>,
    selector: String,
    /// The switches that are on, of [`SWITCHES`].
    switches: Vec<&'static str>,
}

/// The switches that let more Pods go.
const SWITCHES: [&str; 3] = ["force", "ignore-daemonsets", "delete-emptydir-data"];

/// The Pods that go from a node, or why none does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaving {
    /// The Pods.
    pub pods: Vec<Whom>,
    /// The warning about some of the Pods.
    pub warning: String,
    /// Why nothing is done.
    pub errors: Vec<String>,
}

/// Cordons nodes and says who leaves them.
pub(super) fn drain(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Change, Output> {
    let grace = super::create::whole(arguments, "grace-period", "--grace-period")?;
    let timeout = arguments.value("timeout").unwrap_or("0s");
    let patience = logs::duration(timeout).ok_or_else(|| {
        let why = format!("time: invalid duration \"{timeout}\"");
        arguments.usage(&format!("invalid argument \"{timeout}\" for \"--timeout\" flag: {why}"))
    })?;
    let selector = arguments.value("pod-selector").unwrap_or_default();
    let dry_run = crate::apply::dry_run(arguments)?;
    if Selector::parse(selector, cluster.kubernetes).is_err() {
        return Err(Output::failure("error: --pod-selector=<pod_selector> must be a valid label selector"));
    }
    let mut change = cordon::cordon(arguments, cluster)?;
    let nodes = cordon::nodes(arguments, cluster)?;
    let millis = u64::try_from(patience.as_millis()).unwrap_or_default();
    let drain = Drain {
        nodes: nodes.into_iter().map(|node| meta(node, "name").to_owned()).collect(),
        evicts: !arguments.is_on("disable-eviction"),
        timeout: (!patience.is_zero()).then(|| (millis, timeout.to_owned())),
        grace: grace.filter(|grace| *grace >= 0),
        selector: selector.to_owned(),
        switches: SWITCHES.into_iter().filter(|switch| arguments.is_on(switch)).collect(),
    };
    if dry_run == DryRun::None {
        change.drain = Some(drain);
        return Ok(change);
    }
    let mut fatal = Vec::new();
    for node in &drain.nodes {
        let leaving = drain.leaving(node, cluster);
        let is_refused = |pod: &Whom| drain.evicts && is_kept(pod, cluster);
        if dry_run == DryRun::Server && leaving.errors.is_empty() && leaving.pods.iter().any(is_refused) {
            change.output.stderr.push_str(&leaving.warned());
            change.output.stdout.extend(leaving.pods.iter().map(Drain::evicting));
            let refused = leaving.pods.iter().filter(|pod| is_refused(pod));
            change.output.stderr.extend(refused.map(Drain::refused));
            change
                .output
                .stderr
                .push_str("podlab: kubectl asks again each 5s, and a dry run changes nothing\n");
            change.output.exit = 1;
            return Ok(change);
        }
        if leaving.errors.is_empty() {
            change.output.stderr.push_str(&leaving.warned());
            change.output.stdout.extend(leaving.pods.iter().map(Drain::evicting));
            change.output.stdout.push_str(&Drain::drained(node));
        } else {
            change.output.stderr.push_str(&Drain::undrained(node, &leaving.errors));
            fatal.push((node.as_str(), leaving.errors));
        }
    }
    let pending = Drain::pending(&fatal);
    change.output.exit = u8::from(!pending.is_empty());
    change.output.stderr.push_str(&pending);
    Ok(change)
}

/// Whether the budgets of a Pod do not let it go now; a dry run takes nothing from them.
fn is_kept(whom: &Whom, cluster: &Cluster<'_>) -> bool {
    let is_it = |pod: &&Value| meta(pod, "name") == whom.name && meta(pod, "namespace") == whom.namespace;
    let Some(pod) = cluster.pods.iter().find(is_it) else { return false };
    let labels = pod.pointer("/metadata/labels").and_then(Value::as_object);
    let selects = |budget: &&Value| {
        let selector = budget.pointer("/spec/selector/matchLabels").and_then(Value::as_object);
        let mut pairs = selector.into_iter().flatten();
        meta(budget, "namespace") == whom.namespace
            && pairs.all(|(key, value)| labels.and_then(|labels| labels.get(key)) == Some(value))
    };
    let budgets: Vec<&Value> = resource::of_kind("PodDisruptionBudget", cluster).filter(selects).collect();
    let is_low = |budget: &&Value| {
        budget.pointer("/status/disruptionsAllowed").and_then(Value::as_i64).unwrap_or_default() < 1
    };
    budgets.len() > 1 || budgets.iter().any(is_low)
}

/// The fate of a Pod on a node that is drained: whether it goes, and a warning about it; an error keeps all.
type Fate = Result<(bool, &'static str), String>;

impl Leaving {
    /// The line of the warning, if there is one.
    pub fn warned(&self) -> String {
        if self.warning.is_empty() { String::new() } else { format!("Warning: {}\n", self.warning) }
    }
}

impl Drain {
    /// The line about a Pod whose eviction is asked for.
    pub fn evicting(pod: &Whom) -> String {
        format!("evicting pod {}/{}\n", pod.namespace, pod.name)
    }

    /// The line about a Pod that a budget keeps.
    pub fn refused(pod: &Whom) -> String {
        let Whom { namespace, name, .. } = pod;
        let why = "Cannot evict pod as it would violate the pod's disruption budget.";
        format!("error when evicting pods/{name:?} -n {namespace:?} (will retry after 5s): {why}\n")
    }

    /// The line about a node that all Pods have left.
    pub fn drained(node: &str) -> String {
        format!("node/{node} drained\n")
    }

    /// The line about a node that some Pods have not left.
    pub fn undrained(node: &str, errors: &[String]) -> String {
        let why = Drain::joined(errors);
        format!("error: unable to drain node \"{node}\" due to error: {why}, continuing command...\n")
    }

    /// The end of a drain that failed on some nodes; nothing where it failed on none.
    pub fn pending(fatal: &[(&str, Vec<String>)]) -> String {
        if fatal.is_empty() {
            return String::new();
        }
        let nodes: String = fatal.iter().flat_map(|(node, _)| [" ", node, "\n"]).collect();
        let errors: Vec<String> = match fatal {
            [(_, errors)] => errors.clone(),
            several => several.iter().map(|(_, errors)| Drain::joined(errors)).collect(),
        };
        format!("There are pending nodes to be drained:\n{nodes}{}\n", errors.join("\n"))
    }

    /// Several errors in one line, as Go joins them.
    pub fn joined(errors: &[String]) -> String {
        if let [one] = errors { one.clone() } else { format!("[{}]", errors.join(", ")) }
    }

    /// The milliseconds for which it waits.
    pub fn patience(&self) -> u64 {
        self.timeout.as_ref().map_or(DAY, |(millis, _)| *millis)
    }

    /// The request that makes a Pod go.
    pub fn request(&self) -> Request {
        if self.evicts {
            return Request::Evict { grace: self.grace, patience: self.patience() };
        }
        Request::Delete { grace: self.grace, propagation: Propagation::Background }
    }

    /// The Pods that go from a node.
    pub fn leaving(&self, node: &str, cluster: &Cluster<'_>) -> Leaving {
        let selector = Selector::parse(&self.selector, cluster.kubernetes).unwrap_or_default();
        let is_here = |pod: &&Value| {
            text(pod, "/spec/nodeName") == node && selector.matches(pod.pointer("/metadata/labels"))
        };
        let mut pods: Vec<&Value> = cluster.pods.iter().filter(is_here).collect();
        api::collections::sort_by(&mut pods, |one, other| {
            (meta(one, "namespace"), meta(one, "name")).cmp(&(meta(other, "namespace"), meta(other, "name")))
        });
        let mut leaving = Leaving::default();
        let (mut warnings, mut errors) = (Vec::new(), Vec::new());
        for pod in pods {
            let (namespace, name) = (meta(pod, "namespace").to_owned(), meta(pod, "name").to_owned());
            let whole = format!("{namespace}/{name}");
            match self.fate(pod, cluster) {
                Ok((goes, warning)) => {
                    if goes {
                        leaving.pods.push(Whom { kind: "Pod".to_owned(), namespace, name });
                    }
                    if !warning.is_empty() {
                        gather(&mut warnings, warning.to_owned(), whole);
                    }
                }
                Err(why) => gather(&mut errors, why, whole),
            }
        }
        leaving.errors = told(errors).iter().map(|one| format!("cannot delete {one}")).collect();
        leaving.warning = told(warnings).join("; ");
        leaving
    }

    fn is_on(&self, switch: &str) -> bool {
        self.switches.contains(&switch)
    }

    fn fate(&self, pod: &Value, cluster: &Cluster<'_>) -> Fate {
        if pod.pointer("/metadata/annotations/kubernetes.io~1config.mirror").is_some() {
            return Ok((false, ""));
        }
        let is_over = ["Succeeded", "Failed"].contains(&text(pod, "/status/phase"));
        if is_over {
            return Ok((true, ""));
        }
        let mut owners = items(pod, "/metadata/ownerReferences");
        let owner = owners.find(|owner| owner.get("controller") == Some(&Value::Bool(true)));
        if let Some(owner) = owner.filter(|owner| text(owner, "/kind") == "DaemonSet") {
            let name = text(owner, "/name");
            let namespace = meta(pod, "namespace");
            let mut all = resource::of_kind("DaemonSet", cluster);
            let is_there = all.any(|set| meta(set, "name") == name && meta(set, "namespace") == namespace);
            match (is_there, self.is_on("ignore-daemonsets")) {
                (true, true) => return Ok((false, "ignoring DaemonSet-managed Pods")),
                (true, false) => {
                    let why = "DaemonSet-managed Pods (use --ignore-daemonsets to ignore)";
                    return Err(why.to_owned());
                }
                (false, _) if !self.is_on("force") => {
                    return Err(format!("daemonsets.apps \"{name}\" not found"));
                }
                (false, _) => {}
            }
        }
        let is_emptied = !self.is_on("delete-emptydir-data");
        if is_emptied && items(pod, "/spec/volumes").any(|volume| volume.get("emptyDir").is_some()) {
            return Err("Pods with local storage (use --delete-emptydir-data to override)".to_owned());
        }
        // The warnings of the filters before this one are lost.
        match owner {
            Some(_) => Ok((true, "")),
            None if self.is_on("force") => Ok((true, "deleting Pods that declare no controller")),
            None => Err("Pods that declare no controller (use --force to override)".to_owned()),
        }
    }
}

/// Puts the name of a Pod behind what is said of it.
fn gather(all: &mut Vec<(String, Vec<String>)>, said: String, pod: String) {
    match all.iter_mut().find(|(one, _)| *one == said) {
        Some((_, pods)) => pods.push(pod),
        None => all.push((said, vec![pod])),
    }
}

fn told(all: Vec<(String, Vec<String>)>) -> Vec<String> {
    all.into_iter().map(|(said, pods)| format!("{said}: {}", pods.join(", "))).collect()
}
