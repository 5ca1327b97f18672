//! Parties against issues: where each stands, how much it speaks of it, and since when.

use crate::case::{Case, rounded};
use crate::fragments;
use crate::parties::Voice;
use crate::pressure::is_advisory;
use rapporteur_types::dossier::{Cell, MatrixRow};
use rapporteur_types::{Claim, ClaimId, Modality, Stance};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Days after which a position weighs half.
pub(crate) const HALF_LIFE: f64 = 90.0;

/// A position of a party in its official voice.
pub(crate) struct Stand {
    /// The party.
    pub side: usize,
    /// The issue.
    pub issue: String,
    /// Between the poles of the issue; none where no proposition of the tables is in the words.
    pub value: Option<f64>,
    /// On the proposal itself.
    pub stance: f64,
    /// Weight: certainty × age.
    pub weight: f64,
    /// The claim behind it.
    pub claim: ClaimId,
}

/// How much a claim weighs by the way it is told (docs/codebook/positions.md).
pub(crate) fn certainty(m: Modality) -> f64 {
    match m {
        Modality::Asserted | Modality::Demanded | Modality::Denied => 1.0,
        Modality::Planned => 0.75,
        Modality::Hedged => 0.6,
        Modality::Conditional | Modality::Hypothetical | Modality::Historical | Modality::Projected => 0.25,
    }
}

/// Certainty × 2^(−age / half-life); what is undated does not age.
pub(crate) fn weight(case: &Case, c: &Claim) -> f64 {
    let age = case.age(c).unwrap_or(0).max(0) as f64;
    certainty(c.modality) * (-age / HALF_LIFE).exp2()
}

/// The official positions, in order of the claims.
pub(crate) fn stands(case: &Case, claims: &[Claim]) -> Vec<Stand> {
    let mut out = Vec::new();
    for c in claims {
        let Some(p) = c.position().filter(|_| !is_advisory(case, c)) else { continue };
        let mut sides: Vec<usize> = Vec::new();
        for h in &p.holders {
            if let Some((side, Voice::Official)) = case.side(h)
                && !sides.contains(&side)
            {
                sides.push(side);
            }
        }
        // holders whom nobody knows speak for the side that the coder gave them
        if sides.is_empty() && p.holders.iter().all(|h| h.id().is_none()) {
            sides.extend(p.side.as_ref().and_then(|s| case.party(s)));
        }
        // "did not accept" is as good as a rejection; a rejection that is told as a denial is still one
        let refused =
            c.modality == Modality::Denied && p.stance.value() > 0.0 && !fragments::says_no(case.span(c, p.proposal));
        for side in sides {
            out.push(Stand {
                side,
                issue: p.issue.clone(),
                value: case.issues.value(&p.issue, case.span(c, p.proposal), case.words(c), p.stance, refused),
                stance: if refused { Stance::Opposes.value() } else { p.stance.value() },
                weight: weight(case, c),
                claim: c.id.clone(),
            });
        }
    }
    out
}

/// The rows that hold a position: issues of the dossier first, then those of the tables, then those of the texts alone,
/// the most spoken of first.
pub(crate) fn matrix(case: &Case, claims: &[Claim], stands: &[Stand]) -> Vec<MatrixRow> {
    let mut by_issue: BTreeMap<&str, Vec<&Stand>> = BTreeMap::new();
    for s in stands {
        by_issue.entry(&s.issue).or_default().push(s);
    }
    let mut rows: Vec<(&str, Vec<&Stand>)> = by_issue.into_iter().collect();
    rows.sort_by_key(|(issue, list)| (case.issues.rank(issue), Reverse(list.len()), issue.to_string()));
    rows.into_iter()
        .map(|(issue, list)| {
            let mut cells = BTreeMap::new();
            for (i, party) in case.sides.parties.iter().enumerate() {
                let own: Vec<&Stand> = list.iter().copied().filter(|s| s.side == i).collect();
                if !own.is_empty() {
                    cells.insert(party.name(), cell(case, claims, stands, i, &own));
                }
            }
            let poles = case.issues.row(issue).and_then(|r| r.pole_low.clone().zip(r.pole_high.clone()));
            MatrixRow { issue: issue.to_string(), label: case.issues.label(issue), poles, cells }
        })
        .collect()
}

fn cell(case: &Case, claims: &[Claim], all: &[Stand], side: usize, own: &[&Stand]) -> Cell {
    let of = |s: &&Stand| claims.iter().find(|c| c.id == s.claim);
    let mut newest: Vec<&Claim> = own.iter().filter_map(of).collect();
    newest.sort_by_key(|c| Reverse(case.time_key(c)));
    Cell {
        value: mean(own.iter().copied()).map(rounded),
        n: own.len(),
        last: newest.iter().filter_map(|c| case.when(c)).max_by_key(|w| (w.last(), w.first())),
        salience: rounded(salience(all, side, own)),
        claims: newest.into_iter().map(|c| c.id.clone()).collect(),
    }
}

/// Weighted mean between the poles, over the positions whose direction is known.
pub(crate) fn mean<'s>(stands: impl Iterator<Item = &'s Stand>) -> Option<f64> {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (s, v) in stands.filter_map(|s| s.value.map(|v| (s, v))) {
        sum += s.weight * v;
        weights += s.weight;
    }
    (weights > 0.0).then(|| sum / weights)
}

/// Share of the weight of a side's positions that lies on these.
pub(crate) fn salience(all: &[Stand], side: usize, own: &[&Stand]) -> f64 {
    let total: f64 = all.iter().filter(|s| s.side == side).map(|s| s.weight).sum();
    if total > 0.0 { own.iter().map(|s| s.weight).sum::<f64>() / total } else { 0.0 }
}
