//! Any bytes as messages of a page: the engine takes them or says that they are of another build, and answers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use protocol::Message;
use worker::Desk;

fuzz_target!(|bytes: &[u8]| {
    let mut desk = Desk::default();
    for message in bytes.split(|byte| *byte == 0xff).filter_map(Message::decode).take(8) {
        desk.hear(message);
        while desk.step().is_some() {}
    }
});
