//! Which of the actors around an event does it, and to whom: each is judged by all that speaks for it.
//!
//! Role labelling by features of the path through the tree (Gildea and Jurafsky 2002), here of a dependency tree, beside the
//! encoder's role scores and what the rules of `participants` say: boosted trees for each role. They (`parts/trees.json`)
//! are fitted by `train/parts.py` to passages that were coded here and held back from the encoder's training; then the
//! likeliest two are taken together. Whom the sentence does not name may be named near it: implicit arguments (Gerber and
//! Chai 2012), by how often and how near the document names them and what they did so far.

mod elsewhere;

use super::participants::{NAMED_BEFORE, Who, acting, mutual, named_before, own_words};
use crate::actors::cast::MentionKind;
use crate::coder::Passage;
use crate::confidence::Features;
use crate::roles::{Roles, case_of, is_topic};
use crate::syntax::Syntax;
use crate::trees::Trees;
use rapporteur_types::reading::{EventFrame, StatementFrame};
use rapporteur_types::{ActorRef, Claim, EventType, Inference, Span};
use serde::Deserialize;
use std::sync::LazyLock;

/// The likeliest takes a part from this probability on, and others beside it from the next: lower borders find the right one more
/// often, and a wrong one beside it far more often (`evals/coding.md`).
const LIKELIEST: f32 = 0.2;
const OTHERS: f32 = 0.8;
/// The same for others in an agreement, which one alone does not make.
const AGREEING: f32 = 0.65;
/// Whoever is joined ("and") with one who is chosen needs less; `train/parts.py`, by which the other borders were chosen, knows no rows.
const JOINED: f32 = 0.4;
/// Of those who talk or work together the second needs so much, by the mean of both roles; others as much as in an agreement.
const SECOND: f32 = 0.4;
/// Whom another sentence names needs more.
const ELSEWHERE: f32 = 0.5;

/// Trees of both roles.
#[derive(Deserialize)]
struct Both {
    source: Trees,
    target: Trees,
}

static TREES: LazyLock<Both> = LazyLock::new(|| {
    serde_json::from_str(include_str!("parts/trees.json")).expect("the table was written by train/parts.py")
});

/// A step further than this tells nothing.
const STEPS: usize = 4;

/// Somebody who may take part, and what speaks for it.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The word that stands for them, as a token; none for whom only a rule knows.
    pub word: Option<usize>,
    /// Whom the words stand for.
    pub actors: Vec<(ActorRef, Option<Inference>)>,
    /// Are they named outside the sentence?
    pub elsewhere: bool,
    /// What speaks for that they do it.
    pub source: Features,
    /// What speaks for that it is done to them.
    pub target: Features,
}

/// The candidates of one event: what `train/parts.py` learns from.
#[derive(Clone, Debug)]
pub struct Parts {
    /// PLOVER type.
    pub event_type: EventType,
    /// The clause.
    pub evidence: Span,
    /// The word or words that name it.
    pub trigger: Span,
    /// Who may take part.
    pub candidates: Vec<Candidate>,
}

