//! A command that changes the cluster, turned into an action of the scenario.

use kubectl::apply::Submission;
use kubectl::{Change, Cluster, Output, Propagation, Request, Whom};
use serde_json::Value;
use simulator::Millis;
use std::fmt::Write as _;
use view::{Acted, ScenarioChange};

use super::asked::{Asked, Outcome};
use super::drain::{self, Course};
use super::{Simulation, objects, terminal};
use crate::scenario;

impl Simulation {
    /// The output of a command at `at`, and the scenario with its action at that time. A command that only asks adds
    /// no action.
    pub fn act(&self, at: u64, command: &str, scenario: &str) -> Acted {
        let Some(typed) = self.change(at, command) else {
            return Acted { said: self.kubectl(at, command), scenario: None };
        };
        let acted = self.done(Millis(at), typed, scenario);
        let mut acted =
            acted.unwrap_or_else(|why| Acted { said: format!("podlab: {why}\n"), scenario: None });
        acted.said.push_str(&self.notes_of_cuts());
        acted
    }

    /// A change with the scenario that does it.
    fn done(&self, at: Millis, mut typed: Typed, scenario: &str) -> Result<Acted, String> {
        let mut text = scenario.to_owned();
        let actions = std::mem::take(&mut typed.actions);
        let is_changed = !actions.is_empty();
        for action in actions {
            text = pushed(self, &text, at, action)?;
        }
        if let Some(drain) = typed.change.drain.clone() {
            let Course { said, story, .. } = drain::course(self, at, &typed, &drain, &text)?;
            let is_changed = story != scenario;
            return Ok(Acted { said, scenario: is_changed.then_some(story) });
        }
        let Typed { warnings, change, .. } = typed;
        // kubectl's own warnings come before the lines about the objects, too.
        let lines = change.output.stderr.split_inclusive('\n');
        let (early, late): (Vec<&str>, Vec<&str>) = lines.partition(|line| line.starts_with("Warning: "));
        let said = warnings + &early.concat() + &change.output.stdout + &late.concat();
        Ok(Acted { said, scenario: is_changed.then_some(text) })
    }

    /// The output of any command at `at`, one that changes the cluster included; nothing is changed.
    pub fn typed(&self, at: u64, command: &str) -> Output {
        let Some(typed) = self.change(at, command) else { return self.output(at, command) };
        if let Some(drain) = &typed.change.drain {
            let mut story = Ok(self.story.clone());
            for action in &typed.actions {
                story = story.and_then(|story| pushed(self, &story, Millis(at), action.clone()));
            }
            let course = story.and_then(|story| drain::course(self, Millis(at), &typed, drain, &story));
            return course
                .map_or_else(|why| Output::failure(&format!("podlab: {why}")), |course| course.output);
        }
        let Typed { warnings, change: Change { output, .. }, .. } = typed;
        Output { stderr: warnings + &output.stderr, ..output }
    }

    /// The change that a command makes at `at`, as the server answers it; `None` of one that only asks.
    fn change(&self, at: u64, command: &str) -> Option<Typed> {
        let command = kubectl::in_context(command, &self.namespace);
        let at = Millis(at);
        let submission = match Submission::of_file(&command) {
            Some(Err(output)) => {
                return Some(Typed { change: Change { output, ..Change::default() }, ..Typed::default() });
            }
            Some(Ok(submission)) => Some(submission),
            None => None,
        };
        let typed = self.in_cluster(at, &command, |cluster| {
            if let Some(submission) = &submission {
                let (text, before) = (self.file().written(), self.manifest.written());
                let (output, requests) = Asked::of(cluster).sent(text, before, submission);
                let done = |(whom, request): &(Whom, Request)| action(&target(cluster, whom), request);
                let actions = requests.iter().map(done).collect();
                let change = Change { output, ..Change::default() };
                return Some(Typed { change, actions, ..Typed::default() });
            }
            let change = kubectl::change(&command, cluster)?;
            let derived = change.done.iter().find(|done| objects::is_derived(&self.trace, at, &done.whom));
            Some(match derived {
                Some(done) => {
                    let verb = command.split_whitespace().find(|word| *word != "kubectl").unwrap_or_default();
                    let why = format!(
                        "podlab: `kubectl {verb}` of {} is not played here: it follows from other objects",
                        named(&done.whom)
                    );
                    Typed {
                        change: Change { output: Output::failure(&why), ..Change::default() },
                        ..Typed::default()
                    }
                }
                None => answered(cluster, change),
            })
        });
        typed.map(|mut typed| {
            typed.change.output = self.noted(&command, std::mem::take(&mut typed.change.output));
            typed
        })
    }
}

/// A change that was typed.
#[derive(Default)]
pub(super) struct Typed {
    /// The server's warnings.
    warnings: String,
    /// The output.
    pub change: Change,
    /// The actions that do it in a scenario.
    actions: Vec<String>,
}

/// The scenario with a further action.
pub(super) fn pushed(
    simulation: &Simulation,
    scenario: &str,
    at: Millis,
    action: String,
) -> Result<String, String> {
    #[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
    let seconds = at.0 as f64 / 1_000.0;
    simulation.manifest.changed(scenario, &ScenarioChange::Act { at: seconds, action, pod: None })
}

