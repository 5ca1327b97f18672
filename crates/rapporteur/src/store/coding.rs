//! Which claims a document has: made by the reader and coder that the ledger stands on, or by the present one where
//! nothing was made yet; and the change from one to the next.

use super::entry;
use crate::interrupt::Interrupt;
use crate::pipeline;
use crate::progress::Progress;
use crate::tools::Tools;
use anyhow::{Context, Result, bail};
use rapporteur_assess::Coded;
use rapporteur_ledger::{Entry, Ledger, New};
use rapporteur_types::entry::{Payload, PayloadError};
use rapporteur_types::{Claim, Document, DocumentId};
use std::collections::BTreeMap;

/// How many documents are coded between two appends: what an interruption or a crash costs at most.
const CHUNK: usize = 64;

/// On which reader and coder a ledger stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The last switch that is recorded.
    pub switched: Option<String>,
    /// Documents coded by each version, and the number of the last entry of it.
    pub versions: BTreeMap<String, (usize, u64)>,
}

impl Standing {
    /// The version whose claims count: that of the last switch; in a ledger without one, that which coded most.
    pub fn version(&self) -> Option<&str> {
        let most = || self.versions.iter().max_by_key(|(_, n)| **n).map(|(v, _)| v.as_str());
        self.switched.as_deref().or_else(most)
    }
}

/// What an entry says, with its number in the message where it cannot be read.
pub fn decoded(e: &Entry) -> Result<Payload> {
    Payload::decode(e.schema, &e.payload).with_context(|| format!("entry {}", e.seq))
}

/// What one version said of a document.
struct Coding {
    claims: Vec<Claim>,
    unread: Option<bool>,
    seq: u64,
}

/// Every document of the ledger with the claims that count. Documents that nobody has coded yet are coded and recorded
/// first.
pub fn coded(ledger: &mut Ledger, tools: &Tools, recorded: &str, stop: &Interrupt) -> Result<Vec<Coded>> {
    let mut documents: Vec<Document> = Vec::new();
    let mut standing = Standing::default();
    let mut codings: BTreeMap<DocumentId, BTreeMap<String, Coding>> = BTreeMap::new();
    for e in ledger.replay()? {
        let e = e?;
        if e.redacted {
            continue;
        }
        match decoded(&e)? {
            Payload::Document(d) => documents.push(d),
            Payload::Coded { document, coder, claims, unread } => {
                let n = standing.versions.entry(coder.clone()).or_default();
                *n = (n.0 + 1, e.seq);
                codings.entry(document).or_default().insert(coder, Coding { claims, unread, seq: e.seq });
            }
            Payload::Switch { coder } => standing.switched = Some(coder),
            Payload::Redaction { .. } | Payload::Migration { .. } => {}
        }
    }
    let version = standing.version().map(str::to_string);
    let mut chosen: BTreeMap<DocumentId, Coding> = BTreeMap::new();
    let mut earlier = 0;
    for (id, mut by) in codings {
        let latest = || by.iter().max_by_key(|c| c.1.seq).map(|c| c.0.clone());
        let Some(name) = version.clone().filter(|v| by.contains_key(v)).or_else(latest) else { continue };
        earlier += usize::from(name != tools.version());
        if let Some(c) = by.remove(&name) {
            chosen.insert(id, c);
        }
    }
    if earlier > 0 {
        eprintln!(
            "rapporteur: the claims of {earlier} documents are by another reader or coder than this one: `rapporteur \
             reread` reads them again"
        );
    }
    let missing: Vec<Document> = documents.iter().filter(|d| !chosen.contains_key(&d.id)).cloned().collect();
    for c in code(ledger, missing, tools, recorded, stop)? {
        chosen.insert(c.document.id, Coding { claims: c.claims, unread: Some(c.unread), seq: 0 });
    }
    if version.is_none() && !documents.is_empty() {
        switch(ledger, &tools.version(), recorded)?;
    }
    Ok(documents
        .into_iter()
        .map(|document| {
            let (claims, unread) = chosen.remove(&document.id).map_or((Vec::new(), None), |c| (c.claims, c.unread));
            // entries of the first schema do not say it
            let unread = unread.unwrap_or_else(|| claims.is_empty() && tools.foreign(&document));
            Coded { unread, document, claims }
        })
        .collect())
}

