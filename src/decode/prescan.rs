//! The charset that a page declares in its own markup, read before the page can be decoded.
//!
//! In: the first bytes of a page. Out: the encoding of its first `<meta>` that names one, else of
//! its XML declaration. The scan follows the HTML standard's prescan, so that a charset inside a
//! comment or inside another element's attribute is not taken for the page's.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use memchr::memmem;

/// Bytes looked at. The standard asks authors for 1,024; pages with long comments or tracking
/// snippets before their `<meta>` are common enough to look further.
const PRESCAN_BYTES: usize = 4096;

/// The encoding that the page's markup declares.
pub(super) fn declared(page: &[u8]) -> Option<&'static Encoding> {
    let head = &page[..page.len().min(PRESCAN_BYTES)];
    Scan { bytes: head, at: 0 }.meta().or_else(|| xml_declaration(head))
}

/// An encoding by the label that markup gives it. Markup that can be read byte by byte is not
/// UTF-16, and the standard maps `x-user-defined` to windows-1252.
fn by_label(label: &[u8]) -> Option<&'static Encoding> {
    if label.trim_ascii().eq_ignore_ascii_case(b"x-user-defined") {
        return Some(WINDOWS_1252);
    }
    let encoding = Encoding::for_label_no_replacement(label)?;
    Some(if encoding.is_ascii_compatible() || encoding == encoding_rs::ISO_2022_JP {
        encoding
    } else {
        UTF_8
    })
}

fn xml_declaration(head: &[u8]) -> Option<&'static Encoding> {
    if !head.starts_with(b"<?xml") {
        return None;
    }
    let end = memchr::memchr(b'>', head)?;
    let declaration = &head[..end];
    let after = &declaration[memmem::find(declaration, b"encoding")? + b"encoding".len()..];
    let value = after.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let quote = *value.first().filter(|byte| matches!(byte, b'"' | b'\''))?;
    let label = value[1..].split(|byte| *byte == quote).next()?;
    by_label(label)
}

/// The label in the `content` of a `<meta http-equiv=content-type>`: what follows `charset=`.
fn label_in_content(content: &[u8]) -> Option<&[u8]> {
    let mut rest = content;
    loop {
        let at = rest.windows(7).position(|word| word.eq_ignore_ascii_case(b"charset"))?;
        rest = rest[at + 7..].trim_ascii_start();
        if let Some(value) = rest.strip_prefix(b"=") {
            let value = value.trim_ascii_start();
            return match value.first()? {
                quote @ (b'"' | b'\'') => {
                    let end = memchr::memchr(*quote, &value[1..])?;
                    Some(&value[1..=end])
                }
                _ => value.split(|byte| byte.is_ascii_whitespace() || *byte == b';').next(),
            };
        }
    }
}

