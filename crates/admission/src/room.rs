//! The most that something beside a Pod may put into it. Each Pod of a text gets a copy, so without a bound a class and
//! thousands of Pods that name it would make more than any memory holds.

use api::names::number;

/// The most entries that a class, an account or a LimitRange puts into each Pod.
pub const ENTRIES: usize = 100;
/// The most tolerations of a Pod whose class has some too, since each is compared with each of the class.
pub(crate) const COMPARED: usize = 1_000;

/// Fails, in Podlab's own words, when an object would bring more than `most` entries.
pub(crate) fn check(object: &str, entries: usize, what: &str, most: usize) -> Result<(), String> {
    if entries <= most {
        return Ok(());
    }
    let (entries, most) = (number(entries), number(most));
    Err(format!("podlab: {object} would bring {entries} {what}; at most {most} are taken here"))
}

#[cfg(test)]
mod tests {
    use super::{COMPARED, ENTRIES, check};

    #[test]
    fn what_has_no_room_is_told_with_its_number() {
        assert_eq!([check("a", 100, "b", ENTRIES), check("a", 1_000, "b", COMPARED)], [Ok(()), Ok(())]);
        let said = check("RuntimeClass \"r\"", 16_000, "tolerations", ENTRIES).unwrap_err();
        let words = "RuntimeClass \"r\" would bring 16,000 tolerations; at most 100 are taken here";
        assert_eq!(said, format!("podlab: {words}"));
    }
}
