//! A second judgement of frames: reranking (Collins and Koo 2005, "Discriminative reranking for natural language parsing"), here of what the heads
//! propose, by small networks over the encoder's vectors as they are. The heads learnt from passages by which the encoder was trained, too, and are too
//! sure of them; these networks are fitted to more passages, which it has not seen.
//!
//! Of each frame: does a coder list it? Of each event and each word near it: does the word name who does it, or to whom it is done?
//! `train/rerank.py` fits the tables (`rerank/*.tsv`).

use super::Edges;
use crate::encoder::WIDTH;
use crate::heads::Vectors;
use crate::tables;
use rapporteur_kernels::{Level, dots};
use rapporteur_types::reading::{EventFrame, Frames, StatementFrame};
use std::collections::VecDeque;
use std::ops::Range;

/// Width of what a trigger and a word are projected to.
const SHARED: usize = 48;
/// Width of what lies between the projections and the answer.
const HIDDEN: usize = 64;
/// What is known of a trigger and a word beside their vectors.
const NUMBERS: usize = 8;
/// Words of the sentence of the trigger and of so many before it may take part.
const BEFORE: usize = 4;
/// Words that are less likely than these log odds to take a part are not kept.
const FLOOR: f32 = -4.0;

/// The networks.
#[derive(Debug)]
pub(crate) struct Reranker {
    level: Level,
    events: Network,
    statements: Network,
    positions: Network,
    parts: Parts,
}

/// Rows of weights, one behind another, with a bias each.
#[derive(Debug)]
struct Layer {
    weights: Vec<f32>,
    bias: Vec<f32>,
}

/// One hidden layer; then a row for each answer, with a number more, and what the kind of frame adds.
#[derive(Debug)]
struct Network {
    hidden: Layer,
    out: Layer,
    kinds: Kinds,
}

