//! Silent damage is found and named.

use crate::{damage, entries, filled, sound};
use rapporteur_ledger::{Damage, Ledger, LedgerError};
use rusqlite::Connection;
use std::path::Path;
use tempfile::TempDir;

/// Numbers of the damaged entries.
fn damaged(path: &Path) -> Vec<u64> {
    let verified = Ledger::open(path).unwrap().verify(|_| ()).unwrap();
    verified.damage.iter().map(|d| d.seq).collect()
}

#[test]
fn every_damaged_payload_is_found_and_named() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder, 9);
    damage(&path, "UPDATE entries SET payload = x'00' WHERE seq IN (4, 7)");
    assert_eq!(damaged(&path), [4, 7]);
    let found = Ledger::open(&path).unwrap().verify(|_| ()).unwrap().damage;
    assert_eq!(found[0], Damage { seq: 4, what: "its payload does not match its hash" });
}

#[test]
fn one_flipped_bit_on_the_disk_is_found_and_named() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder, 9);
    let mut bytes = std::fs::read(&path).unwrap();
    let at = bytes.windows(100).position(|w| w == [5; 100]).unwrap();
    bytes[at + 50] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    assert_eq!(damaged(&path), [6], "entries count from one");
}

#[test]
fn a_byte_flipped_anywhere_is_found_or_changes_nothing() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder, 30);
    let whole = std::fs::read(&path).unwrap();
    let right = entries(&Ledger::look(&path).unwrap());
    let copy = folder.path().join("copy.ledger");
    let mut told = 0;
    for at in (0..whole.len()).step_by(53) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x41;
        std::fs::write(&copy, bytes).unwrap();
        match Ledger::look(&copy).and_then(|l| Ok((l.verify(|_| ())?, l))) {
            Ok((verified, ledger)) if verified.is_sound() => assert_eq!(entries(&ledger), right, "byte {at}"),
            _ => told += 1,
        }
    }
    assert!(told > 50, "{told}");
}

#[test]
fn a_payload_emptied_without_a_redaction_is_damage() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder, 5);
    damage(&path, "UPDATE entries SET payload = x'' WHERE seq = 2");
    assert_eq!(damaged(&path), [2]);
}

#[test]
fn a_trigger_that_was_taken_away_is_told() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder, 2);
    damage(&path, "");
    let verified = Ledger::open(&path).unwrap().verify(|_| ()).unwrap();
    assert!(verified.damage.is_empty() && !verified.is_sound());
    assert!(verified.form.unwrap().contains("entries_never_change"));
}

#[test]
fn a_changed_time_or_kind_breaks_the_chain() {
    for change in ["recorded = '2020-01-01T00:00:00Z'", "kind = 'coded'", "schema = 2", "key = 'other'"] {
        let folder = TempDir::new().unwrap();
        let path = filled(&folder, 5);
        damage(&path, &format!("UPDATE entries SET {change} WHERE seq = 3"));
        assert_eq!(damaged(&path), [3], "{change}");
    }
}

#[test]
fn a_missing_entry_is_found_by_verify_and_by_replay() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder, 5);
    damage(&path, "DELETE FROM entries WHERE seq = 2");
    assert_eq!(damaged(&path), [2]);
    let ledger = Ledger::open(&path).unwrap();
    let seen: Vec<_> = ledger.replay().unwrap().collect();
    assert_eq!(seen.len(), 2, "replay ends at the gap");
    assert!(matches!(seen[1], Err(LedgerError::Damaged { seq: 2, .. })));
}

#[test]
fn a_tail_cut_off_shows_in_the_head() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder, 5);
    let before = Ledger::open(&path).unwrap().verify(|_| ()).unwrap();
    damage(&path, "DELETE FROM entries WHERE seq = 5");
    let after = Ledger::open(&path).unwrap().verify(|_| ()).unwrap();
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
        "UPDATE entries SET payload = x''".to_string(),
        "UPDATE OR REPLACE entries SET seq = 1 WHERE seq = 2".to_string(),
        "DELETE FROM entries WHERE seq = 3".to_string(),
        format!("INSERT OR REPLACE INTO entries {columns} VALUES (2, '', 'document', 1, NULL, x'', x'', x'')"),
        format!("INSERT OR REPLACE INTO entries {columns} VALUES (4, '', 'document', 1, '1', x'', x'', x'')"),
        format!("INSERT INTO entries {columns} VALUES (9, '', 'document', 1, NULL, x'', x'', x'')"),
    ] {
        assert!(db.execute_batch(&sql).is_err(), "{sql}");
    }
    assert_eq!(sound(&Ledger::open(&path).unwrap()).entries, 3);
}
