//! What puts a side under pressure: done, announced, threatened under a condition; and warnings to citizens.

use crate::case::Case;
use crate::findings::{finding, in_time, subject};
use crate::words::{any_of, lower};
use rapporteur_types::dossier::Finding;
use rapporteur_types::{Claim, ClaimBody, Event, EventType, Modality, Stance, Tone};
use std::collections::BTreeSet;

/// Pressure older than this is history.
const WINDOW: i64 = 180;

/// Sanctions, threats, coercion, deployments and attacks across the sides, in order of time. Those in `elsewhere` are
/// shown in another list.
pub(crate) fn pressure(case: &Case, claims: &[Claim], elsewhere: &BTreeSet<&str>) -> Vec<Finding> {
    let mut out = Vec::new();
    for c in claims {
        let Some(e) = c.event() else { continue };
        let told = !matches!(c.modality, Modality::Denied | Modality::Conditional | Modality::Hypothetical);
        if !told || elsewhere.contains(c.id.0.as_str()) || !crosses(case, c, e) || is_offered(claims, c, e) {
            continue;
        }
        let old = c.modality == Modality::Historical || case.age(c).is_some_and(|a| a > WINDOW);
        if old
            && case.stated(c).is_none_or(|w| case.as_of.is_none_or(|n| crate::case::days(w.last(), n.last()) > WINDOW))
        {
            continue;
        }
        if let Some(label) = label(e) {
            out.push(finding(case, c, e.sources.first().or(e.targets.first()).cloned(), label));
        }
    }
    in_time(case, claims, out)
}

/// Does an event stand in what a side offers? A duty that somebody proposes at the table presses nobody.
fn is_offered(claims: &[Claim], c: &Claim, e: &Event) -> bool {
    let gives = |s: Stance| matches!(s, Stance::Offers | Stance::Concedes | Stance::Accepts);
    let offers = claims.iter().filter(|x| x.first().document == c.first().document).filter_map(Claim::position);
    offers.filter(|p| gives(p.stance)).any(|p| p.proposal.contains(e.trigger))
}

/// For readers; none for types that put no pressure on anybody.
fn label(e: &Event) -> Option<&'static str> {
    Some(match (e.event_type, e.mode.as_deref()) {
        (EventType::Sanction, _) => "sanctions",
        (EventType::Threaten, _) => "threat",
        (EventType::Coerce, Some("seize")) => "seizure",
        (EventType::Coerce, Some("arrest")) => "arrest",
        (EventType::Coerce, _) => "coercion",
        (EventType::Mobilize, _) => "deployment",
        (EventType::Assault, _) => "attack",
        _ => return None,
    })
}

/// Does an event go from one side to another, from a side to the outside, or from outside against a side? What a side
/// does at home is no pressure on the other.
fn crosses(case: &Case, c: &Claim, e: &Event) -> bool {
    let (from, to) = (case.parties(&e.sources), case.parties(&e.targets));
    if from.is_empty() {
        // what befalls both sides alike, done by nobody, presses neither
        return to.len() == 1;
    }
    if to.iter().any(|t| !from.contains(t)) {
        return true;
    }
    // a movement has no home affairs: its violence is never a matter of its own country alone
    let movement = from.iter().all(|i| !case.sides.parties[*i].is_state());
    let outside = e.targets.iter().any(|t| t.id().is_some() && case.party(t).is_none());
    let names_other = case.named(case.words(c)).iter().any(|i| !from.contains(i));
    match e.event_type {
        EventType::Sanction | EventType::Mobilize | EventType::Threaten => to.is_empty(),
        _ => to.is_empty() && (outside || names_other || movement),
    }
}

/// Threats that hang on a condition, or hostile acts that are thought of or planned, aimed at a party; one item a
/// sentence.
pub(crate) fn conditional_threats(case: &Case, claims: &[Claim], elsewhere: &BTreeSet<&str>) -> Vec<Finding> {
    let mut out: Vec<(usize, usize, Finding)> = Vec::new();
    for c in claims.iter().filter(|c| !elsewhere.contains(c.id.0.as_str())) {
        let Some(actor) = threatens(case, c) else { continue };
        let place = (case.doc(c.first()), c.first().sentence);
        match out.iter_mut().find(|x| (x.0, x.1) == place) {
            Some((_, _, f)) => f.claims.push(c.id.clone()),
            None => out.push((place.0, place.1, finding(case, c, actor, "conditional threat"))),
        }
    }
    in_time(case, claims, out.into_iter().map(|x| x.2).collect())
}

