//! The `<pod-lab>` elements of a page, with the manifest that each would show: `web/embed/pod-lab.js` finds it the same way.

use html_escape::decode_html_entities as decode;
use lol_html::html_content::Attribute;
use lol_html::{EndTagHandler, RewriteStrSettings, element, rewrite_str, text};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

mod tree;

use tree::{Node, Stack};

/// The attribute of a figure that `podlab prerender` has written.
pub const MARK: &str = "data-podlab";

/// An element and its texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Embed {
    /// The line of its start tag, from 1.
    pub line: usize,
    /// The byte of the page behind its start tag.
    pub inside: usize,
    /// The bytes of figures that are in it already.
    pub figures: Vec<Range<usize>>,
    /// Its attributes.
    pub attributes: BTreeMap<String, String>,
    /// The manifest; empty when there is none in the page.
    pub manifest: String,
    /// How the outside world behaves; empty when nothing is said.
    pub story: String,
}

impl Embed {
    /// An attribute that says something.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}

/// The elements of a page in its order; one inside of another is part of the outer one. The error is the parser's.
pub fn find(page: &str) -> Result<Vec<Embed>, String> {
    let stack = Rc::new(RefCell::new(Stack::default()));
    let (opened, read) = (Rc::clone(&stack), Rc::clone(&stack));
    let opens = element!("pod-lab, pod-lab *", move |element| {
        let attribute = |one: &Attribute<'_>| (one.name(), decode(&one.value()).into_owned());
        let node = Node {
            tag: element.tag_name(),
            attributes: element.attributes().iter().map(attribute).collect(),
            range: element.source_location().bytes(),
            inside: element.source_location().bytes().end,
            ..Node::default()
        };
        let depth = opened.borrow_mut().open(node);
        let closed = Rc::clone(&opened);
        let end = element.end_tag_handlers();
        if end.is_none() {
            opened.borrow_mut().close(depth, 0);
        }
        if let Some(handlers) = end {
            let handler: EndTagHandler<'static> = Box::new(move |end| {
                closed.borrow_mut().close(depth, end.source_location().bytes().end);
                Ok(())
            });
            handlers.push(handler);
        }
        Ok(())
    });
    let reads = text!("pod-lab", move |chunk| {
        read.borrow_mut().read(chunk.as_str(), chunk.source_location().bytes());
        Ok(())
    });
    let settings =
        RewriteStrSettings { element_content_handlers: vec![opens, reads], ..RewriteStrSettings::new() };
    rewrite_str(page, settings).map_err(|error| error.to_string())?;
    let nodes = stack.take().finish(page.len());
    Ok(nodes.into_iter().map(|node| embed(page, node)).collect())
}

fn embed(page: &str, node: Node) -> Embed {
    let scripts = node.all(&|one| {
        let kind = one.attributes.get("type").map_or("", String::as_str);
        one.tag == "template" || (one.tag == "script" && (kind.contains("yaml") || kind.contains("json")))
    });
    let told = scripts.iter().find(|(one, _)| one.attributes.contains_key("data-story"));
    let given = scripts.iter().find(|(one, _)| !one.attributes.contains_key("data-story"));
    let plain = |(one, _): &(&Node, bool)| trimmed(&one.content());
    let blocks: Vec<(String, bool)> = node
        .all(&|one| one.tag == "pre")
        .into_iter()
        .map(|(one, is_story)| (trimmed(&one.text()), is_story))
        .filter(|(text, _)| text.contains(|c: char| !c.is_whitespace() && !c.is_ascii_digit()))
        .collect();
    let marked = blocks.iter().position(|(_, is_story)| *is_story);
    let mut rest =
        blocks.iter().enumerate().filter(|(i, _)| Some(*i) != marked).map(|(_, (text, _))| text.clone());
    let code = node.attributes.get("data-code").filter(|code| !code.is_empty());
    let manifest = code.map(|code| trimmed(code)).or_else(|| given.map(plain)).or_else(|| rest.next());
    let manifest =
        manifest.unwrap_or_else(|| if blocks.is_empty() { trimmed(&node.text()) } else { String::new() });
    let marked = marked.and_then(|at| blocks.get(at)).map(|(text, _)| text.clone());
    let story = told.map(plain).or(marked).or_else(|| rest.next()).unwrap_or_default();
    let before = page.get(..node.range.start).unwrap_or_default();
    Embed {
        line: before.matches('\n').count() + 1,
        inside: node.inside,
        figures: node.figures(),
        manifest,
        story,
        attributes: node.attributes,
    }
}

/// Without the indentation that all lines share, and empty lines around.
fn trimmed(text: &str) -> String {
    let lines: Vec<&str> = text.trim_end().lines().skip_while(|line| line.trim().is_empty()).collect();
    let blanks =
        |line: &&str| line.chars().take_while(|c| c.is_whitespace()).map(char::len_utf8).sum::<usize>();
    let least = lines.iter().filter(|line| !line.trim().is_empty()).map(blanks).min().unwrap_or_default();
    let cut: Vec<&str> = lines.iter().map(|line| line.get(least..).unwrap_or_default()).collect();
    cut.join("\n")
}

#[cfg(test)]
mod tests;
