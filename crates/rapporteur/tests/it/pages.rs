//! Saved pages and web archives through the program; all are made up.

use crate::program::run;
use std::path::{Path, PathBuf};

struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Desk {
        Desk(tempfile::tempdir().unwrap())
    }

    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn run(&self, args: &[&str]) -> crate::program::Run {
        let ledger = self.0.path().join("ledger.sqlite");
        let mut all = vec!["--ledger".to_string(), ledger.display().to_string()];
        all.extend(args.iter().map(|a| a.to_string()));
        run(&all)
    }
}

fn page(last: &str) -> String {
    let sentence = "The two delegations met in the capital on Friday and agreed on the order of the next steps.";
    format!(
        "<html lang='en'><head><title>Talks go on</title><link rel='canonical' href='https://gazette.example/1'>\
         <meta property='og:site_name' content='Sample Gazette'><meta property='article:published_time' content='2026-02-06T10:00:00Z'>\
         </head><body><nav>Home</nav><article><h1>Talks go on</h1>{}<p>{last}</p></article></body></html>",
        format!("<p>{sentence}</p>").repeat(5)
    )
}

#[test]
fn a_changed_article_is_a_new_document_and_its_change_is_shown_word_by_word() {
    let desk = Desk::new();
    let before = desk.put("a/page.html", page("A date was set for the third meeting.").as_bytes());
    let after = desk.put("b/page.html", page("No date was set for the third meeting.").as_bytes());
    for path in [&before, &after, &after] {
        assert_eq!(desk.run(&["add", path.to_str().unwrap()]).status, 0);
    }
    let shown = desk.run(&["show", "changes"]);
    assert_eq!(shown.status, 0, "{}", shown.err);
    assert!(shown.out.contains("Sample Gazette | Talks go on | https://gazette.example/1"), "{}", shown.out);
    assert!(shown.out.contains("[-A-] {+No+} date was set"), "{}", shown.out);
    let change = desk.run(&["show", "changes", "--json"]).json();
    assert_eq!((&change["changes"][0]["out"], &change["changes"][0]["in"]), (&"A".into(), &"No".into()));
    assert_eq!(change["changes"][0]["out_end"].as_u64(), change["changes"][0]["out_start"].as_u64().map(|n| n + 1));
    assert_eq!(desk.run(&["show", "changes", "--since", "2090-01-01"]).out, "");
}

#[test]
fn an_archive_goes_into_the_ledger() {
    let desk = Desk::new();
    let record = |n: u32| {
        let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{}", page(&format!("Meeting {n}.")));
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2026-02-06T12:00:00Z\r\nWARC-Target-URI: https://gazette.example/{n}\r\n\
             Content-Type: application/http\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
            http.len()
        )
    };
    let path = desk.put("a.warc", format!("{}{}", record(1), record(2)).as_bytes());
    let added = desk.run(&["add", path.to_str().unwrap()]);
    assert!(added.status == 0 && added.err.contains("2 new of 2"), "{}", added.err);
}

#[test]
fn a_day_to_come_is_taken_off_and_told() {
    let desk = Desk::new();
    let path = desk.put("a.txt", b"Published: 2999-01-01\n\nTalks resumed.\n");
    let added = desk.run(&["add", path.to_str().unwrap()]);
    assert!(added.status == 0 && added.err.contains("2999-01-01, which is to come"), "{}", added.err);
}

#[test]
fn pages_are_scored_and_predictions_kept() {
    let desk = Desk::new();
    desk.put("data/html/one.html", page("They will meet again.").as_bytes());
    desk.put(
        "data/expected.json",
        br#"{"pages": [{"id": "one", "suite": "aeb", "file": "html/one.html", "url": "https://gazette.example/1", "expected": {"text": "x"}}]}"#,
    );
    let at = |name: &str| desk.0.path().join(name).display().to_string();
    let got = desk.run(&["evaluate", "pages", "--data", &at("data"), "--predictions", &at("out")]);
    assert!(got.status == 0 && got.out.contains("expected: 1 pages"), "{} {}", got.out, got.err);
    let kept = std::fs::read_to_string(Path::new(&at("out")).join("expected.jsonl")).unwrap();
    let prediction: serde_json::Value = serde_json::from_str(&kept).unwrap();
    assert_eq!(
        (&prediction["id"], &prediction["title"], &prediction["published"]),
        (&"one".into(), &"Talks go on".into(), &"2026-02-06".into())
    );
    assert!(prediction["text"].as_str().unwrap().ends_with("They will meet again."));
}
