//! The forward pass of the encoder: a BERT of six layers (Devlin et al. 2019), weights from MiniLM (Wang et al. 2020).
//!
//! One chunk of at most a few hundred word pieces at a time, no padding, sums in a fixed order: the same chunk gives
//! the same vectors whatever else is read beside it. `train/model.py` is the twin that trains it.

use crate::model::{Matrix, Model, ModelError};
use ndarray::{ArrayView2, ArrayViewMut2, ShapeBuilder, linalg::general_mat_mul};

/// Width of the vectors.
pub const WIDTH: usize = 384;
const HEADS: usize = 12;
const HEAD: usize = WIDTH / HEADS;

/// A linear map, `y = W x + b`.
#[derive(Debug)]
pub struct Linear {
    weight: Matrix,
    bias: Vec<f32>,
}

impl Linear {
    /// From the tensors `NAME.weight` and `NAME.bias`.
    pub fn take(model: &mut Model, name: &str) -> Result<Linear, ModelError> {
        let weight = model.take(&format!("{name}.weight"))?;
        let bias = model.take(&format!("{name}.bias"))?.data;
        if bias.len() != weight.rows {
            return Err(ModelError::Missing(format!("{name}.bias")));
        }
        Ok(Linear { weight, bias })
    }

    /// Width of the result.
    pub fn out(&self) -> usize {
        self.weight.rows
    }

    /// Apply to `n` rows.
    pub fn apply(&self, x: &[f32], n: usize) -> Vec<f32> {
        let mut y = Vec::with_capacity(n * self.out());
        (0..n).for_each(|_| y.extend_from_slice(&self.bias));
        matmul_transposed(x, &self.weight.data, &mut y, n, self.weight.cols, self.out(), 1.0);
        y
    }
}

/// `c += a · bᵀ` with `a` `n × k` and `b` `m × k`, both row by row.
pub fn matmul_transposed(a: &[f32], b: &[f32], c: &mut [f32], n: usize, k: usize, m: usize, beta: f32) {
    let (Ok(a), Ok(b), Ok(mut c)) = (
        ArrayView2::from_shape((n, k), &a[..n * k]),
        ArrayView2::from_shape((k, m).f(), &b[..m * k]),
        ArrayViewMut2::from_shape((n, m), &mut c[..n * m]),
    ) else {
        unreachable!("slices are cut to their shapes above")
    };
    general_mat_mul(1.0, &a, &b, beta, &mut c);
}

/// Layer normalisation with weight and bias, in place.
#[derive(Debug)]
struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Norm {
    fn take(model: &mut Model, name: &str) -> Result<Norm, ModelError> {
        Ok(Norm {
            weight: model.take(&format!("{name}.weight"))?.data,
            bias: model.take(&format!("{name}.bias"))?.data,
        })
    }

    fn apply(&self, x: &mut [f32]) {
        for row in x.chunks_exact_mut(WIDTH) {
            let mean = row.iter().sum::<f32>() / WIDTH as f32;
            let var = row.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / WIDTH as f32;
            let by = 1.0 / (var + 1e-12).sqrt();
            for ((v, w), b) in row.iter_mut().zip(&self.weight).zip(&self.bias) {
                *v = (*v - mean) * by * w + b;
            }
        }
    }
}

/// `e^x` to about 1e-7, by range reduction and a polynomial: the same on every machine, and it vectorises.
#[inline]
fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.0, 88.0);
    // adding and taking away 1.5 · 2²³ rounds to the nearest whole number without a call
    let n = (x * std::f32::consts::LOG2_E + 12_582_912.0) - 12_582_912.0;
    let r = x - n * 0.693_359_4 + n * 2.121_944_4e-4;
    let p =
        1.0 + r * (1.0 + r * (0.5 + r * (0.166_666_65 + r * (0.041_665_795 + r * (0.008_333_452 + r * 0.001_381_4)))));
    p * f32::from_bits((((n as i32) + 127) as u32) << 23)
}

/// Gaussian error linear unit, exact form; erf by Abramowitz and Stegun 7.1.26 (error below 1.5e-7).
#[inline]
fn gelu(x: f32) -> f32 {
    let z = (x * std::f32::consts::FRAC_1_SQRT_2).abs();
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let poly = t * (0.254_829_6 + t * (-0.284_496_74 + t * (1.421_413_7 + t * (-1.453_152 + t * 1.061_405_4))));
    let erf = 1.0 - poly * exp(-z * z);
    0.5 * x * (1.0 + if x < 0.0 { -erf } else { erf })
}

/// GELU of every element.
pub fn gelu_all(x: &mut [f32]) {
    x.iter_mut().for_each(|v| *v = gelu(*v));
}

/// Softmax of one row, in place.
pub fn softmax(row: &mut [f32]) {
    let max = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    row.iter_mut().for_each(|v| *v = exp(*v - max));
    let by = 1.0 / row.iter().sum::<f32>();
    row.iter_mut().for_each(|v| *v *= by);
}

