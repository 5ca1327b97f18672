//! The tables, indexed by the words of their names; and who holds an office on a day.

use super::offices;
use super::words::{Word, name_words};
use rapporteur_types::knowledge::{ActorRow, Knowledge, PlaceRow, RoleRow};
use rapporteur_types::{ActorId, ActorRef, Document, OutletKind, When};
use std::collections::BTreeMap;

/// What a name of the tables may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sense {
    /// An actor by its own name.
    Actor(usize),
    /// A state by its adjective or people: "Omani".
    People(usize),
    /// A state by the seat of its government: "Muscat".
    Seat(usize),
    /// A publisher, as a source.
    Outlet(usize),
    /// A place that is no actor.
    Place(usize),
}

struct Name {
    forms: Vec<String>,
    keys: Vec<String>,
    sense: Sense,
}

struct Outlet {
    actor: ActorRef,
    kind: OutletKind,
}

struct Role {
    row: RoleRow,
    /// Office in the form in which offices are compared.
    office: String,
}

/// Names of actors, peoples, seats, publishers and places, with the offices that persons hold.
pub struct Gazetteer {
    actors: Vec<ActorRow>,
    places: Vec<PlaceRow>,
    outlets: Vec<Outlet>,
    roles: Vec<Role>,
    ids: BTreeMap<String, usize>,
    /// By first word; the longest names first.
    names: BTreeMap<String, Vec<Name>>,
    /// Persons by their last word.
    families: BTreeMap<String, Vec<usize>>,
}

impl Gazetteer {
    /// Index the tables.
    pub fn new(k: &Knowledge) -> Self {
        let mut g = Gazetteer {
            actors: k.actors.clone(),
            places: k.places.clone(),
            outlets: Vec::new(),
            roles: k.roles.iter().map(|r| Role { office: offices::canonical(&r.office), row: r.clone() }).collect(),
            ids: BTreeMap::new(),
            names: BTreeMap::new(),
            families: BTreeMap::new(),
        };
        for (i, a) in k.actors.iter().enumerate() {
            g.ids.entry(a.id.clone()).or_insert(i);
            for n in std::iter::once(&a.name).chain(&a.aliases) {
                g.name(n, Sense::Actor(i));
            }
            for n in &a.demonyms {
                g.name(n, Sense::People(i));
            }
            if let Some(n) = &a.capital {
                g.name(n, Sense::Seat(i));
            }
            if a.id.starts_with("person:")
                && let Some(last) = name_words(&a.name).last()
            {
                g.families.entry(last.to_lowercase()).or_default().push(i);
            }
        }
        for (i, p) in k.places.iter().enumerate() {
            for n in std::iter::once(&p.name).chain(&p.aliases) {
                g.name(n, Sense::Place(i));
            }
            // a seat of government has more than one spelling
            let seat = p.country.as_ref().filter(|_| p.kind == "capital").map(|c| format!("state:{c}"));
            if let Some(state) = seat.and_then(|id| g.ids.get(&id).copied())
                && g.actors[state].capital.as_ref() == Some(&p.name)
            {
                for n in &p.aliases {
                    g.name(n, Sense::Seat(state));
                }
            }
        }
        for (i, o) in k.outlets.iter().enumerate() {
            let id = format!("outlet:{}", super::words::slug(&name_words(&o.name)));
            let actor =
                ActorRef::Known { id: ActorId(id), name: o.name.clone(), country: o.country.clone(), office: None };
            g.outlets.push(Outlet { actor, kind: o.kind });
            // a domain is looked up in the same way, but no text speaks of it
            for n in std::iter::once(&o.name).chain(&o.aliases) {
                g.name(n, Sense::Outlet(i));
            }
        }
        for list in g.names.values_mut() {
            list.sort_by(|a, b| b.keys.len().cmp(&a.keys.len()).then(a.sense.cmp(&b.sense)));
        }
        g
    }

    fn name(&mut self, name: &str, sense: Sense) {
        let mut forms = name_words(name);
        // "the West" is no name without its article
        if forms.len() > 1 && forms[0] == "The" {
            forms.remove(0);
        }
        let keys: Vec<String> = forms.iter().map(|f| f.to_lowercase()).collect();
        if let Some(first) = keys.first() {
            self.names.entry(first.clone()).or_default().push(Name { forms, keys, sense });
        }
    }

