//! Any commands, typed one after the other about objects that are there: each is answered, what it does is taken by the story, and
//! nothing that a list shows is called not found.
#![no_main]

use engine::{Kubernetes, Manifest};
use libfuzzer_sys::fuzz_target;

const TEXTS: [&str; 3] = [
    "{apiVersion: v1, kind: Pod, metadata: {name: web, labels: {app: web}}, spec: {containers: [{name: app, image: a:1, ports: [{containerPort: 80}]}]}}",
    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 2, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: a:1}]}}}}\n---\n{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: {app: web}, ports: [{port: 80}]}}\n---\n{apiVersion: v1, kind: ResourceQuota, metadata: {name: few}, spec: {hard: {pods: 4, configmaps: 2, services: 3}}}",
    "{apiVersion: v1, kind: Namespace, metadata: {name: team}}\n---\n{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db, namespace: team}, spec: {serviceName: db, selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: db}}, spec: {containers: [{name: db, image: a:1}]}}}}\n---\n{apiVersion: batch/v1, kind: CronJob, metadata: {name: db, namespace: team}, spec: {schedule: '* * * * *', jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: db, image: a:1}]}}}}}}",
];

const TYPES: &str =
    "pods,svc,deploy,rs,sts,cronjobs,jobs,cm,sa,quota,nodes,ns,ep,endpointslices,controllerrevisions";

const VERBS: [&str; 20] = [
    "label X a=b",
    "label X a- --overwrite",
    "annotate X a/b/c=d",
    "delete X",
    "delete X --force --grace-period=0",
    "scale X --replicas=1",
    "scale X --replicas=-1",
    "patch X -p '{\"metadata\":{\"labels\":{\"q\":null,\"r\":\"s\"}}}'",
    "patch X -p '{\"spec\":{\"replicas\":\"x\"}}'",
    "patch X --type=json -p '[{\"op\":\"remove\",\"path\":\"/spec/containers/0\"}]'",
    "patch X --type=merge -p '{\"spec\":null}'",
    "set image X *=b:2",
    "rollout restart X",
    "rollout undo X",
    "rollout status X",
    "expose X --port=80 --name=y",
    "describe X",
    "get X -o yaml",
    "wait X --for=delete --timeout=5s",
    "cordon X",
];

const FREE: [&str; 12] = [
    "run z --image=nginx --port=80 --expose",
    "create cm c --from-literal=a=b",
    "create deploy d --image=nginx --replicas=3",
    "create ns other",
    "create secret generic s --from-literal=a=b",
    "create job j --image=busybox -- true",
    "delete all --all",
    "label all --all a=b",
    "delete pods -l app=web",
    "delete ns team",
    "get all -A -o wide",
    "get events --sort-by=.lastTimestamp",
];

const FLAGS: [&str; 8] = [
    "",
    " --dry-run=server",
    " --dry-run=client",
    " -o name",
    " -n team",
    " -n nope",
    " --all",
    " -l app=web",
];

fuzz_target!(|bytes: &[u8]| {
    let mut bytes = bytes.iter().copied().map(usize::from);
    let mut next = || bytes.next().unwrap_or_default();
    let manifest = Manifest::read(TEXTS[next() % TEXTS.len()], &Kubernetes::RECORDED);
    let mut run = manifest.simulate("").expect("our own text runs");
    let (mut scenario, mut at) = (String::new(), 0);
    for _ in 0..1 + next() % 3 {
        at += 1 + next() as u64 * 97;
        let list = format!(
            "kubectl get {TYPES} -A -o jsonpath={{range.items[*]}}{{.kind}}/{{.metadata.name}}\\ -n\\ {{.metadata.namespace}};{{end}}"
        );
        let there = run.kubectl(at, &list);
        // Each namespace has the same of its own; that of two is enough.
        let is_one = |one: &&str| {
            let name = one.split(' ').next().unwrap_or_default();
            name.contains('/') && !["kube-public", "kube-node-lease"].iter().any(|space| one.ends_with(space))
        };
        let there: Vec<&str> = there.split(';').filter(is_one).collect();
        let mut command = match there.get(next() % there.len().max(1)) {
            Some(one) => {
                let (name, space) = one.split_once(" -n ").unwrap_or((one, ""));
                let space = if space.is_empty() { String::new() } else { format!(" -n {space}") };
                format!("kubectl {}{space}", VERBS[next() % VERBS.len()].replace('X', name))
            }
            None => String::new(),
        };
        let is_named = next() % 4 != 0 && !command.is_empty();
        if !is_named {
            command = format!("kubectl {}", FREE[next() % FREE.len()]);
        }
        let flags = FLAGS[next() % FLAGS.len()];
        command.push_str(flags);
        let acted = run.act(at, &command, &scenario);
        let is_lost = is_named && flags.is_empty() && acted.said.contains("(NotFound)");
        assert!(
            !is_lost || acted.said.contains("could not find the requested resource"),
            "{command}: {}",
            acted.said
        );
        if let Some(changed) = acted.scenario {
            run = manifest.simulate(&changed).unwrap_or_else(|why| panic!("{command}: {why}: {changed}"));
            scenario = changed;
        }
    }
});
