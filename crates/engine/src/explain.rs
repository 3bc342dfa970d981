//! `podlab explain`: a word that a cluster prints, documentation of a field, cause and fix of an error.

use crate::check::hints::{self, Hint};
use api::{Kubernetes, Markdown};
use validation::explain::{pasted, rule, rules};

mod fields;
mod find;
mod list;
pub(crate) mod reading;
mod words;

pub use list::list;

/// A page about a problem: cause, smallest fix, a manifest with the problem and one without.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// The name of the rule, lint or reading error, for links and `podlab explain`: `request-above-limit`.
    pub id: &'static str,
    /// Its text.
    pub markdown: Markdown,
}

impl From<&validation::Rule> for Page {
    fn from(rule: &validation::Rule) -> Page {
        Page { id: rule.id, markdown: rule.page }
    }
}

impl From<&advice::Lint> for Page {
    fn from(lint: &advice::Lint) -> Page {
        Page { id: lint.name, markdown: lint.page }
    }
}

impl From<&reading::Reading> for Page {
    fn from(reading: &reading::Reading) -> Page {
        Page { id: reading.id, markdown: reading.page }
    }
}

impl From<&Hint> for Page {
    fn from(hint: &Hint) -> Page {
        Page { id: hint.id, markdown: hint.page }
    }
}

/// Explains a word that a cluster prints (`CrashLoopBackOff`, `Init:1/3`), a line of `kubectl get` or an event, a field
/// (`pod.spec.containers.image`, `restartPolicy`), an error as the server prints it, or a rule or lint by name.
///
/// The error says what can be asked.
pub fn explain(what: &str, kubernetes: &Kubernetes) -> Result<String, String> {
    let what = what.trim();
    let pages = pages_of(what);
    if !pages.is_empty() {
        let texts: Vec<&str> = pages.iter().map(|page| page.markdown.text()).collect();
        return Ok(texts.join("\n"));
    }
    if let Some(page) = fields::at(what, kubernetes).or_else(|| fields::named(what, kubernetes)) {
        return Ok(page);
    }
    let nearest = nearest(what).map(str::to_owned).or_else(|| fields::nearest(what, kubernetes));
    let nearest = nearest.map(|near| format!("did you mean `{near}`? Else ")).unwrap_or_default();
    Err(format!(
        "there is nothing about `{what}`; {nearest}ask for a field such as pod.spec.containers.image, for a word that kubectl prints, or paste a line or an error as it is printed; `podlab explain --list` names all words and pages"
    ))
}

/// The pages about a text that a person typed or pasted, the most specific first: about a name or a word, then about
/// the words of a refusal that has no rule of its own, then about an error, then about the words in a line.
pub fn pages_of(what: &str) -> Vec<Page> {
    if let Some(page) = page(what) {
        return vec![page];
    }
    let word = find::word(what);
    if !word.is_empty() {
        return word;
    }
    let of_rule = pasted(what);
    let is_special = |rule: &&validation::Rule| validation::Kind::ALL.iter().all(|kind| kind.rule() != *rule);
    if let Some(special) = of_rule.filter(is_special) {
        return vec![special.into()];
    }
    let mut line = find::line(what);
    // `Error` before a refusal is not the word of STATUS.
    if line.first().is_some_and(|page| page.id == simulator::Word::Error.text()) && of_reading(what).is_some()
    {
        line.clear();
    }
    // A refused value may be a word by chance; the words about an update are whole sentences.
    if of_rule.is_none() || line.first().is_some_and(|page| page.id.contains(' ')) {
        let reading = of_reading(what).filter(|_| line.is_empty());
        return reading.map(|page| vec![page]).unwrap_or(line);
    }
    of_rule.map(Page::from).into_iter().collect()
}

/// The word or page whose name is nearest to the text, or begins with it, unless none does.
fn nearest(what: &str) -> Option<&'static str> {
    let names = || words().chain(pages()).map(|page| page.id);
    let near = names().filter_map(|name| Some((fields::near(what, name)?, name))).min();
    let begins = |name: &&str| name.get(..what.len()).is_some_and(|start| start.eq_ignore_ascii_case(what));
    near.map(|(_, name)| name).or_else(|| names().filter(|_| what.len() > 2).find(begins))
}

/// Every word that a cluster prints, with its page; several words may share one.
pub fn words() -> impl Iterator<Item = Page> {
    words::all().map(Page::from)
}

/// Every page: of problems of reading, of rules, of hints, of lints.
pub fn pages() -> impl Iterator<Item = Page> {
    let reading = reading::ALL.into_iter().map(Page::from);
    let lints = advice::lints().iter().copied().map(Page::from);
    reading.chain(rules().map(Page::from)).chain(hints::ALL.into_iter().map(Page::from)).chain(lints)
}

/// The page with the id of a problem.
///
/// ```
/// assert_eq!(engine::explain::page("untagged-image").unwrap().markdown.title(), "An image without a version");
/// assert!(engine::explain::page("warning").is_none());
/// ```
pub fn page(id: &str) -> Option<Page> {
    let reading = reading::ALL.into_iter().find(|reading| reading.id == id).map(Page::from);
    let rule = || rule(id).map(Page::from);
    let lint = || advice::lints().iter().copied().find(|lint| lint.name == id).map(Page::from);
    let hint = || hints::ALL.into_iter().find(|hint| hint.id == id).map(Page::from);
    reading.or_else(rule).or_else(lint).or_else(hint)
}

/// The page of a problem: by its id, else by the words of a refusal that any object may meet.
pub(crate) fn of_problem(id: &str, message: &str) -> Option<Page> {
    page(id).or_else(|| find::line(message).into_iter().find(|page| page.id.contains(' ')))
}

