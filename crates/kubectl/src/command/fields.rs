//! Field selectors: `status.phase=Running,spec.nodeName!=node-1`.
//! Upstream: ParseSelector, staging/src/k8s.io/apimachinery/pkg/fields/selector.go; the labels of each type:
//! AddFieldLabelConversionFunc in pkg/apis, ToSelectableFields in pkg/registry.

use serde_json::Value;

/// The labels of the kinds that have others than name and namespace.
const LABELS: [(&str, &str); 8] = [
    (
        "Pod",
        "metadata.namespace spec.nodeName spec.restartPolicy spec.schedulerName spec.serviceAccountName spec.hostNetwork status.phase status.podIP status.podIPs status.nominatedNodeName",
    ),
    (
        "Event",
        "metadata.namespace involvedObject.kind involvedObject.namespace involvedObject.name involvedObject.uid involvedObject.apiVersion involvedObject.resourceVersion involvedObject.fieldPath reason reportingComponent source type",
    ),
    ("Job", "metadata.namespace status.successful"),
    ("Namespace", "status.phase"),
    ("Node", "spec.unschedulable"),
    ("ReplicationController", "metadata.namespace status.replicas"),
    ("Secret", "metadata.namespace type"),
    ("Service", "metadata.namespace spec.clusterIP spec.type"),
];

/// A conjunction of terms; none select everything.
#[derive(Default)]
pub(super) struct Fields(Vec<Term>);

struct Term {
    label: String,
    value: String,
    is_wanted: bool,
}

impl Fields {
    /// Reads a selector of objects of a kind; the error is the server's.
    pub(super) fn parse(text: &str, kind: &str) -> Result<Fields, String> {
        let mut terms = split(text);
        api::collections::sort_by(&mut terms, Ord::cmp);
        let read = terms.into_iter().filter(|term| !term.is_empty()).map(|term| {
            let at = term
                .find('=')
                .ok_or_else(|| format!("invalid selector: '{text}'; can't understand '{term}'"))?;
            let (label, value) = term.split_at(at);
            let own = label.strip_suffix('!').unwrap_or(label);
            // The name of old.
            let bare = if kind == "Pod" && own == "spec.host" { "spec.nodeName" } else { own };
            let operator = if own == label && value.starts_with("==") { 2 } else { 1 };
            let value = value.get(operator..).unwrap_or_default();
            Ok(Term { label: bare.to_owned(), value: unescaped(value)?, is_wanted: own == label })
        });
        let fields = Fields(read.collect::<Result<_, String>>()?);
        match fields.0.iter().find(|term| !is_label(&term.label, kind)) {
            Some(term) => Err(unsupported(&term.label, kind)),
            None => Ok(fields),
        }
    }

    pub(super) fn matches(&self, object: &Value) -> bool {
        self.0.iter().all(|term| (value(object, &term.label) == term.value) == term.is_wanted)
    }
}

/// The terms between commas; a backslash keeps a comma in its term.
fn split(text: &str) -> Vec<&str> {
    let mut escaped = false;
    let is_end = move |c: char| {
        let is_end = !escaped && c == ',';
        escaped = !escaped && c == '\\';
        is_end
    };
    text.split(is_end).collect()
}

fn unescaped(text: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => match rest.next() {
                Some(c @ ('\\' | ',' | '=')) => out.push(c),
                other => {
                    let sequence: String = other.into_iter().collect();
                    return Err(format!("invalid field selector: invalid escape sequence: \\{sequence}"));
                }
            },
            '=' => {
                return Err(format!(
                    "invalid field selector: unescaped character in value: {}",
                    u32::from(c)
                ));
            }
            c => out.push(c),
        }
    }
    Ok(out)
}

fn own(kind: &str) -> Option<&'static str> {
    LABELS.iter().find(|(name, _)| *name == kind).map(|(_, labels)| *labels)
}

fn is_label(label: &str, kind: &str) -> bool {
    label == "metadata.name"
        || own(kind).unwrap_or("metadata.namespace").split(' ').any(|known| known == label)
}

fn unsupported(label: &str, kind: &str) -> String {
    let quoted = api::json::quote(label);
    match (kind, own(kind)) {
        ("Job", _) => format!("field label {quoted} not supported for Job"),
        (_, Some(_)) => format!("field label not supported: {label}"),
        _ => {
            format!("{quoted} is not a known field selector: only \"metadata.name\", \"metadata.namespace\"")
        }
    }
}

/// The text that the server compares: the field, or its zero where it is absent.
fn value(object: &Value, label: &str) -> String {
    let (label, other) = match label {
        "source" => ("source.component", "reportingComponent"),
        "status.successful" => ("status.succeeded", ""),
        label => (label, ""),
    };
    let at = |label: &str| object.pointer(&format!("/{}", label.replace('.', "/")));
    match at(label).or_else(|| at(other)) {
        // Addresses cannot be selected, though the server knows the label.
        _ if label == "status.podIPs" => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None => match label {
            "spec.hostNetwork" | "spec.unschedulable" => "false".to_owned(),
            "status.succeeded" | "status.replicas" => "0".to_owned(),
            _ => String::new(),
        },
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::Fields;
    use serde_json::json;

    #[test]
    fn terms_are_met_together() {
        let pod =
            json!({"metadata": {"name": "web"}, "spec": {"nodeName": "n,1"}, "status": {"phase": "Running"}});
        let matches = |text: &str| Fields::parse(text, "Pod").unwrap().matches(&pod);
        for text in [
            "",
            "metadata.name=web",
            "status.phase==Running,spec.nodeName!=x",
            r"spec.nodeName=n\,1",
            "spec.hostNetwork=false",
        ] {
            assert!(matches(text), "{text}");
        }
        for text in ["metadata.name!=web", "status.phase=Running,metadata.name=x", "status.podIPs=10.0.0.1"] {
            assert!(!matches(text), "{text}");
        }
    }

    #[test]
    fn the_server_says_which_labels_it_knows() {
        let error = |text: &str, kind: &str| Fields::parse(text, kind).err().unwrap();
        assert_eq!(error("spec.x=y", "Pod"), "field label not supported: spec.x");
        assert_eq!(error("spec.x=y", "Job"), "field label \"spec.x\" not supported for Job");
        assert_eq!(
            error("spec.x=y", "Deployment"),
            "\"spec.x\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
        );
        assert_eq!(error("nope", "Pod"), "invalid selector: 'nope'; can't understand 'nope'");
        assert_eq!(error("a=b=c", "Pod"), "invalid field selector: unescaped character in value: 61");
    }
}