/// Give each actor its part; what the rules have found stays where nobody is likely.
pub fn decide(p: &Passage, f: &EventFrame, t: usize, tree: &Roles, before: &[Claim], who: &mut Who) {
    let candidates = candidates(p, f, t, tree, before, who);
    if let Some(all) = &p.weighed {
        let (evidence, trigger) = (p.syntax.span(&f.evidence), p.syntax.span(&f.trigger));
        let candidates = candidates.clone();
        all.borrow_mut().parts.push(Parts { event_type: f.event_type, evidence, trigger, candidates });
    }
    let (mutual, others) = if mutual(f.event_type) { (true, AGREEING) } else { (false, OTHERS) };
    let by = |trees: &Trees, of: fn(&Candidate) -> &Features| -> Vec<f32> {
        let near = |c: &Candidate, p: f32| if c.elsewhere && p < ELSEWHERE { 0.0 } else { p };
        candidates.iter().map(|c| near(c, trees.likely(of(c)))).collect()
    };
    let (source, target) = (by(&TREES.source, |c| &c.source), by(&TREES.target, |c| &c.target));
    who.likely = [&source, &target].map(|of| of.iter().copied().fold(0.0, f32::max));
    let shared =
        |i: usize, k: usize| candidates[k].actors.iter().any(|a| candidates[i].actors.iter().any(|b| a.0 == b.0));
    let (does, suffers) =
        if mutual { (likeliest(&source), likeliest(&target)) } else { pair(&source, &target, &shared) };
    let row = |i: usize| candidates[i].word.map(|w| first_of_row(p, f, t, w));
    let joined = |i: usize, k: usize| row(i).is_some() && row(i) == row(k);
    let beside = |one: Option<usize>, of: &[f32], opposite: &[usize]| -> Vec<usize> {
        let apart = |i: usize| mutual || !opposite.iter().any(|k| shared(i, *k));
        let least = |i: usize| if one.is_some_and(|k| joined(i, k)) { JOINED } else { others };
        (0..of.len()).filter(|i| Some(*i) == one || of[*i] >= least(*i) && apart(*i)).collect()
    };
    let (does, suffers) = if matches!(f.event_type, EventType::Consult | EventType::Cooperate) {
        let mut all = parties(&source, &target, &shared, &joined);
        let chosen = all.clone();
        all.retain(|i| !stands_for(p, &candidates[*i], chosen.iter().map(|k| &candidates[*k])));
        (all.clone(), all)
    } else {
        let does = beside(does, &source, suffers.as_slice());
        let suffers = beside(suffers, &target, &does);
        (does, suffers)
    };
    let rest = |of: &[f32], taken: &[usize]| -> f32 {
        let left = (0..of.len()).filter(|i| !taken.iter().any(|k| shared(*i, *k)));
        left.map(|i| of[i]).fold(0.0, f32::max)
    };
    who.left = [rest(&source, &does), rest(&target, &suffers)];
    // two who do it together need nobody from another sentence
    let outside = |c: &Candidate| c.actors.iter().all(|a| a.1.as_ref().is_some_and(|i| i.rule == NAMED_BEFORE));
    let inside =
        (0..candidates.len()).filter(|i| !outside(&candidates[*i]) && (does.contains(i) || suffers.contains(i)));
    let within: Vec<&ActorRef> = inside.flat_map(|i| &candidates[i].actors).map(|a| &a.0).collect();
    // a state and its own minister are not two, a state and a movement of its country are
    let own = |a: &ActorRef, b: &ActorRef| a.country() == b.country() && (a.is_person() || b.is_person());
    let two = |a: &ActorRef, b: &ActorRef| a != b && (a.country().is_none() || !own(a, b));
    let complete = mutual && within.iter().any(|a| two(within[0], a));
    let those = |list: &[usize]| -> Vec<&Candidate> {
        list.iter().map(|i| &candidates[*i]).filter(|c| !(complete && outside(c))).collect()
    };
    let (sources, targets) = (those(&does), those(&suffers));
    if sources.is_empty() && targets.is_empty() {
        return;
    }
    let found = std::mem::take(&mut who.inferred);
    who.sources = taken(&who.sources, &sources, "source", &found, &mut who.inferred);
    who.targets = taken(&who.targets, &targets, "target", &found, &mut who.inferred);
    let country = who.sources.first().and_then(ActorRef::country);
    let one = who.sources.len() == 1 || country.is_some() && who.sources.iter().all(|a| a.country() == country);
    if mutual && one && who.sources == who.targets {
        // "we are willing to host": nobody meets or agrees with himself or his own state
        who.targets.clear();
        who.inferred.retain(|i| i.field != "target");
    }
}

