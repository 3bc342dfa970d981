//! The built page as a good static host serves it: each file beside its best brotli compression, made by Node.

use crate::command::{program, quietly};
use crate::project;
use std::fs;
use std::path::{Path, PathBuf};

/// The ending that a compressed file's name gets.
pub const ENDING: &str = "br";

/// Makes a new folder with the files of `dist` and their compressed forms.
pub fn folder(dist: &Path) -> Result<PathBuf, String> {
    const COMPRESS: &str = "const {readFile, writeFile} = require('fs/promises'), {promisify} = require('util');\
        const compress = promisify(require('zlib').brotliCompress);\
        Promise.all(process.argv.slice(1).map(async (file) => writeFile(`${file}.br`, await compress(await readFile(file)))))";
    let folder = project::target().join("page-brotli");
    let failed = |error: std::io::Error| format!("{} cannot be written: {error}.", folder.display());
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(failed)?;
    }
    project::copy(dist, &folder).map_err(failed)?;
    quietly(program("node").args(["-e", COMPRESS, "--"]).args(project::files(&folder)))?;
    Ok(folder)
}

/// The path of the compressed form of `file`, whether or not it exists.
pub fn of(file: &Path) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_os_string();
    name.push(".");
    name.push(ENDING);
    file.with_file_name(name)
}
