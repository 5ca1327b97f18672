//! The state of the talks: how the newest report opens, and the last meeting or result that is told.

use super::Composer;
use crate::line::{Line, Mark, Phrase};
use crate::quote;
use jiff::civil::Date;
use rapporteur_types::dossier::{Round, RoundStatus, Source};
use rapporteur_types::{Claim, DocumentId, EventType, Evidence, Modality, Span, Topic, When};
use std::collections::BTreeSet;

/// A report opens with so many sentences.
const OPENING: usize = 3;
/// A report of which no sentence among the first tells of the talks with so much opens with something else.
const NEWS: f64 = 0.25;
/// A sentence of so few words tells nothing.
const FEW: usize = 6;

impl<'a> Composer<'a> {
    /// How the newest report opens, or the sentence of it that tells best what the talks have come to; then the last meeting or
    /// result, where that is not what it opens with.
    pub(super) fn state_of_talks(&mut self) -> Vec<Line> {
        let last = self.last_known();
        let opening = self.newest_report().and_then(|r| self.opening(r));
        let lead = Phrase::new().strong("State of the talks. ");
        let told = match &last {
            Last::Round(r) => self.all(&r.claims),
            Last::Result(claim) => vec![*claim],
            Last::Remark(claims) => claims.clone(),
            Last::Nothing => Vec::new(),
        };
        let again = |o: &Opening| {
            told.iter().flat_map(|c| &c.evidence).any(|e| (&e.document, Some(e.sentence)) == (o.document, o.sentence))
        };
        let Some(opening) = opening.filter(|o| !again(o)) else {
            return self.last_line(lead, last).into_iter().collect();
        };
        // a result of months ago is not what the talks have come to since
        let label = last.label().filter(|_| !matches!(last, Last::Result(c) if !self.is_fresh(c)));
        let mut out: Vec<Line> = match self.told_later(&opening) {
            Some(news) => self.whole(lead, news),
            None => self.opening_line(lead, &opening),
        }
        .into_iter()
        .collect();
        if let Some(label) = label {
            out.extend(self.last_line(Phrase::new().strong(label), last));
        }
        out
    }

