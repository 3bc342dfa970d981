//! Server-side apply asks this of a text before anything else: known fields, values of the right type, and no key twice in a
//! list that is merged by keys. Upstream: sigs.k8s.io/structured-merge-diff/typed/{validate,helpers}.go; the keys:
//! `+listMapKey` in staging/src/k8s.io/api.

use api::Kubernetes;
use api::collections::sort_by;
use api::fields::{self, Shape};
use api::json::{go_syntax, go_text, quote, text};
use serde_json::Value;

/// The keys of a list with their defaults: those that the schema requires have the empty text.
pub(crate) type Keys = &'static [(&'static str, Unwritten)];

/// The value of a key that is not written.
#[derive(Clone, Copy)]
pub(crate) enum Unwritten {
    Empty,
    Zero,
    Tcp,
    Absent,
}

const NAME: Keys = &[("name", Unwritten::Empty)];
const TYPE: Keys = &[("type", Unwritten::Empty)];

/// Lists that are merged by keys.
const KEYED: [(&str, Keys); 17] = [
    ("addresses", TYPE),
    ("claims", NAME),
    ("conditions", TYPE),
    ("containers", NAME),
    ("env", NAME),
    ("ephemeralContainers", NAME),
    ("hostAliases", &[("ip", Unwritten::Empty)]),
    ("imagePullSecrets", NAME),
    ("initContainers", NAME),
    ("ownerReferences", &[("uid", Unwritten::Empty)]),
    ("ports", &[("containerPort", Unwritten::Zero), ("protocol", Unwritten::Tcp)]),
    ("resourceClaims", NAME),
    ("schedulingGates", NAME),
    (
        "topologySpreadConstraints",
        &[("topologyKey", Unwritten::Empty), ("whenUnsatisfiable", Unwritten::Empty)],
    ),
    ("volumeDevices", &[("devicePath", Unwritten::Empty)]),
    ("volumeMounts", &[("mountPath", Unwritten::Empty)]),
    ("volumes", NAME),
];

/// Lists of these names that have other keys in one kind, or none.
const KEYED_IN: [(&str, &str, Keys); 9] = [
    ("EndpointSlice", "addresses", &[]),
    ("EndpointSlice", "ports", &[]),
    ("Endpoints", "addresses", &[]),
    ("Endpoints", "ports", &[]),
    ("Ingress", "ports", &[]),
    ("NetworkPolicy", "ports", &[]),
    ("Service", "ports", &[("port", Unwritten::Zero), ("protocol", Unwritten::Tcp)]),
    ("ServiceAccount", "imagePullSecrets", &[]),
    ("ServiceAccount", "secrets", &[("name", Unwritten::Absent)]),
];

/// The server's refusal of a text that is applied on its side.
///
/// ```
/// let pod = serde_json::json!({
///     "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"},
///     "spec": {"containers": [{"name": "app", "env": [{"name": "A"}, {"name": "A"}]}]},
/// });
/// assert_eq!(
///     apiserver::typed_patch(&pod, "default", &api::Kubernetes::RECORDED).unwrap(),
///     r#"failed to create typed patch object (default/web; /v1, Kind=Pod): .spec.containers[name="app"].env: duplicate entries for key [name="A"]"#
/// );
/// ```
pub fn typed_patch(object: &Value, namespace: &str, kubernetes: &Kubernetes) -> Option<String> {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let shape = fields::of_kind(text("/apiVersion"), text("/kind"))?;
    let mut walk = Walk { kind: text("/kind"), kubernetes, errors: Vec::new() };
    walk.value(object, &shape, "");
    let mut errors = walk.errors;
    // Go walks its maps in random order.
    sort_by(&mut errors, Ord::cmp);
    let told = match errors.as_slice() {
        [] => return None,
        [one] => one.clone(),
        several => several.iter().fold("errors:".to_owned(), |all, error| all + "\n  " + error),
    };
    Some(format!("failed to create typed patch object ({}): {told}", place(object, namespace)))
}

/// The refusal of a text that has the right types and yet cannot be read; `why` is the reader's.
pub fn unconverted(object: &Value, namespace: &str, why: &str) -> String {
    let place = place(object, namespace);
    let version = place.split_once("; ").map_or("", |(_, version)| version);
    format!(
        "failed to convert new object ({place}) to proper version: unable to convert unstructured object to {version}: {why}"
    )
}

/// `default/web; /v1, Kind=Pod`.
fn place(object: &Value, namespace: &str) -> String {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let (name, version, kind) = (text("/metadata/name"), text("/apiVersion"), text("/kind"));
    let core = if version.contains('/') { "" } else { "/" };
    format!("{namespace}/{name}; {core}{version}, Kind={kind}")
}

