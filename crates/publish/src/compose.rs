//! Dossier → brief: what is said, in which order, and which sentence stands behind it.

mod bottom_line;
mod describe;
mod faq;
mod figures;
mod sections;
mod state;
mod told;
mod worth;

use crate::brief::{Brief, Head, MatrixIssue, Moment, Section};
use crate::citation::{Citation, Citations, CiteId};
use crate::line::{Line, Mark, Phrase};
use crate::wording;
use describe::Form;
use rapporteur_types::dossier::{Finding, Source, Voices};
use rapporteur_types::{
    ActorRef, Claim, ClaimId, Document, DocumentId, Dossier, Evidence, Extract, Modality, OutletKind, When,
};
use std::collections::{BTreeMap, BTreeSet};

/// Most citations at the end of a line.
const MOST_CITES: usize = 5;

/// Compose the brief of a dossier. `documents` are those that the dossier's claims quote; a claim whose document is
/// not among them cannot be cited and is therefore not in the brief.
pub fn compose(dossier: &Dossier, documents: &[Document]) -> Brief {
    let mut c = Composer::new(dossier, documents);
    let mut sections = c.sections();
    let mut matrix = c.matrix();
    let mut timeline = c.timeline();
    let citations = renumber(c.citations, &mut sections, &mut matrix, &mut timeline);
    Brief {
        head: head(dossier),
        sections,
        matrix,
        timeline,
        left_out: dossier.left_out.iter().map(|l| (l.reason.clone(), l.count)).collect(),
        citations,
        sources: dossier.sources.clone(),
        definitions: wording::DEFINITIONS.to_vec(),
    }
}

/// Number the citations in the order of reading; those of lines that were cut are dropped.
fn renumber(
    citations: Citations,
    sections: &mut [Section],
    matrix: &mut [MatrixIssue],
    timeline: &mut [Moment],
) -> Vec<Citation> {
    let lines = sections.iter().flat_map(Section::lines).flat_map(Line::cites);
    let cells = matrix.iter().flat_map(|i| &i.sides).flat_map(|s| s.words.cites());
    let used: Vec<CiteId> = lines.chain(cells).chain(timeline.iter().map(|m| m.cite)).collect();
    let (citations, table) = citations.finish(used.into_iter());
    sections.iter_mut().flat_map(|s| &mut s.groups).flat_map(|g| &mut g.lines).for_each(|l| l.renumber(&table));
    matrix.iter_mut().flat_map(|i| &mut i.sides).for_each(|s| s.words.renumber(&table));
    timeline.iter_mut().for_each(|m| m.cite = m.cite.renumbered(&table));
    citations
}

fn head(dossier: &Dossier) -> Head {
    use OutletKind::*;
    let kinds = [Official, StateMedia, Agency, Secondary, Unknown]
        .into_iter()
        .map(|k| (k, dossier.sources.iter().filter(|s| s.kind == k).count()))
        .filter(|(_, n)| *n > 0)
        .collect();
    let days = || dossier.sources.iter().filter_map(|s| s.published);
    let first = days().min_by_key(|w| w.first());
    let last = days().max_by_key(|w| w.last());
    Head {
        title: dossier.title.clone(),
        as_of: dossier.as_of,
        kinds,
        period: first.zip(last),
        estimated: dossier.sources.iter().any(|s| s.estimated),
        unread: dossier.sources.iter().filter(|s| s.unread).count() + dossier.elsewhere.unread as usize,
        elsewhere: dossier.elsewhere.documents - dossier.elsewhere.unread.min(dossier.elsewhere.documents),
        voices: Voices::of(&dossier.sources),
        changed: dossier.sources.iter().filter(|s| s.changed_in.is_some()).count(),
        one_outlet: outlets(dossier).len() <= 1,
        generic: dossier.generic,
    }
}

/// The outlets that are read; a document without an outlet counts as one of its own.
fn outlets(dossier: &Dossier) -> BTreeSet<&str> {
    dossier.sources.iter().filter(|s| !s.unread).map(|s| s.outlet.as_deref().unwrap_or(&s.name)).collect()
}

/// Document and sentence.
fn place(e: &Evidence) -> (&DocumentId, usize) {
    (&e.document, e.sentence)
}

