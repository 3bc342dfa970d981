//! The ServiceAccount of a Pod, with the token that it brings. Upstream: plugin/pkg/admission/serviceaccount.

use crate::Word;
use crate::assumed::Assumed;
use crate::refusal;
use crate::room::{self, ENTRIES};
use crate::surroundings::Surroundings;
use api::well_known::{
    ENFORCE_MOUNTABLE_SECRETS, FILE_MODE, MIRROR, RANDOM_END, ROOT_CERTIFICATE, TOKEN_VOLUME,
};
use k8s_openapi::api::core::v1::{
    ConfigMapProjection, Container, DownwardAPIProjection, DownwardAPIVolumeFile, KeyToPath,
    LocalObjectReference, ObjectFieldSelector, Pod, PodSpec, ProjectedVolumeSource,
    ServiceAccountTokenProjection, Volume, VolumeMount, VolumeProjection,
};
use serde_json::Value;

/// The account of a Pod that does not name one.
const DEFAULT: &str = "default";
const MOUNT_PATH: &str = "/var/run/secrets/kubernetes.io/serviceaccount";
/// An hour and seven seconds; the seven mark tokens of clients that renew in time.
const EXPIRATION_SECONDS: i64 = 3607;

/// The parts of a ServiceAccount that concern its Pods.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// `metadata.name`.
    pub name: String,
    automount: Option<bool>,
    pull_secrets: Vec<String>,
    secrets: Vec<String>,
    /// Whether its Pods may only refer to secrets that it lists.
    guarded: bool,
}

impl Account {
    /// An account with nothing but a name, such as the one that every namespace gets.
    pub fn named(name: &str) -> Account {
        Account { name: name.to_owned(), ..Account::default() }
    }

    /// Reads a ServiceAccount in its JSON form.
    pub fn of(object: &Value) -> Account {
        let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
        let names = |list: &str| {
            let items = object.get(list).and_then(Value::as_array).into_iter().flatten();
            items.map(|item| text(item.get("name"))).collect()
        };
        let guard =
            object.pointer("/metadata/annotations").and_then(|all| all.get(ENFORCE_MOUNTABLE_SECRETS));
        Account {
            name: text(object.pointer("/metadata/name")),
            automount: object.get("automountServiceAccountToken").and_then(Value::as_bool),
            pull_secrets: names("imagePullSecrets"),
            secrets: names("secrets"),
            guarded: ["1", "t", "T", "true", "TRUE", "True"].contains(&text(guard).as_str()),
        }
    }
}

/// Gives the Pod its account, token and pull secrets, or says why it may not have them. An account that is assumed to
/// exist is added to `assumed`.
pub(crate) fn apply(pod: &mut Pod, around: &Surroundings, assumed: &mut Vec<Assumed>) -> Result<(), String> {
    let Some(accounts) = &around.accounts else { return Ok(()) };
    let mirrors = pod.metadata.annotations.as_ref().is_some_and(|all| all.contains_key(MIRROR));
    let Some(spec) = pod.spec.as_mut() else { return Ok(()) };
    if mirrors {
        return mirror(spec);
    }
    let name = spec.service_account_name.take().filter(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| DEFAULT.to_owned());
    spec.service_account_name = Some(name.clone());
    spec.service_account = Some(name.clone());
    let account = match accounts.get(&name) {
        Some(account) => account.clone(),
        None => absent(&name, around, assumed)?,
    };
    if spec.automount_service_account_token.or(account.automount).unwrap_or(true) {
        mount(spec);
    }
    if spec.image_pull_secrets.as_ref().is_none_or(Vec::is_empty) {
        room::check(
            &format!("ServiceAccount {name:?}"),
            account.pull_secrets.len(),
            "imagePullSecrets",
            ENTRIES,
        )?;
        let secrets = account.pull_secrets.iter();
        let secrets: Vec<_> = secrets.map(|name| LocalObjectReference { name: name.clone() }).collect();
        spec.image_pull_secrets = (!secrets.is_empty()).then_some(secrets);
    }
    if account.guarded { guard(spec, &account) } else { Ok(()) }
}

