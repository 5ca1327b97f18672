//! Linear maps with weights in 8 bits.

use crate::model::{Model, ModelError, Tensor};
use rapporteur_kernels::{Level, Matrix8, Rows8};

/// `y = W x + b`.
#[derive(Debug)]
pub struct Linear {
    weight: Matrix8,
    bias: Vec<f32>,
    level: Level,
}

impl Linear {
    /// From the tensors `NAME.weight` and `NAME.bias`.
    pub fn take(model: &mut Model, name: &str) -> Result<Linear, ModelError> {
        Linear::stacked(model, &[name])
    }

    /// Several maps of the same input as one: their results stand side by side.
    pub fn stacked(model: &mut Model, names: &[&str]) -> Result<Linear, ModelError> {
        let (mut values, mut scale, mut bias, mut cols) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for name in names {
            let wrong = || ModelError::Missing(format!("{name}.weight"));
            let weight = model.take(&format!("{name}.weight"))?;
            let (v, s) = weight.bytes().ok_or_else(wrong)?;
            values.extend_from_slice(v);
            scale.extend_from_slice(s);
            bias.extend(model.take(&format!("{name}.bias"))?.floats());
            if cols != 0 && cols != weight.cols {
                return Err(wrong());
            }
            cols = weight.cols;
        }
        Linear::new(model.level, cols, &values, scale, bias).ok_or_else(|| ModelError::Missing(names.join(", ")))
    }

    /// The maps `y ↦ Wₗ·(y, 1)` of a biaffine form (Dozat and Manning 2017): `w` holds a square matrix for each label, one
    /// below the other, whose last column meets the 1.
    pub fn biaffine(level: Level, w: &Tensor) -> Option<Linear> {
        let d = w.cols.checked_sub(1)?;
        let (v, scale) = w.bytes()?;
        let (mut values, mut bias) = (Vec::with_capacity(w.rows * d), Vec::with_capacity(w.rows));
        for (row, s) in v.chunks_exact(w.cols).zip(scale) {
            values.extend_from_slice(&row[..d]);
            bias.push(f32::from(row[d]) * s);
        }
        Linear::new(level, d, &values, scale.to_vec(), bias)
    }

    /// From weights row by row as they are.
    pub fn rounded(level: Level, cols: usize, weights: &[f32], bias: Vec<f32>) -> Option<Linear> {
        let (mut values, mut scale) = (Vec::with_capacity(weights.len()), Vec::with_capacity(bias.len()));
        for row in weights.chunks_exact(cols) {
            let step = (row.iter().fold(0.0f32, |m, w| m.max(w.abs())) / 127.0).max(f32::MIN_POSITIVE);
            values.extend(row.iter().map(|w| (w / step).round() as i8));
            scale.push(step);
        }
        Linear::new(level, cols, &values, scale, bias)
    }

    fn new(level: Level, cols: usize, values: &[i8], scale: Vec<f32>, bias: Vec<f32>) -> Option<Linear> {
        let rows = scale.len();
        let weight = (bias.len() == rows).then(|| Matrix8::new(level, rows, cols, values, scale))??;
        Some(Linear { weight, bias, level })
    }

    /// Width of the result.
    pub fn out(&self) -> usize {
        self.weight.rows()
    }

    /// Width of what it applies to.
    pub fn cols(&self) -> usize {
        self.weight.cols()
    }

    /// Quantise rows for maps of this width.
    pub fn rows(&self, x: &[f32]) -> Rows8 {
        Rows8::new(self.level, x, self.cols())
    }

    /// Apply to rows.
    pub fn apply(&self, x: &[f32]) -> Vec<f32> {
        self.apply_rows(&self.rows(x))
    }

    /// Apply to rows that are quantised already.
    pub fn apply_rows(&self, x: &Rows8) -> Vec<f32> {
        let mut y = vec![0.0; x.len() * self.out()];
        self.weight.apply(x, &self.bias, &mut y);
        y
    }

    /// Apply to rows that are quantised already, into `y`.
    pub fn apply_into(&self, x: &Rows8, y: &mut [f32]) {
        self.weight.apply(x, &self.bias, y);
    }
}
