//! Chains of mentions: who "he", "the minister" and "Khan" are, from links between words and from names.
//!
//! The encoder scores for each mention every word before it in the chunk as its antecedent (word-level coreference,
//! Dobrovolskii 2021, after Lee et al. 2017). Names are matched through the whole document. A link less likely than
//! three tenths (for "he" and "she" one tenth) is not made: better no referent than a wrong one. "He" and "she" go on about whoever they stood for
//! last, where the chunk holds no antecedent.

mod abstracts;
mod binding;
mod described;
mod epithets;
mod names;
pub(crate) mod plurals;

use crate::titles::is_rank;
use abstracts::{TakenUp, abstracts};
use described::{Described, described};
use epithets::Named;
use names::same_names;
use rapporteur_types::reading::{Chain, ChainMention, Mention, MentionForm, NameKind, Sentence, Token};
use rapporteur_types::{Reading, Span};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Antecedents of one chain that are together less likely than this make no link for "he" or "she" ...
const CONFIDENT: f32 = 0.1;
/// ... and none for anything else.
const SURE: f32 = 0.3;
/// Sentences that are looked back for whom "he" or "she" goes on about, where the chunk does not say.
const REACH: usize = 6;

/// A mention's head word and the words that it may go back to.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Token that heads the mention.
    pub mention: usize,
    /// Tokens before it in the chunk, with the probability that it goes back to each; the unlikely are left out.
    pub antecedents: Vec<(usize, f32)>,
    /// Is it a person?
    pub person: bool,
}

