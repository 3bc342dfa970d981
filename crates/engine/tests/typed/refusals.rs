//! Requests that are refused, in the words of a cluster of 1.36.2.

use super::SHOP;
use engine::{Kubernetes, Manifest};

/// A terminal's answer to a command 20 seconds after the create.
fn typed(text: &str, command: &str) -> String {
    let command = format!("kubectl {command}");
    Manifest::read(text, &Kubernetes::RECORDED).simulate("").unwrap().act(20_000, &command, "").said
}

#[test]
fn a_patch_makes_no_other_object_of_it() {
    let patch = |rest: &str| typed(SHOP, &format!("patch deploy shop {rest}"));
    assert_eq!(
        patch(r#"-p '{"metadata":{"name":"x"}}'"#),
        "Error from server (BadRequest): the name of the object (x) does not match the name on the URL (shop)\n"
    );
    assert_eq!(
        patch(r#"-p '{"metadata":{"namespace":"x"}}'"#),
        "Error from server (BadRequest): the namespace of the provided object does not match the namespace sent on the request\n"
    );
    let same = "deployment.apps/shop patched (no change)\n";
    assert_eq!(patch(r#"-p '{"kind":"Pod","apiVersion":"v1"}'"#), same, "its type is known");
    let merge = patch(r#"--type=merge -p '{"kind":"Pod"}'"#);
    let end = "no kind \"Pod\" is registered for version \"apps/v1\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"\n";
    assert!(merge.starts_with("The request is invalid: patch: ") && merge.ends_with(end), "{merge}");
    assert_eq!(
        patch(r#"-p '{"spec":{"replicas":2,"replicas":3}}'"#),
        "Warning: duplicate field \"spec.replicas\"\ndeployment.apps/shop patched\n"
    );
}

#[test]
fn a_scale_is_checked_as_one() {
    assert_eq!(
        typed(SHOP, r#"patch deploy shop --subresource=scale -p '{"spec":{"replicas":-1}}'"#),
        "The Scale \"shop\" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0\n"
    );
    assert_eq!(
        typed(SHOP, r#"patch deploy shop --subresource=scale -p '{"spec":{"replicas":"x"}}'"#),
        "The request is invalid: patch: Invalid value: \"map[spec:map[replicas:x]]\": unrecognized type: int32\n"
    );
    assert_eq!(
        typed(SHOP, "patch ns default --subresource=scale -p '{}'"),
        "Error from server (NotFound): the server could not find the requested resource\n"
    );
    let large = typed(SHOP, "scale deploy shop --replicas=2147483648");
    let end = "json: cannot unmarshal number 2147483648 into Go struct field ScaleSpec.spec.replicas of type int32\n";
    assert!(large.ends_with(end), "{large}");
    assert_eq!(
        typed(SHOP, "scale deploy shop --replicas=9999999999999999999999"),
        "error: invalid argument \"9999999999999999999999\" for \"--replicas\" flag: strconv.ParseInt: parsing \"9999999999999999999999\": value out of range\nSee 'kubectl scale --help' for usage.\n"
    );
}

#[test]
fn what_is_deleted_is_selected_in_one_way() {
    for (line, told) in [
        ("delete pods -l a=b --all", "error: setting 'all' parameter but found a non empty selector. \n"),
        ("delete --all", "error: at least one resource must be specified to use a selector\n"),
        ("delete pods --field-selector metadata.name=nope --dry-run=client", "No resources found\n"),
        (
            "delete deploy shop --cascade --dry-run=client",
            "deployment.apps \"shop\" deleted from default namespace (dry run)\n",
        ),
        ("label deploy shop a=b=c", "error: invalid label spec: a=b=c\n"),
        ("annotate deploy shop =x", "error: at least one annotation update is required\n"),
    ] {
        assert_eq!(typed(SHOP, line), told, "{line}");
    }
}
