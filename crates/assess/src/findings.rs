//! Lists of the dossier that remarks give: mediators, third parties, precedents, agenda, what to watch; and the parties
//! with their people. Pressure and threats are in `pressure`, what is at odds within a side in `divisions`.

use crate::case::{Case, NEWS, days};
use crate::pressure::is_advisory;
use crate::rounds::tells_latest;
use crate::sticking::{broke_down, stands_open};
use crate::words::{any_of, is_calendar, lower};
use rapporteur_types::dossier::{Contradiction, Finding, Party, Round, RoundStatus, SideTone};
use rapporteur_types::{ActorRef, Claim, ClaimBody, ClaimId, EventType, Modality, RemarkKind, Tone};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// An item that rests on one claim.
pub(crate) fn finding(case: &Case, c: &Claim, actor: Option<ActorRef>, label: &str) -> Finding {
    let issue = match &c.body {
        ClaimBody::Position(p) => Some(p.issue.clone()),
        ClaimBody::Remark(r) => r.issue.clone(),
        _ => None,
    };
    Finding { actor, label: label.to_string(), issue, date: case.stated(c), claims: vec![c.id.clone()] }
}

/// Whom a claim is about first: who does, says or holds it.
pub(crate) fn subject(c: &Claim) -> Option<ActorRef> {
    c.actors().first().map(|a| (*a).clone())
}

/// Items in order of time.
pub(crate) fn in_time(case: &Case, claims: &[Claim], mut items: Vec<Finding>) -> Vec<Finding> {
    let key =
        |f: &Finding| f.claims.first().and_then(|id| claims.iter().find(|c| &c.id == id)).map(|c| case.time_key(c));
    items.sort_by_key(key);
    items
}

/// The parties with those who speak or act for them.
pub(crate) fn parties(case: &Case, claims: &[Claim]) -> Vec<Party> {
    let party = |(i, actor): (usize, &ActorRef)| {
        let mut members: Vec<ActorRef> = Vec::new();
        let mut own: Vec<ClaimId> = Vec::new();
        for c in claims {
            let of: Vec<&ActorRef> = c.actors().into_iter().filter(|a| case.party(a) == Some(i)).collect();
            if !of.is_empty() {
                own.push(c.id.clone());
            }
            // those whom no table knows belong by their words: "the foreign minister of …"
            for a in of.into_iter().filter(|a| *a != actor && (a.id().is_none() || a.id() != actor.id())) {
                match members.iter_mut().find(|m| if a.id().is_some() { m.id() == a.id() } else { *m == a }) {
                    // the telling that gives the office serves the reader better
                    Some(m) if m.office().is_none() && a.office().is_some() => *m = a.clone(),
                    Some(_) => {}
                    None => members.push(a.clone()),
                }
            }
        }
        Party { actor: actor.clone(), principal: case.sides.is_principal(i), members, claims: own }
    };
    case.sides.parties.iter().enumerate().map(party).collect()
}

/// Those who mediate, with the claims that show it.
pub(crate) fn mediators(case: &Case, claims: &[Claim]) -> Vec<Finding> {
    let mut out = Vec::new();
    for m in &case.sides.mediators {
        let mut names = crate::names::Names::default();
        case.units.add_names(&mut names, 0, m);
        let acts = |c: &Claim| c.actors().into_iter().any(|a| is_or_serves(case, a, m));
        let mut shown: Vec<&Claim> =
            claims.iter().filter(|c| case.shows_mediation(c) && (acts(c) || names.names(case.words(c), 0))).collect();
        // without a word of mediating: who meets a principal in these talks and is known to mediate in them
        if shown.is_empty() {
            let meets = |c: &&Claim| {
                let consults = c.event().is_some_and(|e| e.event_type == EventType::Consult);
                consults && acts(c) && !case.parties(c.actors()).is_empty()
            };
            shown = claims.iter().filter(meets).collect();
        }
        if !shown.is_empty() {
            let label = part_played(&shown.iter().map(|c| case.words(c)).collect::<Vec<_>>()).to_string();
            let claims = shown.into_iter().map(|c| c.id.clone()).collect();
            out.push(Finding { actor: Some(m.clone()), label, issue: None, date: None, claims });
        }
    }
    out
}

/// "mediator", "host" where the clauses tell of a venue alone, or an offer of either that nobody is told to have taken.
fn part_played(clauses: &[&str]) -> &'static str {
    let all: Vec<Vec<String>> = clauses.iter().map(|c| lower(c)).collect();
    if all.iter().all(|w| only_offered(w)) {
        return "offers to mediate or host";
    }
    let mediates = clauses.iter().any(|c| crate::mediation::cue(c).is_some());
    let hosts = all.iter().any(|w| w.iter().any(|w| w.starts_with("host") && w != "hostile") || any_of(w, &["venue"]));
    if hosts && !mediates { "host" } else { "mediator" }
}

