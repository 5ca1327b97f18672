//! Who does it and to whom: the encoder's role words, resolved; the tree where they name nobody.

use super::form::grammar;
use super::parts;
use crate::actors::Resolution;
use crate::coder::Passage;
use crate::modality;
use crate::roles::{Roles, case_of, roles, subject};
use crate::syntax::Syntax;
use rapporteur_types::knowledge::FrameFile;
use rapporteur_types::reading::EventFrame;
use rapporteur_types::{ActorRef, Claim, EventType, Inference};
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A word fills a role from this probability on, when several compete.
pub const ROLE: f32 = 0.5;

/// Actors of an event, with what is inferred about them.
#[derive(Debug, Default)]
pub struct Who {
    pub sources: Vec<ActorRef>,
    pub targets: Vec<ActorRef>,
    pub inferred: Vec<Inference>,
    /// How likely the likeliest source and target are.
    pub likely: [f32; 2],
    /// How likely the likeliest are of those who were not chosen for source and target.
    pub left: [f32; 2],
}

impl Who {
    /// These are whom it is done to, and do none of it; with what is inferred of them.
    pub fn suffer(&mut self, targets: Vec<ActorRef>, inferred: Vec<Inference>) {
        if targets.is_empty() {
            return;
        }
        self.sources.retain(|a| !targets.contains(a));
        let no_source = self.sources.is_empty();
        self.inferred.retain(|i| i.field != "target" && !(no_source && i.field == "source"));
        self.inferred.extend(inferred);
        self.targets = targets;
    }
}

/// Participants of a frame.
pub fn participants(p: &Passage, f: &EventFrame, table: Option<&FrameFile>, before: &[Claim]) -> Who {
    let s = &p.syntax;
    let t = s.head_of(&f.trigger);
    let tree = roles(s, t);
    let mut who = Who::default();
    who.sources = role(p, f, t, "source", &tree, &mut who.inferred);
    who.targets = role(p, f, t, "target", &tree, &mut who.inferred);
    if who.sources.is_empty() && f.event_type == EventType::Consult {
        who.sources.clone_from(&who.targets);
    }
    grammar(p, f, t, &tree, &mut who);
    parts::decide(p, f, t, &tree, before, &mut who);
    // the weights know the grammar's answer as one reason among many; where the form leaves no doubt it stands
    grammar(p, f, t, &tree, &mut who);
    visited(p, f, t, &mut who);
    both_sides(p, f, table, &tree, &mut who);
    not_ones_own(f, &mut who);
    suffering_state(p, f, t, &mut who);
    talks_spoken_of(p, f, t, before, &mut who);
    do_it_together(p, t, &mut who);
    spelt_out(p, &mut who.sources);
    spelt_out(p, &mut who.targets);
    who
}

/// "The five permanent members, the United States, France, …": whose members all stand beside it, but for one at most, is not one more.
fn spelt_out(p: &Passage, who: &mut Vec<ActorRef>) {
    let states: Vec<String> = who.iter().filter(|a| a.is_state()).filter_map(|a| Some(a.country()?.into())).collect();
    who.retain(|a| {
        let members = p.coder.gazetteer.members(a);
        members.len() < 3 || members.iter().filter(|m| states.contains(m)).count() + 1 < members.len()
    });
}

