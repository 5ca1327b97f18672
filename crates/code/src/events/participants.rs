//! Who does it and to whom: the encoder's role words, resolved; the tree where they name nobody.

use super::parts;
use crate::actors::Resolution;
use crate::coder::Passage;
use crate::modality;
use crate::roles::{Roles, case_of, owned_by_whom_is_asked, roles};
use crate::syntax::Syntax;
use rapporteur_types::knowledge::FrameFile;
use rapporteur_types::reading::EventFrame;
use rapporteur_types::{ActorRef, Claim, EventType, Inference};
use std::collections::BTreeSet;

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
}

impl Who {
    /// These are whom it is done to, and do none of it; with what is inferred of them.
    fn suffer(&mut self, targets: Vec<ActorRef>, inferred: Vec<Inference>) {
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
    who
}

/// What the sentence says by its form, whatever the encoder thinks.
fn grammar(p: &Passage, f: &EventFrame, t: usize, tree: &Roles, who: &mut Who) {
    passive(p, f, t, who);
    victims(p, f, t, who);
    struck(p, f, t, who);
    suffers_the_noun(p, f, t, who);
    protested(p, f, t, who);
    subject_speaks(p, f, t, who);
    owner(p, f, t, tree, who);
    answered(p, f, tree, who);
    obliged(p, f, t, who);
    refuted(p, f, t, who);
    only_tells(p, f, t, who);
    of_the_victim(p, f, t, tree, who);
    mediating(p, f, t, who);
    given_time(p, f, t, who);
    yours(p, f, tree, who);
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
    for words in [best, by_tree] {
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
fn resolve(p: &Passage, kind: EventType, field: &str, words: &[usize], inferred: &mut Vec<Inference>) -> Vec<ActorRef> {
    let mut out: Vec<ActorRef> = Vec::new();
    for w in words {
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

/// Who acts in a mention: of a nameless or adjectival one whom it stands for ("Iranian forces" is Iran's doing).
pub fn acting(r: &Resolution) -> ActorRef {
    match (&r.actor, &r.state) {
        (ActorRef::Unresolved(_), Some(state)) => state.clone(),
        (a, _) => a.clone(),
    }
}

/// Types in which two do something together.
pub fn mutual(kind: EventType) -> bool {
    matches!(kind, EventType::Consult | EventType::Agree | EventType::Cooperate)
}

/// People and bodies without a name, beside those that the cast knows.
const PEOPLE: &str = "team teams group groups fighter fighters militant militants gunman gunmen protester protesters \
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
    union unions bank banks investors lenders creditors teachers doctors voters others";

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
    if !thing && !PEOPLE.split_whitespace().any(|x| x == s.form(w).to_lowercase()) {
        return None;
    }
    // with what, and the deed itself, are not whom it hits: "fired a missile", "imposed sanctions"
    let means =
        kind == Assault && matches!(s.lemma(w).as_str(), "missile" | "rocket" | "drone" | "bomb" | "shell" | "fire");
    let deed = s.reading.frames.events.iter().any(|x| x.event_type == kind && x.score >= 0.3 && x.trigger.contains(&w));
    if means || deed {
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
    matches!(s.token(i).upos.as_str(), "ADP" | "PUNCT" | "CCONJ" | "SCONJ")
        || matches!(s.lemma(i).as_str(), "least" | "most" | "about" | "around" | "approximately" | "nearly" | "almost")
            && matches!(s.token(i).base_rel(), "advmod" | "obl" | "nmod" | "case" | "fixed")
}

/// "Kenya was deprived of its seat": whoever is the subject of a passive does not do it.
fn passive(p: &Passage, f: &EventFrame, t: usize, who: &mut Who) {
    let subject = p.syntax.dependents(t, &["nsubj:pass"]);
    if subject.is_empty() || f.event_type == EventType::Consult {
        return;
    }
    let suffers = resolve(p, f.event_type, "target", &subject, &mut Vec::new());
    if suffers.iter().any(|a| who.sources.contains(a)) {
        who.sources.retain(|a| !suffers.contains(a));
        if who.targets.iter().all(|a| a.id().is_none()) {
            who.targets = suffers;
        }
    }
}

/// "Two people are killed in a shooting in Lima": they are whom it hits, and the town is neither side.
fn victims(p: &Passage, f: &EventFrame, t: usize, who: &mut Who) {
    const HARMS: [&str; 9] = ["kill", "injure", "wound", "hurt", "hospitalize", "stab", "shoot", "maim", "murder"];
    let s = &p.syntax;
    if f.event_type != EventType::Assault || s.token(t).upos != "NOUN" || !s.is(t, &["obl", "nmod"]) {
        return;
    }
    let harm = |v: &usize| HARMS.contains(&s.lemma(*v).as_str()) && !s.dependents(*v, &["nsubj:pass"]).is_empty();
    let above = s.ancestors(t);
    let Some(v) = above.iter().copied().take(3).flat_map(|a| [Some(a), s.token(a).head]).flatten().find(harm) else {
        return;
    };
    // "Five are killed and two hurt in …": those of both verbs
    let first = s.token(v).head.filter(|h| s.is(v, &["conj"]) && harm(h)).unwrap_or(v);
    let verbs = std::iter::once(first).chain(s.dependents(first, &["conj"]));
    let hit: Vec<usize> = verbs.flat_map(|x| s.dependents(x, &["nsubj:pass"])).collect();
    let mut why = Vec::new();
    let suffer = resolve(p, f.event_type, "target", &hit, &mut why);
    who.suffer(suffer, why);
}

/// "The arrest of Sosa", "the suspension of Kenya": whoever stands behind "of" a noun of harm suffers it and does none of it.
fn suffers_the_noun(p: &Passage, f: &EventFrame, t: usize, who: &mut Who) {
    use EventType::{Accuse, Assault, Coerce, Sanction};
    let s = &p.syntax;
    if !matches!(f.event_type, Accuse | Assault | Coerce | Sanction) || s.token(t).upos != "NOUN" {
        return;
    }
    let of = |c: &usize| case_of(s, *c).as_deref() == Some("of");
    let behind: Vec<usize> = s.dependents(t, &["nmod"]).into_iter().filter(of).collect();
    let mut why = Vec::new();
    let hit = resolve(p, f.event_type, "target", &behind, &mut why);
    if hit.iter().any(|a| who.sources.contains(a)) {
        who.suffer(hit, why);
    }
}

/// "Protests against Kenya", "anti-Kenya protests": it is protested against, whatever the encoder thinks.
fn protested(p: &Passage, f: &EventFrame, t: usize, who: &mut Who) {
    let s = &p.syntax;
    if f.event_type != EventType::Protest {
        return;
    }
    let against = |c: &usize| case_of(s, *c).as_deref() == Some("against");
    let mut behind: Vec<usize> = s.dependents(t, &["nmod", "obl"]).into_iter().filter(against).collect();
    let anti = |c: &usize| {
        s.form(*c).to_lowercase().starts_with("anti")
            || s.children(*c).iter().any(|x| s.form(*x).eq_ignore_ascii_case("anti"))
    };
    behind.extend(s.dependents(t, &["amod", "compound"]).into_iter().filter(anti));
    let mut why = Vec::new();
    let hit = resolve(p, f.event_type, "target", &behind, &mut why);
    if hit.iter().any(|a| who.sources.contains(a)) {
        who.suffer(hit, why);
    }
}

/// "…, the ministers alleged": the subject of a verb of speech does it, whoever is spoken of.
fn subject_speaks(p: &Passage, f: &EventFrame, t: usize, who: &mut Who) {
    use EventType::{Accuse, Reject, Request, Support, Threaten};
    let s = &p.syntax;
    let speech = matches!(f.event_type, Accuse | Reject | Request | Support | Threaten);
    let subject = s.dependents(t, &["nsubj"]);
    let active = subject.iter().all(|n| !s.is(*n, &["nsubj:pass"]));
    if !speech || !active || s.token(t).upos != "VERB" {
        return;
    }
    let mut why = Vec::new();
    let by = resolve(p, f.event_type, "source", &subject, &mut why);
    if !by.is_empty() && !by.iter().any(|a| who.sources.contains(a)) {
        who.inferred.retain(|i| i.field != "source");
        who.inferred.extend(why);
        who.targets.retain(|a| !by.contains(a));
        who.sources = by;
    }
}

/// "The attack on Kenyan plants": whose they are suffers it, whatever the encoder thinks.
fn struck(p: &Passage, f: &EventFrame, t: usize, who: &mut Who) {
    let s = &p.syntax;
    if f.event_type != EventType::Assault || s.token(t).upos != "NOUN" {
        return;
    }
    let on = |c: &usize| matches!(case_of(s, *c).as_deref(), Some("on" | "against"));
    for c in s.dependents(t, &["nmod"]).into_iter().filter(on) {
        let inside = s.subtree(c);
        let mut why = Vec::new();
        let hit = resolve(p, f.event_type, "target", &inside, &mut why);
        let known: Vec<ActorRef> = hit.into_iter().filter(|a| a.id().is_some()).collect();
        if known.iter().any(|a| who.sources.contains(a)) {
            who.suffer(known, why);
        }
    }
}

/// "The minister said that Kenya must withdraw", "… should return": who says so demands it, of the subject.
fn obliged(p: &Passage, f: &EventFrame, t: usize, who: &mut Who) {
    let s = &p.syntax;
    let modal = |i: usize| matches!(s.lemma(i).as_str(), "must" | "should" | "need" | "ought");
    let verb = match s.token(t).head.filter(|_| s.is(t, &["aux"])) {
        Some(v) => Some(v),
        None => Some(t).filter(|_| f.trigger.clone().any(|i| i != t && modal(i) && s.is(i, &["aux"]))),
    };
    let Some(v) = verb.filter(|_| f.event_type == EventType::Request) else { return };
    let subject = resolve(p, f.event_type, "target", &s.dependents(v, &["nsubj"]), &mut Vec::new());
    if subject.is_empty() || !subject.iter().any(|a| who.sources.contains(a)) {
        return;
    }
    let saying =
        s.token(v).head.filter(|_| s.is(v, &["ccomp"])).or_else(|| s.dependents(v, &["parataxis"]).first().copied());
    let mut speaker = saying.map(|x| s.dependents(x, &["nsubj"])).unwrap_or_default();
    if speaker.is_empty() {
        let around = s.reading.frames.statements.iter().filter(|x| x.score >= ROLE && x.content.contains(&v));
        let source = around.min_by_key(|x| x.content.len()).and_then(|x| x.source.clone());
        speaker.extend(source.map(|r| s.head_of(&r)));
    }
    who.sources = resolve(p, f.event_type, "source", &speaker, &mut who.inferred);
    who.sources.retain(|a| !subject.contains(a));
    who.targets = subject;
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

/// "US requests", "Kenya's strikes": who stands before the noun does it, whatever the encoder thinks.
fn owner(p: &Passage, f: &EventFrame, t: usize, tree: &Roles, who: &mut Who) {
    let s = &p.syntax;
    if s.token(t).upos != "NOUN" || mutual(f.event_type) || !tree.partners.is_empty() {
        return;
    }
    for o in s.dependents(t, &["nmod:poss", "amod", "compound"]) {
        let named = resolve(p, f.event_type, "source", &[o], &mut Vec::new());
        let sure = s.is(o, &["nmod:poss", "amod"]) || !who.targets.iter().any(|a| named.contains(a));
        if !named.is_empty()
            && sure
            && !named.iter().any(|a| who.sources.contains(a))
            && !named.iter().any(|a| who.targets.contains(a))
        {
            who.sources = named;
            who.inferred.retain(|i| i.field != "source");
            return;
        }
    }
}

/// "rejected a Kenyan request": who made it is whom the rejection is for, and who rejects it is whom it was made to.
fn answered(p: &Passage, f: &EventFrame, tree: &Roles, who: &mut Who) {
    let words = |list: &[usize]| resolve(p, f.event_type, "target", list, &mut Vec::new());
    if let Some(by) = tree.answered_by {
        let by = words(&[by]);
        if !by.is_empty() && f.event_type != EventType::Reject {
            who.sources.retain(|a| !by.contains(a));
            let other: Vec<ActorRef> = who.targets.drain(..).filter(|a| !by.contains(a)).collect();
            who.targets = by;
            if who.sources.is_empty() && !other.is_empty() {
                // the two were taken the wrong way round
                who.sources = other;
                who.inferred.retain(|i| i.field == "target");
                who.inferred.iter_mut().for_each(|i| i.field = "source".into());
            } else {
                who.inferred.retain(|i| i.field != "target");
            }
        }
    }
    if who.targets.is_empty() && matches!(f.event_type, EventType::Reject | EventType::Agree | EventType::Support) {
        who.targets = words(&tree.owners).into_iter().filter(|a| !who.sources.contains(a)).collect();
    }
}

/// "Denied a claim by Kenya that Uganda had fired": whose claim it is is denied, not whom it speaks of.
fn refuted(p: &Passage, f: &EventFrame, t: usize, who: &mut Who) {
    let s = &p.syntax;
    if f.event_type != EventType::Reject || !modality::refutes(s, t) {
        return;
    }
    let all = |words: &[usize]| resolve(p, f.event_type, "target", words, &mut Vec::new());
    let object = s.dependents(t, &["obj"]);
    let by = |c: &usize| !s.is(*c, &["nmod"]) || s.is(*c, &["nmod:poss"]) || case_of(s, *c).as_deref() == Some("by");
    let owners: Vec<usize> =
        object.iter().flat_map(|o| s.dependents(*o, &["nmod", "amod", "compound"])).filter(by).collect();
    let claimed = all(&owners);
    let told: Vec<usize> = s.dependents(t, &["obj", "ccomp", "xcomp"]).into_iter().flat_map(|c| s.subtree(c)).collect();
    let told = all(&told);
    who.targets.retain(|a| !told.contains(a));
    who.sources.retain(|a| !claimed.contains(a));
    for a in claimed {
        if !who.targets.contains(&a) {
            who.targets.push(a);
        }
    }
    if who.targets.is_empty() {
        who.inferred.retain(|i| i.field != "target");
    }
}

/// "A strike that the rebels said killed nine", "they walked out after a strike": whoever tells of it in a clause between, or does
/// something after it, has not done it by that.
fn only_tells(p: &Passage, f: &EventFrame, t: usize, who: &mut Who) {
    use EventType::{Assault, Coerce};
    let s = &p.syntax;
    if !matches!(f.event_type, Assault | Coerce) {
        return;
    }
    let tells = |v: &usize| {
        s.is(*v, &["acl:relcl"])
            && matches!(s.lemma(*v).as_str(), "say" | "claim" | "allege" | "report" | "state")
            && !s.dependents(*v, &["ccomp"]).is_empty()
    };
    let above = s.token(t).head.filter(|_| s.is(t, &["ccomp"]));
    let told = s.dependents(t, &["acl:relcl"]).into_iter().chain(above).find(tells);
    let verb = s.ancestors(t).iter().copied().find(|a| s.token(*a).upos == "VERB");
    let late = verb.filter(|_| case_of(s, t).as_deref() == Some("after"));
    let subjects: Vec<usize> = told.into_iter().chain(late).flat_map(|v| s.dependents(v, &["nsubj"])).collect();
    let by = resolve(p, f.event_type, "source", &subjects, &mut Vec::new());
    who.sources.retain(|a| !by.contains(a));
    if who.sources.is_empty() {
        who.inferred.retain(|i| i.field != "source");
    }
}

/// "Two Kenyan engineers, seized in May": of whom they are says nothing of who did it.
fn of_the_victim(p: &Passage, f: &EventFrame, t: usize, tree: &Roles, who: &mut Who) {
    use EventType::{Assault, Coerce};
    let s = &p.syntax;
    if !matches!(f.event_type, Assault | Coerce) {
        return;
    }
    let named = |words: Vec<usize>| resolve(p, f.event_type, "source", &words, &mut Vec::new());
    let describes =
        |x: &usize| s.is(*x, &["amod"]) && s.token(*x).head.is_some_and(|n| n != t && !tree.agents.contains(&n));
    let mut all: Vec<usize> = tree.patients.iter().flat_map(|x| s.dependents(*x, &["amod", "nmod:poss"])).collect();
    all.extend(s.sentence_tokens(t).filter(|x| s.token(t).upos == "VERB" && describes(x)));
    let theirs = named(all);
    let others = s.sentence_tokens(t).filter(|x| s.is(*x, &["nsubj", "obl:agent"])).collect();
    let doers = [named(tree.agents.clone()), named(others)].concat();
    who.sources.retain(|a| doers.contains(a) || !theirs.contains(a));
}

/// "Threatened to leave the talks that Norway is mediating": whoever mediates there is no side.
fn mediating(p: &Passage, f: &EventFrame, t: usize, who: &mut Who) {
    const MEDIATES: [&str; 5] = ["broker", "facilitate", "host", "mediate", "sponsor"];
    const REPAIRS: [&str; 8] = ["broker", "mediate", "rescue", "restore", "revive", "salvage", "save", "secure"];
    let s = &p.syntax;
    // "Norway sought to revive the truce"
    let repaired = s.token(t).head.filter(|v| s.is(t, &["obj"]) && REPAIRS.contains(&s.lemma(*v).as_str()));
    if let Some((subject, false)) = repaired.and_then(|v| crate::roles::subject(s, v)).filter(|_| mutual(f.event_type))
    {
        let third = resolve(p, f.event_type, "source", &[subject], &mut Vec::new());
        who.sources.retain(|a| !third.contains(a));
        who.targets.retain(|a| !third.contains(a));
    }
    let inside =
        |v: &usize| *v != t && s.is(*v, &["acl:relcl", "acl", "advcl"]) && MEDIATES.contains(&s.lemma(*v).as_str());
    if f.trigger.clone().any(|i| MEDIATES.contains(&s.lemma(i).as_str())) {
        return;
    }
    let clauses: Vec<usize> = s.subtree(t).into_iter().filter(inside).collect();
    let by = |v: &usize| [s.dependents(*v, &["nsubj"]), s.dependents(*v, &["obl:agent"])].concat();
    let third = resolve(p, f.event_type, "target", &clauses.iter().flat_map(by).collect::<Vec<_>>(), &mut Vec::new());
    let sides = (who.sources.len(), who.targets.len());
    who.sources.retain(|a| !third.contains(a));
    who.targets.retain(|a| !third.contains(a));
    if sides.1 > 0 && who.targets.is_empty() {
        who.inferred.retain(|i| i.field != "target");
    }
    if sides.0 > 0 && who.sources.is_empty() {
        who.inferred.retain(|i| i.field != "source");
    }
}

/// "Gave Kenya until Friday, warning that it would leave": the warning is for whoever is given time.
fn given_time(p: &Passage, f: &EventFrame, t: usize, who: &mut Who) {
    let s = &p.syntax;
    let addressed = !s.dependents(t, &["obj", "iobj"]).is_empty();
    if f.event_type != EventType::Threaten || addressed || !s.is(t, &["advcl", "xcomp"]) || !who.targets.is_empty() {
        return;
    }
    let Some(v) = s.token(t).head.filter(|v| matches!(s.lemma(*v).as_str(), "give" | "tell" | "order" | "urge")) else {
        return;
    };
    let object = [s.dependents(v, &["iobj"]), s.dependents(v, &["obj"])].concat();
    let mut why = Vec::new();
    let given = resolve(p, f.event_type, "target", &object, &mut why);
    if given.iter().all(|a| a.id().is_some() && !who.sources.contains(a)) {
        who.suffer(given, why);
    }
}

/// "Your government has agreed": whoever is asked does it, not whoever says so.
fn yours(p: &Passage, f: &EventFrame, tree: &Roles, who: &mut Who) {
    let Some(your) = tree.agents.iter().find_map(|a| owned_by_whom_is_asked(&p.syntax, *a)) else { return };
    let mut why = Vec::new();
    let asked = resolve(p, f.event_type, "source", &[your], &mut why);
    if !asked.is_empty() {
        who.inferred.retain(|i| i.field != "source");
        who.inferred.extend(why);
        who.targets.retain(|a| !asked.contains(a));
        who.sources = asked;
    }
}

/// Both sides take part in talks, in an agreement of several, and in what is "between" them.
fn both_sides(p: &Passage, f: &EventFrame, table: Option<&FrameFile>, tree: &Roles, who: &mut Who) {
    let s = &p.syntax;
    let between = tree.partners.iter().any(|x| matches!(case_of(s, *x).as_deref(), Some("between" | "among")));
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

/// An attack that names no target but happens in a state is an attack on that state; a crackdown is that state's doing.
fn suffering_state(p: &Passage, f: &EventFrame, t: usize, who: &mut Who) {
    let s = &p.syntax;
    let state = || {
        let mut near = s.subtree(t).into_iter().chain(f.evidence.clone());
        near.find_map(|i| p.cast.soil_of(i).map(|a| (a, i)))
    };
    let (field, missing) = match f.event_type {
        EventType::Assault if who.targets.iter().all(|a| a.id().is_none()) => ("target", true),
        EventType::Coerce if who.sources.is_empty() => ("source", true),
        _ => ("", false),
    };
    if !missing {
        return;
    }
    if let Some((actor, at)) = state().filter(|(a, _)| !who.sources.contains(a) && !who.targets.contains(a)) {
        let evidence = Some(p.evidence(at, s.token(at).span));
        who.inferred.push(Inference { field: field.into(), rule: "state of the place".into(), evidence });
        if field == "target" { who.targets.push(actor) } else { who.sources.push(actor) }
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
