//! Names in a sentence: all of a few, the first of many.

/// The most names that a sentence lists; of more it lists the first three and counts the rest.
pub const LISTED: usize = 5;

/// Names with commas between them.
///
/// ```
/// assert_eq!(api::names::listed(["a", "b"].into_iter()), "a, b");
/// let many: Vec<String> = (0..1_650).map(|number| format!("c{number}")).collect();
/// assert_eq!(api::names::listed(many.iter()), "c0, c1, c2 and 1,647 more");
/// ```
pub fn listed<N: AsRef<str>>(names: impl ExactSizeIterator<Item = N>) -> String {
    let count = names.len();
    let shown = if count > LISTED { LISTED - 2 } else { count };
    let mut out = String::new();
    for (place, name) in names.take(shown).enumerate() {
        if place > 0 {
            out.push_str(", ");
        }
        out.push_str(name.as_ref());
    }
    if count > shown {
        out.push_str(" and ");
        out.push_str(&number(count - shown));
        out.push_str(" more");
    }
    out
}

/// A number with its digits in groups of three.
///
/// ```
/// assert_eq!(api::names::number(2_147_483_647), "2,147,483,647");
/// ```
pub fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
