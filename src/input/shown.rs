//! What standard input holds, where nobody said it: pages by their first bytes, else a list of paths or a page
//! of plain text by whether its lines name anything.
//!
//! In: the beginning of a stream. Out: how to read it. To take a list for a page would lose all that it names
//! without a word, to take a page for a list is told line by line: in doubt it is a list.

use super::Holds;
use super::container::Kind;
use super::names::{container_format, page_format};
use super::packed;
use super::path_list::{LONGEST_PATH_BYTES, path};
use std::io::{Cursor, Read};
use std::path::Path;

/// Lines that are looked at; each may ask the file system.
const LOOKED_AT: usize = 1000;

/// Of so many lines one must name a file for a list: in a page of text a line is now and then the name of
/// something that lies about, and a list of which more is gone was written for another place.
const ONE_IN: usize = 10;

/// What a stream that begins so holds; `exists` says whether a path names anything.
pub(super) fn shown(head: &[u8], exists: impl Fn(&Path) -> bool) -> Holds {
    if Kind::of_stream(head).is_some() || Kind::is_page(head) {
        return Holds::Pages;
    }
    let mut text = Vec::new();
    // A packed head ends in the midst of a member: what comes before is enough.
    if let Ok(stream) = packed::stream(Box::new(Cursor::new(head.to_vec()))) {
        let _ = stream.take(LONGEST_PATH_BYTES).read_to_end(&mut text);
    }
    // UTF-16 has a NUL byte in each letter of English.
    if text.starts_with(b"\xff\xfe") || text.starts_with(b"\xfe\xff") {
        return Holds::Page;
    }
    let separator = if memchr::memchr(0, &text).is_some() { 0 } else { b'\n' };
    let is_cut = text.len() as u64 == LONGEST_PATH_BYTES;
    let whole = memchr::memrchr(separator, &text).filter(|_| is_cut).unwrap_or(text.len());
    let lines =
        text[..whole].split(|byte| *byte == separator).map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let (mut all, mut named, mut alike) = (0, 0, 0);
    for line in lines.filter(|line| !line.trim_ascii().is_empty()).take(LOOKED_AT) {
        let path = path(line.to_vec()).unwrap_or_default();
        all += 1;
        named += usize::from(exists(&path));
        alike += usize::from(is_like_a_path(line, &path));
    }
    if alike == all || named * ONE_IN >= all {
        return Holds::Paths;
    }
    if named > 0 {
        log::warn!(
            "standard input is taken for a page of text, though {named} of its first {all} lines name files; if it is \
             a list of paths, say --stdin list"
        );
    }
    Holds::Page
}

/// Whether a line may be the path of something that tamis reads, there or not: it ends as their names do, or
/// has folders and no blanks, as words have.
fn is_like_a_path(line: &[u8], path: &Path) -> bool {
    let is_name =
        path.file_name().is_some_and(|name| page_format(name).is_some() || container_format(name).is_some());
    is_name || (line.contains(&b'/') && !line.iter().any(u8::is_ascii_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_files_is_a_list_and_what_names_none_is_a_page() {
        let holds = |head: &str| shown(head.as_bytes(), |path| path.starts_with("there"));
        for list in [
            "",
            "\n\n",
            "there/a.html\nthere/b\n",
            "there\r\n",
            "there/a b\nfolder with blanks\n",
            "gone.html\nall/gone.warc.gz\ns3://bucket/folder\n",
            "there/a\0there/with\nnewline\0",
        ] {
            assert_eq!(holds(list), Holds::Paths, "{list:?}");
        }
        let words = "Words of a page, one line after the other.\n".repeat(30);
        for page in ["How to oil a board\n\n1. Take a cloth.\n", "Word", &words, &format!("{words}there\n")] {
            assert_eq!(holds(page), Holds::Page, "{page:?}");
        }
        // The last line may be cut.
        let long = format!("{}there", "there/a.html\n".repeat(70_000));
        assert_eq!(holds(&long[..LONGEST_PATH_BYTES as usize]), Holds::Paths);
        let utf16: Vec<u8> = "\u{feff}there".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(shown(&utf16, |_| true), Holds::Page);
        for pages in ["<p>words", "WARC/1.0\r\n", "{\"html\": \"<p>\"}"] {
            assert_eq!(holds(pages), Holds::Pages, "{pages:?}");
        }
    }

    #[test]
    fn packed_text_and_packed_lists_are_told_apart_as_well() {
        let holds = |text: &str| shown(&zstd::encode_all(text.as_bytes(), 3).expect("memory"), |_| false);
        assert_eq!(holds("Words of a page.\nAnd more."), Holds::Page);
        assert_eq!(holds("crawl/a.warc.gz\ncrawl/b.warc.gz\n"), Holds::Paths);
    }
}
