//! Web archives (WARC and WET): pages and texts record by record, packed record by record or as a whole. A damaged
//! record is told and passed over; the next one is looked for.

mod back;
mod http;
mod members;

use crate::html::told;
use crate::limits;
use crate::open::stem;
use crate::page::{Origin, page};
use crate::text::{Taken, finish};
use crate::{Problem, header, published};
use back::Back;
use http::Answer;
use jiff::Timestamp;
pub(crate) use members::Members;
use rapporteur_types::Document;
use rapporteur_types::document::{Basis, Published};
use std::collections::VecDeque;
use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};

/// Iterator over the documents of an archive.
pub(crate) struct Warc {
    path: PathBuf,
    input: Input,
    /// Number of the record read last, from 1.
    record: u64,
    ready: VecDeque<Taken>,
    /// Records that hold a page or a text; others hold pictures, failures, notes of the archive.
    pages: u64,
    ended: bool,
}

impl Warc {
    pub(crate) fn new(input: Box<dyn BufRead + Send>, path: &Path) -> Warc {
        Warc { path: path.into(), input: Back::new(input), record: 0, ready: VecDeque::new(), pages: 0, ended: false }
    }

    fn advance(&mut self) {
        match next_record(&mut self.input) {
            Ok(Some(record)) => {
                self.record += 1;
                if let Some(taken) = self.documents(&record) {
                    self.pages += 1;
                    self.ready.extend(taken);
                }
            }
            Ok(None) => self.end(),
            Err(Broken::Record(why)) => {
                self.record += 1;
                self.tell(&why);
            }
            Err(Broken::Input(e)) => {
                self.record += 1;
                self.tell(&format!("it cannot be read ({e})"));
                self.end();
            }
        }
    }

    fn tell(&mut self, why: &str) {
        let reason = format!("record {}: {why}", self.record);
        self.ready.push_back(Err(Problem::error(
            &self.path,
            reason,
            "the other records are read; fetch this page anew",
        )));
    }

    fn end(&mut self) {
        self.ended = true;
        if self.pages == 0 {
            let reason = format!("none of its {} record(s) holds a page or a text", self.record);
            self.ready.push_back(Err(Problem::error(&self.path, reason, "give a WARC file with pages, or a WET file")));
        }
    }

    /// What a record gives; none where it holds no page.
    fn documents(&self, record: &Record) -> Option<Vec<Taken>> {
        let kind = record.header("warc-type").unwrap_or_default().to_ascii_lowercase();
        let address = record.header("warc-target-uri").map(|u| u.trim_matches(['<', '>']));
        let retrieved = record.header("warc-date").and_then(|d| d.parse::<Timestamp>().ok());
        let name = format!("{}:{}", stem(&self.path), self.record);
        let content = record.header("content-type").unwrap_or_default().to_ascii_lowercase();
        match kind.as_str() {
            "response" if content.starts_with("application/http") || content.is_empty() => {
                match http::answer(&record.body) {
                    Ok(Answer::Page { body, charset }) => {
                        let origin = Origin { address, retrieved, charset: charset.as_deref() };
                        Some(self.page(&body, origin, name))
                    }
                    Ok(Answer::Other) => None,
                    Err(why) => Some(vec![Err(self.failed(address, &why, "fetch this page anew"))]),
                }
            }
            "response" | "resource" if http::is_page(&content) => {
                let origin = Origin { address, retrieved, charset: http::charset(&content) };
                Some(self.page(&record.body, origin, name))
            }
            "conversion" if content.is_empty() || content.starts_with("text/plain") => {
                let mut document = Document::new(name, String::from_utf8_lossy(&record.body).replace("\r\n", "\n"));
                document.url = address.map(str::to_string);
                document.retrieved = retrieved.map(|t| t.to_string());
                document.lang =
                    record.header("warc-identified-content-language").and_then(|l| header::language(&three(l)));
                if let Some(when) = address.and_then(published::in_address) {
                    document.published = Published { when: Some(when), instant: None, basis: Basis::Estimated };
                }
                Some(vec![finish(document, &self.path)])
            }
            _ => None,
        }
    }

    fn page(&self, body: &[u8], origin: Origin<'_>, name: String) -> Vec<Taken> {
        let retrieved = origin.retrieved.map(|t| t.to_string());
        match page(body, origin) {
            Ok(page) => {
                let with = |d| Document { retrieved: retrieved.clone(), ..d };
                told(page, name, &self.path).into_iter().map(|t| t.map(with)).collect()
            }
            Err(why) => vec![Err(self.failed(origin.address, &why.to_string(), why.advice()))],
        }
    }

    fn failed(&self, address: Option<&str>, why: &str, advice: &'static str) -> Problem {
        let address = address.map_or(String::new(), |a| format!(" ({a})"));
        Problem::error(&self.path, format!("record {}{address}: {why}", self.record), advice)
    }
}

