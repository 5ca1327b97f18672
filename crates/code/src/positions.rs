//! Who wants what: the encoder's position frames with holder, side, issue, proposal and condition.

use crate::coder::Passage;
use crate::confidence::Features;
use crate::modality;
use crate::remarks::{clause, triggers};
use crate::roles::roles;
use crate::statements::is_told;
use crate::syntax::Syntax;
use rapporteur_types::reading::{MentionForm, PositionFrame};
use rapporteur_types::{
    ActorRef, Claim, ClaimBody, Factors, Inference, Modality, Position, RemarkKind, Span, Stance, StatementKind,
};
use std::ops::Range;

/// A word names the holder from this probability on, when several compete.
const ROLE: f32 = 0.5;

/// Positions of a passage, in order. `statements` and `events` lend holders and standing.
pub fn positions(p: &Passage, statements: &[Claim], events: &[Claim]) -> Vec<Claim> {
    let s = &p.syntax;
    let mut frames: Vec<&PositionFrame> =
        s.reading.frames.positions.iter().filter(|f| f.considered() && p.speaks(f.anchor)).collect();
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
    // whoever threatens a deed does not oppose it
    kept.retain(|f| !(s.has_lemma(f.anchor, "threaten") && f.stance.value() < 0.0));
    // "should the other side attack" is no demand
    kept.retain(|f| {
        let head = s.token(f.anchor).head.filter(|_| s.token(f.anchor).upos == "AUX");
        !head.is_some_and(|h| modality::on_condition(s, h))
    });
    kept.retain(|f| !is_no_stand(s, f.anchor) && !carries(s, f.anchor));
    kept.sort_by_key(|f| f.anchor);
    // what an analyst's frame says comes first, then the encoder, then the acts of cues
    let mut out = by_frame(p);
    let coded: Vec<Claim> = kept.iter().filter_map(|f| position(p, f, statements, events)).collect();
    for claim in coded.into_iter().chain(by_statement(p, statements)) {
        if !out.iter().any(|c| told(p, c, &claim)) {
            out.push(claim);
        }
    }
    out.retain(|c| !advice_to_travellers(p, c));
    out
}

/// Is no stand taken at a word, though one is spoken of: a report is denied, an offer passed on, what might have been told, a try
/// that failed, somebody told what to do?
fn is_no_stand(s: &Syntax, t: usize) -> bool {
    let failed = s.lemma(t) == "fail" && !s.dependents(t, &["xcomp"]).is_empty();
    failed
        || differs(s, t)
        || is_told(s, t)
        || modality::is_void(s, t)
        || modality::denies(s, t)
        || modality::in_untrue_report(s, t)
        || modality::passes_on(s, t)
        || modality::counterfactual(s, t)
}

/// "The two disagree over the request": who is for it and who against, that does not say.
pub fn differs(s: &Syntax, t: usize) -> bool {
    let over = |o: &usize| matches!(crate::roles::case_of(s, *o).as_deref(), Some("about" | "on" | "over"));
    matches!(s.lemma(t).as_str(), "disagree" | "differ") && s.dependents(t, &["obl"]).iter().any(over)
}

/// "Said that she would carry the offer": at any of its verbs.
fn carries(s: &Syntax, t: usize) -> bool {
    let verb = s.token(t).head.filter(|_| s.is(t, &["aux"])).unwrap_or(t);
    let verbs = std::iter::once(verb).chain(s.dependents(verb, &["ccomp"]));
    verbs.flat_map(|v| s.dependents(v, &["obj"])).any(|o| modality::passes_on(s, o))
}

/// "The duties it had threatened to apply": what the stand is on stands before the clause.
fn is_gapped(s: &Syntax, t: usize) -> bool {
    let relative = |i: &usize| matches!(s.lemma(*i).as_str(), "who" | "which" | "that" | "whom" | "whose");
    let own_subject = s.dependents(t, &["nsubj"]).iter().any(|i| !relative(i));
    let open = s.dependents(t, &["xcomp"]).into_iter().any(|v| s.dependents(v, &["obj", "ccomp"]).is_empty());
    s.is(t, &["acl:relcl"]) && own_subject && open && s.dependents(t, &["obj", "ccomp"]).is_empty()
}

