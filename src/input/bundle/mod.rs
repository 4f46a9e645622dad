//! Files of pages packed together: tar and zip.
//!
//! In: a file. Out: a job an entry whose name is that of a page, packed ones unpacked; other entries are
//! skipped and counted. The listing reads the entries of tar, which are known only as they come, and the
//! directory of zip, whose entries are read by their jobs.

mod blocks;
mod entry;
mod extended;
mod tar;
mod zip;

use super::Jobs;
use super::container::{ContainerFile, Kind};
use super::job::Place;
use crate::rejects::Failure;
use std::sync::Arc;

/// The jobs of a file from a place in it.
pub(super) fn open(file: &Arc<ContainerFile>, kind: Kind, from: &Place, limit: u64) -> Result<Jobs, Failure> {
    match kind {
        Kind::Zip => zip::open(file, from, limit),
        _ => tar::open(file, from, limit),
    }
}
