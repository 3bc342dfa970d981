//! Sums with more digits than the mantissa holds: `1e100` and `250m`. Only their printing is exact.

use super::{Format, Quantity};
use std::fmt;

/// Digits that are added at most; what differs more is printed by its larger part alone.
const MOST_DIGITS: usize = 4096;

/// Mantissas below this are added in 128 bits.
const SHORT: i128 = 10_000_000_000_000_000_000;

/// A positive number as decimal digits, the most significant first, times a power of ten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Long {
    digits: Vec<u8>,
    scale: i32,
}

/// The exact sum, where 128 bits do not hold it.
pub(super) fn sum(a: &Quantity, b: &Quantity) -> Option<Box<Long>> {
    // 19 digits, shifted by at most 18, always fit.
    let near = a.scale.abs_diff(b.scale) <= 18 && a.mantissa.max(b.mantissa) < SHORT;
    if a.long.is_none() && b.long.is_none() && near || a.mantissa <= 0 || b.mantissa <= 0 {
        // Adding nothing keeps what is there.
        return if b.mantissa == 0 { a.long.clone() } else { None };
    }
    let (a, b) = (Long::of(a), Long::of(b));
    let scale = a.scale.min(b.scale);
    let (a, b) = (a.raised(scale)?, b.raised(scale)?);
    let mut digits = Vec::with_capacity(a.len().max(b.len()) + 1);
    let (mut a, mut b) = (a.iter().rev(), b.iter().rev());
    let mut carry = 0;
    loop {
        let (x, y) = (a.next(), b.next());
        if x.is_none() && y.is_none() {
            break;
        }
        let sum = x.copied().unwrap_or_default() + y.copied().unwrap_or_default() + carry;
        carry = sum / 10;
        digits.push(sum % 10);
    }
    if carry > 0 {
        digits.push(carry);
    }
    digits.reverse();
    Some(Box::new(Long { digits, scale }))
}

impl Long {
    fn of(quantity: &Quantity) -> Long {
        if let Some(long) = &quantity.long {
            return Long::clone(long);
        }
        let digits = quantity.mantissa.to_string().into_bytes();
        Long {
            digits: digits.into_iter().map(|digit| digit.wrapping_sub(b'0')).collect(),
            scale: quantity.scale,
        }
    }

    /// The digits at a smaller scale.
    fn raised(&self, scale: i32) -> Option<Vec<u8>> {
        let zeros = usize::try_from(self.scale.checked_sub(scale)?).ok()?;
        let length = self.digits.len().checked_add(zeros).filter(|length| *length <= MOST_DIGITS)?;
        let mut digits = self.digits.clone();
        digits.resize(length, 0);
        Some(digits)
    }

    /// Prints it with the suffix, or the exponent, of its format.
    pub fn print(&self, format: Format, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let zeros = self.digits.iter().rev().take_while(|digit| **digit == 0).count();
        let kept = self.digits.len().saturating_sub(zeros);
        let mut exponent = self.scale.saturating_add(i32::try_from(zeros).unwrap_or(i32::MAX));
        for digit in self.digits.iter().take(kept) {
            write!(f, "{digit}")?;
        }
        while exponent % 3 != 0 {
            f.write_str("0")?;
            exponent = exponent.saturating_sub(1);
        }
        super::print::suffix(exponent, format, f)
    }
}
