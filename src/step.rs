//! Sixteen bytes compared at once: with SSE2, which every x86-64 has, and one by one elsewhere.
//!
//! The only unsafe code of the crate stands here. It has to: left to the compiler, the same comparisons
//! become vector instructions in some places and scalar ones in others, and a page costs more than twice
//! the instructions.

/// Bytes compared at once.
pub(crate) const STEP: usize = 16;

/// Which bytes of a step are of interest, the first in the lowest bit.
pub(crate) type Mask = u32;

pub(crate) use imp::Bytes;

#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code, reason = "SSE2 is part of x86-64")]
mod imp {
    use super::{Mask, STEP};
    use std::arch::x86_64::{
        __m128i, _mm_cmpeq_epi8, _mm_loadu_si128, _mm_min_epu8, _mm_movemask_epi8, _mm_or_si128,
        _mm_set1_epi8,
    };

    /// Sixteen bytes side by side; after a comparison 255 for those of interest and 0 for all others.
    #[derive(Clone, Copy)]
    pub(crate) struct Bytes(__m128i);

    impl Bytes {
        #[inline(always)]
        pub(crate) fn new(bytes: &[u8; STEP]) -> Self {
            // SAFETY: the array has the sixteen bytes that are read, and they need not be aligned.
            Self(unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) })
        }

        /// Bytes that are this one.
        #[inline(always)]
        pub(crate) fn equal(self, byte: u8) -> Self {
            // SAFETY: values alone are compared, and SSE2 is part of x86-64.
            Self(unsafe { _mm_cmpeq_epi8(self.0, _mm_set1_epi8(byte as i8)) })
        }

        /// Bytes that are at most this one.
        #[inline(always)]
        pub(crate) fn at_most(self, byte: u8) -> Self {
            // SAFETY: values alone are compared, and SSE2 is part of x86-64.
            Self(unsafe { _mm_cmpeq_epi8(_mm_min_epu8(self.0, _mm_set1_epi8(byte as i8)), self.0) })
        }

        #[inline(always)]
        pub(crate) fn or(self, other: Self) -> Self {
            // SAFETY: values alone are joined, and SSE2 is part of x86-64.
            Self(unsafe { _mm_or_si128(self.0, other.0) })
        }

        #[inline(always)]
        pub(crate) fn mask(self) -> Mask {
            // SAFETY: a value alone is read, and SSE2 is part of x86-64.
            unsafe { _mm_movemask_epi8(self.0) as Mask }
        }
    }
}

#[cfg(not(target_arch = "x86_64"))]
mod imp {
    use super::{Mask, STEP};

    /// Sixteen bytes side by side; after a comparison 255 for those of interest and 0 for all others.
    #[derive(Clone, Copy)]
    pub(crate) struct Bytes([u8; STEP]);

    impl Bytes {
        pub(crate) fn new(bytes: &[u8; STEP]) -> Self {
            Self(*bytes)
        }

        /// Bytes that are this one.
        pub(crate) fn equal(self, byte: u8) -> Self {
            Self(self.0.map(|own| if own == byte { u8::MAX } else { 0 }))
        }

        /// Bytes that are at most this one.
        pub(crate) fn at_most(self, byte: u8) -> Self {
            Self(self.0.map(|own| if own <= byte { u8::MAX } else { 0 }))
        }

        pub(crate) fn or(self, other: Self) -> Self {
            Self(std::array::from_fn(|at| self.0[at] | other.0[at]))
        }

        pub(crate) fn mask(self) -> Mask {
            self.0.iter().enumerate().fold(0, |mask, (at, byte)| mask | Mask::from(byte & 1) << at)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_says_of_each_byte_what_is_said_of_it_alone() {
        let mask = |is_it: &dyn Fn(u8) -> bool, bytes: &[u8; STEP]| {
            bytes.iter().enumerate().fold(0, |mask, (at, byte)| mask | Mask::from(is_it(*byte)) << at)
        };
        for byte in 0..=u8::MAX {
            for place in 0..STEP {
                let mut bytes = [0, 127, 128, 255, 32, 33, 60, 62, 0, 1, 65, 97, 48, 57, 13, 10];
                bytes[place] = byte;
                let step = Bytes::new(&bytes);
                assert_eq!(step.equal(byte).mask(), mask(&|own| own == byte, &bytes));
                assert_eq!(step.at_most(byte).mask(), mask(&|own| own <= byte, &bytes));
                let either = step.equal(byte).or(step.at_most(b' '));
                assert_eq!(either.mask(), mask(&|own| own == byte || own <= b' ', &bytes));
            }
        }
    }
}
