//! What is handy to know from one run to the next and may be forgotten at any time: when a source is to be asked again,
//! by what its server recognises it. A file of its own, so that neither it nor the cache takes the other along.

use rusqlite::{Connection, OptionalExtension, params};
use std::ffi::OsString;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

/// SQLite `application_id` of the file: "Hint".
const APPLICATION: i32 = 0x4869_6E74;

/// How long one program waits for another; a hint is not worth more.
const PATIENCE: Duration = Duration::from_secs(5);

/// Hints by what they are about and a key. Nothing here fails: what cannot be kept is forgotten.
#[derive(Debug)]
pub struct Hints {
    db: Option<Connection>,
    trouble: Option<String>,
}

impl Hints {
    /// Open the file, or make one. A damaged one is thrown away; another program's is left as it is, and hints are then
    /// kept for this run alone.
    pub fn open(path: &Path) -> Hints {
        match connect(path) {
            Ok(Some(db)) => return Hints { db: Some(db), trouble: None },
            Ok(None) => {}
            Err(_) if bears_mark(path) => {
                discard(path);
                if let Ok(Some(db)) = connect(path) {
                    return Hints { db: Some(db), trouble: None };
                }
            }
            Err(_) => {}
        }
        let trouble = format!("{}: no hints can be kept there: move it away, or check the folder", path.display());
        let db = Connection::open_in_memory().and_then(|db| tables(&db).map(|()| db)).ok();
        Hints { db, trouble: Some(trouble) }
    }

    /// Why hints are kept for this run alone, where they are.
    pub fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    /// One hint.
    pub fn get(&self, about: &str, key: &str) -> Option<Vec<u8>> {
        let look = |db: &Connection| {
            let mut rows = db.prepare_cached("SELECT bytes FROM hints WHERE about = ?1 AND key = ?2")?;
            rows.query_row([about, key], |r| r.get(0)).optional()
        };
        look(self.db.as_ref()?).ok().flatten()
    }

    /// All hints about something, in the order of their keys.
    pub fn all(&self, about: &str) -> Vec<(String, Vec<u8>)> {
        let look = |db: &Connection| -> rusqlite::Result<Vec<(String, Vec<u8>)>> {
            let mut rows = db.prepare_cached("SELECT key, bytes FROM hints WHERE about = ?1 ORDER BY key")?;
            rows.query_map([about], |r| Ok((r.get(0)?, r.get(1)?)))?.collect()
        };
        self.db.as_ref().and_then(|db| look(db).ok()).unwrap_or_default()
    }

    /// Keep a hint; a former one gives way.
    pub fn keep(&self, about: &str, key: &str, bytes: &[u8]) {
        if let Some(db) = &self.db {
            let put = db.prepare_cached("INSERT OR REPLACE INTO hints (about, key, bytes) VALUES (?1, ?2, ?3)");
            // what cannot be kept is made again
            let _ = put.and_then(|mut put| put.execute(params![about, key, bytes]));
        }
    }

    /// Forget a hint.
    pub fn forget(&self, about: &str, key: &str) {
        if let Some(db) = &self.db {
            let _ = db.execute("DELETE FROM hints WHERE about = ?1 AND key = ?2", [about, key]);
        }
    }
}

/// None where the file is another program's.
fn connect(path: &Path) -> rusqlite::Result<Option<Connection>> {
    let db = Connection::open(path)?;
    db.busy_timeout(PATIENCE)?;
    let mark: i32 = db.pragma_query_value(None, "application_id", |r| r.get(0))?;
    let number: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?;
    if mark != APPLICATION && (mark != 0 || number > 0) {
        return Ok(None);
    }
    tables(&db)?;
    db.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    db.pragma_update(None, "synchronous", "NORMAL")?;
    Ok(Some(db))
}

fn tables(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch(&format!(
        "BEGIN IMMEDIATE;
         CREATE TABLE IF NOT EXISTS hints (
             about TEXT NOT NULL, key TEXT NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (about, key)
         ) STRICT;
         PRAGMA application_id = {APPLICATION};
         COMMIT;"
    ))
}

/// Is it ours, though damaged? Bytes 68..72 of the header hold the mark: https://www.sqlite.org/fileformat.html
fn bears_mark(path: &Path) -> bool {
    let mut header = Vec::new();
    let read = File::open(path).and_then(|f| f.take(72).read_to_end(&mut header));
    read.is_ok() && header.starts_with(b"SQLite format 3\0") && header[16..].ends_with(&APPLICATION.to_be_bytes())
}

fn discard(path: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = OsString::from(path);
        name.push(suffix);
        let _ = std::fs::remove_file(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_come_back_and_may_be_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hints");
        let hints = Hints::open(&path);
        hints.keep("source", "b", b"2");
        hints.keep("source", "a", b"0");
        hints.keep("source", "a", b"1");
        hints.keep("host", "a", b"3");
        drop(hints);
        let hints = Hints::open(&path);
        assert_eq!(hints.trouble(), None);
        assert_eq!(hints.all("source"), [("a".into(), b"1".to_vec()), ("b".into(), b"2".to_vec())]);
        hints.forget("source", "a");
        assert_eq!((hints.get("source", "a"), hints.get("host", "a")), (None, Some(b"3".to_vec())));
    }

    #[test]
    fn a_damaged_file_is_thrown_away_and_another_programs_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hints");
        Hints::open(&path).keep("source", "a", b"1");
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[100..].fill(0xAB);
        std::fs::write(&path, &bytes).unwrap();
        let _ = std::fs::remove_file(folder.path().join("hints-wal"));
        let hints = Hints::open(&path);
        assert_eq!((hints.trouble(), hints.get("source", "a")), (None, None));

        for foreign in [
            b"my diary".to_vec(),
            b"SQLite format 3\0 but of somebody else, and long enough to be read as one".repeat(9),
        ] {
            std::fs::write(&path, &foreign).unwrap();
            let _ = std::fs::remove_file(folder.path().join("hints-wal"));
            let hints = Hints::open(&path);
            hints.keep("source", "a", b"1");
            assert!(hints.trouble().is_some() && hints.get("source", "a").is_some());
            drop(hints);
            assert_eq!(std::fs::read(&path).unwrap(), foreign);
        }
    }
}