/// The words that fill a role: of the encoder in the trigger's own sentence, else of the tree, else of the encoder in the
/// sentences before.
fn role(
    p: &Passage,
    f: &EventFrame,
    t: usize,
    field: &str,
    tree: &Roles,
    inferred: &mut Vec<Inference>,
) -> Vec<ActorRef> {
    let s = &p.syntax;
    let (list, mut by_tree) =
        if field == "source" { (&f.sources, tree.agents.clone()) } else { (&f.targets, tree.patients.clone()) };
    by_tree.extend(&tree.partners);
    let sentence = s.sentence_of(t);
    let here: Vec<(usize, f32)> = list
        .iter()
        .copied()
        .filter(|x| s.sentence_of(x.0) == sentence && !f.trigger.contains(&x.0) && !acts_elsewhere(p, x.0, t))
        .filter(|x| !parts::between_others(p, f, t, x.0))
        .collect();
    let sure: Vec<usize> = here.iter().filter(|x| x.1 >= ROLE).map(|x| x.0).collect();
    // those in the event's own clause come before those elsewhere in the sentence
    let clause: Vec<usize> = sure.iter().copied().filter(|w| f.evidence.contains(w)).collect();
    let best = match (clause.is_empty(), sure.is_empty()) {
        (false, _) => clause,
        (true, false) => sure,
        (true, true) => here.first().map(|x| x.0).into_iter().collect(),
    };
    for words in [joined(p, best), by_tree] {
        let found = resolve(p, f.event_type, field, &words, inferred);
        if !found.is_empty() {
            return found;
        }
    }
    let before: Vec<usize> = list
        .iter()
        .filter(|x| x.1 >= ROLE && s.sentence_of(x.0) < sentence && s.sentence_of(x.0) + 2 >= sentence)
        .map(|x| x.0)
        .collect();
    let from = inferred.len();
    let found = resolve(p, f.event_type, field, &before, inferred);
    if let (false, true, Some(w)) = (found.is_empty(), inferred.len() == from, before.first()) {
        inferred.push(Inference { field: field.into(), ..named_before(p, *w) });
    }
    found
}

/// "The government and the rebels signed": whoever is joined with one who does it does it too.
pub fn joined(p: &Passage, words: Vec<usize>) -> Vec<usize> {
    let s = &p.syntax;
    let name = |w: &usize| matches!(s.token(*w).upos.as_str(), "NOUN" | "PROPN") && !p.cast.at(*w).is_empty();
    let mut out: Vec<usize> = Vec::new();
    for w in words {
        let first = s.token(w).head.filter(|h| s.is(w, &["conj"]) && name(h)).unwrap_or(w);
        let all = std::iter::once(first).chain(s.dependents(first, &["conj"])).filter(|x| *x == w || name(x));
        for x in all {
            if !out.contains(&x) {
                out.push(x);
            }
        }
    }
    out
}

/// The rule by which one is taken from a sentence before.
pub const NAMED_BEFORE: &str = "named in a sentence before";

/// Whom a word of a sentence before names: the event's own sentence does not say it.
pub fn named_before(p: &Passage, w: usize) -> Inference {
    let evidence = Some(p.evidence(w, p.syntax.token(w).span));
    Inference { field: String::new(), rule: NAMED_BEFORE.into(), evidence }
}

/// "an operation, should Chile attack": Chile is the subject of another clause.
fn acts_elsewhere(p: &Passage, w: usize, t: usize) -> bool {
    let s = &p.syntax;
    let Some(v) = s.token(w).head.filter(|v| s.is(w, &["nsubj"]) && *v != t) else { return false };
    (s.is(v, &["advcl", "conj", "parataxis"]) || modality::inverted(s, v))
        && !s.ancestors(t).contains(&v)
        && !s.ancestors(v).contains(&t)
        || s.is(v, &["advcl"]) && s.token(v).head == Some(t)
}

/// Whom words stand for; a noun that names nobody we know stays in its own words.
pub fn resolve(
    p: &Passage,
    kind: EventType,
    field: &str,
    words: &[usize],
    inferred: &mut Vec<Inference>,
) -> Vec<ActorRef> {
    let mut out: Vec<ActorRef> = Vec::new();
    let s = &p.syntax;
    // whose rebels they are does not act with them
    let of_rebels = |w: usize| {
        s.is(w, &["amod", "compound"])
            && s.token(w).head.is_some_and(|h| REBELS.contains(&s.lemma(h).to_lowercase().as_str()))
    };
    for w in words.iter().filter(|w| !of_rebels(**w)) {
        let found = p.cast.at(*w);
        if found.is_empty() {
            out.extend(own_words(p, *w, field, kind).filter(|a| !out.contains(a)));
        }
        for r in found {
            let actor = acting(&r);
            if !out.contains(&actor) {
                out.push(actor);
                inferred.extend(r.inferred.map(|i| Inference { field: field.to_string(), ..i }));
            }
        }
    }
    out
}

/// Those who act against the state beside whose name they stand.
const REBELS: [&str; 7] = ["rebel", "insurgent", "guerrilla", "separatist", "dissident", "militant", "jihadist"];

