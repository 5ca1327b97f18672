//! The questions that every brief answers, or says that the sources do not.

use super::Composer;
use crate::brief::{Group, Section};
use crate::line::{Line, Phrase};
use crate::wording;
use rapporteur_types::dossier::{Finding, Party, RoundStatus, StickingPoint};
use rapporteur_types::{ActorRef, Claim, EventType, Modality, RemarkKind, Stance, Topic};

/// Most lines of an answer.
const MOST: usize = 4;

/// Does whoever takes a stand want something by it? To accept or to offer is to give.
fn asks(stance: Stance) -> bool {
    !matches!(stance, Stance::Accepts | Stance::Offers | Stance::Concedes | Stance::Neutral)
}

impl<'a> Composer<'a> {
    pub(super) fn faq(&mut self) -> Section {
        use Topic::*;
        let d = self.dossier;
        let principals: Vec<&Party> = d.parties.iter().filter(|p| p.principal).collect();
        let mut groups = vec![self.answer("What are the talks about?", Self::focus, &[Subject], None)];
        groups.push(self.answer("Who mediates, and where do the sides meet?", Self::mediation, &[Mediation], None));
        let parties: Vec<&Party> = d.parties.iter().collect();
        let want = |who: &str, several: bool| format!("What {} {who} want?", if several { "do" } else { "does" });
        groups.extend(self.of_each(&parties, &want, Self::demands, &[Demand]));
        groups.push(self.answer("What are the main obstacles?", Self::obstacles, &[Obstacle], None));
        let question = "Has either side shown willingness to compromise?";
        groups.push(self.answer(question, Self::willingness, &[Compromise], None));
        // divisions are known of principals alone
        let back = |who: &str, _: bool| format!("Is there support for the talks within {who}?");
        groups.extend(self.of_each(&principals, &back, Self::support, &[Support, Opposition]));
        let earlier = |c: &mut Self| c.findings(&c.dossier.precedents);
        groups.push(self.answer("What came of earlier attempts?", earlier, &[Precedent], None));
        groups.push(self.answer("How great is the risk of escalation?", Self::escalation, &[Risk], None));
        groups.push(self.answer(
            "When and where is the next round, and what else is ahead?",
            Self::next_round,
            &[NextStep],
            None,
        ));
        let pressure = |c: &mut Self| c.findings(&c.dossier.pressure);
        groups.push(self.answer("What pressure is applied?", pressure, &[Pressure], None));
        let others = |c: &mut Self| c.findings(&c.dossier.third_parties);
        groups.push(self.answer("Who else is involved?", others, &[ThirdParty], None));
        Section { id: "faq", title: "Questions and answers", groups }
    }

    fn answer(
        &mut self,
        question: impl Into<String>,
        find: impl FnOnce(&mut Self) -> Vec<Line>,
        topics: &[Topic],
        party: Option<&ActorRef>,
    ) -> Group {
        let told: Vec<Line> = topics.iter().flat_map(|t| self.told(*t, party)).collect();
        let made = find(self);
        let mut lines = self.with_told(told, made, topics);
        if lines.is_empty() {
            lines.push(Line::not_stated());
        }
        Group::titled(question, lines).at_most(MOST)
    }

