//! `add`, `read` and `code`.

use super::{Outcome, input, now, print};
use crate::tools::{Setup, Tools};
use crate::{pipeline, store};
use anyhow::Result;
use rapporteur_collect::published;
use rapporteur_ledger::Ledger;
use std::path::{Path, PathBuf};

/// Documents into the ledger.
pub fn add(paths: &[PathBuf], ledger: Option<PathBuf>) -> Result<Outcome> {
    let path = store::path(ledger)?;
    let mut got = input::documents(paths);
    let recorded = now();
    if let Ok(now) = recorded.parse() {
        for d in &mut got.documents {
            if let Some(day) = published::refuse_future(d, now) {
                eprintln!(
                    "rapporteur: {}: it says that it was published on {day}, which is to come; it counts as undated",
                    d.name
                );
            }
        }
    }
    let mut ledger = Ledger::open(&path)?;
    let fresh = store::add(&mut ledger, &got.documents, &recorded)?;
    eprintln!("{}: {fresh} new of {} documents", path.display(), got.documents.len());
    Ok(got.outcome())
}

/// Readings of documents.
pub fn read(path: &Path, json: bool, setup: Setup<'_>) -> Result<Outcome> {
    let got = input::documents(&[path.to_path_buf()]);
    if got.documents.is_empty() {
        return Ok(got.outcome());
    }
    let tools = Tools::load(setup)?;
    for d in &got.documents {
        let reading = rapporteur_read::read(d, &tools.reader);
        let text = if json {
            rapporteur_read::json::json(d, &reading).to_string() + "\n"
        } else {
            rapporteur_read::conllu::conllu(d, &reading)
        };
        print(text.as_bytes())?;
    }
    Ok(got.outcome())
}

/// Claims of documents.
pub fn code(path: &Path, setup: Setup<'_>) -> Result<Outcome> {
    let got = input::documents(&[path.to_path_buf()]);
    if got.documents.is_empty() {
        return Ok(got.outcome());
    }
    let tools = Tools::load(setup)?;
    let outcome = got.outcome();
    for c in pipeline::code_all(got.documents, &tools) {
        print(rapporteur_publish::claims_jsonl(&c.document, &c.claims).as_bytes())?;
    }
    Ok(outcome)
}
