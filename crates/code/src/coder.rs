//! The coder, and the one place that says which part decides what.
//!
//! | question | who decides |
//! | --- | --- |
//! | over which words a statement, event or position may stand | the encoder's frames; frame files for positions |
//! | is it made | its confidence: head, reranker, tables, actors and tree together ([`crate::confidence`]) |
//! | where a quotation begins, ends and goes on | the marks, beside a cue of the tables ([`crate::quotations`]) |
//! | PLOVER type | the encoder; a frame file with `event` on the same trigger names mode and CAMEO code |
//! | who takes which part in an event | the likeliest by role scores, reranker, tree, rules and context ([`crate::events::parts`]); grammar that leaves no doubt |
//! | whom a pronoun or nominal stands for | the likeliest of all persons named ([`crate::actors`]) |
//! | standing of an event | the likeliest by the encoder, the markers and the words around ([`crate::events::standing`]) |
//! | whether what is asked is denied | the first words of the answer ([`crate::answers`]) |
//! | standing of statements and positions | the rules of [`crate::modality`] where they see a marker, the encoder's head otherwise |
//! | date, quantities, place | rules |
//! | issue of a position | the tables' terms; the contested noun phrase otherwise |
//! | what the outlet says of the talks (remarks) | frame files alone |

use crate::actors::{Cast, Gazetteer};
use crate::confidence::{self, Features};
use crate::events::parts::Parts;
use crate::events::standing::Standing;
use crate::issues::Issues;
use crate::syntax::Syntax;
use crate::terms::Terms;
use crate::{answers, events, extracts, positions, remarks, repeats, statements};
use rapporteur_types::knowledge::{CueFile, FrameFile, Knowledge};
use rapporteur_types::reading::{BlockKind, Reading};
use rapporteur_types::{ActorRef, Claim, ClaimBody, ClaimId, Document, Evidence, Factors, Inference, Modality, Span};
use std::cell::RefCell;
use std::ops::Range;

/// Version of the rules of this crate: goes up whenever the same reading may be coded differently.
pub const CODER: &str = "14";

/// Tables in the form in which coding uses them.
pub struct Coder {
    /// Names of actors and places.
    pub gazetteer: Gazetteer,
    /// Issues by their terms.
    pub issues: Issues,
    /// PLOVER contexts by their terms.
    pub(crate) contexts: Terms,
    /// Frame files.
    pub frames: Vec<FrameFile>,
    /// Cue files.
    pub cues: Vec<CueFile>,
}

impl Coder {
    /// Prepare the tables.
    pub fn new(knowledge: &Knowledge) -> Self {
        Coder {
            gazetteer: Gazetteer::new(knowledge),
            issues: Issues::new(knowledge),
            contexts: Terms::new(
                knowledge.contexts.iter().flat_map(|c| c.terms.iter().map(|t| (c.name.as_str(), t.as_str()))),
            ),
            frames: knowledge.frames.iter().map(|f| f.1.clone()).collect(),
            cues: knowledge.cues.iter().map(|c| c.1.clone()).collect(),
        }
    }

    /// The cue file of some words of saying: with the particle or preposition that follows first ("call for"), then by
    /// the main word alone.
    pub fn cue(&self, s: &Syntax, cue: &Range<usize>) -> Option<&CueFile> {
        let head = s.head_of(cue);
        let by = |words: &str| self.cues.iter().find(|c| c.lemmas.iter().any(|l| l == words));
        let whole: Vec<String> = cue.clone().map(|i| s.lemma(i)).collect();
        let next = s.lemma((head + 1).min(s.reading.tokens.len() - 1));
        by(&whole.join(" ")).or_else(|| by(&format!("{} {next}", s.lemma(head)))).or_else(|| by(&s.lemma(head)))
    }
}

/// What the parts of the coder share about one document.
pub struct Passage<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its reading, indexed.
    pub syntax: Syntax<'a>,
    /// Who is who in it.
    pub cast: Cast,
    /// The tables.
    pub coder: &'a Coder,
    /// Where what is unlikely is kept too.
    pub weighed: Option<RefCell<Weighed>>,
}

/// What was weighed on the way to the claims of a passage: what the weights are fitted to.
#[derive(Default)]
pub struct Weighed {
    /// What speaks for each claim that came into question, by its id.
    pub claims: Vec<(ClaimId, Features)>,
    /// Who may take part in each event.
    pub parts: Vec<Parts>,
    /// Whether each event happened.
    pub standings: Vec<Standing>,
}

impl<'a> Passage<'a> {
    /// A document with its reading, indexed, and who is who in it.
    pub fn new(document: &'a Document, reading: &'a Reading, coder: &'a Coder) -> Self {
        let cast = Cast::new(document, reading, &coder.gazetteer);
        Passage { document, syntax: Syntax::new(document, reading), cast, coder, weighed: None }
    }

    /// Kind of the block that a token stands in.
    pub fn block_kind(&self, token: usize) -> BlockKind {
        let r = self.syntax.reading;
        r.blocks[r.sentences[self.syntax.sentence_of(token)].block].kind
    }

