//! The whole run as an SVG that plays by its style alone: the playhead moves over the timeline, and rows and sentences
//! change with it. It stops while a pointer is over it; with reduced motion it steps from change to change.

use std::fmt::Write as _;

use super::colours::STATES;
use super::svg::{self, About, Drawing, LEFT, MARGIN, TRACK};
use super::table::{HEADS, Table};
use super::{ROWS, float, lanes, left_out};
use crate::{Run, Scale};

/// The longest film, in milliseconds of the reader's time, with the rest at its end.
const LONGEST: u64 = 20_000;
const SHORTEST: u64 = 5_000;
/// The time for which the last picture stands, in milliseconds.
const REST: u64 = 2_000;
/// The most Pods that have a row.
const PODS: usize = 12;
/// The most lines of a sentence.
const LINES: usize = 2;

/// The run as an animated SVG. `link` is the fragment that opens it again, with `#`.
pub fn animated(run: &Run, link: &str) -> String {
    let scale = run.scale();
    let lasts = (crate::whole(scale.length()) + REST).clamp(SHORTEST, LONGEST);
    let mut film = Film { drawing: Drawing::default(), style: String::new(), scale, lasts, count: 0 };
    let name = run.pods.first().map_or("Nothing runs", |pod| &pod.name);
    film.drawing.line(0, "name", &svg::cut(name, 60), 32);
    rows(&mut film, run);
    let stood = lanes::draw(&mut film.drawing, run, &film.scale);
    states(&mut film, run, stood.top);
    if stood.bottom > stood.top {
        playhead(&mut film, run, &stood);
    }
    film.drawing.body.push_str(&stood.words);
    sentences(&mut film, run);
    let seconds = format!("{lasts}ms");
    let style = format!(
        ".s{{opacity:0;animation:{seconds} step-end infinite}}.e{{opacity:1}}.p{{animation:p {seconds} linear infinite}}\
         svg:hover *{{animation-play-state:paused}}\
         @media(prefers-reduced-motion:reduce){{.p{{animation-name:q;animation-timing-function:step-end}}}}{}",
        film.style
    );
    let title = format!("{name}, from its creation to its end");
    let told: Vec<&str> = run.sentences.iter().take(ROWS).map(|sentence| sentence.text.as_str()).collect();
    film.drawing.whole(&About { title: &title, description: &told.join(" "), link }, &style)
}

/// A picture in the making, with its animations.
struct Film {
    drawing: Drawing,
    style: String,
    scale: Scale,
    /// The duration in milliseconds of the reader's time.
    lasts: u64,
    /// The number of animated texts so far.
    count: usize,
}

impl Film {
    /// The part of the film that has passed at a time of the run: `12.34%`.
    fn percent(&self, at: u64) -> String {
        let play = self.lasts - REST;
        let parts = crate::whole(self.scale.share(float(at)) * 10_000.0) * play / self.lasts;
        format!("{}.{:02}%", parts / 100, parts % 100)
    }

    /// Adds a text that is seen during `spans`.
    fn shown(&mut self, class: &str, place: (u64, u64), text: &str, spans: &[(u64, Option<u64>)]) {
        let id = format!("a{}", self.count);
        self.count += 1;
        let mut frames = String::new();
        for (from, to) in spans {
            let _ = write!(frames, "{}{{opacity:1}}", self.percent(*from));
            if let Some(to) = to {
                let _ = write!(frames, "{}{{opacity:0}}", self.percent(*to));
            }
        }
        let first = spans.first().is_some_and(|(from, _)| *from == 0);
        let before = if first { "" } else { "0%{opacity:0}" };
        let end = if spans.last().is_some_and(|(_, to)| to.is_none()) { " e" } else { "" };
        let _ = write!(self.style, "@keyframes {id}{{{before}{frames}}}.{id}{{animation-name:{id}}}");
        self.drawing.text(&format!("s {id}{end} {class}"), place, text);
    }
}