/// The noun phrase before a relative clause.
fn antecedent(s: &Syntax, t: usize) -> Range<usize> {
    let noun = s.token(t).head.unwrap_or(t);
    let first = s.subtree(noun).into_iter().next().unwrap_or(noun);
    first..noun + 1
}

/// Do two positions tell one thing: the same words, on the same side of the question?
fn told(p: &Passage, a: &Claim, b: &Claim) -> bool {
    let (Some(x), Some(y)) = (a.position(), b.position()) else { return false };
    let common = |s: Span, t: Span| {
        let n = s.end.min(t.end).saturating_sub(s.start.max(t.start));
        n * 10 > s.len().min(t.len()) * 6
    };
    let near = common(a.first().span, b.first().span) || common(x.proposal, y.proposal);
    let holders = x.holders.iter().any(|h| y.holders.iter().any(|g| h == g || same_side(p, h, g)));
    near && holders
}

fn same_side(p: &Passage, a: &ActorRef, b: &ActorRef) -> bool {
    let (x, y) = (side(p, a), side(p, b));
    x.is_some() && x == y
}

/// A travel advisory binds nobody at the table.
fn advice_to_travellers(p: &Passage, c: &Claim) -> bool {
    let s = &p.syntax;
    let here = s.tokens_in(c.first().span);
    let people = here
        .clone()
        .any(|i| matches!(s.lemma(i).as_str(), "citizen" | "national" | "traveller" | "traveler" | "tourist"));
    let go = here.clone().any(|i| matches!(s.lemma(i).as_str(), "depart" | "leave" | "travel" | "evacuate"));
    people && go
}

/// The stance that the act of a cue shows, as an analyst's file names it.
fn stance_of(s: &Syntax, act: Option<&str>, cue: usize, standing: Modality) -> Option<Stance> {
    match (act, standing) {
        (Some("demand"), _) | (Some("say" | "warn"), Modality::Demanded) => {
            Some(if s.has_lemma(cue, "insist") { Stance::Insists } else { Stance::Demands })
        }
        (Some("deny"), Modality::Denied) => Some(Stance::Rejects),
        (Some("agree"), _) => Some(Stance::Accepts),
        (Some("promise"), Modality::Planned) => Some(Stance::Offers),
        _ => None,
    }
}

/// What a demand, a refusal, a promise or an acceptance says of its speaker, by the act of its cue.
fn by_statement(p: &Passage, statements: &[Claim]) -> Vec<Claim> {
    let s = &p.syntax;
    let mut out = Vec::new();
    for c in statements {
        let Some(st) = c.statement() else { continue };
        let (Some(cue), Some(content)) = (st.cue, st.content.first()) else { continue };
        // rumours and nameless voices hold no position that binds a side
        if st.speakers.iter().all(|a| matches!(a, ActorRef::Unresolved(_))) {
            continue;
        }
        let words = s.tokens_in(cue);
        let act = p.coder.cue(s, &words).map(|f| f.act.as_str());
        if is_no_stand(s, s.head_of(&words)) {
            continue;
        }
        let Some(stance) = stance_of(s, act, s.head_of(&words), c.modality) else { continue };
        if content.len() > 400 {
            continue;
        }
        let tokens = s.tokens_in(*content);
        let mut inferred = Vec::new();
        let issue = issue(p, words.start, &tokens, &mut inferred);
        let position = Position {
            side: st.speakers.iter().find_map(|h| side(p, h)),
            holders: st.speakers.clone(),
            issue,
            proposal: *content,
            stance,
            condition: None,
        };
        let mut f = features(p, s.head_of(&words), &tokens, &position, &inferred, (Some(c), None));
        f.holds("by statement", true);
        f.word("act", act.unwrap_or("none"));
        let near = |x: &&PositionFrame| words.contains(&x.anchor) || tokens.contains(&x.anchor);
        f.value("encoder", surest(p, near));
        let claim = p.claim(ClaimBody::Position(position), c.first().clone(), (c.factors, c.modality), f);
        let Some(mut claim) = claim else { continue };
        claim.inferred = inferred;
        claim.inferred.extend(c.inferred.iter().map(|i| Inference { field: "holder".into(), ..i.clone() }));
        out.push(claim);
    }
    out
}

