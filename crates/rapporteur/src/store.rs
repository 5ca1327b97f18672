//! The ledger on disk: which file, documents in, claims in, everything out again.

use crate::pipeline;
use crate::tools::Tools;
use anyhow::{Context, Result};
use rapporteur_assess::Coded;
use rapporteur_ledger::{Ledger, New};
use rapporteur_types::entry::{Payload, SCHEMA};
use rapporteur_types::{Claim, Document, DocumentId};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The given file, else `rapporteur/ledger.sqlite` in the XDG data folder.
pub fn path(given: Option<PathBuf>) -> Result<PathBuf> {
    if let Some(p) = given {
        return Ok(p);
    }
    let data = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from).filter(|p| p.is_absolute());
    let folder = data
        .or_else(|| std::env::var_os("HOME").map(|h| PathBuf::from(h).join(".local/share")))
        .context("neither XDG_DATA_HOME nor HOME is set: name the ledger with --ledger FILE")?
        .join("rapporteur");
    std::fs::create_dir_all(&folder).with_context(|| format!("data folder {}", folder.display()))?;
    Ok(folder.join("ledger.sqlite"))
}

/// Put documents into the ledger; returns how many were new.
pub fn add(ledger: &mut Ledger, documents: &[Document], recorded: &str) -> Result<usize> {
    let mut fresh = 0;
    for d in documents {
        let payload = Payload::Document(d.clone());
        let bytes = payload.encode()?;
        let new = New { kind: payload.kind(), schema: SCHEMA, key: Some(d.id.0.clone()), payload: bytes };
        fresh += usize::from(ledger.append(new, recorded)?.fresh);
    }
    Ok(fresh)
}

/// Every document of the ledger with its newest claims; documents that the present reader and coder have not coded yet
/// are coded and recorded first.
pub fn coded(ledger: &mut Ledger, tools: &Tools, recorded: &str) -> Result<Vec<Coded>> {
    let mut documents: Vec<Document> = Vec::new();
    let mut claims: BTreeMap<DocumentId, Vec<Claim>> = BTreeMap::new();
    let version = tools.version();
    for entry in ledger.replay()? {
        let entry = entry?;
        match Payload::decode(entry.schema, &entry.payload).with_context(|| format!("entry {}", entry.seq))? {
            Payload::Document(d) => documents.push(d),
            Payload::Coded { document, coder, claims: c } if coder == version => {
                claims.insert(document, c);
            }
            Payload::Coded { .. } | Payload::Source { .. } => {}
        }
    }
    let missing: Vec<Document> = documents.iter().filter(|d| !claims.contains_key(&d.id)).cloned().collect();
    for c in pipeline::code_all(missing, tools) {
        let payload =
            Payload::Coded { document: c.document.id.clone(), coder: version.clone(), claims: c.claims.clone() };
        let key = format!("{}/{version}", c.document.id.0);
        let bytes = payload.encode()?;
        ledger.append(New { kind: payload.kind(), schema: SCHEMA, key: Some(key), payload: bytes }, recorded)?;
        claims.insert(c.document.id.clone(), c.claims);
    }
    Ok(documents
        .into_iter()
        .map(|document| {
            let claims = claims.remove(&document.id).unwrap_or_default();
            Coded { unread: claims.is_empty() && tools.foreign(&document), document, claims }
        })
        .collect())
}
