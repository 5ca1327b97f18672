//! Answers in the words of the reports: sentences that tell by themselves what is asked.

use super::Composer;
use super::worth::once;
use crate::citation::CiteId;
use crate::line::{Line, Phrase};
use rapporteur_types::{ActorRef, Claim, Topic};
use std::collections::BTreeSet;

/// Beside sentences that answer by themselves a line is shown where its own is so likely to.
pub(super) const LIKELY: f64 = 0.3;

impl<'a> Composer<'a> {
    /// The sentences that tell something best, whole, each behind its day and outlet.
    pub(super) fn told(&mut self, topic: Topic, party: Option<&ActorRef>) -> Vec<Line> {
        let answer = self.dossier.told.iter().find(|t| t.topic == topic && t.party.as_ref() == party);
        let claims = answer.map(|t| self.all(&t.extracts)).unwrap_or_default();
        claims.into_iter().filter_map(|c| self.whole(Phrase::new(), c)).collect()
    }

    /// First the sentences that answer by themselves; then lines made of claims, from sentences that are at least likely to
    /// answer: all of them where no sentence does so by itself.
    pub(super) fn with_told(&mut self, told: Vec<Line>, mut made: Vec<Line>, topics: &[Topic]) -> Vec<Line> {
        let quoted: BTreeSet<CiteId> = told.iter().flat_map(Line::cites).collect();
        let least = if told.is_empty() { 0.0 } else { LIKELY };
        made.retain(|l| {
            let likely = self.all(l.claims()).into_iter().map(|c| self.tells(c, topics)).fold(0.0, f64::max);
            !l.is_not_stated() && likely >= least && !l.cites().iter().all(|c| quoted.contains(c))
        });
        let mut lines = told;
        lines.extend(made);
        once(&mut lines);
        lines
    }

    /// The best of the sentences of the last weeks that tell something and that no line before quotes, behind a lead.
    pub(super) fn told_lately(&mut self, lead: &str, topic: Topic, before: &[Line]) -> Option<Line> {
        let quoted: BTreeSet<CiteId> = before.iter().flat_map(Line::cites).collect();
        let answer = self.dossier.told.iter().find(|t| t.topic == topic && t.party.is_none())?;
        let lines = self.all(&answer.extracts).into_iter().filter(|c| self.is_fresh(c)).collect::<Vec<_>>();
        let mut lines = lines.into_iter().filter_map(|c| self.whole(Phrase::new().strong(lead), c));
        lines.find(|l| !l.cites().iter().any(|c| quoted.contains(c)))
    }

    /// A sentence, whole, behind its day and outlet.
    pub(super) fn whole(&mut self, lead: Phrase, claim: &'a Claim) -> Option<Line> {
        let first = claim.first();
        let phrase = lead.then(self.verbatim(&first.document, self.citations.sentence(first)?)?);
        let cites = self.cites(&[claim]);
        // whose sentence it is and of which day stands before it
        Line::cited(phrase.cite(cites), vec![claim.id.clone()], Vec::new())
    }

    /// How likely a sentence of a claim tells one of these by itself.
    pub(super) fn tells(&self, claim: &Claim, topics: &[Topic]) -> f64 {
        let told = claim.evidence.iter().filter_map(|e| self.topics.get(&super::place(e)));
        told.flat_map(|x| topics.iter().map(|t| x.tells(*t))).fold(0.0, f64::max)
    }
}
