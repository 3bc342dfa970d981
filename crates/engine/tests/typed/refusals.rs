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

#[test]
fn an_autoscaler_is_made_of_flags() {
    let autoscale = |rest: &str| typed(SHOP, &format!("autoscale deploy shop {rest}"));
    let failed = "error: failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1: empty input\n";
    for (rest, told) in [
        ("", "error: required flag(s) \"max\" not set\n"),
        ("--max=0", "error: --max=MAXPODS is required and must be at least 1, max: 0\n"),
        (
            "--max=1 --min=2",
            "error: --max=MAXPODS must be larger or equal to --min=MINPODS, max: 1, min: 2\n",
        ),
        ("--max=1 --cpu=-5%", "error: invalid percentage value: -5\n"),
        ("--max=1 --memory=5x", "error: invalid resource memory value: 5x\n"),
        ("--max=1 --dry-run=client", "horizontalpodautoscaler.autoscaling/shop created (dry run)\n"),
        (
            "--max=1 --dry-run=server",
            "horizontalpodautoscaler.autoscaling/shop autoscaled (server dry run)\n",
        ),
        ("--max=1 --name=A_", failed),
    ] {
        assert_eq!(autoscale(rest), told, "{rest}");
    }
    let printed = autoscale("--max=3 --min=1 --cpu=50 --memory=60% --dry-run=client -o yaml");
    let metrics = "\
  metrics:
  - resource:
      name: cpu
      target:
        averageValue: 50m
        type: AverageValue
    type: Resource
  - resource:
      name: memory
      target:
        averageUtilization: 60
        type: Utilization
    type: Resource
  minReplicas: 1
";
    assert!(printed.contains(metrics), "{printed}");
    assert_eq!(
        typed(SHOP, "autoscale ns default --max=1"),
        "error: cannot autoscale a Namespace: could not find scale subresource for /v1, Resource=namespaces in discovery information\n"
    );
}

#[test]
fn a_job_is_made_of_a_cron_job_and_a_secret_of_an_account() {
    let text = "apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: cj }\nspec: { schedule: '0 0 1 1 *', jobTemplate: { metadata: { labels: { j: k } }, spec: { template: { spec: { restartPolicy: Never, containers: [{ name: c, image: a:1 }] } } } } }\n";
    let job = typed(text, "create job x --from=cronjob/cj --dry-run=client -o yaml");
    let head = "\
apiVersion: batch/v1
kind: Job
metadata:
  annotations:
    cronjob.kubernetes.io/instantiate: manual
  labels:
    j: k
  name: x
  ownerReferences:
  - apiVersion: batch/v1
    controller: true
    kind: CronJob
    name: cj
";
    assert!(job.starts_with(head), "{job}");
    for (rest, told) in [
        ("--from=cj/nope", "Error from server (NotFound): cronjobs.batch \"nope\" not found\n"),
        ("--from=ns/default", "error: unknown object type *v1.Namespace\n"),
        ("--from=cj/cj --image=a", "error: either --image or --from must be specified\n"),
        ("--from=cj/cj -- date", "error: cannot specify --from and command\n"),
        ("--from=cj/cj", "job.batch/x created\n"),
    ] {
        assert_eq!(typed(text, &format!("create job x {rest}")), told, "{rest}");
    }
    let flags = "--docker-server=s --docker-username=u --docker-password=p --dry-run=client -o yaml";
    assert_eq!(
        typed(SHOP, &format!("create secret docker-registry x {flags}")),
        "apiVersion: v1\ndata:\n  .dockerconfigjson: eyJhdXRocyI6eyJzIjp7InVzZXJuYW1lIjoidSIsInBhc3N3b3JkIjoicCIsImF1dGgiOiJkVHB3In19fQ==\nkind: Secret\nmetadata:\n  name: x\ntype: kubernetes.io/dockerconfigjson\n"
    );
    assert_eq!(
        typed(SHOP, "top pods"),
        "podlab: no metrics server is simulated\nerror: Metrics API not available\n"
    );
    assert_eq!(
        typed(SHOP, "exec web -- ls"),
        "podlab: `kubectl exec` is not played here: no program runs in the containers of Podlab\n"
    );
}

#[test]
fn counts_of_a_status_and_ephemeral_containers_have_rules() {
    let status = "patch deploy shop --subresource=status -p '{\"status\":{\"replicas\":-1}}'";
    assert_eq!(
        typed(SHOP, status),
        "The Deployment \"shop\" is invalid: \n* status.replicas: Invalid value: -1: must be greater than or equal to 0\n* status.updatedReplicas: Invalid value: 2: cannot be greater than status.replicas\n* status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas\n* status.availableReplicas: Invalid value: 2: cannot be greater than status.replicas\n"
    );
    let debug = |container: &str| {
        let patch = format!("{{\"spec\":{{\"ephemeralContainers\":[{container}]}}}}");
        typed(super::common::POD, &format!("patch pod web --subresource=ephemeralcontainers -p '{patch}'"))
    };
    assert_eq!(
        debug("{\"name\":\"d\"}"),
        "The Pod \"web\" is invalid: spec.ephemeralContainers[0].image: Required value\n"
    );
    assert_eq!(debug("{\"name\":\"d\",\"image\":\"b\"}"), "pod/web patched\n");
}

