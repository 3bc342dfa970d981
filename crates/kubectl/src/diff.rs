//! The output of `kubectl diff`: the objects as they are beside those that an apply would leave.
//! Upstream: kubectl/pkg/cmd/diff/diff.go, which leaves the comparison to GNU `diff -u -N`.

use crate::others::text;
use crate::yaml;
use serde_json::Value;

/// The folders that kubectl compares. Their numbers are chance.
const FOLDERS: [&str; 2] = ["/tmp/LIVE-2583274539", "/tmp/MERGED-1197563064"];

/// Equal lines that are shown around a change.
const CONTEXT: usize = 3;

/// The most pairs of lines that are compared; two longer texts differ as a whole.
const PAIRS: usize = 4_000_000;

/// An object as it is and as an apply would leave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The object that is there.
    pub live: Option<Value>,
    /// The server's answer in a dry run.
    pub merged: Value,
    /// The time at which kubectl writes its files: `2026-01-01T00:00:05Z`.
    pub now: String,
}

/// The differences of all objects; empty where there is none.
pub(crate) fn print<'c>(all: impl Iterator<Item = &'c Compared>) -> String {
    let mut told: Vec<(String, String)> = all.filter_map(one).collect();
    // The other program compares the files of a folder in the order of their names.
    told.sort_unstable();
    told.into_iter().map(|(_, text)| text).collect()
}

/// The name of an object's file, with the difference.
fn one(compared: &Compared) -> Option<(String, String)> {
    let Compared { mut live, mut merged, now } = compared.clone();
    if text(&merged, "/kind") == "Secret" {
        mask(live.as_mut(), &mut merged);
    }
    let of = |pointer| text(&merged, pointer);
    let (version, kind) = (of("/apiVersion").replace('/', "."), of("/kind"));
    let file = format!("{version}.{kind}.{}.{}", of("/metadata/namespace"), of("/metadata/name"));
    let [old, new] = [live.as_ref().map(yaml::print).unwrap_or_default(), yaml::print(&merged)];
    let hunks = hunks(&old, &new);
    if hunks.is_empty() {
        return None;
    }
    let time = now.replace('T', " ").replace('Z', ".000000000 +0000");
    let [from, to] = FOLDERS.map(|folder| format!("{folder}/{file}"));
    let head = format!("diff -u -N {from} {to}\n--- {from}\t{time}\n+++ {to}\t{time}\n");
    Some((file, head + &hunks))
}

/// Hides the values of a Secret, but not whether they differ.
fn mask(live: Option<&mut Value>, merged: &mut Value) {
    let data = |object: &Value, key: &str| object.get("data").and_then(|data| data.get(key)).cloned();
    let (before, after) = (live.as_deref().cloned().unwrap_or_default(), merged.clone());
    let hide = |object: &mut Value, word: &str| {
        for (key, value) in object.get_mut("data").and_then(Value::as_object_mut).into_iter().flatten() {
            let differs =
                data(&before, key).zip(data(&after, key)).is_some_and(|(before, after)| before != after);
            *value = if differs { format!("*** ({word})") } else { "***".to_owned() }.into();
        }
    };
    if let Some(live) = live {
        hide(live, "before");
    }
    hide(merged, "after");
}

/// The changes between two texts, with the lines around them.
fn hunks(old: &str, new: &str) -> String {
    let [old, new] = [old, new].map(|text| text.lines().collect::<Vec<_>>());
    let lines = compare(&old, &new);
    let changed: Vec<usize> =
        (0..lines.len()).filter(|at| lines.get(*at).is_some_and(|(sign, _)| *sign != ' ')).collect();
    let mut out = String::new();
    let mut rest = changed.as_slice();
    while let Some(&first) = rest.first() {
        // Changes stand together where the lines around them would meet.
        let apart =
            rest.windows(2).position(|pair| matches!(pair, [one, next] if next - one > 2 * CONTEXT + 1));
        let (together, later) = rest.split_at(apart.map_or(rest.len(), |at| at + 1));
        let last = together.last().copied().unwrap_or(first);
        hunk(&mut out, &lines, first.saturating_sub(CONTEXT), (last + CONTEXT + 1).min(lines.len()));
        rest = later;
    }
    out
}

