//! The forward pass of the encoder: BERT's layers (Devlin et al. 2019), weights from MiniLM (Wang et al. 2020).
//!
//! One chunk of at most a few hundred word pieces at a time, no padding: the same chunk gives the same vectors whatever
//! else is read beside it. Matrix products run in 8 bits; `train/model.py` is the twin that trains it.

use crate::linear::Linear;
use crate::model::{Model, ModelError, Tensor};
use rapporteur_kernels::{Level, attention, gelu, normalise};

/// Width of the vectors.
pub const WIDTH: usize = 384;
const HEADS: usize = 12;
/// Rows that go through the feed-forward part together, so that what is between its products stays in the cache.
const BLOCK: usize = 48;

#[derive(Debug)]
struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Norm {
    fn take(model: &mut Model, name: &str) -> Result<Norm, ModelError> {
        let weight = model.take(&format!("{name}.weight"))?.floats();
        let norm = Norm { weight, bias: model.take(&format!("{name}.bias"))?.floats() };
        if norm.weight.len() != WIDTH || norm.bias.len() != WIDTH {
            return Err(ModelError::Missing(name.to_string()));
        }
        Ok(norm)
    }
}

#[derive(Debug)]
struct Layer {
    /// Queries, keys and values of all heads.
    qkv: Linear,
    o: Linear,
    norm1: Norm,
    up: Linear,
    down: Linear,
    norm2: Norm,
}

impl Layer {
    fn apply(&self, level: Level, x: &mut [f32], n: usize) {
        let mut qkv = vec![0.0; n * 3 * WIDTH];
        for (x, y) in x.chunks(BLOCK * WIDTH).zip(qkv.chunks_mut(BLOCK * 3 * WIDTH)) {
            self.qkv.apply_into(&self.qkv.rows(x), y);
        }
        let mixed = attention(level, &qkv, n, HEADS);
        for (x, mixed) in x.chunks_mut(BLOCK * WIDTH).zip(mixed.chunks(BLOCK * WIDTH)) {
            let attended = self.o.apply(mixed);
            x.iter_mut().zip(&attended).for_each(|(a, b)| *a += b);
            normalise(level, x, &self.norm1.weight, &self.norm1.bias);
            let mut wide = self.up.apply(x);
            gelu(level, &mut wide);
            let narrow = self.down.apply(&wide);
            x.iter_mut().zip(&narrow).for_each(|(a, b)| *a += b);
            normalise(level, x, &self.norm2.weight, &self.norm2.bias);
        }
    }
}

/// Word pieces to vectors.
#[derive(Debug)]
pub struct Encoder {
    level: Level,
    word: Tensor,
    /// Vector of each position.
    position: Vec<f32>,
    /// Vector of each shape.
    shape: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

impl Encoder {
    /// Take the encoder's tensors out of a model; its layers are under `prefix`.
    pub fn take(model: &mut Model, prefix: &str) -> Result<Encoder, ModelError> {
        let mut layers = Vec::new();
        while model.has(&format!("{prefix}.{}.q.weight", layers.len())) {
            let at = layers.len();
            let name = |part: &str| format!("{prefix}.{at}.{part}");
            let l = Layer {
                qkv: Linear::stacked(model, &[&name("q"), &name("k"), &name("v")])?,
                o: Linear::take(model, &name("o"))?,
                norm1: Norm::take(model, &name("norm1"))?,
                up: Linear::take(model, &name("up"))?,
                down: Linear::take(model, &name("down"))?,
                norm2: Norm::take(model, &name("norm2"))?,
            };
            let widths = [l.qkv.cols(), l.qkv.out() / 3, l.o.cols(), l.o.out(), l.up.cols(), l.down.out()];
            if widths != [WIDTH; 6] || l.up.out() != l.down.cols() {
                return Err(ModelError::Missing(name("widths")));
            }
            layers.push(l);
        }
        if layers.is_empty() {
            return Err(ModelError::Missing(prefix.to_string()));
        }
        let table = |model: &mut Model, name: &str| {
            let t = model.take(name)?;
            if t.cols == WIDTH { Ok(t) } else { Err(ModelError::Missing(name.to_string())) }
        };
        Ok(Encoder {
            level: model.level,
            word: table(model, "word.weight")?,
            position: table(model, "position.weight")?.floats(),
            shape: table(model, "shape.weight")?.floats(),
            norm: Norm::take(model, "norm")?,
            layers,
        })
    }

    /// Number of pieces that there are vectors for.
    pub fn pieces(&self) -> usize {
        self.word.rows
    }

    /// Vectors of a chunk, one row of [`WIDTH`] a piece. Pieces beyond the last position are cut off.
    pub fn encode(&self, pieces: &[u32], shapes: &[usize]) -> Vec<f32> {
        let mut x = Vec::with_capacity(pieces.len() * WIDTH);
        for ((piece, shape), position) in pieces.iter().zip(shapes).zip(self.position.chunks_exact(WIDTH)) {
            let shape = &self.shape[shape * WIDTH..(shape + 1) * WIDTH];
            let at = x.len();
            x.extend(position.iter().zip(shape).map(|(a, b)| a + b));
            self.word.add_row(*piece as usize, &mut x[at..]);
        }
        let n = x.len() / WIDTH;
        normalise(self.level, &mut x, &self.norm.weight, &self.norm.bias);
        for layer in &self.layers {
            layer.apply(self.level, &mut x, n);
        }
        x
    }
}
