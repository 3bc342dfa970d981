//! A run as texts: the rows of `kubectl get pod -w`, the events, and a sentence for each thing that happens.

use engine::Kubernetes;
use engine::transcript::{Event, Row, transcript};
use serde_json::{Value, json};

/// The number of seconds that are shown when the request does not say.
const UNTIL: f64 = 120.0;

/// The answer to `{manifest, scenario, until}`; the scenario is a text in YAML or JSON.
pub fn of(request: &Value, kubernetes: &Kubernetes) -> Result<Value, String> {
    let text = |name: &str| request.get(name).and_then(Value::as_str).unwrap_or_default();
    let until = request.get("until").and_then(Value::as_f64).unwrap_or(UNTIL);
    let seen = transcript(text("manifest"), text("scenario"), until, kubernetes)?;
    let rows: Vec<Value> = seen.rows.iter().map(row).collect();
    let events: Vec<Value> = seen.events.iter().map(event).collect();
    Ok(json!({
        "refused": seen.refused,
        "rows": rows,
        "events": events,
        "narration": seen.narration,
        "assumptions": seen.assumptions,
    }))
}

fn row(row: &Row) -> Value {
    let Row { name, ready, status, restarts, age } = row;
    json!({"name": name, "ready": ready, "status": status, "restarts": restarts, "age": age})
}

fn event(event: &Event) -> Value {
    let Event { at, kind, reason, object, message } = event;
    json!({"t": at, "type": kind, "reason": reason, "object": object, "message": message})
}

#[cfg(test)]
mod tests {
    use super::of;
    use engine::Kubernetes;
    use serde_json::json;

    #[test]
    fn a_story_has_rows_and_sentences() {
        let manifest = "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {restartPolicy: Never, containers: [{name: app, image: 'x:1'}]}}";
        let request =
            json!({"manifest": manifest, "scenario": "containers: {app: [{run: 2, exit: 3}]}", "until": 30});
        let told = of(&request, &Kubernetes::RECORDED).unwrap();
        assert_eq!(told["rows"].as_array().unwrap().last().unwrap()["status"], "Error");
        assert!(
            told["narration"]
                .as_array()
                .unwrap()
                .iter()
                .any(|line| line.as_str().unwrap().contains("exited 3"))
        );
    }

    #[test]
    fn a_refused_manifest_says_why() {
        let request = json!({"manifest": "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {}}"});
        let told = of(&request, &Kubernetes::RECORDED).unwrap();
        assert!(told["refused"][0].as_str().unwrap().contains("spec.containers"), "{told}");
    }
}