/// Do some words tell of an offer or a readiness to mediate, rather than of mediating?
pub(crate) fn only_offered(words: &[String]) -> bool {
    let deed = |w: &String| ["host", "mediat", "broker", "facilitat"].iter().any(|m| w.starts_with(m));
    let would = |(at, w): (usize, &String)| w == "would" && words[at + 1..].iter().take(3).any(deed);
    any_of(words, &["offer", "offers", "offered", "offering", "proposed", "ready", "willing", "readiness", "could"])
        || words.iter().enumerate().any(would)
}

fn is_or_serves(case: &Case, a: &ActorRef, whom: &ActorRef) -> bool {
    a.id().is_some() && (a.id() == whom.id() || case.units.unit(a).is_some_and(|u| u.id() == whom.id()))
}

/// Other states, movements and bodies that act in the claims, the most active first.
pub(crate) fn third_parties(case: &Case, claims: &[Claim]) -> Vec<Finding> {
    let mut by_unit: BTreeMap<String, (ActorRef, Vec<ClaimId>)> = BTreeMap::new();
    for c in claims {
        for a in c.actors() {
            let Some(unit) = case.units.unit(a) else { continue };
            let apart = case.party(a).is_none() && case.party(&unit).is_none();
            let mediates = case.sides.mediators.iter().any(|m| m.id() == unit.id() || m.id() == a.id());
            if apart
                && !mediates
                && !is_generic(&unit)
                && !unit.is_person()
                && !crate::discover::is_place(&unit)
                && (unit.is_state() || !case.states.contains_key(&unit.plain_name().to_lowercase()))
                && let Some(id) = unit.id().cloned()
            {
                let list = &mut by_unit.entry(id.0).or_insert((unit, Vec::new())).1;
                if !list.contains(&c.id) {
                    list.push(c.id.clone());
                }
            }
        }
    }
    // whom only the texts know, and one sentence alone, may be no body at all
    let told = |ids: &[ClaimId]| {
        let of = |id: &ClaimId| claims.iter().find(|c| &c.id == id).map(|c| (case.doc(c.first()), c.first().sentence));
        ids.iter().filter_map(of).collect::<std::collections::BTreeSet<_>>().len()
    };
    by_unit.retain(|id, (_, ids)| !id.starts_with("text:") || told(ids) > 1);
    let mut out: Vec<Finding> = by_unit
        .into_values()
        .map(|(actor, claims)| Finding {
            actor: Some(actor),
            label: "third party".into(),
            issue: None,
            date: None,
            claims,
        })
        .collect();
    out.sort_by_key(|f| (Reverse(f.claims.len()), f.actor.as_ref().map(ActorRef::name)));
    out
}

/// "The Ministry of Foreign Affairs", "Security": a body of which nobody says whose it is.
fn is_generic(actor: &ActorRef) -> bool {
    const WORDS: &str = "the a ministry of for and foreign external affairs interior defence defense security government council \
        committee commission court police army navy mission embassy department office agency parliament republic kingdom emirate union state";
    let introduced = actor.id().is_some_and(|i| i.0.starts_with("text:"));
    introduced && lower(actor.plain_name()).iter().all(|w| WORDS.split_whitespace().any(|x| x == w))
}

/// Told as past when it was told, or so long ago that it is no news of these talks.
fn is_of_old(case: &Case, c: &Claim) -> bool {
    const OLD: i64 = 90;
    case.told_as_past(c) || case.stated(c).is_some() && case.age(c).is_some_and(|age| age > OLD)
}

