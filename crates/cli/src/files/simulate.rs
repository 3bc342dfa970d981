//! `podlab simulate FILE`: the transcript of `kubectl get pod -w` and the events, or the narration.

use crate::answer::{Answer, REFUSED_IN_PART};
use engine::Kubernetes;
use engine::table::{TABLE, align};
use engine::transcript::{Transcript, transcript};
use std::fmt::Write as _;

/// How the story is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Rows as `kubectl get pod -w` prints them, then the events.
    Transcript,
    /// A line for each thing that happens.
    Narration,
}

const REFUSED: &str = "The API server refuses this manifest, so nothing runs:\n";

/// A scenario as the batch contract takes it.
pub fn scenario(text: &str) -> Result<serde_json::Value, String> {
    engine::story(text).map_err(|error| format!("the scenario: {error}"))
}

/// Runs the text's objects under the scenario; `seconds` is how far. The error says what cannot be read.
pub fn answer(
    text: &str,
    scenario: &str,
    seconds: f64,
    form: Form,
    kubernetes: &Kubernetes,
) -> Result<Answer, String> {
    let seen = transcript(text, scenario, seconds, kubernetes)?;
    let mut answer = Answer::about(text, kubernetes);
    let is_all = !seen.refused.is_empty() && seen.rows.is_empty() && seen.narration.is_empty();
    answer.refuse(&seen.refused, if is_all { REFUSED } else { REFUSED_IN_PART });
    if is_all {
        return Ok(answer);
    }
    for undone in &seen.undone {
        let _ = writeln!(answer.complaint, "{undone}");
    }
    for assumption in &seen.assumptions {
        let _ = writeln!(answer.complaint, "assumed: {assumption}");
    }
    answer.text = match form {
        Form::Narration => seen.narration.join("\n") + "\n",
        Form::Transcript => format!("{}\n{}", rows(&seen), events(&seen)),
    };
    Ok(answer)
}

fn rows(seen: &Transcript) -> String {
    let mut text = "NAME\tREADY\tSTATUS\tRESTARTS\tAGE\n".to_owned();
    for row in &seen.rows {
        let _ = writeln!(text, "{}\t{}\t{}\t{}\t{}", row.name, row.ready, row.status, row.restarts, row.age);
    }
    align(&text, TABLE)
}

/// The first column is the time since the object was created.
fn events(seen: &Transcript) -> String {
    let mut text = "TIME\tTYPE\tREASON\tOBJECT\tMESSAGE\n".to_owned();
    for event in &seen.events {
        let _ = writeln!(
            text,
            "{:.3}s\t{}\t{}\t{}\t{}",
            event.at, event.kind, event.reason, event.object, event.message
        );
    }
    align(&text, TABLE)
}

#[cfg(test)]
mod tests {
    use super::{Form, answer};
    use engine::Kubernetes;
    use expect_test::expect;

    #[test]
    fn rows_come_before_events() {
        let text = "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {restartPolicy: Never, containers: [{name: app, image: x}]}}";
        let story = "containers: {app: [{run: 2, exit: 3}]}";
        let answer = answer(text, story, 30.0, Form::Transcript, &Kubernetes::RECORDED).unwrap();
        expect![[r#"
            NAME   READY   STATUS              RESTARTS   AGE
            web    0/1     Pending             0          0s
            web    0/1     ContainerCreating   0          0s
            web    1/1     Running             0          1s
            web    0/1     Error               0          4s

            TIME     TYPE     REASON      OBJECT    MESSAGE
            0.004s   Normal   Scheduled   pod/web   Successfully assigned default/web to sim-node
            0.315s   Normal   Pulling     pod/web   Pulling image "x"
            1.586s   Normal   Pulled      pod/web   Successfully pulled image "x" in 1.271s (1.271s including waiting). Image size: 71347271 bytes.
            1.588s   Normal   Created     pod/web   Container created
            1.590s   Normal   Started     pod/web   Container started
        "#]].assert_eq(&answer.text);
    }

    #[test]
    fn what_is_applied_twice_is_unchanged() {
        let pod =
            "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: app, image: x}]}}";
        let deployment = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: app, image: x}]}}}}";
        for object in [pod, deployment] {
            let told = |second: &str| {
                let text = format!("---\n{object}\n---\n{second}");
                answer(&text, "", 1.0, Form::Narration, &Kubernetes::RECORDED).unwrap().text
            };
            let (same, other) = (told(object), told(&object.replace("image: x", "image: z")));
            assert!(same.contains(" unchanged\n") && !same.contains("patched"), "{same}");
            assert!(other.contains(" patched\n") && !other.contains("unchanged"), "{other}");
        }
    }
}
