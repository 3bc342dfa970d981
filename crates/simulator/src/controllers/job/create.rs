//! A Job makes its Pods. Upstream: manageJob, pkg/controller/job/job_controller.go.

use super::Turn;
use super::failures::Failures;
use crate::Word;
use crate::controllers::pods::{self, Naming};
use crate::controllers::workload;
use crate::world::Timer;
use api::collections::gather;
use k8s_openapi::api::core::v1::{EnvVar, EnvVarSource, ObjectFieldSelector, PodTemplateSpec};
use std::collections::{BTreeMap, BTreeSet};

/// The label and the annotation with a Pod's index, and the variable in its containers.
const INDEX: &str = "batch.kubernetes.io/job-completion-index";
const VARIABLE: &str = "JOB_COMPLETION_INDEX";

impl Turn<'_> {
    /// Makes Pods, after the wait that follows a failure.
    pub fn create(&mut self, failures: &Failures, missing: usize) {
        let now = self.world.now();
        let per_index = self.spec.backoff_limit_per_index.is_some();
        if let Some(due) = self.retry(None).filter(|due| now < *due && !per_index) {
            self.effects.at(due, Timer::Control(self.index));
            return;
        }
        let indexed = self.is_indexed();
        let end = self.completions().filter(|_| indexed).unwrap_or(usize::MAX);
        // Never more than there is room for, whatever the manifest asks for.
        let missing = missing.min(pods::rooms(self.world).saturating_sub(self.made));
        let running = self
            .all
            .iter()
            .filter(|one| self.has_succeeded(one) || pods::is_active(one.1) && !one.1.api.removed);
        let running: BTreeSet<&str> = gather(running.map(|(_, state)| state.tag.as_str()));
        let is_taken = |number: usize| {
            let tag = number.to_string();
            failures.indexes.contains(&tag) || running.contains(tag.as_str())
        };
        let free: Vec<usize> =
            (0..end).filter(|number| !indexed || !is_taken(*number)).take(missing).collect();
        // An index that waits after its failure keeps its place: none behind it has its turn instead.
        for number in free {
            let index = indexed.then(|| number.to_string());
            match self.retry(index.as_deref()).filter(|due| now < *due && per_index) {
                Some(due) => self.effects.at(due, Timer::Control(self.index)),
                None => self.make(index),
            }
        }
    }

    fn make(&mut self, index: Option<String>) {
        let owner = &self.workload.name;
        let base = index.as_ref().map_or_else(|| format!("{owner}-"), |index| format!("{owner}-{index}-"));
        let name = pods::draw_name(self.world, self.workload, &base, self.made);
        let mut labels = BTreeMap::new();
        let mut template = self.spec.template.clone();
        if let Some(index) = &index {
            labels.insert(INDEX.to_owned(), index.clone());
            self.tell_index(&mut template, index);
        }
        let tag = index.unwrap_or_default();
        let naming = Naming { name: name.clone(), generate_name: Some(base), labels, tag };
        self.effects.and(pods::make(self.world, self.index, self.workload, &template, naming, self.made));
        let message = format!("Created pod: {name}");
        self.effects.event(workload::normal(self.workload, Word::SuccessfulCreate, message));
        self.made += 1;
    }

    /// A Pod finds its index in an annotation, its host name and a variable. Upstream: addCompletionIndexEnvVariables and
    /// addIndexFailureCountAnnotation, indexed_job_utils.go.
    fn tell_index(&self, template: &mut PodTemplateSpec, index: &str) {
        let annotations = template.metadata.get_or_insert_default().annotations.get_or_insert_default();
        annotations.insert(INDEX.to_owned(), index.to_owned());
        if self.spec.backoff_limit_per_index.is_some() {
            let failed = self.all.iter().filter(|one| one.1.tag == index && self.has_failed(**one)).count();
            annotations.insert("batch.kubernetes.io/job-index-failure-count".to_owned(), failed.to_string());
        }
        let Some(spec) = &mut template.spec else { return };
        spec.hostname = Some(format!("{}-{index}", self.workload.name));
        for container in spec.init_containers.iter_mut().flatten().chain(&mut spec.containers) {
            let variables = container.env.get_or_insert_default();
            if variables.iter().any(|one| one.name == VARIABLE) {
                continue;
            }
            let field_path = format!("metadata.labels['{INDEX}']");
            let field_ref = Some(ObjectFieldSelector { api_version: None, field_path });
            let value_from = Some(EnvVarSource { field_ref, ..EnvVarSource::default() });
            variables.push(EnvVar { name: VARIABLE.to_owned(), value: None, value_from });
        }
    }
}
