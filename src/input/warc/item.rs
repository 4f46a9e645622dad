//! What stands in a stream of records: a record that may hold a page, one that does not, or something broken.

use super::head::Head;
use super::http::{Media, Response};
use crate::input::SkipReason;
use crate::rejects::RejectCode;

/// A record that may hold a page.
#[derive(Debug)]
pub(super) struct RawRecord {
    pub(super) head: Head,
    /// The head of the response; empty where there was none.
    pub(super) response: Response,
    /// What the content type says.
    pub(super) media: Media,
    pub(super) body: Vec<u8>,
    /// Whether the length that the head told was wrong.
    pub(super) wrong_length: bool,
}

/// What stands in a stream.
#[derive(Debug)]
pub(super) enum Item {
    Record(Box<RawRecord>),
    Skip(SkipReason),
    /// Something broken: `what` goes on from "the record at byte 17 ", or whatever else the subject is.
    Broken {
        subject: &'static str,
        head: Box<Head>,
        code: RejectCode,
        bytes: u64,
        what: String,
    },
}

impl Item {
    /// A record that is broken.
    pub(super) fn broken(head: Head, code: RejectCode, bytes: u64, what: String) -> Self {
        Self::Broken { subject: "record", head: Box::new(head), code, bytes, what }
    }

    /// What is said of something broken.
    pub(super) fn told(self) -> Option<String> {
        match self {
            Self::Broken { what, .. } => Some(what),
            Self::Record(_) | Self::Skip(_) => None,
        }
    }
}

/// An item and where it stands in the unpacked stream.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) begin: u64,
    pub(super) end: u64,
    pub(super) item: Item,
}
