//! Requests as a page asks its engine: an opened text and story, then a question of each kind about them.

use crate::requests::Request;
use crate::{Asked, Expected};
use protocol::{Inputs, Message, Question, Request as Ask};
use serde_json::Value;
use view::Nodes;

/// The manifest of a request.
pub fn manifest(request: &Request) -> Option<&str> {
    request.fields.get("manifest")?.as_str()
}

/// The line with a request's text and story; none for a request without a text.
pub fn asked(request: &Request) -> Option<Asked> {
    let text = manifest(request)?.to_owned();
    let scenario = match request.fields.get("scenario") {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let length = u32::try_from(text.len()).unwrap_or_default();
    let rules = text.clone();
    let questions = [
        Question::Check,
        Question::Run,
        Question::Reserve,
        Question::WhatIf,
        Question::Utilization,
        Question::Fit(Nodes { chosen: Vec::new(), text: text.clone() }),
        Question::Admit(rules),
        Question::Apply,
        Question::Controls,
        Question::Kubectl { at: 20_000, command: "kubectl describe pod".to_owned() },
        Question::FieldAt(length / 2),
    ];
    let count = questions.len();
    let opened = Message::Open(Inputs { text, scenario, version: "1.36".to_owned() });
    let asks =
        (0..).zip(questions).map(|(number, question)| Message::Ask(Ask { asker: number, number, question }));
    let line = std::iter::once(opened).chain(asks).map(|message| base64(&message.encode()));
    Some(Asked { arguments: &[], line: line.collect::<Vec<_>>().join(" "), answer: Expected::Answers(count) })
}

/// Bytes as letters that a line may hold.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let letter = |bits: u32| LETTERS.get((bits & 63) as usize).map_or('=', |letter| char::from(*letter));
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |index: usize| u32::from(three.get(index).copied().unwrap_or_default());
        let bits = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        for (place, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            out.push(if place > three.len() { '=' } else { letter(bits >> shift) });
        }
    }
    out
}
