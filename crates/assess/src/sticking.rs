//! What the principals cannot agree on, ranked: S(j) = C(j) · (1 + named + persistence + breakdown), as
//! docs/codebook/positions.md derives it.

use crate::case::{Case, days, rounded};
use crate::matrix::{Stand, mean, weight};
use crate::rounds::tells_latest;
use crate::topic;
use crate::words::{any_of, lower};
use rapporteur_types::dossier::{Round, RoundStatus, StickingPoint};
use rapporteur_types::{Claim, ClaimBody, ClaimId, EventType, Evidence, Modality, Remark, RemarkKind, Stance};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What an issue has that a source calls contested although no two positions on it are told.
const BASE: f64 = 0.1;
/// From this distance on an issue is contested without a source calling it so.
const APART: f64 = 0.25;
/// Positions taken until so many days after a round count for it.
const AFTERMATH: i64 = 14;

/// All sticking points, highest score first.
pub(crate) fn sticking_points(case: &Case, claims: &[Claim], stands: &[Stand], rounds: &[Round]) -> Vec<StickingPoint> {
    let mut stands: Vec<Ref> = stands.iter().map(Ref::Told).collect();
    let implied = implied(case, claims);
    stands.extend(implied.iter().map(Ref::Implied));
    let remarks = remarks(case, claims);
    let mut issues: BTreeSet<&str> = stands.iter().map(|s| s.stand().issue.as_str()).collect();
    issues.extend(remarks.iter().map(|r| r.1.as_str()));
    // what the coder could not put under an issue is many things, not one that is contested
    issues.remove("other");
    let mut out: Vec<StickingPoint> =
        issues.into_iter().filter_map(|issue| point(case, claims, &stands, &remarks, rounds, issue)).collect();
    out.sort_by(|a, b| {
        let order =
            |s: &StickingPoint| (Reverse(s.named), Reverse(s.broke_down), case.issues.rank(&s.issue), s.issue.clone());
        b.score.total_cmp(&a.score).then_with(|| order(a).cmp(&order(b)))
    });
    out
}

/// A stand, told as a position or implied by what the other rejects.
enum Ref<'s> {
    Told(&'s Stand),
    Implied(&'s Stand),
}

impl Ref<'_> {
    fn stand(&self) -> &Stand {
        match self {
            Ref::Told(s) | Ref::Implied(s) => s,
        }
    }
}

fn point(
    case: &Case,
    claims: &[Claim],
    stands: &[Ref],
    remarks: &[(&Claim, String)],
    rounds: &[Round],
    issue: &str,
) -> Option<StickingPoint> {
    let here: Vec<&Stand> =
        stands.iter().map(Ref::stand).filter(|s| s.issue == issue && case.sides.is_principal(s.side)).collect();
    let distance = distance(&here).unwrap_or(0.0);
    let sigma = |side: usize| {
        let of = |s: &&Stand| s.side == side;
        let all: f64 = stands.iter().map(Ref::stand).filter(of).map(|s| s.weight).sum();
        let own: f64 = here.iter().copied().filter(of).map(|s| s.weight).sum();
        if all > 0.0 { own / all } else { 0.0 }
    };
    let about = |kind: RemarkKind| {
        remarks.iter().filter(move |r| r.1 == issue && r.0.remark().is_some_and(|x| x.about == kind))
    };
    let called: Vec<&Evidence> = about(RemarkKind::StickingPoint).flat_map(|r| &r.0.evidence).collect();
    let named = case.independent(called);
    let failed = about(RemarkKind::Breakdown).next().is_some();
    // that the meeting of today failed is no earlier failure
    let earlier = |c: &Claim| !tells_latest(rounds, claims, c);
    let broke_down = about(RemarkKind::Breakdown).any(|r| earlier(r.0));
    if named == 0 && !failed && distance < APART {
        return None;
    }
    let mut contested = distance * (sigma(0) * sigma(1)).sqrt();
    if named > 0 || failed {
        contested = contested.max(BASE);
    }
    if contested == 0.0 {
        return None;
    }
    let persistence = persistence(case, claims, &here, rounds);
    let score = contested * (1.0 + named.min(2) as f64 + persistence + f64::from(u8::from(failed)));
    // what both want together divides nobody
    let joint = |c: &Claim| {
        c.position().is_some_and(|p| (0..case.sides.principals).all(|i| case.parties(&p.holders).contains(&i)))
    };
    let mut behind: Vec<&Claim> = claims
        .iter()
        .filter(|c| !joint(c))
        .filter(|c| {
            here.iter().any(|s| s.claim == c.id)
                || remarks.iter().any(|r| r.0.id == c.id && r.1 == issue)
                || (c.event().is_some_and(|e| is_about_demands(e.event_type))
                    && case.issues_of(c).iter().any(|i| i == issue))
        })
        .collect();
    behind.sort_by_key(|c| case.time_key(c));
    let past = |c: &&&Claim| case.is_past(c) || (earlier(c) && about(RemarkKind::Breakdown).any(|r| r.0.id == c.id));
    Some(StickingPoint {
        issue: issue.to_string(),
        label: case.issues.label(issue),
        score: rounded(score),
        distance: rounded(distance),
        named,
        broke_down,
        history: behind.iter().filter(past).map(|c| c.id.clone()).collect(),
        claims: behind.into_iter().map(|c| c.id.clone()).collect(),
    })
}

