//! `brief`: documents or ledger in, a cited brief out.

use super::{Outcome, input, now, print, when};
use crate::interrupt::Interrupt;
use crate::progress::Progress;
use crate::tools::{self, Setup, Tools};
use crate::{dossier, pipeline, store};
use anyhow::{Context, Result};
use clap::ValueEnum;
use rapporteur_types::{Document, Dossier, When};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Arguments of `brief`.
#[derive(clap::Args)]
pub struct Args {
    /// Files or folders; - for standard input; without any, the ledger.
    paths: Vec<PathBuf>,
    /// Name of a dossier or path of a dossier file [default: the one that fits best; else a generic brief].
    #[arg(long, value_name = "NAME|FILE")]
    dossier: Option<String>,
    /// Leave out what was published later; "now" of every computation [default: the newest published day].
    #[arg(long, value_name = "DAY", value_parser = when)]
    as_of: Option<When>,
    /// Markdown, a self-contained page, or JSON [default: by the ending of -o, else md].
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write to a file instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// How a brief is written.
#[derive(Clone, Copy, ValueEnum)]
pub enum Format {
    Md,
    Html,
    Json,
}

/// Run it.
pub fn run(args: Args, setup: Setup<'_>, ledger: Option<PathBuf>) -> Result<Outcome> {
    let mut tools = Tools::load(setup)?;
    // a dossier that does not exist should not cost the reading of a thousand documents
    let given = args.dossier.as_deref().map(|n| tools::dossier(&mut tools.knowledge, n)).transpose()?;
    let (dossier, documents, outcome) = if args.paths.is_empty() {
        let path = store::path(ledger)?;
        let stop = Interrupt::listen();
        let made = store::with(&path, &stop, |store| {
            if store.ready(&tools, now)? == 0 {
                return Ok(None);
            }
            dossier::of_ledger(store, given.clone(), args.as_of, &tools).map(Some)
        })?;
        let Some((dossier, documents)) = made else {
            let how = "put documents in with `rapporteur add PATH`";
            eprintln!("rapporteur: the ledger {} is empty: {how}", path.display());
            return Ok(Outcome::NothingDone);
        };
        (dossier, documents, Outcome::Clean)
    } else {
        let got = input::documents(&args.paths);
        let outcome = got.outcome();
        if got.documents.is_empty() {
            return Ok(outcome);
        }
        let mut documents = once_each(got.documents);
        let undated = rapporteur_collect::dateline::date_together(&mut documents, args.as_of);
        if undated > 0 {
            eprintln!(
                "rapporteur: {undated} document(s) give a day but no year; --as-of DAY says up to when they may be"
            );
        }
        let progress = Progress::new("read", documents.len() as u64);
        let coded = pipeline::code_all(documents, &tools, &progress);
        drop(progress);
        let (dossier, documents) = dossier::of_documents(coded, given, args.as_of, &tools);
        (dossier, documents, outcome)
    };
    let text = written(&dossier, &documents, args.format, args.output.as_deref())?;
    match &args.output {
        Some(path) => std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))?,
        None => print(text.as_bytes())?,
    }
    Ok(outcome)
}

/// The same document given twice counts once.
fn once_each(documents: Vec<Document>) -> Vec<Document> {
    let mut seen = std::collections::BTreeSet::new();
    documents.into_iter().filter(|d| seen.insert(d.id.clone())).collect()
}

/// A brief in a format, or in the one that the file's ending names.
pub fn written(
    dossier: &Dossier,
    documents: &[Document],
    format: Option<Format>,
    output: Option<&Path>,
) -> Result<String> {
    let by_name = output.and_then(Path::extension).and_then(|e| match e.to_str()? {
        "html" | "htm" => Some(Format::Html),
        "json" => Some(Format::Json),
        _ => None,
    });
    let brief = rapporteur_publish::compose(dossier, documents);
    Ok(match format.or(by_name).unwrap_or(Format::Md) {
        Format::Md => rapporteur_publish::markdown(&brief),
        Format::Html => rapporteur_publish::html(&brief),
        Format::Json => serde_json::to_string_pretty(&rapporteur_publish::json(dossier, &brief, documents))? + "\n",
    })
}

/// The lines of the bottom line.
pub fn bottom_line(dossier: &Dossier, documents: &[Document]) -> Vec<String> {
    let brief = rapporteur_publish::compose(dossier, documents);
    let all = rapporteur_publish::json(dossier, &brief, documents);
    let lines = all.get("bottom_line").and_then(Value::as_array).into_iter().flatten();
    lines.filter_map(|l| l.get("text").and_then(Value::as_str)).map(str::to_string).collect()
}