/// Chains of two or more mentions.
pub fn chains(text: &str, tokens: &[Token], sentences: &[Sentence], names: &[Mention], links: &[Link]) -> Vec<Chain> {
    let proper = unlabelled(text, tokens, names, links);
    let mut names = [names, &proper].concat();
    names.sort_by_key(|n| n.tokens.start);
    let names = &names[..];
    let named: HashMap<usize, &Mention> = names.iter().flat_map(|n| n.tokens.clone().map(move |t| (t, n))).collect();
    // a word inside a name stands for the name
    let head = |t: usize| named.get(&t).map_or(t, |n| n.head);
    let mut sets = Sets::default();
    for (a, b) in same_names(text, tokens, names) {
        sets.join(a, b);
    }
    let known = Named::new(text, names);
    for (a, b) in known.same_states() {
        sets.join(a, b);
    }
    let mut mentions: BTreeSet<usize> = names.iter().map(|n| n.head).collect();
    // epithets and clauses are no phrases of a noun; what stands for whom without the network
    let mut shapes: BTreeMap<usize, ChainMention> = BTreeMap::new();
    let mut settled: BTreeSet<usize> = BTreeSet::new();
    for (tokens_of, name) in known.epithets(text, tokens) {
        let span = Span::new(tokens[tokens_of.start].span.start, tokens[tokens_of.end - 1].span.end);
        let at = head(tokens_of.end - 1);
        settled.insert(at);
        let Some(name) = name else { continue };
        shapes.insert(at, ChainMention { span, tokens: tokens_of, head: at, form: MentionForm::Nominal });
        mentions.insert(at);
        sets.join(name, at);
    }
    // what the network links is linked, but it knows no clauses
    let mut taken_up: Vec<(usize, usize)> = Vec::new();
    for (noun, taken) in abstracts(tokens, sentences) {
        match taken {
            TakenUp::Noun(n) => taken_up.push((noun, n)),
            TakenUp::Said(clause) if named.contains_key(&clause.head) => {}
            TakenUp::Said(clause) => {
                let at = clause.head;
                shapes.entry(at).or_insert(clause);
                mentions.extend([noun, at]);
                sets.join(at, noun);
                settled.insert(noun);
            }
        }
    }
    let described: BTreeMap<usize, usize> = described(text, tokens, &named, links).into_iter().collect();
    for (noun, name) in &described {
        mentions.insert(*noun);
        sets.join(*name, *noun);
    }
    let elsewhere = Described::new(text, tokens, names, &described, &mut sets);
    let quotations = binding::quotations(text, tokens, sentences);
    // the last word that stood for a man, for a woman; who is known to be which
    let mut last: [Option<usize>; 2] = [None, None];
    let mut genders: HashMap<usize, usize> = HashMap::new();
    for (name, votes) in votes_of_gender(text, tokens, links, |t| named.get(&t).map(|n| n.head)) {
        let vote = genders_of(&votes);
        genders.extend(vote.map(|g| (sets.find(name), g)));
    }
    for l in links {
        let m = head(l.mention);
        // two names are the same by their words, not by a guess
        if speaker(&tokens[m]) || named.contains_key(&m) || described.contains_key(&m) || settled.contains(&m) {
            continue;
        }
        let gender = gender(text, &tokens[m]);
        // "both sides" are several, a chain is one
        let several = several(tokens, m);
        let least = if gender.is_some() { CONFIDENT } else { SURE };
        let mut barred = binding::barred(tokens, m);
        let said = quotations.iter().filter(|q| gender.is_some() && q.0.contains(&m));
        barred.extend(said.map(|q| q.1));
        let barred: BTreeSet<usize> = barred.into_iter().map(|t| sets.find(head(t))).collect();
        // all mentions of one chain speak for it together
        let mut votes: BTreeMap<usize, (f32, usize)> = BTreeMap::new();
        for (a, p) in l.antecedents.iter().map(|(a, p)| (head(*a), *p)).filter(|(a, _)| !speaker(&tokens[*a])) {
            let set = sets.find(a);
            let fits = !barred.contains(&set);
            if fits && (gender.is_none() || genders.get(&set).is_none_or(|g| gender == Some(*g))) {
                let vote = votes.entry(set).or_insert((0.0, a));
                *vote = (vote.0 + p, vote.1.max(a));
            }
        }
        let best = votes.into_values().filter(|v| v.0 >= least && !several).max_by(|a, b| a.0.total_cmp(&b.0));
        let far = |sets: &mut Sets| {
            let from = earlier(sentences, m, REACH);
            let again = last[gender?].filter(|a| *a >= from && !barred.contains(&sets.find(*a)));
            again.or_else(|| {
                let fits = |h: usize| {
                    let set = sets.find(h);
                    !barred.contains(&set) && genders.get(&set).is_none_or(|g| gender == Some(*g))
                };
                subject(tokens, names, from, m, fits)
            })
        };
        if let Some(a) =
            best.map(|b| b.1).or_else(|| far(&mut sets)).or_else(|| elsewhere.of(text, tokens, m)).filter(|a| *a != m)
        {
            mentions.extend([m, a]);
            let known = gender.or_else(|| genders.get(&sets.find(a)).or(genders.get(&sets.find(m))).copied());
            sets.join(a, m);
            genders.extend(known.map(|g| (sets.find(m), g)));
        }
        if let Some(g) = gender {
            last[g] = Some(m);
            genders.insert(sets.find(m), g);
        }
    }
    for (noun, before) in taken_up {
        if mentions.insert(noun) {
            mentions.insert(before);
            sets.join(before, noun);
        }
    }
    let mut groups: BTreeMap<usize, Vec<ChainMention>> = BTreeMap::new();
    for &m in &mentions {
        let mention = match (shapes.remove(&m), named.get(&m)) {
            (Some(shape), _) => shape,
            (None, Some(n)) => {
                ChainMention { span: n.span, tokens: n.tokens.clone(), head: m, form: MentionForm::Name }
            }
            (None, None) => phrase(tokens, m),
        };
        groups.entry(sets.find(m)).or_default().push(mention);
    }
    let chains = groups.into_values().filter(|g| g.len() > 1);
    chains.map(|mentions| Chain { mentions: named_by_rank(text, mentions) }).collect()
}

/// "The President" is no name of one who has another.
fn named_by_rank(text: &str, mut mentions: Vec<ChainMention>) -> Vec<ChainMention> {
    let rank = |m: &ChainMention| {
        let low = m.span.of(text).to_lowercase();
        is_rank(low.strip_prefix("the ").unwrap_or(&low))
    };
    let named = mentions.iter().any(|m| m.form == MentionForm::Name && !rank(m));
    for m in mentions.iter_mut().filter(|m| named && m.form == MentionForm::Name && rank(m)) {
        m.form = MentionForm::Nominal;
    }
    mentions
}

/// Mentions headed by proper nouns, or ranks with a capital, that are no names by their labels.
fn unlabelled(text: &str, tokens: &[Token], names: &[Mention], links: &[Link]) -> Vec<Mention> {
    let inside: BTreeSet<usize> = names.iter().flat_map(|n| n.tokens.clone()).collect();
    let capital = |t: &Token| {
        let form = t.span.of(text);
        t.upos == "PROPN" || form.starts_with(char::is_uppercase) && is_rank(&form.to_lowercase())
    };
    let proper = links.iter().filter(|l| capital(&tokens[l.mention]) && !inside.contains(&l.mention));
    let mention = |l: &Link| {
        let ChainMention { span, tokens, head, .. } = phrase(tokens, l.mention);
        Mention { span, tokens, head, kind: if l.person { NameKind::Person } else { NameKind::Other } }
    };
    proper.map(mention).filter(|m| m.tokens.clone().all(|t| !inside.contains(&t))).collect()
}

