//! The manifests with which the page is drawn, and the parts of the page that are kept for each.

use podlab_tests::gallery;
use podlab_web::AREAS;

/// A manifest with everything that a person may put in beside it.
#[derive(Clone, Default)]
pub struct Case {
    /// The name in the names of files.
    pub name: &'static str,
    pub manifest: String,
    pub scenario: String,
    /// LimitRanges and quotas.
    pub rules: &'static str,
    /// Nodes as YAML.
    pub nodes: &'static str,
    /// The release that the page is compared with; empty for none.
    pub against: &'static str,
    /// The playhead's time, in milliseconds.
    pub at: u64,
    /// The panels and other parts of the page that are kept.
    pub kept: Vec<&'static str>,
}

/// All cases. A panel that none of them names is kept for the first, so that a new panel needs no line here.
pub fn all() -> [Case; 7] {
    let mut cases = [first(), limits(), refused(), empty(), replicas(), crowd(), sidecar()];
    for panel in AREAS.iter().flat_map(|area| area.panels) {
        if !cases.iter().any(|case| case.kept.contains(&panel.name)) {
            cases[0].kept.push(panel.name);
        }
    }
    cases
}

fn first() -> Case {
    let example = gallery::first().unwrap();
    Case {
        name: "first",
        manifest: example.manifest,
        scenario: example.story,
        at: 9_000,
        kept: vec![
            "problems",
            "row",
            "controls",
            "why",
            "stage",
            "timeline",
            "events",
            "story",
            "terminal",
            "narration",
            "versions",
            "compare",
        ],
        ..Case::default()
    }
}

/// A Pod with resources, a sidecar, a node, a LimitRange that fills in, and a quota that is nearly used up.
fn limits() -> Case {
    Case {
        name: "limits",
        manifest: "\
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  initContainers:
  - name: proxy
    image: envoy:1.31
    restartPolicy: Always
    resources: { requests: { cpu: 100m, memory: 64Mi } }
  - name: migrate
    image: migrate:2
    resources: { requests: { cpu: \"1\", memory: 256Mi } }
  containers:
  - name: app
    image: app:1.4
    resources: { requests: { cpu: 250m, memory: 128Mi }, limits: { cpu: 500m, memory: 256Mi } }
  - name: helper
    image: helper:7
"
        .to_owned(),
        scenario: "containers:\n  migrate:\n  - { run: 4, exit: 0 }\nactions:\n- { at: 30, do: delete }\n"
            .to_owned(),
        rules: "\
apiVersion: v1
kind: LimitRange
metadata: { name: small }
spec:
  limits:
  - { type: Container, default: { cpu: 2, memory: 512Mi }, defaultRequest: { cpu: 100m, memory: 128Mi } }
---
apiVersion: v1
kind: ResourceQuota
metadata: { name: team }
spec: { hard: { requests.cpu: 2, pods: 5 } }
",
        nodes: "apiVersion: v1\nkind: Node\nmetadata: { name: tiny }\nstatus: { allocatable: { cpu: 500m, memory: 1Gi, pods: 110 } }\n",
        at: 12_000,
        kept: vec!["resources", "what-if", "fit", "rules", "terminal", "why", "stage"],
        against: "",
    }
}

/// A refused Pod: an unknown field, a wrong name, a limit below its request.
fn refused() -> Case {
    Case {
        name: "refused",
        manifest: "\
apiVersion: v1
kind: Pod
metadata: { name: Web }
spec:
  containers:
  - name: app
    imagee: nginx
    resources: { requests: { cpu: 2 }, limits: { cpu: 1 } }
"
        .to_owned(),
        kept: vec!["problems", "apply", "stale"],
        ..Case::default()
    }
}

fn empty() -> Case {
    Case {
        name: "empty",
        kept: vec!["problems", "resources", "what-if", "rules", "terminal"],
        ..Case::default()
    }
}

/// A Deployment with three replicas.
fn replicas() -> Case {
    Case {
        name: "replicas",
        manifest: "\
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  replicas: 3
  selector: { matchLabels: { app: shop } }
  template:
    metadata: { labels: { app: shop } }
    spec:
      containers:
      - name: web
        image: nginx:1.27
        resources: { requests: { cpu: 250m, memory: 128Mi } }
"
        .to_owned(),
        at: 6_000,
        kept: vec!["row", "why", "stage", "timeline", "resources"],
        ..Case::default()
    }
}

/// More Pods than the timeline draws.
fn crowd() -> Case {
    let Case { manifest, at, .. } = replicas();
    Case {
        name: "crowd",
        manifest: manifest.replace("replicas: 3", "replicas: 9"),
        at,
        kept: vec!["timeline"],
        ..Case::default()
    }
}

/// A sidecar, compared with a release that has none.
fn sidecar() -> Case {
    Case {
        name: "sidecar",
        manifest: "\
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  initContainers:
  - { name: proxy, image: \"envoy:1.31\", restartPolicy: Always, resources: { requests: { cpu: 100m } } }
  containers:
  - { name: app, image: \"app:1.4\", resources: { requests: { cpu: 250m } } }
"
        .to_owned(),
        against: "1.28",
        kept: vec!["compare"],
        ..Case::default()
    }
}

/// Markup that must never become part of the page.
pub const HOSTILE: &str = "<img src=x onerror=alert(1)>";

/// Markup wherever a person may write, in a Pod that runs and in one that is refused.
pub fn hostile() -> [Case; 2] {
    let pod = |name: &str, image: &str| {
        format!(
            "\
apiVersion: v1
kind: Pod
metadata: {{ name: '{name}', annotations: {{ note: '{HOSTILE}' }} }}
spec:
  containers:
  - name: app
    image: '{image}'
    command: [sh, -c, 'echo \"{HOSTILE}\"']
    env: [{{ name: PAGE, value: '</textarea></pre>{HOSTILE}' }}]
"
        )
    };
    let runs = Case {
        name: "hostile",
        manifest: pod("web", "nginx"),
        scenario: "# <img src=x onerror=alert(1)>\nactions:\n- { at: 5, do: delete }\n".to_owned(),
        rules: "# </textarea><img src=x onerror=alert(1)>\n",
        nodes: "apiVersion: v1\nkind: Node\nmetadata: { name: '<img src=x onerror=alert(1)>' }\n",
        at: 4_000,
        kept: vec![],
        against: "",
    };
    let refused = Case {
        name: "hostile, refused",
        manifest: pod(HOSTILE, HOSTILE),
        scenario: "<img src=x onerror=alert(1)>: 1\n".to_owned(),
        rules: "apiVersion: v1\nkind: <img src=x onerror=alert(1)>\n",
        ..runs.clone()
    };
    [runs, refused]
}
