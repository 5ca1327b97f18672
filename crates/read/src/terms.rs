//! Terms: phrases of the finer kinds that coding needs, by their head words; cased or not.

use crate::tables::{names, section};
use rapporteur_types::Span;
use rapporteur_types::reading::{Mention, NameKind, Term, TermKind, Token};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// States and their peoples.
const STATES: &str = include_str!("terms/states.txt");

/// Weapons and armed forces that bear names.
const NAMED: &str = include_str!("terms/named.txt");

/// Head words of the kinds, singular, lower case.
const HEADS: [(TermKind, &str); 5] = [
    (
        TermKind::ArmedForce,
        "army navy force troop guard corps brigade militia battalion regiment fleet squadron military soldier \
         peacekeeper paramilitary marine garrison commando",
    ),
    (
        TermKind::Vessel,
        "ship vessel tanker frigate destroyer submarine boat carrier cruiser corvette freighter ferry dhow trawler \
         flotilla warship speedboat barge minesweeper icebreaker",
    ),
    (
        TermKind::Weapon,
        "weapon missile rocket drone bomb warhead mine torpedo rifle gun grenade artillery mortar howitzer shell uav ied \
         ammunition munition explosive tank interceptor launcher warplane bomber landmine",
    ),
    (
        TermKind::Facility,
        "airport base plant reactor refinery embassy consulate port dam prison hospital terminal pipeline airfield \
         headquarters checkpoint facility bunker silo depot barracks mission shipyard",
    ),
    (
        TermKind::Office,
        "president minister secretary ambassador envoy spokesman spokeswoman spokesperson chancellor commander chief \
         chairman chairwoman director governor king emir sultan premier senator negotiator mediator diplomat adviser \
         advisor mayor prince general admiral colonel speaker commissioner",
    ),
];

/// Prefixes of ships' names.
const PREFIXES: &str = "USS HMS MV MT FS INS RFA USNS HMAS HMCS ROKS";

static KINDS: LazyLock<HashMap<&str, TermKind>> =
    LazyLock::new(|| HEADS.iter().flat_map(|(k, words)| words.split_whitespace().map(move |w| (w, *k))).collect());

/// Names by their first word.
type Peoples = HashMap<String, Vec<(Vec<String>, TermKind)>>;

/// Words of a state or people, folded to lower case, by their first word: longest first.
static PEOPLES: LazyLock<Peoples> = LazyLock::new(|| {
    let mut out = Peoples::new();
    for line in STATES.lines().filter(|l| !l.starts_with('#')) {
        let (names, peoples) = line.split_once(" | ").unwrap_or((line.trim_end_matches(" |"), ""));
        for (list, kind) in [(names, TermKind::State), (peoples, TermKind::Nationality)] {
            for name in list.split("; ").filter(|n| !n.is_empty()) {
                let words: Vec<String> = name.split(' ').map(str::to_lowercase).collect();
                out.entry(words[0].clone()).or_default().push((words, kind));
            }
        }
    }
    out.values_mut().for_each(|v| v.sort_by_key(|x| std::cmp::Reverse(x.0.len())));
    out
});

/// The same for names that are written one way.
type Names = HashMap<&'static str, Vec<(Vec<&'static str>, TermKind)>>;

/// Names by their first word, with the kinds of what bears them.
static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut out = Names::new();
    for (title, kind) in [("weapons", TermKind::Weapon), ("armed forces", TermKind::ArmedForce)] {
        for name in names(section(NAMED, title)) {
            let words: Vec<&str> = name.split(' ').collect();
            out.entry(words[0]).or_default().push((words, kind));
        }
    }
    out.values_mut().for_each(|v| v.sort_by_key(|x| std::cmp::Reverse(x.0.len())));
    out
});
/// What stands before the number of a weapon.
static FAMILIES: LazyLock<HashSet<&str>> = LazyLock::new(|| names(section(NAMED, "weapons before a number")).collect());

/// Lines of the table by the names of their states, folded to lower case.
static STATE_NAMES: LazyLock<HashMap<String, usize>> = LazyLock::new(|| lines_by(0));
/// The same by their peoples.
static PEOPLE_NAMES: LazyLock<HashMap<String, usize>> = LazyLock::new(|| lines_by(1));

