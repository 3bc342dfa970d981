//! A short page for each kind of error: cause, smallest fix, release, place in Kubernetes' source.
//!
//! The pages are Markdown files in `docs/`. Each shows a manifest with the errors that it gives (`# error:` lines)
//! and one that is fixed; a test runs both, so a page cannot say what the rules do not.

use crate::{Error, Kind};

/// A page and the errors that it explains.
#[derive(Debug)]
pub struct Topic {
    /// The name in links and for `podlab explain`: `request-above-limit`.
    pub name: &'static str,
    /// The page, Markdown.
    pub text: &'static str,
    kind: Kind,
    /// How the field ends, without indices and keys; empty for any.
    field: &'static str,
    /// A part of the detail; empty for any.
    detail: &'static str,
}

impl Topic {
    /// The page's heading.
    pub fn title(&self) -> &'static str {
        self.text.lines().next().unwrap_or_default().trim_start_matches("# ")
    }

    fn explains(&self, error: &Error) -> bool {
        self.kind == error.kind
            && error.detail.contains(self.detail)
            && (self.field.is_empty() || without_keys(&error.field).ends_with(self.field))
    }
}

/// Every page: the special ones, then one for each kind.
pub fn topics() -> &'static [Topic] {
    TOPICS
}

/// The page of this name.
pub fn topic(name: &str) -> Option<&'static Topic> {
    TOPICS.iter().find(|topic| topic.name == name)
}

/// The page about an error: the most special one.
pub fn of(error: &Error) -> Option<&'static Topic> {
    TOPICS.iter().find(|topic| topic.explains(error))
}

/// `spec.a[0].b[c/d]` as `spec.a.b`.
fn without_keys(field: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::with_capacity(field.len());
    for character in field.chars() {
        match character {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(character),
            _ => {}
        }
    }
    kept
}

macro_rules! topics {
    ($($name:literal $kind:ident $field:literal $detail:literal;)*) => {
        const TOPICS: &[Topic] = &[$(Topic {
            name: $name,
            text: include_str!(concat!("../docs/", $name, ".md")),
            kind: Kind::$kind,
            field: $field,
            detail: $detail,
        },)*];
    };
}