/// A walk over markup that knows tags, attributes and comments, and nothing else.
struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Scan<'a> {
    /// The encoding of the first `<meta>` that declares one.
    fn meta(&mut self) -> Option<&'static Encoding> {
        loop {
            self.at += memchr::memchr(b'<', self.bytes.get(self.at..)?)?;
            let rest = &self.bytes[self.at..];
            if rest.starts_with(b"<!--") {
                // "<!-->" is a whole comment, so the end may begin inside the start.
                self.at += 2 + memmem::find(&rest[2..], b"-->")? + 3;
            } else if is_meta(rest) {
                self.at += 5;
                if let Some(encoding) = self.meta_element() {
                    return Some(encoding);
                }
            } else if starts_tag(rest) {
                self.at += rest.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'>')?;
                while self.attribute().is_some() {}
            } else {
                self.at += 1;
            }
        }
    }

    fn meta_element(&mut self) -> Option<&'static Encoding> {
        let (mut charset, mut content, mut is_pragma) = (None, None, false);
        while let Some((name, value)) = self.attribute() {
            if name.eq_ignore_ascii_case(b"charset") {
                charset = charset.or(Some(value));
            } else if name.eq_ignore_ascii_case(b"content") {
                content = content.or_else(|| label_in_content(value));
            } else if name.eq_ignore_ascii_case(b"http-equiv") {
                is_pragma |= value.eq_ignore_ascii_case(b"content-type");
            }
        }
        by_label(charset.or(content.filter(|_| is_pragma))?)
    }

    /// The next attribute of the tag that the scan stands in; `None` at the tag's end.
    fn attribute(&mut self) -> Option<(&'a [u8], &'a [u8])> {
        self.skip(|byte| byte.is_ascii_whitespace() || byte == b'/');
        if matches!(self.bytes.get(self.at), None | Some(b'>')) {
            return None;
        }
        let start = self.at;
        self.at += 1; // A name may begin with "=".
        self.skip(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'/' | b'>'));
        let name = &self.bytes[start..self.at];
        self.skip(|byte| byte.is_ascii_whitespace());
        if self.bytes.get(self.at) != Some(&b'=') {
            return Some((name, b""));
        }
        self.at += 1;
        self.skip(|byte| byte.is_ascii_whitespace());
        let quote = self.bytes.get(self.at).copied().filter(|byte| matches!(byte, b'"' | b'\''));
        self.at += usize::from(quote.is_some());
        let start = self.at;
        match quote {
            Some(quote) => self.skip(|byte| byte != quote),
            None => self.skip(|byte| !byte.is_ascii_whitespace() && byte != b'>'),
        }
        let value = &self.bytes[start..self.at];
        self.at = (self.at + usize::from(quote.is_some())).min(self.bytes.len());
        Some((name, value))
    }

    fn skip(&mut self, belongs: impl Fn(u8) -> bool) {
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|byte| !belongs(*byte)).unwrap_or(rest.len());
    }
}

fn is_meta(rest: &[u8]) -> bool {
    rest.get(1..5).is_some_and(|name| name.eq_ignore_ascii_case(b"meta"))
        && rest.get(5).is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b'/')
}

fn starts_tag(rest: &[u8]) -> bool {
    let name = rest.get(1..).unwrap_or_default();
    name.strip_prefix(b"/").unwrap_or(name).first().is_some_and(u8::is_ascii_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(page: &str) -> Option<&'static str> {
        declared(page.as_bytes()).map(Encoding::name)
    }

    #[test]
    fn every_way_to_declare_a_charset_is_read() {
        let http = r#"<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=gb2312">"#;
        assert_eq!(name("<meta charset=big5>"), Some("Big5"));
        assert_eq!(name("<!doctype html><html><head><meta charset='Shift_JIS'/>"), Some("Shift_JIS"));
        assert_eq!(name(http), Some("GBK"));
        assert_eq!(
            name("<meta content='text/html;charset = \"euc-kr\"' http-equiv=content-type>"),
            Some("EUC-KR")
        );
        assert_eq!(name("<?xml version='1.0' encoding=\"windows-1251\"?><html>"), Some("windows-1251"));
        assert_eq!(name("<meta charset=utf-16>"), Some("UTF-8"));
        assert_eq!(name("<meta charset=x-user-defined>"), Some("windows-1252"));
        assert_eq!(name("<meta charset=iso-2022-jp>"), Some("ISO-2022-JP"));
    }

    #[test]
    fn what_is_no_declaration_is_passed_over() {
        assert_eq!(name("<!-- <meta charset=big5> --><meta charset=gbk>"), Some("GBK"));
        assert_eq!(name("<!--><meta charset=gbk>"), Some("GBK"));
        assert_eq!(name("<a title='<meta charset=big5>'><meta charset=gbk>"), Some("GBK"));
        assert_eq!(name("<meta name=description content='charset=big5'>"), None);
        assert_eq!(name("<meta charset=klingon><meta charset=koi8-r>"), Some("KOI8-R"));
        assert_eq!(name("<metadata charset=big5>"), None);
        assert_eq!(name("a < b <meta charset"), None);
        assert_eq!(name("<meta charset=\"gbk"), Some("GBK"));
        assert_eq!(name(""), None);
    }

    #[test]
    fn every_cut_of_a_declaration_ends() {
        let page = "<?xml encoding='x'?><!-- c --><a b=c d='e'><meta http-equiv=a content='charset=\"k\"'>";
        for end in 0..page.len() {
            let _ = declared(&page.as_bytes()[..end]);
        }
    }
}
