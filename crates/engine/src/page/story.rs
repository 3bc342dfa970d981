//! The commonest controls of a story, as changes of its text: one person moves a slider, another edits the YAML.

use serde_json::{Map, Value};

type Mapping = Map<String, Value>;

/// What the controls show.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Controls {
    /// When the Pod is deleted, in seconds.
    pub delete_at: Option<f64>,
    /// The runs that are told, by container.
    pub runs: Vec<Told>,
}

/// What the story says about one container.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// Its name.
    pub container: String,
    /// How many runs are told; the last one repeats.
    pub runs: usize,
    /// How many seconds the first one lasts; `None`: as assumed.
    pub run: Option<f64>,
    /// How the first one ends.
    pub exit: Option<i64>,
}

/// Reads a story's controls; the error says what is wrong with the YAML.
pub fn controls(story: &str) -> Result<Controls, String> {
    let story = read(story)?;
    let actions = story.get("actions").and_then(Value::as_array);
    let delete = actions.into_iter().flatten().find(|action| is_delete(action));
    let containers = story.get("containers").and_then(Value::as_object);
    let runs = containers.into_iter().flatten().map(|(name, runs)| {
        let first = runs.as_array().and_then(|runs| runs.first());
        Told {
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

/// The story with the Pod deleted at `at` seconds, or not at all.
pub fn with_delete(story: &str, at: Option<f64>) -> Result<String, String> {
    let mut story = read(story)?;
    let mut actions = story.get("actions").and_then(Value::as_array).cloned().unwrap_or_default();
    let old = actions.iter().position(is_delete).map(|index| actions.remove(index));
    if let Some(at) = at {
        let mut action = old.and_then(|action| action.as_object().cloned()).unwrap_or_default();
        action.insert("at".into(), number(at));
        action.insert("do".into(), "delete".into());
        actions.push(Value::Object(action));
    }
    put(&mut story, "actions", (!actions.is_empty()).then_some(Value::Array(actions)));
    Ok(print(&story))
}

/// The story with the first run of `container` changed; `None` leaves it to what is assumed.
pub fn with_run(story: &str, container: &str, run: Option<f64>, exit: Option<i64>) -> Result<String, String> {
    let mut story = read(story)?;
    let mut containers = story.get("containers").and_then(Value::as_object).cloned().unwrap_or_default();
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
    put(&mut story, "containers", (!containers.is_empty()).then_some(Value::Object(containers)));
    Ok(print(&story))
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
    match read_any(story)? {
        Value::Object(mapping) => Ok(mapping),
        Value::Null => Ok(Mapping::new()),
        _ => Err("A story is a mapping with `containers`, `images`, `actions`.".to_owned()),
    }
}

/// A story as plain data, read as manifests are; the error says what is wrong with the YAML.
pub(super) fn read_any(story: &str) -> Result<Value, String> {
    value(&source::read(story))
}

/// [`read_any`] for a story that is written as people write; `None` for any other.
pub(super) fn read_usual(story: &str) -> Option<Result<Value, String>> {
    source::read_usual(story).map(|read| value(&read))
}

/// What the reader is told of a story that cannot be read.
pub(super) fn unreadable(problem: &str) -> String {
    format!("The story cannot be read: {problem}")
}

fn value(read: &source::Documents) -> Result<Value, String> {
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
    use super::{controls, with_delete, with_run};

    #[test]
    fn a_control_changes_only_its_own_words() {
        let story = "images: {a: {pull: 1}}\ncontainers:\n  migrate:\n  - {run: 2, exit: 1}\n  - {run: 5}\n";
        let told = with_run(story, "migrate", Some(4.5), Some(0)).unwrap();
        assert_eq!(
            told,
            "containers:\n  migrate:\n  - exit: 0\n    run: 4.5\n  - run: 5\nimages:\n  a:\n    pull: 1\n"
        );
        let told = controls(&told).unwrap();
        assert_eq!((told.runs[0].run, told.runs[0].exit, told.runs[0].runs), (Some(4.5), Some(0), 2));
    }

    #[test]
    fn deleting_can_be_taken_back() {
        let story = with_delete("", Some(20.0)).unwrap();
        assert_eq!(story, "actions:\n- at: 20\n  do: delete\n");
        assert_eq!(controls(&story).unwrap().delete_at, Some(20.0));
        assert_eq!(with_delete(&story, None).unwrap(), "");
    }

    #[test]
    fn a_story_that_is_no_yaml_says_why() {
        assert!(controls("a: [").is_err() && controls("- 1").is_err());
    }
}
