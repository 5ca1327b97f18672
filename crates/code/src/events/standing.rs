//! Whether it happened: by all that speaks for one standing or another.
//!
//! A multinomial logistic regression (maximum entropy) over what the encoder thinks, what the markers of the text show, and the words
//! around the trigger. Its weights (`standing/weights.rs`) are fitted by `train/standing.py` to passages that were coded here
//! and held back from the encoder's training.

#[allow(clippy::approx_constant, reason = "fitted numbers are near many things")]
mod weights;

use super::participants::{self, Who};
use crate::coder::Passage;
use crate::confidence::Features;
use crate::modality;
use crate::syntax::Syntax;
use rapporteur_types::reading::EventFrame;
use rapporteur_types::{EventType, Factors, Modality, Span, When, dateline};

/// Words that deny inside a trigger: "will not let", "no longer accepts".
const NEGATIONS: [&str; 6] = ["not", "n't", "n’t", "no", "never", "without"];

/// What the encoder thinks overrules a marker from this probability on.
const SURE: f32 = 0.9;
/// That something is long past counts from this probability on; what did not happen, wherever the encoder says so.
const LONG: f32 = 0.7;
/// An event did not, or did not yet, happen from this probability on: wrongly told as a fact costs more than wrongly left open.
const UNREAL: f32 = 0.15;
/// The same where neither a marker nor the encoder speaks against it.
const UNREAL_UNMARKED: f32 = 0.5;
/// For the encoder alone.
const UNREAL_SEEN: f32 = 0.2;

/// What speaks for each standing of an event: what `train/standing.py` learns from.
#[derive(Clone, Debug)]
pub struct Standing {
    /// PLOVER type.
    pub event_type: EventType,
    /// The clause.
    pub evidence: Span,
    /// The word or words that name it.
    pub trigger: Span,
    /// What the rules say.
    pub rules: Modality,
    /// What speaks for one or the other.
    pub features: Features,
}

/// What the words show of an event, the one word for it, and how likely it happened.
pub fn standing(p: &Passage, f: &EventFrame, t: usize, date: Option<When>, who: &Who) -> (Factors, Modality, f32) {
    let (factors, rules) = by_rules(p, f, t, date, who);
    let features = features(p, f, t, date, factors, rules);
    if let Some(all) = &p.weighed {
        let (evidence, trigger) = (p.syntax.span(&f.evidence), p.syntax.span(&f.trigger));
        let features = features.clone();
        all.borrow_mut().standings.push(Standing { event_type: f.event_type, evidence, trigger, rules, features });
    }
    let likely = likely(&features);
    let mass = |actual: bool| -> f32 { likely.iter().filter(|x| x.0.is_actual() == actual).map(|x| x.1).sum() };
    // "Kenya never attacked": what the verb itself denies is told by nobody as done, but refusals live on negation
    let denied = factors.denied && modality::negated_here(&p.syntax, t) && !speaks(f.event_type);
    let border = if rules.is_actual() { UNREAL_UNMARKED } else { UNREAL };
    // "failed to agree"
    if p.syntax.lemma(t) == "fail"
        && !p.syntax.dependents(t, &["xcomp"]).is_empty()
        && f.event_type != EventType::Reject
    {
        return (Factors { denied: true, ..factors }, Modality::Denied, mass(true));
    }
    if modality::counterfactual(&p.syntax, t) {
        return (Factors { hypothetical: true, conditional: false, ..factors }, Modality::Hypothetical, mass(true));
    }
    let happened = mass(false) < border && !denied;
    // what the text dates to these weeks is no background
    let recent = published(p).is_some_and(|day| date.is_some_and(|d| !modality::long_before(Some(d), Some(day))));
    let fits = |m: Modality| m.is_actual() == happened && !(recent && m == Modality::Historical);
    let of = likely.iter().filter(|x| fits(x.0));
    let best = of.fold((rules, -1.0), |best, x| if x.1 > best.1 { *x } else { best }).0;
    // whoever denies has done so, unless that is denied
    let s = &p.syntax;
    let negated = modality::negated_here(s, t) || s.has_child(t, &["nor", "neither"]);
    let denies = s.lemma(t) == "deny" && best == Modality::Denied && !negated && !factors.conditional;
    (factors, if denies { Modality::Asserted } else { best }, mass(true))
}

