//! `ledger`: verify, back up, restore, compact, redact.

use super::{Outcome, now, print};
use crate::progress::Progress;
use crate::store;
use anyhow::{Result, bail};
use clap::Subcommand;
use rapporteur_ledger::{Ledger, Verified};
use rapporteur_types::document::hex;
use rapporteur_types::entry::Payload;
use serde_json::json;
use std::path::{Path, PathBuf};

/// What to do with the ledger.
#[derive(Subcommand)]
pub enum Command {
    /// Check that every entry is what was written; exit status 1 where one is not.
    Verify {
        /// A chain value noted earlier: it must still stand in the chain.
        #[arg(long, value_name = "HASH")]
        head: Option<String>,
        /// One JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Copy the ledger to a file, also while it is in use.
    Backup {
        /// Nothing, or an earlier backup of this ledger.
        file: PathBuf,
    },
    /// Put a backup in the place of the ledger.
    Restore {
        /// The backup.
        file: PathBuf,
        /// Also where the ledger holds entries that the backup does not; the present ledger is kept beside it.
        #[arg(long)]
        force: bool,
    },
    /// Free space in the cache and fold the log into the ledger; no entry is touched.
    Compact,
    /// Empty the payload of an entry, with all claims that come from it; hash, date and reason are left.
    Redact {
        /// Number of the entry, or id of a document.
        entry: String,
        /// Why; it is kept for good.
        #[arg(long, value_name = "WORDS")]
        reason: String,
    },
}

/// Run one of them.
pub fn run(command: &Command, ledger: Option<PathBuf>) -> Result<Outcome> {
    let path = store::path(ledger)?;
    match command {
        Command::Verify { head, json } => verify(&path, head.as_deref(), *json),
        Command::Backup { file } => {
            let done = there(&path)?.backup(file)?;
            eprintln!("{}: {} entries, head {}", file.display(), done.entries, hex(&done.head));
            Ok(Outcome::Clean)
        }
        Command::Restore { file, force } => {
            let done = Ledger::restore(&path, file, *force)?;
            store::forget(&path)?;
            eprintln!("{}: {} entries", path.display(), done.entries);
            if let Some(kept) = done.kept {
                eprintln!("the ledger of before: {}", kept.display());
            }
            Ok(Outcome::Clean)
        }
        Command::Compact => {
            there(&path)?.fold()?;
            let (before, after) = store::compact(&path)?;
            eprintln!("{}: cache {} MB, before {} MB", path.display(), after / 1_000_000, before / 1_000_000);
            Ok(Outcome::Clean)
        }
        Command::Redact { entry, reason } => redact(&path, entry, reason),
    }
}

/// The ledger, which must be there: none is made.
fn there(path: &Path) -> Result<Ledger> {
    store::existing(path)?;
    Ok(Ledger::open(path)?)
}

fn verify(path: &Path, head: Option<&str>, json: bool) -> Result<Outcome> {
    let ledger = there(path)?;
    let progress = Progress::new("verified", ledger.len()?);
    let found = ledger.verify(|_| progress.step(1))?;
    drop(progress);
    let cut = match head {
        Some(h) => !(1..=found.entries).rev().any(|s| ledger.chain(s).is_ok_and(|c| c.is_some_and(|c| hex(&c) == h))),
        None => false,
    };
    print(if json { as_json(&found, cut) } else { as_text(path, &found, cut) }.as_bytes())?;
    Ok(if found.is_sound() && !cut { Outcome::Clean } else { Outcome::SomeFailed })
}

fn as_json(v: &Verified, cut: bool) -> String {
    let damage: Vec<_> = v.damage.iter().map(|d| json!({"entry": d.seq, "what": d.what})).collect();
    let all = json!({
        "sound": v.is_sound() && !cut, "entries": v.entries, "redacted": v.redacted, "head": hex(&v.head),
        "damage": damage, "file": v.form, "head_missing": cut,
    });
    all.to_string() + "\n"
}

fn as_text(path: &Path, v: &Verified, cut: bool) -> String {
    let mut out = String::new();
    for d in &v.damage {
        out += &format!("entry {}: {}\n", d.seq, d.what);
    }
    if let Some(form) = &v.form {
        out += &format!("the file: {form}\n");
    }
    if cut {
        out += "the head that you gave is not in the chain: entries before it were changed, or the end was cut off\n";
    }
    let state = if v.is_sound() && !cut { "all as they were written" } else { "NOT as they were written" };
    out += &format!("{}: {} entries, {state}", path.display(), v.entries);
    if v.redacted > 0 {
        out += &format!("; {} redacted", v.redacted);
    }
    out += &format!("\nhead {}\n", hex(&v.head));
    if !v.is_sound() {
        out += "put a backup in its place: rapporteur ledger restore FILE\n";
    }
    out
}

fn redact(path: &Path, entry: &str, reason: &str) -> Result<Outcome> {
    if reason.trim().is_empty() {
        bail!("a redaction needs a reason: it is what is left of the entry");
    }
    let mut ledger = there(path)?;
    let seq = match entry.parse() {
        Ok(n) => n,
        Err(_) => match ledger.find("document", entry)? {
            Some(n) => n,
            None => bail!("{}: no document has the id `{entry}`", path.display()),
        },
    };
    let mut entries = vec![seq];
    let found = ledger.entry(seq)?;
    if found.as_ref().is_some_and(|e| e.kind == "document") {
        // claims repeat words of the text
        entries.extend(ledger.find_all("coded", &format!("{}/", document_of(&ledger, seq)?))?);
    }
    let emptied = ledger.redact(&entries, reason, &now())?;
    store::forget(path)?;
    let list: Vec<String> = entries.iter().map(u64::to_string).collect();
    eprintln!("{}: {emptied} entries emptied now, of {}", path.display(), list.join(", "));
    Ok(Outcome::Clean)
}

/// Id of the document of an entry, which it keeps as its key also when it is redacted.
fn document_of(ledger: &Ledger, seq: u64) -> Result<String> {
    if let Some(key) = ledger.key(seq)? {
        return Ok(key);
    }
    let Some(e) = ledger.entry(seq)? else { bail!("there is no entry {seq}") };
    match Payload::decode(e.schema, &e.payload)? {
        Payload::Document(d) => Ok(d.id.0),
        _ => bail!("entry {seq} is no document"),
    }
}
