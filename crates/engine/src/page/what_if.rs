//! What a change would do to what the Pod reserves, before it is made; and the change of the text that makes it.

use api::{Kubernetes, Object, Quantity};
use k8s_openapi::api::core::v1::PodSpec;
use resources::what_if::{Change, Effect, changed, cheaper_moves, compare};
use resources::{List, Place};
use serde::Serialize;
use source::{Document, Positions};

use super::reckon::as_pod;
use super::{Container, Edit, Fix, Manifest, pipeline, problems};

/// The changes of a Pod that are worth a thought.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WhatIf {
    /// In the order in which they start; of very many the first ones.
    pub candidates: Vec<Candidate>,
    /// Single moves of init containers that reserve less, best first.
    pub cheaper: Vec<Proposal>,
}

/// A container and what could be done with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// The container.
    pub container: Container,
    /// Move up, move down, make a sidecar of it or an init container; empty for app containers.
    pub proposals: Vec<Proposal>,
    /// What it asks for, `cpu` and `memory`: as it counts, empty where it asks for none.
    pub requests: Vec<(String, String)>,
}

/// A change and what it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// As a button says it.
    pub label: String,
    /// The effective numbers that change; none when nothing does.
    pub differences: Vec<Difference>,
    /// The class before and after, when it changes.
    pub qos: Option<(String, String)>,
    /// The change of the text; `None` where the text is written in a way that we do not change.
    pub fix: Option<Fix>,
}

/// An effective number that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// `requests` or `limits`.
    pub list: String,
    /// `cpu`, `memory`, ...
    pub resource: String,
    /// As Kubernetes prints it, `none` where there is none.
    pub before: String,
    /// As Kubernetes prints it, `none` where there is none.
    pub after: String,
    /// Whether less is asked for afterwards.
    pub less: bool,
}

/// The most containers that are offered; each change of each is tried on the text.
const MOST: usize = 60;

/// Where a Pod is written.
pub(super) struct Site<'t> {
    text: &'t str,
    document: Document,
    object: Object,
}

/// The changes of the text's first Pod; `None` without one.
pub fn what_if(text: &str, kubernetes: &Kubernetes) -> Option<WhatIf> {
    let site = Site::find(text, kubernetes)?;
    let (path, spec) = site.object.pod_spec()?;
    let stored = as_pod(spec, kubernetes);
    let count = spec.init_containers.as_ref().map_or(0, Vec::len);
    let candidates = api::containers(&stored).take(MOST).map(|container| {
        let place = Place::from(&container);
        let changes = match place {
            Place::Init(at) | Place::Sidecar(at) => {
                let up = at.checked_sub(1).map(|to| ("move up", Change::MoveInit { from: at, to }));
                let down =
                    (at + 1 < count).then_some(("move down", Change::MoveInit { from: at, to: at + 1 }));
                let turn = match place {
                    Place::Init(_) => ("make it a sidecar", Change::MakeSidecar(at)),
                    _ => ("make it an init container", Change::MakeInit(at)),
                };
                [up, down, Some(turn)].into_iter().flatten().collect()
            }
            _ => Vec::new(),
        };
        let requests = container.container.resources.as_ref().and_then(|lists| lists.requests.as_ref());
        let request = |name: &str| {
            let amount = requests.and_then(|requests| requests.get(name)).map(Quantity::of);
            (name.to_owned(), amount.map(|amount| amount.to_string()).unwrap_or_default())
        };
        Candidate {
            requests: ["cpu", "memory"].map(request).into(),
            proposals: changes
                .into_iter()
                .filter_map(|(label, change)| site.propose(label.to_owned(), &change, kubernetes))
                .collect(),
            container: pipeline::container(path, &container),
        }
    });
    let cheaper = cheaper_moves(&stored, kubernetes).into_iter().filter_map(|(change, _)| {
        let label = move_label(spec, &change);
        site.propose(label, &change, kubernetes)
    });
    // One down and its neighbour up are the same order.
    let mut seen: Vec<Proposal> = Vec::new();
    for proposal in cheaper {
        let same = |other: &Proposal| proposal.fix.is_some() && edits(other) == edits(&proposal);
        if !seen.iter().any(same) {
            seen.push(proposal);
        }
    }
    let cheaper = seen;
    Some(WhatIf { candidates: candidates.collect(), cheaper })
}

