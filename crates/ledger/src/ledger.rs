//! The ledger: one SQLite file of entries, appended and replayed.

use crate::entry::{Appended, Entry, Hash, New, payload_hash};
use crate::{LedgerError, schema};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// An open ledger. Several may be open on one file; their appends wait for each other.
#[derive(Debug)]
pub struct Ledger {
    pub(crate) db: Connection,
    pub(crate) path: PathBuf,
}

impl Ledger {
    /// Open a ledger, or make one where there is no file. The folder must exist.
    pub fn open(path: impl AsRef<Path>) -> Result<Ledger, LedgerError> {
        let path = path.as_ref().to_path_buf();
        let mut db = Connection::open(&path).map_err(|e| schema::unopened(e, &path))?;
        schema::prepare(&mut db, &path)?;
        Ok(Ledger { db, path })
    }

    /// Open a ledger that is there, to look only: nothing is made and nothing is written.
    pub fn look(path: impl AsRef<Path>) -> Result<Ledger, LedgerError> {
        let path = path.as_ref().to_path_buf();
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(&path, flags).map_err(|e| schema::unopened(e, &path))?;
        schema::careful(&db).map_err(|e| schema::unopened(e, &path))?;
        schema::inspect(&db, &path)?;
        Ok(Ledger { db, path })
    }

    /// A throw-away ledger that is gone when dropped.
    pub fn in_memory() -> Result<Ledger, LedgerError> {
        let path = PathBuf::from("(ledger in memory)");
        let mut db = Connection::open_in_memory().map_err(|source| LedgerError::Open { path: path.clone(), source })?;
        schema::prepare(&mut db, &path)?;
        Ok(Ledger { db, path })
    }

    /// How long to wait for another program that writes; 20 seconds where nothing is set.
    pub fn wait_at_most(&self, time: Duration) -> Result<(), LedgerError> {
        self.db.busy_timeout(time).map_err(|e| self.read(e))
    }

    /// Can entries be appended now? Nothing is.
    pub fn try_to_write(&self) -> Result<(), LedgerError> {
        self.db.execute_batch("BEGIN IMMEDIATE; ROLLBACK").map_err(|e| self.written(e))
    }

    /// Which file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Form of the tables: 1 or 2.
    pub fn format(&self) -> Result<i64, LedgerError> {
        schema::mark(&self.db, "user_version").map_err(|e| self.read(e))
    }

    /// Append one entry; it is durable when this returns. `recorded` is RFC 3339: the ledger reads no clock.
    pub fn append(&mut self, new: New<'_>, recorded: &str) -> Result<Appended, LedgerError> {
        self.write(recorded, |w| w.append(&new))
    }