    /// Where a report opens with something else: the sentence of it that tells best what the talks have come to.
    fn told_later(&self, opening: &Opening) -> Option<&'a Claim> {
        let news = [Topic::Outcome, Topic::NextStep, Topic::Compromise, Topic::Obstacle];
        let here = |c: &Claim| c.first().document == *opening.document;
        let opens = |c: &Claim| here(c) && c.first().span.overlaps(opening.words);
        if self.dossier.extracts.iter().any(|c| opens(c) && self.tells(c, &news) >= NEWS) {
            return None;
        }
        let of = |topic: &Topic| self.dossier.told.iter().find(|t| t.topic == *topic && t.party.is_none());
        let told = news.iter().filter_map(of).flat_map(|t| self.all(&t.extracts));
        told.into_iter().find(|c| here(c))
    }

    /// How the first report opens that names a principal: what the talks are about, where no sentence says so.
    pub(super) fn first_report(&mut self) -> Option<Line> {
        let d = self.dossier;
        let of_these_talks = |s: &&Source| !s.unread && d.claims.iter().any(|c| c.first().document == s.document);
        let names: Vec<&str> = d.parties.iter().filter(|p| p.principal).map(|p| p.actor.plain_name()).collect();
        let both = |words: &str| names.len() > 1 && names.iter().all(|n| words.contains(n));
        let reports = || d.sources.iter().filter(of_these_talks);
        let told = |s: &'a Source| {
            let text = self.citations.text(&s.document)?;
            let words = first_sentences(text).into_iter().find(|words| both(words.of(text)))?;
            Some(Opening { document: &s.document, sentence: None, words })
        };
        let headed = |s: &'a Source| {
            let words = headline(self.citations.text(&s.document)?)?;
            Some(Opening { document: &s.document, sentence: None, words })
        };
        let opening = reports().find_map(told).or_else(|| reports().find_map(headed));
        let opening = opening.or_else(|| self.opening(reports().next()?))?;
        self.opening_line(Phrase::new(), &opening)
    }

    /// How a report opens, in its own words.
    fn opening_line(&mut self, lead: Phrase, opening: &Opening<'a>) -> Option<Line> {
        let here = |c: &&Claim| {
            c.evidence.iter().any(|e| (&e.document, Some(e.sentence)) == (opening.document, opening.sentence))
        };
        let claims: Vec<&Claim> = self.dossier.claims.iter().filter(here).collect();
        let cite = match claims
            .iter()
            .flat_map(|c| &c.evidence)
            .find(|e| e.document == *opening.document && Some(e.sentence) == opening.sentence)
        {
            Some(e) => self.citations.cite(e),
            None => self.citations.cite_words(opening.document, opening.words),
        };
        let phrase = lead.then(self.verbatim(opening.document, opening.words)?).cite(cite);
        let marks = if self.several { vec![Mark::SingleSource] } else { Vec::new() };
        Line::cited(phrase, claims.iter().map(|c| c.id.clone()).collect(), marks)
    }

    /// Words of a document behind its day and outlet: "6 February 2026 · Gazette — “…”".
    pub(super) fn verbatim(&self, document: &DocumentId, words: Span) -> Option<Phrase> {
        let source = self.sources.get(document.0.as_str())?;
        let day = source.published.map(When::words);
        let head: Vec<String> = day.into_iter().chain(source.outlet.clone()).collect();
        let head = if head.is_empty() { "A report without a day".to_string() } else { head.join(" · ") };
        Some(Phrase::new().text(format!("{head} — ")).quote(quote::whole(words.of(self.citations.text(document)?))))
    }

    /// The newest document that tells of a principal; where several are of one day, the one that opens with most of them.
    fn newest_report(&self) -> Option<&'a Source> {
        let of_these_talks = |s: &&Source| {
            let mut here = self.dossier.claims.iter().filter(|c| c.first().document == s.document);
            let mut names = self.dossier.parties.iter().filter(|p| p.principal).map(|p| p.actor.plain_name());
            let text = self.citations.text(&s.document).unwrap_or("");
            !s.unread
                && s.copy_of.is_none()
                && (here.any(|c| !self.principals(c).is_empty()) || names.any(|n| text.contains(n)))
        };
        let mut reports: Vec<&Source> = self.dossier.sources.iter().rev().filter(of_these_talks).collect();
        reports.sort_by_key(|s| !self.dated(s));
        let newest = reports.first()?;
        let of_the_day = |s: &&&Source| s.published.is_some() && s.published == newest.published;
        let named = |s: &Source| self.opens_with(s).map_or(0, |o| o.0);
        // of equals the first of those that stand in reverse
        let best = reports.iter().filter(of_the_day).rev().max_by_key(|s| named(s));
        Some(best.unwrap_or(newest))
    }

    /// The first of the first sentences of a report that tells something new of a principal; else the headline, else the first
    /// sentence.
    fn opening(&self, source: &'a Source) -> Option<Opening<'a>> {
        if let Some((_, opening)) = self.opens_with(source) {
            return Some(opening);
        }
        let text = self.citations.text(&source.document)?;
        let words = headline(text).or_else(|| first_sentences(text).first().copied())?;
        Some(Opening { document: &source.document, sentence: None, words })
    }

    /// The same without a headline, with how many principals it names.
    fn opens_with(&self, source: &'a Source) -> Option<(usize, Opening<'a>)> {
        let text = self.citations.text(&source.document)?;
        let principals = || self.dossier.parties.iter().enumerate().filter(|(_, p)| p.principal);
        first_sentences(text).into_iter().find_map(|words| {
            let here = |e: &&Evidence| e.document == source.document && words.contains(e.span);
            let told: Vec<&Claim> =
                self.dossier.claims.iter().filter(|c| c.evidence.iter().any(|e| here(&e))).collect();
            let mut sides: BTreeSet<usize> = told.iter().flat_map(|c| self.principals(c)).collect();
            sides.extend(principals().filter(|(_, p)| words.of(text).contains(p.actor.plain_name())).map(|p| p.0));
            let old = !told.is_empty() && told.iter().all(|c| c.modality == Modality::Historical);
            let sentence = told.iter().flat_map(|c| &c.evidence).find(here).map(|e| e.sentence);
            (!sides.is_empty() && !old)
                .then_some((sides.len(), Opening { document: &source.document, sentence, words }))
        })
    }

    /// Which principals a claim names.
    fn principals(&self, claim: &Claim) -> BTreeSet<usize> {
        let sides = claim.actors().into_iter().filter_map(|a| self.side(a));
        sides.filter(|i| self.dossier.parties.get(*i).is_some_and(|p| p.principal)).collect()
    }

    /// The last meeting or result.
    fn last_known(&self) -> Last<'a> {
        let dossier = self.dossier;
        let told = |r: &&Round| matches!(r.status, RoundStatus::Held | RoundStatus::Reported | RoundStatus::Disputed);
        // the latest meeting of the principals themselves, else any that was held, else one that was called off
        let both = |r: &&Round| told(r) && r.parties.len() > 1;
        let off = |r: &&Round| r.status != RoundStatus::Announced;
        let back = || dossier.rounds.iter().rev();
        // a meeting that has a day or a place is one; "contacts" in some month may be several
        let firm = |r: &&Round| both(r) && (r.place.is_some() || r.date.is_some_and(|d| d.day.is_some()));
        let latest =
            back().find(firm).or_else(|| back().find(both)).or_else(|| back().find(told)).or_else(|| back().find(off));
        let day = |r: &Round| r.date.map(|d| d.last()).or_else(|| self.days(&r.claims).max());
        if let Some(result) = self.result()
            && latest.is_none_or(|r| day(r) < self.day(result))
        {
            return Last::Result(result);
        }
        if let Some(r) = latest {
            return Last::Round(r);
        }
        let any = dossier.agenda.last().or(dossier.mediators.last()).or(dossier.precedents.last());
        any.map_or(Last::Nothing, |f| Last::Remark(self.all(&f.claims)))
    }

    fn last_line(&mut self, lead: Phrase, last: Last<'a>) -> Option<Line> {
        match last {
            Last::Round(r) => self.round(r, lead),
            Last::Result(claim) => self.line_of(lead, &[claim]),
            Last::Remark(claims) => self.line_of(lead, &claims),
            Last::Nothing => None,
        }
    }

    /// The newest thing that the principals are told to have come to with one another, apart from the rounds.
    fn result(&self) -> Option<&'a Claim> {
        let dossier = self.dossier;
        let comes_of = |e: EventType| {
            use EventType::*;
            matches!(e, Agree | Consult | Cooperate | Concede | Retreat)
        };
        // a signature is one, though only one of those who signed is named
        let signs =
            |c: &Claim| c.event().is_some_and(|e| e.event_type == EventType::Agree && e.cameo.starts_with("057"));
        // that somebody spoke with somebody is one only where the words say who
        let said = |c: &Claim| !c.inferred.iter().any(|i| matches!(i.field.as_str(), "source" | "target"));
        let in_round = |c: &Claim| dossier.rounds.iter().any(|r| r.claims.contains(&c.id));
        let results = dossier.claims.iter().filter(|c| {
            let sides = self.principals(c).len();
            c.event().is_some_and(|e| comes_of(e.event_type) && (e.event_type != EventType::Consult || said(c)))
                && c.modality == Modality::Asserted
                && !self.doubtful(c)
                && (sides > 1
                    || sides == 1
                        && signs(c)
                        && c.actors().into_iter().all(|a| !a.is_state() || self.side(a).is_some()))
                && !in_round(c)
        });
        results.max_by_key(|c| self.day(c))
    }

    /// The last day on which a claim can hold: its own, else that of publication.
    fn day(&self, claim: &Claim) -> Option<Date> {
        let stated = claim.event().and_then(|e| e.date);
        stated.or_else(|| self.sources.get(claim.first().document.0.as_str())?.published).map(When::last)
    }

    fn days<'s>(&'s self, ids: &'s [rapporteur_types::ClaimId]) -> impl Iterator<Item = Date> + 's {
        ids.iter().filter_map(|i| self.get(i)).filter_map(|c| self.day(c))
    }
}