/// "X said that the talks are limited to Y": a stand on the agenda.
pub fn on_agenda(p: &Passage, remarks: &[Claim]) -> Vec<Claim> {
    let mut out = Vec::new();
    for c in remarks {
        let Some(r) = c.remark().filter(|r| r.about == RemarkKind::Agenda) else { continue };
        let holders: Vec<ActorRef> = c.according_to.iter().filter(|a| a.id().is_some()).take(1).cloned().collect();
        if holders.is_empty() {
            continue;
        }
        let body = ClaimBody::Position(Position {
            side: holders.iter().find_map(|h| side(p, h)),
            holders,
            issue: "agenda-scope".to_string(),
            proposal: r.clause,
            stance: Stance::Insists,
            condition: None,
        });
        out.push(p.made(body, c.first().clone(), (c.factors, c.modality), 0.6));
    }
    out
}

/// Frame files with a stance: the subject takes it towards the object.
fn by_frame(p: &Passage) -> Vec<Claim> {
    let s = &p.syntax;
    let mut out = Vec::new();
    for frame in &p.coder.frames {
        let Some(stance) = frame.stance else { continue };
        for trigger in triggers(s, frame) {
            let t = s.head_of(&trigger);
            // "B must leave" is no stand of B
            if trigger.clone().any(|i| s.lemma(i) == "must") {
                continue;
            }
            if !p.speaks(t) || s.form(s.sentence_tokens(t).end - 1) == "?" || is_no_stand(s, t) {
                continue;
            }
            let Some(&agent) = roles(s, t).agents.first() else { continue };
            let Some(proposal) = complement(p, t, &s.sentence_tokens(t)) else { continue };
            let mut inferred = Vec::new();
            let mut holders = p.actors(&s.phrase(agent), "holder", &mut inferred);
            if holders.iter().all(|h| h.id().is_none()) {
                // a nameless holder must at least be people, not "the deal" or "closer relations"
                const PEOPLE: [&str; 12] = [
                    "faction",
                    "element",
                    "hardliner",
                    "lawmaker",
                    "official",
                    "group",
                    "side",
                    "party",
                    "leader",
                    "people",
                    "rebel",
                    "minister",
                ];
                if !PEOPLE.contains(&s.lemma(agent).as_str()) {
                    continue;
                }
                if holders.is_empty() {
                    holders.push(ActorRef::Unresolved(s.span(&s.phrase(agent)).of(s.text).to_string()));
                }
            }
            if talk_about_talking(p, t) {
                continue;
            }
            let tokens = said_from(p, s.tokens_in(proposal));
            let proposal = s.span(&tokens);
            let factors = modality::factors(s, t);
            // "does not accept" as a phrase of refusal: its negation is spent
            let spent = trigger.clone().any(|i| matches!(s.lemma(i).as_str(), "not" | "never" | "no" | "can not"));
            let standing = match factors.modality() {
                Modality::Denied if spent => Modality::Asserted,
                standing => standing,
            };
            let own = matches!(stance, Stance::Demands | Stance::Insists);
            // what others demand of the holder is no stand of his
            if standing == Modality::Hypothetical || (standing == Modality::Demanded && !own) {
                continue;
            }
            let stance = if standing == Modality::Denied { opposite(stance) } else { stance };
            let clause = clause(s, t);
            let issue = issue(p, t, &tokens, &mut inferred);
            let position = Position {
                side: holders.iter().find_map(|h| side(p, h)),
                holders,
                issue,
                proposal,
                stance,
                condition: None,
            };
            let standing = if standing == Modality::Denied { Modality::Asserted } else { standing };
            let near = |f: &&PositionFrame| clause.contains(&f.anchor) || f.evidence.contains(&t);
            let mut f = features(p, t, &clause, &position, &inferred, (None, None));
            f.holds("by table", true);
            f.holds("by table alone", !s.reading.frames.positions.iter().any(|f| f.seen() && near(&f)));
            f.value("encoder", surest(p, near));
            let evidence = p.evidence(t, s.span(&clause));
            let Some(mut claim) = p.claim(ClaimBody::Position(position), evidence, (factors, standing), f) else {
                continue;
            };
            claim.inferred = inferred;
            if !out.iter().any(|c| told(p, c, &claim)) {
                out.push(claim);
            }
        }
    }
    out
}

