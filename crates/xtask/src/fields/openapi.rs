//! Reads the structs of one Kubernetes release out of k8s-openapi's sources, which are generated and
//! therefore regular: a struct, a reader that maps JSON names, a schema that names the required fields.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// One struct as one release has it.
#[derive(Clone, Debug, Default)]
pub struct Struct {
    /// Its documentation.
    pub docs: String,
    /// Its fields by JSON name.
    pub fields: BTreeMap<String, Field>,
}

/// One field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its documentation.
    pub docs: String,
    /// Its type, in the words of the table.
    pub shape: String,
    /// Whether the schema requires it.
    pub required: bool,
}

/// The packages whose structs have names that no other package uses.
pub const COMMON: [&str; 7] = [
    "api/core/v1",
    "api/apps/v1",
    "api/batch/v1",
    "api/node/v1",
    "api/scheduling/v1",
    "api/storage/v1",
    "apimachinery/pkg/apis/meta/v1",
];

/// The other packages, by the `apiVersion` of their kinds: two of them may use a name for different structs.
pub const APART: [(&str, &str); 16] = [
    ("admissionregistration.k8s.io/v1", "api/admissionregistration/v1"),
    ("apiextensions.k8s.io/v1", "apiextensions_apiserver/pkg/apis/apiextensions/v1"),
    ("apiregistration.k8s.io/v1", "kube_aggregator/pkg/apis/apiregistration/v1"),
    ("authentication.k8s.io/v1", "api/authentication/v1"),
    ("authorization.k8s.io/v1", "api/authorization/v1"),
    ("autoscaling/v1", "api/autoscaling/v1"),
    ("autoscaling/v2", "api/autoscaling/v2"),
    ("certificates.k8s.io/v1", "api/certificates/v1"),
    ("coordination.k8s.io/v1", "api/coordination/v1"),
    ("discovery.k8s.io/v1", "api/discovery/v1"),
    ("events.k8s.io/v1", "api/events/v1"),
    ("flowcontrol.apiserver.k8s.io/v1", "api/flowcontrol/v1"),
    ("networking.k8s.io/v1", "api/networking/v1"),
    ("policy/v1", "api/policy/v1"),
    ("rbac.authorization.k8s.io/v1", "api/rbac/v1"),
    ("resource.k8s.io/v1", "api/resource/v1"),
];

/// Every struct of some packages of a release, by its name. A package that the release does not have has none.
pub fn read(version: &Path, packages: &[&str]) -> Result<BTreeMap<String, Struct>, String> {
    let mut structs = BTreeMap::new();
    for package in packages {
        let folder = version.join(package);
        if !folder.exists() {
            continue;
        }
        let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        for entry in entries.flatten() {
            let text = fs::read_to_string(entry.path()).map_err(|error| error.to_string())?;
            if let Some((name, read)) = one(&text) {
                structs.insert(name, read);
            }
        }
    }
    Ok(structs)
}

fn one(text: &str) -> Option<(String, Struct)> {
    let (before, body) = text.split_once("\npub struct ")?;
    if let Some((name, "pub crate::serde_json::Value);")) = body.lines().next()?.split_once('(') {
        // A struct of Go without fields; those that read themselves are told apart by `shape`.
        return Some((
            name.to_owned(),
            Struct { docs: docs(before.rsplit("\n\n").next()?), ..Struct::default() },
        ));
    }
    let (name, body) = body.split_once(" {\n")?;
    if name.contains(['(', '<']) {
        return None;
    }
    let names = json_names(text);
    let required = required(text);
    let mut read =
        Struct { docs: docs(before.rsplit("\n\n").next().unwrap_or_default()), ..Struct::default() };
    let mut comment = String::new();
    for line in body.lines().take_while(|line| *line != "}") {
        let line = line.trim();
        if line.starts_with("///") {
            comment.push_str(line);
            comment.push('\n');
        } else if let Some((ident, rust)) = line.strip_prefix("pub ").and_then(|rest| rest.split_once(": ")) {
            let json = names.get(ident)?;
            let field = Field {
                docs: docs(&comment),
                shape: shape(rust.trim_end_matches(',')),
                required: required.contains(json),
            };
            read.fields.insert(json.clone(), field);
            comment.clear();
        }
    }
    if text.contains("Field::Key_api_version,") && text.contains("impl crate::Resource for") {
        for key in ["apiVersion", "kind"] {
            let field = Field { docs: String::new(), shape: "string".to_owned(), required: true };
            read.fields.insert(key.to_owned(), field);
        }
    }
    Some((name.to_owned(), read))
}

/// The text of `///` lines without the escapes that only rustdoc needs.
fn docs(comment: &str) -> String {
    let lines: Vec<&str> =
        comment.lines().filter_map(|line| line.trim().strip_prefix("///")).map(str::trim).collect();
    lines
        .join("\n")
        .replace("\\<", "<")
        .replace("\\>", ">")
        .replace("\\[", "[")
        .replace("\\]", "]")
        .replace("\\_", "_")
        .replace("\\*", "*")
        .trim()
        .to_owned()
}

/// The JSON names by their Rust names, from lines such as `"hostIP" => Field::Key_host_ip,`.
fn json_names(text: &str) -> BTreeMap<String, String> {
    text.lines()
        .filter_map(|line| {
            let (json, ident) = line.trim().split_once(" => Field::Key_")?;
            Some((ident.trim_end_matches(',').to_owned(), json.trim_matches('"').to_owned()))
        })
        .collect()
}

fn required(text: &str) -> Vec<String> {
    let list = text.rsplit_once("\"required\": [").and_then(|(_, rest)| rest.split_once(']'));
    let list = list.map(|(list, _)| list).unwrap_or_default();
    list.split(',')
        .map(|name| name.trim().trim_matches('"').to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

fn shape(rust: &str) -> String {
    let inside = |prefix: &str| rust.strip_prefix(prefix).and_then(|rest| rest.strip_suffix('>'));
    if let Some(rest) = inside("Option<") {
        return shape(rest);
    }
    if let Some(rest) = inside("std::boxed::Box<") {
        return shape(rest);
    }
    if let Some(rest) = inside("std::vec::Vec<") {
        return format!("[]{}", shape(rest));
    }
    if let Some(rest) = inside("std::collections::BTreeMap<std::string::String, ") {
        return format!("map {}", shape(rest));
    }
    match rust.rsplit("::").next().unwrap_or(rust) {
        "String" => "string".to_owned(),
        "bool" => "bool".to_owned(),
        "i32" => "int32".to_owned(),
        "i64" => "int64".to_owned(),
        "Quantity" => "quantity".to_owned(),
        "IntOrString" => "intstr".to_owned(),
        "Time" => "time".to_owned(),
        "MicroTime" => "microtime".to_owned(),
        "f64" => "float".to_owned(),
        "ByteString" => "bytes".to_owned(),
        // These types read themselves, and accept unknown fields.
        "FieldsV1"
        | "JSON"
        | "RawExtension"
        | "JSONSchemaPropsOrArray"
        | "JSONSchemaPropsOrBool"
        | "JSONSchemaPropsOrStringArray" => "any".to_owned(),
        name => format!("@{name}"),
    }
}
