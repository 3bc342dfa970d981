//! A short page for each rule: cause, smallest fix, release, place in Kubernetes' source.
//!
//! The pages are Markdown files beside their rules. Each shows a manifest with the errors that it gives (`# error:`
//! lines) and one that is fixed; a test runs both, so a page cannot say what the rules do not.

use crate::rule::Reads;
use crate::{Kind, Rule, container, kinds, metadata, names, others, pod, volumes, workloads};

/// Every rule: the special ones by folder, then one for each kind.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    let folders = [
        names::RULES,
        container::RULES,
        metadata::RULES,
        pod::RULES,
        volumes::RULES,
        workloads::RULES,
        workloads::job::RULES,
        workloads::cron_job::RULES,
        others::RULES,
        kinds::RULES,
    ];
    folders.into_iter().flatten().copied()
}

/// The rule of this id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.id == id)
}

/// The rule behind an error that a person pasted, found wherever it stands in the text. Only such a text is looked at:
/// an [`Error`](crate::Error) carries its rule.
///
/// ```
/// let rule = validation::explain::pasted("spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1");
/// assert_eq!(rule.unwrap().id, "success-threshold");
/// ```
pub fn pasted(text: &str) -> Option<&'static Rule> {
    Kind::ALL.into_iter().find_map(|kind| {
        let (before, detail) = text.split_once(&format!(": {}", kind.words()))?;
        let field = without_keys(before.rsplit([' ', '\n']).next().unwrap_or_default());
        rules().find(|rule| rule.reads.iter().any(|reads| reads.fits(kind, &field, detail)))
    })
}

impl Reads {
    /// `field` without its indices and keys.
    fn fits(&self, kind: Kind, field: &str, detail: &str) -> bool {
        self.kind == kind && field.ends_with(self.field) && detail.contains(self.detail)
    }
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use api::{Kubernetes, defaulting};

    use super::{pasted, rule, rules};
    use crate::{Error, Kind, Options, validate};

    fn errors(manifest: &str) -> Vec<Error> {
        let kubernetes = Kubernetes::RECORDED;
        let mut object = api::objects(manifest, &kubernetes).into_iter().next().unwrap();
        defaulting::apply(&mut object, &kubernetes);
        defaulting::prepare(&mut object, &kubernetes);
        validate(&object, &kubernetes, &Options::default())
    }

    /// The manifests of a page: the first is refused with the errors that it lists, which are the rule's, whether the
    /// rules make them or a person pastes them; the others are accepted.
    #[test]
    fn pages_say_what_the_rules_say() {
        for rule in rules() {
            let mut blocks =
                rule.page.text().split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
            let Some(bad) = blocks.next() else { continue };
            let expected: Vec<_> = bad.lines().filter_map(|line| line.strip_prefix("# error: ")).collect();
            let found = errors(bad);
            let messages: Vec<_> = found.iter().map(|error| error.message(&Kubernetes::RECORDED)).collect();
            assert_eq!(messages, expected, "{}", rule.id);
            assert!(!found.is_empty(), "{}", rule.id);
            for (error, message) in found.iter().zip(messages) {
                assert_eq!(error.rule().id, rule.id, "{message}");
                assert_eq!(pasted(&message).map(|rule| rule.id), Some(rule.id), "{message}");
            }
            for good in blocks {
                assert_eq!(errors(good), [], "{}", rule.id);
            }
        }
    }

    #[test]
    fn an_error_is_found_within_what_kubectl_prints() {
        let text = "The Pod \"web\" is invalid: \n* spec.restartPolicy: Unsupported value: \"always\": supported values: \"Always\", \"OnFailure\", \"Never\"\n";
        assert_eq!(pasted(text).map(|rule| rule.id), Some("unsupported"));
        assert_eq!(pasted("pods \"web\" not found"), None);
    }

    #[test]
    fn ids_are_unique_and_pages_have_their_parts() {
        let mut ids = BTreeSet::new();
        for one in rules() {
            assert!(ids.insert(one.id), "{} stands in two lists", one.id);
            assert_eq!(rule(one.id), Some(one));
            assert!(!one.page.title().is_empty() && !one.page.title().starts_with('#'), "{}", one.id);
            for part in ["**Fix.**", "**Since.**", "**Kubernetes' source.**"] {
                assert!(one.page.text().contains(part), "{} has {part}", one.id);
            }
        }
        assert!(Kind::ALL.into_iter().all(|kind| ids.contains(kind.rule().id)));
    }

    /// A rule that was left out of its folder's list would have errors without a name that can be asked for.
    #[test]
    fn every_page_belongs_to_a_rule_of_the_lists() {
        let mut pages = BTreeSet::new();
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut pages);
        let listed: BTreeSet<String> = rules().map(|rule| rule.id.to_owned()).collect();
        assert_eq!(pages, listed);
    }

    fn collect(folder: &Path, pages: &mut BTreeSet<String>) {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                collect(&path, pages);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                pages.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
            }
        }
    }
}
