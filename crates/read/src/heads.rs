//! Heads over word vectors: tags, sentence ends, lemmas, the biaffine parser (Dozat and Manning 2017), frames.

use crate::encoder::{Linear, WIDTH, gelu_all, matmul_transposed, softmax};
use crate::model::{Matrix, Model, ModelError};

/// A projection followed by GELU.
#[derive(Debug)]
struct Projection(Linear);

impl Projection {
    fn take(model: &mut Model, name: &str) -> Result<Self, ModelError> {
        Ok(Projection(Linear::take(model, &format!("{name}.0"))?))
    }

    /// Rows of the projection with a 1 at their end, which carries the biases of the biaffine form.
    fn apply(&self, x: &[f32], n: usize) -> Vec<f32> {
        let mut y = self.0.apply(x, n);
        gelu_all(&mut y);
        y.chunks_exact(self.0.out()).flat_map(|r| r.iter().copied().chain([1.0])).collect()
    }

    fn out(&self) -> usize {
        self.0.out() + 1
    }
}

/// `x' W y` for several labels; `w` holds one square matrix a label, one below the other.
fn biaffine(w: &Matrix, label: usize, x: &[f32], n: usize, y: &[f32], m: usize) -> Vec<f32> {
    let d = w.cols;
    // W y first: rows of (label's matrix) times y, for all y
    let part = &w.data[label * d * d..(label + 1) * d * d];
    let mut wy = vec![0.0; m * d];
    matmul_transposed(y, part, &mut wy, m, d, d, 0.0);
    let mut out = vec![0.0; n * m];
    matmul_transposed(x, &wy, &mut out, n, d, m, 0.0);
    out
}

/// The parser.
#[derive(Debug)]
pub struct Parser {
    arc_dep: Projection,
    arc_head: Projection,
    rel_dep: Projection,
    rel_head: Projection,
    arc: Matrix,
    rel: Matrix,
    relations: usize,
}

impl Parser {
    /// Take the parser's tensors out of a model.
    pub fn take(model: &mut Model) -> Result<Self, ModelError> {
        let relations = model.labels.rel.len();
        Ok(Parser {
            arc_dep: Projection::take(model, "arc_dep")?,
            arc_head: Projection::take(model, "arc_head")?,
            rel_dep: Projection::take(model, "rel_dep")?,
            rel_head: Projection::take(model, "rel_head")?,
            arc: model.take("arc.w")?,
            rel: model.take("rel.w")?,
            relations,
        })
    }

    /// Heads and relations of the words of one sentence: `x` are their vectors, `root` that of the chunk's first
    /// piece. Head `n` is the root.
    pub fn parse(&self, x: &[f32], n: usize, root: &[f32], root_label: usize) -> Vec<(usize, usize)> {
        let with_root: Vec<f32> = x.iter().chain(root).copied().collect();
        let dep = self.arc_dep.apply(x, n);
        let head = self.arc_head.apply(&with_root, n + 1);
        let scores = biaffine(&self.arc, 0, &dep, n, &head, n + 1);
        let heads = crate::tree::spanning_tree(n, |d, h| scores[d * (n + 1) + h]);
        let (rd, rh) = (self.rel_dep.apply(x, n), self.rel_head.apply(&with_root, n + 1));
        let w = self.rel_dep.out();
        // x' W for every label at once, then the product with the one head that was chosen
        let chosen: Vec<f32> = heads.iter().flat_map(|h| rh[h * w..(h + 1) * w].iter().copied()).collect();
        let mut best = vec![(f32::NEG_INFINITY, 0); n];
        let mut wy = vec![0.0; n * w];
        for label in (0..self.relations).filter(|l| *l != root_label) {
            matmul_transposed(&chosen, &self.rel.data[label * w * w..(label + 1) * w * w], &mut wy, n, w, w, 0.0);
            for i in 0..n {
                let s: f32 = rd[i * w..(i + 1) * w].iter().zip(&wy[i * w..(i + 1) * w]).map(|(a, b)| a * b).sum();
                if s > best[i].0 {
                    best[i] = (s, label);
                }
            }
        }
        heads.iter().enumerate().map(|(i, h)| (*h, if *h == n { root_label } else { best[i].1 })).collect()
    }
}

/// One label a word.
#[derive(Debug)]
pub struct Tagger(Linear);