fn absent(name: &str, around: &Surroundings, assumed: &mut Vec<Assumed>) -> Result<Account, String> {
    let namespace = around.namespace();
    let why = refusal::unaskable(name).unwrap_or_else(|| format!("serviceaccount {name:?} not found"));
    let refusal = format!("{} {namespace}/{name}: {why}", Word::AccountLookup);
    // No cluster has an account with an invalid name.
    if !around.assumes("ServiceAccount", name) || name.contains('/') {
        return Err(refusal);
    }
    assumed.push(Assumed { kind: "ServiceAccount", name: name.to_owned(), otherwise: refusal });
    Ok(Account::named(name))
}

/// Refuses a mirror Pod (the copy of a file of a node) that refers to objects of the API server. Others stay unchanged.
fn mirror(spec: &PodSpec) -> Result<(), String> {
    let refuse = |what: &str| Err(format!("a mirror pod may not {what}"));
    if spec.service_account_name.as_ref().is_some_and(|name| !name.is_empty()) {
        return refuse("reference service accounts");
    }
    let projections = || {
        let projected = spec.volumes.iter().flatten().filter_map(|volume| volume.projected.as_ref());
        projected.flat_map(|projected| projected.sources.iter().flatten())
    };
    if has_secrets(spec) || projections().any(|source| source.secret.is_some()) {
        return refuse("reference secrets");
    }
    if projections().any(|source| source.service_account_token.is_some()) {
        return refuse("use ServiceAccountToken volume projections");
    }
    Ok(())
}

/// Whether a Pod refers to secrets, projected ones aside. Upstream: VisitPodSecretNames, pkg/api/pod/util.go.
fn has_secrets(spec: &PodSpec) -> bool {
    let of_volume = |volume: &Volume| {
        volume.secret.is_some()
            || volume.azure_file.is_some()
            || volume.cephfs.as_ref().is_some_and(|source| source.secret_ref.is_some())
            || volume.cinder.as_ref().is_some_and(|source| source.secret_ref.is_some())
            || volume.csi.as_ref().is_some_and(|source| source.node_publish_secret_ref.is_some())
            || volume.flex_volume.as_ref().is_some_and(|source| source.secret_ref.is_some())
            || volume.iscsi.as_ref().is_some_and(|source| source.secret_ref.is_some())
            || volume.rbd.as_ref().is_some_and(|source| source.secret_ref.is_some())
            || volume.scale_io.is_some()
            || volume.storageos.as_ref().is_some_and(|source| source.secret_ref.is_some())
    };
    let of_container = |container: &Container| references(container).next().is_some();
    let init = spec.init_containers.iter().flatten();
    spec.image_pull_secrets.as_ref().is_some_and(|secrets| !secrets.is_empty())
        || init.chain(&spec.containers).any(of_container)
        || spec.volumes.iter().flatten().any(of_volume)
}

/// The secrets that a container's environment refers to, each with words for its place.
fn references(container: &Container) -> impl Iterator<Item = (String, &str)> {
    let env = container.env.iter().flatten().filter_map(|variable| {
        let key = variable.value_from.as_ref()?.secret_key_ref.as_ref()?;
        Some((format!("envVar {}", variable.name), key.name.as_str()))
    });
    let from = container.env_from.iter().flatten();
    let from = from.filter_map(|from| Some(("envFrom".to_owned(), from.secret_ref.as_ref()?.name.as_str())));
    env.chain(from)
}

