//! Times of the parts of one encoder layer on one chunk, and the share of the processor's peak that products reach.

use rapporteur_kernels::*;
use std::time::Instant;

/// Dot products of bytes out of registers alone: what no product can pass.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512vnni")]
fn peak() -> f64 {
    use std::arch::x86_64::*;
    use std::hint::black_box;
    let (a, b) = (black_box(_mm512_set1_epi8(1)), black_box(_mm512_set1_epi8(1)));
    let mut acc = [_mm512_setzero_si512(); 12];
    let (rounds, t) = (20_000_000u32, Instant::now());
    for _ in 0..rounds {
        for v in &mut acc {
            *v = _mm512_dpbusd_epi32(*v, a, b);
        }
    }
    let s = t.elapsed().as_secs_f64();
    black_box(acc);
    f64::from(rounds) * 12.0 * 128.0 / s / 1e9
}

fn main() {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx512vnni") && is_x86_feature_detected!("avx512f") {
        // SAFETY: the processor was asked
        println!("peak of dot products of bytes {:.0} G operations/s", unsafe { peak() });
    }
    let n = 250;
    let x: Vec<f32> = (0..n * 1536).map(|i| (i * 7919 % 2003) as f32 / 1000.0 - 1.0).collect();
    for level in Level::available().into_iter().rev() {
        let time = |name: &str, ops: f64, f: &mut dyn FnMut()| {
            f();
            let (t, mut runs) = (Instant::now(), 0);
            while t.elapsed().as_millis() < 300 {
                f();
                runs += 1;
            }
            let s = t.elapsed().as_secs_f64() / f64::from(runs);
            println!("{level:?} {name:<28} {:8.1} µs {:8.1} G/s", s * 1e6, ops / s / 1e9);
        };
        for (k, m) in [(384, 1152), (384, 1536), (1536, 384)] {
            let w = Matrix8::new(level, m, k, &vec![3; m * k], vec![0.1; m]).expect("lengths fit");
            let (rows, bias) = (Rows8::new(level, &x[..48 * k], k), vec![0.0; m]);
            let mut y = vec![0.0; 48 * m];
            time(&format!("product 48 x {k} x {m}"), (48 * k * m * 2) as f64, &mut || w.apply(&rows, &bias, &mut y));
        }
        time("quantise 48 x 1536", 48.0 * 1536.0, &mut || drop(Rows8::new(level, &x[..48 * 1536], 1536)));
        let mut y = x[..48 * 1536].to_vec();
        time("gelu 48 x 1536", 48.0 * 1536.0, &mut || gelu(level, &mut y));
        time("attention 250, 12 heads", (250 * 250 * 384 * 4) as f64, &mut || {
            drop(attention(level, &x[..250 * 1152], 250, 12))
        });
    }
}
