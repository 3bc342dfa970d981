//! Journeys through the page in a real browser, as a person goes.
