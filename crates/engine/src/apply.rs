//! The output of `kubectl apply`, and the page that explains an error.

use view::{Applied, Block, Explanation};

use crate::explain::{self, Page, pages_of};
use crate::manifest::Manifest;

impl Manifest {
    /// The output of `kubectl apply -f pod.yaml` for the text on a cluster in which nothing of it exists, with the page
    /// of each problem that has one, in the order in which the problems are listed.
    ///
    /// ```
    /// use engine::{Kubernetes, Manifest};
    /// let text = "apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: app, image: nginx }] }\n";
    /// assert_eq!(Manifest::read(text, &Kubernetes::RECORDED).apply().output, "pod/web created\n");
    /// ```
    pub fn apply(&self) -> Applied {
        let output = crate::check::apply_read(self, "pod.yaml");
        let check = self.check();
        // In the order of the list of problems: errors first, equal ones once.
        let explained = check.groups().into_iter().filter_map(|group| {
            let page = explain::of_problem(&group.first.id, &group.first.message)?;
            Some((group.first.message.clone(), cut(&page)))
        });
        Applied { output: output.stderr + &output.stdout, explanations: explained.collect() }
    }
}

/// The page for the id of a problem, for a word that a cluster prints, or for an error in the server's words:
/// `spec.containers[0].name: Required value`. Further pages about the same follow it under their titles.
///
/// ```
/// let page = engine::explanation("spec.containers[0].image: Required value").unwrap();
/// assert_eq!(page.id, "required");
/// assert_eq!(engine::explanation("Init:1/3").unwrap().title, "Init:0/2");
/// ```
pub fn explanation(what: &str) -> Option<Explanation> {
    let mut pages = pages_of(what).into_iter();
    let mut whole = cut(&pages.next()?);
    for page in pages {
        whole.blocks.push(Block::Words(format!("**{}**", page.markdown.title())));
        whole.blocks.extend(blocks(page.markdown.body()));
    }
    Some(whole)
}

/// The text in place of a page that could not be loaded.
const MISSING: &str = "The explanations could not be loaded. Load Podlab again to read this one.";

/// A page in the form that a face draws.
fn cut(page: &Page) -> Explanation {
    let id = page.id.to_owned();
    if page.markdown.text().is_empty() {
        return Explanation { title: id.clone(), id, blocks: blocks(MISSING) };
    }
    Explanation { id, title: page.markdown.title().to_owned(), blocks: blocks(page.markdown.body()) }
}

/// The blocks of a page: fenced code, and the texts between blank lines.
fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (index, part) in text.split("```").enumerate() {
        if index % 2 == 1 {
            // The first line names the language.
            let code = part.split_once('\n').map_or("", |(_, code)| code);
            blocks.push(Block::Code(code.trim_end().to_owned()));
            continue;
        }
        let paragraphs = part.split("\n\n").map(|words| words.trim().replace('\n', " "));
        blocks.extend(paragraphs.filter(|words| !words.is_empty()).map(Block::Words));
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::{Block, explanation};
    use crate::{Kubernetes, Manifest};

    #[test]
    fn a_page_is_cut_into_words_and_code() {
        let message = "spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always";
        let page = explanation(message).unwrap();
        assert_eq!(page.title, "An init container has a probe or a hook");
        let code = page.blocks.iter().filter(|block| matches!(block, Block::Code(_))).count();
        assert_eq!(code, 2);
        assert!(
            page.blocks
                .contains(&Block::Words("**Since.** Sidecars are on by default since 1.29.".to_owned()))
        );
        assert_eq!(explanation("nothing of the kind"), None);
    }

    #[test]
    fn a_refusal_is_said_as_kubectl_says_it() {
        let text = "apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: App, image: nginx }] }\n";
        let said = Manifest::read(text, &Kubernetes::RECORDED).apply().output;
        assert!(
            said.starts_with("The Pod \"web\" is invalid: spec.containers[0].name: Invalid value: \"App\": "),
            "{said}"
        );
    }

    #[test]
    fn pages_of_errors_come_before_advice() {
        let text = "apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: app, image: nginx, imge: b, ports: [{ containerPort: 0 }] }] }\n";
        let pages = Manifest::read(text, &Kubernetes::RECORDED).apply().explanations;
        let at = |words: &str| pages.iter().position(|(message, _)| message.contains(words));
        let (unknown, invalid, advice) =
            (at("imge").unwrap(), at("Invalid value").or(at("Required")).unwrap(), at("request").unwrap());
        assert!(unknown < invalid && invalid < advice, "{pages:#?}");
    }
}
