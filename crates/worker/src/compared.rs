//! The comparison of the present inputs with other releases and with inputs that were kept.

use engine::{Manifest, Outcome, kubernetes};
use protocol::Inputs;
use view::{Comparison, ReleaseView, Run, Seen, compare};

use crate::Desk;

/// The outcomes of two inputs, kept for the next comparison: a key press changes at most one of the two.
#[derive(Debug, Default)]
pub(crate) struct Compared {
    /// The outcome of the present inputs, unless it is the last run that was made.
    present: Option<(Inputs, Outcome)>,
    /// The outcome of the inputs that they are compared with.
    kept: Option<(Inputs, Outcome)>,
}

impl Desk {
    /// A release at a glance, with the number of events that differ from those of the present inputs.
    pub(crate) fn release(&mut self, name: &str) -> ReleaseView {
        self.reach_present();
        self.work.others += 1;
        self.read();
        let base = self.present().and_then(Result::ok);
        let view =
            |manifest: &Manifest| manifest.release_view(&kubernetes(name), &self.inputs.scenario, base);
        self.manifest.as_ref().map(view).unwrap_or_default()
    }

    /// The outcome of `kept` (A) beside that of the present inputs (B).
    pub(crate) fn compare(&mut self, kept: &Inputs) -> Comparison {
        self.reach_kept(kept);
        self.reach_present();
        let cost = self.read().reserve();
        let present = self.present().map(|run| Seen { run, cost: cost.as_ref() });
        let kept = self.compared.kept.as_ref().map(|(_, outcome)| outcome.seen());
        kept.zip(present).map(|(kept, present)| compare(kept, present)).unwrap_or_default()
    }

    /// The run of the present inputs, if it has been made.
    fn present(&self) -> Option<Result<&Run, &str>> {
        if self.is_shown_present() {
            return self.simulation.as_ref().map(|simulation| Ok(&simulation.run));
        }
        let (_, outcome) = self.compared.present.as_ref()?;
        Some(outcome.seen().run)
    }

    /// Whether the last run that was made is of the present inputs.
    fn is_shown_present(&self) -> bool {
        self.simulated.as_ref() == Some(&self.inputs)
    }

    fn reach_present(&mut self) {
        let is_kept = |kept: &(Inputs, Outcome)| kept.0 == self.inputs;
        if self.is_shown_present() || self.compared.present.as_ref().is_some_and(is_kept) {
            return;
        }
        let inputs = self.inputs.clone();
        let outcome = self.read().outcome(&inputs.scenario);
        self.work.others += 1;
        self.compared.present = Some((inputs, outcome));
    }

    fn reach_kept(&mut self, kept: &Inputs) {
        if self.compared.kept.as_ref().is_some_and(|(inputs, _)| inputs == kept) {
            return;
        }
        let release = kubernetes(&kept.version);
        let outcome = if kept.text == self.inputs.text {
            self.read().under(&release).outcome(&kept.scenario)
        } else {
            self.work.readings += 1;
            Manifest::read(&kept.text, &release).outcome(&kept.scenario)
        };
        self.work.others += 1;
        self.compared.kept = Some((kept.clone(), outcome));
    }
}
