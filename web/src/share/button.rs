//! The button that copies a link to what is on the screen, and the other forms of it; in an embedded page, the way to the
//! whole one.

use protocol::PictureKind;
use yew::prelude::*;

use super::code::use_code;
use super::{address, forms};
use crate::commands::{self, Does};
use crate::platform;

/// In an embedded page: the whole one, in a window of its own. Element: `#open-whole`.
#[component]
pub fn OpenWhole() -> Html {
    let open = Callback::from(|_: MouseEvent| {
        if let (Some(window), Some(link)) = (platform::window(), address::current()) {
            let _ = window.open_with_url_and_target_and_features(&link, "_blank", "noopener");
        }
    });
    html! { <button id="open-whole" type="button" class="quiet" onclick={open}>{ "Open in Podlab" }</button> }
}

/// A form that is copied.
#[derive(Clone, Copy)]
enum Form {
    Link,
    Markdown,
    Element,
    Frame,
}

/// In the order of the menu, with what its button says.
const FORMS: [(Form, &str, &str); 4] = [
    (Form::Link, "link", "Copy the link"),
    (Form::Markdown, "markdown", "Copy the link as Markdown"),
    (Form::Element, "element", "Copy HTML for a docs page (<pod-lab>)"),
    (Form::Frame, "frame", "Copy HTML for any page (an iframe)"),
];

/// Copies a form; `said` gets what is to be said of it, once the clipboard has taken it or not.
fn copy(form: Form, said: UseStateSetter<&'static str>) {
    said.set("");
    let (Some(link), Some((session, playhead))) = (address::current(), address::now()) else { return };
    let text = match form {
        Form::Link => link.clone(),
        Form::Markdown => forms::markdown(&link, &address::title(&session)),
        Form::Element => forms::element(&link, &session, playhead),
        Form::Frame => forms::frame(&link),
    };
    let long = link.len() > link::COMFORTABLE_LENGTH;
    platform::copy(&text, move |copied| {
        said.set(match (copied, form) {
            (true, Form::Link | Form::Markdown) if long => {
                "Link copied; it is long, and some chats cut it off"
            }
            (true, Form::Link) => "Link copied",
            (true, Form::Markdown | Form::Element | Form::Frame) => "Copied",
            (false, _) => "Copy the link from the address bar",
        });
    });
}

/// Elements: `#share` copies the link and opens `#share-menu`, with buttons `data-form` and a live region.
#[component]
pub fn ShareButton() -> Html {
    let said = use_state(|| "");
    let warning = use_state(|| None::<String>);
    // Nothing is drawn of the menu before someone looks at it.
    let looked = use_state(|| false);
    let (code, show_code) = use_code();
    let share = {
        let (said, warning, looked) = (said.setter(), warning.clone(), looked.clone());
        let hide_code = show_code.clone();
        Callback::from(move |_: MouseEvent| {
            hide_code.emit(false);
            warning.set(address::now().and_then(|(session, _)| forms::warning(&session)));
            copy(Form::Link, said.clone());
            looked.set(true);
        })
    };
    let form = |(form, name, title): (Form, &'static str, &'static str)| {
        let said = said.setter();
        let copy = Callback::from(move |_: MouseEvent| copy(form, said.clone()));
        html! { <button type="button" data-form={name} onclick={copy}>{ title }</button> }
    };
    let run = |does: Does, title: &'static str| {
        let run = Callback::from(move |_: MouseEvent| commands::run(does));
        html! { <button type="button" onclick={run}>{ title }</button> }
    };
    html! {
        <>
            <button id="share" type="button" popovertarget="share-menu" onclick={share} title="Copy a link that holds manifest, story, rules, version and playhead">{ "Share" }</button>
            <div id="share-menu" class="share-menu" popover="auto" role="dialog" aria-label="Share">
                <p class="share-said" role="status">{ *said }</p>
                if let Some(words) = &*warning {
                    <p class="share-secret">{ words.clone() }</p>
                }
                if *looked {
                    { for FORMS.into_iter().map(form) }
                    <button type="button" data-form="code" onclick={show_code.reform(|_: MouseEvent| true)}>{ "Show a QR code" }</button>
                    { code }
                    { run(Does::Picture(PictureKind::Still), "Save a picture that can be opened here again") }
                    { run(Does::SaveFile, "Save the manifest as a file") }
                }
            </div>
        </>
    }
}
