//! The index: what is derived from a ledger so that nobody has to replay it for one question. It lies in a file of its
//! own, the cache, which may be deleted at any time.
//!
//! It holds which coding of each document counts, which documents each dossier is about, and the words of the texts.
//! Each of the three knows up to which entry it has come, and goes on from there.

use crate::entry::Hash;
use crate::schema::PATIENCE;
use crate::{Ledger, LedgerError};
use rusqlite::{Connection, ErrorCode, OptionalExtension, Transaction, TransactionBehavior, params};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// SQLite `application_id` of a cache: "Rapc".
const APPLICATION: i32 = 0x5261_7063;

/// SQLite `user_version`; a cache of another format is thrown away.
const FORMAT: i32 = 1;

/// `documents.coding` is the coding that counts; `totals` sums over those, by version. `about` names the codings that a
/// dossier is about, whether they count or not, so that nothing must be looked at again when others come to count.
const TABLES: &str = "
CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY, upto INTEGER NOT NULL, chain BLOB) STRICT;
CREATE TABLE IF NOT EXISTS documents (seq INTEGER PRIMARY KEY, day INTEGER, coding INTEGER) STRICT;
CREATE INDEX IF NOT EXISTS documents_uncoded ON documents (seq) WHERE coding IS NULL;
CREATE TABLE IF NOT EXISTS versions (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, stands INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS codings (
    seq INTEGER PRIMARY KEY, document INTEGER NOT NULL, version INTEGER NOT NULL, claims INTEGER NOT NULL,
    unread INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS codings_document ON codings (document);
CREATE TABLE IF NOT EXISTS totals (
    version INTEGER PRIMARY KEY, documents INTEGER NOT NULL, claims INTEGER NOT NULL, unread INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS about (dossier TEXT NOT NULL, coding INTEGER NOT NULL, PRIMARY KEY (dossier, coding))
    STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (title, text, content='', tokenize='unicode61 remove_diacritics 2');
";

/// Which codings and documents are known.
const ENTRIES: &str = "entries";
/// Which texts are in `words`.
const WORDS: &str = "words";

/// What an entry adds to the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A document.
    Document {
        /// Number of its entry.
        seq: u64,
        /// Day of publication as a count of days, where known.
        day: Option<i64>,
    },
    /// A coding of a document.
    Coding {
        /// Number of its entry.
        seq: u64,
        /// Number of the document's entry.
        document: u64,
        /// Reader and coder.
        version: String,
        /// How many claims.
        claims: u64,
        /// The text is in a language that is kept but not read.
        unread: bool,
    },
    /// From here on the codings of this version count.
    Switch {
        /// Reader and coder.
        version: String,
    },
}

/// How much some documents hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Documents.
    pub documents: u64,
    /// Their claims.
    pub claims: u64,
    /// Those in a language that is kept but not read.
    pub unread: u64,
}

/// The index of one ledger.
#[derive(Debug)]
pub struct Index {
    db: Connection,
    path: PathBuf,
    trouble: Option<String>,
}

impl Index {
    /// Open the index of a ledger, or make one. One that is damaged, of another format or of another ledger is thrown
    /// away. Where none can be kept, it is made in memory, and [`Index::trouble`] says why.
    pub fn open(path: &Path, ledger: &Ledger) -> Result<Index, LedgerError> {
        let mut trouble = None;
        let db = match is_ours(path) {
            true => connect(path)
                .and_then(|db| of_this(&db, ledger).map(|ours| ours.then_some(db)))
                .and_then(|db| db.ok_or(rusqlite::Error::InvalidQuery))
                .or_else(|_| {
                    discard(path);
                    connect(path)
                })
                .map_err(|e| {
                    trouble = Some(format!("{}: no cache can be kept there ({e}): check the folder", path.display()))
                })
                .ok(),
            false => {
                trouble = Some(format!("{}: this is no cache of rapporteur: move or delete it", path.display()));
                None
            }
        };
        let memory = || Connection::open_in_memory().and_then(tables);
        let db = db.map_or_else(memory, Ok).map_err(|source| LedgerError::Cache { path: path.into(), source })?;
        Ok(Index { db, path: path.into(), trouble })
    }

    /// Why the index is kept in memory only, where it is.
    pub fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    /// Up to which entry documents and codings are known.
    pub fn upto(&self) -> Result<u64, LedgerError> {
        mark(&self.db, ENTRIES).map_err(|e| self.failed(e))
    }

    /// Up to which entry the words of texts are known.
    pub fn words_upto(&self) -> Result<u64, LedgerError> {
        mark(&self.db, WORDS).map_err(|e| self.failed(e))
    }

    /// Up to which entry it is known what a dossier is about.
    pub fn dossier_upto(&self, dossier: &str) -> Result<u64, LedgerError> {
        mark(&self.db, dossier).map_err(|e| self.failed(e))
    }

    /// Add what the entries behind `from` up to and with `to` say; `chain` is the chain value there. Nothing happens
    /// where another program has done so meanwhile.
    pub fn add(&mut self, from: u64, to: u64, chain: Option<Hash>, rows: &[Row]) -> Result<(), LedgerError> {
        self.fold(ENTRIES, from, to, chain, |tx| rows.iter().try_for_each(|r| add(tx, r)))
    }

    /// Add the texts of documents: number of the entry, title, text.
    pub fn add_words<'a>(
        &mut self,
        from: u64,
        to: u64,
        texts: impl IntoIterator<Item = (u64, &'a str, &'a str)>,
    ) -> Result<(), LedgerError> {
        self.fold(WORDS, from, to, None, |tx| {
            let mut put = tx.prepare_cached("INSERT INTO words (rowid, title, text) VALUES (?1, ?2, ?3)")?;
            texts.into_iter().try_for_each(|(seq, title, text)| put.execute(params![seq as i64, title, text]).map(drop))
        })
    }

    /// Add codings that a dossier is about.
    pub fn add_about(&mut self, dossier: &str, from: u64, to: u64, codings: &[u64]) -> Result<(), LedgerError> {
        self.fold(dossier, from, to, None, |tx| {
            let mut put = tx.prepare_cached("INSERT OR IGNORE INTO about (dossier, coding) VALUES (?1, ?2)")?;
            codings.iter().try_for_each(|c| put.execute(params![dossier, *c as i64]).map(drop))
        })
    }

    /// Documents that nobody has coded, in order.
    pub fn uncoded(&self) -> Result<Vec<u64>, LedgerError> {
        self.numbers("SELECT seq FROM documents WHERE coding IS NULL ORDER BY seq", [])
    }

    /// Documents that a version has not coded, in order.
    pub fn not_coded_by(&self, version: &str) -> Result<Vec<u64>, LedgerError> {
        self.numbers(
            "SELECT seq FROM documents d WHERE NOT EXISTS (
                 SELECT 1 FROM codings c JOIN versions v ON v.id = c.version WHERE c.document = d.seq AND v.name = ?1
             ) ORDER BY seq",
            [version],
        )
    }

    /// The version that stands, where a switch says so.
    pub fn stands(&self) -> Result<Option<String>, LedgerError> {
        self.db
            .query_row("SELECT name FROM versions WHERE stands = 1", [], |r| r.get(0))
            .optional()
            .map_err(|e| self.failed(e))
    }

    /// The version that has coded most documents; of two, the later.
    pub fn most(&self) -> Result<Option<String>, LedgerError> {
        self.db
            .query_row(
                "SELECT v.name FROM codings c JOIN versions v ON v.id = c.version GROUP BY v.id
                 ORDER BY count(*) DESC, max(c.seq) DESC LIMIT 1",
                [],
                |r| r.get(0),
            )
            .optional()
            .map_err(|e| self.failed(e))
    }

    /// What the codings that count hold in all, by version.
    pub fn totals(&self) -> Result<Vec<(String, Totals)>, LedgerError> {
        let get = || -> rusqlite::Result<Vec<(String, Totals)>> {
            let mut rows = self.db.prepare_cached(
                "SELECT v.name, t.documents, t.claims, t.unread FROM totals t JOIN versions v ON v.id = t.version
                 WHERE t.documents > 0 ORDER BY v.name",
            )?;
            rows.query_map([], |r| {
                let n = |i| r.get::<_, i64>(i).map(i64::unsigned_abs);
                Ok((r.get(0)?, Totals { documents: n(1)?, claims: n(2)?, unread: n(3)? }))
            })?
            .collect()
        };
        get().map_err(|e| self.failed(e))
    }

    /// Codings behind `from`, with their documents, in order, at most `most`.
    pub fn codings_after(&self, from: u64, most: usize) -> Result<Vec<(u64, u64)>, LedgerError> {
        self.pairs(
            "SELECT document, seq FROM codings WHERE seq > ?1 ORDER BY seq LIMIT ?2",
            params![from as i64, most as i64],
        )
    }

    /// Documents behind `from` and up to `upto`, in order, at most `most`.
    pub fn documents_after(&self, from: u64, upto: u64, most: usize) -> Result<Vec<u64>, LedgerError> {
        self.numbers(
            "SELECT seq FROM documents WHERE seq > ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3",
            params![from as i64, upto as i64, most as i64],
        )
    }

    /// Number of documents, coded or not.
    pub fn documents(&self) -> Result<u64, LedgerError> {
        self.numbers("SELECT count(*) FROM documents", []).map(|n| n.first().copied().unwrap_or(0))
    }

    /// Every document with the coding that counts, in order; none where there is none. The last `newest` of them, or
    /// all.
    pub fn all(&self, newest: Option<usize>) -> Result<Vec<(u64, u64)>, LedgerError> {
        let most = newest.map_or(-1, |n| i64::try_from(n).unwrap_or(i64::MAX));
        let mut found = self
            .pairs("SELECT seq, coding FROM documents WHERE coding IS NOT NULL ORDER BY seq DESC LIMIT ?1", [most])?;
        found.reverse();
        Ok(found)
    }

    /// Documents that a dossier is about, with the coding that counts, in order.
    pub fn about(&self, dossier: &str) -> Result<Vec<(u64, u64)>, LedgerError> {
        self.pairs(
            "SELECT d.seq, d.coding FROM about a JOIN codings c ON c.seq = a.coding
             JOIN documents d ON d.seq = c.document AND d.coding = c.seq WHERE a.dossier = ?1 ORDER BY d.seq",
            [dossier],
        )
    }

    /// What the codings that count of a dossier's documents hold.
    pub fn about_totals(&self, dossier: &str) -> Result<Totals, LedgerError> {
        self.db
            .query_row(
                "SELECT count(*), coalesce(sum(c.claims), 0), coalesce(sum(c.unread), 0)
                 FROM about a JOIN codings c ON c.seq = a.coding
                 JOIN documents d ON d.seq = c.document AND d.coding = c.seq WHERE a.dossier = ?1",
                [dossier],
                |r| {
                    let n = |i| r.get::<_, i64>(i).map(i64::unsigned_abs);
                    Ok(Totals { documents: n(0)?, claims: n(1)?, unread: n(2)? })
                },
            )
            .map_err(|e| self.failed(e))
    }

    /// Documents with all these words or phrases, the best first, at most `most`; published on or after a day, where one
    /// is given. A word that ends in `*` stands for all that begin so.
    pub fn search(&self, words: &[&str], since: Option<i64>, most: usize) -> Result<Vec<u64>, LedgerError> {
        let query: Vec<String> = words
            .iter()
            .filter(|w| w.chars().any(char::is_alphanumeric))
            .map(|w| match w.strip_suffix('*') {
                Some(stem) => format!("\"{}\" *", stem.replace('"', "\"\"")),
                None => format!("\"{}\"", w.replace('"', "\"\"")),
            })
            .collect();
        if query.is_empty() {
            return Ok(Vec::new());
        }
        let (query, most) = (query.join(" AND "), most as i64);
        match since {
            Some(day) => self.numbers(
                "SELECT words.rowid FROM words JOIN documents d ON d.seq = words.rowid WHERE words MATCH ?1 AND d.day >= ?2
                 ORDER BY bm25(words, 4.0, 1.0), words.rowid DESC LIMIT ?3",
                params![query, day, most],
            ),
            None => self.numbers(
                "SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY bm25(words, 4.0, 1.0), rowid DESC LIMIT ?2",
                params![query, most],
            ),
        }
    }

    /// Free what is not needed and bring the parts of the index of words together.
    pub fn compact(&mut self) -> Result<(), LedgerError> {
        let run = || {
            self.db.execute("INSERT INTO words (words) VALUES ('optimize')", [])?;
            self.db.execute_batch("VACUUM")?;
            self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        };
        run().map_err(|e| self.failed(e))
    }

    /// Is the file whole, as far as SQLite can tell?
    pub fn check(&self) -> Result<bool, LedgerError> {
        self.db
            .query_row("PRAGMA quick_check(1)", [], |r| r.get::<_, String>(0))
            .map(|s| s == "ok")
            .map_err(|e| self.failed(e))
    }

    /// Go on with one part of the index, in one transaction.
    fn fold(
        &mut self,
        part: &str,
        from: u64,
        to: u64,
        chain: Option<Hash>,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<()>,
    ) -> Result<(), LedgerError> {
        let run = || {
            let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            if mark(&tx, part)? == from {
                work(&tx)?;
                tx.execute(
                    "INSERT OR REPLACE INTO marks (name, upto, chain) VALUES (?1, ?2, ?3)",
                    params![part, to as i64, chain],
                )?;
            }
            tx.commit()
        };
        let done = run();
        done.map_err(|e| self.failed(e))
    }

    fn numbers(&self, sql: &str, params: impl rusqlite::Params) -> Result<Vec<u64>, LedgerError> {
        let get = || -> rusqlite::Result<Vec<u64>> {
            let mut rows = self.db.prepare_cached(sql)?;
            rows.query_map(params, |r| Ok(r.get::<_, i64>(0)?.unsigned_abs()))?.collect()
        };
        get().map_err(|e| self.failed(e))
    }

    fn pairs(&self, sql: &str, params: impl rusqlite::Params) -> Result<Vec<(u64, u64)>, LedgerError> {
        let get = || -> rusqlite::Result<Vec<(u64, u64)>> {
            let mut rows = self.db.prepare_cached(sql)?;
            rows.query_map(params, |r| Ok((r.get::<_, i64>(0)?.unsigned_abs(), r.get::<_, i64>(1)?.unsigned_abs())))?
                .collect()
        };
        get().map_err(|e| self.failed(e))
    }

    fn failed(&self, source: rusqlite::Error) -> LedgerError {
        LedgerError::Cache { path: self.path.clone(), source }
    }
}