/// Who does it with one another, in the order of the candidates.
fn parties(
    source: &[f32],
    target: &[f32],
    same: &dyn Fn(usize, usize) -> bool,
    joined: &dyn Fn(usize, usize) -> bool,
) -> Vec<usize> {
    let likely: Vec<f32> = source.iter().zip(target).map(|(a, b)| (a + b) / 2.0).collect();
    let mut order: Vec<usize> = (0..likely.len()).collect();
    order.sort_by(|a, b| likely[*b].total_cmp(&likely[*a]));
    let mut out: Vec<usize> = Vec::new();
    for i in order {
        let least = match out.len() {
            0 => LIKELIEST,
            1 => SECOND,
            _ if out.iter().any(|k| joined(i, *k)) => JOINED,
            _ => AGREEING,
        };
        if likely[i] >= least && !out.iter().any(|k| same(i, *k)) {
            out.push(i);
        }
    }
    out.sort_unstable();
    out
}

/// The likeliest by itself.
fn likeliest(of: &[f32]) -> Option<usize> {
    let best = of.iter().copied().fold(LIKELIEST, f32::max);
    of.iter().position(|x| *x == best)
}

/// Who does it and to whom: the likeliest two that are not the same, for nobody does it to himself. Nobody is as likely as
/// the least likely who may take a part.
fn pair(source: &[f32], target: &[f32], same: &dyn Fn(usize, usize) -> bool) -> (Option<usize>, Option<usize>) {
    let choices = |of: &[f32]| -> Vec<(f32, Option<usize>)> {
        let some = of.iter().enumerate().filter(|x| *x.1 >= LIKELIEST).map(|(i, x)| (*x, Some(i)));
        some.chain([(LIKELIEST, None)]).collect()
    };
    let targets = choices(target);
    let mut best = (0.0, None, None);
    for (p, i) in choices(source) {
        for (q, k) in &targets {
            let apart = i.is_none_or(|i| k.is_none_or(|k| !same(i, k)));
            if p * q > best.0 && apart {
                best = (p * q, i, *k);
            }
        }
    }
    (best.1, best.2)
}

/// The actors of a role, with what is inferred of them.
fn taken(
    before: &[ActorRef],
    candidates: &[&Candidate],
    field: &str,
    found: &[Inference],
    inferred: &mut Vec<Inference>,
) -> Vec<ActorRef> {
    let mut out: Vec<ActorRef> = Vec::new();
    let mut why: Vec<Inference> = Vec::new();
    for (actor, inference) in candidates.iter().flat_map(|c| &c.actors) {
        if !out.contains(actor) {
            out.push(actor.clone());
            why.extend(inference.clone().map(|i| Inference { field: field.to_string(), ..i }));
        }
    }
    // who was found by a rule alone keeps what that rule has said
    let by_rule = out.iter().all(|a| before.contains(a)) && !out.is_empty();
    let said: Vec<Inference> = found.iter().filter(|i| i.field == field && by_rule).cloned().collect();
    inferred.extend(if said.is_empty() { why } else { said });
    out
}

