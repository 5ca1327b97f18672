//! Sixteen numbers at a time, in registers.

use crate::float::LANES;

/// Sixteen numbers; every implementation rounds alike.
pub(crate) trait Lanes: Copy {
    /// Sixteen times nothing.
    fn zero() -> Self;
    /// Sixteen times the same.
    fn splat(v: f32) -> Self;
    /// From a slice of sixteen.
    fn load(from: &[f32]) -> Self;
    /// `self + a · b`, rounded once.
    fn plus(self, a: Self, b: Self) -> Self;
    /// To a slice of sixteen.
    fn store(self, to: &mut [f32]);
}

impl Lanes for [f32; LANES] {
    #[inline(always)]
    fn zero() -> Self {
        [0.0; LANES]
    }

    #[inline(always)]
    fn splat(v: f32) -> Self {
        [v; LANES]
    }

    #[inline(always)]
    fn load(from: &[f32]) -> Self {
        std::array::from_fn(|i| from[i])
    }

    #[inline(always)]
    fn plus(self, a: Self, b: Self) -> Self {
        std::array::from_fn(|i| a[i].mul_add(b[i], self[i]))
    }

    #[inline(always)]
    fn store(self, to: &mut [f32]) {
        to.copy_from_slice(&self);
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{LANES, Lanes};
    use std::arch::x86_64::*;

    // SAFETY of all blocks below: these types are only named in functions compiled for the instructions, which are only
    // called at a level that has them; slices are checked for their length
    impl Lanes for __m512 {
        #[inline(always)]
        fn zero() -> Self {
            // SAFETY: see above
            unsafe { _mm512_setzero_ps() }
        }

        #[inline(always)]
        fn splat(v: f32) -> Self {
            // SAFETY: see above
            unsafe { _mm512_set1_ps(v) }
        }

        #[inline(always)]
        fn load(from: &[f32]) -> Self {
            assert!(from.len() == LANES);
            // SAFETY: see above
            unsafe { _mm512_loadu_ps(from.as_ptr()) }
        }

        #[inline(always)]
        fn plus(self, a: Self, b: Self) -> Self {
            // SAFETY: see above
            unsafe { _mm512_fmadd_ps(a, b, self) }
        }

        #[inline(always)]
        fn store(self, to: &mut [f32]) {
            assert!(to.len() == LANES);
            // SAFETY: see above
            unsafe { _mm512_storeu_ps(to.as_mut_ptr(), self) }
        }
    }

    impl Lanes for [__m256; 2] {
        #[inline(always)]
        fn zero() -> Self {
            // SAFETY: see above
            unsafe { [_mm256_setzero_ps(); 2] }
        }

        #[inline(always)]
        fn splat(v: f32) -> Self {
            // SAFETY: see above
            unsafe { [_mm256_set1_ps(v); 2] }
        }

        #[inline(always)]
        fn load(from: &[f32]) -> Self {
            assert!(from.len() == LANES);
            // SAFETY: see above
            unsafe { [_mm256_loadu_ps(from.as_ptr()), _mm256_loadu_ps(from.as_ptr().add(8))] }
        }

        #[inline(always)]
        fn plus(self, a: Self, b: Self) -> Self {
            // SAFETY: see above
            unsafe { [_mm256_fmadd_ps(a[0], b[0], self[0]), _mm256_fmadd_ps(a[1], b[1], self[1])] }
        }

        #[inline(always)]
        fn store(self, to: &mut [f32]) {
            assert!(to.len() == LANES);
            // SAFETY: see above
            unsafe {
                _mm256_storeu_ps(to.as_mut_ptr(), self[0]);
                _mm256_storeu_ps(to.as_mut_ptr().add(8), self[1]);
            }
        }
    }
}
