//! A simulation of a manifest: the run that a face plays by itself, and kubectl's output at any time.

mod act;
mod asked;
mod drain;
mod endpoints;
mod idle;
mod lanes;
mod notes;
pub(crate) mod objects;
mod revisions;
mod rows;
mod scale;
mod sentence;
mod server;
mod sites;
mod stage;
mod terminal;
mod told;
mod utilization;

use api::collections::sort_by;
use api::{Kubernetes, Object};
use apiserver::{Cluster, State};
use serde_json::Value;
use simulator::scenario::Problem;
use simulator::{Limits, Millis, Scenario, Trace};
use std::rc::Rc;
use view::Run;

use crate::check;
use crate::create::{Documents, part};
use crate::limits;
use crate::manifest::Manifest;
use crate::replicas::replicas;
use crate::{scenario, transcript};

/// The time for which a story without an end is simulated.
const HORIZON: Millis = Millis::seconds(600);
/// The time for which a story is simulated after its last action.
const AFTERWARDS: Millis = Millis::seconds(120);

/// The answer to a text in which nothing runs.
const NO_POD: &str = "There is no Pod to run in this text yet.";

/// The message about a manifest that cannot be applied.
pub(crate) const REFUSED: &str = "The API server refuses this manifest, so nothing runs:";

/// A finished simulation.
#[derive(Clone, Debug, Default)]
pub struct Simulation {
    /// All that is seen at any instant.
    pub run: Run,
    trace: Trace,
    /// The manifest that ran.
    manifest: Manifest,
    /// The file of its commands; `None` where that is the manifest.
    file: Option<Manifest>,
    /// The scenario as it is written.
    story: String,
    kubernetes: Kubernetes,
    /// The namespace of the text's object, which is also the terminal's.
    namespace: String,
}

impl Manifest {
    /// Whether all of the text is accepted and there is nothing in it that runs, such as a Service alone.
    pub fn has_nothing_to_run(&self) -> bool {
        !self.text().trim().is_empty() && self.errors() == 0 && self.subject().is_none()
    }

    /// Simulates the manifest when the world behaves as `scenario` says (YAML, may be empty).
    /// An object that the API server refuses does not run, and the rest does, as behind a `kubectl apply`. The error is a sentence for
    /// the reader.
    pub fn simulate(&self, scenario: &str) -> Result<Simulation, String> {
        self.simulate_to(scenario, 0)
    }

    /// The same, played on until `at` at least, in milliseconds.
    pub fn simulate_to(&self, scenario: &str, at: u64) -> Result<Simulation, String> {
        if view::is_blank(self.text()) {
            return Err("There is nothing to run: the text is empty, or has comments alone.".to_owned());
        }
        let errors = self.errors();
        let (rest, refused) = if errors == 0 { (self.clone(), Vec::new()) } else { self.accepted() };
        if rest.subject().is_some() {
            return rest.run(scenario, Millis(at), &refused);
        }
        Err(match errors {
            0 => NO_POD.to_owned(),
            1 => format!("{REFUSED} it has an error."),
            errors => format!("{REFUSED} it has {errors} errors."),
        })
    }

    /// The same for a terminal, which also needs a cluster for a text that makes no Pod, such as a ConfigMap alone.
    pub fn cluster_at(&self, scenario: &str, at: u64) -> Result<Simulation, String> {
        if self.has_nothing_to_run() && self.objects().next().is_some() {
            return self.run(scenario, Millis(at), &[]);
        }
        self.simulate_to(scenario, at)
    }

    /// Simulates what the cluster has accepted; `refused` are the other objects of the text.
    fn run(&self, story: &str, at: Millis, refused: &[String]) -> Result<Simulation, String> {
        let subject = self.subject();
        let path = subject.as_ref().map_or("spec", |subject| subject.path);
        let first = subject.as_ref().map(|subject| subject.object).or_else(|| self.objects().next());
        let namespace = first.ok_or(NO_POD)?.namespace().to_owned();
        self.playable()?;
        let scenario = self.story(story).map_err(|problems| {
            scenario::unreadable(problems.first().map(String::as_str).unwrap_or_default())
        })?;
        let idle = idle::Idle::of(self);
        let played = HORIZON.max(scenario.last_action() + AFTERWARDS);
        let until = played.max(idle.begins + HORIZON).max(at);
        let trace = self.trace(&scenario, until);
        let mut simulation = Simulation::new(trace, self.kubernetes(), path, &idle.before);
        simulation.run.namespace =
            if namespace.is_empty() { "default".to_owned() } else { namespace.clone() };
        simulation.run.sites = sites::sites(self, path);
        let refused = refused.iter().map(|name| format!("`{name}` is not there: the cluster refuses it."));
        let told: Vec<String> = refused.chain(transcript::undone(&simulation.trace)).collect();
        simulation.run.assumed.splice(0..0, told.into_iter().chain(idle.later(until)));
        Ok(Simulation { namespace, manifest: self.clone(), story: story.to_owned(), ..simulation })
    }

