//! The bottom line: at most five lines that a reader in a hurry takes away.

use super::Composer;
use super::describe::Form;
use crate::brief::{Group, Section};
use crate::line::{Line, Phrase};
use rapporteur_types::dossier::{Round, RoundStatus};
use rapporteur_types::{Claim, Modality, RemarkKind};

const MOST_LINES: usize = 5;

impl<'a> Composer<'a> {
    pub(super) fn bottom_line(&mut self) -> Section {
        let mut lines: Vec<Line> = Vec::new();
        lines.extend(self.state_of_talks());
        let crux = self.crux();
        if crux.is_none() {
            lines.extend(self.wants());
        }
        lines.extend(crux);
        let pressure = self.dossier.pressure.iter().max_by_key(|f| f.date);
        lines.extend(pressure.and_then(|f| self.headed("Pressure. ", &f.claims)));
        lines.extend(self.danger());
        lines.truncate(MOST_LINES - 1);
        lines.push(self.next().unwrap_or_else(|| Line::not_stated_for("Next round")));
        Section { id: "bottom-line", title: "Bottom line", groups: vec![Group::plain(lines)] }
    }

    fn headed(&mut self, head: &str, ids: &[rapporteur_types::ClaimId]) -> Option<Line> {
        let claims = self.all(ids);
        self.line_of(Phrase::new().strong(head), &claims)
    }

    fn state_of_talks(&mut self) -> Option<Line> {
        let dossier = self.dossier;
        let told = |r: &&Round| matches!(r.status, RoundStatus::Held | RoundStatus::Reported);
        let latest = dossier.rounds.iter().rev().find(told).or(dossier.rounds.last());
        if let Some(line) = latest.and_then(|r| self.round(r, Phrase::new().strong("State of the talks. "))) {
            return Some(line);
        }
        let any = dossier.agenda.last().or(dossier.mediators.last()).or(dossier.precedents.last())?;
        self.headed("State of the talks. ", &any.claims)
    }

    /// The first sticking point with what each principal says on it.
    fn crux(&mut self) -> Option<Line> {
        let dossier = self.dossier;
        let point = dossier.sticking_points.first()?;
        let row = dossier.matrix.iter().find(|r| r.issue == point.issue);
        let principals = dossier.parties.iter().filter(|p| p.principal);
        let mut claims: Vec<&Claim> = principals
            .filter_map(|p| row?.cells.get(p.actor.plain_name())?.claims.first())
            .filter_map(|id| self.get(id))
            .collect();
        if claims.is_empty() {
            claims = self.all(&point.claims);
            claims.truncate(2);
        }
        let mut phrase = Phrase::new().strong("Sticking point. ").text(format!("{}: ", point.label));
        let mut seen = Vec::new();
        for claim in claims {
            let Some(words) = self.describe(claim, Form::LABELLED) else { continue };
            let cites = self.cites(&[claim]);
            phrase = phrase.text(if seen.is_empty() { "" } else { "; " }).then(words).cite(cites);
            seen.push(claim);
        }
        let history = self.all(&point.history);
        if let Some(past) = history.first().filter(|_| point.broke_down) {
            let cites = self.cites(&[past]);
            if !cites.is_empty() {
                phrase = phrase.text("; earlier talks failed over it").cite(cites);
            }
        }
        let marks = seen.first().map(|c| self.marks(c)).unwrap_or_default();
        Line::cited(phrase, seen.iter().map(|c| c.id.clone()).collect(), marks)
    }

    /// Where no sticking point is known: the newest position of each principal, else its newest statement.
    fn wants(&mut self) -> Vec<Line> {
        let dossier = self.dossier;
        let mut out = Vec::new();
        for party in dossier.parties.iter().filter(|p| p.principal).take(2) {
            let of = |c: &&Claim, kind: &str| {
                c.kind() == kind
                    && c.modality != Modality::Denied
                    && c.actors().first().is_some_and(|a| {
                        self.side(a).and_then(|i| dossier.parties.get(i)).is_some_and(|p| p.actor == party.actor)
                    })
            };
            let found = dossier.claims.iter().rev().find(|c| of(c, "position"));
            let found = found.or_else(|| dossier.claims.iter().rev().find(|c| of(c, "statement")));
            out.extend(found.and_then(|c| self.line_of(Phrase::new().strong("Where they stand. "), &[c])));
        }
        out
    }

    fn danger(&mut self) -> Option<Line> {
        let dossier = self.dossier;
        if let Some(f) = dossier.conditional_threats.last() {
            return self.headed("Danger. ", &f.claims);
        }
        let risk = dossier.remarks(RemarkKind::Risk).last();
        if let Some(claim) = risk {
            return self.line_of(Phrase::new().strong("Danger. "), &[claim]);
        }
        dossier.advisories.last().and_then(|f| self.headed("Danger. ", &f.claims))
    }

    fn next(&mut self) -> Option<Line> {
        let lead = || Phrase::new().strong("What next. ");
        let dossier = self.dossier;
        if let Some(r) = dossier.rounds.iter().rev().find(|r| r.status == RoundStatus::Announced) {
            return self.round(r, lead());
        }
        let remark = dossier.remarks(RemarkKind::NextRound).last()?;
        self.line_of(lead(), &[remark])
    }
}