fn candidates(p: &Passage, f: &EventFrame, t: usize, tree: &Roles, before: &[Claim], who: &Who) -> Vec<Candidate> {
    let s = &p.syntax;
    let sentence = s.sentence_tokens(t);
    let listed = |w: &usize| f.sources.iter().chain(&f.targets).any(|x| x.0 == *w && x.1 >= 0.3);
    let near = s.reading.sentences[s.sentence_of(t).saturating_sub(2)].tokens.start..sentence.start;
    let words = near.filter(listed).chain(sentence.clone());
    let mut out: Vec<(Option<usize>, Candidate)> = Vec::new();
    let nominal = |w: &usize| matches!(s.token(*w).upos.as_str(), "NOUN" | "PROPN" | "PRON" | "ADJ" | "NUM" | "X");
    let outside = |w: &usize| {
        between_others(p, f, t, *w)
            || talked_about(p, f, t, *w)
            || left_out(p, *w)
            || of_a_war(p, f, t, *w)
            || told_of(p, f, t, *w)
            || of_followers(p, t, *w)
    };
    for w in words.filter(|w| !(f.trigger.contains(w) || nominal(w) && outside(w))) {
        let mention = p.cast.headed(w).filter(|m| !m.resolutions.is_empty());
        let actors: Vec<(ActorRef, Option<Inference>)> = match mention {
            Some(m) => m.resolutions.iter().map(|r| (acting(r), r.inferred.clone())).collect(),
            None if strikes_a_place(f.event_type) && is_place(p, w) => soil(p, w).into_iter().collect(),
            None => own_words(p, w, "target", f.event_type).map(|a| (a, None)).into_iter().collect(),
        };
        if actors.iter().any(|a| !is_fragment(&a.0)) {
            let (source, target) = (Features::default(), Features::default());
            out.push((Some(w), Candidate { word: Some(w), actors, elsewhere: false, source, target }));
        }
    }
    // whom only a rule knows: who speaks, whose state it is
    for actor in who.sources.iter().chain(&who.targets) {
        if !out.iter().any(|(_, c)| c.actors.iter().any(|a| a.0 == *actor)) {
            let (source, target) = (Features::default(), Features::default());
            out.push((
                None,
                Candidate { word: None, actors: vec![(actor.clone(), None)], elsewhere: false, source, target },
            ));
        }
    }
    let (several, here) = (out.len(), out.len());
    let context = elsewhere::named(p, t, &out);
    out.extend(context.iter().map(|x| (None, x.candidate())));
    let told = told(before);
    let candidate = |(i, (w, mut c)): (usize, (Option<usize>, Candidate))| {
        let mut out = Features::default();
        out.word("class", class(f.event_type));
        out.word("type", f.event_type.name());
        out.value(if several == 1 { "alone" } else { "several" }, 1.0);
        kind(&c, &mut out);
        if let Some(w) = w {
            place(p, f, t, w, tree, &mut out);
        }
        if let Some(x) = i.checked_sub(here).map(|i| &context[i]) {
            x.features(&mut out);
        }
        let of = |role: &str, mut out: Features| {
            rules(who, &c, role, &mut out);
            if let Some(w) = w {
                scores(f, w, role, &mut out);
            }
            if let Some(w) = c.word {
                reranked(f, w, role, &mut out);
            }
            known(p, &c.actors[0].0, who, role, &told, &mut out);
            out
        };
        (c.source, c.target) = (of("source", out.clone()), of("target", out));
        // what the sentence does not say itself comes with where it is said
        if let Some(w) = w.filter(|w| *w < sentence.start) {
            for (_, inference) in c.actors.iter_mut().filter(|a| a.1.is_none()) {
                *inference = Some(named_before(p, w));
            }
        }
        c
    };
    out.into_iter().enumerate().map(candidate).collect()
}

/// Who did what to whom so far: actors of the events before, the last one first.
fn told(before: &[Claim]) -> Vec<(&[ActorRef], &[ActorRef])> {
    before.iter().rev().filter_map(Claim::event).map(|e| (&e.sources[..], &e.targets[..])).collect()
}

/// What the events before say of an actor.
fn known(
    p: &Passage,
    actor: &ActorRef,
    who: &Who,
    role: &str,
    told: &[(&[ActorRef], &[ActorRef])],
    out: &mut Features,
) {
    let other = if role == "source" { &who.targets } else { &who.sources };
    let is = |x: bool| f32::from(u8::from(x));
    out.value("did something before", is(told.iter().any(|e| e.0.contains(actor))));
    out.value("suffered before", is(told.iter().any(|e| e.1.contains(actor))));
    let faced = |e: &(&[ActorRef], &[ActorRef])| {
        e.0.contains(actor) && e.1.iter().any(|a| other.contains(a))
            || e.1.contains(actor) && e.0.iter().any(|a| other.contains(a))
    };
    out.value("faced the other before", is(told.iter().any(faced)));
    out.value("of the last event", is(told.first().is_some_and(|e| e.0.contains(actor) || e.1.contains(actor))));
    let country = |a: &ActorRef| a.country().map(str::to_string);
    let own = country(actor);
    out.value(
        "compatriot of the other",
        is(own.is_some() && !other.contains(actor) && other.iter().any(|a| country(a) == own)),
    );
    out.value("in the title", is(p.document.title.as_ref().is_some_and(|t| t.contains(&actor.name()))));
}

