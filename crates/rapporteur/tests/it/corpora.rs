//! Real texts, where they lie beside the checkout: what is coded stands in the sentence, or says what it was inferred by.

use crate::program::{quotes_hold, root, run};
use rapporteur_types::knowledge::Knowledge;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

const SETS: [&str; 4] = ["us-whitehouse", "wikipedia-current-events", "iran-tehran-times", "russia-kremlin"];

#[test]
fn the_first_texts_of_four_corpora_are_coded_as_they_stand() {
    for set in SETS {
        check(set, 2);
    }
}

/// Five hundred documents: some minutes. `cargo test -p rapporteur --test it -- --ignored`
#[test]
#[ignore = "takes minutes"]
fn five_hundred_texts_of_four_corpora_are_coded_as_they_stand() {
    for set in SETS {
        check(set, 125);
    }
}

/// The first `n` lines of a set, or nothing where it is absent.
fn first(set: &str, n: usize) -> Option<String> {
    let path = root().join(format!("../shared/data/corpora/{set}.jsonl.gz"));
    let Ok(file) = std::fs::File::open(&path) else {
        eprintln!("{} is not there: skipped", path.display());
        return None;
    };
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
    Some(text.lines().take(n).map(|l| format!("{l}\n")).collect())
}

fn check(set: &str, n: usize) {
    let Some(lines) = first(set, n) else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("{set}.jsonl"));
    std::fs::write(&path, &lines).unwrap();
    let texts: BTreeMap<String, String> = lines
        .lines()
        .map(|l| serde_json::from_str::<Value>(l).unwrap())
        .map(|d| (d["id"].as_str().unwrap().to_string(), d["text"].as_str().unwrap().replace("\r\n", "\n")))
        .collect();

    let read = run(&[Path::new("read"), &path, Path::new("--format"), Path::new("json")]);
    assert_eq!(read.status, 0, "{set}: {}", read.err);
    let sentences: BTreeMap<String, Vec<String>> = read.lines().iter().map(|r| sentences(r, &texts)).collect();
    assert_eq!(sentences.len(), n, "{set}");

    let names = names();
    let coded = run(&[Path::new("code"), &path]);
    assert_eq!(coded.status, 0, "{set}: {}", coded.err);
    let claims = coded.lines();
    assert!(claims.len() >= n, "{set}: {} claims", claims.len());
    let mut wrong = Vec::new();
    for claim in &claims {
        quotes_hold(claim, &texts, None);
        // what the claim's own sentences say
        let said: String = claim["evidence"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| sentences[e["doc"].as_str().unwrap()][e["sentence"].as_u64().unwrap() as usize].clone() + " ")
            .collect();
        let inferred = claim["inferred"].as_array().unwrap();
        let free = |f: &[&str]| inferred.iter().any(|i| i["field"].as_str().is_some_and(|x| f.contains(&x)));
        let id = claim["id"].as_str().unwrap();
        if !free(&["date"]) && claim["date"].is_string() && !tells_a_time(&said) {
            wrong.push(format!("{id}: date {} of: {said}", claim["date"]));
        }
        for q in claim["quantities"].as_array().into_iter().flatten() {
            let value: f64 = q["value"].as_str().unwrap_or_default().parse().unwrap_or(f64::NAN);
            if value.is_finite() && !counted(&said, value) {
                wrong.push(format!("{id}: number {value} of: {said}"));
            }
        }
        for actor in claim["actors"].as_array().unwrap() {
            if inferred.iter().all(|i| i["field"] == "date" || i["field"] == "place")
                && !named(actor, claim, &said, &names)
            {
                wrong.push(format!("{id}: {} actor {} of: {said}", claim["kind_of_claim"], actor["name"]));
            }
        }
    }
    // the names that this test knows are not all by which one may be called: one claim in fifty is left to that
    assert!(
        wrong.len() * 50 <= claims.len(),
        "{set}: {} of {} claims\n{}",
        wrong.len(),
        claims.len(),
        wrong.join("\n")
    );
}

/// Name of a read document, and its sentences.
fn sentences(reading: &Value, texts: &BTreeMap<String, String>) -> (String, Vec<String>) {
    let name = reading["document"].as_str().unwrap().to_string();
    let letters: Vec<char> = texts[&name].chars().collect();
    let cut = |s: &Value| {
        letters[s["start"].as_u64().unwrap() as usize..s["end"].as_u64().unwrap() as usize].iter().collect()
    };
    (name, reading["sentences"].as_array().unwrap().iter().map(cut).collect())
}

/// Words of a text, small, parted by single blanks, with a blank at both ends.
fn flat(text: &str) -> String {
    let words: Vec<String> = text
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_string)
        .collect();
    format!(" {} ", words.join(" "))
}

