//! The examples with other names, numbers, days and polarity: the brief follows its texts and nothing else.

use crate::program::{brief, fed, root};
use serde_json::Value;

const FIRST: &str = "iran-us/2025-04-12-muscat-first-round.txt";
const SECOND: &str = "iran-us/2026-02-06-oman-round.txt";

/// The brief of examples in which words were replaced, each of which must have been there; under "coded" all events that were coded, also
/// those that are too doubtful for the brief.
fn mutated(files: &[&str], changes: &[(&str, &str)]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let mut texts: Vec<String> =
        files.iter().map(|f| std::fs::read_to_string(root().join("examples").join(f)).unwrap()).collect();
    for (old, new) in changes {
        assert!(texts.iter().any(|t| t.contains(old)), "the examples no longer say `{old}`");
        texts = texts.into_iter().map(|t| t.replace(old, new)).collect();
    }
    for (i, text) in texts.iter().enumerate() {
        std::fs::write(folder.path().join(format!("{i}.txt")), text).unwrap();
    }
    let mut out = brief(&[folder.path()], &[]);
    let coded = texts.iter().flat_map(|t| fed(t.as_bytes(), &["code", "-"], &[]).lines());
    out["coded"] = coded.filter(|c| c["kind_of_claim"] == "event").collect();
    out
}

fn list<'a>(v: &'a Value, key: &str) -> &'a Vec<Value> {
    v[key].as_array().unwrap()
}

/// Does a word stand anywhere in the brief, whatever the case?
fn says(brief: &Value, word: &str) -> bool {
    let text = brief.to_string().to_lowercase();
    text.split(|c: char| !c.is_alphanumeric()).any(|w| w == word.to_lowercase())
}

/// Is there an item whose evidence holds `words`, and for which `good` holds?
fn any(brief: &Value, of: &str, words: &str, good: impl Fn(&Value) -> bool) -> bool {
    list(brief, of)
        .iter()
        .any(|c| list(c, "evidence").iter().any(|e| e["quote"].as_str().is_some_and(|q| q.contains(words))) && good(c))
}

/// A country, its adjective, its capital and two of its people that no table knows.
fn invented(stem: &str) -> [String; 5] {
    [
        format!("{stem}ia"),
        format!("{stem}ian"),
        format!("{stem}burg"),
        format!("{}mor", stem.replace('o', "e")),
        format!("{}sparin", stem.replace('a', "u")),
    ]
}

#[test]
fn with_other_names_it_tells_of_the_others() {
    for stem in ["Kravon", "Bolvar"] {
        let [land, people, capital, minister, president] = invented(stem);
        let brief = mutated(
            &[FIRST, SECOND],
            &[
                ("Iranian", &people),
                ("Iran", &land),
                ("Tehran", &capital),
                ("Araghchi", &minister),
                ("Abbas", "Dorin"),
                ("Pezeshkian", &president),
                ("Masoud", "Tulo"),
                ("Omani", "Norwegian"),
                ("Oman", "Norway"),
                ("MUSCAT", "OSLO"),
                ("Muscat", "Oslo"),
                ("Badr bin Hamad Al Busaidi", "Orvar Semling"),
            ],
        );
        for old in ["Iran", "Iranian", "Tehran", "Araghchi", "Pezeshkian", "Oman", "Muscat", "Busaidi", "IRN", "OMN"] {
            assert!(!says(&brief, old), "{old} is told of, though no text names it");
        }
        let parties: Vec<&str> = list(&brief, "parties").iter().filter_map(|p| p["name"].as_str()).collect();
        assert!(parties.contains(&land.as_str()) && parties.contains(&"United States"), "{parties:?}");
        let mediators: Vec<&str> = list(&brief, "mediators").iter().filter_map(|p| p["actor"].as_str()).collect();
        assert!(mediators.contains(&"Norway"), "{mediators:?}");
        let speaks = |c: &Value| c["speaker"].as_str().is_some_and(|s| s.contains(&minister));
        assert!(any(&brief, "statements", "the nuclear file alone", speaks), "{}", brief["statements"]);
        let refuses = |c: &Value| c["source"].to_string().contains(&president);
        assert!(any(&brief, "coded", "refused direct negotiations", refuses), "{}", brief["events"]);
    }
}

