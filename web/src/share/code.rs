//! The link as a QR code, for the phones of a room.

use protocol::{Answer, Question};
use view::Code;
use yew::prelude::*;

use super::address;
use crate::platform;
use crate::worker::{self, Inputs};

/// The code as it is drawn, and what shows it (`true`) or hides it. Element: `#share-code`.
#[hook]
pub(super) fn use_code() -> (Html, Callback<bool>) {
    let drawn = use_state(|| None::<Result<Code, String>>);
    let asker = use_memo((), |()| if platform::window().is_some() { worker::new_asker() } else { 0 });
    let show = {
        let drawn = drawn.setter();
        use_callback((), move |show: bool, ()| {
            let Some(link) = address::current().filter(|_| show) else { return drawn.set(None) };
            let (drawn, length) = (drawn.clone(), link.len());
            // It depends on no inputs, so none are opened.
            let asked = worker::ask(*asker, Inputs::default(), Question::Code(link));
            wasm_bindgen_futures::spawn_local(async move {
                drawn.set(Some(match asked.await {
                    Some(Answer::Code(Some(code))) => Ok(code),
                    Some(Answer::Code(None)) => Err(too_long(length)),
                    _ => Err("No code could be made: the engine did not answer.".to_owned()),
                }));
            });
        })
    };
    let code = match &*drawn {
        None => html! {},
        Some(Ok(code)) => draw(code),
        Some(Err(words)) => html! { <p role="alert">{ words.clone() }</p> },
    };
    (code, show)
}

/// The sentence about a link that no code can hold.
fn too_long(length: usize) -> String {
    format!(
        "This link has {length} characters, and a phone reads a code of up to {}: copy the link instead.",
        Code::LONGEST
    )
}

fn draw(code: &Code) -> Html {
    let side = code.side + 2 * Code::MARGIN;
    // A stroke lies along the middle of its row.
    let around = format!("-{margin} -{margin}.5 {side} {side}", margin = Code::MARGIN);
    html! {
        <svg id="share-code" class="share-code" viewBox={around} role="img" aria-label="QR code of the link" shape-rendering="crispEdges">
            <path d={code.path.clone()} />
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::too_long;

    #[test]
    fn a_long_link_is_told_its_length() {
        assert_eq!(
            too_long(3_000),
            "This link has 3000 characters, and a phone reads a code of up to 1273: copy the link instead."
        );
    }
}
