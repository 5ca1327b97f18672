//! Copies: made in use, checked, put back.

use crate::{NOON, damage, entries, filled, new, sound};
use rapporteur_ledger::{Ledger, LedgerError};
use tempfile::TempDir;

#[test]
fn a_backup_in_use_is_a_sound_ledger() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder, 20);
    let to = folder.path().join("copy.ledger");
    let (ledger, mut other) = (Ledger::open(&path).unwrap(), Ledger::open(&path).unwrap());
    other.append(new(None, b"not yet in the file itself"), NOON).unwrap();
    let writer = std::thread::spawn(move || {
        for i in 0..30u8 {
            other.append(new(None, &[i; 2000]), NOON).unwrap();
        }
    });
    let verified = ledger.backup(&to).unwrap();
    writer.join().unwrap();
    let copy = Ledger::look(&to).unwrap();
    assert_eq!(sound(&copy), verified);
    assert!(verified.entries >= 21);
    assert_eq!(entries(&copy), entries(&ledger)[..verified.entries as usize]);
}

#[test]
fn a_backup_takes_the_place_of_an_older_one_and_of_nothing_else() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder, 3);
    let to = folder.path().join("copy.ledger");
    let mut ledger = Ledger::open(&path).unwrap();
    ledger.backup(&to).unwrap();
    ledger.append(new(None, b"more"), NOON).unwrap();
    assert_eq!(ledger.backup(&to).unwrap().entries, 4);

    let notes = folder.path().join("notes.txt");
    std::fs::write(&notes, "my notes").unwrap();
    assert!(matches!(ledger.backup(&notes), Err(LedgerError::InTheWay { .. })));
    assert_eq!(std::fs::read(&notes).unwrap(), b"my notes");
    let elsewhere = TempDir::new().unwrap();
    let another = filled(&elsewhere, 2);
    Ledger::open(&another).unwrap().append(new(None, b"another story"), NOON).unwrap();
    assert!(matches!(ledger.backup(&another), Err(LedgerError::InTheWay { .. })));
}

#[test]
fn a_damaged_ledger_does_not_take_the_place_of_a_good_backup() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder, 3);
    let to = folder.path().join("copy.ledger");
    Ledger::open(&path).unwrap().backup(&to).unwrap();
    let good = std::fs::read(&to).unwrap();
    damage(&path, "UPDATE entries SET payload = x'00' WHERE seq = 2");
    let error = Ledger::open(&path).unwrap().backup(&to).unwrap_err();
    assert!(matches!(error, LedgerError::Damaged { seq: 2, .. }), "{error}");
    assert_eq!(std::fs::read(&to).unwrap(), good);
    assert!(!folder.path().join("copy.ledger.part").exists());
}

#[test]
fn a_restored_ledger_is_the_copy() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder, 9);
    let copy = folder.path().join("copy.ledger");
    let before = Ledger::open(&path).unwrap().backup(&copy).unwrap();
    std::fs::remove_file(&path).unwrap();
    let restored = Ledger::restore(&path, &copy, false).unwrap();
    assert_eq!((restored.entries, restored.kept), (9, None));
    let mut ledger = Ledger::open(&path).unwrap();
    assert_eq!(sound(&ledger), before);
    assert_eq!(ledger.append(new(None, b"goes on"), NOON).unwrap().seq, 10);
}

#[test]
fn a_ledger_with_more_entries_is_overwritten_only_when_told_and_is_kept() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder, 3);
    let copy = folder.path().join("copy.ledger");
    Ledger::open(&path).unwrap().backup(&copy).unwrap();
    let mut open = Ledger::open(&path).unwrap();
    open.append(new(None, b"only here"), NOON).unwrap();
    let error = Ledger::restore(&path, &copy, false).unwrap_err();
    assert!(matches!(error, LedgerError::WouldLose { ours: 4, theirs: 3, .. }), "{error}");
    assert!(error.to_string().contains("--force"));
    let restored = Ledger::restore(&path, &copy, true).unwrap();
    assert_eq!(restored.entries, 3);
    assert_eq!(sound(&Ledger::look(restored.kept.unwrap()).unwrap()).entries, 4);
    // a handle that was open all the time sees the copy and goes on after it
    assert_eq!(open.append(new(None, b"later"), NOON).unwrap().seq, 4);
    assert_eq!(sound(&open).entries, 4);
}

#[test]
fn a_damaged_copy_is_not_restored() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder, 3);
    let copy = folder.path().join("copy.ledger");
    Ledger::open(&path).unwrap().backup(&copy).unwrap();
    damage(&copy, "UPDATE entries SET payload = x'00' WHERE seq = 2");
    assert!(matches!(Ledger::restore(&path, &copy, true), Err(LedgerError::Damaged { seq: 2, .. })));
    assert_eq!(sound(&Ledger::open(&path).unwrap()).entries, 3);
}

#[test]
fn a_ledger_that_is_damaged_gives_way_to_a_copy_of_it() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder, 60);
    let copy = folder.path().join("copy.ledger");
    Ledger::open(&path).unwrap().backup(&copy).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let restored = Ledger::restore(&path, &copy, false).or_else(|_| Ledger::restore(&path, &copy, true)).unwrap();
    assert_eq!(restored.entries, 60);
    assert_eq!(sound(&Ledger::open(&path).unwrap()).entries, 60);
}
