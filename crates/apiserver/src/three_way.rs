//! `kubectl apply` of an object that is there, and the patch that it sends: the difference of what is written to what is
//! there, and of what was written before to what is written now.
//! Upstream: CreateThreeWayMergePatch, apimachinery/pkg/util/strategicpatch/patch.go.

use api::collections::sort_by;
use api::strategic::{self, DELETE_ITEMS, DIRECTIVE, ORDER, RETAIN, Rules};
use serde_json::{Map, Value, json};

/// The kind of difference that is looked for.
#[derive(Clone, Copy, PartialEq)]
enum Look {
    /// Fields that are new or other.
    Changes,
    /// Fields that are gone.
    Deletions,
}

/// Changes `live` as an apply of `new` does, when `old` was applied before: what the author took out goes, what was written
/// stands, what the server or others added stays.
pub fn merge(live: &mut Value, old: &Value, new: &Value) {
    let rules = rules(new);
    let patch = difference(rules, live, old, new);
    strategic::merge(live, &Value::Object(patch), Some(rules));
}

/// The patch that makes `new` of `live`, when `old` was applied before; `{}` when there is nothing to do.
///
/// ```
/// use serde_json::json;
/// let map = |data| json!({"kind": "ConfigMap", "data": data});
/// let (old, new) = (map(json!({"a": "1", "b": "2"})), map(json!({"b": "3"})));
/// let live = map(json!({"a": "1", "b": "2", "c": "3"}));
/// assert_eq!(apiserver::three_way(&live, &old, &new), json!({"data": {"a": null, "b": "3"}}));
/// assert_eq!(apiserver::three_way(&live, &old, &old), json!({}));
/// ```
pub fn three_way(live: &Value, old: &Value, new: &Value) -> Value {
    let rules = rules(new);
    let mut patch = Value::Object(difference(rules, live, old, new));
    order(rules, &mut patch);
    api::json::sorted(patch)
}

/// The patch that makes `new` of `old`, but for what the server alone writes.
pub fn two_way(old: &Value, new: &Value) -> Value {
    let mut new = new.clone();
    if let Some(fields) = new.as_object_mut() {
        fields.remove("status");
        let own = old.get("metadata").and_then(Value::as_object);
        let metadata = fields.get_mut("metadata").and_then(Value::as_object_mut);
        for (metadata, own) in metadata.into_iter().zip(own) {
            for field in OWN.iter().filter(|field| own.contains_key(**field)) {
                metadata.insert((*field).to_owned(), own.get(*field).cloned().unwrap_or_default());
            }
        }
    }
    let mut old = old.clone();
    if let Some(fields) = old.as_object_mut() {
        fields.remove("status");
    }
    three_way(&old, &old, &new)
}

/// The fields of the metadata that the server writes.
const OWN: [&str; 5] = ["uid", "resourceVersion", "creationTimestamp", "generation", "managedFields"];

fn rules(object: &Value) -> Rules<'_> {
    Rules::of(object.get("kind").and_then(Value::as_str).unwrap_or_default())
}

/// The patch in no order.
fn difference(rules: Rules<'_>, live: &Value, old: &Value, new: &Value) -> Map<String, Value> {
    let nothing = Map::new();
    let [live, old, new] = [live, old, new].map(|object| object.as_object().unwrap_or(&nothing));
    let mut patch = maps(rules, Look::Deletions, old, new, false);
    join(rules, &mut patch, maps(rules, Look::Changes, live, new, false));
    patch
}

/// Puts the items of each list in the order that stands beside it; what is gone stays behind them.
fn order(rules: Rules<'_>, patch: &mut Value) {
    let Value::Object(fields) = patch else { return };
    let orders: Vec<(String, Vec<Value>)> = fields
        .iter()
        .filter_map(|(name, order)| Some((name.strip_prefix(ORDER)?.to_owned(), order.as_array()?.clone())))
        .collect();
    for (name, order) in orders {
        let key = rules.key(&name).unwrap_or_default();
        let place = |item: &Value| {
            let is_gone = item.get(DIRECTIVE).is_some();
            let is_it =
                |one: &Value| if key.is_empty() { one == item } else { one.get(key) == item.get(key) };
            order.iter().position(is_it).filter(|_| !is_gone).unwrap_or(usize::MAX)
        };
        if let Some(Value::Array(items)) = fields.get_mut(&name) {
            sort_by(items, |one, other| place(one).cmp(&place(other)));
        }
    }
    for (name, value) in fields.iter_mut().filter(|(name, _)| !name.starts_with('$')) {
        match value {
            Value::Array(items) if rules.key(name).is_some() => {
                for item in items {
                    self::order(rules, item);
                }
            }
            Value::Object(_) => order(rules, value),
            _ => {}
        }
    }
}

