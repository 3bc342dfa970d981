//! Gathers and sorts with little code, for the page's sake: it loads every byte of this program before it shows anything.
//!
//! Each type of item that std's `sort` is called on brings its own copy of a fast sort of some 4 KB. So does each type
//! that is collected into a `BTreeMap` or `BTreeSet`, or made into one from an array: std sorts the items first.
//! Code that runs in the browser therefore gathers and sorts here, in one copy for all types; the lists are short.
//!
//! That saves 29 KB of the engine's 563 KB of brotli by sorting and gathering here, and 13 KB by [`Map`] and [`Set`].
//! Measured in November 2026, with std's in place of each.

mod map;

pub use map::{Map, Set};

use source::order;
use std::cmp::Ordering;

/// `collect` for `BTreeMap` and `BTreeSet`: inserts one by one, so of equal keys the last value stays.
pub fn gather<C: Default + Extend<T>, T>(items: impl IntoIterator<Item = T>) -> C {
    let mut all = C::default();
    all.extend(items);
    all
}

/// As `[T]::sort_by`: equal items stay in their order.
pub fn sort_by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let order = order_by(items, compare);
    arrange(items, order);
}

/// The places of the items in the order that [`sort_by`] would bring them into.
pub fn order_by<T>(items: &[T], compare: impl Fn(&T, &T) -> Ordering) -> Vec<usize> {
    order(items.len(), &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    })
}

/// Puts the items into an order that is given by where each stands.
pub fn arrange<T>(items: &mut Vec<T>, order: Vec<usize>) {
    let mut unsorted: Vec<_> = items.drain(..).map(Some).collect();
    items.extend(order.into_iter().filter_map(|index| unsorted.get_mut(index)?.take()));
}

/// As `[T]::sort_by_key`: equal items stay in their order.
pub fn sort_by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    #[test]
    fn gathers_as_collect_does() {
        let pairs = [("b", 1), ("a", 2), ("b", 3)];
        assert_eq!(gather::<BTreeMap<_, _>, _>(pairs), pairs.into_iter().collect::<BTreeMap<_, _>>());
        assert_eq!(gather::<BTreeSet<_>, _>([3, 1, 3]), BTreeSet::from([1, 3]));
    }

    #[test]
    fn sorts_as_std_does() {
        for length in [0, 1, 2, 7, 100, 1000] {
            let mut items: Vec<(usize, usize)> = (0..length).map(|at| (at * 7919 % 13, at)).collect();
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);
            sort_by_key(&mut items, |item| item.0);
            assert_eq!(items, expected);
        }
    }
}
