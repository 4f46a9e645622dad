//! An open element of the walk that cuts a document into blocks.

use super::Shape;
use crate::document::NodeId;

/// An element that is open at this point of the walk, with what it and those around it say of its words.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    pub node: NodeId,
    pub end: NodeId,
    /// The innermost block-level element.
    pub block: NodeId,
    pub shape: Option<Shape>,
    pub marks: Marks,
}

/// Facts of an open element, one bit each.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Marks(u16);

impl Marks {
    /// It is a block-level element.
    pub(super) const BLOCK: Self = Self(1);
    /// It is hidden, or stands in a block that is.
    pub(super) const HIDDEN: Self = Self(2);
    /// It stands in preformatted text, or is some.
    pub(super) const PRE: Self = Self(4);
    /// Its words are bold.
    pub(super) const BOLD: Self = Self(8);
    /// It stands in an inline element that is hidden, or is one.
    pub(super) const ASIDE: Self = Self(16);
    /// It stands in a heading that was never closed.
    pub(super) const RUNAWAY: Self = Self(32);
    /// It stands in preformatted text that is lines and nothing else, or is such.
    pub(super) const CODE: Self = Self(64);
    /// It is a line of such text, or holds some.
    pub(super) const LINE: Self = Self(128);
    /// It is hidden in a block that is hidden, or stands in such.
    pub(super) const HIDDEN_WITHIN: Self = Self(256);

    /// What preformatted text of lines alone says of its words.
    pub(super) const PRE_CODE: Self = Self(Self::PRE.0 | Self::CODE.0);

    /// What makes of words more than text that is collapsed.
    pub(super) const UNUSUAL: Self = Self(Self::PRE.0 | Self::ASIDE.0);

    /// What tells whether bold words go on in an element.
    pub(super) const BOLD_OR_BLOCK: Self = Self(Self::BOLD.0 | Self::BLOCK.0);

    /// What elements hand down to those in them.
    pub(super) const INHERITED: Self =
        Self(Self::HIDDEN.0 | Self::HIDDEN_WITHIN.0 | Self::PRE_CODE.0 | Self::ASIDE.0 | Self::RUNAWAY.0);

    #[inline(always)]
    pub(super) fn has(self, mark: Self) -> bool {
        self.0 & mark.0 != 0
    }

    #[inline(always)]
    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// With this mark as well, if a condition holds.
    #[inline(always)]
    pub(super) fn with(self, mark: Self, holds: bool) -> Self {
        Self(self.0 | if holds { mark.0 } else { 0 })
    }
}
