//! What a word does to the infinitive, clause or noun that hangs on it, and whether it hands its own standing on.

use super::clause::infinitive;
use super::nobody_says;
use super::words::*;
use crate::roles::case_of;
use crate::syntax::Syntax;
use rapporteur_types::Factors;

/// Verbs and adjectives whose infinitive happens: "continued to fire", "helped to negotiate".
const HAPPENS: &str = "continue begin start keep help manage come proceed happy glad pleased delighted honoured honored \
    proud sorry enough use get tend serve go first last have be";

/// The same, where the trigger may be out of its reach: what is said in a clause is not wanted or planned by whoever is
/// above the saying, but may be doubted or denied.
pub(super) fn govern(s: &Syntax, a: usize, below: usize, rel: &str, carried: bool, f: &mut Factors) {
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
pub(super) fn governs(s: &Syntax, a: usize, below: usize, rel: &str, f: &mut Factors) {
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

pub(super) fn passive(s: &Syntax, a: usize) -> bool {
    !s.dependents(a, &["aux:pass", "nsubj:pass"]).is_empty()
}

/// What token `a` does to a nominal event below it.
pub(super) fn nominal(s: &Syntax, a: usize, below: usize, rel: &str, speech: bool, carried: bool, f: &mut Factors) {
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
pub(super) fn definite(s: &Syntax, t: usize) -> bool {
    !s.dependents(t, &["nmod:poss"]).is_empty()
        || s.dependents(t, &["det"])
            .iter()
            .any(|d| matches!(s.lemma(*d).as_str(), "the" | "this" | "these" | "those" | "that"))
}

/// Does what holds of `a` hold of the event that hangs on it?
pub(super) fn carries(s: &Syntax, a: usize, below: usize, rel: &str) -> bool {
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
pub(super) fn copular(s: &Syntax, a: usize) -> bool {
    !s.dependents(a, &["cop"]).is_empty()
}
