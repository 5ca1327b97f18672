//! Who is named in some words, by the names of the tables.

use crate::words::words;
use std::collections::{BTreeMap, BTreeSet};

/// Names by their first word. Upper and lower case count: "US" is a state, "us" is not.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// First word → the words of the whole name, the owner, and whether it is a seat of government.
    by_first: BTreeMap<String, Vec<(Vec<String>, usize, bool)>>,
}

/// A name in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// Index of the owner.
    pub owner: usize,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Names {
    /// Add a name of an owner; `seat` for a capital, which is a mere place after "in", "at" or "to".
    pub fn add(&mut self, owner: usize, name: &str, seat: bool) {
        let parts: Vec<String> = words(name).into_iter().map(|(_, w)| w.to_string()).collect();
        if let Some(first) = parts.first() {
            let list = self.by_first.entry(first.clone()).or_default();
            if !list.iter().any(|(p, o, _)| *p == parts && *o == owner) {
                list.push((parts, owner, seat));
                list.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.cmp(b)));
            }
        }
    }

    /// The names in a text, in order, the longest at each place.
    pub fn find(&self, text: &str) -> Vec<Named> {
        const TOWARDS: [&str; 8] = ["in", "at", "near", "to", "from", "outside", "around", "In"];
        let found = words(text);
        let mut out: Vec<Named> = Vec::new();
        let mut at = 0;
        while at < found.len() {
            let mut step = 1;
            for (parts, owner, seat) in self.by_first.get(found[at].1).into_iter().flatten() {
                let here = &found[at..];
                let is_place = *seat && at > 0 && TOWARDS.contains(&found[at - 1].1);
                if parts.len() <= here.len() && parts.iter().zip(here).all(|(p, (_, w))| p == w) && !is_place {
                    let last = here[parts.len() - 1];
                    if step < parts.len() || step == 1 {
                        out.push(Named { owner: *owner, start: found[at].0, end: last.0 + last.1.len() });
                        step = parts.len();
                    }
                    break;
                }
            }
            at += step.max(1);
        }
        out
    }

    /// Owners of whose names one occurs anywhere in a text: also those that [`Names::find`] takes for a place or for part
    /// of a longer name. Whom any part of the text names is among them.
    pub fn anywhere(&self, text: &str) -> BTreeSet<usize> {
        let found = words(text);
        let mut out = BTreeSet::new();
        for at in 0..found.len() {
            for (parts, owner, _) in self.by_first.get(found[at].1).into_iter().flatten() {
                let here = &found[at..];
                if parts.len() <= here.len() && parts.iter().zip(here).all(|(p, (_, w))| p == w) {
                    out.insert(*owner);
                }
            }
        }
        out
    }

    /// The one whom a sentence opens with; none where it opens with several.
    pub fn opening(&self, sentence: &str) -> Option<usize> {
        const OPENS: usize = 6;
        let opens = |n: &&Named| words(&sentence[..n.start]).len() < OPENS;
        let owners: BTreeSet<usize> = self.find(sentence).iter().filter(opens).map(|n| n.owner).collect();
        owners.first().copied().filter(|_| owners.len() == 1)
    }

    /// Owners in whose seat of government a text is set: "the opposition in Yerevan".
    pub fn seats(&self, text: &str) -> BTreeSet<usize> {
        let found = words(text);
        let behind = |at: usize| at > 0 && matches!(found[at - 1].1, "in" | "In");
        let mut out = BTreeSet::new();
        for at in (0..found.len()).filter(|at| behind(*at)) {
            for (parts, owner, _) in self.by_first.get(found[at].1).into_iter().flatten().filter(|n| n.2) {
                let here = &found[at..];
                if parts.len() <= here.len() && parts.iter().zip(here).all(|(p, (_, w))| p == w) {
                    out.insert(*owner);
                }
            }
        }
        out
    }

    /// Is an owner named in a text?
    pub fn names(&self, text: &str, owner: usize) -> bool {
        self.find(text).iter().any(|n| n.owner == owner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capital_after_in_is_a_place_and_elsewhere_a_government() {
        let mut names = Names::default();
        names.add(0, "Yerevan", true);
        names.add(1, "US", false);
        assert!(names.names("Yerevan's answer came late", 0));
        assert!(!names.names("they met in Yerevan and told us", 0));
        assert!(!names.names("they met in Yerevan and told us", 1));
        assert_eq!(names.seats("they met in Yerevan and told us"), BTreeSet::from([0]));
        assert_eq!(names.opening("Envoys of Yerevan want what the US holds"), Some(0));
        assert_eq!(names.opening("Yerevan and the US want the road"), None);
        assert!(names.seats("Yerevan's answer came late").is_empty());
        assert_eq!(names.anywhere("they met in Yerevan and told us"), BTreeSet::from([0]));
    }
}
