//! A static server for one folder on 127.0.0.1, as plain as a hosted static site.
//!
//! It answers with the brotli file beside a file (see `brotli.rs`) where the client reads brotli, and keeps connections
//! open, as hosts do: so measurements on it hold elsewhere.

use crate::brotli;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// A client that is silent for this long is disconnected.
const PATIENCE: Duration = Duration::from_secs(10);
const LONGEST_REQUEST: u64 = 64 * 1024;

/// The folder to serve, and its path on the host.
#[derive(Clone, Debug)]
pub struct Site {
    /// The folder with `index.html`.
    pub folder: PathBuf,
    /// The path, such as `/some/where/`; `/` for the host's root.
    pub prefix: String,
    /// Lines of the head that a host sends with each file, such as `X-Frame-Options: DENY`.
    pub headers: Vec<String>,
}

impl Site {
    /// A folder at a path, without headers of its own.
    pub fn new(folder: PathBuf, prefix: &str) -> Site {
        Site { folder, prefix: prefix.to_owned(), headers: Vec::new() }
    }
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

    /// The address of the site.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.prefix)
    }

    /// Waits for the server to end, which it never does by itself.
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
            // A connection wakes the thread that waits in `accept`.
            let _ = TcpStream::connect(self.address);
            let _ = listening.join();
        }
    }
}

fn listen(listener: &TcpListener, site: &Site, ended: &Arc<AtomicBool>) {
    for stream in listener.incoming() {
        if ended.load(Ordering::Relaxed) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let (site, ended) = (site.clone(), Arc::clone(ended));
        thread::spawn(move || {
            // A client may leave at any time; that is no error.
            let _ = converse(&stream, &site, &ended);
        });
    }
}

/// Answers the requests of one connection until the client or the server ends it.
fn converse(stream: &TcpStream, site: &Site, ended: &AtomicBool) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    while let Some(request) = Request::read(&mut io::Read::take(&mut reader, LONGEST_REQUEST))? {
        if ended.load(Ordering::Relaxed) {
            return Ok(());
        }
        reply(stream, &request, site)?;
        if request.last {
            return Ok(());
        }
    }
    Ok(())
}

/// The parts of a request that matter here.
#[derive(Default)]
struct Request {
    method: String,
    target: String,
    /// Whether the client reads brotli.
    brotli: bool,
    /// Whether the connection ends after this request.
    last: bool,
}

impl Request {
    /// The next request; `None` when the connection has ended.
    fn read(lines: &mut impl BufRead) -> io::Result<Option<Request>> {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let mut words = line.split_whitespace().map(str::to_owned);
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let mut request = Request { method, target, ..Request::default() };
        loop {
            line.clear();
            if lines.read_line(&mut line)? <= 2 {
                return Ok(Some(request));
            }
            let Some((name, value)) = line.split_once(':') else { continue };
            let mut values = value.split(',').map(str::trim);
            if name.eq_ignore_ascii_case("accept-encoding") {
                request.brotli = values.any(|value| value == brotli::ENDING);
            } else if name.eq_ignore_ascii_case("connection") {
                request.last = values.any(|value| value.eq_ignore_ascii_case("close"));
            }
        }
    }
}

fn reply(mut out: &TcpStream, request: &Request, site: &Site) -> io::Result<()> {
    let Answer { status, kind, encoding, body } = answer(request, site);
    let own: String = site.headers.iter().flat_map(|line| [line.as_str(), "\r\n"]).collect();
    let (length, after) = (body.len(), if request.last { "close" } else { "keep-alive" });
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{encoding}Content-Length: {length}\r\nCache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\n{own}Connection: {after}\r\n\r\n"
    );
    let mut bytes = head.into_bytes();
    if request.method != "HEAD" {
        bytes.extend(body);
    }
    out.write_all(&bytes)?;
    out.flush()
}

struct Answer {
    status: &'static str,
    kind: &'static str,
    /// A line of the head, or nothing.
    encoding: &'static str,
    body: Vec<u8>,
}

fn answer(request: &Request, site: &Site) -> Answer {
    let refuse = |status, words: &str| Answer {
        status,
        kind: "text/plain; charset=utf-8",
        encoding: "",
        body: words.as_bytes().to_vec(),
    };
    if request.method != "GET" && request.method != "HEAD" {
        return refuse("405 Method Not Allowed", "Only GET and HEAD.\n");
    }
    let Some(mut file) = file_of(&request.target, site) else {
        return refuse("404 Not Found", "No such file.\n");
    };
    if file.is_dir() {
        file.push("index.html");
    }
    let ok = |encoding, body| Answer { status: "200 OK", kind: kind(&file), encoding, body };
    let compressed = request.brotli.then(|| fs::read(brotli::of(&file)).ok()).flatten();
    if let Some(body) = compressed {
        return ok("Content-Encoding: br\r\nVary: Accept-Encoding\r\n", body);
    }
    match fs::read(&file) {
        Ok(body) => ok("", body),
        Err(_) => refuse("404 Not Found", "No such file.\n"),
    }
}

/// The file that a request's target names; never outside of the folder.
fn file_of(target: &str, site: &Site) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?;
    let below = unescape(path.strip_prefix(site.prefix.as_str())?)?;
    let below = Path::new(&below);
    below.components().all(|part| matches!(part, Component::Normal(_))).then(|| site.folder.join(below))
}

/// Replaces `%20` and the like; `None` when the result is not UTF-8.
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
        let site = Site::new(PathBuf::from("/site"), "/below/");
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
        fs::write(folder.join("index.html.br"), "short").unwrap();
        let server = Server::start(Site::new(folder.clone(), "/"), 0).unwrap();
        let mut stream = TcpStream::connect(server.address).unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip, br\r\n\r\n").unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        let mut said = String::new();
        io::Read::read_to_string(&mut stream, &mut said).unwrap();
        let (first, second) = said.split_once("short").unwrap();
        let ok = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n";
        assert!(first.starts_with(&format!("{ok}Content-Encoding: br\r\n")), "{said}");
        assert!(second.starts_with(&format!("{ok}Content-Length: 8\r\n")), "{said}");
        assert!(second.ends_with("<p>hello"), "{said}");
        drop(server);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn an_ended_server_answers_on_no_connection() {
        let server = Server::start(Site::new(PathBuf::from("/none"), "/"), 0).unwrap();
        let mut stream = TcpStream::connect(server.address).unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
        let mut first = [0; 12];
        io::Read::read_exact(&mut stream, &mut first).unwrap();
        assert_eq!(&first, b"HTTP/1.1 404");
        drop(server);
        stream.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
        let mut rest = Vec::new();
        let _ = io::Read::read_to_end(&mut stream, &mut rest);
        assert!(!String::from_utf8_lossy(&rest).contains("HTTP/1.1"), "answered after its end");
    }
}
