//! The build of a folder: page, worker, engine and editor carry the same, so that no two deployments are mixed, and the
//! service worker (`web/boot/sw.js`) knows which files belong together.

use crate::command::{program, quietly};
use crate::project;
use std::path::Path;

/// Puts the build into every file of `folder` that carries it, in place of an earlier one, and writes its sw.js; returns
/// the build.
pub fn stamp(folder: &Path) -> Result<String, String> {
    let root = project::root();
    let mut node = program("node");
    node.arg(root.join("crates/xtask/src/finish/stamp.mjs")).arg(folder).arg(root.join("web/boot/sw.js"));
    let build = quietly(&mut node)?;
    Ok(build.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// The smallest program, which holds nothing.
    const EMPTY: &[u8] = b"\0asm\x01\0\0\0";

    fn read(folder: &Path, name: &str) -> String {
        String::from_utf8_lossy(&fs::read(folder.join(name)).unwrap()).into_owned()
    }

    #[test]
    fn every_part_has_the_build_and_another_content_is_another_build() {
        let folder = std::env::temp_dir().join(format!("podlab-stamp-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let write = |name: &str, text: &[u8]| fs::write(folder.join(name), text).unwrap();
        write("index.html", b"<meta data-build=\"{build}\"><script src=\"boot.js?{build}\">");
        write("boot.js", b"const BUILD = \"{build}\";");
        write("worker.js", b"import * as program from \"./podlab-worker.js\";");
        write("podlab-worker.js", b"export default 1;");
        write("podlab-worker_bg.wasm", EMPTY);
        write("pod-lab.js", b"// for other pages");
        write("docs.txt", b"one");
        let first = stamp(&folder).unwrap();
        assert_eq!(first.len(), 12, "{first}");
        let parts =
            ["index.html", "boot.js", "podlab-worker.js", "podlab-worker_bg.wasm", "worker.js", "sw.js"];
        for part in parts {
            assert!(read(&folder, part).contains(&first), "{part}: {}", read(&folder, part));
        }
        let kept = read(&folder, "sw.js");
        // The sum is that of `printf one | sha256sum`.
        let sum = "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed";
        assert!(kept.contains(&format!("\"docs.txt\":\"{sum}\"")), "{kept}");
        assert!(!kept.contains("\"pod-lab.js\"") && !kept.contains("\"sw.js\""), "{kept}");

        write("docs.txt", b"two");
        let second = stamp(&folder).unwrap();
        assert_ne!(first, second);
        for part in parts {
            let text = read(&folder, part);
            assert!(text.contains(&second) && !text.contains(&first), "{part}: {text}");
        }
        assert_eq!(read(&folder, "podlab-worker.js").matches("export const build").count(), 1);
        fs::remove_dir_all(folder).unwrap();
    }
}
