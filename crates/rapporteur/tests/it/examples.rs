//! The examples that ship, as a reader would judge their briefs.

use crate::program::{brief, quotes_hold, root, run, texts};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::OnceLock;

struct Example {
    folder: PathBuf,
    brief: Value,
}

fn example(name: &str, more: &[&str]) -> Example {
    let folder = root().join("examples").join(name);
    let brief = brief(&[&folder], more);
    Example { folder, brief }
}

fn iran() -> &'static Example {
    static MADE: OnceLock<Example> = OnceLock::new();
    MADE.get_or_init(|| example("iran-us", &["--dossier", "iran-us"]))
}

fn kivu() -> &'static Example {
    static MADE: OnceLock<Example> = OnceLock::new();
    MADE.get_or_init(|| example("kivu-talks", &[]))
}

fn both() -> [&'static Example; 2] {
    [iran(), kivu()]
}

fn list<'a>(v: &'a Value, key: &str) -> &'a Vec<Value> {
    v[key].as_array().unwrap_or_else(|| panic!("no list {key}"))
}

fn words(v: &Value, key: &str) -> BTreeSet<String> {
    list(v, key).iter().filter_map(Value::as_str).map(str::to_string).collect()
}

/// The field `key` of every item of a list.
fn field(v: &Value, of: &str, key: &str) -> Vec<String> {
    list(v, of).iter().filter_map(|i| i[key].as_str()).map(str::to_string).collect()
}

#[test]
fn the_bottom_line_has_at_most_five_lines_and_each_is_cited() {
    for e in both() {
        let lines = list(&e.brief, "bottom_line");
        assert!((3..=5).contains(&lines.len()), "{lines:?}");
        for l in lines {
            // "not stated in the sources" has none, and only the next round may stand like that
            let silent = l["status"] == "not_stated" && l["text"].as_str().unwrap().starts_with("Next round");
            assert!(silent || !list(l, "evidence").is_empty(), "{l}");
        }
    }
}

#[test]
fn every_quote_is_verbatim_in_its_document() {
    for e in both() {
        assert!(quotes_hold(&e.brief, &texts(&e.folder), None) > 100);
    }
}

#[test]
fn everything_but_a_missing_answer_has_evidence() {
    for e in both() {
        let lists = [
            "statements",
            "events",
            "positions",
            "remarks",
            "sticking_points",
            "rounds",
            "mediators",
            "parties",
            "third_parties",
            "pressure",
            "advisories",
            "precedents",
            "internal_divisions",
            "spoilers",
            "conditional_threats",
            "agenda",
            "watch",
            "contradictions",
        ];
        for name in lists {
            for item in list(&e.brief, name) {
                assert!(!list(item, "evidence").is_empty(), "{name}: {item}");
            }
        }
        for answer in list(&e.brief, "faq") {
            let empty = list(answer, "evidence").is_empty();
            assert_eq!(empty, answer["status"] == "not_stated", "{answer}");
            assert_eq!(empty, answer["answer"] == "not stated in the sources", "{answer}");
        }
    }
}

#[test]
fn every_reference_to_a_claim_finds_it() {
    for e in both() {
        let known: BTreeSet<String> = ["statements", "events", "positions", "remarks", "extracts"]
            .iter()
            .flat_map(|l| field(&e.brief, l, "id"))
            .collect();
        for name in ["bottom_line", "sticking_points", "rounds", "mediators", "pressure", "precedents", "watch", "faq"]
        {
            for item in list(&e.brief, name) {
                for id in words(item, "claims") {
                    assert!(known.contains(&id), "{name} refers to {id}: {item}");
                }
            }
        }
    }
}

