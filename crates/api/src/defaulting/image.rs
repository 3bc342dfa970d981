//! The pull policy that an image's tag asks for.
//! Upstream: `SetDefaults_Container`, pkg/util/parsers `ParseImageName`, and the grammar of
//! github.com/distribution/reference.

/// `Always` for the tag `latest` (written or implied), else `IfNotPresent`, also for what is no image name.
///
/// ```
/// assert_eq!(api::defaulting::pull_policy("nginx"), "Always");
/// assert_eq!(api::defaulting::pull_policy("nginx:1.25"), "IfNotPresent");
/// assert_eq!(api::defaulting::pull_policy("Not An Image"), "IfNotPresent");
/// ```
pub fn pull_policy(image: &str) -> &'static str {
    if is_latest(image) { "Always" } else { "IfNotPresent" }
}

fn is_latest(image: &str) -> bool {
    let (rest, digest) = match image.split_once('@') {
        Some((rest, digest)) => (rest, Some(digest)),
        None => (image, None),
    };
    let (name, tag) = match rest.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => (name, Some(tag)),
        _ => (rest, None),
    };
    // Most images have another tag, and need not be looked at more closely.
    tag.map_or(digest.is_none(), |tag| tag == "latest") && is_name(name) && digest.is_none_or(is_digest)
}

/// A repository, with or without a registry before it.
fn is_name(name: &str) -> bool {
    let is_identifier =
        name.len() == 64 && name.bytes().all(|byte| matches!(byte, b'a'..=b'f' | b'0'..=b'9'));
    if is_identifier {
        return false;
    }
    let (domain, path) = match name.split_once('/') {
        Some((first, path)) if is_registry(first) => (Some(first), path),
        _ => (None, name),
    };
    // Names without a registry are those of Docker Hub, where short ones live below `library/`.
    let hub = if path.contains('/') { "docker.io/".len() } else { "docker.io/library/".len() };
    let length = path.len() + domain.map_or(hub, |domain| domain.len() + 1);
    length <= 255
        && domain.is_none_or(is_domain)
        && path.as_bytes().split(|byte| *byte == b'/').all(is_path_component)
}

fn is_registry(first: &str) -> bool {
    first.contains(['.', ':']) || first == "localhost" || first.bytes().any(|byte| byte.is_ascii_uppercase())
}

fn is_domain(domain: &str) -> bool {
    let (host, port) = match domain.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (domain, None),
    };
    if port.is_some_and(|port| port.is_empty() || !port.bytes().all(|byte| byte.is_ascii_digit())) {
        return false;
    }
    if let Some(address) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        return !address.is_empty() && address.bytes().all(|byte| byte == b':' || byte.is_ascii_hexdigit());
    }
    host.split('.').all(|label| {
        label.bytes().all(|byte| byte == b'-' || byte.is_ascii_alphanumeric())
            && !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
    })
}

/// Lower case letters and digits, in runs parted by `.`, `_`, `__` or any number of `-`.
fn is_path_component(component: &[u8]) -> bool {
    let is_word = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let (Some(first), Some(last)) = (component.first(), component.last()) else { return false };
    // Between words stand runs of other characters.
    is_word(first)
        && is_word(last)
        && component
            .split(is_word)
            .all(|run| matches!(run, b"" | b"." | b"_" | b"__") || run.iter().all(|byte| *byte == b'-'))
}

fn is_digest(digest: &str) -> bool {
    let Some((algorithm, hash)) = digest.split_once(':') else { return false };
    let length = match algorithm {
        "sha256" => 64,
        "sha384" => 96,
        "sha512" => 128,
        _ => return false,
    };
    hash.len() == length && hash.bytes().all(|byte| matches!(byte, b'a'..=b'f' | b'0'..=b'9'))
}

#[cfg(test)]
mod tests {
    use super::pull_policy;

    #[test]
    fn only_the_tag_latest_is_pulled_always() {
        let always =
            ["a", "a:latest", "reg:5000/a", "reg.example/a/b", "a--b", "a__b/c", "localhost/a:latest", "A/b"];
        for image in always {
            assert_eq!(pull_policy(image), "Always", "{image}");
        }
        let digest = format!("a@sha256:{}", "0".repeat(64));
        let if_missing = [
            "",
            " a",
            "a ",
            "a:1",
            "a:",
            "A",
            "a/B",
            "a:latest@",
            "a@sha256:12",
            "a/",
            "/a",
            "a___b",
            "-a",
            &digest,
        ];
        for image in if_missing {
            assert_eq!(pull_policy(image), "IfNotPresent", "{image}");
        }
    }
}
