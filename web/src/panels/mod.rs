//! What is on the page. A panel gets data and gives commands; it knows neither the store, the link nor the engine's work.

pub mod editor;
pub mod events;
pub mod examples;
pub mod problems;
pub mod resources;
pub mod row;
pub mod story;
pub mod text;
pub mod timeline;
pub mod why;
