//! "both sides", "the two countries": several who were named together (split antecedents: Vala et al. 2016). They are
//! those of the nearest sentence that joins just two, else the two whom the document joins far more often than others.

use crate::terms::{people_of, state_of};
use rapporteur_types::Span;
use rapporteur_types::reading::{
    Chain, ChainMention, Mention, MentionForm, NameKind, PluralMention, Sentence, Term, TermKind, Token,
};
use std::collections::{BTreeMap, HashMap};

/// What two may be called together: bodies and states, then persons.
const BODIES: &str = "adversaries allies armies blocs camps capitals companies countries delegations enemies factions foes \
    forces governments groups movements nations neighbors neighbours parties powers rivals sides states teams";
const PERSONS: &str = "diplomats foes leaders men ministers negotiators officials politicians presidents rivals women";
/// Sentences that are looked back.
const REACH: usize = 4;

/// Somebody who can be one of two, as the one that it is and as a mention.
#[derive(Clone)]
struct Member {
    who: String,
    mention: ChainMention,
    person: bool,
}

/// Mentions of two at once, with the two.
pub(crate) fn plurals(
    text: &str,
    tokens: &[Token],
    sentences: &[Sentence],
    names: &[Mention],
    terms: &[Term],
    chains: &[Chain],
) -> Vec<PluralMention> {
    let members = members(text, names, terms, chains);
    let mut often: BTreeMap<[String; 2], (usize, [Member; 2])> = BTreeMap::new();
    let mut pairs: Vec<Vec<[Member; 2]>> = Vec::new();
    let mut out = Vec::new();
    for (i, s) in sentences.iter().enumerate() {
        let here = joined(tokens, s, &members);
        for t in s.tokens.clone() {
            let Some(persons) = together(text, tokens, t) else { continue };
            let fits = |p: &&[Member; 2]| p.iter().all(|m| m.person == persons);
            let before = here.iter().filter(|p| p[1].mention.head < t).filter(fits).collect::<Vec<_>>();
            let earlier = (i.saturating_sub(REACH)..i).rev().map(|j| pairs[j].iter().filter(fits).collect());
            let near = std::iter::once(before).chain(earlier).find(|p: &Vec<_>| !p.is_empty());
            let one = near.and_then(|p| p.iter().all(|x| whos(x) == whos(p[0])).then(|| p[p.len() - 1].clone()));
            let found = one.or_else(|| usual(&often, persons));
            out.extend(found.map(|two| plural(tokens, t, two)));
        }
        for p in &here {
            let times = often.get(&whos(p)).map_or(0, |x| x.0);
            often.insert(whos(p), (times + 1, p.clone()));
        }
        pairs.push(here);
    }
    out
}

/// Names and states by their heads; whoever is in a chain is known by its name.
fn members(text: &str, names: &[Mention], terms: &[Term], chains: &[Chain]) -> HashMap<usize, Member> {
    let mut by_head: HashMap<usize, &ChainMention> = HashMap::new();
    for c in chains {
        let Some(name) = c.name() else { continue };
        by_head.extend(c.mentions.iter().map(|m| (m.head, name)));
    }
    let who = |head: usize, span: Span| {
        let name = by_head.get(&head).map_or(span, |m| m.span).of(text);
        state_of(name).map_or_else(|| name.to_string(), |s| format!("#{s}"))
    };
    let states = terms.iter().filter(|t| matches!(t.kind, TermKind::State | TermKind::Nationality));
    let states = states.map(|t| {
        let head = t.tokens.end - 1;
        let mention = ChainMention { span: t.span, tokens: t.tokens.clone(), head, form: MentionForm::Name };
        let who = people_of(t.span.of(text)).map_or_else(|| who(head, t.span), |s| format!("#{s}"));
        (head, Member { who, mention, person: false })
    });
    let names = names.iter().filter(|n| n.kind != NameKind::Other).map(|n| {
        let mention = ChainMention { span: n.span, tokens: n.tokens.clone(), head: n.head, form: MentionForm::Name };
        (n.head, Member { who: who(n.head, n.span), mention, person: n.kind == NameKind::Person })
    });
    let forces = terms.iter().filter(|t| t.kind == TermKind::ArmedForce).map(|t| {
        let head = t.tokens.end - 1;
        let mention = ChainMention { span: t.span, tokens: t.tokens.clone(), head, form: MentionForm::Nominal };
        (head, Member { who: who(head, t.span), mention, person: false })
    });
    states.chain(forces).chain(names).collect()
}

