//! Which files a run writes: formats, packing, and where output is cut into shards.

use super::folder::Shard;
use super::names::{FileName, OutputFile};
use super::packing::Packing;

/// The formats in which records are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Formats {
    /// `pages.jsonl`.
    pub jsonl: bool,
    /// The five CSV tables.
    pub csv: bool,
    /// `pages.parquet`.
    pub parquet: bool,
    /// `markdown.jsonl`.
    pub markdown: bool,
}

impl Formats {
    /// What a run in these formats writes.
    pub fn files(self) -> impl Iterator<Item = OutputFile> {
        OutputFile::all().filter(move |file| match file {
            OutputFile::Pages => self.jsonl,
            OutputFile::Parquet => self.parquet,
            OutputFile::Markdown => self.markdown,
            OutputFile::Table(_) => self.csv,
            OutputFile::Rejects => true,
        })
    }

    /// Their names.
    pub fn names(self) -> Vec<&'static str> {
        let all = [
            (self.jsonl, "jsonl"),
            (self.csv, "csv"),
            (self.parquet, "parquet"),
            (self.markdown, "markdown"),
        ];
        all.into_iter().filter(|format| format.0).map(|format| format.1).collect()
    }
}

/// How large a shard becomes; it ends with the page that reaches one of these.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ShardSize {
    /// Records in it.
    pub records: Option<u64>,
    /// Bytes of its records, not packed, in the format that takes most.
    pub bytes: Option<u64>,
}

/// How a run's output lies in its folder.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Layout {
    /// The formats.
    pub formats: Formats,
    /// How lines are packed.
    pub packing: Packing,
    /// Where output is cut; without any size it is not.
    pub shards: ShardSize,
}

impl Layout {
    /// Name of a file of this layout.
    pub(super) fn name(self, file: OutputFile, shard: u32) -> FileName {
        FileName::new(file, self.is_sharded().then_some(shard), self.packing)
    }

    /// Whether a run may come to write this file.
    pub(super) fn may_write(self, name: FileName) -> bool {
        let shard = name.shard.unwrap_or_default();
        self.formats.files().any(|file| self.name(file, shard) == name)
    }

    /// Whether the next record belongs to the next shard.
    pub(super) fn is_full(self, shard: Shard) -> bool {
        self.shards.records.is_some_and(|most| shard.records >= most)
            || self.shards.bytes.is_some_and(|most| shard.bytes >= most)
    }

    /// Whether any file is written in blocks that must be packed.
    pub(super) fn has_blocks(self) -> bool {
        self.packing != Packing::None || self.formats.parquet
    }

    fn is_sharded(self) -> bool {
        self.shards != ShardSize::default()
    }
}
