//! The commonest controls of a scenario, as changes of its text: one person moves a slider, another edits the YAML.

use serde_json::{Map, Value};
use view::{Controls, FirstRun, ScenarioChange};

type Mapping = Map<String, Value>;

/// Reads a scenario's controls; the error says what is wrong with the YAML.
pub fn controls(scenario: &str) -> Result<Controls, String> {
    let scenario = read(scenario)?;
    let actions = scenario.get("actions").and_then(Value::as_array);
    let delete = actions.into_iter().flatten().find(|action| is_delete(action));
    let containers = scenario.get("containers").and_then(Value::as_object);
    let runs = containers.into_iter().flatten().map(|(name, runs)| {
        let first = runs.as_array().and_then(|runs| runs.first());
        FirstRun {
            container: name.clone(),
            runs: runs.as_array().map_or(0, Vec::len),
            run: first.and_then(|run| run.get("run")).and_then(Value::as_f64),
            exit: first.and_then(|run| run.get("exit")).and_then(Value::as_i64),
        }
    });
    Ok(Controls {
        delete_at: delete.and_then(|action| action.get("at")).and_then(Value::as_f64),
        runs: runs.collect(),
    })
}

/// The scenario with a change made; the error says what is wrong with the YAML.
pub fn changed(scenario: &str, change: &ScenarioChange) -> Result<String, String> {
    let mut scenario = read(scenario)?;
    match change {
        ScenarioChange::Delete(at) => delete(&mut scenario, *at),
        ScenarioChange::FirstRun { container, run, exit } => first_run(&mut scenario, container, *run, *exit),
    }
    Ok(print(&scenario))
}

fn delete(scenario: &mut Mapping, at: Option<f64>) {
    let mut actions = scenario.get("actions").and_then(Value::as_array).cloned().unwrap_or_default();
    let old = actions.iter().position(is_delete).map(|index| actions.remove(index));
    if let Some(at) = at {
        let mut action = old.and_then(|action| action.as_object().cloned()).unwrap_or_default();
        action.insert("at".into(), number(at));
        action.insert("do".into(), "delete".into());
        actions.push(Value::Object(action));
    }
    put(scenario, "actions", (!actions.is_empty()).then_some(Value::Array(actions)));
}

fn first_run(scenario: &mut Mapping, container: &str, run: Option<f64>, exit: Option<i64>) {
    let mut containers = scenario.get("containers").and_then(Value::as_object).cloned().unwrap_or_default();
    let mut runs = containers.get(container).and_then(Value::as_array).cloned().unwrap_or_default();
    let mut first = runs.first().and_then(Value::as_object).cloned().unwrap_or_default();
    put(&mut first, "run", run.map(number));
    put(&mut first, "exit", exit.map(Value::from));
    let first = Value::Object(first);
    match runs.first_mut() {
        Some(old) => *old = first,
        None => runs.push(first),
    }
    let told = runs.iter().any(|run| run.as_object().is_some_and(|run| !run.is_empty()));
    put(&mut containers, container, told.then_some(Value::Array(runs)));
    put(scenario, "containers", (!containers.is_empty()).then_some(Value::Object(containers)));
}

fn is_delete(action: &Value) -> bool {
    action.get("do").and_then(Value::as_str) == Some("delete")
}

fn put(mapping: &mut Mapping, key: &str, value: Option<Value>) {
    match value {
        Some(value) => mapping.insert(key.into(), value),
        None => mapping.remove(key),
    };
}

/// Whole seconds are written without a point.
fn number(value: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "only whole numbers below 2^53 get here")]
    if value.fract() == 0.0 && value.abs() < 9e15 { Value::from(value as i64) } else { Value::from(value) }
}

fn read(story: &str) -> Result<Mapping, String> {
    match value(story)? {
        Value::Object(mapping) => Ok(mapping),
        Value::Null => Ok(Mapping::new()),
        _ => Err("A story is a mapping with `containers`, `images`, `actions`.".to_owned()),
    }
}

/// What the reader is told of a scenario that cannot be read.
pub(crate) fn unreadable(problem: &str) -> String {
    format!("The story cannot be read: {problem}")
}

/// A scenario as plain data, read as manifests are; the error says what is wrong with the YAML.
pub(crate) fn value(scenario: &str) -> Result<Value, String> {
    let read = source::read(scenario);
    let failure = read.documents.iter().find_map(|document| document.failure.as_ref());
    if let Some(problem) = read.problems.first().or(failure) {
        return Err(problem.message.clone());
    }
    let Some(document) = read.documents.first() else { return Ok(Value::Null) };
    Ok(api::json::of(document.root()))
}

fn print(story: &Mapping) -> String {
    if story.is_empty() {
        return String::new();
    }
    kubectl::yaml::print(&Value::Object(story.clone()))
}

#[cfg(test)]
mod tests {
    use super::{changed, controls};
    use view::ScenarioChange;

    #[test]
    fn a_control_changes_only_its_own_words() {
        let story = "images: {a: {pull: 1}}\ncontainers:\n  migrate:\n  - {run: 2, exit: 1}\n  - {run: 5}\n";
        let change = ScenarioChange::FirstRun { container: "migrate".into(), run: Some(4.5), exit: Some(0) };
        let told = changed(story, &change).unwrap();
        assert_eq!(
            told,
            "containers:\n  migrate:\n  - exit: 0\n    run: 4.5\n  - run: 5\nimages:\n  a:\n    pull: 1\n"
        );
        let told = controls(&told).unwrap();
        assert_eq!((told.runs[0].run, told.runs[0].exit, told.runs[0].runs), (Some(4.5), Some(0), 2));
    }

    #[test]
    fn deleting_can_be_taken_back() {
        let story = changed("", &ScenarioChange::Delete(Some(20.0))).unwrap();
        assert_eq!(story, "actions:\n- at: 20\n  do: delete\n");
        assert_eq!(controls(&story).unwrap().delete_at, Some(20.0));
        assert_eq!(changed(&story, &ScenarioChange::Delete(None)).unwrap(), "");
    }

    #[test]
    fn a_story_that_is_no_yaml_says_why() {
        assert!(controls("a: [").is_err() && controls("- 1").is_err());
    }
}
