//! The ledger on disk and the index beside it: documents in, claims in, and out again what a question needs.

mod catch_up;
mod coding;
mod load;
#[cfg(test)]
mod tests;

pub use catch_up::day;
pub use load::{Selection, selected};

use crate::interrupt::Interrupt;
use anyhow::{Context, Result, bail};
use rapporteur_ledger::{Appended, Entry, Index, Ledger, LedgerError, New, index};
use rapporteur_types::Document;
use rapporteur_types::entry::{Payload, PayloadError};
use std::path::{Path, PathBuf};

/// A ledger with its index.
pub struct Store {
    pub ledger: Ledger,
    pub index: Index,
    stop: Interrupt,
}

/// Work with a ledger and its index; a damaged index is thrown away, and the work begins anew.
pub fn with<T>(path: &Path, stop: &Interrupt, mut work: impl FnMut(&mut Store) -> Result<T>) -> Result<T> {
    let mut once = || work(&mut Store::open(path, stop)?);
    once().or_else(|e| {
        if !e.downcast_ref::<LedgerError>().is_some_and(index::is_damage) {
            return Err(e);
        }
        forget(path)?;
        once()
    })
}

impl Store {
    /// Open both, or make them. Long work ends when `stop` is set.
    pub fn open(path: &Path, stop: &Interrupt) -> Result<Store> {
        let ledger = Ledger::open(path)?;
        let index = Index::open(&cache(path), &ledger)?;
        if let Some(trouble) = index.trouble() {
            eprintln!("rapporteur: {trouble}");
        }
        Ok(Store { ledger, index, stop: stop.clone() })
    }

    /// An entry that must be there.
    fn entry(&self, seq: u64) -> Result<Entry> {
        let missing =
            || format!("{}: entry {seq} is missing: `rapporteur ledger verify`", self.ledger.path().display());
        self.ledger.entry(seq)?.with_context(missing)
    }

    /// An error where somebody has asked for an end. What is done stays done.
    fn go_on(&self) -> Result<()> {
        if self.stop.is_set() {
            bail!("interrupted: the same command goes on from here");
        }
        Ok(())
    }
}

/// The given file, else `rapporteur/ledger.sqlite` in the XDG data folder.
pub fn path(given: Option<PathBuf>) -> Result<PathBuf> {
    if let Some(p) = given {
        return Ok(p);
    }
    let data = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from).filter(|p| p.is_absolute());
    let folder = data
        .or_else(|| std::env::var_os("HOME").map(|h| PathBuf::from(h).join(".local/share")))
        .context("neither XDG_DATA_HOME nor HOME is set: name the ledger with --ledger FILE")?
        .join("rapporteur");
    std::fs::create_dir_all(&folder).with_context(|| format!("data folder {}", folder.display()))?;
    Ok(folder.join("ledger.sqlite"))
}

/// The ledger's file, which must be there: none is made.
pub fn existing(path: &Path) -> Result<()> {
    if !path.exists() {
        let how = "name it with --ledger FILE, or make one with `rapporteur add PATH`";
        bail!("{}: there is no ledger: {how}", path.display());
    }
    Ok(())
}

/// A payload as an entry to append.
pub fn entry(payload: &Payload, key: Option<String>) -> Result<New<'static>, PayloadError> {
    Ok(New { kind: payload.kind(), schema: payload.schema(), key, payload: payload.encode()? })
}

/// What an entry says, with its number in the message where it cannot be read.
pub fn decoded(e: &Entry) -> Result<Payload> {
    Payload::decode(e.schema, &e.payload).with_context(|| format!("entry {}", e.seq))
}

/// Put documents into the ledger in one transaction; a receipt for each, in order.
pub fn add(ledger: &mut Ledger, documents: Vec<Document>, recorded: &str) -> Result<Vec<Appended>> {
    let news: Result<Vec<New>, PayloadError> = documents
        .into_iter()
        .map(|d| {
            let key = d.id.0.clone();
            entry(&Payload::Document(d), Some(key))
        })
        .collect();
    Ok(ledger.append_all(news?, recorded)?)
}

/// The cache beside a ledger: what can be made again from it.
pub fn cache(ledger: &Path) -> PathBuf {
    let mut name = ledger.as_os_str().to_os_string();
    name.push(".cache");
    name.into()
}

/// Delete the cache: after a redaction or a restoration nothing in it may be left.
pub fn forget(ledger: &Path) -> Result<()> {
    Ok(index::forget(&cache(ledger))?)
}

/// Free what the cache does not need; its size in bytes before and after.
pub fn compact(ledger: &Path) -> Result<(u64, u64)> {
    let size = || std::fs::metadata(cache(ledger)).map_or(0, |m| m.len());
    let before = size();
    with(ledger, &Interrupt::default(), |store| Ok(store.index.compact()?))?;
    Ok((before, size()))
}
