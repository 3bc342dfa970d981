//! Raw deflate whose window already holds a dictionary.
//!
//! `miniz_oxide` takes no dictionary, but its parts do: a compressor that was fed the dictionary and flushed to a byte
//! boundary refers back to it in what follows; a decompressor whose output buffer starts with the dictionary finds it there.

use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, TDEFLStatus, compress_to_output, create_comp_flags_from_zip_params,
};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

/// Frozen: a change would break every existing link. The most common texts come last, where references are shortest.
pub(super) const DICTIONARY: &[u8] = include_bytes!("dictionary_p.txt");
/// The most bytes that a link may unpack to: the largest manifest that is accepted, and as much for a scenario.
const LARGEST: usize = 2 * 1024 * 1024;
/// The best compression of `miniz_oxide`.
const LEVEL: i32 = 10;
const RAW: i32 = -15;
const DEFAULT_STRATEGY: i32 = 0;

/// The result of unpacking.
pub(super) struct Unpacked {
    /// The bytes, as many as there were.
    pub(super) bytes: Vec<u8>,
    /// Whether the data came to its end.
    pub(super) whole: bool,
}

pub(super) fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut compressor =
        CompressorOxide::new(create_comp_flags_from_zip_params(LEVEL, RAW, DEFAULT_STRATEGY));
    let mut packed = Vec::new();
    feed(&mut compressor, DICTIONARY, TDEFLFlush::Sync, |_| true);
    feed(&mut compressor, bytes, TDEFLFlush::Finish, |piece| {
        packed.extend_from_slice(piece);
        true
    });
    packed
}

fn feed(
    compressor: &mut CompressorOxide,
    mut bytes: &[u8],
    flush: TDEFLFlush,
    mut out: impl FnMut(&[u8]) -> bool,
) {
    loop {
        let (status, read) = compress_to_output(compressor, bytes, flush, &mut out);
        bytes = bytes.get(read..).unwrap_or_default();
        if status != TDEFLStatus::Okay || bytes.is_empty() {
            return;
        }
    }
}

pub(super) fn unpack(packed: &[u8]) -> Unpacked {
    let start = DICTIONARY.len();
    let mut buffer = DICTIONARY.to_vec();
    let mut decompressor = Box::<DecompressorOxide>::default();
    let (mut read, mut written) = (0, start);
    loop {
        // The buffer doubles each time, so that a small link needs little memory.
        let room = (buffer.len() * 2).clamp(32 * 1024, start + LARGEST);
        buffer.resize(room, 0);
        let rest = packed.get(read..).unwrap_or_default();
        let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        let (status, consumed, produced) = decompress(&mut decompressor, rest, &mut buffer, written, flags);
        read += consumed;
        written += produced;
        if status != TINFLStatus::HasMoreOutput || room == start + LARGEST {
            let bytes = buffer.get(start..written).unwrap_or_default().to_vec();
            return Unpacked { bytes, whole: status == TINFLStatus::Done };
        }
    }
}
