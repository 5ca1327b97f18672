//! The standing of a claim from the words around it: what governs the trigger, and what stands beside it.
//!
//! PLOVER names historical, future, hypothetical and negated as auxiliary modes and leaves them open; the scope rules
//! here follow the factuality profiles of Saurí and Pustejovsky (2009): a marker counts where it governs the trigger.
//! From the trigger upwards, each step of the tree either carries the standing on ("hold talks"), governs it ("denied
//! that …"), or cuts it off ("discussed the strikes": whatever holds of the discussion, the strikes are presupposed).
//!
//! | file | concept |
//! | --- | --- |
//! | `clause` | what a clause shows by itself: auxiliaries, negation, conditions, adverbs |
//! | `governed` | what a word does to what hangs on it, and whether it hands its own standing on |
//! | `words` | the lemmas |

mod clause;
mod governed;
mod words;

#[cfg(test)]
mod tests;

use crate::roles::case_of;
use crate::syntax::Syntax;
use clause::{
    about, ahead, auxiliaries, clause, condition, conditional_mark, finite, fixed, infinitive, negated, of_gerund,
    participle, will,
};
use governed::{carries, copular, definite, govern, governs, nominal};
use rapporteur_types::{Factors, When};
use words::*;

pub use clause::{inverted, negated_here, on_condition};

/// What the words show of the standing of the claim whose trigger is token `t`.
pub fn factors(s: &Syntax, t: usize) -> Factors {
    let mut f = Factors::default();
    own(s, t, &mut f);
    let speech = listed(SPEECH, &s.lemma(t));
    let mut below = t;
    // does what holds of the word above still hold of the trigger?
    let mut carried = true;
    for &a in s.ancestors(t).iter().take(8) {
        let rel = s.token(below).base_rel();
        let case = case_of(s, below).unwrap_or_default();
        if rel == "obl" && will(s, a) && matches!(case.as_str(), "in" | "at" | "during" | "with" | "on") {
            // "in talks with Kenya, the minister will …": the talks lie ahead with what is done in them
            f.planned = true;
        }
        if PRESUPPOSED.contains(&case.as_str()) {
            // "after the strikes": whatever came after them, they were made
            break;
        }
        if rel == "parataxis" {
            // "…, sources said" is a child of what is said; a clause beside another one is its own
            break;
        }
        match rel {
            "xcomp" | "ccomp" | "csubj" => {
                govern(s, a, below, rel, carried, &mut f);
                if rel == "ccomp" {
                    // what is said to be so: the hedge of the saying counts, its tense and time do not
                    f.hedged |= nobody_says(s, a);
                    about(s, a, &mut f);
                    let says = matches!(s.lemma(a).as_str(), "say" | "tell" | "warn" | "note");
                    f.denied |= carried && !says && negated(s, a);
                    carried = false;
                } else if carried {
                    clause(s, a, below, &mut f);
                }
            }
            "advcl" => {
                if infinitive(s, below) || of_gerund(s, below) {
                    govern(s, a, below, "xcomp", carried, &mut f);
                    carried = false;
                } else {
                    break;
                }
            }
            "acl" if s.is(below, &["acl:relcl"]) => break,
            "acl" => {
                if infinitive(s, below) || of_gerund(s, below) || s.has_child(below, &["that"]) {
                    govern(s, a, below, "acl", carried, &mut f);
                    f.denied |= is_untrue(s, a);
                    // a plan that is denied, a report that is dismissed
                    carried &= listed(TOLD, &s.lemma(a)) || listed(PLANS, &s.lemma(a));
                } else {
                    break;
                }
            }
            "obj" | "iobj" | "obl" | "nsubj" | "nmod" | "amod" | "compound" | "appos" | "dislocated" | "dep"
            | "list" | "root" => {
                if rel == "nmod" && listed("wake aftermath anniversary", &s.lemma(a))
                    || rel == "obj" && listed("stop cease halt end condemn", &s.lemma(a)) && definite(s, below)
                {
                    // "in the wake of the strikes", "to cease its attacks": they are being made
                    break;
                }
                nominal(s, a, below, rel, speech, carried, &mut f);
                // an operation that is discussed for a case
                f.conditional |= f.hypothetical && rel == "obj" && condition(s, a);
                carried &= carries(s, a, below, rel);
                if carried && (verbal(s, a) || copular(s, a)) {
                    clause(s, a, below, &mut f);
                }
            }
            "conj" => {
                if finite(s, below) && !finite(s, a) {
                    // "urges Kenya to withdraw and accuses it": what is coordinated stands higher up
                    break;
                }
                if carried {
                    coordinated(s, a, below, &mut f);
                }
            }
            _ => {}
        }
        // the source of the whole sentence is nobody in particular
        f.hedged |= verbal(s, a) && beside(s, a);
        below = a;
    }
    f
}

