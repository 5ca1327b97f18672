//! Exponential, GELU, softmax and layer normalisation.

use crate::each_level;

/// Lanes that every sum is split into.
pub(crate) const LANES: usize = 16;

/// Sum of lanes, by halves.
#[inline(always)]
pub(crate) fn total(mut lanes: [f32; LANES]) -> f32 {
    let mut n = LANES / 2;
    while n > 0 {
        for i in 0..n {
            lanes[i] += lanes[i + n];
        }
        n /= 2;
    }
    lanes[0]
}

/// `e^x` within 3e-7 of its value for x in −87 … 88, by range reduction and a polynomial.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.0, 88.0);
    // adding and taking away 1.5 · 2²³ rounds to the nearest whole number without a call
    let shifted = x.mul_add(std::f32::consts::LOG2_E, 12_582_912.0);
    let n = shifted - 12_582_912.0;
    let r = n.mul_add(-0.693_359_4, x);
    let r = n.mul_add(2.121_944_4e-4, r);
    let p = 0.001_381_4_f32;
    let p = p.mul_add(r, 0.008_333_452);
    let p = p.mul_add(r, 0.041_665_795);
    let p = p.mul_add(r, 0.166_666_65);
    let p = p.mul_add(r, 0.5);
    let p = p.mul_add(r, 1.0);
    let p = p.mul_add(r, 1.0);
    // the whole number stands in the low bits of the shifted one; all others fall out of the exponent
    p * f32::from_bits(shifted.to_bits().wrapping_add(127) << 23)
}

/// `Φ(x) − ½ = x · P(x²)` on −4 … 4, minimax for the product with x (fitted by reweighted least squares at Chebyshev
/// points).
const PHI: [f32; 9] = [
    0.398_881,
    -0.066_323_6,
    0.009_815_78,
    -0.001_112_849,
    9.493_894e-5,
    -5.860_459e-6,
    2.440_756_4e-7,
    -6.066_607e-9,
    6.739_974e-11,
];

/// Gaussian error linear unit, `x · Φ(x)`: within 2e-5 for |x| ≤ 4, within 3e-5 · |x| beyond.
#[inline(always)]
fn gelu_one(x: f32) -> f32 {
    let c = x.clamp(-4.0, 4.0);
    let t = c * c;
    let mut p = PHI[8];
    for k in (0..8).rev() {
        p = p.mul_add(t, PHI[k]);
    }
    x * c.mul_add(p, 0.5)
}

#[inline(always)]
fn gelu_body(x: &mut [f32]) {
    for v in x {
        *v = gelu_one(*v);
    }
}

each_level! {
    /// GELU of every element, in place.
    pub fn gelu(x: &mut [f32]) = gelu_body
}

/// `e^(x − greatest)` of a row in place; gives their sum.
#[inline(always)]
pub(crate) fn exponentials(row: &mut [f32]) -> f32 {
    let mut greatest = [f32::NEG_INFINITY; LANES];
    let (blocks, rest) = row.as_chunks_mut::<LANES>();
    for b in &*blocks {
        for i in 0..LANES {
            greatest[i] = if b[i] > greatest[i] { b[i] } else { greatest[i] };
        }
    }
    for (g, v) in greatest.iter_mut().zip(&*rest) {
        *g = if *v > *g { *v } else { *g };
    }
    let greatest = greatest.iter().fold(f32::NEG_INFINITY, |a, b| if *b > a { *b } else { a });
    let mut sums = [0.0; LANES];
    for b in blocks {
        for i in 0..LANES {
            b[i] = exp(b[i] - greatest);
            sums[i] += b[i];
        }
    }
    for (s, v) in sums.iter_mut().zip(rest) {
        *v = exp(*v - greatest);
        *s += *v;
    }
    total(sums)
}

#[inline(always)]
fn softmax_body(row: &mut [f32]) {
    let by = 1.0 / exponentials(row);
    row.iter_mut().for_each(|v| *v *= by);
}

each_level! {
    /// Softmax of one row, in place.
    pub fn softmax(row: &mut [f32]) = softmax_body
}

