//! The sections of the brief, in the order of reading.

use super::describe::Form;
use super::told::LIKELY;
use super::worth::once;
use super::{Composer, place};
use crate::brief::{Group, Section};
use crate::line::{Line, Phrase};
use crate::quote;
use crate::wording;
use rapporteur_types::dossier::{Finding, Round, RoundStatus, Source, StickingPoint};
use rapporteur_types::{ActorRef, Claim, RemarkKind, Topic};
use std::collections::{BTreeMap, BTreeSet};

/// Most lines under one heading; the rest is in the data form.
const MOST: usize = 24;
/// Most positions listed under one sticking point or side.
const SOME: usize = 8;
/// A meeting so many days from the day for which one was announced is that one.
const ABOUT: i32 = 21;

impl<'a> Composer<'a> {
    pub(super) fn sections(&mut self) -> Vec<Section> {
        use Topic::*;
        let d = self.dossier;
        let mut out = vec![self.bottom_line()];
        let groups = self.by_side("statement", MOST);
        out.push(Section { id: "statements", title: "What each side says", groups });
        let groups = self.by_side("position", SOME * 2);
        out.push(Section { id: "positions", title: "Positions", groups });
        let points = d.sticking_points.iter().filter(|p| self.bears_out(p)).collect::<Vec<_>>();
        let mut groups: Vec<Group> =
            points.into_iter().enumerate().filter_map(|(i, p)| self.sticking_point(i + 1, p)).collect();
        if d.generic || groups.is_empty() {
            let told = self.told(Topic::Obstacle, None);
            // what the questions and answers call obstacles is not "not stated" here
            let made = if groups.is_empty() { self.obstacles() } else { Vec::new() };
            groups.insert(0, Group::plain(self.with_told(told, made, &[Topic::Obstacle])).at_most(SOME));
        }
        out.push(Section { id: "sticking-points", title: "Sticking points and past failures", groups });
        let groups = vec![self.rounds(), self.events()];
        out.push(Section { id: "timeline", title: "Rounds and events", groups });
        let groups = vec![self.listed("", &d.pressure, &[Pressure]), self.listed("Advisories", &d.advisories, &[])];
        out.push(Section { id: "pressure", title: "Pressure", groups });
        let groups = vec![self.divisions(), self.listed("Against the talks", &d.spoilers, &[])];
        out.push(Section { id: "divisions", title: "Internal divisions", groups });
        let groups = vec![
            self.listed("Mediators and hosts", &d.mediators, &[]),
            self.listed("Others", &d.third_parties, &[ThirdParty]),
            self.listed("Threats that hang on a condition", &d.conditional_threats, &[]),
        ];
        out.push(Section { id: "third-parties", title: "Third parties and risks", groups });
        let groups = vec![self.listed("", &d.precedents, &[Precedent])];
        out.push(Section { id: "precedents", title: "Precedents", groups });
        let groups = vec![self.listed("", &d.watch, &[NextStep])];
        out.push(Section { id: "watch", title: "What to watch", groups });
        out.push(Section {
            id: "contradictions",
            title: "Where outlets contradict each other",
            groups: self.contradictions(),
        });
        for section in &mut out {
            section.groups.iter_mut().for_each(|g| once(&mut g.lines));
            section.groups.retain(|g| !g.lines.is_empty());
        }
        // An empty section says nothing, except that the statements, positions and sticking points are missed.
        out.retain(|s| !s.groups.is_empty() || ["statements", "positions", "sticking-points"].contains(&s.id));
        for section in out.iter_mut().filter(|s| s.groups.is_empty()) {
            section.groups.push(Group::plain(vec![Line::not_stated()]));
        }
        out.push(self.faq());
        out
    }

    /// Findings, behind the sentences that tell by themselves what they are about.
    fn listed(&mut self, title: &str, findings: &'a [Finding], topics: &[Topic]) -> Group {
        let told: Vec<Line> = topics.iter().flat_map(|t| self.told(*t, None)).collect();
        let (shown, rest) = findings.split_at(findings.len().min(2 * MOST));
        let made = self.findings(shown);
        let lines = self.with_told(told, made, topics);
        Group { title: (!title.is_empty()).then(|| title.to_string()), lines, more: rest.len() }.at_most(MOST)
    }