struct Walk<'a> {
    kind: &'a str,
    kubernetes: &'a Kubernetes,
    errors: Vec<String>,
}

impl Walk<'_> {
    fn error(&mut self, path: &str, what: &str) {
        self.errors.push(format!("{path}: {what}"));
    }

    fn value(&mut self, value: &Value, shape: &Shape, path: &str) {
        if value.is_null() {
            return;
        }
        match shape {
            Shape::String(_) | Shape::Bytes if !value.is_string() => {
                let found = go_syntax(value);
                self.error(path, &format!("expected string, got &value.valueUnstructured{{Value:{found}}}"));
            }
            Shape::Int32 | Shape::Int64 | Shape::Float if !value.is_number() => {
                let found = go_type(value);
                self.error(path, &format!("expected numeric (int or float), got {found}"));
            }
            Shape::Bool if !value.is_boolean() => self.unexpected(value, "boolean", path),
            Shape::Quantity | Shape::IntOrString | Shape::Time | Shape::MicroTime => {
                if value.is_array() || value.is_object() {
                    self.unexpected(value, "any scalar", path);
                }
            }
            Shape::List(item) => match value.as_array() {
                Some(items) => self.list(items, item, path),
                None => self.unexpected(value, "list", path),
            },
            Shape::Struct(_) | Shape::Map(..) => match value.as_object() {
                Some(_) => self.fields(value, shape, path),
                None => self.unexpected(value, "map", path),
            },
            Shape::Any
            | Shape::String(_)
            | Shape::Bytes
            | Shape::Int32
            | Shape::Int64
            | Shape::Float
            | Shape::Bool => {}
        }
    }

    fn unexpected(&mut self, value: &Value, wanted: &str, path: &str) {
        self.error(path, &format!("expected {wanted}, got &{{{}}}", go_text(value)));
    }

    fn fields(&mut self, value: &Value, shape: &Shape, path: &str) {
        let mut unknown: Option<&str> = None;
        for (name, value) in value.as_object().into_iter().flatten() {
            let below = format!("{path}.{name}");
            if let Shape::Map(_, item) = shape {
                self.value(value, item, &below);
            } else if let Some(field) = shape.structure().and_then(|known| known.field(name, self.kubernetes))
            {
                self.value(value, &field.shape, &below);
            } else if unknown.is_none_or(|other| name.as_str() < other) {
                unknown = Some(name);
            }
        }
        // The server stops at the first of a map.
        if let Some(name) = unknown {
            self.error(&format!("{path}.{name}"), "field not declared in schema");
        }
    }

    fn list(&mut self, items: &[Value], shape: &Shape, path: &str) {
        let field = path.rsplit('.').next().unwrap_or_default();
        let keys = keys_of(self.kind, field);
        let mut seen: Vec<String> = Vec::new();
        let mut told: Vec<String> = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let Some(keys) = keys else {
                self.value(item, shape, &format!("{path}[{index}]"));
                continue;
            };
            let element = match item {
                Value::Null => Err("may not have a null element"),
                Value::Object(_) => Ok(element(item, keys)),
                _ => Err("may not have non-map elements"),
            };
            let element = match element {
                Ok(element) => element,
                Err(why) => {
                    return self.error(path, &format!("element {index}: associative list with keys {why}"));
                }
            };
            if seen.contains(&element) && !told.contains(&element) {
                self.error(path, &format!("duplicate entries for key {element}"));
                told.push(element.clone());
            }
            self.value(item, shape, &format!("{path}{element}"));
            seen.push(element);
        }
    }
}

/// The keys of the list in a field of a kind, when it is one that is merged by keys.
pub(crate) fn keys_of(kind: &str, field: &str) -> Option<Keys> {
    let own = KEYED_IN.iter().find(|(of, list, _)| *of == kind && *list == field);
    let all = || KEYED.iter().find(|(list, _)| *list == field).map(|(_, keys)| *keys);
    own.map(|(.., keys)| *keys).or_else(all).filter(|keys| !keys.is_empty())
}

/// An item by its keys: `[containerPort=80,protocol="TCP"]`.
pub(crate) fn element(item: &Value, keys: Keys) -> String {
    let mut parts = Vec::new();
    for (key, default) in keys {
        let value = match (item.get(key), default) {
            (Some(value), _) => key_text(value),
            (None, Unwritten::Empty) => "\"\"".to_owned(),
            (None, Unwritten::Zero) => "0".to_owned(),
            (None, Unwritten::Tcp) => "\"TCP\"".to_owned(),
            (None, Unwritten::Absent) => continue,
        };
        parts.push(format!("{key}={value}"));
    }
    format!("[{}]", parts.join(","))
}

