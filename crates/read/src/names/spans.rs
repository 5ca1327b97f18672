//! Where names begin and end, where the field is known to err: addresses, a city and its state, names that stand elsewhere.

use super::kinds::is_happening;
use super::places::{is_code, is_region};
use super::{WordScores, Words};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// First words of names of places.
const SIDES: &[&str] = &["north", "south", "east", "west", "new", "greater"];
/// What stands before the name of a state or country without being a place in it.
const NO_PLACE: &[&str] = &[
    "air",
    "bank",
    "central",
    "equatorial",
    "fort",
    "greater",
    "gulf",
    "imperial",
    "inner",
    "lake",
    "little",
    "lower",
    "mandatory",
    "mount",
    "nazi",
    "new",
    "occupied",
    "outer",
    "papua",
    "port",
    "saudi",
    "soviet",
    "the",
    "upper",
    "von",
];

/// The names of a document, of which each lies in one sentence; none overlaps another.
pub(super) fn mended(w: &Words, spans: Vec<Range<usize>>, scores: &[WordScores]) -> Vec<Range<usize>> {
    let cased = w.cased();
    let names = spans
        .into_iter()
        .filter_map(|n| without_addresses(w, n))
        .filter_map(|n| trimmed(w, n, cased))
        .filter_map(|n| without_matter(w, n));
    let names = happenings(w, names.flat_map(|n| city_and_state(w, n, scores)).collect());
    again(w, names)
}

/// "Iran War": what happens, by the name of a place before it in its sentence.
fn happenings(w: &Words, names: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let opens_sentence = |t: usize| w.sentences.binary_search_by_key(&t, |s| s.tokens.start).is_ok();
    let happens =
        |n: &Range<usize>| n.len() == 1 && w.capital(n.start) && is_happening(&w.form(n.start).to_lowercase());
    let mut out: Vec<Range<usize>> = Vec::new();
    for n in names {
        match out.last_mut() {
            Some(last) if last.end == n.start && happens(&n) && !opens_sentence(n.start) => last.end = n.end,
            _ => out.push(n),
        }
    }
    out
}

/// A name up to the first address or file; none where nothing is left.
fn without_addresses(w: &Words, name: Range<usize>) -> Option<Range<usize>> {
    let address = |t: &usize| {
        let form = w.form(*t);
        let ends = |end: &str| form.len() > end.len() && form.to_lowercase().ends_with(end);
        // "Harbour.com Inc." is a firm
        let firm = *t == name.start && form.starts_with(char::is_uppercase);
        form.contains('@')
            || form.contains("://")
            || form.contains('_')
            || [".doc", ".pdf", ".xls"].iter().any(|e| ends(e))
            || !firm && [".com", ".net", ".org"].iter().any(|e| ends(e))
    };
    let end = name.clone().find(address).unwrap_or(name.end);
    (end > name.start).then_some(name.start..end)
}

/// "Minister for Foreign Trade of the Netherlands": the name is the state; none where what the minister is for is all.
fn without_matter(w: &Words, name: Range<usize>) -> Option<Range<usize>> {
    let before = |away: usize| name.start.checked_sub(away).map_or(String::new(), |t| w.form(t).to_lowercase());
    let office = matches!(before(1).as_str(), "of" | "for") && matches!(before(2).as_str(), "minister" | "ministers");
    if !office || is_region(w.of(&name)) {
        return Some(name);
    }
    (name.start + 1..name.end).map(|t| t..name.end).find(|n| is_region(w.of(n)))
}

/// A name without "The" and small function words around it; none where all its words are common nouns in a text with capitals.
fn trimmed(w: &Words, mut name: Range<usize>, cased: bool) -> Option<Range<usize>> {
    let function = |t: usize| {
        w.small(t) && matches!(w.tokens[t].upos.as_str(), "ADP" | "DET" | "CCONJ" | "PUNCT" | "AUX" | "PRON")
    };
    while !name.is_empty() && (function(name.start) || name.len() > 1 && w.form(name.start).eq_ignore_ascii_case("the"))
    {
        name.start += 1;
    }
    while !name.is_empty() && function(name.end - 1) && w.tokens[name.end - 1].upos != "PUNCT" {
        name.end -= 1;
    }
    let common =
        |t: usize| w.small(t) && matches!(w.tokens[t].upos.as_str(), "NOUN" | "VERB" | "ADJ" | "ADV" | "PUNCT");
    let nameless = cased && name.clone().all(common);
    // "interviewee Ada Reyes"
    while cased
        && name.len() > 1
        && w.tokens[name.start].upos == "NOUN"
        && w.small(name.start)
        && !w.small(name.start + 1)
    {
        name.start += 1;
    }
    (!name.is_empty() && !nameless).then_some(name)
}

/// "San Rafael California" is a city and its state, "Michael Jordan" is not: the field has to take the first part for a place.
fn city_and_state(w: &Words, name: Range<usize>, scores: &[WordScores]) -> Vec<Range<usize>> {
    let whole = || vec![name.clone()];
    if name.len() < 2 || is_region(w.of(&name)) {
        return whole();
    }
    let cut = (1..=2.min(name.len() - 1)).map(|k| name.end - k).find(|k| {
        let last = w.of(&(*k..name.end));
        is_region(last) || is_code(last)
    });
    let Some(cut) = cut else { return whole() };
    let bare = |t: usize| matches!(w.tokens[t].upos.as_str(), "PROPN" | "NOUN");
    let first = w.form(cut - 1).to_lowercase();
    let city = name.start..cut;
    let sum = |k: usize| city.clone().map(|t| scores[t].kinds[k]).sum::<f32>();
    let place = sum(2) > sum(0).max(sum(1))
        && city.clone().all(bare)
        && !NO_PLACE.contains(&first.as_str())
        && !SIDES.contains(&first.as_str());
    if place { vec![city, cut..name.end] } else { whole() }
}

/// With words of names that stand elsewhere in the document as names, twice or more, and are proper nouns here.
fn again(w: &Words, names: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut often: HashMap<&str, usize> = HashMap::new();
    for n in names.iter().filter(|n| n.len() == 1) {
        *often.entry(w.of(n)).or_default() += 1;
    }
    let inside: HashSet<usize> = names.iter().flat_map(|n| n.clone()).collect();
    let missed = |t: &usize| {
        let form = w.form(*t);
        let proper = w.tokens[*t].upos == "PROPN" && form.len() > 2;
        proper && !inside.contains(t) && often.get(form).is_some_and(|n| *n > 1)
    };
    let found = (0..w.tokens.len()).filter(missed).map(|t| t..t + 1);
    let mut all: Vec<Range<usize>> = names.iter().cloned().chain(found).collect();
    all.sort_by_key(|n| n.start);
    all
}