/// "demands an end to enrichment": where the tree ends a complement early, the content of a statement that begins with it goes on.
fn said_from(p: &Passage, tokens: Range<usize>) -> Range<usize> {
    let s = &p.syntax;
    let end = s.sentence_tokens(tokens.start).end;
    let whole = |f: &&rapporteur_types::reading::StatementFrame| {
        f.considered() && f.content.start == tokens.start && f.content.end > tokens.end && f.content.end <= end
    };
    let longer = s.reading.frames.statements.iter().filter(whole).max_by(|a, b| a.score.total_cmp(&b.score));
    longer.map_or(tokens, |f| f.content.clone())
}

/// "I want to be clear", "I'd like to add": nothing is wanted of anybody.
fn talk_about_talking(p: &Passage, t: usize) -> bool {
    const TALK: [&str; 14] = [
        "be",
        "say",
        "add",
        "give",
        "note",
        "make",
        "go",
        "get",
        "talk",
        "thank",
        "emphasize",
        "underscore",
        "speak",
        "read",
    ];
    let s = &p.syntax;
    let next = s.dependents(t, &["xcomp"]);
    // the head of "be clear" is "clear"
    let wordy = |x: &usize| TALK.contains(&s.lemma(*x).as_str()) || s.token(*x).upos == "ADJ";
    next.first().is_some_and(wordy)
}

/// "does not support" opposes.
fn opposite(stance: Stance) -> Stance {
    match stance {
        Stance::Rejects | Stance::Opposes => Stance::Accepts,
        Stance::Neutral => Stance::Neutral,
        _ => Stance::Rejects,
    }
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
    let proposal = match said.and_then(|_| obliged(s, f)) {
        Some(_) => s.span(&f.evidence),
        None if is_gapped(s, f.anchor) => s.span(&antecedent(s, f.anchor)),
        None => proposal(p, f, said),
    };
    let tokens = s.tokens_in(proposal);
    let issue = issue(p, f.anchor, &tokens, &mut inferred);
    let side = holders.iter().find_map(|h| side(p, h));
    // "until the end of October": a term is no condition
    let condition = f.condition.as_ref().filter(|c| !is_term(s, c));
    // who insists opposes nothing by that, whatever the encoder takes it for
    let insists = said.is_some_and(|c| {
        let cue = c.statement().and_then(|x| x.cue).filter(|q| q.overlaps(at)).map(|q| s.tokens_in(q));
        let shown = |w| stance_of(s, p.coder.cue(s, &w).map(|f| f.act.as_str()), s.head_of(&w), c.modality);
        cue.and_then(shown) == Some(Stance::Insists)
    });
    let stance = match f.stance {
        _ if insists => Stance::Insists,
        Stance::Conditions if f.condition.is_some() && condition.is_none() => Stance::Offers,
        // "set out conditions for a return": whoever demands of others accepts nothing by that
        Stance::Accepts | Stance::Supports if demands(said, &holders) => Stance::Demands,
        stance => stance,
    };
    let (factors, standing) = standing(said, done, stance);
    let position = Position { holders, side, issue, proposal, stance, condition: condition.map(|c| s.span(c)) };
    let mut x = features(p, f.anchor, &f.evidence, &position, &inferred, (said, done));
    x.holds("by encoder", true);
    x.score("score", f.score);
    x.value("reranked", f.reranked);
    x.value("holder score", f.holders.iter().map(|h| h.1).fold(0.0, f32::max));
    let evidence = p.evidence(f.anchor, s.span(&f.evidence));
    let mut claim = p.claim(ClaimBody::Position(position), evidence, (factors, standing), x)?;
    claim.inferred = inferred;
    Some(claim)
}

