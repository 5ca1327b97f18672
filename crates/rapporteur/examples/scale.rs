//! A large ledger for measuring: documents of 400 words and their claims, made by recombining the sample dispatches.
//!
//!     cargo run --release --example scale -- generate LEDGER DOCUMENTS [SHARE]
//!     cargo run --release --example scale -- measure LEDGER
//!
//! Every paragraph of the dispatches is read and coded once. A document is a row of paragraphs drawn at random; its
//! claims are theirs, moved to their new places. One document in SHARE (1,000) is about Iran and the United States, the
//! first hundred of the rest about Norway and Peru whatever the size, the others about one of five hundred pairs of
//! states: names in the text and actors in the claims are exchanged together.

use rapporteur_ledger::{Ledger, New};
use rapporteur_types::document::{Basis, Published};
use rapporteur_types::entry::Payload;
use rapporteur_types::knowledge::{ActorRow, Knowledge};
use rapporteur_types::{Claim, ClaimBody, Document, Span, When};
use rayon::prelude::*;
use serde_json::Value;
use std::path::Path;
use std::time::Instant;

const WORDS: usize = 400;
const BATCH: u64 = 1000;
const PAIRS: u64 = 500;
/// Documents about Norway and Peru.
const FEW: u64 = 100;
const RECORDED: &str = "2026-11-26T00:00:00Z";

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["generate", path, n] => generate(Path::new(path), n.parse().expect("a number of documents"), 1000),
        ["generate", path, n, share] => generate(
            Path::new(path),
            n.parse().expect("a number of documents"),
            share.parse().expect("one document in how many"),
        ),
        ["measure", path] => measure(Path::new(path)),
        _ => panic!("scale generate LEDGER DOCUMENTS | scale measure LEDGER"),
    }
}

/// A paragraph with its claims; spans and sentences count from its beginning.
#[derive(Clone)]
struct Paragraph {
    text: String,
    words: usize,
    sentences: usize,
    claims: Vec<Claim>,
}

/// Small numbers that look random, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % n as u64) as usize
    }
}

