//! Names from BIO labels.

use rapporteur_types::Span;
use rapporteur_types::reading::{Mention, NameKind, Sentence, Token};

/// Mentions, in order; an `I-` without a beginning opens a name of its own.
pub fn decode(labels: &[String], tokens: &[Token], sentences: &[Sentence]) -> Vec<Mention> {
    let mut out = Vec::new();
    for s in sentences {
        let mut i = s.tokens.start;
        while i < s.tokens.end {
            let Some(kind) = kind(&labels[i]) else {
                i += 1;
                continue;
            };
            let from = i;
            i += 1;
            while i < s.tokens.end && labels[i].starts_with("I-") && self::kind(&labels[i]) == Some(kind) {
                i += 1;
            }
            let outside = |t: &usize| tokens[*t].head.is_none_or(|h| h < from || h >= i);
            let head = (from..i).find(outside).unwrap_or(from);
            let span = Span::new(tokens[from].span.start, tokens[i - 1].span.end);
            out.push(Mention { span, tokens: from..i, head, kind });
        }
    }
    out
}

fn kind(label: &str) -> Option<NameKind> {
    match label.get(2..) {
        Some("PER") => Some(NameKind::Person),
        Some("ORG") => Some(NameKind::Organisation),
        Some("LOC") => Some(NameKind::Place),
        Some("MISC") => Some(NameKind::Other),
        _ => None,
    }
}
