//! JSON of an object that a command holds in a type of Go, whose fields stand in the order of the type.
//! Upstream: JSONPrinter, staging/src/k8s.io/cli-runtime/pkg/printers/json.go; the types of staging/src/k8s.io/api.

use crate::command::in_order;
use api::collections::sort_by;
use serde_json::{Map, Value};

/// The fields of objects that commands make, in an order that is the one of each type: no two of them have two fields in two orders.
const FIELDS: &str = "containerPort desiredReplicas disruptionsAllowed expirationSeconds hard host hosts ingressClassName key kind apiGroup maxUnavailable minAvailable name parallelism phase replicas scaleTargetRef schedule sources verbs volumes currentMetrics currentHealthy scopes http secretName defaultBackend operator path apiVersion maxSurge image items namespace projected protocol readOnly target completions qosClass minReplicas concurrencyPolicy defaultMode apiGroups nonResourceURLs containers desiredHealthy tls effect fieldRef pathType metadata args command uid port mountPath backoffLimit maxReplicas restartPolicy expectedPods tolerationSeconds backend data rules spec subjects value ports generation targetPort metrics terminationGracePeriodSeconds aggregationRule status roleRef globalDefault env selector creationTimestamp nodePort dnsPolicy description resources clusterIP manualSelector labels serviceAccountName resourceNames volumeMounts clusterIPs template annotations serviceAccount terminationMessagePath type completionMode strategy ownerReferences terminationMessagePolicy averageUtilization averageValue resource rollingUpdate sessionAffinity suspend revisionHistoryLimit imagePullPolicy externalName externalTrafficPolicy jobTemplate podReplacementPolicy progressDeadlineSeconds securityContext ipFamilies successfulJobsHistoryLimit schedulerName ipFamilyPolicy failedJobsHistoryLimit tolerations allocateLoadBalancerNodePorts priority internalTrafficPolicy enableServiceLinks preemptionPolicy";

/// Maps, which Go prints in the order of their keys.
const MAPS: [&str; 7] = ["annotations", "data", "hard", "labels", "limits", "matchLabels", "requests"];

/// The references that begin with a group or a version.
const REFERENCES: [&str; 3] = ["fieldRef", "ownerReferences", "roleRef"];

/// The text of an object, indented by four blanks.
pub(super) fn print(object: &Value) -> String {
    in_order(&ordered(object, ""))
}

fn ordered(value: &Value, parent: &str) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| ordered(item, parent)).collect(),
        Value::Object(fields) => {
            let is_map =
                MAPS.contains(&parent) || parent == "selector" && !fields.contains_key("matchLabels");
            let mut all: Vec<(&String, &Value)> = fields.iter().collect();
            sort_by(&mut all, |(one, _), (other, _)| {
                let rank = |name: &str| if is_map { None } else { rank(name, parent) };
                rank(one).cmp(&rank(other)).then_with(|| one.cmp(other))
            });
            let fields = all.into_iter().map(|(name, value)| (name.clone(), ordered(value, name)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        plain => plain.clone(),
    }
}

/// The place of a field among those of its type; fields that are not listed stand behind the others.
fn rank(name: &str, parent: &str) -> Option<usize> {
    if REFERENCES.contains(&parent) && name.starts_with("api") {
        return None;
    }
    let known = FIELDS.split(' ').position(|field| field == name);
    Some(known.unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::print;
    use serde_json::json;

    #[test]
    fn the_fields_of_a_type_have_its_order() {
        let object = json!({
            "apiVersion": "batch/v1",
            "kind": "Job",
            "metadata": {
                "annotations": {"b": "1", "a": "2"},
                "name": "j",
                "ownerReferences": [{"apiVersion": "batch/v1", "controller": true, "kind": "CronJob", "name": "c", "uid": "u"}],
            },
            "spec": {"selector": {"matchLabels": {"a": "b"}}, "suspend": false, "completions": 1},
        });
        let text: String = print(&object).split_whitespace().collect();
        assert_eq!(
            text,
            r#"{"kind":"Job","apiVersion":"batch/v1","metadata":{"name":"j","annotations":{"a":"2","b":"1"},"ownerReferences":[{"apiVersion":"batch/v1","kind":"CronJob","name":"c","uid":"u","controller":true}]},"spec":{"completions":1,"selector":{"matchLabels":{"a":"b"}},"suspend":false}}"#
        );
    }
}
