//! Text to number. Upstream: ParseQuantity in quantity.go, interpret in suffix.go.

use super::arithmetic::{divide_up, power_of_ten};
use super::{Format, Quantity};
use std::fmt;

/// Why a text is no quantity, in the API server's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantityError {
    /// The text does not look like a quantity at all.
    Format,
    /// There is a suffix, but no digit that could be scaled by it.
    Numeric,
    /// The suffix is unknown (`1K`), or an exponent is missing or beyond 64 bits.
    Suffix,
}

impl fmt::Display for QuantityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            QuantityError::Format => {
                "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
            }
            QuantityError::Numeric => "unable to parse numeric part of quantity",
            QuantityError::Suffix => "unable to parse quantity's suffix",
        })
    }
}

impl std::error::Error for QuantityError {}

/// The largest number a binary quantity can be.
const BINARY_CAP: i128 = i64::MAX as i128;
/// Decimal digits that upstream's 64-bit form always holds.
const SMALL_DIGITS: usize = 18;
/// Smallest step, as a power of ten.
const NANO: i32 = -9;
/// Digits that the mantissa holds exactly, with room for one more.
const EXACT_DIGITS: usize = 36;

impl Quantity {
    /// Reads a quantity as the API server does; blanks around it are an error here and trimmed in `from_json_text`.
    pub fn parse(text: &str) -> Result<Quantity, QuantityError> {
        if let Some(quantity) = common(text) {
            return Ok(quantity);
        }
        let parts = split(text)?;
        let suffix = Suffix::read(parts.suffix).ok_or(QuantityError::Suffix)?;
        small(text, &parts, suffix).map_or_else(|| large(&parts, suffix), Ok)
    }

    /// Reads the string (or number) of a JSON field, in which blanks around a quantity are allowed.
    pub fn from_json_text(text: &str) -> Result<Quantity, QuantityError> {
        Quantity::parse(trimmed(text))
    }
}

/// Without blanks around it; nearly no amount has some, which its ends tell.
pub(crate) fn trimmed(text: &str) -> &str {
    let is_bare = matches!(text.as_bytes(), [b'!'..=b'~', .., b'!'..=b'~']);
    if is_bare { text } else { text.trim() }
}

/// A short way for nearly all quantities of manifests: few digits and one of the common suffixes.
fn common(text: &str) -> Option<Quantity> {
    let (number, suffix) = digits(text);
    if number.starts_with('0') || number.is_empty() {
        return None;
    }
    if let Some(rest) = suffix.strip_prefix('.') {
        let (fraction, suffix) = digits(rest);
        return broken(number, fraction, suffix);
    }
    // Digits that upstream's 64-bit form takes with this suffix.
    let (scale, bits, most, format) = match suffix {
        "" => (0, 0, 15, Format::DecimalSi),
        "m" => (-3, 0, 15, Format::DecimalSi),
        "M" => (6, 0, 15, Format::DecimalSi),
        "G" => (9, 0, 15, Format::DecimalSi),
        "Ki" => (0, 10, 11, Format::BinarySi),
        "Mi" => (0, 20, 8, Format::BinarySi),
        "Gi" => (0, 30, 5, Format::BinarySi),
        _ => return None,
    };
    if number.len() > most {
        return None;
    }
    let mantissa = i128::from(short(number, "") << bits);
    Some(Quantity { mantissa, scale, small: true, format, text: None, long: None })
}

/// `1.5Gi`: upstream's big decimal, as of every binary quantity with a point.
fn broken(whole: &str, fraction: &str, suffix: &str) -> Option<Quantity> {
    let bits = match suffix {
        "Ki" => 10,
        "Mi" => 20,
        "Gi" => 30,
        _ => return None,
    };
    if fraction.is_empty() || fraction.ends_with('0') || whole.len() + fraction.len() > 6 {
        return None;
    }
    let mantissa = i128::from(short(whole, fraction) << bits);
    let scale = -i32::try_from(fraction.len()).ok()?;
    Some(Quantity { mantissa, scale, small: false, format: Format::BinarySi, text: None, long: None })
}