/// How likely each standing is.
fn likely(features: &Features) -> Vec<(Modality, f32)> {
    let mut sums = weights::CONSTANTS;
    for (name, value) in features.iter() {
        if let Ok(i) = weights::WEIGHTS.binary_search_by_key(&name, |w| w.0) {
            for (sum, w) in sums.iter_mut().zip(weights::WEIGHTS[i].1) {
                *sum += w * value;
            }
        }
    }
    let most = sums.iter().copied().fold(f32::MIN, f32::max);
    let shares = sums.map(|x| (x - most).exp());
    let all: f32 = shares.iter().sum();
    weights::MODALITIES.into_iter().zip(shares.map(|x| x / all)).collect()
}

/// The markers first, the encoder where there are none.
fn by_rules(p: &Passage, f: &EventFrame, t: usize, date: Option<When>, who: &Who) -> (Factors, Modality) {
    let s = &p.syntax;
    let mut factors = modality::factors(s, t);
    if f.event_type == EventType::Reject && factors.denied {
        // "did not reject" is a denial, "rejected" governs its object only
        factors.denied = modality::negated_here(s, t);
    }
    if matches!(s.lemma(t).as_str(), "must" | "should" | "need") && f.event_type == EventType::Request {
        // the demand is made, though what it asks for is not done
        factors.demanded = false;
    }
    let published = published(p);
    if let (Some(d), Some(day)) = (date, published) {
        factors.planned |= d.first() > day.last() && !speaks(f.event_type);
        factors.historical |= modality::long_before(date, published);
    }
    // the present and what is called recent are no background
    let present = s.token(t).has("Tense", "Pres") && s.token(t).has("VerbForm", "Fin");
    factors.historical &= !present && !s.has_child(t, &["recently", "now", "today", "newly"]);
    promise(p, f, t, &mut factors);
    if performed(p, f, t) {
        factors = Factors { hedged: factors.hedged, conditional: false, ..Factors::default() };
        return (factors, Modality::Asserted);
    }
    let (rule, (encoder, score)) = (factors.modality(), encoder(f));
    let unreal = |m: Modality| !m.is_actual();
    let standing = match (rule, encoder) {
        (r, m) if r == m => r,
        (r, m) if unreal(r) => {
            if unreal(m) && score >= SURE && r != Modality::Conditional {
                m
            } else {
                r
            }
        }
        (_, m) if unreal(m) => {
            if decided(p, f, t) || under_way(p, t) {
                rule
            } else {
                m
            }
        }
        (Modality::Asserted, Modality::Historical) if score >= LONG || modality::behind(s, t) => Modality::Historical,
        (r, _) => r,
    };
    if standing == Modality::Asserted && participants::accused(p, f, t, who) {
        factors.hedged = true;
        return (factors, Modality::Hedged);
    }
    (factors, standing)
}

/// Did it happen at all, then in which way: the ways not to have happened share their probability, so that the most likely
/// single one says too little.
pub fn encoder(f: &EventFrame) -> (Modality, f32) {
    let of = |actual: bool| f.modalities.iter().filter(move |x| x.0.is_actual() == actual);
    let unreal: f32 = of(false).map(|x| x.1).sum();
    let actual = unreal < UNREAL_SEEN;
    let (best, score) = of(actual).next().copied().unwrap_or((Modality::Asserted, 0.0));
    (best, if actual { score } else { unreal })
}

fn published(p: &Passage) -> Option<When> {
    p.document.published.when.or_else(|| datelined(p)).or_else(|| latest(p))
}

