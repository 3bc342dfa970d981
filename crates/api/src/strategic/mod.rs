//! Merge patches and strategic merge patches: the second kind knows which lists are merged by a key.
//! Upstream: apimachinery/pkg/util/strategicpatch/patch.go.

mod keyless;
mod rules;

pub use keyless::keyless;
pub use rules::Rules;

use crate::collections::sort_by;
use serde_json::{Map, Value};

/// The directive of a map or of an item of a list: `delete`, `replace` or `merge`.
pub const DIRECTIVE: &str = "$patch";
/// The fields that may stay beside those of the patch.
pub const RETAIN: &str = "$retainKeys";
/// Items to take out of a list of plain values.
pub const DELETE_ITEMS: &str = "$deleteFromPrimitiveList/";
/// The order of a list's items: plain values, or objects that hold their key alone.
pub const ORDER: &str = "$setElementOrder/";

/// Puts a patch into a value; with the rules of its kind as a strategic merge patch, without as a JSON merge patch.
///
/// ```
/// use api::strategic::{Rules, merge};
/// use serde_json::json;
/// let patch = json!({"containers": [{"name": "b", "tty": true}], "hostAliases": null});
/// let pod = json!({"containers": [{"name": "a"}, {"name": "b"}], "hostAliases": []});
/// let (mut strategic, mut plain) = (pod.clone(), pod);
/// merge(&mut strategic, &patch, Some(Rules::of("Pod")));
/// merge(&mut plain, &patch, None);
/// assert_eq!(strategic, json!({"containers": [{"name": "a"}, {"name": "b", "tty": true}]}));
/// assert_eq!(plain, json!({"containers": [{"name": "b", "tty": true}]}));
/// ```
pub fn merge(target: &mut Value, patch: &Value, rules: Option<Rules<'_>>) {
    let Value::Object(fields) = patch else {
        *target = patch.clone();
        return;
    };
    let directive = fields.get(DIRECTIVE).and_then(Value::as_str).filter(|_| rules.is_some());
    if !target.is_object() || matches!(directive, Some("replace" | "delete")) {
        *target = Value::Object(Map::new());
    }
    let Value::Object(target) = target else { return };
    if directive == Some("delete") {
        return;
    }
    match rules {
        Some(rules) => merge_strategic(target, fields, rules),
        None => fields.iter().for_each(|(name, value)| merge_field(target, name, value, None)),
    }
}

fn merge_strategic(target: &mut Map<String, Value>, fields: &Map<String, Value>, rules: Rules<'_>) {
    for (name, gone) in fields {
        let list = name.strip_prefix(DELETE_ITEMS).and_then(|list| target.get_mut(list));
        if let (Some(Value::Array(have)), Value::Array(gone)) = (list, gone) {
            have.retain(|one| !gone.contains(one));
        }
    }
    // A list of which only the order changes stands in no field of its own.
    let nothing = Value::Array(Vec::new());
    let moved = fields.keys().filter_map(|name| name.strip_prefix(ORDER));
    let is_list = |name: &str| target.get(name).is_some_and(Value::is_array);
    let moved = moved.filter(|list| !fields.contains_key(*list) && is_list(list));
    let moved: Vec<&str> = moved.filter(|list| rules.key(list).is_some()).collect();
    let written = fields.iter().filter(|(name, _)| !name.starts_with('$'));
    let written = written.map(|(name, value)| (name.as_str(), value));
    for (name, value) in written.chain(moved.into_iter().map(|list| (list, &nothing))) {
        match (target.get_mut(name), value, rules.key(name)) {
            (Some(Value::Array(have)), Value::Array(give), Some(key)) => {
                let order = fields.get(&format!("{ORDER}{name}")).and_then(Value::as_array);
                merge_list(have, give, order.unwrap_or(give), key, rules);
            }
            (Some(have), Value::Object(_), _) if rules.is_whole(name) => have.clone_from(value),
            _ => merge_field(target, name, value, Some(rules)),
        }
    }
    if let Some(kept) = fields.get(RETAIN).and_then(Value::as_array) {
        target.retain(|name, _| kept.iter().any(|one| one.as_str() == Some(name.as_str())));
    }
}

fn merge_field(target: &mut Map<String, Value>, name: &str, value: &Value, rules: Option<Rules<'_>>) {
    if value.is_null() {
        target.shift_remove(name);
        return;
    }
    merge(target.entry(name).or_insert(Value::Null), value, rules);
}