/// By actor id: names, adjectives and offices by which a text may call the actor.
fn names() -> BTreeMap<String, BTreeSet<String>> {
    let mut knowledge = Knowledge::default();
    for folder in ["actors", "roles"] {
        for entry in std::fs::read_dir(root().join("knowledge").join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{folder}/{}", path.file_name().unwrap().to_string_lossy());
            knowledge.add(&name, &std::fs::read_to_string(&path).unwrap()).unwrap();
        }
    }
    let mut out: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut lands: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for a in &knowledge.actors {
        let all = a.aliases.iter().chain(&a.demonyms).chain([&a.name]).chain(&a.capital);
        let all: BTreeSet<String> = all.map(|n| flat(n)).collect();
        if let (true, Some(c)) = (a.id.starts_with("state:"), &a.country) {
            lands.entry(c.clone()).or_default().extend(all.clone());
        }
        out.entry(a.id.clone()).or_default().extend(all);
    }
    for a in knowledge.actors.iter().filter(|a| a.id.starts_with("person:")) {
        // a family name may stand alone
        out.entry(a.id.clone()).or_default().extend(a.name.rsplit(' ').next().map(flat));
    }
    for r in &knowledge.roles {
        let offices = r.office.split(' ').next_back().map(flat).into_iter().chain([flat(&r.office)]);
        out.entry(r.person.clone()).or_default().extend(offices);
    }
    out.extend(lands.into_iter().map(|(c, n)| (format!("land:{c}"), n)));
    out
}

/// Is an actor called by some name in the sentences, or is it the state of one who is?
fn named(actor: &Value, claim: &Value, said: &str, names: &BTreeMap<String, BTreeSet<String>>) -> bool {
    let said = flat(said);
    let name = flat(actor["name"].as_str().unwrap());
    // in the words of the text, or introduced by it: then a family name may stand alone
    let id = match actor["id"].as_str() {
        Some(id) if !id.starts_with("text:") => id,
        // "Q" is how transcripts call those who ask
        _ if name == " a reporter " && said.starts_with(" q ") => return true,
        _ => return said.contains(&name) || said.contains(&flat(name.rsplit(' ').nth(1).unwrap_or_default())),
    };
    let called = |key: &str| names.get(key).is_some_and(|n| n.iter().any(|n| said.contains(n)));
    let country = actor["country"].as_str().unwrap_or_default();
    let of_another = || {
        let others = claim["actors"].as_array().unwrap().iter();
        id.starts_with("state:") && others.filter(|o| *o != actor).any(|o| o["country"] == country)
    };
    called(id) || called(&format!("land:{country}")) || of_another()
}

fn tells_a_time(said: &str) -> bool {
    const WORDS: [&str; 48] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "today",
        "yesterday",
        "tomorrow",
        "tonight",
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "year",
        "years",
        "ago",
        "morning",
        "evening",
        "weekend",
        "now",
    ];
    let said = flat(said);
    let words: BTreeSet<&str> = said.split(' ').collect();
    WORDS.iter().any(|w| words.contains(w)) || said.chars().any(|c| c.is_ascii_digit())
}

/// Does a number stand in the sentences, in figures (with a thousand, million … behind it) or in words?
fn counted(said: &str, value: f64) -> bool {
    let mut figures: Vec<f64> = Vec::new();
    let mut figure = String::new();
    for c in said.chars().chain([' ']) {
        match c {
            '0'..='9' | '.' => figure.push(c),
            ',' if !figure.is_empty() => {}
            _ => figures.extend(std::mem::take(&mut figure).trim_matches('.').parse::<f64>()),
        }
    }
    let scaled =
        |f: f64| [1.0, 1e3, 1e6, 1e9, 1e12].iter().any(|s| (f * s - value).abs() <= 1e-6 * value.abs().max(1.0));
    figures.into_iter().any(scaled) || number_words(said).into_iter().any(scaled)
}

/// Numbers in words, each alone and tens with units: "twenty-four" gives 20, 4 and 24.
fn number_words(said: &str) -> Vec<f64> {
    const SMALL: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let flat = flat(said);
    let (mut out, mut tens) = (Vec::new(), None);
    for w in flat.split(' ') {
        let small = SMALL.iter().position(|s| *s == w).map(|i| i as f64);
        let ten = TENS.iter().position(|s| *s == w).map(|i| (i as f64 + 2.0) * 10.0);
        let other = match w {
            "a" | "an" | "another" | "single" => Some(1.0),
            "both" | "pair" | "couple" => Some(2.0),
            "dozen" => Some(12.0),
            "dozens" => Some(24.0),
            "half" => Some(0.5),
            "hundred" | "hundreds" => Some(100.0),
            "thousand" | "thousands" => Some(1000.0),
            "million" | "millions" => Some(1e6),
            _ => None,
        };
        out.extend(small.or(ten).or(other));
        // five hundred is five times a hundred
        if let (Some(h), Some(last)) = (other.filter(|h| *h >= 100.0), out.iter().rev().nth(1)) {
            out.push(last * h);
        }
        if let (Some(t), Some(s)) = (tens, small) {
            out.push(t + s);
        }
        tens = ten;
    }
    out
}
