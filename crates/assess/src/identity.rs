//! Who of several documents is one: a person whom one document names in full and another by the last name alone, and a
//! name that one document takes for a person and another for a firm. Decided once, before anything else is.

use crate::Coded;
use crate::sources::Read;
use crate::words::lower;
use rapporteur_types::{ActorId, ActorRef, Claim, ClaimBody, Evidence, Inference};
use std::collections::{BTreeMap, BTreeSet};

/// Why somebody is who he is taken for, in the words that readers see.
const NAMED_IN_FULL: &str = "full name from another document";
const TOLD_ELSEWHERE: &str = "office or state from another document";

/// Is something inferred by who is who in several documents, rather than guessed within one?
pub(crate) fn by_identity(i: &Inference) -> bool {
    i.rule == NAMED_IN_FULL || i.rule == TOLD_ELSEWHERE
}

/// For each document what it is with everybody under one id, where that changes any of its claims. `about` says which
/// documents are about the talks: the others neither lend a name nor take one.
pub(crate) fn joined(docs: &[Read], about: &[bool]) -> Vec<Option<Coded>> {
    let mut cast = Cast::default();
    for (at, (d, _)) in docs.iter().zip(about).enumerate().filter(|(_, (_, about))| **about) {
        for claim in &d.coded.claims {
            everybody(claim).into_iter().for_each(|a| cast.meet(a, claim.first(), at));
        }
    }
    let aliases = cast.aliases();
    let recast = |d: &Read| {
        let known = |a: &ActorRef| cast.known_as(a, &aliases).is_some();
        if !d.coded.claims.iter().flat_map(everybody).any(known) {
            return None;
        }
        let claims = d.coded.claims.iter().map(|c| cast.recast(c, &aliases)).collect();
        let extracts = d.coded.extracts.clone();
        Some(Coded { document: d.coded.document.clone(), claims, extracts, unread: d.coded.unread })
    };
    docs.iter().zip(about).map(|(d, about)| if *about { recast(d) } else { None }).collect()
}

/// Everybody whom a claim names, also those who only report it.
fn everybody(c: &Claim) -> Vec<&ActorRef> {
    let mut out = c.actors();
    out.extend(&c.according_to);
    out
}

/// All who are named, by id.
#[derive(Default)]
struct Cast(BTreeMap<String, Figure>);

/// Somebody as the documents name him.
struct Figure {
    /// Words of the name, in lower case.
    name: Vec<String>,
    /// The first telling, and the first that gives a state and an office, each with its place and document.
    first: (ActorRef, Evidence),
    country: Option<(String, Evidence)>,
    office: Option<(String, Evidence)>,
    /// Are the states that the documents give different ones?
    torn: bool,
    docs: BTreeSet<usize>,
}

impl Cast {
    fn meet(&mut self, actor: &ActorRef, place: &Evidence, doc: usize) {
        let ActorRef::Known { id, name, country, office } = actor else { return };
        let figure = self.0.entry(id.0.clone()).or_insert_with(|| Figure {
            name: lower(name),
            first: (actor.clone(), place.clone()),
            country: None,
            office: None,
            torn: false,
            docs: BTreeSet::new(),
        });
        figure.docs.insert(doc);
        if let Some(c) = country {
            figure.torn |= figure.country.as_ref().is_some_and(|x| x.0 != *c);
            figure.country.get_or_insert_with(|| (c.clone(), place.clone()));
        }
        if let Some(o) = office {
            figure.office.get_or_insert_with(|| (o.clone(), place.clone()));
        }
    }

    /// Ids that stand for others, each with the id that it stands for.
    fn aliases(&self) -> BTreeMap<String, String> {
        let mut out = BTreeMap::new();
        let mut by_name: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for id in self.0.keys() {
            if let Some((_, name)) = apart(id) {
                by_name.entry(name).or_default().push(id);
            }
        }
        for ids in by_name.values().filter(|ids| ids.len() > 1) {
            let Some(best) = ids.iter().copied().max_by_key(|id| self.rank(id)) else { continue };
            out.extend(ids.iter().filter(|id| **id != best).map(|id| (id.to_string(), best.to_string())));
        }
        let mut by_last: BTreeMap<&str, Vec<(&String, &Figure)>> = BTreeMap::new();
        for (id, figure) in self.0.iter().filter(|(id, _)| !out.contains_key(*id)) {
            if let Some(last) = figure.name.last() {
                by_last.entry(last).or_default().push((id, figure));
            }
        }
        let mut short: Vec<(String, String)> = Vec::new();
        for (id, figure) in by_last.values().flatten() {
            let namesakes = figure.name.last().and_then(|last| by_last.get(last.as_str()));
            let mut fuller = namesakes.into_iter().flatten().filter(|(o, f)| same_kind(id, o) && f.is_called(figure));
            if let (Some((other, f)), None) = (fuller.next(), fuller.next())
                && f.fits(figure, id)
            {
                short.push((id.to_string(), other.to_string()));
            }
        }
        for (id, figure) in self.0.iter().filter(|(id, f)| id.starts_with("text:body:") && f.name.len() == 1) {
            let mut named = self.0.iter().filter(|(other, f)| same_kind(id, other) && f.is_abbreviated(figure));
            if let (Some((other, f)), None) = (named.next(), named.next())
                && f.fits(figure, id)
            {
                short.push((id.clone(), other.clone()));
            }
        }
        out.extend(short);
        // what stands for a short name stands for the one whom that names
        out.iter().map(|(id, to)| (id.clone(), out.get(to).unwrap_or(to).clone())).collect()
    }

