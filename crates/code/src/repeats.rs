//! One thing told twice in a document is one claim with several pieces of evidence; an FAQ or heading adds evidence.

use crate::coder::Passage;
use rapporteur_types::reading::BlockKind;
use rapporteur_types::{ActorRef, Claim, ClaimBody, Modality};
use std::collections::BTreeSet;

/// Join repeats; keeps the fuller telling, in the order of the text.
pub fn join(p: &Passage, claims: Vec<Claim>) -> Vec<Claim> {
    let mut out: Vec<Claim> = Vec::new();
    for claim in claims {
        let faq = kind(p, &claim) == BlockKind::Faq;
        match out.iter_mut().find(|c| repeat(p, c, &claim, faq)) {
            Some(kept) => absorb(kept, claim),
            None => out.push(claim),
        }
    }
    out
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
fn repeat(p: &Passage, a: &Claim, b: &Claim, faq: bool) -> bool {
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
                && same_actors(&x.holders, &y.holders)
                && (faq || common_words(p, a, b) >= 0.6)
        }
        (ClaimBody::Remark(x), ClaimBody::Remark(y)) => {
            x.about == y.about && (faq && x.issue == y.issue || common_words(p, a, b) >= 0.6)
        }
        (ClaimBody::Statement(x), ClaimBody::Statement(y)) => {
            same_actors(&x.speakers, &y.speakers) && common_words(p, a, b) >= if faq { 0.5 } else { 0.8 }
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

/// Share of the content lemmas of the shorter claim that stand in the other.
fn common_words(p: &Passage, a: &Claim, b: &Claim) -> f64 {
    let words = |c: &Claim| -> BTreeSet<String> {
        let spans = match &c.body {
            ClaimBody::Statement(s) => s.content.clone(),
            ClaimBody::Position(x) => vec![x.proposal],
            ClaimBody::Remark(r) => vec![r.clause],
            ClaimBody::Event(_) => vec![c.first().span],
        };
        spans
            .into_iter()
            .flat_map(|span| p.syntax.tokens_in(span))
            .filter(|i| matches!(p.syntax.token(*i).upos.as_str(), "NOUN" | "VERB" | "PROPN" | "ADJ" | "NUM"))
            .map(|i| p.syntax.lemma(i))
            .collect()
    };
    let (x, y) = (words(a), words(b));
    let least = x.len().min(y.len());
    if least == 0 { 0.0 } else { x.intersection(&y).count() as f64 / least as f64 }
}
