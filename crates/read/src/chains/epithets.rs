//! States and bodies by their other names: "the Islamic Republic" is Iran, where the document speaks of Iran.

use crate::terms::state_of;
use rapporteur_types::reading::{Mention, NameKind, Token};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

const EPITHETS: &str = include_str!("epithets.txt");

/// Words of an epithet without its article, each with whom it may stand for, by the first word.
type Epithets = HashMap<&'static str, Vec<(Vec<&'static str>, Vec<&'static str>)>>;

static BY_WORD: LazyLock<Epithets> = LazyLock::new(|| {
    let mut out = Epithets::new();
    let lines = EPITHETS.lines().filter(|l| !l.starts_with('#'));
    for (words, who) in lines.filter_map(|l| l.split_once(" | ")) {
        for words in words.split("; ") {
            let words: Vec<&str> = words.trim_start_matches("the ").split(' ').collect();
            out.entry(words[0]).or_default().push((words, who.split("; ").collect()));
        }
    }
    out
});

fn is_epithet(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    BY_WORD.get(words[0]).is_some_and(|all| all.iter().any(|(w, _)| *w == words))
}

/// Heads of names by whom they name: a state by whichever of its names, anybody else by the same words.
pub(super) struct Named<'a>(HashMap<Who<'a>, Vec<usize>>);

#[derive(PartialEq, Eq, Hash, Clone, Copy, PartialOrd, Ord)]
enum Who<'a> {
    State(usize),
    Words(&'a str),
}

fn who(name: &str) -> Who<'_> {
    state_of(name).map_or(Who::Words(name), Who::State)
}

impl<'a> Named<'a> {
    /// From the names of a document, in order.
    pub(super) fn new(text: &'a str, names: &[Mention]) -> Named<'a> {
        let mut out: HashMap<Who, Vec<usize>> = HashMap::new();
        let named = |n: &&Mention| n.kind != NameKind::Person && !is_epithet(n.span.of(text));
        for n in names.iter().filter(named) {
            out.entry(who(n.span.of(text))).or_default().push(n.head);
        }
        Named(out)
    }

    /// Pairs of names of one state.
    pub(super) fn same_states(&self) -> impl Iterator<Item = (usize, usize)> {
        let states = self.0.iter().filter(|(w, _)| matches!(w, Who::State(_)));
        states.flat_map(|(_, heads)| heads.iter().skip(1).map(|h| (heads[0], *h)))
    }

    /// Epithets behind "the" as ranges of tokens, with the head of a name of the one whom they stand for; none where the
    /// document names several who may be meant.
    pub(super) fn epithets(&self, text: &str, tokens: &[Token]) -> Vec<(Range<usize>, Option<usize>)> {
        let form = |t: usize| tokens.get(t).map_or("", |t| t.span.of(text));
        let mut out = Vec::new();
        for the in (0..tokens.len()).filter(|t| tokens[*t].lemma == "the") {
            let Some(all) = BY_WORD.get(form(the + 1)) else { continue };
            let fits = |words: &[&str]| words.iter().enumerate().all(|(i, w)| form(the + 1 + i) == *w);
            let Some((words, may)) = all.iter().filter(|(w, _)| fits(w)).max_by_key(|(w, _)| w.len()) else { continue };
            let epithet = the..the + 1 + words.len();
            let last = &tokens[epithet.end - 1];
            // "the Kingdom Hall" is no kingdom
            let headed =
                last.head.is_none_or(|h| !epithet.contains(&h)) && !matches!(last.base_rel(), "compound" | "flat");
            // "the Islamic Republic of Iran" says itself who it is
            if !headed || form(epithet.end) == "of" {
                continue;
            }
            let mut named: Vec<Who> = may.iter().map(|m| who(m)).filter(|w| self.0.contains_key(w)).collect();
            named.sort();
            named.dedup();
            let one = named.first().filter(|_| named.len() == 1).map(|one| &self.0[one]);
            let nearest = one.and_then(|heads| heads.get(heads.partition_point(|h| *h < the).saturating_sub(1)));
            if !named.is_empty() {
                out.push((epithet, nearest.copied()));
            }
        }
        out
    }
}
