//! Which flags of a command only some of its subcommands take.
//! Upstream: staging/src/k8s.io/kubectl/pkg/cmd/{create,set,rollout}.

/// The commands whose subcommands differ, with the flags that all of them take.
const SHARED: [(&str, &str); 3] = [
    ("create", "validate dry-run output save-config"),
    ("set", "filename dry-run all output"),
    ("rollout", "filename selector"),
];

/// The further flags of each subcommand.
const OWN: [(&str, &str); 32] = [
    ("create -f", "filename"),
    ("create clusterrole", "verb resource resource-name non-resource-url aggregation-rule"),
    ("create clusterrolebinding", "clusterrole group serviceaccount"),
    ("create configmap", "from-literal"),
    ("create cronjob", "image schedule restart"),
    ("create deployment", "image port replicas"),
    ("create ingress", "class rule default-backend annotation"),
    ("create job", "image from"),
    ("create namespace", ""),
    ("create poddisruptionbudget", "selector min-available max-unavailable"),
    ("create priorityclass", "value global-default description preemption-policy"),
    ("create quota", "hard scopes"),
    ("create role", "verb resource resource-name"),
    ("create rolebinding", "clusterrole role group serviceaccount"),
    ("create secret docker-registry", "docker-server docker-username docker-password docker-email"),
    ("create secret generic", "from-literal type"),
    ("create secret tls", "cert key"),
    ("create service clusterip", "tcp clusterip"),
    ("create service externalname", "tcp external-name"),
    ("create service loadbalancer", "tcp"),
    ("create service nodeport", "tcp node-port"),
    ("create serviceaccount", ""),
    ("set env", "selector containers env from list"),
    ("set image", "selector"),
    ("set resources", "selector containers limits requests"),
    ("set serviceaccount", ""),
    ("rollout history", "revision output"),
    ("rollout pause", "output"),
    ("rollout restart", "output"),
    ("rollout resume", "output"),
    ("rollout status", "revision timeout watch"),
    ("rollout undo", "to-revision output"),
];

/// Whether a subcommand, such as `create service nodeport`, takes a flag that another of the command does.
pub(super) fn takes(path: &str, flag: &str) -> bool {
    let Some((_, own)) = OWN.iter().find(|(of, _)| *of == path) else { return true };
    let shared =
        SHARED.iter().find(|(of, _)| path.split(' ').next() == Some(of)).map_or("", |(_, flags)| flags);
    own.split(' ').chain(shared.split(' ')).any(|one| one == flag)
}
