//! Clitics and fused words: where an orthographic word holds several syntactic ones.

use super::is_apostrophe;

/// Fused without an apostrophe, with the length of the first part.
const FUSED: &[(&str, usize)] = &[
    ("cannot", 3),
    ("gonna", 3),
    ("wanna", 3),
    ("gotta", 3),
    ("gimme", 3),
    ("lemme", 3),
    ("dunno", 2),
    ("dont", 2),
    ("didnt", 3),
    ("doesnt", 4),
    ("isnt", 2),
    ("wasnt", 3),
    ("arent", 3),
    ("werent", 4),
    ("wouldnt", 5),
    ("couldnt", 5),
    ("shouldnt", 6),
    ("havent", 4),
    ("hasnt", 3),
    ("hadnt", 3),
    ("wont", 2),
    ("cant", 2),
    ("im", 1),
    ("ive", 1),
    ("thats", 4),
    ("youre", 3),
    ("theyre", 4),
];

/// Lengths in bytes of all parts but the last; empty where the word is one.
pub(super) fn cuts(word: &str) -> Vec<usize> {
    // A clitic word is short; nothing longer is worth a look.
    if word.len() < 2 || word.len() > 80 || word.starts_with(is_apostrophe) {
        return Vec::new();
    }
    if let Some((_, n)) = FUSED.iter().find(|(w, _)| w.eq_ignore_ascii_case(word)) {
        return if word == "IM" { Vec::new() } else { vec![*n] };
    }
    let lower: String =
        word.chars().map(|c| if c == '’' || c == '`' { '\'' } else { c.to_ascii_lowercase() }).collect();
    if !lower.contains('\'') || lower.contains("://") || lower.contains('@') {
        return Vec::new();
    }
    if lower == "y'all" {
        return vec![word.len() - 3];
    }
    // From the right: "should|n't|'ve". Lengths are counted in characters first, as ’ is longer than '.
    let chars: Vec<char> = lower.chars().collect();
    let (mut end, mut ends) = (chars.len(), Vec::new());
    while let Some(n) = clitic(&chars[..end]) {
        end -= n;
        ends.push(end);
    }
    let bytes = |n: usize| word.chars().take(n).map(char::len_utf8).sum::<usize>();
    ends.reverse();
    let mut cuts = Vec::new();
    let mut done = 0;
    for e in ends {
        let b = bytes(e);
        cuts.push(b - done);
        done = b;
    }
    cuts
}

/// Length of the clitic at the end, in characters.
fn clitic(w: &[char]) -> Option<usize> {
    let s: String = w[w.len().saturating_sub(3)..].iter().collect();
    let n = if s == "n't" || s == "'re" || s == "'ve" || s == "'ll" {
        3
    } else if s.ends_with("'s") || s.ends_with("'d") || s.ends_with("'m") {
        2
    } else {
        return None;
    };
    let rest = w.len().checked_sub(n).filter(|r| *r > 0)?;
    // "the 1980's" is one word.
    (!w[..rest].iter().all(char::is_ascii_digit)).then_some(n)
}
