//! How the files of an output folder are called: what a file holds, its shard, its packing, and back.
//!
//! A name is made and read here alone, so that a folder's files can be told from anybody else's.

use super::csv::Table;
use super::packing::Packing;
use std::fmt;

/// What a file of the output folder holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OutputFile {
    /// The records, one JSON object a line.
    Pages,
    /// The records as a Parquet table.
    Parquet,
    /// The pages as Markdown, in one JSON object a line.
    Markdown,
    /// One of the CSV tables.
    Table(Table),
    /// The rejects, one JSON object a line; written in every run, and empty when all went well.
    Rejects,
}

impl OutputFile {
    /// Everything that a run may write, beside `run.json`.
    pub fn all() -> impl Iterator<Item = Self> {
        let tables = Table::ALL.into_iter().map(Self::Table);
        [Self::Pages, Self::Parquet, Self::Markdown].into_iter().chain(tables).chain([Self::Rejects])
    }

    /// The file's name in the folder when nothing is packed or parted.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pages => "pages.jsonl",
            Self::Parquet => "pages.parquet",
            Self::Markdown => "markdown.jsonl",
            Self::Table(table) => table.file_name(),
            Self::Rejects => "rejects.jsonl",
        }
    }

    /// What stands at the top of the file before any page.
    pub(super) fn head(self) -> Vec<u8> {
        match self {
            Self::Table(table) => table.header(),
            Self::Pages | Self::Parquet | Self::Markdown | Self::Rejects => Vec::new(),
        }
    }

    /// Whether the file is cut into shards: rejects are few, and are looked at together.
    pub(super) fn is_sharded(self) -> bool {
        self != Self::Rejects
    }

    /// Whether the file is packed from outside: Parquet packs its columns itself.
    fn is_packed(self) -> bool {
        self != Self::Parquet
    }
}

/// Name of one file: `pages.jsonl`, `links-00002.csv.zst`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileName {
    /// What the file holds.
    pub file: OutputFile,
    /// Number of its shard, where the output is parted.
    pub shard: Option<u32>,
    /// How its bytes are packed.
    pub packing: Packing,
}

impl FileName {
    /// The name of a file in a run that packs like this and has come to this shard.
    pub(super) fn new(file: OutputFile, shard: Option<u32>, packing: Packing) -> Self {
        Self {
            file,
            shard: shard.filter(|_| file.is_sharded()),
            packing: if file.is_packed() { packing } else { Packing::None },
        }
    }

    /// The name that reads like this, if tamis writes it.
    pub fn parse(name: &str) -> Option<Self> {
        let packing = [Packing::Gzip, Packing::Zstd].into_iter().find(|own| name.ends_with(own.ending()));
        let packing = packing.unwrap_or_default();
        let bare = name.strip_suffix(packing.ending())?;
        let (stem, ending) = bare.split_once('.')?;
        let parted = stem.rsplit_once('-').and_then(|(stem, shard)| Some((stem, shard.parse().ok()?)));
        let (stem, shard) = parted.map_or((stem, None), |(stem, shard)| (stem, Some(shard)));
        let file = OutputFile::all().find(|file| file.name().split_once('.') == Some((stem, ending)))?;
        // Written again, so that there is one spelling for each.
        Some(Self::new(file, shard, packing)).filter(|read| read.to_string() == name)
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let name = self.file.name();
        match (self.shard, name.split_once('.')) {
            (Some(shard), Some((stem, ending))) => write!(f, "{stem}-{shard:05}.{ending}")?,
            _ => f.write_str(name)?,
        }
        f.write_str(self.packing.ending())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_as_it_was_written() {
        for file in OutputFile::all() {
            for shard in [None, Some(0), Some(99_999), Some(100_000)] {
                for packing in [Packing::None, Packing::Gzip, Packing::Zstd] {
                    let name = FileName::new(file, shard, packing);
                    assert_eq!(FileName::parse(&name.to_string()), Some(name), "{name}");
                }
            }
        }
    }

    #[test]
    fn names_of_others_are_not_read() {
        for name in [
            "notes.txt",
            "pages",
            "pages.jsonl.bz2",
            "pages-1.jsonl",
            "pages-.jsonl",
            "pages.parquet.gz",
            "rejects-00000.jsonl",
            "",
        ] {
            assert_eq!(FileName::parse(name), None, "{name}");
        }
    }
}