/// Writes the lines from `start` to `end`, behind where they stand in both texts.
fn hunk(out: &mut String, lines: &[(char, &str)], start: usize, end: usize) {
    let (before, shown) = (lines.get(..start).unwrap_or_default(), lines.get(start..end).unwrap_or_default());
    let range = |other: char| {
        let count = |lines: &[(char, &str)]| lines.iter().filter(|(sign, _)| *sign != other).count();
        match (count(before), count(shown)) {
            (before, 0) => format!("{before},0"),
            (before, 1) => (before + 1).to_string(),
            (before, count) => format!("{},{count}", before + 1),
        }
    };
    out.extend(["@@ -", &range('+'), " +", &range('-'), " @@\n"]);
    for (sign, line) in shown {
        out.push(*sign);
        out.extend([line, "\n"]);
    }
}

/// All lines of two texts, each with its sign: of both, of the first, or of the second.
fn compare<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<(char, &'t str)> {
    let same = |pairs: usize| pairs.min(old.len()).min(new.len());
    let head = same(old.iter().zip(new).take_while(|(one, other)| one == other).count());
    let ends = old.iter().skip(head).rev().zip(new.iter().skip(head).rev());
    let tail = ends.take_while(|(one, other)| one == other).count();
    let [olds, news] = [old, new].map(|lines| lines.get(head..lines.len() - tail).unwrap_or_default());
    let mut lines: Vec<(char, &str)> = old.iter().take(head).map(|line| (' ', *line)).collect();
    middle(&mut lines, olds, news);
    lines.extend(old.iter().skip(old.len() - tail).map(|line| (' ', *line)));
    lines
}

/// The lines of two texts between what both begin and end with.
fn middle<'t>(lines: &mut Vec<(char, &'t str)>, old: &[&'t str], new: &[&'t str]) {
    let width = new.len() + 1;
    // How many lines both have in common from a pair of places on.
    let mut common = vec![0_usize; if old.len() * new.len() > PAIRS { 0 } else { (old.len() + 1) * width }];
    let at = |common: &[usize], row: usize, column: usize| {
        common.get(row * width + column).copied().unwrap_or_default()
    };
    for (row, line) in old.iter().enumerate().rev() {
        for (column, other) in new.iter().enumerate().rev() {
            let most = if line == other {
                at(&common, row + 1, column + 1) + 1
            } else {
                at(&common, row + 1, column).max(at(&common, row, column + 1))
            };
            common.get_mut(row * width + column).into_iter().for_each(|place| *place = most);
        }
    }
    let (mut row, mut column, mut added) = (0, 0, Vec::new());
    while let (Some(line), Some(other)) = (old.get(row), new.get(column)) {
        if line == other && !common.is_empty() {
            lines.append(&mut added);
            lines.push((' ', line));
            (row, column) = (row + 1, column + 1);
        } else if at(&common, row + 1, column) >= at(&common, row, column + 1) {
            lines.push(('-', line));
            row += 1;
        } else {
            added.push(('+', *other));
            column += 1;
        }
    }
    lines.extend(old.iter().skip(row).map(|line| ('-', *line)));
    lines.append(&mut added);
    lines.extend(new.iter().skip(column).map(|line| ('+', *line)));
}

#[cfg(test)]
mod tests {
    use super::{Compared, hunks, print};
    use serde_json::json;

    #[test]
    fn changes_stand_among_the_lines_around_them() {
        let old = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n";
        assert_eq!(hunks(old, old), "");
        assert_eq!(
            hunks(old, &old.replace("e\n", "x\ny\n")),
            "@@ -2,7 +2,8 @@\n b\n c\n d\n-e\n+x\n+y\n f\n g\n h\n"
        );
        assert_eq!(
            hunks(old, &old.replace("a\n", "").replace("j\n", "")),
            "@@ -1,4 +1,3 @@\n-a\n b\n c\n d\n@@ -7,4 +6,3 @@\n g\n h\n i\n-j\n"
        );
        assert_eq!(hunks("", "a\nb\n"), "@@ -0,0 +1,2 @@\n+a\n+b\n");
        assert_eq!(hunks("a\n", "b\n"), "@@ -1 +1 @@\n-a\n+b\n");
    }

    #[test]
    fn values_of_a_secret_are_hidden() {
        let secret = |a: &str| json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s", "namespace": "d"}, "data": {"a": a, "b": "x"}});
        let compared =
            Compared { live: Some(secret("1")), merged: secret("2"), now: "2026-01-01T00:00:05Z".to_owned() };
        let told = print([&compared].into_iter());
        assert!(
            told.contains("\tv1.Secret.d.s")
                || told.contains("/v1.Secret.d.s\t2026-01-01 00:00:05.000000000 +0000\n"),
            "{told}"
        );
        assert!(
            told.ends_with(
                " data:\n-  a: '*** (before)'\n+  a: '*** (after)'\n   b: '***'\n kind: Secret\n metadata:\n"
            ),
            "{told}"
        );
    }
}
