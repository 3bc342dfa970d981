//! The commands that the page itself carries out; those of the playhead are the player's.

use std::rc::Rc;

use yew::prelude::*;

use crate::catalog;
use crate::commands::{Does, use_commands};
use crate::files;
use crate::first::Beginning;
use crate::panels::Tab;
use crate::platform;
use crate::session::{Action, Session};

/// Carries out commands as long as the page lives; `edit` shows the manifest on a phone.
#[hook]
pub fn use_page_commands(
    session: &UseReducerHandle<Session>,
    first: &Beginning,
    act: &Callback<Action>,
    edit: &Callback<bool>,
) {
    let given = (session.clone(), first.clone(), act.clone(), edit.clone());
    let hear = use_callback(given, |does: Does, (session, first, act, edit)| match does {
        Does::Area(name) => {
            edit.emit(false);
            if let Some(tab) = Tab::named(name) {
                act.emit(Action::Look(tab));
            }
        }
        Does::Edit => {
            edit.emit(true);
            platform::focus_editor();
        }
        Does::Examples => platform::click("examples"),
        Does::Example(number) => open(act, number),
        Does::Neighbour(next) => open(act, neighbour(session, next)),
        Does::Version(number) => {
            if let Some(release) = first.offer().releases.get(number) {
                act.emit(Action::Version(release.name.as_str().into()));
            }
        }
        Does::OpenFile => files::pick(act.reform(|text: String| Action::Own(text.into()))),
        Does::SaveFile => files::save(&file_name(session), &session.text),
        Does::Share => platform::click("share"),
        Does::Theme => platform::click("theme"),
        Does::Big => platform::set_big(!platform::is_big()),
        // The timeline stands there, and belongs on the paper.
        Does::Print => act.emit(Action::Look(Tab::first())),
        Does::Playback(_) | Does::Palette => {}
    });
    use_commands("page", hear);
}

fn open(act: &Callback<Action>, number: usize) {
    if let Some(example) = catalog::all().into_iter().nth(number) {
        act.emit(Action::Open(Rc::new(example)));
    }
}

/// The number of the example before or after the open one, round and round; the first when none is open.
fn neighbour(session: &Session, next: bool) -> usize {
    let all = catalog::all();
    let here = session.example.as_ref().and_then(|open| all.iter().position(|one| one.name == open.name));
    let there = match (here, next) {
        (None, _) => 0,
        (Some(here), true) => here + 1,
        (Some(here), false) => here + all.len() - 1,
    };
    there % all.len().max(1)
}

fn file_name(session: &Session) -> String {
    let example = session.example.as_ref().map(|example| example.name.to_string());
    format!("{}.yaml", example.unwrap_or_else(|| "manifest".to_owned()))
}