fn is_about_demands(t: EventType) -> bool {
    matches!(t, EventType::Request | EventType::Reject | EventType::Concede)
}

/// Half the difference between the principals: between the poles where the tables know the direction of both, else
/// between demanding and rejecting.
fn distance(here: &[&Stand]) -> Option<f64> {
    let of = |side: usize| here.iter().copied().filter(move |s| s.side == side);
    if let (Some(a), Some(b)) = (mean(of(0)), mean(of(1))) {
        return Some((a - b).abs() / 2.0);
    }
    let stance = |side: usize| {
        let (mut sum, mut weights) = (0.0, 0.0);
        for s in of(side) {
            sum += s.weight * s.stance;
            weights += s.weight;
        }
        (weights > 0.0).then(|| sum / weights)
    };
    let (a, b) = stance(0).zip(stance(1))?;
    // two demands on one issue may be of one mind or not: only a demand against a rejection is surely apart
    (a * b < 0.0).then(|| (a - b).abs() / 2.0)
}

/// Share of the earlier rounds after which the principals stood at least half the scale apart.
fn persistence(case: &Case, claims: &[Claim], here: &[&Stand], rounds: &[Round]) -> f64 {
    let held: Vec<_> = rounds.iter().filter(|r| r.status == RoundStatus::Held).filter_map(|r| r.date).collect();
    let past = held.split_last().map_or(&[][..], |x| x.1);
    if past.is_empty() {
        return 0.0;
    }
    let told: BTreeMap<&ClaimId, jiff::civil::Date> =
        claims.iter().filter_map(|c| case.when(c).map(|w| (&c.id, w.last()))).collect();
    let apart = past.iter().filter(|date| {
        let until: Vec<&Stand> = here
            .iter()
            .copied()
            .filter(|s| told.get(&s.claim).is_some_and(|d| days(date.last(), *d) <= AFTERMATH))
            .collect();
        distance(&until).is_some_and(|d| d >= 0.5)
    });
    apart.count() as f64 / past.len() as f64
}

/// Does a remark on talks that failed say what they failed over? Whatever else its clause names is no reason. "On which", "over
/// which" and "the question" speak of what stands before.
fn says_over_what(case: &Case, c: &Claim, r: &Remark) -> bool {
    const REASONS: [&str; 9] = ["over", "because", "due", "when", "which", "question", "issue", "amid", "dispute"];
    let clause = lower(case.span(c, r.clause));
    let on = |w: &[String]| w[1] == "on" && (w[0].starts_with("founder") || w[0].starts_with("stall"));
    any_of(&clause, &REASONS) && clause.first().is_none_or(|w| w != "when") || clause.windows(2).any(on)
}

