//! `kubectl apply` of an object that is there: what the author took out goes, what was written stands, what the server
//! or others added stays. Upstream: CreateThreeWayMergePatch, apimachinery/pkg/util/strategicpatch/patch.go.

use serde_json::{Map, Value};

/// Lists that are merged by a key.
const KEYED: [(&str, &str); 12] = [
    ("conditions", "type"),
    ("containers", "name"),
    ("env", "name"),
    ("ephemeralContainers", "name"),
    ("hostAliases", "ip"),
    ("imagePullSecrets", "name"),
    ("initContainers", "name"),
    ("ownerReferences", "uid"),
    ("ports", "containerPort"),
    ("topologySpreadConstraints", "topologyKey"),
    ("volumeMounts", "mountPath"),
    ("volumes", "name"),
];

/// Fields of which nothing stays that is not written: of a volume there is one source.
const RETAINED: [&str; 2] = ["volumes", "strategy"];

/// Changes `live` as an apply of `new` does, when `old` was applied before.
pub fn merge(live: &mut Value, old: &Value, new: &Value) {
    let (Value::Object(live), Value::Object(new)) = (live, new) else { return };
    let nothing = Map::new();
    let ports =
        if new.get("kind").and_then(Value::as_str) == Some("Service") { "port" } else { "containerPort" };
    Merge { ports }.fields(live, old.as_object().unwrap_or(&nothing), new, false);
}

/// A merge of one object.
#[derive(Clone, Copy)]
struct Merge {
    /// The key of `ports`: a Service has another one than a container.
    ports: &'static str,
}

impl Merge {
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
            let key = KEYED.iter().find(|(list, _)| list == name).map(|(_, key)| *key);
            let key = key.map(|key| if name == "ports" { self.ports } else { key });
            let retained = RETAINED.contains(&name.as_str());
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
        let same = |one: &Value, other: &Value| one.get(key).is_some() && one.get(key) == other.get(key);
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
