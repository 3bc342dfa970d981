//! Base64 as the decoder takes it and the encoder writes it. Upstream: Go's encoding/base64, `StdEncoding`.

/// The offset at which Go finds a text wrong; none when it is right.
pub fn invalid(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    // Line ends are passed over, wherever they stand.
    let mut rest = (0..).zip(bytes.iter().copied()).filter(|(_, byte)| !matches!(byte, b'\n' | b'\r'));
    loop {
        for place in 0..4 {
            match rest.next() {
                None if place == 0 => return None,
                // A group that is cut short is told with the place where it begins.
                None => return Some(bytes.len().saturating_sub(place)),
                Some((_, byte)) if is_digit(byte) => {}
                Some((at, b'=')) => return padding(place, at, &mut rest, bytes.len()),
                Some((at, _)) => return Some(at),
            }
        }
    }
}

/// The end of a text behind its first `=`, which stands at `at` and in `place` of its group.
fn padding(
    place: usize,
    at: usize,
    rest: &mut impl Iterator<Item = (usize, u8)>,
    length: usize,
) -> Option<usize> {
    if place < 2 {
        return Some(at);
    }
    if place == 2 {
        match rest.next() {
            None => return Some(length),
            Some((_, b'=')) => {}
            Some((at, _)) => return Some(at),
        }
    }
    rest.next().map(|(at, _)| at)
}

/// The bytes in base64, with padding.
pub fn encode(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for place in 0..4 {
            let digit = usize::try_from(bits >> (18 - 6 * place) & 63).ok().and_then(|at| DIGITS.get(at));
            let digit = digit.filter(|_| place <= group.len());
            text.push(digit.map_or('=', |digit| char::from(*digit)));
        }
    }
    text
}

/// The bytes of a text that [`invalid`] finds right.
pub fn decode(text: &str) -> Vec<u8> {
    let (mut bytes, mut bits, mut known) = (Vec::with_capacity(text.len() / 4 * 3), 0_u32, 0);
    for byte in text.bytes().filter(|byte| is_digit(*byte)) {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            _ => 63,
        };
        bits = bits << 6 | u32::from(digit);
        known += 6;
        if known >= 8 {
            known -= 8;
            bytes.push((bits >> known & 0xff) as u8);
        }
    }
    bytes
}

fn is_digit(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')
}

#[cfg(test)]
mod tests {
    use super::{decode, encode, invalid};

    #[test]
    fn writes_what_it_reads() {
        assert_eq!(
            ["", "p", "pa", "pas", "pass"].map(|text| encode(text.as_bytes())),
            ["", "cA==", "cGE=", "cGFz", "cGFzcw=="]
        );
    }

    #[test]
    fn reads_what_it_writes() {
        for text in ["", "p", "pa", "pas", "pass", "\u{ff}\u{0}?>"] {
            assert_eq!(decode(&encode(text.as_bytes())), text.as_bytes());
        }
        assert_eq!(decode("cG\nFz\n"), b"pas");
    }

    #[test]
    fn finds_what_go_finds() {
        for right in ["", "cGFzcw==", "cGFzc3dvcmQ=", "cGFz", "cG\nFz\n"] {
            assert_eq!(invalid(right), None, "{right:?}");
        }
        for (wrong, at) in
            [("pass-word", 4), ("cGFzcw", 4), ("cGFzcw=", 7), ("=", 0), ("cGFz=", 4), ("cGFzcw==a", 8)]
        {
            assert_eq!(invalid(wrong), Some(at), "{wrong:?}");
        }
    }
}
