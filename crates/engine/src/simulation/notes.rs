//! Podlab's own lines beside kubectl's output, where that alone would mislead: the cluster of a run lacks what is only assumed.

use api::Object;
use api::kinds;
use kubectl::Output;

use super::Simulation;
use super::objects::text;

/// The amount of each resource on a node that is a stand-in.
const ENDLESS: &str = "1P";

impl Simulation {
    /// The output of a command with the notes that it needs, each a line of standard error.
    pub(super) fn noted(&self, command: &str, mut output: Output) -> Output {
        let notes = self.assumed_of(command, &output).into_iter();
        for note in notes.chain(self.stand_in(&output)) {
            output.stderr.extend(["podlab: ", &note, "\n"]);
        }
        output
    }

    /// The parts of the run that are left out, a note each: a list or a missing name would else be taken for the whole truth.
    pub(super) fn notes_of_cuts(&self) -> String {
        self.cuts().iter().flat_map(|cut| ["podlab: ", cut, "\n"]).collect()
    }

    /// A note for each object that kubectl does not find although the run goes on as if it were there.
    fn assumed_of(&self, command: &str, output: &Output) -> Vec<String> {
        let space = kubectl::namespace_of(command).unwrap_or_else(|| self.run.namespace.clone());
        let is_here = |object: &Object| {
            let own = Some(object.namespace()).filter(|own| !own.is_empty()).unwrap_or("default");
            object.pod_spec().is_some() && own == space
        };
        let note = |line: &str| {
            let (_, missing) = line.split_once("(NotFound): ")?;
            let (of, rest) = missing.split_once(" \"")?;
            let (kind, (name, _)) = (kinds::of_type(of)?, rest.split_once('"')?);
            let told = format!("{} `{name}` is there", kind.name);
            let is_assumed = self.run.assumed.iter().any(|one| one.starts_with(&told));
            let is_meant = is_assumed && (!kind.namespaced || self.manifest.objects().any(is_here));
            is_meant.then(|| format!("{} {name} is only assumed to be there", kind.name))
        };
        output.stderr.lines().filter_map(note).collect()
    }

    /// A note when the amounts of a node are shown that has room for everything, as nobody wrote one.
    fn stand_in(&self, output: &Output) -> Option<String> {
        if !output.stdout.contains(ENDLESS) {
            return None;
        }
        let nodes = self.trace.objects.iter().filter(|one| one.object.kind() == "Node");
        let mut nodes = nodes.map(|one| one.object.to_json());
        let node = nodes.find(|node| text(node, "/status/capacity/cpu") == ENDLESS)?;
        let name = text(&node, "/metadata/name");
        Some(format!(
            "{name} is a stand-in with room for everything; a Node in the text has amounts of its own"
        ))
    }
}

#[cfg(test)]
mod tests {
    use crate::{Kubernetes, Manifest};

    const POD: &str = "apiVersion: v1
kind: Pod
metadata: { name: web, namespace: prod }
spec: { containers: [{ name: app, image: a:1, envFrom: [{ configMapRef: { name: cfg } }] }] }
";

    fn asked(text: &str, command: &str) -> (String, String) {
        let run = Manifest::read(text, &Kubernetes::RECORDED).simulate("").unwrap();
        let output = run.typed(5_000, command);
        (output.stdout, output.stderr)
    }

    #[test]
    fn an_object_that_is_only_assumed_is_told_so_where_kubectl_does_not_find_it() {
        let missing = "Error from server (NotFound): configmaps \"cfg\" not found\n";
        let note = "podlab: ConfigMap cfg is only assumed to be there\n";
        for command in ["kubectl get cm cfg", "kubectl describe cm cfg", "kubectl delete cm cfg -n prod"] {
            assert_eq!(asked(POD, command).1, format!("{missing}{note}"), "{command}");
        }
        assert!(!asked(POD, "kubectl get cm cfg -n other").1.contains("podlab:"), "no Pod there asks for it");
        assert!(!asked(POD, "kubectl get cm nope").1.contains("podlab:"));
        let run = Manifest::read(POD, &Kubernetes::RECORDED).simulate("missing: [ConfigMap/cfg]").unwrap();
        assert_eq!(run.typed(5_000, "kubectl get cm cfg").stderr, missing);
    }

    #[test]
    fn a_node_that_nobody_wrote_is_told_to_be_a_stand_in_where_its_amounts_are_shown() {
        let told = "podlab: sim-node is a stand-in with room for everything; a Node in the text has amounts of its own\n";
        assert_eq!(asked(POD, "kubectl describe node").1, told);
        assert_eq!(asked(POD, "kubectl get node -o jsonpath={.items[0].status.capacity.cpu}").1, told);
        assert_eq!(asked(POD, "kubectl get node").1, "");
        let node = "---\napiVersion: v1\nkind: Node\nmetadata: { name: own }\nstatus: { capacity: { cpu: 4, memory: 8Gi, pods: 110 } }\n";
        assert_eq!(asked(&(POD.to_owned() + node), "kubectl describe node own").1, "");
    }

    #[test]
    fn a_terminal_tells_that_not_all_pods_are_played() {
        let text = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 150, selector: {matchLabels: {app: web}}, \
            template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: nginx}]}}}}";
        let run = Manifest::read(text, &Kubernetes::RECORDED).simulate("").unwrap();
        let note = "\npodlab: 100 of 150 Pods are played.\n";
        assert!(run.kubectl(60_000, "kubectl get deploy").ends_with(note));
        assert!(run.act(60_000, "kubectl get deploy", "").said.ends_with(note));
        let said = run.act(60_000, "kubectl delete pod web-250", "").said;
        assert_eq!(said.matches(note).count(), 1, "{said}");
    }
}
