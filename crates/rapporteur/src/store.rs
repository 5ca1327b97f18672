//! The ledger on disk: which file, documents in, claims in, everything out again.

mod coding;

pub use coding::{coded, reread};

use anyhow::{Context, Result};
use rapporteur_ledger::{Appended, Ledger, New};
use rapporteur_types::Document;
use rapporteur_types::entry::{Payload, PayloadError};
use std::path::{Path, PathBuf};

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

/// A payload as an entry to append.
pub fn entry(payload: &Payload, key: Option<String>) -> Result<New<'static>, PayloadError> {
    Ok(New { kind: payload.kind(), schema: payload.schema(), key, payload: payload.encode()? })
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
    for suffix in ["", "-wal", "-shm"] {
        let mut name = cache(ledger).into_os_string();
        name.push(suffix);
        match std::fs::remove_file(&name) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                return Err(e).with_context(|| format!("delete {}", Path::new(&name).display()));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Free what the cache does not need; its size in bytes before and after.
pub fn compact(ledger: &Path) -> Result<(u64, u64)> {
    let size = || std::fs::metadata(cache(ledger)).map_or(0, |m| m.len());
    let before = size();
    Ok((before, size()))
}
