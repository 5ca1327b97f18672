//! Words before the names of persons.

/// Words before a name that are no part of it. Alone, each may stand for the one who bears it.
const RANKS: &[&str] = &[
    "abba",
    "admiral",
    "ambassador",
    "archbishop",
    "ayatollah",
    "baron",
    "baroness",
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
    "count",
    "crown prince",
    "director",
    "duke",
    "emir",
    "emperor",
    "empress",
    "general",
    "governor",
    "imam",
    "judge",
    "justice",
    "king",
    "lieutenant",
    "lord",
    "major",
    "marshal",
    "mayor",
    "minister",
    "pope",
    "premier",
    "president",
    "prime minister",
    "prince",
    "princess",
    "queen",
    "representative",
    "secretary",
    "senator",
    "sheikh",
    "sultan",
    "tsar",
    "vice president",
];

/// Words before a name that are no part of it and stand for nobody.
const ADDRESSES: &[&str] = &[
    "acting",
    "crown",
    "dame",
    "deputy",
    "doctor",
    "dr",
    "first",
    "foreign",
    "former",
    "gen",
    "gov",
    "lady",
    "lt",
    "miss",
    "mr",
    "mrs",
    "ms",
    "prime",
    "prof",
    "professor",
    "rep",
    "reverend",
    "saint",
    "sen",
    "sir",
    "st",
    "the",
    "vice",
];

/// "President", "Dr.", "former"; in small letters.
pub(crate) fn is_title(word: &str) -> bool {
    let w = word.trim_end_matches('.');
    ADDRESSES.contains(&w) || is_rank(w)
}

/// "emperor", "minister"; in small letters.
pub(crate) fn is_rank(word: &str) -> bool {
    RANKS.contains(&word)
}

/// Is a word no part of the name behind it? "Queen Mary" and "Lord Diplock" are names as they stand, "Vice" begins a title.
pub(crate) fn is_before_name(word: &str) -> bool {
    const PART: &[&str] = &[
        "baron", "baroness", "count", "dame", "duke", "emperor", "empress", "king", "lady", "lord", "miss", "prince",
        "princess", "queen", "st", "vice",
    ];
    is_title(word) && !PART.contains(&word.trim_end_matches('.'))
}
