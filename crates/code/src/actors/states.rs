//! States that no table knows: a text shows them by what they own and by their adjectives.

use super::gazetteer::Gazetteer;
use super::offices::{self, Human};
use super::words::{Text, Word};
use std::collections::{BTreeMap, BTreeSet};

/// Names and adjectives of unknown states by key, each with the name as the text writes it.
///
/// "Ruritania" is one where "Ruritania's foreign minister" or "the Ruritanian side" stand in the same text.
pub fn unknown(text: &Text, gazetteer: &Gazetteer) -> BTreeMap<String, String> {
    let words = &text.words;
    let strange = |w: usize| {
        let x = &words[w];
        let lower = x.form.chars().skip(1).any(char::is_lowercase);
        // "the President's leadership"
        let somebody = || offices::office(&words[w..]).is_some() || offices::human(&x.key).is_some();
        x.capital() && lower && x.key.len() > 3 && gazetteer.longest(&words[w..]).is_none() && !somebody()
    };
    let mut all: BTreeSet<&Word> = BTreeSet::new();
    let mut owners: BTreeSet<&str> = BTreeSet::new();
    let mut given: BTreeSet<&str> = BTreeSet::new();
    for w in (0..words.len()).filter(|w| strange(*w)) {
        all.insert(&words[w]);
        let before = w.checked_sub(1).map(|b| &words[b]);
        if text.key(w + 1) == "'s" && !before.is_some_and(|b| b.capital() && b.key != "the") && owned(&words[w + 2..]) {
            owners.insert(&words[w].key);
        }
        // the last word of a longer name is a family name
        if before.is_some_and(|b| b.capital() && !b.bar() && gazetteer.longest(std::slice::from_ref(b)).is_none())
            && offices::title(&words[w]).is_none()
            && text.upos(w - 1) == "PROPN"
        {
            given.insert(&words[w].key);
        }
    }
    let forms: BTreeMap<&str, &str> = all.iter().map(|w| (w.key.as_str(), w.form.as_str())).collect();
    let mut out = BTreeMap::new();
    for (name, form) in &forms {
        let adjectives: Vec<&str> = forms.keys().copied().filter(|a| is_adjective(name, a)).collect();
        if owners.contains(name) && !given.contains(name) || !adjectives.is_empty() {
            out.insert(name.to_string(), form.to_string());
            out.extend(adjectives.into_iter().map(|a| (a.to_string(), form.to_string())));
        }
    }
    out
}

/// An office or institution that only states have.
fn owned(words: &[Word]) -> bool {
    let skip =
        usize::from(words.first().is_some_and(|w| matches!(w.key.as_str(), "new" | "former" | "deputy" | "own")));
    let words = &words[skip.min(words.len())..];
    let state =
        |o: &str| ["president", "minister", "chancellor", "king", "ambassador", "envoy"].iter().any(|x| o.ends_with(x));
    offices::office(words).is_some_and(|o| state(&o.1.name))
        || words.first().is_some_and(|w| matches!(offices::human(&w.key), Some(Human::State | Human::Body)))
}

/// "ruritanian" of "ruritania", "wakandan" of "wakanda".
fn is_adjective(name: &str, word: &str) -> bool {
    let stem = name.trim_end_matches(['a', 'e', 'i', 'o', 'u', 'y']);
    let end = word.strip_prefix(stem).unwrap_or("");
    stem.len() > 3 && word != name && matches!(end, "ian" | "ians" | "an" | "ans" | "n" | "ese" | "ish" | "i" | "is")
}