    /// What is at odds within each party.
    fn divisions(&mut self) -> Group {
        let d = self.dossier;
        let parties = d.parties.iter().map(|p| Some(&p.actor)).chain([None]);
        let told: Vec<Line> = parties.flat_map(|p| self.told(Topic::Opposition, p)).collect();
        let made = self.findings(&d.internal_divisions);
        Group::plain(self.with_told(told, made, &[Topic::Opposition, Topic::Support])).at_most(MOST)
    }

    /// Claims of one kind under the side that makes them, newest document first.
    fn by_side(&mut self, kind: &str, most: usize) -> Vec<Group> {
        let d = self.dossier;
        let mut sides: Vec<(String, Vec<&'a Claim>)> =
            d.parties.iter().map(|p| (wording::capital(&wording::name(&p.actor)), Vec::new())).collect();
        sides.push(("Others, and speakers not assigned to a side".into(), Vec::new()));
        let others = sides.len() - 1;
        let mut claims: Vec<&Claim> = d.claims.iter().filter(|c| c.kind() == kind && self.worth_a_line(c)).collect();
        let mut beside: BTreeMap<_, Vec<&Claim>> = BTreeMap::new();
        for c in &claims {
            beside.entry(place(c.first())).or_default().push(c);
        }
        claims.retain(|c| !self.said_better(c, &beside[&place(c.first())]));
        claims.sort_by_key(|c| std::cmp::Reverse(self.rank(c)));
        for claim in claims {
            let own = claim.position().and_then(|p| p.side.as_ref()).and_then(|a| self.side(a));
            let side = own.or_else(|| claim.actors().first().and_then(|a| self.side(a)));
            sides[side.unwrap_or(others)].1.push(claim);
        }
        // without a dossier file it is seldom a stand in these talks where others are read to stand
        if kind == "position" && d.generic && others > 0 {
            sides.pop();
        }
        let mut out = Vec::new();
        for (title, mut claims) in sides {
            let all = claims.len();
            if kind == "statement" {
                claims.retain(|c| self.describe(c, Form::LISTED).is_some());
                self.weightiest(&mut claims, most);
            }
            let lines: Vec<Line> = claims.iter().filter_map(|c| self.line(c)).take(most).collect();
            out.push(Group { title: Some(title), more: all - lines.len(), lines });
        }
        out
    }

    /// Place of a claim's document among the sources, where it has a day.
    pub(super) fn rank(&self, claim: &Claim) -> Option<usize> {
        let place = *self.ranks.get(&claim.first().document)?;
        self.dated(&self.dossier.sources[place]).then_some(place)
    }

    /// Has a document a day, or has none one? A report without a day is not the newest of those that have one.
    pub(super) fn dated(&self, source: &Source) -> bool {
        source.published.is_some() || self.dossier.as_of.is_none()
    }

    fn sticking_point(&mut self, n: usize, p: &'a StickingPoint) -> Option<Group> {
        let claims = self.all(&p.claims);
        let mut why = Vec::new();
        if p.named > 0 {
            why.push(if p.named == 1 {
                "one source calls it so".into()
            } else {
                format!("{} sources call it so", p.named)
            });
        }
        if p.distance >= 0.25 {
            why.push("the stated positions exclude each other".into());
        }
        if p.broke_down {
            why.push("earlier talks are said to have failed over it".into());
        }
        let why = match why.is_empty() {
            true if p.distance > 0.0 => "the sides’ positions on it differ".to_string(),
            true => "talks are said to have failed over it".to_string(),
            false => why.join("; "),
        };
        let mut lines: Vec<Line> = self
            .cited(Phrase::new().text(format!("Why it is here: {why}")), &claims)
            .map(Line::without_marks)
            .into_iter()
            .collect();
        let now: Vec<&Claim> =
            claims.iter().filter(|c| !p.history.contains(&c.id) && self.worth_a_line(c)).copied().collect();
        // the event behind a position that is shown adds nothing to it
        let shown: Vec<_> = now.iter().filter(|c| c.position().is_some()).map(|c| place(c.first())).collect();
        let now = now.into_iter().filter(|c| c.event().is_none() || !shown.contains(&place(c.first())));
        lines.extend(now.take(SOME).filter_map(|c| self.line_of(Phrase::new(), &[c])));
        for past in self.all(&p.history).into_iter().take(SOME) {
            lines.extend(self.line_of(Phrase::new().text("Past: "), &[past]));
        }
        (!lines.is_empty()).then(|| Group::titled(format!("{n}. {}", wording::capital(&p.label)), lines))
    }

    /// Is a sticking point one? Without a dossier file positions meet on a word that they share; then a sentence must be likely to tell
    /// of an obstacle.
    pub(super) fn bears_out(&self, p: &StickingPoint) -> bool {
        let called = |c: &Claim| c.remark().is_some_and(|r| r.about == RemarkKind::StickingPoint);
        let tells = |c: &Claim| called(c) || self.tells(c, &[Topic::Obstacle]) >= LIKELY;
        !self.dossier.generic || self.all(&p.claims).into_iter().any(tells)
    }

    fn rounds(&mut self) -> Group {
        let d = self.dossier;
        let rounds: Vec<&Round> = d.rounds.iter().rev().filter(|r| !self.is_overtaken(r)).collect();
        let lines: Vec<Line> = rounds.into_iter().filter_map(|r| self.round(r, Phrase::new())).collect();
        Group::titled("Rounds", lines).at_most(MOST)
    }

    /// Was a meeting announced, and a later report tells of one near its day, or of any where it has none? Then that is the one.
    fn is_overtaken(&self, r: &Round) -> bool {
        let told = |r: &Round| self.all(&r.claims).into_iter().filter_map(|c| self.rank(c)).max();
        let near = |h: &Round| match r.date.zip(h.date) {
            Some((a, b)) => a.first().until(b.first()).is_ok_and(|wait| wait.get_days().abs() <= ABOUT),
            None => true,
        };
        if r.status != RoundStatus::Announced {
            return false;
        }
        // of a report without a day it is not known whether another is later
        let Some(announced) = told(r) else { return false };
        self.dossier.rounds.iter().any(|h| {
            let held = matches!(h.status, RoundStatus::Held | RoundStatus::Reported | RoundStatus::Disputed);
            held && near(h) && told(h) > Some(announced)
        })
    }

    /// A round in words: day, place, status, format, parties, mediators, and the words that tell it.
    pub(super) fn round(&mut self, r: &'a Round, lead: Phrase) -> Option<Line> {
        let d = self.dossier;
        let claims = self.all(&r.claims);
        let first = claims.first()?;
        let claimed;
        let status = match r.status {
            RoundStatus::Disputed => {
                claimed = self.dispute(r);
                &claimed
            }
            RoundStatus::Announced => "announced, not told as held",
            RoundStatus::Held => "held",
            RoundStatus::Postponed => "postponed",
            RoundStatus::Cancelled => "cancelled",
            RoundStatus::Reported => "reported",
        };
        let names = |list: &[ActorRef]| wording::list(&list.iter().map(wording::name).collect::<Vec<_>>());
        let day = r.date.map_or_else(|| "Date not stated".to_string(), |d| d.words());
        let lead = if lead.runs.is_empty() { lead.strong(day) } else { lead.text(day) };
        let mut parts: Vec<String> = r.place.as_deref().map(quote::tidy).into_iter().collect();
        parts.push(match &r.format {
            Some(f) => format!("{status}, {f}"),
            None => status.to_string(),
        });
        if !r.parties.is_empty() {
            parts.push(names(&r.parties));
        }
        let part = |a: &ActorRef| {
            let found = d.mediators.iter().find(|f| f.actor.as_ref() == Some(a));
            match found.map(|f| f.label.as_str()) {
                Some("host") => "hosted by",
                Some(l) if l.starts_with("offers") => "mediation or venue offered by",
                _ => "mediated by",
            }
        };
        for how in ["mediated by", "hosted by", "mediation or venue offered by"] {
            let list: Vec<ActorRef> = r.mediators.iter().filter(|a| part(a) == how).cloned().collect();
            if !list.is_empty() {
                parts.push(format!("{how} {}", names(&list)));
            }
        }
        let words = self.words(first)?;
        let mut phrase = lead.text(format!(" · {}", parts.join(" · "))).text(" — ").quote(words);
        let mut denials = self.all(&r.denials);
        // a denial in the side's own words before one that others tell
        denials.sort_by_key(|c| (self.doubtful(c), !c.according_to.is_empty()));
        if let Some(denial) = denials.first().and_then(|c| self.describe(c, Form::LABELLED)) {
            phrase = phrase.text("; against this: ").then(denial);
        }
        let told: Vec<&Claim> = claims.into_iter().chain(denials).collect();
        self.cited(phrase, &told)
    }

    /// "claimed by Peru, denied by Chile".
    fn dispute(&self, r: &Round) -> String {
        let sides = |claims: Vec<&'a Claim>, who: &dyn Fn(&'a Claim) -> Vec<&'a ActorRef>| {
            let found: BTreeSet<usize> = claims.into_iter().flat_map(who).filter_map(|a| self.side(a)).collect();
            let names = found.into_iter().filter_map(|i| self.dossier.parties.get(i)).map(|p| wording::name(&p.actor));
            wording::list(&names.collect::<Vec<_>>())
        };
        let claimed = sides(self.all(&r.claims), &|c| c.according_to.iter().collect());
        let denied = sides(self.all(&r.denials), &|c| c.actors().into_iter().take(1).collect());
        format!("claimed by {claimed}, denied by {denied}")
    }

    /// The words of a claim's sentence: the clause of an event, else the sentence.
    fn words(&self, claim: &Claim) -> Option<String> {
        let first = claim.evidence.first()?;
        let text = &self.citations.document(first)?.text;
        let sentence = self.citations.sentence(first)?;
        Some(match claim.event() {
            Some(e) if claim.modality.is_actual() && quote::is_long(sentence.of(text)) => {
                quote::clause(text, sentence, e.trigger.cover(first.span))
            }
            _ => quote::whole(sentence.of(text)),
        })
    }

    /// Events, newest first; those without a date come last, in the order of the documents.
    fn events(&mut self) -> Group {
        let mut events: Vec<&Claim> = self.dossier.claims.iter().filter(|c| c.event().is_some()).collect();
        events.sort_by_key(|c| std::cmp::Reverse(c.event().and_then(|e| e.date).map(|d| (d.first(), d.last()))));
        let lines: Vec<Line> = events.iter().filter_map(|c| self.line(c)).take(MOST * 2).collect();
        let more = events.len() - lines.len();
        Group { title: Some("Events".into()), lines, more }
    }

    fn contradictions(&mut self) -> Vec<Group> {
        let d = self.dossier;
        let mut out = Vec::new();
        for c in &d.contradictions {
            let claims = [self.get(&c.one), self.get(&c.other)];
            let lines: Vec<Line> = claims
                .into_iter()
                .flatten()
                .filter_map(|claim| {
                    let told = format!("{} tells: ", self.outlet_name(claim));
                    self.line_of(Phrase::new().text(told), &[claim])
                })
                .collect();
            // One half of a contradiction contradicts nothing.
            if lines.len() == 2 {
                out.push(Group::titled(wording::capital(&c.about), lines));
            }
        }
        out
    }

    fn outlet_name(&self, claim: &Claim) -> String {
        let id = claim.evidence.first().map(|e| e.document.0.as_str()).unwrap_or_default();
        self.outlets.get(id).map_or_else(|| "One source".to_string(), |o| o.to_string())
    }

    /// Remarks of one sort as lines, newest last.
    pub(super) fn remarks(&mut self, about: RemarkKind) -> Vec<Line> {
        let d = self.dossier;
        d.remarks(about).filter_map(|c| self.line(c)).collect()
    }
}
