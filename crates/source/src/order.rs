//! The one sort of this program. Each type of item that std's `sort` is called on brings its own copy of a fast sort of
//! some 4 KB, and the page loads every byte.

use std::cmp::Ordering;

/// The indexes of `length` items in the order that `compare` gives; equal items stay in their order.
pub fn order(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}
