//! Where links begin and end, and the signs and covers that programs put in their place.

use super::Segmenter;
use crate::blocks::white_space::has_words;
use crate::blocks::{BlockLink, Shape, words};
use crate::document::{Attr, NodeId, Tag};
use crate::wordlists::ADDRESS_BUTTONS;

/// Signs that are no words and lead to the heading that they stand behind.
const PERMALINKS: &[&str] = &["¶", "#", "§", "🔗", "⚓"];

/// Class of MediaWiki's link to edit a section.
const EDIT_SECTION: &str = "mw-editsection";

/// What Cloudflare shows in place of an address of mail until its script runs.
const COVER: [&str; 2] = ["[email", "protected]"];

/// How the link around a covered address leads to it.
const COVERED: &str = "/cdn-cgi/l/email-protection#";

impl Segmenter<'_> {
    /// Whether a link is the sign that programs put behind a heading or a term to point to it: "Contents¶".
    pub(super) fn is_permalink(&self, id: NodeId, end: NodeId) -> bool {
        let signed = || self.document.text(id + 1).is_some_and(|text| PERMALINKS.contains(&text.trim()));
        let here = || self.document.attr(id, Attr::Href).is_some_and(|href| href.starts_with('#'));
        let headed = matches!(self.here.shape, Some(Shape::Heading(_)))
            || self.document.tag(self.here.block) == Some(Tag::Dt);
        headed && end == id + 2 && signed() && here()
    }

    /// Whether an element in a heading is a tool of its section and none of its words: MediaWiki's link to edit it, or a
    /// button behind the words that copies its address.
    pub(super) fn is_heading_tool(&self, id: NodeId, tag: Tag) -> bool {
        if !matches!(self.here.shape, Some(Shape::Heading(_))) {
            return false;
        }
        match tag {
            Tag::Span => self.document.attr(id, Attr::Class) == Some(EDIT_SECTION),
            Tag::Button => {
                let words = self.document.words(id).to_lowercase();
                ADDRESS_BUTTONS.contains(&words.trim()) && self.follows_heading_words(id)
            }
            _ => false,
        }
    }

    /// Whether words of the heading around an element stand before it.
    fn follows_heading_words(&self, id: NodeId) -> bool {
        let is_heading = |node: &NodeId| {
            matches!(
                self.document.tag(*node),
                Some(Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6)
            )
        };
        let heading = self.document.ancestors(id).find(is_heading);
        let before = || {
            self.out.list.last().map(|block| {
                (block.first, &self.out.text[block.text.start as usize..block.text.end as usize])
            })
        };
        let here = &self.out.text[self.start..];
        words::has_letters(here)
            || heading
                .zip(before())
                .is_some_and(|(own, (first, text))| first > own && words::has_letters(text))
    }

    pub(super) fn begin_link(&mut self, id: NodeId) {
        if let Some((node, from)) = self.link {
            self.end_link(node, from);
        }
        // Links side by side are apart, whatever stands or does not stand between them.
        if self.out.links.last().is_some_and(|last| last.text.end as usize == self.out.text.len()) {
            self.push_space();
        }
        self.link = Some((id, self.out.text.len()));
    }

    pub(super) fn end_link(&mut self, node: NodeId, from: usize) {
        let from = from.max(self.start);
        if self.out.text.ends_with(COVER[1]) {
            self.uncover(node, from);
        }
        let end = self.out.text.len();
        if from < end && has_words(&self.out.text[from..end]) {
            self.out.links.push(BlockLink { node, text: from as u32..end as u32 });
        }
    }

    /// Writes an address of mail in place of its cover.
    #[cold]
    fn uncover(&mut self, node: NodeId, from: usize) {
        let words = &self.out.text[from.min(self.out.text.len())..];
        let href = self.document.attr(node, Attr::Href).unwrap_or_default();
        if words.split_whitespace().eq(COVER)
            && let Some(address) = href.split_once(COVERED).and_then(|(_, code)| uncovered(code))
        {
            let spaces = words.len() - words.trim_start().len();
            self.out.text.truncate(from + spaces);
            self.out.text.push_str(&address);
        }
    }
}

/// The address behind a code: its first byte is the key that all others are mixed with.
fn uncovered(code: &str) -> Option<String> {
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let (key, rest) = code.as_bytes().split_at_checked(2)?;
    let key = byte(key)?;
    let mixed: Option<Vec<u8>> = rest.chunks(2).map(|pair| Some(byte(pair)? ^ key)).collect();
    let address = String::from_utf8(mixed?).ok()?;
    // A subject may follow.
    let address = address.split('?').next().unwrap_or_default();
    let plain = |own: char| own.is_alphanumeric() || "@.-_+%'".contains(own);
    (address.contains('@') && address.chars().all(plain)).then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::uncovered;
    use crate::blocks::html::tests::texts;

    #[test]
    fn covered_addresses_are_shown() {
        let link =
            "<a href='/cdn-cgi/l/email-protection#20414260580e59'><span>[email&#160;protected]</span></a>";
        assert_eq!(texts(&format!("<p>Write to {link}.</p>")), ["Write to ab@x.y."]);
        assert_eq!(uncovered("20414260580e591f53"), Some("ab@x.y".to_owned()));
        assert_eq!(texts("<p><a href=x>[email protected]</a></p>"), ["[email protected]"]);
        for code in ["", "2", "20", "2041", "zz41", "2041é"] {
            assert_eq!(uncovered(code), None, "{code}");
        }
    }
}