/// Who acts in a mention: of a nameless or adjectival one whom it stands for ("Iranian forces" is Iran's doing; what Iranian
/// rebels do is not).
pub fn acting(r: &Resolution) -> ActorRef {
    let last = |words: &str| {
        let noun = words.rsplit(' ').next().unwrap_or("").to_lowercase();
        REBELS.contains(&noun.strip_suffix('s').unwrap_or(&noun))
    };
    match (&r.actor, &r.state) {
        (ActorRef::Unresolved(words), Some(_)) if last(words) => r.actor.clone(),
        (ActorRef::Unresolved(_), Some(state)) => state.clone(),
        (a, _) => a.clone(),
    }
}

/// Types in which two do something together.
pub fn mutual(kind: EventType) -> bool {
    matches!(kind, EventType::Consult | EventType::Agree | EventType::Cooperate)
}

/// People and bodies without a name, beside those that the cast knows.
const PEOPLE: &str = "team teams group groups fighter fighters militant militants gunman gunmen protester protesters protestor protestors \
    people troops soldier soldiers rebel rebels resident residents worker workers student students lawmaker lawmakers \
    civilian civilians forces delegation delegations party parties supporter supporters settler settlers citizen \
    citizens hostage hostages prisoner prisoners demonstrator demonstrators crowd crowds militia militias side sides \
    partner partners ally allies country countries nation nations state states company companies individual individuals \
    journalist journalists activist activists family families police army navy government parliament opposition court \
    gang gangs bandit bandits attacker attackers assailant assailants insurgent insurgents \
    terrorist terrorists jihadist jihadists separatist separatists cartel cartels extremist extremists suspect \
    perpetrator passenger sniper mob man woman men women children migrants refugees farmers miners negotiators mediators experts inspectors \
    guerrilla guerrillas paramilitaries militiamen commandos pirates peacekeepers observers officers agents faction \
    factions tribe tribes neighbor neighbors neighbour neighbours members representatives delegates leaders managers \
    union unions bank banks investors lenders creditors teachers doctors voters powers signatory signatories participants \
    stakeholders interlocutors counterparts governments authorities ministers officials diplomats envoys ambassadors generals \
    commanders senators monarchies rioters dissidents perpetrators suspects victims survivors employees firms corporations population public electorate \
    organizations organisations agencies institutions troika others";

static PEOPLE_WORDS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| PEOPLE.split_whitespace().collect());

/// "two oil tankers", "the protesters": a noun with what stands before it. Things suffer deeds; they do none, and nobody
/// talks to them.
pub fn own_words(p: &Passage, w: usize, field: &str, kind: EventType) -> Option<ActorRef> {
    use EventType::{Aid, Assault, Coerce, Mobilize, Protest, Retreat, Sanction};
    let s = &p.syntax;
    let noun = s.token(w).upos == "NOUN" && !s.is(w, &["compound", "amod", "nmod:poss", "advmod"]);
    if !noun || p.cast.place_of(w).is_some() {
        return None;
    }
    let thing = field == "target" && matches!(kind, Aid | Assault | Coerce | Mobilize | Protest | Retreat | Sanction);
    // "denied that its army had …", "extended his deadline": one's own is no other side
    let own = s
        .dependents(w, &["nmod:poss"])
        .iter()
        .any(|x| matches!(s.lemma(*x).as_str(), "its" | "their" | "his" | "her" | "our" | "my"));
    if own && (!thing || matches!(kind, Coerce | Sanction)) {
        return None;
    }
    // what is coordinated and has a complement of its own is another deed: "the arrest of … and the shelling of …"
    if s.is(w, &["conj"]) && !s.dependents(w, &["nmod"]).is_empty() {
        return None;
    }
    if !thing && !PEOPLE_WORDS.contains(s.form(w).to_lowercase().as_str()) {
        return None;
    }
    // with what, and the deed itself, are not whom it hits: "fired a missile", "imposed sanctions"
    let means =
        kind == Assault && matches!(s.lemma(w).as_str(), "missile" | "rocket" | "drone" | "bomb" | "shell" | "fire");
    let deed = s.reading.frames.events.iter().any(|x| x.event_type == kind && x.score >= 0.3 && x.trigger.contains(&w));
    if means || deed {
        return None;
    }
    // "the country" tells nobody which
    if matches!(s.lemma(w).as_str(), "country" | "nation" | "state")
        && s.has_child(w, &["the"])
        && s.dependents(w, &["amod", "nmod", "acl", "compound", "nummod"]).is_empty()
        && s.token(w).has("Number", "Sing")
    {
        return None;
    }
    const MEASURES: [&str; 14] = [
        "time",
        "moment",
        "day",
        "week",
        "month",
        "year",
        "period",
        "decade",
        "ton",
        "tonne",
        "kilogram",
        "gram",
        "barrel",
        "explosive",
    ];
    if MEASURES.contains(&s.lemma(w).as_str()) {
        return None;
    }
    let from = s.subtree(w).into_iter().find(|i| !opens(s, *i))?;
    let from = if from > w { w } else { from };
    Some(crate::actors::cast::unresolved(s.span(&(from..w + 1)).of(s.text)))
}

