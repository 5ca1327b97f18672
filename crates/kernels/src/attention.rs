//! Softmax attention of one head (Vaswani et al. 2017) without writing out the matrix of scores.

use crate::Level;
#[cfg(target_arch = "x86_64")]
use crate::Set;
use crate::float::{LANES, exponentials};
use crate::lanes::Lanes;

/// Width of a head.
pub const HEAD: usize = 32;
/// Queries that go through together; the sums of eight would not fit the registers of NEON.
const ROWS: usize = if cfg!(target_arch = "aarch64") { 4 } else { 8 };

/// `softmax(q·kᵀ/√32)·v` for every head: `qkv` holds for each of `n` positions the queries, keys and values of all
/// heads, 32 wide each, side by side; the result holds for each position the mixed values, head by head.
pub fn attention(level: Level, qkv: &[f32], n: usize, heads: usize) -> Vec<f32> {
    let mut out = vec![0.0; n * heads * HEAD];
    let wide = n.next_multiple_of(LANES);
    let mut scratch =
        Scratch { keys: vec![0.0; HEAD * wide], values: vec![[0.0; HEAD]; n], scores: vec![0.0; ROWS * wide] };
    for head in 0..heads {
        one_head(level, qkv, Shape { n, wide, heads, head }, &mut scratch, &mut out);
    }
    out
}

#[derive(Clone, Copy)]
struct Shape {
    n: usize,
    /// `n` in whole lanes.
    wide: usize,
    heads: usize,
    head: usize,
}

struct Scratch {
    /// Keys, one row a dimension.
    keys: Vec<f32>,
    values: Vec<[f32; HEAD]>,
    /// Scores of the queries at hand, one row a query.
    scores: Vec<f32>,
}

fn one_head(level: Level, qkv: &[f32], shape: Shape, scratch: &mut Scratch, out: &mut [f32]) {
    match level.0 {
        // SAFETY: a level is only ever taken from `Level::available`, which asked the processor
        #[cfg(target_arch = "x86_64")]
        Set::Vnni => unsafe { x86::vnni(qkv, shape, scratch, out) },
        // SAFETY: as above
        #[cfg(target_arch = "x86_64")]
        Set::Avx2 => unsafe { x86::avx2(qkv, shape, scratch, out) },
        _ => one_head_in::<[f32; LANES]>(qkv, shape, scratch, out),
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Scratch, Shape, one_head_in};
    use std::arch::x86_64::{__m256, __m512};

    #[target_feature(enable = "avx2,fma")]
    pub(super) fn avx2(qkv: &[f32], shape: Shape, scratch: &mut Scratch, out: &mut [f32]) {
        one_head_in::<[__m256; 2]>(qkv, shape, scratch, out);
    }

    #[target_feature(enable = "avx2,fma,avx512f,avx512bw,avx512vl")]
    pub(super) fn vnni(qkv: &[f32], shape: Shape, scratch: &mut Scratch, out: &mut [f32]) {
        one_head_in::<__m512>(qkv, shape, scratch, out);
    }
}

#[inline(always)]
fn one_head_in<L: Lanes>(qkv: &[f32], shape: Shape, scratch: &mut Scratch, out: &mut [f32]) {
    let Shape { n, wide, heads, head } = shape;
    let (width, stride) = (heads * HEAD, 3 * heads * HEAD);
    for (i, row) in qkv.chunks_exact(stride).enumerate().take(n) {
        for (d, k) in row[width + head * HEAD..][..HEAD].iter().enumerate() {
            scratch.keys[d * wide + i] = *k;
        }
        scratch.values[i].copy_from_slice(&row[2 * width + head * HEAD..][..HEAD]);
    }
    let by = 1.0 / (HEAD as f32).sqrt();
    for from in (0..n).step_by(ROWS) {
        let rows = ROWS.min(n - from);
        // a short last group repeats its last query; the surplus is not stored
        let mut q = [[0.0; HEAD]; ROWS];
        for (r, q) in q.iter_mut().enumerate() {
            let at = (from + r.min(rows - 1)) * stride + head * HEAD;
            for (q, v) in q.iter_mut().zip(&qkv[at..at + HEAD]) {
                *q = v * by;
            }
        }
        for j in (0..wide).step_by(LANES) {
            let mut acc = [L::zero(); ROWS];
            for (d, keys) in scratch.keys.chunks_exact(wide).enumerate() {
                let keys = L::load(&keys[j..j + LANES]);
                for r in 0..ROWS {
                    acc[r] = acc[r].plus(L::splat(q[r][d]), keys);
                }
            }
            for (r, a) in acc.into_iter().enumerate() {
                a.store(&mut scratch.scores[r * wide + j..][..LANES]);
            }
        }
        let mut scale = [0.0; ROWS];
        for (s, scores) in scale.iter_mut().zip(scratch.scores.chunks_exact_mut(wide)) {
            *s = 1.0 / exponentials(&mut scores[..n]);
        }
        let mut low = [L::zero(); ROWS];
        let mut high = [L::zero(); ROWS];
        for (j, v) in scratch.values.iter().enumerate() {
            let (v0, v1) = (L::load(&v[..LANES]), L::load(&v[LANES..]));
            for r in 0..ROWS {
                let p = L::splat(scratch.scores[r * wide + j]);
                low[r] = low[r].plus(p, v0);
                high[r] = high[r].plus(p, v1);
            }
        }
        for r in 0..rows {
            let to = &mut out[(from + r) * width + head * HEAD..][..HEAD];
            low[r].store(&mut to[..LANES]);
            high[r].store(&mut to[LANES..]);
            to.iter_mut().for_each(|o| *o *= scale[r]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs(n: usize, heads: usize) -> Vec<f32> {
        (0..n * 3 * heads * HEAD).map(|i| ((i * 7919 % 1000) as f32 / 500.0 - 1.0) * 1.5).collect()
    }

    #[test]
    fn attention_is_the_weighted_mean_of_the_values() {
        let (n, heads) = (21, 2);
        let qkv = inputs(n, heads);
        let got = attention(Level::best(), &qkv, n, heads);
        let at =
            |i: usize, part: usize, h: usize, d: usize| f64::from(qkv[i * 6 * HEAD + part * 2 * HEAD + h * HEAD + d]);
        for h in 0..heads {
            for i in 0..n {
                let s: Vec<f64> = (0..n)
                    .map(|j| ((0..HEAD).map(|d| at(i, 0, h, d) * at(j, 1, h, d)).sum::<f64>() / 32f64.sqrt()).exp())
                    .collect();
                let sum: f64 = s.iter().sum();
                for d in 0..HEAD {
                    let want = (0..n).map(|j| s[j] / sum * at(j, 2, h, d)).sum::<f64>();
                    assert!((f64::from(got[i * 2 * HEAD + h * HEAD + d]) - want).abs() < 1e-5);
                }
            }
        }
    }

    #[test]
    fn every_level_gives_the_same_bytes() {
        for n in [1, 7, 8, 9, 33, 250] {
            let qkv = inputs(n, 1);
            let want = attention(Level::base(), &qkv, n, 1);
            for level in Level::available() {
                assert!(
                    want.iter().zip(attention(level, &qkv, n, 1)).all(|(a, b)| a.to_bits() == b.to_bits()),
                    "{n} {level:?}"
                );
            }
        }
    }
}
