//! What standard input holds, where nobody said it: pages by their first bytes, else a list of paths or a page
//! of plain text by whether its lines name anything.
//!
//! In: the beginning of a stream. Out: how to read it. A page that is taken for a list may send tamis through all
//! of a disk, a list that is taken for a page is told with the remedy: in doubt it is a page.

use super::Holds;
use super::container::{Kind, unpacked_head};
use super::names::{container_format, page_format};
use super::packed;
use super::path_list::{LONGEST_PATH_BYTES, path};
use super::table::needs_file;
use std::io::{Cursor, Read};
use std::path::Path;

/// Lines that are looked at; each may ask the file system.
const LOOKED_AT: usize = 1000;

/// Of so many lines one must name a file for a list in which others name nothing: in a page of text a line is now
/// and then the name of something that lies about, but not every second one.
const ONE_IN: usize = 2;

/// What a line of a list names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// Nothing that is there.
    Nothing,
    /// A folder: words of menus are often the names of some.
    Folder,
    /// Anything else, a link to nothing as well.
    File,
}

/// What a path names.
pub(super) fn named(path: &Path) -> Named {
    if path.is_dir() {
        Named::Folder
    } else if path.symlink_metadata().is_ok() {
        Named::File
    } else {
        Named::Nothing
    }
}

/// What a stream that begins so holds; `names` looks up a path.
pub(super) fn shown(head: &[u8], names: impl Fn(&Path) -> Named) -> Holds {
    let is_table = || unpacked_head(head).is_some_and(|head| needs_file(&head).is_some());
    if Kind::of_stream(head).is_some() || Kind::is_page(head) || is_table() {
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
    let lines: Vec<&[u8]> = lines.filter(|line| !line.trim_ascii().is_empty()).take(LOOKED_AT).collect();
    let files = match told(&lines, separator == 0, names) {
        Ok(()) => return Holds::Paths,
        Err(files) => files,
    };
    if files > 0 {
        log::warn!(
            "standard input is taken for a page of text, though {files} of its first {} lines name files; if it is \
             a list of paths, say --stdin list",
            lines.len()
        );
    }
    Holds::Page
}

/// Most lines at the beginning of a list that are nothing but signs of paths: "." and "..".
const FOLDERS_FIRST: usize = 2;

/// Whether lines are a list of paths; where they are none, how many of them name anything.
fn told(lines: &[&[u8]], parted_by_nul: bool, names: impl Fn(&Path) -> Named) -> Result<(), usize> {
    // So begins what `find .` and `ls -a` print.
    let folders = lines.iter().take(FOLDERS_FIRST).take_while(|line| is_bare(line)).count();
    let below = if folders < lines.len() { &lines[folders..] } else { lines };
    let (mut files, mut there, mut known, mut like) = (0, 0, 0, 0);
    for line in below {
        let path = path(line.to_vec()).unwrap_or_default();
        // UTF-16 without its mark falls into single letters at its NUL bytes.
        let is_letter = parted_by_nul && line.len() == 1;
        let named = if is_letter || is_bare(line) { Named::Nothing } else { names(&path) };
        files += usize::from(named == Named::File);
        there += usize::from(named != Named::Nothing);
        let own = is_like_a_path(line, &path);
        like += usize::from(own);
        known += usize::from(named != Named::Nothing || own);
    }
    // What parts a trail of links would send tamis through the whole disk.
    let safe = !below.iter().any(|line| is_bare(line));
    // Words alone that are folders, too, may be a menu.
    let all_known = known == below.len() && files + like > 0;
    let is_list = all_known || (folders == 0 && files * ONE_IN >= below.len());
    if safe && is_list { Ok(()) } else { Err(there) }
}

/// Whether a line has nothing but signs of paths in it, as parts a trail of links: it names no file.
fn is_bare(line: &[u8]) -> bool {
    line.trim_ascii().iter().all(|byte| b"/.\\".contains(byte))
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

    /// Files below `there`, and some folders with the names of words.
    fn lying_about(path: &Path) -> Named {
        match path.to_str() {
            Some("docs" | "o" | "." | "/" | "there/deep") => Named::Folder,
            _ if path.starts_with("there") => Named::File,
            _ => Named::Nothing,
        }
    }

    #[test]
    fn what_names_files_is_a_list_and_what_names_none_is_a_page() {
        let holds = |head: &str| shown(head.as_bytes(), lying_about);
        for list in [
            "",
            "\n\n",
            "there/a.html\nthere/b\n",
            "there\r\n",
            "there/a b\nfolder with blanks\n",
            "gone.html\nall/gone.warc.gz\ns3://bucket/folder\n",
            "there/a\0there/with\nnewline\0",
            ".\n./docs\n./gone\n",
            ".\0./docs\0there/a.html\0",
            "docs\nthere/deep\ngone/a.html\n",
            ".\n..\nthere/a.html\n",
            "../\n../there/a.html\n../docs\n",
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
        assert_eq!(shown(&utf16, |_| Named::File), Holds::Page);
        for pages in ["<p>words", "WARC/1.0\r\n", "{\"html\": \"<p>\"}"] {
            assert_eq!(holds(pages), Holds::Pages, "{pages:?}");
        }
    }

    #[test]
    fn a_trail_of_links_or_a_menu_is_no_list() {
        let holds = |head: &str| shown(head.as_bytes(), lying_about);
        for page in [
            "Home\n/\nHealth\n/\nBack pain\n",
            "Home/Health\n/\nBack/pain\n",
            "a.html\n \\ \nb.html\n..\n",
            "/\n",
            ".",
            "Start\ndocs\nAbout\n",
            "docs\no\nWords\n",
            "docs\no\n",
        ] {
            assert_eq!(holds(page), Holds::Page, "{page:?}");
        }
        for text in ["To go. And so on.\nDocs", "o", ".", "o\n"] {
            for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
                let utf16: Vec<u8> = text.encode_utf16().flat_map(to_bytes).collect();
                assert_eq!(shown(&utf16, lying_about), Holds::Page, "{text:?}");
            }
        }
    }

    #[test]
    fn packed_text_and_packed_lists_are_told_apart_as_well() {
        let holds =
            |text: &str| shown(&zstd::encode_all(text.as_bytes(), 3).expect("memory"), |_| Named::Nothing);
        assert_eq!(holds("Words of a page.\nAnd more."), Holds::Page);
        assert_eq!(holds("crawl/a.warc.gz\ncrawl/b.warc.gz\n"), Holds::Paths);
    }
}
