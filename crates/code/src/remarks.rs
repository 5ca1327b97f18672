//! What the outlet says of the talks themselves: sticking points, agenda, mediation, breakdowns, divisions, spoilers.
//! Found by the frame files under `knowledge/frames/` alone.

use crate::coder::Passage;
use crate::modality;
use crate::syntax::Syntax;
use rapporteur_types::knowledge::FrameFile;
use rapporteur_types::reading::BlockKind;
use rapporteur_types::{Claim, ClaimBody, Inference, Remark, RemarkKind, When};
use std::ops::Range;

/// Remarks of a passage, in order; one of a kind a clause.
pub fn remarks(p: &Passage) -> Vec<Claim> {
    let s = &p.syntax;
    let mut out: Vec<Claim> = Vec::new();
    for frame in &p.coder.frames {
        let Some(about) = frame.remark else { continue };
        for trigger in triggers(s, frame) {
            let t = s.head_of(&trigger);
            if !p.speaks(t) || s.form(s.sentence_tokens(t).end - 1) == "?" {
                continue;
            }
            let clause = clause(s, t);
            if about == RemarkKind::Reading && subject_acts(p, t) {
                continue;
            }
            let named = match about {
                RemarkKind::Mediation => mediators(p, t),
                _ => clause.clone().collect(),
            };
            let mut actors = Vec::new();
            for i in named {
                for r in p.cast.at(i).into_iter().filter(|r| r.tokens.end == i + 1 || s.head_of(&r.tokens) == i) {
                    // whom only an inference names is not what the remark speaks of
                    if r.inferred.is_none() && !actors.contains(&r.actor) {
                        actors.push(r.actor);
                    }
                }
            }
            if about == RemarkKind::Mediation && actors.is_empty() {
                continue;
            }
            // that talks break down is no obstacle to talks: what they broke down over is
            let not = match about {
                RemarkKind::StickingPoint | RemarkKind::Breakdown => "continuation-of-talks",
                _ => "",
            };
            let find = |range: &Range<usize>| p.coder.issues.find_but(s, range, not);
            let own = find(&clause);
            let before = if own.is_none() { points_back(s, t).and_then(|sentence| find(&sentence)) } else { None };
            let inferred = before.as_ref().map(|(_, at)| Inference {
                field: "issue".into(),
                rule: "issue of the sentence before".into(),
                evidence: Some(p.evidence(at.start, s.span(at))),
            });
            let whole = || if not.is_empty() { None } else { find(&s.sentence_tokens(t)) };
            let issue = own.or(before).or_else(whole);
            let factors = modality::within(s, t, &clause);
            let span = s.span(&clause);
            // "will meet next week, both said on Thursday": the next meeting is on no day that has come
            let published = p.document.published.when.filter(|_| about == RemarkKind::NextRound);
            let ahead = |w: &When| published.is_none_or(|day| w.last() > day.last());
            let times = s.reading.times.iter().filter(|x| span.contains(x.span));
            let date = times.filter_map(|x| x.when).find(ahead);
            let body = ClaimBody::Remark(Remark {
                about,
                trigger: s.span(&trigger),
                clause: span,
                actors,
                issue: issue.as_ref().map(|i| i.0.to_string()),
                topic: issue.filter(|_| inferred.is_none()).map(|i| s.span(&i.1)),
                date,
            });
            let mut claim = p.made(body, p.evidence(t, span), (factors, factors.modality()), 0.8);
            claim.inferred.extend(inferred);
            let twice = |c: &Claim| {
                c.remark().is_some_and(|r| r.about == about) && c.first().sentence == claim.first().sentence
            };
            if !out.iter().any(twice) {
                out.push(claim);
            }
        }
    }
    out
}

/// "The question remains the main obstacle": the sentence before, which says what the question is.
fn points_back(s: &Syntax, t: usize) -> Option<Range<usize>> {
    const BACK: [&str; 8] = ["question", "issue", "matter", "point", "dispute", "it", "this", "that"];
    let subject = crate::roles::subject(s, t)
        .map(|x| x.0)
        .or_else(|| s.token(t).head.and_then(|h| crate::roles::subject(s, h)).map(|x| x.0))?;
    let bare = s.dependents(subject, &["nmod", "acl", "compound", "amod", "nmod:poss"]).is_empty();
    let sentence = s.sentence_of(t);
    // from one paragraph of an article to the next, but not over a heading or into another's turn
    let body = |i: usize| s.reading.blocks[s.reading.sentences[i].block].kind == BlockKind::Body;
    let goes_on = sentence > 0
        && (s.reading.sentences[sentence - 1].block == s.reading.sentences[sentence].block
            || body(sentence - 1) && body(sentence));
    (goes_on && bare && BACK.contains(&s.lemma(subject).as_str()))
        .then(|| s.reading.sentences[sentence - 1].tokens.clone())
}

