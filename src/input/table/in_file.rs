//! Tables that are read from a file only, told by the beginning of a stream.

use super::PAGES;
use crate::rejects::{Failure, RejectCode};

/// What is told of a stream that begins as CSV or as an array of JSON does; `None` for all else. As a page, all of
/// its rows would become one.
pub(in crate::input) fn needs_file(head: &[u8]) -> Option<Failure> {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let object = head.strip_prefix(b"[").and_then(|rest| rest.trim_ascii_start().strip_prefix(b"{"));
    let is_array = object.is_some_and(|rest| matches!(rest.trim_ascii_start().first(), Some(b'"' | b'}')));
    let message = if is_array {
        "standard input holds an array of JSON: write an object a line (as jq -c '.[]' does) and pipe that in"
    } else if begins_table(head) {
        "standard input begins with the header of a table, and CSV is read from a file only: save it as .csv or \
         .tsv, and give its path"
    } else {
        return None;
    };
    let message = format!("{message}; if it is a page of text, say --stdin page");
    Some(Failure::new(RejectCode::Unreadable, message))
}

/// Whether the first line is a header (names and no sentence, parted by commas or tabs, and one of them that of a
/// page), and the next one is parted, too.
fn begins_table(head: &[u8]) -> bool {
    let mut lines = head.split(|byte| *byte == b'\n');
    let (line, next) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    [b',', b'\t'].into_iter().any(|delimiter| {
        let names: Vec<&[u8]> = line.split(|byte| *byte == delimiter).map(name).collect();
        let is_name = |name: &&[u8]| {
            name.iter().any(u8::is_ascii_alphabetic) && !name.iter().any(u8::is_ascii_whitespace)
        };
        let is_page =
            |name: &&[u8]| PAGES.iter().any(|(known, _)| known.as_bytes().eq_ignore_ascii_case(name));
        names.len() > 1 && names.iter().all(is_name) && names.iter().any(is_page) && next.contains(&delimiter)
    })
}

/// A field of a header without blanks and quotes around it.
fn name(field: &[u8]) -> &[u8] {
    let field = field.trim_ascii();
    field.strip_prefix(b"\"").and_then(|field| field.strip_suffix(b"\"")).unwrap_or(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_told_from_pages_by_their_beginning() {
        for table in [
            "url,html\nhttp://a.example/,\"<h1>A\"\n",
            "\u{feff}\"ID\",\"Text\"\r\n1,\"words\"\r\n",
            "id\turl\traw_html\n1\thttp://a.example/\t<p>\n",
            " [\n {\"html\": \"<p>\"}]",
        ] {
            assert!(needs_file(table.as_bytes()).is_some(), "{table:?}");
        }
        for other in [
            "",
            "text\nwords\n",
            "Text, and then some more of it\nwords\n",
            "Oils, waxes\n",
            "[1] A note\n",
            "[{{fullurl:Main}} Home]\n",
            "Body,mind,soul\n\nMost people think so.\n",
            "Page\t3\nText\t4\n",
            "a,b\n1,2\n",
        ] {
            assert!(needs_file(other.as_bytes()).is_none(), "{other:?}");
        }
    }
}
