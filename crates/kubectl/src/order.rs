//! Go's `sort.Sort`, to the last swap: it is not stable, so which of two equal events comes first shows in a long list.
//! Upstream: Go's src/sort/zsortinterface.go (pattern-defeating quicksort).

use api::collections::arrange;

/// Lists up to this length are sorted by insertion, which keeps equal items in order.
const INSERTION: usize = 12;
/// From this length on a pivot is chosen among nine items, and a nearly sorted list is worth mending.
const LONG: usize = 50;
/// A mending gives up after so many misplaced items.
const MENDINGS: usize = 5;

/// Sorts as Go's `sort.Sort` and `sort.Slice` do.
pub(crate) fn sort<T>(items: &mut Vec<T>, less: impl Fn(&T, &T) -> bool) {
    let less = |a, b| items.get(a).zip(items.get(b)).is_some_and(|(a, b)| less(a, b));
    let order = order(items.len(), &less);
    arrange(items, order);
}

fn order(length: usize, less: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut sorter = Sorter { items: (0..length).collect(), less };
    sorter.quick(0, length, usize::BITS - length.leading_zeros());
    sorter.items
}

/// Sorts where the items stand and not the items: one copy serves all types.
struct Sorter<'a> {
    items: Vec<usize>,
    less: &'a dyn Fn(usize, usize) -> bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Hint {
    Unknown,
    Increasing,
    Decreasing,
}