#[test]
fn the_parties_and_mediators_are_those_of_the_texts() {
    let iran = &iran().brief;
    assert_eq!(field(iran, "parties", "name"), ["Iran", "United States"]);
    let mediators = field(iran, "mediators", "actor");
    assert!(mediators.contains(&"Oman".into()) && mediators.contains(&"Pakistan".into()), "{mediators:?}");

    let kivu = &kivu().brief;
    assert_eq!(kivu["generic"], true);
    let parties = field(kivu, "parties", "name");
    assert!(parties.contains(&"Democratic Republic of the Congo".into()), "{parties:?}");
    let mediators = field(kivu, "mediators", "actor");
    assert!(mediators.contains(&"Angola".into()) && mediators.contains(&"United States".into()), "{mediators:?}");
}

#[test]
fn the_rounds_are_there_with_day_mediator_and_status() {
    let held = |e: &Value, day: &str| -> Value {
        let rounds = list(e, "rounds").iter();
        let found: Vec<&Value> = rounds.filter(|r| r["date"] == day && r["status"] == "held").collect();
        assert!(!found.is_empty(), "no round held on {day}: {}", e["rounds"]);
        found[0].clone()
    };
    let first = held(&iran().brief, "2025-04-12");
    assert_eq!(words(&first, "mediators"), BTreeSet::from(["Oman".to_string()]));
    let second = held(&iran().brief, "2026-02-06");
    assert_eq!(words(&second, "mediators"), BTreeSet::from(["Oman".to_string()]));
    let doha = |r: &Value| r["place"].as_str().is_some_and(|p| p.contains("Doha"));
    assert!(list(&kivu().brief, "rounds").iter().any(doha), "{}", kivu().brief["rounds"]);
}

#[test]
fn the_sticking_points_are_those_that_the_texts_name() {
    let points = field(&iran().brief, "sticking_points", "issue");
    assert!(points.iter().take(3).any(|p| p == "enrichment-level"), "{points:?}");
    assert!(!list(&kivu().brief, "sticking_points").is_empty());
}

#[test]
fn the_pressure_of_the_day_of_the_round_is_counted() {
    let sanction = list(&iran().brief, "events")
        .iter()
        .find(|e| e["type"] == "SANCTION" && e["date"] == "2026-02-06")
        .unwrap_or_else(|| panic!("no sanctions on the day of the round"));
    let counts: BTreeSet<&str> = list(sanction, "quantities").iter().filter_map(|q| q["value"].as_str()).collect();
    assert_eq!(counts, BTreeSet::from(["14", "15"]), "{sanction}");
}

#[test]
fn a_day_told_in_the_pluperfect_lies_behind() {
    let set =
        list(&iran().brief, "events").iter().filter(|e| e["evidence"].to_string().contains("an ultimatum of 48 hours"));
    let days: BTreeSet<&str> = set.filter_map(|e| e["date"].as_str()).collect();
    assert!(days.is_subset(&BTreeSet::from(["2026-03-21", "2026-03"])), "{days:?}");
}

#[test]
fn what_is_not_told_is_said_to_be_not_told() {
    let asked: Vec<(String, String)> = field(&kivu().brief, "faq", "question")
        .into_iter()
        .zip(field(&kivu().brief, "faq", "status"))
        .filter(|(_, s)| s == "not_stated")
        .collect();
    assert!(!asked.is_empty(), "seven short texts cannot answer everything");
}

#[test]
fn the_page_needs_nothing_from_outside() {
    let page = run(&["brief", "examples/kivu-talks", "--format", "html"]).out;
    for foreign in ["<script", "src=\"http", "href=\"http", "@import", "url(http"] {
        assert!(!page.contains(foreign), "{foreign}");
    }
}

#[test]
fn the_briefs_read_as_they_did() {
    for (name, more) in [("iran-us", &["--dossier", "iran-us"][..]), ("kivu-talks", &[])] {
        let folder = format!("examples/{name}");
        let got = run(&[&["brief", folder.as_str()], more].concat());
        assert_eq!(got.status, 0, "{}", got.err);
        insta::assert_snapshot!(name, got.out);
    }
}
