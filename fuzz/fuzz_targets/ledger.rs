//! A ledger's file of any bytes, or a sound one with some bytes changed: it opens with an error or reads, and no payload
//! is believed that is not what was written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapporteur_ledger::{Index, Ledger, New, Row};
use rapporteur_types::entry::{Outline, Payload};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A sound ledger's bytes, and its payloads.
static SOUND: LazyLock<(Vec<u8>, Vec<Vec<u8>>)> = LazyLock::new(|| {
    let path = folder().join("sound.ledger");
    let _ = std::fs::remove_file(&path);
    let mut ledger = Ledger::open(&path).expect("a new ledger");
    let payloads: Vec<Vec<u8>> = (0..12u8).map(|i| vec![i; [30, 700, 5000][usize::from(i) % 3]]).collect();
    for (i, p) in payloads.iter().enumerate() {
        let new = New { kind: "document", schema: 1, key: Some(i.to_string()), payload: p.clone() };
        ledger.append(new, "2026-02-06T12:00:00Z").expect("appended");
    }
    drop(ledger);
    (std::fs::read(&path).expect("its bytes"), payloads)
});

fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("rapporteur-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn read(path: &Path) -> Option<()> {
    let ledger = Ledger::open(path).ok()?;
    let verified = ledger.verify(|_| ());
    let mut seen = Vec::new();
    for e in ledger.replay().ok()?.take(100) {
        let Ok(e) = e else { break };
        let _ = Payload::decode(e.schema, &e.payload);
        let _ = Outline::decode(e.schema, &e.payload);
        seen.push(e.payload);
    }
    if verified.is_ok_and(|v| v.is_sound() && v.redacted == 0) && seen.len() == SOUND.1.len() {
        // the chain could have been computed anew only by somebody who knows how
        assert_eq!(seen, SOUND.1);
    }
    Some(())
}

fuzz_target!(|data: &[u8]| {
    let path = folder().join("fuzzed.ledger");
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(folder().join(format!("fuzzed.ledger{suffix}")));
    }
    let (how, rest) = data.split_first().map_or((0, data), |(h, r)| (*h, r));
    let bytes = match how % 4 {
        // any bytes
        0 => rest.to_vec(),
        // changes of three bytes: where, where, what
        1 | 2 => {
            let mut b = SOUND.0.clone();
            for c in rest.chunks_exact(3) {
                let at = usize::from(u16::from_be_bytes([c[0], c[1]])) % b.len();
                b[at] = c[2];
            }
            if how % 4 == 2 {
                b.truncate(b.len() - rest.len() % b.len());
            }
            b
        }
        // any log beside a sound file
        _ => {
            std::fs::write(folder().join("fuzzed.ledger-wal"), rest).expect("a log");
            SOUND.0.clone()
        }
    };
    std::fs::write(&path, &bytes).expect("a file");
    let _ = read(&path);
    // payloads and the cache alone
    for schema in 0..4 {
        let _ = Payload::decode(schema, rest);
        let _ = Outline::decode(schema, rest);
    }
    let cache = folder().join("fuzzed.cache");
    let _ = std::fs::write(&cache, &bytes);
    let memory = Ledger::in_memory().expect("a ledger in memory");
    if let Ok(mut index) = Index::open(&cache, &memory) {
        let _ = index.add(0, 1, None, &[Row::Document { seq: 1, day: None }]);
        let _ = (index.all(None), index.totals(), index.search(&[&String::from_utf8_lossy(rest)], None, 3));
    }
});
