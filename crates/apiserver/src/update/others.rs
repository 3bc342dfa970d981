//! The rules of what may change in the built-in kinds without a Pod. Upstream: the `Validate*Update` of pkg/apis/{core,discovery,node,
//! rbac,resource,scheduling,storage,networking}/validation/validation.go.

use super::{forbidden, internal, invalid, service, storage};
use api::collections::gather;
use api::defaulting;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use validation::Error;

/// A fixed field: the kind, its place, its path in errors, its shape in the server's own types.
type Fixed = (&'static str, &'static str, &'static str, &'static str);

/// The fields that are fixed and shown with their new value.
const FIXED: [Fixed; 21] = [
    ("CSIDriver", "/spec/attachRequired", "spec.attachedRequired", "*b"),
    ("CSIDriver", "/spec/volumeLifecycleModes", "spec.volumeLifecycleModes", "[s"),
    ("CSIStorageCapacity", "/nodeTopology", "nodeTopology", "*LabelSelector"),
    ("CSIStorageCapacity", "/storageClassName", "storageClassName", "s"),
    ("ControllerRevision", "/data", "data", "*j"),
    ("EndpointSlice", "/addressType", "addressType", "s"),
    ("IPAddress", "/spec/parentRef", "spec.parentRef", "*ParentReference"),
    ("IngressClass", "/spec/controller", "spec.controller", "s"),
    ("PriorityClass", "/preemptionPolicy", "preemptionPolicy", "*s"),
    ("ResourceClaim", "/spec", "spec", "ResourceClaimSpec"),
    ("ResourceClaimTemplate", "/spec", "spec", "ResourceClaimTemplateSpec"),
    ("ResourceSlice", "/spec/pool/name", "spec.pool.name", "s"),
    ("ResourceSlice", "/spec/driver", "spec.driver", "s"),
    ("ResourceSlice", "/spec/nodeName", "spec.nodeName", "*s"),
    ("RuntimeClass", "/handler", "handler", "s"),
    ("Secret", "/type", "type", "s"),
    ("StorageClass", "/parameters", "parameters", "{"),
    ("StorageClass", "/provisioner", "provisioner", "s"),
    ("StorageClass", "/reclaimPolicy", "reclaimPolicy", "*s"),
    ("StorageClass", "/volumeBindingMode", "volumeBindingMode", "*s"),
    ("VolumeAttachment", "/spec", "spec", "VolumeAttachmentSpec"),
];

/// The value of a fixed field that is left out.
fn default(kind: &str, place: &str) -> Option<Value> {
    Some(match (kind, place) {
        ("CSIDriver", "/spec/attachRequired") => json!(true),
        ("CSIDriver", "/spec/volumeLifecycleModes") => json!(["Persistent"]),
        ("PriorityClass", _) => json!("PreemptLowerPriority"),
        ("StorageClass", "/reclaimPolicy") => json!("Delete"),
        ("StorageClass", "/volumeBindingMode") => json!("Immediate"),
        _ => return None,
    })
}

/// Changes the new object as the server does before it looks at the change.
pub(super) fn settle(new: &mut Value, old: &Value) {
    match new.get("kind").and_then(Value::as_str) {
        Some("Service") => service::settle(new, old),
        Some("PersistentVolumeClaim") => {
            new.get_mut("spec").and_then(Value::as_object_mut).into_iter().for_each(defaulting::data_sources);
        }
        _ => {}
    }
}

/// The errors of an update that a create would not have, each with its field.
pub(super) fn errors(new: &Value, old: &Value) -> Vec<Error> {
    let kind = new.get("kind").and_then(Value::as_str).unwrap_or_default();
    let changed = |field: &str| new.get(field) != old.get(field);
    let mut errors = Vec::new();
    if kind == "PriorityClass" && changed("value") {
        errors.push(forbidden("value", "may not be changed in an update."));
    }
    for (_, place, field, shape) in FIXED.iter().filter(|(of, ..)| *of == kind) {
        let given = |object: &Value| object.pointer(place).filter(|value| !value.is_null()).cloned();
        let [new, old] = [new, old]
            .map(|object| internal::shaped(shape, given(object).or_else(|| default(kind, place)).as_ref()));
        if !internal::is_same(&new, &old) {
            errors.push(invalid(*field, &api::json::text(&new), "field is immutable"));
        }
    }
    if matches!(kind, "ConfigMap" | "Secret") && old.get("immutable") == Some(&Value::Bool(true)) {
        let loosened = new.get("immutable") != Some(&Value::Bool(true));
        let all = [("immutable", loosened), ("data", changed("data")), ("binaryData", changed("binaryData"))];
        for (field, _) in all.into_iter().filter(|(_, is_changed)| *is_changed) {
            errors.push(forbidden(field, "field is immutable when `immutable` is set"));
        }
    }
    if matches!(kind, "RoleBinding" | "ClusterRoleBinding") && changed("roleRef") {
        let text = |field: &str| new.pointer(field).cloned().unwrap_or_else(|| json!(""));
        let value = json!({
            "APIGroup": text("/roleRef/apiGroup"),
            "Kind": text("/roleRef/kind"),
            "Name": text("/roleRef/name"),
        });
        errors.push(invalid("roleRef", &api::json::text(&value), "cannot change roleRef"));
    }
    errors.extend(match kind {
        "PersistentVolume" => storage::volume(new, old),
        "PersistentVolumeClaim" => storage::claim(new, old),
        "Service" => service::errors(new, old),
        _ => further(kind, new, old),
    });
    errors
}