/// Cases of a noun that put it before what is told.
pub const PRESUPPOSED: [&str; 9] =
    ["after", "following", "since", "amid", "amidst", "despite", "during", "because", "due"];

/// Is a noun told as what came before: "after a war and a crackdown"?
pub fn behind(s: &Syntax, t: usize) -> bool {
    let nominal = |i: &usize| !matches!(s.token(*i).upos.as_str(), "VERB" | "AUX");
    std::iter::once(t)
        .chain(s.ancestors(t))
        .take_while(nominal)
        .any(|i| matches!(case_of(s, i).as_deref(), Some("after" | "following" | "since")))
}

/// The same for a clause that is the content of a statement: what governs it from outside is not its own standing.
pub fn within(s: &Syntax, head: usize, content: &std::ops::Range<usize>) -> Factors {
    let mut f = Factors::default();
    own(s, head, &mut f);
    for &c in s.children(head) {
        if s.is(c, &["xcomp"]) && content.contains(&c) {
            governs(s, head, c, "xcomp", &mut f);
        }
    }
    f
}

fn verbal(s: &Syntax, a: usize) -> bool {
    matches!(s.token(a).upos.as_str(), "VERB" | "AUX" | "ADJ")
}

/// Markers on the trigger and on its clause.
fn own(s: &Syntax, t: usize, f: &mut Factors) {
    f.denied |= negated(s, t);
    clause(s, t, t, f);
    f.hedged |= beside(s, t);
    let case = case_of(s, t);
    let case = case.as_deref();
    // "a day before the ministers meet": the parser may hang "before" higher up
    let first = s.subtree(t).first().copied().unwrap_or(t);
    let present = s.token(t).upos == "VERB" && s.form(t).to_lowercase() == s.lemma(t);
    f.planned |= present && first > s.sentence_tokens(t).start && s.lemma(first - 1) == "before";
    f.planned |= matches!(case, Some("before" | "ahead" | "prior")) && s.token(t).upos == "NOUN";
    f.conditional |= case == Some("in") && (fixed(s, t, "case") || fixed(s, t, "event"));
    for &c in s.children(t) {
        let l = s.lemma(c);
        let beside = s.is(c, &["amod", "advmod", "det"]);
        if beside && listed(THOUGHT, &l) {
            // "any attack will be answered"
            f.hypothetical = true;
        }
        if s.is(c, &["amod"]) && listed(AHEAD, &l) {
            f.planned = true;
        }
        if s.is(c, &["amod", "advmod"]) && listed(BEHIND, &l) {
            f.historical = true;
        }
        // "suspected Kenyan drones struck": it is not known who did it
        let doubted = |n: usize| s.dependents(n, &["amod"]).iter().any(|x| listed(RESERVED, &s.lemma(*x)));
        f.hedged |= s.is(c, &["nsubj", "compound"]) && doubted(c);
        // "talks to begin on Friday"; "before the ministers meet"
        f.planned |= s.is(c, &["acl"]) && infinitive(s, c) && listed("begin start take resume continue follow be", &l);
        f.planned |= s.is(c, &["mark"]) && l == "before" && s.form(t).to_lowercase() == s.lemma(t);
        // "a truce proposed by Kenya", "a meeting later this week"
        f.planned |= s.is(c, &["acl"]) && participle(s, c) && listed("propose plan schedule threaten expect", &l);
        f.planned |= s.is(c, &["nmod", "obl", "advmod"]) && ahead(s, c);
    }
}

