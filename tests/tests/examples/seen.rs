//! The whole view of one manifest: its story as a film, and the engine's verdict on the text itself.

use crate::about::{Typed, same};
use crate::film::Film;
use engine::{Kubernetes, Manifest, Simulation};
use serde_json::Value;
use view::{Nodes, Severity};

/// One manifest as the page shows it.
pub struct Seen {
    pub film: Film,
    reserved: Value,
    manifest: Manifest,
    simulation: Simulation,
    namespace: String,
    nodes: String,
}

impl Seen {
    /// The view of an accepted manifest with its story, its namespace and its nodes.
    pub fn new(
        film: Film,
        reserved: Value,
        (manifest, story): (&str, &str),
        (namespace, nodes): (&str, &str),
        kubernetes: &Kubernetes,
    ) -> Result<Seen, String> {
        let manifest = Manifest::read(manifest, kubernetes);
        let simulation = manifest.simulate(story)?;
        let (namespace, nodes) = (namespace.to_owned(), nodes.to_owned());
        Ok(Seen { film, reserved, manifest, simulation, namespace, nodes })
    }

    pub fn reserves(&self, resource: &str, amount: &str) -> Result<(), String> {
        let shown = self.reserved["requests"][resource].as_str().unwrap_or("nothing");
        same(&format!("reserved {resource}"), shown, amount)
    }

    pub fn qos(&self, class: &str) -> Result<(), String> {
        same("quality of service", self.reserved["qosClass"].as_str().unwrap_or_default(), class)
    }

    /// Fails unless the lint finds something, or nothing when `wanted` is false.
    pub fn advice(&self, lint: &str, wanted: bool) -> Result<(), String> {
        let problems = self.manifest.check().problems;
        let advice = problems.iter().filter(|problem| problem.severity == Severity::Advice);
        let ids: Vec<&str> = advice.map(|problem| problem.id.as_str()).collect();
        if ids.contains(&lint) == wanted {
            return Ok(());
        }
        Err(format!("advice `{lint}`: promised {wanted}, given are {ids:?}"))
    }

    pub fn kubectl(&self, typed: &Typed) -> Result<(), String> {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "seconds of a story")]
        let at = (typed.at * 1_000.0) as u64;
        let printed = self.simulation.kubectl(at, &typed.command);
        let lines: Vec<&str> = if printed.is_empty() { vec![""] } else { printed.lines().collect() };
        same(&typed.command, &lines, &typed.prints.iter().map(String::as_str).collect())
    }

    pub fn schedules(&self, words: &str) -> Result<(), String> {
        let fit = self.fit()?;
        let said =
            fit.event.map_or_else(|| fit.note.clone(), |(reason, message)| format!("{reason}: {message}"));
        if said.starts_with(words) { Ok(()) } else { Err(format!("promised `{words}`, said is `{said}`")) }
    }

    pub fn fits_on(&self, nodes: &[String]) -> Result<(), String> {
        let fit = self.fit()?;
        let shown: Vec<String> =
            fit.nodes.into_iter().filter(|node| node.fits).map(|node| node.name).collect();
        same("fits on", shown.as_slice(), nodes)
    }

    fn fit(&self) -> Result<view::Fit, String> {
        self.manifest.fit(&Nodes { chosen: Vec::new(), text: self.nodes.clone() })
    }

    pub fn namespace(&self, words: &str) -> Result<(), String> {
        let answer = self.manifest.admit(&self.namespace)?;
        let events = answer.events.iter().map(|event| format!("{}: {}", event.reason, event.message));
        let admitted = answer.refusal.is_none().then(|| "admitted".to_owned());
        let said: Vec<String> = answer.refusal.clone().into_iter().chain(admitted).chain(events).collect();
        if said.iter().any(|said| said.contains(words)) {
            return Ok(());
        }
        Err(format!("the namespace does not say `{words}`; it says {said:#?}"))
    }
}
