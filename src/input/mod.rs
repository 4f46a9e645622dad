//! Where pages come from.
//!
//! In: paths as typed, or a list of paths, of pages, archives and tables. Out: [`RawPage`]s, rejects and skips in a stable order. It
//! happens in two phases: [`pages`] finds [`Job`]s one after the other, and [`Job::read`] reads and
//! unpacks the pages of one, so that workers can do the costly half in parallel.

mod bundle;
mod changed;
mod container;
mod counted;
mod files;
mod gzip;
mod job;
mod member;
mod names;
mod packed;
mod packing;
mod pages;
mod path_list;
mod scan;
mod shown;
mod single;
mod table;
mod unpack;
mod walk;
mod warc;

pub use changed::Changed;
pub use files::{PageFile, sniff_format};
pub use job::{Found, Job, Place, Position};
pub use pages::{Pages, pages};
pub use table::Columns;

use crate::record::{Container, Format, Warning};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::Read;
use std::path::PathBuf;

/// One crawled page as it came: bytes, and what is known about them before anyone looks inside.
#[derive(Debug, Clone, PartialEq)]
pub struct RawPage {
    /// Stable name of the page within its source; unique where the source's own names are.
    pub id: String,
    /// The page's address, when the container knows it.
    pub url: Option<String>,
    /// Path of the file that held the page.
    pub path: String,
    /// Kind of that file.
    pub container: Container,
    /// Where the page's record stands in the container; see [`crate::record::Source::offset`].
    pub offset: Option<u64>,
    /// Markup or plain text, when the name or the container says so.
    pub format: Option<Format>,
    /// Charset according to the HTTP header or the container.
    pub charset: Option<String>,
    /// Day of the crawl as `YYYY-MM-DD`, when known: no date on the page lies after it.
    pub crawled: Option<String>,
    /// The page itself, already unpacked.
    pub bytes: Vec<u8>,
    /// What was odd about the container; the record's warnings begin with them.
    pub warnings: Vec<Warning>,
}

/// Jobs of one file, found one after the other.
type Jobs = Box<dyn Iterator<Item = Box<dyn Job>> + Send>;

/// Where to look for pages.
pub enum Input {
    /// A file, which is taken whatever its name, or a folder, whose pages are taken by their names.
    Path(PathBuf),
    /// A stream, packed or not, and what it holds.
    Stream(Box<dyn Read + Send>, Holds),
}

/// What a stream holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Holds {
    /// What its beginning shows: [`Pages`](Self::Pages) by its first bytes; [`Paths`](Self::Paths) where
    /// most lines name files or all look as if they did; else a [`Page`](Self::Page) of plain text.
    #[default]
    Shown,
    /// A list of paths, one a line; parted by NUL bytes when there is one in its beginning.
    Paths,
    /// A web archive, lines of JSON or a page, by its first bytes.
    Pages,
    /// One page, whatever its bytes.
    Page,
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Path(path) => f.debug_tuple("Path").field(path).finish(),
            Self::Stream(_, holds) => f.debug_tuple("Stream").field(holds).finish(),
        }
    }
}

/// Why a file or folder that was found is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// A file in a folder whose name is not that of a page.
    OtherExtension,
    /// A name that begins with a dot; a hidden folder counts once, whatever it holds.
    Hidden,
    /// A page that was reached before under the same id.
    DuplicateInput,
    /// A link to a folder that the link itself stands in.
    LinkLoop,
    /// The folder that the run writes to, or one that a run before it wrote; it counts once, whatever it
    /// holds.
    OutputFolder,
    /// A table in a folder of which no column holds pages by its name.
    NoPageColumn,
    /// A table in a folder that has no rows.
    EmptyTable,
    /// An entry of a tar file that is a link: what it leads to has its own entry, or is not there.
    Link,
    /// A record of a web archive that tells of the archive.
    RecordWarcinfo,
    /// A record of what the crawler asked for.
    RecordRequest,
    /// A record of what the crawler noted.
    RecordMetadata,
    /// A record of a page that had not changed: its bytes stand in another record.
    RecordRevisit,
    /// A record of another type.
    RecordOther,
    /// A response that is no page by its content type.
    ContentType,
    /// A response whose HTTP status is not 2xx: errors and redirections.
    HttpStatus,
}
