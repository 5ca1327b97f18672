//! The sides of the talks: from the dossier file, or found in the texts; and who belongs to which.

use crate::names::Names;
use crate::units::Units;
use crate::words::lower;
use rapporteur_types::ActorRef;
use rapporteur_types::knowledge::DossierSpec;
use std::collections::BTreeSet;

/// Does an actor give its side's official line, or speak from within the side?
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Voice {
    /// Government, leadership, delegation.
    Official,
    /// Faction, opposition, armed force, parliament, member of a bloc: never averaged into the official line.
    Within,
}

/// Parties, principals first, and those who mediate.
pub(crate) struct Sides {
    /// The parties.
    pub parties: Vec<ActorRef>,
    /// How many of them are principals.
    pub principals: usize,
    /// Mediators and hosts.
    pub mediators: Vec<ActorRef>,
    /// Others whom the dossier file names.
    pub third: Vec<String>,
    /// Bodies within a party whom the dossier file names.
    pub factions: Vec<String>,
    /// How texts name the parties, by index.
    pub names: Names,
}

impl Sides {
    /// The party of an actor, and in which voice it speaks.
    pub fn of(&self, actor: &ActorRef, units: &Units) -> Option<(usize, Voice)> {
        let id = match actor {
            ActorRef::Unresolved(words) => {
                if speaks_for_no_state(words) {
                    return self.only_movement(words).map(|i| (i, Voice::Official));
                }
                let named: BTreeSet<usize> = self.names.find(words).into_iter().map(|n| n.owner).collect();
                return (named.len() == 1).then(|| named.first().map(|i| (*i, Voice::Official)))?;
            }
            ActorRef::Known { id, .. } => id.0.as_str(),
        };
        // "the Kenyan analyst Ann Otieno" is of a state and speaks for nobody, and so does a newspaper
        if actor.is_observer() || id.starts_with("outlet:") {
            return None;
        }
        let party = |id: &str| self.parties.iter().position(|p| p.id().is_some_and(|x| x.0 == id));
        if let Some(i) = party(id) {
            return Some((i, Voice::Official));
        }
        let faction = self.factions.iter().any(|f| f == id);
        let chain = units.chain(id);
        if let Some(i) = chain.iter().skip(1).find_map(|up| party(up)) {
            return Some((i, if faction { Voice::Within } else { Voice::Official }));
        }
        if actor.is_person()
            && let Some(of) = units.office_of(id)
            && let Some(found) = self.of(&of, units)
        {
            return Some(found);
        }
        if let Some(office) = actor.office() {
            let named = self.names.find(office);
            if let Some(n) = named.first() {
                return Some((n.owner, Voice::Official));
            }
        }
        // the negotiator of a movement or company, which is a party itself
        if let Some(i) = actor.country().and_then(party) {
            return Some((i, Voice::Official));
        }
        let other = |list: &[String]| list.iter().any(|x| x == id);
        let mediates = self.mediators.iter().any(|m| m.id().is_some_and(|x| x.0 == id));
        if mediates || other(&self.third) || (id.starts_with("group:") && !faction) || units.is_polity(id) {
            return None;
        }
        let of_faction = chain.iter().any(|up| self.factions.contains(up));
        self.by_country(actor, id, of_faction, units)
    }

    /// "The rebels" are the one party that is no state, where one is.
    fn only_movement(&self, words: &str) -> Option<usize> {
        const ARMED: [&str; 5] = ["rebel", "insurgent", "guerrilla", "militant", "separatist"];
        let armed = lower(words).iter().any(|w| ARMED.iter().any(|o| w == o || w.strip_suffix('s') == Some(o)));
        let movement = |i: &usize| {
            let id = self.parties[*i].id().map_or("", |x| x.0.as_str());
            ["group:", "text:body:", "text:group:"].iter().any(|kind| id.starts_with(kind))
        };
        let mut all = (0..self.parties.len()).filter(movement);
        all.next().filter(|_| armed && all.next().is_none())
    }

    fn by_country(&self, actor: &ActorRef, id: &str, faction: bool, units: &Units) -> Option<(usize, Voice)> {
        let country = actor.country()?;
        let of_country: Vec<usize> = (0..self.parties.len())
            .filter(|i| self.parties[*i].country() == Some(country))
            .filter(|i| !self.parties[*i].id().is_some_and(|x| x.0.starts_with("group:")))
            .collect();
        let state = of_country.iter().copied().find(|i| self.parties[*i].is_state());
        let side = state.or_else(|| of_country.first().copied().filter(|_| of_country.len() == 1));
        let Some(side) = side else {
            // a member of a bloc speaks from within it
            let member = |p: &ActorRef| {
                let row = p.id().and_then(|x| units.row(&x.0));
                row.is_some_and(|r| r.members.iter().any(|m| m == country))
            };
            return self.parties.iter().position(member).map(|i| (i, Voice::Within));
        };
        let sector = units.row(id).and_then(|r| r.sector.as_deref());
        let voice = match sector {
            Some("MIL" | "OPP" | "REB" | "UAF" | "LEG") => Voice::Within,
            // a ministry that the dossier file lists gives the official line all the same
            Some("GOV") => Voice::Official,
            _ if faction => Voice::Within,
            _ => Voice::Official,
        };
        Some((side, voice))
    }

    /// Is this party one of the principals?
    pub fn is_principal(&self, i: usize) -> bool {
        i < self.principals
    }
}

/// "Chad rebels", "a Lithuanian lawyer": the name of a state beside them says where they are, not whom they speak for.
fn speaks_for_no_state(words: &str) -> bool {
    const OTHERS: [&str; 26] = [
        "rebel",
        "insurgent",
        "guerrilla",
        "militant",
        "separatist",
        "dissident",
        "exile",
        "defector",
        "lawyer",
        "journalist",
        "reporter",
        "analyst",
        "expert",
        "scholar",
        "professor",
        "historian",
        "economist",
        "activist",
        "resident",
        "villager",
        "farmer",
        "trader",
        "husband",
        "wife",
        "widow",
        "relative",
    ];
    let of = |w: &String| OTHERS.iter().any(|o| w == o || w.strip_suffix('s') == Some(o));
    lower(words).iter().any(of)
}

/// The sides as a dossier file gives them; mediators that the texts show are added.
pub(crate) fn from_spec(spec: &DossierSpec, found: Vec<ActorRef>, units: &Units) -> Sides {
    let actor = |id: &String| units.row(id).map(Units::actor).unwrap_or_else(|| bare(id));
    let parties: Vec<ActorRef> = spec.parties.iter().map(actor).collect();
    let mut mediators: Vec<ActorRef> = spec.mediators.iter().map(actor).collect();
    for m in found {
        if !parties.contains(&m) && !mediators.contains(&m) {
            mediators.push(m);
        }
    }
    let names = names_of(&parties, units);
    Sides {
        principals: parties.len().min(2),
        parties,
        mediators,
        third: spec.third_parties.clone(),
        factions: spec.factions.clone(),
        names,
    }
}

/// An actor of whom only the id is known: `group:blue-helmets` is called "blue helmets".
fn bare(id: &str) -> ActorRef {
    ActorRef::Known {
        id: rapporteur_types::ActorId(id.to_string()),
        name: id.rsplit(':').next().unwrap_or(id).replace('-', " "),
        country: id.strip_prefix("state:").map(str::to_string),
        office: None,
    }
}

/// How texts name some actors, by index.
pub(crate) fn names_of(parties: &[ActorRef], units: &Units) -> Names {
    let mut names = Names::default();
    parties.iter().enumerate().for_each(|(i, p)| units.add_names(&mut names, i, p));
    names
}
