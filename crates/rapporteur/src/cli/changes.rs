//! `show changes`: what outlets changed in articles that the ledger holds more than once.

use super::{Outcome, print};
use crate::store;
use anyhow::{Context, Result};
use rapporteur_assess::changes::{Change, changes, versions};
use rapporteur_ledger::Ledger;
use rapporteur_types::entry::Payload;
use rapporteur_types::span::CodePoints;
use rapporteur_types::{Document, When};
use serde_json::json;
use std::path::PathBuf;

/// Words of a text that are shown before and after a change.
const AROUND: usize = 6;

/// Run it.
pub fn run(since: Option<When>, as_json: bool, ledger: Option<PathBuf>) -> Result<Outcome> {
    let ledger = Ledger::open(store::path(ledger)?)?;
    let (mut documents, mut recorded): (Vec<Document>, Vec<String>) = (Vec::new(), Vec::new());
    for entry in ledger.replay()? {
        let entry = entry?;
        if entry.kind != "document" {
            continue;
        }
        let payload = Payload::decode(entry.schema, &entry.payload).with_context(|| format!("entry {}", entry.seq))?;
        if let Payload::Document(d) = payload {
            documents.push(d);
            recorded.push(entry.recorded);
        }
    }
    let mut any = false;
    for (older, newer) in versions(&documents) {
        // when it was seen: fetched, else learned
        let seen = documents[newer].retrieved.as_ref().unwrap_or(&recorded[newer]);
        let day = seen.get(..10).and_then(|d| d.parse::<When>().ok());
        if since.is_some_and(|s| day.is_none_or(|d| d.last() < s.first())) {
            continue;
        }
        let (older, newer) = (&documents[older], &documents[newer]);
        let found = changes(&older.text, &newer.text);
        let text = if as_json { line(older, newer, seen, &found) } else { plain(older, newer, seen, &found) };
        print(text.as_bytes())?;
        any = true;
    }
    if !any {
        eprintln!("rapporteur: no article of the ledger was changed");
    }
    Ok(Outcome::Clean)
}

/// One JSON object.
fn line(older: &Document, newer: &Document, seen: &str, found: &[Change]) -> String {
    let (a, b) = (CodePoints::new(&older.text), CodePoints::new(&newer.text));
    let changes: Vec<_> = found
        .iter()
        .map(|c| {
            json!({
                "out": older.text[c.out.clone()], "out_start": a.at(c.out.start), "out_end": a.at(c.out.end),
                "in": newer.text[c.put.clone()], "in_start": b.at(c.put.start), "in_end": b.at(c.put.end),
            })
        })
        .collect();
    let value = json!({
        "outlet": newer.outlet, "url": newer.url, "title": newer.title, "older": older.id.0, "newer": newer.id.0,
        "seen": seen, "changes": changes,
    });
    format!("{value}\n")
}

/// A heading, and a line for each change: `… on [-Friday-] {+Saturday+} in …`.
fn plain(older: &Document, newer: &Document, seen: &str, found: &[Change]) -> String {
    let head = [Some(seen), newer.outlet.as_deref(), newer.title.as_deref(), newer.url.as_deref()];
    let mut out = head.into_iter().flatten().collect::<Vec<_>>().join(" | ") + "\n";
    for c in found {
        let (before, after) = (&newer.text[..c.put.start], &newer.text[c.put.end..]);
        let mut lead: Vec<&str> = before.split_whitespace().rev().take(AROUND).collect();
        lead.reverse();
        let tail: Vec<&str> = after.split_whitespace().take(AROUND).collect();
        let flat = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
        let (taken, put) = (flat(&older.text[c.out.clone()]), flat(&newer.text[c.put.clone()]));
        let parts = [
            lead.join(" "),
            if taken.is_empty() { taken } else { format!("[-{taken}-]") },
            if put.is_empty() { put } else { format!("{{+{put}+}}") },
            tail.join(" "),
        ];
        out.push_str(&format!("  {}\n", parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")));
    }
    out
}
