//! Of which kind a name is.

use super::bodies::ends_body;
use super::places::{is_code, is_region};
use super::{KINDS, WordScores, Words};
use crate::terms::is_force;
use crate::titles::is_before_name;
use rapporteur_types::reading::NameKind;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// What speaks for a place or an armed force of which the lists know the name, beside the field (natural logarithms).
const REGION: f32 = 4.0;
/// What capitals inside a word speak against a person and a place, but behind a title: "IAEA", "NiMo".
const CAPITALS: f32 = 1.5;
/// What speaks for the kind that the last word of a name tells.
const LAST: f32 = 2.0;
/// Last words of names of places.
const SITES: &[&str] = &[
    "airport",
    "avenue",
    "base",
    "bay",
    "beach",
    "bridge",
    "canal",
    "canyon",
    "city",
    "coast",
    "county",
    "desert",
    "district",
    "gulf",
    "hills",
    "island",
    "islands",
    "lake",
    "mountain",
    "mountains",
    "ocean",
    "peninsula",
    "province",
    "region",
    "river",
    "road",
    "sea",
    "square",
    "station",
    "strait",
    "street",
    "valley",
];
/// Last words of names of what happens or is written: no body, no place.
const HAPPENINGS: &[&str] = &[
    "accord",
    "accords",
    "act",
    "agreement",
    "conference",
    "convention",
    "crisis",
    "day",
    "declaration",
    "festival",
    "memorandum",
    "plan",
    "protocol",
    "resolution",
    "revolution",
    "summit",
    "treaty",
    "war",
];
/// What a name gives to one that it is coordinated with.
const COORDINATED: f32 = 0.1;
/// Words before the name of a storm.
const STORMS: &[&str] = &["cyclone", "hurricane", "storm", "typhoon"];

/// "war", "summit"; in small letters.
pub(super) fn is_happening(word: &str) -> bool {
    HAPPENINGS.contains(&word)
}

/// The kind of each name: what the field gives its words at all places of the document, and what the lists know.
pub(super) fn of(w: &Words, scores: &[WordScores], names: &[Range<usize>]) -> Vec<NameKind> {
    let mut votes: BTreeMap<String, [f32; 4]> = BTreeMap::new();
    let mut storms: HashSet<String> = HashSet::new();
    let forces: HashSet<String> =
        names.iter().map(|n| w.of(n)).filter(|n| is_force(n)).map(str::to_lowercase).collect();
    let whole = w.sentences.iter().map(|s| s.span.of(w.text));
    let loud = whole.filter(|s| !s.chars().any(char::is_lowercase)).count();
    let cased = loud * 2 <= w.sentences.len();
    for n in names {
        let low = w.of(n).to_lowercase();
        let storm = |t: usize| STORMS.contains(&w.form(t).to_lowercase().as_str());
        if storm(n.start) || n.start > 0 && storm(n.start - 1) {
            storms.insert(w.form(n.end - 1).to_lowercase());
        }
        let vote = votes.entry(low).or_default();
        // "FOREIGN MINISTER DAR:"
        let titled = n.start > 0 && !w.small(n.start - 1) && is_before_name(&w.form(n.start - 1).to_lowercase());
        if cased && abbreviated(w.of(n)) && !titled {
            vote[0] -= CAPITALS;
            vote[2] -= if is_region(w.of(n)) || is_code(w.of(n)) { 0.0 } else { CAPITALS };
        }
        for (k, v) in vote.iter_mut().enumerate() {
            let sum: f32 = n.clone().map(|t| scores[t].kinds[k].max(1e-6).ln()).sum();
            *v += sum / n.len() as f32;
        }
    }
    let by_head: BTreeMap<usize, &Range<usize>> = names.iter().map(|n| (w.head(n), n)).collect();
    let alone = votes.clone();
    for (t, n) in by_head.iter().filter(|(t, _)| w.tokens[**t].base_rel() == "conj") {
        let Some(first) = w.tokens[*t].head.and_then(|h| by_head.get(&h)) else { continue };
        let (a, b) = (w.of(n).to_lowercase(), w.of(first).to_lowercase());
        for (to, from) in [(&a, &b), (&b, &a)] {
            let given = alone[from];
            votes.entry(to.clone()).and_modify(|v| v.iter_mut().zip(given).for_each(|(v, g)| *v += COORDINATED * g));
        }
    }
    for (name, vote) in &mut votes {
        let last = name.rsplit(' ').next().unwrap_or(name).trim_end_matches('.');
        let last = Some(last).filter(|_| name.contains(' '));
        vote[1] += if last.is_some_and(ends_body) { LAST } else { 0.0 };
        vote[2] += if last.is_some_and(|l| SITES.contains(&l)) { LAST } else { 0.0 };
        vote[3] += if last.is_some_and(is_happening) { 2.0 * LAST } else { 0.0 };
        vote[1] += if forces.contains(name) { REGION } else { 0.0 };
        vote[2] += if is_region(name) { REGION } else { 0.0 };
        if name.split(' ').any(|x| storms.contains(x)) {
            vote[3] = 0.0;
        }
    }
    let best = |n: &Range<usize>| {
        let vote = votes[&w.of(n).to_lowercase()];
        KINDS[(1..KINDS.len()).fold(0, |b, k| if vote[k] > vote[b] { k } else { b })]
    };
    names.iter().map(best).collect()
}

/// One word with capitals behind its first letter: "IAEA", "YouTube", not "McKay".
fn abbreviated(name: &str) -> bool {
    let inner = name.char_indices().skip(1).filter(|(_, c)| c.is_uppercase());
    let prefixed = ["Mc", "Mac", "O'", "O’", "D'", "D’", "De", "Fitz", "Di", "La", "Le", "Van"]
        .iter()
        .any(|p| name.starts_with(p));
    name.chars().all(char::is_alphanumeric) && inner.count() > 0 && !(prefixed && name.chars().any(char::is_lowercase))
}
