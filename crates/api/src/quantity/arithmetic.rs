//! Compare, add, round. Upstream: amount.go, math.go, scale_int.go.

use super::{Quantity, long};
use std::cmp::Ordering;

/// `10^exponent`, when it fits.
pub(super) fn power_of_ten(exponent: u32) -> Option<i128> {
    10_i64.checked_pow(exponent).map(i128::from).or_else(|| 10_i128.checked_pow(exponent))
}

/// `value / 10^places`, away from zero.
pub(super) fn divide_up(value: i128, places: i32) -> i128 {
    let Ok(places) = u32::try_from(places) else { return value };
    let Some(divisor) = power_of_ten(places) else { return value.signum() };
    // Nearly all numbers are short, and dividing those is many times as fast.
    if let (Ok(value), Ok(divisor)) = (i64::try_from(value), i64::try_from(divisor)) {
        return i128::from(value / divisor + if value % divisor == 0 { 0 } else { value.signum() });
    }
    value / divisor + if value % divisor == 0 { 0 } else { value.signum() }
}

/// Order of `mantissa × 10^scale`.
pub(super) fn compare(a: (i128, i32), b: (i128, i32)) -> Ordering {
    let signs = a.0.signum().cmp(&b.0.signum());
    if signs != Ordering::Equal || a.0 == 0 {
        return signs;
    }
    if a.1 == b.1 {
        return a.0.cmp(&b.0);
    }
    if a.1 < b.1 {
        return compare(b, a).reverse();
    }
    // a has the larger steps.
    match raise(a.0, i64::from(a.1) - i64::from(b.1)) {
        Some(raised) => raised.cmp(&b.0),
        None => a.0.signum().cmp(&0),
    }
}

fn raise(mantissa: i128, places: i64) -> Option<i128> {
    mantissa.checked_mul(power_of_ten(u32::try_from(places).ok()?)?)
}

/// `value × 10^(from - to)` in 64 bits, `None` on overflow, of which upstream's callers make 0.
fn raise_small(value: i128, from: i32, to: i32) -> Option<i128> {
    let places = from.wrapping_sub(to);
    if places <= 0 || value == 0 {
        return Some(value);
    }
    raise(value, i64::from(places)).filter(|raised| i64::try_from(*raised).is_ok())
}

impl Quantity {
    /// The number in units, rounded up away from zero; what is beyond 64 bits wraps as upstream wraps.
    pub fn value(&self) -> i64 {
        self.scaled_value(0)
    }

    /// The number in thousandths, rounded up away from zero.
    pub fn milli_value(&self) -> i64 {
        self.scaled_value(-3)
    }

    /// `self / 10^scale`, rounded up.
    fn scaled_value(&self, scale: i32) -> i64 {
        if self.small {
            let scaled = if self.scale < scale {
                Some(divide_up(self.mantissa, scale.saturating_sub(self.scale)))
            } else {
                raise_small(self.mantissa, self.scale, scale)
            };
            return scaled.and_then(|scaled| i64::try_from(scaled).ok()).unwrap_or(0);
        }
        if self.scale < scale {
            let divided = divide_up(self.mantissa, scale.saturating_sub(self.scale));
            // Upstream adds one to what it cut off, whatever the sign.
            let same = || compare((divided, scale), (self.mantissa, self.scale)) == Ordering::Equal;
            return low_bits(if divided >= 0 || same() { divided } else { divided + 2 });
        }
        let places = self.scale.saturating_sub(scale).unsigned_abs();
        low_bits(self.mantissa).wrapping_mul(10_i64.wrapping_pow(places))
    }

    /// `self + other`; a zero takes the other's format.
    pub fn add(&mut self, other: &Quantity) {
        self.text = None;
        if self.is_zero() {
            self.format = other.format;
        }
        let long = long::sum(self, other);
        if self.mantissa == 0 {
            self.long.clone_from(&other.long);
        } else {
            self.long = long;
        }
        self.plus(other.mantissa, other.scale, other.small);
    }

    /// `self - other`; a zero takes the other's format.
    pub fn sub(&mut self, other: &Quantity) {
        self.text = None;
        self.long = None;
        if self.is_zero() {
            self.format = other.format;
        }
        self.plus(other.mantissa.saturating_neg(), other.scale, other.small);
    }

    fn plus(&mut self, mantissa: i128, scale: i32, small: bool) {
        if self.small && small {
            if mantissa == 0 {
                return;
            }
            if self.mantissa == 0 {
                (self.mantissa, self.scale) = (mantissa, scale);
                return;
            }
            let low = self.scale.min(scale);
            let sum = raise_small(self.mantissa, self.scale, low)
                .zip(raise_small(mantissa, scale, low))
                .and_then(|(a, b)| i64::try_from(a + b).ok());
            if let Some(sum) = sum {
                (self.mantissa, self.scale) = (i128::from(sum), low);
                return;
            }
        }
        self.small = false;
        (self.mantissa, self.scale) = sum((self.mantissa, self.scale), (mantissa, scale));
    }

    /// `self × factor`, for replicas.
    pub fn mul(&mut self, factor: i64) {
        self.text = None;
        self.long = None;
        self.mantissa = self.mantissa.saturating_mul(i128::from(factor));
        self.small &= i64::try_from(self.mantissa).is_ok();
    }

    /// Rounds up, away from zero, to steps of `10^scale`; whether nothing was lost.
    pub fn round_up(&mut self, scale: i32) -> bool {
        if self.scale >= scale {
            if !self.small {
                self.text = None;
            }
            return true;
        }
        self.text = None;
        self.long = None;
        let before = (self.mantissa, self.scale);
        self.mantissa = divide_up(self.mantissa, scale.saturating_sub(self.scale));
        self.scale = scale;
        compare(before, (self.mantissa, self.scale)) == Ordering::Equal
    }
}

#[expect(clippy::cast_possible_truncation)]
fn low_bits(value: i128) -> i64 {
    value as i64
}

/// The sum in the smaller steps; where those are too small to matter beside the other, the larger number alone.
fn sum(a: (i128, i32), b: (i128, i32)) -> (i128, i32) {
    let (coarse, fine) = if a.1 >= b.1 { (a, b) } else { (b, a) };
    if coarse.0 == 0 {
        return fine;
    }
    match raise(coarse.0, i64::from(coarse.1) - i64::from(fine.1)) {
        Some(raised) => (raised.saturating_add(fine.0), fine.1),
        None => coarse,
    }
}