/// Remarks that call something contested or say that talks failed over it, with the issue each speaks of.
fn remarks<'c>(case: &Case, claims: &'c [Claim]) -> Vec<(&'c Claim, String)> {
    let mut out = Vec::new();
    for (at, c) in claims.iter().enumerate() {
        let ClaimBody::Remark(r) = &c.body else { continue };
        let about = matches!(r.about, RemarkKind::StickingPoint | RemarkKind::Breakdown);
        if !about
            || narrows(&lower(case.span(c, r.clause)))
            || (r.about == RemarkKind::StickingPoint && is_subject(case, c, r))
            || !stands_open(c.modality)
            || (r.about == RemarkKind::Breakdown && (!broke_down(claims, c) || !says_over_what(case, c, r)))
        {
            continue;
        }
        let mut issues = case.issues_of(c);
        // the issue of somebody "who is mediating" is not that he does
        let own = crate::sense::core(case.sentence(c.first()));
        let inferred = c.inferred.iter().any(|i| i.field == "issue");
        issues.retain(|i| inferred || case.issues.row(i).is_none() || case.issues.names(i, &own));
        if issues.is_empty() {
            issues.extend(pointed_at(case, claims, at));
        }
        if issues.is_empty() && r.about == RemarkKind::StickingPoint {
            issues.extend(discovered(case, claims, c));
        }
        out.extend(issues.into_iter().map(|i| (c, i)));
    }
    out
}

/// "They will hold talks next week on the dispute": what they are to talk about is no obstacle to that.
fn is_subject(case: &Case, c: &Claim, r: &Remark) -> bool {
    let clause = case.span(c, r.clause);
    let before = lower(clause.get(..r.trigger.start.saturating_sub(r.clause.start)).unwrap_or(""));
    let talks = before.iter().position(|w| matches!(w.as_str(), "talks" | "negotiations" | "meeting" | "session"));
    talks.is_some_and(|at| any_of(&before[at..], &["on", "over", "about"]))
}

/// "They narrowed the gap": what divides them less is told as progress.
fn narrows(words: &[String]) -> bool {
    let less = |w: &String| ["narrowed", "narrowing", "bridged", "bridging", "closed", "closing"].contains(&w.as_str());
    let gap = |w: &String| w.starts_with("gap") || w.starts_with("difference");
    let no = |at: usize| any_of(&words[at.saturating_sub(3)..at], &["not", "never", "without", "hardly", "barely"]);
    let at = words.iter().position(less);
    at.is_some_and(|at| !no(at) && words[at..].iter().take(5).any(gap))
}

/// Does a remark say that something is so? A failure or a quarrel that is told as planned has a date ahead of it in its
/// sentence and is no less told.
pub(crate) fn stands_open(m: Modality) -> bool {
    !matches!(
        m,
        Modality::Denied | Modality::Hypothetical | Modality::Conditional | Modality::Projected | Modality::Demanded
    )
}

/// Does a breakdown remark tell of talks that failed? Not where its sentence speaks of somebody who tries to make them.
pub(crate) fn broke_down(claims: &[Claim], c: &Claim) -> bool {
    let place = |x: &Claim| (x.first().document.clone(), x.first().sentence);
    let tries = |x: &Claim| x.remark().is_some_and(|r| r.about == RemarkKind::Spoiler) && place(x) == place(c);
    stands_open(c.modality) && !claims.iter().any(tries)
}