/// What is left of a name that was cut off: "Force" of "the Russian Air Force", "Council of".
fn is_fragment(actor: &ActorRef) -> bool {
    const COMMON: &str = "air army bank board commission council force forces front group ministry movement navy office parties \
        party side union";
    let name = actor.name().to_lowercase();
    let open = matches!(name.rsplit(' ').next(), Some("of" | "for" | "and" | "the"));
    matches!(actor, ActorRef::Known { .. }) && (open || COMMON.split_whitespace().any(|w| w == name))
}

/// Does what is done at a place hit the state that it lies in, or come from it? Talks and agreements do not.
fn strikes_a_place(kind: EventType) -> bool {
    use EventType::{Aid, Assault, Coerce, Mobilize, Protest};
    matches!(kind, Aid | Assault | Coerce | Mobilize | Protest)
}

/// A place that is no actor here.
fn is_place(p: &Passage, w: usize) -> bool {
    p.cast.headed(w).is_some_and(|m| m.kind == MentionKind::Place)
}

/// The state that a place lies in.
fn soil(p: &Passage, w: usize) -> Option<(ActorRef, Option<Inference>)> {
    let evidence = Some(p.evidence(w, p.syntax.token(w).span));
    let inference = Inference { field: String::new(), rule: "state of the place".into(), evidence };
    p.cast.soil_of(w).map(|a| (a, Some(inference)))
}

/// "A war between Kenya and Uganda and a crackdown": the two are at war, and neither cracks down.
pub(super) fn between_others(p: &Passage, f: &EventFrame, t: usize, w: usize) -> bool {
    let s = &p.syntax;
    let first = first_of_row(p, f, t, w);
    let other = |h: &usize| {
        let named = |x: &EventFrame| x.score >= 0.4 && x.trigger != f.trigger && x.trigger.contains(h);
        *h != t && s.reading.frames.events.iter().any(named)
    };
    matches!(case_of(s, first).as_deref(), Some("between" | "among")) && s.token(first).head.as_ref().is_some_and(other)
}

/// "Officials of Kenya and Uganda": people without a name beside those whose people they are.
fn stands_for<'c>(p: &Passage, one: &Candidate, mut all: impl Iterator<Item = &'c Candidate>) -> bool {
    let nameless = one.actors.iter().all(|a| a.0.id().is_none());
    let Some(w) = one.word.filter(|_| nameless) else { return false };
    let inside = p.syntax.subtree(w);
    all.any(|c| c.actors.iter().all(|a| a.0.id().is_some()) && c.word.is_some_and(|x| x != w && inside.contains(&x)))
}

/// "Briefed the minister on her call with Kenya": what talks are about takes no part in them.
fn talked_about(p: &Passage, f: &EventFrame, t: usize, w: usize) -> bool {
    let s = &p.syntax;
    if f.event_type != EventType::Consult {
        return false;
    }
    let above = s.ancestors(w);
    let Some(below) = above.iter().position(|a| *a == t) else { return false };
    std::iter::once(w).chain(above[..below].iter().copied()).any(|i| is_topic(s, i))
}

/// "Without Ukrainian participation", "without Kenya".
fn left_out(p: &Passage, w: usize) -> bool {
    let s = &p.syntax;
    let noun = s.token(w).head.filter(|_| s.is(w, &["amod", "compound", "nmod:poss"])).unwrap_or(w);
    [w, noun].into_iter().any(|i| case_of(s, i).as_deref() == Some("without"))
}

/// "Met to discuss the Russian invasion of Ukraine": neither is there by that.
fn of_a_war(p: &Passage, f: &EventFrame, t: usize, w: usize) -> bool {
    const WARS: [&str; 10] = [
        "aggression",
        "annexation",
        "attack",
        "blockade",
        "conflict",
        "crisis",
        "invasion",
        "occupation",
        "strike",
        "war",
    ];
    let s = &p.syntax;
    let inside = || {
        s.is(w, &["amod", "compound", "nmod:poss"])
            || matches!(case_of(s, w).as_deref(), Some("of" | "in" | "on" | "against"))
    };
    mutual(f.event_type)
        && s.token(w).head.is_some_and(|h| h != t && s.token(h).upos == "NOUN" && WARS.contains(&s.lemma(h).as_str()))
        && inside()
}

