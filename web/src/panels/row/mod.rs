//! The output of `kubectl get pod` at the playhead. Element: `#row`.

use view::Row;
use yew::prelude::*;

use super::word::use_words;

/// The input of the table.
#[derive(Clone, PartialEq, Properties)]
pub struct RowProps {
    /// One for each Pod.
    pub rows: Vec<Row>,
    /// The namespace in which the command looks.
    pub namespace: String,
    /// The largest number of Pods at one time: the table has that height from the beginning.
    pub most: usize,
}

/// The most Pods that are listed; the terminal lists all.
const MOST: usize = 8;

/// The table.
#[component]
pub fn RowPanel(props: &RowProps) -> Html {
    let (words, page) = use_words("row-word");
    let row = |row: &Row| {
        html! {
            <tr>
                <td>{ row.name.clone() }</td><td>{ row.ready.clone() }</td><td data-column="status">{ words.button(&row.status, "") }</td>
                <td>{ row.restarts.clone() }</td><td>{ row.age.clone() }</td>
            </tr>
        }
    };
    let more = props.rows.len().saturating_sub(MOST);
    // One for the heading, then the rows, and one for the Pods that are not drawn.
    let lines = 1 + props.most.clamp(1, MOST) + usize::from(props.most > MOST);
    html! {
        <section class="row card" aria-label="kubectl get pod at the playhead">
            <p class="row-command"><span aria-hidden="true">{ "$ " }</span>{ "kubectl get pod" }</p>
            <div class="row-scroll" style={format!("--lines:{lines}")}>
            <table id="row">
                <thead hidden={props.rows.is_empty()}>
                    <tr><th scope="col">{ "NAME" }</th><th scope="col">{ "READY" }</th><th scope="col">{ "STATUS" }</th>
                        <th scope="col">{ "RESTARTS" }</th><th scope="col">{ "AGE" }</th></tr>
                </thead>
                <tbody>{ for props.rows.iter().take(MOST).map(row) }</tbody>
            </table>
            if more > 0 {
                <p class="row-none">{ format!("and {more} more") }</p>
            }
            if props.rows.is_empty() {
                <p class="row-none">{ format!("No resources found in {} namespace.", props.namespace) }</p>
            }
            </div>
            { page }
        </section>
    }
}
