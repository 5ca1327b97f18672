//! Heads over word vectors: tags, sentence ends, lemmas, the biaffine parser (Dozat and Manning 2017), frames.

use crate::encoder::WIDTH;
use crate::linear::Linear;
use crate::model::{Model, ModelError};
use rapporteur_kernels::{Level, Rows8, dots, gelu, softmax};
use std::ops::Range;

/// Vectors of the words of a chunk, ready for the heads; word 0 is the chunk's first piece.
#[derive(Debug)]
pub struct Vectors {
    level: Level,
    x: Vec<f32>,
    rows: Rows8,
}

impl Vectors {
    /// From rows of [`WIDTH`].
    pub fn new(level: Level, x: Vec<f32>) -> Vectors {
        let rows = Rows8::new(level, &x, WIDTH);
        Vectors { level, x, rows }
    }

    /// Number of words, the chunk's first piece counted.
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// The mean of some words, summed up in order.
    pub fn mean(&self, words: Range<usize>) -> Vec<f32> {
        let mut sum = vec![0.0; WIDTH];
        for i in words.clone() {
            sum.iter_mut().zip(self.row(i)).for_each(|(s, x)| *s += x);
        }
        sum.iter_mut().for_each(|s| *s /= words.len() as f32);
        sum
    }

    /// Dot products of the vector of every word with other vectors that stand one behind another: a row for each word.
    pub fn with(&self, others: &[f32]) -> Table {
        let width = others.len() / WIDTH;
        let mut cells = vec![0.0; self.count() * width];
        dots(self.level, &self.x, others, WIDTH, WIDTH, &mut cells);
        Table { cells, width }
    }

    /// A linear map of the vectors of all words, one behind another.
    pub fn through(&self, map: &Linear) -> Vec<f32> {
        map.apply_rows(&self.rows)
    }

    /// The vector of a word.
    pub fn row(&self, i: usize) -> &[f32] {
        &self.x[i * WIDTH..(i + 1) * WIDTH]
    }
}

/// A projection followed by GELU.
#[derive(Debug)]
struct Projection(Linear);

impl Projection {
    fn take(model: &mut Model, name: &str) -> Result<Self, ModelError> {
        Ok(Projection(Linear::take(model, &format!("{name}.0"))?))
    }

    fn apply(&self, words: &Vectors) -> Vec<f32> {
        let mut y = self.0.apply_rows(&words.rows);
        gelu(words.level, &mut y);
        y
    }
}

/// `(x, 1)' W (y, 1)` for several labels.
#[derive(Debug)]
struct Biaffine {
    linear: Linear,
    level: Level,
    /// Width of x and y.
    width: usize,
}

impl Biaffine {
    fn take(model: &mut Model, name: &str) -> Result<Self, ModelError> {
        let wrong = || ModelError::Missing(name.to_string());
        let linear = Linear::biaffine(model.level, &model.take(name)?).ok_or_else(wrong)?;
        let width = linear.cols();
        if !linear.out().is_multiple_of(width + 1) {
            return Err(wrong());
        }
        Ok(Biaffine { linear, level: model.level, width })
    }

    fn labels(&self) -> usize {
        self.linear.out() / (self.width + 1)
    }

    /// `W (y, 1)` for every label and every row of y: what [`Biaffine::score`] takes.
    fn halves(&self, y: &[f32]) -> Vec<f32> {
        self.linear.apply(y)
    }

    /// Scores of every row of `x` against the rows of y whose halves these are, for one label.
    fn score(&self, label: usize, x: &[f32], halves: &[f32]) -> Vec<f32> {
        let (d, stride) = (self.width, self.linear.out());
        let m = halves.len() / stride;
        let mut out = vec![0.0; x.len() / d * m];
        if out.is_empty() {
            return out;
        }
        dots(self.level, x, &halves[label * (d + 1)..], stride, d, &mut out);
        for row in out.chunks_exact_mut(m) {
            for (s, half) in row.iter_mut().zip(halves.chunks_exact(stride)) {
                *s += half[label * (d + 1) + d];
            }
        }
        out
    }
}

