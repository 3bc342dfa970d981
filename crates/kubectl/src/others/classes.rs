//! Classes, bindings and other objects that say how things are done. Upstream: printStorageClass, printPriorityClass and
//! their neighbours, pkg/printers/internalversion/printers.go.

use super::{items, pairs, text, text_or};
use crate::describe::objects::{controller, number};
use crate::printers::{Printer, printer};
use crate::row::NONE;
use crate::workloads::containers;
use api::well_known::DEFAULT_STORAGE_CLASS;
use serde_json::Value;

pub(super) static PRINTERS: [Printer; 13] = [
    printer(
        &["RoleBinding", "ClusterRoleBinding"],
        &["ROLE", "AGE", "USERS", "GROUPS", "SERVICEACCOUNTS"],
        3,
        |binding, _| {
            let role = format!("{}/{}", text(binding, "/roleRef/kind"), text(binding, "/roleRef/name"));
            let subjects = ["User", "Group", "ServiceAccount"].map(|kind| subjects(binding, kind));
            [vec![role], subjects.to_vec()].concat()
        },
    ),
    printer(
        &["StorageClass"],
        &["PROVISIONER", "RECLAIMPOLICY", "VOLUMEBINDINGMODE", "ALLOWVOLUMEEXPANSION", "AGE"],
        0,
        |class, _| {
            vec![
                text(class, "/provisioner").to_owned(),
                text_or(class, "/reclaimPolicy", "Delete").to_owned(),
                text_or(class, "/volumeBindingMode", "Immediate").to_owned(),
                is_on(class, "/allowVolumeExpansion"),
            ]
        },
    ),
    printer(&["VolumeAttributesClass"], &["DRIVERNAME", "AGE"], 0, |class, _| texts(class, &["/driverName"])),
    printer(&["VolumeAttachment"], &["ATTACHER", "PV", "NODE", "ATTACHED", "AGE"], 0, |attachment, _| {
        let names = ["/spec/attacher", "/spec/source/persistentVolumeName", "/spec/nodeName"];
        [texts(attachment, &names), vec![is_on(attachment, "/status/attached")]].concat()
    }),
    printer(&["CSINode"], &["DRIVERS", "AGE"], 0, |node, _| {
        vec![items(node, "/spec/drivers").count().to_string()]
    }),
    printer(
        &["CSIDriver"],
        &[
            "ATTACHREQUIRED",
            "PODINFOONMOUNT",
            "STORAGECAPACITY",
            "TOKENREQUESTS",
            "REQUIRESREPUBLISH",
            "MODES",
            "AGE",
        ],
        0,
        |driver, _| self::driver(driver),
    ),
    printer(&["PriorityClass"], &["VALUE", "GLOBAL-DEFAULT", "AGE", "PREEMPTIONPOLICY"], 0, |class, _| {
        let preemption = text(class, "/preemptionPolicy").to_owned();
        vec![number(class, "/value").to_string(), is_on(class, "/globalDefault"), preemption]
    }),
    printer(&["RuntimeClass"], &["HANDLER", "AGE"], 0, |class, _| texts(class, &["/handler"])),
    printer(&["IngressClass"], &["CONTROLLER", "PARAMETERS", "AGE"], 0, |class, _| {
        vec![text(class, "/spec/controller").to_owned(), parameters(class)]
    }),
    printer(&["Lease"], &["HOLDER", "AGE"], 0, |lease, _| texts(lease, &["/spec/holderIdentity"])),
    printer(&["ControllerRevision"], &["CONTROLLER", "REVISION", "AGE"], 0, |revision, _| {
        vec![made_by(revision), number(revision, "/revision").to_string()]
    }),
    printer(&["PodTemplate"], &["CONTAINERS", "IMAGES", "POD LABELS"], 0, |template, _| {
        let marks = pairs(template, "/template/metadata/labels");
        [containers(template, "").to_vec(), vec![marks]].concat()
    }),
    printer(&["ResourceClaim"], &["STATE", "AGE"], 0, |claim, _| vec![claim_state(claim).to_owned()]),
];

