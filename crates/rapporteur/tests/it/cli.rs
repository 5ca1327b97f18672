//! The command line: what goes wrong is told and the rest goes on; what comes out is well-formed and the same each time.

use crate::program::{Run, body, brief, fed, quotes_hold, root, run, texts};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const GOOD: &str = "Published: 2031-05-02\nOutlet: Test\n\nEnvoys of Norway and Peru met in Geneva on Friday. \
                    Norway demanded that Peru open its ports, the foreign ministry said.\n";

/// A folder with one good text, and whatever `bad` puts beside it.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        let desk = Desk { folder: tempfile::tempdir().unwrap() };
        desk.put("good.txt", GOOD.as_bytes());
        desk
    }

    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Code the bad input alone, then a brief of it beside the good text: the bad one is named with its reason in both
    /// runs, alone nothing can be done, and beside it the good text is read all the same.
    fn refused(&self, name: &str, reason: &str) {
        let bad = self.path(name);
        let told = |r: &Run| {
            let line = r.err.lines().find(|l| l.contains(name)).unwrap_or_else(|| panic!("{name} unnamed: {}", r.err));
            assert!(line.contains(reason), "{name}: wanted `{reason}` in `{line}`");
        };
        let alone = run(&[Path::new("brief"), &bad]);
        assert_eq!((alone.status, alone.out.as_str()), (3, ""), "{name}: {}", alone.err);
        told(&alone);
        let both = run(&[Path::new("brief"), &bad, &self.path("good.txt")]);
        assert_eq!(both.status, 1, "{name}: {}", both.err);
        told(&both);
        assert!(both.out.contains("met in Geneva"), "{}", both.out);
    }
}

#[test]
fn an_empty_file_is_refused_and_the_rest_goes_on() {
    let desk = Desk::new();
    desk.put("hollow.txt", b"");
    desk.refused("hollow.txt", "empty");
}

#[test]
fn a_binary_is_refused_and_the_rest_goes_on() {
    let desk = Desk::new();
    desk.put("image.txt", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0\x01\0");
    desk.refused("image.txt", "binary");
}

#[test]
fn fifty_megabytes_on_one_line_are_refused_and_the_rest_goes_on() {
    let desk = Desk::new();
    desk.put("endless.txt", "word ".repeat(10_500_000).as_bytes());
    desk.refused("endless.txt", "one line of");
}

#[test]
fn a_file_that_cannot_be_opened_is_refused_and_the_rest_goes_on() {
    let desk = Desk::new();
    std::os::unix::fs::symlink("nowhere", desk.path("dangling.txt")).unwrap();
    desk.refused("dangling.txt", "no such file");
    desk.refused("absent.txt", "no such file");
    // inside a folder it is told as well, not passed over
    let folder = run(&[Path::new("code"), desk.folder.path()]);
    assert_eq!(folder.status, 1, "{}", folder.err);
    assert!(folder.err.contains("dangling.txt"), "{}", folder.err);
}

#[test]
fn a_folder_with_nothing_in_it_is_refused_and_the_rest_goes_on() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("void.txt")).unwrap();
    desk.refused("void.txt", "nothing in this folder");
}

#[test]
fn a_broken_line_among_good_ones_is_named_by_its_number() {
    let desk = Desk::new();
    let lines = "{\"id\":\"a\",\"text\":\"Oman hosted the talks.\"}\n{broken\n{\"id\":\"b\",\"text\":\"Peru rejected the \
                 offer.\"}\n{\"id\":\"c\"}\n";
    let path = desk.put("wire.jsonl", lines.as_bytes());
    let got = run(&[Path::new("code"), &path]);
    assert_eq!(got.status, 1);
    assert!(got.err.contains("wire.jsonl:2") && got.err.contains("wire.jsonl:4"), "{}", got.err);
    let docs: Vec<String> = got.lines().iter().map(|c| c["evidence"][0]["doc"].as_str().unwrap().to_string()).collect();
    assert!(docs.contains(&"a".to_string()) && docs.contains(&"b".to_string()), "{docs:?}");
}

#[test]
fn another_encoding_is_read_with_a_warning() {
    let desk = Desk::new();
    let path = desk.put("latin.txt", b"The Pr\xe9sident of Peru met the envoy in Gen\xe8ve.\n");
    let got = run(&[Path::new("read"), &path]);
    assert_eq!(got.status, 0, "{}", got.err);
    assert!(got.err.contains("latin.txt") && got.err.contains("UTF-8"), "{}", got.err);
    assert!(got.out.contains("Président") && got.out.contains("Genève"), "{}", got.out);
}

