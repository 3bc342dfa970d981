//! The batch contracts: one JSON request in, one JSON answer out, for each command.
//! Field names are fixed; see the table in README.

use api::Kubernetes;
use serde_json::{Value, json};

mod admit;
mod check;
mod get;
mod kubectl;
mod request;
mod resources;
mod schedule;
mod simulate;

/// A command that has a batch form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// The API server's answer to a create.
    Check,
    /// The kubelet's story.
    Simulate,
    /// Effective requests and limits.
    Resources,
    /// The `kubectl get pod` row.
    Get,
    /// What LimitRanges and quotas say.
    Admit,
    /// Where the Pod fits.
    Schedule,
    /// What kubectl prints.
    Kubectl,
}

/// Answers one line of a batch; a line that cannot be read gets an answer with `error`.
pub fn answer(command: Command, line: &str, kubernetes: &Kubernetes) -> Value {
    let request: Value = match serde_json::from_str(line) {
        Ok(request) => request,
        Err(error) => return json!({"id": null, "error": format!("the request is not JSON: {error}")}),
    };
    let mut answer = match command {
        Command::Check => check::answer(&request, kubernetes),
        Command::Simulate => simulate::answer(&request, kubernetes),
        Command::Resources => resources::answer(&request, kubernetes),
        Command::Get => get::answer(&request, kubernetes),
        Command::Admit => admit::answer(&request, kubernetes),
        Command::Schedule => schedule::answer(&request, kubernetes),
        Command::Kubectl => kubectl::answer(&request, kubernetes),
    };
    if let Value::Object(fields) = &mut answer {
        fields.insert("id".to_owned(), request.get("id").cloned().unwrap_or(Value::Null));
    }
    answer
}