#[test]
fn what_the_server_keeps_is_no_change() {
    let same = "deployment.apps/shop patched (no change)\n";
    for patch in
        [r#"{"status":{"replicas":7}}"#, r#"{"metadata":{"creationTimestamp":"2020-01-01T00:00:00Z"}}"#]
    {
        assert_eq!(typed(SHOP, &format!("patch deploy shop -p '{patch}'")), same, "{patch}");
    }
}

#[test]
fn a_command_is_looked_at_before_the_cluster_is_asked() {
    let both = "error: cannot set --all and --selector at the same time\n";
    for (line, told) in [
        ("label cm --all -l a=b x=y", both),
        ("annotate deploy --all -l a=b x=y", both),
        ("set image deploy --all -l a=b app=x", both),
        ("set env deploy --all -l a=b A=b", both),
        ("set resources deploy --all -l a=b --limits=cpu=1", both),
        (
            "set image deploy/shop *=x app=y",
            "error: all containers are already specified by *, but saw more than one container_name=container_image pairs\n",
        ),
        (
            "set env deploy/shop A=b deploy/x",
            "error: all resources must be specified before environment changes: deploy/shop A=b deploy/x\n",
        ),
        (
            "taint node sim-node -l x=y a=b:NoSchedule",
            "error: name cannot be provided when a selector is specified\n",
        ),
        (
            "scale deploy shop --replicas=3 --current-replicas=-2",
            "error: The --current-replicas must specify an integer of -1 or greater\n",
        ),
        ("rollout history deploy/shop --revision=-1", "error: revision must be a positive integer: -1\n"),
        (
            "create clusterrole r --verb=get --non-resource-url=/a*b",
            "error: nonResourceURL only supports wildcard matches when '*' is at the end\n",
        ),
        (
            "create clusterrole r --aggregation-rule=a=b --verb=get",
            "error: aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames\n",
        ),
        (
            "create clusterrole r --aggregation-rule=a=b --dry-run=client -o yaml",
            "aggregationRule:\n  clusterRoleSelectors:\n  - matchLabels:\n      a: b\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: r\nrules: null\n",
        ),
        ("create clusterrole r --aggregation-rule=a=b", "clusterrole.rbac.authorization.k8s.io/r created\n"),
        (
            "create pdb p --selector='a in (b' --min-available=1",
            "error: couldn't parse the selector string \"a in (b\": unable to parse requirement: found '', expected: ',' or ')'\n",
        ),
        ("create pdb p --selector='a in (b,c)' --min-available=1", "poddisruptionbudget.policy/p created\n"),
    ] {
        assert_eq!(typed(SHOP, line), told, "{line}");
    }
}

#[test]
fn a_claim_grows_as_far_as_its_class_lets_it() {
    let claim = |name: &str, class: &str| {
        format!(
            "---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {{name: {name}}}\nspec: {{accessModes: [ReadWriteOnce], storageClassName: {class}, resources: {{requests: {{storage: 1Gi}}}}}}\n"
        )
    };
    let class = |name: &str, more: &str| {
        format!(
            "---\napiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {{name: {name}}}\nprovisioner: x.y/z\n{more}"
        )
    };
    let volume = "---\napiVersion: v1\nkind: PersistentVolume\nmetadata: {name: pv}\nspec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /x}}\n";
    let quota = "---\napiVersion: v1\nkind: ResourceQuota\nmetadata: {name: q}\nspec: {hard: {count/endpointslices.discovery.k8s.io: 5}}\n";
    let text = [
        super::common::POD,
        &class("slow", ""),
        &class("fast", "allowVolumeExpansion: true\n"),
        &claim("s", "slow"),
        &claim("f", "fast"),
        &claim("bare", "''"),
        volume,
        quota,
    ]
    .concat();
    let told = |line: &str| super::answers::told(&text, &[line]).concat();
    let grow = |name: &str| {
        told(&format!(
            r#"kubectl patch pvc {name} -p '{{"spec":{{"resources":{{"requests":{{"storage":"2Gi"}}}}}}}}'"#
        ))
    };
    let why = "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize";
    for name in ["s", "bare"] {
        assert_eq!(
            grow(name),
            format!("Error from server (Forbidden): persistentvolumeclaims \"{name}\" is forbidden: {why}\n")
        );
    }
    assert_eq!(grow("f"), "persistentvolumeclaim/f patched\n");
    let volume = told("kubectl get pv pv -o yaml");
    assert!(volume.contains("\n    pv.kubernetes.io/bound-by-controller: \"yes\"\n"), "{volume}");
    let used = told("kubectl get quota q -o jsonpath={.status.used}");
    assert_eq!(used, r#"{"count/endpointslices.discovery.k8s.io":"1"}"#);
}
