//! JSON lines: one document a line, read one line at a time, however large the file.

use crate::open::stem;
use crate::text::{Taken, finish, unreadable};
use crate::{Problem, header, limits, published};
use rapporteur_types::Document;
use rapporteur_types::document::Basis;
use serde::Deserialize;
use serde_json::Value;
use std::collections::VecDeque;
use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};

/// The fields that we know; others are ignored. A field of an odd type counts as absent, except the text.
#[derive(Deserialize)]
struct Record {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    url: Value,
    #[serde(default)]
    title: Value,
    #[serde(default)]
    published: Value,
    #[serde(default)]
    published_est: Value,
    #[serde(default)]
    outlet: Value,
    #[serde(default)]
    source: Value,
    #[serde(default)]
    lang: Value,
    #[serde(default)]
    note: Value,
    #[serde(default)]
    text: Value,
}

/// Iterator over the documents of an input.
pub(crate) struct JsonLines {
    path: PathBuf,
    input: Box<dyn BufRead + Send>,
    /// Number of the line read last.
    line: u64,
    ready: VecDeque<Taken>,
    any: bool,
    ended: bool,
}

impl JsonLines {
    pub(crate) fn new(input: Box<dyn BufRead + Send>, path: &Path) -> JsonLines {
        JsonLines { path: path.into(), input, line: 0, ready: VecDeque::new(), any: false, ended: false }
    }

    /// Read the next line and make ready what it gives.
    fn advance(&mut self) {
        match next_line(&mut self.input) {
            Ok(Line::End) => {
                self.ended = true;
                if !self.any {
                    self.ready.push_back(Err(Problem::error(
                        &self.path,
                        "it is empty",
                        "give a file with lines in it",
                    )));
                }
                return;
            }
            Ok(Line::Whole(mut bytes)) => {
                self.line += 1;
                if self.line == 1 && bytes.starts_with(b"\xEF\xBB\xBF") {
                    bytes.drain(..3);
                }
                if bytes.trim_ascii().is_empty() {
                    return;
                }
                self.ready.extend(document(&bytes, &self.path, self.line));
            }
            Ok(Line::TooLong(length)) => {
                self.line += 1;
                let reason = format!("the line has {} MB", length / limits::MB);
                self.ready.push_back(Err(Problem::error(&self.path, reason, "split the document").at(self.line)));
            }
            Err(e) => {
                self.ended = true;
                self.ready.push_back(Err(unreadable(&self.path, &e).at(self.line + 1)));
            }
        }
        self.any = true;
    }
}

impl Iterator for JsonLines {
    type Item = Taken;

    fn next(&mut self) -> Option<Taken> {
        while self.ready.is_empty() && !self.ended {
            self.advance();
        }
        self.ready.pop_front()
    }
}

enum Line {
    Whole(Vec<u8>),
    /// Its length; it was passed over.
    TooLong(u64),
    End,
}

fn next_line(input: &mut impl BufRead) -> io::Result<Line> {
    let mut bytes = Vec::new();
    let n = input.by_ref().take(limits::RECORD).read_until(b'\n', &mut bytes)? as u64;
    if n == 0 {
        return Ok(Line::End);
    }
    if n < limits::RECORD || bytes.ends_with(b"\n") {
        return Ok(Line::Whole(bytes));
    }
    drop(bytes);
    Ok(Line::TooLong(n + input.skip_until(b'\n')? as u64))
}

/// A line to its document, with warnings before it.
fn document(bytes: &[u8], path: &Path, line: u64) -> Vec<Taken> {
    let record: Record = match serde_json::from_slice(bytes) {
        Ok(record) => record,
        Err(e) => {
            let reason = format!("the line is no valid JSON object ({e})");
            return vec![Err(Problem::error(path, reason, "mend or remove the line").at(line))];
        }
    };
    let Value::String(text) = record.text else {
        let reason = "the line has no \"text\" that is a string";
        return vec![Err(Problem::error(path, reason, "give each document a \"text\"").at(line))];
    };
    if text.trim().is_empty() {
        let advice = "nothing is lost unless there should be a text";
        return vec![Err(Problem::warning(path, "the text is empty", advice).at(line))];
    }
    let name = words(&record.id).unwrap_or_else(|| format!("{}:{line}", stem(path)));
    let mut document = Document::new(name, "");
    document.text = if text.contains('\r') { text.replace("\r\n", "\n") } else { text };
    document.title = words(&record.title);
    document.url = words(&record.url);
    document.outlet = words(&record.outlet).or_else(|| words(&record.source));
    document.lang = words(&record.lang).and_then(|l| header::language(&l));
    document.note = words(&record.note);
    let mut out = Vec::new();
    for (date, basis) in [(&record.published, Basis::Stated), (&record.published_est, Basis::Estimated)] {
        let Some(date) = words(date).filter(|_| document.published.when.is_none()) else { continue };
        match published::parse(&date, basis) {
            Some(published) => document.published = published,
            None => out.push(Err(published::unreadable(path, &date).at(line))),
        }
    }
    out.push(finish(document, path).map_err(|p| p.at(line)));
    out
}

/// A string that says something, or a number.
fn words(value: &Value) -> Option<String> {
    let words = match value {
        Value::String(s) => s.trim().to_string(),
        Value::Number(n) => n.to_string(),
        _ => return None,
    };
    (!words.is_empty()).then_some(words)
}
