//! Merge patches, and strategic ones as far as Pods and what makes them need it.
//! Upstream: apimachinery/pkg/util/strategicpatch/patch.go.

use serde_json::{Map, Value};

/// Lists that are merged by a key.
const KEYED: [(&str, &str); 16] = [
    ("containers", "name"),
    ("initContainers", "name"),
    ("ephemeralContainers", "name"),
    ("volumes", "name"),
    ("env", "name"),
    ("imagePullSecrets", "name"),
    ("secrets", "name"),
    ("resourceClaims", "name"),
    ("schedulingGates", "name"),
    ("volumeMounts", "mountPath"),
    ("volumeDevices", "devicePath"),
    ("hostAliases", "ip"),
    ("topologySpreadConstraints", "topologyKey"),
    ("conditions", "type"),
    ("ownerReferences", "uid"),
    ("ports", "containerPort"),
];
/// The key of a Service's ports, which are called like those of a container.
const SERVICE_PORT: &str = "port";

/// The directive of a map or of an item of a list: `delete`, `replace` or `merge`.
const DIRECTIVE: &str = "$patch";
/// The fields that may stay beside those of the patch.
const RETAIN: &str = "$retainKeys";
/// Items to take out of a list of plain values.
const DELETE_ITEMS: &str = "$deleteFromPrimitiveList/";

/// Puts a patch into a value.
pub(super) fn merge(target: &mut Value, patch: &Value, strategic: bool) {
    let Value::Object(fields) = patch else {
        *target = patch.clone();
        return;
    };
    let directive = fields.get(DIRECTIVE).and_then(Value::as_str).filter(|_| strategic);
    if !target.is_object() || matches!(directive, Some("replace" | "delete")) {
        *target = Value::Object(Map::new());
    }
    let Value::Object(target) = target else { return };
    if directive == Some("delete") {
        return;
    }
    for (name, value) in fields {
        if strategic && name.starts_with('$') {
            delete_items(target, name, value);
        } else if value.is_null() {
            target.remove(name);
        } else {
            merge_field(target, name, value, strategic);
        }
    }
    if let Some(kept) = fields.get(RETAIN).and_then(Value::as_array).filter(|_| strategic) {
        target.retain(|name, _| kept.iter().any(|one| one.as_str() == Some(name.as_str())));
    }
}

fn merge_field(target: &mut Map<String, Value>, name: &str, value: &Value, strategic: bool) {
    match (target.get_mut(name), value) {
        (Some(Value::Array(have)), Value::Array(give)) if strategic => match key(name, give) {
            Some(key) => merge_list(have, give, key),
            None => have.clone_from(give),
        },
        (Some(have), _) => merge(have, value, strategic),
        (None, _) => {
            let mut new = Value::Null;
            merge(&mut new, value, strategic);
            target.insert(name.to_owned(), new);
        }
    }
}

/// By which field the items of a list are known; `None` for a list that a patch replaces.
fn key(list: &str, items: &[Value]) -> Option<&'static str> {
    let (_, key) = KEYED.iter().find(|(name, _)| *name == list)?;
    let is_service = list == "ports" && items.iter().all(|item| item.get(key).is_none());
    Some(if is_service { SERVICE_PORT } else { key })
}

/// The server's words on a strategic patch whose item of a list does not say which one it is.
pub fn keyless(have: &Value, patch: &Value) -> Option<String> {
    patch.as_object()?.iter().find_map(|(name, value)| match (have.get(name)?, value) {
        (Value::Array(have), Value::Array(give)) => {
            let key = key(name, have)?;
            let is_whole = |item: &Value| item.get(DIRECTIVE).is_some_and(|directive| directive == "replace");
            if give.iter().any(is_whole) {
                return None;
            }
            give.iter().find_map(|item| match item.get(key) {
                None if item.is_object() => {
                    let item = api::json::go_text(item);
                    Some(format!("map: {item} does not contain declared merge key: {key}"))
                }
                own => keyless(have.iter().find(|one| one.get(key) == own)?, item),
            })
        }
        (have, value) => keyless(have, value),
    })
}

/// Takes plain values out of a list.
fn delete_items(target: &mut Map<String, Value>, name: &str, value: &Value) {
    let list = name.strip_prefix(DELETE_ITEMS).and_then(|list| target.get_mut(list));
    if let (Some(Value::Array(have)), Value::Array(gone)) = (list, value) {
        have.retain(|one| !gone.contains(one));
    }
}

