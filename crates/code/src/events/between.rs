//! What one party does to another, where both are given: relation coding (Hu, Parolin et al. 2024, "Leveraging codebook
//! knowledge with NLI and ChatGPT for zero-shot political relation classification").

use super::choose::choose;
use super::participants::Who;
use super::standing;
use crate::coder::Passage;
use rapporteur_types::reading::EventFrame;
use rapporteur_types::{EventType, Modality, Span};
use std::ops::Range;

/// What holds between two parties.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// PLOVER type.
    pub event_type: EventType,
    /// The words that name it.
    pub trigger: Span,
    /// How it stands.
    pub modality: Modality,
    /// How well frame, source and target fit together: a product of probabilities, for comparing frames of one sentence.
    pub fit: f32,
}

/// What a frame that names neither party in a role is still worth, against one that is sure of it.
const SILENT: f32 = 0.05;

/// A frame that `code` takes for an event goes before the others where its roles fit at least so well, of 1.
const FITS: f32 = 0.1;

/// The relation in which a source stands to a target, both given as spans of the text: of the frames in their sentences the
/// one whose roles they fill best. None where the encoder does not even suspect an event there.
pub fn between(p: &Passage, source: Span, target: Span) -> Option<Relation> {
    let s = &p.syntax;
    let (from, to) = (s.tokens_in(source), s.tokens_in(target));
    let near = |f: &EventFrame| {
        let sentence = s.sentence_of(f.trigger.start);
        [&from, &to].iter().any(|r| !r.is_empty() && s.sentence_of(r.start) == sentence)
    };
    let fit = |f: &EventFrame| f.score * (SILENT + filled(&f.sources, &from)) * (SILENT + filled(&f.targets, &to));
    let best = |frames: &mut dyn Iterator<Item = EventFrame>| {
        frames.filter(|f| near(f)).max_by(|a, b| fit(a).total_cmp(&fit(b)).then(b.trigger.start.cmp(&a.trigger.start)))
    };
    let chosen = best(&mut choose(p).into_iter().map(|c| c.frame)).filter(|f| fit(f) >= FITS * f.score);
    let best = &chosen.or_else(|| best(&mut s.reading.frames.events.iter().cloned()))?;
    let (_, modality, _) = standing::standing(p, best, s.head_of(&best.trigger), None, &Who::default());
    Some(Relation { event_type: best.event_type, trigger: s.span(&best.trigger), modality, fit: fit(best) })
}

/// The best probability with which a word of the phrase fills the role.
fn filled(role: &[(usize, f32)], phrase: &Range<usize>) -> f32 {
    role.iter().filter(|x| phrase.contains(&x.0)).map(|x| x.1).fold(0.0, f32::max)
}
