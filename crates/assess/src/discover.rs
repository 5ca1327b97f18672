//! Finding the sides in the texts: who deals with whom, and who mediates.

use crate::mediation;
use crate::names::Names;
use crate::parties::{Sides, names_of};
use crate::relevance;
use crate::sources::Read;
use crate::units::Units;
use crate::words::lower;
use rapporteur_types::{ActorRef, Claim, ClaimBody, EventType, Modality, RemarkKind, Topic};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Every unit that acts in the claims, with the names that texts give it.
pub(crate) struct Stage {
    units: Vec<ActorRef>,
    names: Names,
    /// Those who are known by the labels of their turns alone, and stand for nobody.
    labels: BTreeSet<String>,
}

impl Stage {
    /// Of all claims of some documents.
    pub fn new(docs: &[Read], units: &Units) -> Self {
        let mut known: BTreeMap<String, ActorRef> = BTreeMap::new();
        for claim in docs.iter().flat_map(|d| &d.coded.claims) {
            for unit in claim.actors().into_iter().filter_map(|a| units.unit(a)) {
                known.entry(key(&unit)).or_insert(plain(unit));
            }
        }
        // "negotiators for the Philippine government": a state that acts through people without a name, or in a headline
        let states = units.states();
        let of_states = names_of(&states, units);
        let nameless = docs.iter().flat_map(|d| &d.coded.claims).flat_map(|c| c.actors());
        let words =
            nameless.filter_map(|a| if let ActorRef::Unresolved(words) = a { Some(words.as_str()) } else { None });
        let titles = docs.iter().filter_map(|d| d.source.title.as_deref());
        let told = docs.iter().flat_map(|d| wishes(d).map(|(c, _)| c.first().span.of(&d.coded.document.text)));
        for name in words.chain(titles).chain(told).flat_map(|text| of_states.find(text)) {
            let state = &states[name.owner];
            known.entry(key(state)).or_insert_with(|| state.clone());
        }
        let (labels, known): (BTreeMap<_, _>, BTreeMap<_, _>) =
            known.into_iter().partition(|(_, u)| docs.iter().any(|d| is_turn_label(&d.coded.document.text, u)));
        let labels = labels.into_keys().collect();
        let list: Vec<ActorRef> = known.into_values().collect();
        let names = names_of(&list, units);
        Stage { units: list, names, labels }
    }

    fn index(&self, actor: &ActorRef) -> Option<usize> {
        let id = actor.id()?;
        self.units.iter().position(|u| u.id() == Some(id))
    }

    /// Mediators by their votes: one for each clause that shows them mediating, one against for each that shows others
    /// mediating between them. Best first; not of what is told of other talks.
    pub fn mediators(&self, docs: &[Read], elsewhere: &dyn Fn(&str) -> bool) -> Vec<ActorRef> {
        let mut votes: BTreeMap<usize, i64> = BTreeMap::new();
        for d in docs {
            let text = &d.coded.document.text;
            for claim in d.coded.claims.iter().filter(|c| c.modality != Modality::Denied) {
                let (clause, trigger) = match &claim.body {
                    ClaimBody::Remark(r) if r.about == RemarkKind::Mediation => {
                        let Some(at) = r.trigger.start.checked_sub(r.clause.start) else { continue };
                        (r.clause.of(text), (at, at + r.trigger.len()))
                    }
                    ClaimBody::Event(e) if matches!(e.event_type, EventType::Consult | EventType::Agree) => {
                        let clause = claim.first().span.of(text);
                        let Some(cue) = mediation::cue(clause) else { continue };
                        (clause, cue)
                    }
                    _ => continue,
                };
                if elsewhere(clause) {
                    continue;
                }
                let (agents, between) = mediation::roles(clause, trigger, &self.names);
                agents.into_iter().for_each(|a| *votes.entry(a).or_default() += 1);
                between.into_iter().for_each(|b| *votes.entry(b).or_default() -= 1);
            }
        }
        // between whom a text says the talks are, does not mediate them: that is plainer than a word of mediation near a name
        for sentence in docs.iter().flat_map(|d| d.coded.document.text.split(['.', '\n'])) {
            if says_whom(sentence, &["between"])
                && let [a, b] = self.named(sentence)[..]
            {
                *votes.entry(a).or_default() -= 2;
                *votes.entry(b).or_default() -= 2;
            }
        }
        let mut list: Vec<(usize, i64)> = votes.into_iter().filter(|v| v.1 > 0).collect();
        list.sort_by_key(|v| (-v.1, v.0));
        list.into_iter().map(|v| self.units[v.0].clone()).collect()
    }