/// The first sentences of the running text: no headings, by-lines and datelines.
fn first_sentences(text: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        if line.trim().is_empty() || is_headline(line.trim_end()) {
            continue;
        }
        let mut from = start + rapporteur_types::dateline(&text[start..at]);
        while from < at && out.len() < OPENING {
            let Some(next) = text[from..at].find(|c: char| !c.is_whitespace()) else { break };
            let first = from + next;
            let length = text[first..].chars().next().map_or(1, char::len_utf8);
            let words = quote::sentence(text, Span { start: first, end: first + length });
            let words = Span { start: first, end: words.end };
            from = words.end.max(first + length);
            // "MS. HALE: Good evening."
            if words.of(text).split_whitespace().count() > FEW {
                out.push(words);
            }
        }
    }
    out
}

/// The headline of a text, where its first line is one.
fn headline(text: &str) -> Option<Span> {
    let line = text.lines().next().map(str::trim_end).filter(|l| is_headline(l))?;
    Some(Span { start: 0, end: line.len() })
}

/// Has a first line no stop at its end?
fn is_headline(line: &str) -> bool {
    !line.is_empty() && !line.ends_with(['.', '!', '?', '"', '”', '’'])
}

/// The words with which a report opens.
struct Opening<'a> {
    document: &'a DocumentId,
    /// Number of the sentence, where claims rest on it.
    sentence: Option<usize>,
    words: Span,
}

/// What is told last of the talks.
enum Last<'a> {
    Round(&'a Round),
    Result(&'a Claim),
    /// Agenda, mediation or an earlier attempt.
    Remark(Vec<&'a Claim>),
    Nothing,
}

impl Last<'_> {
    /// What it is called beside a newer report; a remark adds nothing to one.
    fn label(&self) -> Option<&'static str> {
        match self {
            Last::Round(_) => Some("Last round. "),
            Last::Result(_) => Some("Last result. "),
            Last::Remark(_) | Last::Nothing => None,
        }
    }
}
