//! The page under test, in the words of a person: open, read, press, paste, wait.

use crate::built::{as_written, built, copy_of_built, serve, serve_with};
use crate::driver::Driver;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use xtask::serve::Server;

/// The longest time that a person would wait, in milliseconds.
const PATIENCE: u32 = 20_000;

/// The areas of the page.
pub const AREAS: [&str; 5] = ["watch", "story", "terminal", "cost", "explain"];

/// The panels that journeys visit, with the area of each.
const PANELS: [(&str, &str); 8] = [
    ("resources", "cost"),
    ("what-if", "cost"),
    ("fit", "cost"),
    ("rules", "cost"),
    ("apply", "explain"),
    ("compare", "explain"),
    ("versions", "explain"),
    ("events", "watch"),
];

/// A page and its server; both end when dropped.
pub struct Page<'a> {
    /// The driver, for actions that have no function here.
    pub driver: &'a Driver,
    /// None once it has ended.
    server: Option<Server>,
    url: String,
    /// Serves what is embedded, where that has another origin.
    _lab: Option<Server>,
}

impl<'a> Page<'a> {
    fn new(driver: &'a Driver, server: Server, lab: Option<Server>) -> Page<'a> {
        let url = server.url();
        Page { driver, server: Some(server), url, _lab: lab }
    }

    /// Opens a folder that a journey has made of the built page.
    pub fn open_folder(driver: &'a Driver, folder: &Path) -> Page<'a> {
        let page = Page::new(driver, serve(folder.to_path_buf(), "/"), None);
        page.driver.post("/url", &json!({"url": page.url()}));
        page
    }

    /// Opens a file as the system does: no host is there.
    pub fn open_file(driver: &'a Driver, file: &Path) -> Page<'a> {
        let url = format!("file://{}", file.display());
        driver.post("/url", &json!({"url": url}));
        Page { driver, server: None, url, _lab: None }
    }

    /// Ends the host: nothing can be loaded any more.
    pub fn unplug(&mut self) {
        self.server = None;
    }

    /// Opens the built page at a path of the server, as on a shared host; `after` follows its address.
    pub fn open(driver: &'a Driver, after: &str) -> Page<'a> {
        let page = Page::new(driver, serve(built(), "/some/where/"), None);
        page.go(after);
        page
    }

    /// Opens a foreign page, `html`, that lies beside the built one; `name` is the journey's own.
    pub fn open_beside(driver: &'a Driver, name: &str, html: &str) -> Page<'a> {
        let folder = copy_of_built(name);
        fs::write(folder.join("beside.html"), html).unwrap();
        let page = Page::new(driver, serve(folder, "/docs/"), None);
        page.driver.post("/url", &json!({"url": format!("{}beside.html", page.url())}));
        page
    }

    /// Opens a page of somebody else's with an origin of its own: `html` is given the address of the built page.
    /// `before` runs in each frame before anything else.
    pub fn open_elsewhere(
        driver: &'a Driver,
        name: &str,
        before: &str,
        html: impl Fn(&str) -> String,
    ) -> Page<'a> {
        let built = copy_of_built(&format!("{name}-lab"));
        let embed = built.join("embed.js");
        let script = fs::read_to_string(&embed).unwrap();
        fs::write(embed, format!("{before}\n{script}")).unwrap();
        let lab = serve(built, "/lab/");
        let docs = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-docs"));
        fs::create_dir_all(&docs).unwrap();
        fs::write(docs.join("index.html"), html(&lab.url())).unwrap();
        let page = Page::new(driver, serve(docs, "/"), Some(lab));
        page.driver.post("/url", &json!({"url": page.url()}));
        page
    }

    /// Opens a site that a generator has made; `placeholder` is what it has for the address of the built page.
    pub fn open_site(driver: &'a Driver, name: &str, site: &Path, placeholder: &str) -> Page<'a> {
        let lab = serve(built(), "/lab/");
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        for file in xtask::project::files(site) {
            let copy = folder.join(file.strip_prefix(site).unwrap());
            fs::create_dir_all(copy.parent().unwrap()).unwrap();
            let bytes = fs::read(&file).unwrap();
            let bytes = match String::from_utf8(bytes) {
                Ok(text) => text.replace(placeholder, &lab.url()).into_bytes(),
                Err(binary) => binary.into_bytes(),
            };
            fs::write(copy, bytes).unwrap();
        }
        let page = Page::new(driver, serve(folder, "/"), Some(lab));
        page.driver.post("/url", &json!({"url": page.url()}));
        page
    }

    /// Goes back to the whole page from a frame.
    pub fn leave(&self) {
        self.driver.post("/frame", &json!({"id": null}));
    }

    /// Opens a page that a file was lost from.
    pub fn open_without(driver: &'a Driver, is_lost: impl Fn(&str) -> bool) -> Page<'a> {
        let serial = COPIES.fetch_add(1, Ordering::Relaxed);
        let folder = copy_of_built(&format!("without-{serial}"));
        let files = xtask::project::files(&folder);
        let lost = files.iter().filter(|file| is_lost(&file.file_name().unwrap().to_string_lossy()));
        assert!(lost.map(|file| fs::remove_file(file).unwrap()).count() > 0, "nothing of that name is built");
        let page = Page::new(driver, serve(folder, "/"), None);
        page.go("");
        page
    }

    /// Opens the page with changes in a script of `web/boot`: each pair's first text is replaced by its second.
    pub fn open_changed(driver: &'a Driver, file: &str, changes: &[(&str, &str)]) -> Page<'a> {
        let serial = COPIES.fetch_add(1, Ordering::Relaxed);
        let folder = copy_of_built(&format!("changed-{serial}"));
        let mut text = as_written(&folder, file);
        for (from, to) in changes {
            assert!(text.contains(from), "{file} has {from}");
            text = text.replacen(from, to, 1);
        }
        fs::write(folder.join(file), text).unwrap();
        let page = Page::new(driver, serve(folder, "/"), None);
        page.go("");
        page
    }

    /// Opens the page as a host serves it that sends the page's policy as a header, with `before` run ahead of all scripts.
    pub fn open_guarded(driver: &'a Driver, name: &str, before: &str, after: &str) -> Page<'a> {
        let folder = copy_of_built(name);
        let theme = folder.join("theme.js");
        let script = fs::read_to_string(&theme).unwrap();
        fs::write(theme, format!("{before}\n{script}")).unwrap();
        // The browser keeps files only with their sums.
        xtask::finish::build::stamp(&folder).unwrap();
        let html = fs::read_to_string(folder.join("index.html")).unwrap();
        let policy = html.split_once("Content-Security-Policy\" content=\"").unwrap().1;
        let policy = policy.split('"').next().unwrap();
        let header = format!("Content-Security-Policy: {policy}; frame-ancestors 'none'");
        let server = serve_with(folder, "/guarded/", vec![header, "Referrer-Policy: no-referrer".to_owned()]);
        let page = Page::new(driver, server, None);
        page.go_plainly(after);
        page.wait("the app to start", "return document.documentElement.dataset.started === 'yes'");
        page
    }

    /// Continues inside the frame that `script` returns.
    pub fn enter(&self, script: &str) {
        let frame = self.driver.script(script, json!([]));
        self.driver.post("/frame", &json!({"id": frame}));
    }

    /// Goes to the page with `after` at the end of its address, and waits until it has started.
    pub fn go(&self, after: &str) {
        self.go_plainly(after);
        self.wait("the app to start", "return document.documentElement.dataset.started === 'yes' && document.querySelector('#problems-status')");
    }

    /// Goes to the page, whatever comes of it.
    fn go_plainly(&self, after: &str) {
        // A change of the fragment alone would not load anything.
        self.driver.post("/url", &json!({"url": "about:blank"}));
        self.driver.post("/url", &json!({"url": format!("{}{after}", self.url())}));
    }

    /// Loads the page again.
    pub fn reload(&self) {
        self.driver.post("/refresh", &json!({}));
        self.wait("the app to start anew", "return document.documentElement.dataset.started === 'yes'");
    }

    /// The page's address.
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// Waits until `condition`, the body of a function, returns a true value, and returns that.
    pub fn wait(&self, what: &str, condition: &str) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1], end = performance.now() + {PATIENCE};
             const holds = () => {{ {condition} }};
             const check = () => {{
                 let value; try {{ value = holds(); }} catch {{ }}
                 if (value) done(value === true || !(value instanceof Object) ? value : true);
                 else if (performance.now() > end) done(null);
                 else setTimeout(check, 20);
             }};
             check();"
        );
        let value = self.driver.later(&script, json!([]));
        if value.is_null() {
            let focus =
                "const at = document.activeElement?.outerHTML.slice(0, 200) ?? 'nothing';
                 return `${at} has the focus of a page that ${document.hasFocus() ? 'has' : 'does not have'} the window's`";
            let focus = self.driver.script(focus, json!([]));
            panic!("waited in vain for {what}; {focus}; the page says:\n{}", self.text("body"));
        }
        value
    }

    /// The text of an element.
    pub fn text(&self, selector: &str) -> String {
        let text = self
            .driver
            .script("return document.querySelector(arguments[0])?.innerText ?? ''", json!([selector]));
        text.as_str().unwrap_or_default().trim().to_owned()
    }

    /// The texts of all matching elements.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let script =
            "return [...document.querySelectorAll(arguments[0])].map((found) => found.textContent.trim())";
        let texts = self.driver.script(script, json!([selector]));
        texts.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// Presses an element with the mouse.
    pub fn press(&self, selector: &str) {
        // The element is scrolled into view, as a person does when the bar at the foot of a phone's screen covers it.
        self.driver.script(
            "document.querySelector(arguments[0])?.scrollIntoView({block: 'nearest'})",
            json!([selector]),
        );
        let element = self.driver.element(selector);
        self.driver.post(&format!("/element/{element}/click"), &json!({}));
    }

    /// Presses keys while an element has the focus. Special keys are WebDriver's code points; Shift, Control are held.
    pub fn keys(&self, selector: &str, keys: &str) {
        const HELD: [char; 2] = ['\u{e008}', '\u{e009}'];
        self.driver.script("document.querySelector(arguments[0]).focus()", json!([selector]));
        let press = |kind: &str, key: char| json!({"type": kind, "value": key.to_string()});
        let mut actions = Vec::new();
        for key in keys.chars() {
            actions.push(press("keyDown", key));
            if !HELD.contains(&key) {
                actions.push(press("keyUp", key));
            }
        }
        for held in HELD.into_iter().filter(|held| keys.contains(*held)) {
            actions.push(press("keyUp", held));
        }
        self.driver
            .post("/actions", &json!({"actions": [{"type": "key", "id": "keyboard", "actions": actions}]}));
    }

    /// Presses keys while another one is held.
    pub fn chord(&self, held: char, keys: &str) {
        let press = |kind: &str, key: char| json!({"type": kind, "value": key.to_string()});
        let keys = keys.chars().flat_map(|key| [press("keyDown", key), press("keyUp", key)]);
        let actions: Vec<Value> =
            std::iter::once(press("keyDown", held)).chain(keys).chain([press("keyUp", held)]).collect();
        self.driver
            .post("/actions", &json!({"actions": [{"type": "key", "id": "keyboard", "actions": actions}]}));
    }

    /// Presses keys where the focus is.
    pub fn type_keys(&self, keys: &str) {
        let press = |kind: &str, key: char| json!({"type": kind, "value": key.to_string()});
        let actions: Vec<Value> =
            keys.chars().flat_map(|key| [press("keyDown", key), press("keyUp", key)]).collect();
        self.driver
            .post("/actions", &json!({"actions": [{"type": "key", "id": "keyboard", "actions": actions}]}));
    }

    /// Chooses an option of a list.
    pub fn choose(&self, selector: &str, value: &str) {
        self.press(&format!("{selector} option[value='{value}']"));
    }

    /// Waits for the code editor.
    pub fn editor(&self) {
        self.wait("the code editor", "return document.querySelector('#editor .cm-content')");
    }

    /// Waits for the API server's verdict.
    pub fn said(&self) {
        self.wait(
            "the API server's word",
            "return document.querySelector('.problems').dataset.said === 'true' && !document.querySelector('#editor[data-typed]')",
        );
    }

    /// Waits until everything is loaded: the documentation of the fields, then what the browser keeps of the page.
    pub fn loaded(&self) {
        self.wait(
            "the documentation",
            "return performance.getEntriesByType('resource').some(({name}) => name.includes('docs.txt'))",
        );
        self.wait("what is kept", "return document.documentElement.dataset.offline");
    }

    /// Opens an area, or the area of a panel, and waits until the engine has answered it.
    pub fn tab(&self, name: &str) {
        let area = PANELS.iter().find(|(panel, _)| *panel == name).map_or(name, |(_, area)| area);
        self.press(&format!("#tab-{area}"));
        let body = if area == name {
            format!("#area-{area} .areas-body")
        } else {
            format!("#panel-{name} .areas-body")
        };
        self.wait("the panel", &format!("return document.querySelector('{body}')?.children.length"));
    }

    /// Pastes a manifest over the old one (or deletes that) and returns the milliseconds until the problems are drawn.
    pub fn paste(&self, text: &str) -> f64 {
        self.editor();
        self.wait(
            "an end of the checking",
            "return document.querySelector('.problems').dataset.said !== 'false'",
        );
        let script = "const [text, done] = arguments;
            const content = document.querySelector('#editor .cm-content');
            content.focus();
            const press = (key, keyCode, chord) => content.dispatchEvent(new KeyboardEvent('keydown', {key, keyCode, ...chord, bubbles: true, cancelable: true}));
            const held = /Mac/.test(navigator.platform) ? {metaKey: true} : {ctrlKey: true};
            press('a', 65, held);
            const paste = new ClipboardEvent('paste', {bubbles: true, cancelable: true});
            // Firefox hides the data that a script puts on an event's clipboard, so the data is defined here.
            Object.defineProperty(paste, 'clipboardData', {value: {types: ['text/plain'], files: [], getData: () => text}});
            const status = document.querySelector('.problems');
            const start = window.pasted = performance.now();
            let timer;
            const drawn = () => requestAnimationFrame(() => { observer.disconnect(); clearTimeout(timer); done(performance.now() - start); });
            // Waits for the verdict on this text, which is drawn when the editor's text is no longer ahead of the page.
            const editor = document.querySelector('#editor');
            const waits = () => editor.hasAttribute('data-typed') || status.dataset.said === 'false';
            const observer = new MutationObserver(() => { if (!waits()) drawn(); });
            for (const part of [status, editor]) observer.observe(part, {subtree: true, childList: true, characterData: true, attributes: true});
            timer = setTimeout(drawn, 10000);
            if (text) content.dispatchEvent(paste);
            else press('Backspace', 8, {});";
        self.driver.later(script, json!([text])).as_f64().unwrap_or(f64::MAX)
    }

    /// Makes the page as wide as a phone's.
    pub fn phone(&self, width: u32) {
        self.driver.phone(width);
    }

    /// The browser's complaints.
    pub fn complaints(&self) -> Vec<String> {
        self.driver.complaints()
    }
}

/// The number of the next changed copy: journeys run side by side.
static COPIES: AtomicUsize = AtomicUsize::new(0);
