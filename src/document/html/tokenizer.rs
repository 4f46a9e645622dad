//! Source to pieces: text, tags, comments, doctypes.
//!
//! The caller asks what comes next, and then for that. A piece is a place in the source or borrows the
//! tokenizer's own buffers, so that none costs an allocation. What the text after a tag is (words, raw text, nothing but text) depends on the tree, so that the tree
//! builder asks for [`Tokenizer::raw_text`] or [`Tokenizer::plain_text`] where the standard says so.

use super::attributes::{self, TagEnd};
use super::doctype;
use super::keys::{Key, WORD};
use super::names::Name;
use super::raw_text::RawText;
use super::references::{self, Kind};
use super::scan;
use super::tree::Tree;
use super::wanted::Seen;
use crate::step::Steps;
use memchr::memmem::Finder;
use std::ops::Range;

/// What comes next in a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    Text,
    /// Text that begins with a `<`.
    Sign,
    StartTag,
    EndTag,
    /// A comment, a doctype or the like.
    Declaration,
    EndOfSource,
}

/// Text, up to the next markup: a stretch of the source.
#[derive(Debug)]
pub(super) struct Text {
    pub words: Range<usize>,
    /// What is to be resolved in it, if anything is.
    pub resolves: Option<Kind>,
}

/// What is neither text nor a tag.
#[derive(Debug)]
pub(super) enum Declaration {
    Comment,
    /// A doctype, and whether it asks for quirks.
    Doctype(bool),
    /// Character data, which is text.
    Text(Text),
    /// Nothing: `</>`.
    Nothing,
}

/// A start tag.
#[derive(Debug, Clone, Copy)]
pub(super) struct StartTag {
    pub name: Name,
    pub key: Key,
    /// Whether it ends in `/>`.
    pub closes_itself: bool,
    /// Which attributes it has of those that later steps ask for.
    pub seen: Seen,
    /// Where they stand in the tree.
    pub first: u32,
    pub last: u32,
    /// Where all of its attributes stand in the source, up to and with the `>`.
    pub from: u32,
    pub to: u32,
}

impl StartTag {
    /// A tag without attributes that is not written anywhere.
    pub(super) fn implied(name: Name) -> Self {
        let key = name.key();
        Self { name, key, closes_itself: false, seen: Seen::default(), first: 0, last: 0, from: 0, to: 0 }
    }

    /// Where all of its attributes stand in the source, up to and with the `>`.
    pub(super) fn written(&self) -> Range<usize> {
        self.from as usize..self.to as usize
    }
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
    steps: Steps<'s>,
    at: usize,
    /// Whether the source ended inside a tag, a comment or a script.
    pub truncated: bool,
    resolved: String,
    raw_text: RawText,
    dashes: Finder<'static>,
}

