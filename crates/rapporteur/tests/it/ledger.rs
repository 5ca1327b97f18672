//! The ledger through the program: killed, interrupted, redacted, read again.

use crate::program::{brief, fed, root, run};
use rapporteur_ledger::{Ledger, New};
use rapporteur_types::entry::Payload;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A file of short articles, one JSON object a line.
fn wire(folder: &Path, articles: usize) -> PathBuf {
    let path = folder.join("wire.jsonl");
    let mut lines = String::new();
    for n in 0..articles {
        let text = format!("Envoys of Norway and Peru met for the {n}th time. ").repeat(1 + n % 90);
        lines += &json!({"id": format!("a{n}"), "published": "2025-05-02", "outlet": "Test", "text": text}).to_string();
        lines.push('\n');
    }
    std::fs::write(&path, lines).unwrap();
    path
}

/// Ids of the documents by entry; the ledger opens within a second and is sound.
fn held(path: &Path) -> BTreeMap<u64, String> {
    let start = Instant::now();
    let ledger = Ledger::open(path).unwrap();
    let all = ledger.len().unwrap();
    assert!(start.elapsed() < Duration::from_secs(1), "opened after {:?}", start.elapsed());
    assert!(ledger.verify(|_| ()).unwrap().is_sound());
    let entries = ledger.replay().unwrap().map(|e| e.unwrap());
    let ids: BTreeMap<u64, String> = entries
        .map(|e| match Payload::decode(e.schema, &e.payload).unwrap() {
            Payload::Document(d) => (e.seq, d.id.0),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(ids.len() as u64, all);
    ids
}

#[test]
fn add_killed_at_any_time_loses_nothing_that_it_told_and_doubles_nothing() {
    let kills: u64 = std::env::var("RAPPORTEUR_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(12);
    let folder = tempfile::tempdir().unwrap();
    let articles = 600;
    let input = wire(folder.path(), articles);
    let mut path = folder.path().join("0.ledger");
    let mut told: BTreeMap<u64, String> = BTreeMap::new();
    let (mut dice, mut finished, mut halfway) = (7u64, 0, 0);
    for kill in 0..kills {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut child = Command::new(env!("CARGO_BIN_EXE_rapporteur"))
            .args([Path::new("add"), &input, Path::new("--json"), Path::new("--ledger"), &path])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let reader = std::thread::spawn(move || out.lines().map_while(Result::ok).collect::<Vec<_>>());
        std::thread::sleep(Duration::from_micros((dice >> 33) % 90_000));
        child.kill().unwrap();
        child.wait().unwrap();
        // a line that the kill cut in two told nothing
        for v in reader.join().unwrap().iter().filter_map(|l| serde_json::from_str::<Value>(l).ok()) {
            told.insert(v["entry"].as_u64().unwrap(), v["id"].as_str().unwrap().to_string());
        }
        let held = held(&path);
        for (entry, id) in &told {
            assert_eq!(held.get(entry), Some(id), "kill {kill}: entry {entry} was told and is not there");
        }
        let mut ids: Vec<&String> = held.values().collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), held.len(), "kill {kill}: a document is there twice");
        halfway += usize::from(!told.is_empty() && held.len() < articles);
        if held.len() == articles {
            finished += 1;
            path = folder.path().join(format!("{}.ledger", kill + 1));
            told.clear();
        }
    }
    println!("{kills} kills: {halfway} half-way, {finished} ledgers filled");
    assert!(halfway > 0 || finished > 0);
}

#[cfg(unix)]
#[test]
fn add_that_is_interrupted_finishes_its_batch_and_says_how_to_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("talks.ledger");
    let mut child = Command::new(env!("CARGO_BIN_EXE_rapporteur"))
        .args([Path::new("add"), Path::new("-"), Path::new("--json"), Path::new("--ledger"), &path])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let lines = std::fs::read_to_string(wire(folder.path(), 400)).unwrap();
    let (first, rest) = lines.split_at(lines.match_indices('\n').nth(99).unwrap().0 + 1);
    pipe.write_all(first.as_bytes()).unwrap();
    pipe.flush().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let mut errors = BufReader::new(child.stderr.take().unwrap());
    let mut err = String::new();
    errors.read_line(&mut err).unwrap();
    assert!(err.contains("finishing"), "{err}");
    let _ = pipe.write_all(rest.as_bytes());
    drop(pipe);
    let told = 1 + out.lines().map_while(Result::ok).count();
    errors.read_to_string(&mut err).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1), "{err}");
    assert!(err.contains("the same command goes on"), "{err}");
    assert_eq!(held(&path).len(), told);
    let again = fed(lines.as_bytes(), &["add", "-", "--ledger", path.to_str().unwrap()], &[]);
    assert!(again.err.contains(&format!("{} new of 400", 400 - told)), "{told}: {}", again.err);
}

