//! A redaction empties a payload and leaves hash, date and reason; the bytes are gone from every file.

use crate::{NOON, damage, entries, filled, new, sound};
use rapporteur_ledger::{Ledger, LedgerError};
use rapporteur_types::entry::Payload;
use std::path::Path;
use tempfile::TempDir;

const SECRET: &str = "the name of the witness is Ilse Brandt of Quay Street";

/// Is it in any file of the folder?
fn somewhere(folder: &Path, bytes: &[u8]) -> bool {
    let files = std::fs::read_dir(folder).unwrap().map(|f| std::fs::read(f.unwrap().path()).unwrap());
    files.into_iter().any(|f| f.windows(bytes.len()).any(|w| w == bytes))
}

/// A ledger whose entries 3 and 7 hold the secret, one within a page, the other over many.
fn with_secret(folder: &TempDir) -> Ledger {
    let mut ledger = Ledger::open(folder.path().join("talks.ledger")).unwrap();
    for i in 1..=9u8 {
        let secret = match i {
            3 => SECRET.to_string(),
            7 => SECRET.repeat(700),
            _ => format!("nothing of note {i}").repeat(200),
        };
        ledger.append(new(Some(&i.to_string()), secret.as_bytes()), NOON).unwrap();
    }
    ledger
}

#[test]
fn what_is_redacted_is_gone_from_every_file() {
    let folder = TempDir::new().unwrap();
    let mut ledger = with_secret(&folder);
    assert!(somewhere(folder.path(), SECRET.as_bytes()));
    assert_eq!(ledger.redact(&[3, 7], "a witness is named", NOON).unwrap(), 2);
    // while it is open, and when it is closed
    assert!(!somewhere(folder.path(), SECRET.as_bytes()));
    assert!(!somewhere(folder.path(), b"Ilse Brandt"));
    drop(ledger);
    assert!(!somewhere(folder.path(), b"Ilse Brandt"));
}

#[test]
fn hash_date_and_reason_are_left_and_the_chain_holds() {
    let folder = TempDir::new().unwrap();
    let mut ledger = with_secret(&folder);
    let (before, head) = (entries(&ledger), sound(&ledger).head);
    ledger.redact(&[3], "a witness is named", "2026-03-01T08:00:00Z").unwrap();
    let verified = sound(&ledger);
    assert_eq!((verified.entries, verified.redacted), (10, 1));
    assert_ne!(verified.head, head);
    let after = entries(&ledger);
    assert!(after[2].redacted && after[2].payload.is_empty());
    assert_eq!((&after[2].recorded, &after[2].kind), (&before[2].recorded, &before[2].kind));
    assert_eq!(after[9].recorded, "2026-03-01T08:00:00Z");
    let said = Payload::decode(after[9].schema, &after[9].payload).unwrap();
    assert_eq!(said, Payload::Redaction { of: 3, reason: "a witness is named".into() });
    // what was known by its key does not come back
    assert!(!ledger.append(new(Some("3"), SECRET.as_bytes()), NOON).unwrap().fresh);
}

#[test]
fn a_second_redaction_of_an_entry_adds_nothing() {
    let folder = TempDir::new().unwrap();
    let mut ledger = with_secret(&folder);
    assert_eq!(ledger.redact(&[3], "one", NOON).unwrap(), 1);
    assert_eq!(ledger.redact(&[3, 7], "two", NOON).unwrap(), 1);
    assert_eq!(sound(&ledger).entries, 11);
}

#[test]
fn what_tells_of_other_entries_cannot_be_redacted() {
    let folder = TempDir::new().unwrap();
    let mut ledger = with_secret(&folder);
    assert!(matches!(ledger.redact(&[99], "x", NOON), Err(LedgerError::NoEntry { seq: 99, .. })));
    ledger.redact(&[3], "one", NOON).unwrap();
    assert!(matches!(ledger.redact(&[10], "x", NOON), Err(LedgerError::NotRedactable { seq: 10, .. })));
    // all or none: the sound number beside the wrong one is untouched
    assert!(ledger.redact(&[7, 99], "x", NOON).is_err());
    assert!(!ledger.entry(7).unwrap().unwrap().redacted);
}

#[test]
fn a_reader_that_holds_on_to_the_past_is_told_of() {
    let folder = TempDir::new().unwrap();
    let mut ledger = with_secret(&folder);
    ledger.wait_at_most(std::time::Duration::from_millis(50)).unwrap();
    let reader = rusqlite::Connection::open(ledger.path()).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM entries").unwrap();
    let error = ledger.redact(&[3, 7], "a witness is named", NOON).unwrap_err();
    assert!(matches!(error, LedgerError::InUse { .. }), "{error}");
    drop(reader);
    assert_eq!(ledger.redact(&[3, 7], "a witness is named", NOON).unwrap(), 0, "once more finishes it");
    assert!(!somewhere(folder.path(), b"Ilse Brandt"));
}

#[test]
fn a_redaction_without_effect_is_damage() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder, 5);
    let payload = Payload::Redaction { of: 2, reason: "x".into() }.encode().unwrap();
    let false_one = rapporteur_ledger::New { kind: "redaction", schema: 2, key: Some("2".into()), payload };
    Ledger::open(&path).unwrap().append(false_one, NOON).unwrap();
    let found = Ledger::open(&path).unwrap().verify(|_| ()).unwrap();
    assert_eq!(found.damage.iter().map(|d| d.seq).collect::<Vec<_>>(), [2]);
    damage(&path, "UPDATE entries SET payload = x'' WHERE seq = 2");
    assert!(Ledger::open(&path).unwrap().verify(|_| ()).unwrap().damage.is_empty());
}
