//! What every part of the projection looks up: documents, sides, tables, and the words and days of a claim.

use crate::issues::Issues;
use crate::mediation;
use crate::parties::{Sides, Voice};
use crate::sources::Read;
use crate::units::Units;
use crate::venues::Venues;
use jiff::civil::Date;
use rapporteur_types::{ActorRef, Claim, ClaimBody, DocumentId, EventType, Evidence, Modality, RemarkKind, Span, When};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What happened within so many days is news.
pub(crate) const NEWS: i64 = 31;

/// One negotiation as of a day.
pub(crate) struct Case<'a> {
    /// Documents published until then, in order.
    pub docs: Vec<Read<'a>>,
    /// Place of each document in `docs`.
    pub at: HashMap<&'a DocumentId, usize>,
    /// "Now".
    pub as_of: Option<When>,
    /// Actors.
    pub units: Units<'a>,
    /// Parties and mediators.
    pub sides: Sides,
    /// Found in the texts alone, without a dossier file.
    pub generic: bool,
    /// Issues.
    pub issues: Issues<'a>,
    /// Place (lower case) → name of its state, lower case.
    pub states: BTreeMap<String, String>,
    /// By which places these talks are called.
    pub venues: Venues,
}

impl Case<'_> {
    /// Place of the claim's document.
    pub fn doc(&self, e: &Evidence) -> usize {
        self.at.get(&e.document).copied().unwrap_or(usize::MAX)
    }

    /// The words of a piece of evidence.
    pub fn quote(&self, e: &Evidence) -> &str {
        self.docs.get(self.doc(e)).map_or("", |d| e.span.of(&d.coded.document.text))
    }

    /// The words that a claim was coded from.
    pub fn words(&self, c: &Claim) -> &str {
        self.quote(c.first())
    }

    /// The paragraph around a claim.
    pub fn paragraph(&self, c: &Claim) -> &str {
        let Some(d) = self.docs.get(self.doc(c.first())) else { return "" };
        let text = d.coded.document.text.as_str();
        text.get(paragraph_at(text, c.first().span)).unwrap_or("")
    }

    /// The paragraph around a claim; of a long one, as where a text has none, what stands near it, in whole words.
    pub fn surroundings(&self, c: &Claim) -> &str {
        const LONG: usize = 900;
        const NEAR: usize = 400;
        let Some(d) = self.docs.get(self.doc(c.first())) else { return "" };
        let (text, span) = (d.coded.document.text.as_str(), c.first().span);
        let all = paragraph_at(text, span);
        if all.len() <= LONG {
            return text.get(all).unwrap_or("");
        }
        let space = |at: &usize| text.as_bytes()[*at].is_ascii_whitespace();
        let start =
            (all.start..span.start.min(all.end).saturating_sub(NEAR)).rev().find(space).map_or(all.start, |at| at + 1);
        let end = (span.end + NEAR..all.end).find(space).unwrap_or(all.end);
        text.get(start..end).unwrap_or("")
    }

    /// Does the sentence of a claim tell of other talks alone?
    pub fn of_other_talks(&self, c: &Claim) -> bool {
        self.venues.elsewhere(self.sentence(c.first()), &self.sides)
    }

    /// A span of the document of a claim, in words.
    pub fn span(&self, c: &Claim, span: Span) -> &str {
        self.docs.get(self.doc(c.first())).map_or("", |d| span.of(&d.coded.document.text))
    }

    /// A span of the document of a claim and what follows it in its sentence.
    pub fn rest_of_sentence(&self, c: &Claim, span: Span) -> &str {
        let Some(d) = self.docs.get(self.doc(c.first())) else { return "" };
        let text = d.coded.document.text.as_str();
        text.get(span.start..sentence_end(text, span.end)).unwrap_or("")
    }

    /// The sentence around a piece of evidence, by punctuation.
    pub fn sentence(&self, e: &Evidence) -> &str {
        let Some(d) = self.docs.get(self.doc(e)) else { return "" };
        let text = d.coded.document.text.as_str();
        let before = text.get(..e.span.start).unwrap_or("");
        let mut space = true;
        let start = before.char_indices().rev().find(|(_, ch)| {
            let ends = *ch == '\n' || (space && matches!(ch, '.' | '?' | '!' | ';'));
            space = ch.is_whitespace();
            ends
        });
        let start = start.map_or(0, |(i, ch)| i + ch.len_utf8());
        text.get(start..sentence_end(text, e.span.end)).unwrap_or("").trim()
    }

    /// Last day on which the claim's document can have been published.
    pub fn published(&self, c: &Claim) -> Option<Date> {
        self.docs.get(self.doc(c.first())).and_then(|d| d.source.published).map(When::last)
    }

    /// The date that the claim itself carries.
    pub fn stated(&self, c: &Claim) -> Option<When> {
        match &c.body {
            ClaimBody::Event(e) => e.date,
            ClaimBody::Remark(r) => r.date,
            _ => None,
        }
    }

    /// When the claim holds: its own date, else the day of publication.
    pub fn when(&self, c: &Claim) -> Option<When> {
        self.stated(c).or_else(|| self.docs.get(self.doc(c.first())).and_then(|d| d.source.published))
    }

    /// Key that puts claims in order of time, the undated first, then of document and place.
    pub fn time_key(&self, c: &Claim) -> (Option<Date>, usize, usize, String) {
        (self.when(c).map(When::first), self.doc(c.first()), c.first().span.start, c.id.0.clone())
    }

    /// Days from the claim to "now"; none where a date is missing.
    pub fn age(&self, c: &Claim) -> Option<i64> {
        Some(days(self.when(c)?.last(), self.as_of?.last()))
    }

    /// Has a time of which a claim tells gone by? A day that was told before has when it comes: newer reports tell what became of it.
    pub fn has_come(&self, c: &Claim, when: When) -> bool {
        let told_before = || when.day.is_some() && self.published(c).is_some_and(|p| p < when.first());
        self.as_of.is_some_and(|now| when.last() < now.first() || when.last() == now.first() && told_before())
    }

    /// Told as past: historical, or dated more than a month before "now".
    pub fn is_past(&self, c: &Claim) -> bool {
        c.modality == Modality::Historical
            || self.stated(c).is_some_and(|w| self.as_of.is_some_and(|n| days(w.last(), n.last()) > NEWS))
    }

    /// The same, seen from the day on which it was published: no news then.
    pub fn told_as_past(&self, c: &Claim) -> bool {
        c.modality == Modality::Historical
            || self.stated(c).zip(self.published(c)).is_some_and(|(w, p)| days(w.last(), p) > NEWS)
    }

    /// Party and voice of an actor.
    pub fn side(&self, a: &ActorRef) -> Option<(usize, Voice)> {
        self.sides.of(a, &self.units)
    }

    /// The party of an actor.
    pub fn party(&self, a: &ActorRef) -> Option<usize> {
        self.side(a).map(|s| s.0)
    }

    /// Parties of some actors.
    pub fn parties<'b>(&self, actors: impl IntoIterator<Item = &'b ActorRef>) -> BTreeSet<usize> {
        actors.into_iter().filter_map(|a| self.party(a)).collect()
    }

    /// Parties that some words name.
    pub fn named(&self, text: &str) -> BTreeSet<usize> {
        self.sides.names.find(text).into_iter().map(|n| n.owner).collect()
    }

    /// Who an actor is when two reports are compared: its side where it speaks for one, else its unit, else its words.
    pub fn identity(&self, a: &ActorRef) -> String {
        match (self.side(a), a.id()) {
            (Some((i, Voice::Official)), _) => format!("side {i}"),
            (Some((_, Voice::Within)), Some(id)) => id.0.clone(),
            _ => match self.units.unit(a).and_then(|u| u.id().cloned()) {
                Some(id) => id.0,
                None => a.id().map_or_else(|| a.plain_name().to_lowercase(), |i| i.0.clone()),
            },
        }
    }

    /// Who publishes the claim's document: the outlet, or the document itself where none is named.
    pub fn outlet(&self, e: &Evidence) -> String {
        match self.docs.get(self.doc(e)) {
            Some(d) => d.source.publisher(),
            None => e.document.0.clone(),
        }
    }

    /// Independent voices behind some evidence: outlets, where copies of one text, and of one wording, count once.
    pub fn independent<'b>(&self, evidence: impl IntoIterator<Item = &'b Evidence>) -> usize {
        let mut outlets: BTreeSet<String> = BTreeSet::new();
        let mut wordings: BTreeSet<String> = BTreeSet::new();
        let mut texts: BTreeSet<&DocumentId> = BTreeSet::new();
        for e in evidence {
            let wording = crate::words::lower(self.quote(e)).join(" ");
            let text = self.docs.get(self.doc(e)).and_then(|d| d.source.copy_of.as_ref()).unwrap_or(&e.document);
            let known = outlets.contains(&self.outlet(e));
            if !known && wordings.insert(wording) && texts.insert(text) {
                outlets.insert(self.outlet(e));
            }
        }
        outlets.len()
    }

    /// Issues of a claim: its own, and for remarks and events those that their words name.
    pub fn issues_of(&self, c: &Claim) -> Vec<String> {
        match &c.body {
            ClaimBody::Position(p) => vec![p.issue.clone()],
            ClaimBody::Remark(r) => {
                let mut out = self.issues.find(self.span(c, r.clause));
                if out.is_empty() && r.issue.is_none() {
                    // "the open questions are": the clause may end before what it introduces
                    out = self.issues.find(self.rest_of_sentence(c, r.clause));
                }
                if let Some(i) = r.issue.as_ref().filter(|i| !out.contains(i)) {
                    out.push(i.clone());
                }
                out
            }
            _ => self.issues.find(self.words(c)),
        }
    }

    /// Does a claim show somebody mediating?
    pub fn shows_mediation(&self, c: &Claim) -> bool {
        match &c.body {
            ClaimBody::Remark(r) => r.about == RemarkKind::Mediation,
            ClaimBody::Event(e) => {
                matches!(e.event_type, EventType::Consult | EventType::Agree) && mediation::cue(self.words(c)).is_some()
            }
            _ => false,
        }
    }

    /// May two names of places mean one place? A city fits its state.
    pub fn same_place(&self, a: &str, b: &str) -> bool {
        let (a, b) = (a.trim().to_lowercase(), b.trim().to_lowercase());
        let state = |x: &String| self.states.get(x).cloned();
        a.contains(&b) || b.contains(&a) || state(&a).is_some_and(|s| s == b) || state(&b).is_some_and(|s| s == a)
    }
}

