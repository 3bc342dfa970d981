//! The engine for other people's programs: the npm package `podlab`, for Node and browsers.
//!
//! Each batch function takes and gives the plain objects of the batch contracts (docs/contracts.md), so that the
//! library, the command line and this package answer alike. A request that cannot be answered throws an `Error`, whose
//! `problems` are the sentences about its parts.

mod links;
mod problems;
mod story;

use contract::Command;
use engine::Kubernetes;
use serde_json::{Value, json};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// The API server's answer to a create of the first document.
#[wasm_bindgen(unchecked_return_type = "CheckAnswer")]
pub fn check(
    #[wasm_bindgen(unchecked_param_type = "CheckRequest")] request: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Cluster")] cluster: &JsValue,
) -> Result<JsValue, JsValue> {
    batch(Command::Check, request, cluster)
}

/// The run of kubelet and controllers.
#[wasm_bindgen(unchecked_return_type = "SimulateAnswer")]
pub fn simulate(
    #[wasm_bindgen(unchecked_param_type = "SimulateRequest")] request: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Cluster")] cluster: &JsValue,
) -> Result<JsValue, JsValue> {
    batch(Command::Simulate, request, cluster)
}

/// Effective requests and limits.
#[wasm_bindgen(unchecked_return_type = "ResourcesAnswer")]
pub fn resources(
    #[wasm_bindgen(unchecked_param_type = "ResourcesRequest")] request: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Cluster")] cluster: &JsValue,
) -> Result<JsValue, JsValue> {
    batch(Command::Resources, request, cluster)
}

/// The wide `kubectl get pod` row of a Pod that has a status.
#[wasm_bindgen(unchecked_return_type = "GetAnswer")]
pub fn get(
    #[wasm_bindgen(unchecked_param_type = "GetRequest")] request: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Cluster")] cluster: &JsValue,
) -> Result<JsValue, JsValue> {
    batch(Command::Get, request, cluster)
}

/// An object as the LimitRanges and quotas of its namespace admit it.
#[wasm_bindgen(unchecked_return_type = "AdmitAnswer")]
pub fn admit(
    #[wasm_bindgen(unchecked_param_type = "AdmitRequest")] request: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Cluster")] cluster: &JsValue,
) -> Result<JsValue, JsValue> {
    batch(Command::Admit, request, cluster)
}

/// The nodes that a Pod fits on.
#[wasm_bindgen(unchecked_return_type = "ScheduleAnswer")]
pub fn schedule(
    #[wasm_bindgen(unchecked_param_type = "ScheduleRequest")] request: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Cluster")] cluster: &JsValue,
) -> Result<JsValue, JsValue> {
    batch(Command::Schedule, request, cluster)
}

/// The output of a kubectl command.
#[wasm_bindgen(unchecked_return_type = "KubectlAnswer")]
pub fn kubectl(
    #[wasm_bindgen(unchecked_param_type = "KubectlRequest")] request: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Cluster")] cluster: &JsValue,
) -> Result<JsValue, JsValue> {
    batch(Command::Kubectl, request, cluster)
}

/// Every problem of a text, of all its documents, at its place: the server's errors and warnings, and advice.
#[wasm_bindgen(unchecked_return_type = "Problems")]
pub fn problems(
    manifest: &str,
    #[wasm_bindgen(unchecked_optional_param_type = "Cluster")] cluster: &JsValue,
) -> Result<JsValue, JsValue> {
    given(&problems::of(manifest, kubernetes(cluster)?))
}

/// A run as a terminal would have shown it, and as sentences.
#[wasm_bindgen(unchecked_return_type = "StoryAnswer")]
pub fn story(
    #[wasm_bindgen(unchecked_param_type = "StoryRequest")] request: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Cluster")] cluster: &JsValue,
) -> Result<JsValue, JsValue> {
    let told = story::of(&taken(request)?, &kubernetes(cluster)?);
    given(&told.map_err(|error| thrown(&error, &[]))?)
}

/// A page in Markdown about a word, a field, an error as it is printed, or a problem by its id.
#[wasm_bindgen]
pub fn explain(
    what: &str,
    #[wasm_bindgen(unchecked_optional_param_type = "Cluster")] cluster: &JsValue,
) -> Result<String, JsValue> {
    engine::explain(what, &kubernetes(cluster)?).map_err(|error| thrown(&error, &[]))
}

