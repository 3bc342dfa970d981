//! Label selectors as they are typed: `app=web,tier in (a, b),!legacy`.
//! Upstream: Parse and Matches, staging/src/k8s.io/apimachinery/pkg/labels/selector.go.

use api::Kubernetes;
use api::collections::sort_by;
use api::json::quote;
use serde_json::{Map, Value, json};
use validation::{Detail, names};

/// A conjunction of terms; none select everything.
#[derive(Clone, Debug, Default)]
pub(crate) struct Selector(Vec<Term>);

#[derive(Clone, Debug)]
struct Term {
    key: String,
    want: Want,
}

impl Term {
    /// The term, unless no label could be so. Upstream: NewRequirement.
    fn checked(self, kubernetes: &Kubernetes) -> Result<Term, String> {
        let invalid = |place: &str, text: &str, messages: Vec<Detail>| {
            let why = Detail::joined(&messages, "; ");
            (!messages.is_empty()).then(|| format!("{place}: Invalid value: {}: {}", quote(text), why.text))
        };
        let mut errors = Vec::new();
        errors.extend(invalid("<nil>", &self.key, names::label_key(&self.key, kubernetes)));
        let values = match &self.want {
            Want::Is(value) => std::slice::from_ref(value),
            Want::In(values) | Want::NotIn(values) => values,
            Want::Exists | Want::Absent | Want::Beyond(..) => &[],
        };
        if !values.is_empty() {
            let mut values: Vec<&String> = values.iter().collect();
            sort_by(&mut values, Ord::cmp);
            for (index, value) in values.into_iter().enumerate() {
                let place = format!("values[{index}][{}]", self.key);
                errors.extend(invalid(&place, value, names::label_value(value, kubernetes)));
            }
        }
        match errors.as_slice() {
            [] => Ok(self),
            [one] => Err(one.clone()),
            several => Err(format!("[{}]", several.join(", "))),
        }
    }
}

#[derive(Clone, Debug)]
enum Want {
    Exists,
    Absent,
    Is(String),
    In(Vec<String>),
    NotIn(Vec<String>),
    /// Whether it is more than this number, or less.
    Beyond(bool, i64),
}

impl Selector {
    /// Reads a selector; the error is the server's.
    pub(crate) fn parse(text: &str, kubernetes: &Kubernetes) -> Result<Selector, String> {
        let mut tokens = Tokens { all: tokens(text), next: 0 };
        let mut terms = Vec::new();
        if !starts(tokens.peek()) && !tokens.peek().is_empty() {
            return Err(format!("found '{}', expected: !, identifier, or 'end of string'", tokens.peek()));
        }
        while !tokens.peek().is_empty() {
            let term = term(&mut tokens).and_then(|term| term.checked(kubernetes));
            terms.push(term.map_err(|error| format!("unable to parse requirement: {error}"))?);
            match tokens.take() {
                "" => break,
                "," if starts(tokens.peek()) => {}
                "," => return Err(format!("found '{}', expected: identifier after ','", tokens.peek())),
                other => return Err(format!("found '{other}', expected: ',' or 'end of string'")),
            }
        }
        Ok(Selector(terms))
    }

    /// The selector of a text as a field of an object. Upstream: ParseToLabelSelector, apimachinery/pkg/apis/meta/v1/helpers.go.
    pub(crate) fn field(text: &str, kubernetes: &Kubernetes) -> Result<Value, String> {
        let read = Selector::parse(text, kubernetes);
        let Selector(terms) =
            read.map_err(|why| format!("couldn't parse the selector string \"{text}\": {why}"))?;
        // No name and no value has it.
        if text.contains("!=") {
            return Err("\"!=\" is not a valid label selector operator".to_owned());
        }
        let (mut labels, mut expressions) = (Map::new(), Vec::new());
        for Term { key, want } in terms {
            let (operator, mut values) = match want {
                Want::Is(value) => {
                    labels.insert(key, value.into());
                    continue;
                }
                Want::In(values) => ("In", values),
                Want::NotIn(values) => ("NotIn", values),
                Want::Exists => ("Exists", Vec::new()),
                Want::Absent => ("DoesNotExist", Vec::new()),
                Want::Beyond(more, _) => {
                    let word = if more { "gt" } else { "lt" };
                    return Err(format!("\"{word}\" isn't supported in label selectors"));
                }
            };
            sort_by(&mut values, Ord::cmp);
            values.dedup();
            let mut one = json!({"key": key, "operator": operator});
            if let Some(fields) = one.as_object_mut().filter(|_| !values.is_empty()) {
                fields.insert("values".to_owned(), values.into());
            }
            expressions.push(one);
        }
        let of = |field: &str, value: Value| (field.to_owned(), value);
        let all = [of("matchExpressions", expressions.into()), of("matchLabels", labels.into())];
        let is_empty = |value: &Value| *value == json!([]) || *value == json!({});
        Ok(Value::Object(all.into_iter().filter(|(_, value)| !is_empty(value)).collect()))
    }

