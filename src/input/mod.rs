//! Where pages come from.

use crate::record::{Container, Format};

/// One crawled page as it came: bytes, and what is known about them before anyone looks inside.
#[derive(Debug, Clone, PartialEq)]
pub struct RawPage {
    /// Stable name of the page within its source; unique within a run.
    pub id: String,
    /// The page's address, when the container knows it.
    pub url: Option<String>,
    /// Path of the file that held the page.
    pub path: String,
    /// Kind of that file.
    pub container: Container,
    /// Byte offset of the page's record in the container.
    pub offset: Option<u64>,
    /// Markup or plain text, when the name or the container says so.
    pub format: Option<Format>,
    /// Charset according to the HTTP header or the container.
    pub charset: Option<String>,
    /// Day of the crawl as `YYYY-MM-DD`, when known: no date on the page lies after it.
    pub crawled: Option<String>,
    /// The page itself, already unpacked.
    pub bytes: Vec<u8>,
}