#[test]
fn wrong_usage_is_two_and_tells_what_would_be_right() {
    for (args, right) in [
        (vec!["frobnicate"], "--help"),
        (vec!["brief", "x.txt", "--as-of", "yesterday"], "2026-02-06"),
        (vec!["brief", "x.txt", "--format", "pdf"], "html"),
        (vec!["show", "gossip"], "sticking_points"),
        (vec!["evaluate", "poetry", "--data", "."], "claims"),
        (vec!["add"], "PATHS"),
    ] {
        let got = run(&args);
        assert_eq!(got.status, 2, "{args:?}: {}", got.err);
        assert!(got.err.contains(right), "{args:?}: {}", got.err);
    }
}

#[test]
fn an_unknown_dossier_ends_it_before_anything_is_read() {
    let desk = Desk::new();
    let good = desk.path("good.txt").display().to_string();
    let got = run(&["brief", &good, "--dossier", "atlantis"]);
    assert_eq!((got.status, got.out.as_str()), (3, ""));
    assert!(got.err.contains("`atlantis`") && got.err.contains("iran-us"), "{}", got.err);
}

#[test]
fn standard_input_is_read_like_the_file() {
    let desk = Desk::new();
    let file = run(&[Path::new("code"), &desk.path("good.txt")]);
    let piped = fed(GOOD.as_bytes(), &["code", "-"], &[]);
    assert_eq!((file.status, piped.status), (0, 0), "{}", piped.err);
    assert!(!piped.out.is_empty());
    let unnamed = |r: &Run, name: &str| r.out.replace(&format!("\"doc\":\"{name}\""), "\"doc\":\"\"");
    // ids hash the document, and the document is the same: only its name differs
    assert_eq!(unnamed(&file, "good"), unnamed(&piped, "stdin"));
}

#[test]
fn readings_are_well_formed_and_quote_the_text() {
    let path = root().join("examples/iran-us/2026-02-06-oman-round.txt");
    let text = body(&std::fs::read_to_string(&path).unwrap());
    let reading = run(&["read", path.to_str().unwrap(), "--format", "json"]).json();
    let texts = BTreeMap::from([(reading["document"].as_str().unwrap().to_string(), text)]);
    let doc = texts.keys().next().map(String::as_str);
    assert!(quotes_hold(&reading, &texts, doc) > 100);
    let tokens = reading["tokens"].as_array().unwrap().len() as u64;
    for t in reading["tokens"].as_array().unwrap() {
        assert!(t["head"].is_null() || t["head"].as_u64().unwrap() < tokens, "{t}");
    }
}

#[test]
fn conllu_has_ten_columns_and_one_tree_a_sentence() {
    let got = run(&["read", "examples/iran-us/2026-02-06-oman-round.txt"]);
    assert_eq!(got.status, 0, "{}", got.err);
    let mut sentences = 0;
    for sentence in got.out.split("\n\n").filter(|s| !s.trim().is_empty()) {
        let rows: Vec<Vec<&str>> =
            sentence.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect()).collect();
        assert!(rows.iter().all(|r| r.len() == 10), "{sentence}");
        let words: Vec<&Vec<&str>> = rows.iter().filter(|r| !r[0].contains('-')).collect();
        for (i, w) in words.iter().enumerate() {
            assert_eq!(w[0], (i + 1).to_string(), "{sentence}");
            let mut at = w[6].parse::<usize>().unwrap();
            let mut steps = 0;
            while at != 0 {
                at = words[at - 1][6].parse().unwrap();
                steps += 1;
                assert!(steps <= words.len(), "a circle in {sentence}");
            }
        }
        assert_eq!(words.iter().filter(|w| w[6] == "0").count(), 1, "{sentence}");
        sentences += 1;
    }
    assert!(sentences >= 10);
}

