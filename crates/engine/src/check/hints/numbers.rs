//! Numbers before the lines, as editors and web pages show them.

use super::{Edit, Found, NUMBERS, fix, lines, take_out};

/// The signs between a number and its line, longer ones first.
const BEHIND: [&str; 10] = [" | ", ": ", ". ", " |", "| ", "|", ":", "\t", "  ", " "];

/// Takes the numbers away.
pub(super) fn find(text: &str) -> Option<Found> {
    let numbered: Vec<(usize, &str, usize, u64)> = lines(text)
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            let blanks = line.len() - line.trim_start_matches(' ').len();
            let digits = line.get(blanks..)?.bytes().take_while(u8::is_ascii_digit).count();
            let number = line.get(blanks..blanks + digits)?.parse().ok()?;
            Some((at, line.trim_end_matches(['\n', '\r']), blanks + digits, number))
        })
        .collect::<Option<_>>()?;
    let counts = numbered.windows(2).all(|two| match two {
        [(.., one), (.., next)] => *one < *next && *next <= one + 20,
        _ => true,
    });
    let (first, ..) = *numbered.first().filter(|_| counts && numbered.len() > 1)?;
    let behind = BEHIND.iter().find(|behind| {
        let fits = |(_, line, end, _): &(usize, &str, usize, u64)| {
            let rest = line.get(*end..).unwrap_or_default();
            rest.starts_with(**behind) || rest.trim().is_empty() || rest == behind.trim_end()
        };
        numbered.iter().all(fits)
    })?;
    let edits: Vec<Edit> = numbered
        .iter()
        .map(|(at, line, end, _)| {
            let rest = line.get(*end..).unwrap_or_default();
            let length = if rest.starts_with(behind) { behind.len() } else { rest.len() };
            take_out(*at..at + end + length)
        })
        .collect();
    Some(Found {
        hint: &NUMBERS,
        range: first..first + numbered.first().map_or(1, |(.., end, _)| *end),
        message: "The lines are numbered.".to_owned(),
        remedy: "Paste the text without the numbers.",
        fix: fix("take the numbers away", edits),
    })
}