/// The parser.
#[derive(Debug)]
pub struct Parser {
    arc_dep: Projection,
    arc_head: Projection,
    rel_dep: Projection,
    rel_head: Projection,
    arc: Biaffine,
    rel: Biaffine,
    root: usize,
}

/// What the parser knows of the words of a chunk before sentences are cut.
pub struct Projected {
    dep: Vec<f32>,
    /// Halves of the arc scores.
    head: Vec<f32>,
    rel_dep: Vec<f32>,
    rel_head: Vec<f32>,
}

impl Parser {
    /// Take the parser's tensors out of a model.
    pub fn take(model: &mut Model) -> Result<Self, ModelError> {
        let relations = model.labels.rel.len();
        let parser = Parser {
            arc_dep: Projection::take(model, "arc_dep")?,
            arc_head: Projection::take(model, "arc_head")?,
            rel_dep: Projection::take(model, "rel_dep")?,
            rel_head: Projection::take(model, "rel_head")?,
            arc: Biaffine::take(model, "arc.w")?,
            rel: Biaffine::take(model, "rel.w")?,
            root: model.labels.rel.iter().position(|r| r == "root").unwrap_or(0),
        };
        if parser.arc.labels() == 1 && parser.rel.labels() == relations {
            Ok(parser)
        } else {
            Err(ModelError::Missing("rel.w".to_string()))
        }
    }

    /// Project the words of a chunk.
    pub fn project(&self, words: &Vectors) -> Projected {
        Projected {
            dep: self.arc_dep.apply(words),
            head: self.arc.halves(&self.arc_head.apply(words)),
            rel_dep: self.rel_dep.apply(words),
            rel_head: self.rel_head.apply(words),
        }
    }

    /// Heads and relations of the words of one sentence of the chunk. Head `words.len()` is the root, for which the
    /// chunk's first piece stands.
    pub fn parse(&self, chunk: &Projected, words: &Range<usize>) -> Vec<(usize, usize)> {
        let n = words.len();
        let (w, stride) = (self.arc.width, self.arc.linear.out());
        let mut halves = chunk.head[words.start * stride..words.end * stride].to_vec();
        halves.extend_from_slice(&chunk.head[..stride]);
        let scores = self.arc.score(0, &chunk.dep[words.start * w..words.end * w], &halves);
        let heads = crate::tree::spanning_tree(n, |d, h| scores[d * (n + 1) + h]);
        // the labels of each word against its one head
        let w = self.rel.width;
        let row = |h: usize| if h == n { 0 } else { words.start + h };
        let chosen: Vec<f32> = heads.iter().flat_map(|h| chunk.rel_head[row(*h) * w..][..w].iter().copied()).collect();
        let (halves, labels) = (self.rel.halves(&chosen), self.rel.labels());
        let stride = self.rel.linear.out();
        let mut scores = vec![0.0; labels];
        (0..n)
            .map(|i| {
                if heads[i] == n {
                    return (n, self.root);
                }
                let half = &halves[i * stride..(i + 1) * stride];
                dots(self.rel.level, &chunk.rel_dep[(words.start + i) * w..][..w], half, w + 1, w, &mut scores);
                scores.iter_mut().zip(half.chunks_exact(w + 1)).for_each(|(s, h)| *s += h[w]);
                scores[self.root] = f32::NEG_INFINITY;
                (heads[i], argmax(&scores))
            })
            .collect()
    }
}

/// One label a word.
#[derive(Debug)]
pub struct Tagger(Linear);

/// A row of numbers for each word.
#[derive(Debug)]
pub struct Table {
    cells: Vec<f32>,
    width: usize,
}

impl std::ops::Index<usize> for Table {
    type Output = [f32];