/// Is a statement a demand of these very holders?
fn demands(said: Option<&Claim>, holders: &[ActorRef]) -> bool {
    said.filter(|c| c.modality == Modality::Demanded)
        .and_then(Claim::statement)
        .is_some_and(|st| st.speakers.iter().all(|a| holders.contains(a)))
}

/// The surest of the encoder's frames that are near.
fn surest(p: &Passage, near: impl Fn(&&PositionFrame) -> bool) -> f32 {
    p.syntax.reading.frames.positions.iter().filter(near).map(|f| f.score).fold(0.0, f32::max)
}

/// What speaks for a position at a word, however it was found: holder, stance, issue, the statement or event that shows it.
fn features(
    p: &Passage,
    t: usize,
    evidence: &Range<usize>,
    position: &Position,
    inferred: &[Inference],
    (said, done): (Option<&Claim>, Option<&Claim>),
) -> Features {
    let s = &p.syntax;
    let mut f = Features::default();
    f.word("stance", position.stance.word());
    f.word("upos", &s.token(t).upos);
    f.word("relation", s.token(t).base_rel());
    f.value("depth", s.ancestors(t).len() as f32);
    f.value("evidence", (evidence.len() as f32).ln());
    f.value("proposal", (position.proposal.len() as f32 + 1.0).ln());
    f.value("holders", position.holders.len() as f32);
    f.value("known holders", position.holders.iter().filter(|a| a.id().is_some()).count() as f32);
    f.holds("side", position.side.is_some());
    f.holds("holder inferred", inferred.iter().any(|i| i.field == "holder"));
    let issues = |range: &Range<usize>| p.coder.issues.find(s, range).is_some();
    f.holds("issue in proposal", issues(&s.tokens_in(position.proposal)));
    f.holds("issue in sentence", issues(&s.sentence_tokens(t)));
    f.word("said", said.map_or("not", |c| c.modality.word()));
    f.value("statement", said.map_or(0.0, |c| c.confidence));
    let on_cue = said.and_then(Claim::statement).and_then(|x| x.cue).is_some_and(|q| q.overlaps(s.token(t).span));
    f.holds("on cue", on_cue);
    f.word("event", done.and_then(Claim::event).map_or("none", |e| e.event_type.name()));
    let trigger = s.reading.frames.events.iter().filter(|e| e.trigger.contains(&t)).map(|e| e.score);
    f.value("trigger", trigger.fold(0.0, f32::max));
    let near = s.reading.frames.positions.iter().filter(|f| evidence.contains(&f.anchor)).map(|f| f.reranked);
    f.value("reranked near", near.reduce(f32::max).unwrap_or(0.0));
    f.holds("condition", position.condition.is_some());
    f.holds("question", s.form(s.sentence_tokens(t).end - 1) == "?");
    f
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
    let noun = matches!(p.syntax.token(f.anchor).upos.as_str(), "NOUN" | "PROPN");
    for agent in roles(&p.syntax, f.anchor).agents.into_iter().filter(|_| noun) {
        for r in p.cast.at(agent).into_iter().filter(|r| r.inferred.is_none()) {
            let actor = match (&r.actor, &r.state) {
                (ActorRef::Unresolved(_), Some(state)) => state.clone(),
                (a, _) => a.clone(),
            };
            if !out.contains(&actor) {
                out.push(actor);
            }
        }
    }
    // "your government has agreed": whoever is asked
    let yours =
        roles(&p.syntax, f.anchor).agents.into_iter().find_map(|a| crate::roles::owned_by_whom_is_asked(&p.syntax, a));
    for r in yours.into_iter().flat_map(|w| p.cast.at(w)) {
        out.push(r.actor);
        inferred.extend(r.inferred.map(|i| Inference { field: "holder".into(), ..i }));
    }
    if !out.is_empty() {
        return out;
    }
    // whom another sentence names is found by reference, and marked so
    let here = p.syntax.sentence_tokens(f.anchor);
    let obliged = said.and_then(|_| obliged(&p.syntax, f));
    let near =
        |h: &&(usize, f32)| here.contains(&h.0) && obliged != Some(h.0) && !crate::roles::is_addressed(&p.syntax, h.0);
    // "they should guarantee that the new president will keep it," he said: of those in his words only who does it or "we"
    let s = &p.syntax;
    let quoted = said.and_then(Claim::statement).filter(|x| x.form == StatementKind::Direct);
    let content = quoted.and_then(|x| {
        x.content.iter().find(|q| q.contains(s.token(f.anchor).span) && x.cue.is_none_or(|c| !c.overlaps(**q)))
    });
    let own = roles(s, f.anchor).agents;
    let told = |h: &&(usize, f32)| {
        let word = s.token(h.0);
        content.is_none_or(|q| !q.contains(word.span)) || own.contains(&h.0) || word.upos == "PRON"
    };
    let near: Vec<(usize, f32)> = f.holders.iter().filter(near).filter(told).copied().collect();
    let mut sure: Vec<usize> = near.iter().filter(|h| h.1 >= ROLE).map(|h| h.0).collect();
    // "the envoy said that Kenya had asked for more": whoever asks, alone
    if let Some((n, false)) = crate::roles::subject(&p.syntax, f.anchor)
        && sure.contains(&n)
        && p.syntax.token(f.anchor).upos == "VERB"
        && !p.cast.at(n).is_empty()
    {
        let clause = |w: usize| p.syntax.ancestors(w).iter().copied().find(|a| predicates(&p.syntax, *a));
        let own = clause(n);
        sure.retain(|w| clause(*w) == own);
    }
    let words = if sure.is_empty() { near.first().map(|h| h.0).into_iter().collect() } else { sure };
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
        inferred.extend(done.map(|d| as_holder(d, "source")).unwrap_or_default());
    }
    if out.is_empty()
        && let Some(st) = said.and_then(Claim::statement)
    {
        out.clone_from(&st.speakers);
        inferred.extend(said.map(|d| as_holder(d, "speaker")).unwrap_or_default());
    }
    if out.is_empty()
        && let Some((n, _)) = crate::roles::subject(&p.syntax, f.anchor)
        && obliged != Some(n)
    {
        for r in p.cast.at(n) {
            out.push(r.actor);
            inferred.extend(r.inferred.map(|i| Inference { field: "holder".into(), ..i }));
        }
    }
    out
}