fn generate(path: &Path, n: u64, share: u64) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut knowledge = Knowledge::default();
    for folder in ["actors", "roles", "cues", "frames", "issues", "places", "outlets", "dossiers"] {
        let files = std::fs::read_dir(root.join("knowledge").join(folder)).into_iter().flatten().flatten();
        let mut files: Vec<_> =
            files.map(|f| f.path()).filter(|p| p.extension().is_some_and(|e| e == "toml")).collect();
        files.sort();
        for f in files {
            let name = format!("{folder}/{}", f.file_name().unwrap().to_string_lossy());
            knowledge.add(&name, &std::fs::read_to_string(&f).unwrap()).unwrap();
        }
    }
    let (coder, paragraphs) = paragraphs(&root, &knowledge);
    let state = |c: &str| knowledge.actors.iter().find(|a| a.id == format!("state:{c}")).unwrap();
    let (iran, us) = (state("IRN"), state("USA"));
    let others: Vec<&ActorRow> = knowledge
        .actors
        .iter()
        .filter(|a| a.id.starts_with("state:") && !["IRN", "USA", "NOR", "PER"].iter().any(|c| a.id.ends_with(c)))
        .collect();
    let pair = |k: u64| match k {
        0 => (iran, us),
        1 => (state("NOR"), state("PER")),
        _ => (others[k as usize % others.len()], others[(k as usize * 7 + 3) % others.len()]),
    };
    let stories: Vec<Vec<Paragraph>> = (0..PAIRS + 2)
        .into_par_iter()
        .map(|k| paragraphs.iter().map(|p| told_of(p, (iran, us), pair(k))).collect())
        .collect();
    let mean = paragraphs.iter().map(|p| p.words).sum::<usize>() / paragraphs.len();
    eprintln!("{} paragraphs of {mean} words; {} stories", paragraphs.len(), stories.len());

    let mut ledger = Ledger::open(path).unwrap();
    let coder_name = coder.clone();
    if ledger.is_empty().unwrap() {
        let p = Payload::Switch { coder: coder.clone() };
        ledger
            .append(New { kind: p.kind(), schema: p.schema(), key: None, payload: p.encode().unwrap() }, RECORDED)
            .unwrap();
    }
    let (mut appending, mut bytes, all) = (0.0, 0, Instant::now());
    let started = ledger.len().unwrap() / 2;
    for first in (started..n).step_by(BATCH as usize) {
        let batch: Vec<[New; 2]> = (first..(first + BATCH).min(n))
            .into_par_iter()
            .map(|i| {
                let story = if i % share == share / 2 {
                    0
                } else if i < FEW + 1 {
                    1
                } else {
                    2 + i % PAIRS
                };
                let (document, claims) = document(i, &stories[story as usize]);
                let id = document.id.clone();
                let key = format!("{}/{coder_name}", id.0);
                let coded = Payload::Coded { document: id, coder: coder_name.clone(), claims, unread: Some(false) };
                let text = Payload::Document(document);
                let new = |p: Payload, key| New {
                    kind: p.kind(),
                    schema: p.schema(),
                    key: Some(key),
                    payload: p.encode().unwrap(),
                };
                let id = key.split('/').next().unwrap().to_string();
                [new(text, id), new(coded, key)]
            })
            .collect();
        bytes += batch.iter().flatten().map(|n| n.payload.len()).sum::<usize>();
        let start = Instant::now();
        ledger.append_all(batch.into_iter().flatten(), RECORDED).unwrap();
        appending += start.elapsed().as_secs_f64();
        if (first + BATCH).is_multiple_of(50_000) {
            eprintln!("{} documents, {:.0} s", first + BATCH, all.elapsed().as_secs_f64());
        }
    }
    let entries = 2 * (n - started);
    println!(
        "documents {n}: appended {entries} entries of {bytes} bytes in {appending:.1} s, {:.0} entries a second in batches of {}",
        entries as f64 / appending,
        2 * BATCH
    );
}

/// The paragraphs of the dispatches about Iran and the United States, read and coded by the accurate reader.
fn paragraphs(root: &Path, knowledge: &Knowledge) -> (String, Vec<Paragraph>) {
    let model = std::fs::read(root.join("models/reader.safetensors")).unwrap();
    let reader = rapporteur_read::Reader::from_bytes(&model, rapporteur_read::ReaderKind::Accurate).unwrap();
    let coder = rapporteur_code::Coder::new(knowledge);
    let version = format!("{}/{}", rapporteur_code::coder::CODER, reader.version);
    let mut out = Vec::new();
    for d in rapporteur_collect::collect([root.join("examples/iran-us")]).flatten() {
        let reading = rapporteur_read::read(&d, &reader);
        let claims = rapporteur_code::code(&d, &reading, &coder);
        let mut from = 0;
        for text in d.text.split("\n\n") {
            let to = from + text.len();
            let inside = reading.sentences.iter().filter(|s| s.span.start >= from && s.span.end <= to);
            let (first, sentences) = inside.fold((usize::MAX, 0), |(f, n), s| {
                let at = reading.sentences.iter().position(|x| x.span == s.span).unwrap_or(0);
                (f.min(at), n + 1)
            });
            // the dispatches are dense: of every three claims one is kept, which leaves as many as news and chronicles
            // have, some 14 in 400 words
            let own = claims
                .iter()
                .step_by(3)
                .filter(|c| c.evidence.iter().all(|e| e.span.start >= from && e.span.end <= to));
            let claims: Vec<Claim> = own
                .map(|c| serde_json::to_value(c).unwrap())
                .filter(|v| spans(v).into_iter().all(|(s, e)| s >= from && e <= to))
                .map(|mut v| {
                    moved(&mut v, &|at, _| at - from, &|s| s.saturating_sub(first as u64));
                    serde_json::from_value(v).unwrap()
                })
                .collect();
            if !text.trim().is_empty() {
                out.push(Paragraph { text: text.into(), words: text.split_whitespace().count(), sentences, claims });
            }
            from = to + 2;
        }
    }
    (version, out)
}

