//! kubectl's own check before it sends. It checks only the kind of an object, since the server checks the
//! fields; the server never sees a list, so kubectl checks each field of a list by the OpenAPI schema.
//! Upstream: kubectl/pkg/validation/{schema,validation}.go, kube-openapi/pkg/util/proto/validation/types.go.

use api::Kubernetes;
use api::fields::{Shape, Struct, structure};
use kubectl::apply::{Submission, Validation};
use source::{Kind, Node, Scalar};

const NO_OBJECT: &str = "invalid object to validate";
/// The fields of every list of one kind.
const ENVELOPE: [&str; 4] = ["apiVersion", "kind", "metadata", "items"];

/// The message when kubectl does not send a document.
pub(super) fn refuse(root: Node<'_>, submission: &Submission, kubernetes: &Kubernetes) -> Option<String> {
    if submission.validation == Validation::Ignore || submission.is_diff {
        return None;
    }
    let mut errors = kind_of(root);
    if errors.is_empty() && submission.validation == Validation::Strict {
        list(root, kubernetes, &mut errors);
    }
    Some(format!(
        "error validating \"{}\": {}; if you choose to ignore these errors, turn validation off with --validate=false",
        submission.source,
        told(errors)?
    ))
}

/// The message without the file and the advice; `None` where there is no error.
fn told(errors: Vec<String>) -> Option<String> {
    let mut all: Vec<String> = Vec::new();
    for error in errors {
        if !all.contains(&error) {
            all.push(error);
        }
    }
    let errors = match all.as_slice() {
        [] => return None,
        [one] => one.clone(),
        several => format!("[{}]", several.join(", ")),
    };
    Some(format!("error validating data: {errors}"))
}

/// The message of an object that does not say what it is.
pub(super) fn without_kind(root: Node<'_>) -> Option<String> {
    told(kind_of(root))
}

/// The errors of `apiVersion` and `kind`.
fn kind_of(root: Node<'_>) -> Vec<String> {
    if !matches!(root.kind(), Kind::Mapping) {
        return vec![NO_OBJECT.to_owned()];
    }
    let mut errors = Vec::new();
    for field in ["apiVersion", "kind"] {
        match root.get(field).filter(|value| !value.is_null()) {
            None => errors.push(format!("{field} not set")),
            Some(value) if value.as_str().is_none() => errors.push(format!("{field} isn't string type")),
            Some(_) => {}
        }
    }
    errors
}

fn text<'d>(node: Node<'d>, field: &str) -> &'d str {
    node.get(field).and_then(|value| value.as_str()).unwrap_or_default()
}

/// Checks every field of a list.
fn list(root: Node<'_>, kubernetes: &Kubernetes, errors: &mut Vec<String>) {
    let (version, kind) = (text(root, "apiVersion"), text(root, "kind"));
    let Some(item_kind) = kind.strip_suffix("List") else { return };
    let items = root.get("items").filter(|items| matches!(items.kind(), Kind::Sequence));
    if (version, item_kind) == ("v1", "") {
        let Some(items) = items else { return errors.push(NO_OBJECT.to_owned()) };
        for item in items.items() {
            let mut wrong = kind_of(item);
            if wrong.is_empty() {
                let (version, kind) = (text(item, "apiVersion"), text(item, "kind"));
                let known = structure(kind).filter(|_| api::kinds::is_known(version, kind));
                let mut check = Check { kubernetes, errors: &mut wrong };
                if let Some(known) = &known {
                    check.object(item, known, kind);
                }
            }
            errors.append(&mut wrong);
        }
        return;
    }
    let known = structure(item_kind).filter(|_| api::kinds::is_known(version, item_kind));
    let (Some(known), Some(items)) = (known, items) else { return };
    let mut check = Check { kubernetes, errors };
    for entry in root.entries().filter(|entry| !ENVELOPE.contains(&entry.key) && !entry.value.is_null()) {
        let model = model(known.name);
        check.wrong(kind, &format!("unknown field \"{}\" in {model}List", entry.key));
    }
    for (index, item) in items.items().enumerate() {
        let path = format!("{kind}.items[{index}]");
        if item.is_null() {
            check.wrong(&format!("{kind}.items"), &format!("unknown object type \"nil\" in {path}"));
        } else {
            check.structure(item, known, (&path, &model(known.name)));
        }
    }
}

struct Check<'c> {
    kubernetes: &'c Kubernetes,
    errors: &'c mut Vec<String>,
}

