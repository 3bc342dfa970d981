//! `kubectl apply` of an object that is there: what the author took out goes, what was written stands, what the server
//! or others added stays. Upstream: CreateThreeWayMergePatch, apimachinery/pkg/util/strategicpatch/patch.go.

use crate::keyed::Rules;
use serde_json::{Map, Value};

/// Changes `live` as an apply of `new` does, when `old` was applied before.
pub fn merge(live: &mut Value, old: &Value, new: &Value) {
    let (Value::Object(live), Value::Object(new)) = (live, new) else { return };
    let nothing = Map::new();
    let rules = Rules::of(new.get("kind").and_then(Value::as_str).unwrap_or_default());
    Merge { rules }.fields(live, old.as_object().unwrap_or(&nothing), new, false);
}

/// A merge of one object.
#[derive(Clone, Copy)]
struct Merge<'a> {
    rules: Rules<'a>,
}

impl Merge<'_> {
    fn fields(
        self,
        live: &mut Map<String, Value>,
        old: &Map<String, Value>,
        new: &Map<String, Value>,
        retained: bool,
    ) {
        live.retain(|name, _| new.contains_key(name) || !old.contains_key(name) && !retained);
        for (name, value) in new {
            if value.is_null() {
                live.shift_remove(name);
                continue;
            }
            let old = old.get(name).unwrap_or(&Value::Null);
            let key = self.rules.key(name);
            let retained = Rules::is_retained(name);
            match (live.get_mut(name), value, key) {
                (Some(Value::Object(live)), Value::Object(new), _) => {
                    self.fields(live, old.as_object().unwrap_or(&Map::new()), new, retained);
                }
                (Some(Value::Array(live)), Value::Array(new), Some(key)) => {
                    self.items(
                        live,
                        old.as_array().map(Vec::as_slice).unwrap_or_default(),
                        new,
                        key,
                        retained,
                    );
                }
                _ => {
                    live.insert(name.clone(), value.clone());
                }
            }
        }
    }

    /// Written items come in their order, the others behind them.
    fn items(self, live: &mut Vec<Value>, old: &[Value], new: &[Value], key: &str, retained: bool) {
        let same = |one: &Value, other: &Value| match key {
            "" => one == other,
            key => one.get(key).is_some() && one.get(key) == other.get(key),
        };
        let mut left = std::mem::take(live);
        for item in new {
            let before = old.iter().find(|before| same(before, item)).unwrap_or(&Value::Null);
            let found = left.iter().position(|there| same(there, item)).map(|at| left.remove(at));
            let mut merged = found.unwrap_or_else(|| item.clone());
            if let (Value::Object(merged), Value::Object(item)) = (&mut merged, item) {
                self.fields(merged, before.as_object().unwrap_or(&Map::new()), item, retained);
            }
            live.push(merged);
        }
        left.retain(|there| !old.iter().any(|before| same(before, there)));
        live.append(&mut left);
    }
}
