//! Whether it happened: the markers of the text first, the encoder where there are none.

use crate::coder::Passage;
use crate::modality;
use rapporteur_types::reading::EventFrame;
use rapporteur_types::{EventType, Factors, Modality, When};

/// The encoder's standing overrules a marker from this probability on.
const SURE: f32 = 0.9;
/// That something is long past counts from this probability on; what did not happen, wherever the encoder says so.
const LONG: f32 = 0.7;

/// What the words show of an event, and the one word for it.
pub fn standing(p: &Passage, f: &EventFrame, t: usize, date: Option<When>) -> (Factors, Modality) {
    let s = &p.syntax;
    let mut factors = modality::factors(s, t);
    if f.event_type == EventType::Reject && factors.denied {
        // "did not reject" is a denial, "rejected" governs its object only
        factors.denied = modality::negated_here(s, t);
    }
    if matches!(s.lemma(t).as_str(), "must" | "should" | "need") && f.event_type == EventType::Request {
        // the demand is made, though what it asks for is not done
        factors.demanded = false;
    }
    let published = p.document.published.when.or_else(|| latest(p));
    if let (Some(d), Some(day)) = (date, published) {
        factors.planned |= d.first() > day.last() && !speaks(f.event_type);
        factors.historical |= modality::long_before(date, published);
    }
    // the present and what is called recent are no background
    let present = s.token(t).has("Tense", "Pres") && s.token(t).has("VerbForm", "Fin");
    factors.historical &= !present && !s.has_child(t, &["recently", "now", "today", "newly"]);
    promise(p, f, t, &mut factors);
    if performed(p, f, t) {
        factors = Factors { hedged: factors.hedged, conditional: false, ..Factors::default() };
        return (factors, Modality::Asserted);
    }
    let (rule, encoder, score) = (factors.modality(), f.modality, f.modality_score);
    let unreal = |m: Modality| !m.is_actual();
    let standing = match (rule, encoder) {
        (r, m) if r == m => r,
        (r, m) if unreal(r) => {
            if unreal(m) && score >= SURE && r != Modality::Conditional {
                m
            } else {
                r
            }
        }
        (_, m) if unreal(m) => {
            if decided(p, f, t) || under_way(p, t) {
                rule
            } else {
                m
            }
        }
        (Modality::Asserted, Modality::Historical) if score >= LONG || modality::behind(s, t) => Modality::Historical,
        (r, _) => r,
    };
    (factors, standing)
}

/// The latest day that a text names: where nobody says when it was published, it is not much older than that.
fn latest(p: &Passage) -> Option<When> {
    p.syntax.reading.times.iter().filter_map(|x| x.when).filter(|w| w.day.is_some()).max_by_key(|w| w.last())
}

/// Types that are themselves acts of speech.
pub fn speaks(t: EventType) -> bool {
    use EventType::*;
    matches!(t, Agree | Support | Request | Accuse | Reject | Threaten)
}

/// A promise, an offer, a threat is an announcement of what it promises: planned, or conditional where it depends.
fn promise(p: &Passage, f: &EventFrame, t: usize, factors: &mut Factors) {
    let s = &p.syntax;
    let lemma = s.lemma(t);
    let open = matches!(
        lemma.as_str(),
        "willingness"
            | "readiness"
            | "ready"
            | "willing"
            | "prepared"
            | "intention"
            | "offer"
            | "pledge"
            | "promise"
            | "vow"
            | "commit"
            | "commitment"
            | "committed"
            | "propose"
            | "proposal"
            | "plan"
            | "intend"
    );
    let undertakes = matches!(lemma.as_str(), "agree" | "accept" | "undertake" | "consent")
        && !s.dependents(t, &["xcomp", "ccomp"]).is_empty();
    if factors.historical || f.modality == Modality::Historical {
        // an old promise is history, kept or not
        return;
    }
    match f.event_type {
        EventType::Threaten => factors.planned = true,
        EventType::Agree if open || undertakes => factors.planned = true,
        _ => {}
    }
}

/// "agreed on a truce", "signed", "refusal to leave": the encoder takes agreeing and refusing for what is agreed or
/// refused, but they are done.
fn decided(p: &Passage, f: &EventFrame, t: usize) -> bool {
    let s = &p.syntax;
    // a refusal of something is no less one because the thing lies ahead
    let refused = f.event_type == EventType::Reject
        && f.modality == Modality::Planned
        && matches!(s.lemma(t).as_str(), "refusal" | "refuse" | "reject" | "rejection" | "decline" | "deny");
    refused
        || f.event_type == EventType::Agree
            && f.modality == Modality::Planned
            && matches!(
                s.lemma(t).as_str(),
                "agree" | "accept" | "approve" | "sign" | "reach" | "conclude" | "endorse" | "adopt"
            )
            && s.dependents(t, &["xcomp", "ccomp", "aux"]).iter().all(|c| matches!(s.lemma(*c).as_str(), "have" | "be"))
            && (s.token(t).has("VerbForm", "Fin") || s.token(t).has("Tense", "Past"))
}

/// "continue to fire", "glad to meet you": the infinitive is happening.
fn under_way(p: &Passage, t: usize) -> bool {
    const GOING_ON: [&str; 10] =
        ["continue", "begin", "start", "keep", "happy", "glad", "pleased", "delighted", "honoured", "honored"];
    let s = &p.syntax;
    let Some(h) = s.token(t).head.filter(|_| s.is(t, &["xcomp", "advcl", "ccomp"])) else { return false };
    GOING_ON.contains(&s.lemma(h).as_str())
        && s.dependents(h, &["aux"]).iter().all(|a| matches!(s.lemma(*a).as_str(), "have" | "be" | "do"))
}

/// "We urge …", "I want to thank …", "we would encourage …": saying it is doing it.
fn performed(p: &Passage, f: &EventFrame, t: usize) -> bool {
    let s = &p.syntax;
    if !matches!(f.event_type, EventType::Request | EventType::Support | EventType::Accuse | EventType::Reject) {
        return false;
    }
    let mut at = t;
    let lower = |i: usize| s.form(i).to_lowercase();
    for _ in 0..3 {
        let subject = s.dependents(at, &["nsubj"]).first().copied();
        if let Some(n) = subject {
            let me = matches!(lower(n).as_str(), "i" | "we");
            let bare = s.token(at).has("Tense", "Pres")
                || s.dependents(at, &["aux"])
                    .iter()
                    .any(|a| matches!(lower(*a).as_str(), "would" | "must" | "should" | "’d" | "'d"));
            let wish = at == t || matches!(s.lemma(at).as_str(), "want" | "like" | "wish" | "express");
            let whole = !s.children(at).iter().any(|c| s.is(*c, &["advcl"]) || s.lemma(*c) == "not");
            return me && bare && wish && whole && s.is(at, &["root", "ccomp", "conj", "parataxis"]);
        }
        match s.token(at).head {
            Some(h) if s.is(at, &["xcomp", "obj", "conj"]) => at = h,
            _ => return false,
        }
    }
    false
}