/// "Spoke with supporters of Ann Otieno": not with her.
fn of_followers(p: &Passage, t: usize, w: usize) -> bool {
    const FOLLOWERS: [&str; 9] =
        ["ally", "backer", "critic", "fan", "follower", "foe", "opponent", "rival", "supporter"];
    let s = &p.syntax;
    s.token(w).head.is_some_and(|h| h != t && FOLLOWERS.contains(&s.lemma(h).as_str()))
        && (s.is(w, &["compound", "nmod:poss"]) || s.is(w, &["nmod"]) && case_of(s, w).as_deref() == Some("of"))
        && p.cast.at(w).iter().any(|r| r.actor.is_person())
}

/// "Updated the president on his meeting with Kenya": whoever is told of a meeting was not there.
fn told_of(p: &Passage, f: &EventFrame, t: usize, w: usize) -> bool {
    const TELLS: [&str; 6] = ["brief", "inform", "notify", "tell", "update", "write"];
    let s = &p.syntax;
    if f.event_type != EventType::Consult || s.token(t).upos != "NOUN" {
        return false;
    }
    let about = matches!(case_of(s, t).as_deref(), Some("on" | "about" | "of"));
    let verb = s.token(t).head.filter(|v| about && TELLS.contains(&s.lemma(*v).as_str()));
    let own = |v: usize| s.dependents(v, &["nsubj"]).contains(&w);
    verb.is_some_and(|v| !own(v) && !s.subtree(t).contains(&w))
}

/// Types whose actors stand to one another in the same way.
fn class(kind: EventType) -> &'static str {
    use EventType::{
        Accuse, Agree, Assault, Coerce, Concede, Consult, Cooperate, Mobilize, Protest, Reject, Request, Retreat,
        Sanction, Support, Threaten,
    };
    match kind {
        Consult => "consult",
        Agree | Cooperate => "mutual",
        Accuse | Reject | Request | Support | Threaten | Concede => "speech",
        Assault | Coerce | Sanction | Mobilize | Protest | Retreat => "deed",
        EventType::Aid => "aid",
    }
}

/// What the rules say.
fn rules(who: &Who, c: &Candidate, role: &str, out: &mut Features) {
    let (same, other) = if role == "source" { (&who.sources, &who.targets) } else { (&who.targets, &who.sources) };
    let holds = |list: &[ActorRef]| c.actors.iter().any(|a| list.contains(&a.0));
    out.value("rule", f32::from(u8::from(holds(same))));
    out.value("rule for the other", f32::from(u8::from(holds(other))));
    out.value("no rule", f32::from(u8::from(same.is_empty())));
}

/// What the actor is.
fn kind(c: &Candidate, out: &mut Features) {
    let (actor, inference) = &c.actors[0];
    let kind = match actor {
        ActorRef::Unresolved(_) => "words",
        a if a.is_state() => "state",
        ActorRef::Known { office: Some(_), .. } => "official",
        ActorRef::Known { id, .. } if id.0.starts_with("person") => "person",
        ActorRef::Known { .. } => "body",
    };
    out.value(kind, 1.0);
    out.value("inferred", f32::from(u8::from(inference.is_some())));
}

/// What the encoder says.
fn scores(f: &EventFrame, w: usize, role: &str, out: &mut Features) {
    let (own, other) = if role == "source" { (&f.sources, &f.targets) } else { (&f.targets, &f.sources) };
    let score = |list: &[(usize, f32)]| list.iter().find(|x| x.0 == w).map_or(0.005, |x| x.1).clamp(0.005, 0.99);
    let odds = |x: f32| (x / (1.0 - x)).ln();
    out.value("encoder", odds(score(own)));
    out.value("encoder for the other", odds(score(other)));
    out.value("best", f32::from(u8::from(own.first().is_some_and(|x| x.0 == w))));
    let surest = own.first().map_or(0.005, |x| x.1).clamp(0.005, 0.99);
    out.value("behind the best", odds(surest) - odds(score(own)));
}

