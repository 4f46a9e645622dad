//! How much work beside reading a page may cause.
//!
//! Nearly all rules take a step or two a tag. Three do not: formatting left open is made anew in every
//! block, the adoption agency takes the stack of open elements apart, and the end tag of an element
//! that no rule knows is compared with the open ones. A page may spend on them what grows with its
//! length; then they are left undone, and the record says so.

/// Elements made anew and stack entries moved that a page of any size may cause.
const FREE: usize = 2_000;

/// Source bytes that earn one more. Of 2,178 real pages none spends more than 240, or one in 500 bytes.
const BYTES_PER_STEP: usize = 8;

/// Steps left.
#[derive(Debug)]
pub(super) struct Budget {
    left: usize,
    spent: bool,
}

impl Budget {
    pub(super) fn new(bytes: usize) -> Self {
        Self { left: FREE + bytes / BYTES_PER_STEP, spent: false }
    }

    /// Takes so many steps; `false` when there are not so many left.
    pub(super) fn take(&mut self, steps: usize) -> bool {
        match self.left.checked_sub(steps) {
            Some(left) => self.left = left,
            None => self.spent = true,
        }
        !self.spent
    }

    /// Whether steps were asked for that were not left.
    pub(super) fn is_spent(&self) -> bool {
        self.spent
    }
}
