//! One manifest under another release at a glance, and two manifests, stories or releases side by side.

use api::Kubernetes;
use view::{Comparison, Cost, ReleaseView, Run, Seen, changed_events, compare, end_status};

use crate::manifest::Manifest;

/// The result of a manifest and its story.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The run, or a sentence on why nothing runs.
    pub run: Result<Run, String>,
    /// The Pod's cost; `None` without a readable Pod.
    pub cost: Option<Cost>,
}

impl Outcome {
    /// The outcome in the form that `compare` takes.
    pub fn seen(&self) -> Seen<'_> {
        Seen { run: self.run.as_ref().map_err(String::as_str), cost: self.cost.as_ref() }
    }

    /// The comparison with `other`, in which this outcome is A.
    pub fn beside(&self, other: &Outcome) -> Comparison {
        compare(self.seen(), other.seen())
    }
}

impl Manifest {
    /// The outcome of the manifest when the world behaves as `scenario` says (YAML, may be empty).
    pub fn outcome(&self, scenario: &str) -> Outcome {
        Outcome { run: self.simulate(scenario).map(|simulation| simulation.run), cost: self.reserve() }
    }

    /// The effect of `release` on the same text and story. Its events are compared with those of `base`, the run of
    /// this manifest's own release.
    ///
    /// ```
    /// use engine::{Kubernetes, Manifest, kubernetes};
    /// let text = "apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { hostnameOverride: a, containers: [{ name: a, image: b }] }\n";
    /// let manifest = Manifest::read(text, &Kubernetes::RECORDED);
    /// let old = manifest.release_view(&kubernetes("1.33"), "", None);
    /// assert_eq!((old.errors, old.status.as_str(), old.events), (1, "", None));
    /// ```
    pub fn release_view(&self, release: &Kubernetes, scenario: &str, base: Option<&Run>) -> ReleaseView {
        let manifest = self.under(release);
        let Outcome { run, cost } = manifest.outcome(scenario);
        let errors = manifest.errors();
        // Nothing is reserved for what is refused.
        let lines = cost.filter(|_| errors == 0).map(|cost| cost.lines).unwrap_or_default();
        let requests = lines.into_iter().filter_map(|line| Some((line.resource, line.request?.text)));
        let run = run.ok();
        ReleaseView {
            errors,
            status: run.as_ref().map(end_status).unwrap_or_default(),
            requests: requests.collect(),
            events: run.as_ref().zip(base).map(|(run, base)| changed_events(base, run).len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Manifest, kubernetes};

    /// A proxy that stays beside the application: 1.28, which has no sidecars by default, would wait for it forever.
    const SIDECAR: &str = "apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  initContainers:
  - { name: proxy, image: envoy, restartPolicy: Always, resources: { requests: { cpu: 100m } } }
  containers:
  - { name: app, image: app, resources: { requests: { cpu: 250m } } }
";

    #[test]
    fn a_sidecar_is_an_init_container_to_an_older_release() {
        let manifest = Manifest::read(SIDECAR, &kubernetes("1.36"));
        let base = manifest.outcome("");
        let own = manifest.release_view(&kubernetes("1.36"), "", base.run.as_ref().ok());
        assert_eq!((own.errors, own.status.as_str(), own.events), (0, "Running 2/2", Some(0)));
        assert_eq!(own.requests, [("cpu".to_owned(), "350m".to_owned())]);
        let old = manifest.release_view(&kubernetes("1.28"), "", base.run.as_ref().ok());
        assert_eq!(old.errors, 0, "a field behind a gate is dropped, not refused");
        assert_ne!(old.status, own.status);
        assert_eq!(old.requests, [("cpu".to_owned(), "250m".to_owned())]);
        assert!(old.events > Some(0));
        let compared = manifest.under(&kubernetes("1.28")).outcome("").beside(&base);
        let proxy = &compared.lanes[0];
        let kinds = [&proxy.a, &proxy.b].map(|strand| strand.as_ref().map(|strand| strand.kind.word()));
        assert_eq!(kinds, [Some("init"), Some("sidecar")]);
        assert!(compared.first.is_some() && !compared.events.is_empty());
    }

    #[test]
    fn stories_are_compared_as_releases_are() {
        let text = "apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { restartPolicy: Never, containers: [{ name: app, image: app }] }\n";
        let manifest = Manifest::read(text, &kubernetes("1.36"));
        let story = |code: u8| format!("containers:\n  app:\n  - {{ run: 4, exit: {code} }}\n");
        let compared = manifest.outcome(&story(1)).beside(&manifest.outcome(&story(0)));
        assert_eq!((compared.a.status.as_str(), compared.b.status.as_str()), ("Error 0/1", "Completed 0/1"));
        let first = compared.first.unwrap();
        assert_eq!(
            (first.container.as_deref(), first.a.as_str(), first.b.as_str()),
            (None, "Error", "Completed")
        );
    }
}
