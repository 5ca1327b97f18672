//! Any text through the rules of the reader, without the network: blocks, language, words, sentence ends, dates,
//! quantities, terms. Many more runs a second than the whole reader.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapporteur_read::{blocks, language, quantities, terms, times, tokenize};
use rapporteur_types::reading::{Sentence, Token};
use rapporteur_types::{Span, When};

fuzz_target!(|text: &str| {
    let text = text.replace("\r\n", "\n");
    let blocks = blocks::blocks(&text);
    let _ = language::of_blocks(&text, &blocks);
    let (mut tokens, mut sentences) = (Vec::new(), Vec::new());
    for (block, b) in blocks.iter().enumerate() {
        let words = tokenize::words(&text, b.span);
        let ends = tokenize::sentence_ends(&text, &words);
        let mut from = tokens.len();
        for (w, end) in words.iter().zip(ends) {
            assert!(!w.span.of(&text).is_empty());
            let upos = if w.span.of(&text).starts_with(|c: char| c.is_ascii_digit()) { "NUM" } else { "NOUN" };
            tokens.push(Token {
                span: w.span,
                lemma: w.span.of(&text).to_lowercase(),
                upos: upos.to_string(),
                feats: String::new(),
                head: None,
                rel: "dep".to_string(),
                joined: w.joined,
            });
            if end {
                let first: &Token = &tokens[from];
                let span = Span::new(first.span.start, w.span.end);
                sentences.push(Sentence { span, block, tokens: from..tokens.len() });
                from = tokens.len();
            }
        }
    }
    let published: Option<When> = "2026-02-06".parse().ok();
    let times = times::times(&text, &tokens, &sentences, published);
    let quantities = quantities::quantities(&text, &tokens, &sentences, &times);
    let terms = terms::terms(&text, &tokens, &[]);
    for s in times.iter().map(|t| t.span).chain(quantities.iter().map(|q| q.span)).chain(terms.iter().map(|t| t.span)) {
        assert!(text.get(s.start..s.end).is_some_and(|t| !t.is_empty()));
    }
});
