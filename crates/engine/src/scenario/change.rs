//! A change that a control makes, written into the scenario's text.

use api::ContainerSite;
use k8s_openapi::api::core::v1::Container;
use serde_json::Value;
use view::{Preset, ScenarioChange};

use super::edit::Step::{Item as At, Key};
use super::edit::{self, Item, Step, Written, scalar};
use super::{offers, presets};
use crate::manifest::Manifest;

/// The message when a text is written in a form that a control cannot change.
const BY_HAND: &str =
    "This part of the story is written in a way that only a person can change: edit the YAML.";

impl Manifest {
    /// The scenario with a change; all lines that it does not concern stay. The error is a sentence for the reader.
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
        // A layout that was not foreseen must not lead to an unreadable text.
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
                    item.push(("name".to_owned(), scalar(pod)));
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

/// The scenario in which the image of a container can be pulled.
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
        // An empty run still counts as a run when others follow.
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
            let names: Vec<String> = names.into_iter().map(scalar).collect();
            edit::set(text, &[Key("missing")], &Written::Line(format!("[{}]", names.join(", "))))
        }
        (Some(_), false) | (None, true) => Some(text.to_owned()),
    }
}

/// The fields of an action, one a line; the lines of a text value are indented.
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

/// Seconds as text: whole numbers without a point, others with at most three digits after it.
fn number(seconds: f64) -> String {
    let text = format!("{:.3}", seconds.max(0.0));
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests;
