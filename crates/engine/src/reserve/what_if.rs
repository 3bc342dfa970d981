//! The effect of a change on the Pod's reservation, before it is made; and the change of the text that makes it.

use super::cost::class;
use api::{Kubernetes, Quantity};
use k8s_openapi::api::core::v1::PodSpec;
use resources::what_if::{Change, Effect, changed, cheaper_moves, compare};
use resources::{List, Place};
use source::Document;
use view::{AmountList, Candidate, Difference, Edit, Proposal, WhatIf};

use super::cost::as_pod;
use crate::manifest::{Manifest, Subject};
use crate::places;
use crate::problems::container as written;

/// The most containers that are offered.
const MOST: usize = 60;
/// The most bytes that are read to try changes on the text: a long text has fewer changes that are written into it.
const READ: usize = 1 << 19;

impl Manifest {
    /// The changes of the text's first Pod; `None` without one.
    pub fn what_if(&self) -> Option<WhatIf> {
        let site = Site::of(self)?;
        let candidates = site.candidates();
        Some(WhatIf { candidates, cheaper: site.cheaper() })
    }

    /// The effect of requesting another `amount` of a resource; an empty amount removes the request.
    /// `container` is the container's index in [`WhatIf::candidates`]. The error is a sentence for the reader.
    pub fn set_request(&self, container: usize, resource: &str, amount: &str) -> Result<Proposal, String> {
        let none = || "There is no such container in the manifest any more.".to_owned();
        let site = Site::of(self).ok_or_else(none)?;
        let mut containers = api::containers(site.subject.spec);
        let place = containers.nth(container).map(|site| Place::from(&site)).ok_or_else(none)?;
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
        Ok(site.propose(label, &change))
    }
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

/// The text's first Pod, and its place.
pub(super) struct Site<'m> {
    manifest: &'m Manifest,
    pub subject: Subject<'m>,
    kubernetes: &'m Kubernetes,
    /// The spec of the Pod as it is stored.
    pub stored: PodSpec,
}

impl<'m> Site<'m> {
    /// The text's first Pod, or template of one.
    pub fn of(manifest: &'m Manifest) -> Option<Site<'m>> {
        let subject = manifest.subject()?;
        let kubernetes = manifest.kubernetes();
        Some(Site { manifest, subject, kubernetes, stored: as_pod(subject.spec, kubernetes) })
    }

    /// The number of changes that are tried on the text, each of which reads it anew.
    pub fn tries(&self) -> usize {
        READ / self.manifest.text().len().max(1)
    }

    fn candidates(&self) -> Vec<Candidate> {
        let mut tries = self.tries();
        let count = self.subject.spec.init_containers.as_ref().map_or(0, Vec::len);
        let candidate = |container: api::ContainerSite<'_>| {
            let place = Place::from(&container);
            let requests = container.container.resources.as_ref().and_then(|lists| lists.requests.as_ref());
            let request = |name: &str| {
                let amount = requests.and_then(|requests| requests.get(name)).map(Quantity::of);
                (name.to_owned(), amount.map(|amount| amount.to_string()).unwrap_or_default())
            };
            let mut changes = changes(place, count);
            changes.truncate(tries);
            tries -= changes.len();
            let changes = changes.into_iter();
            Candidate {
                requests: ["cpu", "memory"].map(request).into(),
                proposals: changes.map(|(label, change)| self.propose(label.to_owned(), &change)).collect(),
                container: written(self.subject.path, &container),
            }
        };
        api::containers(&self.stored).take(MOST).map(candidate).collect()
    }

    fn cheaper(&self) -> Vec<Proposal> {
        let moves = cheaper_moves(&self.stored, self.kubernetes).into_iter().take(self.tries());
        let proposals =
            moves.map(|(change, _)| self.propose(move_label(self.subject.spec, &change), &change));
        // Moving one down and moving its neighbour up give the same order.
        let mut seen: Vec<Proposal> = Vec::new();
        for proposal in proposals {
            let same = |other: &Proposal| proposal.fix.is_some() && edits(other) == edits(&proposal);
            if !seen.iter().any(same) {
                seen.push(proposal);
            }
        }
        seen
    }

    /// A change with its effect.
    pub fn propose(&self, label: String, change: &Change) -> Proposal {
        let Subject { path, spec, document, .. } = self.subject;
        let after = as_pod(&changed(spec, change), self.kubernetes);
        let Effect { differences, qos, spec: after } = compare(&self.stored, after, self.kubernetes);
        let fix = edit(document, self.manifest.text(), path, change).and_then(|edit| {
            let fix = places::fix(self.manifest.text(), &label, &edit);
            // The changed text is read again, so that the offered change certainly has the effect that is shown.
            let reads = Manifest::read(&fix.apply(self.manifest.text()), self.kubernetes);
            api::typed::is_same(&as_pod(reads.subject()?.spec, self.kubernetes), &after).then_some(fix)
        });
        let (before, then) = (class(qos.0), class(qos.1));
        Proposal {
            label,
            differences: differences.iter().map(difference).collect(),
            qos: (before != then).then_some((before, then)),
            fix,
        }
    }
}

