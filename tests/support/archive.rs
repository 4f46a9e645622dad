//! Web archives as the tests write them: records and members under full control, damage included.

use std::io::Write;

/// A response record with its head.
pub fn response(number: usize, body: &[u8]) -> Vec<u8> {
    let http =
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n", body.len());
    record("response", number, "application/http; msgtype=response", &[http.as_bytes(), body].concat())
}

/// A record with a block.
pub fn record(kind: &str, number: usize, content_type: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{}>\r\nWARC-Date: 2024-05-31T08:00:00Z\r\n\
         WARC-Target-URI: https://a.example/{number}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        id(kind, number),
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

/// The id of a record.
pub fn id(kind: &str, number: usize) -> String {
    format!("{kind}-{number:04}")
}

/// One member of gzip.
pub fn member(bytes: &[u8]) -> Vec<u8> {
    packed(bytes, flate2::Compression::default())
}

/// One member in which the bytes stand as they are.
pub fn stored(bytes: &[u8]) -> Vec<u8> {
    packed(bytes, flate2::Compression::none())
}

/// One frame of zstd, with a checksum as its command writes it.
pub fn frame(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 3).unwrap();
    encoder.include_checksum(true).unwrap();
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A record with another Content-Length than its own.
pub fn with_length(record: &[u8], length: u64) -> Vec<u8> {
    let text = std::str::from_utf8(record).unwrap();
    let at = text.find("Content-Length: ").unwrap() + 16;
    let end = at + text[at..].find('\r').unwrap();
    format!("{}{length}{}", &text[..at], &text[end..]).into_bytes()
}

fn packed(bytes: &[u8], effort: flate2::Compression) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), effort);
    encoder.write_all(bytes).unwrap();
    let mut member = encoder.finish().unwrap();
    // One program writes all members of an archive alike.
    member[8] = 0;
    member
}
