//! One thing told twice in a document is one claim with several pieces of evidence; an FAQ or heading adds evidence.

use crate::coder::Passage;
use rapporteur_types::reading::BlockKind;
use rapporteur_types::{ActorRef, Claim, ClaimBody, Modality, Span};
use std::collections::BTreeSet;

/// A claim with what it is compared by, reckoned once: a long document has thousands of pairs.
struct Told {
    claim: Claim,
    faq: bool,
    /// Who says, does or wants it, by name.
    actors: BTreeSet<String>,
    /// The content lemmas of what is said or wanted; empty for events.
    words: BTreeSet<String>,
}

/// Join repeats; keeps the fuller telling, in the order of the text.
pub fn join(p: &Passage, claims: Vec<Claim>) -> Vec<Claim> {
    let mut out: Vec<Told> = Vec::new();
    for claim in claims {
        let told = Told {
            faq: kind(p, &claim) == BlockKind::Faq,
            actors: actors(&claim),
            words: content_words(p, &claim),
            claim,
        };
        match out.iter_mut().find(|kept| repeat(p, kept, &told)) {
            Some(kept) => absorb(&mut kept.claim, told.claim),
            None => out.push(told),
        }
    }
    out.into_iter().map(|t| t.claim).collect()
}

fn kind(p: &Passage, c: &Claim) -> BlockKind {
    let r = p.syntax.reading;
    r.blocks[r.sentences[c.first().sentence].block].kind
}

fn absorb(kept: &mut Claim, more: Claim) {
    for e in more.evidence {
        if !kept.evidence.contains(&e) {
            kept.evidence.push(e);
        }
    }
    if let (ClaimBody::Event(a), ClaimBody::Event(b)) = (&mut kept.body, more.body) {
        a.date = a.date.or(b.date);
        if a.place.is_none() {
            a.place = b.place;
        }
        if a.quantities.is_empty() {
            a.quantities = b.quantities;
        }
    }
}

/// Does `b` tell again what `a` told? In running text only the plainest cases count; in an FAQ it is the usual case.
fn repeat(p: &Passage, kept: &Told, told: &Told) -> bool {
    let (a, b, faq) = (&kept.claim, &told.claim, told.faq);
    let alike = |x: &[ActorRef], y: &[ActorRef]| same_actors(x, y) || (faq && (x.is_empty() || y.is_empty()));
    match (&a.body, &b.body) {
        (ClaimBody::Event(x), ClaimBody::Event(y)) => {
            let dates = match (x.date, y.date) {
                (Some(d), Some(e)) => d.compatible(e),
                _ => true,
            };
            let lemma = |s| p.syntax.tokens_in(s).next().map(|i| p.syntax.lemma(i));
            x.event_type == y.event_type
                && dates
                && real(a.modality) == real(b.modality)
                && alike(&x.sources, &y.sources)
                && alike(&x.targets, &y.targets)
                && (faq || (lemma(x.trigger) == lemma(y.trigger) && counts(x) == counts(y)))
                && (faq || a.first().sentence != b.first().sentence)
        }
        (ClaimBody::Position(x), ClaimBody::Position(y)) => {
            x.issue == y.issue
                && x.stance.value().signum() == y.stance.value().signum()
                && kept.actors == told.actors
                && (faq || common_words(kept, told) >= 0.6)
        }
        (ClaimBody::Remark(x), ClaimBody::Remark(y)) => {
            x.about == y.about && (faq && x.issue == y.issue || common_words(kept, told) >= 0.6)
        }
        (ClaimBody::Statement(_), ClaimBody::Statement(_)) => {
            kept.actors == told.actors && common_words(kept, told) >= if faq { 0.5 } else { 0.8 }
        }
        _ => false,
    }
}

fn counts(e: &rapporteur_types::Event) -> Vec<&str> {
    e.quantities.iter().map(|q| q.value.as_str()).collect()
}

fn real(m: Modality) -> bool {
    m.is_actual() || m == Modality::Hedged
}

fn same_actors(a: &[ActorRef], b: &[ActorRef]) -> bool {
    let names = |l: &[ActorRef]| l.iter().map(ActorRef::name).collect::<BTreeSet<_>>();
    names(a) == names(b)
}

fn actors(c: &Claim) -> BTreeSet<String> {
    let who: &[ActorRef] = match &c.body {
        ClaimBody::Statement(s) => &s.speakers,
        ClaimBody::Position(x) => &x.holders,
        ClaimBody::Event(_) | ClaimBody::Remark(_) | ClaimBody::Extract(_) => &[],
    };
    who.iter().map(ActorRef::name).collect()
}

fn content_words(p: &Passage, c: &Claim) -> BTreeSet<String> {
    let spans: &[Span] = match &c.body {
        ClaimBody::Statement(s) => &s.content,
        ClaimBody::Position(x) => std::slice::from_ref(&x.proposal),
        ClaimBody::Remark(r) => std::slice::from_ref(&r.clause),
        ClaimBody::Event(_) | ClaimBody::Extract(_) => &[],
    };
    spans
        .iter()
        .flat_map(|span| p.syntax.tokens_in(*span))
        .filter(|i| matches!(p.syntax.token(*i).upos.as_str(), "NOUN" | "VERB" | "PROPN" | "ADJ" | "NUM"))
        .map(|i| p.syntax.lemma(i))
        .collect()
}

/// Share of the content lemmas of the shorter claim that stand in the other.
fn common_words(a: &Told, b: &Told) -> f64 {
    let least = a.words.len().min(b.words.len());
    if least == 0 { 0.0 } else { a.words.intersection(&b.words).count() as f64 / least as f64 }
}
