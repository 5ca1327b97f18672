//! The one place through which anything is written to a ledger.

use crate::entry::{Appended, Hash, New, ORIGIN, link, payload_hash};
use crate::{Ledger, LedgerError};
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};

/// An open transaction at the end of the ledger.
pub(crate) struct Writing<'a> {
    pub tx: Transaction<'a>,
    /// When all that is written here is recorded.
    recorded: &'a str,
    seq: u64,
    chain: Hash,
}

impl Ledger {
    /// Run a change in one transaction. What it wrote is durable when this returns `Ok`: the log was synced. After an
    /// error, nothing of it is there.
    pub(crate) fn write<T>(
        &mut self,
        recorded: &str,
        change: impl FnOnce(&mut Writing<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, LedgerError> {
        let run = || {
            // IMMEDIATE takes the write lock before the last number is read, so that no other handle takes it too.
            let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let (seq, chain) = last(&tx)?;
            let mut writing = Writing { tx, recorded, seq, chain };
            let out = change(&mut writing)?;
            writing.tx.commit()?;
            Ok(out)
        };
        run().map_err(|e| self.written(e))
    }
}

impl Writing<'_> {
    /// Append an entry, unless its kind and key are there.
    pub fn append(&mut self, new: &New<'_>) -> rusqlite::Result<Appended> {
        if let Some(seq) = self.find(new.kind, new.key.as_deref())? {
            return Ok(Appended { seq, fresh: false });
        }
        let seq = self.seq + 1;
        let hash = payload_hash(&new.payload);
        let chain = link(&self.chain, &hash, seq, new.kind, new.schema, new.key.as_deref(), self.recorded);
        self.tx
            .prepare_cached(
                "INSERT INTO entries (seq, recorded, kind, schema, key, payload, hash, chain)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![seq as i64, self.recorded, new.kind, new.schema, new.key, new.payload, hash, chain])?;
        (self.seq, self.chain) = (seq, chain);
        Ok(Appended { seq, fresh: true })
    }

    /// Number of the entry that has this kind and key.
    fn find(&self, kind: &str, key: Option<&str>) -> rusqlite::Result<Option<u64>> {
        let Some(key) = key else { return Ok(None) };
        self.tx
            .prepare_cached("SELECT seq FROM entries WHERE kind = ?1 AND key = ?2")?
            .query_row([kind, key], |r| Ok(r.get::<_, i64>(0)?.unsigned_abs()))
            .optional()
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