/// A coordinated verb shares the auxiliaries and the condition of the first unless it has its own subject.
fn coordinated(s: &Syntax, first: usize, second: usize, f: &mut Factors) {
    let subject = !s.dependents(second, &["nsubj", "expl"]).is_empty();
    let auxiliary = !s.dependents(second, &["aux"]).is_empty();
    let past = s.token(second).has("Tense", "Past") && s.token(second).has("VerbForm", "Fin");
    let finite = s.token(second).has("VerbForm", "Fin") && s.token(second).has("Tense", "Pres");
    if verbal(s, second) && !subject && !auxiliary && !past && !finite {
        auxiliaries(s, first, f);
    }
    if s.children(first).iter().any(|m| s.is(*m, &["mark"]) && conditional_mark(s, first, *m)) || inverted(s, first) {
        f.conditional = true;
    }
    if !verbal(s, second) && s.children(second).iter().all(|c| !s.is(*c, &["amod"])) {
        for &c in s.children(first) {
            let l = s.lemma(c);
            f.hypothetical |= s.is(c, &["amod"]) && listed(THOUGHT, &l);
            f.planned |= s.is(c, &["amod"]) && listed(AHEAD, &l);
            f.hedged |= s.is(c, &["amod"]) && listed(RESERVED, &l);
        }
    }
}

/// "Reports suggest that …", "Some media said": nobody in particular answers for it.
fn nobody_says(s: &Syntax, verb: usize) -> bool {
    let reports = matches!(
        s.lemma(verb).as_str(),
        "suggest"
            | "indicate"
            | "say"
            | "claim"
            | "report"
            | "emerge"
            | "allege"
            | "hint"
            | "show"
            | "tell"
            | "confirm"
    );
    reports && s.dependents(verb, &["nsubj"]).iter().any(|c| nameless(s, *c))
}

/// "sources", "unconfirmed reports", "local media", "an informed source".
fn nameless(s: &Syntax, t: usize) -> bool {
    matches!(s.lemma(t).as_str(), "report" | "rumor" | "rumour" | "source" | "speculation" | "media" | "it" | "leak")
        && s.dependents(t, &["nmod"]).is_empty()
        && s.children(t).iter().all(|c| s.token(*c).upos != "PROPN")
        && (s.lemma(t) != "it" || s.dependents(t, &["nsubj"]).is_empty())
        && !s.dependents(t, &["det"]).iter().any(|d| matches!(s.lemma(*d).as_str(), "the" | "this"))
}

/// A reporting clause or phrase beside a verb: "…, sources said", "according to reports".
fn beside(s: &Syntax, v: usize) -> bool {
    s.children(v).iter().any(|c| {
        (s.is(*c, &["parataxis"]) && nobody_says(s, *c))
            || (s.is(*c, &["obl"])
                && case_of(s, *c).as_deref() == Some("according")
                && (nameless(s, *c) || matches!(s.lemma(*c).as_str(), "report" | "media" | "source")))
    })
}

/// Does a word tell of nothing that stands: an answer that is declined, a demand or threat that is dropped?
pub fn is_void(s: &Syntax, word: usize) -> bool {
    let off = s.lemma(word) == "call" && s.has_child(word, &["off"]);
    off || is_silent(s, word) || is_taken_back(s, word) || raises_fears(s, word)
}

/// "Failed to agree, raising the threat of a strike": what is raised so is nobody's threat. The verb and the noun.
pub fn raises_fears(s: &Syntax, word: usize) -> bool {
    const FEARS: [&str; 7] = ["danger", "fear", "possibility", "prospect", "risk", "spectre", "threat"];
    let raises = |v: usize| matches!(s.lemma(v).as_str(), "raise" | "fuel" | "stoke") && s.is(v, &["advcl"]);
    let fear = |n: usize| FEARS.contains(&s.lemma(n).as_str()) && s.is(n, &["obj"]);
    raises(word) && s.dependents(word, &["obj"]).into_iter().any(fear)
        || fear(word) && s.token(word).head.is_some_and(raises)
}