// Name, kind, end of the field, part of the detail; the first row that fits an error explains it.
topics! {
    "init-container-probe" Forbidden "" "may not be set for init containers without restartPolicy=Always";
    "request-above-limit" Invalid ".requests" "must be less than or equal to";
    "no-overcommit" Required ".limits" "Limit must be set for non overcommitable resources";
    "resource-name" Invalid "" "must be a standard resource";
    "resource-name" Invalid "" "doesn't follow extended resource name standard";
    "huge-pages" Invalid "" "is not positive integer multiple of";
    "huge-pages" Forbidden "" "HugePages require cpu or memory";
    "pod-level-resources" Invalid "" "must be greater than or equal to aggregate container";
    "pod-level-resources" Invalid "" "must be less than or equal to pod limits";
    "volume-not-found" NotFound ".volumeMounts.name" "";
    "mount-path-taken" Invalid ".volumeMounts.mountPath" "must be unique";
    "volume-type" Forbidden "" "may not specify more than 1 volume type";
    "dns-label" Invalid "" "a lowercase RFC 1123 label must consist";
    "dns-label" Invalid "" "must not contain dots";
    "dns-subdomain" Invalid "" "a lowercase RFC 1123 subdomain must consist";
    "label-key" Invalid "" "name part must";
    "label-key" Invalid "" "prefix part";
    "label-key" Invalid "" "a valid label key";
    "label-key" Invalid "" "a qualified name must consist";
    "label-value" Invalid "" "a valid label must be";
    "duplicate-container" Duplicate "ontainers.name" "";
    "port-name" Invalid ".ports.name" "";
    "port-number" Invalid "ort" "must be between 1 and 65535";
    "host-port-conflict" Duplicate ".hostPort" "";
    "host-network-port" Invalid ".hostPort" "must match `containerPort`";
    "handler" Required "" "must specify a handler type";
    "handler" Forbidden "" "may not specify more than 1 handler type";
    "success-threshold" Invalid ".successThreshold" "must be 1";
    "sleep-too-long" Invalid ".sleep" "";
    "env-source" Invalid ".valueFrom" "";
    "field-path" NotSupported ".fieldPath" "";
    "field-path" Invalid ".fieldPath" "error converting fieldPath";
    "file-key-volume" Invalid ".fileKeyRef.volumeName" "must be of type emptyDir";
    "file-key-volume" NotFound ".fileKeyRef.volumeName" "";
    "privilege-escalation" Invalid ".securityContext" "cannot set `allowPrivilegeEscalation` to false";
    "restart-rules" Required ".restartPolicy" "must specify restartPolicy when restart rules are used";
    "resize-policy" Invalid ".resizePolicy" "must be 'NotRequired'";
    "ephemeral-containers" Forbidden ".ephemeralContainers" "";
    "toleration-operator" Invalid ".tolerations.operator" "operator must be Exists";
    "toleration-value" Invalid ".tolerations.operator" "value must be empty";
    "toleration-seconds" Invalid ".tolerations.effect" "tolerationSeconds";
    "selector-operator" Invalid ".operator" "not a valid selector operator";
    "selector-values" Forbidden ".values" "may not be specified when `operator`";
    "selector-values" Required ".values" "must be specified when `operator`";
    "node-selector-terms" Required ".nodeSelectorTerms" "";
    "affinity-weight" Invalid ".weight" "must be in the range 1-100";
    "match-label-keys" Forbidden "atchLabelKeys" "must not be specified when labelSelector is not set";
    "spread-twice" Duplicate "{topologyKey, whenUnsatisfiable}" "";
    "ip-address" Invalid "" "must be a valid IP address";
    "ip-address" Invalid "" "must not have leading 0s";
    "dns-none" Required "" "when `dnsPolicy` is None";
    "host-users" Forbidden "" "when `hostUsers` is false";
    "os-fields" Forbidden "" "cannot be set for a windows pod";
    "os-fields" Forbidden "" "windows options cannot be set for a linux pod";
    "volume-path" Invalid "" "must be a relative path";
    "volume-path" Invalid "" "must not contain '..'";
    "volume-path" Invalid "" "must not start with '..'";
    "file-mode" Invalid "ode" "must be a number between 0 and 0777";
    "volume-source-field" Required "volumes.secret.secretName" "";
    "volume-source-field" Required "volumes.configMap.name" "";
    "volume-source-field" Required "volumes.persistentVolumeClaim.claimName" "";
    "duplicate-volume" Duplicate ".volumes.name" "";
    "projected-paths" Invalid ".projected" "conflicting duplicate paths";
    "claim" Required ".accessModes" "";
    "claim" Required "spec.resources" "";
    "scheduling-gate-node" Forbidden ".nodeName" "schedulingGates";
    "empty-selector" Invalid ".selector" "empty selector is invalid";
    "rolling-update-stuck" Invalid ".maxUnavailable" "may not be 0 when `maxSurge` is 0";
    "rolling-update-stuck" Required ".maxUnavailable" "cannot be 0 when maxSurge is 0";
    "recreate-rolling-update" Forbidden ".rollingUpdate" "may not be specified when strategy";
    "progress-deadline" Invalid ".progressDeadlineSeconds" "must be greater than minReadySeconds";
    "job-selector" Invalid ".selector" "`selector` not auto-generated";
    "job-selector" Invalid ".selector" "`selector` will be auto-generated";
    "indexed-job" Invalid "" "requires indexed completion mode";
    "indexed-job" Required ".completions" "when completion mode is Indexed";
    "pod-failure-policy" Invalid ".rules" "specifying";
    "exit-codes" Invalid ".onExitCodes.values" "";
    "cron-schedule" Invalid ".schedule" "expected exactly 5 fields";
    "cron-schedule" Invalid ".schedule" "of range";
    "cron-schedule" Invalid ".schedule" "failed to parse";
    "cron-schedule" Invalid ".schedule" "unrecognized descriptor";
    "cron-zone-in-schedule" Invalid ".schedule" "use timeZone field instead";
    "time-zone" Invalid ".timeZone" "";
    "cron-name" Invalid "metadata.name" "must be no more than 52 characters";
    "no-deadline" Forbidden "template.spec.activeDeadlineSeconds" "";
    "resource-claim" Invalid ".resourceClaims" "may be specified";
    "resource-claim" Invalid ".resourceClaims" "must specify one of";
    "selector-mismatch" Invalid "" "`selector` does not match template `labels`";
    "workload-restart-policy" NotSupported "template.spec.restartPolicy" "";
    "workload-restart-policy" Required "template.spec.restartPolicy" "";
    "required" Required "" "";
    "invalid" Invalid "" "";
    "unsupported" NotSupported "" "";
    "forbidden" Forbidden "" "";
    "duplicate" Duplicate "" "";
    "not-found" NotFound "" "";
    "too-long" TooLong "" "";
    "too-many" TooMany "" "";
    "type-invalid" TypeInvalid "" "";
    "internal" Internal "" "";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use api::{Kubernetes, defaulting};

    use super::{of, topics};
    use crate::{Error, Kind, Options, validate};

    fn errors(manifest: &str) -> Vec<Error> {
        let kubernetes = Kubernetes::RECORDED;
        let mut object = api::objects(manifest, &kubernetes).into_iter().next().unwrap();
        defaulting::apply(&mut object, &kubernetes);
        defaulting::prepare(&mut object, &kubernetes);
        validate(&object, &kubernetes, &Options::default())
    }

    /// The manifests of a page: the first is refused with the errors that it lists, the second accepted.
    #[test]
    fn pages_say_what_the_rules_say() {
        for topic in topics() {
            let mut blocks =
                topic.text.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
            let Some(bad) = blocks.next() else { continue };
            let expected: Vec<_> = bad.lines().filter_map(|line| line.strip_prefix("# error: ")).collect();
            let found = errors(bad);
            let messages: Vec<_> = found.iter().map(|error| error.message(&Kubernetes::RECORDED)).collect();
            assert_eq!(messages, expected, "{}", topic.name);
            for error in &found {
                assert_eq!(of(error).map(|topic| topic.name), Some(topic.name), "{error:?}");
            }
            for good in blocks {
                assert_eq!(errors(good), [], "{}", topic.name);
            }
        }
    }

    #[test]
    fn every_kind_has_a_page_and_every_page_its_parts() {
        let general: BTreeSet<_> = topics()
            .iter()
            .filter(|topic| topic.detail.is_empty() && topic.field.is_empty())
            .collect::<Vec<_>>()
            .into_iter()
            .map(|topic| topic.kind)
            .collect();
        assert_eq!(general, Kind::ALL.into_iter().collect());
        for topic in topics() {
            assert!(!topic.title().is_empty() && !topic.title().starts_with('#'), "{}", topic.name);
            for part in ["**Fix.**", "**Since.**", "**Kubernetes' source.**"] {
                assert!(topic.text.contains(part), "{} has {part}", topic.name);
            }
        }
    }
}
