//! When, where, how many.

use super::participants::ROLE;
use super::standing::speaks;
use crate::coder::Passage;
use crate::modality;
use crate::roles::case_of;
use rapporteur_types::claim::Count;
use rapporteur_types::document::Basis;
use rapporteur_types::reading::{EventFrame, TimeBasis, TimeExpression, TimeKind};
use rapporteur_types::{EventType, Inference, Modality, Span, When};
use std::collections::BTreeSet;
use std::ops::Range;

/// The date that the sentence gives the event: nearest in the clause, else near the trigger.
pub fn date(p: &Passage, f: &EventFrame, t: usize) -> Option<When> {
    let s = &p.syntax;
    let sentence = s.reading.sentences[s.sentence_of(t)].span;
    let (clause, trigger) = (s.span(&f.evidence), s.span(&f.trigger));
    let near = |x: &&&TimeExpression| x.span.start.abs_diff(trigger.start);
    let dated: Vec<&TimeExpression> = s
        .reading
        .times
        .iter()
        .filter(|x| {
            sentence.contains(x.span) && (x.when.is_some() || x.kind == TimeKind::Date) && !elsewhere(p, x.span, t)
        })
        .filter(|x| !from_afar(p, x, sentence))
        // what is agreed or praised may lie ahead; agreeing and praising do not
        .filter(|x| !speaks(f.event_type) || !to_come(p, x))
        .collect();
    let own = dated.iter().filter(|x| governs(p, x.span, t)).min_by_key(near).copied();
    let dated: Vec<&TimeExpression> = dated.into_iter().filter(|x| x.when.is_some()).collect();
    let inside = dated.iter().filter(|x| clause.overlaps(x.span)).min_by_key(near);
    let beside = dated.iter().filter(|x| x.span.start.abs_diff(trigger.start) < 90 && !of_another(p, x.span, t));
    let beside = beside.min_by_key(near);
    // "due to sanctions", "after the strikes": the clause around them has another time
    let apart = case_of(s, t).is_some_and(|c| modality::PRESUPPOSED.contains(&c.as_str()));
    // "next year or so" that hangs on the event is its time, though no day is known; another time in the sentence is not
    own.or(inside.copied()).or(beside.copied().filter(|_| !apart)).and_then(|x| x.when)
}

/// "15 February" in a text of no day, told after something of 2013: the year of another sentence is not its year, unless it is part of a day.
fn from_afar(p: &Passage, x: &TimeExpression, sentence: Span) -> bool {
    let TimeBasis::Text(from) = x.basis else { return false };
    let anchor = p.syntax.reading.times.iter().find(|t| t.span == from);
    let day = anchor.is_some_and(|t| t.basis == TimeBasis::Explicit && t.when.is_some_and(|w| w.day.is_some()));
    p.document.published.when.is_none() && !sentence.contains(from) && !day
}

/// Does a time hang on the trigger or on the verb that carries it?
fn governs(p: &Passage, time: Span, t: usize) -> bool {
    let s = &p.syntax;
    let head = s.head_of(&s.tokens_in(time));
    let Some(on) = s.token(head).head else { return false };
    on == t || (s.token(t).head == Some(on) && s.is(t, &["obj", "obl", "nsubj", "xcomp", "compound"]))
}

fn to_come(p: &Passage, x: &TimeExpression) -> bool {
    x.when.zip(p.document.published.when).is_some_and(|(w, day)| w.first() > day.last())
}

/// A time that hangs on another noun: "a strike in May and a lockout".
fn of_another(p: &Passage, time: Span, t: usize) -> bool {
    let s = &p.syntax;
    let on = s.token(s.head_of(&s.tokens_in(time))).head;
    on.is_some_and(|n| {
        n != t
            && matches!(s.token(n).upos.as_str(), "NOUN" | "PROPN")
            && (s.token(t).head != Some(n) || s.is(t, &["conj"]))
    })
}

