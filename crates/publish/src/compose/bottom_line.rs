//! The bottom line: at most six lines that a reader in a hurry takes away.

use super::Composer;
use super::describe::Form;
use crate::brief::{Group, Section};
use crate::line::{Line, Mark, Phrase};
use crate::wording;
use rapporteur_types::dossier::{Finding, Round, RoundStatus, StickingPoint};
use rapporteur_types::{Claim, Modality, RemarkKind, Topic};

const MOST_LINES: usize = 6;
/// What documents of the last so many days say of a next round counts.
const FRESH: i32 = 14;
/// A danger of which documents of the last so many days speak is one still.
const DANGER: i32 = 14;

impl<'a> Composer<'a> {
    pub(super) fn bottom_line(&mut self) -> Section {
        let mut lines: Vec<Line> = Vec::new();
        lines.extend(self.state_of_talks());
        let obstacle = self.told_lately("What stands in the way. ", Topic::Obstacle, &lines);
        let crux = obstacle.or_else(|| self.crux());
        if crux.is_none() {
            lines.extend(self.wants());
        }
        lines.extend(crux);
        let pressure = self.told_lately("Pressure. ", Topic::Pressure, &lines);
        lines.extend(pressure.or_else(|| self.pressed()));
        let danger = self.told_lately("Danger. ", Topic::Risk, &lines);
        lines.extend(danger.or_else(|| self.danger()));
        lines.truncate(MOST_LINES - 1);
        let next = self.told_lately("What next. ", Topic::NextStep, &lines).or_else(|| self.next());
        lines.push(next.unwrap_or_else(|| Line::not_stated_for("Next round")));
        Section { id: "bottom-line", title: "Bottom line", groups: vec![Group::plain(lines)] }
    }

    fn pressed(&mut self) -> Option<Line> {
        let firm = |f: &&Finding| self.all(&f.claims).first().is_some_and(|c| !self.doubtful(c));
        let pressure = self.dossier.pressure.iter().filter(firm).max_by_key(|f| f.date)?;
        self.headed("Pressure. ", &pressure.claims)
    }

    fn headed(&mut self, head: &str, ids: &[rapporteur_types::ClaimId]) -> Option<Line> {
        let claims = self.all(ids);
        self.line_of(Phrase::new().strong(head), &claims)
    }