/// Delete a cache with its side files. What is no cache is left as it is.
pub fn forget(path: &Path) -> Result<(), LedgerError> {
    if is_ours(path) {
        discard(path);
    }
    match path.exists() && is_ours(path) {
        true => {
            Err(LedgerError::File { path: path.into(), source: std::io::Error::other("the cache cannot be deleted") })
        }
        false => Ok(()),
    }
}

fn add(tx: &Transaction<'_>, row: &Row) -> rusqlite::Result<()> {
    match row {
        Row::Document { seq, day } => {
            let sql = "INSERT OR IGNORE INTO documents (seq, day) VALUES (?1, ?2)";
            tx.prepare_cached(sql)?.execute(params![*seq as i64, day]).map(drop)
        }
        Row::Coding { seq, document, version, claims, unread } => {
            let version = version_id(tx, version)?;
            let (seq, document) = (*seq as i64, *document as i64);
            let sql =
                "INSERT OR IGNORE INTO codings (seq, document, version, claims, unread) VALUES (?1, ?2, ?3, ?4, ?5)";
            tx.prepare_cached(sql)?.execute(params![seq, document, version, *claims as i64, unread])?;
            let sql = "SELECT c.seq, v.stands FROM documents d LEFT JOIN codings c ON c.seq = d.coding
                       LEFT JOIN versions v ON v.id = c.version WHERE d.seq = ?1";
            let now: Option<(Option<i64>, Option<bool>)> =
                tx.prepare_cached(sql)?.query_row([document], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
            let stands: bool =
                tx.prepare_cached("SELECT stands FROM versions WHERE id = ?1")?.query_row([version], |r| r.get(0))?;
            match now {
                // its document was redacted
                None => Ok(()),
                Some((Some(_), Some(true))) if !stands => Ok(()),
                Some((before, _)) => {
                    if let Some(before) = before {
                        count(tx, before, -1)?;
                    }
                    tx.prepare_cached("UPDATE documents SET coding = ?2 WHERE seq = ?1")?.execute([document, seq])?;
                    count(tx, seq, 1)
                }
            }
        }
        Row::Switch { version } => {
            let version = version_id(tx, version)?;
            tx.execute("UPDATE versions SET stands = (id = ?1)", [version])?;
            tx.execute(
                "UPDATE documents SET coding = (SELECT c.seq FROM codings c WHERE c.document = documents.seq
                 ORDER BY (c.version = ?1) DESC, c.seq DESC LIMIT 1)",
                [version],
            )?;
            tx.execute("DELETE FROM totals", [])?;
            tx.execute(
                "INSERT INTO totals SELECT c.version, count(*), sum(c.claims), sum(c.unread)
                 FROM documents d JOIN codings c ON c.seq = d.coding GROUP BY c.version",
                [],
            )
            .map(drop)
        }
    }
}

