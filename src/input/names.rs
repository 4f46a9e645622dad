//! What names say: whether a file is a page and of which format, and the id that a path gives.

use super::container::Kind;
use crate::record::Format;
use std::ffi::OsStr;
use std::fmt::Write;
use std::path::{MAIN_SEPARATOR, Path};

/// Endings of the names of packed files.
const PACKINGS: [&str; 2] = [".gz", ".zst"];

/// The ending that promises a packed file.
pub(super) fn packing(name: &OsStr) -> Option<&'static str> {
    let ends = |packed: &&str| without_suffix(name.as_encoded_bytes(), packed.as_bytes()).is_some();
    PACKINGS.into_iter().find(ends)
}

/// The format that a file's name promises; `None` when it is not the name of a page.
pub(super) fn page_format(name: &OsStr) -> Option<Format> {
    let rest = name.as_encoded_bytes();
    let rest = packing(name).and_then(|packed| without_suffix(rest, packed.as_bytes())).unwrap_or(rest);
    let dot = memchr::memrchr(b'.', rest)?;
    match rest[dot + 1..].to_ascii_lowercase().as_slice() {
        b"html" | b"htm" | b"xhtml" => Some(Format::Html),
        b"txt" => Some(Format::Text),
        _ => None,
    }
}

/// What the name of a file that holds many pages says; `None` when it is not the name of one.
pub(super) fn container_format(name: &OsStr) -> Option<Kind> {
    let whole = name.as_encoded_bytes();
    let rest = packing(name).and_then(|packed| without_suffix(whole, packed.as_bytes()));
    let is_packed = rest.is_some();
    let rest = rest.unwrap_or(whole);
    let dot = memchr::memrchr(b'.', rest)?;
    match rest[dot + 1..].to_ascii_lowercase().as_slice() {
        b"warc" | b"wet" => Some(Kind::Warc),
        b"jsonl" | b"ndjson" => Some(Kind::Jsonl),
        b"csv" => Some(Kind::Csv(b',')),
        b"tsv" => Some(Kind::Csv(b'\t')),
        b"tar" => Some(Kind::Tar),
        b"tgz" if !is_packed => Some(Kind::Tar),
        b"parquet" if !is_packed => Some(Kind::Parquet),
        b"zip" if !is_packed => Some(Kind::Zip),
        _ => None,
    }
}

fn without_suffix<'a>(name: &'a [u8], suffix: &[u8]) -> Option<&'a [u8]> {
    let (inner, end) = name.split_at_checked(name.len().checked_sub(suffix.len())?)?;
    end.eq_ignore_ascii_case(suffix).then_some(inner)
}

/// The path as a string that no other path gives: parts joined by `/`, a backslash doubled, and
/// each byte that is not UTF-8 written as `\xHH`.
pub(super) fn id_of(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    let mut id = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                MAIN_SEPARATOR => id.push('/'),
                '\\' => id.push_str("\\\\"),
                _ => id.push(c),
            }
        }
        for byte in chunk.invalid() {
            // Writing to a string cannot fail.
            let _ = write!(id, "\\x{byte:02x}");
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_known_by_their_names() {
        for name in ["a.html", "a.HTM", "a.b.xhtml", "a.Html.GZ", "a.htm.zst", "ü n\"\n.html"] {
            assert_eq!(page_format(OsStr::new(name)), Some(Format::Html), "{name}");
        }
        for name in ["a.txt", "a.TXT.zst"] {
            assert_eq!(page_format(OsStr::new(name)), Some(Format::Text), "{name}");
        }
        for name in ["html", "a.gz", "a.css", "a.html.bak", "a.html.gz.gz", "", ".gz"] {
            assert_eq!(page_format(OsStr::new(name)), None, "{name}");
        }
    }

    #[test]
    fn archives_and_tables_are_known_by_their_names() {
        for (name, kind) in [
            ("CC-MAIN-1.warc.gz", Kind::Warc),
            ("CC-MAIN-1.warc.wet.gz", Kind::Warc),
            ("a.WARC", Kind::Warc),
            ("a.warc.zst", Kind::Warc),
            ("a.jsonl.zst", Kind::Jsonl),
            ("a.tsv", Kind::Csv(b'\t')),
            ("a.parquet", Kind::Parquet),
            ("a.tgz", Kind::Tar),
            ("a.zip", Kind::Zip),
        ] {
            assert_eq!(container_format(OsStr::new(name)), Some(kind), "{name}");
            assert_eq!(page_format(OsStr::new(name)), None, "{name}");
        }
        for name in ["a.html.gz", "warc", "a.parquet.gz", "a.json", ""] {
            assert_eq!(container_format(OsStr::new(name)), None, "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn different_paths_have_different_ids() {
        use std::os::unix::ffi::OsStrExt;
        let id = |bytes: &[u8]| id_of(Path::new(OsStr::from_bytes(bytes)));
        assert_eq!(id(b"a b/\"c\"\nd.html"), "a b/\"c\"\nd.html");
        assert_eq!(id(b"caf\xe9.html"), "caf\\xe9.html");
        assert_eq!(id(b"caf\\xe9.html"), "caf\\\\xe9.html");
        assert_eq!(id("café.html".as_bytes()), "café.html");
    }
}
