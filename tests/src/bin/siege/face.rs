//! A program that answers a batch, and what it takes.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// A program that has worked this long without an answer is ended.
const LIMIT: Duration = Duration::from_secs(20);
/// So is one without an answer for this long, whether it works or not.
const HANGS: Duration = Duration::from_mins(5);
/// Linux counts the time of a process in hundredths of a second, whatever the machine.
const TICK: Duration = Duration::from_millis(10);

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
    /// How long it took: the processor's time of the program, which a busy machine does not stretch, where the system tells.
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
        let (start, before) = (Instant::now(), self.spent());
        let taken = |face: &Face| match (before, face.spent()) {
            (Some(before), Some(now)) => now.saturating_sub(before),
            _ => start.elapsed(),
        };
        let sent = self.input.write_all(line.as_bytes()).and_then(|()| self.input.write_all(b"\n"));
        let mut answer = None;
        while sent.is_ok() && taken(&self) < LIMIT && start.elapsed() < HANGS {
            match self.said.recv_timeout(LIMIT) {
                Ok(said) => answer = Some(said),
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => {}
            }
            break;
        }
        let reply = Reply { taken: taken(&self), answer };
        if reply.answer.is_some() {
            return (Some(self), reply);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        (None, reply)
    }

    /// The processor's time that it has had; none where the system does not tell.
    fn spent(&self) -> Option<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        // The name of the program may hold anything, and ends with the last bracket.
        let (_, fields) = stat.rsplit_once(')')?;
        let mut times = fields.split_whitespace().skip(11);
        let (user, system): (u32, u32) = (times.next()?.parse().ok()?, times.next()?.parse().ok()?);
        Some(TICK * user.saturating_add(system))
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
