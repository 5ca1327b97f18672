//! Where names begin and end, where the network is known to err: particles with hyphens, compass points, a city and its
//! state, addresses; bodies have a file of their own.

use super::bodies::{self, is_firm, one_name};
use super::places::{is_code, is_region};
use super::{WordScores, Words};
use crate::terms::forces;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Articles and particles that a hyphen ties to a name.
const PARTICLES: &[&str] = &["ad", "al", "an", "ar", "as", "ash", "at", "az", "el", "ed", "es", "ul", "ibn", "bin"];
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
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let cased = w.cased();
    for s in w.sentences {
        let from = at;
        while spans.get(at).is_some_and(|n| n.start < s.tokens.end) {
            at += 1;
        }
        // "Faculty of Arts" and "of Lake University"
        let names = joined(spans[from..at].to_vec(), |a, b| a.end == b.start && w.form(b.start) == "of");
        let names =
            names.into_iter().filter_map(|n| without_addresses(w, n)).filter_map(|n| trimmed(w, n, cased)).collect();
        let names = joined(tied(w, &s.tokens, names), |a, b| one_name(w, a, b));
        let names = names
            .into_iter()
            .map(|n| lengthened(w, &s.tokens, n))
            .map(|n| hyphened(w, &s.tokens, n, scores))
            .map(|n| bodies::whole(w, &s.tokens, n, scores))
            .collect();
        let names = with(names, if cased { bodies::by_words(w, &s.tokens) } else { Vec::new() });
        let names = with(names, forces(w.text, w.tokens, &s.tokens).collect());
        out.extend(
            joined(names, |a, b| a.end > b.start || a.end == b.start && alike(scores, a, b))
                .into_iter()
                .flat_map(|n| city_and_state(w, n, scores)),
        );
    }
    again(w, out)
}

/// "Reza Sotoudeh-Nia", "Yasin al-Jubouri-Hamdan": what a hyphen ties to a person's name of several words is its last part.
fn hyphened(w: &Words, sentence: &Range<usize>, mut name: Range<usize>, scores: &[WordScores]) -> Range<usize> {
    let person = name.clone().map(|t| scores[t].kinds[0]).sum::<f32>() > name.len() as f32 * 0.4;
    let first = name.end - usize::from(w.form(name.end - 1) == "-");
    let tie = |at: usize| at + 1 < sentence.end && w.form(at) == "-" && w.joined(at - 1, at) && w.joined(at, at + 1);
    if person && first > name.start + 1 && tie(first) && w.capital(first + 1) {
        name.end = first + 2;
    }
    name
}

/// Two lists in order.
fn with(mut names: Vec<Range<usize>>, others: Vec<Range<usize>>) -> Vec<Range<usize>> {
    names.extend(others);
    names.sort_by_key(|n| (n.start, n.end));
    names
}

/// Neighbours put together where they are one.
fn joined(names: Vec<Range<usize>>, one: impl Fn(&Range<usize>, &Range<usize>) -> bool) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for n in names {
        match out.last_mut() {
            Some(last) if one(last, &n) => last.end = last.end.max(n.end),
            _ => out.push(n),
        }
    }
    out
}

/// Does the network give two names the same kind?
fn alike(scores: &[WordScores], a: &Range<usize>, b: &Range<usize>) -> bool {
    let kind = |n: &Range<usize>| {
        let sum = |k: usize| n.clone().map(|t| scores[t].kinds[k]).sum::<f32>();
        (1..4).fold(0, |best, k| if sum(k) > sum(best) { k } else { best })
    };
    kind(a) == kind(b)
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

/// A name without small function words around it; none where all its words are common nouns in a text with capitals.
fn trimmed(w: &Words, mut name: Range<usize>, cased: bool) -> Option<Range<usize>> {
    let function = |t: usize| {
        w.small(t) && matches!(w.tokens[t].upos.as_str(), "ADP" | "DET" | "CCONJ" | "PUNCT" | "AUX" | "PRON")
    };
    while !name.is_empty() && function(name.start) {
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

/// "Muqtada al-Sadr", "az-Zaman": particle, hyphen and name belong together, whichever of them was found.
fn tied(w: &Words, sentence: &Range<usize>, names: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut all = names;
    for t in sentence.clone().skip(2) {
        let capital = w.form(t).starts_with(char::is_uppercase);
        let particle = PARTICLES.contains(&w.form(t - 2).to_lowercase().as_str());
        if capital && particle && w.form(t - 1) == "-" && w.joined(t - 2, t - 1) && w.joined(t - 1, t) {
            let found = all.iter().any(|n| n.start <= t && n.end >= t - 2);
            if found {
                all.push(t - 2..t + 1);
            }
        }
    }
    all.sort_by_key(|n| (n.start, n.end));
    // "Muqtada" ends where "al-Sadr" begins
    let particle = |t: usize| PARTICLES.contains(&w.form(t).to_lowercase().as_str());
    joined(all, |a, b| a.end > b.start || a.end == b.start && particle(b.start))
}

/// With the compass point before it, and the form of the company behind it.
fn lengthened(w: &Words, sentence: &Range<usize>, name: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = name.clone();
    let capital = |t: usize| w.form(t).starts_with(char::is_uppercase);
    if start > sentence.start {
        let before = w.form(start - 1).to_lowercase();
        let place = is_region(w.of(&(start - 1..end)));
        let union = matches!(before.as_str(), "united" | "european" | "african" | "arab") && capital(start - 1);
        if union && (place || capital(start) && !is_region(w.form(start))) {
            start -= 1;
        }
        if SIDES.contains(&before.as_str())
            && (capital(start - 1) && place || capital(start - 1) == capital(start) && before == "greater")
        {
            start -= 1;
        }
    }
    let company = |t: usize| t < sentence.end && capital(t) && is_firm(&w.form(t).to_lowercase());
    while company(end) || end + 1 < sentence.end && w.form(end) == "," && company(end + 1) {
        end += if w.form(end) == "," { 2 } else { 1 };
    }
    start..end
}

/// "San Rafael California" is a city and its state, "Michael Jordan" is not: the network has to take the first part for a place.
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
