//! The index: what it says is what the entries say, and a bad file is never believed.

use crate::{NOON, filled, new};
use proptest::prelude::*;
use rapporteur_ledger::{Index, Ledger, Row, Totals};
use std::collections::BTreeMap;
use tempfile::TempDir;

fn coding(seq: u64, document: u64, version: &str, claims: u64) -> Row {
    Row::Coding { seq, document, version: version.into(), claims, unread: claims == 0 }
}

/// What counts for each document, by going through everything again.
fn counted(rows: &[Row]) -> (BTreeMap<u64, u64>, BTreeMap<String, Totals>) {
    let stands = rows.iter().rev().find_map(|r| match r {
        Row::Switch { version } => Some(version.clone()),
        _ => None,
    });
    let mut out = BTreeMap::new();
    let mut totals: BTreeMap<String, Totals> = BTreeMap::new();
    for d in rows.iter().filter_map(|r| if let Row::Document { seq, .. } = r { Some(*seq) } else { None }) {
        let own: Vec<_> = rows
            .iter()
            .filter_map(|r| match r {
                Row::Coding { seq, document, version, claims, unread } if *document == d => {
                    Some((*seq, version.clone(), *claims, *unread))
                }
                _ => None,
            })
            .collect();
        let best = own.iter().rev().find(|c| Some(&c.1) == stands.as_ref()).or_else(|| own.last());
        if let Some((seq, version, claims, unread)) = best {
            out.insert(d, *seq);
            let t = totals.entry(version.clone()).or_default();
            *t =
                Totals { documents: t.documents + 1, claims: t.claims + claims, unread: t.unread + u64::from(*unread) };
        }
    }
    (out, totals)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_counts_is_what_a_replay_says_whatever_the_portions(
        steps in prop::collection::vec((0..8u8, 0..6u64, 0..3u8, 0..4u64), 1..40),
        portion in 1..7usize,
    ) {
        let mut rows = Vec::new();
        for (i, (what, which, version, claims)) in steps.into_iter().enumerate() {
            let seq = i as u64 + 1;
            let documents: Vec<u64> =
                rows.iter().filter_map(|r| if let Row::Document { seq, .. } = r { Some(*seq) } else { None }).collect();
            let version = ["a", "b", "c"][version as usize];
            rows.push(match what {
                0..=2 => Row::Document { seq, day: Some(which as i64) },
                7 => Row::Switch { version: version.into() },
                _ if documents.is_empty() => Row::Document { seq, day: None },
                _ => coding(seq, documents[which as usize % documents.len()], version, claims),
            });
        }
        let folder = TempDir::new().unwrap();
        let ledger = Ledger::in_memory().unwrap();
        let mut index = Index::open(&folder.path().join("x.cache"), &ledger).unwrap();
        let mut from = 0;
        for part in rows.chunks(portion) {
            let to = from + part.len() as u64;
            index.add(from, to, None, part).unwrap();
            // a second program that comes late with the same changes nothing
            index.add(from, to, None, part).unwrap();
            from = to;
        }
        let (expected, totals) = counted(&rows);
        prop_assert_eq!(index.all(None).unwrap(), expected.clone().into_iter().collect::<Vec<_>>());
        prop_assert_eq!(index.totals().unwrap(), totals.into_iter().collect::<Vec<_>>());
        let documents = rows.iter().filter(|r| matches!(r, Row::Document { .. })).count();
        prop_assert_eq!(index.uncoded().unwrap().len(), documents - expected.len());
    }
}

#[test]
fn a_dossier_gives_its_documents_by_the_coding_that_counts() {
    let folder = TempDir::new().unwrap();
    let ledger = Ledger::in_memory().unwrap();
    let mut index = Index::open(&folder.path().join("x.cache"), &ledger).unwrap();
    let mut rows: Vec<Row> = (1..=3).map(|seq| Row::Document { seq, day: None }).collect();
    rows.extend([coding(4, 1, "old", 5), coding(5, 2, "old", 3), coding(6, 3, "old", 2)]);
    rows.push(Row::Switch { version: "old".into() });
    rows.extend([coding(8, 1, "new", 6), coding(9, 2, "new", 4), coding(10, 3, "new", 1)]);
    index.add(0, 10, None, &rows).unwrap();
    // by the old coding the dossier has documents 1 and 2, by the new one 1 and 3
    index.add_about("talks", 0, 10, &[4, 5, 8, 10]).unwrap();
    assert_eq!(index.about("talks").unwrap(), [(1, 4), (2, 5)]);
    assert_eq!(index.about_totals("talks").unwrap(), Totals { documents: 2, claims: 8, unread: 0 });
    index.add(10, 11, None, &[Row::Switch { version: "new".into() }]).unwrap();
    assert_eq!(index.about("talks").unwrap(), [(1, 8), (3, 10)]);
    assert_eq!(index.stands().unwrap().as_deref(), Some("new"));
    assert_eq!(index.about("others").unwrap(), []);
}

