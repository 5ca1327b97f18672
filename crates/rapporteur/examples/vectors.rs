//! What the weights of names and the reranker are fitted to: the words and frames of some texts and the encoder's vectors for them.
//!
//!     cargo run --release --example vectors VECTORS < TEXTS
//!
//! A line of input is `{"id", "text"}`. A line of output is a text: `{"id", "tokens": [[start, end, sentence, features]], "frames"}`, places in code
//! points of the text, features those of names; the file VECTORS gets the vectors of all tokens, 384 floats of four bytes each, little-endian.

use rapporteur_read::reader::read_with_vectors;
use rapporteur_read::{Reader, ReaderKind, json, names};
use rapporteur_types::Document;
use rapporteur_types::span::CodePoints;
use serde_json::{Value, json};
use std::io::{BufRead, BufWriter, Write};
use std::path::Path;

fn main() {
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/reader.safetensors");
    let reader = Reader::from_bytes(&std::fs::read(model).expect("the model"), ReaderKind::Accurate).expect("a reader");
    let path = std::env::args().nth(1).expect("a file for the vectors");
    let mut out = BufWriter::new(std::fs::File::create(path).expect("a file for the vectors"));
    for line in std::io::stdin().lock().lines() {
        let input: Value = serde_json::from_str(&line.expect("a line of text")).expect("a line of JSON");
        let document = Document::new("", input["text"].as_str().expect("a text"));
        let (reading, given) = read_with_vectors(&document, &reader);
        let points = CodePoints::new(&document.text);
        let mut tokens = Vec::new();
        let features = names::features(&document.text, &reading);
        for (n, s) in reading.sentences.iter().enumerate() {
            for t in s.tokens.clone() {
                let span = reading.tokens[t].span;
                tokens.push(json!([points.at(span.start), points.at(span.end), n, features[t]]));
            }
        }
        for x in given.tokens.iter().flatten() {
            out.write_all(&x.to_le_bytes()).expect("vectors");
        }
        let frames = json::json(&document, &reading)["frames"].take();
        println!("{}", json!({"id": input["id"], "tokens": tokens, "frames": frames}));
    }
    out.flush().expect("vectors");
}
