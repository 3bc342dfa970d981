//! Whole numbers of any size, as far as floats need them.

use std::cmp::Ordering;

/// Words of 32 bits, the lowest first; the highest is not zero.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Big(Vec<u32>);

impl Big {
    pub fn new(value: u64) -> Big {
        let mut big = Big(Vec::new());
        big.carry(value);
        big
    }

    /// Adds words on top.
    #[allow(clippy::cast_possible_truncation, reason = "the rest comes next")]
    fn carry(&mut self, mut rest: u64) {
        while rest > 0 {
            self.0.push(rest as u32);
            rest >>= 32;
        }
    }

    /// Multiplies and adds.
    #[allow(clippy::cast_possible_truncation, reason = "the rest is carried")]
    pub fn times(&mut self, factor: u32, add: u32) {
        let mut rest = u64::from(add);
        for word in &mut self.0 {
            rest += u64::from(*word) * u64::from(factor);
            *word = rest as u32;
            rest >>= 32;
        }
        self.carry(rest);
    }

    /// Doubles so many times.
    pub fn double(&mut self, times: u64) {
        (0..times / 31).for_each(|_| self.times(1 << 31, 0));
        self.times(1 << (times % 31), 0);
    }

    /// Subtracts what is not larger.
    #[allow(clippy::cast_possible_truncation, reason = "what is above is the borrow")]
    pub fn minus(&mut self, other: &Big) {
        let mut borrow = 0;
        let others = other.0.iter().copied().chain(std::iter::repeat(0));
        for (word, other) in self.0.iter_mut().zip(others) {
            let (rest, first) = word.overflowing_sub(other);
            let (rest, second) = rest.overflowing_sub(borrow);
            *word = rest;
            borrow = u32::from(first || second);
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    /// The number of bits that it takes.
    pub fn bits(&self) -> i64 {
        let Some(top) = self.0.last() else { return 0 };
        i64::try_from(self.0.len()).unwrap_or(i64::MAX) * 32 - i64::from(top.leading_zeros())
    }
}

impl PartialOrd for Big {
    fn partial_cmp(&self, other: &Big) -> Option<Ordering> {
        let (left, right) = (&self.0, &other.0);
        Some(left.len().cmp(&right.len()).then_with(|| left.iter().rev().cmp(right.iter().rev())))
    }
}
