//! Any text through the whole reader: no panic, every span on a boundary, every token under one root.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapporteur_read::{Reader, ReaderKind, read};
use rapporteur_types::Document;
use std::sync::LazyLock;

static MODEL: &[u8] = include_bytes!("../../models/reader.safetensors");
static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::from_bytes(MODEL, ReaderKind::Fast).expect("the model that ships"));

fuzz_target!(|text: &str| {
    let document = Document::new("fuzz", text);
    let reading = read(&document, &READER);
    for t in &reading.tokens {
        assert!(document.text.get(t.span.start..t.span.end).is_some_and(|s| !s.is_empty()));
    }
    for s in &reading.sentences {
        assert_eq!(reading.tokens[s.tokens.clone()].iter().filter(|t| t.head.is_none()).count(), 1);
    }
    let _ = rapporteur_read::json::json(&document, &reading).to_string();
    let _ = rapporteur_read::conllu::conllu(&document, &reading);
});
