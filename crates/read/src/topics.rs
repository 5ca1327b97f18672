//! What a sentence tells of talks: a logistic regression for each topic, over the words of the sentence, a few marks of its
//! form and the encoder's vectors. Linear models over pooled vectors and bags of words are strong for classes of sentences where
//! some thousand are labelled (Wang and Manning 2012; Arora et al. 2017, "A simple but tough-to-beat baseline for sentence embeddings").
//!
//! `train/topics.py` fits the table `topics/weights.tsv` to sentences labelled for this (`train/coded/README.md`).

use crate::encoder::WIDTH;
use crate::tables::weights;
use rapporteur_types::Topic;
use rapporteur_types::reading::{BlockKind, Direction, NameKind, Reading, TimeKind, Token, TopicFrame};
use std::collections::BTreeMap;

/// Topics less likely than this are not worth a thought.
const FLOOR: f32 = 0.1;
/// Longer sentences count as this long, in tokens.
const LONG: usize = 40;

const TOPICS: usize = Topic::ALL.len();
/// A number for each topic, in the order of [`Topic::ALL`].
pub(crate) type Scores = [f32; TOPICS];

/// The table: what each feature, and each number of the vectors, says for each topic.
#[derive(Debug)]
pub(crate) struct Weights {
    constant: Scores,
    features: BTreeMap<&'static str, Scores>,
    mean: Vec<Scores>,
    root: Vec<Scores>,
}

impl Weights {
    /// The table that ships: `name`, then thousandths for each topic.
    pub(crate) fn shipped() -> Weights {
        let mut out = Weights {
            constant: [0.0; TOPICS],
            features: BTreeMap::new(),
            mean: vec![[0.0; TOPICS]; WIDTH],
            root: vec![[0.0; TOPICS]; WIDTH],
        };
        for (name, row) in weights(include_str!("topics/weights.tsv")) {
            let numbered = |prefix: &str| name.strip_prefix(prefix).and_then(|i| i.parse::<usize>().ok());
            if name == "constant" {
                out.constant = row;
            } else if let Some(place) = numbered("mean ").and_then(|i| out.mean.get_mut(i)) {
                *place = row;
            } else if let Some(place) = numbered("root ").and_then(|i| out.root.get_mut(i)) {
                *place = row;
            } else {
                out.features.insert(name, row);
            }
        }
        out
    }

    /// What the vectors of a sentence say: their mean, and that of the word on which the sentence hangs.
    pub(crate) fn of_vectors(&self, mean: &[f32], root: &[f32]) -> Scores {
        let mut sum = self.constant;
        for (weights, x) in [(&self.mean, mean), (&self.root, root)] {
            for (row, x) in weights.iter().zip(x) {
                add(&mut sum, row, *x);
            }
        }
        sum
    }

    /// What each sentence tells, given what its vectors say.
    pub(crate) fn topics(&self, text: &str, reading: &Reading, vectors: &[Scores]) -> Vec<TopicFrame> {
        let marks = Marks::new(reading);
        let told = vectors.iter().enumerate().filter_map(|(sentence, of_vectors)| {
            let mut sum = *of_vectors;
            for (name, x) in marks.of(text, sentence) {
                if let Some(row) = self.features.get(name.as_str()) {
                    add(&mut sum, row, x);
                }
            }
            let likely = Topic::ALL.into_iter().zip(sum.map(|s| 1.0 / (1.0 + rapporteur_kernels::exp(-s))));
            let mut topics: Vec<(Topic, f32)> = likely.filter(|t| t.1 >= FLOOR).collect();
            topics.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            (!topics.is_empty()).then_some(TopicFrame { sentence, topics })
        });
        told.collect()
    }
}

fn add(sum: &mut Scores, row: &Scores, x: f32) {
    for (s, w) in sum.iter_mut().zip(row) {
        *s += w * x;
    }
}

/// Names of features with their values, for each sentence of a reading: for whoever fits the weights.
pub fn features(text: &str, reading: &Reading) -> Vec<Vec<(String, f32)>> {
    let marks = Marks::new(reading);
    (0..reading.sentences.len()).map(|s| marks.of(text, s)).collect()
}

/// What a reading says of each sentence beside its words.
struct Marks<'a> {
    reading: &'a Reading,
    by_sentence: Vec<BTreeMap<String, f32>>,
}

