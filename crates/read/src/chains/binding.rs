//! Whom a pronoun cannot stand for.

use rapporteur_types::reading::{Sentence, Token};
use std::ops::Range;

/// Words that a mention cannot go back to (Chomsky 1981): for a pronoun another argument of its own verb, since it is no
/// "himself" (principles B and C); for a noun whoever owns it, "his son" is not "he" (i within i).
pub(super) fn barred(tokens: &[Token], mention: usize) -> Vec<usize> {
    let me = &tokens[mention];
    if me.upos == "NOUN" {
        let owner = |t: &usize| tokens[*t].head == Some(mention) && tokens[*t].rel == "nmod:poss";
        return (mention.saturating_sub(10)..mention).filter(owner).collect();
    }
    let object = |t: &Token| matches!(t.base_rel(), "obj" | "iobj" | "obl");
    let subject = me.base_rel() == "nsubj";
    let binds = me.upos == "PRON" && !me.has("Reflex", "Yes") && (subject || object(me));
    let Some(verb) = me.head.filter(|_| binds) else { return Vec::new() };
    let near = verb.saturating_sub(40)..(verb + 40).min(tokens.len());
    let other = |t: &usize| {
        let o = &tokens[*t];
        let refers = matches!(o.upos.as_str(), "PROPN" | "PRON");
        o.head == Some(verb) && refers && if subject { object(o) } else { o.base_rel() == "nsubj" }
    };
    near.filter(other).collect()
}

/// Quotations, as tokens between their marks, with the word for whoever says them: "he" inside is somebody else.
pub(super) fn quotations(text: &str, tokens: &[Token], sentences: &[Sentence]) -> Vec<(Range<usize>, usize)> {
    let mut out = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for (i, s) in sentences.iter().enumerate() {
        open = open.filter(|(_, at)| sentences[*at].block == s.block);
        for t in s.tokens.clone() {
            match (tokens[t].span.of(text), open) {
                ("“", _) | ("\"" | "``", None) => open = Some((t, i)),
                ("”" | "\"" | "''", Some((from, first))) => {
                    open = None;
                    let quote = from + 1..t;
                    let around = sentences[first].tokens.start..s.tokens.end;
                    out.extend(said_by(tokens, around, &quote).map(|who| (quote, who)));
                }
                _ => {}
            }
        }
    }
    out
}

/// The subject, outside a quotation, of the verb that it hangs on.
fn said_by(tokens: &[Token], around: Range<usize>, quote: &Range<usize>) -> Option<usize> {
    let outside = |t: usize| around.contains(&t) && !quote.contains(&t);
    let subjects = around.clone().filter(|t| outside(*t) && tokens[*t].base_rel() == "nsubj");
    let mut said = subjects.filter(|s| {
        let Some(verb) = tokens[*s].head.filter(|v| outside(*v)) else { return false };
        let above = tokens[verb].head.is_some_and(|h| quote.contains(&h));
        let below =
            |t: usize| tokens[t].head == Some(verb) && matches!(tokens[t].base_rel(), "ccomp" | "parataxis" | "obj");
        above || quote.clone().any(below)
    });
    said.next()
}