/// Earlier attempts and how they ended. What happened in these talks is news, and what a side denies is disputed: neither
/// is a precedent.
pub(crate) fn precedents(
    case: &Case,
    claims: &[Claim],
    rounds: &[Round],
    contradictions: &[Contradiction],
) -> Vec<Finding> {
    let latest =
        rounds.iter().filter(|r| r.status == RoundStatus::Held).filter_map(|r| r.date).max_by_key(|w| w.last());
    let disputed = |c: &Claim| {
        contradictions.iter().any(|k| k.one == c.id || k.other == c.id)
            || rounds.iter().any(|r| r.status == RoundStatus::Disputed && r.claims.contains(&c.id))
    };
    let mut out = Vec::new();
    // the meeting that is news is no precedent, however it ended
    for c in claims.iter().filter(|c| !tells_latest(rounds, claims, c) && !disputed(c)) {
        let label = match &c.body {
            ClaimBody::Remark(r) if r.about == RemarkKind::Breakdown && broke_down(claims, c) => {
                let day = case.stated(c).map(rapporteur_types::When::last).or(case.published(c));
                let before = latest.is_none_or(|l| day.is_some_and(|d| d < l.first()));
                let long_ago = day.zip(case.as_of).is_some_and(|(d, now)| days(d, now.last()) > NEWS);
                if case.told_as_past(c) || points_back(&lower(case.sentence(c.first()))) {
                    "earlier breakdown"
                } else if before && long_ago {
                    "breakdown"
                } else {
                    continue;
                }
            }
            ClaimBody::Event(e) if happened(c) && is_of_old(case, c) && !case.parties(c.actors()).is_empty() => {
                match e.event_type {
                    // "an agreement is said to be near" tells of none
                    EventType::Agree if c.modality == Modality::Hedged => continue,
                    // each meeting by the claim that tells it first
                    EventType::Consult if opens_round(rounds, &c.id) => "earlier talks",
                    EventType::Agree if only_offered(&lower(case.span(c, e.trigger))) => "earlier offer",
                    EventType::Agree => "earlier agreement",
                    EventType::Retreat | EventType::Concede => "earlier step",
                    _ => continue,
                }
            }
            _ => continue,
        };
        let actor = case.parties(c.actors()).first().map(|i| case.sides.parties[*i].clone());
        out.push((c.first(), finding(case, c, actor.or_else(|| subject(c)), label)));
    }
    // talks that failed are told once, with how they ended
    let failed: Vec<_> = out.iter().filter(|x| x.1.label.ends_with("breakdown")).map(|x| at(x.0)).collect();
    out.retain(|x| x.1.label.ends_with("breakdown") || x.1.label == "earlier agreement" || !failed.contains(&at(x.0)));
    let out = out.into_iter().map(|x| x.1).collect();
    in_time(case, claims, out)
}

fn at(e: &rapporteur_types::Evidence) -> (&rapporteur_types::DocumentId, usize) {
    (&e.document, e.sentence)
}

/// Words that set what they tell apart from the talks of today.
fn points_back(words: &[String]) -> bool {
    any_of(words, &["previous", "previously", "earlier", "past", "former", "ago", "again", "last"])
}

fn opens_round(rounds: &[Round], id: &ClaimId) -> bool {
    rounds.iter().any(|r| r.status == RoundStatus::Held && r.claims.first() == Some(id))
}

fn happened(c: &Claim) -> bool {
    c.modality.is_actual() || c.modality == Modality::Hedged
}

/// What the talks are about, and what is said of their scope.
pub(crate) fn agenda(case: &Case, claims: &[Claim]) -> Vec<Finding> {
    let mut out = Vec::new();
    for c in claims {
        match &c.body {
            // "taken off the agenda", "no longer any topic": what the talks are not about
            ClaimBody::Remark(r)
                if r.about == RemarkKind::Agenda
                    && !matches!(c.modality, Modality::Denied | Modality::Hypothetical)
                    && !any_of(&lower(case.span(c, r.clause)), &["no", "not", "off", "never", "without", "closed"]) =>
            {
                out.push(finding(case, c, None, "agenda"));
            }
            ClaimBody::Position(p) if p.issue == "agenda-scope" => out.push(finding(case, c, subject(c), "scope")),
            _ => {}
        }
    }
    if out.is_empty() {
        // "held talks on the reopening of the border": of the sentences that say what talks are on the first that names most of the
        // principals, one that tells of meeting before others
        let tells = |c: &&Claim| c.modality != Modality::Denied && names_a_subject(case.sentence(c.first()));
        let principals = |c: &Claim| {
            let mut named = case.named(case.sentence(c.first()));
            named.extend(case.parties(c.actors()));
            named.into_iter().filter(|i| case.sides.is_principal(*i)).count()
        };
        let meets = |c: &Claim| c.event().is_some_and(|e| e.event_type == EventType::Consult);
        let best = claims.iter().rev().filter(tells).max_by_key(|c| (principals(c), meets(c)));
        out.extend(best.filter(|c| principals(c) > 0).map(|c| finding(case, c, None, "subject")));
    }
    out
}

