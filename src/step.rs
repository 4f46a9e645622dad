//! Bytes and floats compared many at once: with SSE2, which every x86-64 has, with AVX2 where the machine
//! has it, and one by one elsewhere. What comes out is the same everywhere.
//!
//! The only unsafe code of the crate stands here. It has to: left to the compiler, the same comparisons
//! become vector instructions in some places and scalar ones in others, and a page costs more than twice
//! the instructions.

/// Bytes compared at once.
pub(crate) const STEP: usize = 16;

/// Which bytes of a step are of interest, the first in the lowest bit.
pub(crate) type Mask = u32;

/// Bytes that are read in steps, from any of them on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Steps<'s> {
    bytes: &'s [u8],
    /// One past the last byte with which a whole step begins.
    end: usize,
}

impl<'s> Steps<'s> {
    pub(crate) fn new(bytes: &'s [u8]) -> Self {
        Self { bytes, end: bytes.len().saturating_sub(STEP - 1) }
    }

    pub(crate) fn bytes(self) -> &'s [u8] {
        self.bytes
    }

    /// The step from here on; `None` where there are not so many bytes. It is asked for at every name,
    /// value and text, so that one comparison instead of two counts.
    #[inline(always)]
    #[allow(unsafe_code, reason = "the bounds are checked once")]
    pub(crate) fn at(self, at: usize) -> Option<&'s [u8; STEP]> {
        // SAFETY: sixteen bytes begin at each place below the end, see `new`; nothing changes the two.
        (at < self.end).then(|| unsafe { &*self.bytes.as_ptr().add(at).cast() })
    }
}

/// Floats compared at once.
pub(crate) const FLOATS: usize = WIDE;

/// Bytes of a [`Vector`].
pub(crate) const WIDE: usize = 32;

/// Bytes side by side, as many as the machine compares at once.
pub(crate) trait Vector: Copy {
    fn load(bytes: &[u8; WIDE]) -> Self;

    fn store(self, bytes: &mut [u8; WIDE]);

    /// For each byte that is more than this one the byte of `yes`, for all others that of `no`.
    fn choose(self, than: u8, yes: Self, no: Self) -> Self;
}

/// Work that is done with vectors.
pub(crate) trait Work {
    type Done;

    /// Does it; `#[inline(always)]`, so that it is compiled for the instructions of its vectors.
    fn run<V: Vector>(self) -> Self::Done;
}

pub(crate) use imp::{Bytes, passed, wide};

/// Bytes one by one, for machines of which nothing is known.
#[derive(Clone, Copy)]
struct Plain([u8; WIDE]);

impl Vector for Plain {
    #[inline(always)]
    fn load(bytes: &[u8; WIDE]) -> Self {
        Self(*bytes)
    }

    #[inline(always)]
    fn store(self, bytes: &mut [u8; WIDE]) {
        *bytes = self.0;
    }

    #[inline(always)]
    fn choose(self, than: u8, yes: Self, no: Self) -> Self {
        Self(std::array::from_fn(|at| if self.0[at] > than { yes.0[at] } else { no.0[at] }))
    }
}

/// For each value, how many of the rising thresholds it is more than; they are at most 255.
pub(crate) fn passed_one_by_one(values: &[f32; FLOATS], thresholds: &[f32]) -> [u8; FLOATS] {
    values.map(|value| thresholds.partition_point(|threshold| value > *threshold) as u8)
}

#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code, reason = "SSE2 is part of x86-64")]
mod imp {
    use super::{FLOATS, Mask, Plain, STEP, Vector, WIDE, Work, passed_one_by_one};
    use std::arch::x86_64::{
        __m128i, __m256i, _CMP_GT_OQ, _mm_cmpeq_epi8, _mm_loadu_si128, _mm_min_epu8, _mm_movemask_epi8,
        _mm_or_si128, _mm_set1_epi8, _mm256_blendv_epi8, _mm256_castps_si256, _mm256_cmp_ps,
        _mm256_cmpeq_epi8, _mm256_loadu_ps, _mm256_loadu_si256, _mm256_min_epu8, _mm256_packus_epi16,
        _mm256_packus_epi32, _mm256_permutevar8x32_epi32, _mm256_set1_epi8, _mm256_set1_ps,
        _mm256_setr_epi32, _mm256_setzero_si256, _mm256_storeu_si256, _mm256_sub_epi32,
    };

    /// Does some work with AVX2 where the machine has it.
    pub(crate) fn wide<W: Work>(work: W) -> W::Done {
        #[target_feature(enable = "avx2")]
        fn with_avx2<W: Work>(work: W) -> W::Done {
            work.run::<Avx2>()
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the machine has AVX2; that is all that the function asks for.
            unsafe { with_avx2(work) }
        } else {
            work.run::<Plain>()
        }
    }

    /// Thirty-two bytes; given to nobody but by [`wide`], once it knows that the machine has AVX2.
    #[derive(Clone, Copy)]
    struct Avx2(__m256i);

    impl Vector for Avx2 {
        #[inline(always)]
        fn load(bytes: &[u8; WIDE]) -> Self {
            // SAFETY: the array has the bytes that are read, they need not be aligned, and AVX2 is there.
            Self(unsafe { _mm256_loadu_si256(bytes.as_ptr().cast()) })
        }

