//! What an outlet changed in an article after it was published, word by word.

use rapporteur_types::{Document, Span};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::BTreeMap;

/// Words that are compared at once; longer stretches that differ are given whole.
const MOST: usize = 4000;
/// A change ends where so many words are the same.
const GAP: usize = 2;

/// Words taken out of the older text and words put in their place; one of both may be nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Bytes of the older text; empty at its place where words were only put in.
    pub out: std::ops::Range<usize>,
    /// Bytes of the newer text; empty at its place where words were only taken out.
    pub put: std::ops::Range<usize>,
}

/// Pairs of documents of one article in the order in which they were learned: same outlet, same address, another text.
/// Each pair is places in `documents` of a version and of the next one.
pub fn versions(documents: &[Document]) -> Vec<(usize, usize)> {
    let mut last: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut out = Vec::new();
    for (i, d) in documents.iter().enumerate() {
        let Some(url) = &d.url else { continue };
        if let Some(before) = last.insert((d.outlet.as_deref().unwrap_or_default(), url), i)
            && documents[before].text != d.text
        {
            out.push((before, i));
        }
    }
    out
}

/// The word-level difference of two texts, in their order. Lines that are the same are found first; within what
/// differs, words are compared, white space apart.
pub fn changes(older: &str, newer: &str) -> Vec<Change> {
    let (a, b) = (lines(older), lines(newer));
    let mut out = Vec::new();
    if a.len().max(b.len()) > MOST {
        words(older, 0..older.len(), newer, 0..newer.len(), &mut out);
        return out;
    }
    let text = |spans: &[Span], of: &str| -> Vec<String> {
        spans.iter().map(|s| s.of(of).split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    };
    for op in capture_diff_slices(Algorithm::Myers, &text(&a, older), &text(&b, newer)) {
        let (old, new) = (op.old_range(), op.new_range());
        if !matches!(op, DiffOp::Equal { .. }) {
            let within = |spans: &[Span], range: &std::ops::Range<usize>, end: usize| match spans.get(range.clone()) {
                Some([first, .., last]) => first.start..last.end,
                Some([only]) => only.start..only.end,
                _ => {
                    let at = spans.get(range.start).map_or(end, |s| s.start);
                    at..at
                }
            };
            words(older, within(&a, &old, older.len()), newer, within(&b, &new, newer.len()), &mut out);
        }
    }
    out
}

type Range = std::ops::Range<usize>;

/// Compare two stretches word by word.
fn words(older: &str, old: Range, newer: &str, new: Range, out: &mut Vec<Change>) {
    let (a, b) = (tokens(&older[old.clone()], old.start), tokens(&newer[new.clone()], new.start));
    if a.is_empty() && b.is_empty() {
        return;
    }
    if a.len().max(b.len()) > MOST || a.is_empty() || b.is_empty() {
        out.push(Change { out: stretch(&a, 0..a.len(), old.start), put: stretch(&b, 0..b.len(), new.start) });
        return;
    }
    let of = |spans: &[Span], text: &str| -> Vec<String> { spans.iter().map(|s| s.of(text).to_string()).collect() };
    let mut open: Option<(Range, Range)> = None;
    let mut close = |open: &mut Option<(Range, Range)>| {
        if let Some((x, y)) = open.take() {
            out.push(Change { out: stretch(&a, x, old.end), put: stretch(&b, y, new.end) });
        }
    };
    for op in capture_diff_slices(Algorithm::Myers, &of(&a, older), &of(&b, newer)) {
        match (&op, &mut open) {
            (DiffOp::Equal { len, .. }, _) if *len > GAP => close(&mut open),
            (DiffOp::Equal { .. }, _) => {}
            (_, Some((x, y))) => {
                x.end = op.old_range().end;
                y.end = op.new_range().end;
            }
            (_, None) => open = Some((op.old_range(), op.new_range())),
        }
    }
    close(&mut open);
}

/// Bytes from the first to the last of some words; an empty place before the word that follows where there is none.
fn stretch(words: &[Span], range: Range, end: usize) -> Range {
    match words.get(range.clone()) {
        Some([first, .., last]) => first.start..last.end,
        Some([only]) => only.start..only.end,
        _ => {
            let at = words.get(range.start).map_or(end, |w| w.start);
            at..at
        }
    }
}

fn lines(text: &str) -> Vec<Span> {
    let mut at = 0;
    let mut out = Vec::new();
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        if !bare.is_empty() {
            out.push(Span { start: at, end: at + bare.len() });
        }
        at += line.len();
    }
    out
}

fn tokens(text: &str, from: usize) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = None;
    for (i, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_whitespace(), start) {
            (false, None) => start = Some(i),
            (true, Some(s)) => {
                out.push(Span { start: from + s, end: from + i });
                start = None;
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(older: &str, newer: &str, expected: &[(&str, &str)]) {
        let found = changes(older, newer);
        let words: Vec<(&str, &str)> = found.iter().map(|c| (&older[c.out.clone()], &newer[c.put.clone()])).collect();
        assert_eq!(words, expected);
    }

    #[test]
    fn words_taken_out_and_put_in_are_found_in_their_place() {
        check(
            "The talks resumed on Friday.\n\nNo date was set.",
            "The talks resumed on Saturday.\n\nNo date was set.\n\nA third round is planned.",
            &[("Friday.", "Saturday."), ("", "A third round is planned.")],
        );
        check("They did meet.", "They did not meet.", &[("", "not")]);
        check("They did not meet.", "They did meet.", &[("not", "")]);
        check("One  two.\n", "One two.", &[]);
        check("", "All new.", &[("", "All new.")]);
    }

    #[test]
    fn near_changes_are_one() {
        check("a b c d e f g", "a X c Y e f g", &[("b c d", "X c Y")]);
    }

    #[test]
    fn long_texts_that_have_nothing_in_common_take_no_time() {
        let text = |seed: usize| (0..30_000).map(|i| format!("w{} ", i * seed % 9973)).collect::<String>();
        let start = std::time::Instant::now();
        assert_eq!(changes(&text(3), &text(7)).len(), 1);
        assert!(start.elapsed().as_secs() < 5);
    }

    #[test]
    fn versions_are_texts_of_one_article() {
        let version = |url: &str, text: &str| {
            let mut d = Document::new("x", text);
            d.url = Some(url.into());
            d.identify();
            d
        };
        let documents = [version("u", "One."), version("v", "One."), version("u", "Two."), version("u", "Two.")];
        assert_eq!(versions(&documents), [(0, 2)]);
    }
}
