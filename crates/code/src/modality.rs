//! The standing of a claim from the words around it: what governs the trigger, and what stands beside it.
//!
//! PLOVER names historical, future, hypothetical and negated as auxiliary modes and leaves them open; the scope rules
//! here follow the factuality profiles of Saurí and Pustejovsky (2009): a marker counts where it governs the trigger.

use crate::syntax::Syntax;
use rapporteur_types::{Factors, When};

/// Lemmas that put what they govern into a standing.
struct Governors {
    denied: &'static [&'static str],
    planned: &'static [&'static str],
    demanded: &'static [&'static str],
    hedged: &'static [&'static str],
    hypothetical: &'static [&'static str],
}

const GOVERNORS: Governors = Governors {
    denied: &[
        "deny", "reject", "refuse", "decline", "fail", "prevent", "avoid", "rule", "denial", "refusal", "dismiss",
        "avert", "stop",
    ],
    planned: &[
        "plan",
        "intend",
        "prepare",
        "promise",
        "vow",
        "pledge",
        "agree",
        "expect",
        "schedule",
        "set",
        "aim",
        "seek",
        "decide",
        "commit",
        "ready",
        "willing",
        "willingness",
        "readiness",
        "intention",
        "intent",
        "threaten",
        "threat",
        "offer",
        "propose",
        "proposal",
        "hope",
        "want",
        "wish",
        "due",
        "poise",
        "slate",
        "prospect",
        "try",
        "attempt",
        "pave",
    ],
    demanded: &[
        "urge",
        "call",
        "demand",
        "ask",
        "request",
        "insist",
        "require",
        "press",
        "appeal",
        "need",
        "want",
        "order",
        "advise",
        "recommend",
        "encourage",
        "warn",
        "necessary",
        "must",
        "pressure",
        "instruct",
        "tell",
    ],
    hedged: &[
        "appear",
        "seem",
        "suggest",
        "claim",
        "allege",
        "believe",
        "think",
        "suspect",
        "rumor",
        "rumour",
        "allegation",
        "indicate",
        "likely",
        "presume",
    ],
    hypothetical: &[
        "possible",
        "potential",
        "possibility",
        "risk",
        "discuss",
        "consider",
        "mull",
        "weigh",
        "contemplate",
        "whether",
        "danger",
        "fear",
        "prospect",
        "specter",
        "spectre",
        "option",
        "scenario",
        "capable",
        "able",
    ],
};

/// What the words show of the standing of the claim whose trigger is token `t`. Hedges, conditions and the like are
/// looked for up to the edge of the clause that the trigger's own speaker is responsible for.
pub fn factors(s: &Syntax, t: usize) -> Factors {
    let mut f = Factors::default();
    own_clause(s, t, &mut f);
    let mut below = t;
    for (step, &a) in s.ancestors(t).iter().enumerate() {
        if step > 6 {
            break;
        }
        let rel = s.token(below).base_rel().to_string();
        // a coordinated clause answers for itself, but shares what stands above the first
        if rel == "parataxis" {
            break;
        }
        let nominal = matches!(rel.as_str(), "nmod" | "amod" | "compound");
        let complement =
            matches!(rel.as_str(), "xcomp" | "ccomp" | "csubj" | "acl" | "obj" | "obl" | "advcl" | "nsubj");
        if (complement || nominal) && rel != "nsubj" && !s.is(below, &["acl:relcl"]) {
            governed(s, a, below, &rel, &mut f);
        }
        if complement
            && s.token(a).upos != "NOUN"
            && rel != "advcl"
            && rel != "obl"
            && rel != "nsubj"
            && rel != "obj"
            && negated(s, a)
        {
            f.denied = true;
        }
        if rel == "nsubj" && matches!(s.lemma(a).as_str(), "fail" | "collapse" | "expire") {
            // "the strike failed": it was made all the same
            break;
        }
        if rel == "advcl" {
            // a clause under "if" below some main clause was already seen in `own_clause`; the main clause itself
            // stands on its own feet
            break;
        }
        if matches!(rel.as_str(), "ccomp") {
            // what is said to be so: the hedge of the saying counts, its tense does not
            let l = s.lemma(a);
            f.hedged |= GOVERNORS.hedged.contains(&l.as_str()) || unnamed_reports(s, a);
            f.denied |= matches!(l.as_str(), "deny" | "dismiss" | "refute" | "reject");
            break;
        }
        auxiliaries(s, a, &mut f, matches!(rel.as_str(), "xcomp" | "obj" | "conj"));
        below = a;
    }
    f
}

