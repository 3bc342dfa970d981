//! The rules of what may change in claims and volumes. Upstream: ValidatePersistentVolumeClaimUpdate and
//! ValidatePersistentVolumeUpdate, pkg/apis/core/validation/validation.go.

use super::{difference, forbidden, internal, invalid};
use crate::{Cluster, Refusal, State, other};
use api::well_known::STORAGE_CLASS;
use api::{Object, Quantity};
use serde_json::{Value, json};
use validation::Error;

/// The refusal of a change of a claim's spec; the difference follows.
const CLAIM: &str = "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims";
/// The refusal of another volume source; the difference follows.
const VOLUME: &str = "spec.persistentvolumesource is immutable after creation";

/// The refusal of a claim that asks for more than its class lets it have.
/// Upstream: plugin/pkg/admission/storage/persistentvolume/resize/admission.go.
pub fn ungrown(new: &Object, old: &Object, state: &State) -> Option<Refusal> {
    let (Object::Other(claim), Object::Other(before)) = (new, old) else { return None };
    let size = |claim: &Value| storage(claim.get("spec").unwrap_or(&Value::Null));
    if new.kind() != "PersistentVolumeClaim" || state.cluster == Cluster::Bare || size(claim) <= size(before)
    {
        return None;
    }
    let of = |pointer: &str| claim.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let noted = claim.pointer("/metadata/annotations").and_then(|all| all.get(STORAGE_CLASS)?.as_str());
    let class = noted.unwrap_or_else(|| of("/spec/storageClassName"));
    let grows = state.growing.get(class).copied();
    // A volume that was made for a claim has a class, though this one does not say which.
    let is_assumed = state.cluster == Cluster::Assumed
        && (!class.is_empty()
            || claim.pointer("/spec/storageClassName").is_none()
                && of("/spec/volumeName").starts_with("pvc-"));
    let why = if before.pointer("/status/phase").is_none_or(|phase| phase != "Bound") {
        "Only bound persistent volume claims can be expanded"
    } else if grows.unwrap_or(is_assumed) {
        return None;
    } else {
        "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize"
    };
    Some(other::forbidden(new, why))
}

/// Says what is wrong with the change of a claim. Its volume and its class may be set once; a bound claim may ask for
/// more.
pub(super) fn claim(new: &Value, old: &Value) -> Vec<Error> {
    let spec = |object: &Value| object.get("spec").cloned().unwrap_or_default();
    let (mut after, mut before) = (spec(new), spec(old));
    let annotation = |object: &Value| {
        object.get("metadata").and_then(|metadata| metadata.get("annotations")?.get(STORAGE_CLASS)).cloned()
    };
    let mut errors = Vec::new();
    if text(&before, "volumeName").is_empty() {
        copy(&after, &mut before, "volumeName");
    }
    if annotation(new) != annotation(old) {
        let value = api::json::text(&annotation(new).unwrap_or_else(|| json!("")));
        errors.push(invalid(format!("metadata.annotations.{STORAGE_CLASS}"), &value, "field is immutable"));
    }
    let class = after.get("storageClassName").filter(|class| !class.is_null());
    let first = before.get("storageClassName").is_none_or(Value::is_null)
        && annotation(old).is_none_or(|annotation| Some(&annotation) == class);
    if class.is_some() && first {
        copy(&before, &mut after, "storageClassName");
    }
    let (size, was) = (storage(&after), storage(&before));
    if new.pointer("/status/phase").and_then(Value::as_str) == Some("Bound") {
        copy(&before, &mut after, "volumeAttributesClassName");
        let requests = |spec: &Value| spec.pointer("/resources/requests").and_then(Value::as_object).cloned();
        if let (Some(mut asked), Some(asked_before)) = (requests(&after), requests(&before)) {
            let kept = asked_before.get("storage").cloned().unwrap_or_else(|| json!("0"));
            asked.insert("storage".to_owned(), kept);
            if let Some(place) = after.pointer_mut("/resources/requests") {
                *place = Value::Object(asked);
            }
        }
    }
    let printed = |spec: &Value| internal::structure("PersistentVolumeClaimSpec", Some(&counted(spec)));
    errors.extend(changed("spec", CLAIM, &printed(&after), &printed(&before)));
    let capacity = old.pointer("/status/capacity/storage").map(quantity).unwrap_or_default();
    if size < was && size <= capacity {
        let words = "field can not be less than status.capacity";
        errors.push(forbidden("spec.resources.requests.storage", words));
    }
    errors.extend(mode(new, old));
    let (class, now) =
        (new.pointer("/spec/volumeAttributesClassName"), "/status/currentVolumeAttributesClassName");
    if old.pointer(now).is_some_and(|class| !class.is_null())
        && class != old.pointer("/spec/volumeAttributesClassName")
    {
        let to = match class.and_then(Value::as_str) {
            None => "nil",
            Some("") => "empty string",
            Some(_) => return errors,
        };
        let words =
            format!("update to {to} is forbidden when status.currentVolumeAttributesClassName is not nil");
        errors.push(forbidden("spec.volumeAttributesClassName", words));
    }
    errors
}

