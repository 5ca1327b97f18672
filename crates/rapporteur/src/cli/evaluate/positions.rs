//! Positions: who says, wants, supports or opposes what, as actor, predicate and point.

use super::{Value, named, objects, part, scorer, stem, write};
use crate::tools::Tools;
use anyhow::Result;
use rapporteur_types::{ClaimBody, Document, Span, Stance};
use rayon::prelude::*;
use serde_json::json;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Score files of sentences with propositions; gives the number of files. Training parts are left alone.
pub fn run(files: &[PathBuf], data: &Path, out: &Path, tools: &Tools) -> Result<usize> {
    let mut done = 0;
    for path in files.iter().filter(|p| part(p) && named(p, ".jsonl") && !named(p, "train")) {
        let gold = objects(path)?;
        if !gold.iter().all(|g| g["propositions"].is_array() && g["text"].is_string()) {
            eprintln!("{}: a form that is not scored yet", path.display());
            continue;
        }
        let lines: Vec<Value> = gold.par_iter().map(|g| propositions(g, tools)).collect();
        let file = write(out, path, &lines)?;
        println!("{}: actor, predicate, point", stem(path));
        scorer(data, "score_positions.py", &[OsStr::new("enb"), path.as_os_str(), file.as_os_str()])?;
        done += 1;
    }
    Ok(done)
}

/// Each statement as a proposition of each of its speakers; whoever holds a position on the same words, with its stance.
fn propositions(gold: &Value, tools: &Tools) -> Value {
    let text = gold["text"].as_str().unwrap_or("");
    let document = Document::new("propositions", text);
    let reading = rapporteur_read::read(&document, &tools.reader);
    let claims = rapporteur_code::code(&document, &reading, &tools.coder);
    let stance = |content: Span| {
        let meets = |s: Span| s.start < content.end && content.start < s.end;
        claims.iter().find_map(|c| match &c.body {
            ClaimBody::Position(p) if meets(p.proposal) => Some(p.stance),
            _ => None,
        })
    };
    let mut out = Vec::new();
    for c in &claims {
        let ClaimBody::Statement(s) = &c.body else { continue };
        let (Some(cue), Some(content)) = (s.cue, s.content.first()) else { continue };
        let stance = match stance(*content) {
            Some(Stance::Rejects | Stance::Opposes) => "oppose",
            Some(Stance::Neutral) | None => "report",
            Some(_) => "support",
        };
        for actor in &s.speakers {
            out.push(
                json!({"actor": actor.name(), "predicate": cue.of(text), "point": content.of(text), "stance": stance}),
            );
        }
    }
    json!({"id": gold["id"], "propositions": out})
}