    /// The sides, found in the texts: the two units that deal with one another most, mediators set aside.
    pub fn sides(&self, docs: &[Read], mut mediators: Vec<ActorRef>, units: &Units) -> Sides {
        let wants = self.wants(docs, units);
        // one of the two of whom it is told most what they want is a side, whatever word of mediating stands near its name
        let mut most: Vec<(usize, f64)> = total(&wants).into_iter().collect();
        most.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        most.truncate(2);
        mediators.retain(|m| !most.iter().any(|w| self.units[w.0] == *m && w.1 >= SIDE));
        let pairs = self.pairs(docs, &mediators, &wants, units);
        let mut ranked: Vec<(&(String, String), &Dealing)> = pairs.iter().collect();
        // of pairs that deal with one another alike, the one of whom more is told
        let told = |d: &Dealing| d.who.iter().map(|w| self.prominence(docs, w, units)).sum::<usize>();
        let best = ranked.iter().map(|r| r.1.weight).max().unwrap_or(0);
        ranked.retain(|r| r.1.weight == best);
        ranked.sort_by_key(|r| (Reverse(told(r.1)), r.0.clone()));
        let mut parties: Vec<ActorRef> = Vec::new();
        if let Some((_, top)) = ranked.first() {
            parties = top.who.to_vec();
            parties.sort_by_key(|p| (Reverse(self.prominence(docs, p, units)), key(p)));
        } else {
            // nobody is told to deal with anybody: who is named in most of the texts, then most often
            let sided = |u: &&ActorRef| !mediators.contains(u) && !is_place(u);
            let mut alone: Vec<&ActorRef> = self.units.iter().filter(sided).collect();
            let texts: Vec<Vec<usize>> = docs.iter().map(|d| self.named(&d.coded.document.text)).collect();
            let spread = |u: &ActorRef| texts.iter().filter(|t| self.index(u).is_some_and(|i| t.contains(&i))).count();
            alone.sort_by_key(|u| (Reverse(spread(u)), Reverse(self.prominence(docs, u, units)), key(u)));
            parties.extend(alone.into_iter().take(2).cloned());
        }
        let principals = parties.len();
        if let (Some((_, top)), [a, b]) = (ranked.first(), &parties[..]) {
            let with = |x: &ActorRef, y: &ActorRef| pairs.get(&ordered(x, y)).map_or(0, |d| d.weight);
            let third = self.units.iter().filter(|u| !mediators.contains(u) && *u != a && *u != b);
            let talks = |x: &ActorRef, y: &ActorRef| pairs.get(&ordered(x, y)).map_or(0, |d| d.talks.len());
            // a further party deals with both, nearly as much as they with one another, or negotiates with one of them
            // in nearly as many documents
            let much = |u: &&ActorRef| {
                let negotiates = talks(a, u).max(talks(b, u));
                with(a, u).min(with(b, u)) * 2 >= top.weight.max(12)
                    || negotiates >= 2 && negotiates * 3 >= top.talks.len() * 2
            };
            let more: Vec<ActorRef> = third.filter(much).cloned().collect();
            parties.extend(more);
        }
        let at_war = war_party(&parties, docs, units);
        if let Some((i, body)) = at_war {
            parties[i] = body;
        }
        let names = names_of(&parties, units);
        Sides { parties, principals, mediators, third: Vec::new(), factions: Vec::new(), names }
    }

    fn prominence(&self, docs: &[Read], unit: &ActorRef, units: &Units) -> usize {
        let named = |a: &&ActorRef| units.unit(a).is_some_and(|u| u.id() == unit.id()) || a.id() == unit.id();
        docs.iter().flat_map(|d| &d.coded.claims).filter(|c| c.actors().iter().any(named)).count()
    }

