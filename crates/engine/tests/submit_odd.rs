//! Texts that people seldom write, in the words of a cluster of 1.36.2.

mod common;

use api::{Kubernetes, Object};
use common::said;
use serde_json::json;

const MAP: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: b}\n";

fn service(more: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Service\nmetadata: {{name: s}}\nspec: {{selector: {{a: b}}, ports: [{{port: 80}}]{more}}}\n"
    )
}

#[test]
fn the_uid_of_another_object_is_refused() {
    let uid = "11111111-1111-1111-1111-111111111111";
    let other = MAP.replace("name: c", &format!("name: c, uid: {uid}"));
    let replaced = said("kubectl replace -f f.yaml", MAP, &other);
    let begin = "Error from server (Conflict): error when replacing \"f.yaml\": Operation cannot be fulfilled on configmaps \"c\": StorageError: invalid object, Code: 4, Key: /registry/configmaps/default/c, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: 11111111-1111-1111-1111-111111111111, UID in object meta: ";
    assert!(replaced.starts_with(begin), "{replaced}");
    let applied = said("kubectl apply --server-side -f f.yaml", "", &other);
    let begin = format!(
        "error: Operation cannot be fulfilled on configmaps \"c\": uid mismatch: the provided object specified uid {uid}, and no existing object was found\nPlease review the fields above"
    );
    assert!(applied.starts_with(&begin), "{applied}");
    assert_eq!(said("kubectl create -f f.yaml", "", &other), "configmap/c created\n");
}

#[test]
fn a_service_has_an_address_of_the_cluster() {
    let six = said("kubectl apply -f f.yaml", &service(""), &service(", ipFamilies: [IPv6]"));
    assert!(
        six.starts_with("The Service \"s\" is invalid: spec.clusterIPs[0]: Invalid value: \"10."),
        "{six}"
    );
    assert!(six.ends_with("\": expected an IPv6 value as indicated by `ipFamilies[0]`\n"), "{six}");
    let at =
        |address: &str| said("kubectl create -f f.yaml", "", &service(&format!(", clusterIP: {address}")));
    let outside = "the provided network does not match the current range";
    for (address, why) in [
        ("192.168.1.1", outside),
        ("10.96.0.0", outside),
        ("10.111.255.255", outside),
        ("10.96.0.1", "provided IP is already allocated"),
    ] {
        assert_eq!(
            at(address),
            format!(
                "The Service \"s\" is invalid: spec.clusterIPs: Invalid value: [\"{address}\"]: failed to allocate IP {address}: {why}\n"
            )
        );
    }
    assert_eq!(at("10.96.0.7"), "service/s created\n");
    let tried = |address: &str| {
        said("kubectl create -f f.yaml --dry-run=server", "", &service(&format!(", clusterIP: {address}")))
    };
    assert_eq!(
        tried("1.2.3.4"),
        "The Service \"s\" is invalid: spec.clusterIPs: Invalid value: [\"1.2.3.4\"]: failed to allocate IP 1.2.3.4: the provided IP (1.2.3.4) is not in the valid range. The range of valid IPs is 10.96.0.0/12\n"
    );
    assert_eq!(tried("10.96.0.1"), "service/s created (server dry run)\n");
    // The address is given out before the rules are asked.
    let odd = service(", clusterIP: 1.2.3.4").replace("{a: b}", "{a: \"b c\"}");
    let begin = "The Service \"s\" is invalid: spec.clusterIPs: Invalid value: [\"1.2.3.4\"]: failed to";
    let told = said("kubectl create -f f.yaml", "", &odd);
    assert!(told.starts_with(begin), "{told}");
}

#[test]
fn an_apply_sends_no_field_that_is_null() {
    let tls = "apiVersion: v1\nkind: Secret\nmetadata: {name: t}\ntype: kubernetes.io/tls\ndata: {tls.crt: null, tls.key: \"\"}\n";
    let told = said("kubectl apply -f f.yaml", "", tls);
    assert_eq!(told, "The Secret \"t\" is invalid: data[tls.crt]: Required value\n");
    assert!(said("kubectl create -f f.yaml", "", tls).starts_with("secret/t created\n"));
}