#[test]
fn claims_are_well_formed_and_quote_the_text() {
    let folder = root().join("examples/iran-us");
    let got = run(&[Path::new("code"), &folder]);
    assert_eq!(got.status, 0, "{}", got.err);
    let texts = texts(&folder);
    let claims = got.lines();
    assert!(claims.len() > 50);
    let mut ids = std::collections::BTreeSet::new();
    for c in &claims {
        // an extract is its sentence, which is its evidence
        let least = if c["kind_of_claim"] == "extract" { 1 } else { 2 };
        assert!(quotes_hold(c, &texts, None) >= least, "{c}");
        assert!(!c["evidence"].as_array().unwrap().is_empty(), "{c}");
        assert!(ids.insert(c["id"].as_str().unwrap().to_string()), "twice: {c}");
        for field in ["kind_of_claim", "modality"] {
            assert!(c[field].as_str().is_some_and(|w| !w.is_empty()), "{c}");
        }
        let confidence = c["confidence"].as_f64().unwrap();
        assert!((0.0..=1.0).contains(&confidence), "{c}");
    }
}

#[test]
fn the_same_bytes_on_one_thread_and_on_two() {
    let with = |threads: &str| {
        let got = fed(b"", &["brief", "examples/kivu-talks", "--format", "html"], &[("RAYON_NUM_THREADS", threads)]);
        assert_eq!(got.status, 0, "{}", got.err);
        got.out
    };
    assert!(with("1") == with("2"), "the page depends on the number of threads");
}

#[test]
fn adding_twice_adds_nothing_twice_and_the_ledger_gives_the_brief_of_the_paths() {
    let desk = Desk::new();
    let ledger = desk.path("ledger.sqlite").display().to_string();
    let add = || run(&["add", "examples/kivu-talks", "--ledger", &ledger]);
    assert!(add().err.contains("7 new of 7"));
    assert!(add().err.contains("0 new of 7"));
    let from_ledger = run(&["brief", "--format", "json", "--ledger", &ledger]).json();
    let from_paths = brief(&[&root().join("examples/kivu-talks")], &[]);
    assert_eq!(from_ledger, from_paths);
    // what the first brief coded was recorded: the second only replays it
    assert_eq!(run(&["brief", "--format", "json", "--ledger", &ledger]).json(), from_paths);

    let shown = run(&["show", "rounds", "--json", "--ledger", &ledger]);
    assert_eq!(Value::from(shown.lines()), from_paths["rounds"]);
    let since = run(&["show", "documents", "--since", "2025-11-01", "--json", "--ledger", &ledger]);
    assert_eq!(since.lines().len(), 2, "{}", since.out);
}

#[test]
fn an_empty_ledger_says_how_to_fill_it() {
    let desk = Desk::new();
    let got = run(&["brief", "--ledger", &desk.path("new.sqlite").display().to_string()]);
    assert_eq!((got.status, got.out.as_str()), (3, ""));
    assert!(got.err.contains("rapporteur add"), "{}", got.err);
}

#[test]
fn a_file_that_is_no_ledger_is_left_alone() {
    let desk = Desk::new();
    let path = desk.put("notes.sqlite", b"these are my notes, not a ledger; keep them");
    let got = run(&["add", "examples/kivu-talks", "--ledger", path.to_str().unwrap()]);
    assert_eq!(got.status, 3, "{}", got.err);
    assert_eq!(std::fs::read(&path).unwrap(), b"these are my notes, not a ledger; keep them");
}

#[test]
fn as_of_leaves_out_what_was_published_later() {
    let early = brief(&[&root().join("examples/iran-us")], &["--dossier", "iran-us", "--as-of", "2025-04-30"]);
    assert_eq!(early["as_of"], "2025-04-30");
    let days: Vec<&str> =
        early["documents"].as_array().unwrap().iter().filter_map(|d| d["published"].as_str()).collect();
    assert!(!days.is_empty() && days.iter().all(|d| *d <= "2025-04-30"), "{days:?}");
    assert!(!early.to_string().contains("2026"), "nothing of the next year is known yet");
}

#[test]
fn the_ending_of_the_output_names_its_format() {
    let desk = Desk::new();
    for (name, begins) in [("b.html", "<!doctype html>"), ("b.json", "{"), ("b.md", "# ")] {
        let out = desk.path(name);
        let got = run(&[Path::new("brief"), &desk.path("good.txt"), Path::new("-o"), &out]);
        assert_eq!((got.status, got.out.as_str()), (0, ""), "{}", got.err);
        let text = std::fs::read_to_string(out).unwrap();
        assert!(text.to_lowercase().starts_with(begins), "{name}: {}", &text[..60.min(text.len())]);
    }
}