/// What it would do to ask for another `amount` of a resource; an empty amount takes the request away. `container` is
/// the container's place among [`WhatIf::candidates`]. The error is a sentence for the reader.
pub fn set_request(
    text: &str,
    container: usize,
    resource: &str,
    amount: &str,
    kubernetes: &Kubernetes,
) -> Result<Proposal, String> {
    let none = || "There is no such container in the manifest any more.".to_owned();
    let site = Site::find(text, kubernetes).ok_or_else(none)?;
    let (_, spec) = site.object.pod_spec().ok_or_else(none)?;
    let place = api::containers(spec).nth(container).map(|site| Place::from(&site)).ok_or_else(none)?;
    let amount = match amount.trim() {
        "" => None,
        written => Some(Quantity::parse(written).map_err(|_| {
            format!(
                "`{written}` is no quantity: write a number with a unit, such as 500m, 1.5, 256Mi or 2Gi."
            )
        })?),
    };
    if amount.as_ref().is_some_and(|amount| amount.sign() < 0) {
        return Err("A request cannot be less than nothing.".to_owned());
    }
    let label = match &amount {
        Some(amount) => format!("ask for {amount} {resource}"),
        None => format!("ask for no {resource}"),
    };
    let change = Change::Set { place, list: List::Requests, resource: resource.to_owned(), amount };
    site.propose(label, &change, kubernetes).ok_or_else(none)
}

fn edits(proposal: &Proposal) -> Option<&[Edit]> {
    proposal.fix.as_ref().map(|fix| fix.edits.as_slice())
}

fn move_label(spec: &PodSpec, change: &Change) -> String {
    let name = |at: usize| {
        let container = spec.init_containers.as_ref().and_then(|containers| containers.get(at));
        container.map(|container| container.name.as_str()).unwrap_or_default()
    };
    match change {
        Change::MoveInit { from, to } if from < to => {
            format!("start `{}` after `{}`", name(*from), name(*to))
        }
        Change::MoveInit { from, to } => format!("start `{}` before `{}`", name(*from), name(*to)),
        _ => String::new(),
    }
}

impl<'t> Site<'t> {
    /// The text's first Pod, or template of one.
    pub fn find(text: &'t str, kubernetes: &Kubernetes) -> Option<Site<'t>> {
        Manifest::read(text).documents().iter().find_map(|document| {
            let document = document.clone();
            let object = api::read(&document, kubernetes).object;
            object.pod_spec().is_some().then_some(Site { text, document, object })
        })
    }

    /// Its spec with its path.
    pub fn pod_spec(&self) -> Option<(&'static str, &PodSpec)> {
        self.object.pod_spec()
    }

    /// A change with what it does.
    pub fn propose(&self, label: String, change: &Change, kubernetes: &Kubernetes) -> Option<Proposal> {
        let (path, spec) = self.object.pod_spec()?;
        let after = as_pod(&changed(spec, change), kubernetes);
        let Effect { differences, qos, spec: after } = compare(&as_pod(spec, kubernetes), after, kubernetes);
        let fix = self.edit(path, change).and_then(|edit| {
            let place = problems::place(&Positions::new(self.text), &edit.range);
            let edits = vec![Edit { from: place.from, to: place.to, insert: edit.text }];
            let fix = Fix { label: label.clone(), edits };
            // What is offered does what it says: the changed text is read again.
            let text = fix.apply(self.text);
            let reads = Site::find(&text, kubernetes)?;
            (as_pod(reads.object.pod_spec()?.1, kubernetes) == after).then_some(fix)
        });
        let (before, then) = (qos.0.name().to_owned(), qos.1.name().to_owned());
        Some(Proposal {
            label,
            differences: differences.iter().map(difference).collect(),
            qos: (before != then).then_some((before, then)),
            fix,
        })
    }

    /// The change of the text.
    fn edit(&self, path: &str, change: &Change) -> Option<source::Edit> {
        let init = |at: usize| format!("{path}.initContainers[{at}]");
        match change {
            Change::MoveInit { from, to } => {
                self.document.move_item(self.text, &format!("{path}.initContainers"), *from, *to)
            }
            Change::MakeSidecar(at) => self.document.set(self.text, &init(*at), &["restartPolicy"], "Always"),
            Change::MakeInit(at) => self.document.remove(self.text, &format!("{}.restartPolicy", init(*at))),
            Change::Set { place, list, resource, amount: Some(amount) } => {
                let container = format!("{path}.{}", place.container()?);
                let amount = amount.to_string();
                // `1` would be read as a number, which is a quantity as well.
                self.document.set(self.text, &container, &["resources", list.name(), resource], &amount)
            }
            Change::Set { place, list, resource, amount: None } => {
                self.document.remove(self.text, &place.field(path, *list, resource))
            }
        }
    }
}

fn difference(difference: &resources::what_if::Difference) -> Difference {
    let text =
        |amount: &Option<Quantity>| amount.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string);
    Difference {
        list: difference.list.name().to_owned(),
        resource: difference.resource.clone(),
        before: text(&difference.before),
        after: text(&difference.after),
        less: difference.after < difference.before,
    }
}