/// Add a coding to the totals, or take it away.
fn count(tx: &Transaction<'_>, coding: i64, times: i64) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "INSERT INTO totals SELECT version, ?2, ?2 * claims, ?2 * unread FROM codings WHERE seq = ?1
         ON CONFLICT (version) DO UPDATE SET documents = documents + excluded.documents,
         claims = claims + excluded.claims, unread = unread + excluded.unread",
    )?
    .execute([coding, times])
    .map(drop)
}

fn version_id(tx: &Transaction<'_>, name: &str) -> rusqlite::Result<i64> {
    tx.prepare_cached("INSERT OR IGNORE INTO versions (name, stands) VALUES (?1, 0)")?.execute([name])?;
    tx.prepare_cached("SELECT id FROM versions WHERE name = ?1")?.query_row([name], |r| r.get(0))
}

fn mark(db: &Connection, part: &str) -> rusqlite::Result<u64> {
    let found: Option<i64> =
        db.prepare_cached("SELECT upto FROM marks WHERE name = ?1")?.query_row([part], |r| r.get(0)).optional()?;
    Ok(found.unwrap_or(0).unsigned_abs())
}

/// Does the index come from this ledger, as far as it has come?
fn of_this(db: &Connection, ledger: &Ledger) -> rusqlite::Result<bool> {
    let found: Option<(i64, Option<Hash>)> = db
        .query_row("SELECT upto, chain FROM marks WHERE name = ?1", [ENTRIES], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let Some((upto, chain)) = found else { return Ok(true) };
    let last: i64 = db.query_row("SELECT coalesce(max(upto), 0) FROM marks", [], |r| r.get(0))?;
    let there = |seq: i64| ledger.chain(seq.unsigned_abs()).ok().flatten();
    Ok(upto == 0 || (chain.is_some() && there(upto) == chain && last <= upto))
}

/// Is there nothing at the path, an empty file, or one that bears the mark of a cache? Read from the raw header, so
/// that a cache damaged further on is still known as one.
fn is_ours(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return !path.exists() };
    let mut header = Vec::new();
    if file.take(72).read_to_end(&mut header).is_err() {
        return false;
    }
    // Bytes 68..72 hold the application id, big-endian: https://www.sqlite.org/fileformat.html
    header.is_empty() || header.starts_with(b"SQLite format 3\0") && header[16..].ends_with(&APPLICATION.to_be_bytes())
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let db = Connection::open(path)?;
    db.busy_timeout(PATIENCE)?;
    let pragma = |name: &str| db.pragma_query_value(None, name, |r| r.get::<_, i32>(0));
    let marks = (pragma("application_id")?, pragma("user_version")?);
    if marks != (0, 0) && marks != (APPLICATION, FORMAT) {
        return Err(rusqlite::Error::InvalidQuery);
    }
    db.pragma_update(None, "cell_size_check", true)?;
    // The tables come before the write-ahead log, so that the mark is in the file itself from the first commit.
    let db = if marks == (0, 0) { tables(db)? } else { db };
    db.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    // What a power cut takes from a cache is made again: sync only at checkpoints.
    db.pragma_update(None, "synchronous", "NORMAL")?;
    Ok(db)
}

fn tables(db: Connection) -> rusqlite::Result<Connection> {
    db.execute_batch(&format!(
        "BEGIN IMMEDIATE; {TABLES} PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {FORMAT}; COMMIT;"
    ))?;
    Ok(db)
}

/// Delete a cache; what cannot be deleted shows when it is opened again.
fn discard(path: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_os_string();
        name.push(suffix);
        let _ = std::fs::remove_file(name);
    }
}

/// Is the error one of a damaged cache, which can be thrown away and made again?
pub fn is_damage(error: &LedgerError) -> bool {
    let LedgerError::Cache { source, .. } = error else { return false };
    matches!(source.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}