/// "since 2024", "the 2015 accord", "until Friday": a time that is not the event's.
fn elsewhere(p: &Passage, time: Span, t: usize) -> bool {
    let s = &p.syntax;
    let tokens = s.tokens_in(time);
    let head = s.head_of(&tokens);
    let case = case_of(s, head).unwrap_or_default();
    let before = tokens.start.checked_sub(1).map(|i| s.form(i).to_lowercase()).unwrap_or_default();
    if matches!(before.as_str(), "since" | "until" | "till")
        || matches!(case.as_str(), "since" | "until" | "till" | "by" | "through" | "before" | "after")
    {
        return true;
    }
    let year = tokens.len() == 1 && s.token(head).upos == "NUM";
    // "agreed on quotas for 2027"
    if year && case == "for" {
        return true;
    }
    // "the 2015 accord", however the parser hangs the year
    let year = year && case.is_empty();
    let next = s.reading.tokens.get(tokens.end).map_or("", |x| x.upos.as_str());
    if year && matches!(next, "NOUN" | "PROPN" | "ADJ") {
        return true;
    }
    let describes = s.is(head, &["nummod", "compound", "amod", "nmod:poss", "nmod", "nmod:unmarked"]);
    let noun = s.token(head).head;
    describes && case.is_empty() && noun.is_some_and(|n| n != t && s.token(n).upos != "VERB")
}

/// A date that stands around the sentence: the date line, else the month in which what is told as new was published.
pub fn around(p: &Passage, f: &EventFrame, t: usize, standing: Modality) -> (Option<When>, Option<Inference>) {
    if !new(f, standing) {
        return (None, None);
    }
    let s = &p.syntax;
    let block = s.reading.sentences[s.sentence_of(t)].block;
    if let Some(x) = date_line(p, block) {
        let evidence = s.tokens_in(x.span).next().map(|i| p.evidence(i, x.span));
        return (x.when, Some(Inference { field: "date".into(), rule: "date line of the paragraph".into(), evidence }));
    }
    let published = &p.document.published;
    let known = matches!(published.basis, Basis::Stated | Basis::Estimated);
    let known = known && !modality::behind(s, t) && (standing != Modality::Hedged || speaks(f.event_type));
    match published.when.filter(|_| known).and_then(|w| Some(When::month(w.year, w.month?))) {
        Some(month) => {
            let rule = "month of publication".into();
            (Some(month), Some(Inference { field: "date".into(), rule, evidence: None }))
        }
        None => (None, None),
    }
}

/// Is it told as something of these days? A plan or a condition has no date of its own, but promising it has.
fn new(f: &EventFrame, standing: Modality) -> bool {
    match standing {
        Modality::Asserted => true,
        Modality::Planned => matches!(f.event_type, EventType::Agree | EventType::Threaten),
        Modality::Hedged => true,
        _ => false,
    }
}

/// A date at the beginning of a block, or the last block before it that is nothing but a date.
fn date_line<'a>(p: &Passage<'a>, block: usize) -> Option<&'a TimeExpression> {
    let r = p.syntax.reading;
    let dated =
        |span: Span| r.times.iter().find(move |x| x.when.is_some_and(|w| w.day.is_some()) && span.contains(x.span));
    let first = dated(r.blocks[block].span).filter(|x| x.span.start <= r.blocks[block].span.start + 3);
    first.or_else(|| {
        let start = r.blocks[block].span.start;
        let before = &r.times[..r.times.partition_point(|x| x.span.start < start)];
        let alone = |x: &&TimeExpression| {
            let i = r.blocks.partition_point(|b| b.span.end <= x.span.start);
            let around = r.blocks.get(i).filter(|b| b.span.contains(x.span));
            around.is_some_and(|b| b.span.len() <= x.span.len() + 2)
        };
        before.iter().rev().filter(|x| x.when.is_some_and(|w| w.day.is_some())).find(alone)
    })
}

/// Where: only what names a place, by the encoder or after a preposition of place in the clause.
pub fn place(p: &Passage, f: &EventFrame) -> Option<String> {
    let s = &p.syntax;
    let mut out: Vec<String> = Vec::new();
    for (w, _) in f.places.iter().filter(|x| x.1 >= ROLE) {
        let adjective = s.token(*w).upos == "ADJ";
        out.extend(p.cast.place_of(*w).filter(|n| !adjective && !out.contains(n)));
    }
    if out.is_empty() {
        out.extend(f.evidence.clone().find_map(|i| {
            let located = case_of(s, i).is_some_and(|c| matches!(c.as_str(), "in" | "at" | "near" | "off" | "within"));
            if located { p.cast.place_of(i) } else { None }
        }));
    }
    (!out.is_empty()).then(|| out.join("; "))
}

/// PLOVER contexts that the words of the clause show, by name.
pub fn contexts(p: &Passage, evidence: &Range<usize>) -> Vec<String> {
    let places = p.coder.contexts.places(&p.syntax, evidence);
    let names: BTreeSet<&str> = places.into_iter().map(|x| x.0).collect();
    names.into_iter().map(str::to_string).collect()
}

/// Numbers with what they count, inside the clause.
pub fn counts(p: &Passage, evidence: Span) -> Vec<Count> {
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