/// The fields that differ; with `retained`, also the names of all that stay.
fn maps(
    rules: Rules<'_>,
    look: Look,
    from: &Map<String, Value>,
    to: &Map<String, Value>,
    retained: bool,
) -> Map<String, Value> {
    let mut patch = Map::new();
    for (name, value) in to {
        match (from.get(name), value) {
            (Some(Value::Object(before)), Value::Object(after)) if !rules.is_whole(name) => {
                let inner = maps(rules, look, before, after, Rules::is_retained(name));
                if !inner.is_empty() {
                    patch.insert(name.clone(), Value::Object(inner));
                }
            }
            (Some(Value::Array(before)), Value::Array(after)) if rules.key(name).is_some() => {
                lists(rules, look, name, (before, after), &mut patch);
            }
            (before, _) => {
                let is_other = before != Some(value) || value.is_object();
                if look == Look::Changes && is_other {
                    patch.insert(name.clone(), value.clone());
                }
            }
        }
    }
    let gone = || from.keys().filter(|name| !to.contains_key(*name));
    if look == Look::Deletions {
        patch.extend(gone().map(|name| (name.clone(), Value::Null)));
    }
    if retained && (!patch.is_empty() || gone().next().is_some()) {
        let stays = to.iter().filter(|(_, value)| !value.is_null());
        let mut stays: Vec<Value> = stays.map(|(name, _)| name.as_str().into()).collect();
        sort_by(&mut stays, |one, other| one.as_str().cmp(&other.as_str()));
        patch.insert(RETAIN.to_owned(), stays.into());
    }
    patch
}

/// Puts the difference of two lists into the patch: the items, and their order.
fn lists(
    rules: Rules<'_>,
    look: Look,
    name: &str,
    (from, to): (&[Value], &[Value]),
    patch: &mut Map<String, Value>,
) {
    let changes = look == Look::Changes;
    if from.is_empty() {
        if changes && !to.is_empty() {
            patch.insert(name.to_owned(), to.into());
        }
        return;
    }
    let key = rules.key(name).unwrap_or_default();
    let (items, gone) = if key.is_empty() {
        let added: Vec<Value> = to.iter().filter(|one| changes && !from.contains(one)).cloned().collect();
        let gone: Vec<Value> = from.iter().filter(|one| !changes && !to.contains(one)).cloned().collect();
        (added, gone)
    } else {
        (keyed(rules, look, name, (from, to), key), Vec::new())
    };
    let bare = |item: &Value| if key.is_empty() { item.clone() } else { json!({key: item.get(key)}) };
    let (before, after): (Vec<Value>, Vec<Value>) =
        (from.iter().map(bare).collect(), to.iter().map(bare).collect());
    let is_told = !items.is_empty() || !gone.is_empty() || changes && before != after;
    if !items.is_empty() {
        patch.insert(name.to_owned(), items.into());
    }
    if !gone.is_empty() {
        patch.insert(format!("{DELETE_ITEMS}{name}"), gone.into());
    }
    if is_told && !after.is_empty() {
        patch.insert(format!("{ORDER}{name}"), after.into());
    }
}

/// The items that differ, and behind them those that are gone. Of several with one key each is compared with its like: the
/// first with the first.
fn keyed(
    rules: Rules<'_>,
    look: Look,
    name: &str,
    (from, to): (&[Value], &[Value]),
    key: &str,
) -> Vec<Value> {
    let mut left: Vec<&Value> = from.iter().collect();
    let mut items = Vec::new();
    for item in to {
        let before =
            left.iter().position(|before| before.get(key) == item.get(key)).map(|at| left.remove(at));
        let (Some(before), Some(after)) = (before.and_then(Value::as_object), item.as_object()) else {
            if look == Look::Changes {
                items.push(item.clone());
            }
            continue;
        };
        let mut inner = maps(rules, look, before, after, Rules::is_retained(name));
        if !inner.is_empty() {
            inner.insert(key.to_owned(), item.get(key).cloned().unwrap_or_default());
            items.push(Value::Object(inner));
        }
    }
    if look == Look::Deletions {
        let text = |item: &Value| item.get(key).map(ToString::to_string);
        sort_by(&mut left, |one, other| text(one).cmp(&text(other)));
        items.extend(left.iter().map(|item| json!({DIRECTIVE: "delete", key: item.get(key)})));
    }
    items
}

/// Puts the changes into a patch of deletions.
fn join(rules: Rules<'_>, patch: &mut Map<String, Value>, changes: Map<String, Value>) {
    for (name, value) in changes {
        match (patch.get_mut(&name), value) {
            (Some(Value::Object(there)), Value::Object(inner)) => join(rules, there, inner),
            (Some(Value::Array(there)), Value::Array(items)) if !name.starts_with('$') => {
                let key = rules.key(&name).unwrap_or_default();
                join_items(rules, there, items, key);
            }
            (_, value) => {
                patch.insert(name, value);
            }
        }
    }
}

