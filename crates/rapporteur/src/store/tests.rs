//! A brief through the index is the brief of a replay of everything.

use super::{Store, day, decoded};
use crate::interrupt::Interrupt;
use crate::tools::{Setup, Tools};
use crate::{dossier, pipeline, progress::Progress};
use rapporteur_assess::Coded;
use rapporteur_ledger::{Ledger, New};
use rapporteur_types::document::{Basis, Published};
use rapporteur_types::entry::Payload;
use rapporteur_types::knowledge::DossierSpec;
use rapporteur_types::{Document, DocumentId, Dossier};
use std::collections::BTreeMap;
use std::path::Path;

const NOON: &str = "2031-06-01T12:00:00Z";

fn tools() -> Tools {
    Tools::load(Setup { knowledge: None, reader: rapporteur_read::ReaderKind::Fast }).unwrap()
}

/// Short articles about three pairs of states, one of them in a language that is not read.
fn articles() -> Vec<Document> {
    let texts = [
        "Envoys of Iran and the United States met in Oman on Friday. Iran demanded that the United States lift sanctions.",
        "Norway demanded that Peru open its ports. Peru rejected the demand, the foreign ministry said.",
        "Iran said that it would not halt enrichment. The United States threatened Iran with new sanctions.",
        "The United States welcomed an offer by Norway. Norway said that it would sign the accord.",
        "Die Gesandten von Norwegen und Peru trafen sich am Freitag in Genf, sagte das Ministerium am Abend.",
        "Peru and Norway signed an agreement on fishing. Norway thanked Switzerland for its mediation.",
        "Oman announced a second round of talks between Iran and the United States on Tuesday.",
    ];
    let documents = texts.iter().enumerate().map(|(i, text)| {
        let mut d = Document::new(format!("a{i}"), format!("{text}\n"));
        d.outlet = Some(format!("Outlet {}", i % 3));
        let when = format!("2031-05-{:02}", 2 + i).parse().ok();
        d.published = Published { when, instant: None, basis: Basis::Stated };
        d.identify();
        d
    });
    documents.collect()
}

/// Everything from the first entry on, without the index.
fn replayed(ledger: &Ledger, spec: Option<&DossierSpec>, tools: &Tools) -> (Dossier, Vec<Document>) {
    let (mut documents, mut stands) = (Vec::new(), None);
    let mut codings: BTreeMap<DocumentId, Vec<(String, Coded)>> = BTreeMap::new();
    for e in ledger.replay().unwrap().map(|e| e.unwrap()).filter(|e| !e.redacted) {
        match decoded(&e).unwrap() {
            Payload::Document(d) => documents.push(d),
            Payload::Switch { coder } => stands = Some(coder),
            Payload::Coded { document, coder, claims, unread } => {
                let Some(d) = documents.iter().find(|d| d.id == document) else { continue };
                let coded = Coded::new(d.clone(), claims, unread.unwrap());
                codings.entry(document).or_default().push((coder, coded));
            }
            _ => {}
        }
    }
    let counts = |d: &Document| {
        let own = codings.get(&d.id)?;
        own.iter().find(|c| Some(&c.0) == stands.as_ref()).or(own.last()).map(|c| c.1.clone())
    };
    let coded: Vec<Coded> = documents.iter().filter_map(counts).collect();
    dossier::of_documents(coded, spec.cloned(), None, tools)
}

fn json(made: &(Dossier, Vec<Document>)) -> String {
    let brief = rapporteur_publish::compose(&made.0, &made.1);
    rapporteur_publish::json(&made.0, &brief, &made.1).to_string()
}

/// The brief through the index, through a new index, and through a replay: the same bytes.
fn same(path: &Path, spec: Option<&DossierSpec>, tools: &Tools) -> String {
    let through = |path: &Path| {
        super::with(path, &Interrupt::default(), |store| {
            store.ready(tools, || NOON.into())?;
            dossier::of_ledger(store, spec.cloned(), None, tools)
        })
        .unwrap()
    };
    let kept = json(&through(path));
    super::forget(path).unwrap();
    assert_eq!(json(&through(path)), kept, "a new index");
    assert_eq!(json(&replayed(&Ledger::open(path).unwrap(), spec, tools)), kept, "a replay");
    kept
}

/// A coding of every document by a version that does not exist, with only every second claim.
fn coded_otherwise(path: &Path, tools: &Tools) {
    let mut ledger = Ledger::open(path).unwrap();
    let documents: Vec<Document> = articles();
    let progress = Progress::new("read", 0);
    for mut c in pipeline::code_all(documents, tools, &progress) {
        let mut n = 0;
        c.claims.retain(|_| {
            n += 1;
            n % 2 == 1
        });
        let key = Some(format!("{}/later", c.document.id.0));
        let p =
            Payload::Coded { document: c.document.id, coder: "later".into(), claims: c.claims, unread: Some(c.unread) };
        ledger.append(super::entry(&p, key).unwrap(), NOON).unwrap();
    }
}

