//! Matrix products in 8-bit integers: a scale for every row of either side, sums in 32 bits.
//!
//! Weights are quantised once, when a model is written; activations on the way, row by row, by their greatest
//! magnitude ("dynamic quantisation", Jacob et al. 2018). Sums of products of whole numbers are exact, so that it does
//! not matter how many are added at a time.

#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
use crate::Set;
use crate::float::LANES;
use crate::{Level, each_level};

/// Rows of the left side that go through together.
const TILE: usize = 8;
/// Columns of the result that are computed together.
const PANEL: usize = 32;

/// Rows of numbers in 8 bits.
#[derive(Debug)]
pub struct Rows8 {
    cols: usize,
    values: Vec<i8>,
    scale: Vec<f32>,
    /// Sum of the whole numbers of each row.
    sum: Vec<i32>,
}

impl Rows8 {
    /// Quantise rows of `cols` numbers, a multiple of four.
    pub fn new(level: Level, rows: &[f32], cols: usize) -> Rows8 {
        let n = rows.len() / cols;
        let mut out = Rows8 { cols, values: vec![0; n * cols], scale: vec![0.0; n], sum: vec![0; n] };
        quantise(level, rows, &mut out);
        out
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.scale.len()
    }

    /// No row?
    pub fn is_empty(&self) -> bool {
        self.scale.is_empty()
    }
}

each_level! {
    fn quantise(rows: &[f32], out: &mut Rows8) = quantise_body
}

#[inline(always)]
fn quantise_body(rows: &[f32], out: &mut Rows8) {
    let cols = out.cols;
    for (i, (row, to)) in rows.chunks_exact(cols).zip(out.values.chunks_exact_mut(cols)).enumerate() {
        let mut greatest = [0.0f32; LANES];
        let (blocks, rest) = row.as_chunks::<LANES>();
        for b in blocks {
            for l in 0..LANES {
                greatest[l] = if b[l].abs() > greatest[l] { b[l].abs() } else { greatest[l] };
            }
        }
        let greatest = greatest.iter().chain(rest).fold(0.0f32, |a, b| if b.abs() > a { b.abs() } else { a });
        let by = if greatest > 0.0 { 127.0 / greatest } else { 0.0 };
        let mut sum = 0i32;
        for (t, v) in to.iter_mut().zip(row) {
            // adding 1.5 · 2²³ leaves the nearest whole number in the low bits
            let q = v.mul_add(by, 12_582_912.0).to_bits() as i32 - 0x4b40_0000;
            *t = q as i8;
            sum += q;
        }
        out.scale[i] = greatest / 127.0;
        out.sum[i] = sum;
    }
}

/// A matrix of weights in 8 bits, laid out for the processor at hand.
#[derive(Debug)]
pub struct Matrix8 {
    level: Level,
    rows: usize,
    cols: usize,
    scale: Vec<f32>,
    packed: Packed,
}

/// Panels of [`PANEL`] rows of weights, the columns of a panel one after the other in groups.
#[derive(Debug)]
enum Packed {
    /// Groups of four columns, 128 added to each weight: what the dot product of bytes without and with sign takes.
    #[cfg(target_arch = "x86_64")]
    Bytes(Vec<u8>),
    /// Groups of two columns: what the sum of neighbouring products of bytes takes.
    #[cfg(target_arch = "aarch64")]
    Signed(Vec<i8>),
    /// Groups of two columns: what the product of pairs of 16 bits takes.
    Pairs(Vec<i16>),
}

impl Matrix8 {
    /// Weights row by row with a scale each; none where lengths do not fit or `cols` is no multiple of four.
    pub fn new(level: Level, rows: usize, cols: usize, values: &[i8], scale: Vec<f32>) -> Option<Matrix8> {
        if values.len() != rows * cols || scale.len() != rows || !cols.is_multiple_of(4) || cols == 0 || rows == 0 {
            return None;
        }
        let packed = match level.0 {
            #[cfg(target_arch = "x86_64")]
            Set::Vnni => Packed::Bytes(pack(values, cols, 4, |v| (i16::from(v) + 128) as u8)),
            #[cfg(target_arch = "aarch64")]
            Set::Neon => Packed::Signed(pack(values, cols, 2, |v| v)),
            _ => Packed::Pairs(pack(values, cols, 2, i16::from)),
        };
        Some(Matrix8 { level, rows, cols, scale, packed })
    }

    /// Rows of weights: the width of a result.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Columns of weights: the width of what it applies to.
    pub fn cols(&self) -> usize {
        self.cols
    }

