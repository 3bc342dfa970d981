//! Numbers that look random and never change: a simulation has no chance.

/// Five letters as the API server draws them for `generateName`; the same for the same text.
///
/// ```
/// assert_eq!(simulator::letters("web-"), simulator::letters("web-"));
/// assert_eq!(simulator::letters("web-").len(), 5);
/// ```
pub fn letters(seed: &str) -> String {
    let letters = b"bcdfghjklmnpqrstvwxz2456789";
    let mut number = hash(seed);
    let mut text = String::new();
    for _ in 0..5 {
        let at = usize::try_from(number % 27).unwrap_or(0);
        text.extend(letters.get(at).map(|letter| char::from(*letter)));
        number /= 27;
    }
    text
}

/// The FNV-1a hash of a text.
pub(crate) fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}
