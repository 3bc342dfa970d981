//! Computes the effect of a change on the effective numbers, before it is made.

use crate::derivation::{List, Place};
use crate::effective::{Totals, limits, requests};
use crate::options::Options;
use crate::qos::{QosClass, qos_class};
use api::collections::{Set, gather, sort_by_key};
use api::{Kubernetes, Quantity};
use k8s_openapi::api::core::v1::{PodSpec, ResourceRequirements};

/// A change of a Pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The init container at `from` moves to `to`.
    MoveInit {
        /// Its present index.
        from: usize,
        /// Its new index.
        to: usize,
    },
    /// The init container becomes a sidecar (`restartPolicy: Always`).
    MakeSidecar(usize),
    /// The sidecar becomes an init container, which runs to its end before the next one starts.
    MakeInit(usize),
    /// An amount is written; `None` removes it.
    Set {
        /// The place of the amount.
        place: Place,
        /// Requests or limits.
        list: List,
        /// `cpu`, `memory`, ...
        resource: String,
        /// The amount.
        amount: Option<Quantity>,
    },
}

/// One effective number that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Requests or limits.
    pub list: List,
    /// `cpu`, `memory`, ...
    pub resource: String,
    /// The number before; `None` where there is none.
    pub before: Option<Quantity>,
    /// The number after, likewise.
    pub after: Option<Quantity>,
}

/// The effect of a change.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The Pod afterwards.
    pub spec: PodSpec,
    /// The numbers that change, requests first; empty when none does.
    pub differences: Vec<Difference>,
    /// The class before and after.
    pub qos: (QosClass, QosClass),
}

/// The most init containers whose orders are tried; the time grows with the square of their number.
const MOST: usize = 30;
/// The most containers that are summed up in trying orders: each try sums up the whole Pod.
const SUMMED: usize = 90_000;

type Sum = fn(&PodSpec, &Options<'_>) -> Totals;

/// Makes the change on a copy and compares. A place that does not exist changes nothing.
pub fn what_if(spec: &PodSpec, change: &Change, kubernetes: &Kubernetes) -> Effect {
    compare(spec, changed(spec, change), kubernetes)
}

/// A copy with the change made.
pub fn changed(spec: &PodSpec, change: &Change) -> PodSpec {
    let mut after = spec.clone();
    apply(&mut after, change);
    after
}

/// Compares the effective numbers of two Pods.
pub fn compare(spec: &PodSpec, after: PodSpec, kubernetes: &Kubernetes) -> Effect {
    let options = Options::of(kubernetes);
    let mut differences = Vec::new();
    for (list, sum) in [(List::Requests, requests as Sum), (List::Limits, limits)] {
        let (old, new) = (sum(spec, &options), sum(&after, &options));
        let names: Set<&String> = gather(old.keys().chain(new.keys()));
        differences.extend(names.into_iter().filter(|name| old.get(*name) != new.get(*name)).map(|name| {
            Difference {
                list,
                resource: name.clone(),
                before: old.get(name).cloned(),
                after: new.get(name).cloned(),
            }
        }));
    }
    let qos = (qos_class(spec, kubernetes), qos_class(&after, kubernetes));
    Effect { spec: after, differences, qos }
}

fn apply(spec: &mut PodSpec, change: &Change) {
    if let Change::Set { place, list, resource, amount } = change {
        set(spec, *place, *list, resource, amount.as_ref());
        return;
    }
    let Some(init) = spec.init_containers.as_mut() else { return };
    match change {
        Change::MoveInit { from, to } => {
            if *from < init.len() && *to < init.len() {
                let container = init.remove(*from);
                init.insert(*to, container);
            }
        }
        Change::MakeSidecar(index) => {
            if let Some(container) = init.get_mut(*index) {
                container.restart_policy = Some("Always".to_owned());
            }
        }
        Change::MakeInit(index) => {
            if let Some(container) = init.get_mut(*index) {
                container.restart_policy = None;
            }
        }
        Change::Set { .. } => {}
    }
}

fn set(spec: &mut PodSpec, place: Place, list: List, resource: &str, amount: Option<&Quantity>) {
    let resources: Option<&mut ResourceRequirements> = match place {
        Place::Init(index) | Place::Sidecar(index) => {
            let container = spec.init_containers.as_mut().and_then(|containers| containers.get_mut(index));
            container.map(|container| container.resources.get_or_insert_default())
        }
        Place::App(index) => {
            spec.containers.get_mut(index).map(|container| container.resources.get_or_insert_default())
        }
        Place::Pod => Some(spec.resources.get_or_insert_default()),
        Place::Overhead | Place::Claim(_) => None,
    };
    let Some(resources) = resources else { return };
    let amounts = match list {
        List::Requests => resources.requests.get_or_insert_default(),
        List::Limits => resources.limits.get_or_insert_default(),
    };
    match amount {
        Some(amount) => {
            amounts.insert(resource.to_owned(), amount.into());
        }
        None => {
            amounts.remove(resource);
        }
    }
}

/// Single moves of init containers that reserve less, each with what it saves, best first.
/// A move never changes which containers run; only a person knows whether one container needs another's work.
/// Only the first `MOST` init containers are tried, and fewer of a Pod with more than a hundred containers.
pub fn cheaper_moves(spec: &PodSpec, kubernetes: &Kubernetes) -> Vec<(Change, Vec<Difference>)> {
    let init = spec.init_containers.as_ref().map_or(0, Vec::len);
    let tries = SUMMED / (init + spec.containers.len()).max(1);
    let count = init.min(MOST).min(tries.isqrt());
    let mut found = Vec::new();
    for from in 0..count {
        for to in (0..count).filter(|to| *to != from) {
            let change = Change::MoveInit { from, to };
            let effect = what_if(spec, &change, kubernetes);
            let saves = |difference: &Difference| {
                difference.list == List::Limits || difference.after < difference.before
            };
            if effect.differences.iter().any(|d| d.list == List::Requests)
                && effect.differences.iter().all(saves)
            {
                found.push((change, effect.differences));
            }
        }
    }
    sort_by_key(&mut found, |(_, differences)| std::cmp::Reverse(differences.len()));
    found
}
