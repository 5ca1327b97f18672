//! Names of persons without the offices before them, and with the first names that the network missed.

use super::Words;
use super::bodies::is_matter;
use super::places::is_region;
use crate::titles::{is_before_name, is_title};
use std::ops::Range;

/// The name of a person, which nothing before `free` belongs to.
pub(super) fn person(w: &Words, free: usize, name: Range<usize>) -> Range<usize> {
    let name = without_offices(w, name);
    let (mut start, last) = (name.start, name.end - 1);
    let opens_sentence = |t: usize| w.sentences.binary_search_by_key(&t, |s| s.tokens.start).is_ok();
    // "Karim Haddad", of which only "Haddad" was found
    let joins = |t: usize, start: usize| {
        let (a, b) = (&w.tokens[t], &w.tokens[start]);
        let flat = b.head == Some(t) && b.base_rel() == "flat" || a.head == Some(last) && a.base_rel() == "flat";
        flat && a.upos == "PROPN" && w.capital(t) && !is_title(&w.form(t).to_lowercase()) && !is_region(w.form(t))
    };
    while start > free && !opens_sentence(start) && joins(start - 1, start) {
        start -= 1;
    }
    start..name.end
}

/// "Minister Reyes", "UN Secretary-General Reyes", "Defense Reyes" behind "Minister of": the name is Reyes.
fn without_offices(w: &Words, mut name: Range<usize>) -> Range<usize> {
    let low = |t: usize| w.form(t).to_lowercase();
    let of = name.start > 0 && low(name.start - 1) == "of";
    while of && name.len() > 1 && is_matter(&low(name.start)) {
        name.start += 1;
    }
    let before = |t: usize| {
        let form = w.form(t);
        let capitals = form.chars().all(|c| c.is_uppercase() || c == '.') && form.len() > 1;
        form == "-" || capitals || is_region(form) || is_before_name(&form.to_lowercase())
    };
    let titles = name.clone().take_while(|t| before(*t)).filter(|t| is_before_name(&low(*t)));
    match titles.last() {
        Some(t) if t + 1 < name.end && w.capital(t + 1) => t + 1..name.end,
        _ => name,
    }
}
