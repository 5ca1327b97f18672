//! Nouns that stand for somebody whom the document names.

use super::{Link, Sets};
use crate::titles::is_rank;
use rapporteur_types::reading::{Mention, NameKind, Token};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Nouns that may say the same of a person; a group ends where the other sex begins.
const SAME: &[&[&str]] = &[
    &["boy", "son", "baby", "child", "infant", "kid", "newborn", "toddler"],
    &["daughter", "girl", "baby", "child", "infant", "kid", "newborn", "toddler"],
    &["husband", "spouse"],
    &["spouse", "wife"],
];

/// Two people or more of one family, in the plural where they have one.
const FAMILY: &[&str] = &["couple", "family", "pair", "parents"];

/// Words with the name of whom they describe or take up: "Reyes, the chief negotiator", "the negotiator, Reyes", "Reyes is
/// a lawyer", "a lawyer named Reyes", "Reyes, she knows".
pub(super) fn described(
    text: &str,
    tokens: &[Token],
    named: &HashMap<usize, &Mention>,
    links: &[Link],
) -> Vec<(usize, usize)> {
    let other: BTreeSet<usize> = links.iter().filter(|l| !l.person).map(|l| l.mention).collect();
    let common = |t: usize| tokens[t].upos == "NOUN" && !named.contains_key(&t) && !tokens[t].has("Number", "Plur");
    // "the Reyes administration" is not Reyes
    let noun = |t: usize| common(t) && !other.contains(&t);
    let name = |t: usize| named.get(&t).filter(|n| n.kind == NameKind::Person && n.head == t).map(|n| n.head);
    let mut out = Vec::new();
    for (t, token) in tokens.iter().enumerate() {
        let Some(h) = token.head else { continue };
        let child =
            |rel: &'static str| tokens[t + 1..].iter().take(12).position(|c| c.head == Some(h) && c.base_rel() == rel);
        match token.base_rel() {
            "appos" | "flat" | "compound" if noun(h) => out.extend(name(t).map(|n| (h, n))),
            "appos" if noun(t) || is_rank(&token.span.of(text).to_lowercase()) => out.extend(name(h).map(|n| (t, n))),
            "nsubj" if noun(h) && child("cop").is_some() => out.extend(name(t).map(|n| (h, n))),
            "xcomp" | "obj"
                if tokens[h].rel == "acl" && matches!(tokens[h].lemma.as_str(), "call" | "name" | "nickname") =>
            {
                let who = tokens[h].head.filter(|n| noun(*n));
                out.extend(who.and_then(|n| Some((n, name(t)?))));
            }
            // the parser takes most of these for an address
            "dislocated" | "vocative" => {
                let third = |s: &usize| tokens[*s].upos == "PRON" && tokens[*s].has("Person", "3");
                let again = child("nsubj").filter(|i| *i < 4).map(|i| t + 1 + i).filter(third);
                out.extend(again.and_then(|s| Some((s, name(t)?))));
            }
            _ => {}
        }
    }
    out
}

/// Whom a noun stands for that the network leaves open, by what the document says elsewhere.
pub(super) struct Described {
    /// What nouns say, with the one described by them; none where several are.
    by_noun: BTreeMap<String, Option<usize>>,
    /// "the Reyeses": the head of the name of the only family.
    family: Option<usize>,
    /// Names of one word.
    single: BTreeMap<String, usize>,
}

impl Described {
    /// From the nouns with names beside them.
    pub(super) fn new(
        text: &str,
        tokens: &[Token],
        names: &[Mention],
        pairs: &BTreeMap<usize, usize>,
        sets: &mut Sets,
    ) -> Described {
        let mut by_noun: BTreeMap<String, Option<usize>> = BTreeMap::new();
        for (noun, name) in pairs.iter().filter(|p| tokens[*p.0].upos == "NOUN") {
            for word in same(&tokens[*noun].lemma) {
                let one = by_noun.entry(word).or_insert(Some(*name));
                *one = one.filter(|o| sets.find(*o) == sets.find(*name));
            }
        }
        let last = |n: &Mention| tokens[n.tokens.end - 1].span.of(text).to_string();
        let lasts: Vec<String> = names.iter().filter(|n| n.kind == NameKind::Person).map(last).collect();
        let the = |n: &Mention| n.tokens.start > 0 && tokens[n.tokens.start - 1].lemma == "the";
        let plural = |n: &&Mention| {
            let form = n.span.of(text);
            let one = form.strip_suffix('s').map(|x| (x, x.strip_suffix('e')));
            let is = |x: &str| lasts.iter().any(|l| l == x);
            n.tokens.len() == 1 && the(n) && one.is_some_and(|(s, es)| is(s) || es.is_some_and(is))
        };
        let families: BTreeMap<&str, usize> =
            names.iter().rev().filter(plural).map(|n| (n.span.of(text), n.head)).collect();
        let short = names.iter().filter(|n| n.tokens.len() == 1);
        Described {
            by_noun,
            family: families.values().next().copied().filter(|_| families.len() == 1),
            single: short.map(|n| (n.span.of(text).to_string(), n.head)).collect(),
        }
    }

    /// Of nouns that the network leaves open: "the negotiator", "his daughter" are the one whom the document describes so; "the couple" is
    /// the family that it names, "the Omani people" are the "Omanis".
    pub(super) fn of(&self, text: &str, tokens: &[Token], noun: usize) -> Option<usize> {
        let token = &tokens[noun];
        if token.upos != "NOUN" {
            return None;
        }
        let from = noun.saturating_sub(4);
        // "the daughter of a teacher", "the families of hostages" are others
        if tokens[noun..].iter().take(8).any(|t| t.head == Some(noun) && t.base_rel() == "nmod") {
            return None;
        }
        let low = token.span.of(text).to_lowercase();
        if FAMILY.contains(&low.as_str()) {
            return self.family;
        }
        if token.lemma == "people" {
            let whose = (from..noun).filter(|t| tokens[*t].head == Some(noun) && tokens[*t].base_rel() == "amod");
            let mut all = whose.filter_map(|t| self.single.get(&format!("{}s", tokens[t].span.of(text))));
            return all.next().copied();
        }
        let definite =
            |t: &Token| t.head == Some(noun) && (t.base_rel() == "det" && t.lemma == "the" || t.rel == "nmod:poss");
        let singular = !token.has("Number", "Plur") && tokens[from..noun].iter().any(definite);
        singular.then(|| *self.by_noun.get(&token.lemma)?)?
    }
}

/// A noun and those that say the same.
fn same(lemma: &str) -> Vec<String> {
    let groups = SAME.iter().filter(|g| g.contains(&lemma)).flat_map(|g| g.iter().map(|w| w.to_string()));
    let mut all: Vec<String> = groups.collect();
    if all.is_empty() {
        all.push(lemma.to_string());
    }
    all
}
