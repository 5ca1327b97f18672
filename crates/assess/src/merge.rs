//! One thing told by several documents is one claim with several pieces of evidence.

use crate::case::{Case, day_number, days};
use crate::words::{content, overlap};
use rapporteur_types::{Claim, ClaimBody, ClaimId, Event, EventType, Inference, Modality, When};
use std::collections::{BTreeMap, BTreeSet};

/// Reports of one event appear within so many days of one another.
const DAYS: i64 = 3;
/// What a report tells without a day lies at most so many days from it: some days back, or announced for some days ahead.
const RECENT: i64 = 14;
/// Share of words of meaning that two reports of one utterance have in common.
const SAME_WORDS: f64 = 0.6;

/// Merge over documents; the claims stay in order. Also gives the ids that went into others.
pub(crate) fn merge(case: &Case, claims: Vec<Claim>) -> (Vec<Claim>, Vec<ClaimId>) {
    let mut kept: Vec<Telling> = Vec::new();
    let mut by_kind: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut absorbed = Vec::new();
    for claim in claims {
        let t = Telling::new(case, claim);
        let list = by_kind.entry(t.kind.clone()).or_default();
        let best = list.iter().copied().filter(|k| same(case, &kept[*k], &t)).max_by(|a, b| {
            overlap(&kept[*a].words, &t.words).total_cmp(&overlap(&kept[*b].words, &t.words)).then(b.cmp(a))
        });
        match best {
            Some(k) => absorbed.push(absorb(case, &mut kept[k], t)),
            None => {
                list.push(kept.len());
                kept.push(t);
            }
        }
    }
    let mut out: Vec<Claim> = kept.into_iter().map(|t| t.claim).collect();
    out.sort_by_key(|c| (case.doc(c.first()), c.first().span, c.id.clone()));
    (out, absorbed)
}

/// A claim prepared for comparing.
struct Telling {
    claim: Claim,
    /// Kind, and event type, issue or sort of remark: only tellings of one kind can be the same.
    kind: String,
    /// Words of meaning, without those of the actors' names.
    words: BTreeSet<String>,
    /// Identities of those who act or speak.
    who: BTreeSet<String>,
    /// Identities of those to whom it is done.
    whom: BTreeSet<String>,
    /// Persons among those who act or speak, by id.
    persons: BTreeSet<String>,
    /// Documents that tell it.
    docs: BTreeSet<usize>,
    /// Last day on which the claim's document can have been published, as a count of days.
    published: Option<i64>,
}

impl Telling {
    fn new(case: &Case, claim: Claim) -> Self {
        let names: BTreeSet<String> = claim.actors().iter().flat_map(|a| content(a.plain_name())).collect();
        let said = match &claim.body {
            ClaimBody::Statement(s) if !s.content.is_empty() => {
                s.content.iter().map(|c| case.span(&claim, *c)).collect::<Vec<_>>().join(" ")
            }
            ClaimBody::Position(p) => case.span(&claim, p.proposal).to_string(),
            _ => case.words(&claim).to_string(),
        };
        let words = content(&said).difference(&names).cloned().collect();
        let ids = |list: &[rapporteur_types::ActorRef]| list.iter().map(|a| case.identity(a)).collect::<BTreeSet<_>>();
        let (kind, who, whom) = match &claim.body {
            ClaimBody::Event(e) => (format!("event {}", e.event_type.name()), ids(&e.sources), ids(&e.targets)),
            ClaimBody::Statement(s) => ("statement".to_string(), ids(&s.speakers), BTreeSet::new()),
            ClaimBody::Position(p) => (format!("position {}", p.issue), ids(&p.holders), BTreeSet::new()),
            ClaimBody::Remark(r) => (format!("remark {:?}", r.about), BTreeSet::new(), BTreeSet::new()),
            ClaimBody::Extract(_) => ("extract".to_string(), BTreeSet::new(), BTreeSet::new()),
        };
        let people = claim.actors().into_iter().filter(|a| a.is_person()).filter_map(|a| a.id());
        let persons = people.map(|i| i.0.clone()).collect();
        let docs = BTreeSet::from([case.doc(claim.first())]);
        let published = case.published(&claim).map(day_number);
        Telling { claim, kind, words, who, whom, persons, docs, published }
    }