#[inline(always)]
fn normalise_body(rows: &mut [f32], weight: &[f32], bias: &[f32]) {
    let width = weight.len();
    assert!(width.is_multiple_of(LANES) && bias.len() == width, "widths are whole lanes");
    let (weight, bias) = (weight.as_chunks::<LANES>().0, bias.as_chunks::<LANES>().0);
    for row in rows.chunks_exact_mut(width) {
        let row = row.as_chunks_mut::<LANES>().0;
        let mut sums = [0.0; LANES];
        for b in &*row {
            for i in 0..LANES {
                sums[i] += b[i];
            }
        }
        let mean = total(sums) / width as f32;
        let mut squares = [0.0f32; LANES];
        for b in &*row {
            for i in 0..LANES {
                let d = b[i] - mean;
                squares[i] = d.mul_add(d, squares[i]);
            }
        }
        let by = 1.0 / (total(squares) / width as f32 + 1e-12).sqrt();
        for ((b, w), o) in row.iter_mut().zip(weight).zip(bias) {
            for i in 0..LANES {
                b[i] = ((b[i] - mean) * by).mul_add(w[i], o[i]);
            }
        }
    }
}

each_level! {
    /// Layer normalisation (Ba, Kiros and Hinton 2016) of rows as wide as `weight`, in place. The width is a multiple
    /// of sixteen.
    pub fn normalise(rows: &mut [f32], weight: &[f32], bias: &[f32]) = normalise_body
}

#[inline(always)]
fn dots_body(x: &[f32], y: &[f32], stride: usize, width: usize, out: &mut [f32]) {
    let m = y.len().div_ceil(stride);
    for (x, out) in x.chunks_exact(width).zip(out.chunks_exact_mut(m)) {
        for (y, o) in y.chunks(stride).zip(out) {
            let (xs, xr) = x.as_chunks::<LANES>();
            let (ys, yr) = y[..width].as_chunks::<LANES>();
            let mut sums = [0.0f32; LANES];
            for (a, b) in xs.iter().zip(ys) {
                for i in 0..LANES {
                    sums[i] = a[i].mul_add(b[i], sums[i]);
                }
            }
            for ((s, a), b) in sums.iter_mut().zip(xr).zip(yr) {
                *s = a.mul_add(*b, *s);
            }
            *o = total(sums);
        }
    }
}

each_level! {
    /// Dot products of every row of `x`, `width` wide, with every row of `y`, of which one begins every `stride` numbers:
    /// a row of results for each row of `x`.
    pub fn dots(x: &[f32], y: &[f32], stride: usize, width: usize, out: &mut [f32]) = dots_body
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Level;

    #[test]
    fn exp_and_gelu_agree_with_their_definitions() {
        for i in -1700..1700 {
            let x = i as f32 / 20.0;
            let want = f64::from(x).exp();
            assert!((f64::from(exp(x)) - want).abs() <= 1e-6 * want, "{x}");
        }
        for (x, want) in [
            (-8.0, 0.0),
            (-3.0, -0.004_049_7),
            (-1.0, -0.158_655_3),
            (0.0, 0.0),
            (0.5, 0.345_731_2),
            (2.0, 1.954_499_7),
        ] {
            assert!((gelu_one(x) - want).abs() < 3e-4, "{x}");
        }
        assert!((gelu_one(2.0) - 1.954_499_7).abs() < 2e-5);
    }

    #[test]
    fn softmax_sums_to_one_at_any_length() {
        for n in [1, 4, 15, 16, 17, 250] {
            let mut row: Vec<f32> = (0..n).map(|i| (i * 37 % 91) as f32 - 3.0).collect();
            softmax(Level::best(), &mut row);
            assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-5, "{n}");
        }
    }

    #[test]
    fn normalised_rows_have_mean_zero_and_variance_one() {
        let mut rows: Vec<f32> = (0..64).map(|i| (i * i % 23) as f32).collect();
        normalise(Level::best(), &mut rows, &[1.0; 32], &[0.0; 32]);
        for row in rows.chunks(32) {
            let mean = row.iter().sum::<f32>() / 32.0;
            let var = row.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>() / 32.0;
            assert!(mean.abs() < 1e-5 && (var - 1.0).abs() < 1e-4);
        }
    }
}
