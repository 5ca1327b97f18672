//! Which of the actors around an event does it, and to whom: each is judged by all that speaks for it.
//!
//! Role labelling by features of the path through the tree (Gildea and Jurafsky 2002), here of a dependency tree, beside the
//! encoder's role scores and what the rules of `participants` say: one logistic regression for each role. Its weights
//! (`parts/weights.rs`) are fitted by `train/parts.py` to passages that were coded here and held back from the encoder's training.

#[allow(clippy::approx_constant, reason = "fitted numbers are near many things")]
mod weights;

use super::participants::{Who, acting, mutual, own_words};
use crate::actors::cast::MentionKind;
use crate::coder::Passage;
use crate::confidence::{Features, logistic};
use crate::roles::{Roles, case_of};
use crate::syntax::Syntax;
use rapporteur_types::reading::{EventFrame, StatementFrame};
use rapporteur_types::{ActorRef, EventType, Inference, Span};

/// The likeliest takes a part from this probability on, and others beside it from the next: lower borders find the right one more
/// often, and a wrong one beside it far more often (`evals/coding.md`).
const LIKELIEST: f32 = 0.3;
const OTHERS: f32 = 0.5;

/// A step further than this tells nothing.
const STEPS: usize = 4;

/// Somebody who may take part, and what speaks for it.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Whom the words stand for.
    pub actors: Vec<(ActorRef, Option<Inference>)>,
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
pub fn decide(p: &Passage, f: &EventFrame, t: usize, tree: &Roles, who: &mut Who) {
    let candidates = candidates(p, f, t, tree, who);
    if let Some(all) = &p.weighed {
        let (evidence, trigger) = (p.syntax.span(&f.evidence), p.syntax.span(&f.trigger));
        let candidates = candidates.clone();
        all.borrow_mut().parts.push(Parts { event_type: f.event_type, evidence, trigger, candidates });
    }
    let source: Vec<f32> = candidates.iter().map(|c| logistic(weights::SOURCE, &c.source)).collect();
    let target: Vec<f32> = candidates.iter().map(|c| logistic(weights::TARGET, &c.target)).collect();
    let takes = |of: &[f32], i: usize| of[i] >= OTHERS || of[i] >= LIKELIEST && of.iter().all(|x| *x <= of[i]);
    // nobody does it to himself, but for what two do together
    let mutual = mutual(f.event_type);
    let alone = |of: &[f32], other: &[f32], i: usize| mutual || !takes(other, i) || of[i] > other[i];
    let those = |of: &[f32], other: &[f32]| -> Vec<&Candidate> {
        (0..candidates.len()).filter(|i| takes(of, *i) && alone(of, other, *i)).map(|i| &candidates[i]).collect()
    };
    let (sources, targets) = (those(&source, &target), those(&target, &source));
    if sources.is_empty() && targets.is_empty() {
        return;
    }
    let found = std::mem::take(&mut who.inferred);
    who.sources = taken(&who.sources, &sources, "source", &found, &mut who.inferred);
    who.targets = taken(&who.targets, &targets, "target", &found, &mut who.inferred);
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
    inferred.extend(if by_rule { found.iter().filter(|i| i.field == field).cloned().collect() } else { why });
    out
}

