//! What can go wrong with a ledger: what happened, where, and what to do.

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
    #[error("{}: another program has kept the ledger locked: try again when it is done", path.display())]
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
