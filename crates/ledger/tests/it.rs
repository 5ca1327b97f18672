//! The ledger and the cache of readings, from outside.

use proptest::prelude::*;
use rapporteur_ledger::{Entry, Ledger, LedgerError, New, ReadingCache};
use rapporteur_types::DocumentId;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const NOON: &str = "2026-02-06T12:00:00Z";

fn new(key: Option<&str>, payload: &[u8]) -> New<'static> {
    New { kind: "document", schema: 1, key: key.map(str::to_string), payload: payload.to_vec() }
}

fn entries(ledger: &Ledger) -> Vec<Entry> {
    ledger.replay().unwrap().collect::<Result<_, _>>().unwrap()
}

/// A ledger file with `n` entries, closed.
fn filled(folder: &TempDir, n: u8) -> PathBuf {
    let path = folder.path().join("talks.ledger");
    let mut ledger = Ledger::open(&path).unwrap();
    for i in 0..n {
        ledger.append(new(Some(&i.to_string()), &[i; 100]), NOON).unwrap();
    }
    path
}

/// Change the file behind the ledger's back, as a failing disk would: without the triggers.
fn damage(path: &Path, sql: &str) {
    let db = Connection::open(path).unwrap();
    db.execute_batch("DROP TRIGGER entries_never_change; DROP TRIGGER entries_never_go;").unwrap();
    db.execute_batch(sql).unwrap();
}

fn damaged_entry(path: &Path) -> u64 {
    match Ledger::open(path).unwrap().verify() {
        Err(LedgerError::Damaged { seq, .. }) => seq,
        other => panic!("damage went unnoticed: {other:?}"),
    }
}

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
                    Entry { seq: receipt.seq, recorded: recorded.clone(), kind: kind.into(), schema, payload };
                model.push((entry, key));
            }
        }
        let expected: Vec<Entry> = model.into_iter().map(|(e, _)| e).collect();
        prop_assert_eq!(ledger.len().unwrap(), expected.len() as u64);
        prop_assert_eq!(&entries(&ledger), &expected);
        prop_assert_eq!(ledger.verify().unwrap().entries, expected.len() as u64);
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
fn what_was_acknowledged_survives_a_kill() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("talks.ledger");
    let mut ledger = Ledger::open(&path).unwrap();
    for i in 0..20u8 {
        ledger.append(new(None, &[i; 500]), NOON).unwrap();
    }
    // The process dies here: its files stay as they are, nothing is closed, and the log's index is lost.
    let survivor = folder.path().join("survivor.ledger");
    std::fs::copy(&path, &survivor).unwrap();
    std::fs::copy(folder.path().join("talks.ledger-wal"), folder.path().join("survivor.ledger-wal")).unwrap();
    let reopened = Ledger::open(&survivor).unwrap();
    assert_eq!(entries(&reopened), entries(&ledger));
    assert_eq!(reopened.verify().unwrap(), ledger.verify().unwrap());
}

#[test]
fn a_log_cut_anywhere_leaves_a_sound_beginning() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("talks.ledger");
    let mut ledger = Ledger::open(&path).unwrap();
    for i in 0..5u8 {
        ledger.append(new(None, &[i; 500]), NOON).unwrap();
    }
    let (all, log) = (entries(&ledger), std::fs::read(folder.path().join("talks.ledger-wal")).unwrap());
    let mut kept = Vec::new();
    for cut in (0..=log.len()).step_by(997).chain([log.len()]) {
        let copy = folder.path().join("cut.ledger");
        std::fs::copy(&path, &copy).unwrap();
        std::fs::write(folder.path().join("cut.ledger-wal"), &log[..cut]).unwrap();
        let mut cut = Ledger::open(&copy).unwrap();
        let n = cut.verify().unwrap().entries;
        assert_eq!(entries(&cut), all[..n as usize]);
        assert_eq!(cut.append(new(None, b"goes on"), NOON).unwrap().seq, n + 1);
        kept.push(n);
        drop(cut);
        std::fs::remove_file(&copy).unwrap();
    }
    assert!(kept.is_sorted() && kept.first() < kept.last() && kept.last() == Some(&5), "{kept:?}");
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
fn a_damaged_payload_is_found_and_named() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder, 9);
    damage(&path, "UPDATE entries SET payload = x'00' WHERE seq = 4");
    assert_eq!(damaged_entry(&path), 4);
    let error = Ledger::open(&path).unwrap().verify().unwrap_err().to_string();
    assert!(error.contains("talks.ledger") && error.contains("entry 4") && error.contains("restore"), "{error}");
}

#[test]
fn a_changed_time_or_kind_breaks_the_chain() {
    for change in ["recorded = '2020-01-01T00:00:00Z'", "kind = 'coded'", "schema = 2", "key = 'other'"] {
        let folder = TempDir::new().unwrap();
        let path = filled(&folder, 5);
        damage(&path, &format!("UPDATE entries SET {change} WHERE seq = 3"));
        assert_eq!(damaged_entry(&path), 3, "{change}");
    }
}

