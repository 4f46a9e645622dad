//! Words between tags: where they go, and what they change.

use super::builder::{Builder, Mode};
use super::references::{self, Kind};
use super::tokenizer::Text;
use super::tree::Place;
use std::ops::Range;

impl Builder<'_> {
    /// Text between tags. Most goes where it stands, and no rule says more of it.
    #[inline(always)]
    pub(super) fn text(&mut self, text: Text) {
        if matches!(self.mode, Mode::InBody | Mode::InCell)
            && !(self.skip_line_feed || self.frameset_ok)
            && self.formatting.is_settled()
            && let Some(top) = self.open.top().filter(|top| top.takes_words())
            && self.tree.takes_words_last(top.holder)
        {
            match text.resolves {
                None => return self.tree.words_last(top.holder, text.words),
                Some(kind) if self.tree.resolved_last(top.holder, text.words.clone(), kind) => return,
                Some(_) => {}
            }
        }
        self.ruled_text(text.words, text.resolves);
    }

    /// Text, by the rules.
    #[inline(never)]
    fn ruled_text(&mut self, words: Range<usize>, resolves: Option<Kind>) {
        let source = self.source;
        let Some(kind) = resolves else {
            let words = self.without_line_feed(&source[words]);
            return self.words(words);
        };
        let mut resolved = std::mem::take(&mut self.resolved);
        resolved.clear();
        references::resolve(&source[words], kind, &mut resolved);
        let words = self.without_line_feed(&resolved);
        if words.contains('\0') {
            self.text_with_nuls(words)
        } else {
            self.words(words)
        }
        self.resolved = resolved;
    }

    /// Words without the line feed at their start, where it is left out.
    fn without_line_feed<'w>(&mut self, words: &'w str) -> &'w str {
        let skips = std::mem::take(&mut self.skip_line_feed);
        words.strip_prefix('\n').filter(|_| skips).unwrap_or(words)
    }

    /// NULs are left out, but in foreign content they become U+FFFD.
    fn text_with_nuls(&mut self, words: &str) {
        if self.is_foreign_text() {
            self.forbid_frameset(&words.replace('\0', ""));
            return self.put(&words.replace('\0', "\u{fffd}"));
        }
        let (before, rest) = words.split_once('\0').unwrap_or((words, ""));
        self.words(before);
        // The first one opens the body as other words do; more of them change nothing.
        match self.mode {
            Mode::Initial
            | Mode::BeforeHtml
            | Mode::BeforeHead
            | Mode::InHead
            | Mode::InHeadNoscript
            | Mode::AfterHead => self.leave_head(),
            Mode::InColumnGroup => {
                self.close_column_group();
            }
            Mode::AfterBody | Mode::AfterAfterBody => self.mode = Mode::InBody,
            _ => {}
        }
        let rest: String = rest.chars().filter(|letter| *letter != '\0').collect();
        self.words(&rest);
    }

    /// Words without NULs.
    pub(super) fn words(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        if self.is_foreign_text() {
            self.forbid_frameset(words);
            return self.put(words);
        }
        match self.mode {
            Mode::InBody | Mode::InCell | Mode::InCaption | Mode::InTemplate => self.words_in_body(words),
            Mode::InTable | Mode::InTableBody | Mode::InRow => self.words_in_table(words),
            _ => self.words_elsewhere(words),
        }
    }

    #[inline]
    fn words_in_body(&mut self, words: &str) {
        self.reconstruct();
        self.forbid_frameset(words);
        self.put(words);
    }

    #[inline]
    fn forbid_frameset(&mut self, words: &str) {
        if self.frameset_ok {
            self.frameset_ok = words.trim_ascii().is_empty();
        }
    }

    /// Words go where the innermost element's children go.
    #[inline]
    fn put(&mut self, words: &str) {
        if !self.open.top().is_some_and(|top| top.silent) {
            let place = self.place();
            self.tree.text(place, words);
        }
    }

    /// Words between the parts of a table are put off until it is known whether they are white space.
    fn words_in_table(&mut self, words: &str) {
        if self.open.top().is_some_and(Self::is_table_part) {
            self.table_words.push_str(words);
        } else {
            self.foster = true;
            self.words_in_body(words);
            self.foster = false;
        }
    }

    /// Puts the words that were put off: white space where it stands, all else before the table.
    pub(super) fn place_table_words(&mut self) {
        let words = std::mem::take(&mut self.table_words);
        if words.trim_ascii().is_empty() {
            self.put(&words);
        } else {
            self.foster = true;
            self.words_in_body(&words);
            self.foster = false;
        }
        self.table_words = words;
        self.table_words.clear();
    }

    /// Words where white space counts apart from the rest.
    fn words_elsewhere(&mut self, words: &str) {
        let rest = words.trim_ascii_start();
        let spaces = &words[..words.len() - rest.len()];
        match self.mode {
            Mode::InHead | Mode::InHeadNoscript | Mode::AfterHead | Mode::InColumnGroup
                if !spaces.is_empty() =>
            {
                self.put(spaces);
            }
            Mode::AfterBody | Mode::AfterAfterBody if !spaces.is_empty() => self.words_in_body(spaces),
            Mode::InFrameset | Mode::AfterFrameset => return self.spaces_of(words, false),
            Mode::AfterAfterFrameset => return self.spaces_of(words, true),
            _ => {}
        }
        if rest.is_empty() {
            return;
        }
        match self.mode {
            Mode::InColumnGroup => {
                if !self.close_column_group() {
                    return self.spaces_of(rest, false);
                }
            }
            Mode::AfterBody | Mode::AfterAfterBody => self.mode = Mode::InBody,
            _ => self.leave_head(),
        }
        self.words(rest);
    }

    /// Framesets, and templates of columns, hold white space alone.
    fn spaces_of(&mut self, words: &str, in_body: bool) {
        for spaces in words.split(|letter: char| !letter.is_ascii_whitespace()).filter(|run| !run.is_empty())
        {
            if in_body { self.words_in_body(spaces) } else { self.put(spaces) }
        }
    }

    /// The words of an element without markup, such as a script's.
    pub(super) fn raw_text(&mut self, node: super::NodeId, words: &str) {
        let words = self.without_line_feed(words);
        if !words.is_empty() {
            let holder = self.tree.holder(node);
            self.tree.text(Place::In(holder), words);
            if holder == node {
                self.tree.close(node);
            }
        }
    }
}
