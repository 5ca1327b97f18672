//! A second judgement of frames: reranking (Collins and Koo 2005, "Discriminative reranking for natural language parsing"), here of what the heads
//! propose, by small networks over the encoder's vectors as they are. The heads learnt from passages by which the encoder was trained, too, and are too
//! sure of them; these networks are fitted to more passages, which it has not seen.
//!
//! Of each frame: does a coder list it? Of each event and each word of its sentence and the four before that may stand for somebody: does the word name who does it, or to whom it is done?
//! `train/rerank.py` fits the tables (`rerank/*.tsv`).

use super::Edges;
use crate::encoder::WIDTH;
use crate::heads::Vectors;
use crate::linear::Linear;
use crate::tables;
use rapporteur_kernels::{Level, Rows8, dots};
use rapporteur_types::reading::{EventFrame, Frames, StatementFrame, Token};
use std::collections::VecDeque;
use std::ops::Range;

/// Width of what is seen of a frame: five vectors.
const INPUTS: usize = 5 * WIDTH;
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
    hidden: Linear,
    out: Layer,
    kinds: Kinds,
}

/// What each kind of frame adds, by name.
#[derive(Debug)]
struct Kinds(Vec<(&'static str, Vec<f32>)>);

/// Who takes part: trigger and word are projected, their products seen beside them.
#[derive(Debug)]
struct Parts {
    /// What the vector of a word becomes as itself, as the one before and the one behind another, and as a trigger: [`SHARED`] numbers each.
    projections: Linear,
    /// The hidden layer before anything is added to it.
    bias: [f32; HIDDEN],
    /// What the projection of the trigger, that of the word, their products and the numbers add to it: a row for each of their numbers.
    trigger: Vec<[f32; HIDDEN]>,
    word: Vec<[f32; HIDDEN]>,
    products: Vec<[f32; HIDDEN]>,
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
    /// Of each word of the chunk, as a trigger, what it is projected to, and its sentence.
    triggers: Vec<([f32; SHARED], usize)>,
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

    /// What some of its inputs add to each row.
    fn columns(&self, columns: Range<usize>) -> Vec<[f32; HIDDEN]> {
        let of = |c: usize| std::array::from_fn(|h| self.weights[h * self.width() + c]);
        columns.map(of).collect()
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

/// Add to a hidden layer what some inputs add to it.
fn add(hidden: &mut [f32; HIDDEN], inputs: impl IntoIterator<Item = f32>, rows: &[[f32; HIDDEN]]) {
    for (x, row) in inputs.into_iter().zip(rows) {
        hidden.iter_mut().zip(row).for_each(|(h, w)| *h += x * w);
    }
}

fn relu(x: &mut [f32]) {
    x.iter_mut().for_each(|x| *x = x.max(0.0));
}

impl Network {
    fn read(table: &'static str, level: Level) -> Network {
        let layer = |name| Layer::read(table, name);
        let Layer { weights, bias } = layer("hidden");
        let hidden = Linear::rounded(level, INPUTS, &weights, bias).expect("the table was written by train/rerank.py");
        Network { hidden, out: layer("out"), kinds: Kinds::read(table) }
    }

    /// Log odds of each answer, for each frame with its kind and score.
    fn judge(&self, level: Level, x: &[f32], frames: &[(&str, f32)]) -> Vec<Vec<f32>> {
        let hidden = self.hidden.apply_rows(&Rows8::new(level, x, INPUTS));
        let judged = hidden.chunks(HIDDEN).zip(frames).map(|(h, (kind, score))| {
            let mut h = [h, &[odds(*score)]].concat();
            relu(&mut h[..HIDDEN]);
            let mut y = self.out.apply(level, &h);
            self.kinds.add(kind, &mut y);
            y
        });
        judged.collect()
    }
}

/// Log odds of a score, as far as a score can be trusted.
fn odds(score: f32) -> f32 {
    let p = score.clamp(0.01, 0.99);
    (p / (1.0 - p)).ln()
}

/// What is seen of frames, row by row: vectors of a chunk by word; what stands outside the sentence is all zeros.
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
    fn clause(&mut self, w: usize, clause: Range<usize>) {
        [w, w - 1, w + 1].into_iter().for_each(|i| self.word(i, w));
        self.mean(clause);
        self.mean(self.edges.sentence[w].clone());
    }

    /// The word of saying, who says it, what is said, how that begins, and the sentence.
    fn said(&mut self, w: usize, source: Range<usize>, content: Range<usize>) {
        self.word(w, w);
        self.mean(source);
        self.mean(content.clone());
        self.word(content.start, content.start);
        self.mean(self.edges.sentence[w].clone());
    }

    /// The rows so far.
    fn take(&mut self) -> Vec<f32> {
        std::mem::take(&mut self.x)
    }
}

impl Reranker {
    pub(crate) fn shipped(level: Level) -> Reranker {
        Reranker {
            level,
            events: Network::read(include_str!("rerank/events.tsv"), level),
            statements: Network::read(include_str!("rerank/statements.tsv"), level),
            positions: Network::read(include_str!("rerank/positions.tsv"), level),
            parts: Parts::read(include_str!("rerank/parts.tsv"), level),
        }
    }

    /// Judge the frames of one chunk, whose words are the last tokens.
    pub(crate) fn judge(&self, words: &Vectors, edges: &Edges, tokens: &[Token], frames: &mut Frames, near: &mut Near) {
        let offset = tokens.len() + 1 - words.count();
        let word = |t: usize| t + 1 - offset;
        let of = |r: &Range<usize>| word(r.start)..word(r.end);
        // the frames of the chunk stand behind those of the chunks before
        let from = [
            frames.statements.partition_point(|f| anchor(f) < offset),
            frames.positions.partition_point(|f| f.anchor < offset),
            frames.events.partition_point(|f| f.trigger.start < offset),
        ];
        let mut seen = Around { words, edges, x: Vec::new() };

        let mut statements: Vec<_> = frames.statements[from[0]..].iter_mut().collect();
        let kinds: Vec<_> = statements.iter().map(|f| ("any", f.score)).collect();
        for f in &statements {
            seen.said(word(anchor(f)), f.source.as_ref().map_or(0..0, of), of(&f.content));
        }
        let judged = self.statements.judge(self.level, &seen.take(), &kinds);
        statements.iter_mut().zip(judged).for_each(|(f, y)| f.reranked = y[0]);

        let mut positions: Vec<_> = frames.positions[from[1]..].iter_mut().collect();
        let kinds: Vec<_> = positions.iter().map(|f| (f.stance.word(), f.score)).collect();
        positions.iter().for_each(|f| seen.clause(word(f.anchor), of(&f.evidence)));
        let judged = self.positions.judge(self.level, &seen.take(), &kinds);
        positions.iter_mut().zip(judged).for_each(|(f, y)| f.reranked = y[0]);

        let events: Vec<_> = frames.events[from[2]..].iter_mut().collect();
        let kinds: Vec<_> = events.iter().map(|f| (f.event_type.name(), f.score)).collect();
        events.iter().for_each(|f| seen.clause(word(f.trigger.start), of(&f.evidence)));
        let judged = self.events.judge(self.level, &seen.take(), &kinds);
        near.go_on(&self.parts, words, offset, edges, tokens);
        for (f, y) in events.into_iter().zip(judged) {
            f.reranked = [y[0], y[1]];
            f.parts = self.parts.taken(self.level, f, &near.triggers[word(f.trigger.start)], &near.words);
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
    fn go_on(&mut self, parts: &Parts, words: &Vectors, offset: usize, edges: &Edges, tokens: &[Token]) {
        let n = words.count();
        let all = words.through(&parts.projections);
        let row = |of: usize, w: usize| -> [f32; SHARED] { std::array::from_fn(|i| all[(4 * w + of) * SHARED + i]) };
        self.triggers.clear();
        self.triggers.push(([0.0; SHARED], 0));
        for w in 1..n {
            let (sentence, token) = (&edges.sentence[w], w - 1 + offset);
            if w == sentence.start {
                self.sentences += 1;
            }
            self.triggers.push((row(3, w), self.sentences));
            if !may_take_part(&tokens[token]) {
                continue;
            }
            let mut projected = row(0, w);
            for (of, other) in [(1, w - 1), (2, w + 1)] {
                if sentence.contains(&other) {
                    projected.iter_mut().zip(row(of, other)).for_each(|(p, x)| *p += x);
                }
            }
            let mut hidden = [0.0; HIDDEN];
            add(&mut hidden, projected.map(|x| x.max(0.0)), &parts.word);
            self.words.push_back(Seen { token, sentence: self.sentences, projected, hidden });
        }
    }

    /// Words that are too far back for what comes.
    fn forget(&mut self) {
        let first = (self.sentences + 1).saturating_sub(BEFORE);
        self.words.retain(|w| w.sentence >= first);
    }
}

/// Is it a word that names or stands for somebody?
fn may_take_part(t: &Token) -> bool {
    matches!(t.upos.as_str(), "NOUN" | "PROPN" | "PRON" | "ADJ" | "NUM" | "DET" | "X")
}

impl Parts {
    fn read(table: &'static str, level: Level) -> Parts {
        let layer = |name| Layer::read(table, name);
        let (trigger, word, hidden) = (layer("trigger"), layer("word"), layer("hidden"));
        let place = |i: usize| word.weights.chunks(3 * WIDTH).flat_map(move |row| &row[i * WIDTH..(i + 1) * WIDTH]);
        let weights: Vec<f32> = [0, 1, 2].into_iter().flat_map(place).chain(&trigger.weights).copied().collect();
        let nothing = vec![0.0; 2 * SHARED];
        let bias = [word.bias, nothing, trigger.bias].concat();
        Parts {
            projections: Linear::rounded(level, WIDTH, &weights, bias)
                .expect("the table was written by train/rerank.py"),
            bias: std::array::from_fn(|i| hidden.bias[i]),
            trigger: hidden.columns(0..SHARED),
            word: hidden.columns(SHARED..2 * SHARED),
            products: hidden.columns(2 * SHARED..3 * SHARED),
            numbers: hidden.columns(3 * SHARED..hidden.width()),
            out: layer("out"),
            kinds: Kinds::read(table),
        }
    }

    /// Log odds that words near an event name who does it, and to whom it is done.
    fn taken(
        &self,
        level: Level,
        f: &EventFrame,
        (trigger, own): &([f32; SHARED], usize),
        words: &VecDeque<Seen>,
    ) -> Vec<(usize, [f32; 2])> {
        let mut base = self.bias;
        add(&mut base, trigger.map(|x| x.max(0.0)), &self.trigger);
        self.kinds.add(f.event_type.name(), &mut base);
        let reach = |w: &&Seen| w.sentence <= *own && w.sentence + BEFORE >= *own;
        let judged = words.iter().filter(reach).map(|w| {
            let numbers = numbers(f, w, own - w.sentence);
            let mut h: [f32; HIDDEN] = std::array::from_fn(|i| base[i] + w.hidden[i]);
            add(&mut h, std::array::from_fn::<f32, SHARED, _>(|i| trigger[i] * w.projected[i]), &self.products);
            add(&mut h, numbers, &self.numbers);
            relu(&mut h);
            let y = self.out.apply(level, &[&h[..], &numbers].concat());
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
            assert_eq!(n.hidden.out(), HIDDEN);
            assert_eq!((n.out.bias.len(), n.out.width()), (answers, HIDDEN + 1));
            assert!(n.kinds.0.iter().all(|k| k.1.len() == answers));
        }
        let p = &r.parts;
        assert_eq!(p.projections.out(), 4 * SHARED);
        assert!([&p.trigger, &p.word, &p.products].iter().all(|rows| rows.len() == SHARED));
        assert_eq!((p.numbers.len(), p.out.bias.len(), p.out.width()), (NUMBERS, 2, HIDDEN + NUMBERS));
        let known = |k: &Kinds, name: &str| k.0.iter().any(|x| x.0 == name);
        assert!(EventType::ALL.iter().all(|t| known(&r.events.kinds, t.name()) && known(&p.kinds, t.name())));
        assert!(Stance::ALL.iter().all(|s| known(&r.positions.kinds, s.word())) && known(&r.statements.kinds, "any"));
    }
}