        #[inline(always)]
        fn store(self, bytes: &mut [u8; WIDE]) {
            // SAFETY: the array has the bytes that are written, they need not be aligned, and AVX2 is there.
            unsafe { _mm256_storeu_si256(bytes.as_mut_ptr().cast(), self.0) }
        }

        #[inline(always)]
        fn choose(self, than: u8, yes: Self, no: Self) -> Self {
            // SAFETY: values alone are compared and chosen, and AVX2 is there.
            unsafe {
                let at_most = _mm256_min_epu8(self.0, _mm256_set1_epi8(than as i8));
                Self(_mm256_blendv_epi8(yes.0, no.0, _mm256_cmpeq_epi8(at_most, self.0)))
            }
        }
    }

    /// For each value, how many of the rising thresholds it is more than; they are at most 255.
    #[inline]
    pub(crate) fn passed(values: &[f32; FLOATS], thresholds: &[f32]) -> [u8; FLOATS] {
        if is_x86_feature_detected!("avx2") {
            // SAFETY: the machine has AVX2; that is all that the function asks for.
            unsafe { passed_avx2(values, thresholds) }
        } else {
            passed_one_by_one(values, thresholds)
        }
    }

    /// Counts all thresholds: to find out which of them matter would cost more.
    #[target_feature(enable = "avx2")]
    fn passed_avx2(values: &[f32; FLOATS], thresholds: &[f32]) -> [u8; FLOATS] {
        let at = |vector: usize| {
            let eight: &[f32; 8] = &values.as_chunks().0[vector];
            // SAFETY: the array has the eight floats that are read, and they need not be aligned.
            unsafe { _mm256_loadu_ps(eight.as_ptr()) }
        };
        let values = [at(0), at(1), at(2), at(3)];
        let mut counts: [__m256i; 4] = [_mm256_setzero_si256(); 4];
        for threshold in thresholds {
            let threshold = _mm256_set1_ps(*threshold);
            for vector in 0..4 {
                // A comparison that holds is -1.
                let more = _mm256_castps_si256(_mm256_cmp_ps::<_CMP_GT_OQ>(values[vector], threshold));
                counts[vector] = _mm256_sub_epi32(counts[vector], more);
            }
        }
        let [first, second, third, fourth] = counts;
        let halves = (_mm256_packus_epi32(first, second), _mm256_packus_epi32(third, fourth));
        let bytes = _mm256_packus_epi16(halves.0, halves.1);
        // Packing goes by halves of a vector: the four bytes of every half are put in their order.
        let ordered = _mm256_permutevar8x32_epi32(bytes, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
        let mut counts = [0; FLOATS];
        // SAFETY: the array has the 32 bytes that are written, and they need not be aligned.
        unsafe { _mm256_storeu_si256(counts.as_mut_ptr().cast(), ordered) };
        counts
    }

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
    use super::{Mask, Plain, STEP, Work};

    pub(crate) use super::passed_one_by_one as passed;

    /// Does some work.
    pub(crate) fn wide<W: Work>(work: W) -> W::Done {
        work.run::<Plain>()
    }

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
        // Miri takes a second for each byte.
        for byte in (0..=u8::MAX).step_by(if cfg!(miri) { 37 } else { 1 }) {
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

    #[test]
    fn steps_are_those_of_the_slice() {
        let bytes: [u8; 40] = std::array::from_fn(|at| at as u8);
        for len in 0..=bytes.len() {
            let steps = Steps::new(&bytes[..len]);
            for at in (0..=len + 1).chain([usize::MAX]) {
                let expected = steps.bytes().get(at..).and_then(<[u8]>::first_chunk);
                assert_eq!(steps.at(at), expected, "{at} of {len}");
            }
        }
    }

    #[test]
    fn bytes_are_chosen_alike_on_every_machine() {
        struct Choosing([u8; WIDE], u8);
        impl Work for Choosing {
            type Done = [u8; WIDE];

            #[inline(always)]
            fn run<V: Vector>(self) -> [u8; WIDE] {
                let mut chosen = [0; WIDE];
                V::load(&self.0).choose(self.1, V::load(&[7; WIDE]), V::load(&[9; WIDE])).store(&mut chosen);
                chosen
            }
        }
        let bytes: [u8; WIDE] = std::array::from_fn(|at| (at * 8) as u8);
        for than in [0, 8, 127, 128, 200, 254, 255] {
            let expected = bytes.map(|byte| if byte > than { 7 } else { 9 });
            assert_eq!(wide(Choosing(bytes, than)), expected, "{than}");
            assert_eq!(Choosing(bytes, than).run::<Plain>(), expected, "{than}");
        }
    }

    #[test]
    fn thresholds_are_counted_alike_on_every_machine() {
        let thresholds: Vec<f32> = (0..255).map(|step| step as f32 / 8.0 - 3.0).collect();
        for step in [0.125, 0.3, 40.0] {
            let values: [f32; FLOATS] = std::array::from_fn(|at| at as f32 * step - 4.0);
            for count in [0, 1, 9, 255] {
                let own = &thresholds[..count];
                assert_eq!(passed(&values, own), passed_one_by_one(&values, own), "{step}, {count}");
            }
        }
    }
}
