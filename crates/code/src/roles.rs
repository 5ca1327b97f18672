//! Who does it and to whom, by the tree alone: the fallback and the check of the encoder's role scores.
//!
//! The relations are those of Universal Dependencies v2; the rules follow predicate–argument extraction over UD trees
//! (White et al. 2016, PredPatt).

use crate::syntax::Syntax;

/// Head tokens of the participants of a trigger.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Roles {
    /// Who does it.
    pub agents: Vec<usize>,
    /// To whom or to what.
    pub patients: Vec<usize>,
    /// With whom: the other side of talks, agreements, cooperation.
    pub partners: Vec<usize>,
    /// Whose the object is: "rejected Kenya's offer".
    pub owners: Vec<usize>,
    /// Who answers the noun: the subject of "rejected the request".
    pub answered_by: Option<usize>,
}

/// Verbs that answer what their object names.
const ANSWERS: [&str; 12] = [
    "reject", "accept", "refuse", "dismiss", "ignore", "heed", "answer", "receive", "rebuff", "decline", "spurn",
    "deny",
];

const AGAINST: [&str; 7] = ["against", "on", "upon", "to", "at", "toward", "towards"];

/// Participants of the event named by token `t`.
pub fn roles(s: &Syntax, t: usize) -> Roles {
    let mut r = Roles::default();
    if matches!(s.token(t).upos.as_str(), "VERB" | "AUX" | "ADJ") {
        verb(s, t, &mut r)
    } else {
        noun(s, t, &mut r)
    }
    for list in [&mut r.agents, &mut r.patients, &mut r.partners, &mut r.owners] {
        let heads: Vec<usize> = list.clone();
        for h in heads {
            list.extend(s.dependents(h, &["conj"]));
        }
        let mut seen = Vec::new();
        list.retain(|i| {
            !seen.contains(i) && {
                seen.push(*i);
                true
            }
        });
    }
    r
}

/// Subject of a verb, its own or the one that it shares with the clause above; with whether the verb is passive.
pub fn subject(s: &Syntax, verb: usize) -> Option<(usize, bool)> {
    let mut at = verb;
    for _ in 0..8 {
        if let Some(n) = s.dependents(at, &["nsubj", "csubj"]).first() {
            let passive = s.is(*n, &["nsubj:pass"]) || (at != verb && participle(s, verb));
            // "Iran, which rejected …": the pronoun stands for what the clause hangs on
            if matches!(s.lemma(*n).as_str(), "which" | "who" | "that")
                && let Some(h) = s.token(at).head.filter(|_| s.is(at, &["acl:relcl"]))
            {
                return Some((h, passive));
            }
            return Some((*n, passive));
        }
        let head = s.token(at).head?;
        match s.token(at).base_rel() {
            "acl" => return Some((head, participle(s, at))),
            "conj" | "xcomp" | "advcl" | "parataxis" | "aux" | "cop" => at = head,
            _ => return None,
        }
        // "urged Iran to stop": the object of the governor is the subject of the infinitive
        if s.is(verb, &["xcomp"])
            && at == head
            && let Some(o) = s.dependents(head, &["obj", "iobj"]).first()
        {
            return Some((*o, false));
        }
    }
    None
}

fn participle(s: &Syntax, verb: usize) -> bool {
    s.token(verb).has("VerbForm", "Part")
        && s.token(verb).has("Tense", "Past")
        && s.dependents(verb, &["aux"]).is_empty()
        || !s.dependents(verb, &["aux:pass"]).is_empty()
}

/// "Told the agency Press that …": is a word, or the noun that it names, only spoken to?
pub fn is_addressed(s: &Syntax, word: usize) -> bool {
    let noun = s.token(word).head.filter(|_| s.is(word, &["appos", "flat", "compound"])).unwrap_or(word);
    let tells = |v: usize| {
        matches!(s.lemma(v).as_str(), "tell" | "inform" | "assure" | "remind")
            && !s.dependents(v, &["ccomp"]).is_empty()
    };
    s.is(noun, &["obj", "iobj"]) && !s.is(noun, &["nsubj"]) && s.token(noun).head.is_some_and(tells)
}

