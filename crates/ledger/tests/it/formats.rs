//! Ledgers of every format there was open, are read, and go on.

use crate::{NOON, entries, new, sound};
use rapporteur_ledger::Ledger;
use rapporteur_types::entry::Payload;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A copy of a ledger as the program of that time left it.
fn fixture(folder: &TempDir, format: u8) -> PathBuf {
    let name = format!("format-{format}.sqlite");
    let path = folder.path().join(&name);
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(&name), &path).unwrap();
    path
}

fn hex(bytes: &[u8]) -> String {
    rapporteur_types::document::hex(bytes)
}

#[test]
fn format_1_opens_is_sound_and_says_what_it_said() {
    let folder = TempDir::new().unwrap();
    let ledger = Ledger::open(fixture(&folder, 1)).unwrap();
    let verified = sound(&ledger);
    assert_eq!((ledger.format().unwrap(), verified.entries), (1, 6));
    assert_eq!(hex(&verified.head), "6cdc31ac643d60716012949cd554ae76e056fbf21a9fd1b26fbce7ab06a38fd7");
    let kinds: Vec<String> = entries(&ledger).into_iter().map(|e| e.kind).collect();
    assert_eq!(kinds, ["document", "document", "coded", "coded", "document", "coded"]);
    for e in entries(&ledger) {
        match Payload::decode(e.schema, &e.payload).unwrap() {
            Payload::Document(d) => assert_eq!(ledger.find("document", &d.id.0).unwrap(), Some(e.seq)),
            Payload::Coded { claims, .. } => assert!(claims.len() > 1),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn format_1_takes_new_entries_as_it_is() {
    let folder = TempDir::new().unwrap();
    let path = fixture(&folder, 1);
    let mut ledger = Ledger::open(&path).unwrap();
    assert_eq!(ledger.append(new(None, b"more"), NOON).unwrap().seq, 7);
    assert_eq!((sound(&ledger).entries, ledger.format().unwrap()), (7, 1));
}

#[test]
fn format_1_becomes_format_2_by_a_recorded_step_that_touches_no_entry() {
    let folder = TempDir::new().unwrap();
    let path = fixture(&folder, 1);
    let mut ledger = Ledger::open(&path).unwrap();
    let before = entries(&ledger);
    ledger.redact(&[2], "withdrawn by its publisher", NOON).unwrap();
    assert_eq!(ledger.format().unwrap(), 2);
    assert_eq!(sound(&ledger).redacted, 1);
    let after = entries(&ledger);
    assert_eq!(Payload::decode(2, &after[6].payload).unwrap(), Payload::Migration { from: 1, to: 2 });
    for (old, new) in before.iter().zip(&after) {
        assert!(old == new || new.seq == 2, "entry {}", old.seq);
    }
    // a second redaction takes no second step
    ledger.redact(&[4], "the same", NOON).unwrap();
    assert_eq!(entries(&ledger).iter().filter(|e| e.kind == "migration").count(), 1);
}

#[test]
fn format_2_opens_is_sound_and_says_what_it_said() {
    let folder = TempDir::new().unwrap();
    let ledger = Ledger::open(fixture(&folder, 2)).unwrap();
    let verified = sound(&ledger);
    assert_eq!((ledger.format().unwrap(), verified.entries, verified.redacted), (2, 9, 2));
    let kinds: Vec<String> = entries(&ledger).into_iter().map(|e| e.kind).collect();
    let made = ["document", "document", "coded", "coded", "switch", "document", "coded", "redaction", "redaction"];
    assert_eq!(kinds, made);
    for e in entries(&ledger).into_iter().filter(|e| !e.redacted) {
        Payload::decode(e.schema, &e.payload).unwrap();
    }
}
