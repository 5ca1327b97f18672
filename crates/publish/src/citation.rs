//! Citations: a sentence of a document, numbered once, shown in its paragraph with the roles of its words.

use crate::quote;
use rapporteur_types::{ActorRef, Claim, ClaimBody, Document, DocumentId, Dossier, Evidence, Span, When};
use std::collections::BTreeMap;

/// Number of a citation, from 1; only a citation that exists has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CiteId(usize);

impl CiteId {
    #[cfg(test)]
    pub(crate) fn of_test(number: usize) -> CiteId {
        CiteId(number)
    }

    /// The number that readers see.
    pub fn number(self) -> usize {
        self.0
    }

    pub(crate) fn renumbered(self, table: &[CiteId]) -> CiteId {
        table.get(self.0 - 1).copied().unwrap_or(self)
    }
}

/// A sentence that the brief rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Citation {
    /// Its number.
    pub id: CiteId,
    /// The document.
    pub document: DocumentId,
    /// The document's name in the input.
    pub name: String,
    /// Headline.
    pub title: Option<String>,
    /// Publisher.
    pub outlet: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Day of publication.
    pub published: Option<When>,
    /// Is `published` estimated?
    pub estimated: bool,
    /// The sentence, verbatim.
    pub quote: String,
    /// The paragraph in pieces, in order; together they are the text of the paragraph.
    pub paragraph: Vec<Piece>,
    /// The claims that were coded from the sentence, in order.
    pub coded: Vec<Coded>,
}

/// What was coded from a sentence, for whoever checks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coded {
    /// Sort of claim with its parties: "position: Iran rejects".
    pub what: String,
    /// How it stands.
    pub standing: &'static str,
    /// Who reports it, innermost first.
    pub according_to: Vec<String>,
    /// "high", "fair" or "low".
    pub confidence: &'static str,
    /// Version of the coder and of the reader.
    pub coder: String,
}

/// A piece of a paragraph with one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The words, verbatim.
    pub text: String,
    /// Belongs to the cited sentence.
    pub cited: bool,
    /// What the words do in the claims of the sentence.
    pub role: Option<Role>,
}

/// What words do in a claim. A later one is painted over an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// What is said.
    Content,
    /// What is proposed.
    Proposal,
    /// What it depends on.
    Condition,
    /// Who says it.
    Source,
    /// What names the event or the remark.
    Trigger,
    /// The word of saying.
    Cue,
}

impl Role {
    /// All roles, in the order of a legend.
    pub const ALL: [Role; 6] = [Role::Source, Role::Cue, Role::Content, Role::Trigger, Role::Proposal, Role::Condition];

    /// Label for readers; also the name of its style.
    pub fn label(self) -> &'static str {
        match self {
            Role::Content => "content",
            Role::Proposal => "proposal",
            Role::Condition => "condition",
            Role::Source => "source",
            Role::Trigger => "event",
            Role::Cue => "cue",
        }
    }
}

type Place = (DocumentId, usize);

/// Hands out numbers while a brief is composed; `finish` drops those that no line kept.
pub(crate) struct Citations<'a> {
    dossier: &'a Dossier,
    documents: BTreeMap<&'a DocumentId, &'a Document>,
    /// Every sentence that a claim stands on, with the claims on it.
    places: BTreeMap<Place, (Span, Vec<&'a Claim>)>,
    numbers: BTreeMap<Place, CiteId>,
    made: Vec<Citation>,
}

