//! What a claim cannot mean, whoever coded it: what happened lies after the day on which it was reported; what is
//! proposed is that somebody says so; a position is about an issue that its own words do not name.

use crate::case::{Case, days};
use crate::words::{any_of, lower, words};
use rapporteur_types::{Claim, ClaimBody, EventType, Modality, Position, Span, Statement};
use std::collections::HashMap;

/// A day more than the report's own: it may be tomorrow where the thing happened.
const AHEAD: i64 = 1;

/// A proposal of so few words may be about what another sentence tells.
const FEW: usize = 3;

/// The claims as far as they can be meant.
pub(crate) fn mended(case: &Case, mut claims: Vec<Claim>) -> Vec<Claim> {
    let mut said: HashMap<(usize, usize), Vec<&Statement>> = HashMap::new();
    for (at, d) in case.docs.iter().enumerate() {
        for c in &d.coded.claims {
            if let ClaimBody::Statement(s) = &c.body {
                said.entry((at, c.first().sentence)).or_default().push(s);
            }
        }
    }
    for c in &mut claims {
        let beside = said.get(&(case.doc(c.first()), c.first().sentence)).map_or(&[][..], Vec::as_slice);
        if dated_ahead(case, c) || dated_by_its_report(c) {
            c.inferred.retain(|i| i.field != "date");
            if let ClaimBody::Event(e) = &mut c.body {
                e.date = None;
            }
        }
        let Some(p) = c.position() else { continue };
        let mut p = Position { proposal: without_saying(p.proposal, beside), ..p.clone() };
        if !bears(case, c, &p) {
            let own = core(case.span(c, p.proposal));
            p.issue = case.issues.find(&own).into_iter().next().unwrap_or_else(|| "other".into());
            c.inferred.retain(|i| i.field != "issue");
        }
        c.body = ClaimBody::Position(p);
    }
    claims
}

/// Is something told as done on a day that was still to come? "Put off a duty to 5 January": the day is another thing's.
/// A meeting that lies ahead is an announced one (`rounds`).
fn dated_ahead(case: &Case, c: &Claim) -> bool {
    let done = matches!(c.modality, Modality::Asserted | Modality::Historical);
    let event = c.event().filter(|e| done && e.event_type != EventType::Consult);
    event.and_then(|e| e.date).zip(case.published(c)).is_some_and(|(w, p)| days(p, w.first()) > AHEAD)
}

/// A month that the event has only because its report came out then is shown with the report.
fn dated_by_its_report(c: &Claim) -> bool {
    c.inferred.iter().any(|i| i.field == "date" && i.rule == "month of publication")
}

/// A proposal without its speaker and the word of saying, where a statement of the sentence tells them apart.
fn without_saying(proposal: Span, said: &[&Statement]) -> Span {
    let whole = said.iter().filter(|s| s.cue.is_some_and(|cue| proposal.contains(cue)));
    let contents = whole.flat_map(|s| s.content.iter().copied()).filter(|c| proposal.contains(*c) && *c != proposal);
    // a short quotation inside a proposal is not all of it
    contents.filter(|c| c.len() * 2 >= proposal.len()).max_by_key(|c| c.len()).unwrap_or(proposal)
}

/// Do the words of a position show the issue under which it stands? Those that are proposed, or the words of the same
/// clause that lead to them; not what a relative clause, a condition or the rest of the sentence speaks of.
fn bears(case: &Case, c: &Claim, p: &Position) -> bool {
    let proposal = case.span(c, p.proposal);
    // "this demand" is about what it takes up, "3.10 euros" about what the other side's figure is about
    let taken_up = c.inferred.iter().any(|i| i.field == "proposal");
    let all = lower(proposal);
    let points = all == ["that"] || any_of(&all, &["this", "these", "those", "such", "it", "same"]);
    let points_back = points && all.len() <= FEW * 2;
    let figure = all.len() <= FEW && proposal.starts_with(|ch: char| ch.is_ascii_digit());
    case.issues.row(&p.issue).is_none()
        || taken_up
        || points_back
        || figure
        || case.issues.names(&p.issue, &core(proposal))
        || case.issues.names(&p.issue, lead(case, c, p.proposal))
}

/// The words of the clause before a proposal.
fn lead<'c>(case: &'c Case, c: &'c Claim, proposal: Span) -> &'c str {
    let sentence = case.span(c, Span { start: c.first().span.start.min(proposal.start), end: proposal.end });
    let before = sentence.get(..sentence.len() - proposal.len()).unwrap_or("");
    let breaks = [", ", "; ", ": ", " – ", " — ", " but ", " while "];
    let from = breaks.iter().filter_map(|b| before.rfind(b).map(|i| i + b.len())).max().unwrap_or(0);
    before.get(from..).unwrap_or("")
}

/// What is proposed, without conditions and without what is said of a thing that is known already: "the talks that …".
pub(crate) fn core(proposal: &str) -> String {
    const CONDITION: [&str; 6] = ["if", "unless", "provided", "because", "although", "while"];
    const RELATIVE: [&str; 5] = ["which", "who", "whose", "whom", "where"];
    const KNOWN: [&str; 9] = ["the", "its", "their", "his", "her", "our", "this", "these", "those"];
    // behind these stands what is proposed, not what is known of it
    const OPEN: [&str; 22] = [
        "demand",
        "demands",
        "proposal",
        "idea",
        "condition",
        "conditions",
        "request",
        "call",
        "claim",
        "principle",
        "deal",
        "agreement",
        "accord",
        "treaty",
        "plan",
        "terms",
        "clause",
        "guarantee",
        "guarantees",
        "right",
        "position",
        "view",
    ];
    let all = words(proposal);
    let mut out: Vec<&str> = Vec::new();
    let mut skipping = false;
    for (i, (at, word)) in all.iter().enumerate() {
        let w = word.to_lowercase();
        let before = all.get(i.wrapping_sub(1)).map(|b| proposal.get(b.0 + b.1.len()..*at).unwrap_or(""));
        let comma = before.is_some_and(|gap| gap.contains([',', ';']));
        let recent: Vec<String> = out.iter().rev().take(3).map(|x| x.to_lowercase()).collect();
        let known = w == "that"
            && recent.first().is_some_and(|n| !OPEN.contains(&n.as_str()))
            && recent.iter().skip(1).any(|x| KNOWN.contains(&x.as_str()));
        // without a comma it is a question: "who pays for it"
        if CONDITION.contains(&w.as_str()) || known || (comma && RELATIVE.contains(&w.as_str())) {
            skipping = true;
        } else if comma {
            skipping = false;
        }
        if !skipping {
            out.push(word);
        }
    }
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_core_of_a_proposal_has_no_condition_and_nothing_that_is_known() {
        for (proposal, expect) in [
            ("to leave the talks that Ghana is mediating", "to leave the talks"),
            ("to open the port, if the threats end", "to open the port"),
            ("a deal that lifts the tariffs", "a deal that lifts the tariffs"),
            ("the demand that the war end", "the demand that the war end"),
            ("a board, which war had closed, to meet", "a board to meet"),
            ("that the bridge be opened", "that the bridge be opened"),
            ("who pays for the war", "who pays for the war"),
        ] {
            assert_eq!(core(proposal), expect, "{proposal}");
        }
    }
}
