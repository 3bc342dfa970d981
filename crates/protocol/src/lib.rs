//! The protocol between page and engine: questions and answers as two enums, and their bytes.
//!
//! A page opens inputs, then asks about them. Each asker (a panel, the list of problems, the editor) has one question at
//! a time: a newer one takes the place of an older one, which then need not be answered.
//!
//! ```
//! use protocol::{Message, Question, Request};
//! let message = Message::Ask(Request { asker: 1, number: 7, question: Question::Check });
//! assert_eq!(Message::decode(&message.encode()), Some(message));
//! ```
#![forbid(unsafe_code)]

mod answer;
mod first;
mod gallery;
mod question;

pub use answer::{Answer, Reply};
pub use first::First;
pub use gallery::{Example, Gallery};
pub use question::{Inputs, Message, PictureKind, Question, Request};

/// The bytes of a value; empty if there is no memory for them.
fn encode(value: &impl serde::Serialize) -> Vec<u8> {
    postcard::to_allocvec(value).unwrap_or_default()
}

/// A value from its bytes; `None` when they are of another build.
fn decode<'a, T: serde::Deserialize<'a>>(bytes: &'a [u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}
