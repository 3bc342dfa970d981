//! The content of a `<pod-lab>` element as a small tree, and the text of code in whatever markup a generator made of it.

use super::MARK;
use html_escape::decode_html_entities as decode;
use std::collections::BTreeMap;
use std::ops::Range;

/// An element of a page.
#[derive(Debug, Default)]
pub struct Node {
    /// Its name in small letters.
    pub tag: String,
    /// Its attributes, decoded.
    pub attributes: BTreeMap<String, String>,
    /// The bytes of the page from its start tag to its end tag.
    pub range: Range<usize>,
    /// The byte behind its start tag.
    pub inside: usize,
    /// The nodes inside.
    pub children: Vec<Child>,
}

/// A part of an element.
#[derive(Debug)]
pub enum Child {
    /// Text, decoded.
    Text(String),
    /// An element.
    Node(Node),
}

/// The elements that are open while a page is read, outermost first.
#[derive(Debug, Default)]
pub struct Stack {
    open: Vec<Node>,
    done: Vec<Node>,
    /// The last text as it stands in the page: a name of a character may be cut in two.
    pending: String,
    /// The byte behind the text that was read last.
    until: usize,
}

impl Stack {
    /// Opens an element; how many are open around it.
    pub fn open(&mut self, node: Node) -> usize {
        self.flush();
        self.open.push(node);
        self.open.len() - 1
    }

    /// Closes all that is open from a depth on: an end tag may be left out. `end` is 0 of an element that has none.
    pub fn close(&mut self, depth: usize, end: usize) {
        self.flush();
        while self.open.len() > depth {
            let is_meant = self.open.len() == depth + 1;
            let Some(mut node) = self.open.pop() else { return };
            if is_meant && end > 0 {
                node.range.end = end;
            }
            match self.open.last_mut() {
                Some(parent) => parent.children.push(Child::Node(node)),
                None => self.done.push(node),
            }
        }
    }

    /// Adds text of the page; what was read already is passed over, as nested elements bring it twice.
    pub fn read(&mut self, text: &str, place: Range<usize>) {
        if place.start >= self.until {
            self.pending.push_str(text);
            self.until = place.end;
        }
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.pending);
        if let Some(node) = self.open.last_mut().filter(|_| !text.is_empty()) {
            let is_raw = matches!(node.tag.as_str(), "script" | "style");
            node.children.push(Child::Text(if is_raw { text } else { decode(&text).into_owned() }));
        }
    }

    /// The outermost elements, at the end of the page.
    pub fn finish(mut self, end: usize) -> Vec<Node> {
        self.close(0, end);
        self.done
    }
}

impl Node {
    fn is_figure(&self) -> bool {
        self.tag == "figure" && self.attributes.contains_key(MARK)
    }

    fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.children.iter().filter_map(|child| match child {
            Child::Node(node) => Some(node),
            Child::Text(_) => None,
        })
    }

    /// The outermost elements below that `is` says yes to, each with whether it stands in a story; none of an element
    /// inside of this one, nor of our own figures.
    pub fn all(&self, is: &dyn Fn(&Node) -> bool) -> Vec<(&Node, bool)> {
        let mut found = Vec::new();
        for node in self.nodes().filter(|node| node.tag != "pod-lab" && !node.is_figure()) {
            let is_story = node.attributes.contains_key("data-story");
            if is(node) {
                found.push((node, is_story));
            } else {
                found.extend(node.all(is).into_iter().map(|(one, inner)| (one, inner || is_story)));
            }
        }
        found
    }

    /// The bytes of our own figures.
    pub fn figures(&self) -> Vec<Range<usize>> {
        self.nodes().filter(|node| node.is_figure()).map(|node| node.range.clone()).collect()
    }

    /// All text in it.
    pub fn content(&self) -> String {
        let mut out = String::new();
        for child in &self.children {
            match child {
                Child::Text(text) => out.push_str(text),
                Child::Node(node) => out.push_str(&node.content()),
            }
        }
        out
    }

    /// The code in it: without line numbers and buttons, a line for each element that is one.
    pub fn text(&self) -> String {
        let mut text = Text::default();
        text.walk(self);
        text.out
    }

    fn classes(&self) -> impl Iterator<Item = String> {
        self.attributes
            .get("class")
            .map_or("", String::as_str)
            .split_whitespace()
            .map(str::to_ascii_lowercase)
    }

    /// Numbers beside code are no part of it.
    fn is_numbers(&self) -> bool {
        let mut classes = self.classes();
        let is_named = classes.any(|class| {
            matches!(class.as_str(), "ln" | "lnt" | "lineno" | "linenos" | "linenodiv")
                || ["line-number", "linenumber", "hljs-ln-"].iter().any(|start| class.starts_with(start))
                || class.contains("gutter")
        });
        is_named && self.content().chars().all(|c| c.is_whitespace() || c.is_ascii_digit())
    }

    /// Whether it stands on a line of its own, with or without a line feed.
    fn is_line(&self) -> bool {
        matches!(self.tag.as_str(), "div" | "p" | "li" | "tr" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
            || self
                .classes()
                .any(|class| matches!(class.as_str(), "line" | "token-line" | "code-line" | "view-line"))
    }

    fn is_passed_over(&self) -> bool {
        let tags = ["button", "style", "script", "template", "svg"];
        tags.contains(&self.tag.as_str()) || self.is_figure() || self.is_numbers()
    }
}

/// A text that grows.
#[derive(Default)]
struct Text {
    out: String,
    /// The last line feed is ours: one that follows in the page is the same.
    added: bool,
}

impl Text {
    fn feed(&mut self) {
        self.out.push('\n');
        self.added = true;
    }

    fn walk(&mut self, node: &Node) {
        for child in &node.children {
            match child {
                Child::Text(text) => self.read(text),
                Child::Node(node) if node.is_passed_over() => {}
                Child::Node(node) if node.tag == "br" => self.feed(),
                Child::Node(node) if node.is_line() => {
                    if !self.out.is_empty() && !self.out.ends_with('\n') {
                        self.feed();
                    }
                    let before = self.out.len();
                    self.walk(node);
                    if self.out.len() == before || !self.out.ends_with('\n') {
                        self.feed();
                    }
                }
                Child::Node(node) => self.walk(node),
            }
        }
    }

    fn read(&mut self, text: &str) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n").replace(['\u{200b}', '\u{feff}'], "");
        let text = text.replace('\u{a0}', " ");
        if text.is_empty() {
            return;
        }
        let again = if self.added { text.strip_prefix('\n') } else { None };
        self.out.push_str(again.unwrap_or(&text));
        self.added = false;
    }
}
