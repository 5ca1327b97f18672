//! "this demand", "the same issue": what a noun takes up that a sentence before has said (anaphora with antecedents that are
//! no nouns: Kolhatkar et al. 2018).

use rapporteur_types::Span;
use rapporteur_types::reading::{ChainMention, MentionForm, Sentence, Token};
use std::ops::Range;

/// Nouns for what is said, wanted or done, with the verbs that say, want or do it.
const DEEDS: &[(&str, &str)] = &[
    ("accusation", "accuse"),
    ("agreement", "agree"),
    ("allegation", "allege accuse"),
    ("announcement", "announce"),
    ("appeal", "appeal urge"),
    ("attack", "attack strike bomb shell"),
    ("call", "call urge"),
    ("claim", "claim"),
    ("commitment", "commit pledge promise"),
    ("condition", "insist require"),
    ("decision", "decide"),
    ("demand", "demand insist require"),
    ("denial", "deny"),
    ("invitation", "invite"),
    ("offer", "offer propose"),
    ("pledge", "pledge promise vow"),
    ("plan", "plan"),
    ("promise", "promise pledge vow"),
    ("proposal", "propose offer suggest"),
    ("refusal", "refuse reject"),
    ("rejection", "reject refuse"),
    ("request", "request ask"),
    ("requirement", "require demand insist"),
    ("suggestion", "suggest propose"),
    ("threat", "threaten warn"),
    ("ultimatum", "demand threaten"),
    ("warning", "warn"),
];
/// Nouns that only another noun phrase can say more of.
const THINGS: &str = "accord clause deal dispute draft framework issue mechanism question point provision text topic";
/// Sentences that are looked back.
const REACH: usize = 3;

/// What a noun takes up.
pub(super) enum TakenUp {
    /// A noun that says more.
    Noun(usize),
    /// The clause or object of a verb.
    Said(ChainMention),
}

/// Nouns with what they take up.
pub(super) fn abstracts(tokens: &[Token], sentences: &[Sentence]) -> Vec<(usize, TakenUp)> {
    let mut out = Vec::new();
    for (i, s) in sentences.iter().enumerate() {
        let from = sentences[i.saturating_sub(REACH)].tokens.start;
        for t in s.tokens.clone().filter(|t| points_back(tokens, *t)) {
            let lemma = tokens[t].lemma.as_str();
            let verbs = DEEDS.iter().find(|d| d.0 == lemma).map(|d| d.1);
            if verbs.is_none() && !THINGS.split(' ').any(|n| n == lemma) {
                continue;
            }
            // what the noun itself stands under is not behind it
            let above = |a: usize| std::iter::successors(tokens[t].head, |h| tokens[*h].head).take(30).any(|h| h == a);
            let before = (from..t).rev().filter(|a| !above(*a));
            let taken = before.filter_map(|a| {
                let same = tokens[a].upos == "NOUN" && tokens[a].lemma == lemma && !points_back(tokens, a);
                if same && explained(tokens, a) {
                    return Some(TakenUp::Noun(a));
                }
                let verb =
                    tokens[a].upos == "VERB" && verbs.is_some_and(|v| v.split(' ').any(|v| v == tokens[a].lemma));
                verb.then(|| said(tokens, sentences, a))?.map(TakenUp::Said)
            });
            out.extend(taken.take(1).map(|a| (t, a)));
        }
    }
    out
}

/// "this demand", "the same issue", "such an offer", and "the demand" of which nothing more is said.
fn points_back(tokens: &[Token], noun: usize) -> bool {
    let token = &tokens[noun];
    if token.upos != "NOUN" || token.has("Number", "Plur") {
        return false;
    }
    let near = noun.saturating_sub(5)..noun;
    let child = |t: &usize| tokens[*t].head == Some(noun);
    let word = |w: &str| near.clone().any(|t| child(&t) && tokens[t].lemma == w);
    word("this") || word("that") || word("same") || word("such") || word("the") && !explained(tokens, noun)
}

/// Does the text say more of a noun than that it is one?
fn explained(tokens: &[Token], noun: usize) -> bool {
    let near = noun.saturating_sub(8)..(noun + 12).min(tokens.len());
    let says = |t: usize| match tokens[t].base_rel() {
        "nmod" | "acl" | "ccomp" | "compound" | "amod" | "appos" | "advcl" => tokens[t].lemma != "same",
        _ => false,
    };
    near.clone().any(|t| tokens[t].head == Some(noun) && says(t))
}

/// The clause or object of a verb of saying or wanting.
fn said(tokens: &[Token], sentences: &[Sentence], verb: usize) -> Option<ChainMention> {
    let at = sentences.partition_point(|s| s.tokens.end <= verb);
    let sentence = sentences.get(at)?.tokens.clone();
    let of =
        |rel: &str| (verb + 1..sentence.end).find(|t| tokens[*t].head == Some(verb) && tokens[*t].base_rel() == rel);
    let head = of("ccomp").or_else(|| of("xcomp")).or_else(|| of("obj")).filter(|h| tokens[*h].upos != "PRON")?;
    let range = subtree(tokens, &sentence, head);
    let span = Span::new(tokens[range.start].span.start, tokens[range.end - 1].span.end);
    Some(ChainMention { span, tokens: range, head, form: MentionForm::Clause })
}

/// The words under a word, as far as they stand together.
fn subtree(tokens: &[Token], sentence: &Range<usize>, head: usize) -> Range<usize> {
    let under = |t: usize| std::iter::successors(Some(t), |x| tokens[*x].head).take(60).any(|x| x == head);
    let (mut start, mut end) = (head, head + 1);
    while start > sentence.start && under(start - 1) {
        start -= 1;
    }
    while end < sentence.end && under(end) {
        end += 1;
    }
    while end - 1 > head && tokens[end - 1].upos == "PUNCT" {
        end -= 1;
    }
    start..end
}
