//! The fixes of a problem: the lines that a fix would change, and the button that applies it.

use std::rc::Rc;

use view::{Fix, Hunk};
use yew::prelude::*;

use crate::platform;
use crate::words::marked;

/// The most lines of a preview; a note says that there are more.
const LINES: usize = 12;

/// The input of a row.
#[derive(Clone, PartialEq, Properties)]
pub struct FixRowProps {
    /// The fix.
    pub fix: Fix,
    /// The text that the fix is for; `None` while another text is being checked.
    pub text: Option<Rc<str>>,
    /// Applies the fix.
    pub on_fix: Callback<Fix>,
}

/// A fix, with its preview when it is asked for.
#[component]
pub fn FixRow(props: &FixRowProps) -> Html {
    let open = use_state(|| false);
    let mend = {
        let fix = props.fix.clone();
        props.on_fix.reform(move |_: MouseEvent| {
            // The button goes with its problem; the keyboard goes on from what is left.
            platform::focus("problems-status");
            fix.clone()
        })
    };
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let text = props.text.as_ref().filter(|_| *open);
    html! {
        <div class="problems-mend">
            if platform::is_read_only() {
                <span>{ marked(&props.fix.label) }</span>
            } else {
                <button type="button" class="problems-fix" onclick={mend}>{ marked(&props.fix.label) }</button>
            }
            <button type="button" class="quiet problems-preview" aria-expanded={open.to_string()}
                aria-label={format!("Preview: {}", props.fix.label.replace('`', ""))} onclick={toggle}>{ "Preview" }</button>
            if let Some(text) = text {
                <div class="problems-change" role="region" aria-label="Lines before and after">{ change(&props.fix.preview(text)) }</div>
            }
        </div>
    }
}

fn change(hunks: &[Hunk]) -> Html {
    let lines = |hunk: &Hunk| {
        let line = |sign: &'static str, word: &'static str| move |text: &str| (sign, word, text.to_owned());
        let before = hunk.before.lines().map(line("-", "before: ")).collect::<Vec<_>>();
        let after = hunk.after.lines().map(line("+", "after: ")).collect::<Vec<_>>();
        [before, after].concat()
    };
    let all: Vec<_> = hunks.iter().flat_map(lines).collect();
    let rest = all.len().saturating_sub(LINES);
    let line = |(sign, word, text): &(&'static str, &'static str, String)| {
        html! {
            <li data-change={*word}><span aria-hidden="true">{ *sign }{ " " }</span><span class="unseen">{ *word }</span><code>{ text.clone() }</code></li>
        }
    };
    html! {
        <>
            <ul>{ for all.iter().take(LINES).map(line) }</ul>
            if rest > 0 {
                <p class="soft">{ format!("and {rest} more lines") }</p>
            }
        </>
    }
}
