//! Finds likely secrets in a text that is about to be shared. A guess: it reads lines, not YAML, and names fields.

/// A line that seems to hold a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspect {
    /// The number of the line, from 1.
    pub line: usize,
    /// The field, or the kind of secret that the line looks like.
    pub field: String,
}

/// Words in a name that say that its value is secret.
const NAMES: [&str; 10] = [
    "password",
    "passwd",
    "passphrase",
    "token",
    "secret",
    "apikey",
    "api_key",
    "api-key",
    "private_key",
    "access_key",
];
/// Fields of Kubernetes with such a word that hold a name, a number or a switch.
const FIELDS: [&str; 14] = [
    "secretName",
    "secretKeyRef",
    "secretRef",
    "secret",
    "secrets",
    "imagePullSecrets",
    "automountServiceAccountToken",
    "serviceAccountToken",
    "tokenRequests",
    "nodePublishSecretRef",
    "nodeStageSecretRef",
    "controllerPublishSecretRef",
    "controllerExpandSecretRef",
    "secretNamespace",
];
/// The starts of well-known secrets, each with its kind.
const STARTS: [(&str, &str); 9] = [
    ("-----BEGIN RSA PRIVATE KEY", "a private key"),
    ("-----BEGIN PRIVATE KEY", "a private key"),
    ("-----BEGIN EC PRIVATE KEY", "a private key"),
    ("-----BEGIN OPENSSH PRIVATE KEY", "a private key"),
    ("AKIA", "an AWS access key"),
    ("ghp_", "a GitHub token"),
    ("github_pat_", "a GitHub token"),
    ("xoxb-", "a Slack token"),
    ("eyJhbGciOi", "a JSON web token"),
];

/// All lines that seem to hold a secret, each once.
///
/// ```
/// let found = link::secrets("env:\n- name: DB_PASSWORD\n  value: hunter2\n");
/// assert_eq!((found[0].line, found[0].field.as_str()), (3, "DB_PASSWORD"));
/// assert!(link::secrets("- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef: { name: db, key: password }\n").is_empty());
/// ```
pub fn secrets(text: &str) -> Vec<Suspect> {
    let mut found = Vec::new();
    let mut reader = Reader::default();
    for (number, line) in text.lines().enumerate() {
        if let Some(field) = reader.suspect(line).or_else(|| known(line)) {
            found.push(Suspect { line: number + 1, field });
        }
    }
    found
}

/// The state that lines before a line leave behind.
#[derive(Default)]
struct Reader<'a> {
    /// The value of the last `name:`.
    name: &'a str,
    /// Whether the line is in the document of a Secret.
    is_secret: bool,
    /// The indentation of a Secret's `data`, while the line is below it.
    data: Option<usize>,
}

impl<'a> Reader<'a> {
    fn suspect(&mut self, line: &'a str) -> Option<String> {
        if line.starts_with("---") {
            *self = Reader::default();
        }
        let indent = line.len() - line.trim_start().len();
        if line.trim() == "kind: Secret" {
            self.is_secret = true;
        }
        if self.data.is_some_and(|outer| indent <= outer && !line.trim().is_empty()) {
            self.data = None;
        }
        let inside = line.trim_start_matches(['-', ' ']);
        if self.is_secret && matches!(inside.trim_end(), "data:" | "stringData:") {
            self.data = Some(indent);
            return None;
        }
        // A flow mapping has several pairs in a line.
        inside.split(['{', '}', ',']).find_map(|pair| self.of_pair(pair))
    }

    fn of_pair(&mut self, pair: &'a str) -> Option<String> {
        let (key, value) = pair.split_once(':')?;
        let plain = |text: &'a str| text.trim().trim_matches(['"', '\'']);
        let (key, value) = (plain(key), plain(value));
        if key == "name" {
            self.name = value;
        }
        let hidden = !value.is_empty() && !value.starts_with("$(") && !value.starts_with('#');
        if !hidden || matches!(value, "true" | "false" | "null" | "~") {
            return None;
        }
        if self.data.is_some() {
            return Some(format!("the Secret's {key}"));
        }
        let named = |name: &str| {
            let name = name.to_ascii_lowercase();
            NAMES.iter().any(|word| name.contains(word))
        };
        if key == "value" && named(self.name) {
            return Some(self.name.to_owned());
        }
        let own = !matches!(key, "name" | "key" | "kind" | "image" | "mountPath" | "path")
            && !FIELDS.contains(&key);
        let number = value.bytes().all(|byte| byte.is_ascii_digit());
        (own && named(key) && !number && !key.contains(' ')).then(|| key.to_owned())
    }
}

/// The kind of secret in a line, whatever the name of its field.
fn known(line: &str) -> Option<String> {
    let start = STARTS.iter().find(|(start, _)| {
        // `AKIA` alone is a word.
        line.split_once(start).is_some_and(|(_, after)| {
            start.starts_with('-') || after.bytes().take_while(u8::is_ascii_alphanumeric).count() >= 12
        })
    });
    if let Some((_, what)) = start {
        return Some((*what).to_owned());
    }
    let (_, after) = line.split_once("://")?;
    let host = after.split(['/', ' ', '"', '\'']).next()?;
    let (user, _) = host.rsplit_once('@')?;
    let (_, password) = user.split_once(':')?;
    (!password.is_empty() && !password.starts_with("$(")).then(|| "a password in an address".to_owned())
}

#[cfg(test)]
mod tests {
    use super::secrets;

    fn found(text: &str) -> Vec<String> {
        secrets(text).into_iter().map(|one| format!("{} {}", one.line, one.field)).collect()
    }

    #[test]
    fn fields_are_named() {
        assert_eq!(found("env: [{ name: API_TOKEN, value: abc }]"), ["1 API_TOKEN"]);
        assert_eq!(found("annotations:\n  example.com/password: hunter2\n"), ["2 example.com/password"]);
        assert_eq!(
            found("kind: Secret\ndata:\n  user: YQ==\n  key: Yg==\ntype: Opaque\n"),
            ["3 the Secret's user", "4 the Secret's key"]
        );
        assert_eq!(found("value: postgres://shop:hunter2@db/shop\n"), ["1 a password in an address"]);
        assert_eq!(found("args: [ghp_abcdefghijklmnop]\n"), ["1 a GitHub token"]);
        assert_eq!(found("  -----BEGIN PRIVATE KEY-----\n"), ["1 a private key"]);
    }

    /// Common fields of manifests raise no alarm.
    #[test]
    fn references_are_no_secrets() {
        let text = "automountServiceAccountToken: false
imagePullSecrets: [{ name: registry }]
volumes:
- name: token
  secret: { secretName: api-token, defaultMode: 0400 }
- projected: { sources: [{ serviceAccountToken: { path: token, expirationSeconds: 600 } }] }
env:
- name: PASSWORD
  valueFrom: { secretKeyRef: { name: db, key: password } }
- name: TOKEN_FILE
  value: $(MOUNT)/token
image: registry.example/token:1.0
";
        assert_eq!(found(text), Vec::<String>::new());
    }
}