/// The kinds with a rule or two of their own.
fn further(kind: &str, new: &Value, old: &Value) -> Vec<Error> {
    let mut errors = Vec::new();
    match kind {
        "CSINode" => errors.extend(drivers(new, old)),
        "Node" => errors.extend(node(new, old)),
        "ServiceCIDR" => errors.extend(ranges(new, old)),
        _ => {}
    }
    for field in ["driverName", "parameters"] {
        if kind == "VolumeAttributesClass" && new.get(field) != old.get(field) {
            errors.push(forbidden(field, format!("updates to {field} are forbidden.")));
        }
    }
    // The order of scopes is free.
    let scopes = |object: &Value| -> BTreeSet<String> {
        let list = object.pointer("/spec/scopes").and_then(Value::as_array).into_iter().flatten();
        gather(list.map(ToString::to_string))
    };
    if kind == "ResourceQuota" && scopes(new) != scopes(old) {
        let value = internal::shaped("[s", new.pointer("/spec/scopes"));
        errors.push(invalid("spec.scopes", &api::json::text(&value), "field is immutable"));
    }
    errors
}

/// Ranges of Pods' addresses and the provider's name of a node may be set once. Upstream: ValidateNodeUpdate.
fn node(new: &Value, old: &Value) -> Vec<Error> {
    let text = |object: &Value, field: &str| {
        let value = object.pointer(field).and_then(Value::as_str);
        value.unwrap_or_default().to_owned()
    };
    let ranges = |object: &Value| {
        let list = object.pointer("/spec/podCIDRs").and_then(Value::as_array).cloned().unwrap_or_default();
        match text(object, "/spec/podCIDR") {
            // The single field and the first of the list are one.
            first if list.first().is_none_or(|one| *one != first) && !first.is_empty() => vec![first.into()],
            _ => list,
        }
    };
    let id = |object: &Value| text(object, "/spec/providerID");
    let mut errors = Vec::new();
    let had = ranges(old);
    for (field, is_other) in [
        ("podCIDR", !had.is_empty() && ranges(new) != had),
        ("providerID", !id(old).is_empty() && id(new) != id(old)),
    ] {
        if is_other {
            let place = if field == "podCIDR" { "podCIDRs" } else { field };
            let words = format!("node updates may not change {field} except from \"\" to valid");
            errors.push(forbidden(format!("spec.{place}"), words));
        }
    }
    errors
}

/// A driver of a node stays as it is, but for how many volumes it takes.
fn drivers(new: &Value, old: &Value) -> Vec<Error> {
    let list = |object: &Value| -> Vec<Value> {
        let list = object.pointer("/spec/drivers").and_then(Value::as_array).into_iter().flatten();
        let bare = |driver: &Value| {
            let mut driver = internal::structure("CSINodeDriver", Some(driver));
            if let Some(count) = driver.get_mut("Allocatable") {
                *count = Value::Null;
            }
            driver
        };
        list.map(bare).collect()
    };
    let (new, mut errors) = (list(new), Vec::new());
    for before in list(old) {
        for driver in new.iter().filter(|driver| driver.get("Name") == before.get("Name")) {
            if !internal::is_same(driver, &before) {
                errors.push(invalid("spec.drivers", &api::json::text(driver), "field is immutable"));
            }
        }
    }
    errors
}

