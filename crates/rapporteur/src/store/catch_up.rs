//! What the ledger has learned since the index last looked.

use super::{Store, cache, decoded, forget};
use crate::pipeline;
use crate::progress::Progress;
use crate::tools::Tools;
use anyhow::{Context, Result};
use jiff::civil::Date;
use rapporteur_ledger::{Entry, Index, Row};
use rapporteur_types::Document;
use rapporteur_types::entry::{Outline, Payload};
use rapporteur_types::knowledge::DossierSpec;
use rayon::prelude::*;

/// Entries or documents that go into the index at once.
const PORTION: u64 = 2000;

impl Store {
    /// Let the index know all entries.
    pub fn catch_up(&mut self) -> Result<()> {
        let progress = Progress::new("indexed", self.ledger.len()?.saturating_sub(self.index.upto()?));
        loop {
            let (from, last) = (self.index.upto()?, self.ledger.len()?);
            if from == last {
                return Ok(());
            }
            let to = last.min(from + PORTION);
            let entries: Vec<Entry> = (from + 1..=to).map(|s| self.entry(s)).collect::<Result<_>>()?;
            // what was indexed before it was redacted must go
            let stale = |e: &Entry| e.kind == "redaction" && redacted(e).is_some_and(|of| of <= from);
            if from > last || entries.iter().any(stale) {
                forget(self.ledger.path())?;
                self.index = Index::open(&cache(self.ledger.path()), &self.ledger)?;
                continue;
            }
            let rows: Vec<Option<Half>> = entries.par_iter().map(row).collect::<Result<_>>()?;
            let rows: Vec<Row> = rows.into_iter().flatten().map(|r| self.settled(r)).collect::<Result<_>>()?;
            self.index.add(from, to, self.ledger.chain(to)?, &rows)?;
            progress.step(to - from);
            self.go_on()?;
        }
    }

    /// A coding with the number of its document, and with whether it is in a foreign language.
    fn settled(&self, row: Half) -> Result<Row> {
        Ok(match row {
            Half::Whole(row) => row,
            Half::Coding { seq, outline } => {
                let document = self.ledger.find("document", &outline.document.0)?.unwrap_or(0);
                let unread = match outline.unread {
                    Some(unread) => unread,
                    // entries of the first schema do not say it
                    None if outline.claims > 0 => false,
                    None => self.document(document)?.is_some_and(|d| pipeline::foreign(&d)),
                };
                Row::Coding { seq, document, version: outline.coder, claims: outline.claims as u64, unread }
            }
        })
    }

    /// The document of an entry; none where it is redacted or is none.
    pub fn document(&self, seq: u64) -> Result<Option<Document>> {
        let Some(e) = self.ledger.entry(seq)?.filter(|e| !e.redacted) else { return Ok(None) };
        Ok(match decoded(&e)? {
            Payload::Document(d) => Some(d),
            _ => None,
        })
    }

    /// Let the index know all words.
    pub fn catch_up_words(&mut self) -> Result<()> {
        self.catch_up()?;
        let upto = self.index.upto()?;
        let progress = Progress::new("words indexed", upto - self.index.words_upto()?.min(upto));
        loop {
            let from = self.index.words_upto()?;
            let numbers = self.index.documents_after(from, upto, PORTION as usize)?;
            let Some(last) = numbers.last().copied() else {
                if from < upto {
                    self.index.add_words(from, upto, [])?;
                }
                return Ok(());
            };
            let documents = self.documents(&numbers)?;
            let texts = documents.iter().map(|(seq, d)| (*seq, d.title.as_deref().unwrap_or(""), d.text.as_str()));
            self.index.add_words(from, last, texts)?;
            progress.step(last - from);
            self.go_on()?;
        }
    }

    /// Let the index know which documents a dossier is about; returns the name under which it knows that.
    pub fn catch_up_dossier(&mut self, spec: &DossierSpec, tools: &Tools) -> Result<String> {
        self.catch_up()?;
        let key = tools.dossier_key(spec);
        let upto = self.index.upto()?;
        let progress = Progress::new("looked through", upto - self.index.dossier_upto(&key)?.min(upto));
        loop {
            let from = self.index.dossier_upto(&key)?;
            let pairs = self.index.codings_after(from, PORTION as usize)?;
            let Some(last) = pairs.last().map(|p| p.1) else {
                if from < upto {
                    self.index.add_about(&key, from, upto, &[])?;
                }
                return Ok(key);
            };
            let coded = self.load(&pairs)?;
            let about: Vec<bool> = coded
                .par_chunks(500)
                .flat_map_iter(|c| rapporteur_assess::concerning(c, &tools.knowledge, spec))
                .collect();
            let found: Vec<u64> = pairs.iter().zip(about).filter(|(_, a)| *a).map(|(p, _)| p.1).collect();
            self.index.add_about(&key, from, last, &found)?;
            progress.step(last - from);
            self.go_on()?;
        }
    }

    /// Some documents by their numbers, in order; redacted ones are left out.
    pub fn documents(&self, numbers: &[u64]) -> Result<Vec<(u64, Document)>> {
        let mut entries = Vec::with_capacity(numbers.len());
        for seq in numbers {
            entries.extend(self.ledger.entry(*seq)?.filter(|e| !e.redacted));
        }
        let decode = |e: &Entry| match decoded(e)? {
            Payload::Document(d) => Ok(Some((e.seq, d))),
            _ => Ok(None),
        };
        let all: Vec<Option<(u64, Document)>> = entries.par_iter().map(decode).collect::<Result<_>>()?;
        Ok(all.into_iter().flatten().collect())
    }
}

/// What an entry adds, before anything is looked up.
enum Half {
    Whole(Row),
    Coding { seq: u64, outline: Outline },
}

fn row(e: &Entry) -> Result<Option<Half>> {
    if e.redacted {
        return Ok(None);
    }
    let whole = |r| Ok(Some(Half::Whole(r)));
    match e.kind.as_str() {
        "coded" => {
            let outline = Outline::decode(e.schema, &e.payload).with_context(|| format!("entry {}", e.seq))?;
            Ok(Some(Half::Coding { seq: e.seq, outline }))
        }
        "document" | "switch" => match decoded(e)? {
            Payload::Document(d) => whole(Row::Document { seq: e.seq, day: d.published.when.map(|w| day(w.last())) }),
            Payload::Switch { coder } => whole(Row::Switch { version: coder }),
            _ => Ok(None),
        },
        _ => Ok(None),
    }
}

/// Which entry a redaction names.
fn redacted(e: &Entry) -> Option<u64> {
    match Payload::decode(e.schema, &e.payload) {
        Ok(Payload::Redaction { of, .. }) => Some(of),
        _ => None,
    }
}

/// A day, counted from 1970.
pub fn day(day: Date) -> i64 {
    jiff::civil::date(1970, 1, 1).until(day).map_or(0, |s| i64::from(s.get_days()))
}
