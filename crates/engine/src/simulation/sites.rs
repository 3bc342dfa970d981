//! The fields that decide a Pod's node, its address and its grace period.

use view::stage::Sites;

use crate::manifest::Manifest;

/// The fields that decide the node, the most specific first.
const NODE: [&str; 6] =
    ["nodeName", "nodeSelector", "affinity", "topologySpreadConstraints", "tolerations", "schedulerName"];
const GRACE: &str = "terminationGracePeriodSeconds";

/// The fields that are written, or the ones to write where none is. `spec` is the path of the Pod's spec.
pub(super) fn sites(manifest: &Manifest, spec: &str) -> Sites {
    let whole = |field: &str| format!("{spec}.{field}");
    let written = |field: &str| manifest.is_written(&whole(field));
    let node = NODE.into_iter().find(|field| written(field)).unwrap_or("nodeName");
    // The address is the node's own, or it is the Pod's, which the containers' ports belong to.
    let listens = |container: usize| format!("containers[{container}].ports");
    let mut containers = (0..).take_while(|container| written(&format!("containers[{container}]")));
    let ports = containers.find(|container| written(&listens(*container))).map(listens);
    let address = ports.filter(|_| !written("hostNetwork")).unwrap_or_else(|| "hostNetwork".to_owned());
    Sites { node: whole(node), address: whole(&address), grace: whole(GRACE) }
}

#[cfg(test)]
mod tests {
    use view::stage::Sites;

    use crate::{Kubernetes, Manifest};

    fn sites(spec: &str) -> Sites {
        let text = format!("apiVersion: v1\nkind: Pod\nmetadata: {{ name: p }}\nspec:\n{spec}");
        Manifest::read(&text, &Kubernetes::RECORDED).simulate("").unwrap().run.sites
    }

    #[test]
    fn what_is_written_is_lit_else_what_would_be() {
        let plain = sites("  containers: [{ name: a, image: a:1 }]\n");
        assert_eq!(
            [plain.node, plain.address, plain.grace],
            ["spec.nodeName", "spec.hostNetwork", "spec.terminationGracePeriodSeconds"]
        );
        let written = sites(
            "  nodeSelector: { disk: ssd }\n  containers:\n  - { name: a, image: a:1 }\n  - { name: b, image: a:1, ports: [{ containerPort: 80 }] }\n",
        );
        assert_eq!([written.node, written.address], ["spec.nodeSelector", "spec.containers[1].ports"]);
    }
}
