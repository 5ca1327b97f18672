//! Does the clause around an expression speak of what has happened or of what is to come?

use super::words::among;
use rapporteur_types::reading::Token;
use std::ops::Range;

/// The direction of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    /// "since March 31", "the year ended March 31": surely past.
    Over,
    Future,
    /// Nothing shows it.
    Open,
}

/// Words after which what follows is still to come.
const AHEAD: &str = "will 'll shall would scheduled due expected planned plan plans planning set slated upcoming intend intends deadline postponed delayed hopes hope ahead going may might could should must until tentatively through effective";

/// Frequent past forms without "-ed".
const BEHIND: &str = "was were had did met held said told began took came went made gave got saw won lost left led fell rose broke spoke sent struck hit shot fought kept found brought became knew thought wrote ran put paid sold bought built cut withdrew been has have ’ve 've since";

/// By the words right before where they decide, by the tree where there is one, else by the nearest word that shows a
/// direction.
pub(super) fn tense(tokens: &[Token], sentence: Range<usize>, at: Range<usize>, low: &[&str]) -> Tense {
    let (start, end) = (at.start.saturating_sub(sentence.start), at.end.saturating_sub(sentence.start));
    let before = |n: usize| start.checked_sub(n).and_then(|i| low.get(i)).copied().unwrap_or("");
    if among(before(1), "since ended") {
        return Tense::Over;
    }
    let here = tokens.get(sentence.clone()).unwrap_or_default();
    let tense = just_said(here, start, low)
        .or_else(|| fronted(here, start, end, low))
        .or_else(|| by_tree(tokens, &sentence, at, low))
        .unwrap_or_else(|| by_words(low, start, end));
    if before(1) == "during" && tense != Tense::Future { Tense::Over } else { tense }
}

/// "said on Friday", "told reporters in Rome on Friday": when it was said, whatever else the sentence speaks of.
fn just_said(here: &[Token], start: usize, low: &[&str]) -> Option<Tense> {
    let said = (start.saturating_sub(7)..start).rev().find(|i| here.get(*i).is_some_and(|t| t.upos == "VERB"))?;
    let between = here.get(said + 1..start)?;
    let verb = low.get(said).copied().unwrap_or("");
    let plain = between.iter().all(|t| matches!(t.upos.as_str(), "ADP" | "DET" | "ADJ" | "NOUN" | "PROPN" | "ADV"));
    let adverbial = between.first().is_none_or(|t| matches!(t.upos.as_str(), "ADP" | "ADV"));
    let report = (among(verb, "said added wrote tweeted reported stated") && adverbial) || verb == "told";
    (report && plain).then_some(Tense::Past)
}

/// "On Friday, the minister said that ...": what opens a sentence goes with its first verb.
fn fronted(here: &[Token], start: usize, end: usize, low: &[&str]) -> Option<Tense> {
    let opens = start == 0 || (start == 1 && here.first().is_some_and(|t| t.upos == "ADP"));
    if !opens || low.get(end) != Some(&",") {
        return None;
    }
    let verb = here.iter().skip(end).find(|t| matches!(t.upos.as_str(), "VERB" | "AUX"))?;
    (verb.has("Tense", "Past") && verb.has("VerbForm", "Fin")).then_some(Tense::Past)
}

/// Auxiliaries of what may come.
const MODALS: &str = "will 'll ’ll wo shall would may might could should must";

/// What is arranged is still to come, whoever arranged it ("has scheduled a session on Friday").
const ARRANGED: &str = "scheduled planned slated postponed rescheduled";

/// Participles and adjectives that look ahead ("is due on Friday", "is set for Friday", "payable May 3").
const AWAITED: &str = "scheduled due expected planned slated postponed rescheduled set payable";

/// After these, "until Friday" ends in time to come; after others ("lasted until Friday") it does not.
const PUT_OFF: &str =
    "postponed delayed extended adjourned suspended deferred rescheduled given gave granted moved barred has have";

/// What these speak of, where it is a meeting with a day, is still to come ("agreed on talks on the 9th").
const HERALDS: &str = "agreed proposed arranged confirmed prepared preparing offered invited called requested set";

/// Said in the present tense of what has been said.
const SAYING: &str = "say tell write add note report claim argue quote explain show mean reject deny accuse warn";

/// Meetings, and what is fixed to a day like them.
const MEETINGS: &str = "meeting meetings talks round session sessions summit hearing conference negotiations visit trip vote election elections deadline ceremony";

/// Climbs from the expression to the first verb.
fn by_tree(tokens: &[Token], sentence: &Range<usize>, at: Range<usize>, low: &[&str]) -> Option<Tense> {
    let mut node = at.clone().find(|i| tokens.get(*i).is_some_and(|t| t.head.is_none_or(|h| !at.contains(&h))))?;
    let word = |i: usize| low.get(i.wrapping_sub(sentence.start)).copied().unwrap_or("");
    let until = at.start > sentence.start && among(word(at.start - 1), "until till");
    let mut of_meeting = false;
    // "Tuesday's statement", "the rise in October": what a noun carries has not the time of its verb.
    let mut aside = word(at.end) == "'s";
    for _ in 0..6 {
        let t = tokens.get(node)?;
        if t.upos == "VERB" || t.upos == "AUX" || (t.head.is_none() && t.rel == "root") {
            let children = || sentence.clone().filter(|i| tokens[*i].head == Some(node));
            let helper = |names: &str| {
                children().any(|c| matches!(tokens[c].base_rel(), "aux" | "cop") && among(word(c), names))
            };
            if helper(MODALS) {
                // "could not be reached on Friday" tells what was.
                let failed = helper("could") && children().any(|c| among(word(c), "not n't n’t neither"));
                return Some(if helper("have") || failed { Tense::Past } else { Tense::Future });
            }
            // "is set for Friday", but "had set a deadline on Friday"
            let passive = children().any(|c| matches!(tokens[c].rel.as_str(), "aux:pass" | "nsubj:pass"));
            let active = !passive && (helper("had has have 've ’ve") || t.has("VerbForm", "Fin"));
            let arranged = among(word(node), ARRANGED) && !helper("had");
            if arranged || (!active && among(word(node), AWAITED)) {
                return Some(Tense::Future);
            }
            let to = children().any(|c| tokens[c].base_rel() == "mark" && word(c) == "to");
            if to && (t.has("VerbForm", "Inf") || helper("be")) {
                return Some(Tense::Future);
            }
            if (until && among(word(node), PUT_OFF)) || (of_meeting && among(word(node), HERALDS)) {
                return Some(Tense::Future);
            }
            if helper("was were had did has have 've") || t.has("Tense", "Past") {
                // "was ready for talks on the 9th" leaves it open whether they were held.
                return Some(if of_meeting || aside { Tense::Open } else { Tense::Past });
            }
            if (t.has("Tense", "Pres") && t.has("VerbForm", "Fin")) || helper("is are am 's") {
                // "leaves on Friday", "is leaving on Friday"
                let planned = t.upos == "VERB" && !among(&t.lemma, SAYING) && !passive && !aside;
                return Some(if planned { Tense::Future } else { Tense::Open });
            }
            t.head?;
        }
        if t.upos == "NOUN" {
            let meeting = among(word(node), MEETINGS);
            of_meeting |= meeting;
            aside |= !meeting && !at.contains(&node);
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
pub(super) fn leans_forward(low: &[&str], at: usize, end: usize) -> bool {
    by_words(low, at, low.len().min(end)) == Tense::Future
}
