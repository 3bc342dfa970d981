//! A word that a cluster prints, as a button, and its meaning in a popover: closed by Escape, by its button or by a
//! click beside it, after which the browser returns the focus to the word. A panel has one popover for all its words.
//! Elements: `button.word`, `#ROW-word` (the popover; `ROW` is the panel).

use protocol::{Answer, Question};
use view::{Block, Explanation};
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::platform;
use crate::words::{blocks, marked};
use crate::worker::{Inputs, use_answer};

/// The start of a paragraph that names examples to play.
const PLAY: &str = "**Play.** ";

/// The popover of a panel, and the setter of the word that it explains.
#[derive(Clone, PartialEq)]
pub struct Words {
    /// The popover's id.
    id: &'static str,
    ask: UseStateSetter<AttrValue>,
}

impl Words {
    /// The word as a button. `context` is further text about it, such as an event's message; it may be empty.
    pub fn button(&self, word: &str, context: &str) -> Html {
        if word.is_empty() {
            return html! {};
        }
        let ask = self.ask.clone();
        let question = AttrValue::from(format!("{word} {context}").trim_end().to_owned());
        let onclick = Callback::from(move |_: MouseEvent| ask.set(question.clone()));
        html! {
            <button type="button" class="bare word" popovertarget={self.id} aria-haspopup="dialog" {onclick}>{ word.to_owned() }</button>
        }
    }
}

/// The words of a panel: the value that makes their buttons, and their popover.
#[hook]
pub fn use_words(id: &'static str) -> (Words, Html) {
    let asked = use_state(|| AttrValue::from(""));
    let words = Words { id, ask: asked.setter() };
    (words, html! { <WordPage {id} word={(*asked).clone()} /> })
}

/// The input of the popover.
#[derive(Clone, PartialEq, Properties)]
struct WordPageProps {
    id: &'static str,
    /// The word with its context; empty before anything was asked for.
    word: AttrValue,
}

/// The popover. It moves the focus into itself, so that its text is read out.
#[component]
fn WordPage(props: &WordPageProps) -> Html {
    let popover = use_node_ref();
    let question = (!props.word.is_empty()).then(|| Question::Word(props.word.to_string()));
    // The meaning of a word does not depend on the text in the editor.
    let asked = use_answer(&Inputs::default(), question);
    let said = match (asked.present(), asked.trouble()) {
        (Some(Answer::Word(Some(page))), _) => explained(page, &popover),
        (Some(_), _) => {
            let name = props.word.split(' ').next().unwrap_or_default();
            let sentence = format!(
                "There is no page about `{name}`: it is a word of the runtime, of a controller or of the program itself."
            );
            html! { <p>{ marked(&sentence) }</p> }
        }
        (None, Some(trouble)) => html! { <p>{ trouble.sentence() }</p> },
        (None, None) if props.word.is_empty() => html! {},
        // The explanations are loaded after the engine.
        (None, None) => html! { <p class="soft">{ "Being loaded." }</p> },
    };
    html! {
        <div ref={popover} id={props.id} class="word-page" popover="auto" role="dialog" aria-label="What the word means">
            <div class="word-text" aria-live="polite">{ said }</div>
            <button type="button" autofocus={platform::takes_focus()} popovertarget={props.id} popovertargetaction="hide">{ "Close" }</button>
        </div>
    }
}

fn explained(page: &Explanation, popover: &NodeRef) -> Html {
    let (play, rest): (Vec<&Block>, Vec<&Block>) =
        page.blocks.iter().partition(|block| names_examples(block));
    html! {
        <>
            <p class="word-title"><strong>{ page.title.clone() }</strong></p>
            { blocks(rest) }
            { for play.into_iter().map(|block| examples(block, popover)) }
        </>
    }
}

fn names_examples(block: &Block) -> bool {
    matches!(block, Block::Words(words) if words.starts_with(PLAY))
}

/// The examples as links that open them.
fn examples(block: &Block, popover: &NodeRef) -> Html {
    let (Block::Words(text) | Block::Code(text)) = block;
    let names = text.split('`').skip(1).step_by(2);
    let popover = popover.clone();
    let close = Callback::from(move |_: MouseEvent| {
        if let Some(popover) = popover.cast::<HtmlElement>() {
            // It may be closed already, which is no error.
            let _ = popover.hide_popover();
        }
    });
    html! {
        <p>
            <strong>{ "Play." }</strong>
            { for names.map(|name| html! { <>{ " " }<a href={format!("#ex={name}")} onclick={close.clone()}>{ name.replace('-', " ") }</a></> }) }
        </p>
    }
}
