//! Each question and its answer.

use engine::{Docs, Manifest, Simulation, complete, explanation, kubernetes};
use protocol::{Answer, PictureKind, Question};
use view::{Check, still};

use crate::Desk;
use crate::code::code;

impl Desk {
    pub(crate) fn answer(&mut self, question: &Question) -> Answer {
        match question {
            Question::Check => Answer::Check(self.check()),
            Question::Run => Answer::Run(self.run()),
            Question::Reserve => {
                let manifest = self.read();
                Answer::Reserve(manifest.reserve(), manifest.on_node(), manifest.fleet())
            }
            Question::Pasted => Answer::Pasted(self.read().pasted()),
            Question::WhatIf => Answer::WhatIf(self.read().what_if()),
            Question::SetRequest { container, resource, amount } => {
                Answer::SetRequest(self.read().set_request(*container, resource, amount))
            }
            Question::Utilization => {
                Answer::Utilization(self.shown_run().map(Simulation::utilization).unwrap_or_default())
            }
            Question::Fit(nodes) => Answer::Fit(self.read().fit(nodes)),
            Question::Admit(rules) => Answer::Admit(self.read().admit(rules)),
            Question::VersionDiff { from, to } => {
                Answer::VersionDiff(self.read().version_diff(&kubernetes(from), &kubernetes(to)))
            }
            Question::Release(name) => Answer::Release(self.release(name)),
            Question::Compare(kept) => Answer::Compare(self.compare(kept)),
            Question::Apply => Answer::Apply(self.read().apply()),
            Question::Controls => {
                let scenario = self.inputs.scenario.clone();
                Answer::Controls(self.read().controls(&scenario))
            }
            Question::ChangeScenario(change) => {
                let scenario = self.inputs.scenario.clone();
                Answer::ChangeScenario(self.read().changed(&scenario, change))
            }
            Question::Act { at, command, scenario } => {
                let run = self.shown_run();
                Answer::Act(run.map(|run| run.act(*at, command, scenario)).unwrap_or_default())
            }
            Question::Kubectl { at, command } => {
                Answer::Kubectl(self.shown_run().map(|run| run.kubectl(*at, command)).unwrap_or_default())
            }
            Question::Narration => {
                Answer::Narration(self.shown_run().map(Simulation::narration).unwrap_or_default())
            }
            Question::Picture { kind, at, link } => {
                let draw = |run: &view::Run| match kind {
                    PictureKind::Still => still::still(run, *at, link),
                    PictureKind::Animated => still::animated(run, link),
                    PictureKind::Asciicast => still::asciicast(run, link),
                };
                Answer::Picture(self.shown_run().map(|made| draw(&made.run)).unwrap_or_default())
            }
            Question::Hover(offset) => {
                self.read();
                let manifest = self.manifest.as_ref();
                Answer::Hover(manifest.and_then(|manifest| manifest.hover(*offset, Docs::held().text())))
            }
            Question::Complete { text, offset } => {
                let kubernetes = kubernetes(&self.inputs.version);
                Answer::Complete(complete(text, *offset, &kubernetes, Docs::held().text()))
            }
            Question::Locate(field) => Answer::Locate(self.read().locate(field)),
            Question::Extent(field) => Answer::Extent(self.read().extent(field)),
            Question::Word(word) => Answer::Word(explanation(word)),
            Question::Code(text) => Answer::Code(code(text)),
            Question::FieldAt(offset) => Answer::FieldAt(self.read().field_at(*offset)),
        }
    }

    /// The verdict on the text. An editor with nothing but notes is nobody's mistake: what kubectl says of it stands under Apply
    /// alone.
    fn check(&mut self) -> Check {
        let check = self.read().check();
        if view::is_blank(&self.inputs.text) { Check { problems: Vec::new(), ..check } } else { check }
    }

    /// The manifest of the inputs, read when it has not been.
    pub(crate) fn read(&mut self) -> &Manifest {
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
        self.work.simulations += 1;
        let scenario = self.inputs.scenario.clone();
        let manifest = self.read();
        if manifest.has_nothing_to_run() {
            self.simulation = None;
            return Ok(view::Run::default());
        }
        let simulation = manifest.simulate(&scenario)?;
        self.shown = None;
        self.simulated = Some(self.inputs.clone());
        Ok(self.simulation.insert(simulation).run.clone())
    }

    /// The run that the page shows, made here when another engine made it before; `None` when there is none.
    fn shown_run(&mut self) -> Option<&Simulation> {
        if let Some(shown) = self.shown.take() {
            self.work.readings += 1;
            self.work.simulations += 1;
            let manifest = Manifest::read(&shown.text, &kubernetes(&shown.version));
            self.simulation = manifest.simulate(&shown.scenario).ok();
        }
        self.simulation.as_ref()
    }
}