/// Upstream: ToString, structured-merge-diff/value/value.go.
fn key_text(value: &Value) -> String {
    match value {
        Value::String(text) => quote(text),
        Value::Array(items) => format!("[{}]", items.iter().map(key_text).collect::<Vec<_>>().join(",")),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(key, value)| format!("{key}={}", key_text(value)));
            fields.collect::<Vec<_>>().concat()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => text(value),
    }
}

/// As Go's `%T`.
fn go_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "<nil>",
        Value::Bool(_) => "bool",
        Value::Number(_) => "int64",
        Value::String(_) => "string",
        Value::Array(_) => "[]interface {}",
        Value::Object(_) => "map[string]interface {}",
    }
}

#[cfg(test)]
mod tests {
    use super::typed_patch;
    use api::Kubernetes;
    use serde_json::{Value, json};

    fn told(object: &Value) -> String {
        let told = typed_patch(object, "shop", &Kubernetes::RECORDED).unwrap_or_default();
        told.split_once("): ").map(|(_, errors)| errors.to_owned()).unwrap_or_default()
    }

    #[test]
    fn several_are_lines() {
        let deployment = json!({
            "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
            "spec": {"template": {"spec": {"containers": [{
                "name": "c", "imge": "a",
                "ports": [{"containerPort": 93}, {"containerPort": 93, "protocol": "TCP"}],
                "env": [{"name": "FOO"}, {"name": "FOO"}, {"name": "FOO"}],
            }]}}},
        });
        assert_eq!(
            typed_patch(&deployment, "shop", &Kubernetes::RECORDED).unwrap(),
            "failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): errors:\n  \
             .spec.template.spec.containers[name=\"c\"].env: duplicate entries for key [name=\"FOO\"]\n  \
             .spec.template.spec.containers[name=\"c\"].imge: field not declared in schema\n  \
             .spec.template.spec.containers[name=\"c\"].ports: duplicate entries for key [containerPort=93,protocol=\"TCP\"]"
        );
        let service =
            json!({"apiVersion": "v1", "kind": "Service", "spec": {"ports": [{"port": 80}, {"port": 81}]}});
        assert_eq!(told(&service), "");
    }

    #[test]
    fn values_have_the_type_of_their_field() {
        let with = |field: &str, value: Value| {
            let mut spec = json!({"containers": [{"name": "a"}]});
            spec[field] = value;
            told(&json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": spec}))
        };
        for (field, value, error) in [
            ("nodeName", json!(5), "expected string, got &value.valueUnstructured{Value:5}"),
            ("hostNetwork", json!("yes"), "expected boolean, got &{yes}"),
            ("priority", json!("high"), "expected numeric (int or float), got string"),
            ("nodeSelector", json!(["a", 1]), "expected map, got &{[a 1]}"),
            ("volumes", json!({"a": {"b": "c"}}), "expected list, got &{map[a:map[b:c]]}"),
            (
                "containers",
                json!(["a"]),
                "element 0: associative list with keys may not have non-map elements",
            ),
            (
                "containers",
                json!([null]),
                "element 0: associative list with keys may not have a null element",
            ),
        ] {
            assert_eq!(with(field, value), format!(".spec.{field}: {error}"));
        }
        let name = json!([{"name": {"x": ["y"]}}]);
        assert_eq!(
            with("containers", name),
            ".spec.containers[name=x=[\"y\"]].name: expected string, got &value.valueUnstructured{Value:map[string]interface {}{\"x\":[]interface {}{\"y\"}}}"
        );
        let port = json!([{"ports": [{"name": 1}]}]);
        assert_eq!(
            with("containers", port),
            ".spec.containers[name=\"\"].ports[containerPort=0,protocol=\"TCP\"].name: expected string, got &value.valueUnstructured{Value:1}"
        );
        assert_eq!(with("tolerations", Value::Null), "");
        assert_eq!(with("terminationGracePeriodSeconds", json!(1.5)), "");
        let two = json!({"apiVersion": "v1", "kind": "Pod", "spec": {"b": 1, "a": 2, "nodeName": 1}});
        let lines = "errors:\n  .spec.a: field not declared in schema\n  .spec.nodeName: expected string, got &value.valueUnstructured{Value:1}";
        assert_eq!(told(&two), lines);
    }
}
