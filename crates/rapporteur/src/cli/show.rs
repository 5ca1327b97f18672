//! `show`: what the ledger holds of one kind.

use super::{Outcome, now, print, when};
use crate::interrupt::Interrupt;
use crate::tools::{Setup, Tools};
use crate::{dossier, store};
use anyhow::Result;
use rapporteur_types::When;
use serde_json::Value;
use std::path::PathBuf;

/// Kinds: the arrays of the brief as JSON, and the changes of articles.
const KINDS: [&str; 24] = [
    "changes",
    "documents",
    "bottom_line",
    "statements",
    "events",
    "positions",
    "remarks",
    "extracts",
    "sticking_points",
    "rounds",
    "mediators",
    "parties",
    "third_parties",
    "pressure",
    "advisories",
    "precedents",
    "internal_divisions",
    "spoilers",
    "conditional_threats",
    "agenda",
    "watch",
    "contradictions",
    "faq",
    "left_out",
];

/// Arguments of `show`.
#[derive(clap::Args)]
pub struct Args {
    /// A list of the brief as JSON, or changes: what outlets changed in their articles.
    #[arg(value_parser = KINDS)]
    kind: String,
    /// Only what is dated on or after this day.
    #[arg(long, value_name = "DAY", value_parser = when)]
    since: Option<When>,
    /// One JSON object a line.
    #[arg(long)]
    json: bool,
}

/// Run it.
pub fn run(args: &Args, setup: Setup<'_>, ledger: Option<PathBuf>) -> Result<Outcome> {
    if args.kind == "changes" {
        return super::changes::run(args.since, args.json, ledger);
    }
    let tools = Tools::load(setup)?;
    let path = store::path(ledger)?;
    let stop = Interrupt::listen();
    let (dossier, documents) = store::with(&path, &stop, |store| {
        store.ready(&tools, now)?;
        dossier::of_ledger(store, None, None, &tools)
    })?;
    let brief = rapporteur_publish::compose(&dossier, &documents);
    let all = rapporteur_publish::json(&dossier, &brief, &documents);
    let items = all.get(&args.kind).and_then(Value::as_array).cloned().unwrap_or_default();
    for item in items.iter().filter(|i| args.since.is_none_or(|s| dated(i).is_some_and(|d| d.last() >= s.first()))) {
        let line = if args.json { item.to_string() } else { plain(item) };
        print((line + "\n").as_bytes())?;
    }
    Ok(Outcome::Clean)
}

fn dated(item: &Value) -> Option<When> {
    ["date", "last", "published"].iter().find_map(|k| item.get(k).and_then(Value::as_str)).and_then(|s| s.parse().ok())
}

/// Date, what it is, and the sentence.
fn plain(item: &Value) -> String {
    let text = |k: &str| item.get(k).and_then(Value::as_str).unwrap_or_default().to_string();
    let list = |k: &str| -> String {
        match item.get(k) {
            Some(Value::Array(a)) => a.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
            Some(Value::String(s)) => s.clone(),
            Some(Value::Object(o)) => o.keys().cloned().collect::<Vec<_>>().join(", "),
            _ => String::new(),
        }
    };
    let quote = item.pointer("/evidence/0/quote").and_then(Value::as_str).unwrap_or_default();
    let parts = [
        text("date"),
        text("type"),
        text("label"),
        text("name"),
        text("title"),
        list("speaker"),
        list("source"),
        list("target"),
        list("holder"),
        text("stance"),
        text("issue"),
        text("modality"),
        text("about"),
        list("topics"),
        text("text"),
        text("question"),
        text("answer"),
        text("reason"),
        quote.to_string(),
    ];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" | ")
}
