//! `cargo xtask play`: the playground on this machine.

use crate::page;
use crate::serve::{Server, Site};

/// The port that people expect.
const USUAL: u16 = 8080;

/// Builds the page if need be and serves it until interrupted.
pub fn run(port: Option<u16>) -> Result<(), String> {
    let site = Site::new(page::build()?, "/");
    let server = match port {
        Some(port) => Server::start(site, port).map_err(|error| {
            format!("Port {port} cannot be used ({error}): name another, or none and a free one is taken.")
        })?,
        None => Server::start(site.clone(), USUAL)
            .or_else(|error| {
                println!("Port {USUAL} cannot be used ({error}): another one is taken.");
                Server::start(site, 0)
            })
            .map_err(|error| format!("No port of 127.0.0.1 can be used: {error}."))?,
    };
    println!("Podlab is at {} (Ctrl-C ends it)", server.url());
    server.wait();
    Ok(())
}