/// Says what is wrong with the change of a volume: where it is, and what form it has, are fixed.
pub(super) fn volume(new: &Value, old: &Value) -> Vec<Error> {
    const SECRET: &str = "/spec/csi/controllerExpandSecretRef";
    let mut after = new.clone();
    if old.pointer(SECRET).is_none_or(Value::is_null)
        && let Some(Value::Object(csi)) = after.pointer_mut("/spec/csi")
    {
        csi.remove("controllerExpandSecretRef");
    }
    let source = |object: &Value| {
        let mut source = internal::structure("PersistentVolumeSource", object.get("spec"));
        // A directory of the node has an empty type by default.
        if let Some(kind) = source.pointer_mut("/HostPath/Type").filter(|kind| kind.is_null()) {
            *kind = json!("");
        }
        source
    };
    let mut errors = Vec::new();
    errors.extend(changed("spec.persistentvolumesource", VOLUME, &source(&after), &source(old)));
    errors.extend(mode(new, old));
    let affinity =
        |object: &Value| object.pointer("/spec/nodeAffinity").filter(|value| !value.is_null()).cloned();
    let (wanted, had) = (affinity(new), affinity(old));
    if had.is_some() && wanted != had {
        let value = wanted.map_or(
            Value::Null,
            |wanted| json!({"Required": internal::shaped("*NodeSelector", wanted.get("required"))}),
        );
        let words = "field is immutable, except for updating from beta label to GA";
        errors.push(invalid("nodeAffinity", &api::json::text(&value), words));
    }
    let class =
        |object: &Value| object.pointer("/spec/volumeAttributesClassName").is_some_and(Value::is_string);
    if class(old) && !class(new) {
        let words = "update from non-nil value to nil is forbidden";
        errors.push(forbidden("spec.volumeAttributesClassName", words));
    }
    errors
}

/// A file system stays one, a device too.
fn mode(new: &Value, old: &Value) -> Option<Error> {
    let (new, old) = (new.pointer("/spec/volumeMode"), old.pointer("/spec/volumeMode"));
    let value = new.cloned().unwrap_or_default();
    (new != old).then(|| invalid("volumeMode", &api::json::text(&value), "field is immutable"))
}

/// A refusal with the difference, where there is one.
fn changed(field: &'static str, why: &str, new: &Value, old: &Value) -> Option<Error> {
    (new != old).then(|| {
        let difference = difference::unified(&internal::printed(old), &internal::printed(new));
        forbidden(field, format!("{why}\n{difference}"))
    })
}

fn copy(from: &Value, to: &mut Value, field: &str) {
    let Value::Object(to) = to else { return };
    match from.get(field) {
        Some(value) => drop(to.insert(field.to_owned(), value.clone())),
        None => drop(to.shift_remove(field)),
    }
}

/// The spec with its amounts as the server prints them, so that `1024Mi` is `1Gi`.
fn counted(spec: &Value) -> Value {
    let mut spec = spec.clone();
    for list in ["requests", "limits"] {
        let amounts = spec.pointer_mut(&format!("/resources/{list}")).and_then(Value::as_object_mut);
        for (_, amount) in amounts.into_iter().flatten() {
            *amount = quantity(amount).to_string().into();
        }
    }
    spec
}

fn storage(spec: &Value) -> Quantity {
    spec.pointer("/resources/requests/storage").map(quantity).unwrap_or_default()
}

fn quantity(value: &Value) -> Quantity {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Quantity::parse(&text).unwrap_or(Quantity::ZERO)
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use api::Kubernetes;
    use expect_test::expect;
    use serde_json::{Value, json};
    use validation::Error;

    fn told(errors: &[Error]) -> Vec<String> {
        errors.iter().map(|error| error.message(&Kubernetes::RECORDED)).collect()
    }

    fn claim(new: &Value, old: &Value) -> Vec<String> {
        told(&super::claim(new, old))
    }

    fn volume(new: &Value, old: &Value) -> Vec<String> {
        told(&super::volume(new, old))
    }

    fn asking(size: &str, phase: &str) -> Value {
        json!({
            "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": size}}},
            "status": {"phase": phase, "capacity": {"storage": "2Gi"}},
        })
    }

    #[test]
    fn a_bound_claim_may_grow_and_no_other_may_change() {
        assert_eq!(claim(&asking("1024Mi", "Pending"), &asking("1Gi", "Pending")), Vec::<String>::new());
        assert_eq!(claim(&asking("3Gi", "Bound"), &asking("2Gi", "Bound")), Vec::<String>::new());
        assert_eq!(
            claim(&asking("1Gi", "Bound"), &asking("3Gi", "Bound")),
            ["spec.resources.requests.storage: Forbidden: field can not be less than status.capacity"]
        );
        let errors = claim(&asking("2Gi", "Pending"), &asking("1Gi", "Pending"));
        expect![[r#"
            spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims
            @@ -6,7 +6,7 @@
              "Resources": {
               "Limits": null,
               "Requests": {
            -   "storage": "1Gi"
            +   "storage": "2Gi"
               }
              },
              "VolumeName": "",
        "#]]
        .assert_eq(&errors.join("\n"));
    }

    #[test]
    fn a_class_may_be_given_once() {
        let with = |class: Option<&str>| json!({"spec": {"storageClassName": class}});
        assert_eq!(claim(&with(Some("fast")), &with(None)), Vec::<String>::new());
        assert!(
            claim(&with(Some("slow")), &with(Some("fast")))
                .concat()
                .contains("- \"StorageClassName\": \"fast\"")
        );
    }

    #[test]
    fn a_volume_stays_where_it_is() {
        let at = |path: &str| json!({"spec": {"hostPath": {"path": path}, "volumeMode": "Filesystem"}});
        assert_eq!(volume(&at("/a"), &at("/a")), Vec::<String>::new());
        let errors = volume(&at("/b"), &at("/a")).concat();
        assert!(
            errors.starts_with(
                "spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable"
            ),
            "{errors}"
        );
        assert!(errors.contains("-  \"Path\": \"/a\""), "{errors}");
    }
}
