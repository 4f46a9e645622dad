//! What a server sent: the head of an HTTP/1.x response, and the body as the page's own bytes.

use super::head::fields;
use crate::input::unpack::Page;
use crate::record::Format;
use crate::rejects::Failure;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::Read;

/// What a response's head says of its body.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Response {
    /// Status; `None` where there was no head.
    pub(super) status: Option<u16>,
    /// `Content-Type` as written.
    pub(super) content_type: Option<String>,
    /// Whether the body comes in chunks.
    chunked: bool,
    /// `Content-Encoding`, in the order in which they were applied.
    encodings: Vec<String>,
}

/// A page as it was sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    /// In what it broke off, where it did.
    pub(super) broke: Option<&'static str>,
}

/// What a content type says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Media {
    /// A page of this format.
    Page(Format),
    /// Nothing: there is none, or one that servers give to whatever they do not know.
    Unknown,
    /// No page.
    Other,
}

impl Response {
    /// Reads a head, its first line with it.
    pub(super) fn parse(head: &[u8]) -> Self {
        let end = memchr::memchr(b'\n', head).map_or(head.len(), |at| at + 1);
        let (line, lines) = head.split_at(end);
        let line = String::from_utf8_lossy(line);
        let mut response = Self {
            status: line.split_ascii_whitespace().nth(1).and_then(|s| s.parse().ok()),
            ..Self::default()
        };
        for (name, value) in fields(lines) {
            match name.to_ascii_lowercase().as_str() {
                // The last one counts, as in browsers.
                "content-type" => response.content_type = Some(value).filter(|value| !value.is_empty()),
                "transfer-encoding" => {
                    response.chunked |= value.to_ascii_lowercase().contains("chunked");
                }
                "content-encoding" => response
                    .encodings
                    .extend(value.split(',').map(|encoding| encoding.trim().to_ascii_lowercase())),
                _ => {}
            }
        }
        response
    }

    /// The page in a body. What was unpacked before it was archived, against what the head says, is taken
    /// as it is.
    pub(super) fn page(&self, body: Vec<u8>, limit: u64) -> Result<Body, Failure> {
        let mut page = Body { bytes: body, broke: None };
        if self.chunked {
            page = joined(page.bytes);
        }
        for encoding in self.encodings.iter().rev() {
            let decoded = decoded(encoding, page.bytes, limit)?;
            page = Body { broke: decoded.broke.or(page.broke), ..decoded };
        }
        if page.bytes.len() as u64 > limit {
            return Err(Page { bytes: Vec::new(), limit }.too_large(Some(page.bytes.len() as u64)));
        }
        Ok(page)
    }
}

/// What a content type says of a page's format.
pub(super) fn media(content_type: Option<&str>) -> Media {
    let Some(written) = content_type else { return Media::Unknown };
    let name = written.split([';', ',']).next().unwrap_or_default().trim().to_ascii_lowercase();
    match name.as_str() {
        "text/html" | "application/xhtml+xml" | "application/xhtml" => Media::Page(Format::Html),
        "text/plain" => Media::Page(Format::Text),
        "" | "unk" | "unknown" | "application/octet-stream" | "application/unknown" => Media::Unknown,
        name if !name.contains('/') => Media::Unknown,
        _ => Media::Other,
    }
}

/// The charset that a content type names.
pub(super) fn charset(content_type: Option<&str>) -> Option<String> {
    let parameter = content_type?.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']))
    })?;
    (!parameter.is_empty()).then(|| parameter.to_owned())
}

/// The chunks of a body, joined; the body as it is when it does not begin with one, for many archives hold
/// bodies that were joined already. Where a chunk does not begin, what is there is kept as it is.
fn joined(body: Vec<u8>) -> Body {
    let mut page = Vec::with_capacity(body.len());
    let broke = Some("its chunks");
    let (mut rest, mut first) = (body.as_slice(), true);
    while let Some(end) = memchr::memchr(b'\n', rest) {
        let line = String::from_utf8_lossy(&rest[..end]);
        let size = usize::from_str_radix(line.split(';').next().unwrap_or_default().trim(), 16);
        let from = &rest[end + 1..];
        match size {
            Ok(0) => return Body { bytes: page, broke: None },
            Ok(size) => {
                let chunk = &from[..size.min(from.len())];
                page.extend_from_slice(chunk);
                rest = behind_line_end(&from[chunk.len()..]);
            }
            Err(_) if first => return Body { bytes: body, broke: None },
            Err(_) => {
                page.extend_from_slice(rest);
                return Body { bytes: page, broke };
            }
        }
        first = false;
    }
    if first { Body { bytes: body, broke: None } } else { Body { bytes: page, broke } }
}

/// What stands behind the line end of a chunk.
fn behind_line_end(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\r\n").or_else(|| bytes.strip_prefix(b"\n")).unwrap_or(bytes)
}

/// A body unpacked, as far as it goes: a body that breaks off gives what came before, for crawlers cut long
/// pages. One that does not begin as its encoding does was unpacked already.
fn decoded(encoding: &str, body: Vec<u8>, limit: u64) -> Result<Body, Failure> {
    let source = body.as_slice();
    // Brotli and bare deflate have no first bytes of their own, but they are no text either.
    let is_text =
        || source.trim_ascii_start().starts_with(b"<") || simdutf8::basic::from_utf8(source).is_ok();
    let unpacked = match encoding {
        "gzip" | "x-gzip" if source.starts_with(b"\x1f\x8b") => filled(MultiGzDecoder::new(source), limit),
        "zstd" if source.starts_with(b"\x28\xb5\x2f\xfd") => match zstd::Decoder::with_buffer(source) {
            Ok(decoder) => filled(decoder, limit),
            Err(_) => return Ok(Body { bytes: body, broke: None }),
        },
        // The first byte of zlib's head names deflate; servers also send deflate without a head.
        "deflate" if source.first().is_some_and(|byte| byte & 15 == 8) => {
            filled(ZlibDecoder::new(source), limit)
        }
        "deflate" if !is_text() => filled(DeflateDecoder::new(source), limit),
        "br" if !is_text() => filled(brotli_decompressor::Decompressor::new(source, BROTLI_BUFFER), limit),
        _ => return Ok(Body { bytes: body, broke: None }),
    }?;
    Ok(if unpacked.bytes.is_empty() { Body { bytes: body, broke: None } } else { unpacked })
}

