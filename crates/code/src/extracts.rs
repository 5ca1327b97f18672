//! Sentences that answer a question on the talks by themselves, to be quoted whole: the reader says what each tells
//! (`rapporteur_read::topics`).

use crate::coder::Passage;
use rapporteur_types::{Claim, ClaimBody, Extract, Factors, Modality};

/// Sentences of fewer words and marks are headings, answers and rests.
const WORDS: usize = 5;

/// One claim a sentence that tells something, in order.
pub fn extracts(p: &Passage) -> Vec<Claim> {
    let reading = p.syntax.reading;
    let told = reading.frames.topics.iter().filter(|f| {
        let tokens = &reading.sentences[f.sentence].tokens;
        tokens.len() >= WORDS && p.speaks(tokens.start) && p.syntax.form(tokens.end - 1) != "?"
    });
    told.map(|f| {
        let sentence = &reading.sentences[f.sentence];
        let topics: Vec<_> = f.topics.iter().map(|(t, x)| (*t, f64::from((x * 1000.0).round()) / 1000.0)).collect();
        let likeliest = f.topics.first().map_or(0.0, |t| t.1);
        let from = reading.times.partition_point(|t| t.span.start < sentence.span.start);
        let within = reading.times[from..].iter().take_while(|t| t.span.start < sentence.span.end);
        let named = within.filter_map(|t| t.when);
        let date = named.max_by_key(|w| (w.last(), w.first()));
        let body = ClaimBody::Extract(Extract { sentence: sentence.span, topics, date });
        let evidence = p.evidence(sentence.tokens.start, sentence.span);
        p.made(body, evidence, (Factors::default(), Modality::Asserted), likeliest)
    })
    .collect()
}
