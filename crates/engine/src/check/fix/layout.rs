//! Slips in the layout: tabs, a wrong indentation, items without a dash, a dash before what is no item.

use super::lines::{Line, Lines};
use super::trial::Try;
use api::collections::sort_by_key;
use source::Edit;

/// The number of lines above that are searched for an indentation.
const ABOVE: usize = 30;
/// The blanks that a tab may stand for.
const WIDTHS: [usize; 4] = [2, 4, 8, 1];

/// Replaces the tabs at the start of all lines by spaces.
pub(super) fn tabs(lines: &Lines<'_>) -> Vec<Try> {
    let indents: Vec<(usize, &str)> = lines
        .0
        .iter()
        .map(|line| (line.start, line.text.get(..line.indent()).unwrap_or_default()))
        .filter(|(_, indent)| indent.contains('\t'))
        .collect();
    if indents.is_empty() {
        return Vec::new();
    }
    let title = if indents.len() == 1 { "write spaces for the tab" } else { "write spaces for the tabs" };
    let of_width = |width: usize| {
        let edit = |&(start, indent): &(usize, &str)| Edit {
            range: start..start + indent.len(),
            text: indent.replace('\t', &" ".repeat(width)),
        };
        Try::new(title, "YAML is indented with spaces; here is a tab.", indents.iter().map(edit).collect())
    };
    let mut tries: Vec<Try> = WIDTHS.into_iter().map(of_width).collect();
    tries.extend(as_neighbours(lines, title));
    tries
}

/// Indents each line with a tab as the line above, or below, that has none.
fn as_neighbours(lines: &Lines<'_>, title: &str) -> Vec<Try> {
    let is_tabbed =
        |line: &Line<'_>| line.text.get(..line.indent()).is_some_and(|indent| indent.contains('\t'));
    let sound = |line: &&Line<'_>| !is_tabbed(line) && !line.is_empty();
    let inner = |line: &Line<'_>| line.content().0 - line.start;
    let one = |deeper: usize, below: bool| {
        let edit = |(at, line): (usize, &Line<'_>)| {
            let near = if below {
                lines.0.iter().skip(at).find(sound).map(|line| line.indent())
            } else {
                lines.0.iter().take(at).rev().find(sound).map(inner)
            };
            let text = " ".repeat(near.unwrap_or(0) + deeper);
            Edit { range: line.start..line.start + line.indent(), text }
        };
        let edits = lines.0.iter().enumerate().filter(|(_, line)| is_tabbed(line)).map(edit).collect();
        Try::new(title, "YAML is indented with spaces; here is a tab.", edits)
    };
    vec![one(0, false), one(2, false), one(0, true)]
}

/// Indents the line and the lines below it like a line above; the nearest depths come first.
pub(super) fn indents(lines: &Lines<'_>, at: usize) -> Vec<Try> {
    let Some(line) = lines.0.get(at).copied().filter(|line| !line.is_empty() && !line.is_comment()) else {
        return Vec::new();
    };
    let own = line.indent();
    let mut depths: Vec<usize> = Vec::new();
    for above in lines.0.iter().take(at).rev().take(ABOVE).filter(|above| !above.is_empty()) {
        let content = above.text.trim();
        let item = content.starts_with("- ").then(|| above.indent() + 2);
        let below = content.ends_with(':').then(|| above.content().0 - above.start + 2);
        for depth in below.into_iter().chain(item).chain([above.indent()]) {
            if depth != own && !depths.contains(&depth) {
                depths.push(depth);
            }
        }
    }
    sort_by_key(&mut depths, |depth| depth.abs_diff(own));
    let block = block(lines, at, line);
    let at_depth = |depth: usize, block: &[Line<'_>]| {
        let edits = block.iter().map(|line| Edit {
            range: line.start..line.start + line.indent(),
            text: " ".repeat((line.indent() + depth).saturating_sub(own)),
        });
        let (word, hint) = if depth < own {
            ("unindent", "This line is indented too far.")
        } else {
            ("indent", "This line is not indented far enough.")
        };
        let title = format!("{word} `{}`", shortened(line.text.trim()));
        Try::new(title, hint, edits.collect())
    };
    let mut tries: Vec<Try> = depths.iter().map(|depth| at_depth(*depth, &block)).collect();
    // Lines below that are deeper only because this one is not deep enough stay where they are.
    if block.len() > 1 {
        tries.extend(depths.iter().map(|depth| at_depth(*depth, &[line])));
    }
    tries
}

/// A line for the text of a button.
fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    format!("{}\u{2026}", text.chars().take(MOST).collect::<String>())
}

/// A line with all that stands below it: deeper lines, and a list in the column of its key.
fn block<'t>(lines: &Lines<'t>, at: usize, line: Line<'t>) -> Vec<Line<'t>> {
    let own = line.indent();
    let is_key = line.text.trim_end().ends_with(':') && !line.text.trim_start().starts_with('-');
    let is_below = |below: &&Line<'_>| {
        let deeper = below.indent() > own;
        below.is_empty()
            || deeper
            || (is_key && below.indent() == own && below.text.trim_start().starts_with("- "))
    };
    let below = lines.0.iter().skip(at + 1).take_while(is_below).copied();
    std::iter::once(line).chain(below).filter(|line| !line.is_empty()).collect()
}

/// Makes an item of a map that stands where a list should: its first line gets a dash, the others move in.
pub(super) fn as_item(lines: &Lines<'_>, range: &std::ops::Range<usize>) -> Option<Try> {
    let (at, first) = lines.within(range).next()?;
    if first.start + first.indent() != range.start {
        return None;
    }
    let column = first.indent();
    let below = lines.0.iter().skip(at + 1);
    let below =
        below.take_while(|line| line.is_empty() || line.indent() >= column).filter(|line| !line.is_empty());
    let mut edits = vec![Edit { range: range.start..range.start, text: "- ".to_owned() }];
    edits.extend(below.map(|line| Edit { range: line.start..line.start, text: "  ".to_owned() }));
    Some(Try::new("make it an item: add `- `", "This is a list: each of its items begins with `- `.", edits))
}

/// Takes the dashes from the items of a list that stands where a map should.
pub(super) fn as_map(lines: &Lines<'_>, range: &std::ops::Range<usize>) -> Option<Try> {
    let (_, first) = lines.within(range).next()?;
    let column = first.indent();
    let items = lines.within(range).filter(|(_, line)| line.indent() == column);
    let edits: Vec<Edit> = items
        .filter(|(_, line)| line.text.trim_start().starts_with("- "))
        .map(|(_, line)| Edit { range: line.start + column..line.start + column + 1, text: " ".to_owned() })
        .collect();
    let title = "take the `-` away";
    (!edits.is_empty()).then(|| Try::new(title, "This is a map: its fields have no dash before them.", edits))
}
