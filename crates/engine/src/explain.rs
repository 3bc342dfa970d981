//! `podlab explain`: documentation of a field, cause and fix of an error.

use api::Kubernetes;
use api::fields::{DOCS, Docs, Field, Struct, at_path, structure};
use api::kinds::{KINDS, Kind};
use std::fmt::Write as _;
use validation::explain::{pasted, rule, rules};

pub(crate) mod reading;

/// A page about a problem: cause, smallest fix, a manifest with the problem and one without.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// That of the rule, lint or problem of reading; for links and `podlab explain`: `request-above-limit`.
    pub id: &'static str,
    /// Markdown.
    pub text: &'static str,
}

impl Page {
    /// The page's heading.
    pub fn title(&self) -> &'static str {
        self.text.lines().next().unwrap_or_default().trim_start_matches("# ")
    }

    /// The page behind its heading.
    pub fn body(&self) -> &'static str {
        self.text.split_once('\n').map_or("", |(_, body)| body.trim_start())
    }
}

impl From<&validation::Rule> for Page {
    fn from(rule: &validation::Rule) -> Page {
        Page { id: rule.id, text: rule.page }
    }
}

impl From<&advice::Lint> for Page {
    fn from(lint: &advice::Lint) -> Page {
        Page { id: lint.name, text: lint.page }
    }
}

impl From<&reading::Reading> for Page {
    fn from(reading: &reading::Reading) -> Page {
        Page { id: reading.id, text: reading.page }
    }
}

/// How wide descriptions are printed, in characters.
const WIDTH: usize = 92;

/// Explains a field (`pod.spec.containers.image`), an error as the server prints it, or a rule or lint by name.
///
/// The error says what can be asked.
pub fn explain(what: &str, kubernetes: &Kubernetes) -> Result<String, String> {
    let what = what.trim();
    if let Some(page) = page(what).or_else(|| of_message(what)) {
        return Ok(page.text.to_owned());
    }
    if let Some(page) = field(what, kubernetes) {
        return Ok(page);
    }
    let ids: Vec<&str> = pages().map(|page| page.id).collect();
    Err(format!(
        "there is nothing about `{what}`; ask for a field such as pod.spec.containers.image, paste an error as the server prints it, or name one of these pages: {}",
        ids.join(", ")
    ))
}

/// Every page: of problems of reading, of rules, of lints.
pub fn pages() -> impl Iterator<Item = Page> {
    let reading = reading::ALL.into_iter().map(Page::from);
    reading.chain(rules().map(Page::from)).chain(advice::lints().iter().copied().map(Page::from))
}

/// The page of a problem's id.
///
/// ```
/// assert_eq!(engine::explain::page("untagged-image").unwrap().title(), "An image without a version");
/// assert!(engine::explain::page("warning").is_none());
/// ```
pub fn page(id: &str) -> Option<Page> {
    let reading = reading::ALL.into_iter().find(|reading| reading.id == id).map(Page::from);
    let rule = || rule(id).map(Page::from);
    let lint = || advice::lints().iter().copied().find(|lint| lint.name == id).map(Page::from);
    reading.or_else(rule).or_else(lint)
}

/// The page about an error in the server's words that a person pasted, found wherever it stands in the text.
pub fn of_message(text: &str) -> Option<Page> {
    pasted(text).map(Page::from).or_else(|| {
        let explains = |reading: &&reading::Reading| reading.says.iter().any(|part| text.contains(part));
        reading::ALL.into_iter().find(explains).map(Page::from)
    })
}

/// As `kubectl explain` prints a field; without a kind, the path is a Pod's.
fn field(what: &str, kubernetes: &Kubernetes) -> Option<String> {
    let (first, rest) = what.split_once('.').unwrap_or((what, ""));
    let named = |name: &str| {
        let name = name.to_ascii_lowercase();
        KINDS.into_iter().find(|kind| {
            let kind = kind.name.to_ascii_lowercase();
            name == kind || name.strip_suffix('s') == Some(&kind)
        })
    };
    let (found, path) = match named(first) {
        Some(found) => (found, rest),
        None => (Kind { api_version: "v1", name: "Pod" }, what),
    };
    let Kind { api_version: version, name: kind } = found;
    let mut page = format!("KIND:       {kind}\nVERSION:    {version}\n");
    if path.is_empty() {
        let found = structure(kind)?;
        describe(&mut page, found.name, "");
        list(&mut page, found, kubernetes);
        return Some(page);
    }
    let (holder, field) = at_path(kind, path, kubernetes)?;
    let _ = writeln!(page, "\nFIELD: {} <{}>{}", field.name, field.shape.plain(), notes(field));
    describe(&mut page, holder.name, field.name);
    if let Some(inner) = field.shape.structure() {
        list(&mut page, inner, kubernetes);
    }
    Some(page)
}

fn notes(field: &Field) -> String {
    let mut notes = String::new();
    if field.required {
        notes.push_str(", required");
    }
    if let Some(since) = field.since {
        let _ = write!(notes, ", since 1.{since}");
    }
    if let Some(until) = field.until {
        let _ = write!(notes, ", gone in 1.{until}");
    }
    notes
}

fn describe(page: &mut String, structure: &str, field: &str) {
    let text = Docs::new(DOCS).find(structure, field).unwrap_or_default();
    page.push_str("\nDESCRIPTION:\n");
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && line.len() + word.len() >= WIDTH {
                let _ = writeln!(page, "    {line}");
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        let _ = writeln!(page, "    {line}");
    }
}

fn list(page: &mut String, found: &Struct, kubernetes: &Kubernetes) {
    page.push_str("\nFIELDS:\n");
    for field in found.fields.iter().filter(|field| field.exists_in(kubernetes)) {
        let _ = writeln!(page, "  {} <{}>{}", field.name, field.shape.plain(), notes(field));
    }
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
    fn no_two_pages_have_one_id() {
        let mut ids = BTreeSet::new();
        for page in pages() {
            assert!(ids.insert(page.id), "{}", page.id);
            assert_eq!(super::page(page.id).map(|page| page.text), Some(page.text));
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
