//! Text in which no markup counts but the end tag of its element: scripts, styles, titles.

use super::scan;
use memchr::memmem::Finder;

/// How far the text of an element goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    /// Where the text ends: at its end tag, or at the end of the source.
    pub end: usize,
    /// Whether there is an end tag.
    pub closed: bool,
    /// Whether the source ends inside a comment of a script.
    pub truncated: bool,
}

/// Finds the ends of raw text; the searches are prepared once a page.
#[derive(Debug)]
pub(super) struct RawText {
    end_tag: Finder<'static>,
    comment: Finder<'static>,
}

impl RawText {
    pub(super) fn new() -> Self {
        Self { end_tag: Finder::new("</"), comment: Finder::new("<!--") }
    }

    /// How far the text of an element of this name goes that begins at `from`.
    pub(super) fn extent(&self, source: &[u8], from: usize, name: &str) -> Extent {
        let end = self.end_tag(source, from, name.as_bytes());
        Extent { end: end.unwrap_or(source.len()), closed: end.is_some(), truncated: false }
    }

    /// How far a script goes. Inside `<!-- … -->` in a script, `<script>` and `</script>` are a pair
    /// that does not end it.
    pub(super) fn script(&self, source: &[u8], from: usize) -> Extent {
        let mut extent = self.extent(source, from, "script");
        let mut at = from;
        while let Some(more) = self.comment.find(&source[at..extent.end]) {
            // The dashes that open the comment may close it.
            match escaped(source, at + more + b"<!".len()) {
                Escaped::Plain(next) => at = next,
                Escaped::Closed(end) => return Extent { end, closed: true, truncated: false },
                Escaped::Source => return Extent { end: source.len(), closed: false, truncated: true },
            }
            // An end tag further on is still the next one: it need not be looked for again.
            if at > extent.end {
                extent = self.extent(source, at, "script");
            }
        }
        extent
    }

    fn end_tag(&self, source: &[u8], from: usize, name: &[u8]) -> Option<usize> {
        let ends = self.end_tag.find_iter(&source[from..]);
        ends.map(|more| from + more).find(|at| is_tag(source, at + b"</".len(), name))
    }
}

/// What ends a comment in a script.
enum Escaped {
    /// The comment ends, and the script goes on from here.
    Plain(usize),
    /// The script ends here, at its end tag.
    Closed(usize),
    /// The source ends.
    Source,
}

/// Goes through a comment in a script.
fn escaped(source: &[u8], from: usize) -> Escaped {
    let (mut at, mut doubly) = (from, false);
    while let Some(more) = memchr::memchr2(b'<', b'-', &source[at..]) {
        at += more;
        let rest = &source[at..];
        if rest.starts_with(b"-->") {
            return Escaped::Plain(at + b"-->".len());
        }
        if rest.starts_with(b"</") && is_tag(source, at + b"</".len(), b"script") {
            if !doubly {
                return Escaped::Closed(at);
            }
            doubly = false;
        } else if rest[0] == b'<' && is_tag(source, at + 1, b"script") {
            doubly = true;
        }
        at += 1;
    }
    Escaped::Source
}

/// Whether a tag of this name stands here.
fn is_tag(source: &[u8], at: usize, name: &[u8]) -> bool {
    let own = source.get(at..at + name.len());
    own.is_some_and(|own| own.eq_ignore_ascii_case(name))
        && source.get(at + name.len()).is_some_and(|byte| scan::ends_tag_name(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_end_where_browsers_end_them() {
        for (source, rest) in [
            ("a</script>b", Some("</script>b")),
            ("a</SCRIPT\n>b", Some("</SCRIPT\n>b")),
            ("a</scripts></script/>b", Some("</script/>b")),
            ("<!-- <script> </script> </script>b", Some("</script>b")),
            ("<!-- <script> </script> --></script>b", Some("</script>b")),
            ("<!-- <script> --></script>b", Some("</script>b")),
            ("<!--><script></script>b</script>", Some("</script>b</script>")),
            ("<!---><script></script>b", Some("</script>b")),
            ("<!-- </script>b", Some("</script>b")),
            ("<!-- <scripty> </script>b", Some("</script>b")),
            ("<!-- a --> <!-- <script> </script> b", None),
            ("<!-- <script> </script>", None),
            ("never closed", None),
        ] {
            let extent = RawText::new().script(source.as_bytes(), 0);
            assert_eq!(extent.closed.then(|| &source[extent.end..]), rest, "{source}");
        }
    }

    #[test]
    fn a_source_that_ends_in_a_comment_of_a_script_is_truncated() {
        let truncated = |source: &str| RawText::new().script(source.as_bytes(), 0).truncated;
        assert!(truncated("a <!-- b"));
        assert!(!truncated("a <!-- b --> c"));
        assert!(!truncated("a"));
    }
}
