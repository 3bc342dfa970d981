//! The lists and maps that a strategic merge patch treats in a way of their own.
//! Upstream: the tags `patchStrategy` and `patchMergeKey` of the types below staging/src/k8s.io/api.

/// Lists that are merged, each with the key of its items; the items of those without a key are plain values.
const MERGED: [(&str, &str); 22] = [
    ("conditions", "type"),
    ("containers", "name"),
    ("drivers", "name"),
    ("env", "name"),
    ("ephemeralContainers", "name"),
    ("finalizers", ""),
    ("hostAliases", "ip"),
    ("imagePullSecrets", "name"),
    ("initContainers", "name"),
    ("matchConditions", "name"),
    ("ownerReferences", "uid"),
    ("podCIDRs", ""),
    ("ports", "containerPort"),
    ("resourceClaims", "name"),
    ("schedulingGates", "name"),
    ("secrets", "name"),
    ("topologySpreadConstraints", "topologyKey"),
    ("variables", "name"),
    ("volumeDevices", "devicePath"),
    ("volumeMounts", "mountPath"),
    ("volumes", "name"),
    ("webhooks", "name"),
];

/// Fields of which nothing stays that is not written: of a volume there is one source.
const RETAINED: [&str; 3] = ["resourceClaims", "strategy", "volumes"];

/// The rules for the fields of one kind, as some names mean different lists.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    kind: &'a str,
}

impl<'a> Rules<'a> {
    /// The rules of a kind; an empty kind counts as `Pod`, since Pods come without theirs.
    pub fn of(kind: &'a str) -> Rules<'a> {
        Rules { kind }
    }

    /// By which key the items of a list are known, empty for plain values; `None` for a list that is replaced.
    pub fn key(self, list: &str) -> Option<&'static str> {
        match (self.kind, list) {
            ("Service", "ports") => Some("port"),
            // These types have lists of the same names that are replaced.
            ("Endpoints" | "EndpointSlice" | "NetworkPolicy", "ports")
            | ("ServiceAccount", "imagePullSecrets") => None,
            _ => MERGED.iter().find(|(name, _)| *name == list).map(|(_, key)| *key),
        }
    }

    /// Whether a patch of this field names the fields that stay.
    pub fn is_retained(field: &str) -> bool {
        RETAINED.contains(&field)
    }

    /// Whether a patch holds the whole of this map, also when nothing in it has changed.
    pub fn is_whole(self, field: &str) -> bool {
        self.kind == "PodDisruptionBudget" && field == "selector"
    }
}
