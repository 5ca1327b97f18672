//! What the sentence says of who takes part by its form, whatever the encoder thinks.

use super::participants::{ROLE, Who, joined, mutual, resolve};
use crate::coder::Passage;
use crate::modality;
use crate::roles::{Roles, case_of, owned_by_whom_is_asked};
use rapporteur_types::reading::EventFrame;
use rapporteur_types::{ActorRef, EventType};

/// What the form leaves no doubt about.
pub fn grammar(p: &Passage, f: &EventFrame, t: usize, tree: &Roles, who: &mut Who) {
    passive(p, f, t, who);
    undone(p, f, t, who);
    victims(p, f, t, who);
    struck(p, f, t, who);
    suffers_the_noun(p, f, t, who);
    protested(p, f, t, who);
    subject_speaks(p, f, t, who);
    owner(p, f, t, tree, who);
    wanted_from(p, f, t, who);
    answered(p, f, tree, who);
    obliged(p, f, t, who);
    refuted(p, f, t, who);
    only_tells(p, f, t, who);
    of_the_victim(p, f, t, tree, who);
    mediating(p, f, t, who);
    given_time(p, f, t, who);
    yours(p, f, tree, who);
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

/// "He reimposed sanctions that had been lifted": whoever does the one has not done the other.
fn undone(p: &Passage, f: &EventFrame, t: usize, who: &mut Who) {
    let s = &p.syntax;
    let before = s.dependents(t, &["aux"]).into_iter().any(|a| s.form(a).eq_ignore_ascii_case("had"));
    let passive = !s.dependents(t, &["nsubj:pass"]).is_empty() || !s.dependents(t, &["aux:pass"]).is_empty();
    let agent = !s.dependents(t, &["obl:agent"]).is_empty();
    if !before || !passive || agent || !s.is(t, &["acl:relcl", "acl"]) || mutual(f.event_type) {
        return;
    }
    let Some((subject, false)) =
        s.token(t).head.and_then(|n| s.token(n).head).and_then(|v| crate::roles::subject(s, v))
    else {
        return;
    };
    let by = resolve(p, f.event_type, "source", &[subject], &mut Vec::new());
    who.sources.retain(|a| !by.contains(a));
    if who.sources.is_empty() {
        who.inferred.retain(|i| i.field != "source");
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
    // "the parties met over Kenya's complaints": nobody else complains
    let poss = joined(p, s.dependents(t, &["nmod:poss"]));
    let named = resolve(p, f.event_type, "source", &poss, &mut Vec::new());
    if named.iter().any(|a| who.sources.contains(a)) {
        who.sources.retain(|a| named.contains(a));
    }
}

/// "To win concessions from Kenya", "sought a pledge from it": who is to give is whom it is wanted from.
fn wanted_from(p: &Passage, f: &EventFrame, t: usize, who: &mut Who) {
    const WANTS: [&str; 13] = [
        "demand", "draw", "exact", "extract", "force", "gain", "get", "obtain", "secure", "seek", "want", "win",
        "wrest",
    ];
    let s = &p.syntax;
    let verb = s.token(t).head.filter(|v| s.is(t, &["obj"]) && WANTS.contains(&s.lemma(*v).as_str()));
    let (Some(v), EventType::Concede | EventType::Aid | EventType::Agree | EventType::Support) = (verb, f.event_type)
    else {
        return;
    };
    let from = |c: &usize| case_of(s, *c).as_deref() == Some("from");
    let givers: Vec<usize> = [t, v].iter().flat_map(|x| s.dependents(*x, &["nmod", "obl"])).filter(from).collect();
    let mut why = Vec::new();
    let givers = resolve(p, f.event_type, "source", &givers, &mut why);
    if givers.is_empty() {
        return;
    }
    let takers: Vec<ActorRef> =
        who.sources.iter().chain(&who.targets).filter(|a| !givers.contains(a)).cloned().collect();
    who.inferred.retain(|i| i.field != "source" && i.field != "target");
    who.inferred.extend(why);
    who.sources = givers;
    who.targets.clear();
    for a in takers {
        if !who.targets.contains(&a) {
            who.targets.push(a);
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