    /// The longest name that begins at a word, and all that it may stand for, actors first.
    pub fn longest(&self, words: &[Word]) -> Option<(usize, Vec<Sense>)> {
        let list = self.names.get(&words.first()?.key)?;
        let fits = |n: &&Name| {
            n.keys.len() <= words.len()
                && n.keys.iter().zip(words).all(|(k, w)| *k == w.key)
                && n.forms.iter().zip(words).all(|(f, w)| same_case(f, &w.form))
        };
        let length = list.iter().find(fits)?.keys.len();
        let mut senses: Vec<Sense> =
            list.iter().filter(|n| n.keys.len() == length).filter(fits).map(|n| n.sense).collect();
        senses.sort_unstable();
        senses.dedup();
        Some((length, senses))
    }

    /// The actor of a name that is given whole.
    pub fn named(&self, name: &str) -> Option<usize> {
        let forms = name_words(name);
        let keys: Vec<String> = forms.iter().map(|f| f.to_lowercase()).collect();
        self.names.get(keys.first()?)?.iter().find_map(|n| match n.sense {
            Sense::Actor(i) if n.keys == keys => Some(i),
            _ => None,
        })
    }

    /// An actor of the tables as claims carry it.
    pub fn actor(&self, i: usize) -> ActorRef {
        let a = &self.actors[i];
        ActorRef::Known {
            id: ActorId(a.id.clone()),
            name: a.name.clone(),
            country: a.country.clone().or_else(|| (a.id == "body:eu").then(|| "EU".to_string())),
            office: None,
        }
    }

    /// A person of the tables, of the state or body that he serves on a day: an official of an international body speaks for that, and not for
    /// the state that he comes from, unless he held an office of it then.
    pub fn person(&self, i: usize, at: Option<When>) -> ActorRef {
        let mut person = self.actor(i);
        let row = &self.actors[i];
        if row.sector.as_deref() == Some("IGO")
            && let ActorRef::Known { country, .. } = &mut person
        {
            let held = self.roles.iter().filter(|r| r.row.person == row.id && in_office(r, at));
            let last = held.max_by_key(|r| r.row.from.map(When::first)).map(|r| r.row.of.as_str());
            *country = match last.map(|of| (of, of.strip_prefix("state:"))) {
                Some((_, Some(state))) => Some(state.to_string()),
                Some((body, None)) => self.by_id(body).and_then(|b| self.actors[b].country.clone()),
                None => row.country.clone(),
            };
        }
        person
    }

    /// A publisher as an actor.
    pub fn outlet(&self, i: usize) -> ActorRef {
        self.outlets[i].actor.clone()
    }

    /// Canonical name of a place.
    pub fn place(&self, i: usize) -> &str {
        &self.places[i].name
    }

    /// ISO code of the state that a place lies in.
    pub fn place_country(&self, i: usize) -> Option<&str> {
        self.places[i].country.as_deref()
    }

    /// The name of a capital, as its table writes it.
    pub fn seat(&self, i: usize) -> Option<&str> {
        self.actors[i].capital.as_deref()
    }

    /// Is it a person?
    pub fn is_person(&self, i: usize) -> bool {
        self.actors[i].id.starts_with("person:")
    }

    /// ISO codes of the states that a group of states consists of.
    pub fn members(&self, actor: &ActorRef) -> &[String] {
        actor.id().and_then(|id| self.by_id(&id.0)).map_or(&[], |i| &self.actors[i].members)
    }

    /// Is it a body?
    pub fn is_body(&self, i: usize) -> bool {
        self.actors[i].id.starts_with("body:")
    }

    /// Is it a state?
    pub fn is_state(&self, i: usize) -> bool {
        self.actors[i].id.starts_with("state:")
    }

    /// Index by id.
    pub fn by_id(&self, id: &str) -> Option<usize> {
        self.ids.get(id).copied()
    }

    /// The state (or "EU") of an ISO code.
    pub fn state(&self, iso: &str) -> Option<ActorRef> {
        self.coded(iso).map(|i| self.actor(i))
    }

    fn coded(&self, iso: &str) -> Option<usize> {
        self.by_id(&if iso == "EU" { "body:eu".to_string() } else { format!("state:{iso}") })
    }

    /// The state that an actor belongs to or is.
    pub fn state_of(&self, actor: &ActorRef) -> Option<usize> {
        self.coded(actor.country()?)
    }