/// Ranges of Services' addresses stay; a second one may be added.
fn ranges(new: &Value, old: &Value) -> Vec<Error> {
    let list =
        |object: &Value| object.pointer("/spec/cidrs").and_then(Value::as_array).cloned().unwrap_or_default();
    let (now, before) = (list(new), list(old));
    if now.len() != before.len() && (before.len(), now.len()) != (1, 2) {
        let value = internal::shaped("[s", new.pointer("/spec/cidrs"));
        return vec![invalid("spec.cidrs", &api::json::text(&value), "field is immutable")];
    }
    let pairs = before.iter().zip(&now).enumerate().filter(|(_, (before, now))| before != now);
    let told = pairs.map(|(index, (_, now))| {
        invalid(format!("spec.cidrs[{index}]"), &api::json::text(now), "field is immutable")
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use api::Kubernetes;
    use serde_json::{Value, json};

    fn errors(new: &Value, old: &Value) -> Vec<String> {
        super::errors(new, old).iter().map(|error| error.message(&Kubernetes::RECORDED)).collect()
    }

    #[test]
    fn fixed_fields_are_shown_in_the_servers_own_types() {
        let immutable = |kind: &str, new: Value, old: Value| {
            let of = |spec: Value| json!({"kind": kind, "spec": spec});
            errors(&of(new), &of(old)).concat()
        };
        assert_eq!(
            immutable("VolumeAttachment", json!({"attacher": "b"}), json!({"attacher": "a"})),
            r#"spec: Invalid value: {"Attacher":"b","Source":{"PersistentVolumeName":null,"InlineVolumeSpec":null},"NodeName":""}: field is immutable"#
        );
        assert_eq!(
            immutable("CSIDriver", json!({"attachRequired": false}), json!({})),
            "spec.attachedRequired: Invalid value: false: field is immutable"
        );
        assert_eq!(immutable("CSIDriver", json!({"attachRequired": true}), json!({})), "");
        assert_eq!(
            immutable("IngressClass", json!({}), json!({"controller": "a"})),
            r#"spec.controller: Invalid value: "": field is immutable"#
        );
        let drivers = |count: i64, id: &str| json!({"drivers": [{"name": "d", "nodeID": id, "allocatable": {"count": count}}]});
        assert_eq!(immutable("CSINode", drivers(1, "a"), drivers(2, "a")), "");
        assert_eq!(
            immutable("CSINode", drivers(1, "b"), drivers(1, "a")),
            r#"spec.drivers: Invalid value: {"Name":"d","NodeID":"b","TopologyKeys":null,"Allocatable":null}: field is immutable"#
        );
        let cidrs = |list: &[&str]| json!({"cidrs": list});
        assert_eq!(immutable("ServiceCIDR", cidrs(&["a", "b"]), cidrs(&["a"])), "");
        assert_eq!(
            immutable("ServiceCIDR", cidrs(&["b"]), cidrs(&["a"])),
            r#"spec.cidrs[0]: Invalid value: "b": field is immutable"#
        );
        let range = |one: &str, list: &[&str]| json!({"podCIDR": one, "podCIDRs": list});
        assert_eq!(immutable("Node", range("a", &[]), range("a", &["a"])), "");
        assert_eq!(
            immutable("Node", range("b", &["b"]), range("a", &["a"])),
            r#"spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid"#
        );
    }

    #[test]
    fn says_what_may_not_change() {
        let class = |value: i64| json!({"kind": "PriorityClass", "value": value});
        assert_eq!(errors(&class(1), &class(1)), Vec::<String>::new());
        assert_eq!(errors(&class(2), &class(1)), ["value: Forbidden: may not be changed in an update."]);
        let map = |text: &str| json!({"kind": "ConfigMap", "immutable": true, "data": {"a": text}});
        assert_eq!(
            errors(&map("x"), &map("y")),
            ["data: Forbidden: field is immutable when `immutable` is set"]
        );
        let binding = |name: &str| json!({"kind": "RoleBinding", "roleRef": {"apiGroup": "g", "kind": "Role", "name": name}});
        assert_eq!(
            errors(&binding("b"), &binding("a")),
            [r#"roleRef: Invalid value: {"APIGroup":"g","Kind":"Role","Name":"b"}: cannot change roleRef"#]
        );
        let class = |provisioner: &str| json!({"kind": "StorageClass", "provisioner": provisioner});
        assert_eq!(
            errors(&class("b"), &class("a")),
            [r#"provisioner: Invalid value: "b": field is immutable"#]
        );
        let quota = |scopes: [&str; 2]| json!({"kind": "ResourceQuota", "spec": {"scopes": scopes}});
        assert_eq!(errors(&quota(["a", "b"]), &quota(["b", "a"])), Vec::<String>::new());
        assert_eq!(
            errors(&quota(["a", "c"]), &quota(["a", "b"])),
            [r#"spec.scopes: Invalid value: ["a","c"]: field is immutable"#]
        );
        let node = |id: &str| json!({"kind": "Node", "spec": {"providerID": id}});
        assert_eq!(errors(&node("aws://1"), &node("")), Vec::<String>::new());
        assert_eq!(
            errors(&node("aws://2"), &node("aws://1")),
            [r#"spec.providerID: Forbidden: node updates may not change providerID except from "" to valid"#]
        );
    }
}
