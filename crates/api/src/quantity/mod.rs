//! Resource quantities, read and printed as Kubernetes does.
//! Upstream: apimachinery/pkg/api/resource/{quantity,amount,scale_int}.go.
//!
//! Upstream keeps a number in one of two forms, a 64-bit integer with a decimal scale or a big decimal;
//! which one it is shows in `value` and `milli_value` of numbers that are too large.
//! Here both are `mantissa × 10^scale` with a 128-bit mantissa, and `small` says which form upstream would use.
//! 36 significant digits are exact: any binary quantity (capped at 2^63-1, rounded to nano: 28 digits), and
//! every sum of such in a cluster. A decimal written with more digits keeps the leading 36; a sum that is longer is
//! printed in full and compared by its leading digits.

mod arithmetic;
mod literal;
mod long;
mod parse;
mod print;

pub use literal::literal;
pub use parse::QuantityError;
pub(crate) use parse::trimmed;

use k8s_openapi::apimachinery::pkg::api::resource::Quantity as Written;
use std::cmp::Ordering;

/// How a quantity is printed: the family of suffix that it was written with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// `12e6`.
    #[default]
    DecimalExponent,
    /// `12Mi`: powers of 1024.
    BinarySi,
    /// `12M`, `250m`: powers of 1000.
    DecimalSi,
}

/// An exact amount with the format it was written in. Equality and order are those of the number.
///
/// ```
/// use api::Quantity;
/// let memory = Quantity::parse("1.5Gi").unwrap();
/// assert_eq!(memory.to_string(), "1536Mi");
/// assert_eq!(memory.value(), 1_610_612_736);
/// assert_eq!(Quantity::parse("0.1").unwrap().milli_value(), 100);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Quantity {
    mantissa: i128,
    scale: i32,
    /// Upstream's 64-bit form; otherwise its big decimal.
    small: bool,
    format: Format,
    /// The text as written, where upstream prints that again although its own printing differs (`+1`, `5.`, `1E3`).
    text: Option<Box<str>>,
    /// All digits of a sum that is too long for the mantissa.
    long: Option<Box<long::Long>>,
}

impl Quantity {
    /// Zero, which takes the format of what is first added to it.
    pub const ZERO: Quantity =
        Quantity { mantissa: 0, scale: 0, small: true, format: Format::DecimalSi, text: None, long: None };

    /// `value` units.
    pub fn new(value: i64, format: Format) -> Quantity {
        Quantity { mantissa: i128::from(value), scale: 0, small: true, format, text: None, long: None }
    }

    /// `value` thousandths.
    pub fn from_milli(value: i64, format: Format) -> Quantity {
        Quantity { mantissa: i128::from(value), scale: -3, small: true, format, text: None, long: None }
    }

    /// The number behind a field of an object. Text that is no quantity, which the API server refuses
    /// while it decodes, counts as zero.
    pub fn of(written: &Written) -> Quantity {
        Quantity::parse(&written.0).unwrap_or(Quantity::ZERO)
    }

    /// The family of suffix that it is printed with.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Whether it is zero, however it was written.
    pub fn is_zero(&self) -> bool {
        self.mantissa == 0
    }

    /// -1, 0 or 1.
    pub fn sign(&self) -> i32 {
        match self.mantissa.cmp(&0) {
            Ordering::Less => -1,
            Ordering::Equal => 0,
            Ordering::Greater => 1,
        }
    }
}

impl From<&Written> for Quantity {
    fn from(written: &Written) -> Quantity {
        Quantity::of(written)
    }
}

impl From<&Quantity> for Written {
    fn from(quantity: &Quantity) -> Written {
        Written(quantity.to_string())
    }
}

impl From<Quantity> for Written {
    fn from(quantity: Quantity) -> Written {
        Written(quantity.to_string())
    }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Quantity) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Quantity {}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Quantity) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Quantity {
    fn cmp(&self, other: &Quantity) -> Ordering {
        arithmetic::compare((self.mantissa, self.scale), (other.mantissa, other.scale))
    }
}

#[cfg(test)]
mod tests;
