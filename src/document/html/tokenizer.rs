//! Source to tokens: text, tags, comments, doctypes.
//!
//! A token borrows the source or the tokenizer's own buffers, so that none costs an allocation. What
//! the text after a tag is (words, raw text, nothing but text) depends on the tree, so that the tree
//! builder asks for [`Tokenizer::raw_text`] or [`Tokenizer::plain_text`] where the standard says so.

use super::attributes::{self, RawAttribute};
use super::doctype;
use super::keys::{Key, key};
use super::names::Name;
use super::raw_text::RawText;
use super::references::{self, Kind};
use super::scan;
use memchr::memmem::Finder;
use std::ops::Range;

/// A piece of a page.
#[derive(Debug)]
pub(super) enum Token<'t> {
    /// Words with their references resolved, and whether there are NULs in them.
    Text {
        words: &'t str,
        nuls: bool,
    },
    Start(StartTag<'t>),
    End(EndTag),
    Comment,
    /// A doctype, and whether it asks for quirks.
    Doctype(bool),
    EndOfSource,
}

/// A start tag.
#[derive(Debug, Clone)]
pub(super) struct StartTag<'t> {
    pub name: Name,
    pub key: Key,
    /// Whether it ends in `/>`.
    pub closes_itself: bool,
    /// The attributes that later steps ask for.
    pub attributes: &'t [RawAttribute],
    /// Where all of its attributes stand in the source, up to and with the `>`.
    pub written: Range<usize>,
}

/// An end tag.
#[derive(Debug, Clone, Copy)]
pub(super) struct EndTag {
    pub name: Name,
    pub key: Key,
}

/// Cuts a page into tokens.
#[derive(Debug)]
pub(super) struct Tokenizer<'s> {
    source: &'s str,
    at: usize,
    /// Whether the source ended inside a tag, a comment or a script.
    pub truncated: bool,
    attributes: Vec<RawAttribute>,
    resolved: String,
    raw_text: RawText,
    dashes: Finder<'static>,
}

