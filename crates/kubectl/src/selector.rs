//! Label selectors as they are typed: `app=web,tier in (a, b),!legacy`.
//! Upstream: Parse and Matches, staging/src/k8s.io/apimachinery/pkg/labels/selector.go.

use serde_json::Value;

/// A conjunction of terms; none select everything.
#[derive(Clone, Debug, Default)]
pub(crate) struct Selector(Vec<Term>);

#[derive(Clone, Debug)]
struct Term {
    key: String,
    want: Want,
}

#[derive(Clone, Debug)]
enum Want {
    Exists,
    Absent,
    In(Vec<String>),
    NotIn(Vec<String>),
}

impl Selector {
    pub(crate) fn parse(text: &str) -> Result<Selector, String> {
        let mut terms = Vec::new();
        let mut depth = 0;
        let parts = text.split(|c: char| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            c == ',' && depth == 0
        });
        for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
            terms.push(term(part).ok_or_else(|| unreadable(part))?);
        }
        Ok(Selector(terms))
    }

    /// Whether an object with these labels (a JSON map, if any) is selected.
    pub(crate) fn matches(&self, labels: Option<&Value>) -> bool {
        self.0.iter().all(|Term { key, want }| {
            let label = labels.and_then(|labels| labels.get(key)).and_then(Value::as_str);
            match want {
                Want::Exists => label.is_some(),
                Want::Absent => label.is_none(),
                Want::In(values) => label.is_some_and(|label| values.iter().any(|value| value == label)),
                Want::NotIn(values) => label.is_none_or(|label| values.iter().all(|value| value != label)),
            }
        })
    }
}

/// The server's words about a part that is no requirement.
fn unreadable(part: &str) -> String {
    match part.split_whitespace().collect::<Vec<_>>().as_slice() {
        [_, "in" | "notin", found] => {
            format!("unable to parse requirement: found '{found}' expected: '('")
        }
        _ if part.contains('=') => "found '=', expected: ',' or 'end of string'".to_owned(),
        _ => format!("unable to parse requirement: {part}"),
    }
}

fn term(text: &str) -> Option<Term> {
    let made = |key: &str, want: Want| Some(Term { key: key.trim().to_owned(), want });
    let one = |value: &str| vec![value.trim().to_owned()];
    if let Some(key) = text.strip_prefix('!') {
        return made(key, Want::Absent);
    }
    if let Some((key, value)) = text.split_once("!=") {
        return made(key, Want::NotIn(one(value)));
    }
    if let Some((key, value)) = text.split_once("==").or_else(|| text.split_once('=')) {
        if value.contains('=') {
            return None;
        }
        return made(key, Want::In(one(value)));
    }
    let Some((head, values)) = text.split_once('(') else {
        return if text.contains(char::is_whitespace) { None } else { made(text, Want::Exists) };
    };
    let values = values.strip_suffix(')')?.split(',').map(|value| value.trim().to_owned()).collect();
    match head.split_whitespace().collect::<Vec<_>>().as_slice() {
        [key, "in"] => made(key, Want::In(values)),
        [key, "notin"] => made(key, Want::NotIn(values)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Selector;
    use serde_json::json;

    #[test]
    fn terms_are_met_together() {
        let labels = json!({"app": "web", "tier": "b"});
        let matches = |text: &str| Selector::parse(text).unwrap().matches(Some(&labels));
        for text in ["", "app", "app=web", "app==web,tier in (a, b)", "!x", "app!=db", "x notin (y)"] {
            assert!(matches(text), "{text}");
        }
        for text in ["app=db", "!app", "tier notin (b)", "app,x"] {
            assert!(!matches(text), "{text}");
        }
        assert!(Selector::parse("a b").is_err());
    }
}
