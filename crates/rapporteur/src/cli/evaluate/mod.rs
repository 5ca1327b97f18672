//! `rapporteur evaluate TASK --data FOLDER [--predictions FOLDER]`: the very functions that `brief` calls, over coded
//! data; predictions in the scorer's format, and the scorer beside the data where Python is there to run it.

mod claims;
mod events;
mod feeds;
mod pages;
mod petrarch;
mod positions;
mod reading;
mod statements;

pub use claims::Only;

use crate::tools::Tools;
use anyhow::{Context, Result, bail};
use flate2::read::GzDecoder;
use serde_json::Value;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What can be scored so far.
pub const TASKS: [&str; 7] = ["reading", "statements", "events", "positions", "claims", "feeds", "pages"];

/// Run one task; an error where there was nothing to score.
pub fn run(task: &str, data: &Path, predictions: Option<&Path>, tools: &Tools, only: Option<Only>) -> Result<()> {
    if !data.is_dir() {
        bail!("{} is no folder: --data takes a folder in the form of the evaluation sets", data.display());
    }
    if only.is_some() && task != "claims" {
        bail!("--only is for claims: {task} are not scored by halves");
    }
    let keep = tempfile::tempdir()?;
    let out = predictions.unwrap_or(keep.path());
    fs::create_dir_all(out).with_context(|| out.display().to_string())?;
    let mut files = Vec::new();
    under(data, &mut files)?;
    files.sort();
    let done = match task {
        "reading" => reading::run(&files, data, out, tools)?,
        "feeds" => feeds::run(&files, data, out)?,
        "statements" => statements::run(&files, data, out, tools)?,
        "events" => events::run(&files, data, out, tools)?,
        "positions" => positions::run(&files, data, out, tools)?,
        "pages" => pages::run(&files, data, out)?,
        _ => claims::run(&files, data, out, tools, only)?,
    };
    if done == 0 {
        bail!("no {task} data under {}", data.display());
    }
    Ok(())
}

/// All files of a folder and its subfolders.
fn under(dir: &Path, out: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(dir).with_context(|| dir.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            under(&path, out)?;
        } else {
            out.push(path);
        }
    }
    Ok(())
}

/// Is this the file of a dev, train or test part?
fn part(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    ["dev", "test", "train"].iter().any(|w| name.contains(w))
}

/// The file's name has this in it.
fn named(path: &Path, what: &str) -> bool {
    path.file_name().unwrap_or_default().to_string_lossy().to_lowercase().contains(what)
}

/// The JSON objects of a file of JSON lines.
fn objects(path: &Path) -> Result<Vec<Value>> {
    let text = text_of(path)?;
    let lines = text.lines().filter(|l| !l.trim().is_empty());
    lines.map(|l| serde_json::from_str(l).with_context(|| path.display().to_string())).collect()
}

/// Write predictions, one JSON object a line.
fn write(out: &Path, gold: &Path, lines: &[Value]) -> Result<PathBuf> {
    let file = out.join(format!("{}.jsonl", stem(gold)));
    let text: String = lines.iter().map(|l| format!("{l}\n")).collect();
    fs::write(&file, text).with_context(|| file.display().to_string())?;
    Ok(file)
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

fn scorer(data: &Path, script: &str, args: &[&OsStr]) -> Result<()> {
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
