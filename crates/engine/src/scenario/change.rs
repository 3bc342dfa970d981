//! A change that a control makes, as a change of the scenario's text.

use api::ContainerSite;
use k8s_openapi::api::core::v1::Container;
use serde_json::Value;
use view::{Preset, ScenarioChange};

use super::edit::Step::{Item as At, Key};
use super::edit::{self, Item, Step, Written, scalar};
use super::{offers, presets};
use crate::manifest::Manifest;

/// What is said when a text is written in a way that a control cannot change.
const BY_HAND: &str =
    "This part of the story is written in a way that only a person can change: edit the YAML.";

impl Manifest {
    /// The scenario with a change made; only the lines of what changes differ. The error is a sentence for the reader.
    ///
    /// ```
    /// use engine::{Kubernetes, Manifest};
    /// use view::ScenarioChange;
    /// let manifest = Manifest::read("kind: Pod\nspec: {containers: [{name: app, image: a}]}\n", &Kubernetes::RECORDED);
    /// let delete = ScenarioChange::Act { at: 20.0, action: "do: delete".into(), pod: None };
    /// assert_eq!(manifest.changed("# mine\n", &delete).unwrap(), "# mine\nactions:\n- { at: 20, do: delete }\n");
    /// ```
    pub fn changed(&self, scenario: &str, change: &ScenarioChange) -> Result<String, String> {
        let value = super::value(scenario).map_err(|problem| super::unreadable(&problem))?;
        let changed = self.change(scenario, &value, change);
        // A layout that was not foreseen must not break the text.
        changed.filter(|text| super::value(text).is_ok()).ok_or_else(|| BY_HAND.to_owned())
    }

    fn change(&self, text: &str, value: &Value, change: &ScenarioChange) -> Option<String> {
        match change {
            ScenarioChange::Preset { container, preset } => {
                let subject = self.subject()?;
                let policy = subject.spec.restart_policy.as_deref().unwrap_or("Always");
                let site = api::containers(subject.spec).find(|site| site.container.name == *container)?;
                preset_chosen(text, value, &site, policy, *preset)
            }
            ScenarioChange::FirstRun { container, run, exit } => {
                first_run(text, value, container, *run, *exit)
            }
            ScenarioChange::Act { at, action, pod } => {
                let mut item: Item = vec![("at".to_owned(), number(*at))];
                item.extend(fields(action));
                if let Some(pod) = pod {
                    item.push(("name".to_owned(), scalar(pod, true)));
                }
                edit::push(text, &[Key("actions")], &item)
            }
            ScenarioChange::Move { action, at } => {
                let path = [Key("actions"), At(*action), Key("at")];
                edit::set(text, &path, &Written::Line(number(*at)))
            }
            ScenarioChange::Drop(action) => edit::remove(text, &[Key("actions"), At(*action)]),
            ScenarioChange::Given { name, holds } => given(text, value, name, *holds),
        }
    }
}

fn preset_chosen(
    text: &str,
    value: &Value,
    site: &ContainerSite<'_>,
    policy: &str,
    preset: Preset,
) -> Option<String> {
    let name = site.container.name.as_str();
    let mut text = text.to_owned();
    if preset != Preset::ImageMissing && presets::is_missing(value, site.container) {
        text = image_found(&text, value, site.container)?;
    }
    let image = site.container.image.as_deref().unwrap_or_default();
    match presets::runs(preset, site, policy) {
        None if preset == Preset::ImageMissing => {
            edit::set(&text, &[Key("images"), Key(image)], &Written::Line(presets::IMAGE.to_owned()))
        }
        None => edit::remove(&text, &[Key("containers"), Key(name)]),
        Some(runs) => {
            let written = value.get("containers").and_then(|containers| containers.get(name));
            let had = written.and_then(Value::as_array).map_or(0, Vec::len);
            let path = [Key("containers"), Key(name)];
            if had == 0 {
                return edit::set(&text, &path, &Written::List(runs));
            }
            for (index, run) in runs.iter().enumerate() {
                text = if index < had {
                    edit::set(&text, &[path[0], path[1], At(index)], &Written::Line(offers::line(run)))?
                } else {
                    edit::push(&text, &path, run)?
                };
            }
            for index in (runs.len()..had).rev() {
                text = edit::remove(&text, &[path[0], path[1], At(index)])?;
            }
            Some(text)
        }
    }
}

/// The text in which the image of a container can be pulled again.
fn image_found(text: &str, value: &Value, container: &Container) -> Option<String> {
    let image = container.image.as_deref().unwrap_or_default();
    let told = value.get("images").and_then(|images| images.get(image));
    if told == super::value(presets::IMAGE).ok().as_ref() {
        return edit::remove(text, &[Key("images"), Key(image)]);
    }
    let text = edit::remove(text, &[Key("images"), Key(image), Key("fail")])?;
    edit::remove(&text, &[Key("images"), Key(image), Key("error")])
}

