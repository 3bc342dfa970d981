//! The commands that the page itself carries out; those of the playhead and pictures are the player's.

use yew::prelude::*;

use crate::commands::{Does, use_commands};
use crate::files::{self, Brought};
use crate::first::Beginning;
use crate::panels::Tab;
use crate::panels::examples;
use crate::platform;
use crate::session::{Action, Session};

/// Carries out commands while the page lives; `bring` takes files, `edit` shows the manifest on a phone.
#[hook]
pub fn use_page_commands(
    session: &UseReducerHandle<Session>,
    first: &Beginning,
    act: &Callback<Action>,
    bring: &Callback<Brought>,
    edit: &Callback<bool>,
) {
    let given = (session.clone(), first.clone(), act.clone(), bring.clone(), edit.clone());
    let hear = use_callback(given, |does: Does, (session, first, act, bring, edit)| match does {
        Does::Area(name) => {
            edit.emit(false);
            if let Some(tab) = Tab::named(name) {
                act.emit(Action::Look(tab));
            }
            // Who goes there by a key goes to type. On the big screen the next key leads to the next area.
            if name == "terminal" && !platform::is_big() {
                platform::in_frame(|| platform::focus("terminal-command"));
            }
        }
        Does::Edit => {
            edit.emit(true);
            platform::focus_editor();
        }
        Does::Examples => platform::click("examples"),
        Does::Example(number) => examples::open_number(number, act),
        Does::Neighbour(next) => {
            examples::open_beside(session.example.as_ref(), if next { 1 } else { -1 }, act);
        }
        Does::Version(number) => {
            if let Some(release) = first.offer().releases.get(number) {
                act.emit(Action::Version(release.name.as_str().into()));
            }
        }
        Does::OpenFile => files::pick(bring.clone()),
        Does::SaveFile => files::save(&file_name(session), &session.text),
        Does::Undo => act.emit(Action::Undo),
        Does::Redo => act.emit(Action::Redo),
        Does::Share => platform::click("share"),
        Does::Theme => platform::click("theme"),
        Does::Big => platform::set_big(!platform::is_big()),
        // The first area is opened because it has the timeline, which belongs on the paper.
        Does::Print => act.emit(Action::Look(Tab::first())),
        Does::Playback(_) | Does::Picture(_) | Does::Png | Does::Palette => {}
    });
    use_commands("page", hear);
}

fn file_name(session: &Session) -> String {
    let example = session.example.as_ref().map(|example| example.name.clone());
    format!("{}.yaml", example.unwrap_or_else(|| "manifest".to_owned()))
}