/// The first of the languages that Common Crawl names in three letters, in the two of ISO 639-1 where it is common.
fn three(languages: &str) -> String {
    const TABLE: [(&str, &str); 16] = [
        ("eng", "en"),
        ("fra", "fr"),
        ("deu", "de"),
        ("spa", "es"),
        ("rus", "ru"),
        ("ara", "ar"),
        ("fas", "fa"),
        ("heb", "he"),
        ("zho", "zh"),
        ("por", "pt"),
        ("ita", "it"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("jpn", "ja"),
        ("kor", "ko"),
        ("nld", "nl"),
    ];
    let first = languages.split(',').next().unwrap_or_default().trim();
    TABLE.iter().find(|t| t.0 == first).map_or(first, |t| t.1).to_string()
}

impl Iterator for Warc {
    type Item = Taken;

    fn next(&mut self) -> Option<Taken> {
        while self.ready.is_empty() && !self.ended {
            self.advance();
        }
        self.ready.pop_front()
    }
}

/// One record.
struct Record {
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Record {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|h| h.0 == name).map(|h| h.1.as_str())
    }
}

type Input = Back<Box<dyn BufRead + Send>>;

enum Broken {
    /// This record; the next can be looked for.
    Record(String),
    /// All that follows.
    Input(io::Error),
}

/// Most bytes of a record's head.
const HEAD: u64 = 256 << 10;

/// The next record; none at the end. After an error the input stands where the next record may begin.
fn next_record(input: &mut Input) -> Result<Option<Record>, Broken> {
    let Some(stray) = seek(input)? else { return Ok(None) };
    if stray {
        return Err(Broken::Record("it does not begin as a record does".into()));
    }
    let headers = head(input)?;
    let of = |name: &str| headers.iter().find(|h| h.0 == name).map(|h| h.1.as_str());
    let Some(length) = of("content-length").and_then(|l| l.trim().parse::<u64>().ok()) else {
        return Err(Broken::Record("it has no readable Content-Length".into()));
    };
    if length > limits::MARKUP {
        let skipped = io::copy(&mut input.by_ref().take(length), &mut io::sink()).map_err(damaged)?;
        let page = matches!(of("warc-type"), Some("response" | "resource" | "conversion"));
        return match (skipped == length, page) {
            (false, _) => Err(Broken::Record("it breaks off".into())),
            // films and the like: no page is so large, and none is missed
            (true, _) => Ok(Some(Record { headers: vec![("warc-type".into(), "too large".into())], body: Vec::new() })),
        };
    }
    let mut body = Vec::new();
    let got = input.by_ref().take(length).read_to_end(&mut body).map_err(damaged)?;
    if (got as u64) < length {
        // a length that lies may have swallowed the next records
        return match begins(&body) {
            Some(at) => {
                input.give_back(body.split_off(at));
                Err(Broken::Record("its length is wrong".into()))
            }
            None => Err(Broken::Record("it breaks off".into())),
        };
    }
    let next = input.fill_buf().map_err(damaged)?;
    if !(next.is_empty() || next.starts_with(b"\r") || next.starts_with(b"\n"))
        && let Some(at) = begins(&body)
    {
        input.give_back(body.split_off(at));
        return Err(Broken::Record("its length is wrong".into()));
    }
    Ok(Some(Record { headers, body }))
}

fn damaged(e: io::Error) -> Broken {
    match e.kind() {
        // told by `Members`, which stands before the next member now
        io::ErrorKind::InvalidData => Broken::Record(format!("it is damaged ({e})")),
        _ => Broken::Input(e),
    }
}

/// Where a record begins within bytes.
fn begins(bytes: &[u8]) -> Option<usize> {
    let mark = b"\nWARC/1.";
    bytes.windows(mark.len()).position(|w| w == mark).map(|at| at + 1)
}

/// Go to the next line that begins a record, and past it. None at the end; true where anything but blank lines was
/// passed, and then the input stands before that line.
fn seek(input: &mut Input) -> Result<Option<bool>, Broken> {
    let mut stray = false;
    loop {
        let mut line = Vec::new();
        let n = input.by_ref().take(1 << 16).read_until(b'\n', &mut line).map_err(damaged)?;
        if n == 0 {
            return if stray { Err(Broken::Record("what follows is no record".into())) } else { Ok(None) };
        }
        if line.starts_with(b"WARC/1.") || line.starts_with(b"WARC/0.") {
            if stray {
                input.give_back(line);
            }
            return Ok(Some(stray));
        }
        stray |= !line.trim_ascii().is_empty();
    }
}

/// Header lines up to a blank one, names in lower case; a line that begins with a space continues the one before.
fn head(input: &mut Input) -> Result<Vec<(String, String)>, Broken> {
    let mut out: Vec<(String, String)> = Vec::new();
    let mut left = HEAD;
    loop {
        let mut line = Vec::new();
        let n = input.by_ref().take(left).read_until(b'\n', &mut line).map_err(damaged)? as u64;
        left -= n;
        if n == 0 {
            return Err(Broken::Record("its head breaks off".into()));
        }
        if line.starts_with(b"WARC/1.") {
            input.give_back(line);
            return Err(Broken::Record("its head breaks off".into()));
        }
        let line = String::from_utf8_lossy(&line).trim_end().to_string();
        if line.is_empty() {
            return Ok(out);
        }
        match (line.split_once(':'), out.last_mut()) {
            (_, Some(last)) if line.starts_with([' ', '\t']) => last.1.push_str(line.trim()),
            (Some((name, value)), _) => out.push((name.trim().to_ascii_lowercase(), value.trim().to_string())),
            (None, _) => {}
        }
    }
}