    /// Can the same one be speaking? Two persons of one side are two speakers, a person and the side may be one.
    fn one_voice(&self, other: &Telling) -> bool {
        let both = !self.persons.is_empty() && !other.persons.is_empty();
        !self.who.is_disjoint(&other.who) && (!both || !self.persons.is_disjoint(&other.persons))
    }
}

/// Standings that may tell one thing: what happened, what is to come, what is thought of, what is denied.
pub(crate) fn standing(m: Modality) -> u8 {
    match m {
        Modality::Asserted | Modality::Historical | Modality::Hedged => 0,
        Modality::Planned | Modality::Projected => 1,
        Modality::Conditional | Modality::Hypothetical => 2,
        Modality::Demanded => 3,
        Modality::Denied => 4,
    }
}

fn same(case: &Case, a: &Telling, b: &Telling) -> bool {
    let apart = match (a.published, b.published) {
        (Some(x), Some(y)) => (x - y).abs(),
        _ => 0,
    };
    // of a large dossier most pairs end here
    let told_late = apart > 7 && a.claim.event().is_none();
    if told_late || standing(a.claim.modality) != standing(b.claim.modality) || !a.docs.is_disjoint(&b.docs) {
        return false;
    }
    // the dearest comparison comes last
    let common = || overlap(&a.words, &b.words);
    match (&a.claim.body, &b.claim.body) {
        (ClaimBody::Event(x), ClaimBody::Event(y)) => {
            same_time(a, b, (x.date, y.date), apart)
                && same_actors(x.event_type, (&a.who, &a.whom), (&b.who, &b.whom))
                && x.place.as_deref().zip(y.place.as_deref()).is_none_or(|(p, q)| case.same_place(p, q))
                && count_conflict(x, y).is_none()
                && (common() >= least_common(a, b, (x.date, y.date)) || a.words.len().min(b.words.len()) < 2)
        }
        (ClaimBody::Statement(_), ClaimBody::Statement(_)) => {
            a.one_voice(b) && common() >= SAME_WORDS && a.words.len().min(b.words.len()) >= 3 && apart <= 7
        }
        (ClaimBody::Position(x), ClaimBody::Position(y)) => {
            a.one_voice(b)
                && x.stance.value().total_cmp(&0.0) == y.stance.value().total_cmp(&0.0)
                && x.condition.is_some() == y.condition.is_some()
                && common() >= SAME_WORDS
                && apart <= 7
        }
        (ClaimBody::Remark(_), ClaimBody::Remark(_)) => {
            common() >= 0.8 && a.words.len().min(b.words.len()) >= 3 && apart <= 7
        }
        _ => false,
    }
}

/// Do two events have the same actors on both sides? Of talks, two of the parties must be the same.
pub(crate) fn same_actors(
    kind: EventType,
    (a_who, a_whom): (&BTreeSet<String>, &BTreeSet<String>),
    (b_who, b_whom): (&BTreeSet<String>, &BTreeSet<String>),
) -> bool {
    if matches!(kind, EventType::Consult | EventType::Agree | EventType::Cooperate) {
        let (a, b): (BTreeSet<_>, BTreeSet<_>) = (a_who.union(a_whom).collect(), b_who.union(b_whom).collect());
        let least = a.len().min(b.len());
        return least > 0 && a.intersection(&b).count() >= least.min(2);
    }
    let meet = |x: &BTreeSet<String>, y: &BTreeSet<String>| (x.is_empty() && y.is_empty()) || !x.is_disjoint(y);
    let half = |x: &BTreeSet<String>, y: &BTreeSet<String>| x.is_empty() != y.is_empty();
    (meet(a_who, b_who) && (meet(a_whom, b_whom) || half(a_whom, b_whom)))
        || (half(a_who, b_who) && !a_whom.is_disjoint(b_whom))
}

fn same_time(a: &Telling, b: &Telling, dates: (Option<When>, Option<When>), apart: i64) -> bool {
    match dates {
        (Some(p), Some(q)) => {
            let inferred = inferred_date(&a.claim) || inferred_date(&b.claim);
            p.compatible(q) && finer_than_a_year(p, q) || inferred && near(p, q, 1)
        }
        (None, None) => apart <= DAYS,
        (Some(day), None) => apart <= DAYS && is_of(b, a, day),
        (None, Some(day)) => apart <= DAYS && is_of(a, b, day),
    }
}