/// The rows of `kubectl get pod` without ages, which change all the time.
fn rows(film: &mut Film, run: &Run) {
    const HEADS_SHOWN: [&str; 5] = [HEADS[0], HEADS[1], HEADS[2], HEADS[3], ""];
    let mut table = Table::default();
    table.measure(&HEADS_SHOWN);
    let mut left = ROWS;
    let mut lines = Vec::new();
    for pod in run.pods.iter().take(PODS) {
        let mut moments = Vec::new();
        for (number, row) in pod.rows.iter().enumerate().take(left) {
            let restarts = row.restarts.to_string();
            table.measure(&[&pod.name, &row.ready, &row.status, &restarts, ""]);
            let next = pod.rows.get(number + 1).map(|next| next.from).or(pod.removed);
            moments.push((row, restarts, (row.from, next.filter(|next| *next <= run.end))));
        }
        left -= moments.len();
        lines.push((pod, moments));
    }
    film.drawing.code(&table.line(&HEADS_SHOWN));
    for (pod, moments) in lines {
        film.drawing.y += 18;
        let place = (MARGIN, film.drawing.y - 6);
        for (row, restarts, span) in moments {
            let line = table.line(&[&pod.name, &row.ready, &row.status, &restarts, ""]);
            film.shown("code", place, &line, &[span]);
        }
    }
    left_out(&mut film.drawing, run.pods.len(), PODS, "Pods");
    let all: usize = run.pods.iter().take(PODS).map(|pod| pod.rows.len()).sum();
    left_out(&mut film.drawing, all, ROWS, "changes of rows");
}

/// Each container's state, as sign and word, beside its lane.
fn states(film: &mut Film, run: &Run, top: u64) {
    for (number, lane) in (0..).zip(lanes::drawn(run)) {
        let bars = lanes::bars(lane);
        let place = (MARGIN + 90, top + number * lanes::LANE + 29);
        for (state, ..) in STATES {
            let mut spans: Vec<(u64, Option<u64>)> = Vec::new();
            for (place, bar) in bars.iter().enumerate().filter(|(_, bar)| bar.state == state) {
                let to = bars.get(place + 1).map(|next| next.from);
                match spans.last_mut() {
                    Some((_, end)) if *end == Some(bar.from) => *end = to,
                    _ => spans.push((bar.from, to)),
                }
            }
            if !spans.is_empty() {
                let words = format!("{} {}", state.sign(), state.word());
                film.shown("small bold", place, &words, &spans);
            }
        }
    }
}

/// The playhead, and the veil over the future, whose edge moves with it.
fn playhead(film: &mut Film, run: &Run, stood: &lanes::Lanes) {
    let end = film.percent(run.end);
    let mut steps = String::new();
    for &stop in run.stops.iter().take(ROWS) {
        let x = svg::along(film.scale.share(float(stop))) / 10;
        let _ = write!(steps, "{}{{transform:translateX({x}px)}}", film.percent(stop));
    }
    let _ = write!(
        film.style,
        "@keyframes p{{0%{{transform:none}}{end},100%{{transform:translateX({TRACK}px)}}}}\
         @keyframes q{{0%{{transform:none}}{steps}{end}{{transform:translateX({TRACK}px)}}}}"
    );
    let (top, height) = (stood.top, stood.bottom - stood.top);
    let _ = write!(
        film.drawing.body,
        "<svg x=\"{LEFT}\" y=\"{top}\" width=\"{TRACK}\" height=\"{height}\"><g class=\"p\">\
         <rect class=\"veil\" width=\"{TRACK}\" height=\"{height}\"/><rect class=\"playhead\" width=\"2\" height=\"{height}\"/></g></svg>"
    );
}

/// The narration, below the timeline.
fn sentences(film: &mut Film, run: &Run) {
    film.drawing.y += 12;
    let top = film.drawing.y;
    film.drawing.y += 44;
    for (number, sentence) in run.sentences.iter().enumerate().take(ROWS) {
        let to = run.sentences.get(number + 1).map(|next| next.from);
        let lines = svg::wrap(&sentence.text, 118);
        let cut = lines.len() > LINES;
        for (line, words) in (1..).zip(lines.into_iter().take(LINES)) {
            let words = if cut && line == 2 { format!("{words} \u{2026}") } else { words };
            film.shown("text", (MARGIN, top + line * 22 - 6), &words, &[(sentence.from, to)]);
        }
    }
    left_out(&mut film.drawing, run.sentences.len(), ROWS, "sentences");
}
