//! `read` and `code`.

use super::{Outcome, input, print};
use crate::pipeline;
use crate::progress::Progress;
use crate::tools::{Setup, Tools};
use anyhow::Result;
use rapporteur_types::Document;
use rayon::prelude::*;
use std::path::Path;

/// Readings of documents.
pub fn read(path: &Path, json: bool, setup: Setup<'_>) -> Result<Outcome> {
    let got = input::documents(&[path.to_path_buf()]);
    if got.documents.is_empty() {
        return Ok(got.outcome());
    }
    let tools = Tools::load(setup)?;
    let shown = |d: &Document| {
        let reading = rapporteur_read::read(d, &tools.reader);
        match json {
            true => rapporteur_read::json::json(d, &reading).to_string() + "\n",
            false => rapporteur_read::conllu::conllu(d, &reading),
        }
    };
    // a few at a time, so that what is read need not wait for all
    for some in got.documents.chunks(64) {
        let texts: Vec<String> = some.par_iter().map(shown).collect();
        texts.iter().try_for_each(|t| print(t.as_bytes()))?;
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
    let progress = Progress::new("read", got.documents.len() as u64);
    for c in pipeline::code_all(got.documents, &tools, &progress) {
        let mut claims: Vec<_> = c.all().cloned().collect();
        claims.sort_by_key(|c| (c.first().span.start, c.first().span.end));
        print(rapporteur_publish::claims_jsonl(&c.document, &claims).as_bytes())?;
    }
    Ok(outcome)
}
