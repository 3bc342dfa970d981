//! A link as a QR code, for the phones of a room.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};
use view::Code;

/// The version that holds [`Code::LONGEST`] bytes at the lowest level of correction: a screen has no scratches.
const LARGEST: u8 = 25;

/// The code of a text; `None` when it is too long for a phone to read.
pub(crate) fn code(text: &str) -> Option<Code> {
    let bytes = [QrSegment::make_bytes(text.as_bytes())];
    let largest = Version::new(LARGEST);
    let made =
        QrCode::encode_segments_advanced(&bytes, QrCodeEcc::Low, Version::MIN, largest, None, true).ok()?;
    let mut path = String::new();
    for y in 0..made.size() {
        let mut x = 0;
        while x < made.size() {
            let start = x;
            while x < made.size() && made.get_module(x, y) {
                x += 1;
            }
            if x > start {
                // Writing to a text cannot fail.
                let _ = write!(path, "M{start} {y}h{}", x - start);
            }
            x += 1;
        }
    }
    Some(Code { side: made.size().unsigned_abs(), path })
}

#[cfg(test)]
mod tests {
    use view::Code;

    use super::code;

    /// The text that a reader finds in the path as it is drawn, each module some pixels wide.
    fn read(code: &Code) -> String {
        const PIXELS: usize = 3;
        let margin = Code::MARGIN as usize;
        let side = code.side as usize + 2 * margin;
        let mut dark = vec![false; side * side];
        for stroke in code.path.split('M').skip(1) {
            let numbers: Vec<usize> =
                stroke.split([' ', 'h']).map(|number| number.parse().unwrap()).collect();
            let [x, y, length] = numbers[..] else { panic!("{stroke}") };
            dark[(y + margin) * side + x + margin..][..length].fill(true);
        }
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side * PIXELS, side * PIXELS, |x, y| {
            if dark[y / PIXELS * side + x / PIXELS] { 0 } else { 255 }
        });
        image.detect_grids().first().expect("a code").decode().expect("a text").1
    }

    #[test]
    fn a_reader_finds_the_link() {
        let link = "https://podlab.example/lab/#v1:q:";
        for length in [1, 30, 420, 700, Code::LONGEST - link.len()] {
            let link = format!("{link}{}", "aZ09-_".repeat(length).get(..length).unwrap());
            assert_eq!(read(&code(&link).unwrap()), link);
        }
    }

    #[test]
    fn a_text_that_no_phone_reads_has_none() {
        assert!(code(&"a".repeat(Code::LONGEST)).is_some());
        assert_eq!(code(&"a".repeat(Code::LONGEST + 1)), None);
    }
}
