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
    /// Whatever the target has without asking (on AArch64 that is NEON).
    Base,
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
        #[allow(unused_mut, reason = "only x86-64 has more than one")]
        let mut levels = vec![Level(Set::Base)];
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