/// All spans in some JSON.
fn spans(v: &Value) -> Vec<(usize, usize)> {
    match v {
        Value::Object(o) => match (o.get("start").and_then(Value::as_u64), o.get("end").and_then(Value::as_u64)) {
            (Some(s), Some(e)) => vec![(s as usize, e as usize)],
            _ => o.values().flat_map(spans).collect(),
        },
        Value::Array(a) => a.iter().flat_map(spans).collect(),
        _ => Vec::new(),
    }
}

/// Move every span and every number of a sentence.
fn moved(v: &mut Value, at: &dyn Fn(usize, bool) -> usize, sentence: &dyn Fn(u64) -> u64) {
    match v {
        Value::Object(o) => {
            for (k, x) in o.iter_mut() {
                match (k.as_str(), x.as_u64()) {
                    ("start" | "end", Some(n)) => *x = at(n as usize, k == "end").into(),
                    ("sentence", Some(n)) => *x = sentence(n).into(),
                    _ => moved(x, at, sentence),
                }
            }
        }
        Value::Array(a) => a.iter_mut().for_each(|x| moved(x, at, sentence)),
        _ => {}
    }
}

/// The paragraph with two states in the place of the two that it is about.
fn told_of(p: &Paragraph, from: (&ActorRow, &ActorRow), to: (&ActorRow, &ActorRow)) -> Paragraph {
    if from.0.id == to.0.id {
        return p.clone();
    }
    let mut names: Vec<(&str, &str)> = Vec::new();
    for (a, b) in [(from.0, to.0), (from.1, to.1)] {
        let demonym = b.demonyms.first().unwrap_or(&b.name);
        names.extend(a.demonyms.iter().map(|d| (d.as_str(), demonym.as_str())));
        names.extend(
            std::iter::once(&a.name).chain(&a.aliases).chain(&a.capital).map(|n| (n.as_str(), b.name.as_str())),
        );
    }
    names.sort_by_key(|n| std::cmp::Reverse(n.0.len()));
    let mut text = String::new();
    // where each kept or replaced piece began before and begins now
    let mut pieces: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < p.text.len() {
        let rest = &p.text[at..];
        let whole = |n: &str| !rest[n.len()..].starts_with(|c: char| c.is_alphanumeric());
        let begins = !p.text[..at].ends_with(|c: char| c.is_alphanumeric());
        pieces.push((at, text.len()));
        match names.iter().find(|(n, _)| begins && rest.starts_with(n) && whole(n)) {
            Some((n, new)) => {
                text.push_str(new);
                at += n.len();
            }
            None => {
                let c = rest.chars().next().unwrap();
                text.push(c);
                at += c.len_utf8();
            }
        }
    }
    pieces.push((at, text.len()));
    // a span that begins or ends within a replaced name takes it whole
    let place = |old: usize, end: bool| {
        let i = pieces.partition_point(|p| p.0 <= old);
        let (was, is) = pieces[i.saturating_sub(1)];
        if was == old || !end { is } else { pieces.get(i).map_or(text.len(), |p| p.1) }
    };
    let told = |c: &Claim| {
        let mut v = serde_json::to_value(c).unwrap();
        moved(&mut v, &place, &|s| s);
        renamed(&mut v, [(from.0, to.0), (from.1, to.1)]);
        serde_json::from_value(v).unwrap()
    };
    let claims = p.claims.iter().map(told).collect();
    Paragraph { text, claims, ..p.clone() }
}