/// Bytes that the Brotli decoder takes at a time.
const BROTLI_BUFFER: usize = 16 << 10;

fn filled(mut decoder: impl Read, limit: u64) -> Result<Body, Failure> {
    let mut page = Page { bytes: Vec::new(), limit };
    match page.fill(&mut decoder) {
        Ok(false) => Err(page.too_large(None)),
        filled => Ok(Body { bytes: page.bytes, broke: filled.err().map(|_| "what is packed in it") }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rejects::RejectCode;
    use std::io::Write;

    fn body(head: &str, body: &[u8]) -> Result<Body, Failure> {
        Response::parse(head.as_bytes()).page(body.to_vec(), 1000)
    }

    fn page(head: &str, bytes: &[u8]) -> Result<Vec<u8>, Failure> {
        let body = body(head, bytes)?;
        assert_eq!(body.broke, None, "{head}");
        Ok(body.bytes)
    }

    #[test]
    fn bodies_come_out_as_the_pages_that_they_were() {
        let head = |more: &str| format!("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n{more}\r\n\r\n");
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(b"<p>words").expect("memory");
        let gzip = gzip.finish().expect("memory");
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        zlib.write_all(b"<p>words").expect("memory");
        let mut raw = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        raw.write_all(b"<p>words").expect("memory");
        let chunks = b"3;x=y\r\n<p>\r\n5\r\nwords\r\n0\r\n\r\n";
        let zstd = zstd::encode_all(&b"<p>words"[..], 1).expect("memory");
        let br = b"\x8b\x03\x80<p>words\x03";
        let bodies: [(&str, &[u8]); 11] = [
            ("x: y", b"<p>words"),
            ("Transfer-Encoding: chunked", chunks),
            ("Transfer-Encoding: chunked", b"<p>words"),
            ("Content-Encoding: gzip", &gzip),
            ("Content-Encoding: gzip", b"<p>words"),
            ("Content-Encoding: deflate", &zlib.finish().expect("memory")),
            ("Content-Encoding: deflate", &raw.finish().expect("memory")),
            ("Content-Encoding: zstd", &zstd),
            ("Content-Encoding: br", br),
            ("Content-Encoding: br", b"<p>words"),
            ("Content-Encoding: identity", b"<p>words"),
        ];
        for (more, body) in bodies {
            assert_eq!(page(&head(more), body).as_deref(), Ok(&b"<p>words"[..]), "{more}");
        }
        let cut = body(&head("content-encoding: gzip"), &gzip[..gzip.len() - 6]);
        assert_eq!(cut, Ok(Body { bytes: b"<p>words".to_vec(), broke: Some("what is packed in it") }));
    }

    #[test]
    fn chunks_that_break_off_are_told() {
        let head = "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (bytes, expected) in [
            ("3\r\n<p>\r\n5\r\nwo", "<p>wo"),
            ("3\r\n<p>\r\n5\r\nwords\r\n", "<p>words"),
            ("3\r\n<p>\r\nno size\r\nwords\r\n", "<p>no size\r\nwords\r\n"),
        ] {
            let found = body(head, bytes.as_bytes());
            assert_eq!(found, Ok(Body { bytes: expected.into(), broke: Some("its chunks") }));
        }
    }

    #[test]
    fn texts_that_look_packed_are_taken_as_they_are() {
        for encoding in ["br", "deflate"] {
            for number in 0..400 {
                let text = format!("{number} words in a text that was unpacked before it was archived");
                let head = format!("HTTP/1.1 200\r\nContent-Encoding: {encoding}\r\n\r\n");
                assert_eq!(page(&head, text.as_bytes()).as_deref(), Ok(text.as_bytes()), "{encoding}");
            }
        }
    }

    #[test]
    fn a_body_that_unpacks_to_too_much_is_too_large() {
        let bomb = zstd::encode_all(&*vec![b' '; 100_000], 1).expect("memory");
        let failure = page("HTTP/1.1 200\r\nContent-Encoding: zstd\r\n\r\n", &bomb).expect_err("a failure");
        assert_eq!(failure.code, RejectCode::TooLarge);
        assert_eq!(
            page("HTTP/1.1 200\r\n\r\n", &[b' '; 1001]).expect_err("a failure").code,
            RejectCode::TooLarge
        );
    }

    #[test]
    fn content_types_tell_pages() {
        assert_eq!(media(Some("Text/HTML; charset=x")), Media::Page(Format::Html));
        assert_eq!(media(Some("text/plain")), Media::Page(Format::Text));
        assert_eq!(media(Some("image/png")), Media::Other);
        assert_eq!((media(None), media(Some("html"))), (Media::Unknown, Media::Unknown));
        assert_eq!(charset(Some("text/html; Charset=\"GB2312\"")).as_deref(), Some("GB2312"));
        assert_eq!(charset(Some("text/html; charset=")), None);
    }
}
