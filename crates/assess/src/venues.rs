//! Talks that are called by where they are held: what is told of "the Astana talks" is not told of those in Vienna.

use crate::parties::Sides;
use crate::sources::Read;
use crate::words::words;
use std::collections::{BTreeMap, BTreeSet};

/// Words for talks, behind the name of a place.
const TALKS: [&str; 6] = ["talks", "negotiations", "process", "format", "summit", "conference"];
/// What may stand between.
const SORTS: [&str; 6] = ["peace", "nuclear", "proximity", "indirect", "direct", "ceasefire"];

/// The places by which these talks are called, in lower case.
#[derive(Debug, Default)]
pub(crate) struct Venues(BTreeSet<String>);

impl Venues {
    /// Those of sentences that name both principals, and of talks between both. `states`: place to its state, lower case.
    pub fn new(docs: &[Read], sides: &Sides, states: &BTreeMap<String, String>) -> Venues {
        let mut ours = BTreeSet::new();
        if sides.principals < 2 {
            return Venues(ours);
        }
        for d in docs {
            for sentence in sentences(&d.coded.document.text).filter(|s| speaks_of_talks(s)) {
                let called = called(sentence, states);
                if !called.is_empty() && both_named(sides, sentence) {
                    ours.extend(called);
                }
            }
            let met = d.coded.claims.iter().filter_map(|c| c.event());
            for e in met.filter(|e| e.sources.len() + e.targets.len() >= 2) {
                let there: BTreeSet<usize> = e
                    .sources
                    .iter()
                    .chain(&e.targets)
                    .filter_map(|a| sides.parties.iter().position(|p| p == a))
                    .collect();
                let place = e.place.as_ref().filter(|_| there.iter().filter(|i| sides.is_principal(**i)).count() >= 2);
                ours.extend(place.map(|p| p.to_lowercase()));
            }
        }
        Venues(ours)
    }

    /// Does a sentence tell of other talks alone?
    pub fn elsewhere(&self, sentence: &str, sides: &Sides, states: &BTreeMap<String, String>) -> bool {
        if self.0.is_empty() || !speaks_of_talks(sentence) {
            return false;
        }
        let called = called(sentence, states);
        !called.is_empty() && called.iter().all(|c| !self.0.contains(c)) && !both_named(sides, sentence)
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

/// The places by which a sentence calls talks.
fn called(sentence: &str, states: &BTreeMap<String, String>) -> Vec<String> {
    let all: Vec<&str> = words(sentence).into_iter().map(|w| w.1).collect();
    let mut out = Vec::new();
    for i in (1..all.len()).filter(|i| TALKS.contains(&all[*i])) {
        let end = if SORTS.contains(&all[i - 1]) { i - 1 } else { i };
        for n in [2, 1] {
            let Some(name) = end.checked_sub(n).map(|from| all[from..end].join(" ")) else { continue };
            let key = name.to_lowercase();
            // a state names whom talks are with, or about
            let town = states.get(&key).is_some_and(|state| *state != key);
            if name.starts_with(char::is_uppercase) && town {
                out.push(key);
                break;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn talks_are_called_by_towns_and_not_by_states() {
        let states: BTreeMap<String, String> =
            [("vienna", "austria"), ("new york", "united states"), ("austria", "austria"), ("kenya", "kenya")]
                .into_iter()
                .map(|(a, b)| (a.to_string(), b.to_string()))
                .collect();
        let parts: Vec<&str> = sentences("Iran and the U.S. met. Others left.").collect();
        assert_eq!(parts, ["Iran and the U.S. met", " Others left", ""]);
        let of = |sentence: &str| called(sentence, &states);
        assert_eq!(of("The Vienna talks and the New York peace talks went on."), ["vienna", "new york"]);
        assert!(of("Kenya talks were held in Vienna before.").is_empty());
    }
}