/// Lines of the table by the names in one of its columns.
fn lines_by(column: usize) -> HashMap<String, usize> {
    let lines = STATES.lines().filter(|l| !l.starts_with('#')).enumerate();
    let names = |(i, line): (usize, &'static str)| {
        let names = line.split(" |").nth(column).unwrap_or("").trim();
        names.split("; ").filter(|n| !n.is_empty()).map(move |n| (n.to_lowercase(), i))
    };
    lines.flat_map(names).collect()
}

/// Which state a name names, whichever of its names it is.
pub(crate) fn state_of(name: &str) -> Option<usize> {
    STATE_NAMES.get(&name.to_lowercase()).copied()
}

/// Which state a word for its people belongs to: "Omani".
pub(crate) fn people_of(word: &str) -> Option<usize> {
    PEOPLE_NAMES.get(&word.to_lowercase()).copied()
}

/// Does a name name an armed force, as it is written?
pub(crate) fn is_force(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    let all = NAMES.get(words[0]).map_or(&[][..], |all| all);
    all.iter().any(|(w, kind)| *w == words && *kind == TermKind::ArmedForce)
}

/// The terms of a document, in order, none inside another.
pub fn terms(text: &str, tokens: &[Token], names: &[Mention]) -> Vec<Term> {
    let low: Vec<String> = tokens.iter().map(|t| t.span.of(text).to_lowercase()).collect();
    let mut found: Vec<(Range<usize>, TermKind)> = Vec::new();
    for (i, t) in tokens.iter().enumerate() {
        if let Some(r) = people(text, tokens, &low, i) {
            found.push(r);
        }
        found.extend(named(text, tokens, i).or_else(|| designation(text, tokens, i)));
        let kind = KINDS.get(t.lemma.to_lowercase().as_str()).or_else(|| KINDS.get(low[i].as_str()));
        if let Some(kind) = kind.filter(|_| matches!(t.upos.as_str(), "NOUN" | "PROPN")) {
            let range = phrase(tokens, i);
            // "base camp", "force majeure", "general assembly": the word is not what the phrase is about
            if !heads_compound(tokens, i) {
                found.push((range, *kind));
            }
        }
    }
    for n in names.iter().filter(|n| n.kind != NameKind::Person) {
        let first = tokens[n.tokens.start].span.of(text);
        if PREFIXES.split(' ').any(|p| p == first) && n.tokens.len() > 1 {
            found.push((n.tokens.clone(), TermKind::Vessel));
        }
    }
    // the longest at each place; states and peoples stand beside what they qualify
    found.sort_by_key(|(r, k)| (r.start, std::cmp::Reverse(r.end), *k));
    let mut out: Vec<Term> = Vec::new();
    for (r, kind) in found {
        let inside = out.iter().rev().take(8).any(|t| r.end <= t.tokens.end && kind == t.kind);
        if !inside {
            let span = Span::new(tokens[r.start].span.start, tokens[r.end - 1].span.end);
            out.push(Term { span, tokens: r, kind });
        }
    }
    out
}

/// A state or people whose first word this is.
fn people(text: &str, tokens: &[Token], low: &[String], at: usize) -> Option<(Range<usize>, TermKind)> {
    let (words, kind) = PEOPLES.get(&low[at])?.iter().find(|(words, _)| low[at..].starts_with(words))?;
    let t = &tokens[at];
    // "turkey", "us", "jordan" and the like are names only where they look like names
    let capital = t.span.of(text).starts_with(char::is_uppercase);
    let noun = matches!(t.upos.as_str(), "PROPN" | "ADJ" | "NOUN");
    (noun && (capital || t.upos != "NOUN" && low[at] != "us")).then(|| (at..at + words.len(), *kind))
}

