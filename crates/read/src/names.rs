//! Names of a document: which words they are, where they begin and end, of which kind they are.

mod bodies;
pub(crate) mod crf;
mod kinds;
pub(crate) mod places;
mod spans;

use rapporteur_types::Span;
use rapporteur_types::reading::{Mention, NameKind, Reading, Sentence, Token};
use std::collections::HashSet;
use std::ops::Range;

const KINDS: [NameKind; 4] = [NameKind::Person, NameKind::Organisation, NameKind::Place, NameKind::Other];

/// Where the labels of other names stand in a row of the head's probabilities, and that of no name.
#[derive(Debug)]
pub(crate) struct OtherColumns {
    other: [usize; 2],
    outside: usize,
}

impl OtherColumns {
    /// From the label table; none where a label is missing.
    pub(crate) fn new(labels: &[String]) -> Option<OtherColumns> {
        let find = |l: &str| labels.iter().position(|x| x == l);
        Some(OtherColumns { other: [find("B-MISC")?, find("I-MISC")?], outside: find("O")? })
    }

    /// How likely a word that is part of no person, organisation or place is part of another name.
    pub(crate) fn other(&self, row: &[f32]) -> f32 {
        let other: f32 = self.other.iter().map(|k| row[*k]).sum();
        other / (other + row[self.outside]).max(f32::MIN_POSITIVE)
    }
}

/// What the encoder says of one word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    /// What its vector says of each label of the field.
    pub(crate) vector: crf::Scores,
    /// How likely it is part of another name, if it is part of none of the three kinds.
    pub(crate) other: f32,
}

/// How likely a word is part of a name.
#[derive(Clone, Copy, Debug)]
struct WordScores {
    outside: f32,
    /// Part of a name of each kind.
    kinds: [f32; 4],
}

impl WordScores {
    fn new(likely: &crf::Scores, other: f32) -> Self {
        let [none, ..] = *likely;
        let kind = |k: usize| likely[1 + k] + likely[4 + k];
        WordScores { outside: none * (1.0 - other), kinds: [kind(0), kind(1), kind(2), none * other] }
    }
}

/// Names in order. Where a name begins and ends is decided before its kind, which is that of all its words together, in all
/// places of the document where they stand.
pub(crate) fn decode(
    text: &str,
    field: &crf::Weights,
    seen: &[Seen],
    tokens: &[Token],
    sentences: &[Sentence],
) -> Vec<Mention> {
    let words = Words { text, tokens, sentences };
    let vectors: Vec<crf::Scores> = seen.iter().map(|s| s.vector).collect();
    let (mut spans, likely) = field.names(&words, &vectors);
    let scores: Vec<WordScores> = likely.iter().zip(seen).map(|(l, s)| WordScores::new(l, s.other)).collect();
    spans.extend(others(&spans, &scores, sentences));
    spans.sort_by_key(|s| s.start);
    let spans = spans::mended(&words, spans, &scores);
    let kinds = kinds::of(&words, &scores, &spans);
    let mention = |(range, kind)| Mention { span: words.span(&range), head: words.head(&range), tokens: range, kind };
    spans.into_iter().zip(kinds).map(mention).collect()
}

/// Names of none of the three kinds, between the others.
fn others(names: &[Range<usize>], scores: &[WordScores], sentences: &[Sentence]) -> Vec<Range<usize>> {
    let taken: HashSet<usize> = names.iter().flat_map(|n| n.clone()).collect();
    let other = |t: usize| !taken.contains(&t) && scores[t].kinds[3] > scores[t].outside;
    let mut out: Vec<Range<usize>> = Vec::new();
    for s in sentences {
        for t in s.tokens.clone().filter(|t| other(*t)) {
            match out.last_mut() {
                Some(last) if last.end == t && t > s.tokens.start => last.end = t + 1,
                _ => out.push(t..t + 1),
            }
        }
    }
    out
}

/// The features of each word by name: for whoever fits the weights.
pub fn features(text: &str, reading: &Reading) -> Vec<Vec<String>> {
    crf::features(&Words { text, tokens: &reading.tokens, sentences: &reading.sentences })
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
