//! Each question and its answer.

use engine::{Manifest, Simulation, complete, kubernetes, scenario};
use protocol::{Answer, Question};

use crate::Desk;

impl Desk {
    pub(crate) fn answer(&mut self, question: &Question) -> Answer {
        match question {
            Question::Run => Answer::Run(self.run()),
            Question::Utilization | Question::Kubectl { .. } | Question::Narration => self.of_run(question),
            Question::Controls => Answer::Controls(scenario::controls(&self.inputs.scenario)),
            Question::ChangeScenario(change) => {
                Answer::ChangeScenario(scenario::changed(&self.inputs.scenario, change))
            }
            Question::Complete { text, offset } => {
                let kubernetes = kubernetes(&self.inputs.version);
                Answer::Complete(complete(text, *offset, &kubernetes, &self.docs))
            }
            Question::Hover(offset) => {
                self.read();
                let manifest = self.manifest.as_ref();
                Answer::Hover(manifest.and_then(|manifest| manifest.hover(*offset, &self.docs)))
            }
            Question::Check
            | Question::Reserve
            | Question::WhatIf
            | Question::SetRequest { .. }
            | Question::Fit(_)
            | Question::Admit(_)
            | Question::VersionDiff { .. }
            | Question::Apply
            | Question::Locate(_)
            | Question::Extent(_)
            | Question::FieldAt(_) => of_text(self.read(), question),
        }
    }

    /// The manifest of the inputs, read when it has not been.
    fn read(&mut self) -> &Manifest {
        let (inputs, before, work) = (&self.inputs, &self.before, &mut self.work);
        self.manifest.get_or_insert_with(|| {
            work.readings += 1;
            match before {
                Some(before) => before.edited(&inputs.text),
                None => Manifest::read(&inputs.text, &kubernetes(&inputs.version)),
            }
        })
    }

    fn run(&mut self) -> Result<view::Run, String> {
        self.read();
        self.work.simulations += 1;
        let manifest = self.manifest.as_ref();
        let simulation = manifest.map(|manifest| manifest.simulate(&self.inputs.scenario));
        let simulation = simulation.unwrap_or_else(|| Err(String::new()))?;
        self.shown = None;
        Ok(self.simulation.insert(simulation).run.clone())
    }

    /// Answers about the last run; empty ones when there is none.
    fn of_run(&mut self, question: &Question) -> Answer {
        if let Some(shown) = self.shown.take() {
            self.work.readings += 1;
            self.work.simulations += 1;
            let manifest = Manifest::read(&shown.text, &kubernetes(&shown.version));
            self.simulation = manifest.simulate(&shown.scenario).ok();
        }
        let run = self.simulation.as_ref();
        match question {
            Question::Utilization => {
                Answer::Utilization(run.map(Simulation::utilization).unwrap_or_default())
            }
            Question::Kubectl { at, command } => {
                Answer::Kubectl(run.map(|run| run.kubectl(*at, command)).unwrap_or_default())
            }
            _ => Answer::Narration(run.map(Simulation::narration).unwrap_or_default()),
        }
    }
}

/// Answers about the text alone.
fn of_text(manifest: &Manifest, question: &Question) -> Answer {
    match question {
        Question::Reserve => Answer::Reserve(manifest.reserve(), manifest.on_node(), manifest.fleet()),
        Question::WhatIf => Answer::WhatIf(manifest.what_if()),
        Question::SetRequest { container, resource, amount } => {
            Answer::SetRequest(manifest.set_request(*container, resource, amount))
        }
        Question::Fit(nodes) => Answer::Fit(manifest.fit(nodes)),
        Question::Admit(rules) => Answer::Admit(manifest.admit(rules)),
        Question::VersionDiff { from, to } => {
            Answer::VersionDiff(manifest.version_diff(&kubernetes(from), &kubernetes(to)))
        }
        Question::Apply => Answer::Apply(manifest.apply()),
        Question::Locate(field) => Answer::Locate(manifest.locate(field)),
        Question::Extent(field) => Answer::Extent(manifest.extent(field)),
        Question::FieldAt(offset) => Answer::FieldAt(manifest.field_at(*offset)),
        _ => Answer::Check(manifest.check()),
    }
}
