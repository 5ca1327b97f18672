//! Paths in, documents and problems out: one after the other, in a settled order, whatever goes wrong on the way.

use crate::jsonl::JsonLines;
use crate::open::{Format, Opened, open};
use crate::text::{Taken, unreadable};
use crate::warc::Warc;
use crate::{Problem, gdelt, html, limits, mhtml, text, walk};
use rapporteur_types::Document;
use std::fs::File;
use std::io::{Cursor, Read};
use std::iter;
use std::path::{Path, PathBuf};

/// Iterator over all documents and problems; reads as it goes.
pub struct Collect {
    /// Paths not yet looked at, and problems to tell in their place; the next one last.
    waiting: Vec<Result<PathBuf, Problem>>,
    stdin: Option<Box<dyn Read + Send>>,
    current: Box<dyn Iterator<Item = Taken> + Send>,
}

/// The documents of files and folders, in the order given, folders in the order of their names; `-` stands for
/// standard input. Text, Markdown, HTML, JSON lines and web archives, gzip or not, by the ending of the name or else by the first
/// bytes.
///
/// A problem never ends the run. A warning about a document comes before it.
pub fn collect<P: Into<PathBuf>>(paths: impl IntoIterator<Item = P>) -> Collect {
    collect_from(paths, std::io::stdin())
}

/// As [`collect()`], with another input in the place of standard input.
pub fn collect_from<P: Into<PathBuf>>(
    paths: impl IntoIterator<Item = P>,
    stdin: impl Read + Send + 'static,
) -> Collect {
    let mut waiting: Vec<_> = paths.into_iter().map(|p| Ok(p.into())).collect();
    waiting.reverse();
    Collect { waiting, stdin: Some(Box::new(stdin)), current: Box::new(iter::empty()) }
}

impl Iterator for Collect {
    type Item = Result<Document, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(taken) = self.current.next() {
                return Some(taken);
            }
            match self.waiting.pop()? {
                Err(problem) => return Some(Err(problem)),
                Ok(path) if path.is_dir() => self.waiting.extend(walk::walk(&path).into_iter().rev()),
                Ok(path) => match self.input(&path).and_then(|input| documents(input, &path)) {
                    Ok(documents) => self.current = documents,
                    Err(problem) => return Some(Err(problem)),
                },
            }
        }
    }
}

impl Collect {
    fn input(&mut self, path: &Path) -> Result<Box<dyn Read + Send>, Problem> {
        if path == Path::new("-") {
            return self
                .stdin
                .take()
                .ok_or_else(|| Problem::error(path, "standard input was named twice", "name it once"));
        }
        match File::open(path) {
            Ok(file) => Ok(Box::new(file)),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                Err(Problem::error(path, "there is no such file or folder", "check the path"))
            }
            Err(e) => Err(unreadable(path, &e)),
        }
    }
}

/// The documents of one opened input.
fn documents(input: Box<dyn Read + Send>, path: &Path) -> Result<Box<dyn Iterator<Item = Taken> + Send>, Problem> {
    let Opened { format, utf16, bytes } = open(input, Format::of_name(path)).map_err(|e| unreadable(path, &e))?;
    let taken = match format {
        Format::Text | Format::Markdown => text::document(bytes, format, path),
        Format::Html => html::document(bytes, path),
        Format::Mhtml => mhtml::document(bytes, path),
        Format::Gdelt => vec![Err(addresses(bytes, path)?)],
        Format::Warc => return Ok(Box::new(Warc::new(bytes, path))),
        Format::JsonLines if utf16 => {
            let (text, _) = text::load(bytes, limits::TEXT, path, |_| None)?;
            return Ok(Box::new(JsonLines::new(Box::new(Cursor::new(text)), path)));
        }
        Format::JsonLines => return Ok(Box::new(JsonLines::new(bytes, path))),
    };
    Ok(Box::new(taken.into_iter()))
}

/// What there is to say of a file of GDELT: it names articles and holds none.
fn addresses(mut input: impl Read, path: &Path) -> Result<Problem, Problem> {
    let mut bytes = Vec::new();
    input.by_ref().take(4 * limits::TEXT).read_to_end(&mut bytes).map_err(|e| unreadable(path, &e))?;
    let found = gdelt::addresses(&bytes);
    let articles = found.addresses.iter().filter(|a| a.target == gdelt::Target::Article).count();
    let reason = match (found.addresses.len(), found.problems.first()) {
        (0, Some((line, why))) => format!("it is no file of GDELT that can be read (line {line}: {why})"),
        (all, _) => {
            format!("it holds no texts, but {articles} address(es) of articles and {} of tables", all - articles)
        }
    };
    Ok(Problem::error(path, reason, "fetch the articles, and add them"))
}
