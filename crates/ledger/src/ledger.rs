//! The ledger: one SQLite file of entries, appended and replayed.

use crate::entry::{Appended, Entry, Hash, New, ORIGIN, link, payload_hash};
use crate::{LedgerError, schema};
use rusqlite::{Connection, ErrorCode, OptionalExtension, Transaction, TransactionBehavior, params};
use std::path::{Path, PathBuf};

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
        let mut db = Connection::open(&path).map_err(|source| LedgerError::Open { path: path.clone(), source })?;
        schema::prepare(&mut db, &path)?;
        Ok(Ledger { db, path })
    }

    /// A throw-away ledger that is gone when dropped.
    pub fn in_memory() -> Result<Ledger, LedgerError> {
        let path = PathBuf::from("(ledger in memory)");
        let mut db = Connection::open_in_memory().map_err(|source| LedgerError::Open { path: path.clone(), source })?;
        schema::prepare(&mut db, &path)?;
        Ok(Ledger { db, path })
    }

    /// Append one entry; it is durable when this returns. `recorded` is RFC 3339: the ledger reads no clock.
    pub fn append(&mut self, new: New<'_>, recorded: &str) -> Result<Appended, LedgerError> {
        let receipts = self.append_all([new], recorded)?;
        // One entry in, one receipt out.
        receipts.into_iter().next().ok_or(self.written(rusqlite::Error::QueryReturnedNoRows))
    }

    /// Append entries in one transaction: all are durable when this returns, or none was added.
    pub fn append_all<'a>(
        &mut self,
        entries: impl IntoIterator<Item = New<'a>>,
        recorded: &str,
    ) -> Result<Vec<Appended>, LedgerError> {
        let add = |db: &mut Connection| {
            // IMMEDIATE takes the write lock before the last number is read, so that no other handle takes it too.
            let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let (mut seq, mut chain) = last(&tx)?;
            let mut receipts = Vec::new();
            for new in entries {
                if let Some(seq) = find(&tx, &new)? {
                    receipts.push(Appended { seq, fresh: false });
                    continue;
                }
                seq += 1;
                chain = insert(&tx, seq, &chain, &new, recorded)?;
                receipts.push(Appended { seq, fresh: true });
            }
            tx.commit()?;
            Ok(receipts)
        };
        add(&mut self.db).map_err(|e| self.written(e))
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
        Ok(Replay { ledger: self, next: 1, last: self.len()? })
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
                self.db.prepare_cached("SELECT recorded, kind, schema, payload FROM entries WHERE seq = ?1")?;
            rows.query_row([number], |r| {
                Ok(Entry { seq, recorded: r.get(0)?, kind: r.get(1)?, schema: r.get(2)?, payload: r.get(3)? })
            })
            .optional()
        };
        get().map_err(|e| self.read(e))
    }

    pub(crate) fn read(&self, source: rusqlite::Error) -> LedgerError {
        self.failed("read", source)
    }

    fn written(&self, source: rusqlite::Error) -> LedgerError {
        self.failed("written", source)
    }

    fn failed(&self, doing: &'static str, source: rusqlite::Error) -> LedgerError {
        let path = self.path.clone();
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LedgerError::Busy { path },
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
}

/// Number and chain of the last entry.
fn last(tx: &Transaction<'_>) -> rusqlite::Result<(u64, Hash)> {
    let row = tx
        .query_row("SELECT seq, chain FROM entries ORDER BY seq DESC LIMIT 1", [], |r| {
            Ok((r.get::<_, i64>(0)?.unsigned_abs(), r.get::<_, Hash>(1)?))
        })
        .optional()?;
    Ok(row.unwrap_or((0, ORIGIN)))
}

/// Number of the entry that has this kind and key.
fn find(tx: &Transaction<'_>, new: &New<'_>) -> rusqlite::Result<Option<u64>> {
    let Some(key) = &new.key else { return Ok(None) };
    tx.prepare_cached("SELECT seq FROM entries WHERE kind = ?1 AND key = ?2")?
        .query_row([new.kind, key], |r| Ok(r.get::<_, i64>(0)?.unsigned_abs()))
        .optional()
}

fn insert(tx: &Transaction<'_>, seq: u64, previous: &Hash, new: &New<'_>, recorded: &str) -> rusqlite::Result<Hash> {
    let hash = payload_hash(&new.payload);
    let chain = link(previous, &hash, seq, new.kind, new.schema, new.key.as_deref(), recorded);
    tx.prepare_cached(
        "INSERT INTO entries (seq, recorded, kind, schema, key, payload, hash, chain)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![seq as i64, recorded, new.kind, new.schema, new.key, new.payload, hash, chain])?;
    Ok(chain)
}