impl Tagger {
    /// Take the head `tags.NAME`.
    pub fn take(model: &mut Model, name: &str) -> Result<Self, ModelError> {
        Ok(Tagger(Linear::take(model, &format!("tags.{name}"))?))
    }

    /// Scores, one row a word.
    pub fn scores(&self, x: &[f32], n: usize) -> Vec<Vec<f32>> {
        self.0.apply(x, n).chunks_exact(self.0.out()).map(<[f32]>::to_vec).collect()
    }

    /// Probabilities, one row a word.
    pub fn probabilities(&self, x: &[f32], n: usize) -> Vec<Vec<f32>> {
        let mut rows = self.scores(x, n);
        rows.iter_mut().for_each(|r| softmax(r));
        rows
    }

    /// Most likely label of each word.
    pub fn best(&self, x: &[f32], n: usize) -> Vec<usize> {
        self.scores(x, n).iter().map(|r| argmax(r)).collect()
    }
}

/// Index of the greatest value; the first of equals.
pub fn argmax(row: &[f32]) -> usize {
    row.iter().enumerate().fold(0, |b, (i, v)| if *v > row[b] { i } else { b })
}

/// Two-layer classifier over an anchor word and the mean of a span.
#[derive(Debug)]
pub struct SpanClassifier(Linear, Linear);

impl SpanClassifier {
    /// Take the tensors `NAME.0` and `NAME.3`.
    pub fn take(model: &mut Model, name: &str) -> Result<Self, ModelError> {
        Ok(SpanClassifier(Linear::take(model, &format!("{name}.0"))?, Linear::take(model, &format!("{name}.3"))?))
    }

    /// Probabilities of the labels.
    pub fn probabilities(&self, words: &[f32], anchor: usize, span: std::ops::RangeInclusive<usize>) -> Vec<f32> {
        let mut input = words[anchor * WIDTH..(anchor + 1) * WIDTH].to_vec();
        let mut mean = vec![0.0; WIDTH];
        let count = (span.end() + 1 - span.start()) as f32;
        for i in span {
            mean.iter_mut().zip(&words[i * WIDTH..(i + 1) * WIDTH]).for_each(|(m, v)| *m += v);
        }
        input.extend(mean.iter().map(|m| m / count));
        let mut hidden = self.0.apply(&input, 1);
        gelu_all(&mut hidden);
        let mut out = self.1.apply(&hidden, 1);
        softmax(&mut out);
        out
    }
}

/// Roles of a frame, scored for an anchor against every word of the chunk.
#[derive(Debug)]
pub struct RoleScorer {
    anchor: Projection,
    token: Projection,
    score: Matrix,
    near: Matrix,
}

/// Number of classes of signed distance between anchor and word.
const BUCKETS: usize = 24;

/// Signed distance to its class: exact near the anchor, logarithmic further away.
fn bucket(from: usize, to: usize) -> usize {
    let a = from.abs_diff(to) as f32;
    let far = if a < 5.0 { a } else { 4.0 + (a / 4.0).log2() * 1.5 }.floor().min(11.0) as usize;
    if to < from { far } else { far + BUCKETS / 2 }
}

impl RoleScorer {
    /// Take the tensors of the frame kind `NAME`.
    pub fn take(model: &mut Model, name: &str) -> Result<Self, ModelError> {
        Ok(RoleScorer {
            anchor: Projection::take(model, &format!("{name}.anchor"))?,
            token: Projection::take(model, &format!("{name}.token"))?,
            score: model.take(&format!("{name}.score.w"))?,
            near: model.take(&format!("{name}.near"))?,
        })
    }

    /// For each anchor a row of scores over words, for each role: `[role][anchor][word]`.
    pub fn score(&self, words: &[f32], n: usize, anchors: &[usize]) -> Vec<Vec<Vec<f32>>> {
        let picked: Vec<f32> = anchors.iter().flat_map(|a| words[a * WIDTH..(a + 1) * WIDTH].iter().copied()).collect();
        let (x, y) = (self.anchor.apply(&picked, anchors.len()), self.token.apply(words, n));
        (0..self.near.rows)
            .map(|role| {
                let flat = biaffine(&self.score, role, &x, anchors.len(), &y, n);
                let near = self.near.row(role);
                flat.chunks_exact(n)
                    .zip(anchors)
                    .map(|(row, a)| row.iter().enumerate().map(|(i, s)| s + near[bucket(*a, i)]).collect())
                    .collect()
            })
            .collect()
    }
}
