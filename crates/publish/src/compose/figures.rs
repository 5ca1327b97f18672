//! What is drawn: the position matrix and the timeline.

use super::Composer;
use crate::brief::{Lane, MatrixIssue, MatrixSide, Moment};
use crate::line::Phrase;
use crate::quote;
use crate::wording;
use rapporteur_types::dossier::{MatrixRow, RoundStatus};
use rapporteur_types::plover::QuadClass;
use rapporteur_types::{Claim, EventType, Modality};
use std::collections::BTreeSet;

/// Most stances told in words for one side on one issue.
const STANCES: usize = 2;
/// Most marks on the timeline: the latest.
const MOMENTS: usize = 160;

impl<'a> Composer<'a> {
    pub(super) fn matrix(&mut self) -> Vec<MatrixIssue> {
        let d = self.dossier;
        let mut order: Vec<&str> = d.parties.iter().map(|p| p.actor.plain_name()).collect();
        let rest: BTreeSet<&str> = d.matrix.iter().flat_map(|r| r.cells.keys()).map(String::as_str).collect();
        order.extend(rest.into_iter().filter(|s| !d.parties.iter().any(|p| p.actor.plain_name() == *s)));
        let mut out = Vec::new();
        for row in &d.matrix {
            let mut sides = Vec::new();
            for (rank, side) in order.iter().enumerate() {
                let Some(cell) = row.cells.get(*side) else { continue };
                let words = self.stances(&cell.claims);
                if words.is_empty() {
                    continue;
                }
                let (value, n, last) = (cell.value, cell.n, cell.last);
                sides.push(MatrixSide { side: side.to_string(), rank, value, n, last, words });
            }
            if !sides.is_empty() && self.compares(row, sides.len()) {
                out.push(MatrixIssue { label: row.label.clone(), poles: row.poles.clone(), sides });
            }
        }
        out
    }

    /// Is a row worth showing? An issue of the dossier file is. What fits an issue of the tables by a word that they share, or has its name from one text, one stand
    /// does not bear out: two sides stand on it, or two documents tell of it. What stands on no issue compares nothing.
    fn compares(&self, row: &MatrixRow, sides: usize) -> bool {
        let of_file = !self.dossier.generic && row.poles.is_some() && !row.issue.starts_with("other:");
        let claims = row.cells.values().flat_map(|c| self.all(&c.claims));
        let documents: BTreeSet<_> = claims.flat_map(|c| &c.evidence).map(|e| &e.document).collect();
        row.issue != "other" && (of_file || sides > 1 || documents.len() > 1)
    }

    /// "rejects “…” [3], reportedly offers “…” [5]".
    fn stances(&mut self, ids: &[rapporteur_types::ClaimId]) -> Phrase {
        let mut out = Phrase::new();
        let mut claims = self.all(ids);
        claims.retain(|c| self.worth_a_line(c));
        for claim in claims.into_iter().take(STANCES) {
            let Some((p, first)) = claim.position().zip(claim.evidence.first()) else { continue };
            let Some(document) = self.citations.document(first) else { continue };
            let cites = self.cites(&[claim]);
            if cites.is_empty() {
                continue;
            }
            let words = quote::tidy(quote::proposal(p.proposal.of(&document.text)));
            let modality = wording::told(claim.modality, &words);
            let verb = wording::stance(p.stance, modality, false, &words);
            let lead = if modality == Modality::Denied { "denied: " } else { "" };
            let join = if out.is_empty() { "" } else { "; " };
            out = out.text(format!("{join}{lead}{verb} ")).quote(words).cite(cites);
        }
        out
    }

    pub(super) fn timeline(&mut self) -> Vec<Moment> {
        let d = self.dossier;
        let mut out = Vec::new();
        let mut told = BTreeSet::new();
        for r in &d.rounds {
            told.extend(r.claims.iter());
            let claims = self.all(&r.claims);
            let (Some(when), Some(cite)) = (r.date, self.cites(&claims).first().copied()) else { continue };
            let hollow = !matches!(r.status, RoundStatus::Held | RoundStatus::Reported);
            let place = r.place.as_deref().map(|p| format!(", {}", quote::tidy(p))).unwrap_or_default();
            let label = format!("{}: round {}{place}", when.words(), r.number);
            out.push(Moment { when, lane: Lane::Talks, hollow, label, cite });
        }
        for claim in d.claims.iter().filter(|c| !told.contains(&c.id) && c.modality != Modality::Denied) {
            let Some((e, when)) = claim.event().and_then(|e| e.date.map(|w| (e, w))) else { continue };
            let Some(cite) = self.cites(&[claim]).first().copied() else { continue };
            let hollow = !claim.modality.is_actual();
            let label = label(claim, e.event_type, &when.words());
            out.push(Moment { when, lane: lane(e.event_type), hollow, label, cite });
        }
        out.sort_by_key(|m| (m.when.first(), m.when.last(), m.lane));
        out.drain(..out.len().saturating_sub(MOMENTS));
        out
    }
}

fn label(claim: &Claim, event: EventType, when: &str) -> String {
    let names: Vec<&str> = claim.actors().iter().map(|a| a.plain_name()).collect();
    let standing = wording::standing(event, claim.modality);
    let standing = if standing.is_empty() { String::new() } else { format!(" ({standing})") };
    format!("{when}: {}{standing} {}", event.name(), names.join(", "))
}

fn lane(event: EventType) -> Lane {
    match (event, event.quad()) {
        (EventType::Consult, _) => Lane::Talks,
        (_, QuadClass::VerbalCooperation | QuadClass::MaterialCooperation) => Lane::Cooperation,
        _ => Lane::Conflict,
    }
}
