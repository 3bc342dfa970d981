//! Quantities against the recorded table and the laws of numbers.

use super::{Format, Quantity};
use std::cmp::Ordering;

fn q(text: &str) -> Quantity {
    Quantity::parse(text).unwrap()
}

/// One a line: text, then milli, value and printed form, or the error.
fn answer(text: &str) -> String {
    match Quantity::parse(text) {
        Ok(read) => format!("{} {} {read}", read.milli_value(), read.value()),
        Err(error) => error.to_string(),
    }
}

#[test]
fn reads_and_prints_as_the_api_server() {
    // milli, value, printed form
    for (text, expected) in [
        ("250m", "250 1 250m"),
        ("2.50", "2500 3 2500m"),
        ("0.00005", "1 1 50u"),
        ("2.5Ki", "2560000 2560 2560"),
        ("2.5Gi", "2684354560000 2684354560 2560Mi"),
        ("0.3Mi", "314572800 314573 314572800m"),
        ("7e3", "7000000 7000 7e3"),
        ("7E+3", "7000000 7000 7E+3"),
        ("+7", "7000 7 +7"),
        ("007", "7000 7 007"),
        ("7.", "7000 7 7."),
        ("-7Gi", "-7516192768000 -7516192768 -7Gi"),
        ("0.0000000004", "1 1 1n"),
        ("22.222222222222222222", "22223 23 22222222223n"),
        ("4Ei", "0 4611686018427387904 4Ei"),
        ("8Ei", "-1000 9223372036854775807 9223372036854775807"),
        ("20E", "0 0 20E"),
        ("1000E", "0 0 1"),
        ("1e20", "0 0 100e18"),
        ("-", "0 0 0"),
        ("7e", "unable to parse quantity's suffix"),
        (
            "7GB",
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
        ),
        (
            "7Gb",
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
        ),
        ("7g", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"),
        (
            "7gi",
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
        ),
        (
            "7MI",
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
        ),
        (
            "7 Mi",
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
        ),
        ("Ei", "unable to parse numeric part of quantity"),
    ] {
        assert_eq!(answer(text), expected, "{text:?}");
    }
}

#[test]
fn the_short_way_is_the_long_way() {
    for number in ["1", "8", "100", "999", "1000", "12345", "99999999", "123456789012", "999999999999999"] {
        for suffix in ["", "m", "M", "G", "Ki", "Mi", "Gi", "k"] {
            // A sign takes the long way.
            let (short, mut long) = (q(&format!("{number}{suffix}")), q(&format!("-{number}{suffix}")));
            long.mul(-1);
            assert_eq!((short.to_string(), short.milli_value()), (long.to_string(), long.milli_value()));
        }
    }
}

#[test]
fn prints_again_what_it_printed() {
    for text in ["1", "250m", "1536Mi", "1395864371200m", "12e6", "-3Gi", "7n", "1025Ki", "9E", "10e999"] {
        assert_eq!(q(text).to_string(), text);
        assert_eq!(q(&q(text).to_string()), q(text));
    }
}

#[test]
fn adds_in_the_format_of_the_first_that_is_not_zero() {
    let mut sum = Quantity::ZERO;
    for text in ["512Mi", "0", "512Mi", "1G"] {
        sum.add(&q(text));
    }
    assert_eq!(sum.to_string(), "2073741824");
    assert_eq!(sum.format(), Format::BinarySi);
    sum.sub(&q("1G"));
    assert_eq!(sum.to_string(), "1Gi");
    sum.mul(-1);
    assert_eq!(sum.to_string(), "-1Gi");
}

#[test]
fn sums_beyond_sixty_four_bits_stay_exact() {
    let mut sum = q("9223372036854775807");
    sum.add(&q("1"));
    assert_eq!(sum.to_string(), "9223372036854775808");
    assert_eq!(sum.value(), i64::MIN);
}

#[test]
fn sums_that_no_machine_word_holds_are_printed_in_full() {
    let mut sum = q("1e100");
    sum.add(&q("250m"));
    assert_eq!(sum.to_string(), format!("1{}250e-3", "0".repeat(100)));
    sum.add(&q("750m"));
    sum.add(&q("0"));
    assert_eq!(sum.to_string(), format!("1{}1", "0".repeat(99)));
    let mut copy = Quantity::ZERO;
    copy.add(&sum);
    assert_eq!((copy.to_string(), copy.cmp(&q("1e99"))), (sum.to_string(), Ordering::Greater));
    let mut long = q(&"9".repeat(36));
    long.add(&q("1n"));
    assert_eq!(long.to_string(), format!("{}.000000001", "9".repeat(36)).replace('.', "") + "n");
}

#[test]
fn orders_numbers_of_any_size() {
    let ascending =
        ["-1e400", "-1Gi", "-1", "0", "1n", "999999999n", "1", "1023", "1Ki", "1e3000", "1e2147483647"];
    for (i, a) in ascending.iter().enumerate() {
        for (j, b) in ascending.iter().enumerate() {
            assert_eq!(q(a).cmp(&q(b)), i.cmp(&j), "{a} {b}");
        }
    }
    assert_eq!(q("1024Mi").cmp(&q("1Gi")), Ordering::Equal);
}

#[test]
fn rounds_up() {
    let mut cpu = q("0.0001");
    assert!(!cpu.round_up(-3));
    assert_eq!(cpu.to_string(), "1m");
    let mut whole = q("5.");
    assert!(whole.round_up(-3));
    assert_eq!(whole.to_string(), "5.");
}

#[test]
fn long_numbers_end_and_do_not_panic() {
    for digits in [19, 36, 37, 39, 200, 100_000] {
        for suffix in ["", "Ki", "Ei", "n", "e-300", "e2147483647", "e2147483648", "e-2147483648"] {
            for text in [
                format!("{}{suffix}", "9".repeat(digits)),
                format!("-0.{}1{suffix}", "0".repeat(digits)),
                format!("{}.{}{suffix}", "1".repeat(digits), "7".repeat(digits)),
            ] {
                let read = q(&text);
                let _ = (read.to_string(), read.value(), read.milli_value());
                let mut sum = read.clone();
                sum.add(&q("1Gi"));
                sum.sub(&read);
            }
        }
    }
}
