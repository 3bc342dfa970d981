//! Pictures of a run for slides, docs and chats: one instant or the whole run as SVG, and a recording of a terminal.
//!
//! A picture stands alone: it has no script, no font and no address of its own, and follows the reader's light or dark.
//! Its link is part of it, so that it opens again in Podlab. No number in the manifest makes it large: at most
//! [`CONTAINERS`] containers and [`ROWS`] rows are drawn, and a line says how many are left out.

mod cast;
mod colours;
mod film;
mod instants;
mod lanes;
mod stage;
mod svg;
mod table;
#[cfg(test)]
mod tests;

pub use cast::asciicast;
pub use film::animated;
pub use instants::instants;

use std::fmt::Write as _;

use crate::stage::{Presence, Scene, Stage};
use crate::{Run, clock, float};
use svg::{About, Drawing};
use table::Table;

/// The most containers that are drawn.
pub const CONTAINERS: usize = 60;
/// The most rows of `kubectl get pod`, bars of a lane, or moments of a film that are drawn.
pub const ROWS: usize = 200;

/// The run at an instant as SVG: the Pod with its containers, the rows of kubectl, the timeline. `link` is the fragment
/// that opens it again, with `#`.
///
/// ```
/// let picture = view::still::still(&view::Run::default(), 0, "#v1:u:");
/// assert!(picture.starts_with("<svg ") && picture.contains(">#v1:u:</metadata>"));
/// ```
pub fn still(run: &Run, at: u64, link: &str) -> String {
    let stage = Stage::at(run, at, None);
    let frame = run.frame(run.index(at));
    let mut drawing = Drawing::default();
    let time = clock(float(at));
    let title = match &stage.scene {
        None => "Nothing runs".to_owned(),
        Some(scene) => {
            drawing.line(0, "name", &format!("{} at {time}", svg::cut(&scene.name, 60)), 32);
            drawing.line(0, "soft", &pod_line(scene), 22);
            format!("Pod {} at {time}: {}", scene.name, scene.status)
        }
    };
    drawing.paragraph("text", &frame.sentence);
    if let Some(scene) = &stage.scene {
        stage::draw(&mut drawing, scene, at);
    }
    rows(&mut drawing, run, at);
    let scale = run.scale();
    let lanes = lanes::draw(&mut drawing, run, &scale);
    if lanes.bottom > lanes.top {
        let x = svg::LEFT * 10 + svg::along(scale.share(float(at)));
        let end = (svg::LEFT + svg::TRACK) * 10;
        let height = (lanes.bottom - lanes.top) * 10;
        drawing.rect("veil", (x, lanes.top * 10), (end.saturating_sub(x), height));
        drawing.rect("playhead", (x.saturating_sub(10), lanes.top * 10), (20, height));
    }
    drawing.body.push_str(&lanes.words);
    let described = stage.scene.iter().flat_map(|scene| scene.actors.iter().take(CONTAINERS));
    let mut description = frame.sentence.clone();
    for actor in described {
        let _ = write!(description, " {}: {}, {}, {}.", actor.name, actor.role(), actor.word, actor.past());
    }
    drawing.whole(&About { title: &title, description: &description, link }, "")
}

/// The line about the Pod as a whole.
fn pod_line(scene: &Scene) -> String {
    let mut words = vec![scene.status.clone()];
    if scene.presence == Presence::Here {
        if !scene.ready.is_empty() {
            words.push(format!("READY {}", scene.ready));
        }
        words.push(if scene.node.is_empty() {
            "no node yet".to_owned()
        } else {
            format!("on {}", scene.node)
        });
        if !scene.address.is_empty() {
            words.push(scene.address.clone());
        }
        words.push(format!("sandbox {}", scene.ground.word()));
        words.push(if scene.traffic { "gets traffic" } else { "gets no traffic" }.to_owned());
    }
    words.join(" \u{b7} ")
}

/// The rows of `kubectl get pod`.
fn rows(drawing: &mut Drawing, run: &Run, at: u64) {
    let rows = run.rows(at);
    if rows.is_empty() {
        return;
    }
    drawing.y += 12;
    let mut table = Table::default();
    table.measure(&table::HEADS);
    let shown = rows.iter().take(ROWS);
    shown.clone().for_each(|row| table.measure(&table::cells(row)));
    drawing.code(&table.line(&table::HEADS));
    for row in shown {
        drawing.code(&table.line(&table::cells(row)));
    }
    left_out(drawing, rows.len(), ROWS, "Pods");
}

/// Adds a line on how many of `count` things are not drawn.
fn left_out(drawing: &mut Drawing, count: usize, most: usize, what: &str) {
    if count > most {
        let words = format!("{} more {what} are not drawn.", count - most);
        drawing.line(0, "soft", &words, 20);
    }
}
