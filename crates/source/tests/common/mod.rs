//! Numbers that look like chance and the processor's time, for all test programs.
#![allow(dead_code, reason = "each test program takes what it needs")]

use std::time::{Duration, Instant};

/// A small generator of numbers (xorshift), so that a run is the same every time.
pub struct Chance(pub u64);

impl Chance {
    /// The next number below `below`; 0 when there is none.
    pub fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below.max(1) as u64).unwrap_or_default()
    }

    /// The start of a character of a text, or its end.
    pub fn place(&mut self, text: &str) -> usize {
        let at = self.next(text.len() + 1);
        (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
    }
}

/// The processor's time that `work` takes, which a busy machine does not stretch; the clock's where the system does not tell.
pub fn cost(work: impl FnOnce()) -> Duration {
    let (start, before) = (Instant::now(), processor_time());
    work();
    match (before, processor_time()) {
        (Some(before), Some(after)) => after.saturating_sub(before),
        _ => start.elapsed(),
    }
}

fn processor_time() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