#[test]
fn with_other_numbers_it_counts_the_others() {
    let brief = mutated(&[SECOND], &[("14 vessels", "23 vessels"), ("15 entities", "37 entities")]);
    let counts = |c: &Value| {
        let mut values: Vec<&str> = list(c, "quantities").iter().filter_map(|q| q["value"].as_str()).collect();
        values.sort_unstable();
        c["type"] == "SANCTION" && values == ["23", "37"]
    };
    assert!(any(&brief, "events", "blacklist", counts), "{}", brief["events"]);
    assert!(!list(&brief, "events").iter().any(|e| e["quantities"].to_string().contains("\"14\"")));
    assert!(brief["bottom_line"].to_string().contains("23 vessels") || says(&brief, "23"));
}

#[test]
fn on_other_days_it_happened_on_the_others() {
    let brief = mutated(&[SECOND], &[("2026-02-06", "2031-09-17"), ("Friday", "Wednesday"), ("last June", "last May")]);
    assert!(!says(&brief, "2026"));
    assert_eq!(brief["as_of"], "2031-09-17");
    let round = |r: &Value| r["date"] == "2031-09-17" && r["status"] == "held";
    assert!(list(&brief, "rounds").iter().any(round), "{}", brief["rounds"]);
    let sanction = |c: &Value| c["type"] == "SANCTION" && c["date"] == "2031-09-17";
    assert!(any(&brief, "events", "blacklist", sanction), "{}", brief["events"]);
}

#[test]
fn with_the_opposite_said_it_says_the_opposite() {
    let of = |kind: &'static str| move |c: &Value| c["type"] == kind && c["modality"] != "denied";
    let plain = mutated(&[FIRST, SECOND], &[]);
    let turned = mutated(
        &[FIRST, SECOND],
        &[
            ("agreed to go on", "refused to go on"),
            ("had refused direct negotiations", "had accepted direct negotiations"),
            ("turned down an American demand", "accepted an American demand"),
        ],
    );
    assert!(any(&plain, "coded", "agreed to go on", of("AGREE")), "{}", plain["coded"]);
    assert!(!any(&turned, "coded", "refused to go on", of("AGREE")), "{}", turned["coded"]);
    assert!(any(&turned, "coded", "refused to go on", |c| c["type"] == "REJECT"), "{}", turned["coded"]);

    assert!(any(&plain, "coded", "refused direct negotiations", |c| c["type"] == "REJECT"), "{}", plain["coded"]);
    assert!(!any(&turned, "coded", "accepted direct negotiations", |c| c["type"] == "REJECT"), "{}", turned["coded"]);

    assert!(!any(&plain, "coded", "turned down an American demand", of("AGREE")), "{}", plain["coded"]);
    assert!(any(&turned, "coded", "accepted an American demand", of("AGREE")), "{}", turned["coded"]);
    let stands = |b: &Value, words: &str, good: &[&str]| {
        list(b, "positions")
            .iter()
            .any(|p| any(b, "positions", words, |c| c == p) && good.contains(&p["stance"].as_str().unwrap_or_default()))
    };
    assert!(!stands(&plain, "turned down an American demand", &["accepts", "supports", "concedes"]));
    assert!(!stands(&turned, "accepted an American demand", &["rejects", "opposes"]));
}

#[test]
fn a_signature_refused_is_no_agreement() {
    let file = "kivu-talks/2025-11-16-framework.txt";
    let signed = |b: &Value, words: &str| {
        any(b, "events", words, |c| {
            c["type"] == "AGREE" && (c["modality"] == "asserted" || c["modality"] == "historical")
        })
    };
    let plain = mutated(&[file], &[]);
    assert!(signed(&plain, "signed a framework"), "{}", plain["events"]);
    let turned = mutated(&[file], &[("signed a framework", "refused to sign a framework")]);
    assert!(!signed(&turned, "refused to sign a framework"), "{}", turned["events"]);
}
