//! Markup as a tree, parsed strictly: anything that the page's program does not write fails, so that a text that
//! became markup is found. The tree is also printed as lines, for the reader of a diff.

use std::fmt::Write as _;

/// Elements without content.
const VOID: [&str; 4] = ["input", "br", "wbr", "hr"];

/// A part of an element's content.
pub enum Node {
    Element(Element),
    Text(String),
}

/// An element with its content.
pub struct Element {
    pub tag: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub fn has_class(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|own| own.split(' ').any(|own| own == class))
    }

    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The element and all elements in it, in the order of the text.
    pub fn all(&self) -> Vec<&Element> {
        let mut all = vec![self];
        all.extend(self.elements().flat_map(Element::all));
        all
    }

    /// The first element in it that `meant` accepts.
    pub fn find(&self, meant: impl Fn(&Element) -> bool) -> Option<&Element> {
        self.all().into_iter().find(|element| meant(element))
    }

    /// All text in it, hidden text included.
    pub fn text(&self) -> String {
        let text = |child: &Node| match child {
            Node::Element(element) => element.text(),
            Node::Text(text) => text.clone(),
        };
        self.children.iter().map(text).collect()
    }

    /// The tree as lines, one for each element.
    pub fn pretty(&self) -> String {
        let mut out = String::new();
        write(self, 0, &mut out);
        out
    }
}

/// The tree of a page, inside an element of its own.
pub fn read(markup: &str) -> Element {
    let mut reader = Reader { rest: markup };
    let children = reader.children();
    assert!(reader.rest.is_empty(), "an element ends that did not begin: {}", reader.near());
    Element { tag: "body".to_owned(), attributes: Vec::new(), children }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn near(&self) -> String {
        self.rest.chars().take(80).collect()
    }

    fn take(&mut self, sign: &str) -> bool {
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn until(&mut self, ends: &[char]) -> String {
        let length = self.rest.find(ends).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken.to_owned()
    }

    fn children(&mut self) -> Vec<Node> {
        let mut children = Vec::new();
        while !self.rest.is_empty() && !self.rest.starts_with("</") {
            if self.take("<") {
                children.push(Node::Element(self.element()));
            } else {
                let text = self.until(&['<']);
                assert!(!text.contains('>'), "a sign stands bare: {text}");
                children.push(Node::Text(plain(&text)));
            }
        }
        children
    }

    fn element(&mut self) -> Element {
        let tag = self.until(&[' ', '>', '/', '<']);
        assert!(
            tag.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit()),
            "<{tag}{}",
            self.near()
        );
        let mut attributes = Vec::new();
        while self.take(" ") {
            let name = self.until(&['=', ' ', '>', '/']);
            if name.is_empty() {
                continue;
            }
            let value = if self.take("=\"") {
                let value = self.until(&['"']);
                assert!(self.take("\""), "{name} of <{tag}> does not end");
                value
            } else {
                String::new()
            };
            assert!(!value.contains('<'), "a sign stands bare in {name}: {value}");
            attributes.push((name, plain(&value)));
        }
        let void = VOID.contains(&tag.as_str());
        assert!(self.take(if void { "/>" } else { ">" }) || void && self.take(">"), "<{tag} {}", self.near());
        let children = if void { Vec::new() } else { self.children() };
        assert!(void || self.take(&format!("</{tag}>")), "<{tag}> does not end at {}", self.near());
        Element { tag, attributes, children }
    }
}

/// A text with its entities resolved.
fn plain(written: &str) -> String {
    let mut parts = written.split('&');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(';').unwrap_or_else(|| panic!("`&` stands bare in {written}"));
        plain.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "#x27" => '\'',
            _ => panic!("an unknown sign: {name}"),
        });
        plain.push_str(rest);
    }
    plain
}

fn write(element: &Element, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    let _ = write!(out, "{indent}<{}", element.tag);
    for (name, value) in &element.attributes {
        let _ = write!(out, " {name}=\"{}\"", escaped(value).replace('"', "&quot;").replace('\n', "&#10;"));
    }
    out.push('>');
    match element.children.as_slice() {
        [] => {}
        [Node::Text(text)] if !text.contains('\n') => out.push_str(&line(text)),
        children => {
            out.push('\n');
            for child in children {
                match child {
                    Node::Element(element) => write(element, depth + 1, out),
                    Node::Text(text) => {
                        for part in text.split('\n') {
                            let _ = writeln!(out, "{indent}  {}", line(part));
                        }
                    }
                }
            }
            out.push_str(&indent);
        }
    }
    if VOID.contains(&element.tag.as_str()) {
        out.push('\n');
    } else {
        let _ = writeln!(out, "</{}>", element.tag);
    }
}

/// A line of text, in a form that shows blanks at both ends.
fn line(text: &str) -> String {
    let inner = text.trim_matches(' ');
    let (before, after) = match inner {
        "" => (text.len(), 0),
        _ => (text.len() - text.trim_start_matches(' ').len(), text.len() - text.trim_end_matches(' ').len()),
    };
    format!("{}{}{}", "&#32;".repeat(before), escaped(inner), "&#32;".repeat(after))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