/// Tokens that may name who mediates: the agents of mediating, hosting or brokering; for "mediator" what stands beside
/// it and what it is said of. "A mediator said" names nobody.
fn mediators(p: &Passage, t: usize) -> Vec<usize> {
    let s = &p.syntax;
    let mut heads = crate::roles::roles(s, t).agents;
    if s.token(t).upos == "NOUN" {
        heads.extend(s.dependents(t, &["appos", "nsubj", "flat"]));
        // "Oman, the mediator", "Oman acts as mediator"
        heads.extend(s.token(t).head.filter(|_| s.is(t, &["appos"])));
        if s.is(t, &["obl", "xcomp"]) {
            heads.extend(s.token(t).head.and_then(|v| crate::roles::subject(s, v)).map(|x| x.0));
        }
    }
    let mut out: Vec<usize> = heads.into_iter().flat_map(|h| s.phrase(h)).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// Does somebody act as the subject: then it is what he says or does, not what the outlet reads into it.
fn subject_acts(p: &Passage, t: usize) -> bool {
    p.syntax.dependents(t, &["nsubj"]).first().is_some_and(|n| !p.cast.at(*n).is_empty())
}

/// The clause of a token: the nearest verb with a subject at or above it, with all that hangs on it, cut to the part of
/// the sentence that is not coordinated away.
pub fn clause(s: &Syntax, t: usize) -> Range<usize> {
    let mut at = t;
    for a in std::iter::once(t).chain(s.ancestors(t)) {
        at = a;
        let finite = !s.dependents(a, &["nsubj", "expl", "csubj"]).is_empty();
        if finite || s.is(a, &["root", "parataxis"]) {
            break;
        }
    }
    s.phrase(at)
}

/// Where a frame file matches: tokens of the trigger.
pub fn triggers(s: &Syntax, frame: &FrameFile) -> Vec<Range<usize>> {
    let fits = |i: usize, upos: &[&str], word: &str| {
        upos.contains(&s.token(i).upos.as_str()) && s.has_lemma(i, word) && below_fits(s, i, frame)
    };
    let of = |words: &[String], upos: &[&str]| -> Vec<usize> {
        words
            .iter()
            .flat_map(|w| s.places(w).iter().copied().filter(|i| fits(*i, upos, w)).collect::<Vec<_>>())
            .collect()
    };
    let mut single = of(&frame.verbs, &["VERB", "AUX", "ADJ"]);
    single.extend(of(&frame.nouns, &["NOUN", "PROPN"]));
    single.extend(of(&frame.adjectives, &["ADJ"]));
    single.sort_unstable();
    single.dedup();
    let mut out: Vec<Range<usize>> = single.into_iter().map(|i| i..i + 1).collect();
    for phrase in &frame.phrases {
        // the reader cuts words at hyphens
        let spaced = phrase.replace('-', " - ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        let is = |w: &str, i: usize| s.form(i).eq_ignore_ascii_case(w) || s.has_lemma(i, w);
        for &at in words.first().map(|w| s.places(&w.to_lowercase())).unwrap_or_default() {
            let here = at..at + words.len();
            if here.end <= s.sentence_tokens(at).end
                && words.iter().zip(here.clone()).all(|(w, i)| is(w, i))
                && below_fits(s, s.head_of(&here), frame)
            {
                out.push(here);
            }
        }
    }
    out
}

/// `with` and `without`: lemmas in the clause of the trigger (below it, or its subject and siblings).
fn below_fits(s: &Syntax, t: usize, frame: &FrameFile) -> bool {
    if frame.with.is_empty() && frame.without.is_empty() {
        return true;
    }
    let mut near: Vec<String> = s.subtree(t).into_iter().filter(|i| *i != t).map(|i| s.lemma(i)).collect();
    // what a participle or a noun hangs on, and the subject that it shares
    if let Some((subject, _)) = crate::roles::subject(s, t) {
        near.extend(s.subtree(subject).into_iter().filter(|i| *i != t).map(|i| s.lemma(i)));
    }
    if let Some(h) = s.token(t).head
        && !matches!(s.token(t).base_rel(), "conj" | "parataxis")
    {
        near.push(s.lemma(h));
        near.extend(s.children(h).iter().filter(|c| **c != t).map(|c| s.lemma(*c)));
        if s.token(t).upos == "NOUN" {
            // "narrowed further in the talks": what describes another word does not describe this one
            let other = |x: usize| x != t && (x != h || s.token(h).upos == "NOUN");
            let of_another = |i: usize| s.is(i, &["amod", "advmod"]) && s.token(i).head.is_some_and(other);
            near.extend(s.subtree(h).into_iter().filter(|i| *i != t && !of_another(*i)).map(|i| s.lemma(i)));
        }
    }
    (frame.with.is_empty() || frame.with.iter().any(|w| near.contains(w)))
        && !frame.without.iter().any(|w| near.contains(w))
}