/// The states that a claim names, each with the document.
fn named(claim: &Claim) -> Vec<(&str, &str)> {
    let states = claim.actors().into_iter().filter(|a| a.is_state() || is_bloc(a));
    match claim.evidence.first() {
        Some(e) => states.map(|a| (e.document.0.as_str(), a.plain_name())).collect(),
        None => Vec::new(),
    }
}

/// What composing needs at hand.
pub(crate) struct Composer<'a> {
    dossier: &'a Dossier,
    claims: BTreeMap<&'a ClaimId, &'a Claim>,
    /// What each sentence tells, by document and number.
    topics: BTreeMap<(&'a DocumentId, usize), &'a Extract>,
    /// Outlet of each document.
    outlets: BTreeMap<&'a str, &'a str>,
    /// Each document as a source.
    sources: BTreeMap<&'a str, &'a Source>,
    /// Place of each document among the sources.
    ranks: BTreeMap<&'a DocumentId, usize>,
    /// Names of states by code, as far as parties and claims name them.
    states: BTreeMap<&'a str, &'a str>,
    /// The states that the claims of a document name.
    named: BTreeSet<(&'a str, &'a str)>,
    /// The documents are of more than one day, so that the day of a report is worth a mark.
    days: bool,
    /// More than one outlet is read, so that a single source is worth a mark.
    several: bool,
    citations: Citations<'a>,
}

/// Is it the body whose code stands among those of states, as that of the EU does?
fn is_bloc(actor: &ActorRef) -> bool {
    actor.country().is_some_and(|c| actor.id().is_some_and(|i| i.0 == format!("body:{}", c.to_lowercase())))
}

impl<'a> Composer<'a> {
    fn new(dossier: &'a Dossier, documents: &'a [Document]) -> Self {
        let parties = dossier.parties.iter().map(|p| &p.actor);
        Composer {
            dossier,
            claims: dossier.claims.iter().chain(&dossier.extracts).map(|c| (&c.id, c)).collect(),
            topics: dossier.extracts.iter().filter_map(|c| Some((place(c.first()), c.extract()?))).collect(),
            outlets: dossier
                .sources
                .iter()
                .map(|s| (s.document.0.as_str(), s.outlet.as_deref().unwrap_or(&s.name)))
                .collect(),
            sources: dossier.sources.iter().map(|s| (s.document.0.as_str(), s)).collect(),
            ranks: dossier.sources.iter().enumerate().map(|(i, s)| (&s.document, i)).collect(),
            states: parties
                .chain(dossier.claims.iter().flat_map(|c| c.actors()))
                .filter(|a| a.is_state() || is_bloc(a))
                .filter_map(|a| a.country().map(|c| (c, a.plain_name())))
                .collect(),
            named: dossier.claims.iter().flat_map(named).collect(),
            days: dossier.sources.iter().filter_map(|s| s.published).collect::<BTreeSet<_>>().len() > 1,
            several: outlets(dossier).len() > 1,
            citations: Citations::new(dossier, documents),
        }
    }