/// The releases that can answer, the newest first.
#[wasm_bindgen]
pub fn releases() -> Vec<String> {
    engine::releases().into_iter().map(|release| release.name).collect()
}

/// The fragment of a link to the playground, with `#`.
#[wasm_bindgen(js_name = encodeLink)]
pub fn encode_link(
    #[wasm_bindgen(unchecked_param_type = "LinkState")] state: &JsValue,
) -> Result<String, JsValue> {
    Ok(links::encode(&taken(state)?))
}

/// The content of a link, of its fragment, or of a picture in SVG.
#[wasm_bindgen(js_name = decodeLink, unchecked_return_type = "OpenedLink")]
pub fn decode_link(link: &str) -> Result<JsValue, JsValue> {
    given(&links::decode(link))
}

fn batch(command: Command, request: &JsValue, cluster: &JsValue) -> Result<JsValue, JsValue> {
    let request = taken(request)?;
    let answer = contract::answer(command, &request.to_string(), &kubernetes(cluster)?);
    given(&checked(answer, &request).map_err(|(error, problems)| thrown(&error, &problems))?)
}

/// The answer without an `id` that nobody asked for; of a failure, its sentence and those about its parts.
fn checked(mut answer: Value, request: &Value) -> Result<Value, (String, Vec<String>)> {
    if let Some(error) = answer.get("error").and_then(Value::as_str) {
        let problems = answer.get("problems").and_then(Value::as_array).into_iter().flatten();
        return Err((error.to_owned(), problems.filter_map(Value::as_str).map(str::to_owned).collect()));
    }
    if request.get("id").is_none()
        && let Some(fields) = answer.as_object_mut()
    {
        fields.shift_remove("id");
    }
    Ok(answer)
}

/// A plain object of JavaScript. It crosses as JSON, which is what the contracts are written in.
fn taken(value: &JsValue) -> Result<Value, JsValue> {
    let text = js_sys::JSON::stringify(value).ok().and_then(|text| text.as_string());
    let value = text.and_then(|text| serde_json::from_str(&text).ok()).filter(Value::is_object);
    value.ok_or_else(|| thrown("the request is not a plain object", &[]))
}

/// A plain object for JavaScript.
fn given(value: &Value) -> Result<JsValue, JsValue> {
    js_sys::JSON::parse(&value.to_string())
}

/// An `Error` with `problems`.
fn thrown(error: &str, problems: &[String]) -> JsValue {
    let thrown = js_sys::Error::new(error);
    if let Ok(list) = given(&json!(problems)) {
        // A new object takes any field.
        let _ = js_sys::Reflect::set(&thrown, &"problems".into(), &list);
    }
    thrown.into()
}

/// `{version: "1.34", featureGates: ["EnvFiles=true"]}`; the default release when it is left out.
fn kubernetes(cluster: &JsValue) -> Result<Kubernetes, JsValue> {
    let field = |name: &str| js_sys::Reflect::get(cluster, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let version = field("version").as_string().unwrap_or_else(|| Kubernetes::RECORDED.version());
    let gates = field("featureGates");
    let gates =
        if js_sys::Array::is_array(&gates) { js_sys::Array::from(&gates) } else { js_sys::Array::new() };
    let gates: Vec<String> = gates.iter().filter_map(|gate| gate.as_string()).collect();
    Kubernetes::parse(&version, gates.iter().map(String::as_str)).map_err(|problem| thrown(&problem, &[]))
}

#[cfg(test)]
mod tests {
    use super::checked;
    use serde_json::json;

    #[test]
    fn an_id_comes_back_where_one_was_given() {
        let answer = json!({"stage": "ok", "id": null});
        assert_eq!(checked(answer.clone(), &json!({})), Ok(json!({"stage": "ok"})));
        assert_eq!(checked(answer.clone(), &json!({"id": null})), Ok(answer));
    }

    #[test]
    fn a_failure_is_thrown_with_its_problems() {
        let answer = json!({"error": "no", "problems": ["a", "b"], "id": 1});
        assert_eq!(checked(answer, &json!({})), Err(("no".to_owned(), vec!["a".to_owned(), "b".to_owned()])));
    }
}
