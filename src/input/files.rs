//! A file that holds one page, and how it is read.

use super::RawPage;
use super::names::{id_of, packing, page_format};
use super::unpack::{Unpacked, unpack};
use crate::record::{Container, Format, Source, Warning, WarningCode};
use crate::rejects::{Failure, Reject, RejectCode};
use memchr::memmem;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// Bytes in which a browser that saves a page leaves its address: right after the doctype.
const SAVED_FROM_BYTES: usize = 2048;

/// Bytes looked at for markup when the name of a file does not tell.
const SNIFF_BYTES: usize = 4096;

/// A file that holds one page, found but not yet read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFile {
    /// Stable name of the page within its source.
    pub id: String,
    /// Where the file is.
    pub path: PathBuf,
}

impl PageFile {
    /// Reads and unpacks the page. Its address is the one that a browser left when it saved it.
    ///
    /// # Errors
    /// `unreadable`, `damaged` or `too_large`. The reject counts the bytes of a file that is too
    /// large as it is, else those that were unpacked before it failed.
    pub fn read(&self, max_page_bytes: u64) -> Result<RawPage, Box<Reject>> {
        let (file, size) = open(&self.path).map_err(|failure| self.reject(failure, 0))?;
        let Unpacked { bytes, failure, packed } = unpack(file, size, max_page_bytes);
        if let Some(failure) = failure {
            let count = if bytes.is_empty() { size } else { bytes.len() as u64 };
            return Err(self.reject(failure, count));
        }
        let format = self.format().unwrap_or_else(|| sniff_format(&bytes));
        Ok(RawPage {
            id: self.id.clone(),
            url: if format == Format::Html { saved_from(&bytes) } else { None },
            path: id_of(&self.path),
            container: Container::File,
            offset: None,
            format: Some(format),
            charset: None,
            crawled: None,
            bytes,
            warnings: self.packing().filter(|_| !packed).map(not_packed).into_iter().collect(),
        })
    }

    /// The reject of this file, of which so many bytes were seen.
    pub(crate) fn reject(&self, failure: Failure, bytes: u64) -> Box<Reject> {
        let source = Source {
            path: id_of(&self.path),
            format: self.format().unwrap_or(Format::Html),
            container: Container::File,
            offset: None,
            bytes,
            charset: None,
            charset_origin: None,
            sha256: None,
        };
        Box::new(failure.into_reject(self.id.clone(), None, source))
    }

    /// The ending of a packed file's name.
    fn packing(&self) -> Option<&'static str> {
        self.path.file_name().and_then(packing)
    }

    fn format(&self) -> Option<Format> {
        self.path.file_name().and_then(page_format)
    }
}

/// The warning of a file that is not what its name says.
fn not_packed(ending: &str) -> Warning {
    let message =
        format!("the name of the file ends in {ending}, but its data are not packed; read as they are");
    Warning { code: WarningCode::NotPacked, message }
}

/// Opens what is a file; anything else might block for ever.
fn open(path: &Path) -> Result<(File, u64), Failure> {
    let metadata = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if !metadata.is_file() {
        return Err(not_a_file());
    }
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    Ok((file, metadata.len()))
}

/// The failure of a pipe, a socket or a device under a page's name.
pub(super) fn not_a_file() -> Failure {
    let message = "this is a pipe, a socket or a device, not a file: save the page to a file first";
    Failure::new(RejectCode::Unreadable, message)
}

/// The failure of a path that does not open.
pub(super) fn unreadable(path: &Path, error: &io::Error) -> Failure {
    let message = match (error.kind(), fs::read_link(path)) {
        (io::ErrorKind::NotFound, Ok(target)) => {
            format!("the link leads to {}, which does not exist: mend it or remove it", id_of(&target))
        }
        (io::ErrorKind::NotFound, _) => "there is no such file or folder: check the path".to_owned(),
        (io::ErrorKind::PermissionDenied, _) => format!("{error}: allow tamis to read it"),
        _ => format!("{error}: check the file and its disk"),
    };
    Failure::new(RejectCode::Unreadable, message)
}

/// Markup or plain text, by the first bytes of a page; NUL bytes of UTF-16 are looked through.
pub fn sniff_format(bytes: &[u8]) -> Format {
    let head: Vec<u8> = bytes.iter().take(SNIFF_BYTES).copied().filter(|byte| *byte != 0).collect();
    let marks: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];
    let text = marks.iter().find_map(|mark| head.strip_prefix(*mark)).unwrap_or(&head);
    let opens =
        |at: &[u8]| at.get(1).is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'!' | b'?'));
    let text = text.trim_ascii_start();
    let begins_with_tag = text.first() == Some(&b'<') && opens(text);
    // A text may hold a "<" here and there, but hardly a closing tag.
    let closes_tag = || text.windows(3).any(|at| at.starts_with(b"</") && at[2].is_ascii_alphabetic());
    if begins_with_tag || closes_tag() { Format::Html } else { Format::Text }
}

/// The address in `<!-- saved from url=(0042)https://… -->`, which browsers leave in pages that
/// they save; the number is the address's length.
fn saved_from(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(SAVED_FROM_BYTES)];
    let start = memmem::find(head, b"<!-- saved from url=(")?;
    let comment = &head[start..];
    let comment = &comment[..memmem::find(comment, b"-->")?];
    let address = &comment[memchr::memchr(b')', comment)? + 1..];
    let address = std::str::from_utf8(address.trim_ascii()).ok()?;
    let parsed = url::Url::parse(address).ok()?;
    matches!(parsed.scheme(), "http" | "https").then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_saved_page_is_its_url() {
        let page = b"<!DOCTYPE html>\r\n<!-- saved from url=(0026)https://a.example/b?c=(d)-e -->\r\n<html>";
        assert_eq!(saved_from(page).as_deref(), Some("https://a.example/b?c=(d)-e"));
        assert_eq!(saved_from(b"<!-- saved from url=(0014)about:internet -->"), None);
        assert_eq!(saved_from(b"<!-- saved from url=(0026)https://a.exam"), None);
        assert_eq!(saved_from(b"<html>"), None);
    }

    #[test]
    fn markup_is_told_from_text() {
        let utf16: Vec<u8> = "\u{feff}<html>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let pages: [&[u8]; 5] =
            [b"\n <!doctype html>", b"\xef\xbb\xbf<p>a", b"words</p>", b"<?xml version='1.0'?>", &utf16];
        for page in pages {
            assert_eq!(sniff_format(page), Format::Html, "{page:?}");
        }
        let texts: [&[u8]; 4] = [b"", b"<<: Before", b"a < b and b > c", b"Title\n\n1. Item"];
        for text in texts {
            assert_eq!(sniff_format(text), Format::Text, "{text:?}");
        }
    }
}