/// The same for a clause that is the content of a statement: what governs it from outside is not its own standing.
pub fn within(s: &Syntax, head: usize, content: &std::ops::Range<usize>) -> Factors {
    let mut f = Factors::default();
    own_clause(s, head, &mut f);
    for &c in s.children(head) {
        if s.is(c, &["xcomp"]) && content.contains(&c) {
            governed(s, head, c, "xcomp", &mut f);
        }
    }
    f
}

/// Markers that hang on the trigger or on the verb of its clause.
fn own_clause(s: &Syntax, t: usize, f: &mut Factors) {
    f.denied |= negated(s, t);
    auxiliaries(s, t, f, true);
    for &c in s.children(t) {
        let l = s.lemma(c);
        match l.as_str() {
            "reportedly" | "allegedly" | "apparently" | "supposedly" | "likely" | "probably" | "presumably"
            | "alleged" | "suspected" | "reported" | "purported" => f.hedged = true,
            "possible" | "potential" | "possibly" | "perhaps" | "maybe" | "hypothetical" | "any"
                if s.is(c, &["amod", "advmod"]) =>
            {
                f.hypothetical = true
            }
            "planned" | "upcoming" | "scheduled" | "next" | "proposed" | "future" | "forthcoming" | "impending"
            | "looming"
                if s.is(c, &["amod"]) =>
            {
                f.planned = true
            }
            "threatened" if s.is(c, &["amod"]) => f.planned = true,
            "previous" | "earlier" | "past" | "former" if s.is(c, &["amod"]) => f.historical = true,
            "previously" | "formerly" if s.is(c, &["advmod"]) => f.historical = true,
            _ => {}
        }
        if s.is(c, &["mark"]) && conditional_mark(s, t, c) {
            f.conditional = true;
        }
        if s.is(c, &["advcl"]) && s.children(c).iter().any(|m| s.is(*m, &["mark"]) && conditional_mark(s, c, *m)) {
            f.conditional = true;
        }
        if s.is(c, &["advcl"]) && inverted_should(s, c) {
            f.conditional = true;
        }
        // "an attack in case of / in the event of …"
        if s.is(c, &["obl", "nmod"]) && matches!(l.as_str(), "case" | "event" | "condition") && s.is(c, &["obl"]) {
            f.conditional |= s.children(c).iter().any(|x| matches!(s.lemma(*x).as_str(), "if" | "of" | "in"));
        }
    }
    if inverted_should(s, t) {
        f.conditional = true;
    }
}

/// "if", "unless", "provided", "as long as", "in case" … as the mark of a clause.
fn conditional_mark(s: &Syntax, clause: usize, mark: usize) -> bool {
    match s.lemma(mark).as_str() {
        "if" => !s
            .token(clause)
            .head
            .is_some_and(|h| s.is(clause, &["ccomp"]) && matches!(s.lemma(h).as_str(), "ask" | "wonder" | "know")),
        "unless" | "provided" | "providing" | "lest" => true,
        "until" => false,
        "long" | "as" => s.words(&(mark..(mark + 3).min(s.reading.tokens.len()))).starts_with("as long as"),
        _ => false,
    }
}

/// "should the army open fire", "had they agreed": an auxiliary before the subject, in no question.
fn inverted_should(s: &Syntax, t: usize) -> bool {
    let aux = s.children(t).iter().copied().find(|c| s.is(*c, &["aux"]));
    let subject = s.children(t).iter().copied().find(|c| s.is(*c, &["nsubj"]));
    let (Some(a), Some(n)) = (aux, subject) else { return false };
    a < n && matches!(s.lemma(a).as_str(), "should" | "have" | "were") && s.form(s.sentence_tokens(t).end - 1) != "?"
}

/// Is the trigger itself negated, whatever governs it?
pub fn negated_here(s: &Syntax, t: usize) -> bool {
    negated(s, t)
}

/// not, never, no longer, neither … on a token, or "no" as its determiner.
fn negated(s: &Syntax, t: usize) -> bool {
    s.children(t).iter().any(|c| {
        let l = s.lemma(*c);
        (matches!(l.as_str(), "not" | "n't" | "never" | "n’t" | "neither")
            && s.is(*c, &["advmod"])
            && !only_after(s, *c))
            || (l == "no" && s.is(*c, &["det"]))
            || (l == "without" && s.is(*c, &["mark", "case"]))
    }) || s.children(t).iter().any(|c| {
        s.is(*c, &["nsubj", "obj"])
            && (s.has_child(*c, &["no", "neither"]) && s.dependents(*c, &["det"]).iter().any(|d| s.lemma(*d) == "no")
                || s.lemma(*c) == "nothing"
                || s.lemma(*c) == "nobody")
    })
}

