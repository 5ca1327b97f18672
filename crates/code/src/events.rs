//! Who does what to whom: the encoder's event frames with actors, date, place, quantities and standing.

use crate::coder::Passage;
use crate::modality;
use crate::remarks::triggers;
use crate::roles::{Roles, roles};
use rapporteur_types::claim::Count;
use rapporteur_types::knowledge::FrameFile;
use rapporteur_types::reading::{EventFrame, TimeExpression};
use rapporteur_types::{ActorRef, Claim, ClaimBody, Event, EventType, Factors, Inference, Modality, Span, When};

/// A frame counts from this probability on (chosen on claims_train by F1).
const THRESHOLD: f32 = 0.45;
/// A word fills a role from this probability on, when several compete.
const ROLE: f32 = 0.5;
/// The encoder's standing overrules a rule's from this probability on.
const SURE: f32 = 0.9;

/// Events of a passage, in order.
pub fn events(p: &Passage) -> Vec<Claim> {
    let s = &p.syntax;
    let mut frames: Vec<&EventFrame> =
        s.reading.frames.events.iter().filter(|f| f.score >= THRESHOLD && p.speaks(f.trigger.start)).collect();
    frames.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.trigger.start.cmp(&b.trigger.start)));
    let mut kept: Vec<&EventFrame> = Vec::new();
    for f in frames {
        // one trigger, one event; two triggers of one type over the same few words are one event
        let twice = |k: &&EventFrame| {
            let common = k.trigger.start < f.trigger.end && f.trigger.start < k.trigger.end;
            common || (k.event_type == f.event_type && k.evidence == f.evidence)
        };
        if !kept.iter().any(twice) {
            kept.push(f);
        }
    }
    kept.sort_by_key(|f| f.trigger.start);
    let named: Vec<(usize, &FrameFile)> = p
        .coder
        .frames
        .iter()
        .filter(|f| f.event.is_some())
        .flat_map(|f| triggers(s, f).into_iter().map(move |t| (s.head_of(&t), f)))
        .collect();
    kept.iter().filter_map(|f| event(p, f, &named)).collect()
}

fn event(p: &Passage, f: &EventFrame, named: &[(usize, &FrameFile)]) -> Option<Claim> {
    let s = &p.syntax;
    let t = s.head_of(&f.trigger);
    let mut inferred = Vec::new();
    let by_tree = roles(s, t);
    let (mut sources, mut targets) = participants(p, f, &by_tree, &mut inferred);
    let frame = named.iter().find(|(at, x)| f.trigger.contains(at) && x.event == Some(f.event_type)).map(|x| x.1);
    let mutual = matches!(f.event_type, EventType::Consult | EventType::Agree | EventType::Cooperate);
    let both =
        frame.is_some_and(|x| x.reciprocal) || f.event_type == EventType::Consult || !by_tree.partners.is_empty();
    if mutual && both && sources.len() + targets.len() >= 2 {
        let mut all = sources.clone();
        all.extend(targets.iter().filter(|a| !sources.contains(a)).cloned().collect::<Vec<_>>());
        if all.len() >= 2 {
            (sources, targets) = (all.clone(), all);
        }
    }
    if sources.is_empty() && targets.is_empty() {
        return None;
    }
    if !mutual {
        targets.retain(|a| !sources.contains(a) || sources.len() > 1);
    }
    let evidence = s.span(&f.evidence);
    let (date, basis) = date(p, f, t);
    inferred.extend(basis);
    let published = p.document.published.when;
    let (factors, standing) = standing(p, f, t, date, published);
    let body = ClaimBody::Event(Event {
        event_type: f.event_type,
        mode: frame.and_then(|x| x.mode.clone()),
        context: Vec::new(),
        cameo: frame.and_then(|x| x.cameo.clone()).unwrap_or_else(|| f.event_type.cameo_root().to_string()),
        trigger: s.span(&f.trigger),
        sources,
        targets,
        date,
        place: place(p, f),
        quantities: counts(p, evidence),
    });
    let mut claim = p.claim(body, p.evidence(t, evidence), factors, standing, f.score);
    claim.inferred = inferred;
    Some(claim)
}

/// Role words of the encoder, resolved; the tree's participants where they name nobody.
fn participants(
    p: &Passage,
    f: &EventFrame,
    tree: &Roles,
    inferred: &mut Vec<Inference>,
) -> (Vec<ActorRef>, Vec<ActorRef>) {
    let scored = |list: &[(usize, f32)]| -> Vec<usize> {
        let sure: Vec<usize> = list.iter().filter(|x| x.1 >= ROLE).map(|x| x.0).collect();
        if sure.is_empty() { list.first().map(|x| x.0).into_iter().collect() } else { sure }
    };
    let mut who = |field: &str, words: Vec<usize>, fallback: Vec<usize>| -> Vec<ActorRef> {
        let found = resolve(p, field, &words, inferred);
        if found.is_empty() { resolve(p, field, &fallback, inferred) } else { found }
    };
    let agents: Vec<usize> = tree.agents.iter().chain(&tree.partners).copied().collect();
    let patients: Vec<usize> = tree.patients.iter().chain(&tree.partners).copied().collect();
    let mut sources = who("source", scored(&f.sources), agents);
    let targets = who("target", scored(&f.targets), patients);
    // a target alone, and a subject in the tree that names somebody else: the subject acts
    if sources.is_empty() && f.event_type == EventType::Consult {
        sources.clone_from(&targets);
    }
    (sources, targets)
}

