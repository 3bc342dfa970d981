//! The program in the Web Worker: bytes in, bytes out. `web/boot/worker.js` loads it and passes messages on.

use protocol::Message;
use wasm_bindgen::prelude::*;
use worker::Desk;

/// Does nothing: `worker.js` makes an [`Engine`].
fn main() {}

/// The engine of the worker.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Engine(Desk);

#[wasm_bindgen]
impl Engine {
    /// An engine without any inputs.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Engine {
        Engine::default()
    }

    /// Takes a message; an error when its bytes come from another build.
    pub fn hear(&mut self, bytes: &[u8]) -> Result<(), JsError> {
        let message = Message::decode(bytes);
        self.0.hear(message.ok_or_else(|| JsError::new("this message is of another build of Podlab"))?);
        Ok(())
    }

    /// Whether a question waits that can be answered.
    #[wasm_bindgen(js_name = isBusy)]
    pub fn is_busy(&self) -> bool {
        self.0.is_busy()
    }

    /// Whether the next step makes a run.
    #[wasm_bindgen(js_name = isRunNext)]
    pub fn is_run_next(&self) -> bool {
        self.0.is_run_next()
    }

    /// Takes the documentation of the API's fields.
    pub fn docs(&mut self, docs: String) {
        self.0.hear(Message::Docs(docs));
    }

    /// Takes the pages that explain rules, lints and words; empty when they could not be loaded.
    pub fn pages(&mut self, pages: String) {
        self.0.hear(Message::Pages(pages));
    }

    /// The number of the request that [`Engine::step`] answers.
    pub fn begin(&self) -> Option<u32> {
        self.0.begin()
    }

    /// Answers the next request.
    pub fn step(&mut self) -> Option<Vec<u8>> {
        self.0.step().map(|reply| reply.encode())
    }
}
