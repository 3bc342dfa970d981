//! The releases of Kubernetes that Podlab knows. Nothing else names the first, the newest, the recorded or the default one.

use std::ops::RangeInclusive;

/// The oldest and the newest release that can be chosen, in words.
pub const OFFERED: &str = "1.28 to 1.37";
/// The release that is meant where none is named: most recordings are its answers.
pub const DEFAULT: &str = "1.36";

/// The minors of the releases that can be chosen.
pub(crate) const OFFERED_MINORS: RangeInclusive<u8> = 28..=37;
/// The minors of the releases whose own answers were recorded.
pub(crate) const RECORDED_MINORS: RangeInclusive<u8> = 32..=36;
/// The minor of [`DEFAULT`].
pub(crate) const DEFAULT_MINOR: u8 = *RECORDED_MINORS.end();

#[cfg(test)]
mod tests {
    use super::{DEFAULT, DEFAULT_MINOR, OFFERED, OFFERED_MINORS};

    #[test]
    fn words_and_numbers_say_the_same() {
        assert_eq!(OFFERED, format!("1.{} to 1.{}", OFFERED_MINORS.start(), OFFERED_MINORS.end()));
        assert_eq!(DEFAULT, format!("1.{DEFAULT_MINOR}"));
    }
}
