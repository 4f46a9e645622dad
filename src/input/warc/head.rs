//! The head of a record: what it is, whose it is, how long.

use crate::input::SkipReason;

/// Bytes of a date that are its day.
const DAY_BYTES: usize = 10;

/// What the head of a record says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// `WARC-Type`, in lower case.
    pub(super) kind: String,
    /// `WARC-Record-ID`: the bare UUID where it is one, else as written.
    pub(super) id: Option<String>,
    /// `WARC-Target-URI`.
    pub(super) url: Option<String>,
    /// `Content-Length`.
    pub(super) length: Option<u64>,
    /// Day of `WARC-Date`.
    pub(super) day: Option<String>,
    /// `Content-Type` of the block.
    pub(super) content_type: Option<String>,
    /// `WARC-Identified-Payload-Type`.
    pub(super) identified: Option<String>,
    /// `WARC-Truncated`: why the crawler cut the page.
    pub(super) truncated: Option<String>,
}

impl Head {
    /// Reads the lines behind the version.
    pub(super) fn parse(lines: &[u8]) -> Self {
        let mut head = Self::default();
        for (name, value) in fields(lines) {
            let slot = match name.to_ascii_lowercase().as_str() {
                "warc-type" => {
                    head.kind = value.to_ascii_lowercase();
                    continue;
                }
                "content-length" => {
                    head.length = value.parse().ok();
                    continue;
                }
                "warc-record-id" => {
                    head.id = Some(bare_id(&value)).filter(|id| !id.is_empty());
                    continue;
                }
                "warc-date" => {
                    head.day = day(&value);
                    continue;
                }
                "warc-target-uri" => &mut head.url,
                "content-type" => &mut head.content_type,
                "warc-identified-payload-type" => &mut head.identified,
                "warc-truncated" => &mut head.truncated,
                _ => continue,
            };
            // Some versions of wget put the address in angle brackets.
            let value = value.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(&value);
            *slot = (!value.is_empty()).then(|| value.to_owned());
        }
        head
    }

    /// What a reject tells of the record.
    pub(super) fn named(&self) -> Self {
        Self { id: self.id.clone(), url: self.url.clone(), ..Self::default() }
    }

    /// Why a record of this kind is passed over; `None` for those that hold pages.
    pub(super) fn skipped(&self) -> Option<SkipReason> {
        match self.kind.as_str() {
            "response" | "resource" | "conversion" => None,
            "warcinfo" => Some(SkipReason::RecordWarcinfo),
            "request" => Some(SkipReason::RecordRequest),
            "metadata" => Some(SkipReason::RecordMetadata),
            "revisit" => Some(SkipReason::RecordRevisit),
            _ => Some(SkipReason::RecordOther),
        }
    }
}

/// The id without what all of them have.
fn bare_id(written: &str) -> String {
    let bare = written.trim_start_matches('<').trim_end_matches('>');
    bare.strip_prefix("urn:uuid:").unwrap_or(bare).to_owned()
}

/// `2024-05-31` of `2024-05-31T08:00:00Z`.
fn day(date: &str) -> Option<String> {
    let day = date.get(..DAY_BYTES)?;
    let fits = |(at, c): (usize, char)| if at == 4 || at == 7 { c == '-' } else { c.is_ascii_digit() };
    day.char_indices().all(fits).then(|| day.to_owned())
}

/// The fields of a head: names as written, values trimmed, a value that goes on in lines that begin with
/// white space joined by a blank. Lines may end in LF alone. Lines without a colon are passed over.
pub(super) fn fields(lines: &[u8]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in lines.split(|byte| *byte == b'\n') {
        let text = String::from_utf8_lossy(line);
        if line.first().is_some_and(|byte| matches!(byte, b' ' | b'\t')) {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(text.trim());
            }
        } else if let Some((name, value)) = text.split_once(':') {
            fields.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_whatever_its_line_ends_and_folds() {
        let lines = b"WARC-Type: Response\nwarc-record-id: <urn:uuid:1-2>\r\nWARC-Target-URI: \
                      <https://a.example/>\r\nContent-Type: application/http;\r\n msgtype=response\r\n\
                      WARC-Date: 2024-05-31T08:00:00Z\r\nContent-Length: 12\r\nno colon\r\n";
        let head = Head::parse(lines);
        assert_eq!((head.kind.as_str(), head.id.as_deref()), ("response", Some("1-2")));
        assert_eq!(head.url.as_deref(), Some("https://a.example/"));
        assert_eq!(head.content_type.as_deref(), Some("application/http; msgtype=response"));
        assert_eq!((head.day.as_deref(), head.length), (Some("2024-05-31"), Some(12)));
        assert_eq!(head.skipped(), None);
        let odd = Head::parse(b"WARC-Type: x\r\nWARC-Date: yesterday it was\r\nContent-Length: -1\r\n");
        assert_eq!((odd.day, odd.length), (None, None));
    }
}