/// Two who are joined by "and", or by a verb or noun and "with" or "against".
fn joined(tokens: &[Token], sentence: &Sentence, members: &HashMap<usize, Member>) -> Vec<[Member; 2]> {
    let mut out: Vec<[Member; 2]> = Vec::new();
    // "President Reyes" hangs by the office where the parser takes that for the head
    let member = |t: usize| {
        let named = |n: &usize| tokens[*n].head == Some(t) && matches!(tokens[*n].base_rel(), "flat" | "appos");
        let person = || (t + 1..sentence.tokens.end.min(t + 4)).find(named).and_then(|n| members.get(&n));
        members.get(&t).or_else(person)
    };
    let mut pair = |a: usize, b: usize| {
        if let (Some(a), Some(b)) = (member(a), member(b))
            && a.who != b.who
        {
            out.push([a.clone(), b.clone()]);
        }
    };
    let range = sentence.tokens.clone();
    for t in range.clone() {
        let Some(h) = tokens[t].head else { continue };
        match tokens[t].base_rel() {
            "conj" => {
                // "A, B and C" are three
                let list =
                    range.clone().filter(|x| tokens[*x].base_rel() == "conj" && tokens[*x].head == Some(h)).count();
                if list == 1 {
                    pair(h, t);
                }
            }
            "obl" | "nmod" if case(tokens, t).is_some_and(|c| matches!(c, "with" | "against")) => {
                // "A held talks with B": the noun hangs on the verb
                let verb = if tokens[t].base_rel() == "obl" { Some(h) } else { tokens[h].head };
                let subject = range.clone().find(|x| tokens[*x].head == verb && tokens[*x].base_rel() == "nsubj");
                if let Some(s) = subject.filter(|_| verb.is_some()) {
                    pair(s, t);
                }
            }
            _ => {}
        }
    }
    out
}

/// The word before a noun and what stands between it and its article, or the preposition that hangs on it.
fn case(tokens: &[Token], noun: usize) -> Option<&str> {
    let mut cases =
        tokens[noun.saturating_sub(6)..noun].iter().filter(|c| c.head == Some(noun) && c.base_rel() == "case");
    let start =
        (noun.saturating_sub(6)..noun).rev().take_while(|t| tokens[*t].head == Some(noun)).last().unwrap_or(noun);
    let before = start.checked_sub(1).map(|t| &tokens[t]);
    cases.next_back().or(before).map(|c| c.lemma.as_str())
}

/// Is a noun a mention of two, and are they persons?
fn together(text: &str, tokens: &[Token], noun: usize) -> Option<bool> {
    let token = &tokens[noun];
    let from = noun.saturating_sub(4);
    let child = |w: &str| (from..noun).any(|t| tokens[t].head == Some(noun) && tokens[t].lemma == w);
    let two = child("both") || child("two") && (child("the") || child("these"));
    // "both sides of the river"
    let of = tokens.get(noun + 1).is_some_and(|t| t.lemma == "of");
    if token.upos != "NOUN" || !two || of {
        return None;
    }
    let form = token.span.of(text).to_lowercase();
    let is = |list: &str| list.split_whitespace().any(|w| w == form);
    is(BODIES).then_some(false).or_else(|| is(PERSONS).then_some(true))
}

/// The two whom the document has joined at least twice, and more than twice as often as any others; as last joined.
fn usual(often: &BTreeMap<[String; 2], (usize, [Member; 2])>, persons: bool) -> Option<[Member; 2]> {
    let mut all: Vec<&(usize, [Member; 2])> = often.values().filter(|(_, p)| p[0].person == persons).collect();
    all.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    let second = all.get(1).map_or(0, |x| x.0);
    all.first().filter(|(n, _)| *n > 1 && *n > 2 * second).map(|(_, p)| p.clone())
}

fn whos(pair: &[Member; 2]) -> [String; 2] {
    let mut who = [pair[0].who.clone(), pair[1].who.clone()];
    who.sort();
    who
}

fn plural(tokens: &[Token], noun: usize, two: [Member; 2]) -> PluralMention {
    let ChainMention { span, tokens, head, .. } = super::phrase(tokens, noun);
    PluralMention { span, tokens, head, members: two.map(|m| m.mention).to_vec() }
}
