//! What can go wrong with a ledger: what happened, where, and what to do.

use rapporteur_types::entry::PayloadError;
use std::path::PathBuf;

/// A ledger that cannot be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The file cannot be opened at all.
    #[error("{}: the ledger cannot be opened ({source}): see that its folder exists and that you may write there", path.display())]
    Open {
        /// Which ledger.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// Another program's file, or no database.
    #[error("{}: this is no Rapporteur ledger and is left as it is: name another file", path.display())]
    Foreign {
        /// Which file.
        path: PathBuf,
    },
    /// Written by a later program.
    #[error("{}: the ledger has format {version}, this program knows up to {known}: use a newer rapporteur", path.display())]
    Newer {
        /// Which ledger.
        path: PathBuf,
        /// Its format.
        version: i64,
        /// The newest format known here.
        known: i64,
    },
    /// Another program keeps writing.
    #[error("{}: another program keeps the ledger locked, and waiting did not help: try again when it is done", path.display())]
    Busy {
        /// Which ledger.
        path: PathBuf,
    },
    /// The file can be opened but not read or written.
    #[error("{}: the ledger cannot be {doing} ({source}): nothing was added; check disk space and permissions", path.display())]
    Store {
        /// Which ledger.
        path: PathBuf,
        /// "read" or "written".
        doing: &'static str,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// No room.
    #[error("{}: the disk is full: nothing was added, and what was acknowledged before is safe; make room and try again", path.display())]
    Full {
        /// Which ledger.
        path: PathBuf,
    },
    /// A number that no entry has.
    #[error("{}: there is no entry {seq}", path.display())]
    NoEntry {
        /// Which ledger.
        path: PathBuf,
        /// The number.
        seq: u64,
    },
    /// An entry that tells of other entries.
    #[error("{}: entry {seq} is a {kind} and stays: redact a document or its claims", path.display())]
    NotRedactable {
        /// Which ledger.
        path: PathBuf,
        /// The number.
        seq: u64,
        /// What it is.
        kind: String,
    },
    /// The log cannot be emptied.
    #[error("{}: done, but another program is reading, and older bytes are still in the log beside the ledger: run the same command again when it has ended", path.display())]
    InUse {
        /// Which ledger.
        path: PathBuf,
    },
    /// A backup may not overwrite this.
    #[error("{}: this file is no earlier state of the ledger and is left as it is: name another file", path.display())]
    InTheWay {
        /// Which file.
        path: PathBuf,
    },
    /// A restoration would lose entries.
    #[error("{}: the ledger holds entries that the copy does not ({ours} entries here, {theirs} in the copy): with --force the copy takes its place and the present ledger is kept beside it", path.display())]
    WouldLose {
        /// Which ledger.
        path: PathBuf,
        /// Entries of the ledger.
        ours: u64,
        /// Entries of the copy.
        theirs: u64,
    },
    /// A file beside the ledger cannot be handled.
    #[error("{}: {source}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The cache cannot be used.
    #[error("{}: the cache cannot be used ({source}): delete it, it is made again", path.display())]
    Cache {
        /// Which cache.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// A payload of the ledger's own cannot be encoded.
    #[error("{}: {source}", path.display())]
    Payload {
        /// Which ledger.
        path: PathBuf,
        /// Why.
        source: PayloadError,
    },
    /// An entry is not what was written.
    #[error("{}: entry {seq} is damaged ({what}): restore the ledger from a copy; entries before it are sound", path.display())]
    Damaged {
        /// Which ledger.
        path: PathBuf,
        /// First damaged entry.
        seq: u64,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The file's structure is broken.
    #[error("{}: the ledger file is damaged ({what}): restore it from a copy", path.display())]
    Broken {
        /// Which ledger.
        path: PathBuf,
        /// What SQLite found.
        what: String,
    },
}
