//! Statements: who said what, whom a mention stands for, whether an event is told as a fact.

use super::{Value, named, objects, part, scorer, stem, write};
use crate::tools::Tools;
use anyhow::Result;
use rapporteur_code::actors::Resolution;
use rapporteur_code::coder::Passage;
use rapporteur_read::chains::chain_of;
use rapporteur_types::span::CodePoints;
use rapporteur_types::{ActorRef, ClaimBody, Document, Modality, Span};
use rayon::prelude::*;
use serde_json::json;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Score files of attributions, of mentions with the entities that they stand for, and of events with their factuality;
/// gives the number of files. Training parts are left alone.
pub fn run(files: &[PathBuf], data: &Path, out: &Path, tools: &Tools) -> Result<usize> {
    let mut done = 0;
    for path in files.iter().filter(|p| part(p) && named(p, ".jsonl") && !named(p, "train")) {
        let gold = objects(path)?;
        let all = |key: &str| gold.iter().all(|g| g.get(key).is_some());
        let (what, script, predict): (_, _, fn(&Value, &Tools) -> Value) = if all("mentions") {
            ("who is meant", "score_speakers.py", resolutions)
        } else if all("attributions") {
            ("source, cue, content", "score_statements.py", attributions)
        } else if all("sent") && all("events") {
            ("did it happen", "score_factuality.py", factuality)
        } else {
            eprintln!("{}: a form that is not scored yet", path.display());
            continue;
        };
        let lines: Vec<Value> = gold.par_iter().map(|g| predict(g, tools)).collect();
        let file = write(out, path, &lines)?;
        println!("{}: {what}", stem(path));
        scorer(data, script, &[path.as_os_str(), file.as_os_str()])?;
        if script == "score_statements.py" {
            println!("{}: speech alone", stem(path));
            scorer(data, script, &[path.as_os_str(), file.as_os_str(), OsStr::new("--speech")])?;
        }
        done += 1;
    }
    Ok(done)
}

/// Whom each queried mention stands for: the longest name of the reader's chain, or the person whom the coder finds where no
/// chain says it.
fn resolutions(gold: &Value, tools: &Tools) -> Value {
    let text = gold.get("text").and_then(Value::as_str).unwrap_or("");
    let document = Document::new("speakers", text);
    let reading = rapporteur_read::read(&document, &tools.reader);
    let passage = Passage::new(&document, &reading, &tools.coder);
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
        let mut chains = tokens.clone().filter_map(|t| {
            let head = reading.names.iter().find(|n| n.tokens.contains(&t)).map_or(t, |n| n.head);
            chain_of(&reading, head)
        });
        let chained = chains.find_map(|c| c.name());
        let mut cast = tokens.filter_map(|t| only(passage.cast.at(t)));
        let name = chained.map(|n| n.span.of(text).to_string());
        let name = name.or_else(|| cast.find(ActorRef::is_person).map(|a| a.name()));
        out.extend(name.map(|n| json!({"b": m["b"], "e": m["e"], "name": n})));
    }
    json!({"doc": gold["doc"], "resolutions": out})
}

/// The one whom a word stands for.
fn only(resolutions: Vec<Resolution>) -> Option<ActorRef> {
    let [r] = &resolutions[..] else { return None };
    r.actor.id().map(|_| r.actor.clone())
}

/// Source, cue and content of every statement. A quotation that goes on without a cue of its own is a statement of its own
/// here and one attribution with the one before it there.
fn attributions(gold: &Value, tools: &Tools) -> Value {
    let text = gold.get("text").and_then(Value::as_str).unwrap_or("");
    let document = Document::new("attributions", text);
    let reading = rapporteur_read::read(&document, &tools.reader);
    let index = CodePoints::new(&document.text);
    let pieces = |s: &[Span]| s.iter().map(|x| [index.at(x.start), index.at(x.end)]).collect::<Vec<_>>();
    let mut out: Vec<Value> = Vec::new();
    for c in rapporteur_code::code(&document, &reading, &tools.coder) {
        if let ClaimBody::Statement(s) = &c.body {
            let one = |x: Option<Span>| pieces(x.as_slice());
            let on = c.inferred.iter().any(|i| i.rule == "speaker of the statement before");
            if s.cue.is_none()
                && on
                && let Some(before) = out.last_mut()
            {
                let more = pieces(&s.content).into_iter().map(|p| json!(p));
                before["content"].as_array_mut().into_iter().for_each(|l| l.extend(more.clone()));
                continue;
            }
            out.push(json!({"source": one(s.source), "cue": one(s.cue), "content": pieces(&s.content)}));
        }
    }
    json!({"doc": gold["doc"], "attributions": out})
}

/// The factuality of each marked word as read, on the scale of the data: 3 is certain, -3 is certainly not; of what is no verb
/// its standing by the markers of the text.
fn factuality(gold: &Value, tools: &Tools) -> Value {
    let text = gold.get("text").and_then(Value::as_str).unwrap_or("");
    let document = Document::new("factuality", text);
    let reading = rapporteur_read::read(&document, &tools.reader);
    let passage = Passage::new(&document, &reading, &tools.coder);
    let index = CodePoints::new(&document.text);
    let mut out = Vec::new();
    for e in gold["events"].as_array().into_iter().flatten() {
        let at = e["b"].as_u64().unwrap_or(0) as usize;
        let token = reading.tokens.iter().position(|t| index.at(t.span.end) > at);
        let standing = |t| degree(rapporteur_code::modality::factors(&passage.syntax, t).modality());
        let value = token.map(|t| reading.fact(t).unwrap_or_else(|| standing(t)));
        out.push(json!({"b": e["b"], "value": value.unwrap_or(0.0)}));
    }
    json!({"sent": gold["sent"], "events": out})
}

/// A word for a standing as a degree of factuality.
fn degree(m: Modality) -> f32 {
    match m {
        Modality::Asserted | Modality::Historical => 1.0,
        Modality::Hedged | Modality::Projected => 0.2,
        Modality::Planned => -0.2,
        Modality::Conditional | Modality::Demanded | Modality::Hypothetical => -0.5,
        Modality::Denied => -1.5,
    }
}
