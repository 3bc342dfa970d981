//! The warnings that reach the client: each text once, and not too much of them.
//! Upstream: recorder.AddWarning, apiserver/pkg/endpoints/filters/warning.go.

use std::collections::BTreeSet;

/// The most characters of all warnings together.
const TOTAL: usize = 4 * 1024;
/// The most characters of one warning once the total was exceeded.
const ITEM: usize = 256;

/// The warnings as a client gets them, from all that the server had to say, in order.
pub fn sent(all: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let (mut list, mut written, mut truncating): (Vec<String>, usize, bool) = (Vec::new(), 0, false);
    for warning in all {
        if truncating && written >= TOTAL {
            break;
        }
        if warning.is_empty() || !seen.insert(warning.clone()) {
            continue;
        }
        list.push(warning);
        if !truncating && list.iter().map(|warning| length(warning)).sum::<usize>() > TOTAL {
            // From here on all are cut, those before too.
            truncating = true;
        }
        if truncating {
            list.iter_mut().for_each(cut);
        }
        written = list.iter().map(|warning| length(warning)).sum();
    }
    list
}

fn length(text: &str) -> usize {
    text.chars().count()
}

fn cut(text: &mut String) {
    if let Some((end, _)) = text.char_indices().nth(ITEM) {
        text.truncate(end);
    }
}

#[cfg(test)]
mod tests {
    use super::sent;

    #[test]
    fn says_each_thing_once_and_ends_somewhere() {
        assert_eq!(sent(["a", "b", "a", ""].map(str::to_owned)), ["a", "b"]);
        let many = (0..100).map(|index| format!("{index:0100}"));
        assert_eq!(sent(many).len(), 41);
        let long = (0..3).map(|index| format!("{index:02000}"));
        assert_eq!(sent(long).iter().map(String::len).collect::<Vec<_>>(), [256, 256, 256]);
    }
}