    /// Whether an object with these labels (a JSON map, if any) is selected.
    pub(crate) fn matches(&self, labels: Option<&Value>) -> bool {
        self.0.iter().all(|Term { key, want }| {
            let label = labels.and_then(|labels| labels.get(key)).and_then(Value::as_str);
            match want {
                Want::Exists => label.is_some(),
                Want::Absent => label.is_none(),
                Want::Is(value) => label == Some(value.as_str()),
                Want::In(values) => label.is_some_and(|label| values.iter().any(|value| value == label)),
                Want::Beyond(more, number) => label
                    .and_then(|label| label.parse::<i64>().ok())
                    .is_some_and(|label| if *more { label > *number } else { label < *number }),
                Want::NotIn(values) => label.is_none_or(|label| values.iter().all(|value| value != label)),
            }
        })
    }
}

/// The words and signs of a selector; the empty one stands for its end.
struct Tokens<'t> {
    all: Vec<&'t str>,
    next: usize,
}

impl<'t> Tokens<'t> {
    fn peek(&self) -> &'t str {
        self.all.get(self.next).copied().unwrap_or_default()
    }

    fn take(&mut self) -> &'t str {
        let token = self.peek();
        self.next += 1;
        token
    }
}

fn is_sign(c: char) -> bool {
    matches!(c, '=' | '!' | '(' | ')' | ',' | '>' | '<')
}

fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let is_double = rest.starts_with("==") || rest.starts_with("!=");
        let end = match rest.find(|c: char| is_sign(c) || c.is_ascii_whitespace()) {
            Some(0) if is_double => 2,
            Some(0) => 1,
            end => end.unwrap_or(rest.len()),
        };
        let (token, behind) = rest.split_at(end);
        tokens.push(token);
        rest = behind.trim_start();
    }
    tokens
}

/// Whether it is a name or a value.
fn is_name(token: &str) -> bool {
    !token.is_empty() && !token.starts_with(is_sign)
}

/// Whether a term may begin so.
fn starts(token: &str) -> bool {
    token == "!" || is_name(token)
}

fn term(tokens: &mut Tokens<'_>) -> Result<Term, String> {
    let is_absent = tokens.peek() == "!";
    if is_absent {
        tokens.take();
    }
    let key = tokens.take();
    if !is_name(key) {
        return Err(format!("found '{key}', expected: identifier"));
    }
    let made = |want: Want| Ok(Term { key: key.to_owned(), want });
    if matches!(tokens.peek(), "" | ",") {
        return made(if is_absent { Want::Absent } else { Want::Exists });
    }
    if is_absent {
        return made(Want::Absent);
    }
    let operator = tokens.take();
    match operator {
        "in" => return made(Want::In(values(tokens)?)),
        "notin" => return made(Want::NotIn(values(tokens)?)),
        "=" | "==" | "!=" | ">" | "<" => {}
        found => return Err(format!("found '{found}', expected: in, notin, =, ==, !=, gt, lt")),
    }
    let value = match tokens.peek() {
        "" | "," => "",
        value if is_name(value) => tokens.take(),
        other => return Err(format!("found '{other}', expected: identifier")),
    };
    made(match operator {
        "!=" => Want::NotIn(vec![value.to_owned()]),
        ">" | "<" => {
            let number = value.parse();
            let shown = api::json::quote(value);
            Want::Beyond(operator == ">", number.map_err(|_| {
                format!("values[0][{key}]: Invalid value: {shown}: for 'Gt', 'Lt' operators, the value must be an integer")
            })?)
        }
        _ => Want::Is(value.to_owned()),
    })
}

