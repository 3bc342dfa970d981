//! WebDriver, as much of it as the journeys need: JSON over HTTP to a chromedriver that ends with the test.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use ureq::Agent;

/// The key under which WebDriver hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser window of its own.
pub struct Driver {
    process: Child,
    /// Kept open: chromedriver ends when nobody listens.
    _words: BufReader<ChildStdout>,
    agent: Agent,
    session: String,
}

impl Driver {
    /// Starts chromedriver on a free port, and a browser.
    pub fn start() -> Driver {
        let named = |name: &str| {
            std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run `cargo xtask journeys`"))
        };
        let mut process = Command::new(named("CHROMEDRIVER"))
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let mut words = BufReader::new(process.stdout.take().unwrap());
        let port = port(&mut words);
        let agent = Agent::config_builder().http_status_as_error(false).proxy(None).build().new_agent();
        let mut driver =
            Driver { process, _words: words, agent, session: format!("http://127.0.0.1:{port}/session") };
        let answer = driver.post("", &wishes(&named("CHROME")));
        let id = answer["sessionId"].as_str().unwrap_or_else(|| panic!("no browser: {answer}"));
        driver.session = format!("{}/{id}", driver.session);
        driver.post("/timeouts", &json!({"script": 60_000, "pageLoad": 60_000}));
        driver
    }

    /// Sends a command and returns its value; a refusal fails the test.
    pub fn post(&self, path: &str, body: &Value) -> Value {
        let url = format!("{}{path}", self.session);
        let mut answer =
            self.agent.post(&url).header("Content-Type", "application/json").send(body.to_string()).unwrap();
        value(&answer.body_mut().with_config().limit(64 << 20).read_to_string().unwrap(), path)
    }

    /// Runs a script in the page; `arguments` holds `with`.
    pub fn script(&self, script: &str, with: Value) -> Value {
        self.post("/execute/sync", &json!({"script": script, "args": with}))
    }

    /// Runs a script that ends by calling its last argument.
    pub fn later(&self, script: &str, with: Value) -> Value {
        self.post("/execute/async", &json!({"script": script, "args": with}))
    }

    /// A command of Chrome's own.
    pub fn chrome(&self, command: &str, parameters: Value) -> Value {
        self.post("/goog/cdp/execute", &json!({"cmd": command, "params": parameters}))
    }

    /// The element that `selector` finds.
    pub fn element(&self, selector: &str) -> String {
        let found = self.post("/element", &json!({"using": "css selector", "value": selector}));
        found[ELEMENT].as_str().unwrap_or_else(|| panic!("{selector}: {found}")).to_owned()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.agent.delete(&self.session).call();
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn port(words: &mut impl BufRead) -> u16 {
    let mut line = String::new();
    while words.read_line(&mut line).unwrap_or_default() > 0 {
        if let Some((_, port)) = line.split_once("started successfully on port ") {
            return port.trim().trim_end_matches('.').parse().unwrap();
        }
        line.clear();
    }
    panic!("chromedriver did not say its port");
}

/// No host but this machine can be reached, and all requests and words on the console are kept.
fn wishes(browser: &str) -> Value {
    let arguments = [
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--lang=en-US",
        "--window-size=1280,900",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    ];
    json!({"capabilities": {"alwaysMatch": {
        "browserName": "chrome",
        "goog:chromeOptions": {"binary": browser, "args": arguments},
        "goog:loggingPrefs": {"performance": "ALL", "browser": "ALL"},
    }}})
}

fn value(answer: &str, path: &str) -> Value {
    let answer: Value =
        serde_json::from_str(answer).unwrap_or_else(|error| panic!("{path}: {error}: {answer}"));
    let value = answer["value"].clone();
    assert!(value.get("error").is_none(), "{path}: {}", value["message"]);
    value
}