impl Check<'_> {
    fn wrong(&mut self, path: &str, error: &str) {
        self.errors.push(format!("ValidationError({path}): {error}"));
    }

    fn object(&mut self, node: Node<'_>, known: &Struct, path: &str) {
        let model = model(known.name);
        for entry in node.entries().filter(|entry| !entry.value.is_null()) {
            let Some(field) = known.field(entry.key, self.kubernetes) else {
                self.wrong(path, &format!("unknown field \"{}\" in {model}", entry.key));
                continue;
            };
            let (path, model) = (format!("{path}.{}", entry.key), format!("{model}.{}", entry.key));
            self.value(entry.value, &field.shape, (&path, &model));
        }
        // The schema requires no field of the object itself, and no name of a reference.
        let required = known.fields.iter().filter(|field| field.required && field.exists_in(self.kubernetes));
        let required = required.filter(|field| {
            field.embedded.is_none() && !["apiVersion", "kind", "metadata"].contains(&field.name)
        });
        let missing = |name: &str| node.get(name).is_none_or(|value| value.is_null());
        let missing: Vec<&str> = required.map(|field| field.name).filter(|name| missing(name)).collect();
        for name in missing.into_iter().filter(|_| known.name != "LocalObjectReference") {
            self.wrong(path, &format!("missing required field \"{name}\" in {model}"));
        }
    }

    fn structure(&mut self, node: Node<'_>, known: &Struct, (path, model): (&str, &str)) {
        if self.fits(node, "map", (path, model)) {
            self.object(node, known, path);
        }
    }

    /// Whether a value has the type that the schema gives.
    fn fits(&mut self, node: Node<'_>, expected: &str, (path, model): (&str, &str)) -> bool {
        let (found, primitive) = match node.kind() {
            Kind::Mapping => ("map", false),
            Kind::Sequence => ("array", false),
            Kind::Scalar(Scalar::Bool(_), _) => ("boolean", true),
            Kind::Scalar(Scalar::Int(_), _) => ("integer", true),
            Kind::Scalar(Scalar::Uint(_) | Scalar::Float(_), _) => ("number", true),
            Kind::Scalar(Scalar::String | Scalar::Null, _) => ("string", true),
        };
        let fits = match expected {
            "string" => primitive,
            "integer" | "number" => matches!(found, "integer" | "number"),
            expected => found == expected,
        };
        if !fits {
            let error = format!("invalid type for {model}: got \"{found}\", expected \"{expected}\"");
            self.wrong(path, &error);
        }
        fits
    }

    fn value(&mut self, node: Node<'_>, shape: &Shape, (path, model): (&str, &str)) {
        let (expected, model) = match shape {
            Shape::Any => return,
            Shape::String(_) | Shape::Bytes => ("string", model),
            Shape::Quantity => ("string", "io.k8s.apimachinery.pkg.api.resource.Quantity"),
            Shape::IntOrString => ("string", "io.k8s.apimachinery.pkg.util.intstr.IntOrString"),
            Shape::Time => ("string", "io.k8s.apimachinery.pkg.apis.meta.v1.Time"),
            Shape::MicroTime => ("string", "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime"),
            Shape::Bool => ("boolean", model),
            Shape::Int32 | Shape::Int64 => ("integer", model),
            Shape::Float => ("number", model),
            Shape::Struct(_) | Shape::Map(..) => ("map", model),
            Shape::List(_) => ("array", model),
        };
        if !self.fits(node, expected, (path, model)) {
            return;
        }
        match shape {
            Shape::Struct(_) => shape.structure().iter().for_each(|inner| self.object(node, inner, path)),
            Shape::List(item) => {
                for (index, value) in node.items().enumerate() {
                    let at = format!("{path}[{index}]");
                    if value.is_null() {
                        self.wrong(path, &format!("unknown object type \"nil\" in {at}"));
                    } else {
                        self.value(value, item, (&at, model));
                    }
                }
            }
            Shape::Map(_, value) => {
                for entry in node.entries() {
                    let at = format!("{path}.{}", entry.key);
                    if entry.value.is_null() {
                        self.errors.push(format!("unknown object type \"nil\" in {at}"));
                    } else {
                        self.value(entry.value, value, (&at, model));
                    }
                }
            }
            _ => {}
        }
    }
}

