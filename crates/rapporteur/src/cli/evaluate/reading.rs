//! Reading: treebanks from raw text, names, time expressions.

use super::{Value, named, objects, part, scorer, stem, text_of, write};
use crate::tools::Tools;
use anyhow::{Context, Result};
use rapporteur_types::reading::{NameKind, Reading, TermKind};
use rapporteur_types::span::CodePoints;
use rapporteur_types::{Document, Span};
use rayon::prelude::*;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Score what has the form of one of the three; gives the number of files.
pub fn run(files: &[PathBuf], data: &Path, out: &Path, tools: &Tools) -> Result<usize> {
    let mut done = 0;
    for path in files {
        let train = named(path, "train");
        if named(path, ".conllu") && part(path) && !train {
            treebank(path, data, out, tools)?;
        } else if !train && (named(path, ".iob2") || named(path, ".conll") && !named(path, ".conllu")) {
            columns(path, data, out, tools)?;
        } else if named(path, ".jsonl") {
            let gold = objects(path)?;
            if gold.iter().any(|g| g.get("timex").is_some()) {
                times(path, &gold, data, out, tools)?;
            } else if gold.iter().any(|g| g.get("entities").is_some()) {
                entities(path, &gold, data, out, tools)?;
            } else {
                continue;
            }
        } else {
            continue;
        }
        done += 1;
    }
    Ok(done)
}

/// CoNLL-U: the raw text is read, CoNLL-U comes out. Training parts are left alone: they take long and say little.
fn treebank(path: &Path, data: &Path, out: &Path, tools: &Tools) -> Result<()> {
    let document = Document::new(stem(path), crate::conllu::raw_text(&text_of(path)?));
    let start = Instant::now();
    let reading = rapporteur_read::read(&document, &tools.reader);
    let took = start.elapsed().as_secs_f64();
    let file = out.join(format!("{}.conllu", stem(path)));
    fs::write(&file, rapporteur_read::conllu::conllu(&document, &reading))?;
    let n = reading.tokens.len();
    println!("{}: {n} words in {took:.1} s, {:.0} words a second on one core", stem(path), n as f64 / took);
    // the scorer reads plain and gzipped gold alike
    scorer(data, "score_conllu.py", &[path.as_os_str(), file.as_os_str()])
}

/// Columns of words and BIO labels: the sentences of a document are read together, and scored one by one.
fn columns(path: &Path, data: &Path, out: &Path, tools: &Tools) -> Result<()> {
    let mut documents: Vec<Vec<(String, String)>> = vec![Vec::new()];
    let (mut id, mut sentence, mut words) = (String::new(), None, Vec::new());
    let text = text_of(path)?;
    let mut count = 0;
    for line in text.lines().chain([""]) {
        let value = |key: &str| line.strip_prefix(key).map(|v| v.trim_start_matches([' ', '=']).trim().to_string());
        let fields: Vec<&str> = line.split('\t').collect();
        if line.starts_with("# newdoc") {
            documents.push(Vec::new());
        } else if let Some(v) = value("# sent_id") {
            id = v;
        } else if let Some(v) = value("# text =") {
            sentence = Some(v);
        } else if line.trim().is_empty() && !words.is_empty() {
            let id = if id.is_empty() { count.to_string() } else { std::mem::take(&mut id) };
            let text = sentence.take().unwrap_or_else(|| words.join(" "));
            // a sentence of nothing but an empty word has nothing to find
            if let Some(d) = documents.last_mut().filter(|_| !text.is_empty()) {
                d.push((id, text));
            }
            (count, words) = (count + 1, Vec::new());
        } else if fields.len() >= 3 && fields[0].parse::<usize>().is_ok() {
            words.push(fields[1].to_string());
        } else if fields.len() == 2 {
            words.push(fields[0].to_string());
        }
    }
    let lines: Vec<Vec<Value>> = documents
        .par_iter()
        .map(|sentences| {
            let text = sentences.iter().map(|s| s.1.as_str()).collect::<Vec<_>>().join("\n");
            let document = Document::new(stem(path), text);
            let reading = rapporteur_read::read(&document, &tools.reader);
            let mut from = 0;
            let of = |(id, s): &(String, String)| {
                let span = Span::new(from, from + s.len());
                from = span.end + 1;
                json!({"id": id, "entities": found(s, span, &reading)})
            };
            sentences.iter().map(of).collect()
        })
        .collect();
    let file = write(out, path, &lines.concat())?;
    println!("{}: names", stem(path));
    let args = ["ner".as_ref(), path.as_os_str(), file.as_os_str(), "--types".as_ref(), "PER,LOC,ORG".as_ref()];
    if named(path, ".iob2") {
        scorer(data, "score_spans.py", &args)
    } else {
        eprintln!("{}: other types than ours; predictions are written, not scored", path.display());
        Ok(())
    }
}