/// Does a word head a clause: a verb, or what has a subject of its own?
fn predicates(s: &Syntax, t: usize) -> bool {
    s.token(t).upos == "VERB" || !s.dependents(t, &["nsubj", "csubj"]).is_empty()
}

/// "A said that B must leave": B, who is to do what A demands.
fn obliged(s: &Syntax, f: &PositionFrame) -> Option<usize> {
    let demanded = matches!(f.stance, Stance::Demands | Stance::Insists);
    let must = |t: usize| matches!(s.lemma(t).as_str(), "must" | "should" | "shall" | "need" | "ought");
    let verb = if s.token(f.anchor).upos == "AUX" { s.token(f.anchor).head? } else { f.anchor };
    let bound = must(f.anchor) || s.dependents(verb, &["aux"]).into_iter().any(must);
    crate::roles::subject(s, verb).map(|x| x.0).filter(|_| demanded && bound)
}

/// How a claim came to its actors, for the position that takes them as holders.
fn as_holder(c: &Claim, field: &str) -> Vec<Inference> {
    let of = c.inferred.iter().filter(|i| i.field == field);
    of.map(|i| Inference { field: "holder".into(), ..i.clone() }).collect()
}

/// The party behind a holder: its state, where it has one.
fn side(p: &Passage, holder: &ActorRef) -> Option<ActorRef> {
    // a movement is of its country and no part of its state
    if holder.is_state() || holder.id().is_some_and(|i| i.0.starts_with("group:")) {
        return Some(holder.clone());
    }
    let country = holder.country()?;
    let introduced = || {
        let known =
            p.cast.mentions().iter().flat_map(|m| &m.resolutions).flat_map(|r| [Some(&r.actor), r.state.as_ref()]);
        known.flatten().find(|a| a.id().is_some_and(|i| i.0 == country)).cloned()
    };
    p.coder.gazetteer.state(country).or_else(introduced)
}

