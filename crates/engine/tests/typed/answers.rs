//! kubectl's answers to commands that change the cluster, typed one after the other.

use super::SHOP;
use super::common::{POD, read};

/// The answers of a terminal to commands, one each second; each finds what the ones before it did.
pub(super) fn told(text: &str, commands: &[&str]) -> Vec<String> {
    let manifest = read(text);
    let mut scenario = String::new();
    let mut at = 20_000;
    let said = commands.iter().map(|command| {
        let acted = manifest.simulate(&scenario).unwrap().act(at, command, &scenario);
        scenario = acted.scenario.unwrap_or_else(|| scenario.clone());
        at += 1_000;
        acted.said
    });
    said.collect()
}

#[test]
fn a_patch_that_changes_nothing_says_so() {
    let patch = r#"kubectl patch pod web -p '{"metadata":{"labels":{"a":"b"}}}'"#;
    assert_eq!(told(POD, &[patch, patch]), ["pod/web patched\n", "pod/web patched (no change)\n"]);
    let image = "kubectl set image deploy/shop *=a:2";
    assert_eq!(told(SHOP, &[image]), ["deployment.apps/shop image updated\n"]);
    assert_eq!(
        told(
            POD,
            &["kubectl patch pod web --type=json -p '{}'", "kubectl patch pod web --type=nope -p '{}'"]
        ),
        [
            "Error from server (BadRequest): error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp\n",
            "error: --type must be one of [json merge strategic], not \"nope\"\n",
        ]
    );
    assert_eq!(
        told(SHOP, &[r#"kubectl patch deploy shop -p '{"spec":{"replicas":"x"}}'"#]),
        [
            "The request is invalid: patch: Invalid value: \"map[spec:map[replicas:x]]\": unrecognized type: int32\n"
        ]
    );
}

#[test]
fn labels_and_annotations_are_given_and_taken() {
    let label = |rest: &str| format!("kubectl label pod web {rest}");
    let commands = ["x=y", "x=y", "x=z", "x=z --overwrite", "x-", "x-", "", "x=y z"].map(label);
    let commands: Vec<&str> = commands.iter().map(String::as_str).collect();
    assert_eq!(
        told(POD, &commands),
        [
            "pod/web labeled\n",
            "pod/web not labeled\n",
            "error: 'x' already has a value (y), and --overwrite is false\n",
            "pod/web labeled\n",
            "pod/web unlabeled\n",
            "label \"x\" not found.\npod/web not labeled\n",
            "error: at least one label update is required\n",
            "error: all resources must be specified before label changes: z\n",
        ]
    );
    assert_eq!(
        told(POD, &["kubectl annotate pod web x=y", "kubectl annotate pod web x=z"]),
        [
            "pod/web annotated\n",
            "error: --overwrite is false but found the following declared annotation(s): 'x' already has a value (y)\n",
        ]
    );
}
