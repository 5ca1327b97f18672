//! `rapporteur evaluate TASK --data FOLDER [--predictions FOLDER]`: the very functions that `brief` calls, over coded
//! data; predictions in the scorer's format, and the scorer beside the data where Python is there to run it.

use crate::tools::Tools;
use anyhow::{Context, Result, bail};
use flate2::read::GzDecoder;
use rapporteur_types::document::{Basis, Published};
use rapporteur_types::span::CodePoints;
use rapporteur_types::{Claim, ClaimBody, Document, Span, When};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// What can be scored so far.
pub const TASKS: [&str; 2] = ["reading", "claims"];

/// Run one task; an error where there was nothing to score.
pub fn run(task: &str, data: &Path, predictions: Option<&Path>, tools: &Tools) -> Result<()> {
    if !data.is_dir() {
        bail!("{} is no folder: --data takes a folder in the form of the evaluation sets", data.display());
    }
    let keep = tempfile::tempdir()?;
    let out = predictions.unwrap_or(keep.path());
    fs::create_dir_all(out).with_context(|| out.display().to_string())?;
    let mut files = Vec::new();
    gold(data, &mut files)?;
    files.sort();
    let done = match task {
        "reading" => reading(&files, data, out, tools)?,
        _ => claims(&files, data, out, tools)?,
    };
    if done == 0 {
        bail!("no {task} data with dev, train or test in a file's name under {}", data.display());
    }
    Ok(())
}

/// Files with dev, train or test in their names, in any subfolder.
fn gold(dir: &Path, out: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(dir).with_context(|| dir.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        if path.is_dir() {
            gold(&path, out)?;
        } else if ["dev", "test", "train"].iter().any(|w| name.contains(w)) {
            out.push(path);
        }
    }
    Ok(())
}

fn text_of(path: &Path) -> Result<String> {
    let mut text = String::new();
    let file = File::open(path).with_context(|| path.display().to_string())?;
    let ends = |e: &str| path.extension().is_some_and(|x| x == e);
    if ends("gz") { GzDecoder::new(file).read_to_string(&mut text) } else { { file }.read_to_string(&mut text) }
        .with_context(|| path.display().to_string())?;
    Ok(text)
}

/// The file name without `.gz` and the extension.
fn stem(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_string();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.rsplit_once('.').map_or(name, |x| x.0).to_string()
}

fn scorer(data: &Path, script: &str, args: &[&Path]) -> Result<()> {
    let script = data.join(script);
    if !script.exists() {
        eprintln!("no scorer {} beside the data: predictions are written, not scored", script.display());
        return Ok(());
    }
    match Command::new("python3").arg(&script).args(args).output() {
        Ok(o) => {
            std::io::stdout().write_all(&o.stdout)?;
            std::io::stderr().write_all(&o.stderr)?;
            Ok(())
        }
        Err(e) => {
            eprintln!("python3 cannot be run ({e}): predictions are written, not scored");
            Ok(())
        }
    }
}

/// CoNLL-U files: the raw text is read, CoNLL-U comes out. Training parts are left alone: they take long and say little.
fn reading(files: &[PathBuf], data: &Path, out: &Path, tools: &Tools) -> Result<usize> {
    let mut done = 0;
    for path in files {
        let name = path.to_string_lossy().to_lowercase();
        if !name.contains(".conllu") || stem(path).contains("train") {
            continue;
        }
        let raw = crate::conllu::raw_text(&text_of(path)?);
        let document = Document::new(stem(path), raw);
        let start = Instant::now();
        let reading = rapporteur_read::read(&document, &tools.reader);
        let took = start.elapsed().as_secs_f64();
        let file = out.join(format!("{}.conllu", stem(path)));
        fs::write(&file, rapporteur_read::conllu::conllu(&document, &reading))?;
        let n = reading.tokens.len();
        println!("{}: {n} words in {took:.1} s, {:.0} words a second on one core", stem(path), n as f64 / took);
        // the scorer reads plain and gzipped gold alike
        scorer(data, "score_conllu.py", &[path, &file])?;
        done += 1;
    }
    Ok(done)
}