/// Merges items by their key, plain values by themselves. Those that stand in `order` come in its order.
/// Upstream: mergeSliceWithoutSpecialElements, normalizeElementOrder.
fn merge_list(have: &mut Vec<Value>, give: &[Value], order: &[Value], key: &str, rules: Rules<'_>) {
    let directive = |item: &Value| item.get(DIRECTIVE).and_then(Value::as_str).map(str::to_owned);
    let is = |one: &Value, item: &Value| match key {
        "" => one == item,
        key => one.get(key).is_some() && one.get(key) == item.get(key),
    };
    let place = |items: &[Value], item: &Value| items.iter().position(|one| is(one, item));
    if give.iter().any(|item| directive(item).as_deref() == Some("replace")) {
        *have = give.iter().filter(|item| directive(item).is_none()).cloned().collect();
        return;
    }
    let before = have.clone();
    for item in give.iter().filter(|item| directive(item).as_deref() == Some("delete")) {
        have.retain(|one| !is(one, item));
    }
    for item in give.iter().filter(|item| directive(item).as_deref() != Some("delete")) {
        let at = place(have, item).unwrap_or(have.len());
        if at == have.len() {
            have.push(Value::Null);
        }
        if let Some(one) = have.get_mut(at) {
            merge(one, item, Some(rules));
        }
    }
    let (mut named, mut others) = (Vec::new(), Vec::new());
    // Mostly nothing has moved.
    let about = |items: &[Value], at: usize, item: &Value| {
        if items.get(at).is_some_and(|one| is(one, item)) { Some(at) } else { place(items, item) }
    };
    for (at, one) in have.drain(..).enumerate() {
        let stood = about(&before, at, &one);
        match about(order, at, &one) {
            Some(at) => named.push((at, stood, one)),
            None => others.push((stood, one)),
        }
    }
    sort_by(&mut named, |one, other| one.0.cmp(&other.0));
    interleave(named.into_iter().map(|(_, stood, one)| (stood, one)).collect(), others, have);
}

/// Puts the items whose order is told and the others into one list. Each comes with its place in the list as it was: another
/// one comes before the first of those that stood behind it.
/// Upstream: mergeSortedSlice.
fn interleave(named: Vec<(Option<usize>, Value)>, others: Vec<(Option<usize>, Value)>, all: &mut Vec<Value>) {
    let mut others = others.into_iter().peekable();
    for (stood, item) in named {
        let is_before =
            |(at, _): &(Option<usize>, Value)| at.zip(stood).is_some_and(|(at, stood)| at < stood);
        while let Some((_, other)) = others.next_if(is_before) {
            all.push(other);
        }
        all.push(item);
    }
    all.extend(others.map(|(_, other)| other));
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn strategic(object: Value, patch: &Value) -> Value {
        strategic_of("Pod", object, patch)
    }

    fn strategic_of(kind: &str, mut object: Value, patch: &Value) -> Value {
        merge(&mut object, patch, Some(Rules::of(kind)));
        object
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
        merge(&mut object, &json!({"metadata": {"labels": {"a": null, "b": "c"}}}), None);
        assert_eq!(object, json!({"metadata": {"labels": {"b": "c"}}}));
    }

    #[test]
    fn ports_of_a_service_have_another_key() {
        let object = json!({"ports": [{"port": 80, "name": "http"}]});
        let patch = json!({"ports": [{"port": 80, "targetPort": 8080}]});
        assert_eq!(
            strategic_of("Service", object, &patch),
            json!({"ports": [{"port": 80, "name": "http", "targetPort": 8080}]})
        );
    }

    #[test]
    fn an_order_that_is_told_counts_and_others_keep_their_place() {
        let object = json!({"containers": [{"name": "a"}, {"name": "b"}, {"name": "c"}, {"name": "d"}]});
        let order = json!([{"name": "c"}, {"name": "a"}]);
        let patch = json!({"$setElementOrder/containers": order});
        let sorted = json!({"containers": [{"name": "b"}, {"name": "c"}, {"name": "a"}, {"name": "d"}]});
        assert_eq!(strategic(object, &patch), sorted);
        let patch = json!({"$setElementOrder/finalizers": ["c", "a"], "finalizers": ["c"]});
        assert_eq!(strategic(json!({"finalizers": ["a"]}), &patch), json!({"finalizers": ["c", "a"]}));
        assert_eq!(strategic(json!({}), &json!({"$setElementOrder/finalizers": ["c"]})), json!({}));
    }

    #[test]
    fn plain_values_are_added_and_a_whole_map_is_replaced() {
        let patch = json!({"finalizers": ["b", "a"], "args": ["x"]});
        let patched = strategic(json!({"finalizers": ["a", "c"], "args": ["y"]}), &patch);
        assert_eq!(patched, json!({"finalizers": ["b", "a", "c"], "args": ["x"]}));
        let budget = json!({"selector": {"matchLabels": {"a": "b"}}});
        let patch = json!({"selector": {"matchLabels": {"c": "d"}}});
        assert_eq!(strategic_of("PodDisruptionBudget", budget, &patch), patch);
    }
}
