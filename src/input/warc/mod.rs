//! Web archives: WARC 1.0 and 1.1, of pages or of their texts (WET), plain or packed by gzip or zstd.
//!
//! In: a file or a stream. Out: jobs of records, in order. A plain archive is read by the listing, record
//! by record. Of a packed one the listing only looks for the beginnings of members and hands the bytes
//! between them to workers, which unpack them; what is one giant member the listing unpacks itself. The
//! reader is our own because every other that was tried gives up an archive at its first damaged member.

mod batch;
mod beginnings;
mod head;
mod http;
mod item;
mod member;
mod members;
mod records;
mod segment;
mod source;
mod steps;

use super::Jobs;
use super::container::ContainerFile;
use super::counted::{CHUNK_BYTES, Counted};
use super::job::{Job, Place};
use super::packing::Packing;
use super::scan::Scan;
use batch::{Batch, Spot};
use members::Members;
use records::Records;
use source::Stream;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;

/// The jobs of an archive from a place in it.
pub(super) fn open(file: Arc<ContainerFile>, from: &Place, limit: u64) -> io::Result<Jobs> {
    let mut start = Counted::new(File::open(&file.path)?);
    let packing = Packing::of_archive(&mut start)?;
    let mut archive = File::open(&file.path)?;
    let at = from.offset.max(if packing.is_some() { start.read } else { 0 });
    archive.seek(SeekFrom::Start(at))?;
    Ok(match packing {
        None => {
            let records = Records::new(BufReader::with_capacity(CHUNK_BYTES, archive), at, limit);
            Box::new(Plain { file, records, bare: from.offset == 0 })
        }
        Some(packing) => Box::new(Members::new(file, packing, Scan::file(archive, at), limit).from(from)),
    })
}

/// The jobs of an archive that comes as a stream.
pub(super) fn stream(file: Arc<ContainerFile>, stream: Box<dyn Read + Send>, limit: u64) -> io::Result<Jobs> {
    let mut source = Counted::new(stream);
    let packing = Packing::of_archive(&mut source)?;
    let at = source.read;
    Ok(match packing {
        None => Box::new(Plain { file, records: Records::new(source, at, limit), bare: true }),
        Some(packing) => {
            let scan = Scan::stream(Box::new(source), at, members::LOOK_BACK_BYTES);
            Box::new(Members::new(file, packing, scan, limit).from(&Place::default()))
        }
    })
}

/// The jobs of an archive that is not packed.
struct Plain<R> {
    file: Arc<ContainerFile>,
    records: Records<R>,
    /// Whether nothing was found yet, from the archive's beginning on.
    bare: bool,
}

impl<R: Stream + Send> Iterator for Plain<R> {
    type Item = Box<dyn Job>;

    fn next(&mut self) -> Option<Self::Item> {
        let batch = Batch::of(&self.file, &mut self.records, |at| Spot { offset: at, inside: 0 });
        let bare = std::mem::take(&mut self.bare);
        let Some(mut batch) = batch else { return bare.then(|| Box::new(Batch::bare(&self.file)) as _) };
        batch.is_bare = bare && batch.has_nothing() && self.records.is_over();
        Some(Box::new(batch))
    }
}
