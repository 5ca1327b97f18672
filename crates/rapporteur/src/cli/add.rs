//! `add`: documents into the ledger, some at a time.

use super::{Outcome, now, print};
use crate::interrupt::Interrupt;
use crate::progress::Progress;
use crate::store;
use anyhow::Result;
use rapporteur_collect::published;
use rapporteur_ledger::Ledger;
use rapporteur_types::Document;
use serde_json::json;
use std::path::PathBuf;

/// How many documents go in at once: each batch is synced to the disk.
const BATCH: usize = 32;

/// Arguments of `add`.
#[derive(clap::Args)]
pub struct Args {
    /// Files or folders; - for standard input.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// One JSON object a document on standard output, once it is on disk.
    #[arg(long)]
    json: bool,
}

/// Run it.
pub fn run(args: &Args, ledger: Option<PathBuf>) -> Result<Outcome> {
    let mut ledger = Ledger::open(store::path(ledger)?)?;
    let stop = Interrupt::listen();
    let progress = Progress::endless("added");
    let mut count = Count::default();
    let mut batch = Vec::new();
    for item in rapporteur_collect::collect(args.paths.iter()) {
        match item {
            Ok(d) => batch.push(d),
            Err(problem) => {
                count.failed += usize::from(!problem.is_warning());
                eprintln!("rapporteur: {problem}");
            }
        }
        if stop.is_set() {
            break;
        }
        if batch.len() == BATCH {
            put(&mut ledger, std::mem::take(&mut batch), args.json, &mut count)?;
            progress.step(BATCH as u64);
        }
    }
    put(&mut ledger, batch, args.json, &mut count)?;
    drop(progress);
    if count.all == 0 && count.failed == 0 && !stop.is_set() {
        eprintln!("rapporteur: nothing to read in what was given");
    }
    eprintln!("{}: {} new of {} documents", ledger.path().display(), count.fresh, count.all);
    if stop.is_set() {
        eprintln!("rapporteur: interrupted: the same command goes on; what is there is not added twice");
        return Ok(Outcome::SomeFailed);
    }
    Ok(match (count.all, count.failed) {
        (0, _) => Outcome::NothingDone,
        (_, 0) => Outcome::Clean,
        _ => Outcome::SomeFailed,
    })
}

#[derive(Default)]
struct Count {
    all: usize,
    fresh: usize,
    failed: usize,
}

/// One batch into the ledger; what is said of it is said when it is durable.
fn put(ledger: &mut Ledger, mut batch: Vec<Document>, json: bool, count: &mut Count) -> Result<()> {
    if batch.is_empty() {
        return Ok(());
    }
    let recorded = now();
    for d in &mut batch {
        if let Some(day) = recorded.parse().ok().and_then(|now| published::refuse_future(d, now)) {
            eprintln!(
                "rapporteur: {}: it says that it was published on {day}, which is to come; it counts as undated",
                d.name
            );
        }
    }
    let names: Vec<(String, String)> = batch.iter().map(|d| (d.name.clone(), d.id.0.clone())).collect();
    let receipts = store::add(ledger, batch, &recorded)?;
    let mut lines = String::new();
    for ((doc, id), receipt) in names.into_iter().zip(receipts) {
        count.all += 1;
        count.fresh += usize::from(receipt.fresh);
        if json {
            lines += &json!({"entry": receipt.seq, "id": id, "doc": doc, "new": receipt.fresh}).to_string();
            lines.push('\n');
        }
    }
    print(lines.as_bytes())
}