/// A folder with a ledger of two articles that were read, searched and written about.
fn told_of() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("talks.ledger").display().to_string();
    let articles = [
        ("ports", "Envoys of Norway and Peru met in Geneva on Friday. Norway demanded that Peru open its ports.\n"),
        ("quota", "Norway offered Peru a larger quota. \"We sign in Quillabamba,\" Peru's foreign minister said.\n"),
    ];
    for (name, text) in articles {
        let text = format!("Published: 2025-05-02\nOutlet: Test\nTitle: On {name}\n\n{text}");
        assert_eq!(fed(text.as_bytes(), &["add", "-", "--ledger", &ledger], &[]).status, 0);
    }
    assert_eq!(run(&["brief", "--ledger", &ledger]).status, 0);
    assert_eq!(run(&["search", "Quillabamba", "--json", "--ledger", &ledger]).lines().len(), 1);
    (folder, ledger)
}

#[test]
fn a_redacted_document_leaves_no_word_behind() {
    let (folder, ledger) = told_of();
    let shown = |what: &str| run(&["show", what, "--json", "--ledger", &ledger]).out;
    assert!(shown("statements").contains("Quillabamba"));
    let got = run(&["ledger", "redact", "2", "--reason", "withdrawn by its publisher", "--ledger", &ledger]);
    assert_eq!(got.status, 0, "{}", got.err);
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        for word in ["Quillabamba", "quillabamba", "larger quota"] {
            assert!(!bytes.windows(word.len()).any(|w| w == word.as_bytes()), "{word} is in {}", path.display());
        }
    }
    assert!(!shown("statements").contains("Quillabamba"));
    assert!(shown("events").contains("Geneva"), "the other article is as it was");
    let verified = run(&["ledger", "verify", "--json", "--ledger", &ledger]).json();
    assert_eq!((verified["sound"].as_bool(), verified["redacted"].as_u64()), (Some(true), Some(2)), "{verified}");
    // given again, it does not come back
    let text = "Published: 2025-05-02\nOutlet: Test\nTitle: On quota\n\nNorway offered Peru a larger quota. \"We sign in \
                Quillabamba,\" Peru's foreign minister said.\n";
    assert!(fed(text.as_bytes(), &["add", "-", "--ledger", &ledger], &[]).err.contains("0 new of 1"));
}

#[test]
fn a_redaction_without_a_reason_or_of_nothing_is_refused() {
    let (_folder, ledger) = told_of();
    assert_eq!(run(&["ledger", "redact", "2", "--ledger", &ledger]).status, 2);
    for entry in ["99", "dffffffffffffffff"] {
        let got = run(&["ledger", "redact", entry, "--reason", "x", "--ledger", &ledger]);
        assert_eq!(got.status, 3, "{}", got.err);
        assert!(got.err.contains(entry), "{}", got.err);
    }
}

#[test]
fn verify_tells_a_damaged_entry_and_restore_mends_it() {
    let (folder, ledger) = told_of();
    let copy = folder.path().join("copy.ledger").display().to_string();
    assert_eq!(run(&["ledger", "backup", &copy, "--ledger", &ledger]).status, 0);
    let mut bytes = std::fs::read(&ledger).unwrap();
    let at = bytes.windows(11).position(|w| w == b"Quillabamba").unwrap();
    bytes[at] = b'q';
    std::fs::write(&ledger, bytes).unwrap();
    let found = run(&["ledger", "verify", "--ledger", &ledger]);
    assert_eq!(found.status, 1);
    assert!(found.out.contains("entry 2: its payload does not match"), "{}", found.out);
    let mended = run(&["ledger", "restore", &copy, "--ledger", &ledger]);
    assert_eq!(mended.status, 0, "{}", mended.err);
    let sound = run(&["ledger", "verify", "--json", "--ledger", &ledger]).json();
    // a head noted earlier still stands in the chain; one that never was does not
    let head = sound["head"].as_str().unwrap();
    assert_eq!(run(&["ledger", "verify", "--head", head, "--ledger", &ledger]).status, 0);
    assert_eq!(run(&["ledger", "verify", "--head", &"0".repeat(64), "--ledger", &ledger]).status, 1);
}

#[test]
fn a_new_reader_takes_over_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("talks.ledger").display().to_string();
    assert_eq!(run(&["add", "examples/kivu-talks", "--ledger", &ledger]).status, 0);
    let said = |more: &[&str]| {
        let mut args = vec!["brief", "--format", "json", "--ledger", &ledger];
        args.extend(more);
        run(&args)
    };
    let accurate = said(&[]);
    // half-way: a new version has coded three of seven documents, and found nothing in them
    let mut open = Ledger::open(&ledger).unwrap();
    let ids: Vec<_> = open.replay().unwrap().filter_map(|e| e.ok()).filter(|e| e.kind == "document").collect();
    for e in ids.iter().take(3) {
        let Payload::Document(d) = Payload::decode(e.schema, &e.payload).unwrap() else { panic!() };
        let key = Some(format!("{}/later", d.id.0));
        let p = Payload::Coded { document: d.id, coder: "later".into(), claims: Vec::new(), unread: Some(false) };
        let new = New { kind: p.kind(), schema: p.schema(), key, payload: p.encode().unwrap() };
        open.append(new, "2031-06-01T00:00:00Z").unwrap();
    }
    assert_eq!(said(&[]).out, accurate.out);
    // another reader alone changes nothing, and says how to change it
    let other = said(&["--reader", "fast"]);
    assert_eq!(other.out, accurate.out);
    assert!(other.err.contains("rapporteur reread"), "{}", other.err);
    let done = run(&["reread", "--reader", "fast", "--ledger", &ledger]);
    assert_eq!(done.status, 0, "{}", done.err);
    assert!(done.err.contains("7 of 7 documents read again"), "{}", done.err);
    let fast = brief(&[&root().join("examples/kivu-talks")], &["--reader", "fast"]);
    assert_ne!(fast, accurate.json(), "else the test shows nothing");
    assert_eq!(said(&["--reader", "fast"]).json(), fast);
    // nothing is left to do, and the old claims are still there to go back to
    assert!(run(&["reread", "--reader", "fast", "--ledger", &ledger]).err.contains("0 of 7 documents"));
    assert!(run(&["reread", "--ledger", &ledger]).err.contains("0 of 7 documents"));
    assert_eq!(said(&[]).out, accurate.out);
}