    fn get(&self, id: &ClaimId) -> Option<&'a Claim> {
        self.claims.get(id).copied()
    }

    fn all(&self, ids: &[ClaimId]) -> Vec<&'a Claim> {
        ids.iter().filter_map(|i| self.get(i)).collect()
    }

    /// Citations of some claims: the first evidence of each, then repeats; each once, not too many.
    fn cites(&mut self, claims: &[&Claim]) -> Vec<CiteId> {
        let firsts: Vec<&Evidence> = claims.iter().filter_map(|c| c.evidence.first()).collect();
        let others = claims.iter().flat_map(|c| c.evidence.iter().skip(1));
        let mut out = Vec::new();
        for e in firsts.into_iter().chain(others) {
            if out.len() == MOST_CITES {
                break;
            }
            if let Some(id) = self.citations.cite(e).filter(|id| !out.contains(id)) {
                out.push(id);
            }
        }
        // a quotation that goes on over several sentences rests on all of them
        if let Some((first, said)) = claims.first().and_then(|c| Some((c.first(), c.statement()?))) {
            let rest: Vec<CiteId> = said.content.iter().flat_map(|c| self.citations.cite_rest(first, *c)).collect();
            out.extend(rest);
        }
        out
    }

    /// A line of one claim, described, cited and marked.
    fn line(&mut self, claim: &'a Claim) -> Option<Line> {
        let phrase = self.describe(claim, Form::LISTED)?;
        self.cited(phrase, &[claim])
    }

    /// A line that starts with a lead, describes the first claim and cites all.
    fn line_of(&mut self, lead: Phrase, claims: &[&'a Claim]) -> Option<Line> {
        let first = claims.first()?;
        let phrase = lead.then(self.describe(first, Form::LABELLED)?);
        self.cited(phrase, claims)
    }

    /// A line that ends with the citations of its claims.
    fn cited(&mut self, phrase: Phrase, claims: &[&'a Claim]) -> Option<Line> {
        let cites = self.cites(claims);
        let mut marks = claims.first().map(|c| self.marks(c)).unwrap_or_default();
        let voices = self.voices(claims);
        if voices.independent > 1 {
            marks.retain(|m| *m != Mark::SingleSource);
        }
        if voices.copies > 0 {
            marks.push(Mark::Copies(voices));
        }
        Line::cited(phrase.cite(cites), claims.iter().map(|c| c.id.clone()).collect(), marks)
    }

    /// The line of a finding: its label, its first claim, citations of all.
    fn finding(&mut self, f: &'a Finding) -> Option<Line> {
        let mut claims = self.all(&f.claims);
        // the firmest telling leads
        claims.sort_by_key(|c| self.doubtful(c));
        let who = f.actor.as_ref().map(|a| a.plain_name().to_string());
        let lead = match who {
            Some(w) if f.label.is_empty() => w,
            Some(w) => format!("{w} ({})", f.label),
            None => wording::capital(&f.label),
        };
        self.line_of(Phrase::new().strong(lead).text(": "), &claims)
    }

    fn findings(&mut self, list: &'a [Finding]) -> Vec<Line> {
        list.iter().filter_map(|f| self.finding(f)).collect()
    }

    /// Who tells it, apart from copies.
    fn voices(&self, claims: &[&Claim]) -> Voices {
        let places = claims.iter().flat_map(|c| &c.evidence);
        Voices::of(places.filter_map(|e| self.sources.get(e.document.0.as_str()).copied()))
    }

    fn marks(&self, claim: &Claim) -> Vec<Mark> {
        let mut out = Vec::new();
        // how anything but background stands is told in words, or to be read in the quotation
        let background = claim.statement().is_some() || claim.remark().is_some();
        out.extend(self.reported(claim).map(Mark::Reported));
        if claim.modality == Modality::Historical && background {
            out.push(Mark::Standing(claim.modality));
        }
        if self.several && self.voices(&[claim]).independent <= 1 {
            out.push(Mark::SingleSource);
        }
        if claim.is_doubtful() || (claim.position().is_some() && self.doubtful(claim)) {
            out.push(Mark::LowConfidence);
        }
        out.extend(claim.inferred.iter().map(|i| Mark::Inferred { field: i.field.clone(), rule: i.rule.clone() }));
        out
    }

    /// When a claim was published, where that needs saying: in a brief of several days, unless it tells its own day.
    fn reported(&self, claim: &Claim) -> Option<When> {
        let dated = claim.event().and_then(|e| e.date).is_some_and(|d| d.day.is_some());
        let published = self.sources.get(claim.first().document.0.as_str()).and_then(|s| s.published);
        published.filter(|_| self.days && !dated)
    }

    /// The party that somebody belongs to, by its place in the dossier.
    fn side(&self, actor: &ActorRef) -> Option<usize> {
        if actor.is_observer() {
            return None;
        }
        let parties = &self.dossier.parties;
        let same = |a: &ActorRef| a == actor || (a.id().is_some() && a.id() == actor.id());
        parties.iter().position(|p| same(&p.actor)).or_else(|| {
            parties.iter().position(|p| {
                // a movement is of its country and no part of its state
                let movement = actor.id().is_some_and(|i| i.0.starts_with("group:"));
                let country = p.actor.is_state() && p.actor.country().is_some() && p.actor.country() == actor.country();
                (country && !movement) || p.members.iter().any(same)
            })
        })
    }

    /// Name of an issue for readers.
    fn issue(&self, slug: &str) -> String {
        let rows = self.dossier.matrix.iter().map(|r| (&r.issue, &r.label));
        let points = self.dossier.sticking_points.iter().map(|p| (&p.issue, &p.label));
        let known = rows.chain(points).find(|(s, _)| *s == slug).map(|(_, l)| l.clone());
        known.unwrap_or_else(|| slug.trim_start_matches("other:").replace('-', " "))
    }
}
