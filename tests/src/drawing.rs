//! Draws the page without a browser.

use podlab_web::{App, Props};
use yew::LocalServerRenderer;

/// The markup of the page as it is first drawn.
///
/// # Errors
/// When the system provides no runtime to wait in.
pub fn page(props: Props) -> std::io::Result<String> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let local = tokio::task::LocalSet::new();
    Ok(local.block_on(&runtime, LocalServerRenderer::<App>::with_props(props).hydratable(false).render()))
}
