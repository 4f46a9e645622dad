//! How much work a page may make the parser do.
//!
//! html5ever is quadratic in places: start and end tags look through the open elements, and a
//! formatting element left open is made anew in every paragraph. [`Budget`] counts both as they
//! happen; a page that passes a limit is given up after the chunk at hand.

use crate::rejects::{Failure, RejectCode};
use std::cell::Cell;
use std::time::Instant;

/// Sum over all elements of their depth that a page may reach: later steps climb from blocks to
/// the root. The deepest of 2,178 real pages measured needs under 2 million.
const DEPTH_BUDGET: u64 = 20_000_000;

/// Mean depth that large pages may have beyond the budget: ordinary pages stay under 40.
const DEPTH_PER_ELEMENT: u64 = 64;

/// Looks at open elements that a page may cost: about 0.2 s.
const LOOK_BUDGET: u64 = 50_000_000;

/// Looks that large pages may cost beyond the budget, per byte.
const LOOKS_PER_BYTE: u64 = 16;

/// Elements that a page of any size may have.
const ELEMENT_BUDGET: u64 = 100_000;

/// Elements that large pages may have beyond the budget: two bytes an element are less than the
/// shortest tag has, so that only elements made anew over and over pass it.
const BYTES_PER_ELEMENT: u64 = 2;

/// Work done for a page.
#[derive(Debug, Default)]
pub(super) struct Budget {
    elements: Cell<u64>,
    depths: Cell<u64>,
    looks: Cell<u64>,
}

impl Budget {
    /// An element was made.
    pub(super) fn create(&self) {
        self.elements.set(self.elements.get() + 1);
    }

    /// A node was put into the tree at this depth.
    pub(super) fn insert(&self, depth: u32) {
        self.depths.set(self.depths.get() + u64::from(depth));
    }

    /// The parser looked at an element.
    pub(super) fn look(&self) {
        self.looks.set(self.looks.get() + 1);
    }

    /// Whether a page of so many bytes may go on.
    ///
    /// # Errors
    /// `too_deep` past a limit, `too_slow` past the deadline.
    pub(super) fn check(&self, bytes: usize, deadline: Option<Instant>) -> Result<(), Failure> {
        let (bytes, elements) = (bytes as u64, self.elements.get());
        if elements > ELEMENT_BUDGET + bytes / BYTES_PER_ELEMENT
            || self.depths.get() > DEPTH_BUDGET + DEPTH_PER_ELEMENT * elements
            || self.looks.get() > LOOK_BUDGET + LOOKS_PER_BYTE * bytes
        {
            return Err(Failure::new(
                RejectCode::TooDeep,
                format!("{elements} elements are nested too deep to be parsed in time"),
            ));
        }
        if deadline.is_some_and(|at| Instant::now() > at) {
            return Err(Failure::new(
                RejectCode::TooSlow,
                "parsing passed the time limit of a page; raise --max-page-seconds to keep it",
            ));
        }
        Ok(())
    }
}
