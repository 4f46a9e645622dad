//! One file of the output while it is being written: `.<name>.part`, beside its place and hidden.
//!
//! Plain lines go straight to it; what is packed goes by way of [`Blocks`]. At any time it can be asked to
//! [`keep`](Part::keep) what it has: then all but the block that is being gathered is on disk, and with that
//! block and the number of bytes another process can go on where this one was.

use super::blocks::{Blocks, Form, Packed, Packers};
use super::names::FileName;
use super::packing::Packing;
use super::parquet::Groups;
use super::{OutputError, OutputFile};
use crate::summary::FileSummary;
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Bytes gathered before they are handed to the system; some tens of pages a call.
const BUFFER: usize = 1 << 18;

/// A file under way.
#[derive(Debug)]
pub(super) struct Part {
    pub name: FileName,
    pub path: PathBuf,
    bytes: u64,
    writer: BufWriter<File>,
    /// None where lines stand as they are.
    blocks: Option<Blocks>,
    /// The row groups written, of a Parquet file.
    groups: Groups,
}

/// A file under way as it was kept: what stands on disk, and what does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPart {
    /// Name of the file.
    pub name: FileName,
    /// Bytes that are on disk for good.
    pub bytes: u64,
    /// The block that was being gathered, not yet packed.
    pub open: Vec<u8>,
    /// Foot of a Parquet file of the row groups that are on disk; empty for other files.
    pub foot: Vec<u8>,
}

impl Part {
    /// Begins a file.
    pub fn create(folder: &Path, name: FileName, packers: &Packers) -> Result<Self, OutputError> {
        let path = part_path(folder, &name.to_string());
        let handle = File::create(&path).map_err(|reason| OutputError::refused(&path, reason))?;
        let mut part = Self::new(name, path, handle, blocks(name, packers, Vec::new()));
        if name.file == OutputFile::Parquet {
            part.append(&Groups::head())?;
        }
        part.write(&name.file.head())?;
        Ok(part)
    }

    /// Goes on with a file that was kept; what was written to it later is cut off.
    pub fn go_on(folder: &Path, kept: &KeptPart, packers: &Packers) -> Result<Self, OutputError> {
        let path = part_path(folder, &kept.name.to_string());
        let lost = |reason| OutputError::lost(&path, reason);
        let mut handle = OpenOptions::new().write(true).open(&path).map_err(lost)?;
        if handle.metadata().map_err(lost)?.len() < kept.bytes {
            let reason = io::Error::new(io::ErrorKind::InvalidData, "it is shorter than it was");
            return Err(lost(reason));
        }
        handle.set_len(kept.bytes).and_then(|()| handle.seek(SeekFrom::End(0))).map_err(lost)?;
        let groups = match kept.foot.is_empty() {
            true => Groups::default(),
            false => Groups::read(&kept.foot).map_err(|error| lost(io::Error::other(error)))?,
        };
        let blocks = blocks(kept.name, packers, kept.open.clone());
        Ok(Self { bytes: kept.bytes, groups, ..Self::new(kept.name, path.clone(), handle, blocks) })
    }

    fn new(name: FileName, path: PathBuf, handle: File, blocks: Option<Blocks>) -> Self {
        let writer = BufWriter::with_capacity(BUFFER, handle);
        Self { name, path, bytes: 0, writer, blocks, groups: Groups::default() }
    }

    /// Adds lines or rows.
    pub fn write(&mut self, lines: &[u8]) -> Result<(), OutputError> {
        match &mut self.blocks {
            None => self.append(lines),
            Some(blocks) => {
                let packed = blocks.push(lines);
                self.append_packed(packed)
            }
        }
    }

    /// Brings all to disk but the block that is being gathered, and tells what another process needs to go
    /// on from here.
    pub fn keep(&mut self) -> Result<KeptPart, OutputError> {
        if let Some(blocks) = &mut self.blocks {
            let packed = blocks.settle();
            self.append_packed(packed)?;
        }
        self.sync()?;
        let open = self.blocks.as_ref().map(|blocks| blocks.open().to_vec()).unwrap_or_default();
        let foot = if self.name.file == OutputFile::Parquet { self.foot()? } else { Vec::new() };
        Ok(KeptPart { name: self.name, bytes: self.bytes, open, foot })
    }

    /// Brings all to disk; the file is whole then, under its hidden name.
    pub fn close(mut self) -> Result<FileSummary, OutputError> {
        if let Some(blocks) = &mut self.blocks {
            let packed = blocks.close();
            self.append_packed(packed)?;
        }
        if self.name.file == OutputFile::Parquet {
            let foot = self.foot()?;
            self.append(&foot)?;
        } else if self.bytes == 0 && self.name.packing != Packing::None {
            // A packed file without a single block is none to most readers.
            self.append(&self.name.packing.pack(b""))?;
        }
        self.sync()?;
        Ok(FileSummary { name: self.name.to_string(), bytes: self.bytes })
    }

    fn append_packed(&mut self, blocks: Result<Vec<Packed>, String>) -> Result<(), OutputError> {
        for block in blocks.map_err(|message| self.refused(io::Error::other(message)))? {
            match block {
                Packed::Lines(bytes) => self.append(&bytes)?,
                Packed::Rows(group) => {
                    let added = self.groups.add(&group, self.bytes);
                    added.map_err(|error| self.refused(io::Error::other(error)))?;
                    self.append(&group.bytes)?;
                }
            }
        }
        Ok(())
    }

    fn append(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        self.bytes += bytes.len() as u64;
        self.writer.write_all(bytes).map_err(|reason| OutputError::refused(&self.path, reason))
    }

    fn foot(&self) -> Result<Vec<u8>, OutputError> {
        self.groups.foot().map_err(|error| self.refused(io::Error::other(error)))
    }

    fn sync(&mut self) -> Result<(), OutputError> {
        let synced = self.writer.flush().and_then(|()| self.writer.get_ref().sync_all());
        synced.map_err(|reason| self.refused(reason))
    }

    fn refused(&self, reason: io::Error) -> OutputError {
        OutputError::refused(&self.path, reason)
    }
}

/// Where a file stands while it is being written: beside its place, and hidden.
pub(super) fn part_path(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!(".{name}.part"))
}

/// The name of the file that is being written under this one.
pub(super) fn name_of_part(part: &str) -> Option<&str> {
    part.strip_prefix('.')?.strip_suffix(".part")
}

/// How a file's lines are gathered; `None` where they stand as they are.
fn blocks(name: FileName, packers: &Packers, open: Vec<u8>) -> Option<Blocks> {
    let form = match (name.file, name.packing) {
        (OutputFile::Parquet, _) => Form::Rows,
        (_, Packing::None) => return None,
        (_, packing) => Form::Lines(packing),
    };
    Some(Blocks::new(form, packers.clone(), open))
}
