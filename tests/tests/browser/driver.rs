//! WebDriver, as much of it as the journeys need: JSON over HTTP to a chromedriver or geckodriver that ends with the test.

use crate::events::Events;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::io::{self, BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;
use ureq::Agent;

/// The key under which WebDriver hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// The longest time that a browser may take for an answer. It is longer than any script or load is allowed; a browser
/// that says nothing for so long fails the journey instead of holding up the whole run.
pub const DEADLINE: Duration = Duration::from_mins(2);

/// The part of a window of 1280 x 900 that is left for the page. It is set as a size of its own: Firefox does not
/// always answer when a page that was wider than its window is to be as wide as the window again.
const VIEWPORT: (u32, u32) = (1280, 815);

/// A make of browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Chromium or Chrome.
    Chromium,
    Firefox,
}

impl Kind {
    /// The environment variables with the paths of the browser and of its driver.
    fn names(self) -> [&'static str; 2] {
        match self {
            Kind::Chromium => ["CHROME", "CHROMEDRIVER"],
            Kind::Firefox => ["FIREFOX", "GECKODRIVER"],
        }
    }

    /// The variable with the path of the same browser without windows of its own, which has no settings of its owner.
    fn shell(self) -> Option<&'static str> {
        (self == Kind::Chromium).then_some(xtask::browser::SHELL)
    }

    /// Whether the environment names its path.
    pub fn is_named(self) -> bool {
        self.names().iter().all(|name| std::env::var_os(name).is_some())
    }
}

/// A browser window of its own.
pub struct Driver {
    kind: Kind,
    process: Child,
    agent: Agent,
    session: String,
    /// Firefox's requests and console messages; Chromium keeps a log of its own.
    events: Option<RefCell<Events>>,
    /// The browser's profile and caches, half a gigabyte after some dozens of pages.
    _files: TempDir,
}

impl Driver {
    /// Starts the browser's driver on a free port, and a browser.
    pub fn start(kind: Kind) -> Driver {
        Driver::start_with(kind, json!({}))
    }

    /// Starts a browser whose owner blocks all cookies, and with them all storage.
    pub fn without_cookies(kind: Kind) -> Driver {
        let preferences = match kind {
            Kind::Chromium => json!({"profile": {"default_content_setting_values": {"cookies": 2}}}),
            Kind::Firefox => json!({"network.cookie.cookieBehavior": 2}),
        };
        Driver::start_with(kind, preferences)
    }

    fn start_with(kind: Kind, preferences: Value) -> Driver {
        let [browser, program] = kind.names().map(|name| std::env::var(name).unwrap());
        let shell = kind.shell().and_then(|name| std::env::var(name).ok());
        let shell = shell.filter(|_| preferences == json!({}));
        // A journey's page lives for seconds: optimising its programs took a tenth of the processor's time.
        let hasty = shell.as_ref().map(|_| "--js-flags=--liftoff-only");
        let browser = shell.unwrap_or(browser);
        let files = TempDir::new().expect("a folder for the browser");
        let mut command = Command::new(program);
        command.env("TMPDIR", files.path());
        match kind {
            Kind::Chromium => command.arg("--port=0"),
            Kind::Firefox => command.args(["--port=0", "--websocket-port=0"]),
        };
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut process =
            command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the driver starts");
        let mut words = BufReader::new(process.stdout.take().unwrap());
        let port = port(&mut words);
        // The output is read to its end: a driver whose output nobody reads would block.
        thread::spawn(move || io::copy(&mut words, &mut io::sink()));
        let agent = Agent::config_builder().http_status_as_error(false).proxy(None);
        let agent = agent.timeout_global(Some(DEADLINE)).build().new_agent();
        let session = format!("http://127.0.0.1:{port}/session");
        let mut driver = Driver { kind, process, agent, session, events: None, _files: files };
        let answer = driver.post("", &wishes(kind, &browser, hasty, preferences));
        let id = answer["sessionId"].as_str().unwrap_or_else(|| panic!("no browser: {answer}"));
        driver.session = format!("{}/{id}", driver.session);
        let socket = answer["capabilities"]["webSocketUrl"].as_str();
        driver.events = socket.map(|url| RefCell::new(Events::of(url)));
        driver.post("/timeouts", &json!({"script": 60_000, "pageLoad": 60_000}));
        driver
    }

