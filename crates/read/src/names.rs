//! Names from the scores of BIO labels.

mod kinds;
pub(crate) mod places;
mod spans;

use crate::titles::is_before_name;
use rapporteur_types::Span;
use rapporteur_types::reading::{Mention, NameKind, Sentence, Token};
use std::ops::Range;

const KINDS: [NameKind; 4] = [NameKind::Person, NameKind::Organisation, NameKind::Place, NameKind::Other];

/// Where the labels of each kind stand in a row of scores.
#[derive(Debug)]
pub struct Columns {
    begin: [usize; 4],
    inside: [usize; 4],
    outside: usize,
}

impl Columns {
    /// From the label table; none where a label is missing.
    pub fn new(labels: &[String]) -> Option<Columns> {
        let find = |l: &str| labels.iter().position(|x| x == l);
        let all = |b: &str| -> Option<[usize; 4]> {
            let found = ["PER", "ORG", "LOC", "MISC"].map(|k| find(&format!("{b}-{k}")));
            Some([found[0]?, found[1]?, found[2]?, found[3]?])
        };
        Some(Columns { begin: all("B")?, inside: all("I")?, outside: find("O")? })
    }

    /// Probabilities of one word: outside, beginning, and of each kind.
    pub fn word(&self, row: &[f32]) -> WordScores {
        let kinds = std::array::from_fn(|k| row[self.begin[k]] + row[self.inside[k]]);
        WordScores { outside: row[self.outside], begin: self.begin.iter().map(|b| row[*b]).sum(), kinds }
    }
}

/// What the network says of one word.
#[derive(Clone, Copy, Debug)]
pub struct WordScores {
    outside: f32,
    /// Some name begins here.
    begin: f32,
    /// Part of a name of each kind.
    kinds: [f32; 4],
}

impl WordScores {
    fn named(&self) -> f32 {
        self.kinds.iter().sum()
    }

    /// Does the word go on with the name before it?
    fn goes_on(&self) -> bool {
        self.named() > self.outside && self.begin * 2.0 < self.named()
    }
}

/// Names in order. Where a name begins and ends is decided before its kind, which is that of all its words together, in all
/// places of the document where they stand.
pub fn decode(text: &str, scores: &[WordScores], tokens: &[Token], sentences: &[Sentence]) -> Vec<Mention> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    for s in sentences {
        let mut i = s.tokens.start;
        while i < s.tokens.end {
            if scores[i].named() <= scores[i].outside {
                i += 1;
                continue;
            }
            let from = i;
            i += 1;
            while i < s.tokens.end && scores[i].goes_on() {
                i += 1;
            }
            spans.push(from..i);
        }
    }
    let words = Words { text, tokens, sentences };
    let spans = spans::mended(&words, spans, scores);
    let kinds = kinds::of(&words, scores, &spans);
    let mention = |(mut range, kind): (Range<usize>, NameKind)| {
        // "Minister Reyes": the name is Reyes
        let titled = |r: &Range<usize>| {
            let next = words.form(r.start + 1).chars().next().is_some_and(char::is_uppercase);
            next && is_before_name(&words.form(r.start).to_lowercase())
        };
        while kind == NameKind::Person && range.len() > 1 && titled(&range) {
            range.start += 1;
        }
        let outside = |t: &usize| tokens[*t].head.is_none_or(|h| !range.contains(&h));
        let head = range.clone().find(outside).unwrap_or(range.start);
        Mention { span: words.span(&range), tokens: range, head, kind }
    };
    spans.into_iter().zip(kinds).map(mention).collect()
}

/// The words of a document.
pub(crate) struct Words<'a> {
    text: &'a str,
    tokens: &'a [Token],
    sentences: &'a [Sentence],
}

impl Words<'_> {
    fn form(&self, token: usize) -> &str {
        self.tokens[token].span.of(self.text)
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.tokens[range.start].span.start, self.tokens[range.end - 1].span.end)
    }

    fn of(&self, range: &Range<usize>) -> &str {
        self.span(range).of(self.text)
    }

    /// Do two tokens stand beside each other without white space?
    fn joined(&self, a: usize, b: usize) -> bool {
        self.tokens[a].span.end == self.tokens[b].span.start
    }
}
