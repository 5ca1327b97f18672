//! Readings kept from one run to the next, in a file that may be deleted at any time: they can be made again.

use crate::entry::Hash;
use crate::schema::PATIENCE;
use rapporteur_types::DocumentId;
use rusqlite::{Connection, ErrorCode, OptionalExtension, params};
use sha2::{Digest, Sha256};
use std::ffi::OsString;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// SQLite `application_id` of a cache: "Read".
const APPLICATION: i32 = 0x5265_6164;

/// SQLite `user_version`; a cache of another format is thrown away.
const FORMAT: i32 = 1;

/// Readings by document and reader version. Nothing here fails: what cannot be kept or read is simply absent.
#[derive(Debug)]
pub struct ReadingCache {
    /// None where not even memory would do.
    db: Option<Connection>,
    path: PathBuf,
    trouble: Option<String>,
}

impl ReadingCache {
    /// Open a cache, or make one. A damaged cache is thrown away; a file that is no cache is left as it is, and the
    /// readings stay in memory.
    pub fn open(path: impl AsRef<Path>) -> ReadingCache {
        let path = path.as_ref();
        let mut cache = ReadingCache { db: None, path: path.into(), trouble: None };
        if is_ours(path) {
            cache.db = connect(path)
                .or_else(|_| {
                    discard(path);
                    connect(path)
                })
                .ok();
            if cache.db.is_none() {
                cache.trouble = Some(format!("{}: no cache can be kept there: check the folder", path.display()));
            }
        } else {
            cache.trouble = Some(format!("{}: this is no cache of readings: move or delete it", path.display()));
        }
        if cache.db.is_none() {
            cache.db = Connection::open_in_memory().and_then(tables).ok();
        }
        cache
    }

    /// Why readings are kept in memory only, where they are; for the diagnostics.
    pub fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    /// The reading of a document by this reader version, if it was kept and is undamaged.
    pub fn get(&mut self, document: &DocumentId, reader: &str) -> Option<Vec<u8>> {
        let look = |db: &Connection| {
            db.prepare_cached("SELECT bytes, hash FROM readings WHERE document = ?1 AND reader = ?2")?
                .query_row([document.0.as_str(), reader], |r| Ok((r.get::<_, Vec<u8>>(0)?, r.get::<_, Hash>(1)?)))
                .optional()
        };
        let found = look(self.db.as_ref()?);
        match found {
            Ok(Some((bytes, hash))) if seal(document, reader, &bytes) == hash => Some(bytes),
            Ok(_) => None,
            Err(e) => {
                self.recover(&e);
                None
            }
        }
    }

    /// Keep a reading; a former one of the same document and reader version gives way.
    pub fn put(&mut self, document: &DocumentId, reader: &str, bytes: &[u8]) {
        let keep = |db: &Connection| {
            db.prepare_cached(
                "INSERT OR REPLACE INTO readings (document, reader, bytes, hash) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![document.0, reader, bytes, seal(document, reader, bytes)])
        };
        if let Some(Err(e)) = self.db.as_ref().map(keep) {
            self.recover(&e);
            if let Some(db) = &self.db {
                // What still fails is made again in the next run.
                let _ = keep(db);
            }
        }
    }

    /// Start anew where the file turns out to be damaged.
    fn recover(&mut self, error: &rusqlite::Error) {
        let damaged = matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase));
        if damaged && self.trouble.is_none() {
            self.db = None;
            discard(&self.path);
            *self = ReadingCache::open(&self.path);
        }
    }
}

/// Digest of a reading under its names: a damaged index must not hand out another document's reading.
fn seal(document: &DocumentId, reader: &str, bytes: &[u8]) -> Hash {
    let mut h = Sha256::new();
    for part in [document.0.as_bytes(), reader.as_bytes(), bytes] {
        h.update((part.len() as u64).to_be_bytes());
        h.update(part);
    }
    h.finalize().into()
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
    let marks = (mark(&db, "application_id")?, mark(&db, "user_version")?);
    if marks != (0, 0) && marks != (APPLICATION, FORMAT) {
        return Err(rusqlite::Error::InvalidQuery);
    }
    // The tables come before the write-ahead log, so that the mark is in the file itself from the first commit.
    let db = tables(db)?;
    db.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    // A reading lost to a power cut is no loss: sync only at checkpoints.
    db.pragma_update(None, "synchronous", "NORMAL")?;
    Ok(db)
}

fn mark(db: &Connection, pragma: &str) -> rusqlite::Result<i32> {
    db.pragma_query_value(None, pragma, |r| r.get(0))
}

fn tables(db: Connection) -> rusqlite::Result<Connection> {
    db.execute_batch(&format!(
        "BEGIN IMMEDIATE;
         CREATE TABLE IF NOT EXISTS readings (
             document TEXT NOT NULL, reader TEXT NOT NULL, bytes BLOB NOT NULL, hash BLOB NOT NULL,
             PRIMARY KEY (document, reader)
         ) STRICT;
         PRAGMA application_id = {APPLICATION};
         PRAGMA user_version = {FORMAT};
         COMMIT;"
    ))?;
    Ok(db)
}

/// Delete a cache with its side files; what cannot be deleted shows when it is opened again.
fn discard(path: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = OsString::from(path);
        name.push(suffix);
        let _ = std::fs::remove_file(name);
    }
}
