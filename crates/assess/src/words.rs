//! Words of a text, for comparing what two texts say and for looking up the terms of a table.

use rapporteur_types::when::{MONTHS, WEEKDAYS};
use std::collections::BTreeSet;

/// Is a word in lower case a month or a day of the week?
pub(crate) fn is_calendar(word: &str) -> bool {
    MONTHS.contains(&word) || WEEKDAYS.contains(&word)
}

/// The runs of letters and digits of a text, with the byte at which each starts.
pub(crate) fn words(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut start = None;
    for (i, c) in text.char_indices() {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(i),
            (false, Some(s)) => {
                out.push((s, &text[s..i]));
                start = None;
            }
            _ => {}
        }
    }
    if let Some(s) = start {
        out.push((s, &text[s..]));
    }
    out
}

/// The words of a text in lower case.
pub(crate) fn lower(text: &str) -> Vec<String> {
    words(text).into_iter().map(|(_, w)| w.to_lowercase()).collect()
}

/// Does a word fit a pattern of the tables? `*` at the end matches any ending; a plural fits its singular.
pub(crate) fn fits(pattern: &str, word: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => pattern == word || word.strip_suffix('s') == Some(pattern),
    }
}

/// Is one of the words in the list?
pub(crate) fn any_of(words: &[String], list: &[&str]) -> bool {
    words.iter().any(|w| list.contains(&w.as_str()))
}

/// Words that carry meaning: three letters or more, no function words, without a plural ending.
pub(crate) fn content(text: &str) -> BTreeSet<String> {
    const FUNCTION: [&str; 58] = [
        "the", "and", "for", "that", "this", "with", "from", "was", "were", "are", "has", "have", "had", "will",
        "would", "its", "his", "her", "their", "they", "them", "been", "being", "not", "but", "also", "which", "who",
        "whom", "than", "then", "into", "onto", "over", "under", "after", "before", "between", "during", "about",
        "any", "all", "some", "such", "said", "says", "saying", "told", "when", "where", "while", "can", "could",
        "may", "might", "should", "our", "your",
    ];
    lower(text)
        .into_iter()
        .filter(|w| w.chars().count() > 2 && !FUNCTION.contains(&w.as_str()))
        .map(|w| match w.strip_suffix('s') {
            Some(stem) if stem.len() > 3 && !stem.ends_with('s') => stem.to_string(),
            _ => w,
        })
        .collect()
}

/// Share of the smaller set that lies in the other; nothing overlaps with nothing.
pub(crate) fn overlap(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    match a.len().min(b.len()) {
        0 => 0.0,
        least => a.intersection(b).count() as f64 / least as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_with_a_star_takes_any_ending_and_others_only_the_plural() {
        assert!(fits("sanction*", "sanctioning") && fits("sanction", "sanctions"));
        assert!(!fits("sanction", "sanctioned") && !fits("tax", "taxi"));
    }

    #[test]
    fn overlap_counts_words_of_meaning_alone() {
        let (a, b) = (content("The corridor will be opened by both sides"), content("Both sides opened the corridors"));
        assert!(overlap(&a, &b) > 0.9);
        assert_eq!(overlap(&content("of the and"), &a), 0.0);
    }
}