/// Do some words only say until when?
fn is_term(s: &Syntax, words: &Range<usize>) -> bool {
    let verb = words.clone().any(|t| matches!(s.token(t).upos.as_str(), "VERB" | "AUX"));
    let span = s.span(words);
    !verb && s.reading.times.iter().any(|t| span.contains(t.span) && t.span.end == span.end)
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
        return without_case(s, warned_against(s, f.anchor).unwrap_or(*content));
    }
    if let Some(subject) = judged(p, f.anchor) {
        return s.span(&subject);
    }
    let what = without_case(s, complement(p, f.anchor, &f.evidence).unwrap_or(evidence));
    // "eased sanctions": what is given is the easing; "would return to the table": what depends is the return
    // "is not going to lift the ban": what is refused is the lifting
    let not = matches!(f.stance, Stance::Rejects | Stance::Opposes)
        && std::iter::once(f.anchor)
            .chain(s.token(f.anchor).head.filter(|_| s.is(f.anchor, &["xcomp"])))
            .flat_map(|v| s.dependents(v, &["advmod"]))
            .any(|a| matches!(s.lemma(a).as_str(), "not" | "never"));
    let deed =
        (not || f.stance == Stance::Concedes || f.stance == Stance::Conditions && !s.has_lemma(f.anchor, "depend"))
            && s.token(f.anchor).upos == "VERB"
            && p.coder.cue(s, &(f.anchor..f.anchor + 1)).is_none();
    if deed && at.start < what.start { at.cover(what) } else { what }
}

/// "The blockade is a violation of the truce": what is judged is the blockade.
fn judged(p: &Passage, t: usize) -> Option<Range<usize>> {
    let s = &p.syntax;
    let noun = s.token(t).upos == "NOUN" && !s.dependents(t, &["cop"]).is_empty();
    let subject = s.dependents(t, &["nsubj"]).into_iter().next().filter(|_| noun)?;
    let thing = p.cast.at(subject).is_empty() && matches!(s.token(subject).upos.as_str(), "NOUN" | "PROPN");
    thing.then(|| s.phrase(subject))
}

/// "Warned Kenya against a blockade": the blockade.
fn warned_against(s: &Syntax, verb: usize) -> Option<Span> {
    let against = |o: &usize| crate::roles::case_of(s, *o).as_deref() == Some("against");
    let warns = matches!(s.lemma(verb).as_str(), "warn" | "caution" | "advise");
    let what = s.dependents(verb, &["obl"]).into_iter().filter(|_| warns).find(against)?;
    let phrase = s.phrase(what);
    (phrase.len() > 1).then(|| s.span(&(phrase.start + 1..phrase.end)))
}

/// "Agreed to an inquiry": the inquiry.
fn without_case(s: &Syntax, what: Span) -> Span {
    let tokens = s.tokens_in(what);
    if tokens.len() < 2 {
        return what;
    }
    let case = s.is(tokens.start, &["case"]) && matches!(s.lemma(tokens.start).as_str(), "to" | "for" | "of" | "on");
    if case { s.span(&(tokens.start + 1..tokens.end)) } else { what }
}

