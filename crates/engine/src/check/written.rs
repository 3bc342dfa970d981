//! The field of a text that the server means, where its own path is another one: it names fields of its inner form, and
//! misspells some.

use std::borrow::Cow;

/// By kind: how the server's path begins, and how the text's does.
const BEGINNINGS: [(&str, &str, &str); 3] = [
    ("EndpointSlice", "spec.addressType", "addressType"),
    ("Node", "metadata.taints", "spec.taints"),
    ("Service", "spec.LoadBalancerSourceRanges", "spec.loadBalancerSourceRanges"),
];

/// Fields of volumes, in the server's words and in the text's.
const VOLUMES: [(&str, &str); 5] = [
    (".persistentDisk", ".gcePersistentDisk"),
    (".iscsi.initiatorname", ".iscsi.initiatorName"),
    (".iscsi.targetportal", ".iscsi.targetPortal"),
    (".cephFS", ".cephfs"),
    (".downwarAPI", ".downwardAPI"),
];

/// The path in the text of a path in a message.
pub(super) fn path<'a>(api_version: &str, kind: &str, field: &'a str) -> Cow<'a, str> {
    // The older version has one metric, and no list.
    if api_version == "autoscaling/v1" && field.starts_with("spec.metrics") {
        return "spec.targetCPUUtilizationPercentage".into();
    }
    for (of, server, text) in BEGINNINGS {
        if let Some(rest) = field.strip_prefix(server).filter(|_| kind == of) {
            return format!("{text}{rest}").into();
        }
    }
    for (server, text) in VOLUMES {
        let Some((before, after)) = field.split_once(server) else { continue };
        if after.is_empty() || after.starts_with('.') {
            return format!("{before}{text}{after}").into();
        }
    }
    field.into()
}

#[cfg(test)]
mod tests {
    use crate::check::{Options, check};

    /// The text at the place of the first error or warning that holds `word`.
    fn place(text: &str, word: &str) -> String {
        let check = check(text, &Options::default());
        let problem = check.problems.iter().find(|problem| problem.message.contains(word)).unwrap();
        text[problem.range.clone()].to_owned()
    }

    #[test]
    fn an_error_stands_at_the_field_that_was_written() {
        let scaler = "apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\n  maxReplicas: 3\n  targetCPUUtilizationPercentage: 0\n";
        assert_eq!(place(scaler, "must be greater than 0"), "0");
        let node =
            "apiVersion: v1\nkind: Node\nmetadata: {name: node1}\nspec:\n  taints: [{key: a, effect: Bad}]\n";
        assert_eq!(place(node, "Unsupported value"), "Bad");
        let service = "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {type: LoadBalancer, ports: [{port: 80}], loadBalancerSourceRanges: [bad]}\n";
        assert_eq!(place(service, "must be a valid CIDR"), "bad");
        let slice = "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: s}\naddressType: FQDN\nendpoints: []\n";
        assert_eq!(place(slice, "FQDN endpoints"), "FQDN");
        let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers: [{name: a, image: b}]\n  volumes: [{name: x, gcePersistentDisk: {pdName: ''}}, {name: z, iscsi: {targetPortal: a, iqn: 'iqn.2015-02.example.com:t', lun: 0, initiatorName: bad}}]\n";
        assert_eq!(place(pod, "Required value"), "''");
        assert_eq!(place(pod, "must be valid format"), "bad");
    }
}
