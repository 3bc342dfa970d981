//! Rules for containers of every kind, one file a field. `lists` calls them in the server's order.

pub(crate) mod image;
pub(crate) mod lists;