/// The page about an error in the server's words, found anywhere in a text that a person pasted.
pub fn of_message(text: &str) -> Option<Page> {
    pasted(text).map(Page::from).or_else(|| of_reading(text))
}

/// The page about a reading error.
fn of_reading(text: &str) -> Option<Page> {
    let explains = |reading: &&reading::Reading| reading.says.iter().any(|part| text.contains(part));
    reading::ALL.into_iter().find(explains).map(Page::from)
}

#[cfg(test)]
mod tests {
    use super::{explain, pages};
    use api::Kubernetes;
    use std::collections::BTreeSet;

    fn first_line(what: &str) -> String {
        let page = explain(what, &Kubernetes::RECORDED).unwrap_or_else(|problem| problem);
        page.lines()
            .find(|line| line.starts_with("FIELD") || line.starts_with('#'))
            .unwrap_or_default()
            .to_owned()
    }

    #[test]
    fn fields_errors_and_names() {
        assert_eq!(first_line("pod.spec.containers.image"), "FIELD: image <string>");
        assert_eq!(
            first_line("deployments.spec.template.spec.containers[0].name"),
            "FIELD: name <string>, required"
        );
        assert_eq!(
            first_line("spec.initContainers[0].restartPolicyRules"),
            "FIELD: restartPolicyRules <list of ContainerRestartRule>, since 1.34"
        );
        assert_eq!(first_line("init-container-probe"), "# An init container has a probe or a hook");
        assert_eq!(first_line("no-requests"), "# A container asks for nothing");
        assert_eq!(
            first_line(
                "The Pod \"web\" is invalid: spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always"
            ),
            "# An init container has a probe or a hook"
        );
    }

    #[test]
    fn what_kubectl_and_events_say_is_explained() {
        for (asked, line) in [
            ("Init:1/3", "# Init:0/2"),
            (
                "Error from server (BadRequest): error when creating \"p.yaml\": Pod in version \"v1\" cannot be handled as a Pod: strict decoding error: unknown field \"spec.containers[0].imag\"",
                "# The kind has no such field",
            ),
            ("Error", "# Error"),
            ("0/5 nodes are available: 5 Insufficient cpu.", "# 0/3 nodes are available"),
            (
                "The Job \"j\" is invalid: spec.template: Invalid value: {\"metadata\":{}}: field is immutable",
                "# field is immutable",
            ),
            (
                "The Pod \"p\" is invalid: spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`",
                "# pod updates may not change fields",
            ),
            (
                "pods \"b\" is forbidden: failed quota: q: must specify limits.cpu for: app",
                "# failed quota: must specify",
            ),
            (
                "pods \"b\" is forbidden: maximum cpu usage per Container is 1, but limit is 2",
                "# minimum / maximum usage per Container",
            ),
            (
                "pods \"b\" is forbidden: error looking up service account a/b",
                "# error looking up service account",
            ),
            (
                "spec.containers[0].name: Invalid value: \"Ready\": no",
                "# A value is malformed or out of its range",
            ),
            ("restartPolicy", "FIELD: pod.spec.restartPolicy <string>"),
            ("initcontainers", "FIELD: pod.spec.initContainers <list of Container>"),
            ("replicas", "FIELD: deployment.spec.replicas <whole number>"),
            ("limits", "FIELD: pod.spec.resources.limits <map to quantity>"),
            ("spec.replicas", "FIELD: replicas <whole number>"),
            (".spec.template.spec.containers", "FIELD: containers <list of Container>, required"),
            ("Pod.Spec.Containers", "FIELD: containers <list of Container>, required"),
            ("svc.spec.type", "FIELD: type <string>"),
            ("networkpolicies.networking.k8s.io", "FIELDS:"),
            ("hpa.spec.minReplicas", "FIELD: minReplicas <whole number>"),
        ] {
            assert_eq!(first_line(asked), line, "{asked}");
        }
    }

    #[test]
    fn a_slip_is_answered_with_what_was_meant() {
        let problem = explain("CrashLoopBakOff", &Kubernetes::RECORDED).unwrap_err();
        assert!(problem.contains("did you mean `CrashLoopBackOff`?"), "{problem}");
        for (asked, meant) in [
            ("crashloop", "CrashLoopBackOff"),
            ("oom", "OOMKilled"),
            ("service.spec.tipe", "service.spec.type"),
            ("restartPolcy", "restartPolicy"),
            ("Deploymnt", "Deployment"),
            ("pod.spec.containers[0].imagee", "pod.spec.containers.image"),
        ] {
            let problem = explain(asked, &Kubernetes::RECORDED).unwrap_err();
            assert!(problem.contains(&format!("did you mean `{meant}`?")), "{problem}");
        }
    }

    #[test]
    fn no_two_pages_have_one_id() {
        let mut ids = BTreeSet::new();
        for page in pages().chain(super::words()) {
            assert!(ids.insert(page.id), "{}", page.id);
            assert_eq!(
                super::pages_of(page.id).first().map(|page| page.markdown),
                Some(page.markdown),
                "{}",
                page.id
            );
        }
    }

    #[test]
    fn what_is_not_there_says_what_is() {
        let problem = explain("pod.spec.imagee", &Kubernetes::RECORDED).unwrap_err();
        assert!(
            problem.starts_with("there is nothing about `pod.spec.imagee`; ask for a field such as"),
            "{problem}"
        );
        let old = Kubernetes::parse("1.33", []).unwrap();
        assert!(explain("pod.spec.hostnameOverride", &old).is_err());
    }
}
