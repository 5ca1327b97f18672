//! For whom an actor stands: its state, its movement, or itself.

use crate::names::Names;
use rapporteur_types::knowledge::{ActorRow, Knowledge};
use rapporteur_types::{ActorId, ActorRef};
use std::collections::BTreeMap;

/// The tables of actors, by id.
pub(crate) struct Units<'a> {
    rows: BTreeMap<&'a str, &'a ActorRow>,
    /// Person → body or state whose office the person holds; the office without an end first.
    offices: BTreeMap<&'a str, &'a str>,
    /// Country → the actor that stands for it.
    countries: BTreeMap<&'a str, &'a ActorRow>,
}

impl<'a> Units<'a> {
    /// Index the tables.
    pub fn new(knowledge: &'a Knowledge) -> Self {
        let mut rows: BTreeMap<&str, &ActorRow> = BTreeMap::new();
        let mut countries: BTreeMap<&str, &ActorRow> = BTreeMap::new();
        for row in &knowledge.actors {
            rows.entry(&row.id).or_insert(row);
            if let Some(c) = &row.country {
                let kept = countries.entry(c).or_insert(row);
                let rank =
                    |r: &ActorRow| (!r.id.starts_with("state:"), r.part_of.is_some(), r.id.starts_with("person:"));
                if rank(row) < rank(kept) {
                    *kept = row;
                }
            }
        }
        let mut roles: Vec<_> = knowledge.roles.iter().collect();
        roles.sort_by_key(|r| (r.until.is_some(), std::cmp::Reverse(r.from)));
        let mut offices = BTreeMap::new();
        for r in roles {
            offices.entry(r.person.as_str()).or_insert(r.of.as_str());
        }
        Units { rows, offices, countries }
    }

    /// The row of an id.
    pub fn row(&self, id: &str) -> Option<&'a ActorRow> {
        self.rows.get(id).copied()
    }

    /// A row as an actor.
    pub fn actor(row: &ActorRow) -> ActorRef {
        ActorRef::Known {
            id: ActorId(row.id.clone()),
            name: row.name.clone(),
            country: row.country.clone(),
            office: None,
        }
    }

    /// All states.
    pub fn states(&self) -> Vec<ActorRef> {
        self.rows.values().filter(|r| r.id.starts_with("state:")).map(|r| Self::actor(r)).collect()
    }

    /// The body or state whose office a person holds by the tables.
    pub fn office_of(&self, person: &str) -> Option<ActorRef> {
        self.offices.get(person).and_then(|of| self.row(of)).map(Self::actor)
    }

    /// Ids of the bodies that an id is part of, itself first.
    pub fn chain(&self, id: &str) -> Vec<String> {
        let mut out = vec![id.to_string()];
        let mut at = id;
        while let Some(up) = self.row(at).and_then(|r| r.part_of.as_deref()) {
            if out.iter().any(|o| o == up) {
                break;
            }
            out.push(up.to_string());
            at = up;
        }
        out
    }

    /// A territory or administration that acts in its own name although it is counted to a state.
    pub fn is_polity(&self, id: &str) -> bool {
        id.starts_with("body:") && self.row(id).is_some_and(|r| !r.demonyms.is_empty() && r.part_of.is_none())
    }

    /// The state, movement or body for which an actor stands in dealings with others; none for a person of no known
    /// country and for words that name nobody.
    pub fn unit(&self, actor: &ActorRef) -> Option<ActorRef> {
        let id = actor.id()?.0.as_str();
        if id.starts_with("state:") || self.is_polity(id) {
            return Some(actor.clone());
        }
        if actor.is_person()
            && let Some(of) = self.office_of(id)
            && !of.is_person()
        {
            return self.unit(&of);
        }
        let chain = self.chain(id);
        if let Some(group) = chain.iter().rev().find(|c| c.starts_with("group:")) {
            return self.row(group).map(Self::actor).or_else(|| Some(actor.clone()));
        }
        if let Some(row) = actor.country().and_then(|c| self.countries.get(c)) {
            return Some(Self::actor(row));
        }
        if actor.is_person() {
            return None;
        }
        chain.last().and_then(|top| self.row(top)).map(Self::actor).or_else(|| Some(actor.clone()))
    }

    /// The body, movement or state itself that acts: a person's by the office, else as [`Units::unit`].
    pub fn body(&self, actor: &ActorRef) -> Option<ActorRef> {
        let id = actor.id()?.0.as_str();
        match actor.is_person() {
            true => self.office_of(id).or_else(|| self.unit(actor)),
            false => Some(actor.clone()),
        }
    }

    /// Add every name under which texts speak of an actor.
    pub fn add_names(&self, names: &mut Names, owner: usize, actor: &ActorRef) {
        if let ActorRef::Known { id, name, .. } = actor {
            names.add(owner, name, false);
            if let Some(row) = self.row(&id.0) {
                let seat = |n: &String| row.capital.as_ref() == Some(n);
                row.aliases.iter().chain(&row.demonyms).for_each(|n| names.add(owner, n, seat(n)));
                row.capital.iter().for_each(|n| names.add(owner, n, true));
            }
        }
    }
}