impl<'a> Citations<'a> {
    pub(crate) fn new(dossier: &'a Dossier, documents: &'a [Document]) -> Self {
        let documents: BTreeMap<_, _> = documents.iter().map(|d| (&d.id, d)).collect();
        let mut places: BTreeMap<Place, (Span, Vec<&Claim>)> = BTreeMap::new();
        for claim in dossier.claims.iter().chain(&dossier.extracts) {
            let inferred = claim.inferred.iter().filter_map(|i| i.evidence.as_ref());
            for e in claim.evidence.iter().chain(inferred) {
                let fits = documents.get(&e.document).is_some_and(|d| !e.span.of(&d.text).trim().is_empty());
                if !fits {
                    continue;
                }
                let at = places.entry((e.document.clone(), e.sentence)).or_insert((e.span, Vec::new()));
                at.0 = at.0.cover(e.span);
                if at.1.last().is_none_or(|c| c.id != claim.id) {
                    at.1.push(claim);
                }
            }
        }
        for ((document, _), (span, _)) in &mut places {
            if let Some(d) = documents.get(document) {
                *span = quote::sentence(&d.text, *span);
            }
        }
        Citations { dossier, documents, places, numbers: BTreeMap::new(), made: Vec::new() }
    }

    /// The document of a piece of evidence.
    pub(crate) fn document(&self, e: &Evidence) -> Option<&'a Document> {
        self.documents.get(&e.document).copied()
    }

    /// The cited sentence around a piece of evidence.
    pub(crate) fn sentence(&self, e: &Evidence) -> Option<Span> {
        self.places.get(&(e.document.clone(), e.sentence)).map(|p| p.0)
    }

    /// The text of a document.
    pub(crate) fn text(&self, document: &DocumentId) -> Option<&'a str> {
        self.documents.get(document).map(|d| d.text.as_str())
    }

    /// The number of words of a document on which no claim rests.
    pub(crate) fn cite_words(&mut self, document: &DocumentId, words: Span) -> Option<CiteId> {
        // no sentence has a number as high as this
        let place = (document.clone(), usize::MAX - words.start);
        self.places.entry(place.clone()).or_insert((words, Vec::new()));
        self.cite_place(place)
    }

    /// The number of the sentence; none where the document is not at hand.
    pub(crate) fn cite(&mut self, e: &Evidence) -> Option<CiteId> {
        self.cite_place((e.document.clone(), e.sentence))
    }

    /// The numbers of the sentences after that of a piece of evidence into which some quoted words go on.
    pub(crate) fn cite_rest(&mut self, e: &Evidence, words: Span) -> Vec<CiteId> {
        let Some(rest) = self.sentence(e).filter(|s| s.end < words.end) else { return Vec::new() };
        let rest = Span { start: rest.end.max(words.start), end: words.end };
        let text = self.text(&e.document).unwrap_or_default();
        if !rest.of(text).contains(char::is_alphanumeric) {
            return Vec::new();
        }
        let of_document = (e.document.clone(), e.sentence + 1)..=(e.document.clone(), usize::MAX);
        let places = self.places.range(of_document).filter(|(_, (span, _))| span.overlaps(rest));
        let places: Vec<Place> = places.map(|(place, _)| place.clone()).collect();
        if !places.is_empty() {
            return places.into_iter().filter_map(|place| self.cite_place(place)).collect();
        }
        let start = rest.end - rest.of(text).trim_start().len();
        let sentence = quote::sentence(text, Span { start, end: rest.end });
        self.cite_words(&e.document, Span { start, end: sentence.end }).into_iter().collect()
    }

    fn cite_place(&mut self, place: Place) -> Option<CiteId> {
        if let Some(id) = self.numbers.get(&place) {
            return Some(*id);
        }
        let (span, claims) = self.places.get(&place)?;
        let document = self.documents.get(&place.0)?;
        let id = CiteId(self.made.len() + 1);
        let source = self.dossier.sources.iter().find(|s| s.document == place.0);
        self.made.push(Citation {
            id,
            document: document.id.clone(),
            name: document.name.clone(),
            title: source.and_then(|s| s.title.clone()).or_else(|| document.title.clone()),
            outlet: source.and_then(|s| s.outlet.clone()).or_else(|| document.outlet.clone()),
            url: source.and_then(|s| s.url.clone()).or_else(|| document.url.clone()),
            published: source.and_then(|s| s.published).or(document.published.when),
            estimated: source.is_some_and(|s| s.estimated),
            quote: span.of(&document.text).to_string(),
            paragraph: pieces(&document.text, *span, claims),
            coded: claims.iter().filter(|c| of_sentence(c, &place)).map(|c| coded(c)).collect(),
        });
        self.numbers.insert(place, id);
        Some(id)
    }

    /// The citations that are used, numbered in the order of use, and the table from the old numbers to the new.
    pub(crate) fn finish(self, used: impl Iterator<Item = CiteId>) -> (Vec<Citation>, Vec<CiteId>) {
        let mut table = vec![CiteId(0); self.made.len()];
        let mut out = Vec::new();
        for old in used {
            if table[old.0 - 1].0 == 0 {
                let id = CiteId(out.len() + 1);
                table[old.0 - 1] = id;
                out.push(Citation { id, ..self.made[old.0 - 1].clone() });
            }
        }
        (out, table)
    }
}