/// The number of up to 18 digits.
fn short(whole: &str, fraction: &str) -> i64 {
    let all = whole.bytes().chain(fraction.bytes());
    all.fold(0, |sum, digit| sum * 10 + i64::from(digit.wrapping_sub(b'0')))
}

pub(super) struct Parts<'a> {
    negative: bool,
    /// Digits before the point without leading zeros; `0` when there are none.
    pub whole: &'a str,
    /// Digits after the point.
    pub fraction: &'a str,
    /// A digit was written at all.
    has_digit: bool,
    pub suffix: &'a str,
}

pub(super) fn split(text: &str) -> Result<Parts<'_>, QuantityError> {
    if text.is_empty() {
        return Err(QuantityError::Format);
    }
    let negative = text.starts_with('-');
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (written, rest) = digits(unsigned);
    let whole = written.trim_start_matches('0');
    let (fraction, suffix) = match rest.strip_prefix('.') {
        Some(after) => digits(after),
        None => ("", rest),
    };
    let letters = suffix.trim_start_matches(|c| "eEinumkKMGTP".contains(c));
    let exponent = letters.strip_prefix(['-', '+']).unwrap_or(letters);
    if !exponent.bytes().all(|b| b.is_ascii_digit()) {
        return Err(QuantityError::Format);
    }
    let has_digit = !written.is_empty() || !fraction.is_empty();
    Ok(Parts { negative, whole: if whole.is_empty() { "0" } else { whole }, fraction, has_digit, suffix })
}

