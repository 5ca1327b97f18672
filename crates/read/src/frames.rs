//! Decoding frames: statements, events and positions as the encoder's heads see them.

pub(crate) mod rerank;

use crate::heads::{RoleScorer, SpanClassifier, Tagger, Vectors, argmax};
use crate::model::{Model, ModelError};
use rapporteur_kernels::{Level, exp, softmax};
use rapporteur_types::reading::{EventFrame, Frames, PositionFrame, StatementFrame};
use rapporteur_types::{EventType, Modality, Stance, Tone};
use std::ops::Range;

/// Anchors less likely than this are not proposed at all; `code` asks for more.
const FLOOR: f32 = 0.06;
/// Types less likely than this are not worth a thought.
const TYPE_FLOOR: f32 = 0.02;
/// A word fills a role from this probability on.
const ROLE_FLOOR: f32 = 0.25;

/// The heads that find frames.
#[derive(Debug)]
pub struct FrameHeads {
    cue: Tagger,
    trigger: Tagger,
    stance: Tagger,
    statement: RoleScorer,
    event: RoleScorer,
    position: RoleScorer,
    statement_modality: SpanClassifier,
    statement_tone: SpanClassifier,
    event_modality: SpanClassifier,
    event_type: SpanClassifier,
    modalities: Vec<Modality>,
    types: Vec<EventType>,
    stances: Vec<Stance>,
}

impl FrameHeads {
    /// Take the tensors out of a model.
    pub fn take(model: &mut Model) -> Result<Self, ModelError> {
        let wrong = |w: &str| ModelError::Missing(format!("label {w}"));
        let modality = |w: &String| match w.as_str() {
            "asserted" => Ok(Modality::Asserted),
            "hedged" => Ok(Modality::Hedged),
            "conditional" => Ok(Modality::Conditional),
            "denied" => Ok(Modality::Denied),
            "planned" => Ok(Modality::Planned),
            "demanded" => Ok(Modality::Demanded),
            "hypothetical" => Ok(Modality::Hypothetical),
            "historical" => Ok(Modality::Historical),
            _ => Err(wrong(w)),
        };
        let modalities = model.labels.modality.iter().map(modality).collect::<Result<_, _>>()?;
        let inner = |labels: &[String], n: usize| labels.get(1..1 + n).map(<[String]>::to_vec).unwrap_or_default();
        let types = inner(&model.labels.trigger, 16);
        let types = types.iter().map(|w| EventType::parse(w).ok_or_else(|| wrong(w))).collect::<Result<_, _>>()?;
        let stances = inner(&model.labels.stance, 10);
        let stances = stances.iter().map(|w| Stance::parse(w).ok_or_else(|| wrong(w))).collect::<Result<_, _>>()?;
        let [cue, trigger, stance] = [&model.labels.cue, &model.labels.trigger, &model.labels.stance].map(Vec::len);
        Ok(FrameHeads {
            cue: Tagger::take(model, "cue", cue)?,
            trigger: Tagger::take(model, "trigger", trigger)?,
            stance: Tagger::take(model, "stance", stance)?,
            statement: RoleScorer::take(model, "statement")?,
            event: RoleScorer::take(model, "event")?,
            position: RoleScorer::take(model, "position_frame")?,
            statement_modality: SpanClassifier::take(model, "statement_modality")?,
            statement_tone: SpanClassifier::take(model, "statement_tone")?,
            event_modality: SpanClassifier::take(model, "event_modality")?,
            event_type: SpanClassifier::take(model, "event_type")?,
            modalities,
            types,
            stances,
        })
    }

    /// Frames of one chunk. Word 0 of `words` is the chunk's first piece; `offset` is the token index of word 1. Clauses, sources, conditions and the contents of cues stay in the anchor's
    /// sentence, contents without a cue in its block.
    pub fn decode(&self, words: &Vectors, offset: usize, edges: &Edges, out: &mut Frames) {
        self.statements(words, offset, edges, out);
        self.events(words, offset, edges, out);
        self.positions(words, offset, edges, out);
    }