/// Holds a Pod to the secrets that its account lists.
fn guard(spec: &PodSpec, account: &Account) -> Result<(), String> {
    let name = &account.name;
    let refuse = |what: String, kind: &str| {
        Err(format!("{what} is not allowed because service account {name} does not reference that {kind}"))
    };
    let listed = |list: &[String], secret: &str| list.iter().any(|one| one == secret);
    for volume in spec.volumes.iter().flatten() {
        let Some(source) = &volume.secret else { continue };
        let secret = source.secret_name.as_deref().unwrap_or_default();
        if !listed(&account.secrets, secret) {
            return refuse(format!("volume with secret.secretName=\"{secret}\""), "secret");
        }
    }
    let init = spec.init_containers.iter().flatten().map(|container| ("init container", container));
    let app = spec.containers.iter().map(|container| ("container", container));
    for (kind, container) in init.chain(app) {
        let mut references = references(container);
        if let Some((place, secret)) = references.find(|(_, secret)| !listed(&account.secrets, secret)) {
            let container = &container.name;
            let what = format!("{kind} {container} with {place} referencing secret.secretName=\"{secret}\"");
            return refuse(what, "secret");
        }
    }
    for (index, secret) in spec.image_pull_secrets.iter().flatten().enumerate() {
        if !listed(&account.pull_secrets, &secret.name) {
            return refuse(format!("imagePullSecrets[{index}].name=\"{}\"", secret.name), "imagePullSecret");
        }
    }
    Ok(())
}

/// Mounts the token in every container that has nothing mounted at its path.
fn mount(spec: &mut PodSpec) {
    let mut volumes = spec.volumes.iter().flatten();
    let own = volumes.find(|volume| volume.name.starts_with(TOKEN_VOLUME)).map(|volume| volume.name.clone());
    let name = own.clone().unwrap_or_else(|| format!("{TOKEN_VOLUME}{RANDOM_END}"));
    let mut mounted = false;
    for container in spec.init_containers.iter_mut().flatten().chain(&mut spec.containers) {
        if container.volume_mounts.iter().flatten().any(|mount| mount.mount_path == MOUNT_PATH) {
            continue;
        }
        mounted = true;
        container.volume_mounts.get_or_insert_default().push(VolumeMount {
            name: name.clone(),
            read_only: Some(true),
            mount_path: MOUNT_PATH.to_owned(),
            ..VolumeMount::default()
        });
    }
    if mounted && own.is_none() {
        spec.volumes.get_or_insert_default().push(token(name));
    }
}

/// The token, the certificate of the API server, and the namespace. Upstream: TokenVolumeSource.
fn token(name: String) -> Volume {
    let token = VolumeProjection {
        service_account_token: Some(ServiceAccountTokenProjection {
            expiration_seconds: Some(EXPIRATION_SECONDS),
            path: "token".to_owned(),
            ..ServiceAccountTokenProjection::default()
        }),
        ..VolumeProjection::default()
    };
    let certificate = VolumeProjection {
        config_map: Some(ConfigMapProjection {
            name: ROOT_CERTIFICATE.to_owned(),
            items: Some(vec![KeyToPath {
                key: "ca.crt".to_owned(),
                path: "ca.crt".to_owned(),
                ..KeyToPath::default()
            }]),
            optional: None,
        }),
        ..VolumeProjection::default()
    };
    let namespace = VolumeProjection {
        downward_api: Some(DownwardAPIProjection {
            items: Some(vec![DownwardAPIVolumeFile {
                path: "namespace".to_owned(),
                field_ref: Some(ObjectFieldSelector {
                    api_version: Some("v1".to_owned()),
                    field_path: "metadata.namespace".to_owned(),
                }),
                ..DownwardAPIVolumeFile::default()
            }]),
        }),
        ..VolumeProjection::default()
    };
    let sources = Some(vec![token, certificate, namespace]);
    let default_mode = Some(FILE_MODE);
    let projected = ProjectedVolumeSource { sources, default_mode, ..ProjectedVolumeSource::default() };
    Volume { name, projected: Some(projected), ..Volume::default() }
}
