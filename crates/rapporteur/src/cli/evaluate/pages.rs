//! Pages: saved web pages, with what of them is the article and what they say of themselves.

use super::{Value, scorer, stem, text_of, write};
use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use rapporteur_collect::{Origin, page};
use serde_json::json;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Files of `{"pages": [{"id", "file", "url", "expected"}]}`: each page goes in, its text and metadata come out.
pub fn run(files: &[PathBuf], data: &Path, out: &Path) -> Result<usize> {
    let mut done = 0;
    for path in files.iter().filter(|p| is_gold(p)) {
        let gold: Value = match serde_json::from_str(&text_of(path)?) {
            Ok(gold) => gold,
            Err(_) => continue,
        };
        let Some(pages) = gold.get("pages").and_then(Value::as_array) else { continue };
        let mut spent = Duration::ZERO;
        let mut lines = Vec::new();
        for gold in pages {
            lines.push(prediction(gold, path.parent().unwrap_or(data), &mut spent)?);
        }
        let file = write(out, path, &lines)?;
        let pace = lines.len() as f64 / spent.as_secs_f64().max(1e-9);
        println!("{}: {} pages, {pace:.0} pages a second on one core", stem(path), lines.len());
        scorer(data, "score_pages.py", &[path.as_os_str(), file.as_os_str()])?;
        done += 1;
    }
    Ok(done)
}

fn is_gold(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    name.ends_with(".json") || name.ends_with(".json.gz")
}

/// The scorer's form of one page; a page that gives no article is named, and its text is empty.
fn prediction(gold: &Value, folder: &Path, spent: &mut Duration) -> Result<Value> {
    let text = |k: &str| gold.get(k).and_then(Value::as_str);
    let (id, file) = (text("id").unwrap_or_default(), text("file").context("a page without a `file`")?);
    let path = folder.join(file);
    let mut bytes = fs::read(&path).with_context(|| path.display().to_string())?;
    if bytes.starts_with(&[0x1F, 0x8B]) {
        let packed = std::mem::take(&mut bytes);
        GzDecoder::new(&packed[..]).read_to_end(&mut bytes).with_context(|| path.display().to_string())?;
    }
    let start = Instant::now();
    let taken = page(&bytes, Origin { address: text("url"), ..Origin::default() });
    *spent += start.elapsed();
    let page = match taken {
        Ok(page) => page,
        Err(why) => {
            eprintln!("rapporteur: {file}: {why}");
            return Ok(json!({"id": id, "text": ""}));
        }
    };
    let date = |p: &rapporteur_types::document::Published| p.instant.clone().or(p.when.map(|w| w.to_string()));
    // an instant is counted by the day that the page writes
    let published = page.published.when.filter(|w| w.day.is_some()).map(|w| w.to_string());
    Ok(json!({
        "id": id, "text": page.text, "title": page.title, "byline": page.author, "site_name": page.site,
        "lang": page.language, "published": published.or(date(&page.published)), "basis": page.published.basis,
        "modified": page.modified.when.map(|w| w.to_string()), "partial": page.extent.is_beginning(),
    }))
}
