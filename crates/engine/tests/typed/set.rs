//! `kubectl set env`, `set resources` and `set serviceaccount`, in the words of kubectl 1.36.2.

use super::common::typed;

const TEXT: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
      - name: nginx
        image: nginx:1
        env:
        - { name: MODE, value: prod }
        - { name: KEY, valueFrom: { secretKeyRef: { name: db, key: k } } }
        resources: { limits: { memory: 128Mi } }
";

#[test]
fn the_environment_is_set_and_listed() {
    let changed = [
        ("MODE=dev", "env: [{ name: MODE, value: dev }]"),
        ("MODE-", "env: [{ \"$patch\": delete, name: MODE }]"),
        ("-e A=b", "env: [{ name: A, value: b }]"),
    ];
    for (marks, patch) in changed {
        let (said, story) = typed(TEXT, 20_000, &format!("kubectl set env deploy/web {marks}"));
        assert_eq!(said, "deployment.apps/web env updated\n", "{marks}");
        let story = story.unwrap();
        assert!(story.contains(patch), "{story}");
    }
    let told = [
        ("deploy/web MODE=prod", ""),
        ("deploy/web NOPE-", ""),
        ("deploy/web --list", "# Deployment web, container nginx\nMODE=prod\n# KEY from secret db, key k\n"),
        ("deploy/web A=b MODE=dev KEY- --list", "# Deployment web, container nginx\nMODE=dev\nA=b\n"),
        (
            "deploy/web -c nope A=b",
            "Warning: Deployment/web does not have any containers matching \"nope\"\n",
        ),
        (
            "deploy/web A=b A-",
            "error: can not both modify and remove the same environment variable in the same command\n",
        ),
        ("A=b", "error: one or more resources must be specified as <resource> <name> or <resource>/<name>\n"),
        ("deploy/nope A=b", "Error from server (NotFound): deployments.apps \"nope\" not found\n"),
    ];
    for (rest, words) in told {
        let (said, story) = typed(TEXT, 20_000, &format!("kubectl set env {rest}"));
        assert_eq!((said.as_str(), story), (words, None), "{rest}");
    }
}

#[test]
fn requests_limits_and_accounts_are_set() {
    let told = [
        (
            "resources deploy web --requests=cpu=200m,memory=64Mi",
            "deployment.apps/web resource requirements updated\n",
            true,
        ),
        ("resources deploy web --limits=memory=128Mi", "", false),
        (
            "resources deploy web",
            "error: you must specify an update to requests or limits (in the form of --requests/--limits)\n",
            false,
        ),
        (
            "resources deploy web --limits=cpu",
            "error: Invalid argument syntax cpu, expected <resource>=<value>\n",
            false,
        ),
        ("resources deploy web -c x --limits=cpu=1", "error: unable to find container named x\n", false),
        (
            "resources deploy web --requests=memory=1Gi",
            "error: failed to patch resources update to pod template Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].resources.requests: Invalid value: \"1Gi\": must be less than or equal to memory limit of 128Mi\n",
            false,
        ),
        ("serviceaccount deploy web bot", "deployment.apps/web serviceaccount updated\n", true),
    ];
    for (rest, words, is_done) in told {
        let (said, story) = typed(TEXT, 20_000, &format!("kubectl set {rest}"));
        assert_eq!((said.as_str(), story.is_some()), (words, is_done), "{rest}");
    }
}

#[test]
fn only_going_back_can_be_tried() {
    let said = |command: &str| typed(TEXT, 20_000, command).0;
    assert_eq!(
        said("kubectl rollout restart deploy/web --dry-run=server"),
        "error: unknown flag: --dry-run\nSee 'kubectl rollout restart --help' for usage.\n"
    );
}
