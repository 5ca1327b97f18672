//! `reread`: every document again, by the present reader and coder.

use super::{Outcome, now};
use crate::interrupt::Interrupt;
use crate::store;
use crate::tools::{Setup, Tools};
use anyhow::Result;
use std::path::PathBuf;

/// Run it.
pub fn run(setup: Setup<'_>, ledger: Option<PathBuf>) -> Result<Outcome> {
    let tools = Tools::load(setup)?;
    let path = store::path(ledger)?;
    let stop = Interrupt::listen();
    let done = store::with(&path, &stop, |store| store.reread(&tools, now))?;
    let (path, version) = (path.display(), tools.version());
    if done.documents == 0 {
        eprintln!("rapporteur: the ledger {path} is empty: put documents in with `rapporteur add PATH`");
        return Ok(Outcome::NothingDone);
    }
    eprintln!("{path}: {} of {} documents read again by {version}", done.read, done.documents);
    if done.interrupted {
        eprintln!(
            "rapporteur: interrupted: briefs rest on the old claims until all is read; `rapporteur reread` goes on"
        );
        return Ok(Outcome::SomeFailed);
    }
    if done.switched {
        eprintln!("briefs rest on {version} from now on");
    }
    Ok(Outcome::Clean)
}
