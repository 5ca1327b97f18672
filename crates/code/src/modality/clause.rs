//! What a clause shows by itself: auxiliaries, negation, conditions, adverbs.

use super::words::*;
use crate::roles::case_of;
use crate::syntax::Syntax;
use rapporteur_types::Factors;

pub(super) fn will(s: &Syntax, v: usize) -> bool {
    s.children(v).iter().any(|c| s.is(*c, &["aux"]) && matches!(s.lemma(*c).as_str(), "will" | "shall" | "'ll" | "’ll"))
}

pub(super) fn finite(s: &Syntax, t: usize) -> bool {
    s.token(t).has("VerbForm", "Fin") || s.children(t).iter().any(|c| s.is(*c, &["aux", "cop"]))
}

pub(super) fn infinitive(s: &Syntax, t: usize) -> bool {
    s.children(t).iter().any(|c| s.is(*c, &["mark"]) && s.lemma(*c) == "to")
}

/// "accused of attacking", "kept from attacking", "blamed for attacking".
pub(super) fn of_gerund(s: &Syntax, t: usize) -> bool {
    s.children(t).iter().any(|c| s.is(*c, &["mark", "case"]) && matches!(s.lemma(*c).as_str(), "of" | "from" | "for"))
}

pub(super) fn participle(s: &Syntax, t: usize) -> bool {
    s.token(t).has("VerbForm", "Part") && s.token(t).has("Tense", "Past")
}

/// "tomorrow", "later this week", "in the coming days", "next month".
pub(super) fn ahead(s: &Syntax, t: usize) -> bool {
    let time = matches!(s.lemma(t).as_str(), "week" | "month" | "year" | "day" | "hour" | "weekend");
    s.lemma(t) == "tomorrow" || (time && s.has_child(t, &["next", "coming", "come", "later", "forthcoming"]))
}

/// "in case of", "in the event of" as the case of a noun.
pub(super) fn fixed(s: &Syntax, t: usize, noun: &str) -> bool {
    s.children(t).iter().any(|c| s.is(*c, &["case"]) && s.has_child(*c, &[noun]))
}

/// Auxiliaries, conditions and adverbs on the verb `v`, for what hangs on it as `below` (itself for the verb's own).
pub(super) fn clause(s: &Syntax, v: usize, below: usize, f: &mut Factors) {
    if v != below {
        f.denied |= negated(s, v);
    }
    auxiliaries(s, v, f);
    for &c in s.children(v) {
        let l = s.lemma(c);
        if s.is(c, &["advmod", "amod"]) && listed(RESERVED, &l) {
            f.hedged = true;
        }
        if s.is(c, &["advmod"]) && listed(THOUGHT, &l) {
            f.hypothetical = true;
        }
        let in_the_past = s.is(c, &["obl"]) && l == "past" && case_of(s, c).as_deref() == Some("in");
        if in_the_past || s.is(c, &["advmod"]) && listed(BEHIND, &l) {
            f.historical = true;
        }
        if s.is(c, &["mark", "advmod"]) && conditional_mark(s, v, c) {
            f.conditional = true;
        }
        if s.is(c, &["mark"]) && l == "whether" {
            f.hypothetical = true;
        }
        if s.is(c, &["obl"]) && matches!(l.as_str(), "case" | "event") && case_of(s, c).as_deref() == Some("in") {
            f.conditional |= open(s, v);
        }
    }
    // what has happened does not depend on a condition
    if condition(s, v) && (open(s, v) || v != below && !realised(s, below)) {
        f.conditional = true;
    }
    if inverted(s, v) {
        f.conditional = true;
    }
    about(s, v, f);
}

/// "My understanding is that …", "our wish is that …": the noun answers for the clause.
pub(super) fn about(s: &Syntax, v: usize, f: &mut Factors) {
    for n in s.dependents(v, &["nsubj"]) {
        if s.lemma(v) == "be" || s.children(v).iter().any(|c| s.is(*c, &["cop"]) && *c > n) {
            let noun = s.lemma(n);
            f.hedged |= listed("understanding impression belief guess assumption assessment claim allegation", &noun);
            f.planned |= listed("wish hope goal aim plan intention expectation desire objective", &noun);
            f.hypothetical |= listed("fear concern worry danger risk question option", &noun);
        }
    }
}

/// Does a clause of condition hang on a verb? The parser takes "discussed X should Y happen" for what is discussed.
pub(super) fn condition(s: &Syntax, v: usize) -> bool {
    s.children(v).iter().any(|&c| {
        let marked = s.children(c).iter().any(|m| s.is(*m, &["mark"]) && conditional_mark(s, c, *m));
        (s.is(c, &["advcl"]) && marked) || (s.is(c, &["advcl", "ccomp", "parataxis"]) && inverted(s, c))
    })
}

