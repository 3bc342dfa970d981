//! Number to text: the largest suffix that loses nothing. Upstream: CanonicalizeBytes in quantity.go.

use super::arithmetic::{compare, divide_up};
use super::{Format, Quantity};
use std::cmp::Ordering;
use std::fmt;

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(text) = &self.text {
            return f.write_str(text);
        }
        if self.mantissa == 0 {
            return f.write_str("0");
        }
        if let Some(whole) = self.whole_binary() {
            return binary(whole, f);
        }
        if let Some(long) = &self.long {
            return long.print(self.format, f);
        }
        decimal(self, f)
    }
}

impl Quantity {
    /// The number, if it is to be printed in powers of 1024: not below 1024, and whole.
    fn whole_binary(&self) -> Option<i128> {
        if self.format != Format::BinarySi {
            return None;
        }
        let number = (self.mantissa, self.scale);
        if compare((number.0.saturating_abs(), number.1), (1024, 0)) == Ordering::Less {
            return None;
        }
        if self.scale >= 0 {
            return self.mantissa.checked_mul(10_i128.checked_pow(self.scale.unsigned_abs())?);
        }
        let whole = divide_up(self.mantissa, self.scale.saturating_neg());
        (compare((whole, 0), number) == Ordering::Equal).then_some(whole)
    }
}

fn binary(mut whole: i128, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut suffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"].into_iter();
    let mut suffix = suffixes.next().unwrap_or_default();
    while whole.trailing_zeros() >= 10 {
        // Beyond `Ei` upstream prints no suffix; sums of that size do not occur in a cluster.
        suffix = suffixes.next().unwrap_or_default();
        whole >>= 10;
    }
    write!(f, "{whole}{suffix}")
}

fn decimal(quantity: &Quantity, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (mut mantissa, mut exponent) = (quantity.mantissa, quantity.scale);
    while mantissa % 10 == 0 {
        mantissa /= 10;
        exponent = exponent.saturating_add(1);
    }
    while exponent % 3 != 0 {
        mantissa = mantissa.saturating_mul(10);
        exponent -= 1;
    }
    write!(f, "{mantissa}")?;
    suffix(exponent, quantity.format, f)
}

/// The suffix, or the exponent, for a power of ten that is a multiple of three.
pub(super) fn suffix(exponent: i32, format: Format, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if format == Format::DecimalExponent {
        return if exponent == 0 { Ok(()) } else { write!(f, "e{exponent}") };
    }
    f.write_str(match exponent {
        -9 => "n",
        -6 => "u",
        -3 => "m",
        3 => "k",
        6 => "M",
        9 => "G",
        12 => "T",
        15 => "P",
        18 => "E",
        // Upstream has no suffix beyond these and prints none.
        _ => "",
    })
}
