//! The codebook's examples are coded as the codebook says.

use crate::program::{fed, root};
use serde_json::Value;

/// Rows `| sentence | coded as |` of a page.
fn examples(page: &str) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(root().join("docs/codebook").join(page)).unwrap();
    let mut out = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        inside = line == "| sentence | coded as |" || inside && line.starts_with('|');
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        if let [sentence, coded] = cells[..]
            && inside
            && coded != "coded as"
            && !coded.starts_with("---")
        {
            out.push((sentence.to_string(), coded.to_string()));
        }
    }
    out
}

/// The claims of a sentence, each as words that an example may ask for.
fn coded(sentence: &str) -> Vec<String> {
    let out = fed(sentence.as_bytes(), &["code", "-", "--format", "jsonl"], &[]).out;
    let word = |c: &Value, k: &str| c[k].as_str().unwrap_or_default().to_string();
    let claim = |line: &str| {
        let c: Value = serde_json::from_str(line).unwrap();
        let kind = word(&c, "kind_of_claim");
        let what = match kind.as_str() {
            "event" => {
                let contexts: Vec<&str> = c["context"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
                format!("{} {} {}", word(&c, "type"), word(&c, "mode"), contexts.join(" "))
            }
            "statement" => format!("{} {}", c["cue"]["text"].as_str().unwrap_or_default(), word(&c, "kind")),
            "extract" => {
                let likely = |t: &(&String, &Value)| t.1.as_f64().is_some_and(|p| p >= 0.4);
                let topics = c["topics"].as_object().unwrap().iter().filter(likely);
                topics.map(|t| t.0.as_str()).collect::<Vec<_>>().join(" ")
            }
            _ => word(&c, "stance"),
        };
        format!("{kind} {what} {}", word(&c, "modality"))
    };
    out.lines().map(claim).collect()
}

#[test]
fn the_codebooks_examples_are_coded_as_it_says() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for page in ["events.md", "extracts.md", "positions.md", "statements.md"] {
        for (sentence, wanted) in examples(page) {
            seen += 1;
            let got = coded(&sentence);
            let words: Vec<&str> = wanted.split([' ', ',']).filter(|w| !w.is_empty()).collect();
            let fits = |c: &String| words.iter().all(|w| c.split(' ').any(|x| x == *w));
            if !got.iter().any(fits) {
                wrong.push(format!("{page}: {sentence}\n    wanted {wanted}, got {got:?}"));
            }
        }
    }
    assert!(seen > 35, "only {seen} examples found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
