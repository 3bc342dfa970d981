//! A QR code as a face draws it.

use serde::{Deserialize, Serialize};

/// The square of a QR code, without the light margin of [`Code::MARGIN`] modules that readers need around it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// The number of modules along a side.
    pub side: u32,
    /// The dark modules as an SVG path of strokes one unit wide, each along the middle of its row: `M0 0h7M9 0h2`.
    pub path: String,
}

impl Code {
    /// The width of the margin, in modules.
    pub const MARGIN: u32 = 4;
    /// The bytes of the longest text that a phone still reads from a screen: what a square of 117 modules holds.
    pub const LONGEST: usize = 1_273;
}
