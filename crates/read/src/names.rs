//! Names from the scores of BIO labels.

mod bodies;
mod kinds;
mod persons;
pub(crate) mod places;
mod spans;

use rapporteur_types::Span;
use rapporteur_types::reading::{Mention, NameKind, Sentence, Token};
use std::ops::Range;

const KINDS: [NameKind; 4] = [NameKind::Person, NameKind::Organisation, NameKind::Place, NameKind::Other];

/// How much less the network is believed of a name that begins with a small letter, in a text with capitals.
const SMALL: f32 = 0.4;

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
    let words = Words { text, tokens, sentences };
    let cased = words.cased();
    let mut spans: Vec<Range<usize>> = Vec::new();
    for s in sentences {
        let mut i = s.tokens.start;
        while i < s.tokens.end {
            let weight = if cased && words.small(i) { SMALL } else { 1.0 };
            if scores[i].named() * weight <= scores[i].outside {
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
    let spans = spans::mended(&words, spans, scores);
    let kinds = kinds::of(&words, scores, &spans);
    let mut out: Vec<Mention> = Vec::new();
    for (range, kind) in spans.into_iter().zip(kinds) {
        let free = out.last().map_or(0, |m| m.tokens.end);
        let range = if kind == NameKind::Person { persons::person(&words, free, range) } else { range };
        out.push(Mention { span: words.span(&range), head: words.head(&range), tokens: range, kind });
    }
    out
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

    /// The word of a range that hangs on none of the others.
    fn head(&self, range: &Range<usize>) -> usize {
        let outside = |t: &usize| self.tokens[*t].head.is_none_or(|h| !range.contains(&h));
        range.clone().find(outside).unwrap_or(range.start)
    }

    /// Does a word begin with a capital?
    fn capital(&self, token: usize) -> bool {
        self.form(token).starts_with(char::is_uppercase)
    }

    /// Does a word have no capital?
    fn small(&self, token: usize) -> bool {
        !self.form(token).chars().any(char::is_uppercase)
    }

    /// Does the document use capitals?
    fn cased(&self) -> bool {
        let capitals = (0..self.tokens.len()).filter(|t| self.capital(*t)).count();
        capitals * 20 > self.tokens.len()
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