/// What stands before the name of some people: "and", "at least".
fn opens(s: &Syntax, i: usize) -> bool {
    // "involving the parties", "including the envoys"
    let preposition = s.token(i).upos == "VERB" && s.is(i, &["case", "mark"]);
    preposition
        || matches!(s.token(i).upos.as_str(), "ADP" | "PUNCT" | "CCONJ" | "SCONJ")
        || matches!(s.lemma(i).as_str(), "least" | "most" | "about" | "around" | "approximately" | "nearly" | "almost")
            && (matches!(s.token(i).base_rel(), "advmod" | "obl" | "nmod" | "case" | "fixed")
                || i > 0 && s.form(i - 1).eq_ignore_ascii_case("at"))
}

/// "The envoy's trip to Lima", "visited Peru": whoever travels meets those who live there, where nobody else is named.
fn visited(p: &Passage, f: &EventFrame, t: usize, who: &mut Who) {
    const TRAVELS: [&str; 8] = ["visit", "trip", "travel", "tour", "fly", "arrive", "go", "journey"];
    let s = &p.syntax;
    let moves = f.event_type == EventType::Consult && f.trigger.clone().any(|i| TRAVELS.contains(&s.lemma(i).as_str()));
    if !moves || who.sources.is_empty() || who.targets.iter().any(|a| !who.sources.contains(a)) {
        return;
    }
    let goes = |c: &usize| s.is(*c, &["obj"]) || matches!(case_of(s, *c).as_deref(), Some("to" | "in"));
    let there = s.dependents(t, &["obj", "obl", "nmod"]).into_iter().filter(goes);
    let state =
        |c: usize| p.cast.soil_of(c).or_else(|| p.cast.at(c).into_iter().map(|r| r.actor).find(ActorRef::is_state));
    let Some((host, at)) = there.into_iter().find_map(|c| state(c).map(|a| (a, c))) else { return };
    let home = who.sources.iter().any(|a| a.country().is_some() && a.country() == host.country());
    if !home {
        let evidence = Some(p.evidence(at, s.token(at).span));
        who.inferred.push(Inference { field: "target".into(), rule: "state of the place".into(), evidence });
        who.targets = vec![host];
    }
}

/// An official's refusal, demand or threat is not meant for the state that he speaks for; nor is anything that the head of a
/// company does meant for the company.
fn not_ones_own(f: &EventFrame, who: &mut Who) {
    use EventType::{Accuse, Reject, Request, Sanction, Threaten};
    if let [ActorRef::Known { country: Some(own), .. }] = &who.sources[..] {
        let own = own.clone();
        who.targets.retain(|a| a.is_state() || a.id().is_none_or(|id| id.0 != own));
        if who.targets.is_empty() {
            who.inferred.retain(|i| i.field != "target");
        }
    }
    if !matches!(f.event_type, Accuse | Reject | Request | Sanction | Threaten) {
        return;
    }
    let (Some(ActorRef::Known { country: Some(own), office, .. }), 1) =
        (who.sources.first().cloned(), who.sources.len())
    else {
        return;
    };
    if office.is_some() || who.sources[0].is_state() || f.event_type == Reject {
        who.targets.retain(|a| !(a.is_state() && a.country() == Some(own.as_str())));
        if who.targets.is_empty() {
            who.inferred.retain(|i| i.field != "target");
        }
    }
}

