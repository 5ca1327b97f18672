//! The cache.

use crate::filled;
use rapporteur_ledger::ReadingCache;
use rapporteur_types::DocumentId;
use tempfile::TempDir;

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
