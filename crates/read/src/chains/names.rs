//! Which names are names of one and the same.

use super::Sets;
use crate::names::places::is_region;
use crate::titles::{is_rank, is_title};
use rapporteur_types::reading::{Mention, NameKind, Token};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What says that the name behind it is another name of the one before it.
const KNOWN_AS: &[&str] = &["aka", "a.k.a.", "alias", "known", "nicknamed"];
/// What may stand around it.
const AROUND_KNOWN: &[&str] = &[
    "also",
    "and",
    "are",
    "as",
    "best",
    "better",
    "by",
    "commonly",
    "de",
    "formerly",
    "guerre",
    "her",
    "his",
    "is",
    "its",
    "more",
    "name",
    "nickname",
    "nom",
    "often",
    "or",
    "otherwise",
    "popularly",
    "pseudonym",
    "simply",
    "sometimes",
    "the",
    "their",
    "under",
    "was",
    "were",
    "which",
    "who",
    "widely",
];

/// Words in names of laws and bodies, not of people.
const BETWEEN: &[&str] = &["against", "and", "at", "for", "in", "on", "to", "with"];

/// Pairs of heads of names that name the same: the same words, a part of one longer name, an acronym where it is
/// defined or of one name alone, another name behind "known as", and the rank of the only one who is named with it.
pub(super) fn same_names(text: &str, tokens: &[Token], names: &[Mention]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut full: BTreeMap<(String, bool), usize> = BTreeMap::new();
    // beginnings and ends of longer names, with every name that has them: is it the end?
    let mut parts: HashMap<(String, bool), BTreeMap<String, (usize, bool)>> = HashMap::new();
    let mut ranks = Ranks::default();
    for n in names {
        let words = words(text, tokens, n);
        let person = n.kind == NameKind::Person;
        // "Foreign Ministry" has no title
        let before = words.iter().take_while(|w| if person { is_title(w) } else { *w == "the" }).count();
        if person {
            let rank = rank(text, tokens, n, &words[..before]);
            ranks.add(rank, words.last().filter(|_| before < words.len()), n.head);
        }
        let words = &words[before..];
        if words.is_empty() {
            continue;
        }
        // "the Reyes Justice in Policing Act" is nobody
        let person = person && !words.iter().any(|w| BETWEEN.contains(&w.as_str()));
        let key = words.join(" ");
        for k in 1..words.len() {
            for (part, last) in [(words[..k].join(" "), false), (words[k..].join(" "), true)] {
                parts.entry((part, person)).or_default().entry(key.clone()).or_insert((n.head, last));
            }
        }
        match full.get(&(key.clone(), person)) {
            Some(first) => out.push((*first, n.head)),
            None => {
                full.insert((key, person), n.head);
            }
        }
    }
    let mut sets = Sets::default();
    // by first and last word, and by the name without its number
    let mut alike: BTreeMap<(&str, &str), Vec<(&str, usize)>> = BTreeMap::new();
    let mut numbers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for ((name, _), head) in full.iter().filter(|(k, _)| k.1) {
        if let Some((first, rest)) = name.split_once(' ') {
            let last = rest.rsplit(' ').next().unwrap_or(rest);
            alike.entry((first, last)).or_default().push((name, *head));
        }
        if let Some((stem, _)) = name.rsplit_once(' ').filter(|(_, n)| is_number(n)) {
            numbers.entry(stem).or_default().push(*head);
        }
    }
    let mut same: Vec<(usize, usize)> = Vec::new();
    for group in alike.values() {
        for (short, head) in group {
            let mut longer = group.iter().filter(|(l, _)| middle_names(short, l));
            if let (Some(one), None) = (longer.next(), longer.next()) {
                same.push((one.1, *head));
            }
        }
    }
    for (stem, heads) in numbers {
        // "Alexander" is Alexander III where no other Alexander has a number
        if let ([one], Some(head)) = (&heads[..], full.get(&(stem.to_string(), true))) {
            same.push((*one, *head));
        }
    }
    same.iter().for_each(|(a, b)| sets.join(*a, *b));
    out.extend(same);
    for (name, head) in &full {
        let Some(longer) = parts.get(name) else { continue };
        let mut longer = longer.clone();
        // a last name rather than a first one
        if name.1 && longer.values().any(|l| l.1) {
            longer.retain(|_, l| l.1);
        }
        // "Bank of Israel" is not Israel
        if is_region(&name.0) {
            longer.retain(|l, _| is_region(l));
        }
        let longer: BTreeMap<String, usize> = longer.into_iter().map(|(l, (h, _))| (l, h)).collect();
        // "the House" is the House of Representatives rather than the White House
        let of: Vec<usize> =
            longer.iter().filter(|(l, _)| l.starts_with(&format!("{} of ", name.0))).map(|x| *x.1).collect();
        if let [whole] = of[..] {
            out.push((whole, *head));
            continue;
        }
        // the one who bears it; of several the one named last before
        let me = sets.find(*head);
        let bearers: BTreeSet<usize> = longer.values().map(|h| sets.find(*h)).filter(|s| *s != me).collect();
        let before = || longer.values().filter(|h| **h < *head).max().copied();
        let any = longer.values().next().copied();
        let one = match bearers.first() {
            Some(one) if bearers.len() == 1 => Some(*one),
            _ if one_name(&longer) => any,
            _ => before(),
        };
        out.extend(one.map(|h| (h, *head)));
    }
    for pair in names.windows(2) {
        let between = text.get(pair[0].span.end..pair[1].span.start).unwrap_or("");
        let defined = between.trim() == "(" && abbreviates(pair[1].span.of(text), pair[0].span.of(text));
        if defined || known_as(between) {
            out.push((pair[0].head, pair[1].head));
        }
    }
    out.extend(initials(text, tokens, names));
    out.extend(ranks.bearers());
    out
}

