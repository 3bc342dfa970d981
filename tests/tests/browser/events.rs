//! As much of WebDriver BiDi as Firefox needs: its requests and console messages, and a page as narrow as a phone's.

use crate::driver::DEADLINE;
use serde_json::{Value, json};
use std::net::TcpStream;
use tungstenite::{Message, WebSocket};

/// A connection over which the browser reports events.
pub struct Events {
    socket: WebSocket<TcpStream>,
    /// The number of commands sent.
    sent: u64,
    requests: Vec<String>,
    complaints: Vec<String>,
}

impl Events {
    /// Listens to the browser at `url`, such as `ws://127.0.0.1:1/session/2`.
    pub fn of(url: &str) -> Events {
        let host = url.trim_start_matches("ws://").split('/').next().unwrap_or_default();
        let stream = TcpStream::connect(host).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        let (socket, _) = tungstenite::client(url, stream).unwrap();
        let mut events = Events { socket, sent: 0, requests: Vec::new(), complaints: Vec::new() };
        let names = ["log.entryAdded", "network.beforeRequestSent"];
        events.call("session.subscribe", &json!({"events": names}));
        events
    }

    /// The addresses requested since the last call.
    pub fn requests(&mut self) -> Vec<String> {
        self.catch_up();
        std::mem::take(&mut self.requests)
    }

    /// The errors on the console since the last call.
    pub fn complaints(&mut self) -> Vec<String> {
        self.catch_up();
        std::mem::take(&mut self.complaints)
    }

    /// Sets the size of the page.
    pub fn viewport(&mut self, (width, height): (u32, u32)) {
        let tree = self.call("browsingContext.getTree", &json!({"maxDepth": 0}));
        let context = &tree["contexts"][0]["context"];
        let size = json!({"width": width, "height": height});
        self.call("browsingContext.setViewport", &json!({"context": context, "viewport": size}));
    }

    /// Waits for the answer to a command: events until now come before it.
    fn catch_up(&mut self) {
        self.call("session.status", &json!({}));
    }

    /// Sends a command and returns its result; a refusal fails the test.
    fn call(&mut self, method: &str, parameters: &Value) -> Value {
        self.sent += 1;
        let command = json!({"id": self.sent, "method": method, "params": parameters});
        self.socket.send(Message::text(command.to_string())).unwrap();
        loop {
            let Message::Text(text) = self.socket.read().unwrap() else { continue };
            let message: Value = serde_json::from_str(&text).unwrap();
            if message["id"] == self.sent {
                assert_eq!(message["type"], "success", "{method}: {message}");
                return message["result"].clone();
            }
            self.keep(&message);
        }
    }

    fn keep(&mut self, message: &Value) {
        let parameters = &message["params"];
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        if message["method"] == "network.beforeRequestSent" {
            self.requests.push(text(&parameters["request"]["url"]));
        } else if parameters["level"] == "error" {
            self.complaints.push(text(&parameters["text"]));
        }
    }
}
