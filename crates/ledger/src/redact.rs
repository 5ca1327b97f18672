//! Emptying a payload: its hash, its date and the reason are left.

use crate::entry::New;
use crate::{Ledger, LedgerError, schema};
use rapporteur_types::entry::Payload;

/// Kinds that the ledger writes itself and that tell of other entries.
const KEPT: [&str; 3] = ["redaction", "migration", "switch"];

impl Ledger {
    /// Empty the payloads of some entries. Each redaction is itself an entry, with the reason; a ledger of format 1
    /// becomes one of format 2, which is an entry too. When this returns, the bytes are gone from the ledger's files.
    /// Entries that were redacted before stay as they are. Returns how many were emptied now.
    pub fn redact(&mut self, entries: &[u64], reason: &str, recorded: &str) -> Result<usize, LedgerError> {
        for seq in entries.iter().copied() {
            let entry = self.entry(seq)?.ok_or_else(|| LedgerError::NoEntry { path: self.path.clone(), seq })?;
            if KEPT.contains(&entry.kind.as_str()) {
                return Err(LedgerError::NotRedactable { path: self.path.clone(), seq, kind: entry.kind });
            }
        }
        let migration = Payload::Migration { from: 1, to: 2 };
        let mut news = Vec::new();
        for of in entries.iter().copied() {
            news.push((of, self.own(&Payload::Redaction { of, reason: reason.into() }, Some(of.to_string()))?));
        }
        let migration = self.own(&migration, Some("2".into()))?;
        let old = self.format()? < 2;
        let emptied = self.write(recorded, |w| {
            if old && schema::mark(&w.tx, "user_version")? < 2 {
                schema::allow_redaction(&w.tx)?;
                w.append(&migration)?;
            }
            let mut emptied = 0;
            for (of, new) in &news {
                if w.append(new)?.fresh {
                    emptied += 1;
                    w.tx.execute("UPDATE entries SET payload = x'' WHERE seq = ?1", [*of as i64])?;
                }
            }
            Ok(emptied)
        })?;
        self.fold()?;
        Ok(emptied)
    }

    /// Write the log into the ledger's file and empty it, so that no older state of a page is left in either.
    pub fn fold(&self) -> Result<(), LedgerError> {
        let busy: i64 =
            self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| r.get(0)).map_err(|e| self.read(e))?;
        if busy != 0 {
            return Err(LedgerError::InUse { path: self.path.clone() });
        }
        Ok(())
    }

    fn own(&self, payload: &Payload, key: Option<String>) -> Result<New<'static>, LedgerError> {
        let bytes = payload.encode().map_err(|e| LedgerError::Payload { path: self.path.clone(), source: e })?;
        Ok(New { kind: payload.kind(), schema: payload.schema(), key, payload: bytes })
    }
}
