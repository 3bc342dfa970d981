//! Base64 as the decoder takes it. Upstream: Go's encoding/base64, `StdEncoding.Decode`.

/// The offset at which Go finds a text wrong; none when it is right.
pub(super) fn invalid(text: &str) -> Option<usize> {
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

fn is_digit(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')
}

#[cfg(test)]
mod tests {
    use super::invalid;

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