/// Object, complement and obliques of a trigger, inside a range of tokens.
fn complement(p: &Passage, t: usize, within: &Range<usize>) -> Option<Span> {
    let s = &p.syntax;
    let below = |relations: &[&str]| -> Vec<usize> {
        let of = s.children(t).iter().copied();
        of.filter(|c| s.is(*c, relations) && !s.is(*c, &["nmod:poss", "obl:agent", "acl:relcl"]))
            .filter(|c| within.contains(c) && *c > t)
            .collect()
    };
    // an object says what; time and place beside it do not
    let mut found = below(&["obj", "xcomp", "ccomp"]);
    if found.is_empty() {
        // when is not what
        let timed = |c: &usize| {
            s.is(*c, &["obl:unmarked", "obl:tmod"])
                || s.reading.times.iter().any(|x| s.span(&s.phrase(*c)).contains(x.span))
        };
        found = below(&["obl", "nmod", "acl"]).into_iter().filter(|c| !timed(c)).collect();
    }
    let whole = s.phrase(*found.first()?).start..s.phrase(*found.last()?).end;
    // ", saying …" tells more, it is not proposed
    let more = |i: &usize| {
        s.form(*i - 1) == ","
            && s.is(*i, &["advcl"])
            && s.token(*i).has("VerbForm", "Part") | s.token(*i).has("VerbForm", "Ger")
    };
    let end = whole.clone().skip(2).find(more).map_or(whole.end, |i| i - 1);
    let span = s.span(&(whole.start..end));
    let edge = s.span(within);
    let (start, end) = (span.start.max(edge.start), span.end.min(edge.end));
    (start < end).then(|| Span::new(start, end))
}

/// What "this demand", which is all of a proposal, takes up.
fn taken_up(p: &Passage, proposal: &Range<usize>) -> Option<Range<usize>> {
    let s = &p.syntax;
    let head = s.head_of(proposal);
    let bare = |i: usize| i == head || s.token(i).head == Some(head) && s.is(i, &["det", "amod"]);
    if s.token(head).upos != "NOUN" || !proposal.clone().all(bare) {
        return None;
    }
    let before = s.chain(head)?.mentions.iter().take_while(|m| m.head < head);
    before.filter(|m| m.form == MentionForm::Clause).last().map(|m| m.tokens.clone())
}

/// By the terms of the proposal and of what it takes up, which is inferred with it, then of the subject ("a tariff would take
/// effect"), then of the sentence before ("the same issue"). What else its own sentence speaks of is its issue in one case of three.
fn issue(p: &Passage, anchor: usize, proposal: &Range<usize>, inferred: &mut Vec<Inference>) -> String {
    let s = &p.syntax;
    let issues = &p.coder.issues;
    let taken_up = taken_up(p, proposal);
    inferred.extend(taken_up.iter().map(|range| Inference {
        field: "proposal".into(),
        rule: format!("what “{}” takes up", s.span(proposal).of(s.text)),
        evidence: Some(p.evidence(range.start, s.span(range))),
    }));
    let subject = crate::roles::subject(s, anchor).map(|(n, _)| s.phrase(n));
    for range in std::iter::once(proposal).chain(&taken_up).chain(&subject) {
        if let Some((id, _)) = issues.find(s, range) {
            return id.to_string();
        }
    }
    let sentence = s.sentence_of(anchor);
    // "that" before a clause points to nothing
    let points = |i: usize| {
        matches!(s.lemma(i).as_str(), "this" | "that" | "same" | "such" | "it") && s.token(i).upos != "SCONJ"
    };
    let points_back = proposal.clone().any(points);
    let before = s.sentence_tokens(anchor).start..proposal.start.min(anchor);
    if let Some((id, _)) = issues.find(s, &before).filter(|_| points_back) {
        return id.to_string();
    }
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
