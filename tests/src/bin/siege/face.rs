//! A program that answers a batch, and what it takes.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// A program without an answer for this long is ended.
const LIMIT: Duration = Duration::from_secs(20);

/// The program, as long as it runs.
pub struct Face {
    child: Child,
    input: ChildStdin,
    /// Its lines.
    said: Receiver<String>,
}

/// The outcome of a line.
pub struct Reply {
    /// None when the program ended or was ended.
    pub answer: Option<String>,
    /// How long it took.
    pub taken: Duration,
}

impl Face {
    /// Starts `program` with further arguments.
    pub fn start(program: &[String], further: &[&str]) -> Result<Face, String> {
        let [name, arguments @ ..] = program else { return Err("no program is named".to_owned()) };
        let mut start = Command::new(name);
        start.args(arguments).args(further);
        let wrong = |error: std::io::Error| format!("{name} could not be started: {error}");
        let mut child = start
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .map_err(wrong)?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(format!("{name} has no standard input or output"));
        };
        let (tell, said) = channel();
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if tell.send(line).is_err() {
                    break;
                }
            }
        });
        Ok(Face { child, input, said })
    }

    /// Asks one line; the program is gone afterwards if it did not answer.
    pub fn ask(mut self, line: &str) -> (Option<Face>, Reply) {
        let start = Instant::now();
        let sent = self.input.write_all(line.as_bytes()).and_then(|()| self.input.write_all(b"\n"));
        let answer = sent.ok().and_then(|()| self.said.recv_timeout(LIMIT).ok());
        let reply = Reply { taken: start.elapsed(), answer };
        if reply.answer.is_some() {
            return (Some(self), reply);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        (None, reply)
    }

    /// Bytes of memory that it held at its fullest; 0 where the system does not tell.
    pub fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kibibytes: Option<u64> = peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse().ok());
        kibibytes.unwrap_or_default() << 10
    }
}

impl Drop for Face {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
