//! The most that something beside a Pod may put into it. Each Pod of a text gets a copy, so without a bound a class and
//! thousands of Pods that name it would make more than any memory holds.

use api::names::number;

/// The most entries that a class, an account or a LimitRange puts into each Pod.
pub const ENTRIES: usize = 100;
/// The most tolerations of a Pod that are compared with those of its class.
const COMPARED: usize = 1_000;

/// Fails, in Podlab's own words, when an object would put more than that into a Pod.
pub(crate) fn fits(object: &str, entries: usize, what: &str) -> Result<(), String> {
    if entries <= ENTRIES {
        return Ok(());
    }
    Err(words(object, entries, what, ENTRIES))
}

/// The same for a list in which every two entries are compared.
pub(crate) fn compares(object: &str, entries: usize, what: &str) -> Result<(), String> {
    if entries <= COMPARED { Ok(()) } else { Err(words(object, entries, what, COMPARED)) }
}

fn words(object: &str, entries: usize, what: &str, most: usize) -> String {
    let (entries, most) = (number(entries), number(most));
    format!("podlab: {object} would bring {entries} {what}; at most {most} are taken here")
}

#[cfg(test)]
mod tests {
    use super::{compares, fits};

    #[test]
    fn what_has_no_room_is_told_with_its_number() {
        assert_eq!((fits("a", 100, "b"), compares("a", 1_000, "b")), (Ok(()), Ok(())));
        let said = fits("RuntimeClass \"r\"", 16_000, "tolerations").unwrap_err();
        let words = "RuntimeClass \"r\" would bring 16,000 tolerations; at most 100 are taken here";
        assert_eq!(said, format!("podlab: {words}"));
    }
}