/// What each kind of frame adds, by name.
#[derive(Debug)]
struct Kinds(Vec<(&'static str, Vec<f32>)>);

/// Who takes part: trigger and word are projected, their products seen beside them.
#[derive(Debug)]
struct Parts {
    trigger: Layer,
    /// Of the word itself, the one before and the one behind.
    word: [Layer; 3],
    /// What the projection of the trigger, that of the word and their products add to the hidden layer.
    hidden: [Layer; 3],
    /// What the numbers add to it: a row for each number.
    numbers: Vec<[f32; HIDDEN]>,
    out: Layer,
    kinds: Kinds,
}

/// A word that later events may ask for.
#[derive(Debug)]
struct Seen {
    token: usize,
    sentence: usize,
    projected: [f32; SHARED],
    /// What it adds to the hidden layer.
    hidden: [f32; HIDDEN],
}

/// The words of the last sentences.
#[derive(Debug, Default)]
pub(crate) struct Near {
    words: VecDeque<Seen>,
    sentences: usize,
}

impl Layer {
    fn read(table: &'static str, name: &str) -> Layer {
        let (mut weights, mut bias) = (Vec::new(), Vec::new());
        for (_, mut row) in tables::rows(table, name) {
            bias.extend(row.next());
            weights.extend(row);
        }
        Layer { weights, bias }
    }

    fn width(&self) -> usize {
        self.weights.len() / self.bias.len()
    }

    /// The columns of a layer as a layer of its own; the first one keeps the bias.
    fn columns(&self, columns: Range<usize>) -> Layer {
        let rows = self.weights.chunks(self.width());
        let bias = if columns.start == 0 { self.bias.clone() } else { vec![0.0; self.bias.len()] };
        Layer { weights: rows.flat_map(|r| r[columns.clone()].to_vec()).collect(), bias }
    }

    /// For each row of `x` the products with all rows, and the bias.
    fn apply(&self, level: Level, x: &[f32]) -> Vec<f32> {
        let (n, width) = (self.bias.len(), self.width());
        let mut y = vec![0.0; x.len() / width * n];
        dots(level, x, &self.weights, width, width, &mut y);
        for row in y.chunks_mut(n) {
            row.iter_mut().zip(&self.bias).for_each(|(y, b)| *y += b);
        }
        y
    }
}

impl Kinds {
    fn read(table: &'static str) -> Kinds {
        Kinds(tables::rows(table, "kind").map(|(name, row)| (name, row.collect())).collect())
    }

    fn add(&self, kind: &str, y: &mut [f32]) {
        let row = self.0.iter().find(|k| k.0 == kind).map_or(&[][..], |k| &k.1);
        y.iter_mut().zip(row).for_each(|(y, k)| *y += k);
    }
}

fn relu(x: &mut [f32]) {
    x.iter_mut().for_each(|x| *x = x.max(0.0));
}

impl Network {
    fn read(table: &'static str) -> Network {
        let layer = |name| Layer::read(table, name);
        Network { hidden: layer("hidden"), out: layer("out"), kinds: Kinds::read(table) }
    }

    /// Log odds of each answer.
    fn judge(&self, level: Level, x: &[f32], kind: &str, score: f32) -> Vec<f32> {
        let mut h = self.hidden.apply(level, x);
        relu(&mut h);
        h.push(odds(score));
        let mut y = self.out.apply(level, &h);
        self.kinds.add(kind, &mut y);
        y
    }
}

/// Log odds of a score, as far as a score can be trusted.
fn odds(score: f32) -> f32 {
    let p = score.clamp(0.01, 0.99);
    (p / (1.0 - p)).ln()
}

/// Vectors of a chunk by word; what stands outside the sentence is all zeros.
struct Around<'a> {
    words: &'a Vectors,
    edges: &'a Edges,
    x: Vec<f32>,
}

impl Around<'_> {
    fn word(&mut self, w: usize, sentence: usize) {
        match self.edges.sentence[sentence].contains(&w) {
            true => self.x.extend(self.words.row(w)),
            false => self.x.extend([0.0; WIDTH]),
        }
    }

    fn mean(&mut self, words: Range<usize>) {
        match words.is_empty() {
            true => self.x.extend([0.0; WIDTH]),
            false => self.x.extend(self.words.mean(words)),
        }
    }

    /// The word with its neighbours, the mean of its clause and that of its sentence.
    fn clause(mut self, w: usize, clause: Range<usize>) -> Vec<f32> {
        [w, w - 1, w + 1].into_iter().for_each(|i| self.word(i, w));
        self.mean(clause);
        self.mean(self.edges.sentence[w].clone());
        self.x
    }

    /// The word of saying, who says it, what is said, how that begins, and the sentence.
    fn said(mut self, w: usize, source: Range<usize>, content: Range<usize>) -> Vec<f32> {
        self.word(w, w);
        self.mean(source);
        self.mean(content.clone());
        self.word(content.start, content.start);
        self.mean(self.edges.sentence[w].clone());
        self.x
    }
}

impl Reranker {
    pub(crate) fn shipped(level: Level) -> Reranker {
        Reranker {
            level,
            events: Network::read(include_str!("rerank/events.tsv")),
            statements: Network::read(include_str!("rerank/statements.tsv")),
            positions: Network::read(include_str!("rerank/positions.tsv")),
            parts: Parts::read(include_str!("rerank/parts.tsv")),
        }
    }