/// Who threatens, where a claim is such a threat.
fn threatens(case: &Case, c: &Claim) -> Option<Option<rapporteur_types::ActorRef>> {
    let open = matches!(c.modality, Modality::Conditional | Modality::Hypothetical | Modality::Planned);
    let words = lower(case.words(c));
    let condition = any_of(&words, &["if", "unless", "should", "otherwise", "until"]);
    match &c.body {
        ClaimBody::Event(e) => {
            let hostile = match e.event_type {
                EventType::Threaten => open || (condition && c.modality != Modality::Denied),
                EventType::Assault | EventType::Mobilize | EventType::Coerce => open,
                EventType::Sanction => matches!(c.modality, Modality::Conditional | Modality::Hypothetical),
                _ => false,
            };
            let aimed = !case.parties(c.actors()).is_empty() || !case.named(case.words(c)).is_empty();
            (hostile && aimed).then(|| e.sources.first().cloned())
        }
        ClaimBody::Statement(_) | ClaimBody::Position(_) => {
            let force = any_of(
                &words,
                &[
                    "attack",
                    "attacked",
                    "strike",
                    "strikes",
                    "war",
                    "force",
                    "retaliate",
                    "retaliation",
                    "invade",
                    "invasion",
                    "bomb",
                    "military",
                    "operation",
                    "missiles",
                    "respond",
                ],
            );
            let speaker = subject(c);
            let own = case.parties(&speaker);
            let aimed = case.named(case.words(c)).iter().any(|i| !own.contains(i));
            let hangs = matches!(c.modality, Modality::Conditional | Modality::Hypothetical);
            // "is ready for talks if it is a way to end the war" offers
            let offers = any_of(&words, &["ready", "willing", "prepared", "open", "offer", "offers", "offered"]);
            let friendly = c.statement().is_some_and(|s| s.tone == Tone::Positive);
            let threat = hangs && force && condition && aimed && !offers && !friendly;
            (threat && !stays_away(&words)).then_some(speaker)
        }
        ClaimBody::Remark(_) | ClaimBody::Extract(_) => None,
    }
}

/// "will not sign on missiles alone unless": who makes terms for a step of the talks threatens nobody.
fn stays_away(words: &[String]) -> bool {
    const STEPS: [&str; 12] = [
        "sign",
        "initial",
        "ratify",
        "attend",
        "join",
        "return",
        "accept",
        "agree",
        "negotiate",
        "talk",
        "meet",
        "discuss",
    ];
    words.windows(2).any(|w| matches!(w[0].as_str(), "not" | "t" | "never") && STEPS.contains(&w[1].as_str()))
}

/// Warnings and calls of a government to its own people.
pub(crate) fn advisories(case: &Case, claims: &[Claim]) -> Vec<Finding> {
    let mut out: Vec<(usize, usize, Finding)> = Vec::new();
    for c in claims {
        if !is_advisory(case, c) || matches!(c.body, ClaimBody::Position(_)) {
            continue;
        }
        let place = (case.doc(c.first()), c.first().sentence);
        match out.iter_mut().find(|x| (x.0, x.1) == place) {
            Some((_, _, f)) => f.claims.push(c.id.clone()),
            None => out.push((place.0, place.1, finding(case, c, subject(c), "travel advisory"))),
        }
    }
    in_time(case, claims, out.into_iter().map(|x| x.2).collect())
}

/// Is a claim such a warning? A position taken from one is no stand on an issue of the talks.
pub(crate) fn is_advisory(case: &Case, c: &Claim) -> bool {
    let fits = match &c.body {
        ClaimBody::Event(e) => matches!(e.event_type, EventType::Request | EventType::Retreat | EventType::Accuse),
        ClaimBody::Statement(_) | ClaimBody::Position(_) => true,
        ClaimBody::Remark(_) | ClaimBody::Extract(_) => false,
    };
    c.modality != Modality::Denied && fits && warns_citizens(&lower(case.words(c)))
}

/// Somebody tells people of a country to leave or to stay away.
fn warns_citizens(words: &[String]) -> bool {
    const TELLS: [&str; 26] = [
        "urge",
        "urged",
        "urges",
        "urging",
        "advise",
        "advised",
        "advises",
        "advising",
        "warn",
        "warned",
        "warns",
        "tell",
        "told",
        "tells",
        "order",
        "ordered",
        "orders",
        "recommend",
        "recommended",
        "recommends",
        "instruct",
        "instructed",
        "ask",
        "asked",
        "asks",
        "advisory",
    ];
    const WHOM: [&str; 18] = [
        "citizens",
        "nationals",
        "residents",
        "travellers",
        "travelers",
        "tourists",
        "staff",
        "diplomats",
        "personnel",
        "families",
        "dependents",
        "dependants",
        "expatriates",
        "compatriots",
        "students",
        "citizen",
        "employees",
        "workers",
    ];
    const WHAT: [&str; 14] = [
        "leave",
        "depart",
        "departure",
        "evacuate",
        "evacuation",
        "avoid",
        "travel",
        "travelling",
        "traveling",
        "reconsider",
        "leaving",
        "relocate",
        "shelter",
        "quit",
    ];
    any_of(words, &TELLS) && any_of(words, &WHOM) && any_of(words, &WHAT)
}