/// Both sides take part in talks, in an agreement of several, and in what is "between" them.
fn both_sides(p: &Passage, f: &EventFrame, table: Option<&FrameFile>, tree: &Roles, who: &mut Who) {
    let s = &p.syntax;
    // "a war between two", but "withdrew from the accord between two"
    let shared = mutual(f.event_type) || s.token(s.head_of(&f.trigger)).upos == "NOUN";
    let between =
        shared && tree.partners.iter().any(|x| matches!(case_of(s, *x).as_deref(), Some("between" | "among")));
    let together = f.event_type == EventType::Consult
        || table.is_some_and(|x| x.reciprocal)
        || !tree.partners.is_empty()
        || (who.sources.len() >= 2 && who.targets.iter().all(|a| who.sources.contains(a)));
    if (mutual(f.event_type) && together) || between {
        let mut all =
            if between { resolve(p, f.event_type, "source", &tree.partners, &mut Vec::new()) } else { Vec::new() };
        if all.len() < 2 {
            all = who.sources.clone();
            all.extend(who.targets.iter().filter(|a| !who.sources.contains(a)).cloned().collect::<Vec<_>>());
        }
        if all.len() >= 2 {
            (who.sources, who.targets) = (all.clone(), all);
            return;
        }
    }
    // a state speaks to its own people, not to itself
    own_people(p, f, who);
    // nobody acts upon himself unless he is named as one of several
    who.targets.retain(|a| !who.sources.contains(a));
}

/// "urged Kenyan citizens to leave": the citizens themselves, where the state would speak to itself.
fn own_people(p: &Passage, f: &EventFrame, who: &mut Who) {
    let country = |a: &ActorRef| a.country().map(str::to_string);
    let ours: Vec<String> = who.sources.iter().filter_map(country).collect();
    for (w, score) in &f.targets {
        for r in p.cast.at(*w).into_iter().filter(|_| *score >= ROLE) {
            let (ActorRef::Unresolved(_), Some(state)) = (&r.actor, &r.state) else { continue };
            if country(state).is_some_and(|c| ours.contains(&c)) {
                for a in who.targets.iter_mut().filter(|a| *a == state) {
                    *a = r.actor.clone();
                }
            }
        }
    }
}

/// A strike of one state in another that names no target is one on that state; a crackdown is that state's doing.
fn suffering_state(p: &Passage, f: &EventFrame, t: usize, who: &mut Who) {
    let s = &p.syntax;
    let state = || {
        let mut near = s.subtree(t).into_iter().chain(f.evidence.clone());
        near.find_map(|i| p.cast.soil_of(i).map(|a| (a, i)))
    };
    let (field, missing) = match f.event_type {
        EventType::Assault if who.targets.is_empty() => ("target", who.sources.iter().any(|a| a.country().is_some())),
        EventType::Coerce if who.sources.is_empty() => ("source", true),
        _ => ("", false),
    };
    if !missing {
        return;
    }
    let own = |a: &ActorRef| match field {
        "target" => who.sources.iter().any(|x| x.country() == a.country()),
        _ => who.targets.contains(a),
    };
    if let Some((actor, at)) = state().filter(|(a, _)| !own(a)) {
        let evidence = Some(p.evidence(at, s.token(at).span));
        who.inferred.push(Inference { field: field.into(), rule: "state of the place".into(), evidence });
        if field == "target" { who.targets.push(actor) } else { who.sources.push(actor) }
    }
}

/// "Kenya and the rebels rejected the offer": neither of them is whom the other does it to.
fn do_it_together(p: &Passage, t: usize, who: &mut Who) {
    let subject = subject(&p.syntax, t).filter(|x| !x.1).map(|x| joined(p, vec![x.0])).unwrap_or_default();
    let all = resolve(p, EventType::Accuse, "source", &subject, &mut Vec::new());
    let apart = who.targets.iter().any(|a| all.contains(a)) && !who.targets.iter().all(|a| who.sources.contains(a));
    if all.len() > 1 && apart && who.sources.iter().any(|a| all.contains(a)) {
        who.targets.retain(|a| !all.contains(a));
        who.sources.extend(all.into_iter().filter(|a| !who.sources.contains(a)).collect::<Vec<_>>());
    }
}