    fn index(&self, word: usize) -> &[f32] {
        &self.cells[word * self.width..(word + 1) * self.width]
    }
}

impl Tagger {
    /// Take the head `tags.NAME`, which has so many labels.
    pub fn take(model: &mut Model, name: &str, labels: usize) -> Result<Self, ModelError> {
        let name = format!("tags.{name}");
        let linear = Linear::take(model, &name)?;
        if linear.out() == labels { Ok(Tagger(linear)) } else { Err(ModelError::Missing(name)) }
    }

    /// Take a head that gives one number for each word.
    pub fn number(model: &mut Model, name: &str) -> Result<Self, ModelError> {
        let linear = Linear::take(model, name)?;
        if linear.out() == 1 { Ok(Tagger(linear)) } else { Err(ModelError::Missing(name.to_string())) }
    }

    /// Scores of the labels of each word.
    pub fn scores(&self, words: &Vectors) -> Table {
        Table { cells: self.0.apply_rows(&words.rows), width: self.0.out() }
    }

    /// Probabilities of the labels of each word.
    pub fn probabilities(&self, words: &Vectors) -> Table {
        let mut table = self.scores(words);
        table.cells.chunks_exact_mut(table.width).for_each(|r| softmax(words.level, r));
        table
    }

    /// Most likely label of each word.
    pub fn best(&self, words: &Vectors) -> Vec<usize> {
        self.scores(words).cells.chunks_exact(self.0.out()).map(argmax).collect()
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
    pub fn probabilities(&self, words: &Vectors, anchor: usize, span: std::ops::RangeInclusive<usize>) -> Vec<f32> {
        let mut input = words.row(anchor).to_vec();
        let mut mean = vec![0.0; WIDTH];
        let count = (span.end() + 1 - span.start()) as f32;
        for i in span {
            mean.iter_mut().zip(words.row(i)).for_each(|(m, v)| *m += v);
        }
        input.extend(mean.iter().map(|m| m / count));
        let mut hidden = self.0.apply(&input);
        gelu(words.level, &mut hidden);
        let mut out = self.1.apply(&hidden);
        softmax(words.level, &mut out);
        out
    }
}

/// Roles of a frame, scored for an anchor against every word of the chunk.
#[derive(Debug)]
pub struct RoleScorer {
    anchor: Projection,
    token: Projection,
    score: Biaffine,
    /// Of each role, what each class of distance adds.
    near: Vec<f32>,
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
        let scorer = RoleScorer {
            anchor: Projection::take(model, &format!("{name}.anchor"))?,
            token: Projection::take(model, &format!("{name}.token"))?,
            score: Biaffine::take(model, &format!("{name}.score.w"))?,
            near: model.take(&format!("{name}.near"))?.floats(),
        };
        if scorer.near.len() != scorer.score.labels() * BUCKETS {
            return Err(ModelError::Missing(format!("{name}.near")));
        }
        Ok(scorer)
    }

    /// For each anchor a row of scores over words, for each role: `[role][anchor][word]`.
    pub fn score(&self, words: &Vectors, anchors: &[usize]) -> Vec<Vec<Vec<f32>>> {
        let n = words.count();
        let all = self.anchor.apply(&words.picked(anchors));
        let halves = self.score.halves(&self.token.apply(words));
        (self.near.chunks_exact(BUCKETS).enumerate())
            .map(|(role, near)| {
                let flat = self.score.score(role, &all, &halves);
                flat.chunks_exact(n)
                    .zip(anchors)
                    .map(|(row, a)| row.iter().enumerate().map(|(i, s)| s + near[bucket(*a, i)]).collect())
                    .collect()
            })
            .collect()
    }
}

impl Vectors {
    fn picked(&self, words: &[usize]) -> Vectors {
        Vectors::new(self.level, words.iter().flat_map(|w| self.row(*w).iter().copied()).collect())
    }
}
