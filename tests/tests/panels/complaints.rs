//! Faults of a drawn page: for people who hear it, and for the browser that parses it.

use std::collections::BTreeSet;

use super::markup::{Element, Node};

/// Elements that hold words and no blocks; a browser would end a `p` at a block.
const PHRASING: [&str; 10] = ["p", "button", "span", "label", "summary", "h1", "h2", "h3", "h4", "code"];
const BLOCKS: [&str; 16] = [
    "div", "p", "section", "ul", "ol", "li", "dl", "table", "pre", "details", "fieldset", "header", "main",
    "footer", "h2", "h3",
];
/// Elements whose text is shown unchanged; in others our own sentences set names as code.
const RAW: [&str; 4] = ["pre", "textarea", "option", "code"];
/// Attributes that name an element by its id.
const POINTERS: [&str; 5] = ["aria-labelledby", "aria-describedby", "aria-controls", "for", "popovertarget"];
/// Roles that need a name.
const NAMED_ROLES: [&str; 6] = ["dialog", "region", "group", "img", "tabpanel", "tablist"];

/// All complaints about a page.
pub fn about(page: &Element) -> Vec<String> {
    let mut found = ids(page);
    found.extend(pointers(page));
    found.extend(headings(page));
    walk(page, &[], page, &mut found);
    found
}

fn ids(page: &Element) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let ids = page.all().into_iter().filter_map(|element| element.attribute("id"));
    ids.filter(|id| !seen.insert(*id)).map(|id| format!("id `{id}` occurs twice")).collect()
}

fn by_id<'a>(page: &'a Element, id: &str) -> Option<&'a Element> {
    page.find(|element| element.attribute("id") == Some(id))
}

fn pointers(page: &Element) -> Vec<String> {
    let mut found = Vec::new();
    for element in page.all() {
        let link = element.attribute("href").and_then(|href| href.strip_prefix('#'));
        let ids = POINTERS.iter().filter_map(|name| element.attribute(name)).flat_map(|ids| ids.split(' '));
        for id in ids.chain(link).filter(|id| by_id(page, id).is_none()) {
            found.push(format!("<{}> points to `{id}`, which is nowhere", element.tag));
        }
    }
    found
}

fn headings(page: &Element) -> Vec<String> {
    let mut found = Vec::new();
    let mut before = 0;
    for element in page.all() {
        let level = element.tag.strip_prefix('h').and_then(|level| level.parse::<u32>().ok());
        let Some(level) = level else { continue };
        if level > before + 1 || (level == 1 && before > 0) {
            found.push(format!("h{level} `{}` comes after h{before}", element.text()));
        }
        if element.text().trim().is_empty() {
            found.push(format!("an empty h{level}"));
        }
        before = level;
    }
    found
}

fn walk(element: &Element, around: &[&Element], page: &Element, found: &mut Vec<String>) {
    let here = || format!("<{}> {:?}", element.tag, element.attributes);
    let handlers = element.attributes.iter().filter(|(name, _)| name.starts_with("on"));
    found.extend(handlers.map(|(name, _)| format!("{name} stands in the markup of {}", here())));
    if !RAW.contains(&element.tag.as_str()) {
        let bare =
            |child: &Node| matches!(child, Node::Text(text) if text.contains('`') || text.contains("**"));
        found.extend(
            element.children.iter().any(bare).then(|| format!("a mark stands bare: {}", element.text())),
        );
    }
    let control = matches!(element.tag.as_str(), "button" | "input" | "select" | "textarea");
    let role = element.attribute("role").is_some_and(|role| NAMED_ROLES.contains(&role));
    if (control || role) && name(element, around, page).is_empty() {
        found.push(format!("no name: {}", here()));
    }
    if let Some(outer) = around.last()
        && !may_stand(&element.tag, &outer.tag)
    {
        found.push(format!("{} stands in <{}>", here(), outer.tag));
    }
    let mut within = around.to_vec();
    within.push(element);
    for child in element.elements() {
        walk(child, &within, page, found);
    }
}

fn may_stand(inner: &str, outer: &str) -> bool {
    match outer {
        "ul" | "ol" => inner == "li",
        "dl" => inner == "div",
        "tr" => matches!(inner, "td" | "th"),
        "thead" | "tbody" => inner == "tr",
        "table" => matches!(inner, "caption" | "thead" | "tbody"),
        "select" => inner == "option",
        _ if PHRASING.contains(&outer) => !BLOCKS.contains(&inner),
        _ => !matches!(inner, "li" | "tr" | "td" | "th" | "option"),
    }
}

/// The name that a screen reader speaks for an element.
fn name(element: &Element, around: &[&Element], page: &Element) -> String {
    let label = element.attribute("aria-label").unwrap_or_default().trim();
    if !label.is_empty() {
        return label.to_owned();
    }
    let pointed = element.attribute("aria-labelledby").and_then(|id| by_id(page, id));
    let id = element.attribute("id");
    let labels = |other: &Element| other.tag == "label" && id.is_some() && other.attribute("for") == id;
    let wrapping = || around.iter().rev().find(|outer| outer.tag == "label").copied();
    match pointed.or_else(|| page.find(labels)).or_else(wrapping) {
        Some(source) => heard(source),
        None if element.tag == "button" => heard(element),
        None => String::new(),
    }
}

/// The words of an element that a screen reader speaks, without those of controls in it.
fn heard(element: &Element) -> String {
    let words = |child: &Node| match child {
        Node::Text(text) => text.clone(),
        Node::Element(inner) if inner.attribute("aria-hidden") == Some("true") => String::new(),
        Node::Element(inner) if matches!(inner.tag.as_str(), "select" | "textarea") => String::new(),
        Node::Element(inner) => heard(inner),
    };
    element.children.iter().map(words).collect::<String>().trim().to_owned()
}

#[test]
fn what_is_wrong_is_found() {
    for (wrong, word) in [
        ("<p id=\"a\"></p><p id=\"a\"></p>", "twice"),
        ("<button type=\"button\"></button>", "no name"),
        ("<button><span aria-hidden=\"true\">x</span></button>", "no name"),
        ("<label>Speed<select id=\"a\"></select></label><select></select>", "no name"),
        ("<section aria-labelledby=\"a\"></section>", "nowhere"),
        ("<a href=\"#watch\">Skip</a>", "nowhere"),
        ("<h1>a</h1><h3>b</h3>", "comes after h1"),
        ("<p onclick=\"x\">a</p>", "onclick"),
        ("<p>`web` runs.</p>", "bare"),
        ("<p><ul></ul></p>", "stands in <p>"),
    ] {
        let found = about(&super::markup::read(wrong));
        assert!(found.len() == 1 && found[0].contains(word), "{wrong}: {found:?}");
    }
}
