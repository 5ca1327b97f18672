//! What the weights of topics are fitted to: features and vectors of every sentence of some texts.
//!
//!     cargo run --release --example topics < TEXTS
//!
//! A line of input is `{"id", "text", "published"}`, the last as in a document of the ledger. A line of output is a sentence: `{"id", "start", "end", "features", "vectors"}`, places in
//! code points of the text; what the encoder's vectors are is said at `rapporteur_read::reader::Given`.

use rapporteur_read::reader::read_with_vectors;
use rapporteur_read::{Reader, ReaderKind, topics};
use rapporteur_types::Document;
use rapporteur_types::span::CodePoints;
use serde_json::{Map, Value, json};
use std::io::BufRead;
use std::path::Path;

fn main() {
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/reader.safetensors");
    let reader = Reader::from_bytes(&std::fs::read(model).expect("the model"), ReaderKind::Accurate).expect("a reader");
    for line in std::io::stdin().lock().lines() {
        let input: Value = serde_json::from_str(&line.expect("a line of text")).expect("a line of JSON");
        let mut document = Document::new("", input["text"].as_str().expect("a text"));
        document.published = serde_json::from_value(input["published"].clone()).unwrap_or_default();
        let (reading, given) = read_with_vectors(&document, &reader);
        let points = CodePoints::new(&document.text);
        for ((s, features), vectors) in
            reading.sentences.iter().zip(topics::features(&document.text, &reading)).zip(given.sentences)
        {
            let features: Map<String, Value> = features.into_iter().map(|(n, x)| (n, json!(x))).collect();
            println!(
                "{}",
                json!({"id": input["id"], "start": points.at(s.span.start), "end": points.at(s.span.end),
                       "features": features, "vectors": vectors})
            );
        }
    }
}