#[test]
fn search_shows_the_sentence_and_where_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("talks.ledger").display().to_string();
    assert_eq!(run(&["search", "ports", "--ledger", &ledger]).status, 3, "there is no ledger yet");
    assert_eq!(run(&["add", "examples/iran-us", "--ledger", &ledger]).status, 0);
    let found = run(&["search", "enrichment", "--json", "--limit", "50", "--ledger", &ledger]);
    assert_eq!(found.status, 0, "{}", found.err);
    let texts = crate::program::texts(&root().join("examples/iran-us"));
    assert!(found.lines().len() > 5);
    for hit in found.lines() {
        let text = &texts[hit["doc"].as_str().unwrap()];
        let cut = crate::program::cut(text, hit["start"].as_u64().unwrap(), hit["end"].as_u64().unwrap());
        assert_eq!(cut, hit["quote"].as_str().unwrap());
        let whole = format!("{} {text}", hit["title"]).to_lowercase();
        assert!(whole.contains("enrichment"), "{hit}");
    }
    let late = run(&["search", "enrichment", "--json", "--since", "2026-01-01", "--ledger", &ledger]);
    assert!(!late.lines().is_empty() && late.lines().len() < found.lines().len());
    assert!(late.lines().iter().all(|h| h["published"].as_str().unwrap() >= "2026"));
    let one = run(&["search", "enrichment", "--limit", "1", "--ledger", &ledger]);
    assert!(one.out.lines().count() == 1 && one.err.contains("--limit"), "{}", one.err);
    // what comes later is found too
    let text = b"Published: 2025-05-02\n\nThe word is zwieback.\n";
    assert_eq!(fed(text, &["add", "-", "--ledger", &ledger], &[]).status, 0);
    assert!(run(&["search", "zwieback", "--ledger", &ledger]).out.contains("The word is zwieback."));
    let nothing = run(&["search", "unheardof", "--ledger", &ledger]);
    assert_eq!((nothing.status, nothing.out.as_str()), (0, ""));
}

#[test]
fn the_doctor_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("talks.ledger").display().to_string();
    let part = |lines: &[Value], name: &str| {
        let found = lines.iter().find(|l| l["part"] == name);
        found.unwrap_or_else(|| panic!("no line of {name}: {lines:?}")).clone()
    };
    let none = run(&["doctor", "--json", "--ledger", &ledger]);
    assert_eq!(none.status, 1);
    assert!(part(&none.lines(), "ledger")["todo"].as_str().unwrap().contains("rapporteur add"));

    assert_eq!(run(&["add", "examples/kivu-talks", "--ledger", &ledger]).status, 0);
    let unread = run(&["doctor", "--json", "--ledger", &ledger]);
    assert!(part(&unread.lines(), "readings")["found"].as_str().unwrap().contains("7 not yet"));
    assert_eq!(run(&["brief", "--ledger", &ledger]).status, 0);
    let well = run(&["doctor", "--json", "--ledger", &ledger]);
    for name in ["program", "model", "knowledge", "clock", "ledger", "cache", "readings"] {
        let line = part(&well.lines(), name);
        assert_eq!((&line["state"], &line["todo"]), (&json!("ok"), &Value::Null), "{line}");
    }
    let other = run(&["doctor", "--json", "--reader", "fast", "--ledger", &ledger]);
    assert_eq!(part(&other.lines(), "readings")["todo"], "rapporteur reread");
    for line in run(&["doctor", "--ledger", &ledger]).out.lines() {
        assert!(line.starts_with("ok ") || line.starts_with("look ") || line.contains("→"), "{line}");
    }

    std::fs::write(&ledger, "these are my notes").unwrap();
    let foreign = run(&["doctor", "--json", "--ledger", &ledger]);
    assert_eq!(foreign.status, 1);
    let line = part(&foreign.lines(), "ledger");
    assert!(line["state"] == "bad" && line["found"].as_str().unwrap().contains("no Rapporteur ledger"), "{line}");
}