    /// Fails with a sentence when a Pod is too large to be simulated.
    pub fn playable(&self) -> Result<(), String> {
        let specs = self.objects().filter_map(Object::pod_spec);
        let most = specs.map(|(_, spec)| api::containers(spec).count()).max().unwrap_or_default();
        if most <= limits::CONTAINERS_PLAYED {
            return Ok(());
        }
        Err(format!(
            "This Pod has {} containers; Podlab plays Pods of at most {}.",
            limits::number(most),
            limits::number(limits::CONTAINERS_PLAYED)
        ))
    }

    /// The most Pods that are simulated: fewer when one of them is very large.
    fn pods_played(&self) -> usize {
        // No Pod is larger than its text.
        if limits::fitting(self.text().len()) >= limits::PODS_PLAYED {
            return limits::PODS_PLAYED;
        }
        let specs = self.objects().filter_map(Object::pod_spec);
        let sizes = specs.map(|(_, spec)| api::json::text(&api::typed::to_json(spec)).len());
        limits::PODS_PLAYED.min(limits::fitting(sizes.max().unwrap_or_default()))
    }

    /// A sentence when not all Pods are simulated; `None` when all are.
    fn pods_cut(&self, trace: &Trace) -> Option<String> {
        if trace.pods.len() < self.pods_played() {
            return None;
        }
        let asked = |object: &Object| match object {
            Object::Pod(_) => Some(1),
            Object::CronJob(_) | Object::DaemonSet(_) => None,
            workload if workload.pod_spec().is_some() => usize::try_from(replicas(workload)?.count).ok(),
            _ => Some(0),
        };
        let asked = self.objects().map(asked).try_fold(0_usize, |sum, one| Some(sum.saturating_add(one?)));
        let is_cut = asked.is_none_or(|asked| asked > trace.pods.len());
        is_cut.then(|| limits::pods(trace.pods.len(), asked, "played"))
    }

    /// Runs the objects; under a scenario of the recordings nothing is assumed.
    pub fn trace(&self, scenario: &Scenario, until: Millis) -> Trace {
        let mut objects: Vec<_> = self.objects().cloned().collect();
        // A text that people give does not run at all when one of its objects is refused.
        if !scenario.assumes() {
            let state = State::new(Cluster::Bare, self.kubernetes());
            objects.retain(|object| !part::is_surrounding_refused(object, &state));
        }
        let limits = Limits { pods: self.pods_played(), ..Limits::until(until) };
        // The recordings were made with all default plugins but ServiceAccount.
        let cluster = if scenario.assumes() { Cluster::Assumed } else { Cluster::WithoutAccounts };
        let server = served(&objects, cluster, self.kubernetes());
        let mut scenario = scenario.clone();
        scenario.missing.extend(self.refused_references());
        let mut trace =
            simulator::simulate_on(Rc::new(server), &objects, &scenario, self.kubernetes(), &limits);
        if scenario.assumes() {
            let assumed = self.assumed_but_for(&scenario.missing).into_iter();
            let new: Vec<_> = assumed.filter(|one| !trace.assumptions.contains(one)).collect();
            trace.assumptions.extend(new);
        }
        trace.assumptions.extend(self.cuts(&trace));
        trace
    }

    /// The parts of a run that are left out for want of room, in sentences.
    fn cuts(&self, trace: &Trace) -> Vec<String> {
        let mut cuts: Vec<String> = self.pods_cut(trace).into_iter().collect();
        if trace.end == simulator::trace::End::Steps {
            let seconds = usize::try_from(trace.until.whole_seconds()).unwrap_or(usize::MAX);
            cuts.push(format!("The simulation stops at {} s: too much happens.", limits::number(seconds)));
        }
        cuts
    }

    /// A person's scenario in its JSON form, its manifests read as strictly as this one; the error lists its problems.
    pub fn scenario(&self, value: &Value) -> Result<Scenario, Vec<Problem>> {
        Scenario::from_value(value, &|text| scenario::given(text, self.kubernetes()))
    }

    /// A person's scenario for this manifest, or the lines that say what is wrong with it.
    pub(crate) fn story(&self, text: &str) -> Result<Scenario, Vec<String>> {
        let value = scenario::value(text).map_err(|problem| vec![problem])?;
        let unknown = scenario::unknown(self, &value);
        if let Some(unknown) = unknown.iter().find(|unknown| unknown.refuses) {
            return Err(vec![scenario::with_line(text, &unknown.path, &unknown.message)]);
        }
        self.scenario(&value).map_err(|problems| scenario::in_order(text, &problems))
    }

    /// The fields of a scenario that are not accepted.
    pub(crate) fn scenario_problems(&self, value: &Value) -> Vec<Problem> {
        self.scenario(value).err().unwrap_or_default()
    }
}

