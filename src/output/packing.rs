//! Lines to packed lines: blocks of some hundred kilobytes, each packed for itself.
//!
//! A block becomes a whole gzip member or zstd frame. Blocks can so be packed side by side, a run that
//! died goes on behind the last one, and whoever reads damaged output loses a block and not the rest.
//! `gunzip`, `zstd -d` and every reader that takes several members read the file as one.

use libdeflater::{CompressionLvl, Compressor};

/// Level of gzip. On records of web pages: level 9 takes twice the time for 1 % less.
const GZIP_LEVEL: i32 = 6;

/// Level of zstd: its own default.
const ZSTD_LEVEL: i32 = 3;

/// How lines are packed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Packing {
    /// Not at all.
    #[default]
    None,
    /// As gzip members.
    Gzip,
    /// As zstd frames, each with its checksum.
    Zstd,
}

impl Packing {
    /// Bytes gathered before they are packed. Larger blocks hardly pack better: the window of gzip is
    /// 32 KiB, and records of some hundred pages have most of what repeats.
    pub(super) const BLOCK: usize = 512 << 10;

    /// What a packed file's name ends in.
    pub fn ending(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Gzip => ".gz",
            Self::Zstd => ".zst",
        }
    }

    /// The block packed; the same bytes for the same block.
    pub(super) fn pack(self, block: &[u8]) -> Vec<u8> {
        match self {
            Self::None => block.to_vec(),
            Self::Gzip => gzip(block),
            // Memory takes all that is written, and the level is one that there is.
            Self::Zstd => zstd_frame(block).expect("packed to memory"),
        }
    }
}

fn gzip(block: &[u8]) -> Vec<u8> {
    let level = CompressionLvl::new(GZIP_LEVEL).unwrap_or_default();
    let mut compressor = Compressor::new(level);
    let mut packed = vec![0; compressor.gzip_compress_bound(block.len())];
    let bytes = compressor.gzip_compress(block, &mut packed).expect("as much room as may be needed");
    packed.truncate(bytes);
    packed
}

fn zstd_frame(block: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut compressor = zstd::bulk::Compressor::new(ZSTD_LEVEL)?;
    compressor.include_checksum(true)?;
    compressor.compress(block)
}
