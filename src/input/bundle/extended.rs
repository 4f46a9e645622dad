//! What headers in front of an entry of a tar file say of it, where its own header has no room.
//!
//! Records of pax are told by their lengths, since a value may hold line ends; the `tar` crate parts them at
//! line ends, and takes what stands in a comment for a path.

/// What is told of the entry that comes next.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Extended {
    pub(super) name: Option<Vec<u8>>,
    /// Bytes of the entry, where they are more than its header can say.
    pub(super) size: Option<u64>,
    /// Whether its bytes are those of a file without its holes.
    pub(super) has_holes: bool,
}

impl Extended {
    /// Takes in a header of pax: records of "length key=value" and a line end, up to one that is none.
    pub(super) fn take(&mut self, mut records: &[u8]) {
        while let Some((key, value, rest)) = record(records) {
            records = rest;
            match key {
                // The name of the file; the entry's own is made up for programs that know no holes.
                b"GNU.sparse.name" => self.name = Some(value.to_vec()),
                b"path" if !self.has_holes => self.name = Some(value.to_vec()),
                b"size" => self.size = std::str::from_utf8(value).ok().and_then(|size| size.parse().ok()),
                _ => {}
            }
            self.has_holes |= key.starts_with(b"GNU.sparse.");
        }
    }
}

/// Key and value of the first record, and what is behind it.
fn record(records: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let blank = memchr::memchr(b' ', records)?;
    let length = std::str::from_utf8(&records[..blank]).ok()?.parse().ok()?;
    let (record, rest) = records.split_at_checked(length)?;
    let record = record.get(blank + 1..)?.strip_suffix(b"\n")?;
    let equals = memchr::memchr(b'=', record)?;
    Some((&record[..equals], &record[equals + 1..], rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_told_by_their_lengths() {
        let mut told = Extended::default();
        told.take(b"28 comment=x\n18 path=evil.c\n16 path=a\nb.txt\n17 size=99999999\n");
        let name = Some(b"a\nb.txt".to_vec());
        assert_eq!(told, Extended { name, size: Some(99_999_999), has_holes: false });
        told.take(b"no record");
        told.take(b"9999 path=cut.html\n");
        told.take(b"22 GNU.sparse.major=1\n28 GNU.sparse.name=big.html\n32 path=./GNUSparseFile.1/big.h\n");
        assert_eq!((told.name.as_deref(), told.has_holes), (Some(&b"big.html"[..]), true));
    }
}