/// Actors of one state become the other state.
fn renamed(v: &mut Value, pairs: [(&ActorRow, &ActorRow); 2]) {
    match v {
        Value::Object(o) => {
            if let Some(known) = o.get_mut("known") {
                let country = known.get("country").and_then(Value::as_str).map(str::to_string);
                if let Some((_, b)) = pairs.iter().find(|(a, _)| a.country == country) {
                    *known = serde_json::json!({"id": b.id, "name": b.name, "country": b.country, "office": null});
                }
            }
            o.values_mut().for_each(|x| renamed(x, pairs));
        }
        Value::Array(a) => a.iter_mut().for_each(|x| renamed(x, pairs)),
        _ => {}
    }
}

/// The n-th document and its claims.
fn document(n: u64, story: &[Paragraph]) -> (Document, Vec<Claim>) {
    let mut dice = Dice(n.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66D);
    dice.below(2);
    let (mut text, mut words, mut sentences) = (String::new(), 0, 0);
    let mut claims: Vec<Claim> = Vec::new();
    while words < WORDS {
        let p = &story[dice.below(story.len())];
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        for c in &p.claims {
            let mut c = c.clone();
            shift(&mut c, text.len(), sentences);
            claims.push(c);
        }
        text.push_str(&p.text);
        words += p.words;
        sentences += p.sentences;
    }
    text.push('\n');
    let day = jiff::civil::date(2024, 1, 1).saturating_add(jiff::Span::new().days((n % 1000) as i64));
    let mut d = Document::new(format!("g{n}"), text);
    d.outlet = Some(format!("Outlet {}", n % 40));
    d.url = Some(format!("https://example.org/{n}"));
    d.title = Some(format!("Dispatch {n}"));
    d.published = Published { when: Some(When::day(day)), instant: None, basis: Basis::Stated };
    d.identify();
    for c in &mut claims {
        let inferred = c.inferred.iter_mut().filter_map(|i| i.evidence.as_mut());
        c.evidence.iter_mut().chain(inferred).for_each(|e| e.document = d.id.clone());
        c.id = Claim::identify(&d.id, &c.body);
    }
    (d, claims)
}

/// Move a claim within its document.
fn shift(c: &mut Claim, by: usize, sentences: usize) {
    let moved = |s: &mut Span| *s = Span::new(s.start + by, s.end + by);
    let inferred = c.inferred.iter_mut().filter_map(|i| i.evidence.as_mut());
    for e in c.evidence.iter_mut().chain(inferred) {
        moved(&mut e.span);
        e.sentence += sentences;
    }
    match &mut c.body {
        ClaimBody::Statement(s) => s.source.iter_mut().chain(&mut s.cue).chain(&mut s.content).for_each(moved),
        ClaimBody::Event(e) => {
            moved(&mut e.trigger);
            e.quantities.iter_mut().for_each(|q| moved(&mut q.span));
        }
        ClaimBody::Position(p) => std::iter::once(&mut p.proposal).chain(&mut p.condition).for_each(moved),
        ClaimBody::Remark(r) => [&mut r.trigger, &mut r.clause].into_iter().chain(&mut r.topic).for_each(moved),
        ClaimBody::Extract(x) => moved(&mut x.sentence),
    }
}

/// Opening, appending one by one, and replaying.
fn measure(path: &Path) {
    let start = Instant::now();
    let mut ledger = Ledger::open(path).unwrap();
    let n = ledger.len().unwrap();
    println!("opened {n} entries in {:.4} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
    let ones = 500;
    let mark = std::process::id();
    for i in 0..ones {
        let p = Payload::Document(Document::new(format!("one {mark} {i}"), "Envoys met again in Geneva. ".repeat(90)));
        let new = New { kind: "measure", schema: 1, key: Some(format!("{mark}-{i}")), payload: p.encode().unwrap() };
        ledger.append(new, RECORDED).unwrap();
    }
    let one = start.elapsed().as_secs_f64();
    println!("appended {ones} entries one by one in {one:.2} s, {:.0} a second", f64::from(ones) / one);
    let start = Instant::now();
    let bytes: usize = ledger.as_of(n).unwrap().map(|e| e.unwrap().payload.len()).sum();
    println!("replayed {n} entries, {bytes} bytes, in {:.1} s", start.elapsed().as_secs_f64());
}