/// Does a sentence say what talks are on?
fn names_a_subject(sentence: &str) -> bool {
    const TALKS: [&str; 12] = [
        "talks",
        "negotiations",
        "consultations",
        "discussions",
        "dialogue",
        "round",
        "meeting",
        "session",
        "dispute",
        "meet",
        "met",
        "negotiate",
    ];
    const ON: [&str; 6] = ["on", "over", "about", "concerning", "regarding", "aimed"];
    const ARTICLES: [&str; 3] = ["a", "the", "its"];
    const SETTLE: [&str; 8] = ["settle", "discuss", "resolve", "negotiate", "agree", "revive", "end", "define"];
    let words = lower(sentence);
    let is = |list: &[&str], at: usize| words.get(at).is_some_and(|w| list.contains(&w.as_str()));
    let on = |at: usize| {
        let thing = if is(&ARTICLES, at + 1) { at + 2 } else { at + 1 };
        is(&ON, at)
            // "talks on Tuesday" are on nothing
            && words.get(thing).is_some_and(|w| {
                w.len() > 2 && !w.starts_with(|c: char| c.is_ascii_digit()) && !is_calendar(w)
            })
    };
    // "X, Y discuss pilot return"
    const DISCUSS: [&str; 6] = ["discuss", "discussed", "discussing", "negotiate", "negotiated", "negotiating"];
    const NO_OBJECT: [&str; 12] = [
        "with",
        "under",
        "from",
        "into",
        "again",
        "until",
        "before",
        "after",
        "afterwards",
        "directly",
        "further",
        "them",
    ];
    let object = |at: usize| {
        let thing = words.get(at + 1).is_some_and(|w| w.len() > 3 && !is(&ON, at + 1) && !is(&NO_OBJECT, at + 1));
        thing && !(at > 0 && is(&["be", "not", "been"], at - 1))
    };
    if (0..words.len()).any(|at| is(&DISCUSS, at) && object(at)) {
        return true;
    }
    (0..words.len()).filter(|at| is(&TALKS, *at)).any(|at| {
        // "talks in Geneva on the border", "met in Curacao to try to settle"
        let behind = at + 1..(at + 7).min(words.len());
        behind.clone().any(on)
            || (at + 1..(at + 9).min(words.len()))
                .any(|i| words[i] == "to" && (is(&SETTLE, i + 1) || is(&["try"], i + 1) && is(&SETTLE, i + 3)))
    })
}

/// Days after which what a text expected is no longer to be watched.
const STALE: i64 = 14;

/// Dangers, the next meeting, plans and deadlines.
pub(crate) fn watch(case: &Case, claims: &[Claim]) -> Vec<Finding> {
    let mut out = Vec::new();
    for c in claims {
        let ahead = case.stated(c).is_none_or(|w| !case.has_come(c, w));
        // what an older text expects has come or gone by now, unless it names a day to come
        let told = case.docs.get(case.doc(c.first())).and_then(|d| d.source.published);
        let old = told.zip(case.as_of).is_some_and(|(day, now)| days(day.last(), now.first()) > STALE);
        if old && !(case.stated(c).is_some() && ahead) {
            continue;
        }
        let label = match &c.body {
            ClaimBody::Remark(r) => match r.about {
                RemarkKind::NextRound => "next round",
                RemarkKind::Risk => "risk",
                RemarkKind::Breakdown if !stands_open(c.modality) && c.modality != Modality::Denied => {
                    "risk of breakdown"
                }
                _ => continue,
            },
            ClaimBody::Event(e) if c.modality == Modality::Planned && ahead && !is_advisory(case, c) => match e
                .event_type
            {
                EventType::Consult => "planned meeting",
                _ if c.is_doubtful() => continue,
                EventType::Agree if only_offered(&lower(case.span(c, e.trigger))) => "offer",
                EventType::Agree | EventType::Cooperate | EventType::Aid | EventType::Retreat | EventType::Concede => {
                    "planned step"
                }
                _ => continue,
            },
            ClaimBody::Position(p) if p.issue == "deadline" => "deadline",
            _ => continue,
        };
        out.push(finding(case, c, subject(c).filter(|a| a.id().is_some()), label));
    }
    out
}

/// How each party speaks.
pub(crate) fn tone(case: &Case, claims: &[Claim]) -> Vec<SideTone> {
    let side = |(i, actor): (usize, &ActorRef)| {
        let mut counts: BTreeMap<Tone, usize> = BTreeMap::new();
        for s in claims.iter().filter_map(Claim::statement).filter(|s| case.parties(&s.speakers).contains(&i)) {
            *counts.entry(s.tone).or_default() += 1;
        }
        SideTone { side: actor.name(), counts }
    };
    case.sides.parties.iter().enumerate().map(side).filter(|t| !t.counts.is_empty()).collect()
}