/// "declined to comment", "refused to say": nothing is refused but an answer.
fn is_silent(s: &Syntax, verb: usize) -> bool {
    const ANSWERS: [&str; 7] = ["answer", "comment", "elaborate", "reply", "respond", "say", "speculate"];
    let answer = |t: usize| ANSWERS.contains(&s.lemma(t).as_str());
    matches!(s.lemma(verb).as_str(), "decline" | "refuse")
        && s.dependents(verb, &["xcomp", "obj"]).into_iter().any(answer)
}

/// "dropped its demand", "withdrew the threat": the verb and the noun.
fn is_taken_back(s: &Syntax, word: usize) -> bool {
    const VERBS: [&str; 7] = ["abandon", "drop", "lift", "rescind", "retract", "waive", "withdraw"];
    const NOUNS: [&str; 12] = [
        "claim",
        "complaint",
        "condition",
        "demand",
        "insistence",
        "objection",
        "opposition",
        "refusal",
        "resistance",
        "threat",
        "ultimatum",
        "veto",
    ];
    const OBJECT: [&str; 2] = ["obj", "nsubj:pass"];
    let given_up = |t: usize| s.lemma(t) == "give" && s.has_child(t, &["up"]);
    let verb = |t: usize| VERBS.contains(&s.lemma(t).as_str()) || given_up(t);
    let noun = |t: usize| NOUNS.contains(&s.lemma(t).as_str());
    verb(word) && s.dependents(word, &OBJECT).into_iter().any(noun)
        || noun(word) && s.is(word, &OBJECT) && s.token(word).head.is_some_and(verb)
}

/// What is told by others.
const REPORTS: [&str; 14] = [
    "accusation",
    "allegation",
    "assertion",
    "charge",
    "claim",
    "idea",
    "notion",
    "report",
    "rumor",
    "rumour",
    "speculation",
    "statement",
    "story",
    "suggestion",
];

/// Does a cue say that what it tells of is not so: "denied that …", "denied the report"? Whoever does takes no stand on the
/// matter. "Denied Kenya access" refuses.
pub fn denies(s: &Syntax, cue: usize) -> bool {
    let report = |t: &usize| REPORTS.contains(&s.lemma(*t).as_str());
    let verb = match s.lemma(cue).as_str() {
        "deny" => s.dependents(cue, &["iobj"]).iter().all(report),
        "refute" | "rebut" | "disavow" => true,
        _ => false,
    };
    verb && s.dependents(cue, &["advmod"]).into_iter().all(|t| s.lemma(t) != "not")
}

/// "Reports that … are baseless", "called the claim a lie", "does not correspond to reality": is what a noun reports said to be untrue?
fn is_untrue(s: &Syntax, report: usize) -> bool {
    const UNTRUE: [&str; 17] = [
        "baseless",
        "fabricated",
        "fabrication",
        "fake",
        "false",
        "fiction",
        "groundless",
        "inaccurate",
        "incorrect",
        "invention",
        "lie",
        "misinformation",
        "nonsense",
        "slander",
        "unfounded",
        "untrue",
        "wrong",
    ];
    const CALLS: [&str; 7] = ["brand", "call", "describe", "denounce", "dismiss", "label", "reject"];
    let Some(head) = s.token(report).head.filter(|_| REPORTS.contains(&s.lemma(report).as_str())) else { return false };
    let untrue = |t: usize| UNTRUE.contains(&s.lemma(t).as_str()) && !negated(s, t);
    let unlike =
        |t: usize| matches!(s.lemma(t).as_str(), "correspond" | "true" | "correct" | "accurate") && negated(s, t);
    let called = || s.dependents(head, &["xcomp", "obl", "obj"]).into_iter().any(|t| t != report && untrue(t));
    // however the predicate is hung: "Claims that …" may be taken for its head
    let predicate = |t: &usize| untrue(*t) && !s.dependents(*t, &["cop"]).is_empty();
    s.is(report, &["nsubj"]) && (untrue(head) || unlike(head))
        || s.dependents(report, &["ccomp"]).iter().any(predicate)
        || s.dependents(head, &["ccomp"])
            .iter()
            .any(|t| *t > report && predicate(t) && s.dependents(*t, &["nsubj"]).is_empty())
        || s.is(report, &["obj", "nsubj:pass"]) && CALLS.contains(&s.lemma(head).as_str()) && called()
}