    /// How much every two units deal with one another.
    fn pairs(
        &self,
        docs: &[Read],
        mediators: &[ActorRef],
        wants: &[BTreeMap<usize, f64>],
        units: &Units,
    ) -> BTreeMap<(String, String), Dealing> {
        let mut pairs: BTreeMap<(String, String), Dealing> = BTreeMap::new();
        let mut add = |a: &ActorRef, b: &ActorRef, weight: u64, talks: Option<usize>| {
            let label = self.labels.contains(&key(a)) || self.labels.contains(&key(b));
            if !label
                && !is_place(a)
                && !is_place(b)
                && a.id() != b.id()
                && !mediators.contains(a)
                && !mediators.contains(b)
            {
                let who = if key(a) <= key(b) {
                    [plain(a.clone()), plain(b.clone())]
                } else {
                    [plain(b.clone()), plain(a.clone())]
                };
                let dealing = Dealing { weight: 0, talks: BTreeSet::new(), who };
                let dealing = pairs.entry(ordered(a, b)).or_insert(dealing);
                dealing.weight += weight;
                dealing.talks.extend(talks);
            }
        };
        for (n, d) in docs.iter().enumerate() {
            let text = &d.coded.document.text;
            let title = self.named(d.source.title.as_deref().unwrap_or(""));
            for (i, a) in title.iter().enumerate() {
                title[i + 1..].iter().for_each(|b| add(&self.units[*a], &self.units[*b], 4, None));
            }
            for sentence in text.split(['.', '\n']).filter(|s| says_whom(s, &["with", "between"])) {
                let who = self.named(sentence);
                if let [a, b] = who[..] {
                    add(&self.units[a], &self.units[b], 6, None);
                }
            }
            for claim in d.coded.claims.iter().filter(|c| !relevance::likely_misread(c)) {
                match &claim.body {
                    ClaimBody::Event(e) => {
                        let weight = match e.event_type {
                            EventType::Consult | EventType::Agree => 6,
                            EventType::Request | EventType::Reject | EventType::Concede | EventType::Cooperate => 4,
                            _ => 1,
                        };
                        let meets = matches!(e.event_type, EventType::Consult | EventType::Agree);
                        let talks = meets && !matches!(claim.modality, Modality::Denied | Modality::Hypothetical);
                        for (a, b) in across(&self.those(&e.sources), &self.those(&e.targets), units) {
                            add(&a, &b, weight, talks.then_some(n));
                        }
                    }
                    ClaimBody::Statement(s) => {
                        for (a, b) in across(&s.speakers, s.addressee.as_slice(), units) {
                            add(&a, &b, 2, None);
                        }
                        self.about(&s.speakers, claim.first().span.of(text), units)
                            .iter()
                            .for_each(|(a, b)| add(a, b, 2, None));
                    }
                    ClaimBody::Position(p) => {
                        self.about(&p.holders, claim.first().span.of(text), units)
                            .iter()
                            .for_each(|(a, b)| add(a, b, 2, None));
                    }
                    ClaimBody::Remark(r) => {
                        let weight = if matches!(r.about, RemarkKind::Risk | RemarkKind::Reading) { 0 } else { 3 };
                        let who: Vec<usize> = self.named(r.clause.of(text));
                        for (i, a) in who.iter().enumerate() {
                            who[i + 1..].iter().for_each(|b| add(&self.units[*a], &self.units[*b], weight, None));
                        }
                    }
                    ClaimBody::Extract(_) => {}
                }
            }
        }
        // what two units want counts in the documents that name both
        let wanting: BTreeSet<usize> = total(wants).into_keys().collect();
        let mut both: BTreeMap<(usize, usize), (f64, f64)> = BTreeMap::new();
        for (d, wants) in docs.iter().zip(wants).filter(|x| !x.1.is_empty()) {
            let named = self.names.anywhere(&d.coded.document.text);
            let here: Vec<usize> = wanting.intersection(&named).copied().collect();
            let told = |unit: usize| wants.get(&unit).copied().unwrap_or(0.0);
            for (i, a) in here.iter().enumerate() {
                for b in &here[i + 1..] {
                    let sum = both.entry((*a, *b)).or_default();
                    *sum = (sum.0 + told(*a), sum.1 + told(*b));
                }
            }
        }
        for ((a, b), (x, y)) in both {
            add(&self.units[a], &self.units[b], (WISH * x.min(y)) as u64, None);
        }
        pairs.retain(|_, d| d.weight > 0);
        pairs
    }

