//! The difference of two texts as the API server prints it. Upstream: github.com/pmezard/go-difflib, a port of
//! Python's difflib: SequenceMatcher and unified_diff with three lines around.

use std::collections::BTreeMap;

use api::collections::sort_by;

/// Lines shown around a change.
const CONTEXT: usize = 3;

/// From this many lines on, a line that comes too often is no anchor.
const LONG: usize = 200;

/// Lines that are the same: their place in one text, in the other, how many.
type Block = (usize, usize, usize);

/// The hunks, each line with its line break; empty when nothing differs.
pub(super) fn unified(old: &[String], new: &[String]) -> String {
    let mut out = String::new();
    for hunk in hunks(&changes(old, new)) {
        let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { continue };
        let range = |from: usize, to: usize| match to - from {
            1 => (from + 1).to_string(),
            0 => format!("{from},0"),
            length => format!("{},{length}", from + 1),
        };
        let (before, after) = (range(first.old.0, last.old.1), range(first.new.0, last.new.1));
        out.extend(["@@ -", &before, " +", &after, " @@\n"]);
        for change in hunk {
            let mut lines = |text: &[String], (from, to): (usize, usize), sign: &str| {
                for line in text.get(from..to).unwrap_or_default() {
                    out.extend([sign, line, "\n"]);
                }
            };
            if change.same {
                lines(old, change.old, " ");
            } else {
                lines(old, change.old, "-");
                lines(new, change.new, "+");
            }
        }
    }
    out
}

/// A stretch of both texts.
#[derive(Clone, Copy)]
struct Change {
    same: bool,
    old: (usize, usize),
    new: (usize, usize),
}

fn changes(old: &[String], new: &[String]) -> Vec<Change> {
    let anchors = anchors(new);
    let mut blocks = Vec::new();
    let mut open = vec![(0, old.len(), 0, new.len())];
    while let Some((a, a_end, b, b_end)) = open.pop() {
        let (i, j, length) = longest(old, new, &anchors, (a, a_end), (b, b_end));
        if length > 0 {
            blocks.push((i, j, length));
            open.push((a, i, b, j));
            open.push((i + length, a_end, j + length, b_end));
        }
    }
    sort_by(&mut blocks, Ord::cmp);
    blocks.push((old.len(), new.len(), 0));
    let (mut i, mut j) = (0, 0);
    let mut changes = Vec::new();
    for (a, b, length) in blocks {
        if i < a || j < b {
            changes.push(Change { same: false, old: (i, a), new: (j, b) });
        }
        (i, j) = (a + length, b + length);
        match changes.last_mut() {
            // Two blocks that touch are one.
            Some(Change { same: true, old, new }) if length > 0 => (old.1, new.1) = (i, j),
            _ if length > 0 => changes.push(Change { same: true, old: (a, i), new: (b, j) }),
            _ => {}
        }
    }
    changes
}

/// Where each line stands in the new text.
fn anchors(text: &[String]) -> BTreeMap<&str, Vec<usize>> {
    let mut anchors: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, line) in text.iter().enumerate() {
        anchors.entry(line).or_default().push(index);
    }
    if text.len() >= LONG {
        anchors.retain(|_, places| places.len() <= text.len() / 100 + 1);
    }
    anchors
}

/// The longest common stretch, the first of equals, grown over lines that are no anchors.
fn longest(
    old: &[String],
    new: &[String],
    anchors: &BTreeMap<&str, Vec<usize>>,
    (a, a_end): (usize, usize),
    (b, b_end): (usize, usize),
) -> Block {
    let mut best = (a, b, 0);
    let mut lengths: BTreeMap<usize, usize> = BTreeMap::new();
    for (i, line) in old.iter().enumerate().take(a_end).skip(a) {
        let mut next = BTreeMap::new();
        for j in anchors.get(line.as_str()).into_iter().flatten().copied().filter(|j| (b..b_end).contains(j))
        {
            let before = j.checked_sub(1).and_then(|j| lengths.get(&j)).copied().unwrap_or_default();
            next.insert(j, before + 1);
            if before + 1 > best.2 {
                best = (i - before, j - before, before + 1);
            }
        }
        lengths = next;
    }
    let same = |i: usize, j: usize| old.get(i).is_some_and(|line| new.get(j) == Some(line));
    while best.0 > a && best.1 > b && same(best.0 - 1, best.1 - 1) {
        best = (best.0 - 1, best.1 - 1, best.2 + 1);
    }
    while best.0 + best.2 < a_end && best.1 + best.2 < b_end && same(best.0 + best.2, best.1 + best.2) {
        best.2 += 1;
    }
    best
}

/// Changes with the lines around them; those that are near stand in one hunk.
fn hunks(changes: &[Change]) -> Vec<Vec<Change>> {
    let mut hunks: Vec<Vec<Change>> = vec![Vec::new()];
    for (index, change) in changes.iter().enumerate() {
        let mut change = *change;
        if change.same {
            let length = change.old.1 - change.old.0;
            let (first, last) = (index == 0, index + 1 == changes.len());
            if !first && !last && length > 2 * CONTEXT {
                let head = Change {
                    old: (change.old.0, change.old.0 + CONTEXT),
                    new: (change.new.0, change.new.0 + CONTEXT),
                    ..change
                };
                hunks.last_mut().into_iter().for_each(|hunk| hunk.push(head));
                hunks.push(Vec::new());
            }
            if last && !first {
                change.old.1 = change.old.1.min(change.old.0 + CONTEXT);
                change.new.1 = change.new.1.min(change.new.0 + CONTEXT);
            } else if first || length > 2 * CONTEXT {
                change.old.0 = change.old.0.max(change.old.1.saturating_sub(CONTEXT));
                change.new.0 = change.new.0.max(change.new.1.saturating_sub(CONTEXT));
            }
        }
        hunks.last_mut().into_iter().for_each(|hunk| hunk.push(change));
    }
    hunks.retain(|hunk| hunk.iter().any(|change| !change.same));
    hunks
}

#[cfg(test)]
mod tests {
    use super::unified;

    fn lines(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn a_change_shows_three_lines_around() {
        let old = lines("a b c d e f g h i j k l m n o p");
        let new = lines("a b c d E f g h i j k l m n o p q");
        let expected = "@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+E\n f\n g\n h\n@@ -14,3 +14,4 @@\n n\n o\n p\n+q\n";
        assert_eq!(unified(&old, &new), expected);
        assert_eq!(unified(&old, &old), "");
    }
}