/// The name of a struct in the OpenAPI schema.
fn model(name: &str) -> String {
    const META: [&str; 5] =
        ["LabelSelector", "LabelSelectorRequirement", "ManagedFieldsEntry", "ObjectMeta", "OwnerReference"];
    const APPS: [&str; 5] = ["DaemonSet", "Deployment", "ReplicaSet", "RollingUpdate", "StatefulSet"];
    const BATCH: [&str; 5] =
        ["CronJob", "Job", "PodFailurePolicy", "SuccessPolicy", "UncountedTerminatedPods"];
    let package = if META.contains(&name) {
        "apimachinery.pkg.apis.meta.v1"
    } else if APPS.iter().any(|prefix| name.starts_with(prefix)) {
        "api.apps.v1"
    } else if BATCH.iter().any(|prefix| name.starts_with(prefix)) {
        "api.batch.v1"
    } else {
        "api.core.v1"
    };
    format!("io.k8s.{package}.{name}")
}

#[cfg(test)]
mod tests {
    use super::refuse;
    use api::Kubernetes;
    use expect_test::{Expect, expect};
    use kubectl::apply::Submission;

    fn check(text: &str, expected: &Expect) {
        let read = source::read_stream(text);
        let root = read.documents[0].root();
        let refused = refuse(root, &Submission::apply("x.yaml"), &Kubernetes::RECORDED).unwrap_or_default();
        let refused = refused.replace("error validating \"x.yaml\": error validating data: ", "");
        expected.assert_eq(refused.split("; if you choose").next().unwrap_or_default());
    }

    #[test]
    fn objects_are_left_to_the_server() {
        check("apiVersion: v1\nkind: Pod\nspce: {}\n", &expect![[""]]);
        check("kind: 5\n", &expect!["[apiVersion not set, kind isn't string type]"]);
        check("- a\n", &expect!["invalid object to validate"]);
    }

    #[test]
    fn lists_are_checked_by_the_schema() {
        let list = |items: &str| format!("{{apiVersion: v1, kind: List, items: {items}}}");
        check(&list("[null, {kind: Pod}, 5]"), &expect!["[invalid object to validate, apiVersion not set]"]);
        check(&list("a"), &expect!["invalid object to validate"]);
        let pod = "[{apiVersion: v1, kind: Pod, spec: {containers: [{image: x, env: {a: b}, stdin: maybe, ports: [{containerPort: a}]}, null], hostNetwork: null, dnsConfig: 3}, metadata: {labels: {a: 1, b: }}}]";
        check(
            &list(pod),
            &expect![[
                r#"[unknown object type "nil" in Pod.metadata.labels.b, ValidationError(Pod.spec.containers[0].env): invalid type for io.k8s.api.core.v1.Container.env: got "map", expected "array", ValidationError(Pod.spec.containers[0].ports[0].containerPort): invalid type for io.k8s.api.core.v1.ContainerPort.containerPort: got "string", expected "integer", ValidationError(Pod.spec.containers[0].stdin): invalid type for io.k8s.api.core.v1.Container.stdin: got "string", expected "boolean", ValidationError(Pod.spec.containers[0]): missing required field "name" in io.k8s.api.core.v1.Container, ValidationError(Pod.spec.containers): unknown object type "nil" in Pod.spec.containers[1], ValidationError(Pod.spec.dnsConfig): invalid type for io.k8s.api.core.v1.PodSpec.dnsConfig: got "integer", expected "map"]"#
            ]],
        );
        check(
            "{apiVersion: apps/v1, kind: DeploymentList, items: [null, {spec: {replcas: 1, template: {spec: {}}}}]}",
            &expect![[
                r#"[ValidationError(DeploymentList.items): unknown object type "nil" in DeploymentList.items[0], ValidationError(DeploymentList.items[1].spec): unknown field "replcas" in io.k8s.api.apps.v1.DeploymentSpec, ValidationError(DeploymentList.items[1].spec.template.spec): missing required field "containers" in io.k8s.api.core.v1.PodSpec, ValidationError(DeploymentList.items[1].spec): missing required field "selector" in io.k8s.api.apps.v1.DeploymentSpec]"#
            ]],
        );
        check(
            "{apiVersion: v1, kind: PodList, items: [], odd: 1}",
            &expect![[r#"ValidationError(PodList): unknown field "odd" in io.k8s.api.core.v1.PodList"#]],
        );
        check("{apiVersion: v1, kind: ConfigMapList, items: [{a: b}]}", &expect![[""]]);
    }
}
