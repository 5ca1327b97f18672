//! Names from the scores of BIO labels.

use rapporteur_types::Span;
use rapporteur_types::reading::{Mention, NameKind, Sentence, Token};

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

/// Names in order. Where a name begins and ends is decided before its kind, which is that of all its words together.
pub fn decode(scores: &[WordScores], tokens: &[Token], sentences: &[Sentence]) -> Vec<Mention> {
    let mut out = Vec::new();
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
            let total = |k: usize| -> f32 { scores[from..i].iter().map(|w| w.kinds[k].max(1e-6).ln()).sum() };
            let kind = (1..KINDS.len()).fold(0, |b, k| if total(k) > total(b) { k } else { b });
            let outside = |t: &usize| tokens[*t].head.is_none_or(|h| h < from || h >= i);
            let head = (from..i).find(outside).unwrap_or(from);
            let span = Span::new(tokens[from].span.start, tokens[i - 1].span.end);
            out.push(Mention { span, tokens: from..i, head, kind: KINDS[kind] });
        }
    }
    out
}