/// Read and code documents, some at a time; what is done is durable.
fn code(
    ledger: &mut Ledger,
    documents: Vec<Document>,
    tools: &Tools,
    recorded: &str,
    stop: &Interrupt,
) -> Result<Vec<Coded>> {
    let progress = Progress::new("read", documents.len() as u64);
    let total = documents.len();
    let mut out = Vec::new();
    let mut waiting = documents.into_iter();
    loop {
        let chunk: Vec<Document> = waiting.by_ref().take(CHUNK).collect();
        if chunk.is_empty() {
            return Ok(out);
        }
        if stop.is_set() {
            bail!("interrupted after {} of {total} documents: the same command goes on from there", out.len());
        }
        let done = pipeline::code_all(chunk, tools, &progress);
        record(ledger, &done, tools, recorded)?;
        out.extend(done);
    }
}

/// Append what was coded.
fn record(ledger: &mut Ledger, done: &[Coded], tools: &Tools, recorded: &str) -> Result<()> {
    let coder = tools.version();
    let news: Result<Vec<New>, PayloadError> = done
        .iter()
        .map(|c| {
            let payload = Payload::Coded {
                document: c.document.id.clone(),
                coder: coder.clone(),
                claims: c.claims.clone(),
                unread: Some(c.unread),
            };
            entry(&payload, Some(key(&c.document.id, &coder)))
        })
        .collect();
    ledger.append_all(news?, recorded)?;
    Ok(())
}

/// At most one coding of a document by a version.
fn key(document: &DocumentId, coder: &str) -> String {
    format!("{}/{coder}", document.0)
}

fn switch(ledger: &mut Ledger, coder: &str, recorded: &str) -> Result<()> {
    ledger.append(entry(&Payload::Switch { coder: coder.to_string() }, None)?, recorded)?;
    Ok(())
}

/// What a rereading did.
pub struct Reread {
    /// Documents that were read now.
    pub read: usize,
    /// Documents in all, redacted ones not counted.
    pub documents: usize,
    /// The ledger stands on the present version from now on, and did not before.
    pub switched: bool,
    /// Stopped before the end.
    pub interrupted: bool,
}

/// Read and code every document that the present version has not coded, and then, in one step, let the ledger stand on
/// it. Until then briefs rest on the old claims whole. It goes on where an earlier run stopped.
pub fn reread(ledger: &mut Ledger, tools: &Tools, recorded: impl Fn() -> String, stop: &Interrupt) -> Result<Reread> {
    let version = tools.version();
    let mut standing = Standing::default();
    let mut documents: Vec<u64> = Vec::new();
    for e in ledger.replay()? {
        let e = e?;
        match e.kind.as_str() {
            _ if e.redacted => {}
            "document" => documents.push(e.seq),
            "coded" | "switch" => match decoded(&e)? {
                Payload::Coded { coder, .. } => {
                    let n = standing.versions.entry(coder).or_default();
                    *n = (n.0 + 1, e.seq);
                }
                Payload::Switch { coder } => standing.switched = Some(coder),
                _ => {}
            },
            _ => {}
        }
    }
    if standing.switched.is_none()
        && let Some(v) = standing.version()
    {
        // else the count of the new version would tip the balance half-way
        switch(ledger, v, &recorded())?;
    }
    let mut missing = Vec::new();
    for seq in &documents {
        let e = ledger.entry(*seq)?;
        if let Some(Payload::Document(d)) = e.filter(|e| !e.redacted).map(|e| decoded(&e)).transpose()?
            && ledger.find("coded", &key(&d.id, &version))?.is_none()
        {
            missing.push(*seq);
        }
    }
    let progress = Progress::new("read again", missing.len() as u64);
    let mut done = Reread { read: 0, documents: documents.len(), switched: false, interrupted: false };
    for chunk in missing.chunks(CHUNK) {
        if stop.is_set() {
            done.interrupted = true;
            return Ok(done);
        }
        let mut texts = Vec::new();
        for seq in chunk {
            // redacted meanwhile, perhaps
            if let Some(Payload::Document(d)) =
                ledger.entry(*seq)?.filter(|e| !e.redacted).map(|e| decoded(&e)).transpose()?
            {
                texts.push(d);
            }
        }
        let coded = pipeline::code_all(texts, tools, &progress);
        done.read += coded.len();
        record(ledger, &coded, tools, &recorded())?;
    }
    if standing.version() != Some(version.as_str()) && !documents.is_empty() {
        switch(ledger, &version, &recorded())?;
        done.switched = true;
    }
    Ok(done)
}