#[test]
fn an_object_without_a_version_is_looked_for_in_the_first_group() {
    let none = MAP.replace("apiVersion: v1", "apiVersion: \"\"");
    let no_address = "the server could not find the requested resource\n";
    for (command, said_) in [
        ("create", format!("Error from server (NotFound): error when creating \"f.yaml\": {no_address}")),
        ("apply --server-side", format!("Error from server (NotFound): {no_address}")),
        ("apply --dry-run=client", "configmap/c created (dry run)\n".to_owned()),
    ] {
        assert_eq!(said(&format!("kubectl {command} -f f.yaml"), "", &none), said_);
    }
    let role = none.replace("ConfigMap", "Role");
    assert_eq!(
        said("kubectl apply -f f.yaml", "", &role),
        "error: resource mapping not found for name: \"c\" namespace: \"\" from \"f.yaml\": no matches for kind \"Role\" in version \"\"\nensure CRDs are installed first\n"
    );
}

#[test]
fn an_apply_that_loses_the_key_of_an_item_is_not_computed() {
    let before = service("");
    let after = before.replace("port: 80", "name: web");
    let told = said("kubectl apply -f f.yaml", &before, &after);
    let why = "map: map[name:web] does not contain declared merge key: port";
    let begin = format!(
        "warning: error calculating patch from openapi v3 spec: {why}\nwarning: error calculating patch from openapi spec: {why}\nerror: error when applying patch:\n\nto:\nResource: \"/v1, Resource=services\", GroupVersionKind: \"/v1, Kind=Service\"\nName: \"s\", Namespace: \"default\"\nfor: \"f.yaml\": error when patching \"f.yaml\": creating patch with:\noriginal:\n{{\"apiVersion\":\"v1\","
    );
    assert!(told.starts_with(&begin), "{told}");
    assert!(told.ends_with(&format!("\n\nfor: {why}\n")), "{told}");
    let imagined = said("kubectl apply --dry-run=client -f f.yaml", &before, &after);
    assert_eq!(imagined, "service/s configured (dry run)\n");
}

#[test]
fn a_first_apply_on_the_server_takes_nothing_away() {
    let before = service(", type: NodePort");
    let after = before.replace("port: 80", "port: -1");
    let told = said("kubectl apply --server-side -f f.yaml", &before, &after);
    // The old port is there as well, so that both want a name.
    for error in ["* spec.ports[0].name: Required value\n", "* spec.ports[1].name: Required value\n"] {
        assert!(told.contains(error), "{told}");
    }
    let annotation = "kubectl.kubernetes.io/last-applied-configuration";
    assert_eq!(
        said("kubectl apply --server-side --dry-run=server -f f.yaml", MAP, &MAP.replace("a: b", "c: d")),
        format!(
            "configmap/c serverside-applied (server dry run)\nWarning: failed to migrate {annotation} for Server-Side Apply. This is non-fatal and will be retried next time you apply. Error: Apply failed with 1 conflict: conflict with \"kubectl-client-side-apply\" using v1: .metadata.annotations.{annotation}\n"
        )
    );
    // kubectl tells it of each object.
    let two = format!("{MAP}---\n{}", MAP.replace("name: c", "name: d"));
    let told = said("kubectl apply --server-side -f f.yaml --dry-run=server", &two, &two);
    assert_eq!(told.matches("failed to migrate").count(), 2, "{told}");
}