    /// One question for each party of which something is told; then one for all of them, where it is not known of whom a sentence
    /// tells, else for those of which nothing is told.
    fn of_each(
        &mut self,
        parties: &[&'a Party],
        question: &dyn Fn(&str, bool) -> String,
        find: fn(&mut Self, &Party) -> Vec<Line>,
        topics: &[Topic],
    ) -> Vec<Group> {
        let (mut out, mut rest) = (Vec::new(), Vec::new());
        for p in parties {
            let name = wording::name(&p.actor);
            let group = self.answer(question(&name, false), |c| find(c, p), topics, Some(&p.actor));
            if group.lines.iter().all(Line::is_not_stated) { rest.push(name) } else { out.push(group) }
        }
        // of whom a sentence tells is not known: then it may be of any of them
        let told: Vec<Line> = topics.iter().flat_map(|t| self.told(*t, None)).collect();
        let all = || parties.iter().map(|p| wording::name(&p.actor)).collect();
        let asked: Vec<String> = if told.is_empty() { rest } else { all() };
        if !asked.is_empty() {
            out.push(self.answer(question(&asked.join(" or "), asked.len() > 1), |_| Vec::new(), topics, None));
        }
        out
    }

    fn focus(&mut self) -> Vec<Line> {
        let d = self.dossier;
        // a sentence that names the subject is shown as it stands: who is read as taking part in it says nothing here
        let mut lines: Vec<Line> = Vec::new();
        for f in &d.agenda {
            let claims = self.all(&f.claims);
            let Some(first) = claims.first().filter(|_| f.label == "subject") else {
                lines.extend(self.finding(f));
                continue;
            };
            let sentence = self.citations.sentence(first.first());
            let phrase = sentence.and_then(|words| self.verbatim(&first.first().document, words));
            let cites = self.cites(&claims);
            lines.extend(phrase.and_then(|p| Line::cited(p.cite(cites), f.claims.clone(), Vec::new())));
        }
        if lines.is_empty() {
            lines = self.remarks(RemarkKind::Agenda);
        }
        if lines.is_empty() {
            lines.extend(self.first_report());
        }
        lines
    }

    fn mediation(&mut self) -> Vec<Line> {
        let d = self.dossier;
        let mut lines = self.findings(&d.mediators);
        lines.truncate(MOST - 1);
        let held = d.rounds.iter().rev().find(|r| r.place.is_some() && r.status != RoundStatus::Announced);
        let held = held.or(d.rounds.iter().rev().find(|r| r.place.is_some()));
        lines.extend(held.and_then(|r| self.round(r, Phrase::new().text("Latest round with a place: "))));
        lines
    }

    /// The positions of a side, those that ask for something first; newest first.
    fn demands(&mut self, party: &Party) -> Vec<Line> {
        let mut held: Vec<&Claim> = self
            .dossier
            .claims
            .iter()
            .rev()
            .filter(|c| {
                let p = c.position().filter(|p| asks(p.stance));
                let side = p.and_then(|p| p.side.as_ref().or(p.holders.first()));
                side.is_some_and(|a| self.belongs(a, party)) && !self.doubtful(c)
            })
            .collect();
        if held.is_empty() {
            let of = |c: &&Claim| {
                let s = c.statement().filter(|_| c.modality == Modality::Demanded);
                s.is_some_and(|s| s.speakers.iter().all(|a| self.belongs(a, party))) && !self.doubtful(c)
            };
            held = self.dossier.claims.iter().rev().filter(of).collect();
        }
        // what was wanted weeks ago may be settled: it answers only where nothing newer does
        if held.iter().any(|c| self.is_fresh(c)) {
            held.retain(|c| self.is_fresh(c));
        }
        held.sort_by_key(|c| match c.position().map(|p| p.stance) {
            Some(Stance::Demands | Stance::Insists) => 0,
            Some(Stance::Conditions | Stance::Offers | Stance::Supports) => 1,
            Some(Stance::Rejects | Stance::Opposes) => 2,
            _ => 3,
        });
        held.into_iter().filter_map(|c| self.line(c)).collect()
    }

    fn belongs(&self, actor: &ActorRef, party: &Party) -> bool {
        self.side(actor).and_then(|i| self.dossier.parties.get(i)).is_some_and(|p| p.actor == party.actor)
    }

    pub(super) fn obstacles(&mut self) -> Vec<Line> {
        let d = self.dossier;
        let mut lines = Vec::new();
        let points: Vec<&StickingPoint> = d.sticking_points.iter().filter(|p| self.bears_out(p)).take(MOST).collect();
        for p in points {
            let mut claims = self.all(&p.claims);
            claims.reverse();
            // The remark that calls it an obstacle answers best, then a present position.
            claims.sort_by_key(|c| {
                (c.remark().is_none_or(|r| r.about != RemarkKind::StickingPoint), p.history.contains(&c.id))
            });
            lines.extend(self.line_of(Phrase::new().strong(wording::capital(&p.label)).text(": "), &claims));
        }
        if lines.is_empty() {
            lines = self.remarks(RemarkKind::StickingPoint).into_iter().rev().collect();
        }
        if lines.is_empty() {
            lines = self.refusals();
        }
        lines
    }

    /// What the principals refuse or make depend on something, newest first: where nobody names an obstacle, that is one.
    fn refusals(&mut self) -> Vec<Line> {
        let held = self.dossier.claims.iter().rev().filter(|c| {
            let refuses = |s| matches!(s, Stance::Rejects | Stance::Opposes | Stance::Conditions);
            c.position().is_some_and(|p| refuses(p.stance))
                && !self.doubtful(c)
                && !self.hearsay(c)
                && self.of_principal(c)
        });
        let held: Vec<&Claim> = held.collect();
        held.into_iter().filter_map(|c| self.line(c)).take(MOST).collect()
    }

    fn willingness(&mut self) -> Vec<Line> {
        let shows = |c: &&Claim| {
            if c.modality == Modality::Denied {
                return false;
            }
            let actual = matches!(c.modality, Modality::Asserted | Modality::Hedged | Modality::Planned);
            let gives =
                c.position().is_some_and(|p| matches!(p.stance, Stance::Offers | Stance::Accepts | Stance::Concedes));
            let concedes = c.event().is_some_and(|e| e.event_type == EventType::Concede);
            c.remark().is_some_and(|r| r.about == RemarkKind::Willingness) || (actual && (gives || concedes))
        };
        let mut claims: Vec<&Claim> =
            self.dossier.claims.iter().filter(shows).filter(|c| !self.doubtful(c) && self.of_principal(c)).collect();
        // the newest first: what was offered last answers best
        claims.reverse();
        claims.sort_by_key(|c| c.remark().is_none());
        claims.into_iter().filter_map(|c| self.line(c)).collect()
    }

    /// Does a claim tell of a principal, or of somebody without a name? What others give way in is no answer.
    fn of_principal(&self, claim: &Claim) -> bool {
        let principal =
            |a: &ActorRef| self.side(a).is_some_and(|i| self.dossier.parties.get(i).is_some_and(|p| p.principal));
        let who = claim.actors();
        match claim.remark() {
            // the article's own reading, or a principal's
            Some(_) => claim.according_to.iter().all(|a| self.is_narrator(a) || principal(a)),
            None => who.iter().any(|a| principal(a)) || who.first().is_none_or(|a| a.id().is_none()),
        }
    }

    /// Is somebody the text itself, or its outlet?
    fn is_narrator(&self, a: &ActorRef) -> bool {
        let name = a.plain_name();
        a.id().is_none() && (name == "the article" || self.outlets.values().any(|o| *o == name))
    }

    /// Divisions and spoilers that a party's people have a part in.
    fn support(&mut self, party: &Party) -> Vec<Line> {
        let d = self.dossier;
        let of = |f: &&Finding| match &f.actor {
            Some(a) => self.belongs(a, party),
            None => self
                .all(&f.claims)
                .first()
                .and_then(|c| c.actors().first().copied())
                .is_some_and(|a| self.belongs(a, party)),
        };
        let found: Vec<&Finding> = d.internal_divisions.iter().chain(&d.spoilers).filter(of).collect();
        found.into_iter().filter_map(|f| self.finding(f)).collect()
    }

    fn escalation(&mut self) -> Vec<Line> {
        let mut lines = self.findings(&self.dossier.conditional_threats);
        lines.reverse();
        lines.truncate(MOST - 1);
        lines.extend(self.remarks(RemarkKind::Risk).into_iter().rev());
        if lines.is_empty() {
            lines = self.findings(&self.dossier.advisories);
        }
        lines
    }

    fn next_round(&mut self) -> Vec<Line> {
        let announced = self.upcoming();
        let mut lines: Vec<Line> = announced.into_iter().filter_map(|r| self.round(r, Phrase::new())).collect();
        let told = self.still_ahead();
        lines.extend(told.into_iter().filter_map(|c| self.line(c)));
        lines
    }
}
