//! What is at odds within a side, and who works against the talks.

use crate::case::{Case, day_number};
use crate::findings::{finding, in_time, subject};
use crate::parties::Voice;
use crate::words::{any_of, lower};
use rapporteur_types::dossier::Finding;
use rapporteur_types::{ActorRef, Claim, EventType, Modality, Position, RemarkKind};
use std::collections::{BTreeMap, BTreeSet};

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
        .filter(|c| !is_denied(case, c))
        // "they recall a summit that hardliners wrecked": of another day
        .filter(|c| !any_of(&lower(case.sentence(c.first())), &["recall", "recalls", "recalled", "recalling"]))
        .map(|c| {
            if c.remark().is_some_and(|r| case.span(c, r.trigger).to_lowercase().contains("opposition")) {
                let home = at_home(case, c).map(|i| case.sides.parties[i].clone());
                return finding(case, c, home, "voice of the opposition");
            }
            let side = case.parties(c.actors()).first().map(|i| case.sides.parties[*i].clone());
            finding(case, c, side.or_else(|| subject(c)), "division")
        })
        .collect();
    // only positions on one issue can be opposed
    let mut by_issue: BTreeMap<&str, Vec<Stand>> = BTreeMap::new();
    let stands: Vec<Stand> = claims.iter().filter_map(|c| Stand::new(case, c)).collect();
    let mut pairs = Vec::new();
    for (i, s) in stands.into_iter().enumerate() {
        by_issue.entry(&s.position.issue).or_default().push(Stand { place: i, ..s });
    }
    for list in by_issue.values() {
        for (i, a) in list.iter().enumerate() {
            pairs.extend(list[i + 1..].iter().filter(|b| opposed(a, b)).map(|b| (a.place, b.place, a, b)));
        }
    }
    pairs.sort_by_key(|p| (p.0, p.1));
    for (_, _, a, b) in pairs {
        let mut f = finding(case, a.claim, Some(case.sides.parties[a.side].clone()), "opposing positions");
        f.claims.push(b.claim.id.clone());
        out.push(f);
    }
    in_time(case, claims, out)
}

/// "A spokesman denied any division."
fn is_denied(case: &Case, c: &Claim) -> bool {
    let words = lower(case.sentence(c.first()));
    let denies = words.iter().position(|w| matches!(w.as_str(), "denied" | "denies" | "deny" | "denying"));
    let trigger = c.remark().map(|r| lower(case.span(c, r.trigger))).unwrap_or_default();
    let at = trigger.first().and_then(|t| words.iter().position(|w| w == t));
    denies.zip(at).is_some_and(|(d, t)| d < t && t - d < 5)
}

/// Whose opposition a sentence speaks of: that of the one party named right before it ("the Congolese opposition"), of a place in the
/// sentence ("in Libreville"), else of the place from which the report comes.
fn at_home(case: &Case, c: &Claim) -> Option<usize> {
    let sentence = case.sentence(c.first());
    let trigger = sentence.to_lowercase().find("opposition")?;
    let before = sentence.get(..trigger)?.trim_end();
    let adjective = before.get(before.rfind(' ').map_or(0, |at| at + 1)..)?;
    if let Some(i) = case.named(adjective).first() {
        return Some(*i);
    }
    let of_state = |state: &String| case.sides.parties.iter().position(|p| p.plain_name().to_lowercase() == *state);
    let told = case.states.iter().filter(|(place, _)| sentence.to_lowercase().contains(&format!("in {place}")));
    if let Some(i) = told.filter_map(|(_, state)| of_state(state)).next() {
        return Some(i);
    }
    let text = &case.docs.get(case.doc(c.first()))?.coded.document.text;
    let lines = text.lines().map(str::trim).filter(|l| !l.is_empty()).take(4);
    let datelines = lines.filter_map(|l| l.get(..rapporteur_types::dateline(l))).filter(|l| !l.is_empty());
    let places = datelines.filter_map(|l| l.split([',', '(', '-', '–', '—']).next()).map(|p| p.trim().to_lowercase());
    places.filter_map(|p| case.states.get(&p).cloned().or(Some(p))).find_map(|s| of_state(&s))
}

/// A position of somebody known of a side, told firmly, prepared for comparing.
struct Stand<'a> {
    claim: &'a Claim,
    position: &'a Position,
    /// Place among all of them.
    place: usize,
    holder: &'a ActorRef,
    side: usize,
    within: bool,
    /// First day, as a count of days.
    day: Option<i64>,
    /// Between the poles of its issue, where the direction is known.
    value: Option<f64>,
    words: BTreeSet<String>,
}

impl<'a> Stand<'a> {
    fn new(case: &Case, claim: &'a Claim) -> Option<Self> {
        let position = claim.position()?;
        let holder = position.holders.first().filter(|h| h.id().is_some())?;
        let side = case.party(holder)?;
        let m = claim.modality;
        if matches!(m, Modality::Hypothetical | Modality::Conditional | Modality::Historical | Modality::Denied) {
            return None;
        }
        let proposal = case.span(claim, position.proposal);
        Some(Stand {
            claim,
            position,
            place: 0,
            holder,
            side,
            within: within(case, holder),
            day: case.when(claim).map(|w| day_number(w.first())),
            value: case.issues.value(&position.issue, proposal, case.words(claim), position.stance, false),
            words: crate::words::content(proposal),
        })
    }
}

/// Do members of one side hold opposite positions on one issue at about the same time?
fn opposed(a: &Stand, b: &Stand) -> bool {
    let together = a.day.zip(b.day).is_none_or(|(p, q)| (p - q).abs() <= TOGETHER);
    // the state itself and a person of it are one voice told twice; two members, or a faction and anybody, are two
    let of_state = a.holder.is_state() || b.holder.is_state();
    let two = a.side == b.side && a.holder.id() != b.holder.id() && (a.within || b.within || !of_state);
    together
        && two
        && match (a.value, b.value) {
            (Some(v), Some(w)) => v * w < 0.0,
            // without a known direction both must speak of the same thing
            _ => {
                let stance = |s: &Stand| s.position.stance.value();
                stance(a) * stance(b) < 0.0 && crate::words::overlap(&a.words, &b.words) >= 0.5
            }
        }
}
