//! The built page: its folder, copies of it that a journey may change, and servers of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use xtask::serve::{Server, Site};

/// A script of `web/boot` as it was written, with the build of the page in `folder`: the built ones are packed.
pub fn as_written(folder: &Path, file: &str) -> String {
    let page = fs::read_to_string(folder.join("index.html")).unwrap();
    let build = page.split("data-build=\"").nth(1).unwrap().split('"').next().unwrap();
    let text = fs::read_to_string(xtask::project::root().join("web/boot").join(file)).unwrap();
    text.replace("{build}", build)
        .replace("\"./podlab-worker.js\"", &format!("\"./podlab-worker.js?{build}\""))
}

/// A copy of the built page that a journey may change.
pub fn copy_of_built(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let built = built();
    for file in xtask::project::files(&built) {
        let copy = folder.join(file.strip_prefix(&built).unwrap());
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        fs::copy(&file, copy).unwrap();
    }
    folder
}

/// The folder with the built page.
pub fn built() -> PathBuf {
    PathBuf::from(std::env::var_os("PODLAB_DIST").expect("run `cargo xtask journeys`"))
}

/// Serves a folder at a port that no journey had before: a browser keeps the page of one for the next visit.
pub fn serve(folder: PathBuf, prefix: &str) -> Server {
    serve_with(folder, prefix, Vec::new())
}

/// Serves a folder with headers of the host's own.
pub fn serve_with(folder: PathBuf, prefix: &str, headers: Vec<String>) -> Server {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    // Below the ports that systems give out.
    let first = 12_000 + std::process::id() as usize % 15_000;
    let site = Site { headers, ..Site::new(folder, prefix) };
    let mut ports = std::iter::repeat_with(|| first + NEXT.fetch_add(1, Ordering::Relaxed)).take(1000);
    let server = ports.find_map(|port| Server::start(site.clone(), u16::try_from(port).ok()?).ok());
    server.expect("a free port")
}