    /// `x · Wᵀ + bias` for every row of `x`, into `y`.
    ///
    /// # Panics
    /// Where the widths of `x`, `bias` and `y` do not fit.
    pub fn apply(&self, x: &Rows8, bias: &[f32], y: &mut [f32]) {
        let n = x.scale.len();
        assert!(x.cols == self.cols && bias.len() == self.rows && y.len() == n * self.rows, "shapes of a product");
        let mut wide = Vec::new();
        if let Packed::Pairs(_) = self.packed {
            wide.extend(x.values.iter().map(|v| i16::from(*v)));
        }
        let size = self.cols * PANEL;
        for (p, (scale, bias)) in self.scale.chunks(PANEL).zip(bias.chunks(PANEL)).enumerate() {
            for from in (0..n).step_by(TILE) {
                let rows = TILE.min(n - from);
                let (a, b) = (from * self.cols, (from + rows) * self.cols);
                let mut sums = [[0i32; PANEL]; TILE];
                let shift = match &self.packed {
                    #[cfg(target_arch = "x86_64")]
                    Packed::Bytes(w) => {
                        bytes(self.level, &x.values[a..b], self.cols, &w[p * size..][..size], &mut sums);
                        128
                    }
                    #[cfg(target_arch = "aarch64")]
                    Packed::Signed(w) => {
                        signed(self.level, &x.values[a..b], self.cols, &w[p * size..][..size], &mut sums);
                        0
                    }
                    Packed::Pairs(w) => {
                        pairs(self.level, &wide[a..b], self.cols, &w[p * size..][..size], &mut sums);
                        0
                    }
                };
                for r in 0..rows {
                    let to = &mut y[(from + r) * self.rows + p * PANEL..][..scale.len()];
                    scaled(self.level, &sums[r], shift * x.sum[from + r], x.scale[from + r], scale, bias, to);
                }
            }
        }
    }
}

/// Rows of weights laid out in panels, the last filled up with nothing, their columns in groups.
fn pack<T: Copy>(values: &[i8], cols: usize, group: usize, of: impl Fn(i8) -> T) -> Vec<T> {
    let mut packed = vec![of(0); (values.len() / cols).next_multiple_of(PANEL) * cols];
    for (r, row) in values.chunks_exact(cols).enumerate() {
        let panel = &mut packed[r / PANEL * PANEL * cols..][..PANEL * cols];
        for (g, part) in row.chunks_exact(group).enumerate() {
            let to = &mut panel[(g * PANEL + r % PANEL) * group..][..group];
            to.iter_mut().zip(part).for_each(|(t, v)| *t = of(*v));
        }
    }
    packed
}

each_level! {
    fn scaled(sums: &[i32; PANEL], less: i32, by: f32, scale: &[f32], bias: &[f32], to: &mut [f32]) = scaled_body
}

#[inline(always)]
fn scaled_body(sums: &[i32; PANEL], less: i32, by: f32, scale: &[f32], bias: &[f32], to: &mut [f32]) {
    for (((t, s), w), b) in to.iter_mut().zip(sums).zip(scale).zip(bias) {
        *t = ((s - less) as f32).mul_add(by * w, *b);
    }
}

/// Sums of a panel for at most [`TILE`] rows: bytes without sign times bytes with sign.
#[cfg(target_arch = "x86_64")]
fn bytes(level: Level, rows: &[i8], cols: usize, panel: &[u8], sums: &mut [[i32; PANEL]; TILE]) {
    assert!(rows.len().is_multiple_of(cols) && rows.len() <= TILE * cols && panel.len() == cols * PANEL);
    match level.0 {
        // SAFETY: the level says that the processor has the instructions; the lengths were checked above
        Set::Vnni => unsafe {
            if rows.len() == TILE * cols {
                x86::vnni::<TILE>(rows, cols, panel, sums);
            } else {
                for (row, to) in rows.chunks_exact(cols).zip(sums.chunks_mut(1)) {
                    x86::vnni::<1>(row, cols, panel, to);
                }
            }
        },
        _ => unreachable!("only matrices for VNNI are packed in bytes"),
    }
}

/// Sums of a panel for at most [`TILE`] rows: bytes with sign on either side.
#[cfg(target_arch = "aarch64")]
fn signed(level: Level, rows: &[i8], cols: usize, panel: &[i8], sums: &mut [[i32; PANEL]; TILE]) {
    assert!(rows.len().is_multiple_of(cols) && rows.len() <= TILE * cols && panel.len() == cols * PANEL);
    match level.0 {
        // SAFETY: the level says that the processor has the instructions; the lengths were checked above
        Set::Neon => unsafe {
            for (rows, to) in rows.chunks(2 * cols).zip(sums.chunks_mut(2)) {
                if rows.len() == 2 * cols {
                    arm::neon::<2>(rows, cols, panel, to);
                } else {
                    arm::neon::<1>(rows, cols, panel, to);
                }
            }
        },
        _ => unreachable!("only matrices for NEON are packed in bytes with sign"),
    }
}