/// What speaks for one standing or another: the encoder, the markers, the words around.
fn features(
    p: &Passage,
    frame: &EventFrame,
    t: usize,
    date: Option<When>,
    factors: Factors,
    rules: Modality,
) -> Features {
    let s = &p.syntax;
    let kind = frame.event_type.name();
    let mut f = Features::default();
    f.word("rules", rules.word());
    f.word("markers", factors.modality().word());
    f.word("encoder", encoder(frame).0.word());
    f.word("type", kind);
    f.word(&format!("{kind} markers"), factors.modality().word());
    f.word(&format!("{kind} encoder"), encoder(frame).0.word());
    f.word(&format!("encoder {} markers", encoder(frame).0.word()), factors.modality().word());
    for (m, score) in &frame.modalities {
        let x = score.clamp(0.01, 0.99);
        f.named(&format!("score {}", m.word()), (x / (1.0 - x)).ln());
    }
    f.holds("denied", factors.denied);
    f.holds("conditional", factors.conditional);
    f.holds("demanded", factors.demanded);
    f.holds("planned", factors.planned);
    f.holds("hypothetical", factors.hypothetical);
    f.holds("hedged", factors.hedged);
    f.holds("historical", factors.historical);
    f.holds("performed", performed(p, frame, t));
    f.holds("decided", decided(p, frame, t));
    f.holds("under way", under_way(p, t));
    f.holds("behind", modality::behind(s, t));
    let negated = frame.trigger.clone().any(|i| NEGATIONS.contains(&s.lemma(i).as_str()));
    let negation = match negated {
        true => "inside",
        false if modality::negated_here(s, t) => "beside",
        false => "no",
    };
    f.word(&format!("{kind} negated"), negation);
    word(s, t, "trigger", &mut f);
    f.word("lemma", &s.lemma(t));
    f.word(&format!("{kind} is"), &s.token(t).rel);
    // the clause around
    let above = s.ancestors(t);
    for (name, a) in ["above", "further up"].iter().zip(above.iter().copied()) {
        let below = if *name == "above" { t } else { above[0] };
        f.word(name, &format!("{} {}", s.lemma(a), s.token(below).base_rel()));
        f.word(&format!("{name} lemma"), &s.lemma(a));
    }
    let clause =
        std::iter::once(t).chain(above.iter().copied()).find(|i| matches!(s.token(*i).upos.as_str(), "VERB" | "AUX"));
    if let Some(v) = clause.filter(|v| *v != t) {
        word(s, v, "clause", &mut f);
        f.value("fact of the clause", s.reading.fact(v).unwrap_or(0.0));
    }
    f.value("fact", s.reading.fact(t).unwrap_or(0.0));
    let said = s.reading.frames.statements.iter().filter(|x| x.score >= 0.4 && x.content.contains(&t));
    match said.min_by_key(|x| x.content.len()) {
        Some(x) => {
            f.word("said", x.modality.word());
            if let Some(c) = &x.cue {
                f.word("cue", &s.lemma(s.head_of(c)));
            }
        }
        None => f.word("said", "by nobody"),
    }
    if let Some(x) = s.reading.frames.positions.iter().find(|x| x.seen() && frame.trigger.contains(&x.anchor)) {
        f.word("stance", x.stance.word());
    }
    let when = match (date, published(p)) {
        (None, _) => "none",
        (_, None) => "alone",
        (Some(d), Some(day)) if d.first() > day.last() => "ahead",
        (d, day) if modality::long_before(d, day) => "long ago",
        _ => "near",
    };
    f.word("date", when);
    let sentence = s.sentence_tokens(t);
    f.holds("question", s.form(sentence.end - 1) == "?");
    f.holds("first sentence", sentence.start == 0);
    let year = p.document.published.when.map(|w| w.year);
    let old = |i: usize| s.form(i).parse::<i16>().is_ok_and(|y| y > 1900 && year.is_some_and(|z| y < z));
    f.holds("an earlier year", sentence.clone().any(old));
    f
}

/// What a word is in its clause: form, auxiliaries, marks.
fn word(s: &Syntax, t: usize, name: &str, f: &mut Features) {
    let token = s.token(t);
    f.word(&format!("{name} is"), &token.upos);
    for feature in ["Tense", "VerbForm", "Mood"] {
        for value in ["Past", "Pres", "Fin", "Inf", "Part", "Ger", "Sub", "Imp"] {
            if token.has(feature, value) {
                f.word(&format!("{name} {feature}"), value);
            }
        }
    }
    f.word(&format!("{name} relation"), &token.rel);
    for &c in s.children(t) {
        let l = s.lemma(c);
        match s.token(c).base_rel() {
            x @ ("aux" | "mark" | "case" | "det" | "advmod" | "amod") => f.word(&format!("{name} {x}"), &l),
            "nsubj" if s.token(c).upos == "PRON" => f.word(&format!("{name} subject"), &l),
            x @ ("xcomp" | "ccomp" | "advcl" | "cop" | "expl") => f.named(&format!("{name} has {x}"), 1.0),
            _ => {}
        }
    }
}

/// The day in the dateline of one of the first blocks.
fn datelined(p: &Passage) -> Option<When> {
    let s = &p.syntax;
    let head = s.reading.blocks.iter().take(4).find_map(|b| {
        let length = dateline(b.span.of(s.text));
        (length > 0).then(|| Span::new(b.span.start, b.span.start + length))
    })?;
    let times = s.reading.times.iter().filter(|x| head.contains(x.span));
    times.filter_map(|x| x.when).find(|w| w.day.is_some())
}

/// The latest day that a text names: where nobody says when it was published, it is not much older than that.
fn latest(p: &Passage) -> Option<When> {
    p.syntax.reading.times.iter().filter_map(|x| x.when).filter(|w| w.day.is_some()).max_by_key(|w| w.last())
}

/// Types that are themselves acts of speech.
pub fn speaks(t: EventType) -> bool {
    use EventType::*;
    matches!(t, Agree | Support | Request | Accuse | Reject | Threaten)
}