/// Names of a part of a text, offsets in code points of that part.
fn found(text: &str, part: Span, reading: &Reading) -> Vec<Value> {
    let index = CodePoints::new(text);
    let inside = reading.names.iter().filter(|m| m.span.start >= part.start && m.span.end <= part.end);
    let at = |b: usize| index.at(b - part.start);
    inside.map(|m| json!({"start": at(m.span.start), "end": at(m.span.end), "type": short(m.kind)})).collect()
}

fn short(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Person => "PER",
        NameKind::Organisation => "ORG",
        NameKind::Place => "LOC",
        NameKind::Other => "OTH",
    }
}

fn text(gold: &Value) -> &str {
    gold.get("text").and_then(Value::as_str).unwrap_or("")
}

/// Documents with nested spans of many types (re3d): names and terms under the types that are nearest.
fn entities(path: &Path, gold: &[Value], data: &Path, out: &Path, tools: &Tools) -> Result<()> {
    let predict = |g: &Value| {
        let document = Document::new(stem(path), text(g));
        let reading = rapporteur_read::read(&document, &tools.reader);
        let index = CodePoints::new(&document.text);
        let span = |s: Span, kind: &str| json!({"start": index.at(s.start), "end": index.at(s.end), "type": kind});
        let names = reading.names.iter().map(|m| {
            let kind = match m.kind {
                NameKind::Person => "Person",
                NameKind::Organisation => "Organisation",
                NameKind::Place => "Location",
                NameKind::Other => "OTH",
            };
            span(m.span, kind)
        });
        let terms = reading.terms.iter().filter_map(|t| match t.kind {
            TermKind::Weapon => Some(span(t.span, "Weapon")),
            TermKind::Nationality => Some(span(t.span, "Nationality")),
            _ => None,
        });
        json!({"id": g.get("id"), "entities": names.chain(terms).collect::<Vec<_>>()})
    };
    let lines: Vec<Value> = gold.par_iter().map(predict).collect();
    let file = write(out, path, &lines)?;
    println!("{}: names and terms", stem(path));
    let types = "Person,Organisation,Location,Nationality,Weapon";
    let args = ["ner".as_ref(), path.as_os_str(), file.as_os_str(), "--types".as_ref(), types.as_ref()];
    scorer(data, "score_spans.py", &args)
}

/// Time expressions; `dct` is the day of publication.
fn times(path: &Path, gold: &[Value], data: &Path, out: &Path, tools: &Tools) -> Result<()> {
    let predict = |g: &Value| {
        let mut document = Document::new(stem(path), text(g));
        document.published.when = g.get("dct").and_then(Value::as_str).and_then(|d| d.get(..10)?.parse().ok());
        let reading = rapporteur_read::read(&document, &tools.reader);
        let index = CodePoints::new(&document.text);
        let times = reading.times.iter().map(|t| {
            json!({"start": index.at(t.span.start), "end": index.at(t.span.end), "type": t.kind, "value": t.value,
                   "mod": t.modifier})
        });
        json!({"id": g.get("id"), "timex": times.collect::<Vec<_>>()})
    };
    let lines: Vec<Value> = gold.par_iter().map(predict).collect();
    let file = write(out, path, &lines).context("time expressions")?;
    println!("{}: time expressions", stem(path));
    scorer(data, "score_spans.py", &["timex".as_ref(), path.as_os_str(), file.as_os_str()])
}
