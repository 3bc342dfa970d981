//! A static server for one folder on 127.0.0.1, as plain as a hosted static site.
//!
//! One request a connection: the page has a dozen files, and a browser opens as many connections as it likes.

use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// A client that says nothing for so long is left.
const PATIENCE: Duration = Duration::from_secs(10);
const LONGEST_LINE: u64 = 64 * 1024;

/// What is served, and where below the host.
#[derive(Clone, Debug)]
pub struct Site {
    /// The folder with `index.html`.
    pub folder: PathBuf,
    /// Such as `/some/where/`; `/` for the host's root.
    pub prefix: String,
}

/// A running server; ends when dropped.
pub struct Server {
    address: SocketAddr,
    prefix: String,
    ended: Arc<AtomicBool>,
    listening: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves `site` at `port` of 127.0.0.1; 0 takes a free one.
    pub fn start(site: Site, port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = listener.local_addr()?;
        let ended = Arc::new(AtomicBool::new(false));
        let prefix = site.prefix.clone();
        let listening = thread::spawn({
            let ended = Arc::clone(&ended);
            move || listen(&listener, &site, &ended)
        });
        Ok(Self { address, prefix, ended, listening: Some(listening) })
    }

    /// Where the site is.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.prefix)
    }

    /// Waits until the server ends, which it does not by itself.
    pub fn wait(mut self) {
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        if let Some(listening) = self.listening.take() {
            // Wakes it from `accept`.
            let _ = TcpStream::connect(self.address);
            let _ = listening.join();
        }
    }
}

fn listen(listener: &TcpListener, site: &Site, ended: &AtomicBool) {
    for stream in listener.incoming() {
        if ended.load(Ordering::Relaxed) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let site = site.clone();
        thread::spawn(move || {
            // A client that left is no concern of ours.
            let _ = reply(&stream, &site);
        });
    }
}

fn reply(stream: &TcpStream, site: &Site) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut lines = io::Read::take(BufReader::new(stream), LONGEST_LINE);
    let mut request = String::new();
    lines.read_line(&mut request)?;
    let mut header = String::new();
    while lines.read_line(&mut header)? > 2 {
        header.clear();
    }
    let mut words = request.split_whitespace();
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (status, kind, body) = answer(method, target, site);
    let length = body.len();
    let mut out = stream;
    write!(
        out,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nCache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
    )?;
    if method != "HEAD" {
        out.write_all(&body)?;
    }
    out.flush()
}

type Answer = (&'static str, &'static str, Vec<u8>);

fn answer(method: &str, target: &str, site: &Site) -> Answer {
    const PLAIN: &str = "text/plain; charset=utf-8";
    if method != "GET" && method != "HEAD" {
        return ("405 Method Not Allowed", PLAIN, b"Only GET and HEAD.\n".to_vec());
    }
    let Some(mut file) = file_of(target, site) else {
        return ("404 Not Found", PLAIN, b"No such file.\n".to_vec());
    };
    if file.is_dir() {
        file.push("index.html");
    }
    match fs::read(&file) {
        Ok(body) => ("200 OK", kind(&file), body),
        Err(_) => ("404 Not Found", PLAIN, b"No such file.\n".to_vec()),
    }
}

/// The file that a request's target names; never outside the folder.
fn file_of(target: &str, site: &Site) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?;
    let below = unescape(path.strip_prefix(site.prefix.as_str())?)?;
    let below = Path::new(&below);
    below.components().all(|part| matches!(part, Component::Normal(_))).then(|| site.folder.join(below))
}

/// `%20` and its like; `None` when it is not UTF-8.
fn unescape(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let escaped = (first == b'%').then(|| after.get(..2)).flatten();
        let byte = escaped.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8(bytes).ok()
}

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "xml" => "application/xml",
        "txt" | "yaml" | "yml" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serves_below_its_prefix_and_nothing_outside_the_folder() {
        let site = Site { folder: PathBuf::from("/site"), prefix: "/below/".to_owned() };
        let file = |target| file_of(target, &site);
        assert_eq!(file("/below/a%20b.js?x=../y"), Some(PathBuf::from("/site/a b.js")));
        assert_eq!(file("/below/"), Some(PathBuf::from("/site/")));
        assert_eq!(file("/elsewhere/a.js"), None);
        assert_eq!(file("/below/../secret"), None);
        assert_eq!(file("/below/%2e%2e/secret"), None);
        assert_eq!(file("/below//etc/passwd"), None);
    }

    #[test]
    fn a_started_server_answers_and_ends() {
        let folder = std::env::temp_dir().join(format!("podlab-serve-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("index.html"), "<p>hello").unwrap();
        let server = Server::start(Site { folder: folder.clone(), prefix: "/".to_owned() }, 0).unwrap();
        let mut stream = TcpStream::connect(server.address).unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        let mut said = String::new();
        io::Read::read_to_string(&mut stream, &mut said).unwrap();
        assert!(said.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"), "{said}");
        assert!(said.ends_with("<p>hello"), "{said}");
        drop(server);
        fs::remove_dir_all(folder).unwrap();
    }
}