/// The texts of some fields.
fn texts(object: &Value, fields: &[&str]) -> Vec<String> {
    fields.iter().map(|field| text(object, field).to_owned()).collect()
}

/// `true` or `false`, as a field says; `false` where it is not there.
fn is_on(object: &Value, field: &str) -> String {
    object.pointer(field).and_then(Value::as_bool).unwrap_or_default().to_string()
}

/// Whether an annotation makes a class the one of objects that name none: its name is printed with that.
pub(crate) fn is_default(object: &Value, kind: &str) -> bool {
    let keys: &[&str] = match kind {
        "StorageClass" => &DEFAULT_STORAGE_CLASS,
        "IngressClass" => &["ingressclass.kubernetes.io/is-default-class"],
        _ => return false,
    };
    let notes = object.pointer("/metadata/annotations");
    keys.iter().any(|key| notes.and_then(|notes| notes.get(key)).and_then(Value::as_str) == Some("true"))
}

/// The subjects of a binding that are of one kind.
fn subjects(binding: &Value, kind: &str) -> String {
    let of_kind = items(binding, "/subjects").filter(|one| text(one, "/kind") == kind);
    let names = of_kind.map(|one| match text(one, "/namespace") {
        namespace if kind == "ServiceAccount" => format!("{namespace}/{}", text(one, "/name")),
        _ => text(one, "/name").to_owned(),
    });
    names.collect::<Vec<_>>().join(", ")
}

/// `pending`, `allocated,reserved`.
fn claim_state(claim: &Value) -> &'static str {
    let is_deleted = claim.pointer("/metadata/deletionTimestamp").is_some();
    let is_allocated = claim.pointer("/status/allocation").is_some();
    let is_reserved = items(claim, "/status/reservedFor").next().is_some();
    match (is_deleted, is_allocated, is_reserved) {
        (false, false, _) => "pending",
        (true, false, _) => "deleted",
        (false, true, false) => "allocated",
        (false, true, true) => "allocated,reserved",
        (true, true, false) => "deleted,allocated",
        (true, true, true) => "deleted,allocated,reserved",
    }
}

fn driver(driver: &Value) -> Vec<String> {
    let list =
        |texts: Vec<&str>, none: &str| if texts.is_empty() { none.to_owned() } else { texts.join(",") };
    let audiences = items(driver, "/spec/tokenRequests").map(|one| text(one, "/audience")).collect();
    let modes = items(driver, "/spec/volumeLifecycleModes").filter_map(Value::as_str).collect();
    vec![
        (driver.pointer("/spec/attachRequired") != Some(&Value::Bool(false))).to_string(),
        is_on(driver, "/spec/podInfoOnMount"),
        is_on(driver, "/spec/storageCapacity"),
        list(audiences, "<unset>"),
        is_on(driver, "/spec/requiresRepublish"),
        list(modes, NONE),
    ]
}

/// `Kind.group/name`.
fn parameters(class: &Value) -> String {
    let Some(parameters) = class.pointer("/spec/parameters") else { return NONE.to_owned() };
    let group = parameters.get("apiGroup").and_then(Value::as_str);
    let group = group.map(|group| format!(".{group}")).unwrap_or_default();
    format!("{}{group}/{}", text(parameters, "/kind"), text(parameters, "/name"))
}

/// `statefulset.apps/web`.
fn made_by(revision: &Value) -> String {
    let Some(owner) = controller(revision) else { return NONE.to_owned() };
    let group = text(owner, "/apiVersion").split_once('/').map(|(group, _)| format!(".{group}"));
    format!("{}{}/{}", text(owner, "/kind").to_lowercase(), group.unwrap_or_default(), text(owner, "/name"))
}