/// Is a word what somebody calls a report: "baseless", "a fabrication"?
pub fn calls_untrue(s: &Syntax, t: usize) -> bool {
    s.dependents(t, &["nsubj"]).into_iter().any(|n| is_untrue(s, n))
}

/// Does a word stand in what somebody calls untrue? "Claims in certain outlets that … are a lie": the clause may hang on the outlets.
pub fn in_untrue_report(s: &Syntax, t: usize) -> bool {
    let clause = |i: &usize| s.token(*i).base_rel() == "acl";
    let of = |i: usize| {
        let noun = s.token(i).head?;
        let outer = s.token(noun).head.filter(|_| s.is(noun, &["nmod"]));
        Some(is_untrue(s, noun) || outer.is_some_and(|o| is_untrue(s, o)))
    };
    std::iter::once(t).chain(s.ancestors(t)).filter(clause).filter_map(of).any(|untrue| untrue)
}

/// The same as [`denies`], and "dismissed suggestions that …", which may be a stand.
pub fn refutes(s: &Syntax, cue: usize) -> bool {
    let report = |t: usize| REPORTS.contains(&s.lemma(t).as_str());
    let reports = || s.dependents(cue, &["obj"]).into_iter().any(report);
    let negated = || s.dependents(cue, &["advmod"]).into_iter().any(|t| s.lemma(t) == "not");
    let others = matches!(s.lemma(cue).as_str(), "reject" | "dismiss" | "dispute" | "contradict");
    denies(s, cue) || others && reports() && !negated()
}

/// "Would have agreed if the border had been open": told as what did not come to pass, or as what came to pass by another way.
pub fn counterfactual(s: &Syntax, t: usize) -> bool {
    let has =
        |v: usize, words: &[&str]| s.dependents(v, &["aux"]).into_iter().any(|a| words.contains(&s.lemma(a).as_str()));
    let unreal = |v: usize| has(v, &["would", "could", "might", "'d"]) && has(v, &["have"]) && condition(s, v);
    // "was ready to pay had the clause survived"
    let had = |v: usize| {
        let past =
            |c: &usize| s.is(*c, &["advcl", "ccomp", "parataxis", "acl"]) && inverted(s, *c) && has(*c, &["have"]);
        s.children(v).iter().any(past)
    };
    let unreal = |v: usize| unreal(v) || had(v);
    unreal(t) || s.token(t).head.is_some_and(|v| s.is(t, &["obj", "xcomp", "ccomp", "obl", "nsubj:pass"]) && unreal(v))
}

/// "Carried the offer to Lima", "studied the proposal": whoever does so has not made it. The noun and its verb.
pub fn passes_on(s: &Syntax, noun: usize) -> bool {
    const PAPERS: [&str; 9] =
        ["offer", "proposal", "demand", "request", "message", "letter", "plan", "draft", "invitation"];
    const VERBS: [&str; 24] = [
        "await", "bring", "carry", "consider", "convey", "deliver", "discuss", "examine", "hand", "forward", "get",
        "mull", "pass", "ponder", "receive", "relay", "review", "see", "study", "take", "transmit", "weigh", "read",
        "welcome",
    ];
    PAPERS.contains(&s.lemma(noun).as_str())
        && s.is(noun, &["obj"])
        && s.has_child(noun, &["the", "this", "that", "its", "their"])
        && s.token(noun).head.is_some_and(|v| VERBS.contains(&s.lemma(v).as_str()))
}

/// Background: the event's date lies more than a month before the day of publication.
pub fn long_before(date: Option<When>, published: Option<When>) -> bool {
    let (Some(d), Some(p)) = (date, published) else { return false };
    p.first().since(d.last()).is_ok_and(|span| span.get_days() > 31)
}