    /// Judge the frames of one chunk, whose words begin at the token `offset`.
    pub(crate) fn judge(&self, words: &Vectors, offset: usize, edges: &Edges, frames: &mut Frames, near: &mut Near) {
        let word = |t: usize| t + 1 - offset;
        let of = |r: &Range<usize>| word(r.start)..word(r.end);
        let around = || Around { words, edges, x: Vec::new() };
        let here = |t: usize| t >= offset;
        for f in frames.statements.iter_mut().filter(|f| here(anchor(f))) {
            let source = f.source.as_ref().map_or(0..0, of);
            let x = around().said(word(anchor(f)), source, of(&f.content));
            f.reranked = self.statements.judge(self.level, &x, "any", f.score)[0];
        }
        for f in frames.positions.iter_mut().filter(|f| here(f.anchor)) {
            let x = around().clause(word(f.anchor), of(&f.evidence));
            f.reranked = self.positions.judge(self.level, &x, f.stance.word(), f.score)[0];
        }
        for f in frames.events.iter_mut().filter(|f| here(f.trigger.start)) {
            let x = around().clause(word(f.trigger.start), of(&f.evidence));
            let y = self.events.judge(self.level, &x, f.event_type.name(), f.score);
            f.reranked = [y[0], y[1]];
        }
        near.go_on(&self.parts, self.level, words, offset, edges);
        for f in frames.events.iter_mut().filter(|f| here(f.trigger.start)) {
            f.parts = self.parts.taken(self.level, f, words.row(word(f.trigger.start)), near);
        }
        near.forget();
    }
}

/// The word that shows a statement.
fn anchor(f: &StatementFrame) -> usize {
    f.cue.as_ref().unwrap_or(&f.content).start
}

impl Near {
    /// The words of one more chunk.
    fn go_on(&mut self, parts: &Parts, level: Level, words: &Vectors, offset: usize, edges: &Edges) {
        let n = words.count();
        let rows: Vec<f32> = (1..n).flat_map(|w| words.row(w)).copied().collect();
        let [own, before, behind] = [0, 1, 2].map(|i| parts.word[i].apply(level, &rows));
        let row = |of: &[f32], w: usize| -> [f32; SHARED] { std::array::from_fn(|i| of[(w - 1) * SHARED + i]) };
        for w in 1..n {
            let sentence = &edges.sentence[w];
            if w == sentence.start {
                self.sentences += 1;
            }
            let mut projected = row(&own, w);
            let mut add = |of: &[f32], other: usize| {
                if sentence.contains(&other) {
                    projected.iter_mut().zip(row(of, other)).for_each(|(p, x)| *p += x);
                }
            };
            add(&before, w - 1);
            add(&behind, w + 1);
            let mut positive = projected;
            relu(&mut positive);
            let hidden = parts.hidden[1].apply(level, &positive);
            let hidden = std::array::from_fn(|i| hidden[i]);
            self.words.push_back(Seen { token: w - 1 + offset, sentence: self.sentences, projected, hidden });
        }
    }

    /// Words that are too far back for what comes.
    fn forget(&mut self) {
        let first = (self.sentences + 1).saturating_sub(BEFORE);
        self.words.retain(|w| w.sentence >= first);
    }
}

impl Parts {
    fn read(table: &'static str) -> Parts {
        let layer = |name| Layer::read(table, name);
        let (word, hidden) = (layer("word"), layer("hidden"));
        let part = |of: &Layer, i: usize, width: usize| of.columns(i * width..(i + 1) * width);
        let numbers = (3 * SHARED..hidden.width())
            .map(|n| std::array::from_fn(|h| hidden.weights[h * hidden.width() + n]))
            .collect();
        Parts {
            trigger: layer("trigger"),
            word: [0, 1, 2].map(|i| part(&word, i, WIDTH)),
            hidden: [0, 1, 2].map(|i| part(&hidden, i, SHARED)),
            numbers,
            out: layer("out"),
            kinds: Kinds::read(table),
        }
    }

