//! Words before the names of persons, in small letters.

/// No part of the name behind them. Alone, each may stand for the one who bears it.
const RANKS: &[&str] = &[
    "abba",
    "admiral",
    "ambassador",
    "archbishop",
    "ayatollah",
    "bishop",
    "cardinal",
    "captain",
    "chairman",
    "chairwoman",
    "chancellor",
    "colonel",
    "commander",
    "congressman",
    "congresswoman",
    "crown prince",
    "director",
    "emir",
    "general",
    "governor",
    "imam",
    "judge",
    "justice",
    "lieutenant",
    "major",
    "marshal",
    "mayor",
    "minister",
    "pope",
    "premier",
    "president",
    "prime minister",
    "representative",
    "secretary",
    "senator",
    "sheikh",
    "sultan",
    "tsar",
    "vice president",
];

/// The same, but part of the name: "Queen Mary", "Lord Diplock".
const NOBLE: &[&str] =
    &["baron", "baroness", "count", "duke", "emperor", "empress", "king", "lord", "prince", "princess", "queen"];

/// No part of the name, and alone nobody.
const ADDRESSES: &[&str] = &[
    "acting",
    "crown",
    "deputy",
    "doctor",
    "dr",
    "first",
    "foreign",
    "former",
    "gen",
    "gov",
    "interim",
    "lt",
    "mr",
    "mrs",
    "ms",
    "pm",
    "prime",
    "prof",
    "professor",
    "rep",
    "reverend",
    "saint",
    "sen",
    "sir",
    "the",
];

/// Part of the name or of a longer title, and alone nobody.
const BELONGING: &[&str] = &["dame", "lady", "miss", "st", "vice"];

/// "President", "Dr.", "former".
pub(crate) fn is_title(word: &str) -> bool {
    is_rank(word) || is_before_name(word) || BELONGING.contains(&word.trim_end_matches('.'))
}

/// "emperor", "minister": alone it may stand for somebody.
pub(crate) fn is_rank(word: &str) -> bool {
    RANKS.contains(&word) || NOBLE.contains(&word)
}

/// Is a word no part of the name behind it?
pub(crate) fn is_before_name(word: &str) -> bool {
    let w = word.trim_end_matches('.');
    ADDRESSES.contains(&w) || RANKS.contains(&w)
}