/// What the reranker says; words that it leaves out, unlikely, in later sentences or more than four before, count as −4.
fn reranked(f: &EventFrame, w: usize, role: &str, out: &mut Features) {
    let [source, target] = f.parts.iter().find(|x| x.0 == w).map_or([-4.0; 2], |x| x.1).map(|x| (x + 4.0).max(0.0));
    let (own, other) = if role == "source" { (source, target) } else { (target, source) };
    out.value("reranked", own);
    out.value("reranked for the other", other);
}

/// Where the words stand.
fn place(p: &Passage, f: &EventFrame, t: usize, w: usize, tree: &Roles, out: &mut Features) {
    let s = &p.syntax;
    let is = |x: bool| f32::from(u8::from(x));
    if s.sentence_of(w) != s.sentence_of(t) {
        out.value("sentence before", 1.0);
        return;
    }
    let first = first_of_row(p, f, t, w);
    out.value("in a row", is(first != w));
    for (name, list) in
        [("agent", &tree.agents), ("patient", &tree.patients), ("partner", &tree.partners), ("owner", &tree.owners)]
    {
        out.named(name, is(list.contains(&w) || list.contains(&first)));
    }
    let upos = match s.token(t).upos.as_str() {
        "NOUN" | "PROPN" => "N",
        "VERB" | "AUX" => "V",
        _ => "A",
    };
    let path = path(s, t, first);
    out.named(&format!("{upos} {path}"), 1.0);
    out.named(&path, 1.0);
    out.named(&format!("is {}", relation(p, first)), 1.0);
    out.value("in the clause", is(f.evidence.contains(&w)));
    out.value("before", is(w < t));
    out.value("distance", (w.abs_diff(t) as f32).ln_1p());
    out.value("place", is(p.cast.place_of(w).is_some()));
    let pronoun = s.token(w).upos == "PRON";
    out.value("pronoun", is(pronoun));
    let adjective = p.cast.headed(w).is_some_and(|m| m.kind == MentionKind::Adjective);
    out.value("adjective", is(adjective));
    let words = p.cast.at(w).is_empty();
    out.value("thing", is(words && own_words(p, w, "source", f.event_type).is_none()));
    let own = s.dependents(w, &["nmod:poss"]).iter().any(|x| s.token(*x).upos == "PRON");
    out.value("one's own", is(own));
    let said: Vec<_> = s.reading.frames.statements.iter().filter(|x| x.score >= 0.4).collect();
    let speaks = |x: &&&StatementFrame| x.source.as_ref().is_some_and(|r| r.contains(&w));
    out.value("says it", is(said.iter().any(|x| speaks(&x) && x.content.contains(&t))));
    let cue = |x: &&&StatementFrame| x.cue.as_ref().is_some_and(|c| c.start < f.trigger.end && f.trigger.start < c.end);
    out.value("says so", is(said.iter().any(|x| speaks(&x) && cue(&x))));
    let content = said.iter().filter(|x| x.content.contains(&t)).min_by_key(|x| x.content.len());
    out.value("in what is said", is(content.is_some_and(|x| x.content.contains(&w))));
    out.value("outside what is said", is(content.is_some_and(|x| !x.content.contains(&w))));
    in_others(p, f, t, w, out);
}

/// What part it has in the other events of the sentence: who condemns an attack is not who attacks.
fn in_others(p: &Passage, f: &EventFrame, t: usize, w: usize, out: &mut Features) {
    let s = &p.syntax;
    let (sentence, above) = (s.sentence_tokens(t), s.ancestors(t));
    let surely = |list: &[(usize, f32)]| list.iter().any(|x| x.0 == w && x.1 >= 0.5);
    let others = s.reading.frames.events.iter().filter(|x| x.score >= 0.4 && x.trigger != f.trigger);
    let mut seen: Vec<String> = Vec::new();
    for x in others.filter(|x| sentence.contains(&x.trigger.start)) {
        let head = s.head_of(&x.trigger);
        let here = if above.contains(&head) {
            "above"
        } else if s.ancestors(head).contains(&t) {
            "below"
        } else {
            "beside"
        };
        for (role, list) in [("does", &x.sources), ("suffers", &x.targets)] {
            let name = format!("{role} {} {here}", class(x.event_type));
            if surely(list) && !seen.contains(&name) {
                out.named(&name, 1.0);
                seen.push(name);
            }
        }
    }
}