/// "both sides", "the two countries".
fn several(tokens: &[Token], noun: usize) -> bool {
    let number = |t: &Token| t.head == Some(noun) && matches!(t.lemma.as_str(), "both" | "two" | "three" | "several");
    tokens[noun].upos == "NOUN" && tokens[noun.saturating_sub(4)..noun].iter().any(number)
}

/// Pronouns of one man (0) or one woman (1).
fn gender(text: &str, t: &Token) -> Option<usize> {
    match t.span.of(text).to_lowercase().as_str() {
        "he" | "him" | "his" | "himself" => Some(0),
        "she" | "her" | "hers" | "herself" => Some(1),
        _ => None,
    }
}

/// How strongly "he" and "she" of the whole document go straight back to each name: one wrong link near the top must
/// not decide.
fn votes_of_gender(
    text: &str,
    tokens: &[Token],
    links: &[Link],
    name: impl Fn(usize) -> Option<usize>,
) -> BTreeMap<usize, [f32; 2]> {
    let mut votes: BTreeMap<usize, [f32; 2]> = BTreeMap::new();
    for l in links {
        let Some(g) = gender(text, &tokens[l.mention]) else { continue };
        for (head, p) in l.antecedents.iter().filter_map(|(a, p)| Some((name(*a)?, *p))) {
            votes.entry(head).or_default()[g] += p;
        }
    }
    votes
}

/// The gender that has twice the votes of the other.
fn genders_of(votes: &[f32; 2]) -> Option<usize> {
    (0..2).find(|g| votes[*g] > CONFIDENT && votes[*g] > 2.0 * votes[1 - g])
}

/// First token of the sentence that stands `reach` sentences before that of a token.
fn earlier(sentences: &[Sentence], token: usize, reach: usize) -> usize {
    let at = sentences.partition_point(|s| s.tokens.end <= token);
    sentences.get(at.saturating_sub(reach)).map_or(0, |s| s.tokens.start)
}

/// The last person named as a subject between two tokens; the names are in order.
fn subject(
    tokens: &[Token],
    names: &[Mention],
    from: usize,
    to: usize,
    mut fits: impl FnMut(usize) -> bool,
) -> Option<usize> {
    let at = |token: usize| names.partition_point(|n| n.tokens.start < token);
    let before = names.get(at(from)..at(to))?.iter().rev();
    let mut subjects = before.filter(|n| n.kind == NameKind::Person && tokens[n.head].base_rel() == "nsubj");
    subjects.find(|n| fits(n.head)).map(|n| n.head)
}

/// Whoever speaks or is spoken to is known by quotation marks and turns, not by what stands before.
fn speaker(t: &Token) -> bool {
    t.upos == "PRON" && (t.has("Person", "1") || t.has("Person", "2"))
}

/// A pronoun, or a noun with what stands before it.
fn phrase(tokens: &[Token], head: usize) -> ChainMention {
    let proper = tokens[head].upos == "PROPN";
    let form = match tokens[head].upos.as_str() {
        "PRON" | "DET" => MentionForm::Pronoun,
        _ if proper => MentionForm::Name,
        _ => MentionForm::Nominal,
    };
    let joins = |t: usize, with: &[&str]| tokens[t].head == Some(head) && with.contains(&tokens[t].base_rel());
    let before: &[&str] = if proper { &["compound", "flat"] } else { &["det", "amod", "compound", "nummod", "nmod"] };
    let (mut from, mut to) = (head, head + 1);
    while from > 0 && form != MentionForm::Pronoun && joins(from - 1, before) {
        from -= 1;
    }
    while proper && to < tokens.len() && joins(to, &["flat"]) {
        to += 1;
    }
    let span = Span::new(tokens[from].span.start, tokens[to - 1].span.end);
    ChainMention { span, tokens: from..to, head, form }
}

/// Disjoint sets, each named by its smallest member.
#[derive(Default)]
struct Sets(HashMap<usize, usize>);

impl Sets {
    fn find(&mut self, mut x: usize) -> usize {
        while let Some(&up) = self.0.get(&x) {
            x = up;
        }
        x
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        if a != b {
            self.0.insert(a.max(b), a.min(b));
        }
    }
}