/// Sums of a panel for at most [`TILE`] rows, in pairs of 16 bits.
fn pairs(level: Level, rows: &[i16], cols: usize, panel: &[i16], sums: &mut [[i32; PANEL]; TILE]) {
    assert!(rows.len().is_multiple_of(cols) && rows.len() <= TILE * cols && panel.len() == cols * PANEL);
    match level.0 {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: the level says that the processor has the instructions; the lengths were checked above
        Set::Avx2 => unsafe {
            for (rows, to) in rows.chunks(2 * cols).zip(sums.chunks_mut(2)) {
                if rows.len() == 2 * cols {
                    x86::avx2::<2>(rows, cols, panel, to);
                } else {
                    x86::avx2::<1>(rows, cols, panel, to);
                }
            }
        },
        _ => {
            for (row, to) in rows.chunks_exact(cols).zip(sums) {
                for (a, w) in row.as_chunks::<2>().0.iter().zip(panel.chunks_exact(2 * PANEL)) {
                    for (t, w) in to.iter_mut().zip(w.as_chunks::<2>().0) {
                        *t += i32::from(a[0]) * i32::from(w[0]) + i32::from(a[1]) * i32::from(w[1]);
                    }
                }
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::PANEL;
    use std::arch::x86_64::*;

    /// Products of `R` rows with a panel of bytes.
    ///
    /// # Safety
    /// `rows` holds `R · cols` bytes, `panel` `cols · PANEL`, `cols` is a multiple of four.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
    pub(super) unsafe fn vnni<const R: usize>(rows: &[i8], cols: usize, panel: &[u8], sums: &mut [[i32; PANEL]]) {
        let mut low = [_mm512_setzero_si512(); R];
        let mut high = [_mm512_setzero_si512(); R];
        let (mut w, x) = (panel.as_ptr(), rows.as_ptr());
        for k in (0..cols).step_by(4) {
            // SAFETY: within the lengths that the caller vouches for
            unsafe {
                let w0 = _mm512_loadu_si512(w.cast());
                let w1 = _mm512_loadu_si512(w.add(64).cast());
                for r in 0..R {
                    let a = _mm512_set1_epi32(x.add(r * cols + k).cast::<i32>().read_unaligned());
                    low[r] = _mm512_dpbusd_epi32(low[r], w0, a);
                    high[r] = _mm512_dpbusd_epi32(high[r], w1, a);
                }
                w = w.add(4 * PANEL);
            }
        }
        for (r, to) in sums.iter_mut().enumerate().take(R) {
            // SAFETY: two stores of sixteen whole numbers into an array of thirty-two
            unsafe {
                _mm512_storeu_si512(to.as_mut_ptr().cast(), low[r]);
                _mm512_storeu_si512(to.as_mut_ptr().add(16).cast(), high[r]);
            }
        }
    }

    /// Products of `R` rows with a panel of pairs.
    ///
    /// # Safety
    /// `rows` holds `R · cols` numbers, `panel` `cols · PANEL`, `cols` is even.
    #[target_feature(enable = "avx2")]
    pub(super) unsafe fn avx2<const R: usize>(rows: &[i16], cols: usize, panel: &[i16], sums: &mut [[i32; PANEL]]) {
        let mut acc = [[_mm256_setzero_si256(); 4]; R];
        let (mut w, x) = (panel.as_ptr(), rows.as_ptr());
        for k in (0..cols).step_by(2) {
            // SAFETY: within the lengths that the caller vouches for
            unsafe {
                let ws: [__m256i; 4] = std::array::from_fn(|i| _mm256_loadu_si256(w.add(16 * i).cast()));
                for (r, acc) in acc.iter_mut().enumerate() {
                    let a = _mm256_set1_epi32(x.add(r * cols + k).cast::<i32>().read_unaligned());
                    for (s, w) in acc.iter_mut().zip(ws) {
                        *s = _mm256_add_epi32(*s, _mm256_madd_epi16(w, a));
                    }
                }
                w = w.add(2 * PANEL);
            }
        }
        for (to, acc) in sums.iter_mut().zip(&acc) {
            for (i, v) in acc.iter().enumerate() {
                // SAFETY: four stores of eight whole numbers into an array of thirty-two
                unsafe { _mm256_storeu_si256(to.as_mut_ptr().add(8 * i).cast(), *v) };
            }
        }
    }
}

#[cfg(target_arch = "aarch64")]
mod arm {
    use super::PANEL;
    use std::arch::aarch64::*;

    /// Products of `R` rows with a panel of bytes.
    ///
    /// # Safety
    /// `rows` holds `R · cols` bytes, `panel` `cols · PANEL`, `cols` is a multiple of four.
    #[target_feature(enable = "neon")]
    pub(super) unsafe fn neon<const R: usize>(rows: &[i8], cols: usize, panel: &[i8], sums: &mut [[i32; PANEL]]) {
        let mut acc = [[vdupq_n_s32(0); 8]; R];
        let (mut w, x) = (panel.as_ptr(), rows.as_ptr());
        for k in (0..cols).step_by(4) {
            // SAFETY: within the lengths that the caller vouches for
            unsafe {
                let pair = |at: usize| vreinterpretq_s8_s16(vdupq_n_s16(x.add(at).cast::<i16>().read_unaligned()));
                let a: [_; R] = std::array::from_fn(|r| [pair(r * cols + k), pair(r * cols + k + 2)]);
                for i in 0..4 {
                    let (w0, w1) = (vld1q_s8(w.add(16 * i)), vld1q_s8(w.add(2 * PANEL + 16 * i)));
                    for (acc, [a0, a1]) in acc.iter_mut().zip(a) {
                        // 16 bits hold two products but not three: quantised rows stay within ±127
                        let low = vmull_s8(vget_low_s8(w0), vget_low_s8(a0));
                        let low = vmlal_s8(low, vget_low_s8(w1), vget_low_s8(a1));
                        let high = vmlal_high_s8(vmull_high_s8(w0, a0), w1, a1);
                        acc[2 * i] = vpadalq_s16(acc[2 * i], low);
                        acc[2 * i + 1] = vpadalq_s16(acc[2 * i + 1], high);
                    }
                }
                w = w.add(4 * PANEL);
            }
        }
        for (to, acc) in sums.iter_mut().zip(&acc) {
            for (i, v) in acc.iter().enumerate() {
                // SAFETY: eight stores of four whole numbers into an array of thirty-two
                unsafe { vst1q_s32(to.as_mut_ptr().add(4 * i), *v) };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn numbers(n: usize, seed: usize) -> Vec<f32> {
        (0..n).map(|i| (((i + seed) * 7919 % 2003) as f32 / 1000.0 - 1.0) * 3.0).collect()
    }

    fn weights(n: usize) -> Vec<i8> {
        (0..n).map(|i| ((i * 104_729 % 255) as i32 - 127) as i8).collect()
    }

    #[test]
    fn the_product_is_near_that_of_real_numbers() {
        let (n, k, m) = (13, 64, 37);
        let (x, w, scale) = (numbers(n * k, 5), weights(m * k), vec![0.01; m]);
        let bias = numbers(m, 1);
        let level = Level::best();
        let matrix = Matrix8::new(level, m, k, &w, scale).expect("lengths fit");
        let mut y = vec![0.0; n * m];
        matrix.apply(&Rows8::new(level, &x, k), &bias, &mut y);
        for i in 0..n {
            for j in 0..m {
                let want: f64 = (0..k).map(|c| f64::from(x[i * k + c]) * f64::from(w[j * k + c]) * 0.01).sum::<f64>()
                    + f64::from(bias[j]);
                assert!((f64::from(y[i * m + j]) - want).abs() < 0.5, "{i} {j}: {} for {want}", y[i * m + j]);
            }
        }
    }

    #[test]
    fn extreme_weights_and_values_do_not_saturate() {
        let (k, m) = (1536, 32);
        for level in Level::available() {
            for (weight, value) in [(-128i8, 127.0), (-128, -127.0), (127, 127.0)] {
                let matrix = Matrix8::new(level, m, k, &vec![weight; m * k], vec![1.0; m]).expect("lengths fit");
                let mut y = vec![0.0; m];
                matrix.apply(&Rows8::new(level, &vec![value; k], k), &[0.0; 32], &mut y);
                assert!(y.iter().all(|v| *v == f32::from(weight) * value * 1536.0), "{level:?} {weight} {value}");
            }
        }
    }

    #[test]
    fn lengths_that_do_not_fit_give_no_matrix() {
        assert!(Matrix8::new(Level::best(), 2, 6, &[0; 12], vec![1.0; 2]).is_none());
        assert!(Matrix8::new(Level::best(), 2, 8, &[0; 15], vec![1.0; 2]).is_none());
    }

    proptest! {
        #[test]
        fn every_level_gives_the_same_bytes(n in 1usize..20, k in 1usize..20, m in 1usize..70, seed in 0usize..1000) {
            let (x, w, scale, bias) = (numbers(n * 4 * k, seed), weights(m * 4 * k), numbers(m, 3), numbers(m, 9));
            let product = |level| {
                let matrix = Matrix8::new(level, m, 4 * k, &w, scale.clone()).expect("lengths fit");
                let mut y = vec![0.0; n * m];
                matrix.apply(&Rows8::new(level, &x, 4 * k), &bias, &mut y);
                y.iter().map(|v| v.to_bits()).collect::<Vec<_>>()
            };
            let want = product(Level::base());
            for level in Level::available() {
                prop_assert_eq!(&want, &product(level));
            }
        }
    }
}
