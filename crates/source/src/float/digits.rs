//! The shortest decimal digits that lead back to a float. After Burger and Dybvig, "Printing floating-point numbers
//! quickly and accurately".

use super::big::Big;

/// A number other than zero or not: `0.DIGITS` times ten to the `point`.
pub(crate) struct Digits {
    negative: bool,
    text: String,
    point: i64,
}

/// A float's digits; `Err` for what has none.
pub(super) fn shortest(value: f64) -> Result<Digits, &'static str> {
    let bits = value.to_bits();
    let (exponent, fraction) = (bits >> 52 & 0x7ff, bits & ((1 << 52) - 1));
    named(value)?;
    Ok(digits(value.is_sign_negative(), exponent, fraction, 52, 1075))
}

/// As `shortest`, with 32 bits.
pub(super) fn shortest_32(value: f32) -> Result<Digits, &'static str> {
    let bits = value.to_bits();
    let (exponent, fraction) = (bits >> 23 & 0xff, bits & ((1 << 23) - 1));
    named(f64::from(value))?;
    Ok(digits(value.is_sign_negative(), u64::from(exponent), u64::from(fraction), 23, 150))
}

fn named(value: f64) -> Result<(), &'static str> {
    match value {
        _ if value.is_nan() => Err("NaN"),
        f64::INFINITY => Err("inf"),
        f64::NEG_INFINITY => Err("-inf"),
        _ => Ok(()),
    }
}

fn digits(negative: bool, exponent: u64, fraction: u64, width: u32, bias: i64) -> Digits {
    if exponent == 0 && fraction == 0 {
        return Digits { negative, text: "0".to_owned(), point: 1 };
    }
    let mantissa = if exponent == 0 { fraction } else { fraction | 1 << width };
    let two = i64::try_from(exponent.max(1)).unwrap_or(1) - bias;
    // The value is `above / below`; the next floats are `up / below` and `down / below` away, times two.
    // Below a power of two floats lie twice as close.
    let closer = u64::from(fraction == 0 && exponent > 1);
    let (mut above, mut below) = (Big::new(mantissa), Big::new(1));
    let (mut up, mut down) = (Big::new(1 << closer), Big::new(1));
    above.double(1 + closer);
    below.double(1 + closer);
    if two < 0 {
        below.double(two.unsigned_abs());
    } else {
        for big in [&mut above, &mut up, &mut down] {
            big.double(two.unsigned_abs());
        }
    }
    // A decimal half way between two floats belongs to the even one.
    let even = mantissa % 2 == 0;
    let reaches = |above: &Big, up: &Big, below: &Big| {
        let mut rest = below.clone();
        *above > *below || {
            rest.minus(above);
            *up > rest || (even && *up == rest)
        }
    };
    let mut point = 0;
    while reaches(&above, &up, &below) {
        below.times(10, 0);
        point += 1;
    }
    let mut digits = String::new();
    loop {
        for big in [&mut above, &mut up, &mut down] {
            big.times(10, 0);
        }
        if digits.is_empty() && !reaches(&above, &up, &below) {
            point -= 1;
            continue;
        }
        let mut digit = 0_u8;
        while above >= below {
            above.minus(&below);
            digit += 1;
        }
        let low = above < down || (even && above == down);
        let high = reaches(&above, &up, &below);
        if high {
            above.double(1);
            digit += u8::from(!low || above >= below);
        }
        digits.push(char::from(b'0' + digit));
        if low || high {
            return Digits { negative, text: digits, point };
        }
    }
}

impl Digits {
    /// Without an exponent.
    pub fn plain(&self) -> String {
        let mut out = self.sign();
        let length = i64::try_from(self.text.len()).unwrap_or(i64::MAX);
        let zeros = |count: i64| "0".repeat(usize::try_from(count).unwrap_or(0));
        let (whole, fraction) = self.text.split_at(usize::try_from(self.point.clamp(0, length)).unwrap_or(0));
        out.push_str(if self.point > 0 { whole } else { "0" });
        out.push_str(&zeros(self.point - length));
        if !fraction.is_empty() {
            out.push('.');
            out.push_str(&zeros(-self.point));
            out.push_str(fraction);
        }
        out
    }

    /// With an exponent: `1.5e-7`.
    pub fn exponent(&self) -> String {
        let mut out = self.sign();
        let (first, rest) = self.text.split_at(1);
        out.push_str(first);
        if !rest.is_empty() {
            out.push('.');
            out.push_str(rest);
        }
        out.push('e');
        out.push_str(&(self.point - 1).to_string());
        out
    }

    fn sign(&self) -> String {
        if self.negative { "-".to_owned() } else { String::new() }
    }
}