/// The words of a name in small letters.
fn words(text: &str, tokens: &[Token], n: &Mention) -> Vec<String> {
    let low = n.tokens.clone().map(|t| tokens[t].span.of(text).to_lowercase());
    low.filter(|w| w.chars().any(char::is_alphanumeric) && w != "'s" && w != "’s").collect()
}

/// The rank in a name, or else in the capitalised words before it.
fn rank(text: &str, tokens: &[Token], n: &Mention, titles: &[String]) -> String {
    let inside = titles.iter().filter(|w| *w != "the").cloned().collect::<Vec<_>>().join(" ");
    if !inside.is_empty() {
        return inside;
    }
    let before = |k: usize| {
        let words = tokens.get(n.tokens.start.checked_sub(k)?..n.tokens.start)?;
        let words: Vec<&str> = words.iter().map(|t| t.span.of(text)).collect();
        let capitals = words.iter().all(|w| w.starts_with(char::is_uppercase));
        Some(words.join(" ").to_lowercase()).filter(|r| capitals && is_rank(r))
    };
    before(2).or_else(|| before(1)).unwrap_or_default()
}

/// Who is named with a rank, and where it stands alone.
#[derive(Default)]
struct Ranks {
    bearers: BTreeMap<String, Vec<(String, usize)>>,
    alone: Vec<(String, usize)>,
}

impl Ranks {
    /// A name with its rank and its last word, which may be missing.
    fn add(&mut self, rank: String, last: Option<&String>, head: usize) {
        match last {
            _ if !is_rank(&rank) => {}
            Some(last) => self.bearers.entry(rank).or_default().push((last.clone(), head)),
            None => self.alone.push((rank, head)),
        }
    }