/// The changes that can be made to the container at `place`, with `count` init containers in the Pod.
fn changes(place: Place, count: usize) -> Vec<(&'static str, Change)> {
    let (Place::Init(at) | Place::Sidecar(at)) = place else { return Vec::new() };
    let up = at.checked_sub(1).map(|to| ("move up", Change::MoveInit { from: at, to }));
    let down = (at + 1 < count).then_some(("move down", Change::MoveInit { from: at, to: at + 1 }));
    let turn = match place {
        Place::Init(_) => ("make it a sidecar", Change::MakeSidecar(at)),
        _ => ("make it an init container", Change::MakeInit(at)),
    };
    [up, down, Some(turn)].into_iter().flatten().collect()
}

/// The change of the text that makes a change of the Pod.
fn edit(document: &Document, text: &str, path: &str, change: &Change) -> Option<source::Edit> {
    let init = |at: usize| format!("{path}.initContainers[{at}]");
    match change {
        Change::MoveInit { from, to } => {
            document.move_item(text, &format!("{path}.initContainers"), *from, *to)
        }
        Change::MakeSidecar(at) => document.set(text, &init(*at), &["restartPolicy"], "Always"),
        Change::MakeInit(at) => document.remove(text, &format!("{}.restartPolicy", init(*at))),
        Change::Set { place, list, resource, amount: Some(amount) } => {
            let container = format!("{path}.{}", place.container()?);
            let amount = amount.to_string();
            // The amount is not quoted: a bare `1` is read as a number, and a number is a quantity as well.
            document.set(text, &container, &["resources", list.name(), resource], &amount)
        }
        Change::Set { place, list, resource, amount: None } => {
            document.remove(text, &place.field(path, *list, resource))
        }
    }
}

fn difference(difference: &resources::what_if::Difference) -> Difference {
    let text =
        |amount: &Option<Quantity>| amount.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string);
    Difference {
        list: match difference.list {
            List::Requests => AmountList::Requests,
            List::Limits => AmountList::Limits,
        },
        resource: difference.resource.clone(),
        before: text(&difference.before),
        after: text(&difference.after),
        less: difference.after < difference.before,
    }
}

#[cfg(test)]
mod tests {
    use crate::{Kubernetes, Manifest};

    fn pod() -> Manifest {
        Manifest::read(POD, &Kubernetes::RECORDED)
    }

    /// The sidecar stands before the init container.
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
        let found = pod().what_if().unwrap();
        let [cheaper] = found.cheaper.as_slice() else { panic!("{found:#?}") };
        let difference = &cheaper.differences[0];
        assert_eq!((difference.before.as_str(), difference.after.as_str()), ("300m", "200m"));
        assert_eq!(cheaper.label, "start `log` after `migrate`");
        let text = cheaper.fix.as_ref().unwrap().apply(POD);
        assert!(text.contains("cpu: 200m # measured\n  # ships the logs\n  - name: log # small\n"), "{text}");
    }

    #[test]
    fn each_change_of_each_container_can_be_written() {
        let found = pod().what_if().unwrap();
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
    fn a_long_text_is_read_as_often_as_there_is_time_for() {
        let container = |n: usize| {
            format!("  - name: i{n}\n    image: a:1\n    resources: {{ requests: {{ cpu: {n}m }} }}\n")
        };
        for count in [4, 400] {
            let containers: String = (1..=count).map(container).collect();
            let text = format!(
                "apiVersion: v1\nkind: Pod\nmetadata: {{ name: p }}\nspec:\n  initContainers:\n{containers}  containers:\n  - {{ name: app, image: a:1 }}\n"
            );
            let manifest = Manifest::read(&text, &Kubernetes::RECORDED);
            let obstacles = manifest.on_node().unwrap().obstacles;
            assert_eq!(obstacles.len(), 2 * (count + 1), "each is named");
            let what_if = manifest.what_if().unwrap();
            let remedies = obstacles.iter().filter(|obstacle| obstacle.remedy.is_some()).count();
            let proposals: usize = what_if.candidates.iter().map(|candidate| candidate.proposals.len()).sum();
            for tried in [remedies, proposals] {
                assert!(tried > 0 && tried * text.len() <= super::READ, "{tried} of {} bytes", text.len());
            }
            assert!(count > 100 || proposals == 3 * count - 2, "{proposals}");
        }
    }

    #[test]
    fn another_amount_keeps_the_comment() {
        let proposal = pod().set_request(1, "cpu", "500m").unwrap();
        assert_eq!(proposal.differences[0].after, "600m");
        assert!(proposal.fix.unwrap().apply(POD).contains("cpu: 500m # measured"));
        let proposal = pod().set_request(2, "memory", "1Gi").unwrap();
        assert!(proposal.fix.unwrap().apply(POD).contains("{ cpu: 100m, memory: 1Gi }"));
        assert!(pod().set_request(1, "cpu", "much").is_err());
    }
}