/// Coded passages: `id, title, published, text` go in, claims come out.
fn claims(files: &[PathBuf], data: &Path, out: &Path, tools: &Tools) -> Result<usize> {
    let mut done = 0;
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        if !name.contains(".jsonl") {
            continue;
        }
        let mut documents = Vec::new();
        for line in text_of(path)?.lines().filter(|l| !l.trim().is_empty()) {
            let gold: Value = serde_json::from_str(line).with_context(|| path.display().to_string())?;
            if gold.get("statements").is_some() {
                documents.push(document(&gold));
            }
        }
        if documents.is_empty() {
            continue;
        }
        let lines: Vec<String> = documents.par_iter().map(|d| prediction(d, tools).to_string()).collect();
        let file = out.join(format!("{}.jsonl", stem(path)));
        fs::write(&file, lines.join("\n") + "\n")?;
        println!("{}: {} passages", stem(path), documents.len());
        let plain = if name.ends_with(".gz") {
            let p = out.join(format!("{}.gold.tmp", stem(path)));
            fs::write(&p, text_of(path)?)?;
            p
        } else {
            path.clone()
        };
        scorer(data, "score_claims.py", &[&plain, &file])?;
        if plain != *path {
            fs::remove_file(plain)?;
        }
        done += 1;
    }
    Ok(done)
}

fn document(gold: &Value) -> Document {
    let text = |k: &str| gold.get(k).and_then(Value::as_str).map(str::to_string);
    let mut d = Document::new(text("id").unwrap_or_default(), text("text").unwrap_or_default());
    d.title = text("title");
    d.outlet = text("outlet");
    let day = |k: &str| text(k).and_then(|s| s.parse::<When>().ok());
    d.published = match (day("published"), day("published_est")) {
        (Some(w), _) => Published { when: Some(w), instant: None, basis: Basis::Stated },
        (None, Some(w)) => Published { when: Some(w), instant: None, basis: Basis::Estimated },
        _ => Published::default(),
    };
    d.identify();
    d
}

/// The scorer's form of one document's claims.
fn prediction(document: &Document, tools: &Tools) -> Value {
    let reading = rapporteur_read::read(document, &tools.reader);
    let claims = rapporteur_code::code(document, &reading, &tools.coder);
    let index = CodePoints::new(&document.text);
    let at = |s: Span| json!({"start": index.at(s.start), "end": index.at(s.end)});
    let (mut statements, mut events, mut positions) = (Vec::new(), Vec::new(), Vec::new());
    for c in &claims {
        put(c, &at, &mut statements, &mut events, &mut positions);
    }
    json!({"id": document.name, "statements": statements, "events": events, "positions": positions})
}

fn put(
    c: &Claim,
    at: &dyn Fn(Span) -> Value,
    statements: &mut Vec<Value>,
    events: &mut Vec<Value>,
    positions: &mut Vec<Value>,
) {
    let names = |l: &[rapporteur_types::ActorRef]| l.iter().map(rapporteur_types::ActorRef::name).collect::<Vec<_>>();
    let modality = c.modality.word();
    match &c.body {
        ClaimBody::Statement(s) => statements.push(json!({
            "source": s.source.map(at), "speaker": names(&s.speakers).join("; "), "cue": s.cue.map(at),
            "content": s.content.iter().map(|x| at(*x)).collect::<Vec<_>>(), "modality": modality,
            "tone": s.tone, "kind": s.form,
        })),
        ClaimBody::Event(e) => events.push(json!({
            "type": e.event_type.name(), "source": names(&e.sources), "target": names(&e.targets),
            "date": e.date.map(|d| d.to_string()), "place": e.place, "modality": modality,
            "evidence": at(c.first().span), "trigger": at(e.trigger), "confidence": c.confidence,
        })),
        ClaimBody::Position(x) => positions.push(json!({
            "holder": names(&x.holders).join("; "), "side": x.side.as_ref().map(rapporteur_types::ActorRef::name),
            "issue": x.issue, "stance": x.stance.word(), "proposal": at(x.proposal), "modality": modality,
            "condition": x.condition.map(at), "evidence": at(c.first().span), "confidence": c.confidence,
        })),
        ClaimBody::Remark(_) => {}
    }
}