    fn statements(&self, words: &Vectors, offset: usize, edges: &Edges, out: &mut Frames) {
        let p = self.cue.probabilities(words);
        let n = words.count();
        // labels: O, B-cue, I-cue, B-turn
        let anchors: Vec<usize> = (1..n).filter(|i| p[*i][1].max(p[*i][3]) >= FLOOR).collect();
        if anchors.is_empty() {
            return;
        }
        let roles = self.statement.score(words, &anchors);
        for (k, &a) in anchors.iter().enumerate() {
            let cued = p[a][1] >= p[a][3];
            let mut end = a + 1;
            while cued && end < edges.sentence[a].end && argmax(&p[end]) == 2 {
                end += 1;
            }
            // what a cue introduces stands in its sentence; a turn or a run-on quotation may be longer
            let within = if cued { &edges.sentence[a] } else { &edges.block[a] };
            let Some((content, _)) = pointer(&roles[0][k], &roles[1][k], false, within) else { continue };
            let source = pointer(&roles[2][k], &roles[3][k], true, &edges.sentence[a]);
            let span = content.start..=content.end - 1;
            let m = self.statement_modality.probabilities(words, a, span.clone());
            let t = self.statement_tone.probabilities(words, a, span);
            let best = argmax(&m);
            out.statements.push(StatementFrame {
                cue: cued.then(|| tokens(&(a..end), offset)),
                content: tokens(&content, offset),
                source: source.map(|(s, _)| tokens(&s, offset)),
                modality: self.modalities[best],
                modality_score: m[best],
                tone: [Tone::Negative, Tone::Neutral, Tone::Positive][argmax(&t)],
                score: p[a][1].max(p[a][3]),
                reranked: 0.0,
            });
        }
    }

    fn events(&self, words: &Vectors, offset: usize, edges: &Edges, out: &mut Frames) {
        let p = self.trigger.probabilities(words);
        let n = words.count();
        // labels: O, sixteen types, I
        let count = self.types.len();
        let mass = |row: &[f32]| row[1..=count].iter().sum::<f32>();
        let anchors: Vec<usize> = (1..n).filter(|i| mass(&p[*i]) >= FLOOR).collect();
        if anchors.is_empty() {
            return;
        }
        let roles = self.event.score(words, &anchors);
        for (k, &a) in anchors.iter().enumerate() {
            let mut end = a + 1;
            while end < edges.sentence[a].end && argmax(&p[end]) == count + 1 {
                end += 1;
            }
            let Some((evidence, _)) = pointer(&roles[0][k], &roles[1][k], false, &edges.sentence[a]) else { continue };
            let evidence = evidence.start.min(a)..evidence.end.max(end);
            let span = evidence.start..=evidence.end - 1;
            let t = self.event_type.probabilities(words, a, span.clone());
            let total = mass(&p[a]);
            let kind = |i: usize| (self.types[i], (p[a][i + 1] / total + t[i]) / 2.0);
            let mut types: Vec<(EventType, f32)> = (0..count).map(kind).filter(|x| x.1 >= TYPE_FLOOR).collect();
            types.sort_by(|a, b| b.1.total_cmp(&a.1));
            let Some(&(event_type, _)) = types.first() else { continue };
            let m = self.event_modality.probabilities(words, a, span);
            let mut modalities: Vec<(Modality, f32)> = self.modalities.iter().copied().zip(m).collect();
            modalities.sort_by(|a, b| b.1.total_cmp(&a.1));
            out.events.push(EventFrame {
                trigger: tokens(&(a..end), offset),
                event_type,
                types,
                evidence: tokens(&evidence, offset),
                sources: fillers(&roles[2][k], offset),
                targets: fillers(&roles[3][k], offset),
                places: fillers(&roles[4][k], offset),
                modalities,
                score: total,
                reranked: [0.0; 2],
                parts: Vec::new(),
            });
        }
    }

