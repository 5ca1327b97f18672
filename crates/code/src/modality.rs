//! The standing of a claim from the words around it: what governs the trigger, and what stands beside it.
//!
//! PLOVER names historical, future, hypothetical and negated as auxiliary modes and leaves them open; the scope rules
//! here follow the factuality profiles of Saurí and Pustejovsky (2009): a marker counts where it governs the trigger.
//! From the trigger upwards, each step of the tree either carries the standing on ("hold talks"), governs it ("denied
//! that …"), or cuts it off ("discussed the strikes": whatever holds of the discussion, the strikes are presupposed).

mod words;

#[cfg(test)]
mod tests;

use crate::roles::case_of;
use crate::syntax::Syntax;
use rapporteur_types::{Factors, When};
use words::*;

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

fn will(s: &Syntax, v: usize) -> bool {
    s.children(v).iter().any(|c| s.is(*c, &["aux"]) && matches!(s.lemma(*c).as_str(), "will" | "shall" | "'ll" | "’ll"))
}

fn finite(s: &Syntax, t: usize) -> bool {
    s.token(t).has("VerbForm", "Fin") || s.children(t).iter().any(|c| s.is(*c, &["aux", "cop"]))
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

fn infinitive(s: &Syntax, t: usize) -> bool {
    s.children(t).iter().any(|c| s.is(*c, &["mark"]) && s.lemma(*c) == "to")
}

/// "accused of attacking", "kept from attacking", "blamed for attacking".
fn of_gerund(s: &Syntax, t: usize) -> bool {
    s.children(t).iter().any(|c| s.is(*c, &["mark", "case"]) && matches!(s.lemma(*c).as_str(), "of" | "from" | "for"))
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

fn participle(s: &Syntax, t: usize) -> bool {
    s.token(t).has("VerbForm", "Part") && s.token(t).has("Tense", "Past")
}

/// "tomorrow", "later this week", "in the coming days", "next month".
fn ahead(s: &Syntax, t: usize) -> bool {
    let time = matches!(s.lemma(t).as_str(), "week" | "month" | "year" | "day" | "hour" | "weekend");
    s.lemma(t) == "tomorrow" || (time && s.has_child(t, &["next", "coming", "come", "later", "forthcoming"]))
}

/// "in case of", "in the event of" as the case of a noun.
fn fixed(s: &Syntax, t: usize, noun: &str) -> bool {
    s.children(t).iter().any(|c| s.is(*c, &["case"]) && s.has_child(*c, &[noun]))
}

/// Auxiliaries, conditions and adverbs on the verb `v`, for what hangs on it as `below` (itself for the verb's own).
fn clause(s: &Syntax, v: usize, below: usize, f: &mut Factors) {
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
        if s.is(c, &["advmod"]) && listed(BEHIND, &l) {
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
fn about(s: &Syntax, v: usize, f: &mut Factors) {
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
fn condition(s: &Syntax, v: usize) -> bool {
    s.children(v).iter().any(|&c| {
        let marked = s.children(c).iter().any(|m| s.is(*m, &["mark"]) && conditional_mark(s, c, *m));
        (s.is(c, &["advcl"]) && marked) || (s.is(c, &["advcl", "ccomp", "parataxis"]) && inverted(s, c))
    })
}

/// Verbs and adjectives whose infinitive happens: "continued to fire", "helped to negotiate".
const HAPPENS: &str = "continue begin start keep help manage come proceed happy glad pleased delighted honoured honored \
    proud sorry enough use get tend serve go first last have be";

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
fn conditional_mark(s: &Syntax, clause: usize, mark: usize) -> bool {
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
fn negated(s: &Syntax, t: usize) -> bool {
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
fn auxiliaries(s: &Syntax, t: usize, f: &mut Factors) {
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

/// The same, where the trigger may be out of its reach: what is said in a clause is not wanted or planned by whoever is
/// above the saying, but may be doubted or denied.
fn govern(s: &Syntax, a: usize, below: usize, rel: &str, carried: bool, f: &mut Factors) {
    let mut g = if carried { *f } else { Factors::default() };
    governs(s, a, below, rel, &mut g);
    if carried {
        *f = g;
    } else {
        f.hedged |= g.hedged;
        f.denied |= g.denied;
    }
}

/// What token `a` does to the infinitive or clause that hangs on it.
fn governs(s: &Syntax, a: usize, below: usize, rel: &str, f: &mut Factors) {
    let lemma = s.lemma(a);
    let l = lemma.as_str();
    let any = |list: &str| listed(list, l);
    if infinitive(s, below) {
        // an infinitive is not yet a deed, whoever wants it
        if any(DEMANDS) || (any("want warn") && !s.dependents(a, &["obj"]).is_empty()) {
            f.demanded = true;
        } else if any(DENIES) {
            f.denied = true;
        } else if any(HEDGES) || any("say report know") && passive(s, a) {
            f.hedged = true;
        } else if any(SUPPOSES) {
            f.hypothetical = true;
        } else if any(PLANS) || (rel == "acl" && !any(HAPPENS) && !s.has_child(a, &["first"])) {
            // an attempt that is only reported stays a report
            f.planned |= !(f.hedged && any("try attempt seek effort bid"));
        }
        return;
    }
    match rel {
        "ccomp" => {
            f.hedged |= any(HEDGES) && !any("blame");
            f.denied |= any("deny dismiss refute reject rebut doubt") || out(s, a);
            f.hypothetical |= any(SUPPOSES);
            let bare = s.token(below).has("VerbForm", "Inf")
                || s.token(below).has("Mood", "Sub")
                || s.token(below).has("Mood", "Imp");
            f.demanded |= bare && any("demand insist urge request require propose recommend ask order");
            f.planned |= any("hope expect wish threaten vow promise pledge anticipate");
        }
        _ => {
            f.denied |= any(DENIES) && !any("reject fail failure");
            f.hedged |= any(HEDGES) && !any("blame likely");
            f.hypothetical |= any(SUPPOSES);
            f.planned |= any("intention intend plan threaten threat prospect aim hope");
            f.demanded |= any("demand insist urge call recommend suggest");
        }
    }
}

/// "ruled out".
fn out(s: &Syntax, a: usize) -> bool {
    s.lemma(a) == "rule" && s.has_child(a, &["out"])
}

fn passive(s: &Syntax, a: usize) -> bool {
    !s.dependents(a, &["aux:pass", "nsubj:pass"]).is_empty()
}

/// What token `a` does to a nominal event below it.
fn nominal(s: &Syntax, a: usize, below: usize, rel: &str, speech: bool, carried: bool, f: &mut Factors) {
    let lemma = s.lemma(a);
    let l = lemma.as_str();
    let case = case_of(s, below);
    let case = case.as_deref();
    if rel == "nsubj" {
        // "the talks are expected to …", "the strike is believed to …", "the talks are due on Friday"
        let scheduled = listed(SCHEDULED, l) && (passive(s, a) || s.token(a).upos == "ADJ");
        if carried && (scheduled || infinitive(s, a)) {
            f.planned = true;
        }
        if carried && listed(HEDGES, l) && passive(s, a) {
            f.hedged = true;
        }
        if carried && passive(s, a) && matches!(l, "cancel" | "scrap" | "avert" | "prevent" | "thwart" | "foil") {
            f.denied = true;
        }
        return;
    }
    if !matches!(rel, "obj" | "obl" | "nmod" | "acl") || !carried {
        return;
    }
    let object = rel == "obj" || matches!(case, Some("of" | "for" | "on" | "to" | "in" | "about" | "against"));
    if !object {
        return;
    }
    match l {
        "deny" | "denial" | "prevent" | "avert" | "avoid" | "refute" | "thwart" | "foil" | "forestall" | "preclude"
        | "prevention" | "absence" | "lack" | "cancel" | "cancellation" | "scrap" => f.denied = true,
        "rule" => f.denied |= out(s, a),
        "agree" | "accept" | "arrange" => {
            f.planned |= listed(
                "talk meeting dialogue negotiation summit conversation consultation visit session sequence round call",
                &s.lemma(below),
            );
        }
        "include" | "involve" | "entail" | "stipulate" | "foresee" | "contain" => {
            f.planned |= of_a_plan(s, a);
        }
        "look" => f.planned |= s.has_child(a, &["forward"]),
        "call" if s.has_child(a, &["off"]) => f.denied = true,
        "reject" | "dismiss" | "refuse" | "decline" | "rejection" | "refusal" | "oppose" => f.denied |= !speech,
        "threaten" | "threat" | "plan" | "promise" | "pledge" | "vow" | "intend" | "propose" | "prepare"
        | "schedule" | "proposal" | "readiness" | "preparation" | "expect" | "anticipate" | "await" | "offer"
        | "intention" | "hope" | "ready" | "prepared" | "willingness" => f.planned = true,
        "demand" | "urge" | "call" | "request" | "seek" | "insist" | "want" | "require" | "need" | "advocate"
        | "appeal" => f.demanded = true,
        "possibility" | "risk" | "prospect" | "discuss" | "consider" | "mull" | "weigh" | "danger" | "fear"
        | "specter" | "spectre" | "potential" | "chance" | "contemplate" | "likelihood" | "option" | "scenario"
        | "envisage" | "avoidance" | "imagine" => f.hypothetical |= l != "discuss" || !definite(s, below),
        "allegation" | "rumor" | "rumour" | "claim" | "allege" | "suspect" | "accusation" | "suspicion" => {
            f.hedged |= !speech
        }
        "report" => f.hedged |= s.token(a).upos == "NOUN" || nobody_says(s, a),
        "collapse" | "breakdown" | "failure" | "suspension" | "postponement" => f.denied |= rel == "nmod",
        "accuse" => f.hedged |= case == Some("of"),
        _ => {}
    }
}

/// "The deal includes the release": what a plan holds is planned.
fn of_a_plan(s: &Syntax, v: usize) -> bool {
    let plan = |n: &usize| {
        listed(
            "plan deal proposal agreement accord phase draft resolution framework roadmap offer initiative",
            &s.lemma(*n),
        )
    };
    let head = s.token(v).head.filter(|_| s.is(v, &["acl:relcl"]));
    s.dependents(v, &["nsubj"]).iter().chain(&head).any(plan)
}

/// "the strikes": known to the reader, so they happened.
fn definite(s: &Syntax, t: usize) -> bool {
    !s.dependents(t, &["nmod:poss"]).is_empty()
        || s.dependents(t, &["det"])
            .iter()
            .any(|d| matches!(s.lemma(*d).as_str(), "the" | "this" | "these" | "those" | "that"))
}

/// Does what holds of `a` hold of the event that hangs on it?
fn carries(s: &Syntax, a: usize, below: usize, rel: &str) -> bool {
    let l = s.lemma(a);
    let l = l.as_str();
    let case = case_of(s, below);
    let case = case.as_deref();
    match rel {
        "nsubj" => passive(s, a) || listed(CARRIERS, l) || listed(SCHEDULED, l) || copular(s, a),
        "obj" | "iobj" => listed(CARRIERS, l) || listed(PLANS, l) || listed(DEMANDS, l),
        "obl" => {
            matches!(case, None | Some("in" | "to" | "into" | "for" | "with" | "on"))
                && (listed(CARRIERS, l)
                    || listed(PLANS, l)
                    || listed(DEMANDS, l)
                    || matches!(l, "meet" | "travel" | "visit" | "arrive" | "gather" | "fly" | "head" | "sit"))
        }
        "nmod" => {
            (listed(PARTS, l) && matches!(case, Some("of" | "to" | "in")))
                || listed(TOLD, l)
                || listed(PLANS, l)
                || listed(SUPPOSES, l)
        }
        "compound" | "amod" | "appos" => true,
        _ => false,
    }
}

/// "the talks are on Friday": the predicate has a copula.
fn copular(s: &Syntax, a: usize) -> bool {
    !s.dependents(a, &["cop"]).is_empty()
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

/// Background: the event's date lies more than a month before the day of publication.
pub fn long_before(date: Option<When>, published: Option<When>) -> bool {
    let (Some(d), Some(p)) = (date, published) else { return false };
    p.first().since(d.last()).is_ok_and(|span| span.get_days() > 31)
}
