//! The ledger and its cache, from outside.

mod append;
mod backup;
mod crash;
mod damage;
mod formats;
mod index;
mod redact;

use rapporteur_ledger::{Entry, Ledger, New, Verified};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// When everything is recorded.
pub const NOON: &str = "2026-02-06T12:00:00Z";

/// A document entry.
pub fn new(key: Option<&str>, payload: &[u8]) -> New<'static> {
    New { kind: "document", schema: 1, key: key.map(str::to_string), payload: payload.to_vec() }
}

/// All entries.
pub fn entries(ledger: &Ledger) -> Vec<Entry> {
    ledger.replay().unwrap().collect::<Result<_, _>>().unwrap()
}

/// A ledger file with `n` entries, closed.
pub fn filled(folder: &TempDir, n: u8) -> PathBuf {
    let path = folder.path().join("talks.ledger");
    let mut ledger = Ledger::open(&path).unwrap();
    for i in 0..n {
        ledger.append(new(Some(&i.to_string()), &[i; 100]), NOON).unwrap();
    }
    path
}

/// Change the file behind the ledger's back, as a failing disk would: without the triggers.
pub fn damage(path: &Path, sql: &str) {
    let db = Connection::open(path).unwrap();
    db.execute_batch("DROP TRIGGER entries_never_change; DROP TRIGGER entries_never_go;").unwrap();
    db.execute_batch(sql).unwrap();
}

/// Verify; nothing may be wrong.
pub fn sound(ledger: &Ledger) -> Verified {
    let verified = ledger.verify(|_| ()).unwrap();
    assert!(verified.is_sound(), "{verified:?}");
    verified
}