impl<'s> Tokenizer<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Self {
            source,
            at: if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 },
            truncated: false,
            attributes: Vec::new(),
            resolved: String::new(),
            raw_text: RawText::new(),
            dashes: Finder::new("--"),
        }
    }

    /// The next token; in foreign content `<![CDATA[` counts.
    #[inline]
    pub(super) fn next(&mut self, foreign: bool) -> Token<'_> {
        let bytes = self.source.as_bytes();
        loop {
            if self.at >= bytes.len() {
                return Token::EndOfSource;
            }
            if !self.is_markup(self.at) {
                return self.text();
            }
            match bytes[self.at + 1] {
                b'/' => match bytes[self.at + 2] {
                    b'>' => self.at += b"</>".len(),
                    byte if byte.is_ascii_alphabetic() => return self.end_tag(),
                    _ => return self.bogus_comment(),
                },
                b'!' => return self.declaration(foreign),
                b'?' => return self.bogus_comment(),
                _ => return self.start_tag(),
            }
        }
    }

    /// Whether markup begins at this byte.
    #[inline(always)]
    fn is_markup(&self, at: usize) -> bool {
        let bytes = self.source.as_bytes();
        bytes[at] == b'<'
            && bytes
                .get(at + 1)
                .is_some_and(|byte| scan::opens_markup(*byte) && (*byte != b'/' || at + 2 < bytes.len()))
    }

    #[inline]
    fn text(&mut self) -> Token<'_> {
        let bytes = self.source.as_bytes();
        let start = self.at;
        let mut resolves = false;
        loop {
            let from = self.at + usize::from(bytes[self.at] == b'<');
            let (end, found) = scan::find(bytes, from, b'<')
                .unwrap_or_else(|| (bytes.len(), scan::has_marks(&bytes[from..])));
            self.at = end;
            resolves |= found;
            if end >= bytes.len() || self.is_markup(end) {
                break;
            }
        }
        let words = &self.source[start..self.at];
        self.truncated |= self.at == bytes.len() && (words.ends_with('<') || words.ends_with("</"));
        if resolves { self.resolve(words, Kind::Data) } else { Token::Text { words, nuls: false } }
    }

    fn resolve(&mut self, text: &str, kind: Kind) -> Token<'_> {
        self.resolved.clear();
        references::resolve(text, kind, &mut self.resolved);
        Token::Text { words: &self.resolved, nuls: self.resolved.contains('\0') }
    }

    /// Name and key of the tag whose name begins here, and where the name ends.
    #[inline(always)]
    fn name(&self, start: usize) -> (Name, Key, usize) {
        let bytes = self.source.as_bytes();
        let mut end = scan::name(bytes, start);
        while bytes.get(end) == Some(&b'=') {
            end = scan::name(bytes, end + 1);
        }
        let key = key(bytes, start, end);
        (Name::of(key, &bytes[start..end]), key, end)
    }

    #[inline]
    fn start_tag(&mut self) -> Token<'_> {
        let bytes = self.source.as_bytes();
        let (name, key, start) = self.name(self.at + 1);
        self.attributes.clear();
        let (at, closes_itself) = if bytes.get(start) == Some(&b'>') {
            (start + 1, false)
        } else {
            match attributes::read(bytes, start, &mut self.attributes) {
                Some(end) => end,
                None => return self.cut(),
            }
        };
        self.at = at;
        Token::Start(StartTag { name, key, closes_itself, attributes: &self.attributes, written: start..at })
    }

    #[inline]
    fn end_tag(&mut self) -> Token<'_> {
        let (name, key, end) = self.name(self.at + b"</".len());
        if self.end_of_tag(end) { Token::End(EndTag { name, key }) } else { Token::EndOfSource }
    }

    /// Goes on after the tag that ends from here on; `false` when the source ends first.
    #[inline(always)]
    fn end_of_tag(&mut self, at: usize) -> bool {
        let bytes = self.source.as_bytes();
        if bytes.get(at) == Some(&b'>') {
            self.at = at + 1;
            return true;
        }
        match attributes::skip(bytes, at) {
            Some(at) => {
                self.at = at;
                true
            }
            None => {
                self.cut();
                false
            }
        }
    }

    /// The source ends inside a tag, a comment or the like.
    fn cut(&mut self) -> Token<'_> {
        self.truncated = true;
        self.at = self.source.len();
        Token::EndOfSource
    }

    fn declaration(&mut self, foreign: bool) -> Token<'_> {
        const DOCTYPE: &[u8] = b"doctype";
        let rest = &self.source.as_bytes()[self.at + b"<!".len()..];
        if rest.starts_with(b"--") {
            return self.comment();
        }
        if rest.get(..DOCTYPE.len()).is_some_and(|name| name.eq_ignore_ascii_case(DOCTYPE)) {
            return self.doctype(self.at + b"<!".len() + DOCTYPE.len());
        }
        if foreign && rest.starts_with(b"[CDATA[") {
            return self.character_data();
        }
        self.bogus_comment()
    }

    fn comment(&mut self) -> Token<'_> {
        let bytes = self.source.as_bytes();
        let start = self.at + b"<!--".len();
        for short in [&b">"[..], b"->"] {
            if bytes[start..].starts_with(short) {
                self.at = start + short.len();
                return Token::Comment;
            }
        }
        let mut at = start;
        while let Some(more) = self.dashes.find(&bytes[at..]) {
            let end = at + more + b"--".len();
            for close in [&b">"[..], b"!>"] {
                if bytes[end..].starts_with(close) {
                    self.at = end + close.len();
                    return Token::Comment;
                }
            }
            at = end - 1; // The second dash may be the first of the next pair.
        }
        self.truncated = true;
        self.at = bytes.len();
        Token::Comment
    }

    /// What is no comment but is passed over like one.
    fn bogus_comment(&mut self) -> Token<'_> {
        self.at = self.after(self.at, b'>').unwrap_or(self.source.len());
        Token::Comment
    }

    fn doctype(&mut self, from: usize) -> Token<'_> {
        let end = self.after(from, b'>');
        self.at = end.unwrap_or(self.source.len());
        let written = &self.source[from..end.map_or(self.source.len(), |end| end - 1)];
        let doctype = doctype::read(written, end.is_none());
        self.truncated |= end.is_none() && !doctype.junk;
        Token::Doctype(doctype.quirks)
    }

    fn character_data(&mut self) -> Token<'_> {
        const CLOSE: &str = "]]>";
        let from = self.at + b"<![CDATA[".len();
        let length = self.source[from..].find(CLOSE);
        let end = length.map_or(self.source.len(), |length| from + length);
        self.at = (end + CLOSE.len()).min(self.source.len());
        self.truncated |= length.is_none();
        self.resolve(&self.source[from..end], Kind::Cdata)
    }

    fn after(&self, from: usize, byte: u8) -> Option<usize> {
        memchr::memchr(byte, &self.source.as_bytes()[from..]).map(|more| from + more + 1)
    }

    /// The text of an element in which no other markup counts, up to and over its end tag. `None` where
    /// the words are not `wanted`.
    pub(super) fn raw_text(&mut self, name: Name, written: &str, wanted: bool) -> Option<&str> {
        let bytes = self.source.as_bytes();
        let start = self.at;
        let extent = match name {
            Name::Script => self.raw_text.script(bytes, start),
            _ => self.raw_text.extent(bytes, start, written),
        };
        self.at = extent.end;
        self.truncated |= extent.truncated;
        if extent.closed {
            self.end_of_tag(extent.end + b"</".len() + written.len());
        }
        if !wanted {
            return None;
        }
        let kind = if matches!(name, Name::Title | Name::Textarea) { Kind::Rcdata } else { Kind::Raw };
        self.resolved.clear();
        references::resolve(&self.source[start..extent.end], kind, &mut self.resolved);
        Some(&self.resolved)
    }

    /// The rest of the source, in which no markup counts at all.
    pub(super) fn plain_text(&mut self) -> &str {
        let start = std::mem::replace(&mut self.at, self.source.len());
        self.resolved.clear();
        references::resolve(&self.source[start..], Kind::Raw, &mut self.resolved);
        &self.resolved
    }
}
