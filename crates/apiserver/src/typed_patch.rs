//! Server-side apply asks this of a text before anything else: known fields, and no key twice in a list that is merged
//! by keys. Upstream: sigs.k8s.io/structured-merge-diff/typed/validate.go; the keys: `+listMapKey` in staging/src/k8s.io/api.

use api::collections::sort_by;
use serde_json::Value;

/// A key of a list, and its default.
type Key = (&'static str, Option<&'static str>);

/// Lists that are merged by keys.
const KEYED: [(&str, &[Key]); 14] = [
    ("containers", &[("name", None)]),
    ("env", &[("name", None)]),
    ("ephemeralContainers", &[("name", None)]),
    ("hostAliases", &[("ip", None)]),
    ("imagePullSecrets", &[("name", Some(""))]),
    ("initContainers", &[("name", None)]),
    ("ownerReferences", &[("uid", None)]),
    ("ports", &[("containerPort", None), ("protocol", Some("TCP"))]),
    ("resourceClaims", &[("name", None)]),
    ("schedulingGates", &[("name", None)]),
    ("topologySpreadConstraints", &[("topologyKey", None), ("whenUnsatisfiable", None)]),
    ("volumeDevices", &[("devicePath", None)]),
    ("volumeMounts", &[("mountPath", None)]),
    ("volumes", &[("name", None)]),
];

/// The ports of a Service have other keys than those of a container.
const SERVICE_PORTS: &[Key] = &[("port", None), ("protocol", Some("TCP"))];

/// The server's refusal of a text that is applied on its side; `unknown` are the fields that its kind does not have.
///
/// ```
/// let pod = serde_json::json!({
///     "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"},
///     "spec": {"containers": [{"name": "app", "env": [{"name": "A"}, {"name": "A"}]}]},
/// });
/// assert_eq!(
///     apiserver::typed_patch(&pod, "default", &[]).unwrap(),
///     r#"failed to create typed patch object (default/web; /v1, Kind=Pod): .spec.containers[name="app"].env: duplicate entries for key [name="A"]"#
/// );
/// ```
pub fn typed_patch(object: &Value, namespace: &str, unknown: &[&str]) -> Option<String> {
    let text = |pointer: &str| object.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let mut errors = Vec::new();
    for path in unknown {
        errors.push(format!("{}: field not declared in schema", keyed_path(object, path)));
    }
    walk(object, "", text("/kind") == "Service", &mut errors);
    // Go walks its maps in random order.
    sort_by(&mut errors, Ord::cmp);
    let told = match errors.as_slice() {
        [] => return None,
        [one] => one.clone(),
        several => several.iter().fold("errors:".to_owned(), |all, error| all + "\n  " + error),
    };
    let (name, version, kind) = (text("/metadata/name"), text("/apiVersion"), text("/kind"));
    let version = if version.contains('/') { version.to_owned() } else { format!("/{version}") };
    Some(format!("failed to create typed patch object ({namespace}/{name}; {version}, Kind={kind}): {told}"))
}

/// The keys of the list in a field, when it is one that is merged by keys.
fn keys_of(field: &str, service: bool) -> Option<&'static [Key]> {
    if service && field == "ports" {
        return Some(SERVICE_PORTS);
    }
    KEYED.iter().find(|(list, _)| *list == field).map(|(_, keys)| *keys)
}

fn walk(value: &Value, path: &str, service: bool, errors: &mut Vec<String>) {
    for (field, value) in value.as_object().into_iter().flatten() {
        let path = format!("{path}.{field}");
        let keys = keys_of(field, service);
        let mut seen: Vec<String> = Vec::new();
        for (index, item) in value.as_array().into_iter().flatten().enumerate() {
            let element = keys.and_then(|keys| element(item, keys));
            let place = element.clone().unwrap_or_else(|| format!("[{index}]"));
            walk(item, &format!("{path}{place}"), service, errors);
            let Some(element) = element else { continue };
            if seen.contains(&element) {
                let error = format!("{path}: duplicate entries for key {element}");
                if !errors.contains(&error) {
                    errors.push(error);
                }
            }
            seen.push(element);
        }
        walk(value, &path, service, errors);
    }
}

/// An item by its keys: `[containerPort=80,protocol="TCP"]`. Without one of them it is none.
fn element(item: &Value, keys: &[Key]) -> Option<String> {
    let mut parts = Vec::new();
    for (key, default) in keys {
        let value = item.get(key).filter(|value| !value.is_null()).cloned();
        let value = value.or_else(|| Some(Value::from((*default)?)))?;
        parts.push(format!("{key}={value}"));
    }
    Some(format!("[{}]", parts.join(",")))
}

/// `.spec.containers[name="app"].x` of `spec.containers[0].x`.
fn keyed_path(object: &Value, path: &str) -> String {
    let service = object.get("kind").and_then(Value::as_str) == Some("Service");
    let mut out = String::new();
    let mut at = Some(object);
    for part in path.split('.') {
        let (field, indexes) = part.split_once('[').unwrap_or((part, ""));
        out.extend([".", field]);
        at = at.and_then(|value| value.get(field));
        for index in indexes.split('[').filter_map(|index| index.strip_suffix(']')) {
            let item = index.parse::<usize>().ok().and_then(|index| at.and_then(|list| list.get(index)));
            let keyed = keys_of(field, service).zip(item).and_then(|(keys, item)| element(item, keys));
            out.push_str(&keyed.unwrap_or_else(|| format!("[{index}]")));
            at = item;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::typed_patch;
    use serde_json::json;

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
        let unknown = ["spec.template.spec.containers[0].imge"];
        assert_eq!(
            typed_patch(&deployment, "shop", &unknown).unwrap(),
            "failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): errors:\n  \
             .spec.template.spec.containers[name=\"c\"].env: duplicate entries for key [name=\"FOO\"]\n  \
             .spec.template.spec.containers[name=\"c\"].imge: field not declared in schema\n  \
             .spec.template.spec.containers[name=\"c\"].ports: duplicate entries for key [containerPort=93,protocol=\"TCP\"]"
        );
        let service = json!({"kind": "Service", "spec": {"ports": [{"port": 80}, {"port": 81}]}});
        assert_eq!(typed_patch(&service, "shop", &[]), None);
    }
}