/// Sends the requests of a change to the server, which answers each for itself.
fn answered(cluster: &Cluster<'_>, mut change: Change) -> Typed {
    let asked = Asked::of(cluster);
    let (mut warnings, mut actions) = (String::new(), Vec::new());
    let mut refusals = Vec::new();
    let mut is_over = false;
    let mut is_first = true;
    for done in std::mem::take(&mut change.done) {
        let [said, same] = &done.lines;
        let instead = |output: &mut Output, line: &str| {
            if said != line {
                output.stdout = output.stdout.replacen(said, line, 1);
            }
        };
        if is_over {
            instead(&mut change.output, "");
            continue;
        }
        let mut print = |output: &mut Output, object: Option<Value>| {
            if let Some((form, object)) = change.prints.zip(object) {
                // Words about the command itself stand before the line about the object.
                let told = said.trim_end_matches('\n').rfind('\n').and_then(|end| said.get(..=end));
                instead(
                    output,
                    &(told.unwrap_or_default().to_owned() + &kubectl::printed(form, &object, is_first)),
                );
                is_first = false;
            }
        };
        let (warned, outcome) = if change.is_local { asked.imagined(&done) } else { asked.answer(&done) };
        warnings.extend(warned.iter().flat_map(|warning| ["Warning: ", warning, "\n"]));
        match outcome {
            Ok(Outcome::Done(object)) => {
                print(&mut change.output, object);
                if !change.dry {
                    actions.push(action(&target(cluster, &done.whom), &done.request));
                }
            }
            // A patch that changes nothing is answered otherwise, and makes no action.
            Ok(Outcome::Unchanged(object)) if change.prints.is_some() => print(&mut change.output, object),
            Ok(Outcome::Unchanged(_)) => instead(&mut change.output, same),
            Err(refusal) => {
                instead(&mut change.output, "");
                refusals.push((done, refusal));
                if change.stops {
                    change.output.stdout.clear();
                    is_over = true;
                }
            }
        }
    }
    // kubectl tells several refusals otherwise than one.
    let is_alone = change.output.exit == 0 && refusals.len() == 1;
    for (done, refusal) in &refusals {
        let told = if is_alone { done.refused(refusal) } else { done.refused_too(refusal) };
        change.output.stderr.push_str(&told);
        change.output.exit = 1;
    }
    Typed { warnings, change, actions }
}

/// `Kind/name`, as a scenario and people call an object.
fn named(whom: &Whom) -> String {
    format!("{}/{}", whom.kind, whom.name)
}

/// Whom an action is done to: by name alone, as people write it, where that means a Pod or a workload and nothing else.
fn target(cluster: &Cluster<'_>, whom: &Whom) -> String {
    let text = |object: &Value, field: &str| objects::text(object, field).to_owned();
    let others = cluster.workloads.iter().map(|one| (text(one, "/kind"), one));
    let alike = others.chain(cluster.pods.iter().map(|one| ("Pod".to_owned(), one)));
    let alike: Vec<_> = alike.filter(|(_, one)| objects::text(one, "/metadata/name") == whom.name).collect();
    let of_kind = alike.iter().filter(|(kind, _)| *kind == whom.kind).count();
    // The addresses behind a Service have its name, and nothing is done to them.
    let others = alike.iter().filter(|(kind, _)| !kind.starts_with("Endpoint"));
    let is_alone = others.clone().count() == 1
        && others.clone().all(|(kind, one)| {
            let is_written = || one.pointer("/metadata/ownerReferences").is_none();
            kind == "Pod" || api::kinds::named(kind).is_some() && is_written()
        });
    let flow = |text: String| scenario::flow(&text.into());
    match of_kind {
        _ if is_alone => format!("name: {}", flow(whom.name.clone())),
        2.. if !whom.namespace.is_empty() => {
            format!("target: {}", flow(format!("{}/{}/{}", whom.kind, whom.namespace, whom.name)))
        }
        _ => format!("target: {}", flow(named(whom))),
    }
}

/// An action as a scenario writes it, without its time, one field a line.
pub(super) fn action(target: &str, request: &Request) -> String {
    let flow = |value: &Value| scenario::flow(value);
    let graced = |grace: &Option<i64>| grace.map(|grace| format!("\ngrace: {grace}")).unwrap_or_default();
    match request {
        Request::Delete { grace, propagation } => {
            let how = match propagation {
                Propagation::Background => "",
                other => &format!("\npropagation: {}", other.name()),
            };
            format!("do: delete\n{target}{}{how}", graced(grace))
        }
        Request::Evict { grace, patience } => {
            let retry = terminal::span(Millis(*patience));
            format!("do: evict\n{target}{}\nretry: {retry}", graced(grace))
        }
        Request::Patch(patch) => {
            let mut lines = format!("do: patch\n{target}");
            if patch.kind != kubectl::PatchKind::Strategic {
                let _ = write!(lines, "\ntype: {}", patch.kind.name());
            }
            if let Some(subresource) = &patch.subresource {
                let _ = write!(lines, "\nsub: {}", flow(&subresource.as_str().into()));
            }
            format!("{lines}\npatch: {}", flow(&patch.patch))
        }
        Request::Create(object) => {
            let manifest = kubectl::yaml::print(object);
            let lines: Vec<String> = manifest.lines().map(|line| format!("  {line}")).collect();
            format!("do: create\nmanifest: |\n{}", lines.join("\n"))
        }
    }
}
