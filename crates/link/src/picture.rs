//! Links in pictures: in an SVG they stand in `<metadata id="podlab">`, in a PNG in a `tEXt` chunk with the keyword
//! `podlab`, in an asciicast in the header's field `podlab`, so that a picture opens again.

/// The beginning of a picture, and the text before the link in it: SVG, PNG, asciicast.
const KINDS: [(&str, &str); 3] =
    [("<", "podlab\">#v1:"), ("PNG\r\n", "podlab\0#v1:"), ("{\"version\":2,", "\"podlab\":\"#v1:")];
/// The first byte of a PNG, as a reader of UTF-8 and one of Windows-1252 take it.
const PNG_FIRST: [char; 2] = ['\u{fffd}', '\u{2030}'];
/// The length of a PNG up to the end of its first chunk, `IHDR`; any other chunk comes after it.
pub const PNG_HEAD: usize = 33;

/// The chunk that holds a link (with `#`) in a PNG, to be put at [`PNG_HEAD`].
pub fn png_chunk(link: &str) -> Vec<u8> {
    // The line break ends the link for readers of the file as text, where the checksum after it may look like letters.
    let body = format!("tEXtpodlab\0{link}\n");
    let length = u32::try_from(body.len().saturating_sub(4)).unwrap_or_default();
    let mut chunk = length.to_be_bytes().to_vec();
    chunk.extend_from_slice(body.as_bytes());
    chunk.extend(crc(body.as_bytes()).to_be_bytes());
    chunk
}

/// The link in a picture, with `#`; `None` when the text is no picture of ours. A PNG is passed as text, its bytes read
/// as UTF-8 or Windows-1252 the way files are read; the bytes that this destroys do not matter.
///
/// ```
/// assert_eq!(link::in_picture("<svg><metadata id=\"podlab\">#v1:p:AB-c</metadata></svg>"), Some("#v1:p:AB-c"));
/// assert_eq!(link::in_picture("{\"version\":2,\"podlab\":\"#v1:p:AB-c\"}"), Some("#v1:p:AB-c"));
/// assert_eq!(link::in_picture("kind: Pod # podlab\">#v1:p:AB-c"), None);
/// ```
pub fn in_picture(text: &str) -> Option<&str> {
    let begins = text.trim_start_matches('\u{feff}').trim_start().trim_start_matches(PNG_FIRST);
    let (_, before) = KINDS.iter().find(|(beginning, _)| begins.starts_with(beginning))?;
    let at = text.find(before)? + before.len() - "#v1:".len();
    let rest = text.get(at..)?;
    let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && !"#:-_".contains(letter));
    rest.get(..end.unwrap_or(rest.len()))
}

/// The checksum of a chunk (CRC-32). A table would be faster, but a link is short.
fn crc(bytes: &[u8]) -> u32 {
    let sum = bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            let low = sum & 1;
            (sum >> 1) ^ (0xedb8_8320 * low)
        })
    });
    !sum
}

#[cfg(test)]
mod tests {
    use super::{PNG_HEAD, crc, in_picture, png_chunk};

    /// The expected sums are those of `cksum -a crc32b`, and of the end of every PNG.
    #[test]
    fn sums_are_those_of_png() {
        assert_eq!((crc(b"123456789"), crc(b"IEND")), (0xcbf4_3926, 0xae42_6082));
    }

    #[test]
    fn a_link_is_found_in_a_png_that_is_read_as_a_text() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x07\x80\0\0\x04\x00\x08\x06\0\0\0".to_vec();
        png.extend(crc(&png[12..]).to_be_bytes());
        assert_eq!(png.len(), PNG_HEAD);
        png.extend(png_chunk("#v1:p:AB-c_9"));
        png.extend(b"\0\0\0\x04IDAT\xff\xfe\xe2\x82");
        assert_eq!(in_picture(&String::from_utf8_lossy(&png)), Some("#v1:p:AB-c_9"));
        let windows: String =
            png.iter().map(|byte| if *byte == 0x89 { '‰' } else { char::from(*byte) }).collect();
        assert_eq!(in_picture(&windows), Some("#v1:p:AB-c_9"));
    }

    #[test]
    fn the_words_of_a_picture_are_no_link() {
        let svg = "<svg><title>podlab&quot;&gt;#v1:p:AAAA</title><metadata id=\"podlab\">#v1:p:BBBB</metadata></svg>";
        assert_eq!(in_picture(svg), Some("#v1:p:BBBB"));
        assert_eq!(in_picture("<svg></svg>"), None);
        assert_eq!(in_picture(""), None);
    }
}