/// "The discussions", "talks collapsed", "mediated by Norway": the parties are those of the talks last spoken of.
fn talks_spoken_of(p: &Passage, f: &EventFrame, t: usize, before: &[Claim], who: &mut Who) {
    const TALKS: &str = "talk negotiation discussion dialogue consultation round meeting";
    const MEDIATES: &str = "mediate broker facilitate host mediation";
    let s = &p.syntax;
    let is = |list: &str, i: usize| list.split_whitespace().any(|w| w == s.lemma(i));
    if f.event_type != EventType::Consult {
        return;
    }
    let some = s.has_child(t, &["any", "no", "every", "another", "further", "more"]);
    let talks = is(TALKS, t) && !some && s.dependents(t, &["nmod:poss"]).is_empty() && who.sources.len() < 2;
    let mediates = is(MEDIATES, t) && who.sources.len() < 2 && who.targets.iter().all(|a| who.sources.contains(a));
    if !talks && !mediates {
        return;
    }
    let sentence = s.sentence_of(t);
    let several = |c: &&Claim| c.event().is_some_and(|e| e.event_type == EventType::Consult && e.sources.len() >= 2);
    let parties = |c: &Claim| c.event().map(|e| e.sources.iter().map(ActorRef::name).collect::<BTreeSet<_>>());
    let Some(last) = before.iter().rfind(several) else { return };
    // far apart it must be plain which talks are meant
    let only = before.iter().filter(several).all(|c| parties(c) == parties(last));
    let last = Some(last).filter(|c| only || c.first().sentence + 8 >= sentence);
    let Some((claim, e)) = last.and_then(|c| c.event().map(|e| (c, e))) else { return };
    if talks && !who.sources.iter().all(|a| e.sources.contains(a)) {
        return;
    }
    if talks {
        who.sources.clone_from(&e.sources);
    }
    who.targets = e.sources.iter().filter(|a| talks || !who.sources.contains(a)).cloned().collect();
    let evidence = Some(claim.first().clone());
    who.inferred.push(Inference {
        field: "target".into(),
        rule: "parties of the talks last spoken of".into(),
        evidence,
    });
}

/// Is the deed known only from whom it was done to: "Kenya said that Uganda had shelled its border"?
pub fn accused(p: &Passage, f: &EventFrame, t: usize, who: &Who) -> bool {
    use EventType::{Assault, Coerce, Mobilize, Reject, Threaten};
    let s = &p.syntax;
    if !matches!(f.event_type, Assault | Coerce | Mobilize | Reject | Threaten) {
        return false;
    }
    let saying = std::iter::once(t).chain(s.ancestors(t)).find(|i| s.is(*i, &["ccomp"])).and_then(|i| s.token(i).head);
    let Some(saying) = saying.filter(|v| matches!(s.lemma(*v).as_str(), "say" | "state" | "declare" | "tell" | "add"))
    else {
        return false;
    };
    let speakers: Vec<String> = s
        .dependents(saying, &["nsubj"])
        .into_iter()
        .flat_map(|n| p.cast.at(n))
        .filter_map(|r| r.country().map(str::to_string))
        .collect();
    let of = |list: &[ActorRef]| list.iter().filter_map(|a| a.country().map(str::to_string)).collect::<Vec<_>>();
    let (doers, victims) = (of(&who.sources), of(&who.targets));
    let victim = victims.iter().any(|c| speakers.contains(c)) || (victims.is_empty() && its_own(p, f));
    !doers.is_empty() && !speakers.is_empty() && doers.iter().all(|c| !speakers.contains(c)) && victim
}

/// Does the clause speak of something of the speaker's: "its border"?
fn its_own(p: &Passage, f: &EventFrame) -> bool {
    f.evidence.clone().any(|i| matches!(p.syntax.lemma(i).as_str(), "its" | "their" | "our" | "we"))
}
