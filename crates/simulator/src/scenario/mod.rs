//! How the outside world behaves: containers, images and sandboxes, and the actions of people.

mod action;
mod length;
mod read;
mod read_action;
mod run;

pub use action::{Action, ActionKind, Given, Propagation, Target};
pub use read::Problem;
pub use run::{Answer, ImageScenario, Listen, Run, SandboxScenario, Write};

use crate::Millis;
use api::Kubernetes;
use api::collections::Map;
use serde_json::Value;

/// A whole scenario.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario {
    /// How containers, images and sandboxes behave.
    pub form: ScenarioForm,
    /// The actions of people, in order of time.
    pub actions: Vec<Action>,
    /// Objects that Pods refer to and that are not there at first, such as `Secret/db`: nothing is assumed about them.
    pub missing: Vec<String>,
}

/// The two forms of a scenario: for a person, and for the recordings.
#[derive(Clone, Debug, PartialEq)]
pub enum ScenarioForm {
    /// The person's form: one scenario for every Pod; what it leaves out is assumed from the manifest.
    Everyone(PodScenario),
    /// The recordings' form: by name of the Pod, or of the workload that makes it; nothing is assumed.
    Named(Map<String, PodScenario>),
}

impl Default for ScenarioForm {
    fn default() -> Self {
        ScenarioForm::Everyone(PodScenario::default())
    }
}

/// How the outside world behaves towards one Pod.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodScenario {
    /// By container: its runs, the last one repeats.
    pub containers: Map<String, Vec<Run>>,
    /// By image.
    pub images: Map<String, ImageScenario>,
    /// One for each attempt at a sandbox; further ones work and last.
    pub sandbox: Vec<SandboxScenario>,
}

impl Scenario {
    /// Reads the person's form or the recordings' form from YAML or JSON text; an empty text is an empty scenario.
    /// Manifests in it are read as `kubernetes` reads them. The text may be anybody's: it is read by the reader of manifests,
    /// within the same bounds.
    ///
    /// ```
    /// let kubernetes = api::Kubernetes::default();
    /// let scenario = simulator::Scenario::from_text("containers:\n  setup:\n  - { run: 2, exit: 1 }\n  - { run: 2 }\n", &kubernetes).unwrap();
    /// let problems = simulator::Scenario::from_text("containers: { setup: [{ runs: 2 }] }", &kubernetes).unwrap_err();
    /// assert_eq!(problems[0].to_string(), "containers.setup[0]: unknown field `runs`, expected one of run, exit, reason, message, create, start, startDelay, term, termExit, listen, exec, http, memory, update, layerMB, writeTo, writeMB, writeAfter");
    /// ```
    pub fn from_text(text: &str, kubernetes: &Kubernetes) -> Result<Scenario, Vec<Problem>> {
        let value = api::json::read(text).map_err(|problem| {
            vec![Problem {
                path: String::new(),
                written: String::new(),
                message: format!("the scenario cannot be read: {}", problem.message),
                known: Vec::new(),
            }]
        })?;
        Scenario::from_value(&value, &|text| api::objects(text, kubernetes).into())
    }

    /// Reads either form from its JSON value; `null` is an empty scenario. `objects` reads the manifests in it.
    pub fn from_value(value: &Value, objects: &dyn Fn(&str) -> Given) -> Result<Scenario, Vec<Problem>> {
        read::scenario(value, objects)
    }

    /// Whether what is not said is assumed from the manifest.
    pub fn assumes(&self) -> bool {
        matches!(self.form, ScenarioForm::Everyone(_))
    }

    /// The scenario of a Pod called `pod`, made by `workload`.
    pub fn of_pod(&self, pod: &str, workload: Option<&str>) -> Option<&PodScenario> {
        match &self.form {
            ScenarioForm::Everyone(scenario) => Some(scenario),
            ScenarioForm::Named(named) => {
                // A Pod that a workload made is also known by the part of its name before the random letters.
                let generated = || pod.rsplit_once('-').filter(|_| workload.is_some()).map(|(base, _)| base);
                named.get(pod).or_else(|| named.get(generated()?)).or_else(|| named.get(workload?))
            }
        }
    }

    /// The time of the last action; zero without any.
    pub fn last_action(&self) -> Millis {
        self.actions.iter().map(|action| action.at).max().unwrap_or_default()
    }
}
