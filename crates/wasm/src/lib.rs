//! The engine for other people's pages: an npm package with TypeScript types.
//!
//! Each function takes and gives the plain objects of the batch contracts (docs/contracts.md),
//! so that the library, the command line and this package answer alike.

use contract::Command;
use engine::Kubernetes;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// The API server's answer to a create.
#[wasm_bindgen(unchecked_return_type = "CheckAnswer")]
pub fn check(
    #[wasm_bindgen(unchecked_param_type = "CheckRequest")] request: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Cluster")] cluster: &JsValue,
) -> Result<JsValue, JsError> {
    answer(Command::Check, request, cluster)
}

/// The kubelet's run.
#[wasm_bindgen(unchecked_return_type = "SimulateAnswer")]
pub fn simulate(
    #[wasm_bindgen(unchecked_param_type = "SimulateRequest")] request: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Cluster")] cluster: &JsValue,
) -> Result<JsValue, JsError> {
    answer(Command::Simulate, request, cluster)
}

/// Effective requests and limits.
#[wasm_bindgen(unchecked_return_type = "ResourcesAnswer")]
pub fn resources(
    #[wasm_bindgen(unchecked_param_type = "ResourcesRequest")] request: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Cluster")] cluster: &JsValue,
) -> Result<JsValue, JsError> {
    answer(Command::Resources, request, cluster)
}

/// The wide `kubectl get pod` row of a Pod that has a status.
#[wasm_bindgen(unchecked_return_type = "GetAnswer")]
pub fn get(
    #[wasm_bindgen(unchecked_param_type = "GetRequest")] request: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Cluster")] cluster: &JsValue,
) -> Result<JsValue, JsError> {
    answer(Command::Get, request, cluster)
}

/// The request and the answer cross as JSON, which is what the contracts are written in.
fn answer(command: Command, request: &JsValue, cluster: &JsValue) -> Result<JsValue, JsError> {
    let kubernetes = kubernetes(cluster)?;
    let request =
        js_sys::JSON::stringify(request).map_err(|_| JsError::new("the request is not plain data"))?;
    let answer = contract::answer(command, &String::from(request), &kubernetes).to_string();
    js_sys::JSON::parse(&answer).map_err(|_| JsError::new("the answer is not JSON; please report this"))
}

/// `{version: "1.34", featureGates: ["EnvFiles=true"]}`; the default release when it is left out.
fn kubernetes(cluster: &JsValue) -> Result<Kubernetes, JsError> {
    let field = |name: &str| js_sys::Reflect::get(cluster, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let version = field("version").as_string().unwrap_or_else(|| Kubernetes::RECORDED.version());
    let gates = field("featureGates");
    let gates =
        if js_sys::Array::is_array(&gates) { js_sys::Array::from(&gates) } else { js_sys::Array::new() };
    let gates: Vec<String> = gates.iter().filter_map(|gate| gate.as_string()).collect();
    Kubernetes::parse(&version, gates.iter().map(String::as_str)).map_err(|problem| JsError::new(&problem))
}
