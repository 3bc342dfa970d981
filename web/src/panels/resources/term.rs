//! A derivation as a nested list; each leaf leads to its field.

use view::Term;
use yew::prelude::*;

use super::super::Pointing;

/// The term with the terms below it.
pub fn draw(term: &Term, point: &Pointing) -> Html {
    html! { <ul class="resources-term">{ item(term, point) }</ul> }
}

fn item(term: &Term, point: &Pointing) -> Html {
    let label = match &term.field {
        Some(field) => {
            let (show, over, out) = point.at(field);
            html! { <button type="button" class="bare resources-field" onclick={show} onmouseenter={over} onmouseleave={out} title={field.clone()}>{ term.label.clone() }</button> }
        }
        None => html! { <span>{ term.label.clone() }</span> },
    };
    html! {
        <li data-decides={term.decides.to_string()}>
            <span class="resources-value">{ term.text.clone() }</span>{ " " }{ label }
            if term.decides { <span class="resources-decides">{ "\u{2190} the highest" }</span> }
            if !term.terms.is_empty() {
                <ul>{ for term.terms.iter().map(|term| item(term, point)) }</ul>
            }
        </li>
    }
}
