//! The tables, and the marks in the file's header by which a ledger is known.

use crate::LedgerError;
use rusqlite::{Connection, ErrorCode, TransactionBehavior};
use std::path::Path;
use std::time::Duration;

/// SQLite `application_id` of a ledger: "Rapp".
pub(crate) const APPLICATION: i64 = 0x5261_7070;

/// SQLite `user_version`: format of the tables below.
pub(crate) const FORMAT: i64 = 1;

/// How long a writer waits for another one.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Entries are only ever added, at the end. The triggers hold for every program that opens the file; the last two also
/// stop `INSERT OR REPLACE`, whose hidden deletions fire no delete trigger.
const TABLES: &str = "
CREATE TABLE entries (
    seq      INTEGER PRIMARY KEY,
    recorded TEXT NOT NULL,
    kind     TEXT NOT NULL,
    schema   INTEGER NOT NULL,
    key      TEXT,
    payload  BLOB NOT NULL,
    hash     BLOB NOT NULL,
    chain    BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX entries_kind_key ON entries (kind, key) WHERE key IS NOT NULL;
CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries
    BEGIN SELECT RAISE(ABORT, 'ledger entries never change'); END;
CREATE TRIGGER entries_never_go BEFORE DELETE ON entries
    BEGIN SELECT RAISE(ABORT, 'ledger entries are never deleted'); END;
CREATE TRIGGER entries_are_gapless BEFORE INSERT ON entries
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries)
    BEGIN SELECT RAISE(ABORT, 'ledger entries are numbered without gaps'); END;
CREATE TRIGGER entries_have_one_key BEFORE INSERT ON entries
    WHEN NEW.key IS NOT NULL AND EXISTS (SELECT 1 FROM entries WHERE kind = NEW.kind AND key = NEW.key)
    BEGIN SELECT RAISE(ABORT, 'the ledger holds this key already'); END;
";

/// Make an opened connection a ledger, or say why it is none. A file that is not ours is not written to.
pub(crate) fn prepare(db: &mut Connection, path: &Path) -> Result<(), LedgerError> {
    let failed = |source: rusqlite::Error| match source.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => LedgerError::Foreign { path: path.into() },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LedgerError::Busy { path: path.into() },
        Some(ErrorCode::DatabaseCorrupt) => LedgerError::Broken { path: path.into(), what: source.to_string() },
        _ => LedgerError::Open { path: path.into(), source },
    };
    db.busy_timeout(PATIENCE).map_err(failed)?;
    if pristine(db).map_err(failed)? {
        // Another program may be making the same ledger: look again once the file is ours to write.
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        if pristine(&tx).map_err(failed)? {
            tx.execute_batch(TABLES).map_err(failed)?;
            tx.pragma_update(None, "application_id", APPLICATION).map_err(failed)?;
            tx.pragma_update(None, "user_version", FORMAT).map_err(failed)?;
        }
        tx.commit().map_err(failed)?;
    }
    if mark(db, "application_id").map_err(failed)? != APPLICATION {
        return Err(LedgerError::Foreign { path: path.into() });
    }
    let version = mark(db, "user_version").map_err(failed)?;
    if version > FORMAT {
        return Err(LedgerError::Newer { path: path.into(), version, known: FORMAT });
    }
    // With a write-ahead log, readers and one writer don't wait for each other; FULL syncs it at every commit.
    db.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())).map_err(failed)?;
    db.pragma_update(None, "synchronous", "FULL").map_err(failed)
}

/// Nothing was ever written here.
fn pristine(db: &Connection) -> rusqlite::Result<bool> {
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
    Ok(tables == 0 && mark(db, "application_id")? == 0 && mark(db, "user_version")? == 0)
}

fn mark(db: &Connection, pragma: &str) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, pragma, |r| r.get(0))
}
