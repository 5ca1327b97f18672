//! Folders to files: sorted, without hidden ones, and without those whose names promise no text.

use crate::Problem;
use crate::open::Format;
use std::path::{Path, PathBuf};

/// All files under a folder that may hold documents, in the order of their names, and what could not be looked into.
pub(crate) fn walk(folder: &Path) -> Vec<Result<PathBuf, Problem>> {
    let mut found = Found::default();
    found.look_into(folder);
    if !found.skipped.is_empty() {
        let n = found.skipped.len();
        let names: Vec<String> = found.skipped.iter().take(3).map(|p| p.display().to_string()).collect();
        let more = if n > 3 { ", …" } else { "" };
        let reason = format!("{n} file(s) skipped whose names end in no known format ({}{more})", names.join(", "));
        found.files.push(Err(Problem::warning(folder, reason, "name such a file itself to have it read")));
    }
    if !found.files.iter().any(Result::is_ok) {
        found.files.push(Err(Problem::error(
            folder,
            "nothing in this folder can be read",
            "put .txt, .md, .html or .jsonl files there, .gz or not",
        )));
    }
    found.files
}

#[derive(Default)]
struct Found {
    files: Vec<Result<PathBuf, Problem>>,
    skipped: Vec<PathBuf>,
}

impl Found {
    fn look_into(&mut self, folder: &Path) {
        let entries: Result<Vec<_>, _> = std::fs::read_dir(folder).and_then(Iterator::collect);
        let mut entries = match entries {
            Ok(entries) => entries,
            Err(e) => {
                let reason = format!("the folder cannot be read ({e})");
                self.files.push(Err(Problem::error(folder, reason, "check its permissions")));
                return;
            }
        };
        entries.sort_by_key(std::fs::DirEntry::file_name);
        let pages: Vec<String> = entries.iter().filter_map(|e| page_stem(&e.path())).collect();
        for entry in entries {
            let path = entry.path();
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            // Links to folders are not followed, for they may lead back here; nor are pipes and devices read.
            if entry.file_type().is_ok_and(|t| t.is_dir()) {
                if belongs_to_page(&entry.file_name().to_string_lossy(), &pages) {
                    continue;
                }
                self.look_into(&path);
            } else if path.is_file() || !path.exists() {
                // a link that leads nowhere is told when it is opened
                match Format::of_name(&path) {
                    Some(_) => self.files.push(Ok(path)),
                    None => self.skipped.push(path),
                }
            }
        }
    }
}

/// The name of a saved page without its ending.
fn page_stem(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let (stem, ending) = name.rsplit_once('.')?;
    ["html", "htm", "xhtml"].iter().any(|e| ending.eq_ignore_ascii_case(e)).then(|| stem.to_string())
}

/// Is this the folder in which a browser puts the pictures and scripts of a page that it saves, in the languages of
/// browsers: `Talks_files` beside `Talks.html`?
fn belongs_to_page(folder: &str, pages: &[String]) -> bool {
    const ENDINGS: [&str; 9] =
        ["_files", ".files", "-Dateien", "_fichiers", "_archivos", "_file", "_arquivos", "_bestanden", "_ficheiros"];
    ENDINGS.iter().filter_map(|e| folder.strip_suffix(e)).any(|stem| pages.iter().any(|p| p == stem))
}
