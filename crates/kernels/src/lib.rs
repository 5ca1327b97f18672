//! The arithmetic of the reader: 8-bit matrix products and the few functions between them.
//!
//! Every function here gives **the same bytes on every instruction set**. Products are sums of whole numbers, where
//! order does not matter. Everything in floating point is written once, over sixteen lanes with a fixed order of sums
//! and explicit fused multiply-adds, and compiled for each [`Level`]; a processor with narrower registers does the same
//! sixteen lanes in more steps, one without fused multiply-add calls a function that rounds alike.
//!
//! This is the one crate of the workspace with `unsafe` code: to call functions compiled for instructions that only
//! some processors have, after [`Level::best`] has looked whether they are there, and to load from slices whose
//! length was checked.

mod attention;
mod float;
mod lanes;
mod product;

pub use attention::attention;
pub use float::{dots, exp, gelu, normalise, softmax};
pub use product::{Matrix8, Rows8};

use std::sync::OnceLock;

/// An instruction set that the functions here are compiled for; only those that this processor has can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Level(Set);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Set {
    /// Whatever the compiler makes of plain code.
    Base,
    /// NEON, which every AArch64 has.
    #[cfg(target_arch = "aarch64")]
    Neon,
    /// AVX2 and FMA.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// AVX-512 with its 8-bit dot products (VNNI).
    #[cfg(target_arch = "x86_64")]
    Vnni,
}

impl Level {
    /// The levels that this processor has, from plain to fast.
    pub fn available() -> Vec<Level> {
        #[allow(unused_mut, reason = "only x86-64 and AArch64 have more than one")]
        let mut levels = vec![Level(Set::Base)];
        #[cfg(target_arch = "aarch64")]
        levels.push(Level(Set::Neon));
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            levels.push(Level(Set::Avx2));
            if is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512vnni")
            {
                levels.push(Level(Set::Vnni));
            }
        }
        levels
    }

    /// What every processor of this target has.
    pub fn base() -> Level {
        Level(Set::Base)
    }

    /// The fastest level of this processor.
    pub fn best() -> Level {
        static BEST: OnceLock<Level> = OnceLock::new();
        *BEST.get_or_init(|| Level::available().pop().unwrap_or(Level::base()))
    }
}

/// Compile a function once for each level: `each_level!(pub fn name(arg: Type, …) = body)` defines `name(level, arg, …)`.
/// On AArch64 once is enough: plain code is compiled for NEON there.
macro_rules! each_level {
    ($(#[$doc:meta])* $vis:vis fn $name:ident($($arg:ident: $type:ty),* $(,)?) = $body:ident) => {
        $(#[$doc])*
        $vis fn $name(level: $crate::Level, $($arg: $type),*) {
            #[cfg(target_arch = "x86_64")]
            mod compiled {
                #[allow(unused_imports, reason = "not every signature names something of its module")]
                use super::*;
                #[target_feature(enable = "avx2,fma")]
                pub(super) fn avx2($($arg: $type),*) {
                    super::$body($($arg),*)
                }
                #[target_feature(enable = "avx2,fma,avx512f,avx512bw,avx512vl")]
                pub(super) fn vnni($($arg: $type),*) {
                    super::$body($($arg),*)
                }
            }
            match level.0 {
                // SAFETY: a level is only ever taken from `Level::available`, which asked the processor
                #[cfg(target_arch = "x86_64")]
                $crate::Set::Avx2 => unsafe { compiled::avx2($($arg),*) },
                // SAFETY: as above
                #[cfg(target_arch = "x86_64")]
                $crate::Set::Vnni => unsafe { compiled::vnni($($arg),*) },
                _ => $body($($arg),*),
            }
        }
    };
}
pub(crate) use each_level;

#[cfg(test)]
mod tests {
    use super::*;

    /// Levels are compared with one another elsewhere; this compares targets, of which a run sees one only.
    #[test]
    fn every_target_gives_the_same_bytes() {
        let (n, k, m) = (21, 64, 96);
        let numbers = |n: usize| (0..n).map(|i| (i * 7919 % 2003) as f32 / 1000.0 - 1.0).collect::<Vec<_>>();
        let weights: Vec<i8> = (0..m * k).map(|i| (i * 104_729 % 255) as u8 as i8).collect();
        for level in Level::available() {
            let matrix = Matrix8::new(level, m, k, &weights, vec![0.01; m]).expect("lengths fit");
            let mut y = vec![0.0; n * m];
            matrix.apply(&Rows8::new(level, &numbers(n * k), k), &numbers(m), &mut y);
            normalise(level, &mut y, &numbers(m), &numbers(m));
            gelu(level, &mut y);
            let mut mixed = attention(level, &y, n, 1);
            softmax(level, &mut mixed);
            let mut out = vec![0.0; n * n];
            dots(level, &y, &y, m, m, &mut out);
            let bytes = mixed.iter().chain(&out).flat_map(|v| v.to_le_bytes());
            assert!(mixed.iter().chain(&out).all(|v| v.is_finite() && *v != 0.0), "nothing to compare");
            // FNV-1a
            let sum = bytes.fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
            assert_eq!(sum, 0x5922_3b68_4e11_fcfa, "{level:?}");
        }
    }
}
