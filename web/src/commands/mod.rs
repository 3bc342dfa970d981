//! The one table of what a person can do; keys, palette and help are made from it. Ids never change.
//!
//! A command is carried out by the part of the page that can do it: each part hears all commands ([`use_commands`]) and
//! ignores those of others.

mod keys;

use std::cell::RefCell;

use protocol::PictureKind;
use yew::prelude::*;

use crate::playback::Command as Playback;

pub use keys::use_keys;

/// A row of the table.
#[derive(Debug)]
pub struct Command {
    /// The command's id, which never changes.
    pub id: &'static str,
    /// The effect, as an order.
    pub title: &'static str,
    /// Its keys while the focus is in the controls, the stage, the timeline or nowhere, where those that scroll are left to
    /// the page; on the big screen they work everywhere.
    pub player: &'static [&'static str],
    /// Its keys wherever nobody is writing, and those with Ctrl or Cmd everywhere; undo and redo not in a field that is no part of the session.
    pub page: &'static [&'static str],
    /// The effect.
    pub does: Does,
}

/// The effect of a command.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Does {
    /// Moves the playhead.
    Playback(Playback),
    /// Opens an area.
    Area(&'static str),
    /// Goes to the manifest.
    Edit,
    /// Opens the list of examples.
    Examples,
    /// Opens the example of this number in the catalog.
    Example(usize),
    /// Opens the example after the open one, or with `false` the one before it.
    Neighbour(bool),
    /// Changes to the release with this number in the list.
    Version(usize),
    /// Opens a file.
    OpenFile,
    /// Saves the manifest as a file.
    SaveFile,
    /// Takes back the last step.
    Undo,
    /// Does the step again that was taken back.
    Redo,
    /// Copies a link.
    Share,
    /// Changes to the next theme.
    Theme,
    /// Saves a picture of the run.
    Picture(PictureKind),
    /// Saves the instant as PNG.
    Png,
    /// Prints a handout.
    Print,
    /// Switches the big screen on or off.
    Big,
    /// Lists all commands.
    Palette,
}

const fn row(
    id: &'static str,
    title: &'static str,
    player: &'static [&'static str],
    page: &'static [&'static str],
    does: Does,
) -> Command {
    Command { id, title, player, page, does }
}