    /// Append entries in one transaction: all are durable when this returns, or none was added.
    pub fn append_all<'a>(
        &mut self,
        entries: impl IntoIterator<Item = New<'a>>,
        recorded: &str,
    ) -> Result<Vec<Appended>, LedgerError> {
        self.write(recorded, |w| entries.into_iter().map(|new| w.append(&new)).collect())
    }

    /// Number of entries, which is also the number of the last one.
    pub fn len(&self) -> Result<u64, LedgerError> {
        let last: i64 = self
            .db
            .query_row("SELECT coalesce(max(seq), 0) FROM entries", [], |r| r.get(0))
            .map_err(|e| self.read(e))?;
        Ok(last.unsigned_abs())
    }

    /// Is there no entry yet?
    pub fn is_empty(&self) -> Result<bool, LedgerError> {
        Ok(self.len()? == 0)
    }

    /// All entries that are there now, in order. Entries appended meanwhile are not among them.
    pub fn replay(&self) -> Result<Replay<'_>, LedgerError> {
        self.after(0)
    }

    /// The entries behind number `seq` that are there now, in order.
    pub fn after(&self, seq: u64) -> Result<Replay<'_>, LedgerError> {
        Ok(Replay { ledger: self, next: seq.saturating_add(1), last: self.len()? })
    }

    /// The entries up to and with number `seq`, in order: what the ledger knew then.
    pub fn as_of(&self, seq: u64) -> Result<Replay<'_>, LedgerError> {
        Ok(Replay { ledger: self, next: 1, last: seq.min(self.len()?) })
    }

    /// One entry by its number.
    pub fn entry(&self, seq: u64) -> Result<Option<Entry>, LedgerError> {
        let Ok(number) = i64::try_from(seq) else { return Ok(None) };
        let get = || {
            let mut rows =
                self.db.prepare_cached("SELECT recorded, kind, schema, payload, hash FROM entries WHERE seq = ?1")?;
            rows.query_row([number], |r| {
                let payload: Vec<u8> = r.get(3)?;
                let redacted = payload.is_empty() && r.get::<_, Vec<u8>>(4)? != payload_hash(b"");
                Ok(Entry { seq, recorded: r.get(0)?, kind: r.get(1)?, schema: r.get(2)?, payload, redacted })
            })
            .optional()
        };
        get().map_err(|e| self.read(e))
    }

    /// Key of an entry, which it has also when its payload is redacted.
    pub fn key(&self, seq: u64) -> Result<Option<String>, LedgerError> {
        let Ok(number) = i64::try_from(seq) else { return Ok(None) };
        self.db
            .query_row("SELECT key FROM entries WHERE seq = ?1", [number], |r| r.get(0))
            .optional()
            .map(Option::flatten)
            .map_err(|e| self.read(e))
    }

    /// Number of the entry with this kind and key.
    pub fn find(&self, kind: &str, key: &str) -> Result<Option<u64>, LedgerError> {
        let get = || {
            self.db
                .prepare_cached("SELECT seq FROM entries WHERE kind = ?1 AND key = ?2")?
                .query_row([kind, key], |r| Ok(r.get::<_, i64>(0)?.unsigned_abs()))
                .optional()
        };
        get().map_err(|e| self.read(e))
    }

    /// Numbers of the entries of a kind whose keys begin with these words, in the order of the keys.
    pub fn find_all(&self, kind: &str, beginning: &str) -> Result<Vec<u64>, LedgerError> {
        let get = || -> rusqlite::Result<Vec<u64>> {
            let mut rows = self.db.prepare_cached(
                "SELECT seq FROM entries WHERE kind = ?1 AND key >= ?2 AND substr(key, 1, length(?2)) = ?2
                 AND key < ?2 || char(1114111) ORDER BY key",
            )?;
            rows.query_map([kind, beginning], |r| Ok(r.get::<_, i64>(0)?.unsigned_abs()))?.collect()
        };
        get().map_err(|e| self.read(e))
    }

    /// Chain value of an entry: it stands for everything up to there.
    pub fn chain(&self, seq: u64) -> Result<Option<Hash>, LedgerError> {
        let Ok(number) = i64::try_from(seq) else { return Ok(None) };
        self.db
            .query_row("SELECT chain FROM entries WHERE seq = ?1", [number], |r| r.get(0))
            .optional()
            .map_err(|e| self.read(e))
    }

    pub(crate) fn read(&self, source: rusqlite::Error) -> LedgerError {
        self.failed("read", source)
    }

    pub(crate) fn written(&self, source: rusqlite::Error) -> LedgerError {
        self.failed("written", source)
    }

    fn failed(&self, doing: &'static str, source: rusqlite::Error) -> LedgerError {
        let path = self.path.clone();
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LedgerError::Busy { path },
            Some(ErrorCode::DiskFull) => LedgerError::Full { path },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                LedgerError::Broken { path, what: source.to_string() }
            }
            _ => LedgerError::Store { path, doing, source },
        }
    }
}

/// Iterator over entries in order. After an error it ends.
#[derive(Debug)]
pub struct Replay<'a> {
    ledger: &'a Ledger,
    next: u64,
    last: u64,
}

impl Iterator for Replay<'_> {
    type Item = Result<Entry, LedgerError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next > self.last {
            return None;
        }
        let seq = self.next;
        self.next += 1;
        let found = self.ledger.entry(seq).and_then(|entry| {
            entry.ok_or_else(|| LedgerError::Damaged { path: self.ledger.path.clone(), seq, what: "it is missing" })
        });
        if found.is_err() {
            self.last = 0;
        }
        Some(found)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let n = usize::try_from((self.last + 1).saturating_sub(self.next)).unwrap_or(usize::MAX);
        (0, Some(n))
    }
}