    /// A body of a state by what the state's other bodies of that kind are called: ("foreign ministry", Oman).
    pub fn body_of(&self, state: usize, words: &str) -> Option<usize> {
        let a = &self.actors[state];
        let short = if a.id == "state:USA" { Some("US") } else { None };
        let mut before = a.demonyms.iter().map(String::as_str).chain([a.name.as_str()]).chain(short);
        before
            .find_map(|d| self.named(&format!("{d} {words}")))
            .or_else(|| self.named(&format!("{}'s {words}", a.name)))
    }

    /// Persons with a last name.
    pub fn family(&self, last: &str) -> &[usize] {
        self.families.get(last).map_or(&[], Vec::as_slice)
    }

    /// Who publishes a document, where the tables know: its state, and whether it speaks for it.
    pub fn publisher(&self, d: &Document) -> Option<(usize, OutletKind)> {
        let host = d.url.as_deref().map(|u| {
            let u = u.split_once("://").map_or(u, |x| x.1);
            let h = u.split('/').next().unwrap_or("");
            h.strip_prefix("www.").unwrap_or(h).to_string()
        });
        let names = [d.outlet.clone(), host];
        names.iter().flatten().find_map(|n| {
            let mut keys: Vec<String> = name_words(n).iter().map(|w| w.to_lowercase()).collect();
            if keys.len() > 1 && keys[0] == "the" {
                keys.remove(0);
            }
            let found = self.names.get(keys.first()?)?.iter().find_map(|x| match x.sense {
                Sense::Outlet(i) if x.keys == keys => Some(i),
                _ => None,
            })?;
            let o = &self.outlets[found];
            Some((self.coded(o.actor.country()?)?, o.kind))
        })
    }

    /// Who holds an office of a state or body on a day; none where the tables leave it open.
    pub fn holder(&self, office: &str, of: &ActorRef, at: Option<When>) -> Option<usize> {
        let at = at?;
        let id = of.id()?;
        let state = of.is_state();
        // the press secretary is the White House's, the director general an agency's: bodies count to their state
        let bodies = |r: &Role| state && !UNIQUE_TO_STATE.contains(&r.office.as_str()) && self.belongs(&r.row.of, of);
        let mut serving: Vec<&Role> = self
            .roles
            .iter()
            .filter(|r| r.office == office && (r.row.of == id.0 || bodies(r)))
            .filter(|r| in_office(r, Some(at)))
            .collect();
        serving.sort_by_key(|r| (r.row.of == id.0, r.row.from.map(When::first)));
        let best = serving.last()?;
        // two who may both hold it, with nothing to tell them apart
        let rival = serving.iter().rev().nth(1).is_some_and(|r| {
            r.row.from == best.row.from
                && r.row.person != best.row.person
                && (r.row.of == id.0) == (best.row.of == id.0)
        });
        if rival { None } else { self.by_id(&best.row.person) }
    }

    fn belongs(&self, body: &str, state: &ActorRef) -> bool {
        body.starts_with("body:")
            && self.by_id(body).is_some_and(|i| self.actors[i].country.as_deref() == state.country())
    }

    /// Offices of a person on a day: office and of whom.
    pub fn offices(&self, person: usize, at: Option<When>) -> Vec<(&str, &str)> {
        let id = &self.actors[person].id;
        self.roles
            .iter()
            .filter(|r| r.row.person == *id && in_office(r, at))
            .map(|r| (r.office.as_str(), r.row.of.as_str()))
            .collect()
    }
}

/// Is an office held on a day, or, where none is given, ever?
fn in_office(r: &Role, at: Option<When>) -> bool {
    at.is_none_or(|at| {
        r.row.from.is_none_or(|f| f.first() <= at.last()) && r.row.until.is_none_or(|u| u.last() >= at.first())
    })
}

/// Offices of which a state has one, so that a party's or company's does not count.
const UNIQUE_TO_STATE: [&str; 8] =
    ["president", "leader", "chair", "head", "chief", "commander", "director", "general secretary"];

/// May a form of the text be a form of the tables? Capitals decide between "Turkey" and "turkey", "US" and "us".
fn same_case(table: &str, text: &str) -> bool {
    let upper = |s: &str| s.chars().all(|c| !c.is_lowercase());
    match table.chars().next() {
        Some(_) if upper(table) && table.chars().count() > 1 => upper(text),
        Some(c) if c.is_uppercase() => text.starts_with(|c: char| !c.is_lowercase()),
        _ => true,
    }
}
