//! Appending and replaying, from outside.

use crate::{NOON, entries, filled, new, sound};
use proptest::prelude::*;
use rapporteur_ledger::{Entry, Ledger, LedgerError, New};
use rusqlite::Connection;
use tempfile::TempDir;

type Op = (bool, Option<u8>, u32, Vec<u8>);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn replay_gives_what_was_appended_and_as_of_a_prefix_of_it(
        batches in prop::collection::vec(
            prop::collection::vec(any::<Op>(), 0..6), 0..8)
    ) {
        let mut ledger = Ledger::in_memory().unwrap();
        let mut model: Vec<(Entry, Option<String>)> = Vec::new();
        for (time, batch) in batches.into_iter().enumerate() {
            let recorded = format!("2026-02-06T12:00:{time:02}Z");
            let batch: Vec<New> = batch
                .into_iter()
                .map(|(coded, key, schema, payload)| New {
                    kind: if coded { "coded" } else { "document" },
                    schema,
                    key: key.map(|k| (k % 8).to_string()),
                    payload,
                })
                .collect();
            let receipts = ledger.append_all(batch.clone(), &recorded).unwrap();
            prop_assert_eq!(receipts.len(), batch.len());
            for (new, receipt) in batch.into_iter().zip(receipts) {
                let known = model.iter().find(|(e, key)| key.is_some() && *key == new.key && e.kind == new.kind);
                prop_assert_eq!(receipt.fresh, known.is_none());
                if let Some((entry, _)) = known {
                    prop_assert_eq!(receipt.seq, entry.seq);
                    continue;
                }
                prop_assert_eq!(receipt.seq, model.len() as u64 + 1);
                let New { kind, schema, key, payload } = new;
                let entry =
                    Entry { seq: receipt.seq, recorded: recorded.clone(), kind: kind.into(), schema, payload, redacted: false };
                model.push((entry, key));
            }
        }
        let expected: Vec<Entry> = model.into_iter().map(|(e, _)| e).collect();
        prop_assert_eq!(ledger.len().unwrap(), expected.len() as u64);
        prop_assert_eq!(&entries(&ledger), &expected);
        prop_assert_eq!(sound(&ledger).entries, expected.len() as u64);
        for n in 0..=expected.len() + 1 {
            let then: Vec<Entry> = ledger.as_of(n as u64).unwrap().collect::<Result<_, _>>().unwrap();
            prop_assert_eq!(&then[..], &expected[..n.min(expected.len())]);
        }
    }
}

#[test]
fn the_same_document_twice_is_one_entry() {
    let mut ledger = Ledger::in_memory().unwrap();
    let first = ledger.append(new(Some("d1"), b"text"), NOON).unwrap();
    let again = ledger.append(new(Some("d1"), b"text"), "2026-02-07T12:00:00Z").unwrap();
    assert!(first.fresh && !again.fresh);
    assert_eq!(first.seq, again.seq);
    let coded = New { kind: "coded", ..new(Some("d1"), b"claims") };
    assert_eq!(ledger.append(coded, NOON).unwrap().seq, 2, "a key counts within its kind");
    assert!(ledger.append(new(None, b"text"), NOON).unwrap().fresh, "without a key, everything is new");
    assert_eq!(entries(&ledger)[0].recorded, NOON);
}

#[test]
fn a_batch_is_added_whole_or_not_at_all() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder, 2);
    let mut ledger = Ledger::open(&path).unwrap();
    let broken = (0..3).map(|i| if i == 2 { panic!("the caller fails") } else { new(None, &[i]) });
    let failed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| ledger.append_all(broken, NOON)));
    assert!(failed.is_err());
    assert_eq!(ledger.len().unwrap(), 2);
    assert_eq!(ledger.append(new(None, b"next"), NOON).unwrap().seq, 3);
}

#[test]
fn two_handles_never_give_one_number_twice() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("talks.ledger");
    let work = |name: u8| {
        let path = path.clone();
        std::thread::spawn(move || {
            let mut ledger = Ledger::open(path).unwrap();
            (0..15u8).map(|i| ledger.append(new(None, &[name, i]), NOON).unwrap().seq).collect::<Vec<_>>()
        })
    };
    let mut numbers: Vec<u64> = [work(1), work(2)].into_iter().flat_map(|t| t.join().unwrap()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=30).collect::<Vec<_>>());
    assert_eq!(sound(&Ledger::open(&path).unwrap()).entries, 30);
}

#[test]
fn a_writer_that_does_not_end_is_told_of_and_nothing_is_lost() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder, 3);
    let mut ledger = Ledger::open(&path).unwrap();
    ledger.wait_at_most(std::time::Duration::from_millis(50)).unwrap();
    let holder = Connection::open(&path).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = ledger.append(new(None, b"waits"), NOON).unwrap_err();
    assert!(matches!(error, LedgerError::Busy { .. }), "{error}");
    assert_eq!(ledger.len().unwrap(), 3, "reading goes on");
    holder.execute_batch("ROLLBACK").unwrap();
    assert_eq!(ledger.append(new(None, b"waits"), NOON).unwrap().seq, 4);
}

#[test]
fn a_replay_is_not_disturbed_by_another_handle() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder, 3);
    let (reader, mut writer) = (Ledger::open(&path).unwrap(), Ledger::open(&path).unwrap());
    let mut replay = reader.replay().unwrap();
    replay.next();
    writer.append(new(None, b"later"), NOON).unwrap();
    assert_eq!(replay.count(), 2);
    assert_eq!(reader.len().unwrap(), 4);
}

#[test]
fn a_foreign_file_is_refused_and_left_as_it_is() {
    let folder = TempDir::new().unwrap();
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "minutes of the meeting\n".repeat(300)).unwrap();
    let database = folder.path().join("other.db");
    Connection::open(&database).unwrap().execute_batch("CREATE TABLE t (x); PRAGMA application_id = 7").unwrap();
    let unmarked = folder.path().join("unmarked.db");
    Connection::open(&unmarked).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    for path in [text, database, unmarked] {
        let before = std::fs::read(&path).unwrap();
        let error = Ledger::open(&path).unwrap_err();
        assert!(matches!(error, LedgerError::Foreign { .. }), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), before, "{}", path.display());
    }
}

#[test]
fn a_ledger_of_a_later_program_is_refused() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder, 1);
    Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 99").unwrap();
    let error = Ledger::open(&path).unwrap_err();
    assert!(matches!(error, LedgerError::Newer { version: 99, .. }), "{error}");
}

#[test]
fn a_missing_folder_is_named() {
    let folder = TempDir::new().unwrap();
    let error = Ledger::open(folder.path().join("absent/talks.ledger")).unwrap_err().to_string();
    assert!(error.contains("absent/talks.ledger") && error.contains("folder"), "{error}");
}