/// "The same issue", "that demand": the issue told last before, in the same document and near.
fn pointed_at(case: &Case, claims: &[Claim], at: usize) -> Option<String> {
    let c = &claims[at];
    let words = lower(case.words(c));
    let points = words.windows(2).any(|w| {
        matches!(w[0].as_str(), "same" | "this" | "that" | "these" | "those" | "such")
            && any_of(
                &w[1..],
                &[
                    "issue",
                    "issues",
                    "point",
                    "points",
                    "question",
                    "questions",
                    "demand",
                    "demands",
                    "matter",
                    "dispute",
                ],
            )
    });
    if !points {
        return None;
    }
    let (doc, sentence) = (case.doc(c.first()), c.first().sentence);
    claims[..at]
        .iter()
        .rev()
        .take_while(|p| case.doc(p.first()) == doc && p.first().sentence + 3 >= sentence)
        .filter(|p| !matches!(p.body, ClaimBody::Statement(_)))
        .find_map(|p| case.issues_of(p).into_iter().next())
}

/// An issue that only the texts know: one that a position has and the remark names, else the remark's own words.
fn discovered(case: &Case, claims: &[Claim], c: &Claim) -> Option<String> {
    let r = c.remark()?;
    let clause = case.rest_of_sentence(c, r.clause);
    let words = lower(clause);
    let known = claims.iter().filter_map(|p| p.position()).map(|p| p.issue.as_str()).find(|slug| {
        let parts = slug.strip_prefix("other:").unwrap_or("");
        !parts.is_empty() && parts.split('-').all(|p| words.iter().any(|w| crate::words::fits(p, w)))
    });
    if let Some(slug) = known {
        return Some(slug.to_string());
    }
    let start = r.trigger.start.checked_sub(r.clause.start)?;
    let topic = topic::topic(clause, (start, start + r.trigger.len()))?;
    // whoever is spoken of is no issue
    let people = claims.iter().flat_map(Claim::actors).any(|a| lower(a.plain_name()).join(" ") == topic);
    (!people).then(|| topic::slug(&topic))
}

/// What is not told as a position but follows from one: who rejects a request, demand or offer of the other principal
/// shows that the other wants it; a REQUEST to the other principal on an issue is a demand.
fn implied(case: &Case, claims: &[Claim]) -> Vec<Stand> {
    let mut out = Vec::new();
    for c in claims {
        let words = lower(case.words(c));
        let wish = any_of(
            &words,
            &[
                "request",
                "requests",
                "demand",
                "demands",
                "demanded",
                "call",
                "calls",
                "proposal",
                "proposals",
                "offer",
                "offers",
                "pressure",
                "insistence",
                "condition",
                "conditions",
                "terms",
            ],
        );
        let against: Vec<(usize, f64, Vec<String>)> = match &c.body {
            ClaimBody::Position(p) if p.stance.value() < 0.0 && wish => {
                let own = case.parties(&p.holders);
                let others = case.named(case.words(c)).into_iter().filter(|i| !own.contains(i));
                others.map(|i| (i, 1.0, vec![p.issue.clone()])).collect()
            }
            ClaimBody::Event(e) if matches!(e.event_type, EventType::Request | EventType::Reject) => {
                let (own, other) = (case.parties(&e.sources), case.parties(&e.targets));
                if own.is_empty() || own == other || c.modality == Modality::Denied {
                    continue;
                }
                let issues = case.issues_of(c);
                let reject = e.event_type == EventType::Reject;
                let actor = own.into_iter().map(|i| (i, if reject { -1.0 } else { 1.0 }));
                let rejected = other.into_iter().filter(|_| reject && wish).map(|i| (i, 1.0));
                actor.chain(rejected).map(|(i, v)| (i, v, issues.clone())).collect()
            }
            _ => continue,
        };
        for (side, stance, issues) in against {
            for issue in issues {
                let act = if stance > 0.0 { Stance::Demands } else { Stance::Rejects };
                let value = case.issues.value(&issue, case.words(c), "", act, false);
                // half as sure as a position that is told
                out.push(Stand { side, issue, value, stance, weight: 0.5 * weight(case, c), claim: c.id.clone() });
            }
        }
    }
    out
}
