//! Copies of a ledger: made while it is in use, checked before they count, and put back.

use crate::entry::Hash;
use crate::schema::PATIENCE;
use crate::{Ledger, LedgerError, Verified};
use rusqlite::backup::{Backup, StepResult};
use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What a restoration did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Entries that the ledger holds now.
    pub entries: u64,
    /// Where the ledger of before lies, where it held entries that the copy does not.
    pub kept: Option<PathBuf>,
}

impl Ledger {
    /// Copy the ledger as it is now to a file, while others may go on appending. The copy is verified before it takes
    /// the place of what was there: nothing, or an earlier state of this ledger.
    pub fn backup(&self, to: &Path) -> Result<Verified, LedgerError> {
        if to.exists() && !Ledger::look(to).is_ok_and(|old| self.continues(&old).unwrap_or(false)) {
            return Err(LedgerError::InTheWay { path: to.into() });
        }
        let part = beside(to, ".part");
        remove(&part)?;
        let failed = |e: rusqlite::Error| match e.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseCorrupt) => self.read(e),
            _ => LedgerError::Store { path: to.into(), doing: "written", source: e },
        };
        self.db.execute("VACUUM INTO ?1", [part.to_string_lossy()]).map_err(failed)?;
        let verified = Ledger::look(&part)?.verify(|_| ())?;
        if !verified.is_sound() {
            remove(&part)?;
            return Err(self.unsound(&verified));
        }
        settle(&part, to).map_err(|source| LedgerError::File { path: to.into(), source })?;
        Ok(verified)
    }

    /// Put a copy in the place of the ledger at `path`, which may be in use. Refused where the ledger holds entries
    /// that the copy does not, unless `force` says so: then the ledger of before is kept beside it.
    pub fn restore(path: &Path, from: &Path, force: bool) -> Result<Restored, LedgerError> {
        let copy = Ledger::look(from)?;
        let verified = copy.verify(|_| ())?;
        if !verified.is_sound() {
            return Err(copy.unsound(&verified));
        }
        let mut kept = None;
        let mut ledger = match Ledger::open(path) {
            Err(LedgerError::Broken { .. }) if force => {
                kept = Some(aside(path)?);
                Ledger::open(path)?
            }
            other => other?,
        };
        if !copy.continues(&ledger)? {
            if !force {
                let (theirs, ours) = (verified.entries, ledger.len()?);
                return Err(LedgerError::WouldLose { path: path.into(), ours, theirs });
            }
            let keep = free(path);
            ledger.db.execute("VACUUM INTO ?1", [keep.to_string_lossy()]).map_err(|e| ledger.read(e))?;
            synced(&keep).map_err(|source| LedgerError::File { path: keep.clone(), source })?;
            kept = Some(keep);
        }
        overwrite(&mut ledger, &copy)?;
        ledger.fold()?;
        Ok(Restored { entries: ledger.len()?, kept })
    }

    /// Does this ledger begin with everything that the other holds?
    fn continues(&self, other: &Ledger) -> Result<bool, LedgerError> {
        let n = other.len()?;
        let (here, there): (Option<Hash>, Option<Hash>) = (self.chain(n)?, other.chain(n)?);
        Ok(n == 0 || (here.is_some() && here == there))
    }

    fn unsound(&self, verified: &Verified) -> LedgerError {
        let path = self.path.clone();
        match verified.damage.first() {
            Some(d) => LedgerError::Damaged { path, seq: d.seq, what: d.what },
            None => LedgerError::Broken { path, what: verified.form.clone().unwrap_or_default() },
        }
    }
}

/// All pages of one database into the other, in one transaction.
fn overwrite(ledger: &mut Ledger, copy: &Ledger) -> Result<(), LedgerError> {
    let path = ledger.path.clone();
    let failed = |source| LedgerError::Store { path: path.clone(), doing: "written", source };
    let until = Instant::now() + PATIENCE;
    let backup = Backup::new(&copy.db, &mut ledger.db).map_err(failed)?;
    loop {
        match backup.step(-1).map_err(failed)? {
            StepResult::Done => return Ok(()),
            _ if Instant::now() > until => return Err(LedgerError::Busy { path }),
            _ => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}

/// Move a ledger that cannot be opened out of the way, with its side files.
fn aside(path: &Path) -> Result<PathBuf, LedgerError> {
    let keep = free(path);
    for suffix in ["", "-wal", "-shm"] {
        let from = beside(path, suffix);
        if from.exists() {
            std::fs::rename(&from, beside(&keep, suffix)).map_err(|source| LedgerError::File { path: from, source })?;
        }
    }
    Ok(keep)
}

/// A name beside the ledger that nothing has yet.
fn free(path: &Path) -> PathBuf {
    (1..).map(|n| beside(path, &format!(".before-restore-{n}"))).find(|p| !p.exists()).unwrap_or_default()
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

fn remove(path: &Path) -> Result<(), LedgerError> {
    match std::fs::remove_file(path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(LedgerError::File { path: path.into(), source })
        }
        _ => Ok(()),
    }
}

/// Let a finished file take its name, durably.
fn settle(part: &Path, to: &Path) -> std::io::Result<()> {
    File::open(part)?.sync_all()?;
    std::fs::rename(part, to)?;
    synced(to)
}

/// Bring a file and its name to the disk.
fn synced(path: &Path) -> std::io::Result<()> {
    File::open(path)?.sync_all()?;
    match path.parent().map(|p| if p.as_os_str().is_empty() { Path::new(".") } else { p }) {
        // a folder cannot be opened as a file everywhere
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        _ => Ok(()),
    }
}
