//! Does the clause around an expression speak of what has happened or of what is to come?

use super::words::among;
use rapporteur_types::reading::Token;
use std::ops::Range;

/// The direction of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    /// Nothing shows it.
    Open,
}

/// Words after which what follows is still to come.
const AHEAD: &str = "will 'll shall would scheduled due expected planned plan plans planning set slated upcoming intend intends deadline postponed delayed hopes hope ahead going may might could should must until tentatively through effective";

/// Frequent past forms without "-ed".
const BEHIND: &str = "was were had did met held said told began took came went made gave got saw won lost left led fell rose broke spoke sent struck hit shot fought kept found brought became knew thought wrote ran put paid sold bought built cut withdrew been has have ’ve 've since";

/// By the tree where there is one, else by the nearest word that shows a direction.
pub(super) fn tense(tokens: &[Token], sentence: Range<usize>, at: Range<usize>, low: &[&str]) -> Tense {
    by_tree(tokens, &sentence, at.clone(), low)
        .unwrap_or_else(|| by_words(low, at.start - sentence.start, at.end - sentence.start))
}

/// Climbs from the expression to the first verb.
fn by_tree(tokens: &[Token], sentence: &Range<usize>, at: Range<usize>, low: &[&str]) -> Option<Tense> {
    let mut node = at.clone().find(|i| tokens.get(*i).is_some_and(|t| t.head.is_none_or(|h| !at.contains(&h))))?;
    for _ in 0..6 {
        let t = tokens.get(node)?;
        let word = |i: usize| low.get(i.wrapping_sub(sentence.start)).copied().unwrap_or("");
        if t.upos == "VERB" || t.upos == "AUX" || (t.head.is_none() && t.rel == "root") {
            let children = || sentence.clone().filter(|i| tokens[*i].head == Some(node));
            let helper = |names: &str| {
                children().any(|c| matches!(tokens[c].base_rel(), "aux" | "cop") && among(word(c), names))
            };
            if helper("will 'll ’ll wo shall would may might could should must") {
                let perfect = helper("have");
                return Some(if perfect { Tense::Past } else { Tense::Future });
            }
            // "is set for Friday", but "had set a deadline on Friday"
            let passive = children().any(|c| matches!(tokens[c].rel.as_str(), "aux:pass" | "nsubj:pass"));
            let active = !passive && (helper("had has have 've ’ve") || t.has("VerbForm", "Fin"));
            if !active && among(word(node), "scheduled due expected planned slated postponed set") {
                return Some(Tense::Future);
            }
            if helper("was were had did has have 've") || t.has("Tense", "Past") {
                return Some(Tense::Past);
            }
            let to = children().any(|c| tokens[c].base_rel() == "mark" && word(c) == "to");
            if t.has("VerbForm", "Inf") && to {
                return Some(Tense::Future);
            }
            t.head?;
        }
        if t.upos == "NOUN" {
            let ahead = sentence.clone().any(|i| {
                tokens[i].head == Some(node)
                    && matches!(word(i), "next" | "planned" | "upcoming" | "scheduled" | "future" | "coming")
            });
            if ahead {
                return Some(Tense::Future);
            }
        }
        node = t.head?;
    }
    None
}

fn by_words(low: &[&str], start: usize, end: usize) -> Tense {
    let sign = |i: usize| {
        let w = low[i];
        let to_verb =
            w == "to" && low.get(i + 1).is_some_and(|n| n.starts_with(|c: char| c.is_alphabetic()) && !is_article(n));
        if among(w, AHEAD) || (to_verb && !by_words_past(low, i)) {
            Some(Tense::Future)
        } else if among(w, BEHIND) || (w.len() > 4 && w.ends_with("ed")) {
            Some(Tense::Past)
        } else {
            None
        }
    };
    let left = (0..start.min(low.len())).rev().take(12).find_map(|i| sign(i).map(|t| (start - i, t)));
    let right = (end..low.len()).take(8).take_while(|i| low[*i] != ";").find_map(|i| sign(i).map(|t| (i + 2 - end, t)));
    match (left, right) {
        (Some((l, t)), Some((r, u))) => {
            if l <= r + 6 {
                t
            } else {
                u
            }
        }
        (Some((_, t)), None) | (None, Some((_, t))) => t,
        _ => Tense::Open,
    }
}

/// "went to Muscat", "returned to talks": the "to" of a place.
fn by_words_past(low: &[&str], to: usize) -> bool {
    to > 0 && (among(low[to - 1], BEHIND) || low[to - 1].ends_with("ed")) && !among(low[to - 1], AHEAD)
}

fn is_article(w: &str) -> bool {
    among(w, "the a an its their his her all any this that these those")
}

/// Does "in three days" point ahead here?
pub(super) fn leans_forward(low: &[&str], at: usize) -> bool {
    by_words(low, at, low.len().min(at + 4)) == Tense::Future
}