#[derive(Debug)]
struct Layer {
    q: Linear,
    k: Linear,
    v: Linear,
    o: Linear,
    norm1: Norm,
    up: Linear,
    down: Linear,
    norm2: Norm,
}

impl Layer {
    fn apply(&self, x: &mut [f32], n: usize) {
        let (q, k, v) = (self.q.apply(x, n), self.k.apply(x, n), self.v.apply(x, n));
        let mut mixed = vec![0.0; n * WIDTH];
        let mut scores = vec![0.0; n * n];
        let by = 1.0 / (HEAD as f32).sqrt();
        for h in 0..HEADS {
            let part = |m: &[f32]| -> Vec<f32> {
                m.chunks_exact(WIDTH).flat_map(|r| r[h * HEAD..(h + 1) * HEAD].iter().copied()).collect()
            };
            let (qh, kh, vh) = (part(&q), part(&k), part(&v));
            matmul_transposed(&qh, &kh, &mut scores, n, HEAD, n, 0.0);
            for row in scores.chunks_exact_mut(n) {
                row.iter_mut().for_each(|s| *s *= by);
                softmax(row);
            }
            let (Ok(a), Ok(b)) = (ArrayView2::from_shape((n, n), &scores), ArrayView2::from_shape((n, HEAD), &vh))
            else {
                unreachable!("made with these shapes above")
            };
            let out = a.dot(&b);
            for (row, o) in mixed.chunks_exact_mut(WIDTH).zip(out.rows()) {
                row[h * HEAD..(h + 1) * HEAD].iter_mut().zip(o).for_each(|(d, s)| *d = *s);
            }
        }
        let attended = self.o.apply(&mixed, n);
        x.iter_mut().zip(&attended).for_each(|(a, b)| *a += b);
        self.norm1.apply(x);
        let mut wide = self.up.apply(x, n);
        gelu_all(&mut wide);
        let narrow = self.down.apply(&wide, n);
        x.iter_mut().zip(&narrow).for_each(|(a, b)| *a += b);
        self.norm2.apply(x);
    }
}

/// Word pieces to vectors.
#[derive(Debug)]
pub struct Encoder {
    word: Matrix,
    position: Matrix,
    shape: Matrix,
    norm: Norm,
    layers: Vec<Layer>,
}

impl Encoder {
    /// Take the encoder's tensors out of a model.
    pub fn take(model: &mut Model) -> Result<Encoder, ModelError> {
        let mut layers = Vec::new();
        while model.get(&format!("layers.{}.q.weight", layers.len())).is_ok() {
            let name = |part: &str| format!("layers.{}.{part}", layers.len());
            layers.push(Layer {
                q: Linear::take(model, &name("q"))?,
                k: Linear::take(model, &name("k"))?,
                v: Linear::take(model, &name("v"))?,
                o: Linear::take(model, &name("o"))?,
                norm1: Norm::take(model, &name("norm1"))?,
                up: Linear::take(model, &name("up"))?,
                down: Linear::take(model, &name("down"))?,
                norm2: Norm::take(model, &name("norm2"))?,
            });
        }
        Ok(Encoder {
            word: model.take("word.weight")?,
            position: model.take("position.weight")?,
            shape: model.take("shape.weight")?,
            norm: Norm::take(model, "norm")?,
            layers,
        })
    }

    /// Vectors of a chunk, one row of [`WIDTH`] a piece. Pieces beyond the last position are cut off.
    pub fn encode(&self, pieces: &[u32], shapes: &[usize]) -> Vec<f32> {
        let n = pieces.len().min(self.position.rows);
        let mut x = Vec::with_capacity(n * WIDTH);
        for i in 0..n {
            let (w, s) = (self.word.row(pieces[i] as usize), self.shape.row(shapes[i]));
            x.extend(w.iter().zip(self.position.row(i)).zip(s).map(|((a, b), c)| a + b + c));
        }
        self.norm.apply(&mut x);
        for layer in &self.layers {
            layer.apply(&mut x, n);
        }
        x
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_and_gelu_agree_with_their_definitions() {
        for i in -800..800 {
            let x = i as f32 / 20.0;
            let want = x.exp();
            assert!((exp(x) - want).abs() <= 3e-6 * want, "{x}");
        }
        for (x, want) in
            [(-3.0, -0.004_049_7), (-1.0, -0.158_655_3), (0.0, 0.0), (0.5, 0.345_731_2), (2.0, 1.954_499_7)]
        {
            assert!((gelu(x) - want).abs() < 1e-5, "{x}");
        }
    }

    #[test]
    fn softmax_sums_to_one() {
        let mut row = [3.0, -1.0, 88.0, 0.5];
        softmax(&mut row);
        assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-6 && row[2] > 0.99);
    }
}
