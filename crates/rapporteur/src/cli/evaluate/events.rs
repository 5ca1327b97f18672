//! Events: what holds between two given parties (PLV, AW), and who does what to whom in a sentence (PETRARCH's validation
//! records, PLOVER's gold standard records).

use super::{Value, named, objects, part, petrarch, scorer, stem, text_of, write};
use crate::tools::Tools;
use anyhow::Result;
use rapporteur_code::Coder;
use rapporteur_code::coder::Passage;
use rapporteur_code::events::between::between;
use rapporteur_types::knowledge::{ActorRow, Knowledge};
use rapporteur_types::{ActorRef, ClaimBody, Document, Event, Span};
use rayon::prelude::*;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Score files of sentences with a given pair of parties; gives the number of files. Training parts are left alone.
pub fn run(files: &[PathBuf], data: &Path, out: &Path, tools: &Tools) -> Result<usize> {
    let mut done = 0;
    for path in files.iter().filter(|p| part(p) && named(p, ".jsonl") && !named(p, "train")) {
        let gold = objects(path)?;
        let all = |fits: fn(&Value) -> bool| gold.iter().all(fits);
        let (what, lines): (&str, Vec<Value>) = if all(|g| g["source"]["text"].is_string()) {
            ("what holds between two parties", gold.par_iter().map(|g| relation(g, tools)).collect())
        } else if all(|g| g["reciprocal"].is_boolean()) {
            (
                "who does what to whom",
                gold.par_iter().map(|g| records(g, &tools.coder, &tools.knowledge, tools)).collect(),
            )
        } else if all(|g| g["events"].is_array() && g["set"].is_string()) {
            let (coder, knowledge) = validation(files, tools)?;
            let of = |g: &Value| match g["set"].as_str() {
                Some("unit") => triples(g, &coder, &knowledge, tools),
                _ => triples(g, &tools.coder, &tools.knowledge, tools),
            };
            ("source, target, CAMEO code", gold.par_iter().map(of).collect())
        } else {
            eprintln!("{}: a form that is not scored yet", path.display());
            continue;
        };
        let file = write(out, path, &lines)?;
        println!("{}: {what}", stem(path));
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

/// The tables with the actors of PETRARCH's validation suite, where they lie beside the data.
fn validation(files: &[PathBuf], tools: &Tools) -> Result<(Coder, Knowledge)> {
    let mut knowledge = tools.knowledge.clone();
    for path in files.iter().filter(|p| named(p, "validation_actors")) {
        let rows = petrarch::rows(&text_of(path)?, &knowledge);
        knowledge.actors.extend(rows);
    }
    Ok((Coder::new(&knowledge), knowledge))
}

/// The events of a text, in its order.
fn events(gold: &Value, coder: &Coder, tools: &Tools) -> Vec<Event> {
    let document = Document::new("record", gold["text"].as_str().unwrap_or(""));
    let reading = rapporteur_read::read(&document, &tools.reader);
    let claims = rapporteur_code::code(&document, &reading, coder);
    let mut events: Vec<Event> =
        claims.into_iter().filter_map(|c| if let ClaimBody::Event(e) = c.body { Some(e) } else { None }).collect();
    events.sort_by_key(|e| e.trigger.start);
    events
}

/// Every event with its mode, contexts and actors by country and sector.
fn records(gold: &Value, coder: &Coder, knowledge: &Knowledge, tools: &Tools) -> Value {
    let codes = |actors: &[ActorRef]| -> Vec<String> { actors.iter().filter_map(|a| code(a, knowledge)).collect() };
    let events = events(gold, coder, tools);
    let events = events.iter().map(|e| {
        json!({"root": e.event_type.name(), "mode": e.mode, "context": e.context, "source": codes(&e.sources),
               "target": codes(&e.targets)})
    });
    json!({"id": gold["id"], "events": events.collect::<Vec<_>>()})
}

/// Every event as triples of one source, one target and the code; talks in both directions.
fn triples(gold: &Value, coder: &Coder, knowledge: &Knowledge, tools: &Tools) -> Value {
    let mut out: Vec<[String; 3]> = Vec::new();
    for e in events(gold, coder, tools) {
        let cameo = format!("{:0<3}", e.cameo);
        for (source, target) in e.sources.iter().flat_map(|s| e.targets.iter().map(move |t| (s, t))) {
            if let (Some(s), Some(t)) = (code(source, knowledge), code(target, knowledge))
                && source != target
            {
                out.push([s, t, cameo.clone()]);
            }
        }
    }
    out.sort();
    out.dedup();
    json!({"id": gold["id"], "events": out})
}

/// CAMEO's code of an actor: its country, then its sector; a person of a state, or whoever holds an office of it, counts
/// to its government.
fn code(actor: &ActorRef, knowledge: &Knowledge) -> Option<String> {
    let row: Option<&ActorRow> = knowledge.actors.iter().find(|r| actor.id().is_some_and(|id| id.0 == r.id));
    let office = (actor.office().is_some() || actor.is_person() && actor.country().is_some()).then_some("GOV");
    let sector = row.and_then(|r| r.sector.as_deref()).filter(|_| !actor.is_state()).or(office).unwrap_or("");
    let code = format!("{}{sector}", actor.country().unwrap_or(""));
    (!code.is_empty()).then_some(code)
}