    /// Of the kinds that documents take a name for, the one that most of them do. A single word is hardly a person:
    /// news names persons in full somewhere.
    fn rank(&self, id: &str) -> (bool, usize, bool, &'static str) {
        let kind = KINDS.iter().copied().find(|k| apart(id).is_some_and(|a| a.0 == *k)).unwrap_or("");
        let figure = self.0.get(id);
        let lone_person = kind == "person" && figure.is_some_and(|f| f.name.len() == 1);
        (!lone_person, figure.map_or(0, |f| f.docs.len()), figure.is_some_and(|f| f.country.is_some()), kind)
    }

    /// A claim with everybody under one id, and with the state and office that other documents give.
    fn recast(&self, claim: &Claim, aliases: &BTreeMap<String, String>) -> Claim {
        let mut out = claim.clone();
        let mut inferred: Vec<Inference> = Vec::new();
        let mut put = |field: &str, list: &mut dyn Iterator<Item = &mut ActorRef>| {
            for actor in list {
                let Some((new, why)) = self.known_as(actor, aliases) else { continue };
                *actor = new;
                if let Some((rule, place)) = why
                    && !inferred.iter().any(|i| i.field == field && i.rule == rule)
                {
                    inferred.push(Inference { field: field.into(), rule: rule.into(), evidence: Some(place) });
                }
            }
        };
        match &mut out.body {
            ClaimBody::Statement(s) => {
                put("speaker", &mut s.speakers.iter_mut());
                put("addressee", &mut s.addressee.iter_mut());
            }
            ClaimBody::Event(e) => {
                put("source", &mut e.sources.iter_mut());
                put("target", &mut e.targets.iter_mut());
            }
            ClaimBody::Position(p) => {
                put("holder", &mut p.holders.iter_mut());
                put("side", &mut p.side.iter_mut());
            }
            ClaimBody::Remark(r) => put("actor", &mut r.actors.iter_mut()),
            ClaimBody::Extract(_) => {}
        }
        put("authority", &mut out.according_to.iter_mut());
        out.inferred.extend(inferred);
        out
    }

    /// Who an actor of a document is by all documents, where they say more than this one; with the rule and its place,
    /// unless only the kind is another.
    fn known_as(
        &self,
        actor: &ActorRef,
        aliases: &BTreeMap<String, String>,
    ) -> Option<(ActorRef, Option<(&'static str, Evidence)>)> {
        let ActorRef::Known { id, country, office, .. } = actor else { return None };
        let alias = aliases.get(&id.0);
        let key = alias.unwrap_or(&id.0);
        // the tables know whom they list
        if alias.is_none() && !id.0.starts_with("text:") {
            return None;
        }
        let figure = self.0.get(key)?;
        let ActorRef::Known { name, .. } = &figure.first.0 else { return None };
        let state = country.clone().or_else(|| figure.country.as_ref().filter(|_| !figure.torn).map(|c| c.0.clone()));
        let post = office.clone().or_else(|| figure.office.as_ref().map(|o| o.0.clone()));
        let told = (state != *country).then_some(&figure.country).or((post != *office).then_some(&figure.office));
        let renamed = lower(name) != lower(actor.plain_name());
        let why = match told.and_then(|t| t.as_ref()) {
            _ if renamed => Some((NAMED_IN_FULL, figure.first.1.clone())),
            Some((_, place)) => Some((TOLD_ELSEWHERE, place.clone())),
            None if alias.is_some() => None,
            None => return None,
        };
        let new = ActorRef::Known { id: ActorId(key.clone()), name: name.clone(), country: state, office: post };
        Some((new, why))
    }
}

impl Figure {
    /// Is a shorter name the end of this one? "Okello" of "Grace Okello".
    fn is_called(&self, short: &Figure) -> bool {
        self.name.len() > short.name.len() && self.name.ends_with(&short.name)
    }

    /// Is a name of one word the first letters of this one? "CPF" of "Coalition for a Peaceful Future".
    fn is_abbreviated(&self, short: &Figure) -> bool {
        const SMALL: [&str; 9] = ["of", "the", "for", "and", "in", "a", "an", "to", "on"];
        let [letters] = &short.name[..] else { return false };
        let large = self.name.iter().filter(|w| !SMALL.contains(&w.as_str()));
        let first: String = large.filter_map(|w| w.chars().next()).collect();
        first.len() > 2 && first == *letters
    }

    /// May the bearer of the shorter name be this one? Not where a document keeps the two apart, nor where their states
    /// or offices are others.
    fn fits(&self, short: &Figure, id: &str) -> bool {
        let states = self.country.as_ref().zip(short.country.as_ref()).is_none_or(|(a, b)| a.0 == b.0);
        let offices = self.office.as_ref().zip(short.office.as_ref()).is_none_or(|(a, b)| {
            let (a, b) = (lower(&a.0), lower(&b.0));
            a.iter().all(|w| b.contains(w)) || b.iter().all(|w| a.contains(w))
        });
        // "the Front" beside its whole name is the same; two persons in one text are two
        let apart = id.starts_with("text:person:") && !self.docs.is_disjoint(&short.docs);
        states && offices && !self.torn && !short.torn && !apart
    }
}

/// Kinds of what only texts know, the surer last.
const KINDS: [&str; 4] = ["actor", "person", "body", "state"];

/// Kind and name of an id that only texts know.
fn apart(id: &str) -> Option<(&str, &str)> {
    id.strip_prefix("text:")?.split_once(':')
}

/// May one that only the texts know go by the name of another? A person by any person's, a body by that of a body which
/// only the texts know, or of a movement.
fn same_kind(short: &str, full: &str) -> bool {
    match apart(short) {
        Some(("person", _)) => full.starts_with("text:person:") || full.starts_with("person:"),
        Some(("body", _)) => full.starts_with("text:body:") || full.starts_with("group:"),
        _ => false,
    }
}