    /// May claims come from this token? Not from furniture, headings, foreign text, or the question of an FAQ.
    pub fn speaks(&self, token: usize) -> bool {
        match self.block_kind(token) {
            BlockKind::Furniture | BlockKind::Heading | BlockKind::Foreign => false,
            BlockKind::Faq => self.syntax.form(self.syntax.sentence_tokens(token).end - 1) != "?",
            BlockKind::Body | BlockKind::Turn => true,
        }
    }

    /// Evidence: a span, cut to the sentence of `token`.
    pub fn evidence(&self, token: usize, span: Span) -> Evidence {
        let sentence = self.syntax.sentence_of(token);
        let s = self.syntax.reading.sentences[sentence].span;
        let (start, end) = (span.start.max(s.start), span.end.min(s.end));
        let span = if start < end { Span::new(start, end) } else { s };
        Evidence { document: self.document.id.clone(), sentence, span }
    }

    /// A claim with its id and how likely it is right; none where that is too little.
    pub fn claim(
        &self,
        body: ClaimBody,
        evidence: Evidence,
        (factors, modality): (Factors, Modality),
        features: Features,
    ) -> Option<Claim> {
        let likely = confidence::likely(&body, &features);
        let claim = self.made(body, evidence, (factors, modality), likely.sound);
        if let Some(all) = &self.weighed {
            all.borrow_mut().claims.push((claim.id.clone(), features));
        }
        (self.weighed.is_some() || likely.made >= confidence::least(&claim)).then_some(claim)
    }

    /// A claim with its id and a given confidence.
    pub fn made(
        &self,
        body: ClaimBody,
        evidence: Evidence,
        (factors, modality): (Factors, Modality),
        confidence: f32,
    ) -> Claim {
        Claim {
            id: Claim::identify(&self.document.id, &body),
            evidence: vec![evidence],
            modality,
            factors,
            according_to: Vec::new(),
            coder: format!("{CODER}/{}", self.syntax.reading.reader),
            confidence: (confidence * 1000.0).round() / 1000.0,
            inferred: Vec::new(),
            body,
        }
    }

    /// The outlet as an actor, for its own readings.
    pub fn outlet(&self) -> ActorRef {
        ActorRef::Unresolved(self.document.outlet.clone().unwrap_or_else(|| "the article".to_string()))
    }

    /// Actors of a phrase; the words themselves where they name nobody that we know. Adds what was inferred.
    pub fn actors(&self, phrase: &Range<usize>, field: &str, inferred: &mut Vec<Inference>) -> Vec<ActorRef> {
        // "a mediator" is somebody new: no one named before
        let head = self.syntax.head_of(phrase);
        let new = self
            .syntax
            .dependents(head, &["det"])
            .iter()
            .any(|d| matches!(self.syntax.form(*d).to_lowercase().as_str(), "a" | "an" | "some" | "another"));
        let mut out = Vec::new();
        for r in self.cast.of_phrase(phrase.clone()).into_iter().filter(|r| !(new && r.inferred.is_some())) {
            if !out.contains(&r.actor) {
                out.push(r.actor);
                inferred.extend(r.inferred.map(|i| Inference { field: field.to_string(), ..i }));
            }
        }
        out
    }
}

/// Code one document.
pub fn code(document: &Document, reading: &Reading, coder: &Coder) -> Vec<Claim> {
    coded(&Passage::new(document, reading, coder))
}

/// All claims that come into question, each with what speaks for it: for whoever fits the weights of confidences.
pub fn weighed(passage: &mut Passage) -> (Vec<Claim>, Weighed) {
    passage.weighed = Some(RefCell::default());
    let claims = coded(passage);
    (claims, passage.weighed.take().map(RefCell::into_inner).unwrap_or_default())
}

fn coded(passage: &Passage) -> Vec<Claim> {
    let mut statements = statements::statements(passage);
    let mut events = events::events(passage);
    statements::attribute(passage, &statements.clone(), &mut statements);
    statements::attribute(passage, &statements, &mut events);
    let mut positions = positions::positions(passage, &statements, &events);
    statements::attribute(passage, &statements, &mut positions);
    let mut remarks = remarks::remarks(passage);
    statements::attribute(passage, &statements, &mut remarks);
    positions.extend(positions::on_agenda(passage, &remarks));
    for r in remarks.iter_mut().filter(|r| r.according_to.is_empty()) {
        r.according_to.push(passage.outlet());
    }
    let mut claims: Vec<Claim> = statements.into_iter().chain(events).chain(positions).chain(remarks).collect();
    answers::answer(passage, &mut claims);
    answers::rebut(passage, &mut claims);
    let place = |c: &Claim| (c.first().span.start, c.first().span.end);
    claims.sort_by_key(place);
    let mut claims = repeats::join(passage, claims);
    claims.extend(extracts::extracts(passage));
    claims.sort_by_key(place);
    claims
}