/// "not only …" denies nothing.
fn only_after(s: &Syntax, t: usize) -> bool {
    t + 1 < s.reading.tokens.len() && matches!(s.lemma(t + 1).as_str(), "only" | "just" | "merely")
}

/// will, would, could, must … on a verb; `whole` where all of them count.
fn auxiliaries(s: &Syntax, t: usize, f: &mut Factors, whole: bool) {
    let subject = s.children(t).iter().copied().find(|c| s.is(*c, &["nsubj", "expl"]));
    for &c in s.children(t) {
        if !s.is(c, &["aux"]) {
            continue;
        }
        // an auxiliary before the subject was taken for a condition or asks a question
        let inverted = subject.is_some_and(|n| c < n);
        match s.lemma(c).as_str() {
            "will" | "'ll" | "’ll" | "shall" | "wo" if whole => f.planned = true,
            "could" | "might" | "may" => f.hypothetical = true,
            "can" if whole => f.hypothetical = true,
            "would" if whole => {
                // in reported speech "would" is a will of the past
                if s.is(t, &["ccomp"]) { f.planned = true } else { f.hypothetical = true }
            }
            "must" | "ought" => f.demanded = true,
            "should" if !inverted => f.demanded = true,
            _ => {}
        }
    }
    // "is to meet", "is going to", "is set to", "is expected to", "have to"
    if let Some(h) = s.token(t).head.filter(|_| s.is(t, &["xcomp"])) {
        let l = s.lemma(h);
        if l == "go" && s.token(h).has("VerbForm", "Part") {
            f.planned = true;
        }
        if l == "have" && whole {
            f.demanded = true;
        }
    }
}

/// What token `a` does to what hangs on it as `rel`.
fn governed(s: &Syntax, a: usize, below: usize, rel: &str, f: &mut Factors) {
    let l = s.lemma(a);
    let l = l.as_str();
    let verbal = matches!(rel, "xcomp" | "ccomp" | "acl" | "csubj");
    let infinitive = s.children(below).iter().any(|c| s.is(*c, &["mark"]) && s.lemma(*c) == "to");
    if verbal && infinitive {
        // an infinitive is not yet a deed, whoever wants it
        if GOVERNORS.demanded.contains(&l) {
            f.demanded = true;
        } else if GOVERNORS.denied.contains(&l) {
            f.denied = true;
        } else if GOVERNORS.planned.contains(&l) {
            f.planned = true;
        } else if GOVERNORS.hypothetical.contains(&l) {
            f.hypothetical = true;
        } else if GOVERNORS.hedged.contains(&l) {
            f.hedged = true;
        }
        return;
    }
    match rel {
        "obj" | "obl" | "nmod" | "xcomp" | "ccomp" | "acl" => {
            if matches!(l, "deny" | "denial" | "prevent" | "avert" | "avoid" | "refute") {
                f.denied = true;
            } else if matches!(
                l,
                "threaten"
                    | "threat"
                    | "plan"
                    | "promise"
                    | "pledge"
                    | "vow"
                    | "intend"
                    | "propose"
                    | "prepare"
                    | "schedule"
            ) {
                f.planned = true;
            } else if matches!(l, "demand" | "urge" | "call" | "request" | "seek" | "insist") {
                f.demanded = true;
            } else if matches!(
                l,
                "possibility"
                    | "risk"
                    | "prospect"
                    | "discuss"
                    | "consider"
                    | "mull"
                    | "weigh"
                    | "danger"
                    | "fear"
                    | "specter"
                    | "spectre"
                    | "potential"
                    | "raise"
            ) {
                f.hypothetical |= l != "raise";
            } else if matches!(l, "allegation" | "rumor" | "rumour" | "claim" | "allege") {
                f.hedged = true;
            }
        }
        _ => {}
    }
}

/// "Reports suggest that …", "Reports indicate …", "Some media said": nobody in particular answers for it.
fn unnamed_reports(s: &Syntax, verb: usize) -> bool {
    s.children(verb).iter().any(|c| {
        s.is(*c, &["nsubj"])
            && matches!(s.lemma(*c).as_str(), "report" | "rumor" | "rumour" | "source" | "speculation" | "media" | "it")
            && !s.children(*c).iter().any(|d| s.is(*d, &["nmod:poss", "nmod"]))
            && matches!(
                s.lemma(verb).as_str(),
                "suggest" | "indicate" | "say" | "claim" | "report" | "emerge" | "allege"
            )
    })
}

/// Background: the event's date lies more than a month before the day of publication.
pub fn long_before(date: Option<When>, published: Option<When>) -> bool {
    let (Some(d), Some(p)) = (date, published) else { return false };
    p.first().since(d.last()).is_ok_and(|span| span.get_days() > 31)
}