fn candidates(p: &Passage, f: &EventFrame, t: usize, tree: &Roles, who: &Who) -> Vec<Candidate> {
    let s = &p.syntax;
    let sentence = s.sentence_tokens(t);
    let listed = |w: &usize| f.sources.iter().chain(&f.targets).any(|x| x.0 == *w && x.1 >= 0.3);
    let near = s.reading.sentences[s.sentence_of(t).saturating_sub(2)].tokens.start..sentence.start;
    let words = near.filter(listed).chain(sentence.clone());
    let mut out: Vec<(Option<usize>, Candidate)> = Vec::new();
    for w in words.filter(|w| !f.trigger.contains(w) && !between_others(p, f, t, *w)) {
        let mention = p.cast.mentions().iter().find(|m| m.head == w && !m.resolutions.is_empty());
        let actors: Vec<(ActorRef, Option<Inference>)> = match mention {
            Some(m) => m.resolutions.iter().map(|r| (acting(r), r.inferred.clone())).collect(),
            None => own_words(p, w, "target", f.event_type).map(|a| (a, None)).into_iter().collect(),
        };
        if !actors.is_empty() {
            let (source, target) = (Features::default(), Features::default());
            out.push((Some(w), Candidate { actors, source, target }));
        }
    }
    // whom only a rule knows: who speaks, whose state it is
    for actor in who.sources.iter().chain(&who.targets) {
        if !out.iter().any(|(_, c)| c.actors.iter().any(|a| a.0 == *actor)) {
            let (source, target) = (Features::default(), Features::default());
            out.push((None, Candidate { actors: vec![(actor.clone(), None)], source, target }));
        }
    }
    let several = out.len();
    let candidate = |(w, mut c): (Option<usize>, Candidate)| {
        for role in ["source", "target"] {
            let mut features = Features::default();
            let class = class(f.event_type);
            let mut add = |name: &str, value: f32| {
                features.named(name, value);
                features.named(&format!("{class} {name}"), value);
            };
            rules(who, &c, role, &mut add);
            kind(&c, &mut add);
            add(if several == 1 { "alone" } else { "several" }, 1.0);
            if let Some(w) = w {
                scores(f, w, role, &mut add);
                place(p, f, t, w, tree, &mut add);
            }
            features.word("type", f.event_type.name());
            if role == "source" { c.source = features } else { c.target = features }
        }
        c
    };
    out.into_iter().map(candidate).collect()
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
fn rules(who: &Who, c: &Candidate, role: &str, add: &mut dyn FnMut(&str, f32)) {
    let (same, other) = if role == "source" { (&who.sources, &who.targets) } else { (&who.targets, &who.sources) };
    let holds = |list: &[ActorRef]| c.actors.iter().any(|a| list.contains(&a.0));
    add("rule", f32::from(u8::from(holds(same))));
    add("rule for the other", f32::from(u8::from(holds(other))));
    add("no rule", f32::from(u8::from(same.is_empty())));
}

/// What the actor is.
fn kind(c: &Candidate, add: &mut dyn FnMut(&str, f32)) {
    let (actor, inference) = &c.actors[0];
    let kind = match actor {
        ActorRef::Unresolved(_) => "words",
        a if a.is_state() => "state",
        ActorRef::Known { office: Some(_), .. } => "official",
        ActorRef::Known { id, .. } if id.0.starts_with("person") => "person",
        ActorRef::Known { .. } => "body",
    };
    add(kind, 1.0);
    add("inferred", f32::from(u8::from(inference.is_some())));
}

/// What the encoder says.
fn scores(f: &EventFrame, w: usize, role: &str, add: &mut dyn FnMut(&str, f32)) {
    let (own, other) = if role == "source" { (&f.sources, &f.targets) } else { (&f.targets, &f.sources) };
    let score = |list: &[(usize, f32)]| list.iter().find(|x| x.0 == w).map_or(0.005, |x| x.1).clamp(0.005, 0.99);
    let odds = |x: f32| (x / (1.0 - x)).ln();
    add("encoder", odds(score(own)));
    add("encoder for the other", odds(score(other)));
    add("best", f32::from(u8::from(own.first().is_some_and(|x| x.0 == w))));
    let surest = own.first().map_or(0.005, |x| x.1).clamp(0.005, 0.99);
    add("behind the best", odds(surest) - odds(score(own)));
}

/// Where the words stand.
fn place(p: &Passage, f: &EventFrame, t: usize, w: usize, tree: &Roles, add: &mut dyn FnMut(&str, f32)) {
    let s = &p.syntax;
    let is = |x: bool| f32::from(u8::from(x));
    if s.sentence_of(w) != s.sentence_of(t) {
        add("sentence before", 1.0);
        return;
    }
    let first = first_of_row(p, f, t, w);
    add("in a row", is(first != w));
    for (name, list) in
        [("agent", &tree.agents), ("patient", &tree.patients), ("partner", &tree.partners), ("owner", &tree.owners)]
    {
        add(name, is(list.contains(&w) || list.contains(&first)));
    }
    let upos = match s.token(t).upos.as_str() {
        "NOUN" | "PROPN" => "N",
        "VERB" | "AUX" => "V",
        _ => "A",
    };
    let path = path(s, t, first);
    add(&format!("{upos} {path}"), 1.0);
    add(&path, 1.0);
    add(&format!("is {}", relation(p, first)), 1.0);
    add("in the clause", is(f.evidence.contains(&w)));
    add("before", is(w < t));
    add("distance", (w.abs_diff(t) as f32).ln_1p());
    add("place", is(p.cast.place_of(w).is_some()));
    let pronoun = s.token(w).upos == "PRON";
    add("pronoun", is(pronoun));
    let adjective = p.cast.mentions().iter().any(|m| m.head == w && m.kind == MentionKind::Adjective);
    add("adjective", is(adjective));
    let words = p.cast.at(w).is_empty();
    add("thing", is(words && own_words(p, w, "source", f.event_type).is_none()));
    let own = s.dependents(w, &["nmod:poss"]).iter().any(|x| s.token(*x).upos == "PRON");
    add("one's own", is(own));
    let said: Vec<_> = s.reading.frames.statements.iter().filter(|x| x.score >= 0.4).collect();
    let speaks = |x: &&&StatementFrame| x.source.as_ref().is_some_and(|r| r.contains(&w));
    add("says it", is(said.iter().any(|x| speaks(&x) && x.content.contains(&t))));
    let cue = |x: &&&StatementFrame| x.cue.as_ref().is_some_and(|c| c.start < f.trigger.end && f.trigger.start < c.end);
    add("says so", is(said.iter().any(|x| speaks(&x) && cue(&x))));
    let content = said.iter().filter(|x| x.content.contains(&t)).min_by_key(|x| x.content.len());
    add("in what is said", is(content.is_some_and(|x| x.content.contains(&w))));
    add("outside what is said", is(content.is_some_and(|x| !x.content.contains(&w))));
    elsewhere(p, f, t, w, add);
}

/// What part it has in the other events of the sentence: who condemns an attack is not who attacks.
fn elsewhere(p: &Passage, f: &EventFrame, t: usize, w: usize, add: &mut dyn FnMut(&str, f32)) {
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
                add(&name, 1.0);
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
    use super::weights;

    #[test]
    fn weights_are_found_by_name() {
        for (_, w) in [weights::SOURCE, weights::TARGET] {
            assert!(w.is_sorted_by(|a, b| a.0 < b.0));
        }
    }
}