    /// How much each document tells of what each unit wants: the sum of the probabilities of the sentences that tell it.
    fn wants(&self, docs: &[Read], units: &Units) -> Vec<BTreeMap<usize, f64>> {
        let of = |d: &Read| {
            let mut here: BTreeMap<usize, BTreeSet<usize>> =
                wishes(d).map(|(c, _)| (c.first().sentence, BTreeSet::new())).collect();
            for c in &d.coded.claims {
                let Some(here) = here.get_mut(&c.first().sentence) else { continue };
                let who = match &c.body {
                    ClaimBody::Position(p) => &p.holders,
                    ClaimBody::Statement(s) => &s.speakers,
                    _ => continue,
                };
                here.extend(who.iter().filter_map(|a| units.unit(a)).filter_map(|u| self.index(&u)));
            }
            let mut out: BTreeMap<usize, f64> = BTreeMap::new();
            for (c, likely) in wishes(d) {
                let own = here.get(&c.first().sentence).filter(|u| u.len() == 1).and_then(|u| u.first().copied());
                let unit = own.or_else(|| self.names.opening(c.first().span.of(&d.coded.document.text)));
                if let Some(unit) = unit {
                    *out.entry(unit).or_default() += likely;
                }
            }
            out
        };
        let mut out: Vec<BTreeMap<usize, f64>> = docs.iter().map(of).collect();
        // whom only the texts know, and one sentence alone, may be no body at all
        let all = total(&out);
        let known = |u: usize| all[&u] >= 1.0 || !key(&self.units[u]).starts_with("text:");
        out.iter_mut().for_each(|wants| wants.retain(|u, _| known(*u)));
        out
    }

    /// Actors, with those whom words without a name of their own name: "negotiators for the Kenyan government".
    fn those(&self, actors: &[ActorRef]) -> Vec<ActorRef> {
        let of = |a: &ActorRef| match a {
            ActorRef::Unresolved(words) => match self.named(words)[..] {
                [one] => self.units[one].clone(),
                _ => a.clone(),
            },
            known => known.clone(),
        };
        actors.iter().map(of).collect()
    }

    fn named(&self, text: &str) -> Vec<usize> {
        self.names.find(text).into_iter().map(|n| n.owner).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Pairs of those who speak and those whom their words name. Those who speak with one voice do not speak to one another.
    fn about(&self, who: &[ActorRef], text: &str, units: &Units) -> Vec<(ActorRef, ActorRef)> {
        let speakers: BTreeSet<usize> =
            who.iter().filter_map(|a| units.unit(a)).filter_map(|u| self.index(&u)).collect();
        let named = self.named(text);
        let pairs = speakers.iter().flat_map(|s| named.iter().map(move |n| (*s, *n)));
        pairs
            .filter(|(_, n)| !speakers.contains(n))
            .map(|(s, n)| (self.units[s].clone(), self.units[n].clone()))
            .collect()
    }
}

/// Over all documents.
fn total(wants: &[BTreeMap<usize, f64>]) -> BTreeMap<usize, f64> {
    let mut out: BTreeMap<usize, f64> = BTreeMap::new();
    for (unit, told) in wants.iter().flatten() {
        *out.entry(*unit).or_default() += told;
    }
    out
}

/// The sentences of a document that tell what a side wants, with their probabilities.
fn wishes<'d>(d: &Read<'d>) -> impl Iterator<Item = (&'d Claim, f64)> {
    const LIKELY: f64 = 0.3;
    let likely = |c: &'d Claim| Some((c, c.extract()?.tells(Topic::Demand)));
    // a copy tells nothing again
    let own = d.source.copy_of.is_none() && d.source.changed_in.is_none() && !d.source.unread;
    d.coded.extracts.iter().filter(move |_| own).filter_map(likely).filter(|x| x.1 >= LIKELY)
}

/// What a text knows as a place alone has no side.
pub(crate) fn is_place(a: &ActorRef) -> bool {
    key(a).starts_with("text:actor:")
}

/// Does a sentence say between whom or with whom somebody talks: "walked out of talks with the government of Chad"?
fn says_whom(sentence: &str, by: &[&str]) -> bool {
    const TALKS: [&str; 9] =
        ["talks", "negotiations", "dialogue", "consultations", "truce", "ceasefire", "agreement", "accord", "treaty"];
    let words = lower(sentence);
    words.windows(2).any(|w| TALKS.contains(&w[0].as_str()) && by.contains(&w[1].as_str()))
}

