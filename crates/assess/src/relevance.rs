//! Which claims are about these talks. What is not is kept, counted and given its reason.

use crate::case::Case;
use rapporteur_types::{Claim, ClaimBody, ClaimId};
use std::collections::BTreeMap;

/// Reasons for leaving a claim out, in the words that readers see.
pub(crate) const LATER: &str = "published after the day of this brief";
const ELSEWHERE: &str = "names no two parties of these talks, nor a party and an issue";
const NOBODY: &str = "names no party of these talks";

/// Claims within this many sentences of one that is surely about the talks stand in its light.
const NEAR: usize = 2;
/// A document is about the talks where each principal is named in this share of its claims.
const SHARE: f64 = 0.2;

/// How surely a claim is about the talks by its own words.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Hold {
    /// Names no party and no issue.
    None,
    /// Names an issue alone.
    Issue,
    /// Names one party.
    Party,
    /// Two parties, or a party and an issue beside the other principal.
    Firm,
}

/// Keep the claims that are about these talks, in order of document and place; the others by reason.
pub(crate) fn relevant(case: &Case) -> (Vec<Claim>, BTreeMap<&'static str, Vec<ClaimId>>) {
    let mut kept = Vec::new();
    let mut out: BTreeMap<&'static str, Vec<ClaimId>> = BTreeMap::new();
    for d in &case.docs {
        let claims: Vec<&Claim> = d.coded.claims.iter().collect();
        let holds: Vec<Hold> = claims.iter().map(|c| hold(case, c)).collect();
        let firm: Vec<usize> =
            claims.iter().zip(&holds).filter(|(_, h)| **h == Hold::Firm).map(|(c, _)| c.first().sentence).collect();
        let devoted = devoted(case, d.source.title.as_deref(), &claims);
        let mut order: Vec<usize> = (0..claims.len()).collect();
        order.sort_by_key(|i| (claims[*i].first().span, claims[*i].id.clone()));
        for i in order {
            let c = claims[i];
            let near = firm.iter().any(|s| s.abs_diff(c.first().sentence) <= NEAR);
            let about = match (holds[i], &c.body) {
                (Hold::Firm, _) => true,
                (_, ClaimBody::Remark(_)) => devoted || near,
                (Hold::Party, _) => devoted || (near && !deals_elsewhere(case, c)),
                (Hold::Issue, _) => devoted,
                (Hold::None, ClaimBody::Statement(_) | ClaimBody::Event(_)) => devoted && involves_mediator(case, c),
                (Hold::None, ClaimBody::Position(_)) => false,
            };
            if about {
                kept.push(c.clone());
            } else {
                let reason = if holds[i] >= Hold::Party { ELSEWHERE } else { NOBODY };
                out.entry(reason).or_default().push(c.id.clone());
            }
        }
    }
    (kept, out)
}

fn hold(case: &Case, c: &Claim) -> Hold {
    let acting = case.parties(c.actors());
    let mut named = case.named(case.words(c));
    named.extend(&acting);
    let issue = match &c.body {
        // a contested thing that only the text knows is an issue once both principals are there
        ClaimBody::Position(_) => true,
        _ => !case.issues_of(c).is_empty(),
    };
    match (named.len(), acting.is_empty()) {
        (2.., false) => Hold::Firm,
        (2.., true) if matches!(c.body, ClaimBody::Remark(_)) => Hold::Firm,
        (1.., false) if issue && case.named(case.paragraph(c)).union(&acting).count() >= 2 => Hold::Firm,
        (1.., _) => Hold::Party,
        _ if issue => Hold::Issue,
        _ => Hold::None,
    }
}

/// Is the whole document about these talks? Both principals run through it, or stand in its headline.
fn devoted(case: &Case, title: Option<&str>, claims: &[&Claim]) -> bool {
    let principals = case.sides.principals;
    if principals == 0 || claims.is_empty() {
        return false;
    }
    let in_title = case.named(title.unwrap_or("")).into_iter().filter(|i| case.sides.is_principal(*i)).count();
    if principals >= 2 && in_title >= 2 {
        return true;
    }
    (0..principals).all(|p| {
        let names = |c: &&&Claim| case.parties(c.actors()).contains(&p) || case.named(case.words(c)).contains(&p);
        let n = claims.iter().filter(names).count();
        n >= 1 && n as f64 >= SHARE * claims.len() as f64
    })
}

/// An act of a party on somebody who has no part in these talks.
fn deals_elsewhere(case: &Case, c: &Claim) -> bool {
    let ClaimBody::Event(e) = &c.body else { return false };
    let outside = e.sources.iter().chain(&e.targets).filter(|a| a.id().is_some() && case.party(a).is_none());
    outside.into_iter().any(|a| !has_part(case, a))
}

fn involves_mediator(case: &Case, c: &Claim) -> bool {
    c.actors().into_iter().any(|a| has_part(case, a))
}

/// Is an actor a mediator or a third party of these talks?
pub(crate) fn has_part(case: &Case, a: &rapporteur_types::ActorRef) -> bool {
    let unit = case.units.unit(a);
    let is =
        |id: &str| a.id().is_some_and(|x| x.0 == id) || unit.as_ref().and_then(|u| u.id()).is_some_and(|x| x.0 == id);
    case.sides.mediators.iter().filter_map(|m| m.id()).any(|m| is(&m.0)) || case.sides.third.iter().any(|t| is(t))
}