#[cfg(test)]
mod tests {
    use super::{set_request, what_if};
    use api::Kubernetes;

    /// G32 (c): the sidecar stands before the init container.
    const POD: &str = "apiVersion: v1
kind: Pod
metadata: { name: p }
spec:
  initContainers:
  # ships the logs
  - name: log # small
    restartPolicy: Always
    image: a:1
    resources: { requests: { cpu: 100m } }
  - name: migrate
    image: a:1
    resources:
      requests:
        cpu: 200m # measured
  containers:
  - { name: app, image: a:1, resources: { requests: { cpu: 100m } } }
";

    #[test]
    fn a_cheaper_order_is_found_and_written() {
        let found = what_if(POD, &Kubernetes::RECORDED).unwrap();
        let [cheaper] = found.cheaper.as_slice() else { panic!("{found:#?}") };
        let difference = &cheaper.differences[0];
        assert_eq!((difference.before.as_str(), difference.after.as_str()), ("300m", "200m"));
        assert_eq!(cheaper.label, "start `log` after `migrate`");
        let text = cheaper.fix.as_ref().unwrap().apply(POD);
        assert!(text.contains("cpu: 200m # measured\n  # ships the logs\n  - name: log # small\n"), "{text}");
    }

    #[test]
    fn each_change_of_each_container_can_be_written() {
        let found = what_if(POD, &Kubernetes::RECORDED).unwrap();
        let labels: Vec<Vec<&str>> = found
            .candidates
            .iter()
            .map(|candidate| candidate.proposals.iter().map(|proposal| proposal.label.as_str()).collect())
            .collect();
        assert_eq!(
            labels,
            [vec!["move down", "make it an init container"], vec!["move up", "make it a sidecar"], vec![]]
        );
        let all = found.candidates.iter().flat_map(|candidate| &candidate.proposals);
        for proposal in all {
            assert!(proposal.fix.is_some(), "{proposal:#?}");
        }
    }

    #[test]
    fn another_amount_keeps_the_comment() {
        let proposal = set_request(POD, 1, "cpu", "500m", &Kubernetes::RECORDED).unwrap();
        assert_eq!(proposal.differences[0].after, "600m");
        assert!(proposal.fix.unwrap().apply(POD).contains("cpu: 500m # measured"));
        let proposal = set_request(POD, 2, "memory", "1Gi", &Kubernetes::RECORDED).unwrap();
        assert!(proposal.fix.unwrap().apply(POD).contains("{ cpu: 100m, memory: 1Gi }"));
        assert!(set_request(POD, 1, "cpu", "much", &Kubernetes::RECORDED).is_err());
    }
}