#[test]
fn a_brief_through_the_index_is_that_of_a_full_replay() {
    let tools = tools();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("talks.ledger");
    let iran = tools.knowledge.dossier("iran-us").cloned();
    assert!(iran.is_some());
    let mut seen = Vec::new();
    // little by little, so that the index goes on where it was
    for d in articles() {
        let mut store = Store::open(&path, &Interrupt::default()).unwrap();
        super::add(&mut store.ledger, vec![d], NOON).unwrap();
        seen.push(same(&path, iran.as_ref(), &tools));
    }
    let last: serde_json::Value = serde_json::from_str(seen.last().unwrap()).unwrap();
    assert_eq!(last["documents"].as_array().unwrap().len(), 3, "{}", last["documents"]);
    assert_eq!((last["elsewhere"]["documents"].as_u64(), last["elsewhere"]["unread"].as_u64()), (Some(4), Some(1)));
    assert_eq!(&same(&path, None, &tools), seen.last().unwrap(), "it is the one that fits");

    // another version has coded everything and does not count, and then it does
    coded_otherwise(&path, &tools);
    assert_eq!(&same(&path, iran.as_ref(), &tools), seen.last().unwrap());
    let switch = super::entry(&Payload::Switch { coder: "later".into() }, None).unwrap();
    Ledger::open(&path).unwrap().append(switch, NOON).unwrap();
    let later = same(&path, iran.as_ref(), &tools);
    assert_ne!(&later, seen.last().unwrap());

    // a document goes
    let mut ledger = Ledger::open(&path).unwrap();
    let first = ledger.find("document", &articles()[0].id.0).unwrap().unwrap();
    let mut gone = ledger.find_all("coded", &format!("{}/", articles()[0].id.0)).unwrap();
    assert_eq!(gone.len(), 2);
    gone.push(first);
    ledger.redact(&gone, "withdrawn", NOON).unwrap();
    let without = same(&path, iran.as_ref(), &tools);
    assert!(!without.contains("met in Oman") && later.contains("met in Oman"));
}

#[test]
fn a_damaged_cache_is_made_again() {
    let tools = tools();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("talks.ledger");
    super::add(&mut Store::open(&path, &Interrupt::default()).unwrap().ledger, articles(), NOON).unwrap();
    let right = same(&path, None, &tools);
    let cache = super::cache(&path);
    let whole = std::fs::read(&cache).unwrap();
    for at in (100..whole.len()).step_by(5003) {
        let mut damaged = whole.clone();
        let end = (at + 2000).min(damaged.len());
        damaged[at..end].fill(0xA5);
        std::fs::write(&cache, damaged).unwrap();
        assert_eq!(same(&path, None, &tools), right, "damage at {at}");
    }
}

#[test]
fn a_ledger_from_before_switches_goes_on_standing_on_what_coded_most() {
    let tools = tools();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("talks.ledger");
    let mut store = Store::open(&path, &Interrupt::default()).unwrap();
    super::add(&mut store.ledger, articles(), NOON).unwrap();
    coded_otherwise(&path, &tools);
    let one = &articles()[0].id;
    let p = Payload::Coded { document: one.clone(), coder: "newest".into(), claims: Vec::new(), unread: Some(false) };
    let new: New = super::entry(&p, Some(format!("{}/newest", one.0))).unwrap();
    store.ledger.append(new, NOON).unwrap();
    store.ready(&tools, || NOON.into()).unwrap();
    assert_eq!(store.index.stands().unwrap().as_deref(), Some("later"));
    let done = store.reread(&tools, || NOON.into()).unwrap();
    assert_eq!((done.read, done.switched), (articles().len(), true));
    assert_eq!(store.index.stands().unwrap(), Some(tools.version()));
}

#[test]
fn what_is_redacted_while_it_is_read_does_not_come_back_by_its_claims() {
    let tools = tools();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("talks.ledger");
    let mut store = Store::open(&path, &Interrupt::default()).unwrap();
    super::add(&mut store.ledger, articles(), NOON).unwrap();
    store.catch_up().unwrap();
    // the text is in memory, and then somebody redacts it
    let mut other = Ledger::open(&path).unwrap();
    let coded = pipeline::code_all(articles(), &tools, &Progress::new("read", 0));
    other.redact(&[3], "withdrawn", NOON).unwrap();
    store.record(&coded, &tools, NOON).unwrap();
    let verified = store.ledger.verify(|_| ()).unwrap();
    assert!(verified.is_sound() && verified.redacted == 2, "{verified:?}");
    let left = store.ledger.replay().unwrap().map(|e| e.unwrap()).filter(|e| e.kind == "coded" && !e.redacted);
    assert_eq!(left.count(), articles().len() - 1);
}

#[test]
fn days_are_counted_from_1970() {
    assert_eq!(day(jiff::civil::date(1970, 1, 1)), 0);
    assert_eq!(day(jiff::civil::date(1969, 12, 31)), -1);
    assert_eq!(day(jiff::civil::date(2026, 2, 6)), 20490);
}