impl<'a> Marks<'a> {
    fn new(reading: &'a Reading) -> Self {
        let mut by_sentence = vec![BTreeMap::new(); reading.sentences.len()];
        let at = |token: usize| reading.sentences.partition_point(|s| s.tokens.end <= token);
        let within = |offset: usize| reading.sentences.partition_point(|s| s.span.end <= offset);
        let mut put = |sentence: usize, name: String, x: f32| {
            if let Some(marks) = by_sentence.get_mut(sentence) {
                let old: &mut f32 = marks.entry(name).or_insert(0.0);
                *old = old.max(x);
            }
        };
        for t in &reading.times {
            let kind = match t.kind {
                TimeKind::Date => "date",
                TimeKind::Time => "time",
                TimeKind::Duration => "duration",
                TimeKind::Set => "set",
            };
            let direction = match t.direction {
                None => "none",
                Some(Direction::Past) => "past",
                Some(Direction::Present) => "present",
                Some(Direction::Future) => "future",
                Some(Direction::Recurring) => "recurring",
            };
            put(within(t.span.start), format!("time={kind} {direction}"), 1.0);
        }
        for n in &reading.names {
            let kind = match n.kind {
                NameKind::Person => "person",
                NameKind::Organisation => "organisation",
                NameKind::Place => "place",
                NameKind::Other => "other",
            };
            put(at(n.tokens.start), format!("name={kind}"), 1.0);
        }
        for e in reading.frames.events.iter().filter(|e| e.seen()) {
            put(at(e.trigger.start), format!("event={}", e.event_type.name()), e.score);
        }
        for p in reading.frames.positions.iter().filter(|p| p.seen()) {
            put(at(p.anchor), format!("position={}", p.stance.word()), p.score);
        }
        Marks { reading, by_sentence }
    }

    fn of(&self, text: &str, sentence: usize) -> Vec<(String, f32)> {
        let s = &self.reading.sentences[sentence];
        let tokens = &self.reading.tokens[s.tokens.clone()];
        let mut out = self.by_sentence[sentence].clone();
        let mut before: Option<String> = None;
        for t in tokens {
            self.form(t, &mut out);
            if matches!(t.upos.as_str(), "PUNCT" | "NUM" | "PROPN") {
                continue;
            }
            let lemma = t.lemma.to_lowercase();
            if let Some(before) = before {
                out.insert(format!("w={before} {lemma}"), 1.0);
            }
            out.insert(format!("w={lemma}"), 1.0);
            before = Some(lemma);
        }
        let mut mark = |name: &str, x: f32| out.insert(name.to_string(), x);
        mark("length", tokens.len().min(LONG) as f32 / LONG as f32);
        mark("place", sentence as f32 / self.reading.sentences.len() as f32);
        if sentence < 3 {
            mark("opens", 1.0);
        }
        if self.reading.blocks[s.block].kind == BlockKind::Turn {
            mark("turn", 1.0);
        }
        if s.span.of(text).contains(['"', '“']) {
            mark("quotes", 1.0);
        }
        out.into_iter().collect()
    }

    /// Tense, infinitives, modal verbs, negation, pronouns as subjects.
    fn form(&self, t: &Token, out: &mut BTreeMap<String, f32>) {
        let mut mark = |name: String| out.insert(name, 1.0);
        let lemma = t.lemma.as_str();
        if matches!(t.upos.as_str(), "VERB" | "AUX") {
            let tense = t.feats.split('|').find_map(|f| f.strip_prefix("Tense="));
            if let Some(tense) = tense {
                mark(format!("tense={tense}"));
            }
            if t.feats.contains("VerbForm=Inf") {
                mark("infinitive".into());
            }
        }
        if matches!(lemma, "not" | "no" | "never" | "without") {
            mark("negation".into());
        }
        if matches!(lemma, "will" | "would" | "could" | "may" | "might" | "must" | "should" | "can") {
            mark(format!("modal={lemma}"));
        }
        if t.upos == "PRON" && t.rel == "nsubj" {
            mark("pronoun subject".into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_has_a_number_for_each_topic_and_every_place_of_the_vectors_a_row() {
        let mut names = std::collections::BTreeSet::new();
        for line in include_str!("topics/weights.tsv").lines() {
            let mut cells = line.split('\t');
            assert!(names.insert(cells.next().unwrap()), "twice: {line}");
            let numbers: Vec<i64> = cells.map(|c| c.parse().unwrap_or_else(|_| panic!("{line}"))).collect();
            assert_eq!(numbers.len(), TOPICS, "{line}");
        }
        assert!(names.contains("constant"));
        for place in 0..WIDTH {
            assert!(
                names.contains(format!("mean {place}").as_str()) && names.contains(format!("root {place}").as_str())
            );
        }
    }
}
