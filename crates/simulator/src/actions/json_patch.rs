//! JSON patches (RFC 6902), of which an operation that does not fit ends the whole patch. Upstream: jsonPatcher.applyJSPatch,
//! apiserver/pkg/endpoints/handlers/patch.go.

use serde_json::Value;

/// The server's words, whatever does not fit.
const REFUSED: &str = "the server rejected our request due to an error in our request";

/// Applies all operations; the error is in the server's words, with what does not fit behind them.
pub(super) fn apply(object: &mut Value, operations: &[Value]) -> Result<(), String> {
    for operation in operations {
        operate(object, operation).map_err(|why| format!("{REFUSED} ({why})"))?;
    }
    Ok(())
}

fn operate(object: &mut Value, operation: &Value) -> Result<(), String> {
    let text = |name: &str| operation.get(name).and_then(Value::as_str).unwrap_or_default();
    let value = || operation.get("value").cloned().unwrap_or(Value::Null);
    let (path, from) = (text("path"), text("from"));
    match text("op") {
        "add" => add(object, path, value()),
        "remove" => take(object, path).map(drop),
        "replace" => {
            object.pointer_mut(path).map(|there| *there = value()).ok_or_else(|| nothing("replace", path))
        }
        "test" => match object.pointer(path) {
            Some(there) if *there == value() => Ok(()),
            None if value().is_null() => Ok(()),
            _ => Err(format!("test: {path} has another value")),
        },
        "copy" => {
            let copied = object.pointer(from).cloned().ok_or_else(|| nothing("copy", from))?;
            add(object, path, copied)
        }
        "move" => {
            let moved = take(object, from)?;
            add(object, path, moved)
        }
        other => Err(format!("there is no operation `{other}`")),
    }
}

fn nothing(operation: &str, path: &str) -> String {
    format!("{operation}: there is nothing at {path}")
}

/// The map or list that holds the value at a path, and the value's name in it.
fn parent<'v>(object: &'v mut Value, path: &str) -> Option<(&'v mut Value, String)> {
    let (parent, last) = path.rsplit_once('/')?;
    Some((object.pointer_mut(parent)?, last.replace("~1", "/").replace("~0", "~")))
}

fn add(object: &mut Value, path: &str, value: Value) -> Result<(), String> {
    if path.is_empty() {
        *object = value;
        return Ok(());
    }
    match parent(object, path) {
        Some((Value::Object(fields), last)) => drop(fields.insert(last, value)),
        Some((Value::Array(items), last)) => {
            let at = if last == "-" { Some(items.len()) } else { last.parse::<usize>().ok() };
            let at = at.filter(|at| *at <= items.len());
            items.insert(at.ok_or_else(|| format!("add: {path} is behind the end of the list"))?, value);
        }
        _ => return Err(format!("add: there is nothing that could hold {path}")),
    }
    Ok(())
}

fn take(object: &mut Value, path: &str) -> Result<Value, String> {
    let taken = match parent(object, path) {
        Some((Value::Object(fields), last)) => fields.remove(&last),
        Some((Value::Array(items), last)) => {
            let at = last.parse::<usize>().ok().filter(|at| *at < items.len());
            at.map(|at| items.remove(at))
        }
        _ => None,
    };
    taken.ok_or_else(|| nothing("remove", path))
}

#[cfg(test)]
mod tests {
    use super::apply;
    use serde_json::json;

    #[test]
    fn what_does_not_fit_is_told() {
        let object = json!({"spec": {"replicas": 1, "list": ["a"]}});
        let patched = |operation: &serde_json::Value| {
            let mut object = object.clone();
            apply(&mut object, std::slice::from_ref(operation)).map(|()| object["spec"].clone())
        };
        let fits = [
            (
                json!({"op": "replace", "path": "/spec/replicas", "value": 2}),
                json!({"replicas": 2, "list": ["a"]}),
            ),
            (
                json!({"op": "add", "path": "/spec/list/-", "value": "b"}),
                json!({"replicas": 1, "list": ["a", "b"]}),
            ),
            (
                json!({"op": "move", "from": "/spec/list/0", "path": "/spec/x"}),
                json!({"replicas": 1, "list": [], "x": "a"}),
            ),
            (json!({"op": "test", "path": "/spec/replicas", "value": 1}), object["spec"].clone()),
        ];
        for (operation, spec) in fits {
            assert_eq!(patched(&operation), Ok(spec), "{operation}");
        }
        for operation in [
            json!({"op": "replace", "path": "/spec/replica", "value": 2}),
            json!({"op": "remove", "path": "/spec/list/1"}),
            json!({"op": "add", "path": "/status/phase", "value": "x"}),
            json!({"op": "add", "path": "/spec/list/3", "value": "x"}),
            json!({"op": "test", "path": "/spec/replicas", "value": 3}),
        ] {
            let why = patched(&operation).unwrap_err();
            assert!(why.starts_with("the server rejected our request"), "{why}");
        }
    }
}
