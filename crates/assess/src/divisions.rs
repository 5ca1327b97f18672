//! What is at odds within a side, and who works against the talks.

use crate::case::{Case, days};
use crate::findings::{finding, in_time, subject};
use crate::parties::Voice;
use crate::words::{any_of, lower};
use rapporteur_types::dossier::Finding;
use rapporteur_types::{ActorRef, Claim, ClaimBody, EventType, Modality, RemarkKind};

/// Acts within so many sentences of a remark about spoilers are what it speaks of.
const NEAR: usize = 3;
/// Members of one side who differ within so many days are divided; later, one may have come round.
const TOGETHER: i64 = 60;

/// Remarks about spoilers, and hostile acts of factions beside them.
pub(crate) fn spoilers(case: &Case, claims: &[Claim]) -> Vec<Finding> {
    let remarks: Vec<&Claim> =
        claims.iter().filter(|c| c.modality != Modality::Denied && about(c, RemarkKind::Spoiler)).collect();
    let mut out: Vec<Finding> =
        remarks.iter().map(|c| finding(case, c, faction(case, c), "works against the talks")).collect();
    for c in claims {
        let Some(e) = c.event() else { continue };
        let hostile =
            matches!(e.event_type, EventType::Assault | EventType::Coerce | EventType::Mobilize | EventType::Threaten);
        let close = |r: &&Claim| {
            case.doc(r.first()) == case.doc(c.first()) && r.first().sentence.abs_diff(c.first().sentence) <= NEAR
        };
        let near: Vec<&Claim> = remarks.iter().copied().filter(close).collect();
        // the same faction, or nobody named: "recent attacks show this"
        let who = |r: &&Claim| {
            let blamed = faction(case, r);
            e.sources.iter().any(|s| Some(s) == blamed.as_ref() || within(case, s))
                || e.sources.iter().all(|s| s.id().is_none())
        };
        if hostile && c.modality != Modality::Denied && near.iter().any(who) {
            out.push(finding(
                case,
                c,
                e.sources.first().cloned().or_else(|| near.first().and_then(|r| faction(case, r))),
                "hostile act",
            ));
        }
    }
    for c in claims {
        if let Some(p) = c.position()
            && p.stance.value() < 0.0
            && c.modality != Modality::Denied
            && p.holders.iter().any(|h| within(case, h))
            && any_of(
                &lower(case.words(c)),
                &["talks", "negotiations", "deal", "agreement", "accord", "dialogue", "negotiation"],
            )
        {
            out.push(finding(case, c, subject(c), "opposes the talks"));
        }
    }
    in_time(case, claims, out)
}

fn about(c: &Claim, kind: RemarkKind) -> bool {
    c.remark().is_some_and(|r| r.about == kind)
}

fn within(case: &Case, a: &ActorRef) -> bool {
    matches!(case.side(a), Some((_, Voice::Within)))
}

/// Of whom a remark speaks: of those named before its word the nearest; without one a faction, somebody who is no
/// principal, anybody.
fn faction(case: &Case, c: &Claim) -> Option<ActorRef> {
    let actors = c.actors();
    if let Some(r) = c.remark() {
        let before = case.span(c, r.clause).get(..r.trigger.start.saturating_sub(r.clause.start)).unwrap_or("");
        let place = |a: &ActorRef| {
            let mut names = crate::names::Names::default();
            case.units.add_names(&mut names, 0, a);
            let named = names.find(before).last().map(|n| n.end);
            named.or_else(|| before.rfind(a.plain_name()).map(|at| at + a.plain_name().len()))
        };
        let nearest = actors.iter().filter_map(|a| place(a).map(|p| (p, a.id().is_some(), *a)));
        if let Some((_, _, a)) = nearest.max_by_key(|n| (n.0, n.1)) {
            return Some(a.clone());
        }
    }
    let pick =
        |test: &dyn Fn(&ActorRef) -> bool| actors.iter().find(|a| a.id().is_some() && test(a)).map(|a| (**a).clone());
    pick(&|a| within(case, a)).or_else(|| pick(&|a| case.party(a).is_none())).or_else(|| pick(&|_| true))
}

/// Remarks about divisions, and positions of members of one side that oppose each other.
pub(crate) fn internal_divisions(case: &Case, claims: &[Claim]) -> Vec<Finding> {
    let mut out: Vec<Finding> = claims
        .iter()
        .filter(|c| about(c, RemarkKind::Division) && c.modality != Modality::Denied)
        .map(|c| {
            let side = case.parties(c.actors()).first().map(|i| case.sides.parties[*i].clone());
            finding(case, c, side.or_else(|| subject(c)), "division")
        })
        .collect();
    let positions: Vec<&Claim> = claims.iter().filter(|c| c.position().is_some()).collect();
    for (i, a) in positions.iter().enumerate() {
        for b in &positions[i + 1..] {
            if let Some(side) = opposed(case, a, b) {
                let mut f = finding(case, a, Some(case.sides.parties[side].clone()), "opposing positions");
                f.claims.push(b.id.clone());
                out.push(f);
            }
        }
    }
    in_time(case, claims, out)
}

/// The side whose members hold opposite positions on one issue at about the same time.
fn opposed(case: &Case, a: &Claim, b: &Claim) -> Option<usize> {
    let (ClaimBody::Position(x), ClaimBody::Position(y)) = (&a.body, &b.body) else { return None };
    let firm = |c: &Claim| {
        !matches!(c.modality, Modality::Hypothetical | Modality::Conditional | Modality::Historical | Modality::Denied)
    };
    let together = match (case.when(a), case.when(b)) {
        (Some(p), Some(q)) => days(p.first(), q.first()).abs() <= TOGETHER,
        _ => true,
    };
    if x.issue != y.issue || !firm(a) || !firm(b) || !together {
        return None;
    }
    let value = |c: &Claim, p: &rapporteur_types::Position| {
        case.issues.value(&p.issue, case.span(c, p.proposal), case.words(c), p.stance, false)
    };
    let apart = match (value(a, x), value(b, y)) {
        (Some(v), Some(w)) => v * w < 0.0,
        _ => {
            // without a known direction both must speak of the same thing
            let words = |c: &Claim, p: &rapporteur_types::Position| crate::words::content(case.span(c, p.proposal));
            x.stance.value() * y.stance.value() < 0.0 && crate::words::overlap(&words(a, x), &words(b, y)) >= 0.5
        }
    };
    let (p, q) = (x.holders.first()?, y.holders.first()?);
    let side = case.party(p)?;
    // the state itself and a person of it are one voice told twice; two members, or a faction and anybody, are two
    let two = p.id() != q.id() && ((within(case, p) || within(case, q)) || (!p.is_state() && !q.is_state()));
    (apart && two && p.id().is_some() && q.id().is_some() && case.party(q) == Some(side)).then_some(side)
}