fn first_run(
    text: &str,
    value: &Value,
    container: &str,
    run: Option<f64>,
    exit: Option<i64>,
) -> Option<String> {
    let runs = super::runs(value, container);
    let listed = value.get("containers").and_then(|all| all.get(container)).is_some_and(Value::is_array);
    let wanted = [("run", run.map(number)), ("exit", exit.map(|exit| exit.to_string()))];
    let path = [Key("containers"), Key(container)];
    if runs.is_empty() {
        let fields = wanted.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        let item: Item = fields.collect();
        return if item.is_empty() {
            Some(text.to_owned())
        } else {
            edit::set(text, &path, &Written::List(vec![item]))
        };
    }
    let mut first: Vec<Step<'_>> = path.to_vec();
    if listed {
        first.push(At(0));
    }
    let told = runs.first().and_then(Value::as_object);
    let others = told.into_iter().flat_map(serde_json::Map::keys).any(|key| key != "run" && key != "exit");
    if wanted.iter().all(|(_, value)| value.is_none()) && !others {
        // A run that says nothing is still a run where others follow.
        return match runs.len() {
            1 => edit::remove(text, &path),
            _ => edit::set(text, &first, &Written::Line("{}".to_owned())),
        };
    }
    let mut text = text.to_owned();
    for (name, value) in wanted {
        let field: Vec<Step<'_>> = first.iter().copied().chain([Key(name)]).collect();
        text = match value {
            Some(value) => edit::set(&text, &field, &Written::Line(value))?,
            None => edit::remove(&text, &field)?,
        };
    }
    Some(text)
}

fn given(text: &str, value: &Value, name: &str, holds: bool) -> Option<String> {
    let missing = value.get("missing").and_then(Value::as_array);
    let at = missing.into_iter().flatten().position(|one| one.as_str() == Some(name));
    match (at, holds) {
        (Some(at), true) => edit::remove(text, &[Key("missing"), At(at)]),
        (None, false) => {
            let mut names: Vec<&str> = missing.into_iter().flatten().filter_map(Value::as_str).collect();
            names.push(name);
            let names: Vec<String> = names.into_iter().map(|name| scalar(name, true)).collect();
            edit::set(text, &[Key("missing")], &Written::Line(format!("[{}]", names.join(", "))))
        }
        (Some(_), false) | (None, true) => Some(text.to_owned()),
    }
}

/// The fields of an action, a field a line; the lines of a text stand further in.
fn fields(action: &str) -> Item {
    let mut fields: Item = Vec::new();
    for line in action.lines() {
        if let Some(more) = line.strip_prefix("  ") {
            if let Some((_, value)) = fields.last_mut() {
                value.push_str(more);
                value.push('\n');
            }
        } else if let Some((name, value)) = line.split_once(": ") {
            let value = if value == "|" { "" } else { value };
            fields.push((name.to_owned(), value.to_owned()));
        }
    }
    fields
}