    /// A rank alone with the one who is named with it, where that is one alone.
    fn bearers(self) -> Vec<(usize, usize)> {
        let one = |rank: &str| {
            let (last, head) = self.bearers.get(rank)?.first()?;
            self.bearers[rank].iter().all(|b| b.0 == *last).then_some(*head)
        };
        self.alone.iter().filter_map(|(rank, head)| Some((one(rank)?, *head))).collect()
    }
}

/// "Ada Reyes" and "Ada Maria Reyes": one leaves out what stands between first and last name.
fn middle_names(short: &str, long: &str) -> bool {
    let (few, many): (Vec<&str>, Vec<&str>) = (short.split(' ').collect(), long.split(' ').collect());
    let ends = few.first() == many.first() && few.last() == many.last();
    let mut rest = many.iter();
    (1 < few.len() && few.len() < many.len()) && ends && few.iter().all(|w| rest.any(|x| x == w))
}

/// "iii", of a ruler.
fn is_number(word: &str) -> bool {
    word.chars().all(|c| matches!(c, 'i' | 'v' | 'x'))
}

/// Does the longest of some names hold all others? Then they are one name, told at different lengths.
fn one_name(names: &BTreeMap<String, usize>) -> bool {
    let longest = names.keys().max_by_key(|k| k.len());
    longest.is_some_and(|l| names.keys().all(|k| format!(" {l} ").contains(&format!(" {k} "))))
}

/// "International Atomic Energy Agency (IAEA)", "American College of Pediatricians (ACPeds)": every character of the short
/// form stands in the long one in this order, the first where a word begins (Schwartz and Hearst 2003).
fn abbreviates(short: &str, long: &str) -> bool {
    let capitals = short.chars().filter(|c| c.is_uppercase()).count();
    if capitals < 2 || short.chars().any(char::is_whitespace) || !long.contains(' ') {
        return false;
    }
    let long: Vec<char> = long.to_lowercase().chars().collect();
    let mut to = long.len();
    let mut short = short.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).rev().peekable();
    while let Some(c) = short.next() {
        let first = short.peek().is_none();
        let starts = |i: usize| !first || i == 0 || !long[i - 1].is_alphanumeric();
        match (0..to).rev().find(|i| long[*i] == c && starts(*i)) {
            Some(i) => to = i,
            None => return false,
        }
    }
    true
}

/// Capitals that are the initials of one longer name of the document, wherever it stands.
fn initials(text: &str, tokens: &[Token], names: &[Mention]) -> Vec<(usize, usize)> {
    let mut by: HashMap<String, BTreeMap<String, usize>> = HashMap::new();
    for n in names.iter().filter(|n| n.kind != NameKind::Person && n.tokens.len() > 2) {
        let first = n.tokens.clone().filter_map(|t| tokens[t].span.of(text).chars().next());
        let letters: String = first.filter(|c| c.is_uppercase()).collect();
        by.entry(letters).or_default().entry(n.span.of(text).to_lowercase()).or_insert(n.head);
    }
    let short = |n: &Mention| {
        let form = n.span.of(text);
        let capitals = form.len() > 2 && form.chars().all(|c| c.is_uppercase());
        let long = by.get(form).filter(|l| capitals && l.len() == 1)?;
        Some((*long.values().next()?, n.head))
    };
    names.iter().filter_map(short).collect()
}

/// Do the words between two names say that they are names of one?
fn known_as(between: &str) -> bool {
    let mut open = 0;
    let outside: String = between
        .chars()
        .filter(|c| {
            open += i32::from(*c == '(');
            let keep = open == 0;
            open -= i32::from(*c == ')' && open > 0);
            keep
        })
        .collect();
    let marks = |c: char| !c.is_alphanumeric() && c != '.';
    let words: Vec<String> = outside.split(marks).filter(|w| !w.is_empty()).map(str::to_lowercase).collect();
    let says = |w: &String| KNOWN_AS.contains(&w.as_str());
    words.len() < 8 && words.iter().any(says) && words.iter().all(|w| says(w) || AROUND_KNOWN.contains(&w.as_str()))
}