/// The chain that a word is in, by the head of a mention.
pub fn chain_of(reading: &Reading, token: usize) -> Option<&Chain> {
    reading.chains.iter().find(|c| c.mentions.iter().any(|m| m.head == token))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words "form/UPOS", names in the form "from-to" over words.
    fn setting(words: &str, names: &[(std::ops::Range<usize>, NameKind)]) -> (String, Vec<Token>, Vec<Mention>) {
        let (mut text, mut tokens) = (String::new(), Vec::new());
        for w in words.split(' ') {
            let (form, upos) = w.rsplit_once('/').expect("form/UPOS");
            if !text.is_empty() {
                text.push(' ');
            }
            let span = Span::new(text.len(), text.len() + form.len());
            text.push_str(form);
            let feats = if form == "I" { "Person=1" } else { "" }.to_string();
            let (upos, lemma, rel) = (upos.to_string(), form.to_string(), "dep".to_string());
            tokens.push(Token { span, lemma, upos, feats, head: None, rel, joined: false });
        }
        let mention = |(r, kind): &(std::ops::Range<usize>, NameKind)| Mention {
            span: Span::new(tokens[r.start].span.start, tokens[r.end - 1].span.end),
            tokens: r.clone(),
            head: r.end - 1,
            kind: *kind,
        };
        let names = names.iter().map(mention).collect();
        (text, tokens, names)
    }

    fn link(mention: usize, antecedent: usize, score: f32) -> Link {
        Link { mention, antecedents: vec![(antecedent, score)], person: true }
    }

    fn shown(text: &str, chains: &[Chain]) -> Vec<String> {
        chains.iter().map(|c| c.mentions.iter().map(|m| m.span.of(text)).collect::<Vec<_>>().join(" = ")).collect()
    }

    #[test]
    fn a_last_name_and_a_pronoun_join_the_full_name() {
        let words = "Ada/PROPN Reyes/PROPN spoke/VERB ./PUNCT Reyes/PROPN said/VERB she/PRON agreed/VERB";
        let (text, tokens, names) = setting(words, &[(0..2, NameKind::Person), (4..5, NameKind::Person)]);
        let got = chains(&text, &tokens, &[], &names, &[link(6, 4, 0.9)]);
        assert_eq!(shown(&text, &got), ["Ada Reyes = Reyes = she"]);
        assert_eq!(got[0].name().expect("a name").span.of(&text), "Ada Reyes");
    }

    #[test]
    fn a_middle_name_makes_no_second_person_and_one_wrong_he_no_man_of_her() {
        let words = "Ada/PROPN Maria/PROPN Reyes/PROPN left/VERB ./PUNCT he/PRON saw/VERB Ada/PROPN Reyes/PROPN ./PUNCT she/PRON she/PRON";
        let (text, tokens, names) = setting(words, &[(0..3, NameKind::Person), (7..9, NameKind::Person)]);
        let links = [link(5, 2, 0.2), link(10, 8, 0.7), link(11, 8, 0.7)];
        let got = chains(&text, &tokens, &[], &names, &links);
        assert_eq!(shown(&text, &got), ["Ada Maria Reyes = Ada Reyes = she = she"]);
    }

    #[test]
    fn an_unsure_link_is_not_made_and_the_speaker_is_left_to_quotes() {
        let words = "Reyes/PROPN said/VERB it/PRON left/VERB and/CCONJ I/PRON stayed/VERB";
        let (text, tokens, names) = setting(words, &[(0..1, NameKind::Person)]);
        assert!(chains(&text, &tokens, &[], &names, &[link(2, 0, 0.05), link(5, 0, 0.9)]).is_empty());
    }

    #[test]
    fn two_names_are_not_joined_by_a_guess() {
        let words = "Reyes/PROPN met/VERB Adams/PROPN";
        let (text, tokens, names) = setting(words, &[(0..1, NameKind::Person), (2..3, NameKind::Person)]);
        assert!(chains(&text, &tokens, &[], &names, &[link(2, 0, 0.99)]).is_empty());
    }

    #[test]
    fn an_acronym_is_joined_where_it_is_defined() {
        let words = "World/PROPN Trade/PROPN Board/PROPN (/PUNCT WTB/PROPN )/PUNCT";
        let (text, tokens, names) = setting(words, &[(0..3, NameKind::Organisation), (4..5, NameKind::Organisation)]);
        assert_eq!(shown(&text, &chains(&text, &tokens, &[], &names, &[])), ["World Trade Board = WTB"]);
    }
}