/// A promise, an offer, a threat is an announcement of what it promises: planned, or conditional where it depends.
fn promise(p: &Passage, f: &EventFrame, t: usize, factors: &mut Factors) {
    let s = &p.syntax;
    let lemma = s.lemma(t);
    let open = matches!(
        lemma.as_str(),
        "willingness"
            | "readiness"
            | "ready"
            | "willing"
            | "prepared"
            | "intention"
            | "offer"
            | "pledge"
            | "promise"
            | "vow"
            | "commit"
            | "commitment"
            | "committed"
            | "propose"
            | "proposal"
            | "plan"
            | "intend"
    );
    let undertakes = matches!(lemma.as_str(), "agree" | "accept" | "undertake" | "consent")
        && !s.dependents(t, &["xcomp", "ccomp"]).is_empty();
    if factors.historical || encoder(f).0 == Modality::Historical {
        // an old promise is history, kept or not
        return;
    }
    match f.event_type {
        EventType::Threaten => factors.planned = true,
        EventType::Agree if open || undertakes => factors.planned = true,
        _ => {}
    }
}

/// "agreed on a truce", "signed", "refusal to leave": the encoder takes agreeing and refusing for what is agreed or
/// refused, but they are done.
fn decided(p: &Passage, f: &EventFrame, t: usize) -> bool {
    let s = &p.syntax;
    // a refusal of something is no less one because the thing lies ahead
    let refused = f.event_type == EventType::Reject
        && encoder(f).0 == Modality::Planned
        && matches!(s.lemma(t).as_str(), "refusal" | "refuse" | "reject" | "rejection" | "decline" | "deny");
    refused
        || f.event_type == EventType::Agree
            && encoder(f).0 == Modality::Planned
            && matches!(
                s.lemma(t).as_str(),
                "agree" | "accept" | "approve" | "sign" | "reach" | "conclude" | "endorse" | "adopt"
            )
            && s.dependents(t, &["xcomp", "ccomp", "aux"]).iter().all(|c| matches!(s.lemma(*c).as_str(), "have" | "be"))
            && (s.token(t).has("VerbForm", "Fin") || s.token(t).has("Tense", "Past"))
}

/// "continue to fire", "glad to meet you": the infinitive is happening.
fn under_way(p: &Passage, t: usize) -> bool {
    const GOING_ON: [&str; 10] =
        ["continue", "begin", "start", "keep", "happy", "glad", "pleased", "delighted", "honoured", "honored"];
    let s = &p.syntax;
    let Some(h) = s.token(t).head.filter(|_| s.is(t, &["xcomp", "advcl", "ccomp"])) else { return false };
    GOING_ON.contains(&s.lemma(h).as_str())
        && s.dependents(h, &["aux"]).iter().all(|a| matches!(s.lemma(*a).as_str(), "have" | "be" | "do"))
}

/// "We urge …", "I want to thank …", "we would encourage …": saying it is doing it.
fn performed(p: &Passage, f: &EventFrame, t: usize) -> bool {
    let s = &p.syntax;
    if !matches!(f.event_type, EventType::Request | EventType::Support | EventType::Accuse | EventType::Reject) {
        return false;
    }
    let mut at = t;
    let lower = |i: usize| s.form(i).to_lowercase();
    for _ in 0..3 {
        let subject = s.dependents(at, &["nsubj"]).first().copied();
        if let Some(n) = subject {
            let me = matches!(lower(n).as_str(), "i" | "we");
            let bare = s.token(at).has("Tense", "Pres")
                || s.dependents(at, &["aux"])
                    .iter()
                    .any(|a| matches!(lower(*a).as_str(), "would" | "must" | "should" | "’d" | "'d"));
            let wish = at == t || matches!(s.lemma(at).as_str(), "want" | "like" | "wish" | "express");
            let whole = !s.children(at).iter().any(|c| s.is(*c, &["advcl"]) || s.lemma(*c) == "not");
            return me && bare && wish && whole && s.is(at, &["root", "ccomp", "conj", "parataxis"]);
        }
        match s.token(at).head {
            Some(h) if s.is(at, &["xcomp", "obj", "conj"]) => at = h,
            _ => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_found_by_name() {
        assert!(weights::WEIGHTS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn standings_share_one_probability() {
        let mut f = Features::default();
        f.word("rules", "planned");
        let all = likely(&f);
        assert_eq!(all.len(), 8);
        assert!((all.iter().map(|x| x.1).sum::<f32>() - 1.0).abs() < 1e-5);
    }
}
