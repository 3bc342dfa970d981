//! The batch contracts: one JSON request in, one JSON answer out, for each command. Each module has its command's types.
//!
//! Names and order of the fields are fixed; more may be added. A field of a request that has a wrong type counts as
//! absent, and fields that the contract does not have are ignored.
//!
//! ```
//! use api::Kubernetes;
//! use contract::{Command, answer};
//! let line = r#"{"id": 7, "manifest": "apiVersion: v1\nkind: Pod\nspec: {imagee: x}\n"}"#;
//! let answer = answer(Command::Check, line, &Kubernetes::RECORDED);
//! assert_eq!(answer["stage"], "strict");
//! assert_eq!(answer["strictErrors"][0], "unknown field \"spec.imagee\"");
//! assert_eq!(answer["id"], 7);
//! ```
#![forbid(unsafe_code)]

pub mod admit;
mod amounts;
pub mod check;
pub mod get;
pub mod kubectl;
mod loose;
mod pod;
pub mod resources;
pub mod schedule;
pub mod simulate;

use api::Kubernetes;
use engine::limits;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A command that has a batch form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// The API server's answer to a create.
    Check,
    /// The kubelet's work over time.
    Simulate,
    /// Effective requests and limits.
    Resources,
    /// The `kubectl get pod` row.
    Get,
    /// The effect of LimitRanges and quotas.
    Admit,
    /// The nodes that the Pod fits on.
    Schedule,
    /// The output of kubectl.
    Kubectl,
}

/// The answer to a request that cannot be answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// The fault of the request.
    pub error: String,
    /// The faults of its parts, one sentence each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<String>,
}

impl<T: Into<String>> From<T> for Failure {
    fn from(error: T) -> Failure {
        Failure { error: error.into(), problems: Vec::new() }
    }
}

/// Answers one line of a batch; a line that cannot be read gets an answer with `error`.
pub fn answer(command: Command, line: &str, kubernetes: &Kubernetes) -> Value {
    let request: Value = match serde_json::from_str(line) {
        Ok(request) => request,
        Err(error) => return json(&unread(line, &error)),
    };
    match command {
        Command::Check => reply(request, kubernetes, check::answer),
        Command::Simulate => reply(request, kubernetes, simulate::answer),
        Command::Resources => reply(request, kubernetes, resources::answer),
        Command::Get => reply(request, kubernetes, get::answer),
        Command::Admit => reply(request, kubernetes, admit::answer),
        Command::Schedule => reply(request, kubernetes, schedule::answer),
        Command::Kubectl => reply(request, kubernetes, kubectl::answer),
    }
}

/// The answer to a line that is longer than any face reads.
pub fn too_long() -> Value {
    let error =
        format!("the request is longer than {} MiB, which is the most that is read", limits::REQUEST >> 20);
    json(&NoRequest { id: Value::Null, error })
}

/// The answer to a line that is no request; its id is null when the line is no JSON.
#[derive(Serialize)]
struct NoRequest {
    id: Value,
    error: String,
}

/// A request of which only the id is read; all else is ignored, whatever its depth and the size of its numbers.
#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    id: Value,
}

/// The answer to a line that cannot be read. JSON that is nested too deep or has a number out of range keeps its id.
fn unread(line: &str, error: &serde_json::Error) -> NoRequest {
    match serde_json::from_str(line) {
        Ok(Named { id }) => NoRequest { id, error: format!("the request cannot be read: {error}") },
        Err(_) => NoRequest { id: Value::Null, error: format!("the request is not JSON: {error}") },
    }
}

/// An answer as a line: its fields, then the `id` of the request, of whatever type.
#[derive(Serialize)]
struct Line<A> {
    #[serde(flatten)]
    answer: A,
    id: Value,
}

fn reply<R: DeserializeOwned + Default, A: Serialize>(
    request: Value,
    kubernetes: &Kubernetes,
    answer: fn(&R, &Kubernetes) -> Result<A, Failure>,
) -> Value {
    let id = request.get("id").cloned().unwrap_or_default();
    match answer(&loose::object(request), kubernetes) {
        Ok(answer) => json(&Line { answer, id }),
        Err(answer) => json(&Line { answer, id }),
    }
}

/// The answer as JSON. Only keys that are no texts could make this fail, and no answer has such keys.
fn json(line: &impl Serialize) -> Value {
    serde_json::to_value(line).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Command, answer};
    use api::Kubernetes;
    use serde_json::{Value, json};

    fn asked(line: &str) -> Value {
        answer(Command::Check, line, &Kubernetes::RECORDED)
    }

    /// As every other command takes it.
    #[test]
    fn a_part_of_a_pod_has_its_resources() {
        let of = |image: &str| {
            let containers =
                format!("containers:\n- {{name: a, {image}: b, resources: {{requests: {{cpu: 1}}}}}}\n");
            let request = json!({"manifest": containers}).to_string();
            answer(Command::Resources, &request, &Kubernetes::RECORDED)
        };
        assert_eq!(of("image")["requests"], json!({"cpu": "1"}));
        assert!(of("imagee")["problems"].to_string().contains("unknown field"), "{}", of("imagee"));
    }

    #[test]
    fn what_cannot_be_read_is_answered_with_its_id() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        for odd in [&deep, "1e999", "-1e999", &"9".repeat(400)] {
            let reply = asked(&format!(r#"{{"manifest": "kind: Pod", "more": {odd}, "id": ["a", 1]}}"#));
            assert_eq!(reply["id"], json!(["a", 1]), "{reply}");
            assert!(reply["error"].as_str().unwrap().starts_with("the request cannot be read: "), "{reply}");
        }
        for odd in ["{", "", "\u{0}", r#"{"id": 1, "manifest": }"#] {
            let reply = asked(odd);
            assert_eq!(reply["id"], Value::Null);
            assert!(reply["error"].as_str().unwrap().starts_with("the request is not JSON: "), "{reply}");
        }
    }
}
