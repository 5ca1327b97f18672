//! The tables, and the marks in the file's header by which a ledger is known.

use crate::LedgerError;
use rusqlite::{Connection, ErrorCode, TransactionBehavior};
use std::path::Path;
use std::time::{Duration, Instant};

/// SQLite `application_id` of a ledger: "Rapp".
pub(crate) const APPLICATION: i64 = 0x5261_7070;

/// SQLite `user_version` of ledgers made today. Format 1 forbids every change; format 2 lets a redaction empty a
/// payload. A ledger of format 1 is used as it is until its first redaction.
pub const FORMAT: i64 = 2;

/// How long a writer waits for another one.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// The same in every format.
const TABLE: &str = "
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
CREATE TRIGGER entries_never_go BEFORE DELETE ON entries
    BEGIN SELECT RAISE(ABORT, 'ledger entries are never deleted'); END;
CREATE TRIGGER entries_are_gapless BEFORE INSERT ON entries
    WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries)
    BEGIN SELECT RAISE(ABORT, 'ledger entries are numbered without gaps'); END;
CREATE TRIGGER entries_have_one_key BEFORE INSERT ON entries
    WHEN NEW.key IS NOT NULL AND EXISTS (SELECT 1 FROM entries WHERE kind = NEW.kind AND key = NEW.key)
    BEGIN SELECT RAISE(ABORT, 'the ledger holds this key already'); END;
";

/// Format 1: nothing changes.
const NEVER_CHANGE: &str = "
CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries
    BEGIN SELECT RAISE(ABORT, 'ledger entries never change'); END;
";

/// Format 2: an entry that a redaction names may lose its payload; nothing else changes.
const ONLY_REDACTION: &str = "
CREATE TRIGGER entries_never_change BEFORE UPDATE ON entries
    WHEN NEW.payload IS NOT x'' OR NEW.seq IS NOT OLD.seq OR NEW.recorded IS NOT OLD.recorded
        OR NEW.kind IS NOT OLD.kind OR NEW.schema IS NOT OLD.schema OR NEW.key IS NOT OLD.key
        OR NEW.hash IS NOT OLD.hash OR NEW.chain IS NOT OLD.chain
        OR OLD.kind IN ('redaction', 'migration')
        OR NOT EXISTS (SELECT 1 FROM entries WHERE kind = 'redaction' AND key = CAST(OLD.seq AS TEXT))
    BEGIN SELECT RAISE(ABORT, 'ledger entries never change'); END;
";

/// Make an opened connection a ledger, or say why it is none. A file that is not ours is not written to.
pub(crate) fn prepare(db: &mut Connection, path: &Path) -> Result<(), LedgerError> {
    let failed = |e| unopened(e, path);
    careful(db).map_err(failed)?;
    if pristine(db).map_err(failed)? {
        // Another program may be making the same ledger: look again once the file is ours to write.
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        if pristine(&tx).map_err(failed)? {
            create(&tx, FORMAT).map_err(failed)?;
        }
        tx.commit().map_err(failed)?;
    }
    inspect(db, path)?;
    // With a write-ahead log, readers and one writer don't wait for each other; FULL syncs it at every commit.
    write_ahead(db).map_err(failed)?;
    db.pragma_update(None, "synchronous", "FULL").map_err(failed)?;
    // Where fsync alone does not reach the disk (macOS), ask for more; nothing happens elsewhere.
    db.pragma_update(None, "fullfsync", true).map_err(failed)
}

/// Keep a write-ahead log. SQLite does not wait by itself while another program turns the same new file to one.
fn write_ahead(db: &Connection) -> rusqlite::Result<()> {
    let until = Instant::now() + PATIENCE;
    loop {
        match db.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())) {
            Err(e) if e.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && Instant::now() < until => {
                std::thread::sleep(Duration::from_millis(5));
            }
            done => return done,
        }
    }
}

/// Settings of every connection to a ledger, also of one that only looks.
pub(crate) fn careful(db: &Connection) -> rusqlite::Result<()> {
    db.busy_timeout(PATIENCE)?;
    // Freed bytes are overwritten: what is redacted is gone from the file. The answer is a row, hence the check.
    db.pragma_update_and_check(None, "secure_delete", true, |_| Ok(()))?;
    // A ledger may come from somebody else: its tables may not call functions, its pages are checked when read.
    db.pragma_update(None, "trusted_schema", false)?;
    db.pragma_update(None, "cell_size_check", true)
}

/// Is this a ledger, and of a format that is known here? Returns its format; writes nothing.
pub(crate) fn inspect(db: &Connection, path: &Path) -> Result<i64, LedgerError> {
    let failed = |e| unopened(e, path);
    if mark(db, "application_id").map_err(failed)? != APPLICATION {
        return Err(LedgerError::Foreign { path: path.into() });
    }
    let version = mark(db, "user_version").map_err(failed)?;
    if version > FORMAT {
        return Err(LedgerError::Newer { path: path.into(), version, known: FORMAT });
    }
    Ok(version)
}

/// What a failure to open means.
pub(crate) fn unopened(source: rusqlite::Error, path: &Path) -> LedgerError {
    match source.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => LedgerError::Foreign { path: path.into() },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LedgerError::Busy { path: path.into() },
        Some(ErrorCode::DatabaseCorrupt) => LedgerError::Broken { path: path.into(), what: source.to_string() },
        Some(ErrorCode::DiskFull) => LedgerError::Full { path: path.into() },
        _ => LedgerError::Open { path: path.into(), source },
    }
}

fn create(db: &Connection, format: i64) -> rusqlite::Result<()> {
    db.execute_batch(TABLE)?;
    db.execute_batch(if format < 2 { NEVER_CHANGE } else { ONLY_REDACTION })?;
    db.pragma_update(None, "application_id", APPLICATION)?;
    db.pragma_update(None, "user_version", format)
}

/// Format 1 → 2: another trigger and another mark; no entry is touched.
pub(crate) fn allow_redaction(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch("DROP TRIGGER entries_never_change")?;
    db.execute_batch(ONLY_REDACTION)?;
    db.pragma_update(None, "user_version", 2)
}

/// Are tables, index and triggers those of this format? What a damaged or meddled-with file says otherwise.
pub(crate) fn form(db: &Connection, format: i64) -> rusqlite::Result<Option<String>> {
    let list = |db: &Connection| -> rusqlite::Result<Vec<(String, String)>> {
        let mut rows = db.prepare("SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY name")?;
        rows.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect()
    };
    let model = Connection::open_in_memory()?;
    create(&model, format)?;
    let (found, right) = (list(db)?, list(&model)?);
    let odd = |a: &[(String, String)], b: &[(String, String)]| a.iter().find(|x| !b.contains(x)).map(|x| x.0.clone());
    Ok(odd(&right, &found).or_else(|| odd(&found, &right)))
}

/// Nothing was ever written here.
fn pristine(db: &Connection) -> rusqlite::Result<bool> {
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
    Ok(tables == 0 && mark(db, "application_id")? == 0 && mark(db, "user_version")? == 0)
}

pub(crate) fn mark(db: &Connection, pragma: &str) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, pragma, |r| r.get(0))
}
