//! All commands in one list, found by typing a few letters: those of the table, each release, each example, each with
//! its keys. Elements: `#palette` (dialog), `#palette-find`, options with `data-command`.

use std::rc::Rc;

use web_sys::{Element, HtmlDialogElement, HtmlElement};
use yew::prelude::*;

use crate::catalog;
use crate::commands::{COMMANDS, Does, run, use_commands};
use crate::platform;

/// The input of the palette, beside the table of commands.
#[derive(Clone, PartialEq, Properties)]
pub struct PaletteProps {
    /// The releases that can be chosen.
    pub versions: Rc<[Rc<str>]>,
}

/// One line of the list.
#[derive(Clone, PartialEq)]
struct Entry {
    id: String,
    title: String,
    keys: Vec<&'static str>,
    does: Does,
}

/// The dialog.
#[component]
pub fn Palette(props: &PaletteProps) -> Html {
    let dialog = use_node_ref();
    let sought = use_state(String::new);
    let chosen = use_state(|| 0_usize);
    let open = use_open(&dialog, &sought, &chosen);
    let entries =
        use_memo(
            (props.versions.clone(), *open),
            |(versions, open)| if *open { entries(versions) } else { Vec::new() },
        );
    let found: Vec<&Entry> = entries.iter().filter(|entry| matches(&entry.title, &sought)).collect();
    let at = (*chosen).min(found.len().saturating_sub(1));
    let close = {
        let dialog = dialog.clone();
        Callback::from(move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    let carry_out = |entry: &Entry| {
        let (does, close) = (entry.does, close.clone());
        Callback::from(move |()| {
            close.emit(());
            run(does);
        })
    };
    let keys = on_key((at, found.len()), chosen.setter(), found.get(at).map(|entry| carry_out(entry)));
    let typed = {
        let (sought, chosen) = (sought.setter(), chosen.setter());
        Callback::from(move |event: InputEvent| {
            sought.set(platform::value(&event));
            chosen.set(0);
        })
    };
    use_effect_with(at, |at| reveal(*at));
    let closed = use_callback(open.setter(), |_: Event, open| open.set(false));
    let lines = found.iter().enumerate();
    let lines = lines.map(|(number, entry)| line(number, number == at, entry, &carry_out(entry)));
    let lines = lines.collect::<Html>();
    // A press beside the list hits the dialog's own backdrop.
    let beside = Callback::from(move |event: MouseEvent| {
        let target: Option<Element> = event.target_dyn_into();
        if target.is_some_and(|target| target.id() == "palette") {
            close.emit(());
        }
    });
    html! {
        <dialog id="palette" class="palette" ref={dialog} aria-label="Commands" onclose={closed} onclick={beside}>
            if *open {
                <div class="palette-box">
                    <input id="palette-find" type="text" role="combobox" aria-expanded="true" aria-controls="palette-list" aria-label="Find a command"
                        aria-activedescendant={format!("palette-{at}")} autocomplete="off" spellcheck="false" placeholder="What do you want to do?"
                        value={(*sought).clone()} oninput={typed} onkeydown={keys} autofocus={platform::takes_focus()} />
                    <ul id="palette-list" role="listbox" aria-label="Commands">{ lines }</ul>
                    if found.is_empty() {
                        <p class="soft palette-none" role="status">{ "No command has these words." }</p>
                    }
                </div>
            }
        </dialog>
    }
}

/// Whether the dialog is open: its command opens it, with an empty search.
#[hook]
fn use_open(
    dialog: &NodeRef,
    sought: &UseStateHandle<String>,
    chosen: &UseStateHandle<usize>,
) -> UseStateHandle<bool> {
    let open = use_state(|| false);
    {
        let (open, sought, chosen) = (open.setter(), sought.setter(), chosen.setter());
        let hear = use_callback((), move |does: Does, ()| {
            if does == Does::Palette {
                sought.set(String::new());
                chosen.set(0);
                open.set(true);
            }
        });
        use_commands("palette", hear);
    }
    let dialog = dialog.clone();
    // The dialog opens after the list has been drawn, because it puts the focus on its content when it opens.
    use_effect_with(*open, move |open| {
        if let Some(dialog) = dialog.cast::<HtmlDialogElement>().filter(|dialog| *open && !dialog.open()) {
            // It is in the document and closed, so the call cannot fail.
            let _ = dialog.show_modal();
        }
    });
    open
}

/// Arrow keys choose another of the lines, Enter carries out the chosen one.
fn on_key(
    (at, count): (usize, usize),
    chosen: UseStateSetter<usize>,
    enter: Option<Callback<()>>,
) -> Callback<KeyboardEvent> {
    Callback::from(move |event: KeyboardEvent| {
        let to = match &*event.key() {
            "ArrowDown" => (at + 1) % count.max(1),
            "ArrowUp" => (at + count.max(1) - 1) % count.max(1),
            "Enter" => {
                event.prevent_default();
                return enter.iter().for_each(|enter| enter.emit(()));
            }
            _ => return,
        };
        event.prevent_default();
        chosen.set(to);
    })
}

fn line(number: usize, is_chosen: bool, entry: &Entry, go: &Callback<()>) -> Html {
    let keys = entry.keys.iter().map(|key| html! { <kbd>{ shown(key) }</kbd> });
    html! {
        <li id={format!("palette-{number}")} role="option" aria-selected={is_chosen.to_string()} data-command={entry.id.clone()} onclick={go.reform(|_: MouseEvent| ())}>
            <span>{ entry.title.clone() }</span>
            <span class="palette-keys">{ for keys }</span>
        </li>
    }
}

fn entries(versions: &[Rc<str>]) -> Vec<Entry> {
    let commands = COMMANDS.iter().filter(|command| command.does != Does::Palette).map(|command| Entry {
        id: command.id.to_owned(),
        title: command.title.to_owned(),
        keys: command.player.iter().chain(command.page).copied().collect(),
        does: command.does,
    });
    let versions = versions.iter().enumerate().map(|(number, version)| Entry {
        id: format!("version-{version}"),
        title: format!("Kubernetes {version}"),
        keys: Vec::new(),
        does: Does::Version(number),
    });
    let gallery = catalog::known().unwrap_or_default();
    let listed = gallery.examples.iter().enumerate().filter(|(_, example)| example.mends.is_empty());
    let examples = listed.map(|(number, example)| Entry {
        id: format!("example-{}", example.name),
        title: format!("Example: {}", example.title),
        keys: Vec::new(),
        does: Does::Example(number),
    });
    commands.chain(versions).chain(examples).collect()
}

/// Whether each searched word begins a word of the title.
fn matches(title: &str, sought: &str) -> bool {
    let title = title.to_ascii_lowercase();
    let begins = |sought: &str| title.split([' ', '-', '(']).any(|word| word.starts_with(sought));
    sought.to_ascii_lowercase().split_whitespace().all(begins)
}

/// A key of the table as keyboards show it.
fn shown(key: &str) -> String {
    let signs = [
        ("ArrowLeft", "\u{2190}"),
        ("ArrowRight", "\u{2192}"),
        ("ArrowUp", "\u{2191}"),
        ("ArrowDown", "\u{2193}"),
        ("PageUp", "Page up"),
        ("PageDown", "Page down"),
        ("Mod+", "Ctrl "),
        ("Shift+", "Shift "),
    ];
    let shown = signs.into_iter().fold(key.to_owned(), |shown, (name, sign)| shown.replace(name, sign));
    if shown.len() == 1 || shown.starts_with("Ctrl ") {
        shown.to_ascii_uppercase().replace("CTRL", "Ctrl").replace("SHIFT", "Shift")
    } else {
        shown
    }
}

/// Scrolls the chosen line into view.
fn reveal(at: usize) {
    let line = platform::document().and_then(|document| document.get_element_by_id(&format!("palette-{at}")));
    if let Some((line, list)) = line.and_then(|line| Some((line.dyn_into_html()?, line.parent_element()?))) {
        let (top, end) = (line.offset_top(), line.offset_top() + line.offset_height());
        if top < list.scroll_top() {
            list.set_scroll_top(top);
        } else if end > list.scroll_top() + list.client_height() {
            list.set_scroll_top(end - list.client_height());
        }
    }
}

trait IntoHtml {
    fn dyn_into_html(&self) -> Option<HtmlElement>;
}

impl IntoHtml for Element {
    fn dyn_into_html(&self) -> Option<HtmlElement> {
        wasm_bindgen::JsCast::dyn_ref::<HtmlElement>(self).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::{matches, shown};

    #[test]
    fn a_few_letters_in_any_order_find_it() {
        assert!(matches("Next example", "exam next"));
        assert!(!matches("Next example", "exam last"));
        assert!(!matches("How the outside behaves", "side"));
        assert!(matches("Next example", ""));
    }

    #[test]
    fn keys_are_shown_as_they_stand_on_a_keyboard() {
        let keys = ["k", "Mod+k", "Shift+ArrowLeft", "Space", "?", "PageUp"];
        assert_eq!(keys.map(shown), ["K", "Ctrl K", "Shift \u{2190}", "Space", "?", "Page up"]);
    }
}
