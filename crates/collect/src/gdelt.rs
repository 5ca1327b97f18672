//! GDELT's 15-minute files as a source of addresses: lists of files (`lastupdate.txt`, `masterfilelist.txt`), and the
//! event, mention and GKG tables with the addresses of the articles that they were made from. Their codes are not used.

use crate::limits;
use jiff::Timestamp;
use jiff::civil::DateTime;
use std::collections::BTreeSet;
use std::io::{Cursor, Read};

/// What an address leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A table of GDELT, which holds addresses of articles.
    Table,
    /// An article.
    Article,
}

/// An address out of a GDELT file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The address.
    pub url: String,
    /// What it leads to.
    pub target: Target,
    /// When GDELT saw it: the article is not younger. Never a date of publication.
    pub seen: Option<Timestamp>,
}

/// What a file gives: addresses, each once, in the order of the file, and what could not be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addresses {
    /// The addresses.
    pub addresses: Vec<Address>,
    /// Line, from 1, and what is wrong with it; at most [`MOST_TOLD`].
    pub problems: Vec<(u64, String)>,
    /// How many lines could not be used.
    pub failed: u64,
}

/// How many broken lines are told one by one.
pub const MOST_TOLD: usize = 20;

/// The forms of GDELT's tables, by the number of columns: column of the address, of the time, and of the kind of
/// source, where `1` is the web.
const TABLES: [(usize, usize, usize, Option<usize>); 4] =
    [(61, 60, 59, None), (58, 57, 56, None), (16, 5, 2, Some(3)), (27, 4, 1, Some(2))];

/// The addresses in a GDELT file: a list of files, a table, or a zip with a table in it. Never fails: what cannot be
/// used is told.
pub fn addresses(bytes: &[u8]) -> Addresses {
    let mut out = Addresses::default();
    let mut seen = BTreeSet::new();
    if bytes.starts_with(b"PK\x03\x04") {
        match unzip(bytes) {
            Ok(table) => lines(&table, &mut out, &mut seen),
            Err(why) => {
                out.failed = 1;
                out.problems.push((1, why));
            }
        }
    } else {
        lines(bytes, &mut out, &mut seen);
    }
    out
}

/// Do the first lines look like a file of GDELT?
pub(crate) fn is_gdelt(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    // the last line may be cut
    let whole: Vec<&str> = text.lines().take(5).collect();
    let known = |l: &&str| {
        TABLES.iter().any(|t| l.split('\t').count() == t.0 && at(l, t.2).is_some())
            || l.split_whitespace().nth(2).is_some_and(|u| is_table(u) && l.split_whitespace().count() == 3)
    };
    whole.first().is_some_and(known)
}

fn lines(bytes: &[u8], out: &mut Addresses, seen: &mut BTreeSet<String>) {
    for (i, line) in bytes.split(|b| *b == b'\n').enumerate() {
        let line = String::from_utf8_lossy(line);
        let line = line.trim_end_matches('\r');
        if line.trim().is_empty() {
            continue;
        }
        match address(line) {
            Ok(Some(address)) if seen.insert(address.url.clone()) => out.addresses.push(address),
            Ok(_) => {}
            Err(why) => {
                out.failed += 1;
                if out.problems.len() < MOST_TOLD {
                    out.problems.push((i as u64 + 1, why));
                }
            }
        }
    }
}

/// The address of a line; none where it is of a broadcast, a book or the like.
fn address(line: &str) -> Result<Option<Address>, String> {
    let columns: Vec<&str> = line.split('\t').collect();
    if let Some((_, url, _, kind)) = TABLES.iter().find(|t| t.0 == columns.len()) {
        let time = TABLES.iter().find(|t| t.0 == columns.len()).and_then(|t| at(line, t.2));
        if kind.is_some_and(|k| columns[k].trim() != "1") {
            return Ok(None);
        }
        let url = columns[*url].trim();
        return match is_web(url) {
            true => Ok(Some(Address { url: url.into(), target: Target::Article, seen: time })),
            false => Err(format!("`{}` is no web address", short(url))),
        };
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    match words[..] {
        [size, _, url] if size.bytes().all(|b| b.is_ascii_digit()) && is_web(url) => {
            let name = url.rsplit('/').next().unwrap_or_default();
            Ok(Some(Address { url: url.into(), target: Target::Table, seen: name.get(..14).and_then(stamp) }))
        }
        _ => Err(format!("a line with {} column(s) is of no form that GDELT has", columns.len())),
    }
}

fn at(line: &str, column: usize) -> Option<Timestamp> {
    stamp(line.split('\t').nth(column)?.trim())
}

/// `20260206103000`, in Greenwich time; a day alone is its midnight.
fn stamp(words: &str) -> Option<Timestamp> {
    let full = match words.len() {
        8 => format!("{words}000000"),
        14 => words.to_string(),
        _ => return None,
    };
    if !full.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let n = |from: usize, to: usize| full.get(from..to)?.parse::<i16>().ok();
    let small = |from: usize, to: usize| n(from, to).and_then(|x| i8::try_from(x).ok());
    let time =
        DateTime::new(n(0, 4)?, small(4, 6)?, small(6, 8)?, small(8, 10)?, small(10, 12)?, small(12, 14)?, 0).ok()?;
    Some(time.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
}

fn is_web(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|r| r.len() > 3 && !r.starts_with('/') && !url.contains(char::is_whitespace))
}

fn is_table(url: &str) -> bool {
    let name = url.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    is_web(url) && [".export.", ".mentions.", ".gkg."].iter().any(|k| name.contains(k))
}

fn short(words: &str) -> String {
    words.chars().take(60).collect()
}

/// The first table in a zip.
fn unzip(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let broken = |e: &dyn std::fmt::Display| format!("the zip file cannot be read ({e})");
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| broken(&e))?;
    let file = zip.by_index(0).map_err(|e| broken(&e))?;
    let mut out = Vec::new();
    file.take(limits::TEXT * 4 + 1).read_to_end(&mut out).map_err(|e| broken(&e))?;
    match out.len() as u64 > limits::TEXT * 4 {
        true => Err(format!("it unpacks to more than {} MB", limits::TEXT * 4 / limits::MB)),
        false => Ok(out),
    }
}