    /// The make of the browser.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Removes everything that the last journey left behind.
    pub fn forget(&self) {
        self.post("/frame", &json!({"id": null}));
        self.slow_down(1);
        match &self.events {
            None => {
                self.chrome("Emulation.clearDeviceMetricsOverride", &json!({}));
                self.media(&json!({"media": "", "features": []}));
            }
            Some(events) => events.borrow_mut().viewport(VIEWPORT),
        }
        self.post("/url", &json!({"url": "about:blank"}));
        self.requests();
        self.complaints();
    }

    /// The name of the window or tab that commands go to.
    pub fn window(&self) -> String {
        let mut answer = self.agent.get(format!("{}/window", self.session)).call().unwrap();
        let name = value(&answer.body_mut().read_to_string().unwrap(), "/window");
        name.as_str().unwrap().to_owned()
    }

    /// Opens a tab, goes on in it, and returns its name.
    pub fn open_tab(&self) -> String {
        let opened = self.post("/window/new", &json!({"type": "tab"}));
        let name = opened["handle"].as_str().unwrap().to_owned();
        self.switch(&name);
        name
    }

    /// Goes on in a tab.
    pub fn switch(&self, name: &str) {
        self.post("/window", &json!({"handle": name}));
    }

    /// Closes the tab; another one must be chosen.
    pub fn close_tab(&self) {
        self.agent.delete(format!("{}/window", self.session)).call().unwrap();
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

    /// The element that `selector` finds.
    pub fn element(&self, selector: &str) -> String {
        let found = self.post("/element", &json!({"using": "css selector", "value": selector}));
        found[ELEMENT].as_str().unwrap_or_else(|| panic!("{selector}: {found}")).to_owned()
    }

    /// Shows the page as a phone of this width would.
    pub fn phone(&self, width: u32) {
        const HEIGHT: u32 = 844;
        match &self.events {
            None => {
                let metrics =
                    json!({"width": width, "height": HEIGHT, "deviceScaleFactor": 2, "mobile": true});
                self.chrome("Emulation.setDeviceMetricsOverride", &metrics);
            }
            Some(events) => events.borrow_mut().viewport((width, HEIGHT)),
        }
    }

    /// Shows the page as a screen of this size would.
    pub fn screen(&self, (width, height): (u32, u32)) {
        match &self.events {
            None => {
                let metrics =
                    json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
                self.chrome("Emulation.setDeviceMetricsOverride", &metrics);
            }
            Some(events) => events.borrow_mut().viewport((width, height)),
        }
    }

    /// Shows the page as on another medium, Chromium alone.
    pub fn media(&self, media: &Value) {
        self.chrome("Emulation.setEmulatedMedia", media);
    }

    /// Makes the processor so many times slower, in Chromium alone.
    pub fn slow_down(&self, times: u32) {
        if self.kind == Kind::Chromium {
            self.chrome("Emulation.setCPUThrottlingRate", &json!({"rate": times}));
        }
    }

    /// The browser's console errors since the last call.
    pub fn complaints(&self) -> Vec<String> {
        if let Some(events) = &self.events {
            return events.borrow_mut().complaints();
        }
        let log = self.post("/se/log", &json!({"type": "browser"}));
        let severe = log.as_array().into_iter().flatten().filter(|entry| entry["level"] == "SEVERE");
        severe.map(|entry| entry["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The addresses requested since the last call.
    pub fn requests(&self) -> Vec<String> {
        if let Some(events) = &self.events {
            return events.borrow_mut().requests();
        }
        let log = self.post("/se/log", &json!({"type": "performance"}));
        let messages = log.as_array().into_iter().flatten().filter_map(|entry| {
            let entry: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            let message = &entry["message"];
            (message["method"] == "Network.requestWillBeSent")
                .then(|| message["params"]["request"]["url"].as_str().unwrap_or_default().to_owned())
        });
        messages.collect()
    }

    /// Sends a command that only Chrome has.
    fn chrome(&self, command: &str, parameters: &Value) -> Value {
        self.post("/goog/cdp/execute", &json!({"cmd": command, "params": parameters}))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        const PATIENCE: Duration = Duration::from_secs(10);
        let end = self.agent.delete(&self.session).config().timeout_global(Some(PATIENCE)).build();
        let _ = end.call();
        // A browser that no longer answers is ended with its driver.
        if cfg!(unix) {
            let group = format!("-{}", self.process.id());
            let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The port in a driver's first words: chromedriver `... on port 1.`, geckodriver `... Listening on 127.0.0.1:1`.
fn port(words: &mut impl BufRead) -> u16 {
    let mut line = String::new();
    while words.read_line(&mut line).unwrap_or_default() > 0 {
        let chrome = line.split_once("started successfully on port ");
        let gecko = line.split_once("Listening on 127.0.0.1:");
        if let Some((_, port)) = chrome.or(gecko) {
            return port.trim().trim_end_matches('.').parse().unwrap();
        }
        line.clear();
    }
    panic!("the driver did not say its port");
}

/// The capabilities: only this machine can be reached, and all requests and console messages are kept.
fn wishes(kind: Kind, browser: &str, hasty: Option<&str>, preferences: Value) -> Value {
    let wishes = match kind {
        Kind::Chromium => {
            let mut arguments = vec![
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--lang=en-US",
                "--window-size=1280,900",
                // Each page has an origin of its own, so none finds its files again: 64 MB are enough for a reload.
                "--disk-cache-size=67108864",
                // Each page has an origin of its own: a process for each, and one that only draws, took a third of the
                // processor's time.
                "--in-process-gpu",
                "--process-per-site",
                "--renderer-process-limit=1",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
            ];
            arguments.extend(hasty);
            json!({
                "browserName": "chrome",
                "goog:chromeOptions": {"binary": browser, "args": arguments, "prefs": preferences},
                "goog:loggingPrefs": {"performance": "ALL", "browser": "ALL"},
            })
        }
        Kind::Firefox => {
            // Nothing listens at the discard port, so no other host is reached; this machine needs no proxy.
            let nowhere = "127.0.0.1:9";
            let mut preferences = preferences;
            preferences["intl.accept_languages"] = "en-US".into();
            // One process for all pages, and none started ahead: a quarter of the processor's time.
            preferences["dom.ipc.processCount"] = 1.into();
            preferences["dom.ipc.processCount.webIsolated"] = 1.into();
            preferences["dom.ipc.processPrelaunch.enabled"] = false.into();
            preferences["fission.webContentIsolationStrategy"] = 0.into();
            // As in Chromium, nothing is optimised.
            preferences["javascript.options.wasm_optimizingjit"] = false.into();
            json!({
                "browserName": "firefox",
                "webSocketUrl": true,
                "proxy": {"proxyType": "manual", "httpProxy": nowhere, "sslProxy": nowhere},
                "moz:firefoxOptions": {
                    "binary": browser,
                    "args": ["-headless", "--width=1280", "--height=900"],
                    "prefs": preferences,
                },
            })
        }
    };
    json!({"capabilities": {"alwaysMatch": wishes}})
}

fn value(answer: &str, path: &str) -> Value {
    let answer: Value =
        serde_json::from_str(answer).unwrap_or_else(|error| panic!("{path}: {error}: {answer}"));
    let value = answer["value"].clone();
    assert!(value.get("error").is_none(), "{path}: {}", value["message"]);
    value
}