/// The table. A key is written as in `KeyboardEvent.key`, in lower case, after `Shift+` or `Mod+` (Ctrl; on a Mac Cmd).
pub static COMMANDS: [Command; 33] = [
    row("play", "Play or pause", &["Space"], &["k"], Does::Playback(Playback::Toggle)),
    row("step-back", "Previous change", &["PageUp", ","], &["j"], Does::Playback(Playback::Previous)),
    row("step-forward", "Next change", &["PageDown", "."], &["l"], Does::Playback(Playback::Next)),
    row(
        "second-back",
        "One second back",
        &["ArrowLeft", "ArrowDown"],
        &[],
        Does::Playback(Playback::Skip(-1.0)),
    ),
    row(
        "second-on",
        "One second forward",
        &["ArrowRight", "ArrowUp"],
        &[],
        Does::Playback(Playback::Skip(1.0)),
    ),
    row("ten-back", "Ten seconds back", &["Shift+ArrowLeft"], &[], Does::Playback(Playback::Skip(-10.0))),
    row("ten-on", "Ten seconds forward", &["Shift+ArrowRight"], &[], Does::Playback(Playback::Skip(10.0))),
    row("first", "To the beginning", &["Home"], &[], Does::Playback(Playback::Seek(0.0))),
    row("last", "To the end", &["End"], &[], Does::Playback(Playback::Seek(f64::MAX))),
    row("slower", "Play slower", &[], &["<"], Does::Playback(Playback::Slower)),
    row("faster", "Play faster", &[], &[">"], Does::Playback(Playback::Faster)),
    row("edit", "Edit the manifest", &[], &["e"], Does::Edit),
    row("watch", "Watch: stage, timeline, events", &[], &["1"], Does::Area("watch")),
    row("story", "Story: crashes, deletion, how the outside world behaves", &[], &["2"], Does::Area("story")),
    row("terminal", "Terminal: kubectl at the playhead", &[], &["3"], Does::Area("terminal")),
    row("cost", "Cost: resources, what it reserves, where it fits", &[], &["4"], Does::Area("cost")),
    row("explain", "Explain: why, compare versions, the run in words", &[], &["5"], Does::Area("explain")),
    row("examples", "Examples", &[], &["x"], Does::Examples),
    row("example-previous", "Previous example", &[], &["["], Does::Neighbour(false)),
    row("example-next", "Next example", &[], &["]"], Does::Neighbour(true)),
    row("open", "Open a file", &[], &["Mod+o"], Does::OpenFile),
    row("save", "Save the manifest", &[], &["Mod+s"], Does::SaveFile),
    row("still-svg", "Save a picture of this instant as SVG", &[], &[], Does::Picture(PictureKind::Still)),
    row("still-png", "Save a picture of this instant as PNG", &[], &[], Does::Png),
    row(
        "animated-svg",
        "Save a moving picture of the run as SVG",
        &[],
        &[],
        Does::Picture(PictureKind::Animated),
    ),
    row(
        "asciicast",
        "Save the run as the recording of a terminal (asciicast)",
        &[],
        &[],
        Does::Picture(PictureKind::Asciicast),
    ),
    row("print", "Print a handout", &[], &["Mod+p"], Does::Print),
    row("undo", "Undo the last step", &[], &["Mod+z"], Does::Undo),
    row("redo", "Redo the last step", &[], &["Mod+Shift+z", "Mod+y"], Does::Redo),
    row("share", "Copy a link", &[], &[], Does::Share),
    row("theme", "Theme: light, dark, or as the system", &[], &[], Does::Theme),
    row("big", "Big screen: for a room to see", &[], &["b"], Does::Big),
    row("commands", "All commands and keys", &[], &["Mod+k", "?"], Does::Palette),
];

thread_local! {
    static HEARERS: RefCell<Vec<(&'static str, Callback<Does>)>> = const { RefCell::new(Vec::new()) };
}

/// Passes a command to all hearers, one of which carries it out.
pub fn run(does: Does) {
    // The list is copied, because a hearer may come or go during a call.
    let hearers = HEARERS.with_borrow(Clone::clone);
    for (_, hearer) in hearers {
        hearer.emit(does);
    }
}

/// Calls `hearer` for each command while the component lives; `name` is the component's own.
#[hook]
pub fn use_commands(name: &'static str, hearer: Callback<Does>) {
    use_effect_with(hearer, move |hearer| {
        HEARERS.with_borrow_mut(|hearers| {
            hearers.retain(|(other, _)| *other != name);
            hearers.push((name, hearer.clone()));
        });
        move || HEARERS.with_borrow_mut(|hearers| hearers.retain(|(other, _)| *other != name))
    });
}

#[cfg(test)]
mod tests {
    use super::{COMMANDS, Does};
    use crate::panels::{AREAS, Tab};

    #[test]
    fn an_id_and_a_key_mean_one_thing() {
        let mut ids: Vec<&str> = COMMANDS.iter().map(|command| command.id).collect();
        let mut keys: Vec<&str> =
            COMMANDS.iter().flat_map(|command| command.player.iter().chain(command.page)).copied().collect();
        for list in [&mut ids, &mut keys] {
            let count = list.len();
            list.sort_unstable();
            list.dedup();
            assert_eq!(list.len(), count, "{list:?}");
        }
    }

    #[test]
    fn each_area_has_its_command() {
        let opened = COMMANDS.iter().filter_map(|command| match command.does {
            Does::Area(name) => Tab::named(name).map(|Tab(area)| area.name),
            _ => None,
        });
        assert_eq!(opened.collect::<Vec<_>>(), AREAS.map(|area| area.name));
    }
}