    /// Log odds that words near an event name who does it, and to whom it is done.
    fn taken(&self, level: Level, f: &EventFrame, vector: &[f32], near: &Near) -> Vec<(usize, [f32; 2])> {
        let trigger = self.trigger.apply(level, vector);
        let mut positive = trigger.clone();
        relu(&mut positive);
        let mut base = self.hidden[0].apply(level, &positive);
        self.kinds.add(f.event_type.name(), &mut base);
        let Some(own) = near.words.iter().find(|w| w.token == f.trigger.start).map(|w| w.sentence) else {
            return Vec::new();
        };
        let reach = |w: &&Seen| w.sentence <= own && w.sentence + BEFORE >= own;
        let judged = near.words.iter().filter(reach).map(|w| {
            let products: [f32; SHARED] = std::array::from_fn(|i| trigger[i] * w.projected[i]);
            let mut h = self.hidden[2].apply(level, &products);
            let numbers = numbers(f, w, own - w.sentence);
            for (i, h) in h.iter_mut().enumerate() {
                *h += base[i] + w.hidden[i];
                for (n, row) in numbers.iter().zip(&self.numbers) {
                    *h += n * row[i];
                }
            }
            relu(&mut h);
            h.extend(numbers);
            let y = self.out.apply(level, &h);
            (w.token, [y[0], y[1]])
        });
        judged.filter(|x| x.1[0] > FLOOR || x.1[1] > FLOOR).collect()
    }
}

/// What the heads say of a word, and where it stands.
fn numbers(f: &EventFrame, w: &Seen, back: usize) -> [f32; NUMBERS] {
    let role = |list: &[(usize, f32)]| {
        let p = list.iter().find(|x| x.0 == w.token).map_or(0.005, |x| x.1).clamp(0.005, 0.99);
        (p / (1.0 - p)).ln() / 3.0
    };
    let distance = w.token as f32 - f.trigger.start as f32;
    let is = |x: bool| f32::from(u8::from(x));
    [
        role(&f.sources),
        role(&f.targets),
        distance.signum() * distance.abs().ln_1p() / 3.0,
        is(back == 0),
        is(back == 1),
        is(back > 1),
        back as f32 / 4.0,
        is(f.evidence.contains(&w.token)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use rapporteur_types::{EventType, Stance};

    #[test]
    fn the_tables_that_ship_fit_together() {
        let r = Reranker::shipped(Level::base());
        for (n, answers) in [(&r.events, 2), (&r.statements, 1), (&r.positions, 1)] {
            assert_eq!((n.hidden.bias.len(), n.hidden.width()), (HIDDEN, 5 * WIDTH));
            assert_eq!((n.out.bias.len(), n.out.width()), (answers, HIDDEN + 1));
            assert!(n.kinds.0.iter().all(|k| k.1.len() == answers));
        }
        let p = &r.parts;
        assert_eq!((p.trigger.bias.len(), p.trigger.width()), (SHARED, WIDTH));
        assert!(p.word.iter().all(|l| (l.bias.len(), l.width()) == (SHARED, WIDTH)));
        assert!(p.hidden.iter().all(|l| (l.bias.len(), l.width()) == (HIDDEN, SHARED)));
        assert_eq!((p.numbers.len(), p.out.bias.len(), p.out.width()), (NUMBERS, 2, HIDDEN + NUMBERS));
        let known = |k: &Kinds, name: &str| k.0.iter().any(|x| x.0 == name);
        assert!(EventType::ALL.iter().all(|t| known(&r.events.kinds, t.name()) && known(&p.kinds, t.name())));
        assert!(Stance::ALL.iter().all(|s| known(&r.positions.kinds, s.word())) && known(&r.statements.kinds, "any"));
    }

    #[test]
    fn a_layer_is_the_sum_of_its_columns() {
        let whole = Layer { weights: vec![1.0, 2.0, 3.0, -1.0, 0.5, 2.0], bias: vec![0.5, 1.0] };
        let (first, rest) = (whole.columns(0..1), whole.columns(1..3));
        let level = Level::base();
        let (a, b) = (first.apply(level, &[4.0]), rest.apply(level, &[5.0, 6.0]));
        assert_eq!(whole.apply(level, &[4.0, 5.0, 6.0]), vec![a[0] + b[0], a[1] + b[1]]);
    }
}