fn digits(text: &str) -> (&str, &str) {
    let end = text.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

#[derive(Clone, Copy)]
pub(super) struct Suffix {
    /// A power of two for `BinarySi`, otherwise of ten.
    exponent: i32,
    pub format: Format,
}

impl Suffix {
    pub fn read(text: &str) -> Option<Suffix> {
        let decimal = |exponent| Some(Suffix { exponent, format: Format::DecimalSi });
        let binary = |exponent| Some(Suffix { exponent, format: Format::BinarySi });
        match text {
            "n" => decimal(-9),
            "u" => decimal(-6),
            "m" => decimal(-3),
            "" => decimal(0),
            "k" => decimal(3),
            "M" => decimal(6),
            "G" => decimal(9),
            "T" => decimal(12),
            "P" => decimal(15),
            "E" => decimal(18),
            "Ki" => binary(10),
            "Mi" => binary(20),
            "Gi" => binary(30),
            "Ti" => binary(40),
            "Pi" => binary(50),
            "Ei" => binary(60),
            _ => {
                let exponent: i64 = text.strip_prefix(['e', 'E'])?.parse().ok()?;
                // Upstream keeps the low 32 bits.
                #[expect(clippy::cast_possible_truncation)]
                let exponent = exponent as i32;
                Some(Suffix { exponent, format: Format::DecimalExponent })
            }
        }
    }
}

/// Upstream's 64-bit form, when the digits are few enough for it.
fn small(text: &str, parts: &Parts<'_>, suffix: Suffix) -> Option<Quantity> {
    let written = parts.whole.len() + parts.fraction.len();
    let places = i32::try_from(parts.fraction.len()).ok()?;
    let (scale, factor) = if suffix.format == Format::BinarySi {
        // Upstream's bound: the digits, and about three for each ten bits.
        let bits = usize::try_from(suffix.exponent).ok()?;
        if !parts.fraction.is_empty() || parts.whole.len() + bits * 3 / 10 + 1 > 15 {
            return None;
        }
        (0, 1_i128.checked_shl(suffix.exponent.unsigned_abs())?)
    } else {
        if written > SMALL_DIGITS {
            return None;
        }
        (suffix.exponent.wrapping_sub(places), 1)
    };
    if scale < NANO {
        return None;
    }
    let number = mantissa(parts);
    let value = number.checked_mul(factor).filter(|value| *value <= BINARY_CAP)?;
    let canonical = if suffix.format == Format::BinarySi {
        number & 7 != 0
    } else {
        scale % 3 == 0 && number % 1000 != 0 && parts.whole != "0"
    };
    let odd = suffix.format == Format::DecimalExponent
        || text.starts_with(['+', '0'])
        || text.starts_with("-0")
        || text.contains('.');
    let text = (canonical && odd || text == "0").then(|| text.into());
    let mantissa = if parts.negative { -value } else { value };
    Some(Quantity { mantissa, scale, small: true, format: suffix.format, text, long: None })
}

fn mantissa(parts: &Parts<'_>) -> i128 {
    let all = parts.whole.bytes().chain(parts.fraction.bytes());
    all.fold(0, |sum: i128, digit| sum * 10 + i128::from(digit.wrapping_sub(b'0')))
}

/// Upstream's big decimal: rounded up to nano, binary quantities capped.
fn large(parts: &Parts<'_>, suffix: Suffix) -> Result<Quantity, QuantityError> {
    if !parts.has_digit {
        return Err(QuantityError::Numeric);
    }
    let (mut mantissa, mut scale) = leading_digits(parts);
    let mut format = suffix.format;
    if format == Format::BinarySi {
        (mantissa, scale) = binary(mantissa, scale, suffix.exponent);
    } else {
        scale = scale.wrapping_add(suffix.exponent);
    }
    if scale < NANO {
        mantissa = divide_up(mantissa, NANO.saturating_sub(scale));
        scale = NANO;
    }
    if format == Format::BinarySi {
        let one = power_of_ten(scale.unsigned_abs()).unwrap_or(i128::MAX);
        if scale >= 0 && mantissa > BINARY_CAP || scale < 0 && mantissa / one >= BINARY_CAP {
            (mantissa, scale) = (BINARY_CAP, 0);
        }
        if scale < 0 && mantissa > 0 && mantissa < one {
            format = Format::DecimalSi;
        }
    }
    let mantissa = if parts.negative { -mantissa } else { mantissa };
    Ok(Quantity { mantissa, scale, small: false, format, text: None, long: None })
}

/// The number as `mantissa × 10^scale`, a non-zero tail beyond the exact digits rounded up.
fn leading_digits(parts: &Parts<'_>) -> (i128, i32) {
    let places = i32::try_from(parts.fraction.len()).unwrap_or(i32::MAX);
    let fraction = parts.fraction.trim_end_matches('0');
    let dropped = parts.fraction.len() - fraction.len();
    let mut scale = i32::try_from(dropped).unwrap_or(i32::MAX).saturating_sub(places);
    let (mut sum, mut taken, mut tail) = (0_i128, 0, false);
    for digit in parts.whole.bytes().chain(fraction.bytes()).map(|digit| digit.wrapping_sub(b'0')) {
        if taken >= EXACT_DIGITS {
            tail |= digit != 0;
            scale = scale.saturating_add(1);
            continue;
        }
        sum = sum * 10 + i128::from(digit);
        taken += usize::from(sum != 0);
    }
    (sum + i128::from(tail), scale)
}

/// `mantissa × 10^scale × 2^bits`, exact while it can matter: at most the cap, at least a nano.
fn binary(mantissa: i128, scale: i32, bits: i32) -> (i128, i32) {
    let factor = 1_i128.checked_shl(bits.unsigned_abs()).unwrap_or(i128::MAX);
    let (mut mantissa, mut scale) = (mantissa, scale);
    loop {
        if let Some(product) = mantissa.checked_mul(factor) {
            return (product, scale);
        }
        // 36 digits times 2^60 is too long. Beyond 20 digits before the point the cap decides; behind it,
        // the dropped digits are far below a nano and round up.
        mantissa = divide_up(mantissa, 1);
        scale = scale.saturating_add(1);
    }
}
