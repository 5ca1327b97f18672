//! Talks that are called by where they are held: what is told of "the Astana talks" is not told of those in Vienna.

use crate::parties::Sides;
use crate::sources::Read;
use crate::words::words;
use rapporteur_types::knowledge::Knowledge;
use rapporteur_types::{EventType, Modality};
use std::collections::BTreeSet;

/// Words for talks, behind the name of a place.
const TALKS: [&str; 6] = ["talks", "negotiations", "process", "format", "summit", "conference"];
/// What may stand between.
const SORTS: [&str; 6] = ["peace", "nuclear", "proximity", "indirect", "direct", "ceasefire"];

/// By which towns talks are called, in lower case.
#[derive(Debug, Default)]
pub(crate) struct Venues {
    /// Towns in which talks are held: none of a principal, after whose capital it is called itself. Regions and states are what
    /// talks are about, or with whom.
    towns: BTreeSet<String>,
    /// Where these talks were held, or whose name they bear.
    ours: BTreeSet<String>,
}

impl Venues {
    /// Those of sentences that name both principals, and of talks between both.
    pub fn new(docs: &[Read], sides: &Sides, knowledge: &Knowledge) -> Venues {
        let mut venues = Venues::default();
        if sides.principals < 2 {
            return venues;
        }
        let home = |country: Option<&str>| {
            let principals = sides.parties.iter().take(sides.principals);
            country.is_some_and(|c| principals.into_iter().any(|p| p.country() == Some(c)))
        };
        let towns = knowledge.places.iter().filter(|p| matches!(p.kind.as_str(), "capital" | "city" | "venue"));
        for town in towns.filter(|p| !home(p.country.as_deref())) {
            venues.towns.extend(std::iter::once(&town.name).chain(&town.aliases).map(|n| n.to_lowercase()));
        }
        let states = knowledge.actors.iter().filter(|a| a.id.starts_with("state:") && !home(a.country.as_deref()));
        venues.towns.extend(states.filter_map(|s| s.capital.as_ref()).map(|c| c.to_lowercase()));
        for d in docs {
            for sentence in sentences(&d.coded.document.text).filter(|s| speaks_of_talks(s)) {
                let called = venues.called(sentence);
                if !called.is_empty() && both_named(sides, sentence) {
                    venues.ours.extend(called);
                }
            }
            let told = d.coded.claims.iter().filter(|c| c.modality != Modality::Denied).filter_map(|c| c.event());
            for e in told.filter(|e| matches!(e.event_type, EventType::Consult | EventType::Agree)) {
                let actors = e.sources.iter().chain(&e.targets);
                let there: BTreeSet<usize> = actors
                    .filter_map(|a| sides.parties.iter().position(|p| p == a))
                    .filter(|i| sides.is_principal(*i))
                    .collect();
                if there.len() >= 2 {
                    venues.ours.extend(e.place.as_ref().map(|p| p.to_lowercase()));
                }
            }
        }
        venues
    }

    /// Does a sentence tell of other talks alone?
    pub fn elsewhere(&self, sentence: &str, sides: &Sides) -> bool {
        if self.ours.is_empty() || !speaks_of_talks(sentence) {
            return false;
        }
        let called = self.called(sentence);
        !called.is_empty() && called.iter().all(|c| !self.ours.contains(c)) && !both_named(sides, sentence)
    }

    /// The towns by which a sentence calls talks.
    fn called(&self, sentence: &str) -> Vec<String> {
        let all: Vec<&str> = words(sentence).into_iter().map(|w| w.1).collect();
        let mut out = Vec::new();
        for i in (1..all.len()).filter(|i| TALKS.contains(&all[*i])) {
            let end = if SORTS.contains(&all[i - 1]) { i - 1 } else { i };
            for n in [2, 1] {
                let Some(name) = end.checked_sub(n).map(|from| all[from..end].join(" ")) else { continue };
                let key = name.to_lowercase();
                if name.starts_with(char::is_uppercase) && self.towns.contains(&key) {
                    out.push(key);
                    break;
                }
            }
        }
        out
    }
}

/// By lines and full stops, but for those of "the U.S.".
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut before = ' ';
    text.split(move |c: char| {
        let ends = c == '\n' || c == '.' && !before.is_uppercase();
        before = c;
        ends
    })
}

fn speaks_of_talks(sentence: &str) -> bool {
    TALKS.iter().any(|t| sentence.contains(t))
}

fn both_named(sides: &Sides, sentence: &str) -> bool {
    sides.names.anywhere(sentence).into_iter().filter(|i| sides.is_principal(*i)).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn talks_are_called_by_towns_and_not_by_states() {
        let towns = ["vienna", "new york"].into_iter().map(String::from).collect();
        let venues = Venues { towns, ours: BTreeSet::new() };
        let parts: Vec<&str> = sentences("Iran and the U.S. met. Others left.").collect();
        assert_eq!(parts, ["Iran and the U.S. met", " Others left", ""]);
        let of = |sentence: &str| venues.called(sentence);
        assert_eq!(of("The Vienna talks and the New York peace talks went on."), ["vienna", "new york"]);
        assert!(of("Kenya talks were held in Vienna before.").is_empty());
    }
}
