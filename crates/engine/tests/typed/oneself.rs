//! kubectl's own words about the cluster and the one who types.

use super::answers::told;
use super::common::POD;

#[test]
fn events_are_printed_with_where_they_come_from() {
    let [yaml, wide] =
        ["kubectl events -o yaml", "kubectl get events -o wide"].map(|line| told(POD, &[line]).concat());
    for lines in [
        "\n- action: Binding\n  apiVersion: v1\n",
        "  reportingComponent: kubelet\n  reportingInstance: sim-node\n  source:\n    component: kubelet\n    host: sim-node\n  type: Normal\n",
        "\nkind: EventList\nmetadata: {}\n",
    ] {
        assert!(yaml.contains(lines), "{lines}\n{yaml}");
    }
    assert!(wide.contains("   kubelet, sim-node   ") && wide.contains("   default-scheduler   "), "{wide}");
}

#[test]
fn the_administrator_of_a_new_cluster_types() {
    let contexts = "CURRENT   NAME                          CLUSTER      AUTHINFO           NAMESPACE\n";
    let own = "*         kubernetes-admin@kubernetes   kubernetes   kubernetes-admin   \n";
    for (line, said) in [
        (
            "kubectl cluster-info",
            "Kubernetes control plane is running at https://192.168.0.2:6443\n\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n".to_owned(),
        ),
        ("kubectl config current-context", "kubernetes-admin@kubernetes\n".to_owned()),
        ("kubectl config get-contexts", contexts.to_owned() + own),
        ("kubectl config get-contexts -o name", "kubernetes-admin@kubernetes\n".to_owned()),
        (
            "kubectl config get-contexts nope",
            "CURRENT   NAME   CLUSTER   AUTHINFO   NAMESPACE\nerror: context nope not found\n".to_owned(),
        ),
        ("kubectl config use-context dev", "error: no context exists with the name: \"dev\"\n".to_owned()),
        ("kubectl config get-users", "NAME\nkubernetes-admin\n".to_owned()),
        ("kubectl config get-users -o name", "error: unknown shorthand flag: 'o' in -o\nSee 'kubectl config get-users --help' for usage.\n".to_owned()),
        ("kubectl config nope", "error: unknown command \"nope\"\nSee 'kubectl config -h' for help and examples\n".to_owned()),
    ] {
        assert_eq!(told(POD, &[line]), [said]);
    }
    let of_shop = POD.replace("name: web", "name: web, namespace: shop");
    let view = told(&of_shop, &["kubectl config view"]).concat();
    assert!(
        view.contains("    cluster: kubernetes\n    namespace: shop\n    user: kubernetes-admin\n"),
        "{view}"
    );
    let me = told(POD, &["kubectl auth whoami"]).concat();
    let begin = "ATTRIBUTE                                           VALUE\nUsername                                            kubernetes-admin\nGroups                                              [kubeadm:cluster-admins system:authenticated]\nExtra: ";
    assert!(me.starts_with(begin), "{me}");
    let rights = told(POD, &["kubectl auth can-i --list"]).concat();
    let begin = "Resources                                       Non-Resource URLs   Resource Names   Verbs\n*.*                                             []                  []               [*]\n                                                [*]                 []               [*]\nselfsubjectreviews.";
    assert!(rights.starts_with(begin), "{rights}");
}
