//! Events: what holds between two given parties.

use super::{Value, named, objects, part, scorer, stem, write};
use crate::tools::Tools;
use anyhow::Result;
use rapporteur_code::coder::Passage;
use rapporteur_code::events::between::between;
use rapporteur_types::{Document, Span};
use rayon::prelude::*;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Score files of sentences with a given pair of parties; gives the number of files. Training parts are left alone.
pub fn run(files: &[PathBuf], data: &Path, out: &Path, tools: &Tools) -> Result<usize> {
    let mut done = 0;
    for path in files.iter().filter(|p| part(p) && named(p, ".jsonl") && !named(p, "train")) {
        let gold = objects(path)?;
        if !gold.iter().all(|g| g["source"]["text"].is_string() && g["target"]["text"].is_string()) {
            eprintln!("{}: a form that is not scored yet", path.display());
            continue;
        }
        let lines: Vec<Value> = gold.par_iter().map(|g| relation(g, tools)).collect();
        let file = write(out, path, &lines)?;
        println!("{}: what holds between two parties", stem(path));
        scorer(data, "score_events.py", &[path.as_os_str(), file.as_os_str()])?;
        done += 1;
    }
    Ok(done)
}

/// The relation of the marked pair.
fn relation(gold: &Value, tools: &Tools) -> Value {
    let text = gold["text"].as_str().unwrap_or("");
    let document = Document::new("pair", text);
    let reading = rapporteur_read::read(&document, &tools.reader);
    let passage = Passage::new(&document, &reading, &tools.coder);
    let found = between(&passage, span(text, &gold["source"]), span(text, &gold["target"]));
    json!({"id": gold["id"], "root": found.map(|r| r.event_type.name())})
}

/// A span in code points; the whole text where the data could not place the party.
fn span(text: &str, party: &Value) -> Span {
    let at = |k: &str| {
        let n = party[k].as_u64()? as usize;
        Some(text.char_indices().nth(n).map_or(text.len(), |x| x.0))
    };
    match (at("start"), at("end")) {
        (Some(a), Some(b)) if a < b => Span::new(a, b),
        _ => Span::new(0, text.len()),
    }
}