#[test]
fn metadata_of_an_unknown_kind_are_read_first() {
    let unknown = "apiVersion: a.b/v1\nkind: Foo\nmetadata: {name: c, labels: {a: true}}\n";
    assert_eq!(
        said("kubectl apply -f f.yaml", "", unknown),
        "error: unable to decode \"f.yaml\": json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.labels of type string\n"
    );
    assert_eq!(
        said("kubectl apply -f f.yaml", "", "apiVersion: a.b/v1\nkind: Foo\nmetadata: x\n"),
        "error: unable to decode \"f.yaml\": json: cannot unmarshal string into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta\n"
    );
}

#[test]
fn odd_keys_are_told() {
    for (key, error) in [
        ("?", "unsupported map key of type: %!s(<nil>), key: <nil>, value: <nil>"),
        (
            "0xFFFFFFFFFFFFFFFF: x",
            "unsupported map key of type: uint64, key: 0xffffffffffffffff, value: \"x\"",
        ),
    ] {
        let told = said("kubectl create -f f.yaml", "", &format!("{MAP}{key}\n"));
        assert!(told.contains(error), "{told}");
    }
    let told = said("kubectl create -f f.yaml", "", &format!("{MAP}1.7976931348623157e+308: x\n"));
    assert!(told.contains("unknown field \".inf\""), "{told}");
}

#[test]
fn base64_in_lines_is_kept_in_one_and_the_type_of_a_secret_comes_before_what_it_wants() {
    let secret = |type_: &str, data: &str| {
        format!("apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\ntype: {type_}\ndata: {{a: {data}}}\n")
    };
    let [before, after] =
        ["Opaque", "kubernetes.io/service-account-token"].map(|type_| secret(type_, "YQ=="));
    assert_eq!(
        said("kubectl replace -f f.yaml", &before, &after),
        "The Secret \"s\" is invalid: \n* type: Invalid value: \"kubernetes.io/service-account-token\": field is immutable\n* metadata.annotations[kubernetes.io/service-account.name]: Required value\n"
    );
    let mut object = Object::from_json(
        json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "data": {"a": "Y\nQ==\r\n"}}),
    );
    api::defaulting::apply(&mut object, &Kubernetes::RECORDED);
    assert_eq!(object.to_json().pointer("/data/a"), Some(&json!("YQ==")));
}

#[test]
fn lists_of_lists_and_unknown_kinds_in_lists_are_told() {
    let list = |items: &str| format!("apiVersion: v1\nkind: List\nitems:\n{items}");
    let outer = "- {apiVersion: v1, kind: ConfigMap, metadata: {name: outer}}\n";
    let nested = list(&format!(
        "- {{apiVersion: v1, kind: List, items: [{{apiVersion: v1, kind: ConfigMap, metadata: {{name: c}}}}]}}\n{outer}"
    ));
    assert_eq!(
        said("kubectl apply -f f.yaml", "", &format!("{MAP}---\n{nested}")),
        "configmap/c created\nerror: *unstructured.Unstructured is not a list: no Items field in this object\n"
    );
    let unknown = list(&format!("- {{apiVersion: v1, kind: Foo, metadata: {{name: x}}}}\n{outer}"));
    assert_eq!(
        said("kubectl create -f f.yaml", "", &unknown),
        "configmap/outer created\nunable to recognize no matches for kind \"Foo\" in version \"v1\"\n"
    );
}

#[test]
fn an_endpoint_is_deprecated_whatever_is_sent() {
    let told = "Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\n";
    let wrong = "apiVersion: v1\nkind: Endpoints\nmetadata: {name: e}\nfoo: bar\n";
    let text = said("kubectl apply -f f.yaml", "", wrong);
    assert!(text.starts_with(told) && text.contains("unknown field \"foo\""), "{text}");
    let again = said("kubectl apply -f f.yaml --validate=false", "", wrong);
    assert_eq!(again.matches(told).count(), 1, "{again}");
}

#[test]
fn an_empty_group_may_be_written() {
    let slash = MAP.replace("apiVersion: v1", "apiVersion: /v1");
    assert_eq!(said("kubectl apply -f f.yaml", "", &slash), "configmap/c created\n");
}
