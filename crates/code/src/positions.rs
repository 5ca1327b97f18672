//! Who wants what: the encoder's position frames with holder, side, issue, proposal and condition.

use crate::coder::Passage;
use rapporteur_types::reading::PositionFrame;
use rapporteur_types::{ActorRef, Claim, ClaimBody, Factors, Inference, Modality, Position, Span, Stance};
use std::ops::Range;

/// A frame counts from this probability on (chosen on claims_train by F1).
const THRESHOLD: f32 = 0.4;
/// A word names the holder from this probability on, when several compete.
const ROLE: f32 = 0.5;

/// Positions of a passage, in order. `statements` and `events` lend holders and standing.
pub fn positions(p: &Passage, statements: &[Claim], events: &[Claim]) -> Vec<Claim> {
    let s = &p.syntax;
    let mut frames: Vec<&PositionFrame> =
        s.reading.frames.positions.iter().filter(|f| f.score >= THRESHOLD && p.speaks(f.anchor)).collect();
    frames.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.anchor.cmp(&b.anchor)));
    let mut kept: Vec<&PositionFrame> = Vec::new();
    for f in frames {
        let common = |k: &&PositionFrame| {
            let n = k.evidence.end.min(f.evidence.end).saturating_sub(k.evidence.start.max(f.evidence.start));
            n * 10 > k.evidence.len().min(f.evidence.len()) * 8
                && k.stance.value().signum() == f.stance.value().signum()
        };
        if !kept.iter().any(common) {
            kept.push(f);
        }
    }
    kept.sort_by_key(|f| f.anchor);
    kept.iter().filter_map(|f| position(p, f, statements, events)).collect()
}

fn position(p: &Passage, f: &PositionFrame, statements: &[Claim], events: &[Claim]) -> Option<Claim> {
    let s = &p.syntax;
    let at = s.token(f.anchor).span;
    let mut inferred = Vec::new();
    let said = statements.iter().find(|c| {
        c.statement().is_some_and(|x| x.cue.is_some_and(|q| q.overlaps(at)) || x.content.iter().any(|q| q.contains(at)))
    });
    let done = events.iter().find(|c| c.event().is_some_and(|e| e.trigger.overlaps(at)));
    let holders = holders(p, f, said, done, &mut inferred);
    if holders.is_empty() {
        return None;
    }
    let proposal = proposal(p, f, said);
    let tokens = s.tokens_in(proposal);
    let issue = issue(p, f, &tokens, &mut inferred);
    let side = holders.iter().find_map(|h| side(p, h));
    let (factors, standing) = standing(said, done, f.stance);
    let body = ClaimBody::Position(Position {
        holders,
        side,
        issue,
        proposal,
        stance: f.stance,
        condition: f.condition.as_ref().map(|c| s.span(c)),
    });
    let mut claim = p.claim(body, p.evidence(f.anchor, s.span(&f.evidence)), factors, standing, f.score);
    claim.inferred = inferred;
    Some(claim)
}

/// Role words of the encoder; else who does the event or says the statement that shows the position; else the subject.
fn holders(
    p: &Passage,
    f: &PositionFrame,
    said: Option<&Claim>,
    done: Option<&Claim>,
    inferred: &mut Vec<Inference>,
) -> Vec<ActorRef> {
    let mut out: Vec<ActorRef> = Vec::new();
    let sure: Vec<usize> = f.holders.iter().filter(|h| h.1 >= ROLE).map(|h| h.0).collect();
    let words = if sure.is_empty() { f.holders.first().map(|h| h.0).into_iter().collect() } else { sure };
    for w in words {
        for r in p.cast.at(w) {
            if !out.contains(&r.actor) {
                out.push(r.actor);
                inferred.extend(r.inferred.map(|i| Inference { field: "holder".into(), ..i }));
            }
        }
    }
    if out.is_empty()
        && let Some(e) = done.and_then(Claim::event)
    {
        out.extend(e.sources.iter().take(2).cloned());
    }
    if out.is_empty()
        && let Some(st) = said.and_then(Claim::statement)
    {
        out.clone_from(&st.speakers);
    }
    if out.is_empty()
        && let Some((n, _)) = crate::roles::subject(&p.syntax, f.anchor)
    {
        out.extend(p.cast.at(n).into_iter().map(|r| r.actor));
    }
    out
}

/// The party behind a holder: its state, where it has one.
fn side(p: &Passage, holder: &ActorRef) -> Option<ActorRef> {
    if holder.is_state() {
        return Some(holder.clone());
    }
    holder.country().and_then(|c| p.coder.gazetteer.state(c))
}

/// What is proposed: the content that the cue introduces, else the clause without its subject.
fn proposal(p: &Passage, f: &PositionFrame, said: Option<&Claim>) -> Span {
    let s = &p.syntax;
    let evidence = s.span(&f.evidence);
    let at = s.token(f.anchor).span;
    if let Some(c) = said.and_then(Claim::statement)
        && c.cue.is_some_and(|q| q.overlaps(at))
        && let Some(content) = c.content.first()
        && content.len() < 400
    {
        return *content;
    }
    let below: Vec<usize> = s
        .children(f.anchor)
        .iter()
        .copied()
        .filter(|c| s.is(*c, &["obj", "xcomp", "ccomp", "obl", "nmod", "acl"]) && f.evidence.contains(c))
        .collect();
    match (below.first(), below.last()) {
        (Some(a), Some(b)) => {
            let span = s.span(&s.phrase(*a)).cover(s.span(&s.phrase(*b)));
            Span::new(
                span.start.max(evidence.start),
                span.end.min(evidence.end).max(span.start.max(evidence.start) + 1),
            )
        }
        _ => evidence,
    }
}

/// By the terms of the proposal, then of the clause, then of the sentence, then of the one before ("the same issue").
fn issue(p: &Passage, f: &PositionFrame, proposal: &Range<usize>, inferred: &mut Vec<Inference>) -> String {
    let s = &p.syntax;
    let issues = &p.coder.issues;
    for range in [proposal.clone(), f.evidence.clone(), s.sentence_tokens(f.anchor)] {
        if let Some((id, _)) = issues.find(s, &range) {
            return id.to_string();
        }
    }
    let sentence = s.sentence_of(f.anchor);
    let points_back = proposal.clone().any(|i| matches!(s.lemma(i).as_str(), "this" | "that" | "same" | "such" | "it"));
    if points_back && sentence > 0 {
        let before = &s.reading.sentences[sentence - 1];
        if let Some((id, at)) = issues.find(s, &before.tokens) {
            inferred.push(Inference {
                field: "issue".into(),
                rule: "issue of the sentence before".into(),
                evidence: Some(p.evidence(at.start, s.span(&at))),
            });
            return id.to_string();
        }
    }
    issues.slug(s, proposal)
}

/// A position stands as the statement or event that shows it; a demand is demanded.
fn standing(said: Option<&Claim>, done: Option<&Claim>, stance: Stance) -> (Factors, Modality) {
    let shown = done.or(said);
    let factors = shown.map(|c| c.factors).unwrap_or_default();
    let modality = shown.map_or(Modality::Asserted, |c| c.modality);
    match stance {
        Stance::Demands | Stance::Insists if modality == Modality::Asserted && said.is_some() => {
            (factors, Modality::Demanded)
        }
        _ => (factors, modality),
    }
}
