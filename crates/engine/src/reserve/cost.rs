//! Turns a Pod's spec into its cost, in the page's plain data.

use api::collections::sort_by_key;
use api::{Kubernetes, Object, Quantity, defaulting};
use k8s_openapi::api::core::v1::{Pod, PodSpec};
use resources::{Derivation, Leaf, List, Options, Place, QosClass, Step, qos};
use std::collections::BTreeMap;

use view::{Amount, Cost, CostLine, Phase, PhasePart, Qos, Term};

/// The Pod's spec and its path in the object.
#[derive(Clone, Copy)]
struct Site<'a> {
    /// The spec with the defaults of a Pod.
    spec: &'a PodSpec,
    /// The spec as written.
    written: &'a PodSpec,
    path: &'a str,
}

/// The cost of the spec `written` at `path`; for a template, that of the Pods that it makes.
pub(crate) fn cost(written: &PodSpec, path: &str, kubernetes: &Kubernetes) -> Cost {
    let options = Options::of(kubernetes);
    let sent = as_pod(written, kubernetes);
    let spec = stored(&sent, kubernetes);
    let site = Site { spec: &spec, written, path };
    let mut requests = resources::effective(&spec, List::Requests, &options);
    let mut limits = resources::effective(&spec, List::Limits, &options);
    let mut names: Vec<String> =
        requests.keys().chain(limits.keys()).map(|name| (*name).to_string()).collect();
    sort_by_key(&mut names, |name| (!matches!(name.as_str(), "cpu" | "memory"), name.clone()));
    names.dedup();
    let lines = names.iter().map(|name| {
        let request = requests.remove(name.as_str());
        let limit = limits.remove(name.as_str());
        CostLine {
            resource: name.clone(),
            phases: request.as_ref().map(|request| site.phases(request, name)).unwrap_or_default(),
            request: request.map(|request| site.amount(&request, name)),
            limit: limit.map(|limit| site.amount(&limit, name)),
        }
    });
    // The server computes the class before it drops fields behind disabled gates.
    let qos = Site { spec: &sent, ..site }.qos(kubernetes);
    Cost { lines: lines.collect(), qos }
}

/// The spec without fields that the release does not have: to 1.28 a sidecar is an init container.
fn stored(spec: &PodSpec, kubernetes: &Kubernetes) -> PodSpec {
    in_a_pod(spec, |pod| drop(defaulting::prepare(pod, kubernetes)))
}

/// The spec of a Pod as it would be stored, admission aside: a limit without a request is the request too, which
/// templates do not show.
pub(crate) fn as_pod(spec: &PodSpec, kubernetes: &Kubernetes) -> PodSpec {
    in_a_pod(spec, |pod| defaulting::apply(pod, kubernetes))
}

/// A spec after a change of the Pod around it.
fn in_a_pod(spec: &PodSpec, change: impl FnOnce(&mut Object)) -> PodSpec {
    let mut object = Object::Pod(Box::new(Pod { spec: Some(spec.clone()), ..Pod::default() }));
    change(&mut object);
    object.pod_spec().map(|(_, spec)| spec.clone()).unwrap_or_default()
}