/// "Hezbollah", "Storm Shadow"; where a hyphen is a word of its own, "al - Qaeda".
fn named(text: &str, tokens: &[Token], at: usize) -> Option<(Range<usize>, TermKind)> {
    let start = tokens[at].span.start;
    // hyphens cut words, names are looked up as they are written
    let ends = |end: &usize| *end == tokens.len() || tokens[*end - 1].span.end < tokens[*end].span.start;
    let written = |end: usize| &text[start..tokens[end - 1].span.end];
    let tidy = |form: &str| form.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    (at + 1..=(at + 4).min(tokens.len())).rev().find_map(|end| {
        let form = written(end);
        let all = NAMES.get(form.split(' ').next()?)?;
        let (_, kind) = all.iter().find(|(words, _)| form.split(' ').eq(words.iter().copied()))?;
        let whole =
            ends(&end) || tidy(&text[start..tokens[end].span.end]) == form.len() || written(end + 1).ends_with("'s");
        whole.then_some((at..end, *kind))
    })
}

/// "F - 35", "S-400", "MQ-9": the family of a weapon, with its number and the noun that it belongs to.
fn designation(text: &str, tokens: &[Token], at: usize) -> Option<(Range<usize>, TermKind)> {
    let form = tokens[at].span.of(text);
    let joined = |t: usize| tokens.get(t).filter(|x| x.span.start == tokens[t - 1].span.end).map(|x| x.span.of(text));
    let (family, number, end) = match form.split_once('-') {
        Some((family, number)) => (family, number, at + 1),
        None => (form, joined(at + 1).filter(|h| *h == "-").and_then(|_| joined(at + 2))?, at + 3),
    };
    // "B-4" may be a road
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    if !FAMILIES.contains(family) || digits == 0 || family.len() + digits < 3 {
        return None;
    }
    Some((at..end, TermKind::Weapon))
}

/// Is a word only the first part of a compound?
fn heads_compound(tokens: &[Token], i: usize) -> bool {
    tokens[i].base_rel() == "compound" && tokens[i].head.is_some_and(|h| h > i && tokens[h].upos == "NOUN")
}

/// The noun with its compounds and adjectives.
fn phrase(tokens: &[Token], head: usize) -> Range<usize> {
    let mut from = head;
    let joins = |t: &Token| t.head == Some(head) && matches!(t.base_rel(), "compound" | "amod" | "flat");
    while from > 0 && joins(&tokens[from - 1]) {
        from -= 1;
    }
    from..head + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words "form/UPOS/rel/head", heads counted from 0, "-" for the root.
    fn found(words: &str) -> Vec<(String, TermKind)> {
        let (mut text, mut tokens) = (String::new(), Vec::new());
        for w in words.split(' ') {
            let p: Vec<&str> = w.split('/').collect();
            let start = text.len() + usize::from(!text.is_empty());
            if start > 0 {
                text.push(' ');
            }
            text.push_str(p[0]);
            let lemma = p[0].trim_end_matches('s').to_string();
            let (upos, rel, head) = (p[1].to_string(), p[2].to_string(), p[3].parse().ok());
            let span = Span::new(start, text.len());
            tokens.push(Token { span, lemma, upos, feats: String::new(), head, rel, joined: false });
        }
        terms(&text, &tokens, &[]).into_iter().map(|t| (t.span.of(&text).to_string(), t.kind)).collect()
    }

    #[test]
    fn weapons_vessels_and_peoples_are_terms() {
        let got =
            found("Iranian/ADJ/amod/1 boats/NOUN/nsubj/2 fired/VERB/root/- ballistic/ADJ/amod/4 missiles/NOUN/obj/2");
        let want = [
            ("Iranian boats", TermKind::Vessel),
            ("Iranian", TermKind::Nationality),
            ("ballistic missiles", TermKind::Weapon),
        ];
        assert_eq!(got, want.map(|(t, k)| (t.to_string(), k)));
    }

    #[test]
    fn states_are_found_without_capitals_but_common_words_are_not_states() {
        let got = found("oman/PROPN/nsubj/1 told/VERB/root/- us/PRON/obj/1 of/ADP/case/4 turkey/NOUN/obl/1");
        assert_eq!(got, [("oman".to_string(), TermKind::State)]);
    }

    #[test]
    fn the_first_part_of_a_compound_is_not_the_thing() {
        assert!(found("base/NOUN/compound/1 camp/NOUN/root/-").is_empty());
    }
}
