//! Where knowledge files come from: a folder on disk, or the one compiled into the binary.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use include_dir::Dir;

/// Bytes a file may have. A larger one is a mistake, not knowledge.
pub(super) const MAX_BYTES: usize = 2 * 1024 * 1024;

/// The folder of entries within the folder.
const ENTRIES: &str = "entries";

/// A folder of knowledge files.
pub trait Source {
    /// Names of all files, relative to the folder and with `/` between parts, in any order. Hidden files and notes
    /// (`*.md`) are left out; a folder that does not belong there is one name that ends with `/`.
    fn names(&self) -> io::Result<Vec<String>>;

    /// The content of one of them; of a file that is too large not necessarily all.
    fn read(&self, name: &str) -> io::Result<Vec<u8>>;
}

/// A folder on disk.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    /// The folder at this path; it is not opened yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }
}

impl Source for Folder {
    fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        list(&self.0, "", &mut names)?;
        Ok(names)
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        let path = self.0.join(name);
        // Opening a pipe would wait for its other end.
        if !fs::metadata(&path)?.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let mut content = Vec::new();
        File::open(path)?
            .take(MAX_BYTES as u64 + 1)
            .read_to_end(&mut content)?;
        Ok(content)
    }
}

fn list(folder: &Path, prefix: &str, names: &mut Vec<String>) -> io::Result<()> {
    for found in fs::read_dir(folder)? {
        let path = found?.path();
        let Some(file_name) = path.file_name() else {
            continue;
        };
        let name = format!("{prefix}{}", file_name.to_string_lossy());
        if !path.is_dir() {
            if is_wanted(&name) {
                names.push(name);
            }
        } else if name == ENTRIES {
            list(&path, "entries/", names)?;
        } else if is_wanted(&name) {
            names.push(format!("{name}/"));
        }
    }
    Ok(())
}

impl Source for Dir<'_> {
    fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        let mut folders = vec![self];
        while let Some(folder) = folders.pop() {
            folders.extend(folder.dirs());
            names.extend(
                folder
                    .files()
                    .map(|file| relative(self.path(), file.path())),
            );
        }
        names.retain(|name| is_wanted(name));
        Ok(names)
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        let file = self
            .get_file(self.path().join(name))
            .ok_or(io::ErrorKind::NotFound)?;
        Ok(file.contents().to_vec())
    }
}

/// Paths in a [`Dir`] are relative to the folder it was compiled from, not to the `Dir` itself.
fn relative(folder: &Path, file: &Path) -> String {
    let path = file.strip_prefix(folder).unwrap_or(file);
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// Hidden files belong to editors and file managers, `*.md` to people.
fn is_wanted(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    !last.starts_with('.') && !last.ends_with(".md")
}