/// Whole seconds are written without a point, others with at most three digits behind it.
fn number(seconds: f64) -> String {
    let text = format!("{:.3}", seconds.max(0.0));
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use crate::{Kubernetes, Manifest};
    use expect_test::{Expect, expect};
    use view::{Preset, ScenarioChange};

    const POD: &str = "\
apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  initContainers: [{ name: migrate, image: 'migrate:2' }]
  containers:
  - name: app
    image: app:1
    envFrom: [{ secretRef: { name: db } }]
    readinessProbe: { httpGet: { port: web, path: /ready } }
    ports: [{ name: web, containerPort: 8080 }]
";

    fn manifest() -> Manifest {
        Manifest::read(POD, &Kubernetes::RECORDED)
    }

    fn check(story: &str, change: &ScenarioChange, expected: &Expect) -> String {
        let changed = manifest().changed(story, change).unwrap();
        expected.assert_eq(&changed);
        assert!(manifest().controls(&changed).problems.is_empty(), "{changed}");
        assert!(manifest().simulate(&changed).is_ok(), "{changed}");
        changed
    }

    fn preset(container: &str, preset: Preset) -> ScenarioChange {
        ScenarioChange::Preset { container: container.into(), preset }
    }

    #[test]
    fn every_preset_is_found_again_and_taken_back() {
        for container in manifest().controls("").containers {
            for &chosen in &container.offered {
                let told = manifest().changed("# mine\n", &preset(&container.name, chosen)).unwrap();
                let controls = manifest().controls(&told);
                let found = controls.containers.iter().find(|one| one.name == container.name).unwrap();
                assert_eq!(found.preset, Some(chosen), "{told}");
                assert_eq!(controls.problems, [], "{told}");
                assert!(manifest().simulate(&told).is_ok(), "{told}");
                let back = manifest().changed(&told, &preset(&container.name, Preset::Assumed)).unwrap();
                assert_eq!(back, "# mine\n", "{told}");
            }
        }
    }

    #[test]
    fn a_preset_changes_the_runs_of_its_container_alone() {
        let story =
            "containers:\n  # slow\n  migrate:\n  - {run: 9}   # nine\nimages:\n  app:1: { pull: 4 }\n";
        let told = check(
            story,
            &preset("migrate", Preset::FailsTwice),
            &expect![[r"
            containers:
              # slow
              migrate:
              - { run: 2, exit: 1 }   # nine
              - { run: 2, exit: 1 }
              - { run: 3, exit: 0 }
            images:
              app:1: { pull: 4 }
        "]],
        );
        check(
            &told,
            &preset("app", Preset::SlowStart),
            &expect![[r#"
            containers:
              # slow
              migrate:
              - { run: 2, exit: 1 }   # nine
              - { run: 2, exit: 1 }
              - { run: 3, exit: 0 }
              app:
              - { http: { ":8080/ready": { okAfter: 30 } } }
            images:
              app:1: { pull: 4 }
        "#]],
        );
    }

    #[test]
    fn a_control_changes_only_its_own_words() {
        let story =
            "images: {a: {pull: 1}}\ncontainers:\n  migrate:\n  - {run: 2, exit: 1} # one\n  - {run: 5}\n";
        let change = ScenarioChange::FirstRun { container: "migrate".into(), run: Some(4.5), exit: None };
        let told = check(
            story,
            &change,
            &expect![[r"
            images: {a: {pull: 1}}
            containers:
              migrate:
              - {run: 4.5} # one
              - {run: 5}
        "]],
        );
        let container = &manifest().controls(&told).containers[0];
        assert_eq!(
            (container.run, container.exit, container.runs, container.preset),
            (Some(4.5), None, 2, None)
        );
    }

    #[test]
    fn actions_are_added_moved_and_dropped() {
        let act = |at: f64, action: &str| ScenarioChange::Act { at, action: action.into(), pod: None };
        let told = check(
            "",
            &act(20.04, "do: delete"),
            &expect![[r"
            actions:
            - { at: 20.04, do: delete }
        "]],
        );
        let offers = manifest().controls(&told).offers;
        let secret = offers.iter().find(|offer| offer.label == "Create the Secret db").unwrap();
        let told = check(
            &told,
            &act(5.0, &secret.action),
            &expect![[r"
            actions:
            - { at: 20.04, do: delete }
            - at: 5
              do: create
              manifest: |
                apiVersion: v1
                kind: Secret
                metadata: { name: db }
                stringData: {}
        "]],
        );
        let labels: Vec<String> =
            manifest().controls(&told).actions.into_iter().map(|one| one.label).collect();
        assert_eq!(labels, ["delete", "create Secret db"]);
        let told = check(
            &told,
            &ScenarioChange::Move { action: 1, at: 7.0 },
            &expect![[r"
            actions:
            - { at: 20.04, do: delete }
            - at: 7
              do: create
              manifest: |
                apiVersion: v1
                kind: Secret
                metadata: { name: db }
                stringData: {}
        "]],
        );
        let told = check(
            &told,
            &ScenarioChange::Drop(1),
            &expect![[r"
            actions:
            - { at: 20.04, do: delete }
        "]],
        );
        check(&told, &ScenarioChange::Drop(0), &expect![""]);
    }

    #[test]
    fn every_offer_is_played() {
        for offer in manifest().controls("").offers {
            let change = ScenarioChange::Act { at: 9.0, action: offer.action, pod: None };
            let told = manifest().changed("", &change).unwrap();
            assert_eq!(manifest().controls(&told).problems, [], "{told}");
            manifest().simulate(&told).unwrap();
        }
    }

    #[test]
    fn a_secret_is_there_until_the_story_says_otherwise() {
        let change = |holds| ScenarioChange::Given { name: "Secret/db".into(), holds };
        let told = check(
            "",
            &change(false),
            &expect![[r"
            missing: [Secret/db]
        "]],
        );
        assert!(!manifest().controls(&told).given[0].holds);
        let run = manifest().simulate(&told).unwrap().run;
        assert!(run.events.iter().any(|event| event.message == "Error: secret \"db\" not found"));
        let told = check(&told, &change(true), &expect![""]);
        let run = manifest().simulate(&told).unwrap().run;
        assert!(run.rows(30_000)[0].status == "Running");
    }

    #[test]
    fn a_slip_is_told_with_its_line_and_mended() {
        let story = "# mine\ncontainers:\n  migrat: { run: 2 }\n  other: {}\n";
        let controls = manifest().controls(story);
        let told: Vec<_> =
            controls.problems.iter().map(|one| (one.message.as_str(), one.place.unwrap().line)).collect();
        assert_eq!(
            told,
            [
                ("no container `migrat`: did you mean `migrate`?", 3),
                ("no container `other`: there is `migrate`, `app`.", 4)
            ]
        );
        let mended = controls.problems[0].fix.clone().unwrap().apply(story);
        assert_eq!(mended, story.replace("migrat:", "migrate:"));
        assert!(
            manifest()
                .simulate(story)
                .unwrap_err()
                .contains("no container `migrat`: did you mean `migrate`?")
        );
        let controls = manifest().controls("a: [");
        assert!(!controls.readable && controls.problems.len() == 1);
        let controls = manifest().controls("actions:\n- { do: delet }\n");
        assert_eq!(controls.problems[0].place.unwrap().line, 2);
        assert!(manifest().changed("a: [", &ScenarioChange::Drop(0)).is_err());
    }
}
