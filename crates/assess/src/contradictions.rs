//! Two outlets that report one fact differently. Officials who disagree are no contradiction of reports.

use crate::case::{Case, day_number, days};
use crate::merge::{count_conflict, inferred_date, near, same_actors, standing};
use crate::words::{content, overlap};
use rapporteur_types::dossier::Contradiction;
use rapporteur_types::{Claim, Event, EventType};
use std::collections::BTreeSet;

/// Two outlets report one thing within so many days of one another; later reports are news, not contradictions.
const DAYS: i64 = 3;

/// All pairs of reports that do not agree, in order of the claims.
pub(crate) fn contradictions(case: &Case, claims: &[Claim]) -> Vec<Contradiction> {
    let events: Vec<Report> = claims.iter().filter_map(|c| Report::new(case, c)).collect();
    let mut out = Vec::new();
    for (i, a) in events.iter().enumerate() {
        for b in &events[i + 1..] {
            if let Some(about) = disagree(case, a, b) {
                out.push(Contradiction { about, one: a.claim.id.clone(), other: b.claim.id.clone() });
            }
        }
    }
    out
}

struct Report<'a> {
    claim: &'a Claim,
    event: &'a Event,
    who: BTreeSet<String>,
    whom: BTreeSet<String>,
    words: BTreeSet<String>,
    trigger: BTreeSet<String>,
    outlets: BTreeSet<String>,
    /// Parties whose people are the authority for it.
    according_to: BTreeSet<usize>,
    /// Last day on which it can have been published, as a count of days.
    published: Option<i64>,
}

impl<'a> Report<'a> {
    fn new(case: &Case, claim: &'a Claim) -> Option<Self> {
        let event = claim.event()?;
        let ids = |list: &[rapporteur_types::ActorRef]| list.iter().map(|a| case.identity(a)).collect::<BTreeSet<_>>();
        let names: BTreeSet<String> = claim.actors().iter().flat_map(|a| content(a.plain_name())).collect();
        Some(Report {
            claim,
            event,
            who: ids(&event.sources),
            whom: ids(&event.targets),
            words: content(case.words(claim)).difference(&names).cloned().collect(),
            trigger: content(case.span(claim, event.trigger)),
            outlets: claim.evidence.iter().map(|e| case.outlet(e)).collect(),
            according_to: case.parties(&claim.according_to),
            published: case.published(claim).map(day_number),
        })
    }
}

/// On what two reports of one event do not agree.
fn disagree(case: &Case, a: &Report, b: &Report) -> Option<String> {
    let (x, y) = (a.event, b.event);
    let close = a.published.zip(b.published).is_none_or(|(p, q)| (p - q).abs() <= DAYS);
    if x.event_type != y.event_type
        || !close
        || !a.outlets.is_disjoint(&b.outlets)
        || !same_actors(x.event_type, (&a.who, &a.whom), (&b.who, &b.whom))
        || (!a.according_to.is_empty() && !b.according_to.is_empty() && a.according_to.is_disjoint(&b.according_to))
    {
        return None;
    }
    let common = overlap(&a.words, &b.words);
    let alike = common >= 0.3 || !a.trigger.is_disjoint(&b.trigger);
    let day = |r: &Report| r.event.date.filter(|w| w.day.is_some() && !inferred_date(r.claim));
    let same_day = x.date.zip(y.date).is_none_or(|(p, q)| p.compatible(q));
    let (s, t) = (standing(a.claim.modality), standing(b.claim.modality));
    let name = event_name(x.event_type);
    if (s == 4) != (t == 4) {
        let other = if s == 4 { t } else { s };
        // a denial may carry the day on which it was made
        let about_then = same_day || x.date.zip(y.date).is_some_and(|(p, q)| near(p, q, DAYS));
        return (other <= 1 && about_then && alike).then(|| format!("whether {}", happened(x.event_type)));
    }
    if s != t || s == 4 {
        return None;
    }
    let places = x.place.as_deref().zip(y.place.as_deref());
    let same_place = places.is_none_or(|(p, q)| case.same_place(p, q));
    if let Some((p, q)) = day(a).zip(day(b))
        && p != q
    {
        // another day may be another event: only talks in one place, or nearly the same words, are surely one
        let surely = if x.event_type == EventType::Consult { places.is_some() || common >= 0.5 } else { common >= 0.6 };
        let distance = days(p.first(), q.first()).abs();
        return (distance <= 14 && same_place && surely && alike).then(|| format!("date of {name}"));
    }
    if !same_day || !alike {
        return None;
    }
    if !same_place {
        let dated = x.date.is_some() && y.date.is_some();
        return (dated || common >= 0.4).then(|| format!("place of {name}"));
    }
    let (unit, _, _) = count_conflict(x, y)?;
    Some(if unit.trim().is_empty() { format!("a number in {name}") } else { format!("number of {unit} in {name}") })
}

/// An event type as a noun with its article.
pub(crate) fn event_name(t: EventType) -> &'static str {
    match t {
        EventType::Consult => "the talks",
        EventType::Agree => "the agreement",
        EventType::Support => "the support",
        EventType::Concede => "the concession",
        EventType::Cooperate => "the cooperation",
        EventType::Aid => "the aid",
        EventType::Retreat => "the withdrawal or release",
        EventType::Request => "the demand",
        EventType::Accuse => "the accusation",
        EventType::Reject => "the rejection",
        EventType::Threaten => "the threat",
        EventType::Protest => "the protest",
        EventType::Sanction => "the sanctions",
        EventType::Mobilize => "the deployment",
        EventType::Coerce => "the coercion",
        EventType::Assault => "the attack",
    }
}

fn happened(t: EventType) -> String {
    let be = if matches!(t, EventType::Consult | EventType::Sanction) { "are" } else { "is" };
    format!("{} {be} a fact", event_name(t))
}
