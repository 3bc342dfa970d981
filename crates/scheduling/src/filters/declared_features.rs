//! Features that a node must declare. Upstream: plugins/nodedeclaredfeatures,
//! component-helpers/nodedeclaredfeatures/features.

use crate::status::Refusal;
use crate::words::Word;
use crate::world::{Machine, World, spec_of};
use api::Gate;
use k8s_openapi::api::core::v1::Pod;

pub(super) fn check(pod: &Pod, machine: &Machine<'_>, world: &World<'_>) -> Option<Refusal> {
    if !world.kubernetes.enabled(Gate::NodeDeclaredFeatures) {
        return None;
    }
    let status = machine.node.status.as_ref();
    let declared = status.and_then(|status| status.declared_features.as_deref()).unwrap_or_default();
    let missing =
        required(pod, world).into_iter().any(|feature| !declared.iter().any(|name| name == feature));
    missing.then(|| Refusal::unsuitable("NodeDeclaredFeatures", Word::Features.text()))
}

fn required(pod: &Pod, world: &World<'_>) -> Vec<&'static str> {
    let spec = spec_of(pod);
    let mut features = Vec::new();
    let rules = api::containers(spec).flat_map(|site| site.container.restart_policy_rules.iter().flatten());
    if rules.into_iter().any(|rule| rule.action == "RestartAllContainers")
        && world.kubernetes.enabled(Gate::RestartAllContainersOnContainerExits)
    {
        features.push("RestartAllContainersOnContainerExits");
    }
    if spec.host_network == Some(true) && spec.host_users == Some(false) {
        features.push("UserNamespacesHostNetworkSupport");
    }
    features
}
