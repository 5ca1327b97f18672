//! What an answer does to what is asked: "Has your government agreed? - No, we have not."
//!
//! A claim in a question of yes or no, or before "Is that true?", is denied by whoever answers no. What a question takes for granted
//! stays as it was. So does a denial of what the press is said to have reported in the sentence before.

use crate::coder::Passage;
use crate::syntax::Syntax;
use rapporteur_types::{ActorRef, Claim, ClaimBody, Modality};
use std::ops::Range;

/// Let answers of no deny what is asked.
pub fn answer(p: &Passage, claims: &mut [Claim]) {
    for (asked, by) in denied(p) {
        for c in claims.iter_mut().filter(|c| asked.contains(&c.first().sentence)) {
            if matches!(c.body, ClaimBody::Event(_) | ClaimBody::Position(_)) {
                c.modality = Modality::Denied;
                c.according_to = vec![by.clone()];
            }
        }
    }
}

/// "Papers reported that Kenya had agreed. The ministry denied these reports": what they reported is denied by the ministry.
pub fn rebut(p: &Passage, claims: &mut [Claim]) {
    let s = &p.syntax;
    let rebuttals: Vec<(usize, Vec<ActorRef>)> = claims
        .iter()
        .filter_map(|c| {
            let said = c.statement()?;
            let cue = s.tokens_in(said.cue?);
            let denies = cue.clone().any(|t| matches!(s.lemma(t).as_str(), "deny" | "refute" | "dismiss"));
            let [content] = said.content[..] else { return None };
            let words: Vec<String> = s.tokens_in(content).map(|t| s.lemma(t).to_lowercase()).collect();
            let reports = words.len() <= 3
                && words.iter().any(|w| {
                    matches!(w.as_str(), "report" | "claim" | "allegation" | "rumour" | "rumor" | "it" | "this")
                });
            (denies && reports).then(|| (c.first().sentence, said.speakers.clone()))
        })
        .collect();
    for (sentence, by) in rebuttals {
        let before = |c: &&mut Claim| c.first().sentence + 1 == sentence && c.according_to.iter().any(is_press);
        for c in claims.iter_mut().filter(before) {
            if matches!(c.body, ClaimBody::Event(_) | ClaimBody::Position(_)) {
                c.modality = Modality::Denied;
                c.according_to.clone_from(&by);
            }
        }
    }
}

/// "Certain newspapers", "press reports", an outlet.
fn is_press(a: &ActorRef) -> bool {
    const PRESS: [&str; 9] =
        ["press", "media", "outlet", "newspaper", "paper", "report", "broadcaster", "channel", "journalist"];
    match a {
        ActorRef::Known { id, .. } => id.0.starts_with("outlet:"),
        ActorRef::Unresolved(words) => {
            let press = |w: &str| PRESS.iter().any(|p| w == *p || w.strip_suffix('s') == Some(p));
            words.to_lowercase().split(' ').any(press)
        }
    }
}

/// Sentences that ask what the next speaker denies, with who denies it.
fn denied(p: &Passage) -> Vec<(Range<usize>, ActorRef)> {
    let s = &p.syntax;
    let turns: Vec<(usize, ActorRef)> =
        (0..s.reading.blocks.len()).filter_map(|b| p.cast.speaker_of_turn(b).map(|r| (b, r.actor))).collect();
    let mut out = Vec::new();
    for pair in turns.windows(2) {
        let [(question, asker), (reply, by)] = pair else { continue };
        if asker.id().is_none() && by.id().is_some() {
            let asked = asked(s, *question).filter(|_| says_no(s, *reply));
            out.extend(asked.map(|range| (range, by.clone())));
        }
    }
    out
}

fn sentences(s: &Syntax, block: usize) -> Range<usize> {
    let all = &s.reading.sentences;
    all.partition_point(|x| x.block < block)..all.partition_point(|x| x.block <= block)
}

/// Words of a sentence in small letters, behind a label ("Q:", "MS TARROW:").
fn words(s: &Syntax, sentence: usize) -> Vec<String> {
    let tokens = s.reading.sentences[sentence].tokens.clone();
    let label = tokens.clone().take(8).position(|t| s.form(t) == ":").map_or(0, |colon| colon + 1);
    let bare = tokens.clone().next().is_some_and(|t| s.form(t) == "Q");
    let word = |t: usize| s.form(t).to_lowercase();
    tokens.skip(label.max(usize::from(bare))).map(word).filter(|w| w.starts_with(char::is_alphanumeric)).collect()
}

/// The last sentence of a question where it can be answered by no, or what stands before "Is that true?".
fn asked(s: &Syntax, block: usize) -> Option<Range<usize>> {
    const OPENS: [&str; 17] = [
        "am", "are", "can", "could", "did", "do", "does", "had", "has", "have", "is", "should", "was", "were", "will",
        "would", "might",
    ];
    const TRUTHS: [&str; 7] = ["accurate", "case", "correct", "right", "so", "true", "confirm"];
    let all = sentences(s, block);
    let last = all.clone().next_back()?;
    let asks = s.form(s.reading.sentences[last].tokens.end - 1) == "?";
    let words = words(s, last);
    let opens = words.first().filter(|_| asks).is_some_and(|w| OPENS.contains(&w.as_str()));
    let points = words.iter().any(|w| matches!(w.as_str(), "that" | "this" | "it"));
    let tag = opens && points && words.len() < 7 && words.iter().any(|w| TRUTHS.contains(&w.as_str()));
    match tag {
        true => (last > all.start).then(|| last - 1..last),
        false => opens.then_some(last..last + 1),
    }
}

/// "No.", "We have not.", "That is not true.", "Absolutely not."
fn says_no(s: &Syntax, block: usize) -> bool {
    let Some(first) = sentences(s, block).find(|i| !words(s, *i).is_empty()) else { return false };
    let words = words(s, first);
    let is = |i: usize, list: &[&str]| words.get(i).is_some_and(|w| list.contains(&w.as_str()));
    let tokens = s.reading.sentences[first].tokens.clone();
    // "No country would": a determiner
    let alone = tokens.clone().any(|t| s.form(t).eq_ignore_ascii_case("no") && !s.is(t, &["det"]));
    let short = words.len() < 5 && words.iter().any(|w| matches!(w.as_str(), "not" | "n't" | "n’t" | "never"));
    let wrong = is(0, &["that", "it", "this"])
        && words.len() < 9
        && words.iter().any(|w| matches!(w.as_str(), "false" | "untrue" | "incorrect" | "wrong" | "inaccurate"));
    let untrue = is(0, &["that", "it", "this"])
        && words.iter().take(4).any(|w| matches!(w.as_str(), "not" | "n't" | "n’t"))
        && words
            .iter()
            .take(6)
            .any(|w| matches!(w.as_str(), "true" | "accurate" | "correct" | "right" | "case" | "so"));
    is(0, &["no"]) && alone || short || wrong || untrue
}
