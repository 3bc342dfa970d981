use super::{digits_32, exponent_text, parse, text};

/// Numbers without a pattern, always the same.
fn random(count: usize) -> impl Iterator<Item = u64> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    (0..count).map(move |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    })
}

fn reads_as_std(written: &str) {
    let bits = |value: Option<f64>| value.map(f64::to_bits);
    assert_eq!(bits(parse(written)), bits(written.parse().ok()), "{written}");
}

fn goes_around(value: f64) {
    assert_eq!(text(value), value.to_string());
    assert_eq!(exponent_text(value), format!("{value:e}"));
    reads_as_std(&format!("{value:e}"));
    // Decimals halfway to the next float: rounding is decided by the last digit.
    let next = f64::from_bits(value.to_bits() + 1);
    if next.is_finite() && value.is_finite() {
        let halfway = format!("{:.1100}", value / 2.0 + next / 2.0);
        reads_as_std(&halfway);
        reads_as_std(&format!("{value:.1100}"));
        reads_as_std(&format!("{value:.17e}"));
        reads_as_std(&format!("{value:.16e}"));
    }
}

#[test]
fn the_bits_are_those_of_std() {
    let edges = [
        0,
        1,
        2,
        (1 << 52) - 1,
        1 << 52,
        (1 << 52) + 1,
        f64::MAX.to_bits(),
        f64::INFINITY.to_bits(),
        (-0.0_f64).to_bits(),
        f64::EPSILON.to_bits(),
    ];
    let powers = (0..0x7ff_u64)
        .step_by(31)
        .flat_map(|exponent| [exponent << 52, (exponent << 52) + 1, (exponent << 52).saturating_sub(1)]);
    for bits in edges.into_iter().chain(powers).chain(random(200)) {
        let value = f64::from_bits(bits);
        if !value.is_nan() {
            goes_around(value);
        }
    }
    for bits in random(200) {
        #[allow(clippy::cast_precision_loss)]
        goes_around((bits % 1_000_000) as f64 / 1_000.0);
        goes_around(f64::from_bits(bits >> 12));
    }
}

#[test]
fn the_words_are_those_of_std() {
    for written in [
        "",
        "-",
        "+",
        ".",
        "-.",
        "1",
        "+1",
        "-1",
        "--1",
        "+-1",
        "1.",
        ".5",
        "1..",
        "1.2.3",
        "1e",
        "1e+",
        "1e-",
        "e1",
        ".e1",
        "1.e1",
        ".1e1",
        "1e1.0",
        "1e 1",
        " 1",
        "1_0",
        "0x1",
        "inf",
        "-INF",
        "+infinity",
        "infinit",
        "0",
        "-0",
        "0e999999999999999999999999",
        "1e999999999999999999999999",
        "1e-999999999999999999999999",
        "1e308",
        "1e309",
        "1.7976931348623157e308",
        "1.7976931348623158e308",
        "1.7976931348623159e308",
        "4.9e-324",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "2.47e-324",
        "2e-324",
        "9007199254740993",
        "9007199254740993.0000000001",
        "é",
        "1é",
        "2.2250738585072011e-308",
        "2.2250738585072012e-308",
        "0.00000000000000000000000000000000000000001e41",
    ] {
        reads_as_std(written);
    }
    assert!(parse("nan").unwrap().is_nan() && parse("-NaN").unwrap().is_nan());
    // As long as a text can be: the last digit still decides, and there are many zeros on either side.
    let half = "9007199254740993";
    for zeros in [1, 100, 700, 783, 784, 785, 800, 900, 5_000] {
        let zeros = "0".repeat(zeros);
        reads_as_std(&format!("{half}.{zeros}"));
        reads_as_std(&format!("{half}.{zeros}1"));
        reads_as_std(&format!("{zeros}{half}{zeros}e-{}", zeros.len()));
        reads_as_std(&format!("0.{zeros}{half}1e{}", zeros.len()));
    }
}

#[test]
fn what_people_write_is_read_as_std_does() {
    for bits in random(30_000) {
        let (digits, point, power) = (bits % 100_000_000_000, (bits >> 40) % 12, (bits >> 50) % 700);
        let digits = format!("{digits:012}");
        let (whole, fraction) = digits.split_at(usize::try_from(point).unwrap());
        reads_as_std(&format!("{whole}.{fraction}"));
        reads_as_std(&format!("-{whole}.{fraction}e{}", i64::try_from(power).unwrap() - 350));
    }
}

#[test]
fn numbers_with_32_bits_print_as_std_prints_them() {
    let powers = (0..0xff_u32).flat_map(|exponent| [exponent << 23, (exponent << 23) + 1]);
    let random = random(20_000).map(|bits| u32::try_from(bits >> 32).unwrap());
    for value in powers.chain(random).map(f32::from_bits).filter(|value| value.is_finite()) {
        let digits = digits_32(value).unwrap_or_else(|word| panic!("{word}"));
        assert_eq!(digits.plain(), value.to_string());
        assert_eq!(digits.exponent(), format!("{value:e}"));
    }
}