    fn positions(&self, words: &Vectors, offset: usize, edges: &Edges, out: &mut Frames) {
        let p = self.stance.probabilities(words);
        let n = words.count();
        let anchors: Vec<usize> = (1..n).filter(|i| 1.0 - p[*i][0] >= FLOOR).collect();
        if anchors.is_empty() {
            return;
        }
        let roles = self.position.score(words, &anchors);
        for (k, &a) in anchors.iter().enumerate() {
            let Some((evidence, _)) = pointer(&roles[0][k], &roles[1][k], false, &edges.sentence[a]) else { continue };
            let evidence = evidence.start.min(a)..evidence.end.max(a + 1);
            out.positions.push(PositionFrame {
                anchor: a - 1 + offset,
                evidence: tokens(&evidence, offset),
                holders: fillers(&roles[4][k], offset),
                condition: pointer(&roles[2][k], &roles[3][k], true, &edges.sentence[a])
                    .map(|(c, _)| tokens(&c, offset)),
                stance: self.stances[argmax(&p[a][1..])],
                score: 1.0 - p[a][0],
                reranked: 0.0,
            });
        }
    }
}

/// Words of the chunk to tokens of the reading: word 0 is the chunk's first piece.
fn tokens(words: &Range<usize>, offset: usize) -> Range<usize> {
    words.start - 1 + offset..words.end - 1 + offset
}

/// Sentence and block of every word of a chunk, as ranges of words; word 0 belongs to none.
#[derive(Debug, Default)]
pub struct Edges {
    /// Sentence of each word.
    pub sentence: Vec<Range<usize>>,
    /// Block (or the part of it that is in the chunk) of each word.
    pub block: Vec<Range<usize>>,
}

impl Edges {
    /// Word 0, which belongs to no sentence and no block.
    pub fn opening() -> Self {
        let mut edges = Edges::default();
        edges.sentence.push(0..0);
        edges.block.push(0..0);
        edges
    }
}

/// The best pair of start and end inside `within`, half-open, with its probability. Word 0 means "no such role": with
/// `optional` it competes and gives `None` when it wins, without it it is not considered.
fn pointer(start: &[f32], end: &[f32], optional: bool, within: &Range<usize>) -> Option<(Range<usize>, f32)> {
    let (mut s, mut e) = (start.to_vec(), end.to_vec());
    softmax(Level::best(), &mut s);
    softmax(Level::best(), &mut e);
    let mut best: Option<(Range<usize>, f32)> = None;
    // best start so far for each end: one pass
    let mut at = within.start;
    for j in within.clone() {
        if s[j] > s[at] {
            at = j;
        }
        let p = s[at] * e[j];
        if best.as_ref().is_none_or(|b| p > b.1) {
            best = Some((at..j + 1, p));
        }
    }
    best.filter(|b| !optional || b.1 > s[0] * e[0])
}

/// Words that fill a role, best first.
fn fillers(scores: &[f32], offset: usize) -> Vec<(usize, f32)> {
    let mut out: Vec<(usize, f32)> = scores
        .iter()
        .enumerate()
        .skip(1)
        .map(|(i, s)| (i - 1 + offset, 1.0 / (1.0 + exp(-s))))
        .filter(|(_, p)| *p >= ROLE_FLOOR)
        .collect();
    out.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointer_takes_the_best_pair_in_order() {
        // the best end stands before the best start: the pair must still be in order
        let (start, end) = ([0.0, 1.0, 0.0, 5.0, 0.0], [0.0, 0.0, 5.0, 0.0, 3.0]);
        assert_eq!(pointer(&start, &end, false, &(1..5)).unwrap().0, 3..5);
        assert_eq!(pointer(&start, &end, false, &(1..3)).unwrap().0, 1..3);
        let one = [9.0, 0.0, 0.0];
        assert_eq!(pointer(&one, &[9.0, 0.0, 1.0], true, &(1..3)), None);
        assert!(pointer(&one, &[9.0, 0.0, 1.0], false, &(1..3)).is_some());
    }
}