/// `(a, b)`.
fn values(tokens: &mut Tokens<'_>) -> Result<Vec<String>, String> {
    let open = tokens.take();
    if open != "(" {
        return Err(format!("found '{open}' expected: '('"));
    }
    let mut values = Vec::new();
    loop {
        match tokens.take() {
            ")" => {
                if values.is_empty() {
                    values.push(String::new());
                }
                return Ok(values);
            }
            "," => {
                if values.is_empty() || matches!(tokens.peek(), ")" | ",") {
                    values.push(String::new());
                }
            }
            value if is_name(value) => {
                values.push(value.to_owned());
                if !matches!(tokens.peek(), "," | ")") {
                    return Err(format!("found '{}', expected: ',' or ')'", tokens.peek()));
                }
            }
            other => return Err(format!("found '{other}', expected: ',', or identifier")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Selector, json};
    use api::Kubernetes;

    #[test]
    fn terms_are_met_together() {
        let labels = json!({"app": "web", "tier": "b"});
        let matches =
            |text: &str| Selector::parse(text, &Kubernetes::default()).unwrap().matches(Some(&labels));
        for text in ["", "app", "app=web", "app==web,tier in (a, b)", "!x", "app!=db", "x notin (y)"] {
            assert!(matches(text), "{text}");
        }
        for text in ["app=db", "!app", "tier notin (b)", "app,x"] {
            assert!(!matches(text), "{text}");
        }
        for (text, is_met) in
            [("n>9", true), ("n>10", false), ("n<11", true), ("app>1", false), ("x>1", false)]
        {
            let labels = json!({"n": "10", "app": "web"});
            assert_eq!(
                Selector::parse(text, &Kubernetes::default()).unwrap().matches(Some(&labels)),
                is_met,
                "{text}"
            );
        }
    }

    #[test]
    fn the_server_says_what_it_cannot_read() {
        let error = |text: &str| Selector::parse(text, &Kubernetes::default()).unwrap_err();
        for (text, told) in [
            ("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"),
            ("app!", "unable to parse requirement: found '!', expected: in, notin, =, ==, !=, gt, lt"),
            ("app in web", "unable to parse requirement: found 'web' expected: '('"),
            ("app in (web,db", "unable to parse requirement: found '', expected: ',' or ')'"),
            ("=", "found '=', expected: !, identifier, or 'end of string'"),
            (",app=web", "found ',', expected: !, identifier, or 'end of string'"),
            ("app=web,", "found '', expected: identifier after ','"),
            ("a=b=c", "found '=', expected: ',' or 'end of string'"),
            ("app=we b", "found 'b', expected: ',' or 'end of string'"),
            (
                "a/b/c",
                "unable to parse requirement: <nil>: Invalid value: \"a/b/c\": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",
            ),
            (
                "app=-x",
                "unable to parse requirement: values[0][app]: Invalid value: \"-x\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
            ),
        ] {
            assert_eq!(error(text), told, "{text}");
        }
    }

    #[test]
    fn a_selector_becomes_a_field() {
        let field = |text: &str| Selector::field(text, &Kubernetes::default());
        assert_eq!(field("app=web,b==").unwrap(), json!({"matchLabels": {"app": "web", "b": ""}}));
        let terms = json!([
            {"key": "a", "operator": "In", "values": ["x", "y"]},
            {"key": "b", "operator": "DoesNotExist"},
        ]);
        assert_eq!(field("a in (y,x,y),!b").unwrap(), json!({"matchExpressions": terms}));
        for (text, why) in [
            (
                "a in (b",
                "couldn't parse the selector string \"a in (b\": unable to parse requirement: found '', expected: ',' or ')'",
            ),
            ("a!=b", "\"!=\" is not a valid label selector operator"),
            ("a>1", "\"gt\" isn't supported in label selectors"),
        ] {
            assert_eq!(field(text).unwrap_err(), why);
        }
    }
}