fn resolve(p: &Passage, field: &str, words: &[usize], inferred: &mut Vec<Inference>) -> Vec<ActorRef> {
    let mut out: Vec<ActorRef> = Vec::new();
    for w in words {
        for r in p.cast.at(*w) {
            // what a nameless or adjectival mention stands for acts: "Iranian forces" is Iran's doing
            let actor = match (&r.actor, &r.state) {
                (ActorRef::Unresolved(_), Some(state)) => state.clone(),
                (a, _) => a.clone(),
            };
            if !out.contains(&actor) {
                out.push(actor);
                inferred.extend(r.inferred.map(|i| Inference { field: field.to_string(), ..i }));
            }
        }
    }
    out
}

/// Markers first; the encoder where there are none or where it is sure.
fn standing(p: &Passage, f: &EventFrame, t: usize, date: Option<When>, published: Option<When>) -> (Factors, Modality) {
    let mut factors = modality::factors(&p.syntax, t);
    if f.event_type == EventType::Reject && factors.denied {
        // "did not reject" is a denial, "rejected" governs its object only
        factors.denied = crate::modality::negated_here(&p.syntax, t);
    }
    factors.historical |= modality::long_before(date, published);
    let rule = factors.modality();
    let standing =
        match (rule, f.modality) {
            (r, m) if r == m => r,
            // a marker that the encoder overrules must be overruled with certainty
            (r, m) if r != Modality::Asserted => {
                if f.modality_score >= SURE && !r.is_actual() && m != Modality::Asserted { m } else { r }
            }
            (_, m) => {
                if f.modality_score >= 0.4 {
                    m
                } else {
                    Modality::Asserted
                }
            }
        };
    (factors, standing)
}

/// The date in the clause, else in the sentence before the trigger, else the date line of the block.
fn date(p: &Passage, f: &EventFrame, t: usize) -> (Option<When>, Option<Inference>) {
    let s = &p.syntax;
    let r = s.reading;
    let sentence = r.sentences[s.sentence_of(t)].clone();
    let dated: Vec<&TimeExpression> = r.times.iter().filter(|x| x.when.is_some()).collect();
    let clause = s.span(&f.evidence);
    let trigger = s.span(&f.trigger);
    let near = |x: &&&TimeExpression| x.span.start.abs_diff(trigger.start);
    let inside = dated.iter().filter(|x| clause.overlaps(x.span)).min_by_key(near);
    let same = dated.iter().filter(|x| sentence.span.contains(x.span)).min_by_key(near);
    let line = r.blocks[sentence.block].span;
    let first = dated.iter().find(|x| line.start <= x.span.start && x.span.start <= line.start + 3);
    match (inside.or(same.filter(|x| x.span.start.abs_diff(trigger.start) < 90)), first) {
        (Some(x), _) => (x.when, None),
        (None, Some(x)) => (
            x.when,
            Some(Inference {
                field: "date".into(),
                rule: "date line of the paragraph".into(),
                evidence: s.tokens_in(x.span).next().map(|i| p.evidence(i, x.span)),
            }),
        ),
        (None, None) => (None, None),
    }
}

fn place(p: &Passage, f: &EventFrame) -> Option<String> {
    let mut out: Vec<String> = Vec::new();
    for (w, _) in f.places.iter().filter(|x| x.1 >= ROLE) {
        out.extend(p.cast.place_of(*w).filter(|n| !out.contains(n)));
    }
    if out.is_empty() {
        out.extend(f.evidence.clone().find_map(|i| {
            let located =
                crate::roles::case_of(&p.syntax, i).is_some_and(|c| matches!(c.as_str(), "in" | "at" | "near" | "off"));
            if located { p.cast.place_of(i) } else { None }
        }));
    }
    (!out.is_empty()).then(|| out.join("; "))
}

fn counts(p: &Passage, evidence: Span) -> Vec<Count> {
    let inside = p.syntax.reading.quantities.iter().filter(|q| evidence.contains(q.span));
    inside
        .map(|q| Count {
            value: match q.upper {
                Some(u) if u != q.value => format!("{}-{}", number(q.value), number(u)),
                _ => number(q.value),
            },
            unit: q.unit.clone(),
            span: q.span,
        })
        .collect()
}

fn number(v: f64) -> String {
    if v.fract() == 0.0 && v.abs() < 1e15 { format!("{}", v as i64) } else { format!("{v}") }
}