fn join_items(rules: Rules<'_>, there: &mut Vec<Value>, items: Vec<Value>, key: &str) {
    let mut left = std::mem::take(there);
    for item in items {
        let is_it =
            |one: &Value| !key.is_empty() && one.get(DIRECTIVE).is_none() && one.get(key) == item.get(key);
        let place = left.iter().position(is_it);
        let mut joined = place.map_or_else(Map::new, |at| match left.remove(at) {
            Value::Object(fields) => fields,
            _ => Map::new(),
        });
        match item {
            Value::Object(fields) => {
                join(rules, &mut joined, fields);
                there.push(Value::Object(joined));
            }
            plain => there.push(plain),
        }
    }
    there.append(&mut left);
}

#[cfg(test)]
mod tests {
    use super::{Rules, merge, three_way};
    use serde_json::{Value, json};

    fn pod(containers: &Value) -> Value {
        json!({"kind": "Pod", "spec": {"containers": containers}})
    }

    #[test]
    fn items_are_named_by_their_keys_and_ordered() {
        let old =
            pod(&json!([{"name": "a", "image": "x", "env": [{"name": "A"}]}, {"name": "b", "image": "x"}]));
        let live = pod(
            &json!([{"name": "a", "image": "x", "tty": false, "env": [{"name": "A"}]}, {"name": "b", "image": "x"}]),
        );
        let new = pod(&json!([{"name": "c", "image": "z"}, {"name": "a", "image": "y", "env": []}]));
        assert_eq!(
            three_way(&live, &old, &new),
            json!({"spec": {
                "$setElementOrder/containers": [{"name": "c"}, {"name": "a"}],
                "containers": [
                    {"name": "c", "image": "z"},
                    {"name": "a", "image": "y", "env": [{"$patch": "delete", "name": "A"}]},
                    {"$patch": "delete", "name": "b"},
                ],
            }})
        );
        assert_eq!(three_way(&live, &old, &old), json!({}));
        let named = pod(&json!([{"name": "a", "image": "x", "tty": true}]));
        let fewer = pod(&json!([{"name": "a", "image": "x"}, {"name": "b"}]));
        let patch = three_way(&named, &named, &fewer);
        assert_eq!(patch["spec"]["containers"], json!([{"name": "a", "tty": null}, {"name": "b"}]));
    }

    #[test]
    fn an_apply_leaves_the_object_that_its_patch_makes() {
        let old = pod(&json!([{"name": "a", "image": "x"}, {"name": "b", "image": "x"}]));
        let live = pod(&json!([
            {"name": "a", "image": "x", "tty": false}, {"name": "mesh", "image": "z"}, {"name": "b", "image": "x"},
        ]));
        let new = pod(&json!([{"name": "a", "image": "y"}, {"name": "c", "image": "x"}]));
        let mut applied = live.clone();
        merge(&mut applied, &old, &new);
        let expected = pod(&json!([
            {"name": "a", "image": "y", "tty": false}, {"name": "c", "image": "x"}, {"name": "mesh", "image": "z"},
        ]));
        assert_eq!(applied, expected);
        let mut patched = live.clone();
        api::strategic::merge(&mut patched, &three_way(&live, &old, &new), Some(Rules::of("Pod")));
        assert_eq!(patched, expected);
    }

    #[test]
    fn two_items_with_one_key_are_each_compared_with_its_like() {
        let ports = |udp: &str| {
            let ports =
                json!([{"containerPort": 53, "protocol": "TCP"}, {"containerPort": 53, "protocol": udp}]);
            pod(&json!([{"name": "a", "ports": ports}]))
        };
        assert_eq!(three_way(&ports("UDP"), &ports("UDP"), &ports("UDP")), json!({}));
    }

    #[test]
    fn one_strategy_takes_the_place_of_the_other() {
        let of = |strategy: Value| json!({"kind": "Deployment", "spec": {"strategy": strategy}});
        let live = of(json!({"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%"}}));
        let (old, new) = (json!({"spec": {}}), of(json!({"type": "Recreate"})));
        assert_eq!(
            three_way(&live, &old, &new),
            json!({"spec": {"strategy": {"$retainKeys": ["type"], "type": "Recreate"}}})
        );
    }

    #[test]
    fn a_budget_is_always_sent_its_selector() {
        let budget =
            json!({"kind": "PodDisruptionBudget", "spec": {"selector": {"matchLabels": {"a": "b"}}}});
        assert_eq!(
            three_way(&budget, &budget, &budget),
            json!({"spec": {"selector": {"matchLabels": {"a": "b"}}}})
        );
    }
}