/// Between the empty lines around a span.
fn paragraph_at(text: &str, span: Span) -> std::ops::Range<usize> {
    let start = text.get(..span.start).and_then(|t| t.rfind("\n\n")).map_or(0, |i| i + 2);
    let end = text.get(span.end..).and_then(|t| t.find("\n\n")).map_or(text.len(), |i| span.end + i);
    start..end
}

/// Byte place of the next full stop or end of line.
fn sentence_end(text: &str, from: usize) -> usize {
    let tail = text.get(from..).unwrap_or("");
    let end = tail.char_indices().find(|(i, ch)| {
        let after = tail[i + ch.len_utf8()..].chars().next();
        *ch == '\n' || (matches!(ch, '.' | '?' | '!' | ';') && after.is_none_or(char::is_whitespace))
    });
    from + end.map_or(tail.len(), |e| e.0)
}

/// Days from one date to another, negative where the second is earlier.
pub(crate) fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |s| i64::from(s.get_days()))
}

/// A day as a count of days: the difference of two is [`days`], and quickly found.
pub(crate) fn day_number(day: Date) -> i64 {
    days(Date::constant(1970, 1, 1), day)
}

/// Four digits behind the point, so that the same dossier is written the same everywhere.
pub(crate) fn rounded(x: f64) -> f64 {
    let r = (x * 1e4).round() / 1e4;
    if r == 0.0 { 0.0 } else { r }
}
