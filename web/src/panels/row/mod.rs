//! What `kubectl get pod` shows at the playhead. Element: `#row`.

use view::Row;
use yew::prelude::*;

/// The rows.
#[derive(Clone, PartialEq, Properties)]
pub struct RowProps {
    /// One for each Pod.
    pub rows: Vec<Row>,
}

/// The table.
#[component]
pub fn RowPanel(props: &RowProps) -> Html {
    let row = |row: &Row| {
        html! {
            <tr>
                <td>{ row.name.clone() }</td><td>{ row.ready.clone() }</td><td data-column="status">{ row.status.clone() }</td>
                <td>{ row.restarts.clone() }</td><td>{ row.age.clone() }</td>
            </tr>
        }
    };
    html! {
        <section class="row card" aria-label="kubectl get pod at the playhead">
            <p class="row-command"><span aria-hidden="true">{ "$ " }</span>{ "kubectl get pod" }</p>
            <div class="row-scroll">
            <table id="row">
                <thead>
                    <tr><th scope="col">{ "NAME" }</th><th scope="col">{ "READY" }</th><th scope="col">{ "STATUS" }</th>
                        <th scope="col">{ "RESTARTS" }</th><th scope="col">{ "AGE" }</th></tr>
                </thead>
                <tbody>{ for props.rows.iter().map(row) }</tbody>
            </table>
            if props.rows.is_empty() {
                <p class="row-none">{ "No resources found in default namespace." }</p>
            }
            </div>
        </section>
    }
}
