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
    if !is_name(name)
        || tag.is_some_and(|tag| !is_tag(tag))
        || digest.is_some_and(|digest| !is_digest(digest))
    {
        return false;
    }
    match tag {
        Some(tag) => tag == "latest",
        None => digest.is_none(),
    }
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
    length <= 255 && domain.is_none_or(is_domain) && path.split('/').all(is_path_component)
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
fn is_path_component(component: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let mut separator = String::new();
    let mut has_word = false;
    for byte in component.bytes() {
        if is_word(byte) {
            let starts = !has_word;
            if starts != separator.is_empty() && (starts || !is_separator(&separator)) {
                return false;
            }
            has_word = true;
            separator.clear();
        } else if matches!(byte, b'.' | b'_' | b'-') && has_word {
            separator.push(char::from(byte));
            if !is_separator(&separator) {
                return false;
            }
        } else {
            return false;
        }
    }
    has_word && separator.is_empty()
}

fn is_separator(text: &str) -> bool {
    matches!(text, "." | "_" | "__") || text.bytes().all(|byte| byte == b'-')
}

fn is_tag(tag: &str) -> bool {
    let is_word = |byte: u8| byte == b'_' || byte.is_ascii_alphanumeric();
    tag.len() <= 128
        && tag.bytes().next().is_some_and(is_word)
        && tag.bytes().all(|byte| is_word(byte) || byte == b'.' || byte == b'-')
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
