//! Is every entry still what was written?

use crate::entry::{Hash, ORIGIN, link, payload_hash};
use crate::{Ledger, LedgerError, schema};
use std::collections::{BTreeMap, BTreeSet};

/// Most damaged entries that are named.
const MOST: usize = 100;

/// What a verification found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Number of entries.
    pub entries: u64,
    /// How many of them have lost their payload to a redaction.
    pub redacted: u64,
    /// Chain value of the last entry: whoever noted it earlier can tell that nothing before it changed, and that no
    /// entry was cut off at the end.
    pub head: Hash,
    /// Entries that are not what was written, in order; the first hundred.
    pub damage: Vec<Damage>,
    /// What is wrong with the file as a whole: a table, index or trigger that is not as it should be.
    pub form: Option<String>,
}

/// An entry that is not what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Its number.
    pub seq: u64,
    /// What is wrong with it.
    pub what: &'static str,
}

impl Verified {
    /// Nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.damage.is_empty() && self.form.is_none()
    }
}

impl Ledger {
    /// Check numbers, payload hashes and chain of all entries, then the file itself. `step` is told the number of each
    /// entry.
    pub fn verify(&self, mut step: impl FnMut(u64)) -> Result<Verified, LedgerError> {
        let mut rows = self
            .db
            .prepare("SELECT seq, recorded, kind, schema, key, payload, hash, chain FROM entries ORDER BY seq")
            .map_err(|e| self.read(e))?;
        let mut rows = rows.query([]).map_err(|e| self.read(e))?;
        let mut found = Found::default();
        let (mut seq, mut chain) = (0u64, ORIGIN);
        while let Some(row) = rows.next().map_err(|e| self.read(e))? {
            seq += 1;
            step(seq);
            let number = row.get::<_, i64>(0).unwrap_or(-1);
            let gap = number > seq as i64;
            if gap {
                (seq..number.unsigned_abs()).take(MOST).for_each(|s| found.wrong(s, "it is missing"));
                seq = number.unsigned_abs();
            }
            let read = || -> rusqlite::Result<_> {
                let (recorded, kind): (String, String) = (row.get(1)?, row.get(2)?);
                let (schema, key): (u32, Option<String>) = (row.get(3)?, row.get(4)?);
                let (payload, hash, chain): (Vec<u8>, Hash, Hash) = (row.get(5)?, row.get(6)?, row.get(7)?);
                Ok((recorded, kind, schema, key, payload, hash, chain))
            };
            let Ok((recorded, kind, schema, key, payload, hash, stored)) = read() else {
                found.wrong(seq, "a column has the wrong type");
                // what follows cannot be checked against it
                chain = row.get(7).unwrap_or(ORIGIN);
                continue;
            };
            if payload_hash(&payload) != hash {
                match payload.is_empty() {
                    true => drop(found.empty.insert(seq)),
                    false => found.wrong(seq, "its payload does not match its hash"),
                }
            }
            if let Some(of) = key.as_deref().filter(|_| kind == "redaction").and_then(|k| k.parse().ok()) {
                found.redacted.insert(of);
            }
            if !gap && link(&chain, &hash, seq, &kind, schema, key.as_deref(), &recorded) != stored {
                found.wrong(seq, "it does not continue the chain");
            }
            chain = stored;
        }
        let form = self.form()?;
        let Found { mut damage, empty, redacted } = found;
        for seq in &empty - &redacted {
            damage.entry(seq).or_insert("its payload is gone and no redaction says so");
        }
        for seq in redacted.difference(&empty).filter(|s| !damage.contains_key(s)).copied().collect::<Vec<_>>() {
            damage.insert(seq, "a redaction names it, and its payload is still there");
        }
        Ok(Verified {
            entries: seq,
            redacted: empty.intersection(&redacted).count() as u64,
            head: chain,
            damage: damage.into_iter().take(MOST).map(|(seq, what)| Damage { seq, what }).collect(),
            form,
        })
    }

    fn form(&self) -> Result<Option<String>, LedgerError> {
        let state: String =
            self.db.query_row("PRAGMA integrity_check(1)", [], |r| r.get(0)).map_err(|e| self.read(e))?;
        if state != "ok" {
            return Ok(Some(state));
        }
        let odd = schema::form(&self.db, self.format()?).map_err(|e| self.read(e))?;
        Ok(odd.map(|name| format!("the definition of {name} is not that of a ledger")))
    }
}

#[derive(Default)]
struct Found {
    damage: BTreeMap<u64, &'static str>,
    /// Entries without payload.
    empty: BTreeSet<u64>,
    /// Entries that a redaction names.
    redacted: BTreeSet<u64>,
}

impl Found {
    /// The first fault of an entry is the one that is told.
    fn wrong(&mut self, seq: u64, what: &'static str) {
        self.damage.entry(seq).or_insert(what);
    }
}