impl Site<'_> {
    /// The path of an amount: a request that is not written comes from the limit.
    fn field(&self, place: Place, list: List, resource: &str) -> String {
        let resources = match place {
            Place::Init(i) | Place::Sidecar(i) => {
                let containers = self.written.init_containers.as_ref();
                containers.and_then(|containers| containers.get(i)?.resources.as_ref())
            }
            Place::App(i) => {
                self.written.containers.get(i).and_then(|container| container.resources.as_ref())
            }
            Place::Pod => self.written.resources.as_ref(),
            Place::Overhead | Place::Claim(_) => None,
        };
        let holds = |list: Option<&BTreeMap<String, _>>| list.is_some_and(|list| list.contains_key(resource));
        let from_limit = list == List::Requests
            && resources.is_some_and(|lists| !holds(lists.requests.as_ref()) && holds(lists.limits.as_ref()));
        place.field(self.path, if from_limit { List::Limits } else { list }, resource)
    }

    fn phases(&self, derivation: &Derivation, resource: &str) -> Vec<Phase> {
        if derivation.pod_level.is_some() {
            return Vec::new();
        }
        let decides = derivation.dominating;
        let phase = |(index, phase): (usize, &resources::Phase)| {
            let parts = derivation.terms(phase.step).map(|leaf| PhasePart {
                name: self.who(leaf.place),
                text: leaf.amount.to_string(),
                value: float(&leaf.amount),
                field: self.field(leaf.place, derivation.list, resource),
            });
            let total = phase.total.clone().unwrap_or_default();
            Phase {
                name: self.step(phase.step),
                parts: parts.collect(),
                text: total.to_string(),
                value: float(&total),
                decides: decides == Some(index),
            }
        };
        derivation.phases.iter().enumerate().map(phase).collect()
    }

    fn amount(&self, derivation: &Derivation, resource: &str) -> Amount {
        Amount { text: derivation.total.to_string(), term: self.total(derivation, resource) }
    }

    /// The derivation as a tree with words: the highest phase, then the amounts that are added.
    fn total(&self, derivation: &Derivation, resource: &str) -> Term {
        let leaf = |leaf: &Leaf| self.leaf(leaf, derivation.list, resource);
        let phase = |(index, phase): (usize, &resources::Phase)| {
            let total = phase.total.clone().unwrap_or_default();
            Term {
                label: format!("while {}", self.step(phase.step)),
                text: total.to_string(),
                value: float(&total),
                decides: derivation.dominating == Some(index) && derivation.phases.len() > 1,
                terms: derivation.terms(phase.step).map(leaf).collect(),
                ..Term::default()
            }
        };
        let base = derivation
            .pod_level
            .as_ref()
            .map_or_else(|| highest(derivation.phases.iter().enumerate().map(phase).collect()), leaf);
        let claims = derivation.claims.iter().filter(|_| derivation.pod_level.is_none());
        let added: Vec<Term> = claims.chain(&derivation.overhead).map(leaf).collect();
        if added.is_empty() {
            return base;
        }
        let text = derivation.total.to_string();
        let value = float(&derivation.total);
        let terms = std::iter::once(base).chain(added).collect();
        Term { label: "all of".to_owned(), text, value, terms, ..Term::default() }
    }

    fn leaf(&self, leaf: &Leaf, list: List, resource: &str) -> Term {
        Term {
            label: self.who(leaf.place),
            text: leaf.amount.to_string(),
            value: float(&leaf.amount),
            field: Some(self.field(leaf.place, list, resource)),
            ..Term::default()
        }
    }

    fn who(&self, place: Place) -> String {
        let name = |containers: Option<&Vec<_>>, index: usize| {
            let container: Option<&k8s_openapi::api::core::v1::Container> =
                containers.and_then(|containers| containers.get(index));
            container.map_or_else(|| format!("[{index}]"), |container| container.name.clone())
        };
        match place {
            Place::Init(index) | Place::Sidecar(index) => name(self.spec.init_containers.as_ref(), index),
            Place::App(index) => name(Some(&self.spec.containers), index),
            Place::Pod => "the Pod's own resources, which count instead of the containers'".to_owned(),
            Place::Overhead => "overhead".to_owned(),
            Place::Claim(index) => format!("resource claim {index}"),
        }
    }

    fn step(&self, step: Step) -> String {
        match step {
            Step::Init(index) => format!("{} initializes", self.who(Place::Init(index))),
            Step::Running => "running".to_owned(),
        }
    }

    fn qos(&self, kubernetes: &Kubernetes) -> Qos {
        let class = resources::qos_class(self.spec, kubernetes);
        let obstacles = qos::obstacles(self.spec, kubernetes);
        let reason = qos::because(self.spec, kubernetes);
        let because = match class {
            QosClass::BestEffort => {
                format!("{reason}; it is the first to be evicted when the node runs short.")
            }
            QosClass::Guaranteed => format!("{reason}."),
            QosClass::Burstable => {
                let others = qos::culprits(&obstacles).len().saturating_sub(1);
                let more = if others > 0 { format!(", and {others} more fall short") } else { String::new() };
                format!("not Guaranteed, since {reason}{more}.")
            }
        };
        let first = obstacles.first();
        let remedy =
            first.filter(|_| class == QosClass::Burstable).map(|obstacle| obstacle.remedy(self.path).0);
        Qos { class: self::class(class), because, field: remedy }
    }
}

/// A class in the words of `view`.
pub(super) fn class(class: QosClass) -> view::QosClass {
    match class {
        QosClass::BestEffort => view::QosClass::BestEffort,
        QosClass::Burstable => view::QosClass::Burstable,
        QosClass::Guaranteed => view::QosClass::Guaranteed,
    }
}

fn highest(phases: Vec<Term>) -> Term {
    let decides = phases.iter().find(|phase| phase.decides).or(phases.first()).cloned().unwrap_or_default();
    if phases.len() == 1 {
        return Term { label: "all containers together".to_owned(), ..decides };
    }
    let label = "the highest of".to_owned();
    Term { label, text: decides.text, value: decides.value, terms: phases, ..Term::default() }
}

/// An amount as a number, for drawing and comparing.
pub(crate) fn float(amount: &Quantity) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "for drawing and comparing")]
    let milli = amount.milli_value() as f64;
    milli / 1000.0
}

#[cfg(test)]
mod tests {
    use super::cost;
    use api::Kubernetes;

    #[test]
    fn a_request_that_comes_from_a_limit_names_the_limit() {
        let text = "{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {initContainers: [{name: i, resources: {limits: {cpu: 2}}}], containers: [{name: a, resources: {requests: {cpu: 1}}}]}}}}";
        let objects = api::objects(text, &Kubernetes::RECORDED);
        let (path, spec) = objects.first().unwrap().pod_spec().unwrap();
        let cost = cost(spec, path, &Kubernetes::RECORDED);
        let cpu = cost.lines.first().unwrap();
        assert_eq!(cpu.request.as_ref().unwrap().text, "2");
        let phase = cpu.phases.first().unwrap();
        assert!(phase.decides);
        assert_eq!(phase.parts[0].field, "spec.template.spec.initContainers[0].resources.limits[cpu]");
    }
}
