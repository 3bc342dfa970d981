//! The objects that a Pod refers to and that somebody has to make: ConfigMaps, Secrets, claims.

use k8s_openapi::api::core::v1::PodSpec;

/// The objects without which a Pod cannot start, by kind and name: those of its volumes first, then those of its
/// containers' environment. One that is named several times comes several times.
pub(crate) fn references(spec: &PodSpec) -> Vec<(&'static str, &str)> {
    let mut found = Vec::new();
    let mut note = |kind: &'static str, name, optional: Option<bool>| found.push((kind, name, optional));
    for volume in spec.volumes.iter().flatten() {
        if let Some(map) = &volume.config_map {
            note("ConfigMap", map.name.as_str(), map.optional);
        }
        if let Some(secret) = &volume.secret {
            note("Secret", secret.secret_name.as_deref().unwrap_or_default(), secret.optional);
        }
        if let Some(claim) = &volume.persistent_volume_claim {
            note("PersistentVolumeClaim", &claim.claim_name, None);
        }
        for source in volume.projected.iter().flat_map(|projected| projected.sources.iter().flatten()) {
            if let Some(map) = &source.config_map {
                note("ConfigMap", &map.name, map.optional);
            }
            if let Some(secret) = &source.secret {
                note("Secret", &secret.name, secret.optional);
            }
        }
    }
    for container in api::containers(spec).map(|site| site.container) {
        for from in container.env_from.iter().flatten() {
            if let Some(map) = &from.config_map_ref {
                note("ConfigMap", &map.name, map.optional);
            }
            if let Some(secret) = &from.secret_ref {
                note("Secret", &secret.name, secret.optional);
            }
        }
        for source in container.env.iter().flatten().filter_map(|variable| variable.value_from.as_ref()) {
            if let Some(map) = &source.config_map_key_ref {
                note("ConfigMap", &map.name, map.optional);
            }
            if let Some(secret) = &source.secret_key_ref {
                note("Secret", &secret.name, secret.optional);
            }
        }
    }
    let needed = found.into_iter().filter(|(_, name, optional)| !name.is_empty() && *optional != Some(true));
    needed.map(|(kind, name, _)| (kind, name)).collect()
}

#[cfg(test)]
mod tests {
    use crate::{Kubernetes, Manifest};

    const POD: &str = "apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  volumes:
  - name: all
    projected: { sources: [{ secret: { name: tls } }, { configMap: { name: conf } }, { secret: { name: extra, optional: true } }] }
  containers:
  - name: app
    image: a:1
    envFrom: [{ configMapRef: { name: conf } }]
";

    #[test]
    fn what_is_in_another_namespace_is_not_there() {
        let config = |namespace: &str| {
            let map = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: conf, namespace: NS }\n";
            let manifest =
                Manifest::read(&(POD.to_owned() + &map.replace("NS", namespace)), &Kubernetes::RECORDED);
            manifest.assumed().iter().any(|told| told.starts_with("ConfigMap `conf` is there"))
        };
        assert!(config("prod"));
        assert!(!config("default"));
    }

    /// The list of assumptions and the story's switches are about the same objects.
    #[test]
    fn objects_of_projected_volumes_are_assumed_as_those_of_others_are() {
        let manifest = Manifest::read(POD, &Kubernetes::RECORDED);
        let is_there = |name: &str| format!("{name} is there, with every key that is asked for.");
        let assumed = manifest.assumed();
        let assumed: Vec<&String> = assumed.iter().filter(|told| told.contains("every key")).collect();
        assert_eq!(assumed, [&is_there("ConfigMap `conf`"), &is_there("Secret `tls`")]);
        let run = manifest.simulate("missing: [Secret/tls]").unwrap();
        assert!(!run.run.assumed.contains(&is_there("Secret `tls`")), "the story says that it is missing");
        let given: Vec<String> = manifest.controls("").given.into_iter().map(|given| given.name).collect();
        assert_eq!(given, ["Secret/tls", "ConfigMap/conf"]);
    }
}