/// Is an actor known by the label of its turns in a transcript alone? "MS. HALE:" speaks for a side and is none.
fn is_turn_label(text: &str, unit: &ActorRef) -> bool {
    let name = unit.plain_name();
    let capitals = name.chars().all(|c| !c.is_alphabetic() || c.is_uppercase());
    capitals && name.contains(char::is_alphabetic) && text.contains(&format!(" {name}:"))
}

/// So much must be told of what somebody wants before it speaks against a word of mediating.
const SIDE: f64 = 1.5;
/// What it weighs that both of two units are told to want something, for each sentence of the one of which less is told.
const WISH: f64 = 10.0;

/// What two units have to do with one another.
struct Dealing {
    weight: u64,
    /// The documents that tell of their meetings and agreements, by index.
    talks: BTreeSet<usize>,
    who: [ActorRef; 2],
}

/// Pairs of units across the two sides of an event, each once. Two bodies of one country count as themselves, unless
/// both belong to its government.
fn across(a: &[ActorRef], b: &[ActorRef], units: &Units) -> Vec<(ActorRef, ActorRef)> {
    let mut out: BTreeMap<(String, String), (ActorRef, ActorRef)> = BTreeMap::new();
    for x in a {
        for y in b {
            let (Some(ux), Some(uy)) = (units.unit(x), units.unit(y)) else { continue };
            let pair = if ux.id() != uy.id() {
                (ux, uy)
            } else {
                let (Some(bx), Some(by)) = (units.body(x), units.body(y)) else { continue };
                let of_state = |r: &ActorRef| {
                    let sector = r.id().and_then(|i| units.row(&i.0)).and_then(|r| r.sector.as_deref());
                    r.is_state() || matches!(sector, Some("GOV" | "MIL" | "LEG" | "JUD" | "SPY"))
                };
                if bx.id() == by.id() || (of_state(&bx) && of_state(&by)) || bx.is_person() || by.is_person() {
                    continue;
                }
                (bx, by)
            };
            out.insert(ordered(&pair.0, &pair.1), pair);
        }
    }
    out.into_values().collect()
}

/// Where a state faces a movement of its own country and its army acts rather than its other bodies, the army is the
/// party. Persons do not count: they may lead both.
fn war_party(parties: &[ActorRef], docs: &[Read], units: &Units) -> Option<(usize, ActorRef)> {
    let (i, state) = parties.iter().take(2).enumerate().find(|(_, p)| p.is_state())?;
    let group = parties.iter().take(2).find(|p| p.id().is_some_and(|x| x.0.starts_with("group:")))?;
    if group.country() != state.country() {
        return None;
    }
    let mut acts: BTreeMap<String, (usize, ActorRef)> = BTreeMap::new();
    let mut all = 0;
    for actor in docs.iter().flat_map(|d| &d.coded.claims).flat_map(|c| c.actors()) {
        if !actor.is_person()
            && units.unit(actor).is_some_and(|u| u.id() == state.id())
            && let Some(body) = units.body(actor)
        {
            all += 1;
            acts.entry(key(&body)).or_insert((0, body)).0 += 1;
        }
    }
    let (n, body) = acts.into_values().max_by_key(|(n, b)| (*n, Reverse(key(b))))?;
    let army = body.id().and_then(|x| units.row(&x.0)).is_some_and(|r| r.sector.as_deref() == Some("MIL"));
    (army && n * 2 >= all).then(|| (i, plain(body)))
}

fn ordered(a: &ActorRef, b: &ActorRef) -> (String, String) {
    let (a, b) = (key(a), key(b));
    if a <= b { (a, b) } else { (b, a) }
}

fn key(a: &ActorRef) -> String {
    a.id().map_or_else(|| lower(a.plain_name()).join(" "), |i| i.0.clone())
}

/// Without the office, which belongs to a claim and not to the actor.
fn plain(a: ActorRef) -> ActorRef {
    match a {
        ActorRef::Known { id, name, country, .. } => ActorRef::Known { id, name, country, office: None },
        other => other,
    }
}
