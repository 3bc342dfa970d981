//! The items of a strategic merge patch that do not say which item of a list they change.
//! Upstream: `mergeSliceHandler`, apimachinery/pkg/util/strategicpatch/patch.go.

use super::{DIRECTIVE, Rules};
use serde_json::Value;

/// The server's words on a strategic patch whose item of a list does not say which one it is.
///
/// ```
/// use api::strategic::{Rules, keyless};
/// use serde_json::json;
/// let pod = json!({"containers": [{"name": "a"}]});
/// let words = keyless(&pod, &json!({"containers": [{"image": "a:2"}]}), Rules::of("Pod"));
/// assert_eq!(words.as_deref(), Some("map: map[image:a:2] does not contain declared merge key: name"));
/// ```
pub fn keyless(have: &Value, patch: &Value, rules: Rules<'_>) -> Option<String> {
    patch.as_object()?.iter().find_map(|(name, value)| match (have.get(name)?, value) {
        (Value::Array(have), Value::Array(give)) => {
            let key = rules.key(name).filter(|key| !key.is_empty())?;
            let is_whole = |item: &Value| item.get(DIRECTIVE).is_some_and(|directive| directive == "replace");
            if give.iter().any(is_whole) {
                return None;
            }
            give.iter().find_map(|item| match item.get(key) {
                None if item.is_object() => {
                    let item = crate::json::go_text(item);
                    Some(format!("map: {item} does not contain declared merge key: {key}"))
                }
                own => keyless(have.iter().find(|one| one.get(key) == own)?, item, rules),
            })
        }
        (have, value) => keyless(have, value, rules),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_item_without_its_key_is_told() {
        let object =
            json!({"spec": {"containers": [{"name": "a", "ports": [{"containerPort": 1}]}], "args": ["x"]}});
        let told = |patch: Value| keyless(&object, &patch, Rules::of("Pod")).unwrap_or_default();
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
        let words = keyless(&service, &json!({"spec": {"ports": [{"name": "x"}]}}), Rules::of("Service"));
        assert_eq!(words.as_deref(), Some("map: map[name:x] does not contain declared merge key: port"));
    }
}