/// A server in whose cluster those of the objects are there that are neither Pods nor workloads.
fn served<'o>(
    objects: impl IntoIterator<Item = &'o Object>,
    cluster: Cluster,
    kubernetes: &Kubernetes,
) -> server::Served {
    let mut documents = Documents::default();
    let there = objects.into_iter().filter(|object| matches!(object, Object::Other(_)));
    there.for_each(|object| documents.add(object.clone()));
    server::Served::new(documents.world_of(cluster, kubernetes).state)
}

impl Simulation {
    /// A trace made ready for a face. `spec` is the path of the Pod's spec in the object: `spec.template.spec`; `before` is
    /// the sentence for as long as there is no Pod.
    fn new(trace: Trace, kubernetes: &Kubernetes, spec: &str, before: &str) -> Simulation {
        let end = lanes::end(&trace);
        let pods = rows::pods(&trace, kubernetes);
        let mut stops: Vec<u64> = trace.stops().into_iter().map(|at| at.0).collect();
        stops.extend(rows::stops(&pods));
        stops.retain(|&at| at <= end);
        let stops = ascending(stops);
        let mut changes: Vec<u64> = std::iter::once(0).chain(stops.iter().copied()).collect();
        let histories: Vec<_> = trace
            .pods
            .iter()
            .enumerate()
            .map(|(number, pod)| stage::history(&trace, number, pod, spec))
            .collect();
        for (pod, history) in trace.pods.iter().zip(&histories) {
            changes.extend(told::moments(&trace, pod).map(|at| at.0));
            changes.extend(stage::moments(history));
        }
        let changes = ascending(changes);
        let mut lanes = lanes::lanes(&trace, spec, end);
        told::tell(&trace, spec, &mut lanes);
        let run = Run {
            end,
            ended: lanes::ended(&trace),
            assumed: trace.assumptions.clone(),
            sentences: sentence::sentences(&trace, &lanes, &changes, before),
            events: trace.events.iter().map(terminal::event).collect(),
            pods,
            lanes,
            stops,
            changes,
            histories,
            ..Run::default()
        };
        Simulation {
            run,
            trace,
            manifest: Manifest::default(),
            file: None,
            story: String::new(),
            kubernetes: kubernetes.clone(),
            namespace: String::new(),
        }
    }

    /// The output of any `kubectl` command at `at`: standard output, then standard error, then what is left out of the run.
    pub fn kubectl(&self, at: u64, command: &str) -> String {
        let output = self.output(at, command);
        output.stdout + &output.stderr + &self.notes_of_cuts()
    }

    /// The output of any `kubectl` command at `at`, each stream for itself, with the exit code.
    pub fn output(&self, at: u64, command: &str) -> kubectl::Output {
        let command = kubectl::in_context(command, &self.namespace);
        let at = Millis(at);
        let output = match kubectl::Wait::of(&command) {
            Some(mut wait) => {
                if command.contains("-f") {
                    self.in_cluster(at, &command, |cluster| wait.open(cluster));
                }
                terminal::awaited(&self.trace, at, &self.kubernetes, wait)
            }
            None => self.in_cluster(at, &command, |cluster| kubectl::run(&command, cluster)),
        };
        self.noted(&command, output)
    }

    /// The run, with another text as the file of its commands than its own.
    #[must_use]
    pub fn with_file(self, text: &str) -> Simulation {
        let file = Some(Manifest::read(text, &self.kubernetes));
        Simulation { file, ..self }
    }

    /// The file that a command means by `-f`.
    fn file(&self) -> &Manifest {
        self.file.as_ref().unwrap_or(&self.manifest)
    }

    /// Asks the cluster in its state at an instant.
    fn in_cluster<T>(&self, at: Millis, command: &str, ask: impl FnOnce(&kubectl::Cluster<'_>) -> T) -> T {
        // A command is asked again at each instant that is played, and few name a file.
        let parts = self.file().parts().take(if command.contains("-f") { usize::MAX } else { 0 });
        let file: Vec<Value> = parts.map(|part| api::json::of(part.document.root())).collect();
        terminal::in_cluster(&self.trace, at, &self.kubernetes, |cluster| {
            // Only what shows annotations shows what `kubectl apply` noted.
            if !["-o", "--output", "annotat"].iter().any(|word| command.contains(word)) {
                return ask(&kubectl::Cluster { file: &file, ..*cluster });
            }
            let (mut pods, mut workloads) = (cluster.pods.to_vec(), cluster.workloads.to_vec());
            for part in self.manifest.parts() {
                check::note(part.document, "default", &mut pods);
                check::note(part.document, "default", &mut workloads);
            }
            ask(&kubectl::Cluster { file: &file, pods: &pods, workloads: &workloads, ..*cluster })
        })
    }

    /// The parts of the run that are left out for want of room, in sentences: a later instant shows the cluster as it was then.
    pub fn cuts(&self) -> Vec<String> {
        self.manifest.cuts(&self.trace)
    }

    /// Everything that happened, a line each.
    pub fn narration(&self) -> Vec<String> {
        transcript::narration(&self.trace)
    }
}

fn ascending(mut times: Vec<u64>) -> Vec<u64> {
    sort_by(&mut times, Ord::cmp);
    times.dedup();
    times
}