    /// The first sticking point with what each principal says on it.
    fn crux(&mut self) -> Option<Line> {
        let dossier = self.dossier;
        // what only doubtful positions contest is for readers with more time
        let firm = |p: &&StickingPoint| self.all(&p.claims).iter().any(|c| !self.doubtful(c));
        let point = dossier.sticking_points.iter().find(|p| firm(p) && self.bears_out(p))?;
        let row = dossier.matrix.iter().find(|r| r.issue == point.issue);
        let principals = dossier.parties.iter().filter(|p| p.principal);
        let firmest = |ids: &Vec<rapporteur_types::ClaimId>| {
            let held = self.all(ids);
            held.iter().find(|c| !self.doubtful(c) && !self.hearsay(c)).or(held.first()).copied()
        };
        let mut claims: Vec<&Claim> = principals
            .filter_map(|p| row?.cells.get(p.actor.plain_name()))
            .filter_map(|cell| firmest(&cell.claims))
            .collect();
        // what both want together divides nobody
        if let [a, b] = claims[..]
            && a.id == b.id
        {
            claims.clear();
        }
        if claims.is_empty() {
            claims = self.all(&point.claims);
            claims.truncate(2);
        }
        let mut phrase = Phrase::new().strong("Sticking point. ").text(format!("{}: ", wording::capital(&point.label)));
        let mut seen = Vec::new();
        for claim in claims {
            let Some(words) = self.describe(claim, Form::LABELLED) else { continue };
            let cites = self.cites(&[claim]);
            phrase = phrase.text(if seen.is_empty() { "" } else { "; " }).then(words).cite(cites);
            if let Some(day) = self.reported(claim) {
                phrase = phrase.text(format!(" ({})", Mark::Reported(day).words()));
            }
            seen.push(claim);
        }
        let history = self.all(&point.history);
        if let Some(past) = history.first().filter(|_| point.broke_down) {
            let cites = self.cites(&[past]);
            if !cites.is_empty() {
                phrase = phrase.text("; earlier talks failed over it").cite(cites);
            }
        }
        // each of several has its day beside it
        let mut marks = seen.first().map(|c| self.marks(c)).unwrap_or_default();
        marks.retain(|m| !matches!(m, Mark::Reported(_)));
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
            // where they stood some weeks ago is not where they stand
            let firm = |c: &&Claim| !self.doubtful(c) && !self.hearsay(c) && self.is_fresh(c);
            let newest = || dossier.claims.iter().rev().filter(firm);
            let found = newest().find(|c| of(c, "position"));
            let found = found.or_else(|| newest().find(|c| of(c, "statement") && says_enough(c)));
            out.extend(found.and_then(|c| self.line_of(Phrase::new().strong("Where they stand. "), &[c])));
        }
        out
    }

    fn danger(&mut self) -> Option<Line> {
        let dossier = self.dossier;
        let threats = &dossier.conditional_threats;
        // what was threatened long ago has come or gone
        let present = |c: &&Claim| self.published_within(c, DANGER);
        let firm = |f: &&Finding| self.all(&f.claims).first().is_some_and(|c| !self.doubtful(c) && present(c));
        if let Some(f) = threats.iter().rev().find(firm) {
            return self.headed("Danger. ", &f.claims);
        }
        let risk = dossier.remarks(RemarkKind::Risk).filter(present).last();
        if let Some(claim) = risk {
            return self.line_of(Phrase::new().strong("Danger. "), &[claim]);
        }
        let advisory = dossier.advisories.last().filter(|f| self.all(&f.claims).first().is_some_and(present));
        advisory.and_then(|f| self.headed("Danger. ", &f.claims))
    }

    fn next(&mut self) -> Option<Line> {
        let lead = || Phrase::new().strong("What next. ");
        if let Some(r) = self.upcoming().first() {
            return self.round(r, lead());
        }
        let remark = self.still_ahead().last().copied()?;
        self.line_of(lead(), &[remark])
    }

    /// What the newest documents say of a next round; what was said of it some weeks ago is not what is next.
    pub(super) fn still_ahead(&self) -> Vec<&'a Claim> {
        let told = self.dossier.remarks(RemarkKind::NextRound).filter(|c| self.is_fresh(c));
        let told: Vec<&Claim> = told.collect();
        // what the last of them says replaces what others expected
        let newest = told.iter().filter_map(|c| self.rank(c)).max();
        told.into_iter().filter(|c| self.rank(c) == newest).collect()
    }

    /// Was a claim published within the last two weeks, or is no day known?
    pub(super) fn is_fresh(&self, claim: &Claim) -> bool {
        self.published_within(claim, FRESH)
    }

    fn published_within(&self, claim: &Claim, most: i32) -> bool {
        self.age(claim).map_or(self.dossier.as_of.is_none(), |days| days <= most)
    }

    /// How many days before the day of the brief a claim was published, where both are known.
    pub(super) fn age(&self, claim: &Claim) -> Option<i32> {
        let published = self.sources.get(claim.first().document.0.as_str())?.published?;
        published.last().until(self.dossier.as_of?.first()).ok().map(|wait| wait.get_days())
    }

    /// Announced meetings that still lie ahead, the next first.
    pub(super) fn upcoming(&self) -> Vec<&'a Round> {
        let now = self.dossier.as_of;
        // without a date, what is announced in the newest documents alone is still to come
        let newest = |r: &Round| {
            let told = r.claims.first().and_then(|id| self.get(id)).and_then(|c| c.evidence.first());
            let source = told.and_then(|e| self.dossier.sources.iter().find(|s| s.document == e.document));
            let published = source.and_then(|s| s.published);
            published.zip(now).is_none_or(|(p, n)| p.last() >= n.first())
        };
        // a month is ahead as long as it has not begun; after that, while its announcement is new
        let new = |r: &Round| r.claims.first().and_then(|id| self.get(id)).is_some_and(|c| self.is_fresh(c));
        let ahead = |r: &&Round| match r.date.zip(now) {
            Some((d, n)) if d.day.is_none() => d.first() > n.last() || d.last() >= n.first() && new(r),
            // told before, and the day has come: newer reports tell what became of it
            Some((d, n)) => d.last() > n.last() || d.last() >= n.first() && newest(r),
            None => newest(r),
        };
        let announced = self.dossier.rounds.iter().filter(|r| r.status == RoundStatus::Announced);
        let mut out: Vec<&Round> = announced.filter(ahead).collect();
        out.sort_by_key(|r| r.date.is_none());
        out
    }
}

/// "They accepted it" tells a reader in a hurry nothing.
fn says_enough(claim: &Claim) -> bool {
    const LEAST: usize = 30;
    claim.statement().is_some_and(|s| s.content.iter().map(|x| x.len()).sum::<usize>() >= LEAST)
}