/// What is coordinated stands where the first of the row stands.
fn first_of_row(p: &Passage, f: &EventFrame, t: usize, w: usize) -> usize {
    let s = &p.syntax;
    let mut first = w;
    while let Some(h) = s.token(first).head.filter(|h| s.is(first, &["conj"]) && *h != t && !f.trigger.contains(h)) {
        first = h;
    }
    first
}

/// Its relation, and its preposition.
fn relation(p: &Passage, w: usize) -> String {
    let s = &p.syntax;
    match case_of(s, w) {
        Some(c) => format!("{} {c}", s.token(w).rel),
        None => s.token(w).rel.clone(),
    }
}

/// The way through the tree from the trigger to a word: up with "^", then down; the last step with its preposition.
fn path(s: &Syntax, t: usize, w: usize) -> String {
    let chain = |i: usize| std::iter::once(i).chain(s.ancestors(i)).collect::<Vec<_>>();
    let (up, down) = (chain(t), chain(w));
    let Some(meet) = up.iter().position(|x| down.contains(x)) else { return "apart".to_string() };
    let below = down.iter().take_while(|x| **x != up[meet]).count();
    if meet + below > STEPS {
        return "far".to_string();
    }
    let mut out: Vec<String> = up[..meet].iter().map(|x| format!("^{}", s.token(*x).base_rel())).collect();
    for x in down[..below].iter().rev() {
        out.push(s.token(*x).rel.clone());
    }
    if let Some(c) = case_of(s, w).filter(|_| below > 0) {
        out.push(c);
    }
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use super::{TREES, pair, parties};

    #[test]
    fn the_table_that_ships_is_sound() {
        assert!(TREES.source.is_sound() && TREES.target.is_sound());
    }

    #[test]
    fn a_second_party_of_talks_needs_less_than_a_third() {
        let same = |i: usize, k: usize| i == k || i.min(k) == 0 && i.max(k) == 1;
        let apart = |_: usize, _: usize| false;
        assert_eq!(parties(&[0.9, 0.8, 0.5, 0.4], &[0.9, 0.9, 0.4, 0.6], &same, &apart), [0, 3]);
        assert_eq!(parties(&[0.9, 0.8, 0.5, 0.8], &[0.9, 0.9, 0.4, 0.7], &same, &apart), [0, 3]);
        assert_eq!(parties(&[0.9, 0.1, 0.7, 0.8], &[0.9, 0.1, 0.7, 0.7], &same, &apart), [0, 2, 3]);
        assert_eq!(parties(&[0.9, 0.8, 0.5, 0.8], &[0.9, 0.9, 0.4, 0.7], &same, &|i, k| i == 2 && k == 3), [0, 2, 3]);
        assert_eq!(parties(&[0.1, 0.2], &[0.2, 0.1], &same, &apart), [] as [usize; 0]);
    }

    #[test]
    fn the_likeliest_pair_leaves_the_other_part_to_the_next_likeliest() {
        let same = |i: usize, k: usize| i == k;
        assert_eq!(pair(&[0.9, 0.1, 0.3], &[0.6, 0.1, 0.5], &same), (Some(0), Some(2)));
        assert_eq!(pair(&[0.5, 0.3], &[0.9, 0.1], &same), (Some(1), Some(0)));
        assert_eq!(pair(&[0.5, 0.1], &[0.45, 0.1], &same), (Some(0), None));
        assert_eq!(pair(&[0.1], &[0.1], &same), (None, None));
    }
}
