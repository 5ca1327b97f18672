//! Where sentences end: what rules know for certain, and a splitter for when no model is loaded.

use super::lists::{ABBREVIATIONS, BEFORE_NUMBER, TITLES};
use super::{Word, is_apostrophe};
use rapporteur_types::Span;

/// No sentence ends between these two neighbouring words, whatever a model says.
pub fn forbids_break(text: &str, left: Span, right: Span) -> bool {
    let (l, r, gap) = (left.of(text), right.of(text), text.get(left.end..right.start).unwrap_or(""));
    let next = r.chars().next().unwrap_or(' ');
    if gap.contains("\n\n") {
        return false;
    }
    // A clitic, the rest of a hyphenated word, or whatever else is glued on.
    let end = l.chars().next_back().unwrap_or(' ');
    if gap.is_empty() && !is_terminal(end) && !is_closing(end) && next != '“' && next != '[' {
        return true;
    }
    if matches!(l, "," | "(" | "[" | "“" | "‘" | "$" | "-" | "/" | "&") {
        return true;
    }
    if matches!(r, "," | ";" | "." | ")" | "]" | "”" | "?" | "!" | "%") && !gap.contains('\n') {
        return true;
    }
    // "And the mines?" she asked: the clause of saying goes on
    let asked = text.get(..left.start).is_some_and(|t| t.ends_with(['?', '!', '…']));
    if matches!(l, "”" | "\"" | "»") && asked && next.is_lowercase() && !gap.contains('\n') {
        return true;
    }
    if !l.ends_with('.') || l.len() < 2 || l.ends_with("..") {
        return false;
    }
    let stem = l.trim_end_matches('.').to_lowercase();
    if TITLES.contains(&stem.as_str()) && stem != "st" && next.is_uppercase() {
        return true;
    }
    if stem.chars().count() == 1 && stem.chars().all(char::is_alphabetic) && next.is_uppercase() {
        return true; // the initial of a name
    }
    if BEFORE_NUMBER.contains(&stem.as_str()) && next.is_ascii_digit() {
        return true;
    }
    let abbreviation = stem.contains('.') || ABBREVIATIONS.contains(&stem.as_str()) || TITLES.contains(&stem.as_str());
    abbreviation && (next.is_lowercase() || next.is_ascii_digit())
}

/// A sentence ends between these two neighbouring words, whatever a model says.
pub fn forces_break(text: &str, left: Span, right: Span) -> bool {
    let gap = text.get(left.end..right.start).unwrap_or("");
    // "He left for the U.S. The talks go on."
    let abbreviation = left.of(text).strip_suffix('.').map(str::to_lowercase).filter(|l| l.chars().count() > 1);
    let ends = |l: String| {
        let goes_on = TITLES.contains(&l.as_str()) || matches!(l.as_str(), "cf" | "e.g" | "i.e" | "v" | "viz" | "vs");
        !goes_on && (l.contains('.') || ABBREVIATIONS.contains(&l.as_str()))
    };
    if abbreviation.is_some_and(ends) && !gap.is_empty() && begins_only(right.of(text)) {
        return true;
    }
    if !gap.is_empty() && right.of(text).starts_with(char::is_uppercase) && stops(text, left, right) {
        return true;
    }
    let mut lines = gap.split('\n');
    lines.next();
    // A blank line, or one that held a bullet alone.
    lines.next().is_some() && lines.next().is_some()
}

/// How many words of a block are its dateline, which is a sentence of its own; 0 where it has none.
pub fn dateline(text: &str, words: &[Word]) -> usize {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return 0 };
    let length = rapporteur_types::dateline(&text[first.span.start..last.span.end]);
    words.iter().take_while(|w| w.span.end <= first.span.start + length).count()
}

/// Is a word the stop of a sentence, whatever stands behind it with a capital? A full stop that the tokenizer took for no part of an
/// abbreviation and no number of an item, a question mark, or the quotation mark behind them.
fn stops(text: &str, left: Span, right: Span) -> bool {
    let before = text.get(..left.start).unwrap_or("");
    match left.of(text) {
        "." | "?" => {
            let inner = before.trim_end_matches([')', ']', '%', '”', '"']);
            let word = inner.rsplit(|c: char| !c.is_alphanumeric() && c != '.' && c != ',').next().unwrap_or("");
            let least = if word.ends_with(char::is_alphabetic) { 2 } else { 3 };
            word.chars().count() >= least
        }
        "”" | "\"" => before.ends_with(['.', '?', '!']) && opens_sentence(right.of(text)),
        _ => false,
    }
}

/// For each word: does a sentence end after it? By rules alone.
pub fn sentence_ends(text: &str, words: &[Word]) -> Vec<bool> {
    let mut ends = vec![false; words.len()];
    let mut open = false;
    for (i, w) in words.iter().enumerate() {
        let Some(next) = words.get(i + 1) else {
            ends[i] = true;
            break;
        };
        let word = w.span.of(text);
        match word {
            "“" => open = true,
            "”" => open = false,
            _ => {}
        }
        if forces_break(text, w.span, next.span) {
            ends[i] = true;
            continue;
        }
        let last = word.chars().next_back().unwrap_or(' ');
        let gap = text.get(w.span.end..next.span.start).unwrap_or("");
        let closes = is_closing(last) && word.len() == last.len_utf8() && i > 0 && {
            let before = words[i - 1].span;
            before.end == w.span.start && before.of(text).ends_with(is_terminal)
        };
        if !(is_terminal(last) || closes) || gap.is_empty() {
            continue;
        }
        let first = next.span.of(text).chars().next().unwrap_or(' ');
        let starts =
            first.is_uppercase() || first.is_ascii_digit() || matches!(first, '“' | '"' | '‘' | '(' | '[' | '@');
        let abbreviation = word.len() > 1 && word.ends_with('.') && !word.ends_with("..");
        // After "Inc." or "U.S." a capital decides nothing: only a word that rarely is a name starts a sentence.
        let starts = starts && (!abbreviation || opens_sentence(next.span.of(text)));
        ends[i] = starts && !(open && last != '”' && first == '”') && !forbids_break(text, w.span, next.span);
    }
    ends
}

/// Ends a sentence.
fn is_terminal(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？')
}

/// May stand after the full stop of its sentence.
fn is_closing(c: char) -> bool {
    matches!(c, '”' | '"' | ')' | ']' | '»') || is_apostrophe(c)
}

/// Capitalised words that nothing but the beginning of a sentence has.
fn begins_only(word: &str) -> bool {
    const BEGINNERS: &[&str] = &[
        "And", "But", "He", "Her", "His", "However", "In", "It", "Its", "On", "She", "Their", "The", "There", "These",
        "They", "This", "Those", "We",
    ];
    BEGINNERS.contains(&word)
}

/// Capitalised words that open sentences far more often than they continue a name.
fn opens_sentence(word: &str) -> bool {
    const OPENERS: &[&str] = &[
        "The", "A", "An", "He", "She", "It", "They", "We", "I", "You", "This", "That", "These", "Those", "In", "On",
        "At", "But", "And", "However", "For", "As", "If", "When", "While", "After", "Before", "His", "Her", "Their",
        "Its", "Our", "My", "Your", "There", "What", "Who", "How", "Why", "No", "Yes", "Some", "Many", "Most", "Both",
        "So", "Then", "Also", "Since", "With", "To", "From", "By", "“", "\"",
    ];
    OPENERS.contains(&word)
}