/// The "your" of "your government".
pub fn owned_by_whom_is_asked(s: &Syntax, noun: usize) -> Option<usize> {
    s.dependents(noun, &["nmod:poss"])
        .into_iter()
        .find(|i| s.lemma(*i) == "your" || s.form(*i).eq_ignore_ascii_case("your"))
}

/// The preposition of a nominal, lower case.
pub fn case_of(s: &Syntax, i: usize) -> Option<String> {
    s.dependents(i, &["case"]).first().map(|c| s.form(*c).to_lowercase())
}

/// Is a noun what is talked about: "on the accord", "about Kenya", "on her call"? "On a call", "over the phone" and "on behalf of"
/// say how.
pub fn is_topic(s: &Syntax, i: usize) -> bool {
    let lemma = s.lemma(i);
    let how = match lemma.as_str() {
        "behalf" | "sideline" | "phone" | "telephone" | "line" => true,
        "call" | "conference" | "videoconference" => s.dependents(i, &["nmod:poss"]).is_empty(),
        _ => false,
    };
    s.is(i, &["obl", "nmod"])
        && match case_of(s, i).as_deref() {
            Some("about" | "regarding" | "concerning") => true,
            Some("on" | "over") => !how,
            _ => false,
        }
}

fn obliques(s: &Syntax, of: usize, r: &mut Roles) {
    for o in s.dependents(of, &["obl", "nmod"]) {
        if s.is(o, &["nmod:poss"]) {
            continue;
        }
        match case_of(s, o).as_deref() {
            Some("by") => r.agents.push(o),
            Some("with" | "between" | "among") => r.partners.push(o),
            Some(c) if AGAINST.contains(&c) => r.patients.push(o),
            _ => {}
        }
    }
}

fn verb(s: &Syntax, t: usize, r: &mut Roles) {
    if let Some((n, passive)) = subject(s, t) {
        if passive { r.patients.push(n) } else { r.agents.push(n) }
    }
    for o in s.dependents(t, &["obj", "iobj"]) {
        r.patients.push(o);
        // "imposed sanctions on Iran", "held talks with Oman": what hangs on the object takes part too
        obliques(s, o, r);
        r.owners.extend(s.dependents(o, &["nmod:poss", "amod", "compound"]));
        let by = |n: &usize| matches!(case_of(s, *n).as_deref(), Some("by" | "from" | "of"));
        r.owners.extend(s.dependents(o, &["nmod"]).into_iter().filter(by));
    }
    obliques(s, t, r);
    for x in s.dependents(t, &["xcomp", "ccomp"]) {
        if r.patients.is_empty() {
            r.patients.extend(s.dependents(x, &["nsubj"]));
        }
    }
}

fn noun(s: &Syntax, t: usize, r: &mut Roles) {
    for c in s.children(t) {
        match s.token(*c).rel.as_str() {
            "nmod:poss" | "amod" | "compound" => r.agents.push(*c),
            _ => {}
        }
    }
    for o in s.dependents(t, &["nmod"]) {
        if case_of(s, o).as_deref() == Some("of") {
            r.patients.push(o);
        }
    }
    obliques(s, t, r);
    // a noun that a verb carries: "carried out a strike", "talks were held", "a ban was imposed on"
    if let Some(v) = s.token(t).head.filter(|v| s.token(*v).upos == "VERB") {
        if s.is(t, &["obj", "obl"]) {
            if let Some((n, false)) = subject(s, v) {
                if s.is(t, &["obj"]) && ANSWERS.contains(&s.lemma(v).as_str()) {
                    r.answered_by = Some(n);
                } else if s.dependents(t, &["nmod:poss"]).is_empty() {
                    // "met over Kenya's complaints": those who meet do not complain
                    r.agents.push(n);
                }
            }
            obliques(s, v, r);
            // "killed in an attack": the attack hit them
            if s.is(t, &["obl"]) {
                r.patients.extend(s.dependents(v, &["nsubj:pass"]));
            }
        } else if s.is(t, &["nsubj"]) {
            obliques(s, v, r);
        }
    }
    r.agents.retain(|a| *a != t);
    r.patients.retain(|a| *a != t);
}