/// Can a telling without a day be of that of another: background of background, news of what was days ago?
fn is_of(undated: &Telling, dated: &Telling, day: When) -> bool {
    if undated.claim.modality == Modality::Historical {
        return dated.claim.modality == Modality::Historical;
    }
    let (first, last) = (day_number(day.first()) - RECENT, day_number(day.last()) + RECENT);
    undated.published.is_none_or(|p| (first..=last).contains(&p))
}

/// How many words two tellings of one event share at least: half of them where no day says that it is one.
fn least_common(a: &Telling, b: &Telling, dates: (Option<When>, Option<When>)) -> f64 {
    let dated = dates.0.is_some() && dates.1.is_some() || a.published.is_some() && b.published.is_some();
    if dated { 0.2 } else { 0.5 }
}

/// "In 2025" and "on 12 June 2025" may be two things; "in June" and "on 12 June" are one.
fn finer_than_a_year(p: When, q: When) -> bool {
    p.month.is_some() == q.month.is_some()
}

/// Two days at most so many days apart.
pub(crate) fn near(p: When, q: When, most: i64) -> bool {
    days(p.first(), q.last()).abs().min(days(p.last(), q.first()).abs()) <= most
}

/// Is the date of a claim not in its own sentence?
pub(crate) fn inferred_date(c: &Claim) -> bool {
    c.inferred.iter().any(|i| i.field == "date")
}

/// The first thing that two events count differently: unit and the two numbers.
pub(crate) fn count_conflict(x: &Event, y: &Event) -> Option<(String, String, String)> {
    let unit = |u: &str| u.trim().to_lowercase().trim_end_matches('s').to_string();
    for p in &x.quantities {
        let others: Vec<_> = y.quantities.iter().filter(|q| unit(&q.unit) == unit(&p.unit)).collect();
        if let Some(q) = others.first()
            && others.iter().all(|q| q.value != p.value)
        {
            return Some((p.unit.clone(), p.value.clone(), q.value.clone()));
        }
    }
    None
}

/// How much a telling says: told as a fact before told with reserve, then dates, places, numbers, actors, then length.
fn fullness(c: &Claim) -> (bool, usize, usize) {
    let fields = match &c.body {
        ClaimBody::Event(e) => {
            usize::from(e.date.is_some())
                + usize::from(e.place.is_some())
                + e.quantities.len()
                + e.sources.len().min(2)
                + e.targets.len().min(2)
        }
        ClaimBody::Statement(s) => s.content.len() + s.speakers.len() + usize::from(s.addressee.is_some()),
        ClaimBody::Position(p) => usize::from(p.condition.is_some()) + usize::from(p.side.is_some()),
        ClaimBody::Remark(r) => usize::from(r.issue.is_some()) + usize::from(r.date.is_some()),
        ClaimBody::Extract(_) => 0,
    };
    (c.modality != Modality::Hedged, fields, c.first().span.len())
}

/// Keep the fuller telling first; the other gives its evidence and goes. What only the other says is marked as inferred.
fn absorb(case: &Case, kept: &mut Telling, mut more: Telling) -> ClaimId {
    if fullness(&more.claim) > fullness(&kept.claim) {
        std::mem::swap(kept, &mut more);
    }
    for e in &more.claim.evidence {
        if !kept.claim.evidence.contains(e) {
            kept.claim.evidence.push(e.clone());
        }
    }
    // the sentence it was coded from stays first, the others follow in order of publication
    if let Some(rest) = kept.claim.evidence.get_mut(1..) {
        rest.sort_by_key(|e| (case.doc(e), e.clone()));
    }
    let other = more.claim.first().clone();
    let mut told = Vec::new();
    if let (ClaimBody::Event(a), ClaimBody::Event(b)) = (&mut kept.claim.body, &more.claim.body) {
        if a.date.is_none() && b.date.is_some() {
            a.date = b.date;
            told.push("date");
        }
        if a.place.is_none() && b.place.is_some() {
            a.place.clone_from(&b.place);
            told.push("place");
        }
    }
    for field in told {
        let rule = "told by another report of the same event".to_string();
        kept.claim.inferred.push(Inference { field: field.to_string(), rule, evidence: Some(other.clone()) });
    }
    kept.claim.confidence = kept.claim.confidence.max(more.claim.confidence);
    kept.docs.extend(more.docs);
    kept.who.extend(more.who);
    kept.whom.extend(more.whom);
    kept.persons.extend(more.persons);
    more.claim.id
}