/// Cut the paragraph around a sentence wherever the role of the words changes.
fn pieces(text: &str, sentence: Span, claims: &[&Claim]) -> Vec<Piece> {
    let around = quote::paragraph(text, sentence);
    let mut paint: Vec<Option<Role>> = vec![None; around.len()];
    let mut roles: Vec<(Role, Span)> = claims.iter().flat_map(|c| roles(c)).collect();
    roles.sort();
    for (role, span) in roles {
        let (start, end) = (span.start.max(sentence.start), span.end.min(sentence.end));
        if start < end {
            paint[start - around.start..end - around.start].fill(Some(role));
        }
    }
    let mut out: Vec<Piece> = Vec::new();
    for (i, c) in around.of(text).char_indices() {
        let at = around.start + i;
        let (cited, role) = (sentence.start <= at && at < sentence.end, paint[i]);
        match out.last_mut() {
            Some(p) if p.cited == cited && p.role == role => p.text.push(c),
            _ => out.push(Piece { text: c.to_string(), cited, role }),
        }
    }
    out
}

/// Does a claim rest on this very sentence, not only an inference of it?
fn of_sentence(claim: &Claim, place: &Place) -> bool {
    claim.evidence.iter().any(|e| e.document == place.0 && e.sentence == place.1)
}

fn coded(claim: &Claim) -> Coded {
    let names = |l: &[ActorRef]| l.iter().map(ActorRef::plain_name).collect::<Vec<_>>().join(", ");
    let what = match &claim.body {
        ClaimBody::Statement(s) => format!("statement: {}", names(&s.speakers)),
        ClaimBody::Event(e) => {
            let (from, to) = (names(&e.sources), names(&e.targets));
            let parties = [from, to].into_iter().filter(|n| !n.is_empty()).collect::<Vec<_>>().join(" → ");
            format!("event: {}, {parties}", e.event_type.name())
        }
        ClaimBody::Position(p) => format!("position: {} {}", names(&p.holders), p.stance.word()),
        ClaimBody::Remark(_) => "remark on the talks".to_string(),
        ClaimBody::Extract(_) => "sentence quoted whole".to_string(),
    };
    Coded {
        what,
        standing: claim.modality.word(),
        according_to: claim.according_to.iter().map(|a| a.plain_name().to_string()).collect(),
        confidence: claim.confidence_word(),
        coder: claim.coder.clone(),
    }
}

fn roles(claim: &Claim) -> Vec<(Role, Span)> {
    let mut out = Vec::new();
    match &claim.body {
        ClaimBody::Statement(s) => {
            out.extend(s.content.iter().map(|c| (Role::Content, *c)));
            out.extend(s.source.map(|c| (Role::Source, c)));
            out.extend(s.cue.map(|c| (Role::Cue, c)));
        }
        ClaimBody::Event(e) => out.push((Role::Trigger, e.trigger)),
        ClaimBody::Position(p) => {
            out.push((Role::Proposal, p.proposal));
            out.extend(p.condition.map(|c| (Role::Condition, c)));
        }
        ClaimBody::Remark(r) => out.push((Role::Trigger, r.trigger)),
        ClaimBody::Extract(_) => {}
    }
    out
}