impl<'s> Tokenizer<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Self {
            source,
            steps: Steps::new(source.as_bytes()),
            at: if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 },
            truncated: false,
            resolved: String::new(),
            raw_text: RawText::new(),
            dashes: Finder::new("--"),
        }
    }

    /// What comes next.
    #[inline(always)]
    pub(super) fn next(&self) -> Piece {
        match self.source.as_bytes().get(self.at) {
            Some(b'<') => self.markup(self.at),
            Some(_) => Piece::Text,
            None => Piece::EndOfSource,
        }
    }

    /// What the `<` in this place begins.
    #[inline(always)]
    fn markup(&self, at: usize) -> Piece {
        let rest = &self.source.as_bytes()[at + 1..];
        match rest {
            [first, ..] if first.is_ascii_alphabetic() => Piece::StartTag,
            [b'/', second, ..] if second.is_ascii_alphabetic() => Piece::EndTag,
            [b'!' | b'?', ..] | [b'/', _, ..] => Piece::Declaration,
            _ => Piece::Sign,
        }
    }

    /// The text that comes next, and what comes after it; whether it begins with a `<`.
    #[inline(always)]
    pub(super) fn text(&mut self, sign: bool) -> (Text, Piece) {
        let start = self.at;
        let (mut from, mut resolves) = (start + usize::from(sign), false);
        loop {
            let Some((end, found)) = scan::find_with_marks(self.steps, from, b'<', scan::marks) else {
                return (self.last_text(start), Piece::EndOfSource);
            };
            resolves |= found;
            let next = self.markup(end);
            if next != Piece::Sign {
                self.at = end;
                return (Text { words: start..end, resolves: resolves.then_some(Kind::Data) }, next);
            }
            from = end + 1;
        }
    }

    /// Text up to the end of the source.
    #[cold]
    fn last_text(&mut self, start: usize) -> Text {
        let words = &self.source[start..];
        self.at = self.source.len();
        self.truncated |= words.ends_with('<') || words.ends_with("</");
        Text { words: start..self.at, resolves: Some(Kind::Data) }
    }

    /// Name and key of the tag whose name begins here, and where the name ends.
    #[inline(always)]
    fn name(&self, start: usize) -> (Name, Key, usize) {
        match scan::tag_name(self.steps, start) {
            Some((word, len)) => {
                let (name, key) = Name::of_word(word);
                (name, key, start + len)
            }
            None => self.long_name(start),
        }
    }

    #[cold]
    fn long_name(&self, start: usize) -> (Name, Key, usize) {
        let bytes = self.source.as_bytes();
        let mut end = scan::name(bytes, start);
        while bytes.get(end) == Some(&b'=') {
            end = scan::name(bytes, end + 1);
        }
        let (name, key) = Name::of(&bytes[start..end]);
        (name, key, end)
    }

    /// The start tag that comes next, its attributes going to the tree; `None` when the source ends in it.
    #[inline(always)]
    pub(super) fn start_tag(&mut self, tree: &mut Tree) -> Option<StartTag> {
        let bytes = self.source.as_bytes();
        let (name, key, from) = self.name(self.at + 1);
        let first = tree.attributes();
        let end = if bytes.get(from) == Some(&b'>') {
            TagEnd { at: from + 1, closes_itself: false, seen: Seen::default() }
        } else {
            match attributes::read(self.steps, from, tree) {
                Some(end) => end,
                None => {
                    self.cut();
                    return None;
                }
            }
        };
        self.at = end.at;
        Some(StartTag {
            name,
            key,
            closes_itself: end.closes_itself,
            seen: end.seen,
            first,
            last: tree.attributes(),
            from: from as u32,
            to: end.at as u32,
        })
    }

    /// The first bytes of the end tag that comes next, after its `</`.
    #[inline(always)]
    pub(super) fn end_tag_name(&self) -> Option<&'s [u8; WORD]> {
        self.source.as_bytes()[self.at + b"</".len()..].first_chunk()
    }

    /// Passes over an end tag of so many bytes after its `</`.
    #[inline(always)]
    pub(super) fn skip_end_tag(&mut self, len: usize) {
        self.at += b"</".len() + len;
    }

    /// The end tag that comes next; `None` when the source ends in it.
    pub(super) fn end_tag(&mut self) -> Option<EndTag> {
        let (name, key, end) = self.name(self.at + b"</".len());
        self.end_of_tag(end).then_some(EndTag { name, key })
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
    #[cold]
    fn cut(&mut self) {
        self.truncated = true;
        self.at = self.source.len();
    }

    /// The comment, doctype or the like that comes next; in foreign content `<![CDATA[` counts.
    pub(super) fn declaration(&mut self, foreign: bool) -> Declaration {
        const DOCTYPE: &[u8] = b"doctype";
        let bytes = self.source.as_bytes();
        match bytes[self.at + 1..] {
            [b'/', b'>', ..] => {
                self.at += b"</>".len();
                return Declaration::Nothing;
            }
            [b'!', ..] => {}
            _ => return self.bogus_comment(),
        }
        let rest = &bytes[self.at + b"<!".len()..];
        if rest.starts_with(b"--") {
            return self.comment();
        }
        if rest.get(..DOCTYPE.len()).is_some_and(|name| name.eq_ignore_ascii_case(DOCTYPE)) {
            return self.doctype(self.at + b"<!".len() + DOCTYPE.len());
        }
        if foreign && rest.starts_with(b"[CDATA[") {
            return Declaration::Text(self.character_data());
        }
        self.bogus_comment()
    }

    fn comment(&mut self) -> Declaration {
        let bytes = self.source.as_bytes();
        let start = self.at + b"<!--".len();
        for short in [&b">"[..], b"->"] {
            if bytes[start..].starts_with(short) {
                self.at = start + short.len();
                return Declaration::Comment;
            }
        }
        let mut at = start;
        while let Some(more) = self.dashes.find(&bytes[at..]) {
            let end = at + more + b"--".len();
            for close in [&b">"[..], b"!>"] {
                if bytes[end..].starts_with(close) {
                    self.at = end + close.len();
                    return Declaration::Comment;
                }
            }
            at = end - 1; // The second dash may be the first of the next pair.
        }
        self.truncated = true;
        self.at = bytes.len();
        Declaration::Comment
    }

    /// What is no comment but is passed over like one.
    fn bogus_comment(&mut self) -> Declaration {
        self.at = self.after(self.at, b'>').unwrap_or(self.source.len());
        Declaration::Comment
    }

    fn doctype(&mut self, from: usize) -> Declaration {
        let end = self.after(from, b'>');
        self.at = end.unwrap_or(self.source.len());
        let written = &self.source[from..end.map_or(self.source.len(), |end| end - 1)];
        let doctype = doctype::read(written, end.is_none());
        self.truncated |= end.is_none() && !doctype.junk;
        Declaration::Doctype(doctype.quirks)
    }

    fn character_data(&mut self) -> Text {
        const CLOSE: &str = "]]>";
        let from = self.at + b"<![CDATA[".len();
        let length = self.source[from..].find(CLOSE);
        let end = length.map_or(self.source.len(), |length| from + length);
        self.at = (end + CLOSE.len()).min(self.source.len());
        self.truncated |= length.is_none();
        Text { words: from..end, resolves: Some(Kind::Cdata) }
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
        Some(self.resolved(start..extent.end, kind))
    }

    /// The rest of the source, in which no markup counts at all.
    pub(super) fn plain_text(&mut self) -> &str {
        let start = std::mem::replace(&mut self.at, self.source.len());
        self.resolved(start..self.source.len(), Kind::Raw)
    }

    /// A stretch of the source, resolved where there may be something to resolve.
    fn resolved(&mut self, text: Range<usize>, kind: Kind) -> &str {
        if scan::has_marks(&self.source.as_bytes()[text.clone()]) {
            self.resolved.clear();
            references::resolve(&self.source[text], kind, &mut self.resolved);
            return &self.resolved;
        }
        &self.source[text]
    }
}