fn words(index: &Index, words: &[&str], since: Option<i64>) -> Vec<u64> {
    let mut found = index.search(words, since, 10).unwrap();
    found.sort_unstable();
    found
}

#[test]
fn words_are_found_without_case_and_accents_and_by_their_beginning() {
    let folder = TempDir::new().unwrap();
    let ledger = Ledger::in_memory().unwrap();
    let mut index = Index::open(&folder.path().join("x.cache"), &ledger).unwrap();
    let rows = [Row::Document { seq: 1, day: Some(100) }, Row::Document { seq: 2, day: Some(200) }];
    index.add(0, 2, None, &rows).unwrap();
    let texts = [(1, "Señor Pérez", "The fishing quota was raised."), (2, "Ports", "Quota talks: fishing goes on.")];
    index.add_words(0, 2, texts).unwrap();
    assert_eq!(words(&index, &["QUOTA", "fishing"], None), [1, 2]);
    assert_eq!(words(&index, &["fishing quota"], None), [1]);
    assert_eq!(words(&index, &["perez"], None), [1]);
    assert_eq!(words(&index, &["fish*"], Some(150)), [2]);
    assert!(words(&index, &["absent"], None).is_empty());
    // what means something in a query language is only words here
    for odd in ["\"", "AND", "title:quota", "NEAR(a b)", "*", "-quota", "(", "quota\" OR \"ports", ""] {
        index.search(&[odd], None, 10).unwrap();
    }
}

#[test]
fn an_index_of_another_ledger_is_thrown_away() {
    let folder = TempDir::new().unwrap();
    let cache = folder.path().join("x.cache");
    let mut one = Ledger::in_memory().unwrap();
    one.append(new(Some("1"), b"one"), NOON).unwrap();
    let mut index = Index::open(&cache, &one).unwrap();
    index.add(0, 1, one.chain(1).unwrap(), &[Row::Document { seq: 1, day: None }]).unwrap();
    drop(index);
    assert_eq!(Index::open(&cache, &one).unwrap().upto().unwrap(), 1);
    let mut two = Ledger::in_memory().unwrap();
    two.append(new(Some("2"), b"two"), NOON).unwrap();
    assert_eq!(Index::open(&cache, &two).unwrap().upto().unwrap(), 0);
}

#[test]
fn a_file_that_is_no_index_is_left_as_it_is() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder, 2);
    let before = std::fs::read(&path).unwrap();
    let ledger = Ledger::open(&path).unwrap();
    let mut index = Index::open(&path, &ledger).unwrap();
    index.add(0, 1, None, &[Row::Document { seq: 1, day: None }]).unwrap();
    assert_eq!(index.documents().unwrap(), 1, "kept in memory");
    assert!(index.trouble().unwrap().contains("talks.ledger"));
    rapporteur_ledger::index::forget(&path).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_damaged_index_is_thrown_away_or_says_so() {
    let folder = TempDir::new().unwrap();
    let cache = folder.path().join("x.cache");
    let ledger = Ledger::in_memory().unwrap();
    let mut index = Index::open(&cache, &ledger).unwrap();
    let rows: Vec<Row> = (1..=200).map(|seq| Row::Document { seq, day: None }).collect();
    index.add(0, 200, None, &rows).unwrap();
    drop(index);
    let bytes = std::fs::read(&cache).unwrap();
    for at in (100..bytes.len()).step_by(1013) {
        let mut damaged = bytes.clone();
        let end = (at + 300).min(bytes.len());
        damaged[at..end].fill(0xA5);
        std::fs::write(&cache, damaged).unwrap();
        let Ok(index) = Index::open(&cache, &ledger) else { continue };
        if let Err(e) = index.documents() {
            assert!(e.to_string().contains("delete it"), "{e}");
        }
    }
}
