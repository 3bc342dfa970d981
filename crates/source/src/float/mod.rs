//! Decimal text to binary floating point and back, to the last bit as std does it.
//!
//! std is fast at this with tables and code of some 50 KB, all of which the page would load to read a rare `0.5`.
//! Here are the textbook ways with big integers: small, exact, and fast enough for numbers that people write.

mod big;
mod digits;

use big::Big;
use digits::{Digits, shortest};

/// Longer numbers are as good as these digits with a 1 behind them: no boundary between two floats has as many.
const MOST_DIGITS: usize = 800;

/// As `str::parse::<f64>`.
///
/// ```
/// assert_eq!(source::float::parse("-2.5e-1"), Some(-0.25));
/// assert_eq!(source::float::parse("2.5 "), None);
/// ```
pub fn parse(text: &str) -> Option<f64> {
    let (negative, unsigned) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let size = if ["inf", "infinity"].iter().any(|word| unsigned.eq_ignore_ascii_case(word)) {
        f64::INFINITY
    } else if unsigned.eq_ignore_ascii_case("nan") {
        f64::NAN
    } else {
        decimal(unsigned)?
    };
    Some(if negative { -size } else { size })
}

/// `12`, `1.5`, `.5`, `1.`, each with or without `e-3`.
fn decimal(text: &str) -> Option<f64> {
    // Nearly all that come here are amounts such as `100m`, which the last letter tells; nothing is gathered of them.
    if !text.ends_with(|last: char| last.is_ascii_digit() || last == '.') {
        return None;
    }
    let (mantissa, mut exponent) = match text.find(['e', 'E']) {
        Some(at) => (text.get(..at)?, power(text.get(at + 1..)?)?),
        None => (text, 0),
    };
    let (mut digits, mut fraction, mut seen) = (Vec::new(), false, false);
    let mut more = false;
    for byte in mantissa.bytes() {
        match byte {
            b'.' if !fraction => {
                fraction = true;
                continue;
            }
            b'0'..=b'9' => seen = true,
            _ => return None,
        }
        exponent -= i64::from(fraction);
        if digits.len() == MOST_DIGITS {
            more |= byte != b'0';
            exponent += 1;
        } else if byte != b'0' || !digits.is_empty() {
            digits.push(byte - b'0');
        }
    }
    if more {
        digits.push(1);
        exponent -= 1;
    }
    seen.then(|| nearest(&digits, exponent))
}

/// The exponent of ten; from a million on all are the same.
fn power(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let mut power = 0_i64;
    for byte in digits.bytes() {
        power = power.saturating_mul(10).saturating_add(i64::from(char::from(byte).to_digit(10)?));
    }
    let power = power.min(i64::MAX / 4);
    (!digits.is_empty()).then_some(if negative { -power } else { power })
}

/// The float next to `digits` times ten to the `exponent`; of two the even one.
fn nearest(digits: &[u8], exponent: i64) -> f64 {
    let length = i64::try_from(digits.len()).unwrap_or(i64::MAX);
    // Below half of the smallest float, above the largest.
    if digits.is_empty() || exponent < -length - 330 {
        return 0.0;
    }
    if exponent > 310 - length {
        return f64::INFINITY;
    }
    let (mut above, mut below) = (Big::new(0), Big::new(1));
    for &digit in digits {
        above.times(10, u32::from(digit));
    }
    let scaled = if exponent < 0 { &mut below } else { &mut above };
    (0..exponent.abs()).for_each(|_| scaled.times(10, 0));
    // Scales until the quotient is in 1..2.
    let mut two = above.bits() - below.bits();
    if two > 0 {
        below.double(two.unsigned_abs());
    } else {
        above.double(two.unsigned_abs());
    }
    if above < below {
        above.double(1);
        two -= 1;
    }
    // Close to zero there are fewer bits.
    let bits = 53 - (-1022 - two).max(0);
    if bits < 0 {
        return 0.0;
    }
    let mut mantissa = 0_u64;
    for _ in 0..bits {
        mantissa *= 2;
        if above >= below {
            above.minus(&below);
            mantissa += 1;
        }
        above.double(1);
    }
    let up = above > below || (above == below && mantissa % 2 == 1);
    // Rounding up carries into the exponent as it should.
    let biased = u64::try_from(two + 1022).unwrap_or(0);
    if biased > 2045 { f64::INFINITY } else { f64::from_bits((biased << 52) + mantissa + u64::from(up)) }
}

/// As `f64`'s `Display`: the shortest digits that lead back to the value, never with an exponent.
pub fn text(value: f64) -> String {
    match shortest(value) {
        Ok(digits) => digits.plain(),
        Err(word) => word.to_owned(),
    }
}

/// As `f64`'s `LowerExp`: `1.5e-7`.
pub fn exponent_text(value: f64) -> String {
    match shortest(value) {
        Ok(digits) => digits.exponent(),
        Err(word) => word.to_owned(),
    }
}

/// The digits of a number with 32 bits.
pub(crate) fn digits_32(value: f32) -> Result<Digits, &'static str> {
    digits::shortest_32(value)
}

#[cfg(test)]
mod tests;