impl Sorter<'_> {
    fn less(&self, a: usize, b: usize) -> bool {
        self.items.get(a).zip(self.items.get(b)).is_some_and(|(a, b)| (self.less)(*a, *b))
    }

    fn swap(&mut self, a: usize, b: usize) {
        if a.max(b) < self.items.len() {
            self.items.swap(a, b);
        }
    }

    fn quick(&mut self, mut start: usize, mut end: usize, mut limit: u32) {
        let (mut balanced, mut partitioned) = (true, true);
        loop {
            let length = end.saturating_sub(start);
            if length <= INSERTION {
                return self.insertion(start, end);
            }
            if limit == 0 {
                return self.heap(start, end);
            }
            if !balanced {
                self.scatter(start, end);
                limit -= 1;
            }
            let (mut pivot, mut hint) = self.pivot(start, end);
            if hint == Hint::Decreasing {
                if let Some(range) = self.items.get_mut(start..end) {
                    range.reverse();
                }
                pivot = (end - 1) - (pivot - start);
                hint = Hint::Increasing;
            }
            if balanced && partitioned && hint == Hint::Increasing && self.mend(start, end) {
                return;
            }
            if start > 0 && !self.less(start - 1, pivot) {
                start = self.partition_equal(start, end, pivot);
                continue;
            }
            let middle;
            (middle, partitioned) = self.partition(start, end, pivot);
            let (left, right) = (middle - start, end - middle);
            balanced = left.min(right) >= length / 8;
            if left < right {
                self.quick(start, middle, limit);
                start = middle + 1;
            } else {
                self.quick(middle + 1, end, limit);
                end = middle;
            }
        }
    }

    fn insertion(&mut self, start: usize, end: usize) {
        for next in start + 1..end {
            let mut at = next;
            while at > start && self.less(at, at - 1) {
                self.swap(at, at - 1);
                at -= 1;
            }
        }
    }

    fn heap(&mut self, first: usize, end: usize) {
        let length = end - first;
        for root in (0..=(length - 1) / 2).rev() {
            self.sift(root, length, first);
        }
        for last in (0..length).rev() {
            self.swap(first, first + last);
            self.sift(0, last, first);
        }
    }

    fn sift(&mut self, mut root: usize, end: usize, first: usize) {
        loop {
            let mut child = 2 * root + 1;
            if child >= end {
                return;
            }
            if child + 1 < end && self.less(first + child, first + child + 1) {
                child += 1;
            }
            if !self.less(first + root, first + child) {
                return;
            }
            self.swap(first + root, first + child);
            root = child;
        }
    }

    /// Swaps three items in the middle with others that a fixed xorshift picks.
    fn scatter(&mut self, start: usize, end: usize) {
        let length = end - start;
        let mask = (1 << (usize::BITS - length.leading_zeros())) - 1;
        let mut random = length as u64;
        for offset in 0..3 {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let mut other = usize::try_from(random & mask).unwrap_or_default();
            if other >= length {
                other -= length;
            }
            self.swap(start + length / 4 * 2 - 1 + offset, start + other);
        }
    }

    fn pivot(&self, start: usize, end: usize) -> (usize, Hint) {
        let quarter = (end - start) / 4;
        let [mut low, mut middle, mut high] = [1, 2, 3].map(|n| start + quarter * n);
        let mut swaps = 0;
        if end - start >= LONG {
            [low, middle, high] = [low, middle, high].map(|at| self.median(at - 1, at, at + 1, &mut swaps));
        }
        let pivot = self.median(low, middle, high, &mut swaps);
        match swaps {
            0 => (pivot, Hint::Increasing),
            12 => (pivot, Hint::Decreasing),
            _ => (pivot, Hint::Unknown),
        }
    }

    fn median(&self, a: usize, b: usize, c: usize, swaps: &mut usize) -> usize {
        let mut ordered = |a, b| {
            let wrong = self.less(b, a);
            *swaps += usize::from(wrong);
            if wrong { (b, a) } else { (a, b) }
        };
        let (a, b) = ordered(a, b);
        let (b, _) = ordered(b, c);
        ordered(a, b).1
    }

    /// Mends a list that is nearly sorted; whether it is sorted now.
    fn mend(&mut self, start: usize, end: usize) -> bool {
        let mut at = start + 1;
        for _ in 0..MENDINGS {
            while at < end && !self.less(at, at - 1) {
                at += 1;
            }
            if at == end {
                return true;
            }
            if end - start < LONG {
                return false;
            }
            self.swap(at, at - 1);
            if at - start >= 2 {
                let mut back = at - 1;
                while back >= 1 && self.less(back, back - 1) {
                    self.swap(back, back - 1);
                    back -= 1;
                }
            }
            if end - at >= 2 {
                let mut ahead = at + 1;
                while ahead < end && self.less(ahead, ahead - 1) {
                    self.swap(ahead, ahead - 1);
                    ahead += 1;
                }
            }
        }
        false
    }

    fn partition(&mut self, start: usize, end: usize, pivot: usize) -> (usize, bool) {
        self.swap(start, pivot);
        let (mut low, mut high) = (start + 1, end - 1);
        let mut swapped = false;
        loop {
            while low <= high && self.less(low, start) {
                low += 1;
            }
            while low <= high && !self.less(high, start) {
                high -= 1;
            }
            if low > high {
                self.swap(high, start);
                return (high, !swapped);
            }
            self.swap(low, high);
            swapped = true;
            low += 1;
            high -= 1;
        }
    }

    /// Moves what equals the pivot to the front; where the greater ones begin.
    fn partition_equal(&mut self, start: usize, end: usize, pivot: usize) -> usize {
        self.swap(start, pivot);
        let (mut low, mut high) = (start + 1, end - 1);
        loop {
            while low <= high && !self.less(start, low) {
                low += 1;
            }
            while low <= high && self.less(start, high) {
                high -= 1;
            }
            if low > high {
                return low;
            }
            self.swap(low, high);
            low += 1;
            high -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sort;

    /// Lists of every pattern that the algorithm treats on its own.
    fn lists() -> impl Iterator<Item = Vec<u64>> {
        (0..300u64).step_by(7).flat_map(|length| {
            let up = (0..length).collect::<Vec<_>>();
            let down = up.iter().rev().copied().collect();
            let few = up.iter().map(|n| n * 7919 % 4).collect();
            let mixed = up.iter().map(|n| n * 7919 % 1009).collect();
            let saw = up.iter().map(|n| (n * 31) % (length / 2 + 1)).collect();
            [up, down, few, mixed, saw]
        })
    }

    #[test]
    fn sorts_every_pattern() {
        for list in lists() {
            let (mut ours, mut theirs) = (list.clone(), list);
            sort(&mut ours, |a, b| a < b);
            theirs.sort_unstable();
            assert_eq!(ours, theirs);
        }
    }

    #[test]
    fn short_lists_keep_equal_items_in_order() {
        let mut list: Vec<(u8, usize)> = (0..12).map(|n| (u8::from(n % 3 == 0), n)).collect();
        sort(&mut list, |a, b| a.0 < b.0);
        assert!(list.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
