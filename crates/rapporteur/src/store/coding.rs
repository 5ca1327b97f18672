//! Claims into the ledger: of documents that nobody has coded, and of all again by a new reader or coder.

use super::{Store, entry};
use crate::pipeline;
use crate::progress::Progress;
use crate::tools::Tools;
use anyhow::{Result, bail};
use rapporteur_assess::Coded;
use rapporteur_ledger::New;
use rapporteur_types::Document;
use rapporteur_types::entry::{Payload, PayloadError};

/// How many documents are coded between two appends: what an interruption or a crash costs at most.
const PORTION: usize = 64;

/// What a rereading did.
pub struct Reread {
    /// Documents that were read now.
    pub read: usize,
    /// Documents in all, redacted ones not counted.
    pub documents: u64,
    /// The ledger stands on the present version from now on, and did not before.
    pub switched: bool,
    /// Stopped before the end.
    pub interrupted: bool,
}

impl Store {
    /// Let the ledger say on which version it stands, where it has claims and does not say so: ledgers from before
    /// there were switches. Otherwise a new version would come to count as soon as it had coded most.
    pub fn stand(&mut self, recorded: &str) -> Result<()> {
        if self.index.stands()?.is_none()
            && let Some(most) = self.index.most()?
        {
            self.switch(&most, recorded)?;
        }
        Ok(())
    }

    fn switch(&mut self, version: &str, recorded: &str) -> Result<()> {
        self.ledger.append(entry(&Payload::Switch { coder: version.to_string() }, None)?, recorded)?;
        self.catch_up()
    }

    /// Read, code and record the documents that nobody has coded.
    pub fn code_the_uncoded(&mut self, tools: &Tools, recorded: &impl Fn() -> String) -> Result<()> {
        let missing = self.index.uncoded()?;
        let (done, all) = self.code("read", &missing, tools, recorded)?;
        if !all {
            bail!("interrupted after {done} of {} documents: the same command goes on from there", missing.len());
        }
        if self.index.stands()?.is_none() && self.index.documents()? > 0 {
            self.switch(&tools.version(), &recorded())?;
        }
        Ok(())
    }

    /// Read and code every document that the present version has not coded, and then, in one step, let the ledger stand
    /// on it. Until then briefs rest on the old claims whole. It goes on where an earlier run stopped.
    pub fn reread(&mut self, tools: &Tools, recorded: impl Fn() -> String) -> Result<Reread> {
        self.catch_up()?;
        self.stand(&recorded())?;
        let version = tools.version();
        let mut done = Reread { read: 0, documents: self.index.documents()?, switched: false, interrupted: false };
        let mut before = usize::MAX;
        loop {
            // once more for those that came meanwhile
            let missing = self.index.not_coded_by(&version)?;
            if missing.is_empty() || missing.len() >= before {
                break;
            }
            before = missing.len();
            let (read, all) = self.code("read again", &missing, tools, &recorded)?;
            done.read += read;
            if !all {
                done.interrupted = true;
                return Ok(done);
            }
        }
        if done.documents > 0 && self.index.stands()?.as_deref() != Some(version.as_str()) {
            self.switch(&version, &recorded())?;
            done.switched = true;
        }
        Ok(done)
    }

    /// Code documents, a portion at a time, each durable when it is done. How many were, and whether that is all.
    fn code(
        &mut self,
        what: &'static str,
        numbers: &[u64],
        tools: &Tools,
        recorded: &impl Fn() -> String,
    ) -> Result<(usize, bool)> {
        let progress = Progress::new(what, numbers.len() as u64);
        let mut done = 0;
        for portion in numbers.chunks(PORTION) {
            if self.stop.is_set() {
                return Ok((done, false));
            }
            let documents: Vec<Document> = self.documents(portion)?.into_iter().map(|d| d.1).collect();
            let coded = pipeline::code_all(documents, tools, &progress);
            done += portion.len();
            self.record(&coded, tools, &recorded())?;
        }
        self.catch_up()?;
        Ok((done, true))
    }

    /// Append what was coded.
    pub(super) fn record(&mut self, coded: &[Coded], tools: &Tools, recorded: &str) -> Result<()> {
        let coder = tools.version();
        let new = |c: &Coded| -> Result<New<'static>, PayloadError> {
            let payload = Payload::Coded {
                document: c.document.id.clone(),
                coder: coder.clone(),
                claims: c.all().cloned().collect(),
                unread: Some(c.unread),
            };
            entry(&payload, Some(format!("{}/{coder}", c.document.id.0)))
        };
        let news: Vec<New> = coded.iter().map(new).collect::<Result<_, _>>()?;
        let receipts = self.ledger.append_all(news, recorded)?;
        for (c, receipt) in coded.iter().zip(receipts) {
            // redacted while it was being read: its words must not come back by its claims
            if let Some(d) = self.ledger.find("document", &c.document.id.0)?
                && self.ledger.find("redaction", &d.to_string())?.is_some()
            {
                self.ledger.redact(&[receipt.seq], "its document was redacted", recorded)?;
            }
        }
        Ok(())
    }
}
