//! Go's templates, as `-o go-template=` takes them: `{{range .items}}{{.metadata.name}}{{"\n"}}{{end}}`.
//! Upstream: staging/src/k8s.io/cli-runtime/pkg/printers/template.go.

#[cfg(test)]
mod tests;

use gtmpl_ng::{Context, FuncError, Number, Template, Value as Held};
use serde_json::Value;

/// The text that a template makes of a value, or why there is none. The reasons are the library's own: kubectl's words about them
/// are not known here.
pub(crate) fn print(text: &str, root: &Value) -> Result<String, String> {
    let mut template = Template::default();
    template.add_func("exists", exists);
    template.add_func("base64decode", base64decode);
    template.parse(text).map_err(|error| error.to_string())?;
    template.render(&Context::from(held(root))).map_err(|error| error.to_string())
}

/// A value for templates. A whole number is no float, as kubectl reads JSON; a key that a map lacks is no error.
fn held(value: &Value) -> Held {
    match value {
        Value::Null => Held::Nil,
        Value::Bool(is) => Held::Bool(*is),
        Value::Number(number) => {
            let float = || Number::from(number.as_f64().unwrap_or_default());
            Held::Number(number.as_i64().map_or_else(float, Number::from))
        }
        Value::String(text) => Held::String(text.clone()),
        Value::Array(items) => Held::Array(items.iter().map(held).collect()),
        Value::Object(map) => Held::Map(map.iter().map(|(key, value)| (key.clone(), held(value))).collect()),
    }
}

/// Whether a value has what the keys behind it lead to.
#[expect(clippy::unnecessary_wraps, reason = "the shape of a function of templates")]
fn exists(given: &[Held]) -> Result<Held, FuncError> {
    let found = given.split_first().and_then(|(first, keys)| {
        keys.iter().try_fold(first, |value, key| match (value, key) {
            (Held::Map(map), Held::String(key)) => map.get(key),
            (Held::Array(items), Held::Number(index)) => items.get(usize::try_from(index.as_u64()?).ok()?),
            _ => None,
        })
    });
    Ok(Held::Bool(found.is_some()))
}

fn base64decode(given: &[Held]) -> Result<Held, FuncError> {
    let [Held::String(text)] = given else { return Err(FuncError::UnableToConvertFromValue) };
    if let Some(at) = api::base64::invalid(text) {
        return Err(FuncError::Generic(format!(
            "base64 decode failed: illegal base64 data at input byte {at}"
        )));
    }
    Ok(Held::String(String::from_utf8_lossy(&api::base64::decode(text)).into_owned()))
}
