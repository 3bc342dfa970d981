//! The button that copies a link to what is on the screen; in an embedded page, the way to the whole one.

use yew::prelude::*;

use super::address;
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

/// Elements: `#share` and its live region.
#[component]
pub fn ShareButton() -> Html {
    let said = use_state(|| "");
    let copy = {
        let said = said.clone();
        Callback::from(move |_: MouseEvent| {
            let Some(link) = address::current() else {
                return;
            };
            let long = link.len() > link::COMFORTABLE_LENGTH;
            said.set(match (platform::copy(&link), long) {
                (true, false) => "Link copied",
                (true, true) => "Link copied; it is long, and some chats cut it off",
                (false, _) => "Copy the link from the address bar",
            });
        })
    };
    html! {
        <>
            <button id="share" type="button" onclick={copy} title="Copy a link that holds manifest, story, version and playhead">{ "Share" }</button>
            <span class="share-said" role="status">{ *said }</span>
        </>
    }
}