/// Merges items by their key. What the patch names stands in the patch's order, and before those of the object that are not
/// known to stand in front of it: a container that is new comes first. Upstream: mergeSortedSlice.
fn merge_list(have: &mut Vec<Value>, give: &[Value], key: &str) {
    let directive = |item: &Value| item.get(DIRECTIVE).and_then(Value::as_str).map(str::to_owned);
    let is = |one: &Value, item: &Value| one.get(key).is_some() && one.get(key) == item.get(key);
    if give.iter().any(|item| directive(item).as_deref() == Some("replace")) {
        *have = give.iter().filter(|item| directive(item).is_none()).cloned().collect();
        return;
    }
    let (gone, give): (Vec<&Value>, Vec<&Value>) =
        give.iter().partition(|item| directive(item).as_deref() == Some("delete"));
    have.retain(|one| !gone.iter().any(|item| is(one, item)));
    let place = |item: &Value| have.iter().position(|one| is(one, item));
    let mut named = Vec::new();
    for item in &give {
        let at = place(item);
        let mut merged = at.and_then(|at| have.get(at)).cloned().unwrap_or(Value::Null);
        merge(&mut merged, item, true);
        named.push((at, merged));
    }
    let others = have.iter().enumerate().filter(|(_, one)| !give.iter().any(|item| is(one, item)));
    let others: Vec<(usize, Value)> = others.map(|(at, one)| (at, one.clone())).collect();
    let (mut named, mut others) = (named.into_iter().peekable(), others.into_iter().peekable());
    let mut all = Vec::new();
    while let Some((before, _)) = named.peek() {
        match others.next_if(|(at, _)| before.is_some_and(|before| *at < before)) {
            Some((_, other)) => all.push(other),
            None => all.extend(named.next().map(|(_, item)| item)),
        }
    }
    all.extend(others.map(|(_, other)| other));
    *have = all;
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn strategic(mut object: Value, patch: &Value) -> Value {
        merge(&mut object, patch, true);
        object
    }

    #[test]
    fn an_item_without_its_key_is_told() {
        let object =
            json!({"spec": {"containers": [{"name": "a", "ports": [{"containerPort": 1}]}], "args": ["x"]}});
        let told = |patch: Value| keyless(&object, &patch).unwrap_or_default();
        assert_eq!(
            told(json!({"spec": {"containers": [{"image": "a:2"}]}})),
            "map: map[image:a:2] does not contain declared merge key: name"
        );
        assert_eq!(
            told(json!({"spec": {"containers": [{"name": "a", "ports": [{}]}]}})),
            "map: map[] does not contain declared merge key: containerPort"
        );
        assert_eq!(
            told(json!({"spec": {"containers": [{"name": "b"}], "args": ["y"], "volumes": [{}]}})),
            ""
        );
        let service = json!({"spec": {"ports": [{"port": 80}]}});
        let words = keyless(&service, &json!({"spec": {"ports": [{"name": "x"}]}}));
        assert_eq!(words.as_deref(), Some("map: map[name:x] does not contain declared merge key: port"));
    }

    #[test]
    fn a_new_item_of_a_keyed_list_comes_first() {
        let object = json!({"containers": [{"name": "a"}, {"name": "b"}, {"name": "c"}]});
        let names = |value: &Value| -> Vec<String> {
            let all = value["containers"].as_array().into_iter().flatten();
            all.map(|one| one["name"].as_str().unwrap_or_default().to_owned()).collect()
        };
        let patched = strategic(object.clone(), &json!({"containers": [{"name": "new"}]}));
        assert_eq!(names(&patched), ["new", "a", "b", "c"]);
        let patched =
            strategic(object.clone(), &json!({"containers": [{"name": "b", "image": "x"}, {"name": "new"}]}));
        assert_eq!(names(&patched), ["a", "b", "new", "c"]);
        let patched = strategic(object, &json!({"containers": [{"name": "b", "$patch": "delete"}]}));
        assert_eq!(names(&patched), ["a", "c"]);
    }

    #[test]
    fn directives_replace_delete_and_retain() {
        let object = json!({"strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1}}});
        let patch = json!({"strategy": {"$retainKeys": ["type"], "type": "Recreate"}});
        assert_eq!(strategic(object.clone(), &patch), json!({"strategy": {"type": "Recreate"}}));
        let patch = json!({"strategy": {"$patch": "replace", "type": "Recreate"}});
        assert_eq!(strategic(object, &patch), json!({"strategy": {"type": "Recreate"}}));
        let object = json!({"finalizers": ["a", "b"]});
        let patch = json!({"$deleteFromPrimitiveList/finalizers": ["a"]});
        assert_eq!(strategic(object, &patch), json!({"finalizers": ["b"]}));
    }

    #[test]
    fn a_null_in_something_new_is_left_out() {
        let mut object = json!({});
        merge(&mut object, &json!({"metadata": {"labels": {"a": null, "b": "c"}}}), false);
        assert_eq!(object, json!({"metadata": {"labels": {"b": "c"}}}));
    }

    #[test]
    fn ports_of_a_service_have_another_key() {
        let object = json!({"ports": [{"port": 80, "name": "http"}]});
        let patch = json!({"ports": [{"port": 80, "targetPort": 8080}]});
        assert_eq!(
            strategic(object, &patch),
            json!({"ports": [{"port": 80, "name": "http", "targetPort": 8080}]})
        );
    }
}
