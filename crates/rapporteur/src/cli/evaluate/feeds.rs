//! Feeds: files as servers sent them, with the headers that they came with; and strings that are dates or are none.

use super::{Value, named, scorer, text_of, write};
use anyhow::{Context, Result};
use rapporteur_collect::feed::{self, dates};
use rapporteur_types::document::Published;
use serde_json::json;
use std::path::{Path, PathBuf};
use url::Url;

/// Score what is an index of feeds or a list of dates; gives the number of files.
pub fn run(files: &[PathBuf], data: &Path, out: &Path) -> Result<usize> {
    let mut done = 0;
    for path in files.iter().filter(|p| named(p, ".json") && !named(p, ".jsonl")) {
        // feeds themselves may be JSON; they are no index
        let Ok(gold) = serde_json::from_str::<Value>(&text_of(path).unwrap_or_default()) else { continue };
        let list = |key: &str| gold.get(key).and_then(Value::as_array);
        if let Some(feeds) = list("feeds") {
            let lines = feeds.iter().map(|f| prediction(f, path)).collect::<Result<Vec<_>>>()?;
            let read = lines.iter().filter(|l| l.get("entry_count").is_some()).count();
            let file = write(out, path, &lines)?;
            println!("{}: {} files, {read} of them read as feeds", path.display(), lines.len());
            scorer(data, "score_feeds.py", &[path.as_os_str(), file.as_os_str()])?;
        } else if let Some(strings) = list("dates") {
            let lines: Vec<Value> = strings.iter().map(date).collect();
            let file = write(out, path, &lines)?;
            println!("{}: {} dates", path.display(), lines.len());
            scorer(data, "score_feeds.py", &[path.as_os_str(), file.as_os_str(), "--dates".as_ref()])?;
        } else {
            continue;
        }
        done += 1;
    }
    Ok(done)
}

/// One file, read with the headers and the address that it is served with.
fn prediction(gold: &Value, index: &Path) -> Result<Value> {
    let name = gold.get("file").and_then(Value::as_str).context("a feed without `file`")?;
    let path = index.with_file_name("files").join(name);
    let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
    let header = |wanted: &str| {
        let headers = gold.get("http_headers").and_then(Value::as_object)?;
        headers.iter().find(|(k, _)| k.eq_ignore_ascii_case(wanted)).and_then(|(_, v)| v.as_str())
    };
    let base = gold.get("document_url").and_then(Value::as_str).and_then(|u| Url::parse(u).ok());
    let base = base.map(|b| feed::base(&b, header("content-location")));
    let mut line = json!({"file": name});
    let Ok(feed) = feed::parse(&bytes, header("content-type"), base.as_ref()) else { return Ok(line) };
    let mut set = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            line[key] = value;
        }
    };
    set("title", feed.title.map(Value::from));
    set("link", feed.link.map(Value::from));
    set("language", feed.language.map(Value::from));
    set("encoding", Some(feed.encoding.into()));
    set("published", instant(feed.published.as_ref()));
    // what was never changed was last changed when it came out
    set("updated", instant(feed.modified.as_ref().or(feed.published.as_ref())));
    set("entry_count", Some(feed.entries.len().into()));
    if let Some(first) = feed.entries.first() {
        set("entry0_title", first.title.clone().map(Value::from));
        set("entry0_link", first.link.clone().map(Value::from));
        set("entry0_id", first.id.clone().map(Value::from));
        set("entry0_published", instant(first.published.as_ref()));
        set("entry0_updated", instant(first.modified.as_ref().or(first.published.as_ref())));
    }
    Ok(line)
}

fn date(gold: &Value) -> Value {
    let words = gold.get("input").and_then(Value::as_str).unwrap_or_default();
    json!({"input": words, "utc": instant(dates::parse(words).as_ref())})
}

/// In UTC.
fn instant(published: Option<&Published>) -> Option<Value> {
    Some(dates::instant(published?)?.to_string().into())
}
