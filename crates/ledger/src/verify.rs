//! Is every entry still what was written?

use crate::entry::{Hash, ORIGIN, link, payload_hash};
use crate::{Ledger, LedgerError};

/// What a sound ledger holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Number of entries, all sound.
    pub entries: u64,
    /// Chain value of the last entry: whoever noted it earlier can tell that nothing before it changed, and that no
    /// entry was cut off at the end.
    pub head: [u8; 32],
}

impl Ledger {
    /// Check numbers, payload hashes and chain of all entries, and then the file itself. Names the first damaged entry.
    pub fn verify(&self) -> Result<Verified, LedgerError> {
        let damaged = |seq, what| LedgerError::Damaged { path: self.path.clone(), seq, what };
        let mut rows = self
            .db
            .prepare("SELECT seq, recorded, kind, schema, key, payload, hash, chain FROM entries ORDER BY seq")
            .map_err(|e| self.read(e))?;
        let mut rows = rows.query([]).map_err(|e| self.read(e))?;
        let (mut seq, mut chain) = (0u64, ORIGIN);
        while let Some(row) = rows.next().map_err(|e| self.read(e))? {
            seq += 1;
            let read = || -> rusqlite::Result<_> {
                let (recorded, kind): (String, String) = (row.get(1)?, row.get(2)?);
                let (schema, key): (u32, Option<String>) = (row.get(3)?, row.get(4)?);
                let (payload, hash, chain): (Vec<u8>, Hash, Hash) = (row.get(5)?, row.get(6)?, row.get(7)?);
                Ok((row.get::<_, i64>(0)?, recorded, kind, schema, key, payload, hash, chain))
            };
            let (number, recorded, kind, schema, key, payload, hash, stored) =
                read().map_err(|_| damaged(seq, "a column has the wrong type"))?;
            if number != seq as i64 {
                return Err(damaged(seq, "it is missing"));
            }
            if payload_hash(&payload) != hash {
                return Err(damaged(seq, "its payload does not match its hash"));
            }
            chain = link(&chain, &hash, seq, &kind, schema, key.as_deref(), &recorded);
            if chain != stored {
                return Err(damaged(seq, "it does not continue the chain"));
            }
        }
        let state: String = self.db.query_row("PRAGMA quick_check(1)", [], |r| r.get(0)).map_err(|e| self.read(e))?;
        if state != "ok" {
            return Err(LedgerError::Broken { path: self.path.clone(), what: state });
        }
        Ok(Verified { entries: seq, head: chain })
    }
}
