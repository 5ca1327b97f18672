//! Statements: whom a mention stands for.

use super::{Value, named, objects, part, scorer, stem, write};
use crate::tools::Tools;
use anyhow::Result;
use rapporteur_read::chains::chain_of;
use rapporteur_types::Document;
use rapporteur_types::span::CodePoints;
use rayon::prelude::*;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Score files of mentions with the entities that they stand for; gives the number of files. Training parts are left
/// alone.
pub fn run(files: &[PathBuf], data: &Path, out: &Path, tools: &Tools) -> Result<usize> {
    let mut done = 0;
    for path in files.iter().filter(|p| part(p) && named(p, ".jsonl") && !named(p, "train")) {
        let gold = objects(path)?;
        if !gold.iter().any(|g| g.get("mentions").is_some()) {
            eprintln!("{}: a form that is not scored yet", path.display());
            continue;
        }
        let lines: Vec<Value> = gold.par_iter().map(|g| resolutions(g, tools)).collect();
        let file = write(out, path, &lines)?;
        println!("{}: who is meant", stem(path));
        scorer(data, "score_speakers.py", &[path.as_os_str(), file.as_os_str()])?;
        done += 1;
    }
    Ok(done)
}

/// The longest name of the chain that each queried mention is in.
fn resolutions(gold: &Value, tools: &Tools) -> Value {
    let text = gold.get("text").and_then(Value::as_str).unwrap_or("");
    let document = Document::new("speakers", text);
    let reading = rapporteur_read::read(&document, &tools.reader);
    let index = CodePoints::new(&document.text);
    let at = |v: &Value| v.as_u64().unwrap_or(0) as usize;
    let mut out = Vec::new();
    for m in gold["mentions"].as_array().into_iter().flatten().filter(|m| m["q"] == json!(true)) {
        let (from, to) = (at(&m["head"][0]), at(&m["head"][1]));
        let inside = |t: usize| {
            let span = reading.tokens[t].span;
            index.at(span.start) < to && index.at(span.end) > from
        };
        let tokens = (0..reading.tokens.len()).filter(|t| inside(*t));
        let mut chains = tokens.filter_map(|t| {
            let head = reading.names.iter().find(|n| n.tokens.contains(&t)).map_or(t, |n| n.head);
            chain_of(&reading, head)
        });
        if let Some(name) = chains.find_map(|c| c.name()) {
            out.push(json!({"b": m["b"], "e": m["e"], "name": name.span.of(text)}));
        }
    }
    json!({"doc": gold["doc"], "resolutions": out})
}
