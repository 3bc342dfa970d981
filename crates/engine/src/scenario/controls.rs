//! The state of a scenario's controls, for the manifest beside it.

use api::ContainerSite;
use serde_json::Value;
use source::Positions;
use view::{Controls, StoryAction, StoryContainer};

use super::{offers, presets, problems};
use crate::manifest::Manifest;
use crate::places;
use crate::problems::kind;

impl Manifest {
    /// The state of the scenario's controls. While the scenario cannot be read, the part before the mistake counts.
    ///
    /// ```
    /// use engine::{Kubernetes, Manifest};
    /// let manifest = Manifest::read("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: app, image: a}]}\n", &Kubernetes::RECORDED);
    /// let controls = manifest.controls("containers: {appp: {}}");
    /// assert_eq!(controls.problems[0].message, "no container `appp`: did you mean `app`?");
    /// ```
    pub fn controls(&self, scenario: &str) -> Controls {
        let (readable, problems) = problems::problems(self, scenario);
        let read = source::read(scenario);
        let value = read.documents.first().map(|document| api::json::of(document.root())).unwrap_or_default();
        let Some(subject) = self.subject() else {
            return Controls { readable, problems, ..Controls::default() };
        };
        let policy = subject.spec.restart_policy.as_deref().unwrap_or("Always");
        let container = |site: ContainerSite<'_>| container(&site, policy, &value);
        let given = offers::given(self, &subject, &value);
        let positions = Positions::new(scenario);
        let written = value.get("actions").and_then(Value::as_array);
        let actions = written.into_iter().flatten().enumerate().map(|(index, action)| {
            let place = read.documents.first().map(|document| document.locate(&format!("actions[{index}]")));
            StoryAction {
                at: action.get("at").and_then(Value::as_f64).unwrap_or_default(),
                label: told(action),
                place: place.map(|place| places::place(&positions, &place.range)),
            }
        });
        Controls {
            readable,
            problems,
            containers: api::containers(subject.spec).map(container).collect(),
            actions: actions.collect(),
            offers: offers::offers(self, &subject, &given),
            given,
        }
    }
}

fn container(site: &ContainerSite<'_>, policy: &str, scenario: &Value) -> StoryContainer {
    let runs = super::runs(scenario, &site.container.name);
    let first = runs.first();
    StoryContainer {
        name: site.container.name.clone(),
        kind: kind(site.kind),
        preset: presets::found(scenario, site, policy),
        offered: presets::offered(site, policy),
        runs: runs.len(),
        run: first.and_then(|run| run.get("run")).and_then(Value::as_f64),
        exit: first.and_then(|run| run.get("exit")).and_then(Value::as_i64),
    }
}

/// A patch in a few words; `name` is the object's, behind a blank.
fn patched(action: &Value, name: &str) -> String {
    let spec = action.pointer("/patch/spec").filter(|_| name.starts_with(" Node/"));
    let field = |field: &str| spec.and_then(|spec| spec.get(field));
    match (field("unschedulable"), field("taints")) {
        (Some(Value::Bool(true)), _) => return format!("cordon{name}"),
        (_, Some(Value::Array(_))) => return format!("taint{name}"),
        (Some(_), Some(_)) => return format!("open{name} again"),
        (Some(_), None) => return format!("uncordon{name}"),
        _ => {}
    }
    if let Some(replicas) = action.pointer("/patch/spec/replicas").and_then(Value::as_i64) {
        return format!("scale{name} to {replicas}");
    }
    if action.get("sub").and_then(Value::as_str) == Some("resize") {
        return format!("resize{name}");
    }
    let at = |path: &str| action.pointer(path).filter(|container| container.get("image").is_some());
    let container = at("/patch/spec/containers/0").or_else(|| at("/patch/spec/template/spec/containers/0"));
    match container.and_then(|container| container.get("name")?.as_str()) {
        Some(container) => format!("change the image of {container}"),
        None => format!("patch{name}"),
    }
}

/// An action in a few words: `delete web`, `scale to 3`.
fn told(action: &Value) -> String {
    let text = |name: &str| action.get(name).and_then(Value::as_str);
    let name = text("name").or(text("target")).map(|name| format!(" {name}")).unwrap_or_default();
    match text("do").unwrap_or_default() {
        "delete" if action.get("grace").and_then(Value::as_i64) == Some(0) => {
            format!("delete{name} by force")
        }
        "loseSandbox" => {
            format!("lose the sandbox{}", if name.is_empty() { name } else { format!(" of{name}") })
        }
        "kubeletRestart" => match action.get("down").and_then(Value::as_f64) {
            Some(down) if down > 0.0 => format!("kubelet away for {down} s"),
            _ => "restart the kubelet".to_owned(),
        },
        "patch" => patched(action, &name),
        "create" => {
            let made = super::value(text("manifest").unwrap_or_default()).unwrap_or_default();
            let of =
                |pointer: &str| made.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
            format!("create {} {}", of("/kind"), of("/metadata/name")).trim_end().to_owned()
        }
        "" => "nothing yet".to_owned(),
        other => format!("{other}{name}"),
    }
}