/// Is a verb open to a condition: with a modal, in the present, or a word that promises or threatens?
fn open(s: &Syntax, v: usize) -> bool {
    let modal = s.children(v).iter().any(|c| {
        s.is(*c, &["aux"])
            && matches!(
                s.lemma(*c).as_str(),
                "will"
                    | "would"
                    | "could"
                    | "can"
                    | "may"
                    | "might"
                    | "shall"
                    | "should"
                    | "must"
                    | "'ll"
                    | "’ll"
                    | "'d"
            )
    });
    let l = s.lemma(v);
    let speaks = matches!(
        l.as_str(),
        "threaten" | "warn" | "vow" | "promise" | "pledge" | "offer" | "agree" | "ready" | "willing" | "prepared"
    );
    let past = s.token(v).has("Tense", "Past");
    modal || speaks || (!past && s.token(v).upos != "NOUN") || (s.token(v).upos == "NOUN" && !realised(s, v))
}

/// A finite verb in the past, or a perfect.
fn realised(s: &Syntax, v: usize) -> bool {
    s.token(v).has("Tense", "Past") && !s.children(v).iter().any(|c| s.is(*c, &["aux"]) && s.lemma(*c) == "would")
}

/// "if", "unless", "provided", "as long as" … as the mark of a clause.
pub(super) fn conditional_mark(s: &Syntax, clause: usize, mark: usize) -> bool {
    match s.lemma(mark).as_str() {
        "if" => {
            let asked = s.token(clause).head.is_some_and(|h| {
                s.is(clause, &["ccomp"]) && matches!(s.lemma(h).as_str(), "ask" | "wonder" | "know" | "see" | "doubt")
            });
            // "as if" supposes nothing
            !asked && (mark == 0 || s.lemma(mark - 1) != "as")
        }
        "unless" | "provided" | "providing" | "lest" => true,
        "long" | "as" => s.words(&(mark..(mark + 3).min(s.reading.tokens.len()))).starts_with("as long as"),
        _ => false,
    }
}

/// "should the army open fire", "had they agreed": an auxiliary before the subject, in no question.
pub fn inverted(s: &Syntax, t: usize) -> bool {
    let aux = s.children(t).iter().copied().find(|c| s.is(*c, &["aux"]));
    let Some(a) = aux else { return false };
    let word = s.form(a).to_lowercase();
    s.dependents(t, &["nsubj"]).iter().any(|n| a < *n && *n < t)
        && matches!(word.as_str(), "should" | "had" | "were")
        && s.form(s.sentence_tokens(t).end - 1) != "?"
}

/// Is a clause a condition: under "if" or "unless", or with its auxiliary before the subject?
pub fn on_condition(s: &Syntax, clause: usize) -> bool {
    inverted(s, clause) || s.dependents(clause, &["mark"]).into_iter().any(|m| conditional_mark(s, clause, m))
}

/// Is the trigger itself negated, whatever governs it?
pub fn negated_here(s: &Syntax, t: usize) -> bool {
    negated(s, t)
}

/// not, never, no longer, neither … on a token, or "no" as its determiner.
pub(super) fn negated(s: &Syntax, t: usize) -> bool {
    s.children(t).iter().any(|c| {
        let l = s.lemma(*c);
        (matches!(l.as_str(), "not" | "n't" | "never" | "n’t" | "neither" | "hardly")
            && s.is(*c, &["advmod", "cc"])
            && !only_after(s, *c))
            || (matches!(l.as_str(), "no" | "neither") && s.is(*c, &["det"]))
            || (l == "without" && s.is(*c, &["mark", "case"]))
    }) || s.children(t).iter().any(|c| {
        s.is(*c, &["nsubj", "obj"])
            && (s.dependents(*c, &["det"]).iter().any(|d| matches!(s.lemma(*d).as_str(), "no" | "neither"))
                || matches!(s.lemma(*c).as_str(), "nothing" | "nobody" | "none"))
    })
}

/// "not only …" denies nothing.
fn only_after(s: &Syntax, t: usize) -> bool {
    t + 1 < s.reading.tokens.len() && matches!(s.lemma(t + 1).as_str(), "only" | "just" | "merely" | "simply")
}

/// will, would, could, must … on a verb.
pub(super) fn auxiliaries(s: &Syntax, t: usize, f: &mut Factors) {
    let subject = s.children(t).iter().copied().find(|c| s.is(*c, &["nsubj", "expl"]));
    for &c in s.children(t) {
        if !s.is(c, &["aux"]) {
            continue;
        }
        // an auxiliary before the subject is a condition or asks a question
        let inverted = subject.is_some_and(|n| c < n);
        match s.lemma(c).as_str() {
            "will" | "'ll" | "’ll" | "shall" | "wo" => f.planned = true,
            "could" | "might" | "may" | "can" | "ca" => f.hypothetical = true,
            "would" | "'d" | "’d" => {
                // in reported speech "would" is a will of the past
                if s.is(t, &["ccomp", "conj", "advcl"]) { f.planned = true } else { f.hypothetical = true }
            }
            "must" | "ought" => f.demanded = true,
            "should" if !inverted => f.demanded = true,
            _ => {}
        }
    }
    // "is going to meet", "has to meet", "is to meet"
    if let Some(h) = s.token(t).head.filter(|_| s.is(t, &["xcomp", "csubj", "ccomp"]) && infinitive(s, t)) {
        match s.lemma(h).as_str() {
            "go" if s.token(h).has("VerbForm", "Part") || s.token(h).has("VerbForm", "Ger") => f.planned = true,
            "have" => f.demanded = true,
            "be" => f.planned = true,
            _ => {}
        }
    }
}
