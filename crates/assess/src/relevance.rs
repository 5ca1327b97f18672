//! Which claims are about these talks. What is not is kept, counted and given its reason.

use crate::case::Case;
use crate::fragments;
use crate::identity;
use crate::words::{any_of, lower};
use rapporteur_types::plover::QuadClass;
use rapporteur_types::{Claim, ClaimBody, ClaimId, EventType, Inference};
use std::collections::{BTreeMap, BTreeSet};

/// Reasons for leaving a claim out, in the words that readers see.
pub(crate) const LATER: &str = "published after the day of this brief";
const ELSEWHERE: &str = "names no two parties of these talks, nor a party and an issue";
const NOBODY: &str = "names no party of these talks";
const OTHER_TALKS: &str = "tells of talks that are called by another place";
const ROUND_UP: &str = "stands in a paragraph headed by the name of another state";

/// Why an event or a position is not shown.
pub(crate) const MISREAD: &str = "too likely misread";

/// Claims within this many sentences of one that is surely about the talks stand in its light.
pub(crate) const NEAR: usize = 2;
/// A document is about the talks where each principal is named in this share of its claims.
const SHARE: f64 = 0.2;
/// So many people make two documents tell of the same talks.
const SAME: usize = 2;
/// From this share on a document touches the talks: what a party says on an issue is about them.
const TOUCHES: f64 = 0.05;

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
pub(crate) fn relevant(case: &Case, about: &[bool]) -> (Vec<Claim>, BTreeMap<&'static str, Vec<ClaimId>>) {
    let mut kept = Vec::new();
    let mut out: BTreeMap<&'static str, Vec<ClaimId>> = BTreeMap::new();
    for (d, devoted) in case.docs.iter().zip(about.iter().copied()) {
        let claims: Vec<&Claim> = d.coded.claims.iter().collect();
        let touched = (0..case.sides.principals).all(|p| share(case, p, &claims) >= TOUCHES);
        let holds: Vec<Hold> = claims.iter().map(|c| hold(case, c, touched)).collect();
        let firm: Vec<usize> =
            claims.iter().zip(&holds).filter(|(_, h)| **h == Hold::Firm).map(|(c, _)| c.first().sentence).collect();
        let mut order: Vec<usize> = (0..claims.len()).collect();
        order.sort_by_key(|i| (claims[*i].first().span, claims[*i].id.clone()));
        for i in order {
            let c = claims[i];
            if let Some(reason) = fragments::empty(case, c) {
                out.entry(reason).or_default().push(c.id.clone());
                continue;
            }
            if is_headed_by_another(case, c) {
                out.entry(ROUND_UP).or_default().push(c.id.clone());
                continue;
            }
            if case.of_other_talks(c) {
                out.entry(OTHER_TALKS).or_default().push(c.id.clone());
                continue;
            }
            if is_wrong_pair(case, c) || is_guessed_outsider(case, c) {
                out.entry(MISREAD).or_default().push(c.id.clone());
                continue;
            }
            let near = firm.iter().any(|s| s.abs_diff(c.first().sentence) <= NEAR);
            let about = match (holds[i], &c.body) {
                (Hold::Firm, _) => true,
                (_, ClaimBody::Remark(_)) => devoted || near,
                // on what the dossier file does not have, where nothing near says that it is asked of the other or in the talks
                (Hold::Party, ClaimBody::Position(p)) if !case.generic && p.issue.starts_with("other") => {
                    let there = case.surroundings(c);
                    let both = case.named(there).union(&case.parties(c.actors())).count() >= 2;
                    (devoted || near) && (both || speaks_of_talks(there))
                }
                (Hold::Party, _) => devoted || (near && !deals_elsewhere(case, c)),
                (Hold::Issue, _) => devoted,
                (Hold::None, _) => devoted && (involves_mediator(case, c) || speaks_of_talks(case.words(c))),
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

/// Is an event or a position hardly to be relied on, in whatever document it is told most plainly? Borders by briefs of other negotiations,
/// judged line by line (`evals/brief-review.md`), and of events by single sentences (`evals/coding.md`): from here on four of five are right in everything, those between .3
/// and .45 less than half; those whose actors are inferred are right less often than they look. A statement is shown all the same: its words stand there, and whose they are is
/// marked.
pub(crate) fn likely_misread(claim: &Claim) -> bool {
    let side = |i: &&Inference| matches!(i.field.as_str(), "source" | "target");
    let guessed = claim.inferred.iter().filter(side).any(|i| !identity::by_identity(i));
    let least = match &claim.body {
        ClaimBody::Event(_) if guessed => 0.6,
        // deeds are surer than words and meetings
        ClaimBody::Event(e) if is_deed(e.event_type) => 0.45,
        ClaimBody::Event(_) => 0.5,
        // what no table of issues knows is half as often a stand at all
        ClaimBody::Position(p) if p.issue.starts_with("other") => 0.5,
        ClaimBody::Position(_) => 0.4,
        _ => 0.0,
    };
    claim.confidence < least
}

fn is_deed(kind: EventType) -> bool {
    matches!(kind.quad(), QuadClass::MaterialCooperation | QuadClass::MaterialConflict)
}

/// "KENYA - Nairobi on Friday signed …" in a round-up of news: about that state, which has no part in these talks.
fn is_headed_by_another(case: &Case, c: &Claim) -> bool {
    let paragraph = case.paragraph(c);
    let dash = [" - ", " – ", " — ", ": "].iter().filter_map(|d| paragraph.find(d)).min();
    let Some(head) = dash.and_then(|at| paragraph.get(..at)).map(str::trim) else { return false };
    let shouted = head.chars().any(char::is_alphabetic) && !head.chars().any(char::is_lowercase);
    let name = head.to_lowercase();
    let state = shouted.then(|| case.states.values().find(|s| **s == name || s.starts_with(&format!("{name} and "))));
    let has_part = |state: &String| {
        let sides = case.sides.parties.iter().chain(&case.sides.mediators);
        sides.into_iter().any(|p| p.plain_name().to_lowercase() == *state)
    };
    state.flatten().is_some_and(|s| !has_part(s))
}

/// "The sides agreed": where the text does not say which, a pair that is not that of the principals was guessed wrong.
fn is_wrong_pair(case: &Case, c: &Claim) -> bool {
    const TOGETHER: [&str; 3] =
        ["the parties last mentioned together", "the two last named together", "the two whom the text is about"];
    let guessed = c.inferred.iter().any(|i| TOGETHER.contains(&i.rule.as_str()));
    let who = || c.actors().into_iter().filter(|a| a.id().is_some());
    let sides = || case.parties(who());
    guessed
        && case.sides.principals > 1
        && who().count() > 1
        && !(who().all(|a| case.party(a).is_some()) && (0..case.sides.principals).all(|i| sides().contains(&i)))
}

/// A statement of somebody who has no part in these talks, and who was only guessed: by briefs judged line by line seven of eight of
/// these are wrong, of those of the sides found in the same way six of twenty (`evals/brief-review.md`).
fn is_guessed_outsider(case: &Case, c: &Claim) -> bool {
    const GUESSES: [&str; 2] = ["likeliest of the persons named", "the state that the passage is about"];
    let guessed = c.inferred.iter().any(|i| i.field == "speaker" && GUESSES.contains(&i.rule.as_str()));
    guessed && c.statement().is_some_and(|s| case.parties(&s.speakers).is_empty())
}

/// Could a document hold anything about these talks, whoever is found to mediate them? What [`relevant`] keeps of
/// several documents, it keeps of those for which this is true.
pub(crate) fn could_hold(case: &Case, d: &crate::sources::Read) -> bool {
    let claims: Vec<&Claim> = d.coded.claims.iter().collect();
    if claims.is_empty() || !two_named(case, d) {
        return false;
    }
    let shares: Vec<f64> = (0..case.sides.principals).map(|p| share(case, p, &claims)).collect();
    let touched = shares.iter().all(|s| *s >= TOUCHES);
    let title = d.source.title.as_deref().unwrap_or("");
    let in_title = case.named(title).into_iter().filter(|i| case.sides.is_principal(*i)).count();
    in_title >= 2
        || (!shares.is_empty() && shares.iter().all(|s| *s >= SHARE))
        || claims.iter().any(|c| hold_of(case, c, touched, false) == Hold::Firm)
}

/// Does a document name two parties anywhere? Without that, nothing in it can be about their talks; and it is asked far
/// more quickly than the rest.
fn two_named(case: &Case, d: &crate::sources::Read) -> bool {
    let mut parties = case.sides.names.anywhere(&d.coded.document.text);
    parties.extend(case.sides.names.anywhere(d.source.title.as_deref().unwrap_or("")));
    let mut seen: Vec<&rapporteur_types::ActorRef> = Vec::new();
    for a in d.coded.claims.iter().flat_map(Claim::actors) {
        if parties.len() > 1 {
            break;
        }
        if !seen.contains(&a) {
            seen.push(a);
            parties.extend(case.party(a));
        }
    }
    parties.len() > 1
}

fn hold(case: &Case, c: &Claim, touched: bool) -> Hold {
    hold_of(case, c, touched, deals_elsewhere(case, c))
}

fn hold_of(case: &Case, c: &Claim, touched: bool, elsewhere: bool) -> Hold {
    let acting = case.parties(c.actors());
    let mut named = case.named(case.words(c));
    named.extend(&acting);
    // a contested thing that only the text knows is an issue where both principals are there
    let (issue, known) = match &c.body {
        ClaimBody::Position(p) => (true, case.issues.row(&p.issue).is_some()),
        _ => (!case.issues_of(c).is_empty(), true),
    };
    let both_in_paragraph = || case.named(case.surroundings(c)).union(&acting).count() >= 2;
    match (named.len(), acting.is_empty()) {
        (2.., false) => Hold::Firm,
        (2.., true) if matches!(c.body, ClaimBody::Remark(_)) => Hold::Firm,
        (1.., false) if issue && !elsewhere && (touched && known || both_in_paragraph()) => Hold::Firm,
        (1.., _) => Hold::Party,
        _ if issue => Hold::Issue,
        _ => Hold::None,
    }
}

/// Which documents are about these talks as a whole. Without a dossier file, where the sides are found in the texts and may have
/// other names in some of them, also those in which people of such a document act.
pub(crate) fn devoted_to(case: &Case) -> Vec<bool> {
    let strictly = |d: &crate::sources::Read| {
        let claims: Vec<&Claim> = d.coded.claims.iter().collect();
        devoted(case, d, &claims)
    };
    let mut out: Vec<bool> = case.docs.iter().map(strictly).collect();
    if case.generic {
        let people: Vec<BTreeSet<&str>> = case.docs.iter().map(people).collect();
        let known: Vec<&BTreeSet<&str>> = people.iter().zip(&out).filter(|x| *x.1).map(|x| x.0).collect();
        let same = |p: &BTreeSet<&str>| known.iter().any(|k| p.intersection(k).count() >= SAME);
        let more: Vec<bool> = people.iter().map(same).collect();
        out.iter_mut().zip(more).for_each(|(devoted, same)| *devoted |= same);
    }
    out
}

/// The movements and the persons who act in a document, but for those whom the tables know: presidents are in all talks.
fn people<'d>(d: &crate::sources::Read<'d>) -> BTreeSet<&'d str> {
    let ids = d.coded.claims.iter().flat_map(Claim::actors).filter_map(|a| a.id()).map(|id| id.0.as_str());
    ids.filter(|id| id.starts_with("text:person:") || id.starts_with("group:")).collect()
}

/// Is the whole document about these talks? Both principals run through it, or stand in its headline. A document that
/// stands alone is what the brief is about, and without a dossier file one principal is enough.
fn devoted(case: &Case, d: &crate::sources::Read, claims: &[&Claim]) -> bool {
    let title = d.source.title.as_deref();
    let home = case.sides.parties.iter().position(|p| p.is_state() && p.country() == d.source.country.as_deref());
    let principals = case.sides.principals;
    if principals == 0 || claims.is_empty() {
        return false;
    }
    let in_title = case.named(title.unwrap_or("")).into_iter().filter(|i| case.sides.is_principal(*i)).count();
    if principals >= 2 && in_title >= 2 {
        return true;
    }
    let shares: Vec<f64> = (0..principals).map(|p| share(case, p, claims)).collect();
    match (case.docs.len() == 1, case.generic) {
        (true, true) => true,
        (true, false) => shares.iter().all(|s| *s > 0.0),
        // every text of an outlet names the state whose outlet it is
        (false, true) => (0..principals).any(|p| shares[p] >= SHARE && Some(p) != home),
        (false, false) => shares.iter().all(|s| *s >= SHARE),
    }
}

/// Share of the claims of a document that a party acts in or that name it.
fn share(case: &Case, party: usize, claims: &[&Claim]) -> f64 {
    let names = |c: &&&Claim| case.parties(c.actors()).contains(&party) || case.named(case.words(c)).contains(&party);
    claims.iter().filter(names).count() as f64 / claims.len().max(1) as f64
}

/// An act of a party on somebody who has no part in these talks.
fn deals_elsewhere(case: &Case, c: &Claim) -> bool {
    let ClaimBody::Event(e) = &c.body else { return false };
    let outside = e.sources.iter().chain(&e.targets).filter(|a| a.id().is_some() && case.party(a).is_none());
    outside.into_iter().any(|a| !has_part(case, a))
}

/// Words for the talks themselves and what comes out of them.
fn speaks_of_talks(words: &str) -> bool {
    any_of(
        &lower(words),
        &[
            "talks",
            "negotiations",
            "negotiation",
            "negotiators",
            "negotiate",
            "negotiated",
            "agreement",
            "deal",
            "accord",
            "treaty",
            "truce",
            "ceasefire",
            "mediation",
            "mediator",
            "mediators",
            "rounds",
            "round",
            "delegations",
            "delegation",
            "summit",
        ],
    )
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