#[test]
fn a_missing_entry_is_found_by_verify_and_by_replay() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder, 5);
    damage(&path, "DELETE FROM entries WHERE seq = 2");
    assert_eq!(damaged_entry(&path), 2);
    let ledger = Ledger::open(&path).unwrap();
    let seen: Vec<_> = ledger.replay().unwrap().collect();
    assert_eq!(seen.len(), 2, "replay ends at the gap");
    assert!(matches!(seen[1], Err(LedgerError::Damaged { seq: 2, .. })));
}

#[test]
fn a_tail_cut_off_shows_in_the_head() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder, 5);
    let before = Ledger::open(&path).unwrap().verify().unwrap();
    damage(&path, "DELETE FROM entries WHERE seq = 5");
    let after = Ledger::open(&path).unwrap().verify().unwrap();
    assert!(after.head != before.head && after.entries == 4);
}

#[test]
fn no_program_can_change_or_delete_an_entry() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder, 3);
    let db = Connection::open(&path).unwrap();
    let columns = "(seq, recorded, kind, schema, key, payload, hash, chain)";
    for sql in [
        "UPDATE entries SET payload = x'00'".to_string(),
        "DELETE FROM entries WHERE seq = 3".to_string(),
        format!("INSERT OR REPLACE INTO entries {columns} VALUES (2, '', 'document', 1, NULL, x'', x'', x'')"),
        format!("INSERT OR REPLACE INTO entries {columns} VALUES (4, '', 'document', 1, '1', x'', x'', x'')"),
        format!("INSERT INTO entries {columns} VALUES (9, '', 'document', 1, NULL, x'', x'', x'')"),
    ] {
        assert!(db.execute_batch(&sql).is_err(), "{sql}");
    }
    assert_eq!(Ledger::open(&path).unwrap().verify().unwrap().entries, 3);
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
    assert_eq!(Ledger::open(&path).unwrap().verify().unwrap().entries, 30);
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

fn id(name: &str) -> DocumentId {
    DocumentId(name.into())
}

#[test]
fn a_reading_is_found_by_document_and_reader_version() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("talks.readings");
    let mut cache = ReadingCache::open(&path);
    cache.put(&id("d1"), "reader 1", b"old");
    cache.put(&id("d1"), "reader 2", b"new");
    cache.put(&id("d1"), "reader 2", b"newer");
    drop(cache);
    let mut cache = ReadingCache::open(&path);
    assert_eq!(cache.get(&id("d1"), "reader 1").as_deref(), Some(&b"old"[..]));
    assert_eq!(cache.get(&id("d1"), "reader 2").as_deref(), Some(&b"newer"[..]));
    assert_eq!(cache.get(&id("d2"), "reader 2"), None);
    assert_eq!(cache.trouble(), None);
}

#[test]
fn a_deleted_cache_starts_anew() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("talks.readings");
    ReadingCache::open(&path).put(&id("d1"), "r", b"x");
    std::fs::remove_file(&path).unwrap();
    let mut cache = ReadingCache::open(&path);
    assert_eq!(cache.get(&id("d1"), "r"), None);
    cache.put(&id("d1"), "r", b"x");
    assert_eq!(cache.get(&id("d1"), "r").as_deref(), Some(&b"x"[..]));
}

#[test]
fn a_cache_damaged_anywhere_gives_the_truth_or_nothing() {
    let folder = TempDir::new().unwrap();
    let whole = folder.path().join("whole.readings");
    let mut cache = ReadingCache::open(&whole);
    for i in 0..40u8 {
        cache.put(&id(&i.to_string()), "r", &[i; 400]);
    }
    drop(cache);
    let bytes = std::fs::read(&whole).unwrap();
    let path = folder.path().join("damaged.readings");
    for at in (0..bytes.len()).step_by(1013) {
        let mut damaged = bytes.clone();
        let end = (at + 300).min(bytes.len());
        damaged[at..end].fill(0xA5);
        std::fs::write(&path, damaged).unwrap();
        let mut cache = ReadingCache::open(&path);
        for i in 0..40u8 {
            if let Some(found) = cache.get(&id(&i.to_string()), "r") {
                assert_eq!(found, [i; 400], "damage at {at}");
            }
        }
        cache.put(&id("fresh"), "r", b"kept");
        assert_eq!(cache.get(&id("fresh"), "r").as_deref(), Some(&b"kept"[..]), "damage at {at}");
    }
}

#[test]
fn a_file_that_is_no_cache_is_left_as_it_is() {
    let folder = TempDir::new().unwrap();
    let ledger = filled(&folder, 2);
    let before = std::fs::read(&ledger).unwrap();
    let mut cache = ReadingCache::open(&ledger);
    cache.put(&id("d1"), "r", b"x");
    assert_eq!(cache.get(&id("d1"), "r").as_deref(), Some(&b"x"[..]), "kept in memory");
    assert!(cache.trouble().unwrap().contains("talks.ledger"));
    assert_eq!(std::fs::read(&ledger).unwrap(), before);
}
