//! What a terminal shows for `kubectl apply`, and the page that explains an error.

use api::Kubernetes;
use serde::Serialize;

use crate::explain::{of_message, page};

/// A page about an error: cause, smallest fix, release, place in Kubernetes' source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// For links and `podlab explain`: `request-above-limit`.
    pub name: String,
    /// The heading.
    pub title: String,
    /// The rest: paragraphs and code, in order.
    pub blocks: Vec<Block>,
}

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Block {
    /// A paragraph; what stands between backticks is code, between double asterisks strong.
    Words(String),
    /// A manifest or a command.
    Code(String),
}

/// What `kubectl apply -f pod.yaml` prints for a text on a cluster in which nothing of it exists.
///
/// ```
/// let text = "apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: app, image: nginx }] }\n";
/// assert_eq!(engine::page::answer::apply(text, &engine::page::kubernetes("1.36")), "pod/web created\n");
/// ```
pub fn apply(text: &str, kubernetes: &Kubernetes) -> String {
    let output = crate::files::apply(text, "pod.yaml", kubernetes);
    output.complaint + &output.text
}

/// The page of a problem's id, or about an error in the server's words: `spec.containers[0].name: Required value`.
///
/// ```
/// let page = engine::page::answer::explanation("spec.containers[0].image: Required value").unwrap();
/// assert_eq!(page.name, "required");
/// ```
pub fn explanation(what: &str) -> Option<Explanation> {
    let page = page(what).or_else(|| of_message(what))?;
    Some(Explanation {
        name: page.id.to_owned(),
        title: page.title().to_owned(),
        blocks: blocks(page.body()),
    })
}

/// Fenced code, and what is between blank lines.
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
    use super::{Block, apply, explanation};
    use api::Kubernetes;

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
        let said = apply(text, &Kubernetes::RECORDED);
        assert!(
            said.starts_with("The Pod \"web\" is invalid: spec.containers[0].name: Invalid value: \"App\": "),
            "{said}"
        );
    }
}
