//! `kubectl delete`: what it prints; nothing is deleted.
//! Upstream: staging/src/k8s.io/kubectl/pkg/cmd/delete/delete.go.

use super::arguments::Arguments;
use super::{Cluster, Output, meta, resource};
use crate::Word;

/// The warning of a deletion that does not wait for the kubelet.
const IMMEDIATE: &str = "Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.";

pub(super) fn run(arguments: &Arguments, cluster: &Cluster<'_>) -> Result<Output, Output> {
    let target = resource::target(arguments)?;
    let selected = arguments.value("selector").is_some() || arguments.is_on("all");
    if target.names.is_empty() && !selected {
        return Err(Output::failure("error: resource(s) were provided, but no name was specified"));
    }
    let (pods, missing) = resource::pods(arguments, &target, cluster)?;
    let mut out = Output::default();
    let force = arguments.is_on("force");
    if force && arguments.value("grace-period").is_none_or(|grace| grace == "0") {
        out.stderr = format!("{IMMEDIATE}\n");
    }
    for pod in &pods {
        let name = meta(pod, "name");
        let how = if force { "force deleted" } else { "deleted" };
        let line = if arguments.value("output") == Some("name") {
            format!("pod/{name}\n")
        } else {
            format!("pod \"{name}\" {how} from {} namespace\n", meta(pod, "namespace"))
        };
        out.stdout.push_str(&line);
    }
    if pods.is_empty() && missing.is_empty() {
        out.stdout.push_str(Word::NoResources.text());
        out.stdout.push('\n');
    }
    for refusal in missing.iter().filter(|_| !arguments.is_on("ignore-not-found")) {
        out.stderr.push_str(&refusal.stderr);
        out.exit = refusal.exit;
    }
    Ok(out)
}
