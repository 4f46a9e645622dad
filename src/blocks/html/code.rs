//! Preformatted text whose lines are elements: one block, as if they were lines of text.

use super::Segmenter;
use crate::blocks::flow::Flow;
use crate::document::{Attr, Document, NodeId, Tag};

impl Segmenter<'_> {
    /// Whether a preformatted element holds text and lines of it alone, as what colours code writes them. One with
    /// paragraphs, tables or headings was never closed, or holds a page.
    pub(super) fn holds_code(&self, id: NodeId) -> bool {
        let inside = id + 1..self.document.node(id).end;
        inside.filter_map(|node| self.document.tag(node)).all(|tag| {
            !Flow::of(tag).has(Flow::BLOCK)
                || Flow::of(tag).has(Flow::POINT)
                || is_line(tag)
                || tag == Tag::Button
        })
    }

    /// A `<br>` in code; two of them leave a line blank.
    pub(super) fn code_break(&mut self) {
        if self.out.text.len() > self.start {
            self.out.text.push('\n');
        }
    }

    /// Where an element that is a line of code begins or ends.
    pub(super) fn end_code_line(&mut self) {
        if self.out.text.len() > self.start && !self.out.text.ends_with('\n') {
            self.out.text.push('\n');
        }
    }
}

/// Whether an element in code is a line of it, or holds some.
pub(super) fn is_line(tag: Tag) -> bool {
    matches!(tag, Tag::Div | Tag::Li | Tag::Ol | Tag::Ul)
}

/// Classes of what stands in code and is none of it: lines that mdBook hides, so that an example can be run, and the
/// numbers that highlighters put before lines.
const NO_CODE: &[&str] = &[
    "boring",
    "lineno",
    "linenos",
    "linenumber",
    "line-number",
    "line-numbers",
    "ln",
    "lnt",
    "hljs-ln-numbers",
];

/// Whether a part of a line of code is none of it.
pub(super) fn is_no_code(document: &Document, id: NodeId) -> bool {
    let classes = document.attr(id, Attr::Class).unwrap_or_default();
    classes.split_ascii_whitespace().any(|class| NO_CODE.contains(&class))
}

#[cfg(test)]
mod tests {
    use crate::blocks::html::tests::texts;

    #[test]
    fn lines_of_code_are_one_block() {
        let lines = "<pre><code><div>def f():</div><div><br></div><div>  <b>pass</b></div></code></pre>";
        assert_eq!(texts(lines), ["def f():\n\n  pass"]);
        assert_eq!(texts("<pre><ol><li>one<li>two</ol><button>Copy</button></pre>"), ["one\ntwo", "Copy"]);
        assert_eq!(texts("<pre>a<br><br>b</pre>"), ["a\n\nb"]);
        assert_eq!(texts("<pre><h2>Never closed</h2><div>A page</div>"), ["Never closed", "A page"]);
    }
}
